//! Posting, rulings and balances.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;

use crate::conversations::{Party, ThreadId};
use crate::inference::{Basis, BasisReason, Favor, FavorState, Kind, Step, favor_id};
use crate::observations::MessageId;
use crate::observations::cues::{Confidence, Sign};
use crate::people::{Address, Directory, PersonId, Society};

use super::{
    Direction, Entry, Part, Points, Policy, Ruling, RulingRecord, Status, Subject, Verdict, accounts, learn,
    post,
};

mod own_words;

const DAY: i64 = 86_400;

fn at(days: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + days * DAY).unwrap()
}

fn ana() -> Address {
    Address::parse("ana@studio.example").unwrap()
}

fn directory() -> Directory {
    Directory::build(&BTreeMap::from([(ana(), BTreeMap::new())]), &Society::default())
}

fn favor(giver: Party, kind: Kind, days: i64, message: &str) -> Favor {
    let message = MessageId::parse(message).unwrap();
    let side = if giver == Party::Owner { "given" } else { "received" };
    Favor {
        id: favor_id(side, Some(&ana()), kind, message.as_str()),
        kind,
        person: PersonId::of(&ana()),
        giver,
        thread: ThreadId(message.clone()),
        topic: "".into(),
        asked: None,
        offered: None,
        promised: None,
        done: Some(Box::new(Step {
            at: at(days),
            message,
            quote: "here it is".into(),
            confidence: Confidence::from_thousandths(800),
            due: None,
        })),
        thanked: None,
        declined: None,
        state: FavorState::Done,
        basis: Basis::Favor,
        basis_reasons: Vec::new(),
        confidence: Confidence::from_thousandths(800),
        signs: Vec::new(),
        comes_back: false,
        trusted: true,
    }
}

fn received() -> Party {
    Party::Person(PersonId::of(&ana()))
}

fn posted(favors: &[Favor], rulings: &[RulingRecord], days: i64) -> Vec<Entry> {
    post(favors, rulings, &directory(), &Policy::default(), at(days))
}

fn ruling(favor: &Favor, verdict: Verdict) -> RulingRecord {
    let subject = Subject {
        id: favor.id.digits(),
        address: ana(),
        direction: if favor.giver == Party::Owner { Direction::Given } else { Direction::Received },
        kind: favor.kind,
        at: favor.at(),
        messages: favor.steps().map(|(_, step)| step.message.to_string()).collect(),
        quote: "here it is".into(),
        inferred: None,
    };
    RulingRecord { at: at(50), ruling: Ruling::Entry { subject, verdict } }
}

#[test]
fn an_inferred_favor_is_pending_and_expires_after_its_half_life() {
    let favors = [favor(Party::Owner, Kind::Help, 0, "a@x.example")];
    assert_eq!(posted(&favors, &[], 10)[0].status, Status::Pending);
    assert_eq!(posted(&favors, &[], 400)[0].status, Status::Expired);
    let received = [favor(received(), Kind::Help, 0, "a@x.example")];
    assert_eq!(posted(&received, &[], 400)[0].status, Status::Pending, "receiving is remembered four years");
}

#[test]
fn what_was_done_and_thanked_for_does_not_expire() {
    let mut thanked = favor(Party::Owner, Kind::Introduction, 0, "a@x.example");
    thanked.thanked = thanked.done.clone();
    assert_eq!(posted(&[thanked], &[], 400)[0].status, Status::Acknowledged);
}

#[test]
fn duty_is_an_entry_without_worth() {
    let mut duty = favor(received(), Kind::Help, 0, "a@x.example");
    duty.basis = Basis::Duty;
    let entries = posted(&[duty], &[], 10);
    assert_eq!((entries[0].worth, entries[0].basis), (Points::ZERO, Basis::Duty));
}

#[test]
fn what_nobody_vouches_for_posts_nothing() {
    let mut forged = favor(received(), Kind::Gift, 0, "a@x.example");
    forged.trusted = false;
    assert!(posted(&[forged], &[], 10).is_empty());
}

