//! Who wrote in which conversation, and when.

use crate::conversations::{Exchange, ThreadId};
use crate::people::{HashMap, PersonId};

use super::{Deed, Favor};

/// The messages of each conversation, by time.
#[derive(Debug)]
pub(super) struct Voices<'a> {
    of: HashMap<&'a ThreadId, Vec<&'a Exchange>>,
}

impl<'a> Voices<'a> {
    /// The voices in these exchanges, which come by time.
    pub(super) fn of(exchanges: &'a [Exchange]) -> Self {
        let mut of: HashMap<_, Vec<&Exchange>> = HashMap::default();
        for exchange in exchanges {
            of.entry(&exchange.thread).or_insert_with(|| Vec::with_capacity(1)).push(exchange);
        }
        Self { of }
    }

    /// What the owner and a person wrote to each other in a conversation.
    fn between(&self, thread: &ThreadId, person: PersonId) -> impl Iterator<Item = &'a Exchange> {
        let messages = self.of.get(thread).map(Vec::as_slice).unwrap_or_default();
        messages.iter().copied().filter(move |exchange| exchange.people.iter().any(|&(id, _)| id == person))
    }

    /// Whether whoever is thanked has written in the conversation before.
    pub(super) fn is_in_talk(&self, deed: &Deed) -> bool {
        let mut messages = self.between(&deed.thread, deed.person());
        messages.any(|message| message.by == deed.toward && message.at < deed.at)
    }

    /// Whether the giver answered what a favor was asked with, before thanks came in the same conversation.
    pub(super) fn answered(&self, favor: &Favor, thanks: &Deed) -> bool {
        let Some(asked) = &favor.asked else { return false };
        let mut messages = self.between(&favor.thread, favor.person);
        messages.any(|message| message.by == favor.giver && asked.at < message.at && message.at < thanks.at)
    }
}
