//! The ledger: one entry a favor, given or received, with worth, confidence, evidence and status.
//!
//! Pure, in integer arithmetic: the balance of the same entries is the same to the last digit.

mod balance;
mod decay;
mod entry;
mod learning;
mod posting;
mod ruling;
#[cfg(test)]
mod tests;
mod verdicts;

pub use balance::{Account, accounts, contribution, standing_worth, weighed};
pub use decay::{HalfLife, decayed};
pub use entry::{Balance, Direction, Entry, Evidence, Points, Status};
pub use learning::{Lesson, learn, lessons};
pub use posting::{LEAST_CONFIDENCE, Policy, post, rejected, ruling_address};
pub use ruling::{Inferred, Part, Ruling, RulingId, RulingRecord, Subject, Verdict, Wish};
