//! Content lines to components (RFC 5545, 3.4 and 3.6): events and time zones with the properties that are
//! used. Repairs missing `END`s, several calendars in one stream and stray lines; knows no meaning.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::event::Method;
use super::lines::{ContentLines, content_lines};
use super::notes::Skipped;
use super::property::{Property, property_name};

/// Deepest nesting of components followed; an event stands at the second level, an alarm at the third.
const MAX_DEPTH: usize = 16;
/// Most events of a stream.
const MAX_EVENTS: usize = 500_000;
/// Most calendars of a stream that hold events or say something.
const MAX_CALENDARS: usize = 500_000;
/// Most properties kept of one component: attendees, exception dates.
const MAX_PROPERTIES: usize = 10_000;
/// Properties that most events have of those that are used.
const USUAL_PROPERTIES: usize = 16;
/// Most time zones of a stream, and observances of a zone.
const MAX_ZONES: usize = 5_000;

/// Properties of events that are used.
const EVENT_PROPERTIES: [&str; 22] = [
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
    "CREATED",
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Calendar,
    Event,
    Zone,
    Observance,
    Other,
}

/// What stands in a stream and where: small against the stream itself, so that the events can be read one
/// by one and are never all in memory.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The time zones that it describes; they may stand after the events that use them.
    pub(super) zones: Vec<RawZone>,
    /// What each calendar says of itself; the first is of what stands outside any.
    pub(super) heads: Vec<Head>,
    /// The events, in their order.
    pub(super) events: Vec<Place>,
    /// What was repaired or passed over.
    pub(super) skipped: Skipped,
}

/// What a calendar says for all that is in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// `METHOD`.
    pub(super) method: Option<Method>,
}

/// Where an event stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Equal for all events of one UID.
    pub(super) uid_hash: u64,
    /// Hash of its lines but `DTSTAMP`, which many servers write anew each time.
    pub(super) content_hash: u64,
    /// Its calendar: an index into `Outline::heads`.
    pub(super) head: usize,
    from: usize,
    until: usize,
}

impl Place {
    /// Where it begins, in bytes.
    pub(super) fn position(&self) -> usize {
        self.from
    }
}

/// Finds what stands in a stream of calendars.
pub(super) fn outline(bytes: &[u8]) -> Outline {
    let mut scanner = Scanner::new(bytes, Wanted::Outline);
    scanner.scan();
    scanner.outline
}

/// The properties of the event at `place`. What is unreadable in it goes to `skipped`; repairs were noted
/// when it was found.
pub(super) fn event_properties(bytes: &[u8], place: Place, skipped: &mut Skipped) -> Vec<Property> {
    let mut scanner = Scanner::new(bytes.get(place.from..place.until).unwrap_or_default(), Wanted::Event);
    scanner.scan();
    skipped.append(scanner.outline.skipped);
    scanner.event
}

/// What a pass is for: to find all there is, or to read one event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Outline,
    Event,
}

/// A pass through a stream.
struct Scanner<'a> {
    wanted: Wanted,
    lines: ContentLines<'a>,
    /// Where the line being read begins.
    at: usize,
    /// The components that are open, outermost first.
    open: Vec<(Kind, String)>,
    /// The calendar that is open, once it said something or holds an event.
    head: Option<usize>,
    /// The event that is open.
    found: Found,
    /// Properties of the event that is read.
    event: Vec<Property>,
    outline: Outline,
}

/// What is known of an event while it is passed.
#[derive(Default)]
struct Found {
    from: usize,
    uid: Option<u64>,
    /// Of the lines that tell events without a UID apart.
    unnamed: DefaultHasher,
    content: DefaultHasher,
}

impl<'a> Scanner<'a> {
    fn new(bytes: &'a [u8], wanted: Wanted) -> Self {
        Self {
            wanted,
            lines: content_lines(bytes),
            at: 0,
            open: Vec::new(),
            head: None,
            found: Found::default(),
            // Room for the properties that most events have; growing costs more than the rest of a short one.
            event: Vec::with_capacity(if wanted == Wanted::Event { USUAL_PROPERTIES } else { 0 }),
            outline: Outline { heads: vec![Head::default()], ..Outline::default() },
        }
    }

    fn note(&mut self, note: String) {
        // One event is read from a piece of the stream, of which all this was noted before.
        if self.wanted == Wanted::Outline {
            self.outline.skipped.note(note);
        }
    }

    fn scan(&mut self) {
        let mut stray = 0_usize;
        loop {
            self.at = self.lines.position();
            let Some(line) = self.lines.next() else { break };
            match property_name(&line) {
                Some(name) if name.eq_ignore_ascii_case("BEGIN") => self.begin(&component_name(&line)),
                Some(name) if name.eq_ignore_ascii_case("END") => self.end(&component_name(&line)),
                Some(name) if !self.open.is_empty() => self.keep(name, &line),
                _ => stray += 1,
            }
        }
        if stray > 0 {
            self.note(format!("{stray} lines that belong to nothing"));
        }
        if self.lines.cut() > 0 {
            self.note(format!("{} lines longer than 64 KiB, cut", self.lines.cut()));
        }
        if !self.open.is_empty() {
            self.note("the file ends inside a component".to_owned());
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
            self.note("a component without its END".to_owned());
            self.close(valid);
        }
        if self.open.len() >= MAX_DEPTH {
            self.note(format!("components nested deeper than {MAX_DEPTH}"));
            return;
        }
        let kind = self.admit(kind);
        self.open.push((kind, name.to_owned()));
    }

