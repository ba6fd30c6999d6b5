//! Few, well-founded reminders to the owner: chosen, explained, composed.
//!
//! Pure: from relationships to the bytes of a letter. It sends nothing and holds no clock.
//!
//! `choose` asks `candidates` what could be said of each person, ranks it by `rank` and keeps what
//! `policy` allows; `compose` makes the letter's text and HTML of it; `letter` makes the message.
//! `commands` reads what the owner answers.

pub mod answer;
mod away;
mod brief;
mod calm;
mod candidates;
mod choose;
pub mod commands;
mod compose;
mod digest;
pub mod first;
mod header_text;
mod letter;
#[cfg(test)]
mod lint;
mod mailto;
mod memory;
mod monthly;
mod nudge;
mod openings;
mod plain;
mod policy;
mod rank;
#[cfg(test)]
mod scenario;
pub mod statement;
mod wishes;
mod words;

pub use away::away_until;
pub use brief::{Brief, BriefMeeting, BriefPerson, Known, briefs, next_brief};
pub use calm::QuietHours;
pub use choose::{Choice, choose};
pub use compose::{Letter, LetterContext, SubjectStyle, compose, compose_brief};
pub use digest::Digest;
pub use header_text::HeaderText;
pub use letter::{LetterError, LetterHeaders, LetterKind, message, message_id};
pub use mailto::Answers;
pub use memory::{Memory, Outcome, Sent};
pub use monthly::Monthly;
pub use nudge::{Held, HeldReason, Nudge, NudgeKind, Urgency};
pub use openings::{Chance, Openings, Shown};
pub use policy::{AgeDays, Policy};
pub use wishes::Wishes;
pub use words::Today;
