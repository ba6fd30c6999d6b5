//! Merges what feeds and mails say of one UID into the occurrences there are (RFC 5546, 2.1.4 and 3.2).
//! The order in which they came, and how often, makes no difference. Knows nothing of the owner.
//!
//! What the owner takes off a calendar of which every change is known (CalDAV), or what a feed lacks again and
//! again, is cancelled from the instant on to which it is known to have stood there. What had ended by then stays:
//! servers that show the last months only and programs that tidy up delete what took place, and who deletes a series
//! that is over did meet. An object that stands in any such calendar, at the same place or another, was not taken
//! off: deleting and adding again is as if neither had been, and so is moving it from one calendar to another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::observations::calendar::{
    Attendee, CalendarObject, EventDetails, EventStatus, Method, Occurrence, Partstat, Standing,
};
use crate::people::Address;

use super::MeetingChange;
use super::changes::changes;

/// An occurrence after all updates.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    pub(super) uid: String,
    pub(super) recurrence_id: Option<Timestamp>,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    pub(super) all_day: bool,
    /// Its content, with the newest answers.
    pub(super) details: EventDetails,
    /// Identity keys of those whom a cancellation took off the list.
    pub(super) removed: BTreeSet<Address>,
    /// Whether a calendar holds it, not only mails.
    pub(super) in_calendar: bool,
    /// Since when it is planned, as far as any copy tells.
    pub(super) planned_at: Option<Timestamp>,
    /// Who moved it or called it off.
    pub(super) changes: Vec<MeetingChange>,
}

impl Merged {
    fn new(object: &CalendarObject, occurrence: &Occurrence) -> Option<Self> {
        Some(Self {
            uid: object.uid.clone(),
            recurrence_id: occurrence.recurrence_id,
            start: occurrence.start,
            end: occurrence.end,
            all_day: occurrence.all_day,
            details: object.details.get(occurrence.details)?.clone(),
            removed: BTreeSet::new(),
            in_calendar: object.is_published(),
            planned_at: None,
            changes: Vec::new(),
        })
    }

    /// The planned start, by which updates name it.
    pub(super) fn id(&self) -> Timestamp {
        self.recurrence_id.unwrap_or(self.start)
    }
}

/// The newer of two versions is the greater.
type Version = (u32, Option<Timestamp>);

fn version(details: &EventDetails) -> Version {
    (details.sequence, details.stamp)
}

/// Whether it says what takes place, unlike answers, wishes and cancellations.
pub(super) fn states(object: &CalendarObject) -> bool {
    object.is_published() || matches!(object.method, Some(Method::Request | Method::Add))
}

/// The occurrences of all UIDs.
pub(super) fn occurrences(objects: &[CalendarObject]) -> Vec<Merged> {
    let mut by_uid: BTreeMap<&str, Vec<&CalendarObject>> = BTreeMap::new();
    for object in objects {
        by_uid.entry(&object.uid).or_default().push(object);
    }
    by_uid.into_values().flat_map(|group| merge(&in_order(group))).collect()
}

/// Oldest first; of equally old ones that last which a calendar still holds, else in the order of the content, so
/// that arrival does not matter.
fn in_order(mut group: Vec<&CalendarObject>) -> Vec<&CalendarObject> {
    if group.iter().any(|object| object.standing == Standing::Held) {
        group.retain(|object| !matches!(object.standing, Standing::Gone(_)));
    }
    if group.len() > 1 {
        group.sort_by_cached_key(|object| {
            let content = serde_json::to_string(object).unwrap_or_default();
            // Of two readings of one calendar the later one lists more of what is to come.
            let version = (object.sequence, object.stamp);
            (version, object.standing, object.method, object.listed_until, content)
        });
        group.dedup();
    }
    group
}

