//! When what was recorded is folded at once, and when it waits its turn.

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::{DAY, FEW, Growth, LastFold, fold, is_worth_a_fold, refold, refold_in_turn, replay};
use crate::config::{self, Config};
use crate::observations::mail::Trust;
use crate::people::read_cards;
use crate::service::intake::Reading;
use crate::store::{Recorded, Store};

const MANY: u64 = 100 * FEW;

fn now() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

/// Whether a fold is worth it, of so many messages, after so many recordings since the last one of an hour ago.
fn worth(messages: u64, letters: u64, others: u64) -> bool {
    let last = LastFold { as_of: now() - SignedDuration::from_hours(1), letters: 7, others: 3 };
    is_worth_a_fold(Growth { messages, letters: 7 + letters, others: 3 + others }, Some(last), now())
}

#[test]
fn few_letters_among_many_wait_and_meetings_do_not() {
    assert!(!worth(MANY, 0, 0));
    assert!(!worth(MANY, 1, 0));
    assert!(!worth(MANY, MANY / 100 - 1, 0));
    assert!(worth(MANY, MANY / 100, 0));
    assert!(worth(MANY, 0, 1));
    assert!(worth(FEW, 1, 0), "few are folded at once");
    assert!(is_worth_a_fold(Growth { messages: MANY, letters: 1, others: 1 }, None, now()), "the first");
}

#[test]
fn a_letter_waits_a_day_at_most() {
    let growth = Growth { messages: MANY, letters: 8, others: 3 };
    let last = LastFold { as_of: now() - DAY, letters: 7, others: 3 };
    assert!(is_worth_a_fold(growth, Some(last), now()));
    assert!(!is_worth_a_fold(Growth { letters: 7, ..growth }, Some(last), now()), "nothing came");
}

struct Disk {
    _directory: TempDir,
    store: Store,
    config: Config,
}

impl Disk {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(directory.path()).unwrap();
        let config = config::parse(config::MINIMAL, "config.toml").unwrap();
        Self { _directory: directory, store, config }
    }

    fn come(&mut self, number: usize, more: &str) {
        let mail = format!(
            "Message-ID: <{number}@mail.example>\r\nDate: Sat, 02 May 2026 09:00:00 +0000\r\nFrom: Ana <ana@rey.example>\r\n\
             To: alex@studio.example\r\nSubject: News\r\n{more}"
        );
        let mut reading = Reading::new(&self.config, Trust::Owner, now());
        reading.message("mail", mail.as_bytes(), None);
        self.store.record(&reading.batch).unwrap();
    }

    fn unseen(&self) -> (u64, u64) {
        let (growth, last) = (self.store.growth().unwrap(), self.store.last_fold().unwrap().unwrap());
        (growth.letters - last.letters, growth.others - last.others)
    }
}

#[test]
fn the_store_counts_what_a_fold_did_not_see() {
    let mut disk = Disk::new();
    disk.come(1, "\r\nHi\r\n");
    refold(&mut disk.store, &disk.config, now()).unwrap();
    assert_eq!(disk.unseen(), (0, 0));
    disk.come(1, "\r\nHi\r\n");
    assert_eq!(disk.unseen(), (0, 0), "the same again is nothing new");
    disk.come(2, "\r\nHi\r\n");
    assert_eq!((disk.unseen(), disk.store.growth().unwrap().messages), ((1, 0), 2));
    disk.come(
        3,
        "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:lunch\r\n\
         DTSTAMP:20260501T000000Z\r\nDTSTART:20260603T100000Z\r\nORGANIZER:mailto:ana@rey.example\r\n\
         ATTENDEE:mailto:alex@studio.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    assert_eq!(disk.unseen(), (1, 1), "an invitation is no mere letter");
    let cards = read_cards(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEMAIL:ana@rey.example\r\nEND:VCARD\r\n");
    let cards: Vec<Recorded> = cards.into_iter().map(Recorded::Card).collect();
    disk.store.record(&cards).unwrap();
    assert_eq!(disk.unseen(), (1, 2));
    let books = fold(&disk.store, &disk.config, now()).unwrap();
    disk.store.forget(books.directory.people().values().next().unwrap()).unwrap();
    assert_eq!(disk.store.growth().unwrap().messages, 0);
    assert!(refold_in_turn(&mut disk.store, &disk.config, now()).unwrap().is_some());
    assert_eq!(disk.unseen(), (0, 0));
}

#[test]
fn replay_folds_first_what_came_since() {
    let mut disk = Disk::new();
    refold(&mut disk.store, &disk.config, now()).unwrap();
    disk.come(1, "\r\nHi Alex,\r\n\r\nHere is the form for your site that you asked for.\r\n");
    let outcome = replay(&mut disk.store, &disk.config, now()).unwrap();
    assert_eq!((outcome.entries, outcome.different), (1, Vec::new()));
}
