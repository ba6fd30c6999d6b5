//! What came of earlier favors: chains from a deposit to what returned, those that went on in the month.

use jiff::Timestamp;
use serde::Serialize;

use crate::inference::{FavorId, Kind};
use crate::ledger::Direction;
use crate::nudges::plain::plain;
use crate::nudges::words::quantity;
use crate::people::{Directory, PersonId};

use super::{as_text, is_counted, kind_word};

/// A favor and what came of it, in the order of a tree that is read from the top.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chain {
    /// The favor that it began with.
    pub start: Step,
    /// What followed. Each came of the nearest before it that is less deep.
    pub steps: Vec<Step>,
}

/// One member of a chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// 0 for the favor that the chain begins with, one more for what came of that, and so on.
    pub depth: usize,
    /// When it was done, or the contact began.
    #[serde(serialize_with = "as_text")]
    pub at: Timestamp,
    /// With whom.
    pub person: PersonId,
    /// The name of that person.
    pub name: String,
    /// What it is.
    #[serde(flatten)]
    pub came: Came,
}

/// What may come of a favor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// A favor, in return or from somebody whom one came to know by it.
    Favor {
        /// Its entry.
        #[serde(serialize_with = "as_text")]
        entry: FavorId,
        /// Given or received.
        direction: Direction,
        /// Of which kind.
        kind: Kind,
    },
    /// Contact that began with an introduction.
    Contact {
        /// Conversations by mail.
        conversations: u64,
        /// Meetings.
        meetings: u64,
    },
}

impl Step {
    /// "help received", "2 conversations and one meeting".
    pub(super) fn what(&self) -> String {
        match self.came {
            Came::Favor { direction: Direction::Given, kind, .. } => format!("{} given", kind_word(kind)),
            Came::Favor { direction: Direction::Received, kind, .. } => {
                format!("{} received", kind_word(kind))
            }
            Came::Contact { conversations, meetings } => {
                let count = |count: u64, one, many| {
                    let count = usize::try_from(count).unwrap_or(usize::MAX);
                    (count > 0).then(|| quantity(count, one, many))
                };
                let counts = [
                    count(conversations, "conversation", "conversations"),
                    count(meetings, "meeting", "meetings"),
                ];
                let counted: Vec<String> = counts.into_iter().flatten().collect();
                if counted.is_empty() { "contact".to_owned() } else { counted.join(" and ") }
            }
        }
    }

    /// The same with the name: "help received from Lena Voss".
    pub(super) fn words(&self, max_name: usize) -> String {
        let between = match self.came {
            Came::Favor { direction: Direction::Given, .. } => "to",
            Came::Favor { direction: Direction::Received, .. } => "from",
            Came::Contact { .. } => "with",
        };
        format!("{} {between} {}", self.what(), plain(&self.name, max_name))
    }
}

/// The chains that went on between two instants, the earliest first: all of them, or those that began with one
/// person. No favor is told with whom nothing is counted.
pub(super) fn chains(
    all: &[Chain],
    directory: &Directory,
    only: Option<PersonId>,
    from: Timestamp,
    until: Timestamp,
) -> Vec<Chain> {
    let counts = |step: &Step| match step.came {
        Came::Favor { .. } => directory.person(step.person).is_some_and(is_counted),
        Came::Contact { .. } => true,
    };
    let mut chains: Vec<Chain> = all
        .iter()
        .filter(|chain| counts(&chain.start) && only.is_none_or(|only| only == chain.start.person))
        .map(|chain| {
            let steps = chain.steps.iter().filter(|step| counts(step)).cloned().collect();
            Chain { steps, ..chain.clone() }
        })
        .filter(|chain| chain.steps.iter().any(|step| from <= step.at && step.at < until))
        .collect();
    chains.sort_by_key(|chain| (chain.start.at, chain.start.person));
    chains
}
