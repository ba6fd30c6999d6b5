//! A last look at letters before they leave: whether they are still true, and whether the owner has gone away.
//!
//! A letter that is on its way may have arrived already, so it is never replaced: it is only not sent again.

use jiff::{SignedDuration, Timestamp};

use crate::books::Books;
use crate::config::Config;
use crate::delivery::{Outbox, OutboxState, Queued};
use crate::nudges::{LetterKind, Memory, NudgeKind};
use crate::service::journal;
use crate::service::letters::{self, LettersError};
use crate::store::{Store, StoreError};

use super::{BRIEF, DIGEST, away_until, briefs, statement};

/// A letter that has waited for less is as true as when it was written.
const JUST_WRITTEN: SignedDuration = SignedDuration::from_secs(60);

/// Looks once more at the letters that are about to be sent, or sent again. One that is no longer true is dropped,
/// and a letter with what still is takes its place; while the owner is away what he did not ask for waits.
pub fn recheck(store: &mut Store, config: &Config, now: Timestamp) -> Result<(), LettersError> {
    if store.paused_until()?.is_some_and(|until| until > now) {
        return Ok(());
    }
    let mut waiting = store.due(now)?;
    waiting.extend(store.unknown()?.into_iter().filter(|queued| queued.next_at <= now));
    waiting.retain(|queued| now.duration_since(queued.message.created_at) > JUST_WRITTEN);
    if waiting.is_empty() {
        return Ok(());
    }
    let books = journal::fold(store, config, journal::present(now))?;
    let back = away_until(config, &books, now);
    for queued in waiting {
        let kind = queued.message.kind.as_str();
        let digest = kind == LetterKind::Nudges.as_str();
        let brief = kind == LetterKind::Brief.as_str();
        if let Some(back) = back.filter(|_| digest || brief || kind == LetterKind::Statement.as_str()) {
            put_off(store, &queued, back)?;
        } else if digest {
            recheck_digest(store, config, &books, &queued, now)?;
        } else if brief {
            let items = store.letter_items(&queued.message.message_id)?;
            if !briefs::stands(store, config, &books, &items, now)? {
                drop_letter(store, &queued, now)?;
                // What of it still holds is told anew.
                store.schedule(BRIEF, now)?;
            }
        }
    }
    Ok(())
}

/// Has a letter wait until the owner is back. A digest that is stale by then gives way to a new one on his return,
/// a statement is as good then, and a brief is void once they have met.
fn put_off(store: &mut Store, queued: &Queued, back: Timestamp) -> Result<(), StoreError> {
    let (kind, expires_at) = (queued.message.kind.as_str(), queued.message.expires_at);
    if kind == LetterKind::Statement.as_str() {
        return store.put_off(queued.id, back, expires_at.max(statement::stale_at(back)));
    }
    if kind == LetterKind::Brief.as_str() {
        return store.put_off(queued.id, back, expires_at);
    }
    let own = store.said_in(queued.id)?;
    let digest = own.is_empty() || own.iter().any(|said| said.kind != NudgeKind::Birthday);
    if digest && expires_at <= back {
        let next = store.due_at(DIGEST)?.map_or(back, |due| due.min(back));
        store.schedule(DIGEST, next)?;
    }
    store.put_off(queued.id, back, expires_at)
}

/// Sees to it that a letter is not sent. Where it may have arrived it is looked for all the same.
fn drop_letter(store: &mut Store, queued: &Queued, now: Timestamp) -> Result<(), StoreError> {
    match queued.state {
        OutboxState::Sending => store.put_off(queued.id, now, queued.message.expires_at.min(now)),
        _ => store.mark_expired(queued.id),
    }
}

fn recheck_digest(
    store: &mut Store,
    config: &Config,
    books: &Books,
    queued: &Queued,
    now: Timestamp,
) -> Result<(), LettersError> {
    let own = store.said_in(queued.id)?;
    let people = letters::remembered(books, &own).sent;
    // The letter itself is no reason to be silent about what it says.
    let mut before = store.said_since(letters::memorable(books, config))?;
    before.retain(|said| !own.contains(said));
    let memory = Memory { wishes: letters::wishes(store, books)?, ..letters::remembered(books, &before) };
    // What replaces a letter of birthdays speaks of birthdays.
    let birthdays = own.iter().all(|said| said.kind == NudgeKind::Birthday);
    let choice = if birthdays {
        letters::birthdays_chosen(books, config, &memory)
    } else {
        letters::chosen(books, config, &memory)?
    };
    let stands = people.len() == own.len() && people.iter().all(|sent| choice.stands(sent.person, sent.kind));
    if stands {
        return Ok(());
    }
    drop_letter(store, queued, now)?;
    if queued.state == OutboxState::Queued && !choice.nudges.is_empty() {
        let occasion = format!("instead of {}", queued.message.nudge_key.as_str());
        let slow = letters::memory(store, books, config)?.slows(now);
        let finished = letters::draft(store, config, books, &choice, slow, now)?;
        letters::queue(store, config, &finished, &occasion, now, queued.message.expires_at)?;
    }
    Ok(())
}
