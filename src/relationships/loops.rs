//! Open loops: whose turn it is, since when, until when.
//!
//! A loop is opened by an act or a favor and closed by evidence that came later; of what is doubtful the
//! reading that leaves it closed is taken, since a needless reminder costs more than a missed one. It
//! must not know which loops are worth a nudge.

mod closing;
mod gathered;
mod odds;
mod opening;
mod promising;
mod thanking;
mod unset;
mod words;

use std::cmp::Reverse;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use self::gathered::Gathered;
use super::{Dealings, Loop, LoopKind, Policy};

/// All loops open at `as_of`, the most pressing first: what is due today or before, then by kind, then
/// by due date, by how likely it is still open, and age; what has been open for more than a month comes last. What
/// is most likely settled unseen is left out. One a kind, person and conversation: the oldest, with the nearest due
/// date.
/// `today` is the day of `as_of` in the owner's time zone; nothing at or after `as_of` is looked at.
#[must_use]
pub fn loops(dealings: &Dealings<'_>, as_of: Timestamp, today: Date, policy: &Policy) -> Vec<Loop> {
    let gathered = Gathered::new(dealings, as_of, policy);
    let mut open = opening::of_deeds(&gathered, as_of, today, policy);
    open.extend(opening::of_favors(&gathered, as_of, policy));
    open.extend(unset::meetings(&gathered, today, policy));
    open.sort_by_cached_key(|open| pressing(open, as_of, today));
    open
}

/// What sorts loops: the most pressing is least.
fn pressing(open: &Loop, as_of: Timestamp, today: Date) -> impl Ord + use<> {
    let due = open.due.map(|due| due.date);
    let rank = match open.kind {
        _ if open.is_aged(as_of) => 9,
        _ if due.is_some_and(|date| date <= today) => 0,
        LoopKind::ReplyOwed => 1,
        LoopKind::ThanksOwed => 2,
        LoopKind::PromiseByMe => 3,
        LoopKind::IntroductionOpen => 4,
        LoopKind::OfferOpen => 5,
        LoopKind::MeetingUnset => 6,
        LoopKind::PromiseToMe => 7,
        LoopKind::AwaitingReply => 8,
    };
    let due = due.unwrap_or(Date::MAX);
    (rank, due, Reverse(open.p_open), open.since, open.kind, open.person, open.message.clone())
}

/// The instant this many days before, or the beginning of time.
pub(super) fn days_before(at: Timestamp, days: i32) -> Timestamp {
    at.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN)
}

/// Whether something is at least `from` and at most `until` days old.
pub(super) fn aged(at: Timestamp, as_of: Timestamp, from: i32, until: i32) -> bool {
    at <= days_before(as_of, from) && at >= days_before(as_of, until)
}

#[cfg(test)]
mod tests;
