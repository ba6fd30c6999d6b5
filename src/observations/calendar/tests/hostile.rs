//! Calendars that are broken or mean harm: nothing panics, everything ends.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{read_events, vevent, window};
use crate::observations::calendar::read;

#[test]
fn hostile_rules_end_and_are_told() {
    for (what, rule, most) in [
        ("seconds for fifty years", "FREQ=SECONDLY", 5_000),
        ("seconds that are then picked", "FREQ=SECONDLY;BYHOUR=3;BYMINUTE=4;BYSECOND=5", 1),
        ("never", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 0),
        ("never in the set", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=31", 0),
        ("no interval", "FREQ=DAILY;INTERVAL=0", 1),
        ("letters of two bytes", "FREQ=WEEKLY;BYDAY=4\u{e9}U", 0),
        ("another calendar", "RSCALE=CHINESE;FREQ=YEARLY", 1),
        (
            "all times of day",
            &format!("FREQ=DAILY;BYHOUR={0};BYMINUTE={1};BYSECOND={1}", list(24), list(60)),
            1,
        ),
        ("large numbers", "FREQ=DAILY;INTERVAL=99999999999;COUNT=99999999999;BYMONTHDAY=999", 5_000),
        ("a large count", "FREQ=DAILY;COUNT=4294967295", 5_000),
    ] {
        let body = vevent(&format!("UID:a\nDTSTART:19760302T090000Z\nRRULE:{rule}"))
            + "\n"
            + &vevent("UID:b\nDTSTART:20260302T090000Z");
        let reading = read_events(&body);
        let count = |uid| {
            let of = reading.objects.iter().filter(|object| object.uid == uid);
            of.map(|object| object.occurrences.len()).sum::<usize>()
        };
        assert!(count("a") <= most, "{what}: {}", count("a"));
        assert_eq!(count("b"), 1, "{what}: the next event is read");
    }
}

fn list(until: u32) -> String {
    (0..until).map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}

/// Calendars with most of what there is, for mutation.
const SEEDS: [&str; 3] = [
    include_str!("../../../../tests/fixtures/calendars/everything.ics"),
    include_str!("../../../../tests/fixtures/calendars/office.ics"),
    include_str!("../../../../tests/fixtures/calendars/days.ics"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &TimeZone::UTC, window("2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    }

    #[test]
    fn mutated_calendars_never_panic(
        seed in proptest::sample::select(&SEEDS[..]),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12),
    ) {
        let mut bytes = seed.as_bytes().to_vec();
        for (at, byte, kind) in edits {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, b"0123456789-:;=,\r\n T"[usize::from(byte) % 19]),
            }
        }
        let span = window("2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        let reading = read(&bytes, &TimeZone::UTC, span);
        for occurrence in reading.objects.iter().flat_map(|object| &object.occurrences) {
            prop_assert!(occurrence.start >= span.from && occurrence.start < span.until);
            prop_assert!(occurrence.end >= occurrence.start);
        }
    }

    #[test]
    fn spliced_rules_never_panic(rule in "FREQ=(YEAR|MONTH|WEEK|DAI|HOUR|MINUTE|SECOND)LY(;(BYMONTH|BYDAY|BYHOUR|BYSETPOS|BYYEARDAY|BYWEEKNO|BYMONTHDAY|INTERVAL|COUNT|UNTIL)=[-,0-9MOTUSA]{1,9}){0,4}") {
        let _ = read_events(&vevent(&format!("UID:a\nDTSTART:20240229T090000Z\nRRULE:{rule}")));
    }
}
