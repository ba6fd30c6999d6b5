//! Which zone a `TZID` means: an IANA name, the rules of the file's own `VTIMEZONE`, a name that Windows
//! gives, a name with something before it, an offset. Knows nothing of events.

use std::collections::BTreeMap;

use jiff::tz::{Offset, TimeZone};

use super::Window;
use super::components::RawZone;
use super::expand::Budget;
use super::notes::Skipped;
use super::vtimezone;
use super::windows_zones::WINDOWS_ZONES;

/// Longest zone name looked at, in bytes.
const MAX_NAME_BYTES: usize = 255;

/// The zones of one file.
pub(super) struct Zones {
    written: BTreeMap<String, RawZone>,
    /// `None` for what nobody knows.
    known: BTreeMap<String, Option<TimeZone>>,
    floating: TimeZone,
    window: Window,
}

impl Zones {
    /// The zones that the file describes; a second description of a zone is taken if the first says nothing.
    pub(super) fn new(raw: Vec<RawZone>, floating: TimeZone, window: Window) -> Self {
        let mut written: BTreeMap<String, RawZone> = BTreeMap::new();
        for zone in raw {
            if let Some(name) = zone.properties.iter().find(|property| property.name == "TZID") {
                let slot = written.entry(plain(&name.value)).or_default();
                if slot.observances.is_empty() {
                    *slot = zone;
                }
            }
        }
        Self { written, known: BTreeMap::new(), floating, window }
    }

    /// The zone of floating times.
    pub(super) fn floating(&self) -> &TimeZone {
        &self.floating
    }

    /// The zone that `tzid` names. What it is not known is taken as the zone of floating times, and noted.
    pub(super) fn resolve(&mut self, tzid: &str, budget: &mut Budget, skipped: &mut Skipped) -> TimeZone {
        let name = plain(tzid);
        if !self.known.contains_key(&name) {
            let written = self.written.get(&name);
            let zone = named(&name)
                .or_else(|| vtimezone::rules(written?, self.window, budget))
                .or_else(|| windows(&name))
                .or_else(|| prefixed(&name))
                .or_else(|| {
                    let place = written?.properties.iter().find(|one| one.name == "X-LIC-LOCATION")?;
                    named(&plain(&place.value)).or_else(|| prefixed(&plain(&place.value)))
                })
                .or_else(|| described(&name));
            self.known.insert(name.clone(), zone);
        }
        self.known.get(&name).cloned().flatten().unwrap_or_else(|| {
            skipped.note("a time zone that nobody knows: its times are taken as local".to_owned());
            self.floating.clone()
        })
    }
}

/// The name without quotes and white space around it.
fn plain(name: &str) -> String {
    let name = name.trim().trim_matches(['"', '\'']).trim();
    name.chars().take(MAX_NAME_BYTES).collect()
}

fn named(name: &str) -> Option<TimeZone> {
    TimeZone::get(name)
        .or_else(|_| TimeZone::get(&name.replace(' ', "_")))
        .ok()
        .filter(|zone| !zone.is_unknown())
}

/// Names of Windows, also as Outlook numbers them when it meets one twice: `GMT Standard Time 1`.
fn windows(name: &str) -> Option<TimeZone> {
    let name = name.to_lowercase();
    let find = |name: &str| {
        let at = WINDOWS_ZONES.binary_search_by(|(windows, _)| windows.cmp(&name)).ok()?;
        WINDOWS_ZONES.get(at).and_then(|(_, iana)| TimeZone::get(iana).ok())
    };
    find(&name).or_else(|| find(name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end()))
}

/// Names such as `/citadel.org/20210210_1/Europe/Berlin`: the longest end that is a zone.
fn prefixed(name: &str) -> Option<TimeZone> {
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    let ends = (1..=3.min(parts.len())).rev().filter_map(|count| parts.get(parts.len() - count..));
    // A last part alone may be anything but `UTC`: `Eastern` or `EST` is decided before.
    ends.filter(|end| end.len() > 1 || end.iter().any(|part| part.eq_ignore_ascii_case("UTC")))
        .find_map(|end| named(&end.join("/")))
}

/// Descriptions such as `(UTC+01:00) Amsterdam, Berlin` or `GMT-5`: a city of them, else the offset.
fn described(name: &str) -> Option<TimeZone> {
    let upper = name.to_uppercase();
    let at = upper.find("UTC").or_else(|| upper.find("GMT"))?;
    let after = upper.get(at + 3..)?;
    let offset = after.split([')', ' ']).next().unwrap_or_default();
    let cities = name.split_once(')').map(|(_, cities)| cities).unwrap_or_default();
    let city = cities
        .split([',', '/', '&'])
        .map(str::trim)
        .filter(|city| !city.is_empty())
        .take(8)
        .find_map(city_zone);
    city.or_else(|| Some(TimeZone::fixed(Offset::from_seconds(hours_minutes(offset)?).ok()?)))
}

/// The zone of a city by which Windows describes one.
fn city_zone(city: &str) -> Option<TimeZone> {
    let city = city.replace(' ', "_");
    let regions = ["Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic"];
    regions.iter().find_map(|region| TimeZone::get(&format!("{region}/{city}")).ok())
}

/// `+01:00`, `-5`, `+0530` in seconds; nothing is zero.
fn hours_minutes(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-').or_else(|| text.strip_prefix('\u{2212}')) {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() {
        return Some(0);
    }
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    ((0..=18).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn resolve(name: &str) -> (String, Vec<String>) {
        let window = Window {
            from: "2026-01-01T00:00:00Z".parse().unwrap(),
            until: "2027-01-01T00:00:00Z".parse().unwrap(),
        };
        let mut skipped = Skipped::default();
        let zone =
            Zones::new(Vec::new(), TimeZone::UTC, window).resolve(name, &mut Budget::of(1), &mut skipped);
        let july: Timestamp = "2026-07-01T00:00:00Z".parse().unwrap();
        let name = zone.iana_name().map_or_else(|| zone.to_offset(july).to_string(), str::to_owned);
        (name, skipped.into_notes())
    }

    #[test]
    fn names_of_every_kind_are_known() {
        for (name, zone) in [
            ("Europe/Lisbon", "Europe/Lisbon"),
            ("Europe/lisbon", "Europe/Lisbon"),
            ("\"America/New York\"", "America/New_York"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("w. europe standard time", "Europe/Berlin"),
            ("GMT Standard Time 1", "Europe/London"),
            ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
            ("/freeassociation.sourceforge.net/Tzfile/America/Indiana/Knox", "America/Indiana/Knox"),
            ("tzone://Microsoft/Utc", "UTC"),
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", "Europe/Amsterdam"),
            ("(UTC-05:00) Nowhere at all", "-05"),
            ("GMT+0530", "+05:30"),
        ] {
            assert_eq!(resolve(name), (zone.to_owned(), vec![]), "{name}");
        }
    }

    #[test]
    fn an_unknown_zone_is_local_and_told() {
        for name in ["Customized Time Zone", "tzone://Microsoft/Custom", "", "\u{e9}\u{e9}", "(UTC+99:99) x"]
        {
            let (zone, notes) = resolve(name);
            assert_eq!((zone.as_str(), notes.len()), ("UTC", 1), "{name}");
        }
    }

    #[test]
    fn windows_names_are_sorted_and_all_known() {
        assert!(WINDOWS_ZONES.is_sorted());
        for (name, iana) in WINDOWS_ZONES {
            assert!(TimeZone::get(iana).is_ok(), "{name}: {iana}");
        }
    }
}
