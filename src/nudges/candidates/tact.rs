//! What may be said of somebody with whom something sensitive passed not long ago: next to nothing.
//!
//! A word about a form that was filled in, to one whose father died last week, is worse than none.

use crate::nudges::{Nudge, NudgeKind, Today, Urgency};
use crate::relationships::Relationship;

use super::Case;

impl Case<'_> {
    /// Whether a letter on a sensitive matter passed between the two in the last weeks.
    pub(in crate::nudges) fn wants_tact(&self) -> bool {
        wants_tact(self.relationship, self.policy.tact_days, self.today)
    }

    /// Whether a nudge is about what the owner owes the person for a named day, which waits for nobody: a promise,
    /// or an answer that was not asked for in a list.
    pub(in crate::nudges) fn is_owed_for_a_day(&self, nudge: &Nudge) -> bool {
        let owed = match nudge.kind {
            NudgeKind::Promise => true,
            NudgeKind::ReplyOwed => !self.is_listed(),
            _ => false,
        };
        owed && nudge.urgency == Urgency::Dated
    }
}

/// Whether a letter on a sensitive matter passed with somebody in the last days.
pub(in crate::nudges) fn wants_tact(known: &Relationship, tact_days: u16, today: Today<'_>) -> bool {
    known.last_sensitive.is_some_and(|at| today.days_since(at) <= i64::from(tact_days))
}
