//! Reads the frame of an IMAP server's bytes: lines, literals, brackets (RFC 3501, 4 and 7), and decides
//! which of them a parser may see that recurses on brackets, buffers whole literals and panics on some
//! odd answers. It understands no response beyond that.
//!
//! It must see literals exactly where the parser does: bytes that pass here as content could be structure
//! there. The parser takes what it does not know in FETCH raw up to the next `)`, quotation marks, line
//! breaks and all. So what the two might see differently is refused, which a server never misses that
//! answers only what we ask for.
//!
//! BODYSTRUCTURE never reaches the parser, which would recurse on it and give up the connection over one
//! that is broken: it is handed on as the content of a part that no message has, `BODY[0]`, an empty one
//! where it never ends. `structure` reads it. The labels of Gmail go the same way, as `BODY[0.0]`.
//!
//! XLIST, which the parser does not know, is handed on as LIST, and its mark `\\AllMail` as `\\All`.

mod aside;

use self::aside::{Aside, Kept};
use super::guard::{Limits, Violation};

/// What the first bytes of a response say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Too few bytes yet.
    Unknown,
    /// `+`, tagged, or `* OK` and its like: text to the end of the line, no literals.
    Text,
    /// `* 12 FETCH` and its like: what the parser recurses on.
    Numbered,
    /// `* LIST` and its like.
    Listed,
    /// `* XLIST`, up to the end of its marks.
    Marked,
}

/// Words that begin an untagged text (RFC 3501, 7.1).
const STATUS: [&[u8]; 5] = [b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH"];
/// Words that begin other untagged responses to what we ask.
const LISTED: [&[u8]; 7] = [b"CAPABILITY", b"FLAGS", b"ID", b"LIST", b"SEARCH", b"STATUS", b"XLIST"];
/// `* CAPABILITY` is the longest that decides.
const HEAD_BYTES: usize = 12;
/// What the parser panics on, without its last letters.
const NO_DATE: &[u8] = b"INTERNALDATE N";

/// The scanner: bytes go in, in pieces of any size, with the same result.
#[derive(Debug)]
pub(super) struct Scanner {
    limits: Limits,
    /// Bytes, and responses, in answer to the current command.
    total: u64,
    responses: u32,
    /// Bytes of the current literal still to come.
    literal_left: u64,
    response: Response,
    /// What is kept from the parser, where that is under way.
    aside: Option<Aside>,
}

/// What is known of the current response.
#[derive(Debug)]
struct Response {
    kind: Kind,
    /// Its first bytes in upper case, until its kind is known; then its last ones.
    window: Window,
    /// Bytes outside literals.
    line: usize,
    /// Bytes inside literals, as announced.
    literals: u64,
    /// Brackets opened so far, and those still open.
    opened: usize,
    open: usize,
    quoted: bool,
    announced: Announced,
    last: u8,
}

/// A few bytes in upper case.
#[derive(Debug, Default)]
struct Window {
    bytes: [u8; 16],
    length: usize,
}

/// Progress through `{123}` CR LF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Announced {
    Nothing,
    Open,
    Digits(u64),
    Closed(u64),
    Return(u64),
}

impl Scanner {
    pub(super) fn new(limits: Limits) -> Self {
        let response = Response::new();
        Self { limits, total: 0, responses: 0, literal_left: 0, response, aside: None }
    }

    /// Counts what answers a command from zero.
    pub(super) fn restart(&mut self) {
        (self.total, self.responses) = (0, 0);
    }

