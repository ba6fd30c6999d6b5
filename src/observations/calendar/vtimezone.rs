//! The rules of a `VTIMEZONE` (RFC 5545, 3.6.5) as a time zone: its onsets are listed and handed to jiff in
//! the form of the zone database (`TZif`, RFC 9636). Knows nothing of names.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::Window;
use super::components::RawZone;
use super::expand::{self, Budget};
use super::moment::{Frame, Moment, wall_seconds};
use super::property::Property;
use super::rule::Rule;

/// Most onsets of one zone.
const MAX_ONSETS: usize = 10_000;
/// Most rules and dates of one observance.
const MAX_RULES: usize = 64;
/// Largest offset from UTC, in seconds.
const MAX_OFFSET: i32 = 24 * 3_600;
/// Onsets are listed from this year on, or from the window where that is earlier.
const FIRST_YEAR: i16 = 1970;

/// Offsets before and after an onset, in seconds.
#[derive(Clone, Copy)]
struct Change {
    before: i32,
    after: i32,
}

/// The zone that `raw` describes; `None` where it has no observance that can be read.
pub(super) fn rules(raw: &RawZone, window: Window, budget: &mut Budget) -> Option<TimeZone> {
    let year = |instant: jiff::Timestamp| TimeZone::UTC.to_datetime(instant).year();
    let from = DateTime::new(year(window.from).clamp(2, FIRST_YEAR), 1, 1, 0, 0, 0, 0).ok()?;
    let to = DateTime::new(year(window.until).clamp(FIRST_YEAR, 9_900) + 2, 1, 1, 0, 0, 0, 0).ok()?;
    let mut onsets = BTreeMap::new();
    for observance in &raw.observances {
        let Some((change, walls)) = observed(observance, from, to, budget) else { continue };
        for wall in walls {
            if onsets.len() < MAX_ONSETS {
                onsets.insert(wall_seconds(wall) - i64::from(change.before), change);
            }
        }
    }
    let first = onsets.values().next()?;
    if onsets.values().all(|change| change.after == first.after && change.before == first.after) {
        return Some(TimeZone::fixed(Offset::from_seconds(first.after).ok()?));
    }
    TimeZone::tzif("", &tzif(&onsets, first.before)).ok()
}

/// The offsets of an observance and when it begins, on the clock that shows the offset before.
fn observed(
    observance: &[Property],
    from: DateTime,
    to: DateTime,
    budget: &mut Budget,
) -> Option<(Change, Vec<DateTime>)> {
    let all =
        |name: &'static str| observance.iter().filter(move |property| property.name == name).take(MAX_RULES);
    let after = all("TZOFFSETTO").find_map(|property| offset(&property.value))?;
    let before = all("TZOFFSETFROM").find_map(|property| offset(&property.value)).unwrap_or(after);
    // Outlook starts its zones in 1601, others at the beginning of time.
    let start = all("DTSTART").find_map(|property| Moment::parse(&property.value, None));
    let start = start.map_or(from, |start| start.wall);
    let mut walls = vec![start];
    let clock = Frame::Zoned(TimeZone::fixed(Offset::from_seconds(before).ok()?));
    for property in all("RRULE") {
        let Ok(rule) = Rule::parse(&property.value) else { continue };
        let last = rule.last_wall(&clock, &TimeZone::UTC);
        let span = expand::Span { start, from, to };
        walls.extend(expand::expand(&rule, span, last, budget).unwrap_or_default());
    }
    for property in all("RDATE") {
        let dates = property.value.split(',').take(MAX_ONSETS);
        walls.extend(dates.filter_map(|date| Moment::parse(date, None)).map(|moment| match &moment.frame {
            Frame::Zoned(_) => clock.zone(&TimeZone::UTC).to_datetime(moment.instant(&TimeZone::UTC)),
            Frame::Date | Frame::Floating => moment.wall,
        }));
    }
    Some((Change { before, after }, walls))
}

/// `+0100` or `-053000` in seconds (RFC 5545, 3.3.14).
fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits: String = digits.chars().filter(|&c| c != ':').collect();
    let two = |at: usize| digits.get(at..at + 2).map_or(Some(0), |two| two.parse::<i32>().ok());
    if digits.len() < 4 {
        return None;
    }
    let seconds = two(0)? * 3_600 + two(2)? * 60 + two(4)?;
    (seconds <= MAX_OFFSET).then_some(sign * seconds)
}

