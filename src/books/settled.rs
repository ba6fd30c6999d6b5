//! What the owner answered to a letter: what he called done is open no more.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::ledger::{Ruling, RulingRecord, Wish};
use crate::nudges::NudgeKind;
use crate::people::{Directory, PersonId};
use crate::relationships::{LoopKind, Relationship};

/// Closes the loops that the owner had called done before `as_of`, and did not put off since.
pub(super) fn settle(
    relationships: &mut [Relationship],
    rulings: &[RulingRecord],
    directory: &Directory,
    as_of: Timestamp,
) {
    let mut done: BTreeSet<(PersonId, &str, &[String])> = BTreeSet::new();
    for record in rulings.iter().filter(|record| record.at < as_of) {
        let Ruling::Wish { address, about, evidence, wish } = &record.ruling else { continue };
        let Some(person) = directory.find(address) else { continue };
        let matter = (person, about.as_str(), evidence.as_slice());
        match wish {
            Wish::Done => drop(done.insert(matter)),
            // What is to come back is not done.
            Wish::NotBefore(_) => drop(done.remove(&matter)),
            Wish::Never | Wish::More | Wish::Less => {}
        }
    }
    for (person, about, evidence) in done {
        let of = relationships.iter_mut().find(|relationship| relationship.person == person);
        let Some(relationship) = of else { continue };
        relationship.loops.retain(|open| {
            let is_said = told_by(open.kind).iter().any(|kind| kind.as_str() == about);
            !(is_said && evidence.iter().any(|source| *source == open.message.as_str()))
        });
    }
}

/// The kinds of nudges that tell of what is open.
fn told_by(kind: LoopKind) -> &'static [NudgeKind] {
    match kind {
        LoopKind::PromiseByMe => &[NudgeKind::Promise],
        LoopKind::ThanksOwed => &[NudgeKind::Thanks],
        LoopKind::ReplyOwed => &[NudgeKind::ReplyOwed, NudgeKind::Give],
        LoopKind::OfferOpen => &[NudgeKind::OfferOpen],
        LoopKind::IntroductionOpen => &[NudgeKind::Introduction],
        LoopKind::MeetingUnset => &[NudgeKind::MeetingUnset],
        LoopKind::AwaitingReply | LoopKind::PromiseToMe => &[NudgeKind::AwaitingReply],
    }
}
