//! What calendars of servers hold, and how they are let go of.

use super::*;
use crate::observations::calendar::{self, Standing, Window};

fn objects(summary: &str) -> Vec<CalendarObject> {
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260302T090000Z\nSUMMARY:{summary}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    let window = Window { from: Timestamp::MIN, until: Timestamp::MAX };
    calendar::read(text.as_bytes(), &jiff::tz::TimeZone::UTC, window).objects
}

fn key(calendar: &str, read_as: &str) -> CalendarKey {
    CalendarKey { account: "home".into(), calendar: calendar.into(), read_as: read_as.into() }
}

fn member(calendar: &str, member: &str, summary: &str) -> Recorded {
    let objects = objects(summary);
    Recorded::Member(StoredMember {
        key: key(calendar, "1"),
        member: member.into(),
        etag: Some("e".into()),
        objects,
    })
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn stands(store: &Store) -> Vec<(String, Standing)> {
    let objects = store.calendar_objects().unwrap();
    let mut stands: Vec<_> =
        objects.into_iter().map(|object| (object.details[0].summary.clone(), object.standing)).collect();
    stands.sort();
    stands
}

fn store() -> (tempfile::TempDir, Store) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open_or_create(directory.path()).unwrap();
    (directory, store)
}

#[test]
fn the_newest_version_of_a_member_takes_the_place_of_the_last() {
    let (_directory, mut store) = store();
    let sync = StoredSync { sync_token: Some("t".into()), ctag: None };
    let record = |store: &mut Store, batch: &[Recorded], gone: &[&str]| {
        let gone: Vec<String> = gone.iter().map(|&key| key.to_owned()).collect();
        store.record_caldav(&key("w", "1"), batch, &gone, Some(&sync), (at(5), at(9))).unwrap()
    };
    assert_eq!(record(&mut store, &[member("w", "m", "first")], &[]), 1);
    assert_eq!(record(&mut store, &[member("w", "m", "first")], &[]), 0);
    assert_eq!(record(&mut store, &[member("w", "m", "second")], &[]), 1);
    assert_eq!(stands(&store), [("second".to_owned(), Standing::Held)]);
    assert_eq!(record(&mut store, &[], &["m", "never there"]), 1);
    assert_eq!(stands(&store), [("second".to_owned(), Standing::Gone(at(5)))]);
    assert_eq!(store.caldav_members(&key("w", "1")).unwrap(), BTreeMap::new());
    assert_eq!(record(&mut store, &[member("w", "m", "second")], &[]), 1);
    assert_eq!(stands(&store), [("second".to_owned(), Standing::Held)]);
    assert_eq!(store.caldav_sync(&key("w", "1")).unwrap(), Some(sync));
    assert_eq!(store.caldav_read_at(&key("w", "1")).unwrap(), Some(at(9)));
}

#[test]
fn read_as_something_else_all_is_read_again_and_still_known() {
    let (_directory, mut store) = store();
    let batch = [member("w", "m", "first")];
    store.record_caldav(&key("w", "1"), &batch, &[], Some(&StoredSync::default()), (at(1), at(1))).unwrap();
    let members = |read_as| store.caldav_members(&key("w", read_as)).unwrap();
    assert_eq!(members("1"), BTreeMap::from([("m".to_owned(), Some("e".to_owned()))]));
    assert_eq!(members("2"), BTreeMap::from([("m".to_owned(), None)]));
    assert_eq!(store.caldav_sync(&key("w", "2")).unwrap(), None);
}

/// A store that holds an entry of each of two calendars.
fn two_calendars() -> (tempfile::TempDir, Store) {
    let (directory, mut store) = store();
    for calendar in ["w", "x"] {
        let batch = [member(calendar, "m", calendar)];
        store
            .record_caldav(&key(calendar, "1"), &batch, &[], Some(&StoredSync::default()), (at(1), at(1)))
            .unwrap();
    }
    (directory, store)
}

#[test]
fn what_a_calendar_held_is_gone_with_it() {
    let (_directory, mut store) = two_calendars();
    assert_eq!(store.release_caldav("home", (&["w".to_owned()], &[]), at(2)).unwrap(), 1);
    assert_eq!(stands(&store), [("w".to_owned(), Standing::Held), ("x".to_owned(), Standing::Gone(at(2)))]);
}

#[test]
fn what_a_calendar_held_stays_when_it_is_let_go_of() {
    let (_directory, mut store) = two_calendars();
    let home = StoredHome { place: "p".into(), is_calendar: false, urls: vec!["a".into(), "b".into()] };
    store.record_caldav_home("home", &home).unwrap();
    let names = |name: &str| vec![name.to_owned()];
    assert_eq!(store.release_caldav("home", (&names("w"), &names("x")), at(2)).unwrap(), 0);
    assert_eq!(stands(&store), [("w".to_owned(), Standing::Held), ("x".to_owned(), Standing::Told)]);
    assert_eq!(store.caldav_home("home").unwrap(), Some(home));
    store.release_caldav_account("home").unwrap();
    assert_eq!(stands(&store), [("w".to_owned(), Standing::Told), ("x".to_owned(), Standing::Told)]);
    assert_eq!(store.caldav_home("home").unwrap(), None);
    // Found again, it is held again.
    let batch = [member("w", "m", "w")];
    store.record_caldav(&key("w", "1"), &batch, &[], Some(&StoredSync::default()), (at(1), at(1))).unwrap();
    assert_eq!(stands(&store), [("w".to_owned(), Standing::Held), ("x".to_owned(), Standing::Told)]);
}
