//! The contract of the outbox: what stands in it and what may be asked of it. Who keeps it, and how, is
//! not known here.

use jiff::Timestamp;

use crate::nudges::{LetterKind, NudgeKind};
use crate::observations::MessageId;
use crate::people::Address;

/// Most letters of one [`Share`] to the owner in 24 hours, whatever happens.
pub const DAILY_CAP: u32 = 5;

/// Whose places in a day a letter takes: how much the owner answers says nothing of how much he is to hear, and the
/// other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Those of what goodwill says by itself or is told to say.
    Own,
    /// Those of what it says to answers of the owner's.
    Acknowledgements,
}

/// A letter to the owner, finished: its bytes never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What the letter is about, hashed; of two letters with one key only the first is ever sent.
    pub nudge_key: NudgeKey,
    /// Its Message-ID, by which it is known again in the owner's mailbox.
    pub message_id: MessageId,
    /// What it is, such as `nudges` or `statement`.
    pub kind: String,
    /// The whole message with CRLF line ends (RFC 5322).
    pub bytes: Vec<u8>,
    /// When it was made, and may first be sent.
    pub created_at: Timestamp,
    /// When it is stale: from then on it is not sent any more.
    pub expires_at: Timestamp,
}

impl Outgoing {
    /// Whose places it takes.
    #[must_use]
    pub fn share(&self) -> Share {
        if self.kind == LetterKind::Answer.as_str() { Share::Acknowledgements } else { Share::Own }
    }
}

/// The name of what a letter is about; equal for a letter that was composed twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NudgeKey(String);

impl NudgeKey {
    /// The key with this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a letter says about a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The person, by the identity key of an address.
    pub person: Address,
    /// What was said.
    pub kind: NudgeKind,
    /// When.
    pub at: Timestamp,
    /// The message or entry it rested on first; empty where there was none.
    pub matter: String,
}

/// What a number in a letter stands for, so that an answer can name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The number, from 1.
    pub number: u32,
    /// The person, by the identity key of an address.
    pub person: Address,
    /// The name of a kind of nudge; `person` where somebody is to be settled.
    pub about: String,
    /// Ids of the messages and entries that it rests on.
    pub evidence: Vec<String>,
}

/// Whether a letter was taken into the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// It was.
    Now,
    /// One with its key or Message-ID is or was there.
    Already,
}

/// A letter's number in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxId(i64);

impl OutboxId {
    /// The id with this number.
    #[must_use]
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// How far a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutboxState {
    /// It waits for its next attempt.
    Queued,
    /// An attempt was begun. If none is under way, nobody knows whether the letter arrived.
    Sending,
    /// It was accepted, or found in the mailbox.
    Sent,
    /// It is given up.
    Failed,
    /// It grew stale before it could be sent.
    Expired,
}

impl OutboxState {
    /// Its name in one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

/// A letter that still has to go, and what was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its number.
    pub id: OutboxId,
    /// The letter.
    pub message: Outgoing,
    /// Either [`OutboxState::Queued`] or [`OutboxState::Sending`].
    pub state: OutboxState,
    /// What was tried.
    pub tries: Tries,
    /// When to try, or to look, next.
    pub next_at: Timestamp,
}

/// What was tried so far with one letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    /// Attempts begun.
    pub attempts: u32,
    /// Looks into the mailbox since the last attempt.
    pub looks: u32,
    /// Attempts begun although an earlier one might have arrived.
    pub resends: u32,
    /// Those among them made without having seen the mailbox.
    pub blind_resends: u32,
    /// Refusals that were taken as meant for now only.
    pub pardons: u32,
}

/// Why an attempt is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is due.
    Due,
    /// An earlier one was not found in the mailbox.
    NotFound,
    /// An earlier one may have arrived, and the mailbox cannot tell.
    Blind,
}

/// Whether an attempt may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The letter is marked as sending: begin.
    Ours,
    /// Its state has changed since it was read.
    Gone,
    /// The day's letters of its share are spent until this instant.
    DailyCap(Timestamp),
}

/// The outbox, as delivery uses it. Every change is on disk when a function returns.
pub trait Outbox {
    /// Why it cannot be used.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Marks letters that grew stale while they waited, and returns how many.
    fn expire(&mut self, now: Timestamp) -> Result<u64, Self::Error>;
    /// Letters whose attempt is due, in the order in which they are. Until the first letter has left or is out of the
    /// way no other of its share is.
    fn due(&mut self, now: Timestamp) -> Result<Vec<Queued>, Self::Error>;
    /// Letters found in [`OutboxState::Sending`].
    fn unknown(&mut self) -> Result<Vec<Queued>, Self::Error>;
    /// The next instant after `now` at which something is due; `None` where nothing waits for one.
    fn next_at(&mut self, now: Timestamp) -> Result<Option<Timestamp>, Self::Error>;
    /// Begins an attempt, unless the letter has changed or its share has reached [`DAILY_CAP`]. `look_at` is when to
    /// look into the mailbox should nothing be heard of it.
    fn mark_sending(
        &mut self,
        queued: &Queued,
        reason: Reason,
        now: Timestamp,
        look_at: Timestamp,
    ) -> Result<Claim, Self::Error>;
    /// The letter arrived.
    fn mark_sent(&mut self, id: OutboxId, now: Timestamp) -> Result<(), Self::Error>;
    /// The letter did not leave; it is tried again at `next_at`.
    fn mark_retry(
        &mut self,
        id: OutboxId,
        pardons: u32,
        next_at: Timestamp,
        error: &str,
    ) -> Result<(), Self::Error>;
    /// The letter may have arrived; the mailbox is looked into at `look_at`.
    fn mark_unknown(
        &mut self,
        id: OutboxId,
        looks: u32,
        look_at: Timestamp,
        error: &str,
    ) -> Result<(), Self::Error>;
    /// The letter is given up.
    fn mark_failed(&mut self, id: OutboxId, error: &str) -> Result<(), Self::Error>;
    /// The letter grew stale.
    fn mark_expired(&mut self, id: OutboxId) -> Result<(), Self::Error>;
    /// No letter is tried before `until`, those included that are still to be queued.
    fn pause(&mut self, until: Timestamp) -> Result<(), Self::Error>;
    /// Until when no letter is tried, by the last pause; it may be over.
    fn paused(&mut self) -> Result<Option<Timestamp>, Self::Error>;
}
