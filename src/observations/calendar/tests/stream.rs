//! Claims about reading a stream one series at a time.

use super::*;

#[test]
fn events_of_one_uid_belong_together_wherever_they_stand() {
    let other = vevent("UID:a\\\\,b\nRECURRENCE-ID:20260303T090000Z\nDTSTART:20260303T110000Z");
    let between: Vec<String> =
        (0..50).map(|n| vevent(&format!("UID:n{n}\nDTSTART:20270302T090000Z"))).collect();
    let series = vevent("UID;X-A=1:a\\\\,b\nDTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;COUNT=2");
    let body = [other, between.join("\n"), series].join("\n");
    assert_eq!(starts(&body), ["2026-03-02T09:00", "2026-03-03T11:00"]);
}

#[test]
fn what_is_cut_is_told() {
    let dates: Vec<String> = (0..6_000)
        .map(|n| {
            format!("RDATE:2025{:02}{:02}T{:02}{:02}00Z", 1 + n % 12, 1 + n / 12 % 28, n / 336 % 24, n % 60)
        })
        .collect();
    for (what, lines, note) in [
        ("a rule", "DTSTART:20240101T000000Z\nRRULE:FREQ=MINUTELY".to_owned(), "followed only so far"),
        ("dates", format!("DTSTART:20240101T000000Z\n{}", dates.join("\n")), "only the first 5,000"),
        ("a line", format!("DTSTART:20260101T000000Z\nSUMMARY:{}", "x".repeat(70_000)), "longer than 64 KiB"),
    ] {
        let reading = read_events(&vevent(&format!("UID:a\n{lines}")));
        assert!(reading.objects[0].occurrences.len() <= 5_000, "{what}");
        assert!(reading.skipped.iter().any(|one| one.contains(note)), "{what}: {:?}", reading.skipped);
    }
}

#[test]
fn the_mark_of_a_series_changes_with_what_is_read_of_it() {
    let marks = |text: &str, until: &str| {
        let text = format!("BEGIN:VCALENDAR\n{text}\nEND:VCALENDAR\n");
        let window = window("2024-01-01T00:00:00Z", until);
        let stream = Stream::open(text.as_bytes(), &TimeZone::UTC, window);
        stream.series().iter().map(|series| series.mark).collect::<Vec<_>>()
    };
    let until = "2027-01-01T00:00:00Z";
    let event = "BEGIN:VEVENT\nUID:a\nDTSTAMP:20260101T000000Z\nDTSTART:20260302T090000Z\nEND:VEVENT";
    let known = marks(event, until);
    assert_eq!(marks(&event.replace("20260101T", "20260202T"), until), known, "a new stamp alone");
    for (what, other) in [
        ("its time", marks(&event.replace("T09", "T10"), until)),
        ("its method", marks(&format!("METHOD:CANCEL\n{event}"), until)),
        ("the window", marks(event, "2027-02-01T00:00:00Z")),
    ] {
        assert_ne!(other, known, "{what}");
    }
}