/// A `TZif` file of version 2 with the given onsets and, before the first, the offset `earliest`.
fn tzif(onsets: &BTreeMap<i64, Change>, earliest: i32) -> Vec<u8> {
    let mut types: Vec<i32> = vec![earliest];
    for change in onsets.values() {
        if !types.contains(&change.after) && types.len() < 256 {
            types.push(change.after);
        }
    }
    let header = |onsets: usize, types: usize, letters: u32| {
        let count = |count: usize| u32::try_from(count).unwrap_or(0).to_be_bytes();
        let mut header = b"TZif2".to_vec();
        header.extend([0; 15 + 12]);
        header.extend([count(onsets), count(types), letters.to_be_bytes()].concat());
        header
    };
    // The block of version 1 must be there, but programs that read version 2 pass over it.
    let mut out = header(0, 1, 1);
    out.extend([0; 6 + 1]);
    out.extend(header(onsets.len(), types.len(), 4));
    out.extend(onsets.keys().flat_map(|at| at.to_be_bytes()));
    out.extend(onsets.values().map(|change| {
        let at = types.iter().position(|offset| *offset == change.after).unwrap_or(0);
        u8::try_from(at).unwrap_or(0)
    }));
    out.extend(types.iter().flat_map(|offset| [offset.to_be_bytes().as_slice(), &[0, 0]].concat()));
    out.extend(b"LMT\0\n\n");
    out
}

#[cfg(test)]
mod tests {
    use super::super::components::outline;
    use super::*;

    fn zone(body: &str) -> Option<TimeZone> {
        let text = format!("BEGIN:VTIMEZONE\nTZID:Island\n{body}END:VTIMEZONE\n");
        let zones = outline(text.as_bytes()).zones;
        let window = Window {
            from: "2024-01-01T00:00:00Z".parse().unwrap(),
            until: "2027-01-01T00:00:00Z".parse().unwrap(),
        };
        rules(&zones[0], window, &mut Budget::of(1))
    }

    fn offset_at(zone: &TimeZone, instant: &str) -> String {
        zone.to_offset(instant.parse().unwrap()).to_string()
    }

    const SUMMER: &str = "BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nTZOFFSETFROM:+0330\nTZOFFSETTO:+0430\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n";
    const WINTER: &str = "BEGIN:STANDARD\nDTSTART:16011028T030000\nTZOFFSETFROM:+0430\nTZOFFSETTO:+0330\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n";

    #[test]
    fn rules_from_1601_give_summer_and_winter() {
        let zone = zone(&format!("{WINTER}{SUMMER}")).unwrap();
        assert_eq!(offset_at(&zone, "2026-03-28T22:29:59Z"), "+03:30");
        assert_eq!(offset_at(&zone, "2026-03-28T22:30:00Z"), "+04:30");
        assert_eq!(offset_at(&zone, "2026-10-24T22:30:00Z"), "+03:30");
    }

    #[test]
    fn before_the_first_onset_the_offset_before_it_counts() {
        let zone = zone(
            "BEGIN:DAYLIGHT\nDTSTART:20260101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0500\nEND:DAYLIGHT\n",
        )
        .unwrap();
        assert_eq!(offset_at(&zone, "2025-12-01T00:00:00Z"), "+02");
        assert_eq!(offset_at(&zone, "2026-12-01T00:00:00Z"), "+05");
    }

    #[test]
    fn onsets_may_be_listed_as_dates() {
        let zone = zone("BEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRDATE:20250101T000000,20260101T000000\nEND:STANDARD\nBEGIN:STANDARD\nDTSTART:20250601T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n").unwrap();
        let offsets = ["2025-05-01T00:00:00Z", "2025-07-01T00:00:00Z", "2026-02-01T00:00:00Z"];
        assert_eq!(offsets.map(|at| offset_at(&zone, at)), ["+02", "+01", "+02"]);
    }

    #[test]
    fn an_empty_or_unreadable_zone_is_none() {
        for body in [
            "",
            "BEGIN:STANDARD\nEND:STANDARD\n",
            "BEGIN:STANDARD\nTZOFFSETTO:9999\nDTSTART:x\nEND:STANDARD\n",
        ] {
            assert!(zone(body).is_none(), "{body}");
        }
    }
}
