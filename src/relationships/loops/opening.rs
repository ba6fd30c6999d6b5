//! What opens a loop: requests, promises and offers; help without thanks; introductions without word.
//!
//! It must not know the evidence that closes one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::closing::{offer_taken_up, promise_kept, request_answered};
use super::gathered::Gathered;
use super::odds::Habits;
use super::promising::{is_conditional, is_in_person, is_unbound, mends, promises};
use super::thanking::thanks_owed;
use super::words::{asks_for_word, asks_to_meet, is_courtesy, is_message, is_momentary, is_rhetorical};
use super::{aged, days_before};
use crate::conversations::{Exchange, Party, Standing, ThreadId};
use crate::inference::{Basis, Deed, Favor, Kind, Step};
use crate::observations::cues::{Act, Due, Sign};
use crate::people::PersonId;
use crate::relationships::{Loop, LoopKind, Policy};

/// Days after an introduction within which a word to the introducer is the thanks for it, not news of it.
const THANKS_FOR_INTRODUCTION_DAYS: i32 = 1;

/// Days within which a slip is mended.
const MENDED_WITHIN_DAYS: i64 = 1;

/// Loops that an act opened and nothing closed.
pub(super) fn of_deeds(gathered: &Gathered<'_>, as_of: Timestamp, today: Date, policy: &Policy) -> Vec<Loop> {
    let mut open: BTreeMap<(LoopKind, PersonId, &ThreadId), Loop> = BTreeMap::new();
    let habits = Habits::learn(gathered, as_of);
    for deed in gathered.deeds() {
        let Some((kind, lapse_days)) = kind_of(deed, policy) else { continue };
        let Some(exchange) = opener(deed, gathered, policy) else { continue };
        let is_closed = || match deed.act {
            Act::Request => request_answered(deed, gathered, policy),
            Act::Offer => offer_taken_up(deed, gathered, policy),
            _ => promise_kept(deed, gathered, policy),
        };
        // What is cheap to know comes first: most acts are long past.
        if lapsed(deed, exchange, lapse_days, today, policy) || is_idle(deed, gathered) || is_closed() {
            continue;
        }
        let p_open = match deed.act {
            Act::Offer => deed.confidence,
            _ => habits.p_open(deed, exchange, gathered, as_of),
        };
        if p_open.thousandths() < policy.open_bar {
            continue;
        }
        let found = Loop {
            kind,
            p_open,
            person: deed.person(),
            turn: if deed.act == Act::Promise { deed.by } else { deed.toward },
            since: deed.at,
            due: deed.due,
            message: deed.message.clone(),
            quote: deed.quote.to_string(),
            topic: exchange.topic.to_string(),
            alone: is_alone(exchange),
            meant: is_meant(deed, exchange, gathered),
        };
        // Acts come in the order of time, so the first stays and takes over a nearer due date.
        open.entry((kind, deed.person(), &deed.thread))
            .and_modify(|first| {
                first.p_open = first.p_open.max(p_open);
                if found.due.is_some_and(|due| takes_over(due, deed, exchange.day, first.due)) {
                    first.due = found.due;
                }
            })
            .or_insert(found);
    }
    open.into_values().collect()
}

/// The message of an act, if the act may open a loop: vouched for, sure, and in a message that may.
pub(super) fn opener<'a>(deed: &Deed, gathered: &Gathered<'a>, policy: &Policy) -> Option<&'a Exchange> {
    let sure = deed.trusted && deed.confidence.thousandths() >= policy.opening_confidence;
    gathered.may_open(&deed.message, deed.person()).filter(|_| sure)
}

