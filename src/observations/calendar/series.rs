//! The occurrences of a series (RFC 5545, 3.8.5): its rules and dates, less the exceptions, with the
//! overrides put in their places. Knows nothing of files or of people.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

use super::Window;
use super::attendees::shown;
use super::event::{EventDetails, Occurrence};
use super::expand::{self, Span};
use super::moment::{Frame, Length, Moment, instant_at};
use super::rule::RuleError;
use super::vevent::{Reading, Replaced, Vevent};

/// Most occurrences of one object.
const MAX_OCCURRENCES: usize = 5_000;
/// Furthest that an override may move the occurrences after it, in days.
const MAX_MOVE_DAYS: i64 = 400;

/// An occurrence as the series plans it.
struct Planned {
    wall: DateTime,
    length: Length,
}

/// Occurrences and the contents they refer to.
#[derive(Default)]
pub(super) struct Occurrences {
    pub(super) details: Vec<EventDetails>,
    pub(super) listed: Vec<Occurrence>,
    /// Whether there are more than are listed.
    pub(super) cut: bool,
}

impl Occurrences {
    /// The index of `details`, which is added where it is new.
    pub(super) fn details_index(&mut self, details: &EventDetails) -> usize {
        // Contents of overrides mostly equal the newest or the first, and there may be very many.
        let last = self.details.len().saturating_sub(1);
        if let Some(at) = [0, last].into_iter().find(|&at| self.details.get(at) == Some(details)) {
            return at;
        }
        self.details.push(details.clone());
        self.details.len() - 1
    }

    fn list(&mut self, window: Window, occurrence: Occurrence) {
        if occurrence.start >= window.from && occurrence.start < window.until {
            if self.listed.len() < MAX_OCCURRENCES {
                self.listed.push(occurrence);
            } else {
                self.cut = true;
            }
        }
    }

    /// Lists a lone event, or an override whose series is not at hand.
    pub(super) fn add_single(
        &mut self,
        event: &Vevent,
        id: Option<Timestamp>,
        reading: &mut Reading,
        window: Window,
    ) {
        let details = self.details_index(&event.details);
        let Some(start) = &event.start else { return };
        let zone = start.frame.zone(reading.zones.floating()).clone();
        self.list(
            window,
            Occurrence {
                recurrence_id: id,
                and_later: event.replaces.as_ref().is_some_and(|replaced| replaced.and_later),
                start: instant_at(start.wall, &zone),
                end: event.length.end_of(start.wall, &zone),
                all_day: start.frame == Frame::Date,
                details,
            },
        );
    }

    /// Lists the occurrences of `master` with `overrides` in their places.
    pub(super) fn add_series(
        &mut self,
        master: &Vevent,
        overrides: &[Vevent],
        reading: &mut Reading,
        window: Window,
    ) {
        let Some(start) = &master.start else { return self.add_single(master, None, reading, window) };
        let floating = &reading.zones.floating().clone();
        let zone = start.frame.zone(floating).clone();
        let single = master.rules.is_empty() && master.dates.is_empty();
        let Plan { occurrences: mut planned, excluded } = plan(master, start, overrides, reading, window);
        let base = self.details_index(&master.details);
        let mut singles = BTreeMap::new();
        let mut onwards = BTreeMap::new();
        for event in overrides {
            let Some(replaced) = &event.replaces else { continue };
            let id = planned_instant(replaced, start, &planned, floating);
            let hits = planned.remove(&id).is_some();
            // An override with a rule of its own and older than the series is what is left of a series that
            // was split: it may replace an occurrence, but adds none.
            let left_over = !event.rules.is_empty() && event.version.0 < master.version.0;
            if excluded.contains(&id) || (!hits && left_over) {
                continue;
            }
            singles.insert(id, event);
            if replaced.and_later {
                onwards.insert(id, event);
            }
        }
        for (id, one) in &planned {
            let id = *id;
            let occurrence = match onwards.range(..=id).next_back() {
                Some((_, event)) => self.moved(event, one, id, start, floating),
                None => Some(Occurrence {
                    recurrence_id: (!single).then_some(id),
                    and_later: false,
                    start: id,
                    end: one.length.after(id, one.wall, &zone),
                    all_day: start.frame == Frame::Date,
                    details: base,
                }),
            };
            if let Some(occurrence) = occurrence {
                self.list(window, occurrence);
            }
        }
        for (id, event) in singles {
            self.add_single(event, Some(id), reading, window);
        }
    }

    /// An occurrence after an override with `THISANDFUTURE`: moved by as much as that one was, and with its
    /// contents and length.
    fn moved(
        &mut self,
        event: &Vevent,
        one: &Planned,
        id: Timestamp,
        master_start: &Moment,
        floating: &jiff::tz::TimeZone,
    ) -> Option<Occurrence> {
        let (start, replaced) = (event.start.as_ref()?, event.replaces.as_ref()?);
        let from = in_frame(&replaced.planned, master_start, floating);
        let by = start.wall.duration_since(from);
        let wall = one.wall.checked_add(by).ok()?;
        let zone = start.frame.zone(floating);
        Some(Occurrence {
            recurrence_id: Some(id),
            and_later: false,
            start: instant_at(wall, zone),
            end: event.length.end_of(wall, zone),
            all_day: start.frame == Frame::Date,
            details: self.details_index(&event.details),
        })
    }
}

