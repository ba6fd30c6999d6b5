//! One `VEVENT` (RFC 5545, 3.6.1) with its values read: when, how often, about what, with whom. Knows
//! nothing of the other events of its series.

use jiff::Timestamp;

use super::attendees::{attendee, mailbox, shown};
use super::event::{EventDetails, EventStatus};
use super::expand::Budget;
use super::moment::{Frame, Length, Moment};
use super::notes::Skipped;
use super::property::Property;
use super::rule::{Rule, RuleError};
use super::titles::title_mark;
use super::zones::Zones;
use crate::people::Address;

/// Longest summary and location kept, in characters.
const MAX_TEXT_CHARS: usize = 200;
/// Longest UID kept, in characters.
const MAX_UID_CHARS: usize = 500;
/// Most attendees kept.
const MAX_ATTENDEES: usize = 200;
/// Most rules of an event, and dates listed in it.
const MAX_RULES: usize = 8;
const MAX_DATES: usize = 20_000;

/// A `VEVENT`.
#[derive(Debug, Clone)]
pub(super) struct Vevent {
    /// `UID`; empty where it is missing.
    pub(super) uid: String,
    /// `SEQUENCE` and `DTSTAMP`: the newer of two versions is the greater.
    pub(super) version: (u32, Option<Timestamp>),
    /// `DTSTART`; in mails that cancel or answer, the occurrence meant where there is none.
    pub(super) start: Option<Moment>,
    /// How long it lasts.
    pub(super) length: Length,
    /// `RECURRENCE-ID`: which occurrence of the series this is.
    pub(super) replaces: Option<Replaced>,
    /// `RRULE`s, also those that cannot be followed.
    pub(super) rules: Vec<Result<Rule, RuleError>>,
    /// `EXRULE`s.
    pub(super) exrules: Vec<Rule>,
    /// `RDATE`s, with the length of those that are periods.
    pub(super) dates: Vec<(Moment, Option<Length>)>,
    /// `EXDATE`s.
    pub(super) exdates: Vec<Moment>,
    /// The rest.
    pub(super) details: EventDetails,
}

/// Which occurrences an override replaces.
#[derive(Debug, Clone)]
pub(super) struct Replaced {
    /// The planned start.
    pub(super) planned: Moment,
    /// Whether all later ones are meant too (`RANGE=THISANDFUTURE`).
    pub(super) and_later: bool,
}

/// What reading an event needs beside its properties.
pub(super) struct Reading {
    pub(super) zones: Zones,
    pub(super) budget: Budget,
    pub(super) skipped: Skipped,
}

