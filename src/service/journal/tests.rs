//! The same meetings by feeds, calendar servers and mail: however they are delivered, one ledger comes of it.

use jiff::Timestamp;
use proptest::prelude::*;

use super::fold;
use crate::config::{self, Config, Whose};
use crate::observations::mail::Trust;
use crate::service::intake::Reading;
use crate::store::{
    CalendarKey, FeedChange, Recorded, Store, StoredFeed, StoredMember, StoredSeries, StoredSync,
};

const NOW: &str = "2026-06-01T00:00:00Z";
const OLGA: &str = "olga@work.example";
const ANA: &str = "ana@studio.example";
const BEN: &str = "ben@firm.example";
const ME: &str = "alex@studio.example";
const SERIES: &str = "DTSTART:20260302T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=6";

/// Until when what is deleted is known to have stood where it stood.
const SEEN: &str = "2026-03-25T00:00:00Z";

/// One delivery: a calendar that was read, a mail from somebody, or what a source that tells of deletions holds.
#[derive(Debug, Clone)]
enum Delivery {
    Calendar(String),
    Mail {
        id: usize,
        from: &'static str,
        text: String,
    },
    /// A member of a calendar of a server, as it is now; it may be deleted.
    Member {
        calendar: &'static str,
        text: Option<String>,
    },
    /// A polled feed has this one series, or lacks it.
    Polled {
        text: String,
        has: bool,
    },
}

impl Delivery {
    /// Whether it tells how something is now, so that the order of such deliveries is that of what happened.
    fn is_state(&self) -> bool {
        matches!(self, Self::Member { .. } | Self::Polled { .. })
    }
}

fn object(method: &str, lines: &str) -> String {
    object_of("review", method, lines)
}

