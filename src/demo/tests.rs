//! What must hold of the demo on every day, and that our own reader takes all of it.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use mail_parser::{Message, MessageParser};

use super::*;
use crate::observations::calendar;

/// A leap day, the turn of years, days on which clocks change, and a week of plain days.
fn days_of_all_kinds() -> Vec<Date> {
    let mut all = vec![
        date(2024, 2, 29),
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(2026, 3, 29),
        date(2026, 10, 25),
        date(2026, 10, 26),
        date(2027, 4, 29),
    ];
    all.extend((0..7).filter_map(|offset| days::add(date(2026, 6, 15), offset)));
    all
}

/// The messages of an mbox, each with its lines as they were before quoting.
fn messages_of(mbox: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(mbox).unwrap();
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("From ") {
            out.push(String::new());
        } else if let Some(message) = out.last_mut() {
            message.push_str(line);
            message.push('\n');
        }
    }
    out
}

fn parsed(message: &str) -> Message<'_> {
    MessageParser::default().parse(message.as_bytes()).unwrap()
}

#[test]
fn the_same_day_gives_the_same_bytes_and_another_day_others() {
    let today = date(2026, 5, 6);
    assert_eq!(build(today), build(today));
    assert_ne!(build(today).mbox, build(date(2026, 5, 7)).mbox);
}

#[test]
fn every_told_message_is_sent_on_every_kind_of_day() {
    let told: Vec<_> = STORIES.iter().flat_map(|story| story::read(story)).collect();
    let names: BTreeSet<&str> = told.iter().map(|told| told.name).collect();
    assert_eq!(names.len(), told.len(), "names are unique");
    for today in days_of_all_kinds() {
        assert_eq!(thread::messages(&STORIES, today).len(), told.len(), "{today}");
    }
}

#[test]
fn messages_have_all_fields_unique_ids_and_known_parents() {
    for today in days_of_all_kinds() {
        let demo = build(today);
        let texts = messages_of(&demo.mbox);
        assert!(texts.len() >= 400, "{}", texts.len());
        let messages: Vec<Message<'_>> = texts.iter().map(|text| parsed(text)).collect();
        let mut ids = BTreeSet::new();
        for message in &messages {
            let id = message.message_id().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(message.from().and_then(|from| from.first()).and_then(|from| from.address()).is_some());
            assert!(message.date().is_some() && !message.subject().unwrap_or_default().is_empty(), "{id}");
            // Messages come in order of time, so a parent is known already.
            for parent in message.references().as_text_list().unwrap_or_default() {
                assert!(ids.contains(parent.as_ref()), "{id} answers {parent}");
            }
        }
    }
}

#[test]
fn nothing_is_dated_today_or_more_than_fourteen_months_ago() {
    for today in days_of_all_kinds() {
        let end = today.to_zoned_datetime(days::zone(days::ZONE)).unwrap().timestamp().as_second();
        let first = today.checked_sub(14.months()).unwrap();
        let start = first.to_zoned_datetime(days::zone(days::ZONE)).unwrap().timestamp().as_second();
        let demo = build(today);
        for text in messages_of(&demo.mbox) {
            let message = parsed(&text);
            let at = message.date().unwrap().to_timestamp();
            assert!((start..end).contains(&at), "{today}: {:?}", message.subject());
        }
    }
}

#[test]
fn the_calendar_is_read_without_a_note() {
    for today in days_of_all_kinds() {
        let demo = build(today);
        let midnight = |day: Date| day.to_zoned_datetime(days::zone(days::ZONE)).unwrap().timestamp();
        let window = calendar::Window {
            from: midnight(today.checked_sub(15.months()).unwrap()),
            until: midnight(today.checked_add(2.months()).unwrap()),
        };
        let read = |bytes: &[u8]| calendar::read(bytes, &days::zone(days::ZONE), window);
        let reading = read(&demo.calendar);
        assert_eq!(reading.skipped, Vec::<String>::new());
        assert!((40..=70).contains(&reading.objects.len()), "{}", reading.objects.len());
        let invitation = read(agenda::invitation(today).as_bytes());
        assert_eq!((invitation.objects.len(), invitation.skipped), (1, Vec::new()));
    }
}

#[test]
fn all_addresses_are_examples() {
    let demo = build(date(2026, 5, 6));
    let cards = String::from_utf8(demo.cards).unwrap();
    let calendar = String::from_utf8(demo.calendar).unwrap().replace("\r\n ", "");
    let mbox = String::from_utf8(demo.mbox).unwrap().replace("=\n", "");
    for text in [&mbox, &calendar, &cards, &demo.config] {
        for (before, after) in text.match_indices('@').filter_map(|(at, _)| text.split_at_checked(at)) {
            let domain: String = after
                .chars()
                .skip(1)
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
                .collect();
            let end = before.len().saturating_sub(30);
            let shown = before.get(end..).unwrap_or_default();
            assert!(domain.trim_end_matches('.').ends_with(".example"), "{shown}@{domain}");
        }
    }
}

#[test]
fn lines_that_would_begin_a_message_are_quoted() {
    let mbox = String::from_utf8(build(date(2026, 5, 6)).mbox).unwrap();
    assert!(mbox.contains("\n>From "), "some text begins a line so");
    let separators = mbox.lines().filter(|line| line.starts_with("From ")).count();
    assert_eq!(separators, mbox.lines().filter(|line| line.starts_with("Message-ID:")).count());
}

#[test]
fn no_two_everyday_messages_are_alike() {
    let texts: Vec<String> =
        routine::messages(date(2026, 5, 6)).into_iter().map(|message| message.body.text).collect();
    let distinct: BTreeSet<&String> = texts.iter().collect();
    // A short answer may well be given twice.
    assert!(distinct.len() * 100 >= texts.len() * 97, "{} of {}", distinct.len(), texts.len());
}
