//! What the owner says of entries that stand by his word, and what all that he says of one entry teaches.

use super::*;
use crate::ledger::{Inferred, lessons};

#[test]
fn what_was_split_lives_on_in_its_parts_alone() {
    let favor = favor(received(), Kind::Help, 0, "a@x.example");
    let parts = |kinds: [Kind; 2]| Verdict::Split(kinds.map(|kind| Part { kind, worth: None }).to_vec());
    let split = ruling(&favor, parts([Kind::Help, Kind::Advice]));
    let once = posted(std::slice::from_ref(&favor), std::slice::from_ref(&split), 60);
    let whole = once.iter().find(|entry| !entry.is_part()).unwrap();
    assert_eq!(once.iter().filter(|entry| entry.is_part_of(whole)).count(), 2);
    // Of one deed for two people each has an entry, by the same words.
    let anothers = Entry { id: favor_id("received", None, Kind::Help, "another"), ..whole.clone() };
    assert!(!once.iter().any(|entry| entry.is_part_of(&anothers)));
    let other = Verdict::Person(Address::parse("ben@yard.example").unwrap());
    for verdict in [
        parts([Kind::Help, Kind::Gift]),
        Verdict::Confirm,
        Verdict::Reject,
        Verdict::Kind(Kind::Gift),
        Verdict::Worth(9_000),
        Verdict::Repaid(1_000),
        Verdict::Forgive,
        other,
    ] {
        let rulings = [split.clone(), ruling(&favor, verdict.clone())];
        assert_eq!(posted(std::slice::from_ref(&favor), &rulings, 60), once, "{verdict:?}");
    }
}

#[test]
fn what_is_said_of_the_owners_own_entry_goes_with_it() {
    let favor = favor(received(), Kind::Help, 0, "a@x.example");
    let split = ruling(&favor, Verdict::Split(vec![Part { kind: Kind::Gift, worth: None }; 2]));
    let both = posted(std::slice::from_ref(&favor), std::slice::from_ref(&split), 60);
    let part = both.iter().find(|entry| entry.is_part()).unwrap();
    let subject = Subject::of(part, ana(), None);
    let on_part =
        |verdict| RulingRecord { at: at(51), ruling: Ruling::Entry { subject: subject.clone(), verdict } };
    let worth = posted(std::slice::from_ref(&favor), &[split, on_part(Verdict::Worth(500))], 60);
    assert!(worth.iter().any(|entry| entry.id == part.id && entry.worth.thousandths() == 500));
    // The split is taken back: what was said of the part says nothing of the whole.
    let untouched = posted(std::slice::from_ref(&favor), &[], 60);
    for verdict in [Verdict::Worth(500), Verdict::Reject, Verdict::Confirm] {
        assert_eq!(posted(std::slice::from_ref(&favor), &[on_part(verdict)], 60), untouched);
    }
}

#[test]
fn a_favor_with_somebody_of_whom_nothing_is_known_is_not_with_whom_it_was_inferred() {
    let favor = favor(received(), Kind::Help, 0, "a@x.example");
    let ben = Address::parse("ben@yard.example").unwrap();
    let entries = posted(std::slice::from_ref(&favor), &[ruling(&favor, Verdict::Person(ben))], 60);
    assert_eq!((entries[0].status, entries[0].worth), (Status::Voided, Points::ZERO));
}

#[test]
fn all_that_is_said_of_one_entry_is_one_word_on_the_inference() {
    use Verdict::{Confirm, Kind as Is, Reject, Worth};
    let favors: Vec<Favor> =
        (0..3).map(|day| favor(received(), Kind::Help, day, &format!("{day}@x.example"))).collect();
    let said = |verdicts: &[Verdict]| -> Vec<RulingRecord> {
        let on = |favor| {
            let mut current = Kind::Help;
            verdicts.iter().map(move |verdict| {
                let mut record = ruling(favor, verdict.clone());
                if let Ruling::Entry { subject, .. } = &mut record.ruling {
                    subject.kind = current;
                    subject.inferred = Some(Inferred { kind: Kind::Help, confidence: favor.confidence });
                }
                if let Is(kind) = verdict {
                    current = *kind;
                }
                record
            })
        };
        favors.iter().flat_map(on).collect()
    };
    let help = |rulings: &[RulingRecord], seen: &[Favor]| lessons(seen, rulings).remove(&Kind::Help).unwrap();
    let counted = |verdicts: &[Verdict]| {
        let lesson = help(&said(verdicts), &favors);
        (lesson.right, lesson.wrong)
    };
    assert_eq!(counted(&[Is(Kind::Advice), Worth(3_000)]), (0, 3), "refined, but still no help");
    assert_eq!(counted(&[Is(Kind::Advice), Is(Kind::Help)]), (3, 0));
    assert_eq!(counted(&[Reject, Confirm]), (3, 0));
    assert_eq!(counted(&[Confirm, Reject]), (0, 3));
    // As of a day before the favors it teaches the same.
    let rulings = said(&[Reject]);
    assert_eq!(help(&rulings, &favors), help(&rulings, &[]));
    // More became known of who is who, and the entry has another name.
    let mut renamed = rulings.clone();
    for record in &mut renamed {
        if let Ruling::Entry { subject, .. } = &mut record.ruling {
            subject.id += 1;
        }
    }
    assert_eq!(help(&[rulings.clone(), renamed.clone()].concat(), &favors).wrong, 3);
    // The same deed for somebody else is another entry.
    for record in &mut renamed {
        if let Ruling::Entry { subject, .. } = &mut record.ruling {
            subject.address = Address::parse("ben@yard.example").unwrap();
        }
    }
    assert_eq!(help(&[rulings, renamed].concat(), &favors).wrong, 6);
}
