//! What can go wrong with an IMAP server, told apart by what the owner or the daemon can do about it.
//! It knows no command. No message holds a password or more than 200 characters of a server's text.

use std::io;
use std::time::Duration;

pub(super) use super::cause::is_throttle;
pub use super::cause::{LoginCause, TlsCause};
use super::guard::Violation;

/// Longest text of a server that is shown, in characters.
const MAX_SHOWN_CHARS: usize = 200;

/// Why an account could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// No connection came about.
    #[error("cannot reach {server}: check the host and port, and that this machine is online")]
    Connect {
        /// Host and port.
        server: String,
        /// What the system says.
        source: io::Error,
    },
    /// The connection cannot be protected.
    #[error("{server}: {cause}")]
    Tls {
        /// Host and port.
        server: String,
        /// Why not, and what to do.
        cause: TlsCause,
    },
    /// The server lets us not in.
    #[error("{server} refuses the login: {cause}; it says: {said}")]
    Login {
        /// Host and port.
        server: String,
        /// Why, as far as the server's text tells.
        cause: LoginCause,
        /// The server's text.
        said: String,
    },
    /// The server asks for a pause.
    #[error("the server wants fewer connections or requests for now: {said}")]
    Throttled {
        /// The server's text.
        said: String,
    },
    /// The server says no to a command that it should know.
    #[error("the server refuses {command}: {said}")]
    Refused {
        /// The command's name.
        command: &'static str,
        /// The server's text.
        said: String,
    },
    /// What the server says is not IMAP, or contradicts itself.
    #[error("the server does not follow IMAP: {what}")]
    Protocol {
        /// What it did.
        what: String,
    },
    /// The server sent more, or deeper nested, than we take.
    #[error("{0}; goodwill does not read that")]
    Guard(Violation),
    /// The server kept us waiting.
    #[error("the server did not answer {what} within {seconds} seconds")]
    Timeout {
        /// What we waited for.
        what: &'static str,
        /// How long.
        seconds: u64,
    },
    /// The connection ended in between.
    #[error("the server closed the connection during {during}{}", said_after(.said))]
    Closed {
        /// What was going on.
        during: &'static str,
        /// The server's parting words; empty where it had none.
        said: String,
    },
    /// A folder whose messages cannot be told from those of the last visit.
    #[error("the server numbers its messages and does not say since when (UIDVALIDITY)")]
    NoUidValidity,
    /// A folder that would be read anew each time.
    #[error(
        "the server numbered its messages anew {times} times in a row (UIDVALIDITY); it is read once they keep"
    )]
    Renumbers {
        /// How many times.
        times: u8,
    },
    /// Too many messages or folders broke the connection.
    #[error(
        "the connection had to be made anew {times} times; what was read is kept, and the rest is read later"
    )]
    Unsteady {
        /// How many times.
        times: usize,
    },
    /// The user name or password cannot be sent.
    #[error("the user name or password holds a character that IMAP cannot carry")]
    Unsendable,
    /// What was fetched could not be taken in.
    #[error("keep what was fetched")]
    Sink(#[from] SinkError),
}

