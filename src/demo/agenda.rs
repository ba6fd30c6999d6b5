//! The calendar of the demo: meetings past and to come, as an iCalendar file.

use std::fmt::Write as _;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use super::cast::{Actor, Cast};
use super::days;
use super::encode::wrapped_by_octets;

/// The owner's zone with its rules (RFC 5545, 3.6.5).
const VTIMEZONE: &str = "BEGIN:VTIMEZONE\nTZID:Europe/Lisbon\nBEGIN:DAYLIGHT\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\n\
    TZNAME:WEST\nDTSTART:19960331T010000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nBEGIN:STANDARD\n\
    TZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nTZNAME:WET\nDTSTART:19961027T020000\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n";

/// The events: day (as `days::day` reads it), hour, minutes, organizer, others with their PARTSTAT, summary, flags.
const EVENTS: &str = include_str!("stories/agenda.txt");

/// The calendar on a day.
pub(super) fn calendar(today: Date) -> String {
    let cast = Cast::read();
    let mut out = head(None);
    for (at, line) in lines().enumerate() {
        if let Some(event) = event(at, line, &cast, today) {
            out.push_str(&event);
        }
    }
    for (at, summary) in ["Quay 7", "Yard map", "Pilot app"].iter().cycle().take(13).enumerate() {
        let line = format!(
            "w{} wed | 14:00 | 45 | {} | alexw accepted, {} accepted, {} tentative, room | {summary}, review {} |",
            4 * at + 3,
            ["sofia", "gareth"].get(at % 2).unwrap_or(&"sofia"),
            ["ben", "yuki", "ana"].get(at % 3).unwrap_or(&"ben"),
            ["ana", "yuki"].get(at % 2).unwrap_or(&"ana"),
            13 - at
        );
        if let Some(event) = event(100 + at, &line, &cast, today) {
            out.push_str(&event);
        }
    }
    finish(&out)
}

/// The invitation that travels with one of the mails: the meeting that the agenda names with `invited`.
pub(super) fn invitation(today: Date) -> String {
    let cast = Cast::read();
    let found = lines().enumerate().find(|(_, line)| line.contains("invited"));
    let event = found.and_then(|(at, line)| event(at, line, &cast, today)).unwrap_or_default();
    finish(
        &(head(Some("REQUEST"))
            + &event.replace("PARTSTAT=ACCEPTED:mailto:alex", "PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:alex")),
    )
}

fn lines() -> impl Iterator<Item = &'static str> {
    EVENTS.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn head(method: Option<&str>) -> String {
    let method = method.map(|method| format!("METHOD:{method}\n")).unwrap_or_default();
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Heron//Calendar 9.1//EN\nCALSCALE:GREGORIAN\n{method}{VTIMEZONE}"
    )
}

/// Folds long lines (RFC 5545, 3.1) and ends them as the standard says.
fn finish(text: &str) -> String {
    let lines = text.lines().chain(["END:VCALENDAR"]);
    lines.flat_map(|line| [wrapped_by_octets(line), "\r\n".to_owned()]).collect()
}

fn event(at: usize, line: &str, cast: &Cast, today: Date) -> Option<String> {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [day, time, minutes, organizer, people, summary, flags] = fields.as_slice() else { return None };
    let day = days::day(day, today)?;
    let flag = |name: &str| flags.split("; ").find_map(|flag| flag.trim().strip_prefix(name));
    let mut out = format!("BEGIN:VEVENT\nUID:{at:03}-{}@moreau.example\n", summary.len() * 7919 + at);
    let stamp = days::instant(days::add(day, -10)?, Time::constant(9, 0, 0, 0)).min(stamp_of(today)?);
    let _ = writeln!(out, "DTSTAMP:{}", stamp.strftime("%Y%m%dT%H%M%SZ"));
    if *time == "all-day" {
        let _ = writeln!(out, "DTSTART;VALUE=DATE:{}\nTRANSP:TRANSPARENT", day.strftime("%Y%m%d"));
    } else {
        let (hour, minute) = time.split_once(':')?;
        let start = day.at(hour.parse().ok()?, minute.parse().ok()?, 0, 0);
        let end = start.checked_add(SignedDuration::from_mins(minutes.parse().ok()?)).ok()?;
        for (name, moment) in [("DTSTART", start), ("DTEND", end)] {
            let _ = writeln!(out, "{name};TZID={}:{}", days::ZONE, moment.strftime("%Y%m%dT%H%M%S"));
        }
    }
    let _ = writeln!(out, "SUMMARY:{}", summary.replace(',', "\\,"));
    if let Some(rule) = flag("RRULE:") {
        let _ = writeln!(out, "RRULE:{rule}");
    }
    let status = if flag("cancelled").is_some() { "CANCELLED" } else { "CONFIRMED" };
    let _ = writeln!(out, "STATUS:{status}");
    if let Some(organizer) = cast.get(organizer) {
        let _ = writeln!(out, "ORGANIZER;CN={}:mailto:{}", common_name(organizer), organizer.address);
        let _ = writeln!(out, "{}", attendee(organizer, "accepted"));
        for other in people.split(',').map(str::trim).filter(|other| !other.is_empty()) {
            let (key, partstat) = other.split_once(' ').unwrap_or((other, "needs-action"));
            out.push_str(&match cast.get(key) {
                Some(actor) => attendee(actor, partstat),
                None => "ATTENDEE;CUTYPE=ROOM;CN=4B;PARTSTAT=ACCEPTED:mailto:room-4b@harborworks.example"
                    .to_owned(),
            });
            out.push('\n');
        }
    }
    out.push_str("END:VEVENT\n");
    Some(out)
}

fn attendee(actor: &Actor, partstat: &str) -> String {
    let name = common_name(actor);
    let partstat = partstat.to_uppercase();
    format!("ATTENDEE;CN={name};ROLE=REQ-PARTICIPANT;PARTSTAT={partstat}:mailto:{}", actor.address)
}

fn common_name(actor: &Actor) -> String {
    format!("\"{}\"", actor.name)
}

/// No event was written after the day before today.
fn stamp_of(today: Date) -> Option<Timestamp> {
    Some(days::instant(days::add(today, -1)?, Time::constant(8, 0, 0, 0)))
}
