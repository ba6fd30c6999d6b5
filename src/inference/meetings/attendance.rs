//! Whether a meeting counts as contact, with whom, how much and how surely. Knows nothing of feeds and mails.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::merge::Merged;
use super::{
    Absence, Attendance, Meeting, MeetingPerson, MeetingPolicy, MeetingReason, PrivateMeetings, TitleMarks,
    Unanswered, Unlisted, WholeDays,
};
use crate::observations::calendar::{
    Attendee, CalendarObject, EventDetails, EventStatus, Partstat, Role, TitleMark,
};
use crate::observations::cues::Confidence;
use crate::people::Address;

/// What is known when a meeting is judged.
pub(super) struct Judge<'a> {
    /// Identity keys of the owner's addresses.
    pub(super) owner: &'a BTreeSet<Address>,
    pub(super) policy: &'a MeetingPolicy,
    /// Identity keys of all who organize anything.
    pub(super) organizers: &'a BTreeSet<Address>,
    pub(super) as_of: Timestamp,
}

/// Identity keys of all who organize anything: rooms never do.
pub(super) fn organizers(objects: &[CalendarObject]) -> BTreeSet<Address> {
    let details = objects.iter().flat_map(|object| &object.details);
    details.filter_map(|details| details.organizer.as_ref()).map(|one| one.address.identity_key()).collect()
}

/// The owner's part in a meeting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    Organizer,
    Listed(Partstat),
    Removed,
    Unlisted,
}

