//! Laws of the books: the order of arrival changes nothing, folding again gives the same, and the owner's word
//! outlives the model that it was said about.

use goodwill::books::{Books, Journal};
use goodwill::inference::{Basis, Kind};
use goodwill::ledger::{
    Account, Entry, Ruling, RulingRecord, Status, Subject, Verdict, accounts, ruling_address,
};
use goodwill::observations::cues::{Act, Confidence};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::scripts::{Script, told};

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

/// The ruling on an entry as the owner would make it.
fn ruling(books: &Books, entry: &Entry, verdict: Verdict) -> RulingRecord {
    let messages = entry.evidence.iter().map(|evidence| evidence.source.clone());
    RulingRecord {
        at: "2026-03-30T00:00:00Z".parse().unwrap(),
        ruling: Ruling::Entry {
            subject: Subject {
                id: entry.id.digits(),
                address: ruling_address(&books.directory, entry.person).unwrap(),
                direction: entry.direction,
                kind: entry.kind,
                at: entry.at,
                messages: messages.collect(),
                quote: String::new(),
            },
            verdict,
        },
    }
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
    fn the_owners_word_outlives_the_model(which: Index, how: u8, rejected: bool) {
        let scripts: Vec<Script> = all();
        let script = which.get(&scripts);
        let before = script.fold(script.journal());
        let Some(entry) = before.entries.iter().find(|entry| entry.basis == Basis::Favor) else {
            return Ok(());
        };
        let verdict = if rejected { Verdict::Reject } else { Verdict::Kind(Kind::Gift) };
        let rulings = vec![ruling(&before, entry, verdict)];
        let after = script.fold(Journal { rulings, ..read_again(script.journal(), how) });
        let meant = after.entries.iter().find(|other| {
            other.person == entry.person && other.evidence.iter().any(|one| entry.evidence.contains(one))
                || other.id == entry.id
        });
        if rejected {
            prop_assert!(meant.is_none_or(|entry| entry.status == Status::Voided), "{:#?}", after.entries);
        } else {
            let kept = meant.map(|entry| (entry.status, entry.kind));
            prop_assert_eq!(kept, Some((Status::Posted, Kind::Gift)), "{:#?}", after.entries);
        }
    }
}