/// The loop that an act would open, and the days until it is let go.
fn kind_of(deed: &Deed, policy: &Policy) -> Option<(LoopKind, i32)> {
    match (deed.act, deed.by) {
        (Act::Request, Party::Person(_)) => Some((LoopKind::ReplyOwed, policy.reply_lapse_days)),
        (Act::Request, Party::Owner) => Some((LoopKind::AwaitingReply, policy.reply_lapse_days)),
        (Act::Promise, Party::Owner) => Some((LoopKind::PromiseByMe, policy.promise_lapse_days)),
        (Act::Promise, Party::Person(_)) => Some((LoopKind::PromiseToMe, policy.promise_lapse_days)),
        (Act::Offer, Party::Person(_)) => Some((LoopKind::OfferOpen, policy.offer_lapse_days)),
        _ => None,
    }
}

/// Whether a message went from one to one.
pub(super) fn is_alone(exchange: &Exchange) -> bool {
    exchange.people.len() <= 1 && exchange.others.is_empty()
}

/// Whether it is plain that the one whose turn it is is meant: he is called by name, or had written to the other in
/// the conversation before. In a list the two have to be acquainted as well, or the conversation theirs: what is said
/// in that of others is for whoever reads it.
fn is_meant(deed: &Deed, exchange: &Exchange, gathered: &Gathered<'_>) -> bool {
    let person = deed.person();
    let named = exchange.people.iter().any(|&(id, how)| id == person && how == Standing::Named);
    if exchange.is_in_list() {
        let theirs =
            || gathered.had_written_to(person, exchange) && gathered.is_begun_between(person, exchange);
        (named && gathered.is_acquainted(person, exchange)) || theirs()
    } else {
        named || gathered.had_written_to(person, exchange)
    }
}

/// Whether words that look like an act open nothing: a turn of phrase, a question out of curiosity, words to somebody
/// else, a promise that hangs on something else or that no deed keeps, or the yes to somebody who asked to meet, which
/// is a matter for the calendar.
fn is_idle(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    let yes_to_meeting = || {
        deed.due.is_none()
            && gathered.deeds_before(deed.person(), deed.at).any(|asked| {
                let same = asked.thread == deed.thread && asked.by == deed.toward;
                same && asked.act == Act::Request && asks_to_meet(&asked.quote)
            })
    };
    match deed.act {
        Act::Request => {
            is_rhetorical(&deed.quote)
                || (deed.by == Party::Owner && is_message(&deed.quote))
                || deed.signs.contains(&Sign::Passing)
                || gathered.calls_another(deed)
                || gathered.answers_another(deed)
        }
        Act::Promise => {
            !promises(deed) || is_conditional(&deed.quote) || is_unbound(&deed.quote) || yes_to_meeting()
        }
        Act::Offer => is_courtesy(&deed.quote),
        _ => false,
    }
}

/// Whether the day that a later act of the same conversation names takes over: a nearer one, or, when a promise
/// is put off on its last day or after, the new one.
fn takes_over(due: Due, deed: &Deed, day: Date, before: Option<Due>) -> bool {
    let put_off = |before: Due| deed.act == Act::Promise && days_between(day, before.date) <= 1;
    before.is_none_or(|before| due.date < before.date || put_off(before))
}

/// Whether a loop is too old to keep. A day that was named decides: what was meant for tonight is over sooner
/// than what was meant for next month. Without one, what asks for no word back ("please update the list") is
/// done without one and soon, and what is of the moment ("I'll call you in the morning") passes with it. Who says in a
/// list that he will mend a slip mends it then: nobody in particular waits for it.
fn lapsed(deed: &Deed, exchange: &Exchange, lapse_days: i32, today: Date, policy: &Policy) -> bool {
    // What was for an occasion is over with it.
    if deed.occasion.is_some_and(|day| day < today) {
        return true;
    }
    let past = |from: Date, days: i64| days_between(from, today) > days;
    let least = i64::from(policy.least_grace_days);
    let silent = deed.act == Act::Request && !asks_for_word(&deed.quote);
    let day = exchange.day;
    if deed.act == Act::Promise && exchange.is_in_list() && mends(&deed.quote) {
        return past(deed.due.map_or(day, |due| due.date), MENDED_WITHIN_DAYS);
    }
    if let Some(due) = deed.due {
        let most = i64::from(policy.overdue_grace_days);
        let over = is_momentary(&deed.quote) || (deed.act == Act::Promise && is_in_person(&deed.quote));
        let grace = if silent || over {
            least
        } else {
            let grace_days = match (deed.act, deed.toward) {
                (Act::Promise, _) => policy.promise_grace_days,
                (Act::Request, Party::Owner) => policy.question_grace_days,
                _ => 0,
            };
            days_between(day, due.date).max(i64::from(grace_days))
        };
        return past(due.date, grace.clamp(least, most.max(least)));
    }
    let lapse = if is_momentary(&deed.quote) {
        policy.least_grace_days.min(lapse_days)
    } else if silent {
        policy.silent_lapse_days.min(lapse_days)
    } else {
        lapse_days
    };
    past(day, i64::from(lapse))
}

