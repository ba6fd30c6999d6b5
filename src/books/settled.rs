//! What the owner answered to a letter: what he called done is open no more.

use jiff::Timestamp;

use crate::ledger::RulingRecord;
use crate::nudges::{NudgeKind, Wishes};
use crate::people::Directory;
use crate::relationships::{LoopKind, Relationship};

/// Closes the loops that the owner had called done before `as_of`, and did not put off since.
pub(super) fn settle(
    relationships: &mut [Relationship],
    rulings: &[RulingRecord],
    directory: &Directory,
    as_of: Timestamp,
) {
    let wishes = Wishes::of(rulings.iter().filter(|record| record.at < as_of), directory);
    for relationship in relationships {
        let person = relationship.person;
        relationship.loops.retain(|open| {
            let is_done = |kind: &NudgeKind| wishes.call_done(person, *kind, open.message.as_str());
            !told_by(open.kind).iter().any(is_done)
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
