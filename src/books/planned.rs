//! With whom the owner will meet next.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::attending;
use super::birthdays::WHOLE_DAY;
use crate::inference::meetings::{Meeting, MeetingReason, WholeNames};
use crate::people::{Directory, PersonId};

/// Start of the next meeting planned with each person: whom it lists, or names in its title where it lists nobody.
pub(super) fn planned(meetings: &[Meeting], directory: &Directory) -> BTreeMap<PersonId, Timestamp> {
    let listed = meetings.iter().filter(|meeting| meeting.is_planned()).flat_map(|meeting| {
        let people = attending(meeting).filter_map(|attendee| directory.find(&attendee.address));
        people.map(|person| (person, meeting.start))
    });
    // "Lunch with Ana Reis", entered for oneself, is no contact, but who reads of her knows that he will see her.
    let titled: Vec<&Meeting> = meetings.iter().filter(|meeting| is_entered_for_oneself(meeting)).collect();
    let people = (!titled.is_empty()).then(|| directory.people().values());
    let known = WholeNames::of(people.into_iter().flatten());
    let named = titled.into_iter().flat_map(|meeting| {
        known.in_title(&meeting.summary).into_iter().map(|person| (person.id, meeting.start))
    });
    let mut planned = BTreeMap::new();
    for (person, at) in listed.chain(named) {
        let start = planned.entry(person).or_insert(at);
        *start = at.min(*start);
    }
    planned
}

/// Whether a coming meeting stands in the calendar without guests, at an hour.
fn is_entered_for_oneself(meeting: &Meeting) -> bool {
    let lasts = meeting.end.duration_since(meeting.start);
    meeting.upcoming && meeting.reason == MeetingReason::NobodyElse && lasts < WHOLE_DAY
}
