//! A month in numbers: what stood between the owner and people at its beginning and end, what was given and
//! received, who was met, and the rhythm of it.
//!
//! Every figure is a sum of rows that are listed with it. Of people among whom nothing is counted only the
//! contact is told. It knows no mail and no clock; the letter and the page show it.

mod account;
mod chains;
mod chart;
mod contacts;
mod letter;
mod month;
mod page;
#[cfg(test)]
mod tests;
mod trees;

pub use account::{Account, KindCount, Row, Sums};
pub use chains::{Came, Chain, Step};
pub use contacts::{DayCount, Met, MonthCount};
pub use letter::statement_letter;
pub use month::Month;
pub use page::page;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use crate::inference::{Basis, Kind};
use crate::ledger::{self, Direction, Entry, Points, Status};
use crate::nudges::Today;
use crate::nudges::candidates::tact::wants_tact;
use crate::people::{Directory, Person, PersonId, Regime};
use crate::relationships::{Occasion, Relationship};

use account::{accounts, kinds};
use chains::chains;
use contacts::{days, met, months};

/// What a statement is folded from, all as of one instant.
#[derive(Debug, Clone, Copy)]
pub struct Records<'a> {
    /// Who the people are.
    pub directory: &'a Directory,
    /// All entries.
    pub entries: &'a [Entry],
    /// All occasions, by person and time.
    pub occasions: &'a [Occasion],
    /// What came of favors.
    pub chains: &'a [Chain],
    /// How worth fades, and the owner's zone.
    pub policy: &'a ledger::Policy,
    /// The instant.
    pub as_of: Timestamp,
}

/// One month, of everybody or of one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statement {
    /// The month.
    pub month: Month,
    /// Its first instant.
    #[serde(serialize_with = "as_text")]
    pub from: Timestamp,
    /// The first instant that it does not tell of: the month's end, or earlier while it lasts.
    #[serde(serialize_with = "as_text")]
    pub until: Timestamp,
    /// Sums of all people.
    pub total: Sums,
    /// People among whom something is counted, those with whom most passed first.
    pub people: Vec<Account>,
    /// What was given and received, by kind.
    pub kinds: Vec<KindCount>,
    /// What came of favors, where something did in the month.
    pub chains: Vec<Chain>,
    /// Contact on each day.
    pub days: Vec<DayCount>,
    /// This month and the twelve before it.
    pub months: Vec<MonthCount>,
    /// Everybody with whom there was contact, the most days first.
    pub met: Vec<Met>,
    /// What was done as a matter of course, and is worth nothing here.
    pub routine: Routine,
}

/// How often something was done as a matter of course.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Routine {
    /// By the owner.
    pub given: u32,
    /// For him.
    pub received: u32,
}

impl Statement {
    /// The statement of a month, of one person where one is named. What lies at or after the records' instant
    /// is not in it.
    #[must_use]
    pub fn of(records: Records<'_>, month: Month, only: Option<PersonId>) -> Self {
        let zone = &records.policy.zone;
        let (from, until) = (month.start(zone), month.end(zone).min(records.as_of));
        let person =
            |id: PersonId| records.directory.person(id).filter(|_| only.is_none_or(|only| only == id));
        let counted: Vec<(&Person, &Entry)> = records
            .entries
            .iter()
            .filter(|entry| entry.at < until && entry.status != Status::Voided)
            .filter_map(|entry| Some((person(entry.person).filter(|person| is_counted(person))?, entry)))
            .collect();
        let (favors, routine): (Vec<_>, Vec<_>) =
            counted.into_iter().partition(|(_, entry)| entry.basis == Basis::Favor);
        let occasions: Vec<(&Person, &Occasion)> = records
            .occasions
            .iter()
            .filter(|occasion| occasion.at < until)
            .filter_map(|occasion| Some((person(occasion.person)?, occasion)))
            .collect();
        let people = accounts(&favors, records.policy, from, until);
        let mut total = Sums::default();
        for account in &people {
            total += account.sums;
        }
        Self {
            month,
            from,
            until,
            total,
            kinds: kinds(&people, from),
            chains: chains(records.chains, records.directory, only, from, until),
            days: days(&occasions, month),
            months: months(&favors, &occasions, records.policy, month, until),
            met: met(&occasions, month),
            routine: routine_of(&routine, from),
            people,
        }
    }

    /// What was given or received in the month, by time, each with the name of the other.
    #[must_use]
    pub fn moved(&self, direction: Direction) -> Vec<(&str, &Row)> {
        let rows =
            self.people.iter().flat_map(|account| account.rows.iter().map(|row| (&*account.name, row)));
        let mut moved: Vec<_> =
            rows.filter(|(_, row)| row.direction == direction && row.at >= self.from).collect();
        moved.sort_by_key(|(_, row)| (row.at, row.entry));
        moved
    }

    /// What stopped to count in the month: inferred, and older than its half-life without further evidence.
    #[must_use]
    pub fn expired(&self) -> Vec<(&str, &Row)> {
        let rows =
            self.people.iter().flat_map(|account| account.rows.iter().map(|row| (&*account.name, row)));
        rows.filter(|(_, row)| row.status == Status::Expired && row.opening != Points::ZERO).collect()
    }

    /// Days with contact.
    #[must_use]
    pub fn days_in_touch(&self) -> usize {
        self.days.iter().filter(|day| day.letters + day.meetings > 0).count()
    }

    /// The same without the names of some, for a letter: people with whom something sensitive passed lately. The sums
    /// stay as they are.
    #[must_use]
    pub fn without(mut self, hushed: &BTreeSet<PersonId>) -> Self {
        self.people.retain(|account| !hushed.contains(&account.person));
        self.met.retain(|met| !hushed.contains(&met.person));
        self.chains.retain(|chain| {
            let mut all = std::iter::once(&chain.start).chain(&chain.steps);
            !all.any(|step| hushed.contains(&step.person))
        });
        self
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.met.is_empty() && self.people.is_empty()
    }
}

/// Whether giving and receiving are counted with this person.
fn is_counted(person: &Person) -> bool {
    person.tally && person.regime != Regime::Communal
}

/// The people of whom tact forbids to speak today: with whom a letter on a sensitive matter passed in the last days.
#[must_use]
pub fn hushed(relationships: &[Relationship], tact_days: u16, today: Today<'_>) -> BTreeSet<PersonId> {
    let hushed = relationships.iter().filter(|known| wants_tact(known, tact_days, today));
    hushed.map(|known| known.person).collect()
}

fn routine_of(routine: &[(&Person, &Entry)], from: Timestamp) -> Routine {
    let mut count = Routine::default();
    for (_, entry) in routine.iter().filter(|(_, entry)| entry.at >= from) {
        match entry.direction {
            Direction::Given => count.given += 1,
            Direction::Received => count.received += 1,
        }
    }
    count
}

/// A kind in a word.
fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Introduction => "introduction",
        Kind::Recommendation => "recommendation",
        Kind::Opportunity => "opportunity",
        Kind::Concession => "concession",
        Kind::Gift => "gift",
        Kind::Help => "help",
        Kind::Advice => "advice",
        Kind::Care => "care",
        Kind::Praise => "praise",
    }
}

fn as_text<S: serde::Serializer>(value: &impl std::fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
