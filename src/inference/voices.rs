//! Who wrote in which conversation, and when.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, ThreadId};
use crate::people::PersonId;

use super::{Deed, Favor};

/// The messages of each conversation of the owner with each person: when, and whether the owner wrote.
#[derive(Debug, Default)]
pub(super) struct Voices<'a> {
    of: HashMap<(&'a ThreadId, PersonId), Vec<(Timestamp, Party)>>,
}

impl<'a> Voices<'a> {
    /// The voices in these exchanges, which come by time.
    pub(super) fn of(exchanges: &'a [Exchange]) -> Self {
        let mut of: HashMap<_, Vec<(Timestamp, Party)>> = HashMap::new();
        for exchange in exchanges {
            for &(person, _) in &exchange.people {
                of.entry((&exchange.thread, person)).or_default().push((exchange.at, exchange.by));
            }
        }
        Self { of }
    }

    fn between<'b>(&'b self, thread: &'b ThreadId, person: PersonId) -> &'b [(Timestamp, Party)] {
        self.of.get(&(thread, person)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether whoever is thanked has written in the conversation before.
    pub(super) fn is_in_talk(&self, deed: &Deed) -> bool {
        let messages = self.between(&deed.thread, deed.person());
        messages.iter().any(|&(at, by)| by == deed.toward && at < deed.at)
    }

    /// Whether the giver answered what a favor was asked with, before thanks came in the same conversation.
    pub(super) fn answered(&self, favor: &Favor, thanks: &Deed) -> bool {
        let Some(asked) = &favor.asked else { return false };
        let messages = self.between(&favor.thread, favor.person);
        messages.iter().any(|&(at, by)| by == favor.giver && asked.at < at && at < thanks.at)
    }
}