impl Judge<'_> {
    /// Whether it was known: what lies ahead is if it was planned before. What took place is a fact of its
    /// own time, whenever it was written down.
    pub(super) fn is_known(&self, one: &Merged) -> bool {
        one.start < self.as_of || one.planned_at.is_none_or(|at| at < self.as_of)
    }

    /// The meeting that a merged occurrence is.
    pub(super) fn meeting(&self, one: &Merged) -> Meeting {
        let (own, invited) = self.invited(one);
        let mut people: Vec<MeetingPerson> =
            invited.into_values().map(|invited| self.person(one, own, &invited)).collect();
        let taking_part =
            people.iter().filter(|person| matches!(person.attendance, Attendance::Attends { .. })).count();
        share_weight(&mut people, taking_part);
        let upcoming = one.end > self.as_of;
        let reason = match self.reason(one, own, people.len(), taking_part + 1) {
            MeetingReason::Met if upcoming => MeetingReason::Upcoming,
            reason => reason,
        };
        Meeting {
            uid: one.uid.clone(),
            recurrence_id: one.recurrence_id,
            start: one.start,
            end: one.end,
            summary: one.details.summary.clone(),
            status: one.details.status,
            people,
            counts: reason == MeetingReason::Met,
            reason,
            upcoming,
            changes: one.changes.clone(),
        }
    }

    /// The owner's part, and everybody else on the list by identity key. Whoever organizes takes part, and
    /// whoever is sent by somebody else: Outlook leaves organizers out of the list.
    fn invited(&self, one: &Merged) -> (Own, BTreeMap<Address, Attendee>) {
        let organizer = one.details.organizer.as_ref();
        let mut invited: BTreeMap<Address, Attendee> = BTreeMap::new();
        for attendee in &one.details.attendees {
            invited.entry(attendee.address.identity_key()).or_insert_with(|| attendee.clone());
        }
        let delegates = one.details.attendees.iter().filter_map(|attendee| attendee.delegated_to.as_ref());
        for address in delegates {
            invited
                .entry(address.identity_key())
                .or_insert_with(|| newcomer(address, None, Partstat::NeedsAction));
        }
        if let Some(organizer) = organizer {
            let listed = invited.entry(organizer.address.identity_key());
            let listed = listed
                .or_insert_with(|| newcomer(&organizer.address, organizer.name.clone(), Partstat::Accepted));
            if listed.partstat == Partstat::NeedsAction {
                listed.partstat = Partstat::Accepted;
            }
        }
        let his_key = organizer
            .map(|organizer| organizer.address.identity_key())
            .filter(|organizer| self.owner.contains(organizer));
        // Who organizes takes part, unless he says himself that he does not.
        let stays_away = his_key
            .as_ref()
            .and_then(|key| invited.get(key))
            .is_some_and(|listed| listed.partstat == Partstat::Declined);
        let own: Vec<Attendee> = self.owner.iter().filter_map(|key| invited.remove(key)).collect();
        let part = if self.owner.iter().any(|key| one.removed.contains(key)) {
            Own::Removed
        } else if stays_away {
            Own::Listed(Partstat::Declined)
        } else if his_key.is_some() {
            Own::Organizer
        } else {
            // One of several own addresses may have answered.
            let answered = own.iter().find(|listed| listed.partstat != Partstat::NeedsAction).or(own.first());
            answered.map_or(Own::Unlisted, |listed| match listed.role {
                Role::NonParticipant => Own::Removed,
                _ => Own::Listed(listed.partstat),
            })
        };
        (part, invited)
    }

    fn person(&self, one: &Merged, own: Own, invited: &Attendee) -> MeetingPerson {
        let key = invited.address.identity_key();
        let absence = if !self.is_person(invited, &one.details) {
            Some(Absence::NoPerson)
        } else if one.removed.contains(&key) {
            Some(Absence::Removed)
        } else if invited.role == Role::NonParticipant {
            Some(Absence::Observer)
        } else {
            match invited.partstat {
                Partstat::Declined => Some(Absence::Declined),
                Partstat::Delegated => Some(Absence::Delegated),
                _ => None,
            }
        };
        let attendance = absence.map_or_else(|| self.attends(one, own, invited.partstat), Attendance::Absent);
        MeetingPerson { address: invited.address.clone(), name: invited.name.clone(), attendance }
    }

    /// Weight and confidence before the number of people is known.
    fn attends(&self, one: &Merged, own: Own, partstat: Partstat) -> Attendance {
        let policy = self.policy;
        let either = own == Own::Listed(Partstat::Tentative) || partstat == Partstat::Tentative;
        let mut confidence = u32::from(policy.accepted.thousandths());
        let mut doubt = |factor: Confidence| confidence = confidence * u32::from(factor.thousandths()) / 1000;
        if either || one.details.status == EventStatus::Tentative {
            doubt(policy.tentative);
        }
        for answer in [Own::Listed(partstat), own] {
            if answer == Own::Listed(Partstat::NeedsAction) {
                doubt(policy.unanswered_confidence);
            }
        }
        if own == Own::Unlisted {
            doubt(policy.unlisted_owner);
        }
        let confidence = Confidence::from_thousandths(u16::try_from(confidence).unwrap_or(1000));
        Attendance::Attends { weight: if either { policy.tentative_weight } else { 1000 }, confidence }
    }

    /// Rooms, things, groups and programs are no people. Exchange sends rooms as individuals: they are named
    /// as the place is, and never organize.
    fn is_person(&self, invited: &Attendee, details: &EventDetails) -> bool {
        let domain = invited.address.domain();
        let calendar_of_things =
            ["resource.calendar.google.com", "group.calendar.google.com"].contains(&domain);
        let is_place =
            invited.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(&details.location))
                && !self.organizers.contains(&invited.address.identity_key());
        invited.individual && !calendar_of_things && !is_place && !is_program(invited.address.local())
    }

    /// Why the meeting counts or not, `present` people taking part, the owner included.
    fn reason(&self, one: &Merged, own: Own, others: usize, present: usize) -> MeetingReason {
        let policy = self.policy;
        let long = one.end.duration_since(one.start) > SignedDuration::from_hours(policy.whole_day_hours);
        let accepted = matches!(own, Own::Organizer | Own::Listed(Partstat::Accepted));
        let unlisted_is_his = policy.unlisted == Unlisted::InCalendars && one.in_calendar;
        let whole_days = one.all_day || long;
        let mark = one.details.title_mark.filter(|_| policy.titles == TitleMarks::Believed);
        match own {
            _ if one.details.status == EventStatus::Cancelled => MeetingReason::Cancelled,
            _ if mark == Some(TitleMark::Cancelled) => MeetingReason::Cancelled,
            // Only in his own calendar it is he who declined.
            _ if mark == Some(TitleMark::Declined) && one.in_calendar => MeetingReason::OwnerDeclined,
            _ if one.details.private && policy.private == PrivateMeetings::Skip => MeetingReason::Private,
            Own::Removed => MeetingReason::OwnerRemoved,
            Own::Listed(Partstat::Declined) => MeetingReason::OwnerDeclined,
            Own::Listed(Partstat::Delegated) => MeetingReason::OwnerDelegated,
            _ if others == 0 => MeetingReason::NobodyElse,
            Own::Unlisted if !unlisted_is_his => MeetingReason::OwnerUnlisted,
            _ if present < 2 => MeetingReason::NobodyCame,
            _ if present > policy.max_people => MeetingReason::TooManyPeople,
            _ if whole_days && (one.details.transparent || policy.whole_days == WholeDays::Never) => {
                MeetingReason::WholeDay
            }
            _ if one.details.transparent && !(accepted && present <= policy.max_people_free) => {
                MeetingReason::Free
            }
            Own::Listed(Partstat::NeedsAction) if policy.unanswered != Unanswered::Counts => {
                MeetingReason::OwnerUnanswered
            }
            _ => MeetingReason::Met,
        }
    }
}

/// Somebody who is not in the list but takes part.
fn newcomer(address: &Address, name: Option<String>, partstat: Partstat) -> Attendee {
    Attendee {
        address: address.clone(),
        name,
        partstat,
        role: Role::ReqParticipant,
        individual: true,
        delegated_to: None,
    }
}

/// Among more people everybody has less of each other.
fn share_weight(people: &mut [MeetingPerson], taking_part: usize) {
    let among = u16::try_from(taking_part.max(1)).unwrap_or(u16::MAX);
    for person in people {
        if let Attendance::Attends { weight, .. } = &mut person.attendance {
            *weight /= among;
        }
    }
}

/// Local parts by which programs send.
fn is_program(local: &str) -> bool {
    let plain: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    ["noreply", "donotreply", "calendarnotification", "notifications", "mailerdaemon", "postmaster"]
        .contains(&plain.as_str())
}