fn merge(group: &[&CalendarObject]) -> Vec<Merged> {
    let of = |method: Method| group.iter().copied().filter(move |object| object.method == Some(method));
    let stating: Vec<&CalendarObject> = group.iter().copied().filter(|object| states(object)).collect();
    let is_base = |object: &&CalendarObject| object.whole && object.method != Some(Method::Add);
    let base = stating.iter().copied().rfind(is_base);
    let mut merged: BTreeMap<(Timestamp, usize), Merged> = BTreeMap::new();
    for (nth, occurrence) in base.iter().flat_map(|base| &base.occurrences).enumerate() {
        // Only the base may have several occurrences of one planned start: meetings that share a UID.
        if let Some(one) = base.and_then(|base| Merged::new(base, occurrence)) {
            let taken = merged.contains_key(&(one.id(), 0));
            merged.insert((one.id(), if taken { nth } else { 0 }), one);
        }
    }
    for object in stating.iter().copied().filter(|object| !object.whole || object.method == Some(Method::Add))
    {
        override_with(&mut merged, object, base.is_some());
    }
    let mut merged: Vec<Merged> = merged.into_values().collect();
    if merged.is_empty() && base.is_none() {
        merged = of(Method::Cancel)
            .flat_map(|object| object.occurrences.iter().filter_map(|one| Merged::new(object, one)))
            .collect();
        merged.sort_by_key(Merged::id);
        merged.dedup_by_key(|one| one.id());
    }
    let in_calendar = stating.iter().any(|object| object.is_published() && !object.of_another);
    for one in &mut merged {
        one.in_calendar = in_calendar;
        one.planned_at = planned_at(one, &stating);
        complete_people(one, &stating);
        settle_answers(one, &stating, &of(Method::Reply).collect::<Vec<_>>());
        of(Method::Cancel).for_each(|cancel| cancel_with(one, cancel));
        // What is taken off a calendar was called off by nobody in words.
        one.changes = changes(group, one);
        for object in group {
            take_off(one, object);
        }
    }
    merged
}

/// Cancels what an object said that was taken off its calendar, unless it had ended by then or was planned anew.
fn take_off(one: &mut Merged, object: &CalendarObject) {
    let Standing::Gone(since) = object.standing else { return };
    let is_newer = version(&one.details) > (object.sequence, object.stamp);
    if one.end > since && !is_newer && said_of(object, one.id()).is_some() {
        one.details.status = EventStatus::Cancelled;
    }
}

/// Puts single occurrences in their places where they are newer than what stands there.
fn override_with(merged: &mut BTreeMap<(Timestamp, usize), Merged>, object: &CalendarObject, has_base: bool) {
    for occurrence in &object.occurrences {
        let Some(mut one) = Merged::new(object, occurrence) else { continue };
        one.recurrence_id = Some(one.id());
        let key = (one.id(), 0);
        if merged.get(&key).is_some_and(|known| version(&known.details) > version(&one.details)) {
            continue;
        }
        if occurrence.and_later && has_base {
            move_later(merged, &one);
        }
        merged.insert(key, one);
    }
}

/// Moves all occurrences after `first` as it was moved, and gives them its content.
fn move_later(merged: &mut BTreeMap<(Timestamp, usize), Merged>, first: &Merged) {
    let by = first.start.duration_since(first.id());
    let length: SignedDuration = first.end.duration_since(first.start);
    for (_, later) in merged.range_mut((first.id(), 1)..) {
        let Ok(start) = later.id().checked_add(by) else { continue };
        let Ok(end) = start.checked_add(length) else { continue };
        if version(&later.details) <= version(&first.details) {
            (later.start, later.end) = (start, end);
            later.details.clone_from(&first.details);
        }
    }
}

/// When the event was made; where no copy tells, when the first of them was written.
fn planned_at(one: &Merged, stating: &[&CalendarObject]) -> Option<Timestamp> {
    let said = || stating.iter().filter_map(|object| said_of(object, one.id()));
    said()
        .filter_map(|details| details.created)
        .min()
        .or_else(|| said().filter_map(|details| details.stamp).min())
}

