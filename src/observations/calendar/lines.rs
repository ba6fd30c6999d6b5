//! Bytes to content lines (RFC 5545, 3.1): ends lines at LF, CRLF or CR, unfolds, decodes. Knows nothing
//! of what the lines say.

use std::borrow::Cow;
use std::string::FromUtf8Error;

/// Longest content line kept, in bytes; what a line has beyond it is dropped.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// The content lines of `bytes`, unfolded, without blank ones.
pub(super) fn content_lines(bytes: &[u8]) -> ContentLines<'_> {
    ContentLines { rest: bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) }
}

/// Iterator over content lines.
pub(super) struct ContentLines<'a> {
    rest: &'a [u8],
}

impl<'a> ContentLines<'a> {
    /// The next line up to its line break, which is taken off.
    fn physical_line(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
        Some(line)
    }

    /// Whether the next line continues this one. Line breaks doubled on the way are passed over.
    fn skip_to_continuation(&mut self) -> bool {
        let blank = self.rest.iter().take_while(|&&byte| matches!(byte, b'\n' | b'\r')).count();
        let rest = self.rest.get(blank..).unwrap_or_default();
        let continues = matches!(rest.first(), Some(b' ' | b'\t'));
        if continues {
            self.rest = rest.get(1..).unwrap_or_default();
        }
        continues
    }
}

impl<'a> Iterator for ContentLines<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        loop {
            let first = self.physical_line()?;
            let mut line = Cow::Borrowed(first.get(..first.len().min(MAX_LINE_BYTES)).unwrap_or_default());
            while self.skip_to_continuation() {
                let more = self.physical_line().unwrap_or_default();
                let room = MAX_LINE_BYTES.saturating_sub(line.len()).min(more.len());
                if room > 0 {
                    line.to_mut().extend_from_slice(more.get(..room).unwrap_or_default());
                }
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Some(decode(line));
            }
        }
    }
}

/// UTF-8 as the RFC asks; what is not is read as Latin-1, which old programs write. Control characters
/// but the tab are dropped.
fn decode(line: Cow<'_, [u8]>) -> Cow<'_, str> {
    let text = match line {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| bytes.to_vec()),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(FromUtf8Error::into_bytes),
    };
    let text = text.unwrap_or_else(|bytes| Cow::Owned(latin1(&bytes)));
    let stray = |c: char| c.is_control() && c != '\t';
    if text.contains(stray) { Cow::Owned(text.chars().filter(|&c| !stray(c)).collect()) } else { text }
}

fn latin1(bytes: &[u8]) -> String {
    // A line cut at the cap may end inside a character: that is no sign of Latin-1.
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() && bytes.len() >= MAX_LINE_BYTES => {
            String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned()
        }
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        content_lines(bytes).map(Cow::into_owned).collect()
    }

    #[test]
    fn every_line_break_ends_a_line() {
        assert_eq!(lines(b"A:1\r\nB:2\nC:3\rD:4"), ["A:1", "B:2", "C:3", "D:4"]);
    }

    #[test]
    fn folds_are_taken_out_even_inside_a_character() {
        let folded = ["A:Caf\u{c3}".as_bytes().get(..5).unwrap(), b"\xc3\r\n \xa9 noir\n\t!"].concat();
        assert_eq!(lines(&folded), ["A:Caf\u{e9} noir!"]);
        assert_eq!(lines(b"A:1\r\r\n 2\r\nB:3"), ["A:12", "B:3"], "doubled line breaks");
    }

    #[test]
    fn a_byte_order_mark_blank_lines_and_nuls_are_dropped() {
        assert_eq!(
            lines(b"\xEF\xBB\xBFA:1\r\n\r\n   \r\nB:\x002"),
            ["A:1  ", "B:2"],
            "a line of blanks is a fold"
        );
    }

    #[test]
    fn what_is_not_utf8_is_latin1() {
        assert_eq!(lines(b"SUMMARY:Caf\xe9"), ["SUMMARY:Caf\u{e9}"]);
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_is_read() {
        let long = [b"X-BLOB:".as_slice(), &vec![b'a'; 1_000_000], b"\r\nB:2"].concat();
        let read = lines(&long);
        assert_eq!((read[0].len(), read[1].as_str()), (MAX_LINE_BYTES, "B:2"));
    }
}
