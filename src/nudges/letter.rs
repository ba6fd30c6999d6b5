//! From a letter to the bytes of a message (RFC 5322, RFC 2046).
//!
//! The same letter, date and secret give the same bytes and the same Message-ID, so that a message sent
//! twice after a crash is one message to every mail program. It sends nothing.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use crate::observations::MessageId;
use crate::people::Address;

use super::{Answers, HeaderText, Letter};

/// Bytes of the hash that names a message: 128 bits, which nobody meets by chance.
const HASH_BYTES: usize = 16;
/// What a mail program answers for whoever wants no more of such letters.
const UNSUBSCRIBE: &str = "pause all 1y";

/// What a message of goodwill is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterKind {
    /// Reminders.
    Nudges,
    /// What to know before a meeting.
    Brief,
    /// The month in numbers.
    Statement,
    /// The first one, once all is read.
    First,
    /// What came of an answer of the owner's.
    Answer,
    /// Something about goodwill itself, such as a test or a failing source.
    Notice,
}

impl LetterKind {
    /// The word for headers and ids.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nudges => "nudges",
            Self::Brief => "brief",
            Self::Statement => "statement",
            Self::First => "first",
            Self::Answer => "answer",
            Self::Notice => "notice",
        }
    }
}

/// What the headers say.
#[derive(Debug, Clone, Copy)]
pub struct LetterHeaders<'a> {
    /// The owner's address: sender and addressee.
    pub owner: &'a Address,
    /// The owner's name, where known.
    pub owner_name: Option<&'a str>,
    /// When the letter was made; whole seconds count.
    pub date: Timestamp,
    /// The machine or domain that ids are made in, such as `attic.home.example`; where it is no host
    /// name, the domain of the owner's address.
    pub host: &'a str,
    /// What the message is.
    pub kind: LetterKind,
    /// A secret that makes Message-IDs unguessable; without one the owner's address stands in.
    pub secret: Option<&'a str>,
    /// Names of what the letter says, see `Choice::keys`.
    pub keys: &'a [String],
    /// The messages that it answers, the nearest last (RFC 5322, 3.6.4); none where it begins a thread.
    pub thread: &'a [MessageId],
    /// Where answers go; none where they are not read.
    pub answers: Option<&'a Answers>,
}

/// A letter could not become a message.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The owner's address is none that mail can go to.
    #[error("address the letter to {address}")]
    Address {
        /// The address.
        address: String,
        /// What is wrong with it.
        source: lettre::address::AddressError,
    },
    /// The parts do not make a message.
    #[error("put the letter together")]
    Build(#[from] lettre::error::Error),
}

/// The Message-ID of the letter with these headers. It does not depend on the letter's words.
#[must_use]
pub fn message_id(headers: &LetterHeaders<'_>) -> MessageId {
    id_of(headers)
}

/// The message, with CRLF line ends.
pub fn message(letter: &Letter, headers: &LetterHeaders<'_>) -> Result<Vec<u8>, LetterError> {
    let owner = |name: Option<&str>| mailbox(headers.owner, name);
    let kind = headers.kind.as_str();
    let list = format!("Goodwill {kind} <{kind}.goodwill.{}>", host(headers));
    let parts = MultiPart::alternative()
        .boundary(format!("goodwill-{}", hash(headers)))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.html));
    // RFC 3834, 5: what answers a message says so, and nothing answers it by itself.
    let submitted = if headers.thread.is_empty() { "auto-generated" } else { "auto-replied" };
    let mut builder = lettre::Message::builder()
        .from(owner(Some("Goodwill"))?)
        .to(owner(headers.owner_name)?)
        .date(system_time(headers.date))
        .subject(HeaderText::new(&letter.subject).as_str())
        .message_id(Some(message_id(headers).to_string()))
        .raw_header(raw("Auto-Submitted", submitted))
        .raw_header(raw("X-Auto-Response-Suppress", "All"))
        .raw_header(raw("List-Id", &list))
        .raw_header(raw("X-Goodwill-Kind", kind));
    if let Some(answers) = headers.answers {
        // RFC 2369, 3.2. The link is percent-encoded, so that it needs no other care.
        let name = HeaderName::new_from_ascii_str("List-Unsubscribe");
        builder = builder.raw_header(HeaderValue::new(name, format!("<{}>", answers.link(UNSUBSCRIBE))));
    }
    if let Some(parent) = headers.thread.last() {
        let all: Vec<&str> = headers.thread.iter().map(MessageId::as_str).collect();
        builder = builder.in_reply_to(parent.to_string()).references(all.join(" "));
    }
    Ok(builder.multipart(parts)?.formatted())
}

