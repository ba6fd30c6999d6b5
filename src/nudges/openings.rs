//! What is known of people beside how they stand: their birthdays, and whose open question meets what the
//! owner, or somebody else he knows, is good at.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::observations::MessageId;
use crate::people::{Birthday, PersonId};

/// What is known of everybody.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Openings {
    /// Birthdays that the owner wants to hear of.
    pub birthdays: BTreeMap<PersonId, Birthday>,
    /// A chance to give for each person who has a question open, the best.
    pub chances: BTreeMap<PersonId, Chance>,
}

/// A question that somebody can help with.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// The message with the question.
    pub question: MessageId,
    /// How well what is known meets it, 0 to 1.
    pub fit: f64,
    /// The name of who showed it, where that is not the owner.
    pub other: Option<String>,
    /// How it was shown.
    pub shown: Shown,
    /// When.
    pub at: Timestamp,
    /// Under which subject.
    pub topic: String,
    /// The message that shows it.
    pub source: String,
}

/// How somebody showed to know about something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// By an answer.
    Answered,
    /// By help.
    Helped,
}
