//! mbox files (RFC 4155, and the mboxrd and mboxo habits of old programs), read as a stream.

use std::io::{self, BufRead};

/// Largest message handed on, in bytes; what is longer is cut there and its rest passed over.
pub(super) const MAX_MESSAGE_BYTES: usize = 32 * 1024 * 1024;

/// The messages of an mbox, one at a time.
pub(super) struct MboxReader<R> {
    input: R,
    line: Vec<u8>,
    /// Whether `line` holds a `From ` line that the next message starts with.
    at_separator: bool,
}

impl<R: BufRead> MboxReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: Vec::new(), at_separator: false }
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
            self.line.clear();
            if self.input.read_until(b'\n', &mut self.line)? == 0 {
                return Ok(Some(message));
            }
            if after_blank && is_separator(&self.line) {
                self.at_separator = true;
                return Ok(Some(message));
            }
            after_blank = matches!(self.line.as_slice(), b"\n" | b"\r\n");
            if message.len() < MAX_MESSAGE_BYTES {
                message.extend_from_slice(unquoted(&self.line));
            }
        }
    }

    fn skip_to_separator(&mut self) -> io::Result<bool> {
        loop {
            self.line.clear();
            if self.input.read_until(b'\n', &mut self.line)? == 0 {
                return Ok(false);
            }
            if is_separator(&self.line) {
                return Ok(true);
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
    fn text_before_the_first_separator_is_no_message() {
        assert!(split("hello\nworld\n").is_empty());
    }
}
