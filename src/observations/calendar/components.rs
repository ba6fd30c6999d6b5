//! Content lines to components (RFC 5545, 3.4 and 3.6): events and time zones with the properties that are
//! used. Repairs missing `END`s, several calendars in one stream and stray lines; knows no meaning.

use super::event::Method;
use super::lines::content_lines;
use super::property::{Property, property_name};

/// Deepest nesting of components followed; an event stands at the second level, an alarm at the third.
const MAX_DEPTH: usize = 16;
/// Most events of a stream.
const MAX_EVENTS: usize = 500_000;
/// Most properties kept of one component: attendees, exception dates.
const MAX_PROPERTIES: usize = 10_000;
/// Most time zones of a stream, and observances of a zone.
const MAX_ZONES: usize = 5_000;
/// Most notes on what was skipped.
const MAX_NOTES: usize = 100;

/// Properties of events that are used.
const EVENT_PROPERTIES: [&str; 21] = [
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RECURRENCE-ID",
    "RRULE",
    "EXRULE",
    "RDATE",
    "EXDATE",
    "SUMMARY",
    "LOCATION",
    "STATUS",
    "ORGANIZER",
    "ATTENDEE",
    "TRANSP",
    "CLASS",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-MICROSOFT-CDO-INTENDEDSTATUS",
    "LAST-MODIFIED",
];
/// Properties of time zones and observances that are used.
const ZONE_PROPERTIES: [&str; 7] =
    ["TZID", "X-LIC-LOCATION", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"];

/// One `VTIMEZONE`.
#[derive(Debug, Default)]
pub(super) struct RawZone {
    /// Its own properties.
    pub(super) properties: Vec<Property>,
    /// Those of each `STANDARD` and `DAYLIGHT`.
    pub(super) observances: Vec<Vec<Property>>,
}

/// Notes on what was not read, each once, at most 100.
#[derive(Debug, Default)]
pub(super) struct Skipped {
    notes: Vec<String>,
    more: usize,
}

impl Skipped {
    /// Adds a note.
    pub(super) fn note(&mut self, note: String) {
        if self.notes.len() < MAX_NOTES {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        } else {
            self.more += 1;
        }
    }

    /// Adds the notes of another.
    pub(super) fn append(&mut self, other: Self) {
        self.more += other.more;
        other.notes.into_iter().for_each(|note| self.note(note));
    }

    /// The notes.
    pub(super) fn into_notes(mut self) -> Vec<String> {
        if self.more > 0 {
            self.notes.push(format!("{} more", self.more));
        }
        self.notes
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Calendar,
    Event,
    Zone,
    Observance,
    Other,
}

/// The time zones that a stream of calendars describes.
pub(super) fn read_zones(bytes: &[u8]) -> Vec<RawZone> {
    let mut nothing = |_: Option<Method>, _: &[Property]| {};
    let mut scanner = Scanner { wanted: Wanted::Zones, ..Scanner::new(&mut nothing) };
    scanner.scan(bytes);
    scanner.zones
}

/// Hands the method of its calendar and the properties of each `VEVENT` to `visit`, and returns what was
/// repaired or passed over. The events are never all in memory.
pub(super) fn read_events(bytes: &[u8], visit: &mut dyn FnMut(Option<Method>, &[Property])) -> Skipped {
    let mut scanner = Scanner::new(visit);
    scanner.scan(bytes);
    scanner.skipped
}

/// What a pass through a stream is for. Zones may be described after the events that use them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Zones,
    Events,
}

/// A pass through a stream.
struct Scanner<'a> {
    wanted: Wanted,
    visit: &'a mut dyn FnMut(Option<Method>, &[Property]),
    /// The components that are open, outermost first.
    open: Vec<(Kind, String)>,
    method: Option<Method>,
    /// Properties of the event that is open.
    event: Vec<Property>,
    events: usize,
    zones: Vec<RawZone>,
    skipped: Skipped,
}

impl<'a> Scanner<'a> {
    fn new(visit: &'a mut dyn FnMut(Option<Method>, &[Property])) -> Self {
        Self {
            wanted: Wanted::Events,
            visit,
            open: Vec::new(),
            method: None,
            event: Vec::new(),
            events: 0,
            zones: Vec::new(),
            skipped: Skipped::default(),
        }
    }

    fn scan(&mut self, bytes: &[u8]) {
        let mut stray = 0_usize;
        for line in content_lines(bytes) {
            match property_name(&line) {
                Some(name) if name.eq_ignore_ascii_case("BEGIN") => self.begin(&component_name(&line)),
                Some(name) if name.eq_ignore_ascii_case("END") => self.end(&component_name(&line)),
                Some(name) if !self.open.is_empty() => self.keep(name, &line),
                _ => stray += 1,
            }
        }
        if stray > 0 {
            self.skipped.note(format!("{stray} lines that belong to nothing"));
        }
        if !self.open.is_empty() {
            self.skipped.note("the file ends inside a component".to_owned());
            self.close(0);
        }
    }

    fn begin(&mut self, name: &str) {
        let parent = self.open.last().map(|(kind, _)| *kind);
        let kind = match name {
            "VCALENDAR" => Kind::Calendar,
            "VEVENT" => Kind::Event,
            "VTIMEZONE" => Kind::Zone,
            "STANDARD" | "DAYLIGHT" if matches!(parent, Some(Kind::Zone | Kind::Observance)) => {
                Kind::Observance
            }
            _ => Kind::Other,
        };
        // None of these stands inside its own kind or inside an event: the END of that one is missing.
        let keeps = |other: Kind| match kind {
            Kind::Calendar => false,
            Kind::Event | Kind::Zone => other == Kind::Calendar,
            Kind::Observance => other != Kind::Observance,
            Kind::Other => true,
        };
        let valid = self.open.iter().position(|(other, _)| !keeps(*other)).unwrap_or(self.open.len());
        if valid < self.open.len() {
            self.skipped.note("a component without its END".to_owned());
            self.close(valid);
        }
        if self.open.len() >= MAX_DEPTH {
            self.skipped.note(format!("components nested deeper than {MAX_DEPTH}"));
            return;
        }
        let kind = self.admit(kind);
        self.open.push((kind, name.to_owned()));
    }