#[test]
fn help_that_cost_the_evening_and_was_not_asked_for_is_worth_more() {
    let mut costly = favor(Party::Owner, Kind::Help, 0, "a@x.example");
    costly.signs = vec![Sign::Unasked, Sign::BeyondHours];
    assert_eq!(posted(&[costly], &[], 10)[0].worth.thousandths(), 4_500);
}

#[test]
fn the_second_favor_of_a_month_counts_less_and_the_next_months_does_not() {
    let favors = [
        favor(Party::Owner, Kind::Help, 0, "a@x.example"),
        favor(Party::Owner, Kind::Help, 1, "b@x.example"),
        favor(Party::Owner, Kind::Help, 40, "c@x.example"),
    ];
    let worths: Vec<i64> = posted(&favors, &[], 60).iter().map(|entry| entry.worth.thousandths()).collect();
    assert_eq!(worths, [3_000, 2_121, 3_000]);
}

#[test]
fn the_balance_is_a_band_around_what_is_likely() {
    let favors = [
        favor(Party::Owner, Kind::Introduction, 0, "a@x.example"),
        favor(received(), Kind::Help, 0, "b@x.example"),
    ];
    let policy = Policy::default();
    let entries = post(&favors, &[], &directory(), &policy, at(1));
    let account = accounts(&entries, &policy, at(0))[&PersonId::of(&ana())];
    let balance = account.balance;
    assert_eq!((balance.low.thousandths(), balance.high.thousandths()), (-3_000, 8_000));
    assert_eq!(balance.mid.thousandths(), 6_400 - 2_400);
    assert_eq!((account.given.thousandths(), account.received.thousandths()), (6_400, 2_400));
}

#[test]
fn the_owner_confirms_rejects_and_revalues() {
    let favor = favor(received(), Kind::Help, 0, "a@x.example");
    let of = |verdict| posted(std::slice::from_ref(&favor), &[ruling(&favor, verdict)], 60).remove(0);
    assert_eq!(
        (of(Verdict::Confirm).status, of(Verdict::Confirm).worth.thousandths()),
        (Status::Posted, 3_000)
    );
    assert_eq!((of(Verdict::Reject).status, of(Verdict::Reject).worth), (Status::Voided, Points::ZERO));
    assert_eq!(of(Verdict::Kind(Kind::Introduction)).worth.thousandths(), 8_000);
    assert_eq!(of(Verdict::Worth(1_500)).worth.thousandths(), 1_500);
}

#[test]
fn the_owners_worth_stands_until_he_rules_it_again() {
    use Verdict::{Confirm, Forgive, Kind as Is, Reject, Repaid, Worth};
    let favor = favor(received(), Kind::Help, 0, "a@x.example");
    let worth = |verdicts: &[Verdict]| {
        let rulings: Vec<_> = verdicts.iter().map(|verdict| ruling(&favor, verdict.clone())).collect();
        posted(std::slice::from_ref(&favor), &rulings, 60)[0].worth.thousandths()
    };
    for (verdicts, thousandths) in [
        (&[Worth(9_000), Is(Kind::Care)][..], 9_000),
        (&[Worth(9_000), Reject, Confirm], 9_000),
        (&[Worth(9_000), Is(Kind::Care), Worth(1_000), Confirm], 1_000),
        (&[Worth(0), Confirm], 0),
        (&[Forgive, Is(Kind::Introduction)], 0),
        (&[Repaid(1_000), Is(Kind::Introduction)], 2_000),
        (&[Worth(9_000), Repaid(1_000), Is(Kind::Care)], 8_000),
        (&[Is(Kind::Introduction), Confirm], 8_000),
    ] {
        assert_eq!(worth(verdicts), thousandths, "{verdicts:?}");
    }
}

#[test]
fn a_favor_that_is_not_sure_enough_is_unclear() {
    let least = Policy::default().least_confidence;
    for (thousandths, basis) in [(599, Basis::Unclear), (600, Basis::Favor)] {
        let mut favor = favor(received(), Kind::Help, 1, "m@studio.example");
        favor.confidence = Confidence::from_thousandths(thousandths);
        learn(std::slice::from_mut(&mut favor), &[], least);
        assert_eq!(favor.basis, basis);
        let reasons = if basis == Basis::Favor { Vec::new() } else { vec![BasisReason::Doubtful] };
        assert_eq!(favor.basis_reasons, reasons);
    }
}

