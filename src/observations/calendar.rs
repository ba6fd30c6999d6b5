//! Calendars (RFC 5545): events and their occurrences, from feeds, files and invitations by mail.
//!
//! Lines, components, properties, events and series are read one after the other, each in a file of its own
//! below, so that a bad line costs a property, a bad property an event, and nothing the calendar.

mod attendees;
mod components;
mod event;
mod expand;
mod lines;
mod moment;
mod property;
mod rule;
mod series;
mod vevent;
mod vtimezone;
mod windows_zones;
mod zones;

#[cfg(test)]
mod tests;

pub use attendees::sender_may;
pub use event::{
    Attendee, CalendarObject, EventDetails, EventStatus, Method, Occurrence, Partstat, Role, Window,
};

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use self::components::{Skipped, read_events, read_zones};
use self::expand::Budget;
use self::series::Occurrences;
use self::vevent::{Reading, Vevent};
use self::zones::Zones;
use crate::people::short_hash;

/// What was read from a calendar file or a `text/calendar` part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CalendarReading {
    /// One object a UID and method, in their order.
    pub objects: Vec<CalendarObject>,
    /// What could not be read, in words, with the UID where there is one.
    pub skipped: Vec<String>,
}

/// Reads a calendar. Floating and all-day times are taken to be in `floating`; occurrences that start
/// in `window` are listed.
#[must_use]
pub fn read(bytes: &[u8], floating: &TimeZone, window: Window) -> CalendarReading {
    let zones = read_zones(bytes);
    let mut zones = Zones::new(&zones, floating, window);
    let (mut budget, mut skipped) = (Budget::default(), Skipped::default());
    let mut grouped: BTreeMap<(String, Option<Method>), Vec<Vevent>> = BTreeMap::new();
    let mut reading = Reading { zones: &mut zones, budget: &mut budget, skipped: &mut skipped };
    let repairs = read_events(bytes, &mut |method, properties| {
        let event = reading.event(properties);
        if event.start.is_none() && !method.is_some_and(may_lack_start) {
            reading.skipped.note(format!("an event without a start: {}", event.uid));
            return;
        }
        let uid = if event.uid.is_empty() { made_uid(&event, floating) } else { event.uid.clone() };
        grouped.entry((uid, method)).or_default().push(event);
    });
    let objects =
        grouped.into_iter().map(|((uid, method), events)| object(uid, method, events, &mut reading, window));
    let objects = objects.collect();
    skipped.append(repairs);
    CalendarReading { objects, skipped: skipped.into_notes() }
}

/// Mails that answer or cancel may leave out when the event is (RFC 5546, 3.2).
fn may_lack_start(method: Method) -> bool {
    matches!(method, Method::Reply | Method::Cancel | Method::Refresh | Method::DeclineCounter)
}

fn made_uid(event: &Vevent, floating: &TimeZone) -> String {
    let start = event.start.as_ref().map(|start| start.instant(floating).to_string()).unwrap_or_default();
    let organizer = event.details.organizer.as_ref().map_or("", |organizer| organizer.address.as_str());
    let length = format!("{} {}", event.length.wall, event.length.exact);
    format!("made-{:010x}", short_hash(&[&start, &length, &event.details.summary, organizer]))
}

/// The events of one UID as an object.
fn object(
    uid: String,
    method: Option<Method>,
    events: Vec<Vevent>,
    reading: &mut Reading<'_, '_>,
    window: Window,
) -> CalendarObject {
    let made_uid = events.iter().all(|event| event.uid.is_empty());
    let sequence = events.iter().map(|event| event.version.0).max().unwrap_or(0);
    let stamp = events.iter().filter_map(|event| event.version.1).max();
    let (overrides, masters): (Vec<_>, Vec<_>) =
        events.into_iter().partition(|event| event.replaces.is_some());
    let overrides = newest_overrides(overrides, reading.zones.floating());
    let masters = newest_masters(masters);
    let mut found = Occurrences::default();
    match masters.as_slice() {
        [] => {
            for event in &overrides {
                let planned = event
                    .replaces
                    .as_ref()
                    .map(|replaced| replaced.planned.instant(reading.zones.floating()));
                found.add_single(event, planned, reading, window);
            }
        }
        [master] => found.add_series(master, &overrides, reading, window),
        several => {
            for master in several {
                let id = master.start.as_ref().map(|start| start.instant(reading.zones.floating()));
                found.add_single(master, id, reading, window);
            }
        }
    }
    found.listed.sort_by_key(|occurrence| (occurrence.start, occurrence.recurrence_id, occurrence.end));
    let (details, occurrences) = (found.details, found.listed);
    CalendarObject {
        uid,
        made_uid,
        method,
        sequence,
        stamp,
        whole: !masters.is_empty(),
        details,
        occurrences,
    }
}

/// The newest override of each occurrence; of equally new ones the last in the file.
fn newest_overrides(overrides: Vec<Vevent>, floating: &TimeZone) -> Vec<Vevent> {
    let mut newest: BTreeMap<_, Vevent> = BTreeMap::new();
    for event in overrides {
        let Some(replaced) = &event.replaces else { continue };
        let id = replaced.planned.instant(floating);
        if newest.get(&id).is_none_or(|known| known.version <= event.version) {
            newest.insert(id, event);
        }
    }
    newest.into_values().collect()
}

/// The newest event of a UID. Some programs use one UID for several meetings: where none recurs and they
/// start at different times, all are kept, of those that start together the newest.
fn newest_masters(mut masters: Vec<Vevent>) -> Vec<Vevent> {
    masters.sort_by_key(|event| event.version);
    let recurs = |event: &Vevent| !event.rules.is_empty() || !event.dates.is_empty();
    if masters.iter().any(recurs) {
        return masters.pop().into_iter().collect();
    }
    let mut kept: Vec<Vevent> = Vec::new();
    for event in masters.into_iter().rev() {
        if !kept.iter().any(|known| known.start == event.start) {
            kept.push(event);
        }
    }
    kept
}
