//! Claims about broken frames of components.

use super::*;

fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let mut outline = outline(text.as_bytes());
    let uids = outline.events.iter().map(|&place| {
        let event = event_properties(text.as_bytes(), place, &mut outline.skipped);
        let uid = event.iter().find(|property| property.name == "UID");
        uid.map(|uid| uid.value.clone()).unwrap_or_default()
    });
    let uids = uids.collect();
    (uids, outline.skipped.into_notes())
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
        ("lower case", "begin:vcalendar\nbegin:vevent\nuid:a\nend:vevent\nbegin:vevent\nuid:b\nend:vevent"),
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
