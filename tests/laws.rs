//! Laws of the books: the order of arrival changes nothing, folding again gives the same, the owner's word outlives
//! the model that it was said about, and who was forgotten is gone.

use std::collections::BTreeSet;
use std::path::PathBuf;

use goodwill::books::{Books, Journal};
use goodwill::config::{self, Config};
use goodwill::inference::{Basis, Kind};
use goodwill::ledger::{
    Account, Entry, Ruling, RulingRecord, Status, Subject, Verdict, accounts, ruling_address,
};
use goodwill::observations::cues::{Act, Confidence};
use goodwill::people::Address;
use goodwill::service::intake::{Assertion, import};
use goodwill::service::journal;
use goodwill::store::{Recorded, Store};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use crate::scripts::{Script, told};
use crate::world::files_under;

/// After every script.
const NOW: &str = "2026-12-01T09:00:00Z";

fn all() -> Vec<Script> {
    ["two.txt", "several.txt", "gate.txt"].into_iter().flat_map(told).collect()
}

/// Swaps items of a list as told.
fn shuffled<T>(mut items: Vec<T>, swaps: &[(Index, Index)]) -> Vec<T> {
    if !items.is_empty() {
        for (one, other) in swaps {
            let (one, other) = (one.index(items.len()), other.index(items.len()));
            items.swap(one, other);
        }
    }
    items
}

fn swaps() -> impl Strategy<Value = Vec<(Index, Index)>> {
    proptest::collection::vec(any::<(Index, Index)>(), 0..12)
}

fn same(one: &Books, other: &Books) {
    assert_eq!(one.entries, other.entries);
    assert_eq!(one.relationships, other.relationships);
}

/// A ledger on disk, and what is to be read into it.
struct Disk {
    directory: TempDir,
    store: Store,
    config: Config,
    sources: [PathBuf; 3],
}

impl Disk {
    fn of(script: &Script) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let sources = script.write(directory.path());
        let text = "[me]\nname = \"Sam Okafor\"\naddresses = [\"sam@home.example\"]\ntimezone = \"UTC\"\n";
        let config = config::parse(text, "").unwrap_or_else(|error| panic!("{error}"));
        let store = Store::open_or_create(&directory.path().join("state")).unwrap();
        Self { directory, store, config, sources }
    }

    fn now() -> Timestamp {
        NOW.parse().unwrap()
    }

    /// Reads sources, by number, in this order.
    fn read(&mut self, numbers: &[usize]) {
        for &number in numbers {
            let path = &self.sources[number];
            import(&mut self.store, &self.config, path, Assertion::Trusted, Self::now(), &|_| {}).unwrap();
        }
        journal::refold(&mut self.store, &self.config, Self::now()).unwrap();
    }

    fn fold(&self) -> Books {
        journal::fold(&self.store, &self.config, Self::now()).unwrap()
    }

    /// Whether a file of the ledger holds these bytes, in capitals or not.
    fn holds(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        files_under(&self.directory.path().join("state")).into_iter().any(|(_, content)| {
            content.to_ascii_lowercase().windows(text.len()).any(|bytes| bytes == text.as_bytes())
        })
    }
}

/// The ruling on an entry as the owner would make it.
fn ruling(books: &Books, entry: &Entry, verdict: Verdict) -> RulingRecord {
    let address = ruling_address(&books.directory, entry.person).unwrap();
    let subject = Subject::of(entry, address, books.inferred(entry));
    RulingRecord { at: "2026-03-30T00:00:00Z".parse().unwrap(), ruling: Ruling::Entry { subject, verdict } }
}

/// The journal as another model would have read it: other acts, surer or less sure, or nothing at all.
fn read_again(mut journal: Journal, how: u8) -> Journal {
    for facts in &mut journal.messages {
        facts.model += 1;
        for cue in &mut facts.cues {
            match how % 3 {
                0 if cue.act == Act::Help => cue.act = Act::Advice,
                1 => cue.confidence = Confidence::from_thousandths(cue.confidence.thousandths() / 2 + 400),
                _ => {}
            }
        }
        if how % 3 == 2 {
            facts.cues.clear();
            facts.answer = None;
            facts.hint = None;
        }
    }
    journal
}