#[test]
fn a_confirmed_duty_becomes_a_favor() {
    let mut duty = favor(received(), Kind::Help, 0, "a@x.example");
    duty.basis = Basis::Duty;
    let entries = posted(std::slice::from_ref(&duty), &[ruling(&duty, Verdict::Confirm)], 60);
    assert_eq!((entries[0].basis, entries[0].worth.thousandths()), (Basis::Favor, 3_000));
}

#[test]
fn rulings_survive_another_reading_of_the_same_messages() {
    let before = favor(received(), Kind::Help, 0, "a@x.example");
    // A better model calls it advice, by the same message.
    let after = favor(received(), Kind::Advice, 0, "a@x.example");
    let rejected = posted(std::slice::from_ref(&after), &[ruling(&before, Verdict::Reject)], 60);
    assert_eq!(rejected[0].status, Status::Voided);
    // Another model does not see it at all: what was confirmed stands, what was rejected stays away.
    let restored = posted(&[], &[ruling(&before, Verdict::Confirm)], 60);
    assert_eq!((restored[0].status, restored[0].worth.thousandths()), (Status::Posted, 3_000));
    assert!(posted(&[], &[ruling(&before, Verdict::Reject)], 60).is_empty());
}

#[test]
fn what_the_owner_enters_by_hand_is_posted() {
    let record = RulingRecord {
        at: at(50),
        ruling: Ruling::Add {
            address: ana(),
            name: None,
            direction: Direction::Given,
            kind: Kind::Gift,
            at: at(3),
            words: "lent her the van".to_owned(),
            worth: None,
        },
    };
    let entries = posted(&[], std::slice::from_ref(&record), 60);
    assert_eq!((entries[0].status, entries[0].worth.thousandths()), (Status::Posted, 4_000));
    assert_eq!(entries[0].at, at(3));
    assert!(posted(&[], &[record], 2).is_empty(), "before it happened it was not there");
}

fn any_favor() -> impl Strategy<Value = Favor> {
    let kinds = [Kind::Introduction, Kind::Help, Kind::Care, Kind::Gift, Kind::Praise];
    (any::<bool>(), 0..kinds.len(), 0_i64..900, 0_u32..1000).prop_map(move |(given, kind, days, number)| {
        let giver = if given { Party::Owner } else { received() };
        favor(giver, kinds[kind], days, &format!("{number}.{days}@x.example"))
    })
}

proptest! {
    #[test]
    fn the_ledger_does_not_depend_on_the_order_of_favors(favors in prop::collection::vec(any_favor(), 0..30)) {
        let mut ids = BTreeSet::new();
        let favors: Vec<Favor> = favors.into_iter().filter(|favor| ids.insert(favor.id)).collect();
        let reversed: Vec<Favor> = favors.iter().rev().cloned().collect();
        let (policy, directory) = (Policy::default(), directory());
        let one = post(&favors, &[], &directory, &policy, at(1000));
        let two = post(&reversed, &[], &directory, &policy, at(1000));
        prop_assert_eq!(&one, &two);
        let mut shuffled = one.clone();
        shuffled.reverse();
        prop_assert_eq!(accounts(&one, &policy, at(1000)), accounts(&shuffled, &policy, at(1000)));
    }

    #[test]
    fn the_balance_lies_within_its_band(favors in prop::collection::vec(any_favor(), 0..30)) {
        let policy = Policy::default();
        let entries = post(&favors, &[], &directory(), &policy, at(1000));
        for account in accounts(&entries, &policy, at(1000)).values() {
            prop_assert!(account.balance.low <= account.balance.mid);
            prop_assert!(account.balance.mid <= account.balance.high);
        }
    }

    /// A better model calls the same message another kind: the entry has another name then.
    #[test]
    fn every_verdict_finds_its_favor_again_whatever_a_later_model_calls_it(
        days in 0..300i64,
        verdict in any_verdict(),
    ) {
        let before = favor(received(), Kind::Help, days, "a@x.example");
        let after = favor(received(), Kind::Advice, days, "a@x.example");
        let rulings = [ruling(&before, verdict)];
        let told = |favor: &Favor| {
            // Entries of one instant stand in the order of their names, which are hashes.
            let mut told: Vec<_> = posted(std::slice::from_ref(favor), &rulings, 400)
                .iter()
                .map(|entry| (entry.status, entry.person, entry.direction, entry.worth))
                .collect();
            told.sort_unstable();
            told
        };
        prop_assert_eq!(told(&before), told(&after));
        let unseen = posted(&[], &rulings, 400);
        prop_assert!(unseen.iter().all(|entry| entry.person == before.person));
    }
}

