//! Entries and balances.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use crate::inference::{Basis, FavorId, Kind};
use crate::observations::cues::Confidence;
use crate::people::PersonId;

/// Worth, in thousandths of a point. A piece of advice is 3 points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

impl Points {
    /// No worth.
    pub const ZERO: Self = Self(0);

    /// From thousandths of a point.
    #[must_use]
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// Thousandths of a point.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0.unsigned_abs() + 50) / 100;
        let sign = if self.0 < 0 && tenths > 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", tenths / 10, tenths % 10)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 1000.0)
    }
}

/// Which way a favor went, from the owner's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The owner gave: a deposit.
    Given,
    /// The owner received: a withdrawal.
    Received,
}

/// How far an entry is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Inferred.
    Pending,
    /// Inferred, and thanked for.
    Acknowledged,
    /// Confirmed or entered by the owner.
    Posted,
    /// Rejected by the owner.
    Voided,
    /// Inferred, and older than its half-life without further evidence.
    Expired,
}

impl Status {
    /// The status in a word for people.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Acknowledged => "acknowledged",
            Self::Posted => "confirmed",
            Self::Voided => "voided",
            Self::Expired => "expired",
        }
    }
}

/// What the evidence of a part shows: the owner split the whole, whose id its words are.
pub(super) const SPLIT: &str = "split";

/// One message (or meeting, or the owner's word) that an entry rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// What it shows: asked, offered, promised, done, thanked, declined; seen, where that is not told any more; or the
    /// owner's word: said, split, forgiven, repaid.
    pub shows: &'static str,
    /// The message's id, or the ruling's.
    pub source: String,
    /// When.
    pub at: Timestamp,
    /// The words; empty where none may be kept.
    #[serde(serialize_with = "as_text")]
    pub quote: Arc<str>,
}

fn as_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

impl Evidence {
    /// Whether it is the owner's word, not a message.
    #[must_use]
    pub fn is_ruling(&self) -> bool {
        matches!(self.shows, "said" | SPLIT | "forgiven" | "repaid")
    }
}

/// One posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The favor it posts, and its own id.
    pub id: FavorId,
    /// With whom.
    pub person: PersonId,
    /// What.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// Why it was done; only a favor has worth.
    pub basis: Basis,
    /// When.
    pub at: Timestamp,
    /// Worth on that day, before decay.
    pub worth: Points,
    /// How sure it is.
    pub confidence: Confidence,
    /// How far it is settled.
    pub status: Status,
    /// What it rests on, oldest first.
    pub evidence: Vec<Evidence>,
}

impl Entry {
    /// Whether it is one of the favors that the owner saw in another entry.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.evidence.iter().any(|step| step.shows == SPLIT)
    }

    /// Whether it is one of the favors that the owner saw in this one: a part names its whole.
    #[must_use]
    pub fn is_part_of(&self, whole: &Self) -> bool {
        let split = self.evidence.iter().rfind(|step| step.shows == SPLIT);
        split.is_some_and(|step| *step.quote == *whole.id.to_string())
    }
}

/// What was given less what was received, decayed to an instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Posted entries, and of the others all that lower it.
    pub low: Points,
    /// Posted entries, and the others weighed by their confidence.
    pub mid: Points,
    /// Posted entries, and of the others all that raise it.
    pub high: Points,
}