/// Every script, read by every other model, whatever the owner said.
#[test]
fn the_owners_word_outlives_the_model() {
    let mut failed = Vec::new();
    for (number, script) in all().iter().enumerate() {
        let before = script.fold(script.journal());
        let Some(entry) = before.entries.iter().find(|entry| entry.basis == Basis::Favor) else { continue };
        for (how, rejected) in [(0, false), (0, true), (1, false), (1, true), (2, false), (2, true)] {
            let verdict = if rejected { Verdict::Reject } else { Verdict::Kind(Kind::Gift) };
            let rulings = vec![ruling(&before, entry, verdict)];
            let after = script.fold(Journal { rulings, ..read_again(script.journal(), how) });
            let meant = after.entries.iter().find(|other| {
                other.person == entry.person && other.evidence.iter().any(|one| entry.evidence.contains(one))
                    || other.id == entry.id
            });
            let is_kept = if rejected {
                meant.is_none_or(|entry| entry.status == Status::Voided)
            } else {
                meant.is_some_and(|entry| (entry.status, entry.kind) == (Status::Posted, Kind::Gift))
            };
            if !is_kept {
                failed.push(format!(
                    "script {number}, how {how}, rejected {rejected}:\n{entry:#?}\n{:#?}",
                    after.entries
                ));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_arrival_changes_nothing(which: Index, messages in swaps(), objects in swaps()) {
        let scripts = all();
        let script = which.get(&scripts);
        let journal = script.journal();
        let arrived = Journal {
            messages: shuffled(journal.messages.clone(), &messages),
            objects: shuffled([journal.objects.clone(), journal.objects.clone()].concat(), &objects),
            ..Journal::default()
        };
        same(&script.fold(journal), &script.fold(arrived));
    }

    #[test]
    fn a_balance_is_the_fold_of_its_entries_in_any_order(which: Index, order in swaps()) {
        let scripts = all();
        let script = which.get(&scripts);
        let books = script.fold(script.journal());
        let told = accounts(&books.entries, &books.ledger_policy, books.as_of);
        let entries = shuffled(books.entries.clone(), &order);
        prop_assert_eq!(&told, &accounts(&entries, &books.ledger_policy, books.as_of));
        for relationship in &books.relationships {
            let account = told.get(&relationship.person).copied().unwrap_or_default();
            let by_person: Vec<Entry> = books.entries_with(relationship.person).cloned().collect();
            let alone = accounts(&by_person, &books.ledger_policy, books.as_of);
            prop_assert_eq!(account, alone.get(&relationship.person).copied().unwrap_or(Account::default()));
        }
    }

    #[test]
    fn a_split_takes_a_merge_back(which: Index, one: Index, other: Index) {
        let scripts = all();
        let script = which.get(&scripts);
        let before = script.fold(script.journal());
        let people: Vec<Vec<Address>> = before
            .directory
            .people()
            .values()
            .map(|person| person.addresses.iter().map(Address::identity_key).collect())
            .collect();
        let (one, other) = (one.get(&people), other.get(&people));
        prop_assume!(one != other);
        let said = |day: u8, ruling| RulingRecord {
            at: format!("2026-03-{day}T00:00:00Z").parse().unwrap(),
            ruling,
        };
        let merge = said(30, Ruling::Merge { address: one[0].clone(), other: other[0].clone() });
        let split = said(31, Ruling::Split { addresses: other.iter().cloned().collect::<BTreeSet<_>>() });
        let merged = script.fold(Journal { rulings: vec![merge.clone()], ..script.journal() });
        prop_assert_eq!(merged.directory.people().len() + 1, people.len());
        same(&before, &script.fold(Journal { rulings: vec![merge, split], ..script.journal() }));
    }
}

proptest! {
    // Each writes ledgers to a disk.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn reading_twice_in_any_order_from_several_sources_changes_nothing(which: Index, order in swaps()) {
        let scripts = all();
        let script = which.get(&scripts);
        let (mut once, mut again) = (Disk::of(script), Disk::of(script));
        once.read(&[0, 2]);
        again.read(&shuffled(vec![0, 1, 2, 0, 1, 2], &order));
        prop_assert_eq!(once.store.counts().unwrap(), again.store.counts().unwrap());
        same(&once.fold(), &again.fold());
    }

    #[test]
    fn replay_finds_the_same_however_the_items_came(which: Index, order in swaps(), cut in 1_usize..9) {
        let scripts = all();
        let script = which.get(&scripts);
        let Journal { messages, objects, .. } = script.journal();
        let messages = messages.into_iter().map(|facts| Recorded::Message(Box::new(facts)));
        let items: Vec<Recorded> = messages.chain(objects.into_iter().map(Recorded::Calendar)).collect();
        let mut disk = Disk::of(script);
        for batch in shuffled(items, &order).chunks(cut) {
            disk.store.record(batch).unwrap();
            journal::refold(&mut disk.store, &disk.config, Disk::now()).unwrap();
        }
        let entries = disk.fold().entries;
        let outcome = journal::replay(&mut disk.store, &disk.config, Disk::now()).unwrap();
        prop_assert_eq!(outcome.entries, entries.len() as u64);
        prop_assert_eq!(outcome.different, Vec::<String>::new());
        let mut at_once = Disk::of(script);
        at_once.read(&[0, 2]);
        same(&at_once.fold(), &disk.fold());
    }

    #[test]
    fn nothing_is_left_of_whoever_is_forgotten(which: Index, who: Index) {
        let scripts = all();
        let script = which.get(&scripts);
        let mut disk = Disk::of(script);
        disk.read(&[0, 2]);
        let books = disk.fold();
        let people: Vec<_> = books.directory.people().values().collect();
        let person = who.get(&people);
        let address = person.addresses[0].as_str();
        prop_assert!(disk.holds(address));
        disk.store.forget(person).unwrap();
        journal::refold(&mut disk.store, &disk.config, Disk::now()).unwrap();
        disk.store.erase_traces().unwrap();
        prop_assert!(!disk.holds(address), "{address}");
        prop_assert!(!disk.holds(&person.name), "{}", person.name);
        let after = disk.fold();
        disk.read(&[1, 2]);
        prop_assert!(!disk.holds(address), "{address} after another import");
        same(&after, &disk.fold());
    }
}
