//! The letter on the day of a birthday, where the owner wants to hear of them.

use jiff::civil::{Date, Time, time};
use jiff::{Timestamp, ToSpan};

use crate::books::Books;
use crate::config::Config;
use crate::service::journal;
use crate::service::letters::{self, LettersError, Written};
use crate::store::{Store, StoreError};

use super::{BIRTHDAYS, goes_away, is_due, is_known_away};

/// The hour of such a letter.
const HOUR: Time = time(8, 0, 0, 0);

/// Plans the next such letter; one that is due stays due.
pub fn plan(store: &mut Store, config: &Config, books: &Books, now: Timestamp) -> Result<(), StoreError> {
    let due = is_due(store, BIRTHDAYS, now)?;
    match next(config, books, now) {
        Some(next) if !due => store.schedule(BIRTHDAYS, next),
        _ => Ok(()),
    }
}

/// Writes the letter of today's birthdays, if any is still worth a word.
pub(super) fn write(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    let due = is_due(store, BIRTHDAYS, now)?;
    if !config.nudges.birthdays || !due || is_known_away(store, now)? {
        return Ok(Written::Nothing);
    }
    let books = journal::fold(store, config, journal::present(now))?;
    if goes_away(store, config, &books, now)? {
        return Ok(Written::Nothing);
    }
    let memory = letters::memory(store, &books, config)?;
    let choice = letters::birthdays_chosen(&books, config, &memory);
    let today = now.to_zoned_datetime(config.me.timezone.clone()).date();
    // Where nothing comes of letters, they come monthly, and a birthday is no month's matter.
    let written = if choice.nudges.is_empty() || memory.slows(now) {
        Written::Nothing
    } else {
        let draft = letters::draft(store, config, &books, &choice, false, now)?;
        let occasion = format!("birthdays {today}");
        letters::queue(store, config, &draft, &occasion, now, end_of(today, config))?
    };
    store.schedule(BIRTHDAYS, next(config, &books, now).unwrap_or(Timestamp::MAX))?;
    Ok(written)
}

/// The hour of the next birthday after `now`, where the owner wants to hear of it.
fn next(config: &Config, books: &Books, now: Timestamp) -> Option<Timestamp> {
    let zone = &config.me.timezone;
    let today = now.to_zoned_datetime(zone.clone()).date();
    let hour =
        |date: Date| date.to_datetime(HOUR).to_zoned_datetime(zone.clone()).ok().map(|at| at.timestamp());
    let next = books.birthdays.values().filter_map(|birthday| {
        let this = birthday.next_from(today)?;
        hour(this)
            .filter(|at| *at > now)
            .or_else(|| hour(birthday.next_from(this.checked_add(1.day()).ok()?)?))
    });
    next.min().filter(|_| config.nudges.birthdays)
}

fn end_of(day: Date, config: &Config) -> Timestamp {
    let next = day.checked_add(1.day()).ok();
    let end = next.and_then(|next| next.to_zoned_datetime(config.me.timezone.clone()).ok());
    end.map_or(Timestamp::MAX, |end| end.timestamp())
}
