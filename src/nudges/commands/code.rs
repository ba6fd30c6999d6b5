//! The code of a letter: what a new message to oneself carries in its subject to name the letter it answers.

use std::fmt;

use crate::observations::MessageId;
use crate::people::hex_digest;

/// Digits of a code: 48 bits, of which thirty a day may be tried.
const DIGITS: usize = 12;
/// The word before the code in a subject.
const BEFORE: &str = "goodwill";

/// What names a letter in a subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterCode(String);

impl LetterCode {
    /// The code of a letter; nobody finds it who does not know the secret.
    #[must_use]
    pub fn of(letter: &MessageId, secret: &str) -> Self {
        let digest = hex_digest(&format!("code {secret} {letter}"));
        Self(digest.chars().take(DIGITS).collect())
    }

    /// The code that a subject carries.
    #[must_use]
    pub fn in_subject(subject: &str) -> Option<Self> {
        let lower = subject.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let _ = words.by_ref().find(|word| *word == BEFORE)?;
        let code = words.next()?;
        let is_code = code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_code.then(|| Self(code.to_owned()))
    }
}

impl fmt::Display for LetterCode {
    /// As a subject carries it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEFORE} {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_carries_the_code_and_another_secret_gives_another() {
        let letter = MessageId::parse("<nudges.1@home.example>").unwrap();
        let code = LetterCode::of(&letter, "s");
        for subject in [format!("{code}"), format!("Re: {code}"), format!("AW: [{code}] x").to_uppercase()] {
            assert_eq!(LetterCode::in_subject(&subject), Some(code.clone()), "{subject}");
        }
        assert_ne!(LetterCode::of(&letter, "t"), code);
        for subject in
            ["goodwill", "goodwill 0123", "0123456789ab", "goodwill of 0123456789ab", "goodwill 0123456789ag"]
        {
            assert_eq!(LetterCode::in_subject(subject), None, "{subject}");
        }
    }
}
