//! What the owner wished of nudges, from his rulings: what is settled, what rests, what he wants more of.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::ledger::{Ruling, RulingRecord, Wish};
use crate::people::{Directory, PersonId};

use super::{HeldReason, Nudge, NudgeKind};

/// Days for which nothing is said of a person of whom the owner says that it is done, where the nudge rested
/// on no message: he was in touch elsewhere.
const DONE_DAYS: i64 = 60;
/// Most times that the days between two of a kind are doubled, and halved.
const MAX_DOUBLINGS: i32 = 4;
const MAX_HALVINGS: i32 = 2;

/// All wishes that stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    of: BTreeMap<(PersonId, NudgeKind), Wished>,
    /// Pairs, in both orders, who are two people, though their names are alike.
    distinct: BTreeSet<(PersonId, PersonId)>,
}

/// The wishes of one kind about one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Wished {
    never: bool,
    /// What rests: from, until.
    rests: Vec<(Timestamp, Timestamp)>,
    /// What is done: since when, and the evidence.
    done: Vec<(Timestamp, BTreeSet<String>)>,
    /// How often the days between two are doubled; below zero, halved.
    doublings: i32,
}

impl Wishes {
    /// The wishes among rulings, which come by time; of two that contradict each other the later stands.
    /// A kind that this version does not know, and a person who is not there, wish nothing.
    pub fn of<'a>(rulings: impl IntoIterator<Item = &'a RulingRecord>, directory: &Directory) -> Self {
        let mut wishes = Self::default();
        for record in rulings {
            let Ruling::Wish { address, about, evidence, wish } = &record.ruling else { continue };
            let kind = NudgeKind::of(about);
            let Some(key) = directory.find(address).zip(kind) else { continue };
            wishes.of.entry(key).or_default().add(record.at, *wish, evidence);
        }
        wishes
    }

    /// The same, knowing pairs, each in both orders, who are two people, though their names are alike.
    #[must_use]
    pub fn telling_apart(self, distinct: BTreeSet<(PersonId, PersonId)>) -> Self {
        Self { distinct, ..self }
    }

    /// Whether these are two people, as the owner said.
    pub(super) fn are_distinct(&self, one: PersonId, other: PersonId) -> bool {
        self.distinct.contains(&(one, other))
    }

    /// Whether the owner called done what nudges of a kind about a person rest on by this message.
    #[must_use]
    pub fn call_done(&self, person: PersonId, kind: NudgeKind, source: &str) -> bool {
        let wished = self.of.get(&(person, kind)).map_or(&[][..], |wished| &wished.done);
        wished.iter().any(|(_, evidence)| evidence.contains(source))
    }

    /// Why a nudge is not wished for at `as_of`, if it is not.
    pub(super) fn hold(&self, nudge: &Nudge, as_of: Timestamp) -> Option<HeldReason> {
        let wished = self.of.get(&(nudge.person, nudge.kind))?;
        // The last word on when to come back stands.
        let rest = wished.rests.iter().rfind(|(from, _)| *from <= as_of);
        if wished.never {
            Some(HeldReason::Unwanted)
        } else if wished.done.iter().any(|(at, evidence)| is_done(nudge, *at, evidence, as_of)) {
            Some(HeldReason::Settled)
        } else if rest.is_some_and(|(_, until)| as_of < *until) {
            Some(HeldReason::Snoozed)
        } else {
            None
        }
    }

    /// The days between two nudges of one kind about one person, where they are `days` by default.
    pub(super) fn cooldown_days(&self, person: PersonId, kind: NudgeKind, days: u16) -> u16 {
        let doublings = self.of.get(&(person, kind)).map_or(0, |wished| wished.doublings);
        let factor = |times: i32| 1_u16 << times.unsigned_abs().min(8);
        if doublings < 0 { days / factor(doublings) } else { days.saturating_mul(factor(doublings)) }
    }
}

impl Wished {
    fn add(&mut self, at: Timestamp, wish: Wish, evidence: &[String]) {
        match wish {
            Wish::Done => self.done.push((at, evidence.iter().cloned().collect())),
            Wish::NotBefore(until) => {
                // What is to come back is not done.
                let evidence = evidence.iter().cloned().collect();
                self.done.retain(|(_, done)| *done != evidence);
                self.never = false;
                self.rests.push((at, until));
            }
            Wish::Never => self.never = true,
            Wish::More => {
                self.never = false;
                self.doublings = (self.doublings - 1).max(-MAX_HALVINGS);
            }
            Wish::Less => self.doublings = (self.doublings + 1).min(MAX_DOUBLINGS),
        }
    }
}

/// Whether what a nudge rests on was done at `at`. A silence, and what else rests on no one message, comes
/// back when it has lasted for some time more.
fn is_done(nudge: &Nudge, at: Timestamp, evidence: &BTreeSet<String>, as_of: Timestamp) -> bool {
    let rests_on_messages = matches!(
        nudge.kind,
        NudgeKind::Promise
            | NudgeKind::Thanks
            | NudgeKind::Give
            | NudgeKind::ReplyOwed
            | NudgeKind::OfferOpen
            | NudgeKind::Introduction
            | NudgeKind::MeetingUnset
            | NudgeKind::AwaitingReply
    );
    if rests_on_messages {
        return nudge.evidence.iter().any(|source| evidence.contains(source));
    }
    at <= as_of && as_of.duration_since(at) < SignedDuration::from_hours(24 * DONE_DAYS)
}

