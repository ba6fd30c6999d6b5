//! Briefs before meetings: when they are due, and what was told before.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::books::Books;
use crate::config::Config;
use crate::delivery::{Item, OutboxState};
use crate::nudges::{
    Brief, Known, Letter, LetterContext, LetterKind, Today, briefs, compose_brief, next_brief,
};
use crate::people::PersonId;
use crate::service::journal;
use crate::service::letters::{self, Draft, LettersError, Written};
use crate::store::{Briefed, OutboxRow, Store, StoreError};

use super::{BRIEF, after, goes_away, is_due, is_known_away};

/// Most such letters of 24 hours: each speaks of all the meetings of a day, more are due to a calendar that changes
/// all the time. What is left then comes later.
const MAX_BRIEFS: usize = 3;
/// Letters of the outbox that are looked at for them.
const RECENT: u32 = 20;
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How far back it is looked for what was told: a brief comes a week before the meeting at most.
const MEMORY: SignedDuration = SignedDuration::from_hours(10 * 24);

/// Plans the next brief, from what the calendars show.
pub fn plan(store: &mut Store, config: &Config, books: &Books, now: Timestamp) -> Result<(), StoreError> {
    let Some(lead) = config.nudges.brief.time() else { return Ok(()) };
    // A meeting planned at short notice has its brief at once.
    let due = if due(config, books, &told(store, config, books, now)?, now).is_empty() {
        next_brief(&books.meetings, lead, now)
    } else {
        Some(now)
    };
    due.map_or(Ok(()), |due| store.schedule(BRIEF, due))
}

/// Writes the briefs that are due, one for a day. While the owner is away they wait, and are void once the meetings
/// begin.
pub(super) fn write(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    let Some(lead) = config.nudges.brief.time() else { return Ok(Written::Nothing) };
    if !is_due(store, BRIEF, now)? || is_known_away(store, now)? {
        return Ok(Written::Nothing);
    }
    let books = journal::fold(store, config, journal::present(now))?;
    if goes_away(store, config, &books, now)? {
        return Ok(Written::Nothing);
    }
    let mut next = next_brief(&books.meetings, lead, now).unwrap_or(Timestamp::MAX);
    let mut written = Written::Nothing;
    // One after the other: a day of very many meetings has several.
    for _ in 0..=MAX_BRIEFS {
        let told = told(store, config, &books, now)?;
        let Some(brief) = due(config, &books, &told, now).into_iter().next() else { break };
        let mut recent = store.outbox(RECENT)?;
        recent.retain(|row| counts(row, now));
        if recent.len() >= MAX_BRIEFS {
            let first = recent.iter().map(|row| row.created_at).min();
            next = next.min(first.map_or(next, |first| after(first, DAY)));
            break;
        }
        written = queue(store, config, &books, &brief, now)?;
    }
    store.schedule(BRIEF, next)?;
    Ok(written)
}

/// Whether a letter is a brief of the last 24 hours that goes out or did.
fn counts(row: &OutboxRow, now: Timestamp) -> bool {
    row.kind == LetterKind::Brief.as_str()
        && row.state != OutboxState::Expired
        && now.duration_since(row.created_at) < DAY
}

fn queue(
    store: &mut Store,
    config: &Config,
    books: &Books,
    brief: &Brief,
    now: Timestamp,
) -> Result<Written, LettersError> {
    let letter = letter(store, config, brief, now)?;
    let people = books.directory.people();
    let items = (1..).zip(brief.people()).filter_map(|(number, (person, start))| {
        let person = people.get(&person.person)?.addresses.first()?.identity_key();
        Some(Item { number, person, about: Briefed::about(start), evidence: Vec::new() })
    });
    let occasion = format!("brief {} {now} {}", brief.day, brief.people().count());
    let draft = Draft {
        kind: LetterKind::Brief,
        keys: vec![occasion.clone()],
        said: Vec::new(),
        items: items.collect(),
        compose: Box::new(move |_| letter.clone()),
    };
    letters::queue(store, config, &draft, &occasion, now, brief.ends())
}

/// The letter with a brief.
pub fn letter(store: &Store, config: &Config, brief: &Brief, now: Timestamp) -> Result<Letter, StoreError> {
    let (health, subject) = (letters::health(store, config, now)?, letters::subject_style(config));
    let context = LetterContext { subject, health, ..LetterContext::default() };
    Ok(compose_brief(brief, &context, Today::new(now, &config.me.timezone)))
}

/// The briefs that are due at `now`, beside what was told.
#[must_use]
pub fn due(config: &Config, books: &Books, told: &BTreeSet<(Date, PersonId)>, now: Timestamp) -> Vec<Brief> {
    let Some(lead) = config.nudges.brief.time() else { return Vec::new() };
    let known =
        Known { directory: &books.directory, relationships: &books.relationships, entries: &books.entries };
    let policy = journal::nudge_policy(config);
    briefs(&books.meetings, known, &policy, lead, told, Today::new(now, &config.me.timezone))
}

/// Of whom a brief told before `now`, and for which day.
pub fn told(
    store: &Store,
    config: &Config,
    books: &Books,
    now: Timestamp,
) -> Result<BTreeSet<(Date, PersonId)>, StoreError> {
    let since = now.saturating_sub(MEMORY).unwrap_or(Timestamp::MIN);
    let briefed = store.briefed(since)?.into_iter().filter(|briefed| briefed.told_at <= now);
    let told = briefed
        .filter_map(|briefed| Some((day(config, briefed.start), books.directory.find(&briefed.person)?)));
    Ok(told.collect())
}

/// Whether what a waiting letter tells still holds: each of its people is met at the hour that it names.
pub(super) fn stands(
    store: &Store,
    config: &Config,
    books: &Books,
    letter: &[Item],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let find = |item: &Item| {
        let start = Briefed::start(&item.about)?;
        Some((day(config, start), books.directory.find(&item.person)?, start))
    };
    let Some(own) = letter.iter().map(find).collect::<Option<Vec<_>>>() else { return Ok(false) };
    // The letter itself is no reason to be silent about what it says.
    let mut told = told(store, config, books, now)?;
    for (day, person, _) in &own {
        told.remove(&(*day, *person));
    }
    let due = due(config, books, &told, now);
    let met: BTreeSet<(PersonId, Timestamp)> =
        due.iter().flat_map(|brief| brief.people().map(|(person, start)| (person.person, start))).collect();
    Ok(!own.is_empty() && own.iter().all(|(_, person, start)| met.contains(&(*person, *start))))
}

fn day(config: &Config, at: Timestamp) -> Date {
    at.to_zoned_datetime(config.me.timezone.clone()).date()
}
