//! What is kept of one message. No body: hashes of its newly written lines, and short quotes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::MessageId;
use super::calendar::CalendarObject;
use super::cues::{Cue, ShortAnswer};
use crate::people::Mailbox;

/// The facts of one message: who, when, about what, and what it looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The Message-ID; where the message has none, one made from a hash of its headers and text.
    pub id: MessageId,
    /// When it was written, from `Date`, or from the topmost `Received` where `Date` is missing,
    /// unreadable, or more than seven days later than it.
    pub date: Timestamp,
    /// The sender's offset from UTC in minutes, as the `Date` header says (0 where it does not).
    pub utc_offset_minutes: i16,
    /// Who wrote it (RFC 5322, 3.6.2); `None` where the header is missing, empty or names several.
    pub from: Option<Mailbox>,
    /// Addressees of `To`.
    pub to: Vec<Mailbox>,
    /// Addressees of `Cc` and `Bcc`.
    pub cc: Vec<Mailbox>,
    /// The decoded subject, white space folded, at most 500 characters.
    pub subject: String,
    /// `References`, then `In-Reply-To`, without repeats, nearest parent last; at most 100.
    pub references: Vec<MessageId>,
    /// Why this is no message of a person to particular people; empty where it is one.
    pub bulk: Vec<BulkMark>,
    /// Whether the headers vouch for the sender.
    pub authenticity: Authenticity,
    /// The names, in lower case, by which the text addresses its readers.
    pub greeted: Vec<String>,
    /// Number of words in the newly written text.
    pub words: u32,
    /// Hashes of the newly written lines (white space folded, lower-cased, lines of 20 characters or
    /// more), by which text that stands in another message is known again; at most 200.
    pub line_hashes: Vec<u64>,
    /// Hashes of the first lines that it quotes or passes on, made as those of `line_hashes`; at most 12.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quoted_hashes: Vec<u64>,
    /// What a reply quotes of the message it answers.
    #[serde(default, skip_serializing_if = "Quoted::is_nothing")]
    pub quoted: Quoted,
    /// Spans of the newly written text that look like acts.
    pub cues: Vec<Cue>,
    /// Help that the text alone does not show surely enough: where it was asked for, it is help.
    pub hint: Option<Cue>,
    /// What a text of a few words says to the message it answers.
    pub answer: Option<Answer>,
    /// Version of the model that read the text.
    pub model: u32,
    /// True where the text is about grief, health, law, separation, harassment, dismissal or discipline:
    /// it counts as contact only, and no word of it is kept (the subject is empty, no cue has a quote).
    pub sensitive: bool,
    /// True where it tells of a death: then what follows in its conversation is sensitive too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub grief: bool,
    /// ISO 639-1 code of the language of the newly written text, where it is certain and the message personal.
    pub language: Option<String>,
    /// File names of the attachments; at most 50.
    pub attachments: Vec<String>,
    /// Events of `text/calendar` parts (iMIP, RFC 6047).
    pub calendar: Vec<CalendarObject>,
    /// What could not be read, in words, for `status` and `read`; at most 20.
    pub skipped: Vec<String>,
}

impl Facts {
    /// Whether a person wrote this for particular people.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.bulk.is_empty()
    }
}

/// What a reply quotes of the message it answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quoted {
    /// Whether it asks something.
    pub asks: bool,
    /// Whether it greets or takes leave, as who writes to somebody does.
    pub greets: bool,
}

impl Quoted {
    /// Whether nothing of the kind is quoted.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What a text of a few words says to the message it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it says.
    pub says: ShortAnswer,
    /// The words, at most 200 characters; empty where none may be kept.
    pub quote: String,
}

/// A sign that a message is not from a person to particular people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkMark {
    /// A mailing list or newsletter: `List-*`, `Precedence: list`, `Mailing-List` (RFC 2919, 2369).
    List,
    /// Mass mail: `Precedence: bulk` or `junk`, `Feedback-ID`, marks of sending services.
    Mass,
    /// Sent by a program: `Auto-Submitted` (RFC 3834), vacation notes, bounces, read receipts.
    Automatic,
    /// From an address that no person reads or writes: no-reply, mailer-daemon, notifications.
    RoleSender,
    /// More addressees than a person writes to personally.
    ManyRecipients,
    /// A calendar program's notice written out as text.
    CalendarNotice,
    /// The text is that of an advertisement, newsletter or announcement to all.
    Announcement,
    /// A mail of goodwill itself.
    OwnNudge,
}

/// How far the sender's address can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authenticity {
    /// Nothing speaks for it: such mail only suggests, it posts nothing.
    Unverified,
    /// A server or an import that the owner trusts vouches for it.
    Verified,
}
