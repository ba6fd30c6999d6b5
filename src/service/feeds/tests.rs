//! A calendar in a file, read again and again: what is written to the journal each time.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};

use super::*;
use crate::clock::Clock;
use crate::config;
use crate::store::Store;

/// One event of each UID; what is not weekly takes place once, on 2 March.
fn calendar_of(uids: &[&str], more: &str) -> String {
    let event = |uid: &&str| {
        let rule = if uid.starts_with("weekly") { "RRULE:FREQ=WEEKLY\r\n" } else { "" };
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z\r\n{rule}END:VEVENT\r\n"
        )
    };
    let events: String = uids.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\n{more}{events}END:VCALENDAR\r\n")
}

/// A clock that stands still.
struct Stopped(Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }
}

struct Fixture {
    directory: tempfile::TempDir,
    now: Timestamp,
}

impl Fixture {
    fn new(text: &str) -> Self {
        let fixture =
            Self { directory: tempfile::tempdir().unwrap(), now: "2026-03-10T09:00:00Z".parse().unwrap() };
        fixture.write(text);
        fixture
    }

    fn write(&self, text: &str) {
        fs::write(self.path("home.ics"), text).unwrap();
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.directory.path().join(name)
    }

    fn desk(&self, keys: &str) -> Desk {
        let text = format!(
            "{}[[calendar]]\nname = \"home\"\npath = {:?}\n{keys}",
            config::MINIMAL,
            self.path("home.ics")
        );
        let store = Store::open_or_create(&self.path("state")).unwrap();
        let config = config::parse(&text, "").unwrap();
        Desk::new(store, Arc::new(Stopped(self.now)), config, self.path("state"))
    }

    /// Reads the calendar and tells how much was new, and what the journal's files then hold.
    fn read(&self) -> (u64, Vec<(String, Vec<u8>)>) {
        self.read_with("")
    }

    fn read_with(&self, keys: &str) -> (u64, Vec<(String, Vec<u8>)>) {
        let desk = self.desk(keys);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let new = runtime.block_on(read_once(&desk, &desk.config.calendars[0])).unwrap().new;
        drop(desk);
        (new, files(&self.path("state")))
    }

    fn last_listed(&self) -> Timestamp {
        let desk = self.desk("");
        let objects = desk.store().calendar_objects().unwrap();
        assert_eq!(objects.len(), 1);
        objects[0].occurrences.last().unwrap().start
    }
}

fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn an_unchanged_calendar_writes_nothing() {
    let fixture = Fixture::new(&calendar_of(&["a", "weekly"], ""));
    let (new, first) = fixture.read();
    assert_eq!(new, 2);
    assert_eq!(fixture.read(), (0, first.clone()));
    assert_eq!(fixture.read(), (0, first));
}

#[test]
fn of_a_changed_calendar_only_what_changed_is_read() {
    let fixture = Fixture::new(&calendar_of(&["a", "b", "weekly"], ""));
    fixture.read();
    fixture.write(&calendar_of(&["a", "b", "weekly", "c"], ""));
    let desk = fixture.desk("");
    let reading = || Reading::new(&desk.config, Trust::Owner, fixture.now);
    let known = desk.store().feed_series("home").unwrap();
    assert_eq!(known.len(), 3);
    let mut read = Vec::new();
    let bytes = fs::read(fixture.path("home.ics")).unwrap();
    let mut record = |batch: &[Recorded]| {
        read.extend(batch.iter().filter_map(|item| match item {
            Recorded::Calendar(object) => Some(object.uid.clone()),
            _ => None,
        }));
        Ok(0)
    };
    let mut reading = reading();
    let (marks, _) =
        reading.calendar("home", &bytes, (crate::config::Whose::Owner, &known), &mut record).unwrap();
    reading.flush(&mut record).unwrap();
    assert_eq!((read, marks.len()), (vec!["c".to_owned()], 4));
    drop(desk);
    assert_eq!(fixture.read().0, 1);
    fixture.write(&calendar_of(&["a", "weekly"], ""));
    assert_eq!(fixture.read().0, 0);
    let desk = fixture.desk("");
    assert_eq!(desk.store().feed_series("home").unwrap().len(), 2);
    assert_eq!(
        desk.store().calendar_objects().unwrap().len(),
        4,
        "what left the calendar stays in the journal"
    );
}

#[test]
fn an_endless_series_goes_on_from_month_to_month_in_one_row() {
    let mut fixture = Fixture::new(&calendar_of(&["weekly"], ""));
    fixture.read();
    let first = fixture.last_listed();
    fixture.now += 24 * 20.hours();
    assert_eq!(fixture.read().0, 0, "the same month");
    fixture.now += 24 * 365.hours();
    assert_eq!(fixture.read().0, 1);
    assert!(fixture.last_listed().duration_since(first).as_hours() > 24 * 330);
}

#[test]
fn a_calendar_that_is_no_longer_the_owner_s_is_read_again() {
    let fixture = Fixture::new(&calendar_of(&["a"], ""));
    fixture.read();
    assert_eq!(fixture.read_with("mine = false\n").0, 1);
}

/// How often a calendar that changes every minute is read in an hour.
fn times_read(keys: &str) -> u32 {
    let fixture = Fixture::new(&calendar_of(&["a"], ""));
    let desk = fixture.desk(keys);
    let (calendar, shutdown) = (desk.config.calendars[0].clone(), CancellationToken::new());
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let read = std::sync::atomic::AtomicU32::new(0);
    runtime.block_on(async {
        let count = || {
            read.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        };
        let reader = keep_reading(desk, calendar, count, shutdown.clone());
        let hour = async {
            for minute in 1..60 {
                tokio::time::sleep(Duration::from_mins(1)).await;
                fixture.write(
                    &calendar_of(&["a"], &format!("X-MINUTE:{minute}\r\n"))
                        .replace("END:VEVENT", &format!("SUMMARY:{minute}\r\nEND:VEVENT")),
                );
            }
            shutdown.cancel();
        };
        tokio::join!(reader, hour);
    });
    read.into_inner()
}

#[test]
fn every_says_how_often_a_calendar_is_looked_at() {
    assert_eq!(times_read("every = \"5 minutes\"\n"), 12);
    assert_eq!(times_read(""), 4);
    assert_eq!(times_read("every = \"2 hours\"\n"), 1);
}

#[test]
fn a_large_calendar_is_recorded_in_parts() {
    let uids: Vec<String> = (0..1_300).map(|nth| format!("u{nth}")).collect();
    let uids: Vec<&str> = uids.iter().map(String::as_str).collect();
    let text = calendar_of(&uids, "");
    let config = config::parse(config::MINIMAL, "").unwrap();
    let mut reading = Reading::new(&config, Trust::Owner, "2026-03-10T09:00:00Z".parse().unwrap());
    let mut sizes = Vec::new();
    let mut record = |batch: &[Recorded]| {
        sizes.push(batch.len());
        Ok(batch.len() as u64)
    };
    let known = HashSet::new();
    reading.calendar("home", text.as_bytes(), (crate::config::Whose::Owner, &known), &mut record).unwrap();
    reading.flush(&mut record).unwrap();
    assert_eq!(sizes, [500, 500, 300]);
    assert_eq!(reading.intake.new, 1_300);
}
