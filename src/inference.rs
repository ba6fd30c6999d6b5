//! What people did for each other: acts in their conversation, joined into favors.
//!
//! Pure: from exchanges and cues to favors with a life and a basis. It puts no worth on anything and
//! knows no balance.

mod basis;
mod credit;
mod deeds;
mod episodes;
mod favor;
mod introductions;
mod joining;
mod leave;
pub mod meetings;
#[cfg(test)]
mod scenario;
mod seekers;
#[cfg(test)]
mod tests;

pub use basis::basis;
pub use deeds::deeds;
pub use episodes::{EpisodePolicy, favor_id};
pub use favor::{Basis, BasisReason, Deed, Favor, FavorId, FavorState, Kind, Step};
pub use joining::speaks_of;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::conversations::Exchange;
use crate::people::{Person, PersonId};

/// All favors in these exchanges and deeds, both by time, as of an instant.
#[must_use]
pub fn favors(
    exchanges: &[Exchange],
    deeds: &[Deed],
    people: &BTreeMap<PersonId, Person>,
    policy: &EpisodePolicy,
    as_of: Timestamp,
) -> Vec<Favor> {
    let mut favors = episodes::favors(deeds, people, policy, as_of);
    let by_structure = introductions::introductions(exchanges, people, &favors);
    introductions::join(&mut favors, by_structure);
    let mut favors = one_each(favors);
    let list_threads: BTreeSet<_> =
        exchanges.iter().filter(|exchange| exchange.on_list).map(|exchange| &exchange.thread).collect();
    basis::settle(&mut favors, people, &|favor| list_threads.contains(&favor.thread));
    favors.sort_by_key(|favor| (favor.at(), favor.id));
    favors
}

/// One favor a name: what a message shows of one pair and kind is one favor, however many sentences tell it.
fn one_each(favors: Vec<Favor>) -> Vec<Favor> {
    let mut named: BTreeMap<FavorId, Favor> = BTreeMap::new();
    for favor in favors {
        match named.entry(favor.id) {
            Entry::Vacant(place) => drop(place.insert(favor)),
            Entry::Occupied(mut same) => same.get_mut().take_in(favor),
        }
    }
    named.into_values().collect()
}
