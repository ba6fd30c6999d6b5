//! Links that open a finished answer in the mail program: `mailto:` and nothing else (RFC 6068).

use std::fmt::Write as _;

use crate::people::Address;

use super::commands::LetterCode;

/// Where answers go, and how they name the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The owner's own address.
    pub owner: Address,
    /// The code of the letter.
    pub code: LetterCode,
}

impl Answers {
    /// The link to an answer that says `command`.
    pub(super) fn link(&self, command: &str) -> String {
        let mut link = "mailto:".to_owned();
        encode(self.owner.as_str(), &mut link);
        link.push_str("?subject=");
        encode(&self.code.to_string(), &mut link);
        link.push_str("&body=");
        encode(command, &mut link);
        link
    }
}

/// Percent-encodes all that could mean something in a link (RFC 6068, 2).
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string takes all that is written");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::observations::MessageId;

    use super::*;

    #[test]
    fn a_link_goes_to_the_owner_and_says_one_command() {
        let letter = MessageId::parse("<a@b>").unwrap();
        let code = LetterCode::of(&letter, "s");
        let answers =
            Answers { owner: Address::parse("alex+x&y@studio.example").unwrap(), code: code.clone() };
        let code = code.to_string().replace(' ', "%20");
        let expected = format!("mailto:alex%2Bx%26y@studio.example?subject={code}&body=2%20snooze%202w");
        assert_eq!(answers.link("2 snooze 2w"), expected);
        let parsed = url::Url::parse(&answers.link("why 2")).unwrap();
        let pairs: Vec<_> = parsed.query_pairs().map(|(_, value)| value.into_owned()).collect();
        assert_eq!(LetterCode::in_subject(&pairs[0]), Some(answers.code));
        assert_eq!(pairs[1], "why 2");
    }
}