fn id_of(headers: &LetterHeaders<'_>) -> MessageId {
    let id = format!("<{}.{}@{}>", headers.kind.as_str(), hash(headers), host(headers));
    MessageId::parse(&id).expect("kind, hash and a short host make an id")
}

fn mailbox(address: &Address, name: Option<&str>) -> Result<Mailbox, LetterError> {
    let parsed = address.as_str().parse().map_err(|source| LetterError::Address {
        address: HeaderText::new(address.as_str()).to_string(),
        source,
    })?;
    let name = name.map(|name| HeaderText::new(name).to_string()).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, parsed))
}

fn part(content: ContentType, body: &str) -> SinglePart {
    SinglePart::builder().header(content).body(body.to_owned())
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), HeaderText::new(value).to_string())
}

/// Hex digits that name the message.
fn hash(headers: &LetterHeaders<'_>) -> String {
    let mut hasher = Sha256::new();
    let date = headers.date.as_second().to_string();
    let secret = headers.secret.unwrap_or(headers.owner.as_str());
    let parts = [secret, headers.owner.as_str(), headers.kind.as_str(), &date];
    for part in parts.into_iter().chain(headers.keys.iter().map(String::as_str)) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let first =
        hasher.finalize().iter().take(HASH_BYTES).fold(0_u128, |sum, &byte| (sum << 8) | u128::from(byte));
    format!("{first:032x}")
}

fn host(headers: &LetterHeaders<'_>) -> HeaderText {
    HeaderText::host(headers.host)
        .or_else(|| HeaderText::host(headers.owner.domain()))
        .unwrap_or_else(|| HeaderText::new("goodwill.invalid"))
}

