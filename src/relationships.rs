//! How the owner and each person stand: occasions, warmth, rhythm and silence, open loops, giving.
//!
//! Pure folds over exchanges, meetings, favors and entries, as of an instant.

mod fold;
mod giving;
mod loops;
mod occasions;
mod policy;
mod relationship;
mod rhythm;
mod standing;
mod warmth;

#[cfg(test)]
mod example;

pub use fold::{Dealings, relationships};
pub use giving::{giving, strain, unthanked_helps};
pub use loops::loops;
pub use occasions::{MeetingContact, company_weight, occasions};
pub use policy::Policy;
pub use relationship::{
    Giving, Loop, LoopKind, Matter, Occasion, OccasionSource, Relationship, Rhythm, Silence, ThreadMark,
    Warmth,
};
pub use rhythm::{History, Pauses, rhythms};
pub use standing::{initiative, neglect};
pub use warmth::warmth;
