//! Whole days that the owner's own calendars keep for himself. What the title says of them is not judged here.

use jiff::{SignedDuration, Timestamp};

use crate::observations::calendar::EventStatus;

use super::attendance::Judge;
use super::merge::Merged;

/// Length from which on an entry is one of days.
const WHOLE_DAY: SignedDuration = SignedDuration::from_hours(20);

/// Days of an own calendar that are not marked free and to which nobody else is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDays {
    /// When they begin.
    pub start: Timestamp,
    /// When they are over.
    pub end: Timestamp,
    /// The title.
    pub summary: String,
    /// Whether they are marked as time out of office.
    pub out_of_office: bool,
}

/// The days that an occurrence keeps, if it does.
pub(super) fn own_days(judge: &Judge<'_>, one: &Merged) -> Option<OwnDays> {
    let details = &one.details;
    let others = details.attendees.iter().map(|attendee| &attendee.address);
    let others = others.chain(details.organizer.iter().map(|organizer| &organizer.address));
    let is_own = one.in_calendar
        && details.status != EventStatus::Cancelled
        && details.title_mark.is_none()
        && (!details.transparent || details.out_of_office)
        && one.end.duration_since(one.start) >= WHOLE_DAY
        && others.into_iter().all(|address| judge.owner.contains(&address.identity_key()));
    is_own.then(|| OwnDays {
        start: one.start,
        end: one.end,
        summary: details.summary.clone(),
        out_of_office: details.out_of_office,
    })
}
