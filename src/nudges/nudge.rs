//! What a nudge is.

use serde::{Deserialize, Serialize};

use crate::people::PersonId;

/// One reminder about one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nudge {
    /// What it is about.
    pub kind: NudgeKind,
    /// About whom.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// How much it matters, 0.0 to 1.0.
    pub score: f64,
    /// How it stands toward the day.
    pub urgency: Urgency,
    /// The facts it rests on, each a sentence that the owner can check.
    pub why: Vec<String>,
    /// Something small and true to do.
    pub suggestion: String,
    /// Ids of the messages and entries it rests on.
    pub evidence: Vec<String>,
    /// Whether it asks if the person should be spoken of at all, since nothing came of the last ones.
    pub asks_to_stop: bool,
}

impl Nudge {
    /// The message or entry it rests on first; empty where there is none.
    #[must_use]
    pub fn matter(&self) -> &str {
        self.evidence.first().map_or("", String::as_str)
    }
}

/// How a nudge stands toward the day it is said on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// A day was named and is near, or has just passed.
    Dated,
    /// It is of these days.
    Current,
    /// It has been open for so long that no letter is written for its sake; it may stand in one that
    /// something else is written for.
    Aged,
}

/// What a nudge is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NudgeKind {
    /// A promise of the owner falls due.
    Promise,
    /// The owner was helped and has not thanked.
    Thanks,
    /// A birthday.
    Birthday,
    /// A question that meets what the owner, or somebody he knows, is good at.
    Give,
    /// A question or request of the other waits for the owner.
    ReplyOwed,
    /// An unusual silence.
    Neglected,
    /// The other offered something that the owner never took up.
    OfferOpen,
    /// An introduction to follow up.
    Introduction,
    /// The two meant to meet, and no day was set.
    MeetingUnset,
    /// The other has not sent what the owner asked for, or what was promised to him.
    AwaitingReply,
    /// A new relation in which a first deposit would help.
    FirstDeposit,
    /// Somebody who helps as a matter of routine and was never really thanked.
    Underappreciated,
    /// The owner gives much and asks in vain: ease off.
    OverInvesting,
}

impl NudgeKind {
    /// All kinds, in their order: where two scores are equal, the earlier kind is the more pressing.
    pub const ALL: [Self; 13] = [
        Self::Promise,
        Self::Thanks,
        Self::Birthday,
        Self::Give,
        Self::ReplyOwed,
        Self::Neglected,
        Self::OfferOpen,
        Self::Introduction,
        Self::MeetingUnset,
        Self::AwaitingReply,
        Self::FirstDeposit,
        Self::Underappreciated,
        Self::OverInvesting,
    ];

    /// The name as in JSON and config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::Thanks => "thanks",
            Self::Birthday => "birthday",
            Self::Give => "give",
            Self::ReplyOwed => "reply-owed",
            Self::Neglected => "neglected",
            Self::OfferOpen => "offer-open",
            Self::Introduction => "introduction",
            Self::MeetingUnset => "meeting-unset",
            Self::AwaitingReply => "awaiting-reply",
            Self::FirstDeposit => "first-deposit",
            Self::Underappreciated => "underappreciated",
            Self::OverInvesting => "over-investing",
        }
    }
}

impl NudgeKind {
    /// The kind with this name; `None` where this version has none.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A nudge that was not sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The nudge.
    pub nudge: Nudge,
    /// Why it was held back.
    pub reason: HeldReason,
}

/// Why a nudge was held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldReason {
    /// The person is in the letter already, for something more pressing.
    SamePerson,
    /// The letter is full.
    Budget,
    /// It matters too little.
    BelowBar,
    /// A meeting with the person is near.
    MeetingAhead,
    /// The owner switched this kind off.
    KindOff,
    /// Something sensitive passed between the two not long ago.
    Sensitive,
    /// The same was said not long ago.
    Cooldown,
    /// The owner said that it is done.
    Settled,
    /// The owner said to wait with it.
    Snoozed,
    /// The owner wants nothing of the kind about the person.
    Unwanted,
    /// The same words stand in the letter already, about somebody else they were meant for.
    SameMatter,
    /// The person only ever takes, so that a silence is theirs to break.
    OneSided,
    /// Somebody of the same name was in touch since: the two may be one (`goodwill merge`).
    Namesake,
    /// Too few gaps between the two's conversations are known to tell whether their silence is unusual.
    NoRhythm,
    /// It has been open for too long to write a letter for its sake.
    Aged,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_name_everywhere() {
        for kind in NudgeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
