//! What is kept from the parser, and handed on as the content of a part that no message has.

use super::Violation;

/// What is kept aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// BODYSTRUCTURE (RFC 3501, 7.4.2).
    Structure,
    /// The labels of Gmail, whose quoted text may be anything.
    Labels,
}

impl Kept {
    pub(super) const ALL: [Self; 2] = [Self::Structure, Self::Labels];

    /// What stands before it, in upper case.
    pub(super) fn word(self) -> &'static [u8] {
        match self {
            Self::Structure => b"BODYSTRUCTURE ",
            Self::Labels => b"X-GM-LABELS ",
        }
    }

    fn stand_in(self) -> &'static [u8] {
        match self {
            Self::Structure => b"BODY[0] ",
            Self::Labels => b"BODY[0.0] ",
        }
    }
}

/// What is kept aside, as far as it came.
#[derive(Debug)]
pub(super) struct Aside {
    kept: Kept,
    pub(super) bytes: Vec<u8>,
    open: usize,
    pub(super) quoted: bool,
    escaped: bool,
}

impl Aside {
    pub(super) fn new(kept: Kept) -> Self {
        Self { kept, bytes: Vec::new(), open: 0, quoted: false, escaped: false }
    }

    /// Takes a byte outside literals.
    pub(super) fn take(&mut self, byte: u8, limit: usize) -> Result<(), Violation> {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            _ if self.quoted => {}
            b'(' => {
                self.open += 1;
                if self.open > limit {
                    return Err(Violation::Depth(limit));
                }
            }
            b')' => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    /// Keeps a byte that was taken, and hands all on where it was the last: whether it was. `is_cut` where the line
    /// ended, and with it the response.
    pub(super) fn keep(&mut self, byte: u8, is_cut: bool, out: &mut Vec<u8>) -> bool {
        if self.bytes.is_empty() {
            out.truncate(out.len().saturating_sub(self.kept.word().len()));
        }
        self.bytes.push(byte);
        let has_ended = self.open == 0;
        if has_ended || is_cut {
            let bytes = if has_ended { self.bytes.as_slice() } else { b"" };
            out.extend_from_slice(self.kept.stand_in());
            out.extend_from_slice(format!("{{{}}}\r\n", bytes.len()).as_bytes());
            out.extend_from_slice(bytes);
            if is_cut {
                out.extend_from_slice(b")\r\n");
            }
        }
        has_ended || is_cut
    }
}