fn object_of(uid: &str, method: &str, lines: &str) -> String {
    let method = if method.is_empty() { String::new() } else { format!("METHOD:{method}\r\n") };
    format!(
        "BEGIN:VCALENDAR\r\n{method}BEGIN:VEVENT\r\nUID:{uid}\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// Who organizes and who is invited, with the owner's answer and Ana's.
fn people(me: &str, ana: &str) -> String {
    format!(
        "ORGANIZER:mailto:{OLGA}\r\nATTENDEE;PARTSTAT={me}:mailto:{ME}\r\n\
         ATTENDEE;PARTSTAT={ana}:mailto:{ANA}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{BEN}"
    )
}

fn version(sequence: u32, day: u32) -> String {
    format!("SEQUENCE:{sequence}\r\nDTSTAMP:202602{day:02}T000000Z")
}

/// What feeds, a calendar server and the mailbox deliver of one series, some contradicting, some forged.
fn deliveries() -> Vec<Delivery> {
    let calendar = |method: &str, sequence: u32, day: u32, lines: String| {
        Delivery::Calendar(object(method, &format!("{}\r\n{SERIES}\r\n{lines}", version(sequence, day))))
    };
    let mut all = vec![
        calendar("", 0, 1, people("ACCEPTED", "NEEDS-ACTION")),
        calendar("PUBLISH", 0, 2, "SUMMARY:Busy".to_owned()),
        calendar("", 2, 5, format!("EXDATE:20260330T090000Z\r\n{}", people("ACCEPTED", "ACCEPTED"))),
    ];
    all.extend(mails());
    all
}

/// What happens to a calendar server and a polled feed, in its order, and whether it must be seen: what is
/// overtaken by the next step need not be.
fn happenings() -> Vec<(Delivery, bool)> {
    let text = |uid: &str, sequence: u32, lines: &str| {
        let lines = format!("{}\r\n{lines}\r\n{}", version(sequence, 3), people("ACCEPTED", "ACCEPTED"));
        object_of(uid, "", &lines)
    };
    let member = |calendar, text| Delivery::Member { calendar, text };
    let lunch = |hour: u32| format!("DTSTART:20260402T{hour:02}0000Z\r\nDURATION:PT1H");
    let walk = text("walk", 0, SERIES);
    let polled = |has| Delivery::Polled { text: walk.clone(), has };
    vec![
        // Moved in its calendar, deleted there, put back, and at last moved to another calendar.
        (member("work", Some(text("lunch", 0, &lunch(11)))), false),
        (member("work", None), false),
        (member("work", Some(text("lunch", 1, &lunch(12)))), true),
        (member("work", None), true),
        (member("home", Some(text("lunch", 1, &lunch(13)))), true),
        // Deleted for good after some of it took place.
        (member("club", Some(text("choir", 0, &lunch(19)))), false),
        (member("club", Some(text("choir", 2, SERIES))), true),
        (member("club", None), true),
        (polled(true), true),
        (polled(false), true),
        (polled(false), true),
    ]
}

fn mails() -> Vec<Delivery> {
    let moved = "RECURRENCE-ID:20260309T090000Z\r\nDTSTART:20260310T140000Z\r\nDURATION:PT1H";
    let olga = format!("ORGANIZER:mailto:{OLGA}");
    let declined = |who: &str| format!("{olga}\r\nATTENDEE;PARTSTAT=DECLINED:mailto:{who}");
    let mails = [
        (OLGA, "REQUEST", version(0, 1), format!("{SERIES}\r\n{}", people("NEEDS-ACTION", "NEEDS-ACTION"))),
        (OLGA, "REQUEST", version(3, 6), format!("{moved}\r\n{}", people("ACCEPTED", "ACCEPTED"))),
        (OLGA, "CANCEL", version(3, 7), format!("RECURRENCE-ID:20260316T090000Z\r\n{olga}")),
        (ANA, "REPLY", version(2, 8), format!("RECURRENCE-ID:20260323T090000Z\r\n{}", declined(ANA))),
        (BEN, "COUNTER", version(3, 8), format!("{moved}\r\n{olga}\r\nATTENDEE:mailto:{BEN}")),
        // He is not the organizer.
        (BEN, "CANCEL", version(9, 9), format!("{SERIES}\r\n{olga}")),
        // She answers for somebody else.
        (ANA, "REPLY", version(2, 9), declined(BEN)),
    ];
    let mails = mails.into_iter().enumerate();
    mails
        .map(|(nth, (from, method, version, lines))| {
            let text = object(method, &format!("{version}\r\n{lines}"));
            Delivery::Mail { id: nth + 1, from, text }
        })
        .collect()
}

/// Reads deliveries into a new journal, each by itself, and tells everything that comes of it.
fn ledger(config: &Config, deliveries: &[Delivery], months: &[i64]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(directory.path()).unwrap();
    let now: Timestamp = NOW.parse().unwrap();
    for (nth, delivery) in deliveries.iter().enumerate() {
        // The window in which occurrences are listed moves with the month in which something is read.
        let month = months.get(nth % months.len().max(1)).copied().unwrap_or(0);
        let read_at = now - jiff::SignedDuration::from_hours(month * 24 * 31);
        deliver(&mut store, Reading::new(config, Trust::Owner, read_at), delivery);
    }
    let books = fold(&store, config, now).unwrap();
    format!("{:#?}\n{:#?}\n{:#?}", books.meetings, books.entries, books.relationships)
}

fn deliver(store: &mut Store, mut reading: Reading<'_>, delivery: &Delivery) {
    let seen: Timestamp = SEEN.parse().unwrap();
    match delivery {
        Delivery::Calendar(text) => {
            let known = std::collections::HashSet::new();
            let mut record = |batch: &[Recorded]| store.record(batch);
            reading.calendar("home", text.as_bytes(), (Whose::Owner, &known), &mut record).unwrap();
        }
        Delivery::Mail { id, from, text } => {
            let method = text.lines().find_map(|line| line.strip_prefix("METHOD:")).unwrap_or_default();
            let mail = format!(
                "Message-ID: <{id}@mail.example>\r\nDate: Mon, 0{id} Feb 2026 09:00:00 +0000\r\nFrom: {from}\r\n\
                 To: {ME}\r\nSubject: Review\r\nMIME-Version: 1.0\r\n\
                 Content-Type: text/calendar; method={method}; charset=utf-8\r\n\r\n{text}"
            );
            reading.message("mail", mail.as_bytes(), None);
        }
        Delivery::Member { calendar, text } => {
            let key = CalendarKey {
                account: "server".to_owned(),
                calendar: (*calendar).to_owned(),
                read_as: reading.circumstances(Whose::Owner),
            };
            let member = "one".to_owned();
            let gone: Vec<String> = text.is_none().then(|| member.clone()).into_iter().collect();
            let batch = text.as_ref().map(|text| {
                let objects = reading.objects("server", text.as_bytes(), Whose::Owner);
                Recorded::Member(StoredMember { key: key.clone(), member, etag: None, objects })
            });
            let batch: Vec<Recorded> = batch.into_iter().collect();
            let sync = StoredSync::default();
            store.record_caldav(&key, &batch, &gone, Some(&sync), (seen, seen)).unwrap();
        }
        Delivery::Polled { text, has } => {
            let objects = reading.objects("feed", text.as_bytes(), Whose::Owner);
            let series = StoredSeries::under(1, &objects);
            let lacking = Some(series.iter().map(StoredSeries::uid).collect());
            let change = if *has {
                FeedChange { came: series, ..FeedChange::default() }
            } else {
                FeedChange { left: vec![1], lacking, ..FeedChange::default() }
            };
            if *has {
                reading.batch.extend(objects.into_iter().map(Recorded::Calendar));
            }
            store.record_feed_change("feed", &StoredFeed::default(), &change, seen).unwrap();
        }
    }
    reading.flush(&mut |batch| store.record(batch)).unwrap();
}

/// Everything that is delivered, once.
fn everything() -> Vec<Delivery> {
    let happened = happenings().into_iter().filter(|(_, is_needed)| *is_needed).map(|(delivery, _)| delivery);
    deliveries().into_iter().chain(happened).collect()
}

#[test]
fn the_deliveries_have_what_they_are_about() {
    let config = config::parse(config::MINIMAL, "").unwrap();
    let told = ledger(&config, &deliveries(), &[0]);
    assert_eq!(told.matches("counts: true").count(), 4, "{told}");
    assert_eq!(told.matches("reason: Cancelled").count(), 1, "{told}");
    assert!(told.contains("Declined") && told.contains("Proposed"), "{told}");
    let told = ledger(&config, &everything(), &[0]);
    // The lunch, and of six walks and rehearsals the four until they were deleted.
    assert_eq!(told.matches("counts: true").count(), 4 + 1 + 4 + 4, "{told}");
    assert_eq!(told.matches("reason: Cancelled").count(), 1 + 2 + 2, "{told}");
    assert!(told.contains("2026-04-02T13:00:00Z") && !told.contains("2026-04-02T12:00:00Z"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn dropped_doubled_and_reordered_deliveries_end_in_one_ledger(
        copies in proptest::collection::vec(1_usize..4, 10),
        states in proptest::collection::vec(0_usize..3, 11),
        seed in proptest::collection::vec(any::<u32>(), 80),
        months in proptest::collection::vec(0_i64..4, 1..5),
    ) {
        let config = config::parse(config::MINIMAL, "").unwrap();
        let (all, happened) = (deliveries(), happenings());
        let mut mixed: Vec<(u32, Delivery)> = Vec::new();
        let mut seeds = seed.iter().copied();
        for (delivery, &copies) in all.iter().zip(&copies) {
            mixed.extend(seeds.by_ref().take(copies).map(|seed| (seed, delivery.clone())));
        }
        let mut told = Vec::new();
        for ((delivery, is_needed), &copies) in happened.iter().zip(&states) {
            let copies = copies.max(usize::from(*is_needed));
            told.extend(std::iter::repeat_n(delivery.clone(), copies));
        }
        mixed.extend(seeds.zip(told.iter().cloned()));
        mixed.sort_by_key(|(seed, _)| *seed);
        let mut told = told.into_iter();
        let mixed: Vec<Delivery> = mixed
            .into_iter()
            .map(|(_, delivery)| if delivery.is_state() { told.next().unwrap() } else { delivery })
            .collect();
        prop_assert_eq!(ledger(&config, &everything(), &[0]), ledger(&config, &mixed, &months));
    }
}
