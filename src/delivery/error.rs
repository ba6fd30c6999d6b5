//! Why a letter was not delivered, sorted by what follows from it.

/// Longest text of a server that is kept, in characters.
const MAX_REASON_CHARS: usize = 200;

/// A letter was not delivered, or nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct DeliveryError {
    /// What follows.
    pub fault: Fault,
    /// One line for the owner, at most 200 characters, without control characters.
    reason: String,
}

/// What follows from a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The letter certainly did not leave, and may later: 4xx, no connection, no name, no TLS.
    Temporary,
    /// The letter is refused for good: 5xx.
    Permanent,
    /// Refused for good with the status 5.5.0, which some hosts use for what passes.
    Doubtful,
    /// The login is refused: no letter can leave until the owner mends that.
    Login,
    /// The letter was handed over and no reply came: it may have arrived.
    Unknown,
}

impl DeliveryError {
    /// An error; `reason` may be what a server said.
    #[must_use]
    pub fn new(fault: Fault, reason: impl AsRef<str>) -> Self {
        Self { fault, reason: plain(reason.as_ref()) }
    }

    /// What happened.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// The text in one line, cut, without what could paint a terminal or turn a line around.
fn plain(text: &str) -> String {
    let bidi =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let blank = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let shown: String = text.chars().filter(|&c| !bidi(c)).map(|c| if blank(c) { ' ' } else { c }).collect();
    let words = shown.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    words.chars().take(MAX_REASON_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_one_short_plain_line() {
        let said = format!("no\r\n\u{1b}[31mway\u{202e} {}", "é".repeat(500));
        let error = DeliveryError::new(Fault::Temporary, said);
        assert!(error.reason().starts_with("no [31mway éé"), "{error}");
        assert_eq!(error.to_string().chars().count(), 200);
    }
}