impl ImapError {
    /// Whether the same attempt may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            // Servers also refuse in outages what they grant again after them.
            Self::Connect { .. }
            | Self::Throttled { .. }
            | Self::Refused { .. }
            | Self::Timeout { .. }
            | Self::Unsteady { .. }
            | Self::Closed { .. } => true,
            Self::Tls { cause, .. } => matches!(cause, TlsCause::Handshake(_)),
            Self::Login { cause, .. } => *cause == LoginCause::Unknown,
            Self::Protocol { .. }
            | Self::Guard(_)
            | Self::NoUidValidity
            | Self::Renumbers { .. }
            | Self::Unsendable
            | Self::Sink(_) => false,
        }
    }

    /// How long the server wants to be left alone, where it says: `Suggested Backoff Time: 9000 milliseconds`
    /// says Microsoft's.
    #[must_use]
    pub fn suggested_pause(&self) -> Option<Duration> {
        let Self::Throttled { said } = self else { return None };
        let said = said.to_lowercase();
        let (_, rest) = said.split_once("backoff time:")?;
        let mut words = rest.split_whitespace();
        let number: u64 = words.next()?.parse().ok()?;
        match words.next()? {
            unit if unit.starts_with("milli") => Some(Duration::from_millis(number)),
            unit if unit.starts_with("sec") => Some(Duration::from_secs(number)),
            _ => None,
        }
    }

    /// Whether the server asks for a pause.
    #[must_use]
    pub fn is_throttle(&self) -> bool {
        matches!(self, Self::Throttled { .. })
    }

    /// Whether the server did not take a token that is good by what we know.
    #[must_use]
    pub fn is_refused_token(&self) -> bool {
        matches!(self, Self::Login { cause: LoginCause::TokenRefused, .. })
    }

    /// Whether FETCH may pass for other messages where it failed for these: one of them may be to blame.
    pub(super) fn is_of_one_message(&self) -> bool {
        matches!(self, Self::Protocol { .. } | Self::Guard(_)) || self.may_be_an_outage()
    }

    /// Whether FETCH would fail like that in an outage of the server, too. Some say that single messages are
    /// unavailable; where a server asks for a pause it has its own reasons.
    pub(super) fn may_be_an_outage(&self) -> bool {
        match self {
            Self::Refused { .. } | Self::Timeout { .. } | Self::Closed { .. } => true,
            Self::Throttled { said } => said.to_lowercase().contains("[unavailable]"),
            _ => false,
        }
    }

    /// Whether other folders may be read where this one cannot.
    pub(super) fn is_of_one_folder(&self) -> bool {
        matches!(
            self,
            Self::Protocol { .. }
                | Self::Guard(_)
                | Self::Refused { .. }
                | Self::NoUidValidity
                | Self::Renumbers { .. }
        )
    }

    /// Whether the connection goes on after it.
    pub(super) fn leaves_the_connection(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. } | Self::Throttled { .. } | Self::NoUidValidity | Self::Renumbers { .. }
        )
    }
}

fn said_after(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(": {said}") }
}

/// Why what was fetched could not be taken in: the caller's own error.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct SinkError(#[from] pub Box<dyn std::error::Error + Send + Sync>);

/// A server's text as it may be shown: one line of at most 200 characters, nothing that steers a terminal
/// or hides, and none of `secrets`.
pub(super) fn shown(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "[hidden]");
    }
    let mut out: String = text.chars().map(visible).take(MAX_SHOWN_CHARS).collect();
    if text.chars().nth(MAX_SHOWN_CHARS).is_some() {
        out.push('…');
    }
    out
}

/// Control characters, and those that turn or hide what stands beside them, become a replacement mark.
fn visible(c: char) -> char {
    let hides =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if c.is_control() || hides { '\u{fffd}' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_that_a_server_asks_for_is_read() {
        for (said, seconds) in [
            ("Request is throttled. Suggested Backoff Time: 92000 milliseconds", Some(92)),
            ("throttled, suggested backoff time: 5 seconds.", Some(5)),
            ("Suggested Backoff Time: soon", None),
            ("Suggested Backoff Time:", None),
            ("too many connections", None),
        ] {
            let error = ImapError::Throttled { said: said.to_owned() };
            assert_eq!(error.suggested_pause(), seconds.map(Duration::from_secs), "{said}");
        }
    }

    #[test]
    fn text_of_a_server_is_tamed() {
        assert_eq!(
            shown("bad hunter2 \u{1b}[31m\u{202e}x\r\n", &["hunter2", ""]),
            "bad [hidden] \u{fffd}[31m\u{fffd}x\u{fffd}\u{fffd}"
        );
        assert_eq!(shown(&"é".repeat(500), &[]).chars().count(), MAX_SHOWN_CHARS + 1);
    }
}
