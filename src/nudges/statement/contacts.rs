//! Contact in a month: day by day, month by month, and with whom.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::ledger::{self, Direction, Entry, Points, contribution};
use crate::people::{Person, PersonId};
use crate::relationships::{Occasion, OccasionSource};

use super::{Month, as_text};

/// Months of the long view, the statement's own the last.
const LONG_VIEW: u32 = 13;

/// Contact on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DayCount {
    /// The day.
    #[serde(serialize_with = "as_text")]
    pub date: Date,
    /// Conversations by mail, one for each person in each.
    pub letters: u32,
    /// People met.
    pub meetings: u32,
}

/// One month of the long view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MonthCount {
    /// The month.
    pub month: Month,
    /// Conversations by mail and people met.
    pub contacts: u32,
    /// Favors given.
    pub given: u32,
    /// Favors received.
    pub received: u32,
    /// Given less received, when it ended.
    pub closing: Points,
}

/// Somebody with whom there was contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Met {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Days on which there was contact.
    pub days: u32,
    /// Conversations by mail, each day of one.
    pub letters: u32,
    /// Meetings.
    pub meetings: u32,
    /// Days from the last contact before to the first in the month; none where there was none before.
    pub after_days: Option<u32>,
}

pub(super) fn days(occasions: &[(&Person, &Occasion)], month: Month) -> Vec<DayCount> {
    let mut days: Vec<DayCount> =
        month.days().map(|date| DayCount { date, letters: 0, meetings: 0 }).collect();
    for (_, occasion) in occasions.iter().filter(|(_, occasion)| Month::of(occasion.day) == month) {
        let Some(day) = days.iter_mut().find(|day| day.date == occasion.day) else { continue };
        match occasion.source {
            OccasionSource::Meeting => day.meetings += 1,
            OccasionSource::MailOut | OccasionSource::MailIn | OccasionSource::MailBoth => day.letters += 1,
        }
    }
    days
}

pub(super) fn months(
    favors: &[(&Person, &Entry)],
    occasions: &[(&Person, &Occasion)],
    policy: &ledger::Policy,
    month: Month,
    until: Timestamp,
) -> Vec<MonthCount> {
    let mut contacts: BTreeMap<Month, u32> = BTreeMap::new();
    for (_, occasion) in occasions {
        *contacts.entry(Month::of(occasion.day)).or_default() += 1;
    }
    let of = |month: Month| {
        let (from, end) = (month.start(&policy.zone), month.end(&policy.zone).min(until));
        let count = |direction| {
            let favors = favors.iter().filter(|(_, entry)| entry.direction == direction);
            favors.filter(|(_, entry)| entry.at >= from && entry.at < end).map(|_| 1).sum()
        };
        MonthCount {
            month,
            contacts: contacts.get(&month).copied().unwrap_or_default(),
            given: count(Direction::Given),
            received: count(Direction::Received),
            closing: favors.iter().map(|(_, entry)| contribution(entry, policy, end)).sum(),
        }
    };
    month.run(LONG_VIEW).map(of).collect()
}

pub(super) fn met(occasions: &[(&Person, &Occasion)], month: Month) -> Vec<Met> {
    let mut of: BTreeMap<PersonId, (&Person, Vec<&Occasion>)> = BTreeMap::new();
    for (person, occasion) in occasions {
        of.entry(person.id).or_insert((person, Vec::new())).1.push(occasion);
    }
    let mut met: Vec<Met> =
        of.into_values().filter_map(|(person, all)| met_one(person, &all, month)).collect();
    met.sort_by(|a, b| (b.days, b.meetings, &a.name, a.person).cmp(&(a.days, a.meetings, &b.name, b.person)));
    met
}

fn met_one(person: &Person, all: &[&Occasion], month: Month) -> Option<Met> {
    let own: Vec<&&Occasion> = all.iter().filter(|occasion| Month::of(occasion.day) == month).collect();
    let days: BTreeSet<Date> = own.iter().map(|occasion| occasion.day).collect();
    let first = *days.first()?;
    let before = all.iter().map(|occasion| occasion.day).filter(|day| Month::of(*day) < month).max();
    let after = before.map(|before| first.duration_since(before).as_hours() / 24);
    let meetings = own.iter().filter(|occasion| occasion.source == OccasionSource::Meeting).count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Some(Met {
        person: person.id,
        name: person.name.clone(),
        days: number(days.len()),
        letters: number(own.len() - meetings),
        meetings: number(meetings),
        after_days: after.and_then(|days| u32::try_from(days).ok()),
    })
}
