//! Which message may command: only the owner's own answer to a letter of ours, once.
//!
//! Headers can be forged, so the folder is asked: only who is logged in as the owner puts a message among
//! those that he sent. The code and the Message-ID travel with every quote, so they never suffice alone.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::observations::{BulkMark, Facts, MessageId};
use crate::people::OwnerAddresses;

use super::LetterCode;

/// Days for which a letter takes answers.
const ANSWER_DAYS: i64 = 60;
/// Most answers in 24 hours.
const MAX_A_DAY: u32 = 30;

/// A letter that we sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLetter {
    /// Its Message-ID.
    pub message_id: MessageId,
    /// Its code.
    pub code: LetterCode,
    /// When it was made.
    pub made_at: Timestamp,
}

/// Where a message lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Among the sent messages of an account of the owner's.
    Sent,
    /// Anywhere else.
    Elsewhere,
}

/// What was taken before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record {
    /// Messages taken with the same Message-ID.
    pub same: u32,
    /// Answers taken in the last 24 hours.
    pub last_day: u32,
}

/// Whether a message is an answer that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission<'a> {
    /// It has nothing to do with a letter of ours.
    NoAnswer,
    /// It names a letter, and does not count.
    Refused(Refusal),
    /// It answers this letter.
    Answers(&'a KnownLetter),
}

/// Why an answer does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// It lies elsewhere than among the owner's sent messages.
    NotSent,
    /// It is not from the owner.
    NotFromOwner,
    /// It goes to others too.
    NotToOwnerAlone,
    /// A program sent it.
    Automatic,
    /// It carries the code of another letter than it answers.
    Contradicts,
    /// The letter is too old.
    TooOld,
    /// It was taken before.
    Repeated,
    /// There were too many today.
    TooMany,
}

impl Refusal {
    /// Its name in one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not-sent",
            Self::NotFromOwner => "not-from-owner",
            Self::NotToOwnerAlone => "not-to-owner-alone",
            Self::Automatic => "automatic",
            Self::Contradicts => "contradicts",
            Self::TooOld => "too-old",
            Self::Repeated => "repeated",
            Self::TooMany => "too-many",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Judges a message. `letters` are those of ours that it cites, or that its code could name.
#[must_use]
pub fn admit<'a>(
    facts: &Facts,
    place: Place,
    owner: &OwnerAddresses,
    letters: &'a [KnownLetter],
    record: Record,
    now: Timestamp,
) -> Admission<'a> {
    let cited = cited(facts, letters);
    let carried = LetterCode::in_subject(&facts.subject);
    let carried = carried.and_then(|code| letters.iter().find(|letter| letter.code == code));
    let Some(letter) = cited.or(carried) else { return Admission::NoAnswer };
    // What a goodwill wrote answers nobody, though it cites what it acknowledges.
    if facts.bulk.contains(&BulkMark::OwnNudge) {
        return Admission::NoAnswer;
    }
    let contradicts = carried.is_some_and(|carried| carried != letter);
    let oldest = now.saturating_sub(SignedDuration::from_hours(24 * ANSWER_DAYS)).unwrap_or(Timestamp::MIN);
    let is_owner = |address| owner.contains(address);
    let mut addressees = facts.to.iter().chain(&facts.cc);
    let refusal = if place != Place::Sent {
        Some(Refusal::NotSent)
    } else if !facts.from.as_ref().is_some_and(|from| is_owner(&from.address)) {
        Some(Refusal::NotFromOwner)
    } else if facts.to.is_empty() || !addressees.all(|to| is_owner(&to.address)) {
        Some(Refusal::NotToOwnerAlone)
    } else if facts.bulk.iter().copied().any(shows_program) {
        Some(Refusal::Automatic)
    } else if contradicts {
        Some(Refusal::Contradicts)
    } else if letter.made_at < oldest {
        Some(Refusal::TooOld)
    } else if record.same > 0 {
        Some(Refusal::Repeated)
    } else if record.last_day >= MAX_A_DAY {
        Some(Refusal::TooMany)
    } else {
        None
    };
    refusal.map_or(Admission::Answers(letter), Admission::Refused)
}

/// Whether a mark shows that a program sent a message. The owner's own address may be one such as office@, and what
/// the text reads like is no proof: that of a command is judged by its grammar.
fn shows_program(mark: BulkMark) -> bool {
    !matches!(mark, BulkMark::RoleSender | BulkMark::Announcement)
}

/// The letter that a message answers: of those it cites, the nearest.
fn cited<'a>(facts: &Facts, letters: &'a [KnownLetter]) -> Option<&'a KnownLetter> {
    let mut cited = facts.references.iter().rev();
    cited.find_map(|id| letters.iter().find(|letter| letter.message_id == *id))
}
