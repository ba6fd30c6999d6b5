//! What passed between the owner and each person in a month, entry by entry.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use jiff::Timestamp;
use serde::Serialize;

use crate::inference::{FavorId, Kind};
use crate::ledger::{self, Direction, Entry, Points, Status, contribution, weighed};
use crate::people::{Person, PersonId};

use super::as_text;

/// What passed between two instants. Closing is opening and given less received, and what faded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Given less received, when it began.
    pub opening: Points,
    /// Given in it.
    pub given: Points,
    /// Received in it.
    pub received: Points,
    /// What time took of it, or gave where what was received faded.
    pub faded: Points,
    /// Given less received, when it ended.
    pub closing: Points,
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.opening = self.opening + other.opening;
        self.given = self.given + other.given;
        self.received = self.received + other.received;
        self.faded = self.faded + other.faded;
        self.closing = self.closing + other.closing;
    }
}

/// The statement of one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The sums of the rows.
    #[serde(flatten)]
    pub sums: Sums,
    /// The closing where of what is not settled all that lowers it counts in full.
    pub low: Points,
    /// The closing where all that raises it does.
    pub high: Points,
    /// What the sums are of, by time.
    pub rows: Vec<Row>,
}

/// One entry in a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The entry.
    #[serde(serialize_with = "as_text")]
    pub entry: FavorId,
    /// When.
    #[serde(serialize_with = "as_text")]
    pub at: Timestamp,
    /// What.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// How far it is settled.
    pub status: Status,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// The words that show it; empty where none may be kept.
    pub quote: String,
    /// What it was worth to the balance when the month began; below zero for what was received.
    pub opening: Points,
    /// What it was worth on its day, weighed by how sure it is; zero where that was in an earlier month.
    pub moved: Points,
    /// What it was worth to the balance when the month ended.
    pub closing: Points,
}

/// How often and how much of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: Kind,
    /// How often given.
    pub given: u32,
    /// How often received.
    pub received: u32,
    /// What was given was worth.
    pub given_worth: Points,
    /// What was received was worth.
    pub received_worth: Points,
}

impl Row {
    fn of(entry: &Entry, policy: &ledger::Policy, from: Timestamp, until: Timestamp) -> Self {
        let words = |evidence: &&ledger::Evidence| !evidence.quote.is_empty();
        let done = entry.evidence.iter().filter(words).find(|evidence| evidence.shows == "done");
        let quote = done.or_else(|| entry.evidence.iter().find(words));
        Self {
            entry: entry.id,
            at: entry.at,
            kind: entry.kind,
            direction: entry.direction,
            status: entry.status,
            confidence: entry.confidence.fraction(),
            quote: quote.map(|evidence| evidence.quote.to_string()).unwrap_or_default(),
            opening: contribution(entry, policy, from),
            moved: if entry.at >= from { weighed(entry, entry.worth) } else { Points::ZERO },
            closing: contribution(entry, policy, until),
        }
    }

    /// What it adds to the sums.
    fn sums(&self) -> Sums {
        let (given, received) = match self.direction {
            Direction::Given => (self.moved, Points::ZERO),
            Direction::Received => (Points::ZERO, self.moved),
        };
        let faded = self.closing - self.opening - given + received;
        Sums { opening: self.opening, given, received, faded, closing: self.closing }
    }
}

pub(super) fn accounts(
    favors: &[(&Person, &Entry)],
    policy: &ledger::Policy,
    from: Timestamp,
    until: Timestamp,
) -> Vec<Account> {
    let mut of: BTreeMap<PersonId, (&Person, Vec<&Entry>)> = BTreeMap::new();
    for (person, entry) in favors {
        of.entry(person.id).or_insert((person, Vec::new())).1.push(entry);
    }
    let accounts = of.into_values().map(|(person, entries)| account(person, &entries, policy, from, until));
    let mut accounts: Vec<Account> = accounts.filter(|account| !account.rows.is_empty()).collect();
    let size = |points: Points| points.thousandths().abs();
    accounts.sort_by_cached_key(|account| {
        let sums = account.sums;
        let moved = size(sums.given) + size(sums.received);
        (
            std::cmp::Reverse(moved),
            std::cmp::Reverse(size(sums.closing)),
            account.name.clone(),
            account.person,
        )
    });
    accounts
}

fn account(
    person: &Person,
    entries: &[&Entry],
    policy: &ledger::Policy,
    from: Timestamp,
    until: Timestamp,
) -> Account {
    let mut sums = Sums::default();
    let mut rows: Vec<Row> = entries.iter().map(|entry| Row::of(entry, policy, from, until)).collect();
    rows.retain(|row| row.at >= from || row.opening != Points::ZERO);
    rows.sort_by_key(|row| (row.at, row.entry));
    for row in &rows {
        sums += row.sums();
    }
    let band =
        ledger::accounts(entries.iter().copied(), policy, until).remove(&person.id).unwrap_or_default();
    let (low, high) = (band.balance.low, band.balance.high);
    Account { person: person.id, name: person.name.clone(), sums, low, high, rows }
}

pub(super) fn kinds(people: &[Account], from: Timestamp) -> Vec<KindCount> {
    let mut kinds: BTreeMap<Kind, KindCount> = BTreeMap::new();
    for row in people.iter().flat_map(|account| &account.rows).filter(|row| row.at >= from) {
        let kind = row.kind;
        let none = KindCount {
            kind,
            given: 0,
            received: 0,
            given_worth: Points::ZERO,
            received_worth: Points::ZERO,
        };
        let count = kinds.entry(kind).or_insert(none);
        match row.direction {
            Direction::Given => {
                count.given += 1;
                count.given_worth = count.given_worth + row.moved;
            }
            Direction::Received => {
                count.received += 1;
                count.received_worth = count.received_worth + row.moved;
            }
        }
    }
    kinds.into_values().collect()
}
