//! mbox files (RFC 4155, and the mboxrd and mboxo habits of old programs), read as a stream.

use std::io::{self, BufRead, Read};

/// Largest message handed on, in bytes; what is longer is cut there and its rest passed over.
pub(super) const MAX_MESSAGE_BYTES: usize = 32 * 1024 * 1024;

/// Longest piece of a line taken at once, in bytes.
const MAX_PIECE_BYTES: u64 = 64 * 1024;

/// The messages of an mbox, one at a time.
pub(super) struct MboxReader<R> {
    input: R,
    /// A line, or a piece of a long one.
    line: Vec<u8>,
    /// Whether the next piece begins a line.
    at_line_start: bool,
    /// Whether `line` holds a `From ` line that the next message starts with.
    at_separator: bool,
}

impl<R: BufRead> MboxReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: Vec::new(), at_line_start: true, at_separator: false }
    }

    /// The next message without its separator line and with mboxrd quoting (`>From `) undone.
    pub(super) fn next_message(&mut self) -> io::Result<Option<Vec<u8>>> {
        if !self.at_separator && !self.skip_to_separator()? {
            return Ok(None);
        }
        let mut message = Vec::new();
        let mut after_blank = false;
        self.at_separator = false;
        loop {
            let Some(begins_line) = self.next_piece()? else { return Ok(Some(message)) };
            if after_blank && is_separator(&self.line) {
                self.at_separator = true;
                return Ok(Some(message));
            }
            after_blank = begins_line && matches!(self.line.as_slice(), b"\n" | b"\r\n");
            let piece = if begins_line { unquoted(&self.line) } else { &self.line };
            let room = MAX_MESSAGE_BYTES - message.len();
            message.extend_from_slice(piece.get(..room).unwrap_or(piece));
        }
    }

    /// Reads on to the end of the line, or of a piece of it; says whether a line begins with it. `None` at the end.
    fn next_piece(&mut self) -> io::Result<Option<bool>> {
        self.line.clear();
        if self.input.by_ref().take(MAX_PIECE_BYTES).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        Ok(Some(std::mem::replace(&mut self.at_line_start, self.line.ends_with(b"\n"))))
    }

    fn skip_to_separator(&mut self) -> io::Result<bool> {
        loop {
            match self.next_piece()? {
                None => return Ok(false),
                Some(begins_line) if begins_line && is_separator(&self.line) => return Ok(true),
                Some(_) => {}
            }
        }
    }
}

/// Whether a line separates messages: `From `, an address without spaces, and a date with a year.
/// A sentence that happens to begin with "From " has no year at its end.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let text = String::from_utf8_lossy(rest);
    let mut words = text.split_whitespace().rev();
    let year =
        |word: &str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1970..2200).contains(&year));
    // The year is last, or followed by a zone such as +0200.
    words.by_ref().take(2).any(year) && text.contains(':')
}

/// A line without one level of mboxrd quoting.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut reader = MboxReader::new(text.as_bytes());
        let mut out = Vec::new();
        while let Some(message) = reader.next_message().unwrap() {
            out.push(String::from_utf8(message).unwrap());
        }
        out
    }

    #[test]
    fn a_sentence_that_starts_with_from_splits_nothing() {
        let text = "From a@b.example Tue May 29 16:00:00 2001\nSubject: x\n\nHello\n\nFrom here on it is easy.\n\n\
                    From MAILER-DAEMON Tue May 29 16:00:00 2001 +0200\nSubject: y\n\n>From quoted\n>>From twice\n";
        let messages = split(text);
        assert_eq!(messages.len(), 2);
        assert!(messages[0].contains("From here on"));
        assert!(messages[1].ends_with("\nFrom quoted\n>From twice\n"));
    }

    #[test]
    fn a_line_longer_than_a_piece_stays_whole() {
        let piece = "x".repeat(usize::try_from(MAX_PIECE_BYTES).unwrap());
        let long = format!("{piece}>From ana: 2001{piece}");
        let text = format!("From a@b.example Tue May 29 16:00:00 2001\n\n{long}\n\nend\n");
        assert_eq!(split(&text), [format!("\n{long}\n\nend\n")]);
    }

    #[test]
    fn text_before_the_first_separator_is_no_message() {
        assert!(split("hello\nworld\n").is_empty());
    }
}