impl Reading {
    fn moment(&mut self, text: &str, property: &Property) -> Option<Moment> {
        let is_date = property.parameter("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("DATE"));
        let text = if is_date { text.split(['T', 't']).next().unwrap_or_default() } else { text };
        let zone = match property.parameter("TZID") {
            Some(tzid) if text.contains(['T', 't']) && !text.trim_end().ends_with(['Z', 'z']) => {
                Some(self.zones.resolve(tzid, &mut self.budget, &mut self.skipped))
            }
            _ => None,
        };
        Moment::parse(text, zone)
    }

    /// The first property of a name that holds a moment.
    fn first(&mut self, properties: &[Property], name: &str) -> Option<Moment> {
        let mut named = properties.iter().filter(|property| property.name == name);
        named.find_map(|property| self.moment(&property.value, property))
    }

    /// The moments of a list, and the lengths of its periods.
    fn list(&mut self, properties: &[Property], name: &str) -> Vec<(Moment, Option<Length>)> {
        let mut dates = Vec::new();
        for property in properties.iter().filter(|property| property.name == name) {
            for text in property.value.split(',').take(MAX_DATES.saturating_sub(dates.len())) {
                let (start, end) =
                    text.split_once('/').map_or((text, None), |(start, end)| (start, Some(end)));
                let Some(start) = self.moment(start, property) else { continue };
                let length = end.and_then(|end| {
                    Length::parse(end).or_else(|| {
                        let end = self.moment(end, property)?;
                        Length::between(&start, &end, self.zones.floating())
                    })
                });
                dates.push((start, length));
            }
        }
        if dates.len() >= MAX_DATES {
            self.skipped.note(format!("more than {MAX_DATES} dates listed by one event, cut"));
        }
        dates
    }

    /// Reads a `VEVENT`.
    pub(super) fn event(&mut self, properties: &[Property]) -> Vevent {
        let value =
            |name: &str| properties.iter().find(|property| property.name == name).map(|one| one.value.trim());
        // White space belongs to the name, however it came there.
        let uid = properties.iter().find(|property| property.name == "UID");
        let uid: String = uid.map(|uid| uid.value.chars().take(MAX_UID_CHARS).collect()).unwrap_or_default();
        let uid = if uid.trim().is_empty() { String::new() } else { uid };
        let id = properties.iter().find(|property| property.name == "RECURRENCE-ID");
        let replaces = id.and_then(|property| {
            let planned = self.moment(&property.value, property)?;
            let range = property.parameter("RANGE").unwrap_or_default();
            Some(Replaced { planned, and_later: range.eq_ignore_ascii_case("THISANDFUTURE") })
        });
        let start = self.first(properties, "DTSTART");
        let sequence = value("SEQUENCE").and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut instant =
            |name: &str| self.first(properties, name).map(|moment| moment.instant(self.zones.floating()));
        let (stamp, modified, created) = (instant("DTSTAMP"), instant("LAST-MODIFIED"), instant("CREATED"));
        let stamp = stamp.or(modified);
        if properties.iter().filter(|property| property.name == "ATTENDEE").count() > MAX_ATTENDEES {
            self.skipped.note(format!("more than {MAX_ATTENDEES} attendees, cut: {}", shown(&uid, 80)));
        }
        let length = start.as_ref().map(|start| self.length(start, properties, &uid)).unwrap_or_default();
        let of = |name: &'static str| {
            properties.iter().filter(move |property| property.name == name).take(MAX_RULES)
        };
        Vevent {
            version: (sequence, stamp),
            start: start.or_else(|| replaces.as_ref().map(|replaced| replaced.planned.clone())),
            length,
            replaces,
            rules: of("RRULE").map(|property| Rule::parse(&property.value)).collect(),
            exrules: of("EXRULE").filter_map(|property| Rule::parse(&property.value).ok()).collect(),
            dates: self.list(properties, "RDATE"),
            exdates: self.list(properties, "EXDATE").into_iter().map(|(moment, _)| moment).collect(),
            details: EventDetails { sequence, stamp, created, ..details(properties) },
            uid,
        }
    }

    /// `DTEND`, else `DURATION`, else a day for a date and nothing for a time (RFC 5545, 3.6.1).
    fn length(&mut self, start: &Moment, properties: &[Property], uid: &str) -> Length {
        let usual = if start.frame == Frame::Date { Length::DAY } else { Length::default() };
        if let Some(end) = self.first(properties, "DTEND") {
            return Length::between(start, &end, self.zones.floating()).unwrap_or_else(|| {
                self.skipped
                    .note(format!("an end before the start or ten years after it: {}", shown(uid, 80)));
                usual
            });
        }
        let duration = properties.iter().find(|property| property.name == "DURATION");
        duration.and_then(|duration| Length::parse(&duration.value)).unwrap_or(usual)
    }
}

fn details(properties: &[Property]) -> EventDetails {
    let value =
        |name: &str| properties.iter().find(|property| property.name == name).map(|one| one.value.trim());
    let is = |name: &str, wanted: &[&str]| {
        value(name).is_some_and(|value| wanted.iter().any(|one| value.eq_ignore_ascii_case(one)))
    };
    let secret = is("CLASS", &["PRIVATE", "CONFIDENTIAL"]);
    let text = |name: &str| {
        if secret { String::new() } else { shown(value(name).unwrap_or_default(), MAX_TEXT_CHARS) }
    };
    let organizer = properties.iter().find(|property| property.name == "ORGANIZER");
    let attendees = properties.iter().filter(|property| property.name == "ATTENDEE");
    EventDetails {
        sequence: 0,
        stamp: None,
        created: None,
        summary: text("SUMMARY"),
        location: text("LOCATION"),
        status: match value("STATUS").unwrap_or_default().to_ascii_uppercase().as_str() {
            "CANCELLED" | "CANCELED" => EventStatus::Cancelled,
            "TENTATIVE" => EventStatus::Tentative,
            _ => EventStatus::Confirmed,
        },
        organizer: organizer.and_then(mailbox),
        sent_by: organizer.and_then(|property| property.parameter("SENT-BY")).and_then(Address::parse),
        attendees: attendees.filter_map(attendee).take(MAX_ATTENDEES).collect(),
        transparent: is("TRANSP", &["TRANSPARENT"]) || is("X-MICROSOFT-CDO-BUSYSTATUS", &["FREE", "OOF"]),
        out_of_office: is("X-MICROSOFT-CDO-BUSYSTATUS", &["OOF"]),
        private: secret,
        title_mark: title_mark(value("SUMMARY").unwrap_or_default()),
    }
}