/// A moment on the wall clock of the series.
fn in_frame(moment: &Moment, start: &Moment, floating: &jiff::tz::TimeZone) -> DateTime {
    match (&moment.frame, &start.frame) {
        (Frame::Date, _) | (Frame::Zoned(_), Frame::Date) => {
            moment.wall.date().to_datetime(start.wall.time())
        }
        (Frame::Floating, _) => moment.wall,
        (Frame::Zoned(_), frame) => frame.zone(floating).to_datetime(moment.instant(floating)),
    }
}

/// The instant of the planned occurrence that an override replaces. A date stands for what is planned on it.
fn planned_instant(
    replaced: &Replaced,
    start: &Moment,
    planned: &BTreeMap<Timestamp, Planned>,
    floating: &jiff::tz::TimeZone,
) -> Timestamp {
    let zone = start.frame.zone(floating);
    let wall = in_frame(&replaced.planned, start, floating);
    let instant = instant_at(wall, zone);
    if replaced.planned.frame != Frame::Date || planned.contains_key(&instant) {
        return instant;
    }
    on_date(planned, wall.date(), zone).unwrap_or(instant)
}

fn on_date(
    planned: &BTreeMap<Timestamp, Planned>,
    date: jiff::civil::Date,
    zone: &jiff::tz::TimeZone,
) -> Option<Timestamp> {
    let from = instant_at(date.to_datetime(jiff::civil::Time::midnight()), zone);
    let mut later = planned.range(from..);
    later.next().filter(|(_, one)| one.wall.date() == date).map(|(id, _)| *id)
}

/// What a series plans in and around a window.
struct Plan {
    occurrences: BTreeMap<Timestamp, Planned>,
    /// What its exceptions take out.
    excluded: BTreeSet<Timestamp>,
}

/// What the series plans in and around `window`.
fn plan(
    master: &Vevent,
    start: &Moment,
    overrides: &[Vevent],
    reading: &mut Reading,
    window: Window,
) -> Plan {
    let floating = &reading.zones.floating().clone();
    let zone = start.frame.zone(floating).clone();
    let around = margin(start, overrides, floating);
    let wall_of = |at: Timestamp| zone.to_datetime(at);
    let span = Span {
        start: start.wall,
        from: wall_of(window.from).checked_sub(around).unwrap_or(DateTime::MIN),
        to: wall_of(window.until).checked_add(around).unwrap_or(DateTime::MAX),
    };
    let mut walls: Vec<(DateTime, Length)> = Vec::new();
    if master.rules.is_empty() {
        walls.push((start.wall, master.length));
    }
    for rule in &master.rules {
        let found = rule.clone().and_then(|rule| {
            let last = rule.last_wall(&start.frame, floating);
            expand::expand(&rule, span, last, &mut reading.budget)
        });
        match found {
            Ok(found) => walls.extend(found.into_iter().map(|wall| (wall, master.length))),
            Err(error) => {
                reading.skipped.note(format!("a rule is not followed, {error}: {}", shown(&master.uid, 80)));
                // What cannot be read may as well not include the start; what is only too much begins there.
                if error != RuleError::Unreadable {
                    walls.push((start.wall, master.length));
                }
            }
        }
    }
    for (moment, length) in &master.dates {
        walls.push((in_frame(moment, start, floating), length.unwrap_or(master.length)));
    }
    let mut planned = BTreeMap::new();
    for (wall, length) in walls.into_iter().filter(|(wall, _)| *wall >= span.from && *wall <= span.to) {
        planned.insert(instant_at(wall, &zone), Planned { wall, length });
    }
    let mut excluded = BTreeSet::new();
    for rule in &master.exrules {
        let last = rule.last_wall(&start.frame, floating);
        let walls = expand::expand(rule, span, last, &mut reading.budget).unwrap_or_default();
        excluded.extend(walls.into_iter().map(|wall| instant_at(wall, &zone)));
    }
    for moment in &master.exdates {
        let wall = in_frame(moment, start, floating);
        let instant = instant_at(wall, &zone);
        let of_day = (moment.frame == Frame::Date).then(|| on_date(&planned, wall.date(), &zone)).flatten();
        excluded.extend(if planned.contains_key(&instant) { Some(instant) } else { of_day });
    }
    planned.retain(|id, _| !excluded.contains(id));
    if reading.budget.take_cut() {
        reading
            .skipped
            .note(format!("a rule is followed only so far, there is more: {}", shown(&master.uid, 80)));
    }
    Plan { occurrences: planned, excluded }
}

/// How far around the window occurrences are planned: two days for zones, and the furthest move of an
/// override that moves all after it.
fn margin(start: &Moment, overrides: &[Vevent], floating: &jiff::tz::TimeZone) -> SignedDuration {
    let moves = overrides.iter().filter_map(|event| {
        let replaced = event.replaces.as_ref().filter(|replaced| replaced.and_later)?;
        let by = event.start.as_ref()?.wall.duration_since(in_frame(&replaced.planned, start, floating));
        Some(by.abs().as_secs())
    });
    let days = moves.max().unwrap_or(0).min(MAX_MOVE_DAYS * 86_400);
    SignedDuration::from_secs(days + 2 * 86_400)
}
