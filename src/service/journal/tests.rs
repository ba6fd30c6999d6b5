//! The same meetings by feeds, calendar servers and mail: however they are delivered, one ledger comes of it.

use jiff::Timestamp;
use proptest::prelude::*;

use super::fold;
use crate::config::{self, Config, Whose};
use crate::observations::mail::Trust;
use crate::service::intake::Reading;
use crate::store::Store;

const NOW: &str = "2026-06-01T00:00:00Z";
const OLGA: &str = "olga@work.example";
const ANA: &str = "ana@studio.example";
const BEN: &str = "ben@firm.example";
const ME: &str = "alex@studio.example";
const SERIES: &str = "DTSTART:20260302T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=6";

/// One delivery: a calendar that was read, or a mail from somebody.
#[derive(Debug, Clone)]
enum Delivery {
    Calendar(String),
    Mail { id: usize, from: &'static str, text: String },
}

fn object(method: &str, lines: &str) -> String {
    let method = if method.is_empty() { String::new() } else { format!("METHOD:{method}\r\n") };
    format!(
        "BEGIN:VCALENDAR\r\n{method}BEGIN:VEVENT\r\nUID:review\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
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
        let mut reading =
            Reading::new(config, Trust::Owner, now - jiff::SignedDuration::from_hours(month * 24 * 31));
        let mut record = |batch: &[crate::store::Recorded]| store.record(batch);
        match delivery {
            Delivery::Calendar(text) => {
                let known = std::collections::HashSet::new();
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
        }
        reading.flush(&mut record).unwrap();
    }
    let books = fold(&store, config, now).unwrap();
    format!("{:#?}\n{:#?}\n{:#?}", books.meetings, books.entries, books.relationships)
}

#[test]
fn the_deliveries_have_what_they_are_about() {
    let config = config::parse(config::MINIMAL, "").unwrap();
    let told = ledger(&config, &deliveries(), &[0]);
    assert_eq!(told.matches("counts: true").count(), 4, "{told}");
    assert_eq!(told.matches("reason: Cancelled").count(), 1, "{told}");
    assert!(told.contains("Declined") && told.contains("Proposed"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn dropped_doubled_and_reordered_deliveries_end_in_one_ledger(
        copies in proptest::collection::vec(1_usize..4, 10),
        seed in proptest::collection::vec(any::<u32>(), 40),
        months in proptest::collection::vec(0_i64..4, 1..5),
    ) {
        let config = config::parse(config::MINIMAL, "").unwrap();
        let once = deliveries();
        let again = copies.iter().enumerate().flat_map(|(at, &copies)| vec![at; copies]);
        let mut order: Vec<(u32, usize)> =
            again.enumerate().map(|(nth, at)| (seed[nth], at)).collect();
        order.sort_unstable();
        let mixed: Vec<Delivery> = order.iter().map(|&(_, at)| once[at].clone()).collect();
        prop_assert_eq!(ledger(&config, &once, &[0]), ledger(&config, &mixed, &months));
    }
}