    /// Makes room for a component; one too many is passed over.
    fn admit(&mut self, kind: Kind) -> Kind {
        match kind {
            Kind::Calendar => self.head = None,
            Kind::Event if self.outline.events.len() < MAX_EVENTS && self.open_head().is_some() => {
                self.found = Found { from: self.at, ..Found::default() };
            }
            Kind::Zone if self.outline.zones.len() < MAX_ZONES => self.outline.zones.push(RawZone::default()),
            Kind::Event | Kind::Zone => {
                self.note("more components than are read".to_owned());
                return Kind::Other;
            }
            Kind::Observance => {
                let zone = self.outline.zones.last_mut();
                if let Some(zone) = zone.filter(|zone| zone.observances.len() < MAX_ZONES) {
                    zone.observances.push(Vec::new());
                }
            }
            Kind::Other => {}
        }
        kind
    }

    /// The calendar that is open; `None` for one too many.
    fn open_head(&mut self) -> Option<usize> {
        if self.head.is_none() && self.open.iter().any(|(kind, _)| *kind == Kind::Calendar) {
            if self.outline.heads.len() >= MAX_CALENDARS {
                return None;
            }
            self.outline.heads.push(Head::default());
            self.head = Some(self.outline.heads.len() - 1);
        }
        Some(self.head.unwrap_or(0))
    }

    fn end(&mut self, name: &str) {
        match self.open.iter().rposition(|(_, opened)| opened == name) {
            Some(at) => {
                if at + 1 < self.open.len() {
                    self.note("a component without its END".to_owned());
                }
                self.close(at);
            }
            None => self.note("an END without its BEGIN".to_owned()),
        }
    }

    /// Closes all components from the given depth on.
    fn close(&mut self, depth: usize) {
        let event = self.open.iter().skip(depth).any(|(kind, _)| *kind == Kind::Event);
        if event && self.wanted == Wanted::Outline {
            let Found { from, uid, unnamed, content } = std::mem::take(&mut self.found);
            self.outline.events.push(Place {
                uid_hash: uid.unwrap_or_else(|| unnamed.finish()),
                content_hash: content.finish(),
                head: self.head.unwrap_or(0),
                from,
                until: self.at.max(from),
            });
        }
        self.open.truncate(depth);
    }

    fn keep(&mut self, name: &str, line: &str) {
        let kind = self.open.last().map_or(Kind::Other, |(kind, _)| *kind);
        let used: &[&'static str] = match (kind, self.wanted) {
            (Kind::Calendar, Wanted::Outline) => &["METHOD"],
            (Kind::Event, Wanted::Outline) => return self.found.line(name, line),
            (Kind::Event, Wanted::Event) => &EVENT_PROPERTIES,
            (Kind::Zone | Kind::Observance, Wanted::Outline) => &ZONE_PROPERTIES,
            _ => return,
        };
        let Some(known) = used.iter().copied().find(|used| name.eq_ignore_ascii_case(used)) else { return };
        let zone = self.outline.zones.last_mut();
        let target = match kind {
            Kind::Calendar => return self.keep_head(line),
            Kind::Event => Some(&mut self.event),
            Kind::Zone => zone.map(|zone| &mut zone.properties),
            _ => zone.and_then(|zone| zone.observances.last_mut()),
        };
        let Some(target) = target.filter(|target| target.len() < MAX_PROPERTIES) else {
            return self
                .outline
                .skipped
                .note(format!("more than {MAX_PROPERTIES} properties of one component"));
        };
        match Property::parse_named(name, Cow::Borrowed(known), line) {
            Some(property) => target.push(property),
            None => self.outline.skipped.note(format!("an unreadable {known}")),
        }
    }

    fn keep_head(&mut self, line: &str) {
        let Some(property) = Property::parse(line) else { return };
        let Some(head) = self.open_head().and_then(|at| self.outline.heads.get_mut(at)) else { return };
        head.method = read_method(&property.value);
    }
}

impl Found {
    fn line(&mut self, name: &str, line: &str) {
        let is = |names: &[&str]| names.iter().any(|used| name.eq_ignore_ascii_case(used));
        if is(&["DTSTAMP"]) {
            return;
        }
        line.hash(&mut self.content);
        if is(&["UID"]) {
            self.uid = self.uid.or_else(|| uid_hash(line));
        } else if is(&["DTSTART", "DTEND", "DURATION", "SUMMARY", "ORGANIZER"]) {
            line.hash(&mut self.unnamed);
        }
    }
}

/// Hash of a UID; `None` where it is empty.
fn uid_hash(line: &str) -> Option<u64> {
    // Nearly all are written so, and there may be very many.
    let plain = line.strip_prefix("UID:").filter(|uid| !uid.contains('\\'));
    let uid = match plain {
        Some(uid) => Cow::Borrowed(uid),
        None => Cow::Owned(Property::parse(line)?.value),
    };
    if uid.trim().is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    uid.hash(&mut hasher);
    Some(hasher.finish())
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
mod tests;
