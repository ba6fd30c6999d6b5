//! Acts in their conversation, and favors: episodes with a life and a basis.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::conversations::{Party, ThreadId};
use crate::observations::cues::{Act, Back, Confidence, Due, Sign};
use crate::observations::{MessageId, Quoted};
use crate::people::PersonId;

/// An act of the owner toward a person or of a person toward the owner, in its conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The act.
    pub act: Act,
    /// Who does it.
    pub by: Party,
    /// For or to whom. One of `by` and `toward` is the owner.
    pub toward: Party,
    /// The message that carries it.
    pub message: MessageId,
    /// Its conversation.
    pub thread: ThreadId,
    /// The subject of its message, without marks.
    pub topic: Arc<str>,
    /// When.
    pub at: Timestamp,
    /// The day in the owner's time zone.
    pub day: Date,
    /// How sure it is, in its conversation.
    pub confidence: Confidence,
    /// Whether it was read by rules of words alone, so that its confidence says little of this very act; see
    /// [`reads_by_words`](crate::observations::cues::reads_by_words).
    pub by_words: bool,
    /// The words that carry it; empty where none may be kept.
    pub quote: Arc<str>,
    /// Signs for or against a favor.
    pub signs: Vec<Sign>,
    /// When it falls due.
    pub due: Option<Due>,
    /// The day of the occasion that it is about: after it, nobody waits for it any more.
    pub occasion: Option<Date>,
    /// What thanks are for, where the words say something other than help.
    pub thanked: Option<Act>,
    /// What is asked for, offered or promised, where it would be something other than help.
    pub would_be: Option<Act>,
    /// What it comes back to.
    pub back: Option<Back>,
    /// What its message quotes of the one it answers.
    pub quoted: Quoted,
    /// Whether the message is vouched for.
    pub trusted: bool,
}

impl Deed {
    /// The other person, whichever side he or she is on.
    #[must_use]
    pub fn person(&self) -> PersonId {
        match (self.by, self.toward) {
            (Party::Person(person), _) | (_, Party::Person(person)) => person,
            (Party::Owner, Party::Owner) => unreachable!("one side of a deed is a person"),
        }
    }
}

/// What a favor consists of. Only these post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Brought two people together.
    Introduction,
    /// Vouched for somebody.
    Recommendation,
    /// A lead, an opening, an invitation that serves the other.
    Opportunity,
    /// Leave, an extension, a waiver, cover.
    Concession,
    /// A present, a meal, hosting, a loan.
    Gift,
    /// Something needed was done or delivered.
    Help,
    /// Considered guidance.
    Advice,
    /// Concern for the person.
    Care,
    /// A compliment that costs something: career news, vouching, a farewell.
    Praise,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Introduction,
        Self::Recommendation,
        Self::Opportunity,
        Self::Concession,
        Self::Gift,
        Self::Help,
        Self::Advice,
        Self::Care,
        Self::Praise,
    ];

    /// The kind of favor that an act does, if any.
    pub(super) fn of(act: Act) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.act() == act)
    }

    /// The act that does a favor of this kind.
    #[must_use]
    pub fn act(self) -> Act {
        match self {
            Self::Introduction => Act::Introduction,
            Self::Recommendation => Act::Recommendation,
            Self::Opportunity => Act::Opportunity,
            Self::Concession => Act::Concession,
            Self::Gift => Act::Gift,
            Self::Help => Act::Help,
            Self::Advice => Act::Advice,
            Self::Care => Act::Care,
            Self::Praise => Act::Praise,
        }
    }
}

/// One favor, from the asking to the thanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Favor {
    /// Name of the favor: the same for the same evidence, whatever the model's version.
    pub id: FavorId,
    /// What it consists of.
    pub kind: Kind,
    /// The person on the other side.
    pub person: PersonId,
    /// Who gives: the owner or that person.
    pub giver: Party,
    /// The conversation.
    pub thread: ThreadId,
    /// The subject of its first message, without marks.
    pub topic: Arc<str>,
    /// The receiver asked.
    pub asked: Option<Box<Step>>,
    /// The giver offered.
    pub offered: Option<Box<Step>>,
    /// The giver promised.
    pub promised: Option<Box<Step>>,
    /// The giver did it.
    pub done: Option<Box<Step>>,
    /// The receiver thanked.
    pub thanked: Option<Box<Step>>,
    /// The giver refused.
    pub declined: Option<Box<Step>>,
    /// Where it stands.
    pub state: FavorState,
    /// Whether it is a favor at all.
    pub basis: Basis,
    /// What decided the basis, strongest first.
    pub basis_reasons: Vec<BasisReason>,
    /// How sure it is that this happened.
    pub confidence: Confidence,
    /// Signs of all its acts, in order, without repeats.
    pub signs: Vec<Sign>,
    /// Whether the giver's words say that it was asked for or promised.
    pub comes_back: bool,
    /// Whether all that it rests on is vouched for.
    pub trusted: bool,
}