/// Published calendars leave out who is invited: then the newest copy that tells is believed.
fn complete_people(one: &mut Merged, stating: &[&CalendarObject]) {
    if !one.details.attendees.is_empty() {
        return;
    }
    let mut copies = stating.iter().rev().filter_map(|object| object.details.first());
    if let Some(copy) = copies.find(|copy| !copy.attendees.is_empty()) {
        one.details.attendees.clone_from(&copy.attendees);
        if one.details.organizer.is_none() {
            one.details.organizer.clone_from(&copy.organizer);
        }
    }
}

/// What an object says of one occurrence: the whole event, or that occurrence, or it and all later ones.
pub(super) fn said_of(object: &CalendarObject, id: Timestamp) -> Option<&EventDetails> {
    if object.whole {
        return object.details.first();
    }
    let named = |occurrence: &&Occurrence| {
        let planned = occurrence.recurrence_id.unwrap_or(occurrence.start);
        planned == id || (occurrence.and_later && planned <= id)
    };
    object.occurrences.iter().rev().find(named).and_then(|occurrence| object.details.get(occurrence.details))
}

/// Puts in the newest answer of everybody invited: his own reply to this version, else what the list says,
/// else, where that says nothing, what another copy says.
fn settle_answers(one: &mut Merged, stating: &[&CalendarObject], replies: &[&CalendarObject]) {
    let (id, listed_version) = (one.id(), version(&one.details));
    let replies: Vec<&EventDetails> = replies.iter().filter_map(|reply| said_of(reply, id)).collect();
    let copies: Vec<&EventDetails> = stating.iter().filter_map(|object| said_of(object, id)).collect();
    for listed in &mut one.details.attendees {
        let key = listed.address.identity_key();
        let unanswered = listed.partstat == Partstat::NeedsAction;
        let answers = |details: &EventDetails| details.sequence >= listed_version.0;
        let answered = replies
            .iter()
            .copied()
            .filter(|&reply| answers(reply) && (unanswered || reply.stamp >= listed_version.1));
        let newest = newest_answer(answered, &key).or_else(|| {
            newest_answer(copies.iter().copied().filter(|&copy| answers(copy)), &key).filter(|_| unanswered)
        });
        if let Some(answer) = newest {
            listed.partstat = answer.partstat;
            if answer.delegated_to.is_some() {
                listed.delegated_to.clone_from(&answer.delegated_to);
            }
        }
    }
}

/// The newest answer that `key` gave.
fn newest_answer<'a>(said: impl Iterator<Item = &'a EventDetails>, key: &Address) -> Option<&'a Attendee> {
    let answers = said.flat_map(|details| details.attendees.iter().map(move |attendee| (details, attendee)));
    answers
        .filter(|(_, attendee)| {
            attendee.partstat != Partstat::NeedsAction && attendee.address.identity_key() == *key
        })
        .max_by_key(|(details, _)| (details.stamp, details.sequence))
        .map(|(_, attendee)| attendee)
}

/// Cancels the occurrence, or takes off the list those whom a cancellation names while others stay.
fn cancel_with(one: &mut Merged, cancel: &CalendarObject) {
    let Some(said) = said_of(cancel, one.id()) else { return };
    if version(said) < version(&one.details) {
        return;
    }
    let named: BTreeSet<Address> =
        said.attendees.iter().map(|attendee| attendee.address.identity_key()).collect();
    let organizer = one.details.organizer.as_ref().map(|organizer| organizer.address.identity_key());
    let mut others = one.details.attendees.iter().map(|attendee| attendee.address.identity_key());
    let some_stay = others.any(|key| !named.contains(&key) && Some(&key) != organizer.as_ref());
    if said.status == EventStatus::Cancelled || named.is_empty() || !some_stay {
        one.details.status = EventStatus::Cancelled;
    } else {
        one.removed.extend(named);
    }
}
