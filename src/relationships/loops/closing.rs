//! What closes a loop: evidence that came after its opening.
//!
//! It must not know what opened it beyond the act itself.

use jiff::civil::Date;

use super::gathered::Gathered;
use super::opening::days_between;
use super::promising::promises_letter;
use super::words::asks_for_letter;
use crate::conversations::{Exchange, Party};
use crate::inference::{Deed, FavorState, speaks_of};
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

/// Days after which who waits for what was promised for no day, and writes on without asking, has it.
const KEPT_DAYS: i64 = 3;

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

/// Minutes after which another word of who promised something for no day tells that it is done, or need not be.
const DONE_MINUTES: i64 = 30;
/// Words up to which such a word tells it at any time.
const FEW_WORDS: u32 = 20;

/// Whether a request was answered: in its conversation by the one whose turn it is (of several, by any of
/// them), by an answering act elsewhere or another conversation that speaks of it, in a meeting, by a favor
/// that came of it, or because the asker gives thanks for it.
pub(super) fn request_answered(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    replied(deed, gathered)
        || spoken_of_elsewhere(deed, gathered)
        || moved_on(deed, gathered)
        || thanked_in_thread(deed, gathered, policy)
        || acted_on(deed, deed.toward, &ANSWERS, gathered, policy)
        || settled_in_person(deed, gathered)
        || favor_moved_on(deed, gathered)
}

/// Whether somebody whose turn it was wrote in the conversation of a request.
fn replied(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    if deed.toward == Party::Owner && gathered.is_answered(&deed.message) {
        return true;
    }
    let to_several = gathered.message(&deed.message).is_some_and(|asked| !asked.others.is_empty());
    gathered.thread_after(&deed.thread, deed.at).any(|later| match deed.toward {
        // One of several who were asked answers for all, if the asker gets to read it, and who was not asked may
        // answer for the owner, who reads it too; an asker who goes on to others, the owner looking on, has what he
        // asked for.
        Party::Owner => {
            let told =
                later.by != Party::Owner && later.by != deed.by && later.others.contains(&deed.person());
            let another = told && (to_several || !later.on_list);
            let goes_on = later.by == deed.by && !later.is_between(deed.person());
            later.by == Party::Owner || another || goes_on
        }
        Party::Person(_) => later.by != Party::Owner,
    })
}

/// Whether the owner took the matter on. Of what he asked: he wrote on in the conversation, or under its subject to
/// anybody, without asking the same person again. Of what he was asked: he wrote to somebody else under its subject.
fn moved_on(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    if deed.by != Party::Owner {
        return gathered.owner_wrote_under(&deed.topic, deed.at).next().is_some();
    }
    let asks_again = |later: &Exchange| {
        let mut deeds = gathered.deeds_after(deed.person(), deed.at);
        deeds.any(|again| again.message == later.message && again.act == Act::Request)
    };
    let by_owner = gathered.thread_after(&deed.thread, deed.at).filter(|later| later.by == Party::Owner);
    by_owner.chain(gathered.owner_wrote_under(&deed.topic, deed.at)).any(|later| !asks_again(later))
}

/// Whether a later message of the one whose turn it is, in another conversation that both read, speaks of
/// what was asked for: the owner's with the asker in Cc as well.
fn spoken_of_elsewhere(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    let person = deed.person();
    let mut elsewhere = gathered
        .between_after(person, deed.at)
        .filter(|later| later.by == deed.toward && later.thread != deed.thread);
    elsewhere.any(|later| {
        let words: Vec<&str> = gathered
            .deeds_after(person, deed.at)
            .skip_while(|act| act.at < later.at)
            .take_while(|act| act.at == later.at)
            .filter(|act| act.message == later.message)
            .map(|act| &*act.quote)
            .chain([&*later.topic])
            .collect();
        speaks_of(deed, &words)
    })
}

/// Whether the asker thanked in the conversation on a later day: what was asked for came another way.
fn thanked_in_thread(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    gathered.deeds_after(deed.person(), deed.at).any(|later| {
        let thanks = later.act == Act::Thanks && later.by == deed.by && sure(later, policy);
        thanks && later.thread == deed.thread && later.day > deed.day
    })
}

