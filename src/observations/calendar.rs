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
mod notes;
mod property;
mod rule;
mod series;
mod titles;
mod vevent;
mod vtimezone;
mod windows_zones;
mod zones;

#[cfg(test)]
mod tests;

pub use attendees::sender_may;
pub use event::{
    Attendee, CalendarObject, EventDetails, EventStatus, Method, Occurrence, Partstat, Role, Standing,
    TitleMark, Window,
};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use jiff::tz::TimeZone;

use self::attendees::shown;
use self::components::{Head, Outline, Place, event_properties, outline};
use self::expand::Budget;
use self::lines::without_utf16;
use self::series::Occurrences;
use self::vevent::{Reading, Vevent};
use self::zones::Zones;
use crate::people::short_hash;

/// Version of the reader: it grows when the same bytes may be read as something else, so that they are read again.
pub const READER: u32 = 2;

/// Most events of one UID: a series, its overrides and their older versions.
const MAX_VERSIONS: usize = 10_000;

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
    let mut stream = Stream::open(bytes, floating, window);
    let mut objects: Vec<CalendarObject> = Vec::new();
    for nth in 0..stream.series().len() {
        objects.extend(stream.read_series(nth));
    }
    objects.sort_by(|a, b| (&a.uid, a.method).cmp(&(&b.uid, b.method)));
    CalendarReading { objects, skipped: stream.into_notes() }
}

/// A calendar of which the events are read one series at a time, so that a large one needs little more
/// memory than its own bytes.
pub struct Stream<'a> {
    bytes: Cow<'a, [u8]>,
    heads: Vec<Head>,
    /// Sorted by the hash of the UID.
    places: Vec<Place>,
    series: Vec<SeriesPlace>,
    reading: Reading,
    floating: TimeZone,
    window: Window,
}

/// All events of one UID in a stream.
#[derive(Debug, Clone)]
pub struct SeriesPlace {
    /// Changes whenever what is read of them may. It is a mark of this build of the program, not for others.
    pub mark: u64,
    /// Which of the places.
    events: Range<usize>,
}

impl<'a> Stream<'a> {
    /// Finds what is in `bytes`. Floating and all-day times are taken to be in `floating`;
    /// occurrences that start in `window` are listed.
    #[must_use]
    pub fn open(bytes: &'a [u8], floating: &TimeZone, window: Window) -> Self {
        let bytes = without_utf16(bytes);
        let Outline { zones, heads, events: mut places, skipped } = outline(&bytes);
        let mut hasher = DefaultHasher::new();
        format!("{zones:?} {floating:?} {window:?}").hash(&mut hasher);
        places.sort_by_key(|place| place.uid_hash);
        let mut series: Vec<SeriesPlace> = Vec::new();
        for events in places.chunk_by(|a, b| a.uid_hash == b.uid_hash) {
            let from = series.last().map_or(0, |last: &SeriesPlace| last.events.end);
            let mut hasher = hasher.clone();
            for event in events {
                let head = heads.get(event.head);
                (event.content_hash, head.map(|head| head.method)).hash(&mut hasher);
            }
            series.push(SeriesPlace { mark: hasher.finish(), events: from..from + events.len() });
        }
        // Read as they stand, one series after the other is near the last in memory.
        series.sort_by_key(|one| places.get(one.events.start).map(Place::position));
        let budget = Budget::of(places.len());
        let reading = Reading { zones: Zones::new(zones, floating.clone(), window), budget, skipped };
        Self { bytes, heads, places, series, reading, floating: floating.clone(), window }
    }

    /// The events by their UIDs, in the order in which they begin.
    #[must_use]
    pub fn series(&self) -> &[SeriesPlace] {
        &self.series
    }

    /// Reads one of the series: one object a method, mostly one.
    pub fn read_series(&mut self, nth: usize) -> Vec<CalendarObject> {
        let Some(events) = self.series.get(nth).map(|series| series.events.clone()) else {
            return Vec::new();
        };
        let mut grouped: BTreeMap<(String, Option<Method>), Vec<Vevent>> = BTreeMap::new();
        if events.len() > MAX_VERSIONS {
            self.reading.skipped.note(format!("more than {MAX_VERSIONS} events of one UID"));
        }
        for place in self.places.get(events).unwrap_or_default().iter().take(MAX_VERSIONS) {
            let head = self.heads.get(place.head).cloned().unwrap_or_default();
            let properties = event_properties(&self.bytes, *place, &mut self.reading.skipped);
            let event = self.reading.event(&properties);
            if event.start.is_none() && !head.method.is_some_and(may_lack_start) {
                self.reading.skipped.note(format!("an event without a start: {}", shown(&event.uid, 80)));
                continue;
            }
            let uid = if event.uid.is_empty() { made_uid(&event, &self.floating) } else { event.uid.clone() };
            grouped.entry((uid, head.method)).or_default().push(event);
        }
        let (reading, window) = (&mut self.reading, self.window);
        grouped
            .into_iter()
            .map(|((uid, method), events)| object(uid, method, events, reading, window))
            .collect()
    }

    /// What could not be read, in words.
    #[must_use]
    pub fn into_notes(self) -> Vec<String> {
        self.reading.skipped.into_notes()
    }
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
    reading: &mut Reading,
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
    if found.cut {
        reading.skipped.note(format!("only the first 5,000 occurrences are listed: {}", shown(&uid, 80)));
    }
    // A lone event is listed to its end: nothing is left for a later window to find.
    let recurs = |event: &Vevent| !event.rules.is_empty() || !event.dates.is_empty();
    let ends = !masters.is_empty()
        && overrides.is_empty()
        && !masters.iter().any(recurs)
        && found.listed.len() == masters.len();
    found.listed.sort_by_key(|occurrence| (occurrence.start, occurrence.recurrence_id, occurrence.end));
    let (details, occurrences) = (found.details, found.listed);
    CalendarObject {
        uid,
        made_uid,
        method,
        sequence,
        stamp,
        whole: !masters.is_empty(),
        listed_until: (!ends).then_some(window.until),
        details,
        occurrences,
        of_another: false,
        standing: Standing::default(),
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
