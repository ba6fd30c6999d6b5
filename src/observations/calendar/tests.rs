//! Claims about whole calendars: quirks of the programs that write them, and bounds.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::*;
use crate::people::Address;

mod hostile;
mod stream;

/// Reads events in a window of the years 2024 to 2026; floating times are in UTC.
fn read_events(body: &str) -> CalendarReading {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}\r\nEND:VCALENDAR\r\n");
    read(text.as_bytes(), &TimeZone::UTC, window("2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z"))
}

fn window(from: &str, until: &str) -> Window {
    Window { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

/// An event with the given lines.
fn vevent(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT")
}

/// Starts of all occurrences, without seconds and `Z`.
fn starts(body: &str) -> Vec<String> {
    let reading = read_events(body);
    let mut starts: Vec<Timestamp> = reading
        .objects
        .iter()
        .flat_map(|object| &object.occurrences)
        .map(|occurrence| occurrence.start)
        .collect();
    starts.sort_unstable();
    starts.iter().map(|start| start.to_string().replace(":00Z", "")).collect()
}

fn only_object(body: &str) -> CalendarObject {
    let mut reading = read_events(body);
    assert_eq!(reading.objects.len(), 1, "{:?}", reading.objects);
    reading.objects.remove(0)
}

/// What is claimed, the lines of an event, its starts.
const RULES: &[(&str, &str, &[&str])] = &[
    ("no rule", "DTSTART:20260302T090000Z", &["2026-03-02T09:00"]),
    (
        "until is included",
        "DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;UNTIL=20260303T090000Z",
        &["2026-03-02T09:00", "2026-03-03T09:00"],
    ),
    ("until before the start", "DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;UNTIL=20260101T090000Z", &[]),
    (
        "a date ends a series of dates",
        "DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY;UNTIL=20260303",
        &["2026-03-02T00:00", "2026-03-03T00:00"],
    ),
    (
        "an instant ends a series of dates",
        "DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY;UNTIL=20260303T225959Z",
        &["2026-03-02T00:00", "2026-03-03T00:00"],
    ),
    (
        "until without Z is UTC in a zone",
        "DTSTART;TZID=America/New_York:20260302T200000\nRRULE:FREQ=DAILY;UNTIL=20260304T010000",
        &["2026-03-03T01:00", "2026-03-04T01:00"],
    ),
    (
        "the start need not match",
        "DTSTART:20260301T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2",
        &["2026-03-02T09:00", "2026-03-09T09:00"],
    ),
    (
        "count with a start long past",
        "DTSTART:20251230T090000Z\nRRULE:FREQ=YEARLY;COUNT=2",
        &["2025-12-30T09:00", "2026-12-30T09:00"],
    ),
    (
        "every Monday or the second Tuesday",
        "DTSTART:20261201T090000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,2TU;BYMONTH=12;UNTIL=20261214T090000Z",
        &["2026-12-07T09:00", "2026-12-08T09:00", "2026-12-14T09:00"],
    ),
    (
        "the last workday",
        "DTSTART:20261030T090000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        &["2026-10-30T09:00", "2026-11-30T09:00", "2026-12-31T09:00"],
    ),
    ("a leap day from far back", "DTSTART:19600229T090000Z\nRRULE:FREQ=YEARLY", &["2024-02-29T09:00"]),
    (
        "the 31st from far back",
        "DTSTART:19000131T090000Z\nRRULE:FREQ=MONTHLY;BYMONTH=8,9",
        &["2024-08-31T09:00", "2025-08-31T09:00", "2026-08-31T09:00"],
    ),
    (
        "an interval of months from far back",
        "DTSTART:20000115T090000Z\nRRULE:FREQ=MONTHLY;INTERVAL=13;UNTIL=20251231T000000Z",
        &["2024-12-15T09:00"],
    ),
    (
        "dates beside a rule, once",
        "DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;COUNT=1\nRDATE:20260302T090000Z,20260401T090000Z",
        &["2026-03-02T09:00", "2026-04-01T09:00"],
    ),
    (
        "dates without a rule",
        "DTSTART:20260302T090000Z\nRDATE:20260303T090000Z",
        &["2026-03-02T09:00", "2026-03-03T09:00"],
    ),
    (
        "periods",
        "DTSTART:20260302T090000Z\nRDATE;VALUE=PERIOD:20260303T090000Z/PT3H",
        &["2026-03-02T09:00", "2026-03-03T09:00"],
    ),
    (
        "exceptions by instant, also to dates",
        "DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nRDATE:20260401T090000Z\nEXDATE:20260303T090000Z,20260401T090000Z",
        &["2026-03-02T09:00"],
    ),
    (
        "exceptions in another zone",
        "DTSTART;TZID=Europe/Berlin:20260302T090000\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE;TZID=W. Europe Standard Time:20260303T090000",
        &["2026-03-02T08:00"],
    ),
    (
        "exceptions by date",
        "DTSTART;TZID=Europe/Berlin:20260302T090000\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE;VALUE=DATE:20260303",
        &["2026-03-02T08:00"],
    ),
    (
        "a rule of exceptions",
        "DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXRULE:FREQ=DAILY;INTERVAL=2",
        &["2026-03-03T09:00"],
    ),
    (
        "a wall clock across the change",
        "DTSTART;TZID=Europe/Berlin:20260328T090000\nRRULE:FREQ=DAILY;COUNT=2",
        &["2026-03-28T08:00", "2026-03-29T07:00"],
    ),
    (
        "a start in a gap",
        "DTSTART;TZID=Europe/Berlin:20260329T023000\nRRULE:FREQ=DAILY;COUNT=2",
        &["2026-03-29T01:30", "2026-03-30T00:30"],
    ),
    (
        "a start in a fold",
        "DTSTART;TZID=Europe/Berlin:20261025T023000\nRRULE:FREQ=DAILY;COUNT=1",
        &["2026-10-25T00:30"],
    ),
];

#[test]
fn occurrences_of_rules_are_those_of_the_rfc() {
    for (what, lines, wanted) in RULES {
        assert_eq!(starts(&vevent(&format!("UID:a\n{lines}"))), *wanted, "{what}");
    }
}

const WEEKLY: &str = "UID:a\nSEQUENCE:0\nDTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000\nRRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:Old";

#[test]
fn overrides_take_the_place_of_their_occurrence() {
    for (what, lines, wanted) in [
        (
            "moved",
            "SEQUENCE:2\nRECURRENCE-ID;TZID=Europe/Berlin:20260309T090000\nDTSTART;TZID=Europe/Berlin:20260310T110000",
            vec!["2026-03-02T08:00", "2026-03-10T10:00", "2026-03-16T08:00", "2026-03-23T08:00"],
        ),
        (
            "named by instant",
            "RECURRENCE-ID:20260309T080000Z\nDTSTART:20260310T100000Z",
            vec!["2026-03-02T08:00", "2026-03-10T10:00", "2026-03-16T08:00", "2026-03-23T08:00"],
        ),
        (
            "named by date",
            "RECURRENCE-ID;VALUE=DATE:20260309\nDTSTART:20260310T100000Z",
            vec!["2026-03-02T08:00", "2026-03-10T10:00", "2026-03-16T08:00", "2026-03-23T08:00"],
        ),
        (
            "of an occurrence that is none",
            "RECURRENCE-ID:20260401T080000Z\nDTSTART:20260402T080000Z",
            vec![
                "2026-03-02T08:00",
                "2026-03-09T08:00",
                "2026-03-16T08:00",
                "2026-03-23T08:00",
                "2026-04-02T08:00",
            ],
        ),
        (
            "and all later ones",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260316T080000Z\nDTSTART;TZID=Europe/Berlin:20260317T103000",
            vec!["2026-03-02T08:00", "2026-03-09T08:00", "2026-03-17T09:30", "2026-03-24T09:30"],
        ),
    ] {
        let override_ = vevent(&format!("UID:a\n{lines}\nSUMMARY:New"));
        assert_eq!(starts(&format!("{}\n{override_}", vevent(WEEKLY))), wanted, "{what}");
        assert_eq!(starts(&format!("{override_}\n{}", vevent(WEEKLY))), wanted, "{what}, written first");
    }
}

#[test]
fn a_later_move_of_all_later_ones_wins() {
    let moves = |id: &str, start: &str| {
        vevent(&format!(
            "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:{id}\nDTSTART:{start}\nDURATION:PT2H\nSUMMARY:{id}"
        ))
    };
    let body = [
        vevent(WEEKLY),
        moves("20260309T080000Z", "20260309T090000Z"),
        moves("20260323T080000Z", "20260323T120000Z"),
    ];
    assert_eq!(
        starts(&body.join("\n")),
        ["2026-03-02T08:00", "2026-03-09T09:00", "2026-03-16T09:00", "2026-03-23T12:00"]
    );
}

#[test]
fn an_override_of_an_excluded_occurrence_is_excluded() {
    let master = vevent(&format!("{WEEKLY}\nEXDATE:20260309T080000Z"));
    let other = vevent("UID:a\nRECURRENCE-ID:20260309T080000Z\nDTSTART:20260310T080000Z");
    assert_eq!(starts(&format!("{master}\n{other}")).len(), 3);
}

#[test]
fn the_newest_of_two_versions_wins() {
    let version = |sequence: u32, stamp: &str, title: &str| {
        vevent(
            &format!("{WEEKLY}\nX:1")
                .replace("SEQUENCE:0", &format!("SEQUENCE:{sequence}\nDTSTAMP:{stamp}"))
                .replace("Old", title),
        )
    };
    for (one, other) in [
        (version(0, "20260102T000000Z", "Old"), version(1, "20260101T000000Z", "New")),
        (version(1, "20260101T000000Z", "Old"), version(1, "20260102T000000Z", "New")),
    ] {
        for body in [format!("{one}\n{other}"), format!("{other}\n{one}")] {
            let object = only_object(&body);
            assert_eq!((object.occurrences.len(), object.details[0].summary.as_str()), (4, "New"));
        }
    }
}

#[test]
fn meetings_that_share_a_uid_are_kept_apart() {
    let body =
        ["20260302T090000Z", "20260303T090000Z"].map(|start| vevent(&format!("UID:a\nDTSTART:{start}")));
    let object = only_object(&body.join("\n"));
    let ids: Vec<_> = object.occurrences.iter().map(|one| one.recurrence_id == Some(one.start)).collect();
    assert_eq!(ids, [true, true]);
}

#[test]
fn an_override_alone_is_no_series() {
    let object = only_object(&vevent("UID:a\nRECURRENCE-ID:20260309T080000Z\nDTSTART:20260310T080000Z"));
    assert!(!object.whole);
    assert_eq!(object.occurrences[0].recurrence_id, Some("2026-03-09T08:00:00Z".parse().unwrap()));
}

#[test]
fn ends_follow_from_end_duration_or_nothing() {
    for (what, lines, end) in [
        ("an end", "DTSTART:20260302T090000Z\nDTEND:20260302T100000Z", "2026-03-02T10:00:00Z"),
        (
            "an end without a zone",
            "DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND:20260302T100000",
            "2026-03-02T09:00:00Z",
        ),
        ("a duration", "DTSTART:20260302T090000Z\nDURATION:PT90M", "2026-03-02T10:30:00Z"),
        ("nothing for a time", "DTSTART:20260302T090000Z", "2026-03-02T09:00:00Z"),
        ("nothing for a date", "DTSTART;VALUE=DATE:20260302", "2026-03-03T00:00:00Z"),
        ("dates", "DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260305", "2026-03-05T00:00:00Z"),
        ("days for a date", "DTSTART;VALUE=DATE:20260302\nDURATION:P2D", "2026-03-04T00:00:00Z"),
        (
            "an end before the start",
            "DTSTART:20260302T090000Z\nDTEND:20260301T100000Z",
            "2026-03-02T09:00:00Z",
        ),
        ("an endless duration", "DTSTART:20260302T090000Z\nDURATION:P1000000000000W", "2026-03-02T09:00:00Z"),
        ("an unreadable end", "DTSTART:20260302T090000Z\nDTEND:None", "2026-03-02T09:00:00Z"),
    ] {
        let object = only_object(&vevent(&format!("UID:a\n{lines}")));
        assert_eq!(object.occurrences[0].end.to_string(), end, "{what}");
        assert_eq!(object.occurrences[0].all_day, lines.contains("VALUE=DATE"), "{what}");
    }
}

#[test]
fn a_zone_of_the_file_is_taken_where_its_name_says_nothing() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0545\nTZOFFSETTO:+0545\nEND:STANDARD\nEND:VTIMEZONE\n";
    let event = vevent("UID:a\nDTSTART;TZID=\"Customized Time Zone\":20260302T090000");
    assert_eq!(starts(&format!("{zone}{event}")), ["2026-03-02T03:15"]);
    assert_eq!(starts(&format!("{event}\n{zone}")), ["2026-03-02T03:15"], "described after its use");
    let reading = read_events(&event);
    assert_eq!(reading.skipped.len(), 1, "local, and told");
}

#[test]
fn cancelled_and_secret_events_are_listed_as_such() {
    let object = only_object(&vevent(
        "UID:a\nDTSTART:20260302T090000Z\nSTATUS:CANCELLED\nCLASS:PRIVATE\nSUMMARY:Secret\nLOCATION:Here",
    ));
    assert_eq!(object.occurrences.len(), 1);
    let details = &object.details[0];
    assert_eq!(
        (details.status, details.summary.as_str(), details.location.as_str()),
        (EventStatus::Cancelled, "", "")
    );
}

#[test]
fn an_event_without_a_uid_gets_one_of_its_content() {
    let uid = |body: &str| only_object(body).uid;
    let event = vevent("DTSTART:20260302T090000Z\nSUMMARY:Lunch");
    assert_eq!(uid(&event), uid(&event.replace("SUMMARY", "X-N:1\nSUMMARY")));
    assert_ne!(uid(&event), uid(&event.replace("Lunch", "Dinner")));
    assert!(
        only_object(&event).made_uid && !only_object(&vevent("UID:a\nDTSTART:20260302T090000Z")).made_uid
    );
}

#[test]
fn a_bad_property_costs_no_event_and_a_bad_event_no_calendar() {
    let body = [
        vevent(
            "UID:a\nDTSTART:20260302T090000Z\nRRULE\nATTENDEE;CN=\"x:y\nORGANIZER;X y=1:mailto:o@b.example\nDTSTAMP:x",
        ),
        vevent("UID:b\nDTSTART:not a date"),
        vevent("SUMMARY:nothing else"),
        vevent("UID:c\nDTSTART:20260303T090000Z"),
    ];
    let reading = read_events(&body.join("\n"));
    let uids: Vec<&str> = reading.objects.iter().map(|object| object.uid.as_str()).collect();
    assert_eq!(uids, ["a", "c"]);
    assert!(reading.skipped.iter().any(|note| note.ends_with(": b")), "{:?}", reading.skipped);
}

#[test]
fn a_mail_may_only_change_what_is_its_senders() {
    let event = "BEGIN:VEVENT\nUID:a\nDTSTART:20260302T090000Z\nORGANIZER;SENT-BY=\"mailto:desk@work.example\":mailto:olga@work.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@studio.example\nEND:VEVENT";
    let may = |method: &str, sender: &str| {
        let object = only_object(&format!("METHOD:{method}\n{event}"));
        sender_may(&object, &Address::parse(sender).unwrap())
    };
    for (method, olga, desk, ana, eve) in [
        ("REQUEST", true, true, false, false),
        ("CANCEL", true, true, false, false),
        ("REPLY", false, false, true, false),
        ("COUNTER", false, false, true, false),
        ("PUBLISH", true, true, true, true),
    ] {
        for (sender, wanted) in [
            ("olga@work.example", olga),
            ("desk@work.example", desk),
            ("ana+x@studio.example", ana),
            ("eve@evil.example", eve),
        ] {
            assert_eq!(may(method, sender), wanted, "{method} by {sender}");
        }
    }
}

#[test]
fn mails_may_leave_out_when_the_event_is() {
    let object =
        only_object("METHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nORGANIZER:mailto:o@work.example\nEND:VEVENT");
    assert_eq!(
        (object.method, object.whole, object.occurrences.len(), object.details.len()),
        (Some(Method::Cancel), true, 0, 1)
    );
    let object =
        only_object("METHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260309T080000Z\nEND:VEVENT");
    assert_eq!((object.whole, object.occurrences.len()), (false, 1));
}
