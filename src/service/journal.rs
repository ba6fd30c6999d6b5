//! From the journal on disk to the books, and the last fold kept beside it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::books::{Books, Journal, Mail, Policies, Trace};
use crate::config::Config;
use crate::conversations;
use crate::inference::EpisodePolicy;
use crate::ledger::{self, HalfLife};
use crate::nudges::{self, NudgeKind};
use crate::people::Society;
use crate::relationships;
use crate::store::{LedgerRow, Store, StoreError, TopicIndex};

use super::agenda;

/// Reads the journal and folds it as of an instant.
pub fn fold(store: &Store, config: &Config, as_of: Timestamp) -> Result<Books, StoreError> {
    let mut mail = Mail::before(as_of);
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
}

/// Folds as of now, keeps the entries as the last fold and plans the next brief.
pub fn refold(store: &mut Store, config: &Config, now: Timestamp) -> Result<Folded, StoreError> {
    let as_of = present(now);
    let books = fold(store, config, as_of)?;
    store.replace_ledger(&books.entries, as_of)?;
    agenda::plan_briefs(store, config, &books, now)?;
    agenda::plan_birthdays(store, config, &books, now)?;
    Ok(Folded { people: books.relationships.len() as u64, favors: books.favor_count() })
}

/// What `replay` came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Entries in the ledger folded again.
    pub entries: u64,
    /// Ids of entries that differ from the last fold, or stand in one only.
    pub different: Vec<String>,
}

/// Folds again as of the instant of the last fold and compares, then folds as of now.
pub fn replay(store: &mut Store, config: &Config, now: Timestamp) -> Result<Outcome, StoreError> {
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
