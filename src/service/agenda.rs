//! When letters are due: the digest, the monthly word that all is quiet, briefs before meetings; what keeps
//! them back: quiet hours, days away; and whether what waits is still true. The instant is an argument here.

mod birthdays;
mod briefs;
mod recheck;
mod statement;

pub use birthdays::plan as plan_birthdays;
pub use briefs::{due as due_briefs, letter as brief_letter, plan as plan_briefs, told as briefed};
pub use recheck::recheck;

use jiff::{SignedDuration, Timestamp};

use crate::books::Books;
use crate::config::Config;
use crate::nudges::{self, Choice};
use crate::people::Person;
use crate::store::{Store, StoreError};

use super::letters::{self, LettersError, Written};
use super::{first, journal};

/// Names of jobs in the schedule: the digest, the statement, birthdays, the word that all is quiet, the end of
/// days away, briefs.
pub const DIGEST: &str = "digest";
/// The statement's.
pub const STATEMENT: &str = "statement";
const BIRTHDAYS: &str = "birthdays";
const ALL_QUIET: &str = "all quiet";
const AWAY: &str = "away";
const BRIEF: &str = "brief";
/// How long nothing is heard of goodwill at most.
const MONTH: SignedDuration = SignedDuration::from_hours(28 * 24);
/// While the owner is away the calendar is looked at so often: days away may be cut short.
const AWAY_LOOK: SignedDuration = SignedDuration::from_hours(6);

/// Plans the next letter: one that was missed stays due, one ahead follows the config.
pub fn plan(store: &mut Store, config: &Config, now: Timestamp) -> Result<(), StoreError> {
    if store.due_at(ALL_QUIET)?.is_none() {
        store.schedule(ALL_QUIET, after(now, MONTH))?;
    }
    for (job, next) in regular(config, now) {
        let missed = is_due(store, job, now)?;
        if let Some(next) = next.filter(|_| !missed) {
            store.schedule(job, next)?;
        }
    }
    Ok(())
}

/// What comes regularly, and when it comes next.
fn regular(config: &Config, now: Timestamp) -> [(&'static str, Option<Timestamp>); 2] {
    let zone = &config.me.timezone;
    [
        (DIGEST, config.nudges.digest.next_after(now, zone)),
        (STATEMENT, config.nudges.statement.next_after(now, zone)),
    ]
}

/// Lets go what is due, up to the next time.
fn skip_due(store: &mut Store, config: &Config, now: Timestamp) -> Result<(), StoreError> {
    for (job, next) in regular(config, now) {
        let due = store.due_at(job)?.is_none_or(|due| due <= now);
        if let Some(next) = next.filter(|_| due) {
            store.schedule(job, next)?;
        }
    }
    Ok(())
}

/// Whether the owner is to be left alone at `now`.
#[must_use]
pub fn is_quiet(config: &Config, now: Timestamp) -> bool {
    config.nudges.quiet.until(now, &config.me.timezone).is_some()
}

/// Until when the owner is away at `at`, as his calendars say; `None` where he is not.
#[must_use]
pub fn away_until(config: &Config, books: &Books, at: Timestamp) -> Option<Timestamp> {
    let people: Vec<&Person> = books.directory.people().values().collect();
    nudges::away_until(&books.own_days, &config.me.name, &people, at)
}

/// Writes what is due at `now`, if anything is, and plans the next.
pub fn write_due(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    if config.delivery.is_none() || is_quiet(config, now) {
        return Ok(Written::Nothing);
    }
    // Nothing else goes out before the first letter, which waits for no day.
    if first::is_owed(store, config)? {
        let written = first::write(store, config, now)?;
        skip_due(store, config, now)?;
        return Ok(written);
    }
    if letters::paused(store)?.is_some_and(|until| until > now) {
        skip_due(store, config, now)?;
        return Ok(Written::Nothing);
    }
    let written = [
        briefs::write(store, config, now)?,
        birthdays::write(store, config, now)?,
        statement::write(store, config, now)?,
        write_digest(store, config, now)?,
    ];
    let any = [Written::Queued, Written::Before].into_iter().find(|wanted| written.contains(wanted));
    Ok(any.unwrap_or(Written::Nothing))
}

/// Whether a job was planned for an instant that has come.
fn is_due(store: &Store, job: &str, now: Timestamp) -> Result<bool, StoreError> {
    Ok(store.due_at(job)?.is_some_and(|due| due <= now))
}

/// Whether the calendar was seen to say that the owner is away, and is not to be looked at again yet.
fn is_known_away(store: &Store, now: Timestamp) -> Result<bool, StoreError> {
    Ok(store.due_at(AWAY)?.is_some_and(|look| look > now))
}

/// Whether the calendar says that the owner is away; if so, when it is looked at again is planned.
fn goes_away(store: &mut Store, config: &Config, books: &Books, now: Timestamp) -> Result<bool, StoreError> {
    let Some(back) = away_until(config, books, now) else { return Ok(false) };
    store.schedule(AWAY, back.min(after(now, AWAY_LOOK)))?;
    Ok(true)
}

/// Writes the digest that is due. While the owner is away it waits; afterwards there is one, not several.
fn write_digest(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    let Some(next) = config.nudges.digest.next_after(now, &config.me.timezone) else {
        return Ok(Written::Nothing);
    };
    let Some(due) = store.due_at(DIGEST)?.filter(|&due| due <= now) else { return Ok(Written::Nothing) };
    if is_known_away(store, now)? {
        return Ok(Written::Nothing);
    }
    let books = journal::fold(store, config, journal::present(now))?;
    if goes_away(store, config, &books, now)? {
        return Ok(Written::Nothing);
    }
    // A stop before the next digest is planned finds this occasion again, and the letter in the outbox.
    let written = match to_say(store, config, &books, now)? {
        Some((choice, slow)) => {
            let finished = letters::draft(store, config, &books, &choice, slow, now)?;
            letters::queue(store, config, &finished, &format!("digest {due}"), now, letters::stale_at(now))?
        }
        None => Written::Nothing,
    };
    if written != Written::Nothing {
        store.schedule(ALL_QUIET, after(now, MONTH))?;
    }
    store.schedule(DIGEST, next)?;
    Ok(written)
}

/// What the digest says, and whether digests come monthly: an empty choice is the word that all is quiet,
/// `None` no letter.
fn to_say(
    store: &Store,
    config: &Config,
    books: &Books,
    now: Timestamp,
) -> Result<Option<(Choice, bool)>, StoreError> {
    let memory = letters::memory(store, books, config)?;
    let last = memory.sent.iter().map(|sent| sent.at).max();
    let is_recent = last.is_some_and(|last| now.duration_since(last) < MONTH);
    let slow = memory.slows(now);
    if is_recent && slow {
        return Ok(None);
    }
    let choice = letters::chosen(books, config, &memory)?;
    let heard_of = !is_due(store, ALL_QUIET, now)?;
    Ok(if choice.nudges.is_empty() && heard_of { None } else { Some((choice, slow)) })
}

fn after(now: Timestamp, time: SignedDuration) -> Timestamp {
    now.saturating_add(time).unwrap_or(Timestamp::MAX)
}