/// The instant in the mail builder's terms, which knows nothing before 1970.
fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::nudges::commands::{LetterCode, Verb};

    fn letter() -> Letter {
        Letter {
            subject: "Tomás: worth a thank-you".into(),
            text: "1. Tomás\n   “of course”.\n".into(),
            html: "<p>Tomás</p>\n".into(),
        }
    }

    fn with<R>(name: Option<&str>, host: &str, keys: &[String], then: impl Fn(&LetterHeaders<'_>) -> R) -> R {
        let owner = Address::parse("alex@home.example").unwrap();
        then(&LetterHeaders {
            owner: &owner,
            owner_name: name,
            date: "2026-11-22T17:00:00Z".parse().unwrap(),
            host,
            kind: LetterKind::Nudges,
            secret: Some("s"),
            keys,
            thread: &[],
            answers: None,
        })
    }

    fn header_names(bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(bytes);
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let fields = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        fields.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_letter_is_these_bytes() {
        let bytes =
            with(Some("Alex Kim"), "attic.example", &[], |headers| message(&letter(), headers)).unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap().replace('\r', ""), @r#"
        From: Goodwill <alex@home.example>
        To: "Alex Kim" <alex@home.example>
        Date: Sun, 22 Nov 2026 17:00:00 +0000
        Subject: =?utf-8?b?VG9tw6FzOg==?= worth a thank-you
        Message-ID: <nudges.135c577effd424ddb85e8796cd9eac35@attic.example>
        Auto-Submitted: auto-generated
        X-Auto-Response-Suppress: All
        List-Id: Goodwill nudges <nudges.goodwill.attic.example>
        X-Goodwill-Kind: nudges
        MIME-Version: 1.0
        Content-Type: multipart/alternative;
         boundary="goodwill-135c577effd424ddb85e8796cd9eac35"

        --goodwill-135c577effd424ddb85e8796cd9eac35
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        1. Tom=C3=A1s
           =E2=80=9Cof course=E2=80=9D.

        --goodwill-135c577effd424ddb85e8796cd9eac35
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <p>Tom=C3=A1s</p>

        --goodwill-135c577effd424ddb85e8796cd9eac35--
        "#);
    }

    #[test]
    fn the_message_id_depends_on_what_is_said_and_not_on_the_words() {
        let id = |keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            with(None, "attic.example", &keys, message_id)
        };
        assert_eq!(id(&["a", "b"]), id(&["a", "b"]));
        assert_ne!(id(&["a", "b"]), id(&["ab"]));
        assert_ne!(id(&["a", "b"]), id(&["b", "a"]));
        assert!(id(&[]).as_str().starts_with("<nudges.") && id(&[]).as_str().ends_with("@attic.example>"));
    }

    #[test]
    fn who_wants_no_more_letters_answers_one_and_they_pause() {
        let owner = Address::parse("alex+mail@home.example").unwrap();
        let code = LetterCode::of(&MessageId::parse("<nudges.1@home.example>").unwrap(), "s");
        let answers = Answers { owner, code };
        let bytes = with(None, "attic", &[], |headers| {
            message(&letter(), &LetterHeaders { answers: Some(&answers), ..*headers })
        });
        let text = String::from_utf8(bytes.unwrap()).unwrap().replace("\r\n ", " ");
        let link = text.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: <")).unwrap();
        let link = url::Url::parse(link.strip_suffix('>').unwrap()).unwrap();
        assert_eq!((link.scheme(), link.path()), ("mailto", "alex%2Bmail@home.example"));
        let pairs: Vec<_> = link.query_pairs().map(|(_, value)| value.into_owned()).collect();
        assert_eq!(LetterCode::in_subject(&pairs[0]), Some(answers.code));
        let read = crate::nudges::commands::read(&pairs[1]).commands;
        assert!(matches!(read.as_slice(), [command] if matches!(command.verb, Verb::Pause(_))), "{read:?}");
        assert!(!text.contains("List-Unsubscribe-Post"), "that needs a server");
    }

    #[test]
    fn mail_programs_read_it_back() {
        let bytes =
            with(Some("Kim, Alex \"A\""), "attic", &[], |headers| message(&letter(), headers)).unwrap();
        let parsed = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(parsed.subject(), Some("Tomás: worth a thank-you"));
        assert_eq!(parsed.from().unwrap().first().unwrap().name(), Some("Goodwill"));
        assert_eq!(parsed.to().unwrap().first().unwrap().name(), Some("Kim, Alex \"A\""));
        assert_eq!(parsed.body_text(0).unwrap().replace('\r', ""), letter().text);
        assert_eq!(parsed.body_html(0).unwrap().replace('\r', ""), letter().html);
        assert_eq!(parsed.date().unwrap().to_rfc3339(), "2026-11-22T17:00:00Z");
    }

    proptest! {
        #[test]
        fn no_text_adds_a_header_or_panics(
            subject in "(?s).*", name in "(?s).*", host in "(?s).*", text in "(?s).*", key in "(?s).*"
        ) {
            let plain = with(Some("A"), "attic", &[], |headers| message(&letter(), headers)).unwrap();
            let wild = Letter { subject, text: text.clone(), html: text };
            let bytes = with(Some(&name), &host, &[key], |headers| message(&wild, headers)).unwrap();
            prop_assert_eq!(header_names(&bytes), header_names(&plain));
            let id = with(Some(&name), &host, &[], message_id);
            prop_assert!(id.as_str().is_ascii());
        }

        #[test]
        fn any_address_gives_a_letter_or_an_error(local in "\\PC{1,70}", domain in "\\PC{1,70}", second: i64) {
            let Some(owner) = Address::parse(&format!("{local}@{domain}")) else { return Ok(()) };
            let date = Timestamp::from_second(second % 200_000_000_000).unwrap();
            let kind = LetterKind::Notice;
            let (owner_name, secret, host) = (None, None, "");
            let code = LetterCode::of(&MessageId::parse("<a@b>").unwrap(), "s");
            let answers = Answers { owner: owner.clone(), code };
            let headers = LetterHeaders {
                owner: &owner, owner_name, date, host, kind, secret, keys: &[], thread: &[], answers: Some(&answers),
            };
            if let Ok(bytes) = message(&letter(), &headers) {
                prop_assert_eq!(header_names(&bytes).len(), 12);
            }
        }
    }
}