pub(super) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Loops that a favor received leaves open: thanks, and word of an introduction.
pub(super) fn of_favors(gathered: &Gathered<'_>, as_of: Timestamp, policy: &Policy) -> Vec<Loop> {
    let mut open: BTreeMap<(LoopKind, PersonId, &ThreadId), Loop> = BTreeMap::new();
    for favor in gathered.favors() {
        let Some(done) = received(favor, gathered, policy) else { continue };
        let mut add = |kind| {
            open.entry((kind, favor.person, &favor.thread)).or_insert_with(|| Loop {
                kind,
                p_open: favor.confidence,
                person: favor.person,
                turn: Party::Owner,
                since: done.at,
                due: None,
                message: done.message.clone(),
                quote: done.quote.to_string(),
                topic: gathered.topic(done),
                alone: gathered.message(&done.message).is_some_and(is_alone),
                meant: false,
            });
        };
        if thanks_owed(favor, done, gathered, as_of, policy) {
            add(LoopKind::ThanksOwed);
        }
        if introduction_open(favor, done, gathered, as_of, policy) {
            add(LoopKind::IntroductionOpen);
        }
    }
    open.into_values().collect()
}

/// When a favor was done to the owner, if it may open a loop at all.
fn received<'a>(favor: &'a Favor, gathered: &Gathered<'_>, policy: &Policy) -> Option<&'a Step> {
    let done = favor.done.as_deref()?;
    let theirs = favor.giver == Party::Person(favor.person);
    let sure = favor.confidence.thousandths() >= policy.opening_confidence;
    // The evidence of a meeting is no message, and nothing to be read into.
    let fit =
        gathered.message(&done.message).is_none() || gathered.may_open(&done.message, favor.person).is_some();
    (theirs && sure && fit && favor.trusted && favor.basis == Basis::Favor).then_some(done)
}

fn introduction_open(
    favor: &Favor,
    done: &Step,
    gathered: &Gathered<'_>,
    as_of: Timestamp,
    policy: &Policy,
) -> bool {
    // The introducer who reads in Cc how the two get on has word of it.
    let told = |word: &Exchange| {
        word.by == Party::Owner && days_before(word.at, THANKS_FOR_INTRODUCTION_DAYS) > done.at
    };
    favor.kind == Kind::Introduction
        && aged(done.at, as_of, policy.introduction_from_days, policy.introduction_until_days)
        && !gathered.between_after(favor.person, done.at).any(told)
        && !gathered.met_after(favor.person, done.at)
        && !taken_up_in_sight(done, favor.person, gathered)
}

/// Whether the two who were introduced deal with each other, and the introducer read of it.
fn taken_up_in_sight(done: &Step, introducer: PersonId, gathered: &Gathered<'_>) -> bool {
    let Some(message) = gathered.message(&done.message) else { return false };
    let read = gathered.between_after(introducer, done.at).any(|word| word.by == Party::Owner)
        || gathered.thread_after(&message.thread, done.at).any(|word| word.others.contains(&introducer));
    read && gathered.dealt_with(&message.others, done.at)
}
