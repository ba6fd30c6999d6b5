//! From the journal on disk to the books, and the last fold kept beside it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::books::{Books, Journal, Mail, Policies, Received, Trace};
use crate::config::{self, Config};
use crate::conversations;
use crate::inference::EpisodePolicy;
use crate::ledger::{self, HalfLife};
use crate::nudges::{self, NudgeKind};
use crate::people::Society;
use crate::relationships;
use crate::store::{Growth, LastFold, LedgerRow, Store, StoreError, TopicIndex};

use super::agenda;

/// So many messages are folded in less time than anybody notices.
const FEW: u64 = 5_000;
/// The last fold is at most so old where anything came since.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Reads the journal and folds it as of an instant.
pub fn fold(store: &Store, config: &Config, as_of: Timestamp) -> Result<Books, StoreError> {
    let messages = usize::try_from(store.growth()?.messages).unwrap_or(0);
    let mut mail = Mail::before(as_of).expecting(messages);
    store.each_message_before(as_of, |facts| mail.add(facts))?;
    let rest = Journal {
        messages: Vec::new(),
        objects: store.calendar_objects()?,
        cards: store.cards()?,
        rulings: store.standing_rulings()?,
    };
    Ok(Books::of(mail, rest, &policies(config)))
}

/// The instant to fold for at `now`: the next whole second, so that what was just said counts.
#[must_use]
pub fn present(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second().saturating_add(1)).unwrap_or(now)
}

/// What shows who knows about what, with an index to look for a topic in it.
pub fn topics(books: &Books) -> Result<(Vec<Trace>, TopicIndex), StoreError> {
    let traces = books.traces();
    let index = TopicIndex::of(traces.iter().map(|trace| trace.text.as_str()))?;
    Ok((traces, index))
}

/// What a fold came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// People with at least one occasion.
    pub people: u64,
    /// Entries that count.
    pub favors: u64,
    /// What others wrote.
    pub received: Received,
}

/// Folds as of now, keeps the entries as the last fold and plans the next brief.
pub fn refold(store: &mut Store, config: &Config, now: Timestamp) -> Result<Folded, StoreError> {
    let as_of = present(now);
    let seen = store.growth()?;
    let books = fold(store, config, as_of)?;
    store.replace_ledger(&books.entries, as_of, seen)?;
    agenda::plan_briefs(store, config, &books, now)?;
    agenda::plan_birthdays(store, config, &books, now)?;
    let (people, favors) = (books.relationships.len() as u64, books.favor_count());
    Ok(Folded { people, favors, received: books.received() })
}

/// Folds after something was recorded, where that is worth a fold.
///
/// Whoever asks folds for himself, so the last fold only serves other programs, `replay`, and the planning of
/// briefs and birthdays, which meetings and cards decide. A few letters may therefore wait: until they are a
/// hundredth of all, or the fold is a day old. So each letter bears the fold of at most a hundred others, however
/// large the mailbox, and one more costs none. A fold of few messages costs nothing, and none waits for it.
pub fn refold_in_turn(
    store: &mut Store,
    config: &Config,
    now: Timestamp,
) -> Result<Option<Folded>, StoreError> {
    let worth = is_worth_a_fold(store.growth()?, store.last_fold()?, now);
    worth.then(|| refold(store, config, now)).transpose()
}

/// Whether what was recorded since the last fold is worth another.
fn is_worth_a_fold(growth: Growth, last: Option<LastFold>, now: Timestamp) -> bool {
    let Some(last) = last.filter(|_| growth.messages > FEW) else { return true };
    let letters = growth.letters.saturating_sub(last.letters);
    let is_old = now.duration_since(last.as_of) >= DAY;
    growth.others != last.others || letters > 0 && (letters.saturating_mul(100) >= growth.messages || is_old)
}

/// What `replay` came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Entries in the ledger folded again.
    pub entries: u64,
    /// Ids of entries that differ from the last fold, or stand in one only.
    pub different: Vec<String>,
}

/// Folds again as of the instant of the last fold and compares, then folds as of now. Where something was recorded
/// since the last fold, there is one more before.
pub fn replay(store: &mut Store, config: &Config, now: Timestamp) -> Result<Outcome, StoreError> {
    let growth = store.growth()?;
    if store.last_fold()?.is_some_and(|last| !last.saw_all(growth)) {
        refold(store, config, now)?;
    }
    let mut different = BTreeSet::new();
    let mut entries = 0;
    if let Some((as_of, before)) = store.ledger()? {
        let books = fold(store, config, as_of)?;
        let after: BTreeSet<LedgerRow> = books.entries.iter().map(LedgerRow::of).collect();
        let before: BTreeSet<LedgerRow> = before.into_iter().collect();
        entries = after.len() as u64;
        different = before.symmetric_difference(&after).map(|row| row.id.clone()).collect();
    }
    refold(store, config, now)?;
    Ok(Outcome { entries, different: different.into_iter().collect() })
}

/// The last of several words of a name.
fn family_name(name: &str) -> Option<String> {
    let last = name.split_whitespace().skip(1).last();
    last.filter(|word| word.chars().count() > 2).map(str::to_owned)
}

/// The config's numbers, as each stage takes them.
fn policies(config: &Config) -> Policies {
    Policies {
        correspondence: conversations::Policy {
            owner: config.me.addresses.clone(),
            name: config.me.name.clone(),
            zone: config.me.timezone.clone(),
            ignored: config.ignore.patterns(),
            lists: config.lists.posts,
        },
        society: Society {
            circles: config.circles.clone(),
            own_domains: config.me.domains.clone(),
            family_name: family_name(&config.me.name),
            ..Society::default()
        },
        meetings: config.meetings.clone(),
        episodes: EpisodePolicy::default(),
        ledger: ledger::Policy {
            worth: config.ledger.worth.table().clone(),
            least_confidence: config.ledger.least_confidence,
            half_life_given: HalfLife::days(config.ledger.half_life_given.get()),
            half_life_received: HalfLife::days(config.ledger.half_life_received.get()),
            zone: config.me.timezone.clone(),
        },
        relationships: relationships::Policy {
            short_half_life_days: f64::from(config.relationships.short_half_life.get()),
            long_half_life_days: f64::from(config.relationships.long_half_life.get()),
            soft_silence: config.relationships.late.get(),
            hard_silence: config.relationships.overdue.get(),
            coverage: config.me.coverage.get(),
            counts_unvouched: !config.mail.iter().any(config::Mail::has_voucher),
            ..relationships::Policy::default()
        },
    }
}

/// The config's numbers for the choice of nudges.
#[must_use]
pub fn nudge_policy(config: &Config) -> nudges::Policy {
    let mut kinds = config.nudges.kinds.clone();
    if config.nudges.birthdays {
        kinds.insert(NudgeKind::Birthday);
    }
    nudges::Policy {
        kinds,
        max_people: config.nudges.max_people as usize,
        max_per_week: config.nudges.max_per_week as usize,
        bar: config.nudges.bar.get(),
        cooldown_days: u16::try_from(config.nudges.cooldown.get()).unwrap_or(u16::MAX),
        ..nudges::Policy::default()
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod turns;