fn any_verdict() -> impl Strategy<Value = Verdict> {
    let part = prop::option::of(0..9000i64).prop_map(|worth| Part { kind: Kind::Care, worth });
    prop_oneof![
        Just(Verdict::Confirm),
        Just(Verdict::Reject),
        Just(Verdict::Kind(Kind::Gift)),
        (0..9000i64).prop_map(Verdict::Worth),
        Just(Verdict::Person(ana())),
        prop::collection::vec(part, 2..5).prop_map(Verdict::Split),
        Just(Verdict::Forgive),
        (0..9000i64).prop_map(Verdict::Repaid),
    ]
}

/// Favors of a kind that is right the more often the surer the inference is, but far less often than it says.
fn oversure(kind: Kind, from: i64) -> Vec<(Favor, bool)> {
    (from..from + 60)
        .map(|number| {
            let thousandths = u16::try_from(600 + 36 * (number % 11)).unwrap();
            let mut favor = favor(received(), kind, number, &format!("{kind:?}{number}@studio.example"));
            favor.confidence = Confidence::from_thousandths(thousandths);
            (favor, thousandths >= 830)
        })
        .collect()
}

/// How many of these favors are still counted after the rulings, and how many of them are true.
fn counted(later: &[(Favor, bool)], rulings: &[RulingRecord], earlier: &[(Favor, bool)]) -> (usize, usize) {
    let mut favors: Vec<Favor> = later.iter().chain(earlier).map(|(favor, _)| favor.clone()).collect();
    learn(&mut favors, rulings, Policy::default().least_confidence);
    let counted = favors.iter().zip(later).filter(|(favor, _)| favor.basis == Basis::Favor);
    let truths: Vec<bool> = counted.map(|(_, (_, is_true))| *is_true).collect();
    (truths.len(), truths.into_iter().filter(|is_true| *is_true).count())
}

#[test]
fn corrections_of_one_kind_raise_its_precision_on_later_mail_and_leave_other_kinds_alone() {
    let (earlier, later) = (oversure(Kind::Advice, 0), oversure(Kind::Advice, 100));
    let mut rulings: Vec<RulingRecord> = earlier
        .iter()
        .take(22)
        .map(|(favor, is_true)| ruling(favor, if *is_true { Verdict::Confirm } else { Verdict::Reject }))
        .collect();
    let (before, right_before) = counted(&later, &[], &earlier);
    let (after, right_after) = counted(&later, &rulings, &earlier);
    assert_eq!(before, 60);
    let precision = |right: usize, all: usize| right * 100 / all;
    assert!(precision(right_before, before) < 40);
    assert!(precision(right_after, after) >= 80, "{right_after} of {after}");
    assert_eq!(right_after, right_before, "what is true is kept");
    let help = oversure(Kind::Help, 100);
    assert_eq!(counted(&help, &rulings, &earlier).0, 60);
    let at = rulings.last().unwrap().at;
    rulings.push(RulingRecord { at, ruling: Ruling::Unlearn { kind: Some(Kind::Gift) } });
    assert_eq!(counted(&later, &rulings, &earlier), (after, right_after), "another kind was unlearnt");
    rulings.push(RulingRecord { at, ruling: Ruling::Unlearn { kind: None } });
    assert_eq!(counted(&later, &rulings, &earlier), (before, right_before), "all is unlearnt");
}