    /// Makes room for a component; one too many is passed over.
    fn admit(&mut self, kind: Kind) -> Kind {
        match kind {
            Kind::Calendar => self.method = None,
            Kind::Event if self.events < MAX_EVENTS => self.events += 1,
            Kind::Zone if self.zones.len() < MAX_ZONES => self.zones.push(RawZone::default()),
            Kind::Event | Kind::Zone => {
                self.skipped.note("more components than are read".to_owned());
                return Kind::Other;
            }
            Kind::Observance => {
                if let Some(zone) = self.zones.last_mut().filter(|zone| zone.observances.len() < MAX_ZONES) {
                    zone.observances.push(Vec::new());
                }
            }
            Kind::Other => {}
        }
        kind
    }

    fn end(&mut self, name: &str) {
        match self.open.iter().rposition(|(_, opened)| opened == name) {
            Some(at) => {
                if at + 1 < self.open.len() {
                    self.skipped.note("a component without its END".to_owned());
                }
                self.close(at);
            }
            None => self.skipped.note("an END without its BEGIN".to_owned()),
        }
    }

    /// Closes all components from the given depth on.
    fn close(&mut self, depth: usize) {
        let event = self.open.iter().skip(depth).any(|(kind, _)| *kind == Kind::Event);
        if event && self.wanted == Wanted::Events {
            (self.visit)(self.method, &self.event);
            self.event.clear();
        }
        self.open.truncate(depth);
    }

    fn keep(&mut self, name: &str, line: &str) {
        let kind = self.open.last().map_or(Kind::Other, |(kind, _)| *kind);
        let is = |names: &[&str]| names.iter().any(|used| name.eq_ignore_ascii_case(used));
        let target = match (kind, self.wanted) {
            (Kind::Calendar, Wanted::Events) if is(&["METHOD"]) => {
                self.method = Property::parse(line).and_then(|property| read_method(&property.value));
                return;
            }
            (Kind::Event, Wanted::Events) if is(&EVENT_PROPERTIES) => Some(&mut self.event),
            (Kind::Zone, Wanted::Zones) if is(&ZONE_PROPERTIES) => {
                self.zones.last_mut().map(|zone| &mut zone.properties)
            }
            (Kind::Observance, Wanted::Zones) if is(&ZONE_PROPERTIES) => {
                self.zones.last_mut().and_then(|zone| zone.observances.last_mut())
            }
            _ => return,
        };
        let Some(target) = target.filter(|target| target.len() < MAX_PROPERTIES) else { return };
        match Property::parse(line) {
            Some(property) => target.push(property),
            None => self.skipped.note(format!("an unreadable {}", name.to_ascii_uppercase())),
        }
    }
}

fn component_name(line: &str) -> String {
    line.split_once(':').map(|(_, name)| name.trim().to_ascii_uppercase()).unwrap_or_default()
}

fn read_method(value: &str) -> Option<Method> {
    match value.trim().to_ascii_uppercase().as_str() {
        "PUBLISH" => Some(Method::Publish),
        "REQUEST" => Some(Method::Request),
        "REPLY" => Some(Method::Reply),
        "ADD" => Some(Method::Add),
        "CANCEL" => Some(Method::Cancel),
        "REFRESH" => Some(Method::Refresh),
        "COUNTER" => Some(Method::Counter),
        "DECLINECOUNTER" => Some(Method::DeclineCounter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let mut uids = Vec::new();
        let skipped = read_events(text.as_bytes(), &mut |_, event| {
            let uid = event.iter().find(|property| property.name == "UID");
            uids.push(uid.map(|uid| uid.value.clone()).unwrap_or_default());
        });
        (uids, skipped.into_notes())
    }

    fn uids(text: &str) -> Vec<String> {
        read(text).0
    }

    #[test]
    fn broken_frames_cost_no_event() {
        for (what, text) in [
            (
                "two calendars",
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\nEND:VCALENDAR",
            ),
            (
                "no END of the first event",
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\nEND:VCALENDAR",
            ),
            ("no END at all", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\nBEGIN:VEVENT\nUID:b"),
            ("no calendar", "BEGIN:VEVENT\nUID:a\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nEND:VEVENT"),
            (
                "stray lines",
                "hello\nBEGIN:VCALENDAR\n<p>\nBEGIN:VEVENT\nUID:a\n!!\nEND:VEVENT\nEND:VALARM\nBEGIN:VEVENT\nUID:b\nEND:VEVENT",
            ),
            (
                "an open alarm",
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nBEGIN:VALARM\nUID:x\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nEND:VEVENT",
            ),
            (
                "lower case",
                "begin:vcalendar\nbegin:vevent\nuid:a\nend:vevent\nbegin:vevent\nuid:b\nend:vevent",
            ),
        ] {
            assert_eq!(uids(text), ["a", "b"], "{what}");
        }
    }

    #[test]
    fn deep_nesting_is_cut() {
        let text = "BEGIN:X\n".repeat(100_000) + "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\n";
        assert_eq!(uids(&text), ["a"]);
    }

    #[test]
    fn repairs_are_told() {
        let (_, notes) = read("junk\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n");
        assert_eq!(notes, ["1 lines that belong to nothing", "the file ends inside a component"]);
    }
}
