//! Messages on their way into the books: what the fold needs of each is taken out as it comes, the rest let go.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::conversations::Letters;
use crate::observations::calendar::{CalendarObject, sender_may};
use crate::observations::{Authenticity, Facts, cues};
use crate::people::OwnerAddresses;

/// How much of what others wrote to particular people is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received {
    /// Messages.
    pub messages: u64,
    /// Those whose sender nobody vouches for, so that they post nothing.
    pub unvouched: u64,
}

impl Received {
    /// Counts the letters that are by none of these, the owner's addresses.
    pub(super) fn of(letters: &Letters, owner: &OwnerAddresses) -> Self {
        letters.received(owner).fold(Self::default(), |Self { messages, unvouched }, trusted| Self {
            messages: messages + 1,
            unvouched: unvouched + u64::from(!trusted),
        })
    }
}

/// The messages before an instant, each id once, taken in one by one and in any order.
#[derive(Debug)]
pub struct Mail {
    pub(super) as_of: Timestamp,
    pub(super) letters: Letters,
    /// Invitations from who may send them.
    pub(super) invitations: Vec<CalendarObject>,
    /// Personal messages in languages whose acts are not read, by language.
    pub(super) unread: BTreeMap<String, u64>,
}

impl Mail {
    /// No message yet; those at or after the instant will not be taken in.
    #[must_use]
    pub fn before(as_of: Timestamp) -> Self {
        Self { as_of, letters: Letters::default(), invitations: Vec::new(), unread: BTreeMap::new() }
    }

    /// Makes room for so many messages at once.
    #[must_use]
    pub fn expecting(mut self, messages: usize) -> Self {
        self.letters.expect(messages);
        self
    }

    /// Takes in one message.
    pub fn add(&mut self, mut facts: Facts) {
        if facts.date >= self.as_of {
            return;
        }
        let from = facts.from.as_ref().filter(|_| facts.authenticity == Authenticity::Verified);
        if let Some(from) = from {
            let objects = std::mem::take(&mut facts.calendar).into_iter();
            self.invitations.extend(objects.filter(|object| sender_may(object, &from.address)));
        }
        let language = facts.language.as_ref().filter(|code| facts.is_personal() && !cues::reads(code));
        if let Some(language) = language {
            *self.unread.entry(language.clone()).or_default() += 1;
        }
        self.letters.add(facts);
    }
}
