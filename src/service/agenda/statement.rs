//! The letter with the statement of a month.

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::nudges::statement::{Month, hushed, statement_letter};
use crate::nudges::{LetterContext, LetterKind, Today};
use crate::service::journal;
use crate::service::letters::{self, Draft, LettersError, Written};
use crate::store::Store;

use super::{ALL_QUIET, MONTH, STATEMENT, after, goes_away, is_due, is_known_away};

/// How long a statement is worth sending.
const FRESH: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Writes the statement that is due: of the last month that is over, once, where there was something in it.
pub(super) fn write(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    let zone = &config.me.timezone;
    let Some(next) = config.nudges.statement.next_after(now, zone) else { return Ok(Written::Nothing) };
    if !is_due(store, STATEMENT, now)? || is_known_away(store, now)? {
        return Ok(Written::Nothing);
    }
    let present = journal::fold(store, config, journal::present(now))?;
    if goes_away(store, config, &present, now)? {
        return Ok(Written::Nothing);
    }
    let month = Month::last_before(now, zone);
    let books = journal::fold(store, config, month.end(zone))?;
    let tact_days = journal::nudge_policy(config).tact_days;
    let hushed = hushed(&present.relationships, tact_days, Today::new(now, zone));
    let statement = letters::statement(&books, month, None).without(&hushed);
    // A stop before the next one is planned finds this occasion again, and the letter in the outbox.
    let written = if statement.met.is_empty() {
        Written::Nothing
    } else {
        let health = letters::health(store, config, now)?;
        let context = LetterContext { health, ..LetterContext::default() };
        let occasion = format!("statement {month}");
        let draft = Draft {
            kind: LetterKind::Statement,
            keys: vec![occasion.clone()],
            said: Vec::new(),
            items: Vec::new(),
            compose: Box::new(|_| statement_letter(&statement, &context, zone)),
        };
        letters::queue(store, config, &draft, &occasion, now, stale_at(now))?
    };
    if written != Written::Nothing {
        store.schedule(ALL_QUIET, after(now, MONTH))?;
    }
    store.schedule(STATEMENT, next)?;
    Ok(written)
}

/// When a statement that could leave at `now` is stale.
pub(super) fn stale_at(now: Timestamp) -> Timestamp {
    after(now, FRESH)
}
