//! What people did for each other: acts in their conversation, joined into favors.
//!
//! Pure: from exchanges and cues to favors with a life and a basis. It puts no worth on anything and
//! knows no balance.

mod basis;
mod credit;
mod deeds;
mod episodes;
mod favor;
mod gratitude;
mod introductions;
mod joining;
mod leave;
mod list_talk;
mod little;
pub mod meetings;
mod own_things;
#[cfg(test)]
mod scenario;
mod seekers;
mod strangers;
#[cfg(test)]
mod tests;
mod voices;

pub use basis::basis;
pub use deeds::deeds;
pub use episodes::{EpisodePolicy, favor_id};
pub use favor::{Basis, BasisReason, Deed, Favor, FavorId, FavorState, Kind, Step};
pub use joining::speaks_of;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::conversations::Exchange;
use crate::people::{HashMap, HashSet, Person, PersonId};

/// All favors in these exchanges and deeds, both by time, as of an instant.
#[must_use]
pub fn favors(
    exchanges: &[Exchange],
    deeds: &[Deed],
    people: &BTreeMap<PersonId, Person>,
    policy: &EpisodePolicy,
    as_of: Timestamp,
) -> Vec<Favor> {
    let mut favors = episodes::favors(deeds, exchanges, people, policy, as_of);
    strangers::drop_what_strangers_gave(&mut favors, exchanges);
    let by_structure = introductions::introductions(exchanges, people, &favors);
    introductions::join(&mut favors, by_structure);
    one_each(&mut favors);
    let list_threads: HashSet<_> =
        exchanges.iter().filter(|exchange| exchange.on_list).map(|exchange| &exchange.thread).collect();
    basis::settle(&mut favors, people, &|favor| list_threads.contains(&favor.thread));
    // Sorted by keys apart, for a favor is much to move.
    favors.sort_by_cached_key(|favor| (favor.at(), favor.id));
    favors.shrink_to_fit();
    favors
}

/// One favor a name: what a message shows of one pair and kind is one favor, however many sentences tell it.
fn one_each(favors: &mut Vec<Favor>) {
    let mut named = HashSet::default();
    let again: Vec<Favor> = favors.extract_if(.., |favor| !named.insert(favor.id)).collect();
    if again.is_empty() {
        return;
    }
    let places: HashMap<FavorId, usize> =
        favors.iter().enumerate().map(|(place, favor)| (favor.id, place)).collect();
    for favor in again {
        favors[places[&favor.id]].take_in(favor);
    }
}
