//! What may be said of somebody with whom something sensitive passed not long ago: next to nothing.
//!
//! A word about a form that was filled in, to one whose father died last week, is worse than none.

use crate::nudges::{Nudge, NudgeKind, Urgency};

use super::Case;

impl Case<'_> {
    /// Whether a letter on a sensitive matter passed between the two in the last weeks.
    pub(in crate::nudges) fn wants_tact(&self) -> bool {
        let last = self.relationship.last_sensitive;
        last.is_some_and(|at| self.today.days_since(at) <= i64::from(self.policy.tact_days))
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
