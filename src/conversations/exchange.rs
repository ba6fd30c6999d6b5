//! One personal message between the owner and people, seen in its conversation.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use smallvec::SmallVec;

use crate::observations::{MessageId, Quoted};
use crate::people::PersonId;

use super::Few;

/// A conversation, named by the first Message-ID in it by date and then by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ThreadId(pub(crate) MessageId);

impl fmt::Display for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The owner or somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The owner of the ledger.
    Owner,
    /// Another person.
    Person(PersonId),
}

/// How much a message is meant for one of its addressees (DESIGN: "who counts").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In Cc, or one of four or more: contact of a weaker kind, no acts.
    Aside,
    /// One of two or three in To.
    Few,
    /// The only one in To.
    Only,
    /// Addressed by name in the salutation.
    Named,
}

/// Which message of its conversation another answers, as its references tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answers {
    /// It names none.
    Untold,
    /// It names one, and that one names none as far as it is known: the first of the conversation.
    TheFirst,
    /// It names several, or one that names others.
    ALater,
}

/// Those with whom a message is contact: mostly one.
pub type Parties = SmallVec<[(PersonId, Standing); 1]>;

/// One personal message between the owner and others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "five independent facts of one message")]
pub struct Exchange {
    /// The message.
    pub message: MessageId,
    /// The conversation it belongs to.
    pub thread: ThreadId,
    /// When.
    pub at: Timestamp,
    /// The day in the owner's time zone.
    pub day: Date,
    /// Who wrote it. Where it is a person, the owner is among the addressees.
    pub by: Party,
    /// The people it is contact with: of the owner's message its addressees, each with the standing he or she has in
    /// it, none where he goes on with a word to himself or a list; of a message to the owner its author, with the
    /// standing that the owner has in it.
    pub people: Parties,
    /// Other addressees of a message to the owner: they were told, no more.
    pub others: Few<PersonId>,
    /// The subject without reply and forward marks; empty for sensitive matters.
    pub topic: Arc<str>,
    /// Whether it began the conversation, as far as is known.
    pub first: bool,
    /// Which message it answers.
    pub answers: Answers,
    /// What it quotes of that message.
    pub quoted: Quoted,
    /// Whether its subject bears the tag of a list that many write under, though nothing else tells of one.
    pub tagged: bool,
    /// Whether it went through a mailing list: contact of a weaker kind, and help there is for all.
    pub on_list: bool,
    /// When the owner first answered it, to whomever: his answer may have gone to a list alone, or to an address that
    /// is nobody's.
    pub answered_at: Option<Timestamp>,
    /// Hashes, in order, of those of its lines that stand in an earlier message of its conversation.
    pub repeated: Few<u64>,
    /// Newly written words.
    pub words: u32,
    /// Whether its sender is vouched for; what is not only suggests.
    pub trusted: bool,
    /// Grief, health, law, HR, separation, harassment: contact only.
    pub sensitive: bool,
}

impl Exchange {
    /// Whether it is meant for this person in particular, or is this person's to the owner in particular.
    #[must_use]
    pub fn is_between(&self, person: PersonId) -> bool {
        self.people.iter().any(|&(id, standing)| id == person && standing > Standing::Aside)
    }

    /// Whether it was for all who read a list, as far as anything tells of one.
    #[must_use]
    pub fn is_in_list(&self) -> bool {
        self.on_list || self.tagged
    }

    /// Whether a span says again what was said before: it is quoted, whatever its marks. `lines` are the hashes of
    /// the lines in which it stands.
    #[must_use]
    pub fn repeats(&self, lines: &[u64]) -> bool {
        !lines.is_empty() && lines.iter().all(|line| self.repeated.binary_search(line).is_ok())
    }
}
