//! Chains: what came of a favor, what came of that, and so on.

use std::collections::BTreeSet;

use crate::inference::FavorId;
use crate::ledger::Entry;
use crate::nudges::statement::{Came, Chain, Step};

use super::{Books, Outcomes};

/// A chain is followed over so many steps, favors and those whom one came to know by them.
const MAX_DEPTH: usize = 8;

impl Outcomes<'_> {
    /// What came of a favor; none where nothing is known.
    #[must_use]
    pub fn chain(&self, entry: &Entry) -> Option<Chain> {
        let start = favor(self.books(), entry, 0)?;
        let mut steps = Vec::new();
        self.follow(entry, 1, &mut BTreeSet::from([entry.id]), &mut steps);
        (!steps.is_empty()).then_some(Chain { start, steps })
    }

    /// The chains of all favors that are no part of another's.
    #[must_use]
    pub fn chains(&self) -> Vec<Chain> {
        let mut chains: Vec<Chain> =
            self.books().favors_posted().filter_map(|entry| self.chain(entry)).collect();
        let followed: BTreeSet<FavorId> =
            chains.iter().flat_map(|chain| &chain.steps).filter_map(entry_of).collect();
        chains.retain(|chain| entry_of(&chain.start).is_none_or(|entry| !followed.contains(&entry)));
        chains
    }

    fn follow(&self, entry: &Entry, depth: usize, told: &mut BTreeSet<FavorId>, steps: &mut Vec<Step>) {
        if depth > MAX_DEPTH {
            return;
        }
        let outcome = self.of(entry.id);
        for returned in outcome.returned {
            self.tell(returned, depth, told, steps);
        }
        for brought in outcome.acquaintances {
            let came = Came::Contact { conversations: brought.conversations, meetings: brought.meetings };
            let (person, name) = (brought.person.id, brought.person.name.clone());
            steps.push(Step { depth, at: brought.since, person, name, came });
            for favor in brought.favors {
                self.tell(favor, depth + 1, told, steps);
            }
        }
    }

    /// Tells of a favor and of what came of it, unless that was told before.
    fn tell(&self, entry: &Entry, depth: usize, told: &mut BTreeSet<FavorId>, steps: &mut Vec<Step>) {
        if let Some(step) = favor(self.books(), entry, depth)
            && told.insert(entry.id)
        {
            steps.push(step);
            self.follow(entry, depth + 1, told, steps);
        }
    }
}

fn favor(books: &Books, entry: &Entry, depth: usize) -> Option<Step> {
    let person = books.directory.person(entry.person)?;
    let came = Came::Favor { entry: entry.id, direction: entry.direction, kind: entry.kind };
    Some(Step { depth, at: entry.at, person: person.id, name: person.name.clone(), came })
}

fn entry_of(step: &Step) -> Option<FavorId> {
    match step.came {
        Came::Favor { entry, .. } => Some(entry),
        Came::Contact { .. } => None,
    }
}
