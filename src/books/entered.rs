//! People and contacts that only the owner's own entries show.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::conversations::Exchange;
use crate::ledger::{Entry, Ruling, RulingRecord, Status};
use crate::people::{Mailbox, PersonId};
use crate::relationships::MeetingContact;

/// Weight of a contact of two, in thousandths.
const WEIGHT: u32 = 1000;

/// Those with whom the owner entered favors, by the addresses that he gave.
pub(super) fn people(rulings: &[RulingRecord]) -> impl Iterator<Item = Mailbox> {
    rulings.iter().filter_map(|record| match &record.ruling {
        Ruling::Add { address, name, .. } => Some(Mailbox { name: name.clone(), address: address.clone() }),
        _ => None,
    })
}

/// The contacts with those whom neither letters nor meetings show: the days of the favors with them. With anybody
/// else mail and calendar tell the rhythm.
pub(super) fn contacts(
    entries: &[Entry],
    exchanges: &[Exchange],
    met: &[MeetingContact],
    zone: &TimeZone,
) -> Vec<MeetingContact> {
    // What stands by the owner's word alone is posted.
    let posted = || entries.iter().filter(|entry| entry.status == Status::Posted);
    let mut unseen: BTreeSet<PersonId> = posted().map(|entry| entry.person).collect();
    if unseen.is_empty() {
        return Vec::new();
    }
    for person in exchanges.iter().flat_map(|exchange| &exchange.people).map(|(person, _)| person) {
        unseen.remove(person);
    }
    for contact in met {
        unseen.remove(&contact.person);
    }
    posted()
        .filter(|entry| unseen.contains(&entry.person))
        .map(|entry| {
            let day = entry.at.to_zoned_datetime(zone.clone()).date();
            MeetingContact { person: entry.person, at: entry.at, day, weight: WEIGHT }
        })
        .collect()
}
