//! When letters are written and when they are not, at instants of our choosing.

use std::fs;

use goodwill::config::{self, Config};
use goodwill::delivery::{Outbox, OutboxState, Reason};
use goodwill::observations::mail::Trust;
use goodwill::service::intake::Reading;
use goodwill::service::letters::Written;
use goodwill::service::{agenda, journal};
use goodwill::store::Store;
use jiff::{SignedDuration, Timestamp};

use crate::world::{ME, World};

/// A Sunday, 18:00 in Berlin.
const SUNDAY: &str = "2026-06-07T16:00:00Z";
const ANA: &str = "Ana Reis <ana@studio.example>";
const BEN: &str = "Ben Wolf <ben@firm.example>";

/// Two questions wait for the owner.
struct Desk {
    world: World,
    config: Config,
    store: Store,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Desk {
    fn new() -> Self {
        let world = World::new()
            .config("[nudges]\nbar = 0.0\n[delivery]\nvia = \"file\"\nfirst_letter = false\n")
            .to(ANA, "2026-03-01 09:00", "News", "Hi Ana,\n\nhow are you?\n\nSam")
            .to(BEN, "2026-03-02 09:00", "News", "Hi Ben,\n\nhow are you?\n\nSam")
            .from(
                ANA,
                "2026-05-30 09:00",
                "A printer",
                "Hi Sam,\n\nCould you send me the address of the printer?\n\nAna",
            )
            .from(
                BEN,
                "2026-05-31 09:00",
                "A book",
                "Hi Sam,\n\nWhich of the books should I read first?\n\nBen",
            );
        Self::of(world)
    }

    fn of(world: World) -> Self {
        let world = world.import();
        let config = config::load(&world.path("config.toml"));
        let config = config.unwrap_or_else(|error| panic!("{}", error.report(config::Colour::Never)));
        let store = Store::open(&world.path("state")).unwrap();
        Self { world, config, store }
    }

    /// A Sunday's letter falls due; what is written at `now`?
    fn sunday(&mut self, now: &str) -> Written {
        self.store.schedule(agenda::DIGEST, at(SUNDAY)).unwrap();
        agenda::write_due(&mut self.store, &self.config, at(now)).unwrap()
    }

    fn write(&mut self, now: &str) -> Written {
        agenda::write_due(&mut self.store, &self.config, at(now)).unwrap()
    }

    fn comes(&mut self, text: &str) {
        let mut reading = Reading::new(&self.config, Trust::Owner, at(SUNDAY));
        if text.starts_with("BEGIN:") {
            super::world::read_calendar(&mut reading, text);
        } else {
            reading.message("mail", text.as_bytes(), None);
        }
        self.store.record(&reading.batch).unwrap();
        journal::refold(&mut self.store, &self.config, at("2026-06-06T09:00:00Z")).unwrap();
    }

    fn answer(&mut self, who: &str, id: &str) {
        self.comes(&format!(
            "Message-ID: <re{id}@home.example>\r\nIn-Reply-To: <{id}@mail.example>\r\nReferences: <{id}@mail.example>\r\n\
             Date: Sun, 07 Jun 2026 16:30:00 +0000\r\nFrom: {ME}\r\nTo: {who}\r\nSubject: Re: News\r\n\r\nHi,\r\n\r\n\
             here it is, Mill Lane 4.\r\n"
        ));
    }

    fn waiting(&mut self) -> Vec<String> {
        let due = self.store.due(Timestamp::MAX).unwrap();
        due.into_iter().map(|queued| String::from_utf8_lossy(&queued.message.bytes).into_owned()).collect()
    }
}

fn all_day(summary: &str, from: &str, until: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//EN\r\nBEGIN:VEVENT\r\nUID:away\r\nDTSTAMP:20260101T000000Z\r\n\
         DTSTART;VALUE=DATE:{from}\r\nDTEND;VALUE=DATE:{until}\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[test]
fn an_import_sends_nothing() {
    let mut desk = Desk::new();
    assert_eq!(desk.waiting().len(), 0);
    assert!(!desk.world.path("state/outbox").exists());
    assert_eq!(desk.sunday(SUNDAY), Written::Queued, "though there is something to say");
}

#[test]
fn a_letter_waits_for_the_end_of_quiet_hours() {
    let mut desk = Desk::new();
    assert_eq!(desk.sunday("2026-06-07T19:00:00Z"), Written::Nothing, "21:00");
    assert_eq!(desk.sunday("2026-06-08T05:59:00Z"), Written::Nothing);
    assert_eq!(desk.sunday("2026-06-08T06:00:00Z"), Written::Queued, "08:00");
}

#[test]
fn a_letter_waits_for_the_end_of_days_away_and_then_there_is_one() {
    let mut desk = Desk::new();
    desk.comes(&all_day("Holiday", "20260601", "20260616"));
    for day in ["2026-06-07T16:00:00Z", "2026-06-10T09:00:00Z", "2026-06-14T16:00:00Z"] {
        assert_eq!(desk.sunday(day), Written::Nothing, "{day}");
    }
    assert_eq!(desk.sunday("2026-06-16T06:30:00Z"), Written::Queued);
    assert_eq!(
        agenda::write_due(&mut desk.store, &desk.config, at("2026-06-16T07:00:00Z")).unwrap(),
        Written::Nothing
    );
    assert_eq!(desk.waiting().len(), 1);
}

#[test]
fn free_time_and_the_absence_of_somebody_else_hold_no_letter_back() {
    let free =
        all_day("Holiday", "20260601", "20260616").replace("END:VEVENT", "TRANSP:TRANSPARENT\r\nEND:VEVENT");
    for other in [free, all_day("Ana: vacation", "20260601", "20260616")] {
        let mut desk = Desk::new();
        desk.comes(&other);
        assert_eq!(desk.sunday(SUNDAY), Written::Queued, "{other}");
    }
}

#[test]
fn status_says_until_when_the_calendar_has_him_away() {
    let desk = Desk::new();
    let away = all_day("Holiday", "20260601", "20260616");
    fs::write(desk.world.path("away.ics"), away).unwrap();
    let run = desk.world.run(&["import", desk.world.path("away.ics").to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let status = |day: &str| desk.world.run(&["--as-of", day, "status"]).out;
    assert!(
        status("2026-06-07").contains("you are away until 16 Jun 2026 00:00"),
        "{}",
        status("2026-06-07")
    );
    assert!(!status("2026-06-17").contains("you are away"));
}

#[test]
fn what_contact_overtakes_while_it_waits_is_not_sent() {
    let mut desk = Desk::new();
    assert_eq!(desk.sunday(SUNDAY), Written::Queued);
    let later = at(SUNDAY) + SignedDuration::from_hours(1);
    agenda::recheck(&mut desk.store, &desk.config, later).unwrap();
    let both = desk.waiting();
    assert_eq!(both.len(), 1);
    assert!(both[0].contains("Ana") && both[0].contains("Ben"), "{}", both[0]);

    desk.answer(ANA, "3");
    agenda::recheck(&mut desk.store, &desk.config, later).unwrap();
    let rest = desk.waiting();
    assert_eq!(rest.len(), 1);
    assert!(!rest[0].contains("Ana") && rest[0].contains("Ben"), "{}", rest[0]);

    desk.answer(BEN, "4");
    agenda::recheck(&mut desk.store, &desk.config, later + SignedDuration::from_hours(1)).unwrap();
    assert_eq!(desk.waiting(), Vec::<String>::new());
    let states: Vec<OutboxState> = desk.store.outbox(9).unwrap().into_iter().map(|row| row.state).collect();
    assert_eq!(states, [OutboxState::Expired; 2]);
}

#[test]
fn what_still_waits_when_days_away_begin_is_not_sent_before_they_end() {
    let holiday = all_day("Holiday", "20260608", "20260620");
    for sending in [false, true] {
        let mut desk = Desk::new();
        assert_eq!(desk.sunday(SUNDAY), Written::Queued);
        let letter = desk.store.due(Timestamp::MAX).unwrap().remove(0);
        if sending {
            let soon = at(SUNDAY) + SignedDuration::from_mins(1);
            desk.store.mark_sending(&letter, Reason::Due, at(SUNDAY), soon).unwrap();
        }
        desk.comes(&holiday);
        let morning = at("2026-06-08T07:03:00Z");
        agenda::recheck(&mut desk.store, &desk.config, morning).unwrap();
        let back = at("2026-06-19T22:00:00Z");
        assert_eq!(desk.store.outbox(1).unwrap()[0].next_at, back, "sending: {sending}");
        assert!(desk.store.due_at(agenda::DIGEST).unwrap().unwrap() <= back, "one on the return");
        assert!(desk.store.due(morning).unwrap().is_empty());
    }
}

#[test]
fn what_contact_overtakes_on_its_way_is_not_sent_again() {
    let mut desk = Desk::new();
    assert_eq!(desk.sunday(SUNDAY), Written::Queued);
    let letter = desk.store.due(Timestamp::MAX).unwrap().remove(0);
    let soon = at(SUNDAY) + SignedDuration::from_mins(1);
    desk.store.mark_sending(&letter, Reason::Due, at(SUNDAY), soon).unwrap();
    desk.answer(ANA, "3");
    let later = at(SUNDAY) + SignedDuration::from_hours(1);
    agenda::recheck(&mut desk.store, &desk.config, later).unwrap();
    let unknown = desk.store.unknown().unwrap();
    assert_eq!(unknown.len(), 1, "it may have arrived, so it is looked for");
    assert!(unknown[0].message.expires_at <= later, "and never sent again");
    assert!(desk.waiting().is_empty(), "nor replaced");
}

#[test]
fn once_a_month_a_letter_says_that_all_is_quiet() {
    let mut desk = Desk::new();
    desk.config.nudges.kinds.clear();
    agenda::plan(&mut desk.store, &desk.config, at("2026-06-01T09:00:00Z")).unwrap();
    assert_eq!(desk.sunday(SUNDAY), Written::Nothing);
    let (month, after) = ("2026-07-05T16:00:00Z", "2026-07-12T16:00:00Z");
    desk.store.schedule(agenda::DIGEST, at(month)).unwrap();
    assert_eq!(agenda::write_due(&mut desk.store, &desk.config, at(month)).unwrap(), Written::Queued);
    assert!(desk.waiting()[0].contains("Subject: All quiet"));
    desk.store.schedule(agenda::DIGEST, at(after)).unwrap();
    assert_eq!(agenda::write_due(&mut desk.store, &desk.config, at(after)).unwrap(), Written::Nothing);
}

/// A meeting with Ana.
fn coffee(start: &str, end: &str, lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//EN\r\nBEGIN:VEVENT\r\nUID:coffee\r\n\
         DTSTAMP:20260101T000000Z\r\nDTSTART{start}\r\nDTEND{end}\r\n\
         SUMMARY:Coffee\r\nORGANIZER:mailto:{ME}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}\r\n\
         ATTENDEE;CN=Ana Reis;PARTSTAT=ACCEPTED:mailto:ana@studio.example\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[test]
fn no_brief_is_written_or_leaves_on_days_away() {
    let meeting = coffee(":20260608T120000Z", ":20260608T130000Z", "");
    let mut desk = Desk::new();
    desk.comes(&meeting);
    desk.comes(&all_day("Holiday", "20260608", "20260609"));
    let morning = at("2026-06-08T07:00:00Z");
    assert_eq!(agenda::write_due(&mut desk.store, &desk.config, morning).unwrap(), Written::Nothing);

    let mut desk = Desk::new();
    desk.comes(&meeting);
    let before = at("2026-06-07T18:59:30Z");
    desk.store.schedule("brief", before).unwrap();
    assert_eq!(agenda::write_due(&mut desk.store, &desk.config, before).unwrap(), Written::Queued);
    desk.comes(&all_day("Holiday", "20260608", "20260609"));
    agenda::recheck(&mut desk.store, &desk.config, morning).unwrap();
    assert!(desk.store.due(morning).unwrap().is_empty(), "it waits");
}

#[test]
fn a_meeting_moved_to_another_day_is_briefed_again_and_one_moved_within_the_day_is_not() {
    let mut desk = Desk::new();
    let write = Desk::write;
    desk.comes(&coffee(":20260608T090000Z", ":20260608T100000Z", "SEQUENCE:1\r\n"));
    assert_eq!(write(&mut desk, "2026-06-07T15:30:00Z"), Written::Queued);
    desk.comes(&coffee(":20260608T100000Z", ":20260608T110000Z", "SEQUENCE:2\r\n"));
    assert_ne!(write(&mut desk, "2026-06-07T16:30:00Z"), Written::Queued);
    desk.comes(&coffee(":20260610T090000Z", ":20260610T100000Z", "SEQUENCE:3\r\n"));
    assert_eq!(write(&mut desk, "2026-06-09T15:30:00Z"), Written::Queued);
}

#[test]
fn a_day_of_meetings_is_one_letter_and_what_changes_while_it_waits_is_told_anew() {
    let with_ben = |start: &str, sequence: u8| {
        coffee(&format!(":20260608T{start}Z"), ":20260608T200000Z", &format!("SEQUENCE:{sequence}\r\n"))
            .replace("UID:coffee", "UID:tea")
            .replace("Ana Reis", "Ben Wolf")
            .replace("ana@studio.example", "ben@firm.example")
    };
    let mut desk = Desk::new();
    let write = Desk::write;
    desk.comes(&coffee(":20260608T090000Z", ":20260608T100000Z", ""));
    desk.comes(&with_ben("160000", 1));
    assert_eq!(write(&mut desk, "2026-06-07T15:00:00Z"), Written::Queued);
    assert_eq!(desk.waiting().len(), 1);
    let letter = desk.waiting().remove(0);
    assert!(letter.contains("Subject: Tomorrow: Ana Reis, Ben Wolf"), "{letter}");
    assert!(letter.contains("11:00: Ana Reis") && letter.contains("18:00: Ben Wolf"), "{letter}");

    desk.comes(&with_ben("170000", 2));
    agenda::recheck(&mut desk.store, &desk.config, at("2026-06-07T15:10:00Z")).unwrap();
    assert_eq!(desk.waiting(), Vec::<String>::new(), "the hour is wrong");
    assert_eq!(write(&mut desk, "2026-06-07T15:10:00Z"), Written::Queued);
    assert!(desk.waiting()[0].contains("19:00: Ben Wolf"), "{}", desk.waiting()[0]);
    agenda::recheck(&mut desk.store, &desk.config, at("2026-06-07T15:20:00Z")).unwrap();
    assert_eq!(desk.waiting().len(), 1);
    assert_eq!(write(&mut desk, "2026-06-08T06:30:00Z"), Written::Nothing, "all are told of");
}

#[test]
fn a_day_of_very_many_meetings_has_a_second_letter_and_both_hold() {
    let names = ["Ana", "Ben", "Cem", "Dora", "Eva", "Finn", "Gita", "Hugo", "Ida", "Jon"];
    let world =
        World::new().config("[nudges]\nbar = 0.0\n[delivery]\nvia = \"file\"\nfirst_letter = false\n");
    let mut desk = Desk::of(names.iter().fold(world, |world, name| {
        let (who, body) =
            (format!("{name} Reis <{name}@studio.example>"), format!("Hi {name},\n\nhow are you?\n\nSam"));
        let asked = format!("Hi Sam,\n\nCould you send me the address of the printer?\n\n{name}");
        world.to(&who, "2026-03-01 09:00", name, &body).from(&who, "2026-05-30 09:00", "A printer", &asked)
    }));
    for (hour, name) in (8..).zip(names) {
        let meeting = coffee(&format!(":20260608T{hour:02}0000Z"), &format!(":20260608T{hour:02}3000Z"), "");
        let meeting =
            meeting.replace("Ana Reis", &format!("{name} Reis")).replace("ana@", &format!("{name}@"));
        desk.comes(&meeting.replace("UID:coffee", &format!("UID:{name}")));
    }
    assert_eq!(desk.write("2026-06-07T15:00:00Z"), Written::Queued);
    let letters = desk.waiting();
    assert!(letters[0].contains("Hugo Reis") && !letters[0].contains("Ida Reis"), "{letters:?}");
    assert_eq!(desk.write("2026-06-08T06:00:00Z"), Written::Queued);
    let letters = desk.waiting();
    assert!(letters.len() == 2 && letters[1].contains("Subject: Today: Ida Reis, Jon Reis"), "{letters:?}");
    agenda::recheck(&mut desk.store, &desk.config, at("2026-06-08T06:10:00Z")).unwrap();
    assert_eq!(desk.waiting().len(), 2);
}

#[test]
fn nudge_shows_the_briefs_that_are_due() {
    let desk = Desk::new();
    fs::write(desk.world.path("coffee.ics"), coffee(":20260608T090000Z", ":20260608T100000Z", "")).unwrap();
    let run = desk.world.run(&["import", desk.world.path("coffee.ics").to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let nudge = |at: &str| desk.world.run(&["--as-of", at, "nudge"]).out;
    let due = nudge("2026-06-07T15:30:00Z");
    assert!(due.contains("Subject: Tomorrow, 11:00: Ana Reis\n"), "{due}");
    assert!(!nudge("2026-06-07T14:30:00Z").contains("11:00"), "not yet");
    let told = desk.world.json(&["--as-of", "2026-06-07T15:30:00Z", "nudge"]);
    let brief = &told.iter().find(|line| !line["brief"].is_null()).unwrap()["brief"];
    assert_eq!(
        (&brief["day"], &brief["meetings"][0]["people"][0]["name"]),
        (&"2026-06-08".into(), &"Ana Reis".into())
    );
}

#[test]
fn the_config_says_when_a_brief_comes_and_a_cancelled_meeting_has_none() {
    let meeting = |status: &str, sequence: u8| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//EN\r\nBEGIN:VEVENT\r\nUID:coffee\r\nSEQUENCE:{sequence}\r\n\
             DTSTAMP:2026010{sequence}T000000Z\r\nDTSTART:20260608T090000Z\r\nDTEND:20260608T100000Z\r\nSTATUS:{status}\r\n\
             SUMMARY:Coffee\r\nORGANIZER:mailto:{ME}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}\r\n\
             ATTENDEE;CN=Ana Reis;PARTSTAT=ACCEPTED:mailto:ana@studio.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    let mut desk = Desk::new();
    desk.comes(&meeting("CONFIRMED", 1));
    let write = Desk::write;
    // 18 hours before 9:00 UTC.
    assert_eq!(write(&mut desk, "2026-06-07T14:59:00Z"), Written::Nothing);
    assert_eq!(write(&mut desk, "2026-06-07T15:00:00Z"), Written::Queued);
    assert!(desk.waiting()[0].contains("Subject: Tomorrow, 11:00: Ana Reis"), "{}", desk.waiting()[0]);
    assert_eq!(write(&mut desk, "2026-06-07T15:01:00Z"), Written::Nothing, "once");
    desk.comes(&meeting("CANCELLED", 2));
    agenda::recheck(&mut desk.store, &desk.config, at("2026-06-07T15:10:00Z")).unwrap();
    assert_eq!(desk.waiting(), Vec::<String>::new());
    let config = fs::read_to_string(desk.world.path("config.toml")).unwrap();
    let off = config::parse(&config.replace("bar = 0.0", "brief = \"off\""), "config.toml").unwrap();
    let mut quiet = Desk::new();
    quiet.config = off;
    quiet.comes(&meeting("CONFIRMED", 1));
    assert_eq!(write(&mut quiet, "2026-06-07T15:30:00Z"), Written::Nothing);
}