#[cfg(test)]
mod tests {
    use crate::nudges::scenario::{AS_OF, Scenario, days_ago, open, silent};
    use crate::people::{Address, Mailbox, Society};
    use crate::relationships::LoopKind;

    use super::*;

    fn wish(wish: Wish, about: NudgeKind, days: i64, evidence: &[&str]) -> RulingRecord {
        let address = Address::parse("ana@rey.example").unwrap();
        let evidence = evidence.iter().map(|source| (*source).to_owned()).collect();
        let ruling = Ruling::Wish { address, about: about.as_str().to_owned(), evidence, wish };
        RulingRecord { at: days_ago(days), ruling }
    }

    /// Ana, as the directory knows her, and the wishes about her.
    fn wishes(records: &[RulingRecord]) -> (PersonId, Wishes) {
        let ana =
            Mailbox { name: Some("Ana Rey".into()), address: Address::parse("ana@rey.example").unwrap() };
        let seen = BTreeMap::from([(ana.address.clone(), BTreeMap::from([("Ana Rey".to_owned(), 3)]))]);
        let directory = Directory::build(&seen, &Society::default());
        (directory.find(&ana.address).unwrap(), Wishes::of(records, &directory))
    }

    fn reason(nudge: Nudge, records: &[RulingRecord]) -> Option<HeldReason> {
        let (person, wishes) = wishes(records);
        wishes.hold(&Nudge { person, ..nudge }, AS_OF.parse().unwrap())
    }

    #[test]
    fn what_is_done_rests_or_is_unwanted_is_held_and_nothing_else_is() {
        let promise =
            Scenario::new().with("Ana Rey", |r| open(r, LoopKind::PromiseByMe, 20, "I will send it")).only();
        let silence = Scenario::new().with("Ana Rey", silent).only();
        let message = promise.evidence[0].clone();
        let later = |days: i64| Wish::NotBefore(days_ago(days));
        for (nudge, record, expected) in [
            (&promise, wish(Wish::Done, NudgeKind::Promise, 300, &[&message]), Some(HeldReason::Settled)),
            (&promise, wish(Wish::Done, NudgeKind::Promise, 1, &["<other@rey.example>"]), None),
            (&promise, wish(Wish::Done, NudgeKind::Thanks, 1, &[&message]), None),
            (&silence, wish(Wish::Done, NudgeKind::Neglected, 59, &[]), Some(HeldReason::Settled)),
            (&silence, wish(Wish::Done, NudgeKind::Neglected, 60, &[]), None),
            (&silence, wish(later(-1), NudgeKind::Neglected, 5, &[]), Some(HeldReason::Snoozed)),
            (&silence, wish(later(1), NudgeKind::Neglected, 5, &[]), None),
            (&silence, wish(Wish::Never, NudgeKind::Neglected, 900, &[]), Some(HeldReason::Unwanted)),
            (&silence, wish(Wish::Never, NudgeKind::Promise, 900, &[]), None),
            (&silence, wish(Wish::Less, NudgeKind::Neglected, 9, &[]), None),
        ] {
            assert_eq!(reason(nudge.clone(), std::slice::from_ref(&record)), expected, "{record:?}");
        }
        let message = [message.as_str()];
        let done = wish(Wish::Done, NudgeKind::Promise, 9, &message);
        let [long, short] = [-20, 1].map(|days| wish(later(days), NudgeKind::Promise, 8, &message));
        for (records, expected) in [
            ([&done, &long], Some(HeldReason::Snoozed)),
            ([&done, &short], None),
            ([&long, &done], Some(HeldReason::Settled)),
            ([&long, &short], None),
            ([&short, &long], Some(HeldReason::Snoozed)),
        ] {
            assert_eq!(reason(promise.clone(), &records.map(Clone::clone)), expected, "{records:?}");
        }
        let both =
            [wish(Wish::Never, NudgeKind::Neglected, 9, &[]), wish(Wish::More, NudgeKind::Neglected, 8, &[])];
        assert_eq!(reason(silence, &both), None, "the later word stands");
    }

    #[test]
    fn less_and_more_change_the_days_between_within_bounds() {
        let days = |wishes_of: &[Wish]| {
            let records: Vec<_> = wishes_of.iter().map(|w| wish(*w, NudgeKind::Neglected, 3, &[])).collect();
            let (ana, wishes) = wishes(&records);
            wishes.cooldown_days(ana, NudgeKind::Neglected, 20)
        };
        for (wished, expected) in [
            (&[][..], 20),
            (&[Wish::Less], 40),
            (&[Wish::Less, Wish::More], 20),
            (&[Wish::More; 9], 5),
            (&[Wish::Less; 9], 320),
        ] {
            assert_eq!(days(wished), expected);
        }
    }
}