impl Favor {
    /// The instant that dates it: done, else thanked, promised, offered, asked, declined.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        [&self.done, &self.thanked, &self.promised, &self.offered, &self.asked, &self.declined]
            .into_iter()
            .flatten()
            .map(|step| step.at)
            .next()
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Its steps in the order of a favor's life.
    pub fn steps(&self) -> impl Iterator<Item = (&'static str, &Step)> {
        [
            ("asked", &self.asked),
            ("offered", &self.offered),
            ("promised", &self.promised),
            ("done", &self.done),
            ("thanked", &self.thanked),
            ("declined", &self.declined),
        ]
        .into_iter()
        .filter_map(|(name, step)| step.as_deref().map(|step| (name, step)))
    }

    /// Joins another telling of the same favor into this one: each step is the earlier one told.
    pub(super) fn take_in(&mut self, other: Self) {
        let steps = [
            (&mut self.asked, other.asked),
            (&mut self.offered, other.offered),
            (&mut self.promised, other.promised),
            (&mut self.done, other.done),
            (&mut self.thanked, other.thanked),
            (&mut self.declined, other.declined),
        ];
        for (step, told) in steps {
            *step = step.take().into_iter().chain(told).min_by_key(|step| step.at);
        }
        // What carries the same name has been done or thanked for in both, or in neither.
        if self.thanked.is_some() {
            self.state = FavorState::Thanked;
        }
        self.confidence = self.confidence.max(other.confidence);
        self.basis_reasons.extend(other.basis_reasons);
        self.signs.extend(other.signs);
        self.signs.sort_unstable();
        self.signs.dedup();
        self.comes_back |= other.comes_back;
        self.trusted &= other.trusted;
    }
}

/// One step in the life of a favor, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// The message, or for a meeting its UID as `<uid>`.
    pub message: MessageId,
    /// The words; empty where none may be kept.
    pub quote: Arc<str>,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// When it falls due, for something asked or promised.
    pub due: Option<Due>,
}

/// Whole days between two instants.
pub(super) fn days_between(from: Timestamp, until: Timestamp) -> i64 {
    until.duration_since(from).as_hours() / 24
}

/// Name of a favor: a hash of giver, person, kind and the first message that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FavorId(pub(crate) u64);

impl FavorId {
    /// Its digits, as a ruling keeps them.
    #[must_use]
    pub fn digits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for FavorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "e{:010x}", self.0)
    }
}

/// Where a favor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FavorState {
    /// Asked for, not answered.
    Asked,
    /// Offered, not taken up.
    Offered,
    /// Promised, not yet done.
    Promised,
    /// Done.
    Done,
    /// Done and thanked for.
    Thanked,
    /// Refused.
    Declined,
    /// Asked, offered or promised, and nothing came of it in time.
    Lapsed,
}

/// Why something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Freely, for the other.
    Favor,
    /// It was the giver's job.
    Duty,
    /// It was paid for.
    Paid,
    /// An answer to a list, for all to use.
    Commons,
    /// Among family and close friends, where nothing is counted.
    Communal,
    /// Not enough to tell.
    Unclear,
}

/// What decided a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisReason {
    /// The owner said so.
    Ruling,
    /// How the two deal with each other.
    Regime,
    /// One strong sign.
    StrongSign,
    /// Two weak signs.
    WeakSigns,
    /// Too few signs for people who deal in duty.
    NoSign,
    /// The text speaks of pay.
    PaidWords,
    /// It answers a mailing list.
    List,
    /// Praise without career news, vouching or a farewell.
    PlainPraise,
    /// What was asked for was the asker's own, and came back.
    Returned,
    /// A person brought two others together, who then talked.
    Structure,
    /// The owner's rulings on others of its kind make it less likely than not.
    Corrections,
    /// It is not sure enough that it happened, or that it was for the other's sake.
    Doubtful,
}
