//! What closes a loop: evidence that came after its opening.
//!
//! It must not know what opened it beyond the act itself.

use super::gathered::Gathered;
use crate::conversations::{Exchange, Party};
use crate::inference::{Deed, FavorState};
use crate::observations::cues::Act;
use crate::people::PersonId;
use crate::relationships::Policy;

/// Acts by which a question or request is answered in another conversation.
const ANSWERS: [Act; 12] = [
    Act::Help,
    Act::Advice,
    Act::Introduction,
    Act::Recommendation,
    Act::Opportunity,
    Act::Concession,
    Act::Gift,
    Act::Promise,
    Act::Offer,
    Act::Decline,
    Act::Apology,
    Act::Care,
];

/// Acts by which a promise is kept, or taken back.
const KEEPS: [Act; 8] = [
    Act::Help,
    Act::Advice,
    Act::Introduction,
    Act::Recommendation,
    Act::Opportunity,
    Act::Concession,
    Act::Gift,
    Act::Decline,
];

/// Whether a request was answered: in its conversation by the one whose turn it is (for a request of the
/// owner, by anybody it may have gone to), by an answering act elsewhere, in a meeting, or by a favor
/// that came of it.
pub(super) fn request_answered(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let replied = gathered.thread_after(&deed.thread, deed.at).any(|later| match deed.toward {
        Party::Owner => later.by == Party::Owner,
        Party::Person(_) => later.by != Party::Owner,
    });
    replied
        || acted_after(deed, deed.toward, &ANSWERS, gathered, policy)
        || gathered.met_after(deed.person(), deed.at)
        || favor_moved_on(deed, gathered)
}

/// Whether a promise was kept or is past caring: by a keeping act anywhere, by thanks of the other, by a
/// word in its conversation on a later day that does not only renew it, in a meeting, or by its favor.
pub(super) fn promise_kept(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let later_word = gathered.message(&deed.message).is_some_and(|promise| {
        gathered
            .thread_after(&deed.thread, deed.at)
            .any(|later| later.by == deed.by && later.day > promise.day && !renews(later, deed, gathered))
    });
    later_word
        || acted_after(deed, deed.by, &KEEPS, gathered, policy)
        || thanked_for_keeping(deed, gathered, policy)
        || gathered.met_after(deed.person(), deed.at)
        || favor_moved_on(deed, gathered)
}

/// Whether an offer was taken up, declined or at least answered.
pub(super) fn offer_taken_up(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let answered = gathered.thread_after(&deed.thread, deed.at).any(|later| later.by == Party::Owner);
    answered
        || acted_after(deed, Party::Owner, &[Act::Request, Act::Decline, Act::Thanks], gathered, policy)
        || acted_after(deed, deed.by, &[Act::Help, Act::Gift, Act::Introduction], gathered, policy)
        || gathered.met_after(deed.person(), deed.at)
        || favor_moved_on(deed, gathered)
}

/// Whether the owner thanked a person, in whatever conversation, after an instant.
pub(super) fn thanked_after(
    person: PersonId,
    at: jiff::Timestamp,
    gathered: &Gathered<'_>,
    policy: &Policy,
) -> bool {
    gathered
        .deeds_after(person, at)
        .any(|deed| deed.act == Act::Thanks && deed.by == Party::Owner && sure(deed, policy))
}

/// Whether one side did one of these acts after the deed, in whatever conversation.
fn acted_after(deed: &Deed, by: Party, acts: &[Act], gathered: &Gathered<'_>, policy: &Policy) -> bool {
    gathered
        .deeds_after(deed.person(), deed.at)
        .any(|later| later.by == by && acts.contains(&later.act) && sure(later, policy))
}

fn sure(deed: &Deed, policy: &Policy) -> bool {
    deed.confidence.thousandths() >= policy.closing_confidence
}

/// Whether a message promises again what the deed promised.
fn renews(later: &Exchange, deed: &Deed, gathered: &Gathered<'_>) -> bool {
    gathered
        .deeds_after(deed.person(), deed.at)
        .any(|again| again.message == later.message && again.act == Act::Promise && again.by == deed.by)
}

/// Whether the other thanked when the promise was due, or where no day was said on a later day: thanks
/// before that are thanks for the promise, not for its keeping.
fn thanked_for_keeping(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let Some(promise) = gathered.message(&deed.message) else { return false };
    gathered
        .deeds_after(deed.person(), deed.at)
        .filter(|later| later.act == Act::Thanks && later.by == deed.toward && sure(later, policy))
        .filter_map(|later| gathered.message(&later.message))
        .any(|thanks| deed.due.map_or(thanks.day > promise.day, |due| thanks.day >= due.date))
}

/// Whether a favor that this message asked for, offered or promised has come to something since.
fn favor_moved_on(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    gathered.favors_begun_by(&deed.message).iter().any(|favor| {
        favor.person == deed.person()
            && match favor.state {
                FavorState::Done | FavorState::Thanked | FavorState::Declined => true,
                // What was asked for has been promised: the promise is the loop now.
                FavorState::Promised => deed.act != Act::Promise,
                FavorState::Asked | FavorState::Offered | FavorState::Lapsed => false,
            }
    })
}
