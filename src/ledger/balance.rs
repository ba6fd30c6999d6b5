//! Balances: entries decayed to an instant and summed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::people::PersonId;

use super::{Balance, Direction, Entry, Points, Policy, Status, decayed};

/// How one person stands in the books.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Given less received.
    pub balance: Balance,
    /// Given, decayed, weighed by confidence.
    pub given: Points,
    /// Received, decayed, weighed by confidence.
    pub received: Points,
}

/// What is left of an entry's worth as of an instant; zero for what is voided or expired.
#[must_use]
pub fn standing_worth(entry: &Entry, policy: &Policy, as_of: Timestamp) -> Points {
    match entry.status {
        Status::Voided | Status::Expired => Points::ZERO,
        Status::Pending | Status::Acknowledged | Status::Posted => {
            decayed(entry.worth, entry.at, as_of, policy.half_life(entry.direction))
        }
    }
}

/// What an entry adds to the balance as of an instant that the entries know of, weighed by its confidence:
/// below zero for what was received. What has expired since counts as long as it had not.
#[must_use]
pub fn contribution(entry: &Entry, policy: &Policy, at: Timestamp) -> Points {
    let half_life = policy.half_life(entry.direction);
    let age_days = at.duration_since(entry.at).as_hours() / 24;
    let gone = match entry.status {
        Status::Voided => true,
        Status::Expired => age_days > i64::from(half_life.in_days()),
        Status::Pending | Status::Acknowledged | Status::Posted => false,
    };
    if gone || entry.at >= at {
        return Points::ZERO;
    }
    let worth = weighed(entry, decayed(entry.worth, entry.at, at, half_life));
    match entry.direction {
        Direction::Given => worth,
        Direction::Received => Points::ZERO - worth,
    }
}

/// Worth weighed by how sure the entry is.
#[must_use]
pub fn weighed(entry: &Entry, worth: Points) -> Points {
    match entry.status {
        Status::Posted => worth,
        _ => by_confidence(worth, entry.confidence.thousandths()),
    }
}

/// The accounts of everybody with entries. Sums of integers: the order of entries changes nothing.
#[must_use]
pub fn accounts<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    policy: &Policy,
    as_of: Timestamp,
) -> BTreeMap<PersonId, Account> {
    let mut accounts: BTreeMap<PersonId, Account> = BTreeMap::new();
    for entry in entries {
        let worth = standing_worth(entry, policy, as_of);
        let sure = entry.status == Status::Posted;
        let weighed = weighed(entry, worth);
        let account = accounts.entry(entry.person).or_default();
        let balance = &mut account.balance;
        match entry.direction {
            Direction::Given => {
                balance.low = balance.low + if sure { worth } else { Points::ZERO };
                balance.mid = balance.mid + weighed;
                balance.high = balance.high + worth;
                account.given = account.given + weighed;
            }
            Direction::Received => {
                balance.low = balance.low - worth;
                balance.mid = balance.mid - weighed;
                balance.high = balance.high - if sure { worth } else { Points::ZERO };
                account.received = account.received + weighed;
            }
        }
    }
    accounts
}

fn by_confidence(worth: Points, thousandths: u16) -> Points {
    Points::from_thousandths(worth.thousandths().saturating_mul(i64::from(thousandths)) / 1000)
}