/// Whether a promise was kept or is past caring: by a keeping act anywhere, by thanks of the other, by a
/// word in its conversation on a later day that does not only renew it, in a meeting, or by its favor.
pub(super) fn promise_kept(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let later_word = gathered.message(&deed.message).is_some_and(|promise| {
        // What is promised for no day may be done at once; then the next word tells of it.
        let soon = deed.due.is_none();
        let late = |later: &Exchange| {
            let waited = later.at.duration_since(deed.at).as_mins() >= DONE_MINUTES;
            later.day > promise.day || (soon && (waited || later.words <= FEW_WORDS))
        };
        gathered
            .thread_after(&deed.thread, deed.at)
            .any(|later| later.by == deed.by && late(later) && !renews(later, deed, gathered))
    });
    later_word
        || was_sent(deed, gathered)
        || acted_on(deed, deed.by, &KEEPS, gathered, policy)
        || thanked_for_keeping(deed, gathered, policy)
        || written_on_since(deed, gathered)
        || settled_in_person(deed, gathered)
        || favor_moved_on(deed, gathered)
}

/// Whether what was promised to be sent was: in another letter of the same subject to the same person.
fn was_sent(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    promises_letter(&deed.quote)
        && !deed.topic.is_empty()
        && gathered
            .between_after(deed.person(), deed.at)
            .any(|later| later.by == deed.by && later.topic == deed.topic && !renews(later, deed, gathered))
}

/// Whether an offer was taken up, declined or at least answered.
pub(super) fn offer_taken_up(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let answered = gathered.thread_after(&deed.thread, deed.at).any(|later| later.by == Party::Owner);
    answered
        || acted_after(deed, Party::Owner, &[Act::Request, Act::Decline, Act::Thanks], gathered, policy)
        || acted_after(deed, deed.by, &[Act::Help, Act::Gift, Act::Introduction], gathered, policy)
        || settled_in_person(deed, gathered)
        || favor_moved_on(deed, gathered)
}

/// Whether the two met since, so that it may have been settled there: on the day that was named or later, and not what
/// is settled by a letter alone.
fn settled_in_person(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    let by_letter = match deed.act {
        Act::Promise => promises_letter(&deed.quote),
        Act::Request => deed.due.is_some() && asks_for_letter(&deed.quote),
        _ => false,
    };
    let from = deed.due.map_or(Date::MIN, |due| due.date);
    !by_letter && gathered.met(deed.person(), deed.at, from)
}

/// Whether who waits for a promise wrote on in its conversation, without asking, when it must have been kept: after its
/// day, without one days later, or on whatever day once somebody else had written there to bring it.
fn written_on_since(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    let asks = |later: &Exchange| {
        let mut deeds = gathered.deeds_after(deed.person(), deed.at);
        deeds.any(|again| again.message == later.message && again.act == Act::Request)
    };
    let after = |day: Date| match deed.due {
        Some(due) => day > due.date,
        None => days_between(deed.day, day) >= KEPT_DAYS,
    };
    let mut brought = false;
    gathered.thread_after(&deed.thread, deed.at).any(|later| {
        let waits = later.by == deed.toward;
        let kept = waits && (brought || after(later.day)) && !asks(later);
        brought |= !waits && later.by != deed.by;
        kept
    })
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
    acts_after(deed, by, acts, gathered, policy).next().is_some()
}

/// The same for what the owner is to answer or keep, where it has to be in its conversation, under its subject or in
/// words that speak of it. What he waits for may have come in whatever conversation.
fn acted_on(deed: &Deed, by: Party, acts: &[Act], gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let related = |later: &Deed| {
        later.thread == deed.thread
            || later.topic == deed.topic
            || speaks_of(deed, &[&later.quote, &later.topic])
    };
    acts_after(deed, by, acts, gathered, policy).any(|later| by != Party::Owner || related(later))
}

fn acts_after<'a>(
    deed: &Deed,
    by: Party,
    acts: &[Act],
    gathered: &Gathered<'a>,
    policy: &Policy,
) -> impl Iterator<Item = &'a Deed> {
    gathered
        .deeds_after(deed.person(), deed.at)
        .filter(move |later| later.by == by && acts.contains(&later.act) && sure(later, policy))
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
                // Thanks for a promise do not keep it; `thanked_for_keeping` knows the day.
                FavorState::Thanked => deed.act != Act::Promise || favor.done.is_some(),
                FavorState::Done | FavorState::Declined => true,
                // What was asked for has been promised: the promise is the loop now.
                FavorState::Promised => deed.act != Act::Promise,
                FavorState::Asked | FavorState::Offered | FavorState::Lapsed => false,
            }
    })
}
