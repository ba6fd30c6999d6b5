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
pub mod meetings;
#[cfg(test)]
mod scenario;
#[cfg(test)]
mod tests;

pub use basis::basis;
pub use deeds::deeds;
pub use episodes::{EpisodePolicy, favor_id};
pub use favor::{Basis, BasisReason, Deed, Favor, FavorId, FavorState, Kind, Step};
pub use joining::speaks_of;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::conversations::Exchange;
use crate::people::{Person, PersonId, short_hash};

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
    for introduction in by_structure {
        introductions::join(&mut favors, introduction);
    }
    let list_threads: BTreeSet<_> =
        exchanges.iter().filter(|exchange| exchange.on_list).map(|exchange| &exchange.thread).collect();
    basis::settle(&mut favors, people, &|favor| list_threads.contains(&favor.thread));
    favors.sort_by_key(|favor| (favor.at(), favor.id));
    tell_apart(&mut favors);
    favors
}

/// Gives each favor a name of its own: one message may bring what was asked for twice.
fn tell_apart(favors: &mut [Favor]) {
    let mut known = BTreeSet::new();
    for favor in favors {
        let mut number = 1_u32;
        let first = favor.id.to_string();
        while !known.insert(favor.id) {
            number += 1;
            favor.id = FavorId(short_hash(&["favor again", &first, &number.to_string()]));
        }
    }
}
