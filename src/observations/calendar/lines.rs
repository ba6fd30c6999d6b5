//! Bytes to content lines (RFC 5545, 3.1): ends lines at LF, CRLF or CR, unfolds, decodes. Knows nothing
//! of what the lines say.

use std::borrow::Cow;
use std::string::FromUtf8Error;

/// Longest content line kept, in bytes; what a line has beyond it is dropped.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// The content lines of `bytes`, unfolded, without blank ones.
pub(super) fn content_lines(bytes: &[u8]) -> ContentLines<'_> {
    let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    ContentLines { rest, length: bytes.len(), cut: 0 }
}

/// The stream in an encoding of bytes: what begins with the mark of UTF-16 is brought into UTF-8.
pub(super) fn without_utf16(bytes: &[u8]) -> Cow<'_, [u8]> {
    let units: fn([u8; 2]) -> u16 = match bytes.first_chunk() {
        Some([0xff, 0xfe]) => u16::from_le_bytes,
        Some([0xfe, 0xff]) => u16::from_be_bytes,
        _ => return Cow::Borrowed(bytes),
    };
    let pairs = bytes.get(2..).unwrap_or_default().chunks_exact(2);
    let units = pairs.filter_map(|pair| pair.first_chunk().copied()).map(units);
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Cow::Owned(text.into_bytes())
}

/// Iterator over content lines.
pub(super) struct ContentLines<'a> {
    rest: &'a [u8],
    length: usize,
    cut: usize,
}

impl<'a> ContentLines<'a> {
    /// Where the next line begins, in bytes from the start.
    pub(super) fn position(&self) -> usize {
        self.length - self.rest.len()
    }

    /// How many lines were longer than they may be.
    pub(super) fn cut(&self) -> usize {
        self.cut
    }

    /// The next line up to its line break, which is taken off.
    fn physical_line(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', self.rest).unwrap_or(self.rest.len());
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
            let mut whole = first.len();
            while self.skip_to_continuation() {
                let more = self.physical_line().unwrap_or_default();
                whole += more.len();
                let room = MAX_LINE_BYTES.saturating_sub(line.len()).min(more.len());
                if room > 0 {
                    line.to_mut().extend_from_slice(more.get(..room).unwrap_or_default());
                }
            }
            self.cut += usize::from(whole > MAX_LINE_BYTES);
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Some(decode(line));
            }
        }
    }
}

/// UTF-8 as the RFC asks; what is not is read as Latin-1, which old programs write. Control characters
/// but the tab are dropped.
fn decode(line: Cow<'_, [u8]>) -> Cow<'_, str> {
    // Without a way out at the first other byte, so that many are looked at in one step.
    let plain =
        |bytes: &[u8]| bytes.iter().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~' | b'\t'));
    let text = match line {
        Cow::Borrowed(bytes) if plain(bytes) => {
            return std::str::from_utf8(bytes).map_or(Cow::Borrowed(""), Cow::Borrowed);
        }
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
    fn utf16_is_read_in_either_order_of_bytes() {
        let text = "\u{feff}SUMMARY:Caf\u{e9} \u{1f375}";
        let spelled = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [spelled(u16::to_le_bytes), spelled(u16::to_be_bytes)] {
            assert_eq!(lines(&without_utf16(&bytes)), ["SUMMARY:Caf\u{e9} \u{1f375}"]);
            assert!(without_utf16(&bytes[..bytes.len() - 3]).len() < bytes.len(), "cut inside a character");
        }
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_is_read() {
        let long = [b"X-BLOB:".as_slice(), &vec![b'a'; 1_000_000], b"\r\nB:2"].concat();
        let read = lines(&long);
        assert_eq!((read[0].len(), read[1].as_str()), (MAX_LINE_BYTES, "B:2"));
    }
}