    /// Scans the next bytes and adds them to `out`. Returns how much of `out`, counted from its start, may
    /// be handed on: up to the end of the last whole line, or all within a literal. `None`: nothing new.
    /// What came before a violation may be handed on all the same.
    pub(super) fn scan(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> (Option<usize>, Result<(), Violation>) {
        let mut safe = None;
        let verdict = self.scan_all(bytes, out, &mut safe);
        (safe, verdict)
    }

    fn scan_all(
        &mut self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        safe: &mut Option<usize>,
    ) -> Result<(), Violation> {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            if self.literal_left > 0 {
                let taken = usize::try_from(self.literal_left).unwrap_or(usize::MAX).min(rest.len());
                self.literal_left -= taken as u64;
                self.count(taken as u64)?;
                at += taken;
                let content = rest.get(..taken).unwrap_or_default();
                if let Some(aside) = &mut self.aside {
                    aside.bytes.extend_from_slice(content);
                } else {
                    out.extend_from_slice(content);
                    *safe = Some(out.len());
                }
            } else if let Some(&byte) = rest.first() {
                at += 1;
                self.count(1)?;
                let line_ends = self.byte(byte)?;
                self.hand_over(byte, out);
                if line_ends && self.aside.is_none() {
                    *safe = Some(out.len());
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, bytes: u64) -> Result<(), Violation> {
        self.total = self.total.saturating_add(bytes);
        if self.total > self.limits.total { Err(Violation::Total(self.limits.total)) } else { Ok(()) }
    }

    /// Adds a byte outside literals to what the parser sees, or to what is kept from it.
    fn hand_over(&mut self, byte: u8, out: &mut Vec<u8>) {
        let response = &self.response;
        match &mut self.aside {
            Some(aside) => {
                if aside.keep(byte, response.line == 0, out) {
                    self.aside = None;
                }
            }
            // Only XLIST begins so, or it is a violation.
            None if response.line == 3 && response.window.ends_with(b"* X") => {}
            None if response.kind == Kind::Marked && response.window.ends_with(b"\\ALLMAIL") => {
                out.truncate(out.len().saturating_sub(b"Mai".len()));
            }
            None => out.push(byte),
        }
    }

    /// Takes one byte outside literals; whether a line ends with it.
    fn byte(&mut self, byte: u8) -> Result<bool, Violation> {
        let response = &mut self.response;
        response.line += 1;
        if response.line > self.limits.line {
            return Err(Violation::Line(self.limits.line));
        }
        response.learn(byte)?;
        if self.aside.is_none() {
            self.aside = response.begins_aside(byte).map(Aside::new);
        }
        match response.kind {
            _ if let Some(aside) = &mut self.aside => aside.take(byte, self.limits.depth)?,
            Kind::Marked if byte == b')' => response.kind = Kind::Listed,
            Kind::Numbered => response.numbered(byte, self.limits.depth)?,
            // The parser cuts one byte off the text behind a code.
            Kind::Text if response.last == b']' && !byte.is_ascii() => return Err(Violation::Odd),
            _ => {}
        }
        let line_ends = response.last == b'\r' && byte == b'\n';
        let may_announce = response.last == b' ' || self.aside.is_some();
        if byte == b'{' && !may_announce && response.kind == Kind::Numbered {
            return Err(Violation::Odd);
        }
        response.announced = response.announced.after(byte);
        response.last = byte;
        if line_ends {
            self.end_line()?;
        }
        Ok(line_ends)
    }

    fn end_line(&mut self) -> Result<(), Violation> {
        let response = &mut self.response;
        if let Announced::Return(bytes) = response.announced {
            let sound = match response.kind {
                _ if let Some(aside) = &self.aside => !aside.quoted,
                Kind::Numbered => response.open == 1 && !response.quoted,
                Kind::Listed | Kind::Marked => true,
                // The parser may see text, and in the next line a response, or a literal after all.
                Kind::Text | Kind::Unknown => false,
            };
            if !sound {
                return Err(Violation::Odd);
            }
            response.literals = response.literals.saturating_add(bytes);
            if response.literals > self.limits.literal {
                let (announced, limit) = (response.literals, self.limits.literal);
                return Err(Violation::Literal { announced, limit });
            }
            self.literal_left = bytes;
            response.announced = Announced::Nothing;
        } else if (response.open > 0 || response.quoted) && self.aside.is_none() {
            // The parser would read on in the next line.
            return Err(Violation::Odd);
        } else {
            *response = Response::new();
            self.responses = self.responses.saturating_add(1);
            if self.responses > self.limits.responses {
                return Err(Violation::Responses(self.limits.responses));
            }
        }
        Ok(())
    }
}

impl Response {
    fn new() -> Self {
        Self {
            kind: Kind::Unknown,
            window: Window::default(),
            line: 0,
            literals: 0,
            opened: 0,
            open: 0,
            quoted: false,
            announced: Announced::Nothing,
            last: 0,
        }
    }

    /// Decides the kind by the first bytes, as soon as they suffice.
    fn learn(&mut self, byte: u8) -> Result<(), Violation> {
        self.window.push(byte);
        if self.kind == Kind::Unknown {
            self.kind = kind(self.window.bytes.get(..self.window.length).unwrap_or_default())?;
        }
        Ok(())
    }

    /// What begins with this byte, the last one learnt, that is kept from the parser.
    fn begins_aside(&self, byte: u8) -> Option<Kept> {
        if byte != b'(' || self.kind != Kind::Numbered || self.open != 1 || self.quoted {
            return None;
        }
        let bytes = self.window.bytes.get(..self.window.length)?.strip_suffix(b"(")?;
        Kept::ALL.into_iter().find(|kept| {
            let before = bytes.strip_suffix(kept.word());
            before.is_some_and(|before| before.ends_with(b" ") || before.ends_with(b"("))
        })
    }

    /// Takes a byte of a numbered response, outside literals.
    fn numbered(&mut self, byte: u8, limit: usize) -> Result<(), Violation> {
        match byte {
            b'"' => self.quoted = !self.quoted,
            // A date, which is all that is quoted in what we ask for.
            _ if self.quoted && is_of_date(byte) => {}
            _ if self.quoted => return Err(Violation::Odd),
            b'(' => {
                // Brackets that only seem to close would hide depth, so none counts as closed.
                (self.opened, self.open) = (self.opened + 1, self.open + 1);
                if self.opened > limit {
                    return Err(Violation::Depth(limit));
                }
            }
            b')' => self.open = self.open.checked_sub(1).ok_or(Violation::Odd)?,
            b' ' | b'\r' | b'\n' => {}
            _ if self.opened > 0 && self.open == 0 => return Err(Violation::Odd),
            _ => {}
        }
        if self.window.ends_with(NO_DATE) { Err(Violation::Odd) } else { Ok(()) }
    }
}

impl Window {
    fn push(&mut self, byte: u8) {
        if self.length == self.bytes.len() {
            self.bytes.copy_within(1.., 0);
            self.length -= 1;
        }
        if let Some(free) = self.bytes.get_mut(self.length) {
            *free = byte.to_ascii_uppercase();
            self.length += 1;
        }
    }

    fn ends_with(&self, end: &[u8]) -> bool {
        self.bytes.get(..self.length).is_some_and(|bytes| bytes.ends_with(end))
    }
}

/// Whether a date may hold this byte (RFC 3501, 9, date-time).
fn is_of_date(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b':' | b'+' | b'-')
}

/// The kind of a response that begins so, in upper case.
fn kind(head: &[u8]) -> Result<Kind, Violation> {
    let [b'*', b' ', word @ ..] = head else {
        return Ok(if matches!(head, [] | [b'*']) { Kind::Unknown } else { Kind::Text });
    };
    if word.first().is_some_and(u8::is_ascii_digit) {
        return Ok(Kind::Numbered);
    }
    // As the parser does: `* OKAY` is a status, too.
    if STATUS.iter().any(|status| word.starts_with(status)) {
        return Ok(Kind::Text);
    }
    if let Some(listed) = LISTED.iter().find(|listed| word.starts_with(listed)) {
        return Ok(if *listed == b"XLIST" { Kind::Marked } else { Kind::Listed });
    }
    let may_become = STATUS.iter().chain(&LISTED).any(|known| known.starts_with(word));
    if may_become && head.len() < HEAD_BYTES { Ok(Kind::Unknown) } else { Err(Violation::Unasked) }
}

impl Announced {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (_, b'{') => Self::Open,
            (Self::Open, b'0'..=b'9') => Self::Digits(u64::from(byte - b'0')),
            (Self::Digits(number), b'0'..=b'9') => {
                Self::Digits(number.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
            }
            (Self::Digits(number), b'}') => Self::Closed(number),
            (Self::Closed(number), b'\r') | (Self::Return(number), b'\n') => Self::Return(number),
            _ => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests;
