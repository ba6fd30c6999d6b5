//! Who did what for whom: an act of a message goes to particular people.
//!
//! By name before the only addressee before one of two or three; Cc and four or more count nothing unless
//! they are named. What the sender only tells of is credited to who acted.

use std::collections::BTreeMap;

use crate::conversations::{Exchange, Party, Standing, Told};
use crate::observations::cues::{Act, Bearing};
use crate::people::{Directory, Mailbox, OwnerAddresses, PersonId};

/// Names that the words of messages may use, and whom they mean.
pub(super) struct Names<'a> {
    directory: &'a Directory,
    owner: &'a OwnerAddresses,
    /// The words of everybody's names, in lower case; `None` where several people have one.
    known: BTreeMap<String, Option<PersonId>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(directory: &'a Directory, owner: &'a OwnerAddresses) -> Self {
        let mut known: BTreeMap<String, Option<PersonId>> = BTreeMap::new();
        for person in directory.people().values() {
            let mut words: Vec<String> = person.name.split_whitespace().map(str::to_lowercase).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                known.entry(word).and_modify(|found| *found = None).or_insert(Some(person.id));
            }
        }
        Self { directory, owner, known }
    }

    /// Whom a name means in a message: somebody on it, else the only one whom the owner knows by it.
    fn find(&self, name: &[String], letter: &Told) -> Option<Party> {
        let words: Vec<String> = name.iter().map(|word| word.to_lowercase()).collect();
        let first = words.first()?;
        let on_it = letter.from.iter().chain(&letter.to).chain(&letter.cc);
        let mut called = on_it.filter(|mailbox| is_called(mailbox, first)).filter_map(|mailbox| {
            if self.owner.contains(&mailbox.address) {
                return Some(Party::Owner);
            }
            self.directory.find(&mailbox.address).map(Party::Person)
        });
        if let Some(party) = called.next() {
            return Some(party);
        }
        let candidates: Vec<Option<PersonId>> =
            words.iter().filter_map(|word| self.known.get(word).copied()).collect();
        // A first name of two people is settled by the surname.
        candidates.into_iter().flatten().next().map(Party::Person)
    }
}

/// Whether a mailbox is called by this word (in lower case): by its name, or by a part of its address.
fn is_called(mailbox: &Mailbox, word: &str) -> bool {
    let name = mailbox.name.as_deref().unwrap_or_default();
    let parts = name.split_whitespace().chain(mailbox.address.local().split(['.', '_', '-']));
    parts
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .any(|part| part.chars().count() >= 2 && part == word)
}

/// The pairs, who and toward whom, between which an act of this message took place; one side of each is the
/// owner. With each goes how much the message was meant for the reader.
pub(super) fn pairs(
    act: Act,
    bearing: &Bearing,
    exchange: &Exchange,
    letter: &Told,
    names: &Names<'_>,
) -> Vec<(Party, Party, Standing)> {
    let by = match bearing.by.as_slice() {
        [] => exchange.by,
        // Who acted is not known, and it was not the sender.
        name => match names.find(name, letter) {
            Some(party) => party,
            None => return Vec::new(),
        },
    };
    let readers = || readers(act, exchange, letter, names);
    // Two who are brought together both gain, whichever of them is spoken to.
    let name = if act == Act::Introduction { &[] } else { bearing.toward.as_slice() };
    let toward: Vec<(Party, Standing)> = match name {
        [] => readers(),
        name => match names.find(name, letter) {
            Some(party) if party != by => vec![(party, Standing::Named)],
            // Thanks to somebody unknown are no thanks to who reads of them, a gift to another is no gift, and who
            // is told that another deserves an award is not the one put forward.
            _ if matches!(act, Act::Thanks | Act::Gift | Act::Recommendation) => Vec::new(),
            // What is meant for a third person may still serve the one who is told of it alone.
            _ => readers().into_iter().filter(|(_, standing)| *standing >= Standing::Only).collect(),
        },
    };
    toward
        .into_iter()
        .filter(|&(party, _)| party != by && (party == Party::Owner || by == Party::Owner))
        .map(|(party, standing)| (by, party, standing))
        .collect()
}

/// Those whom a message is meant for in particular. Where its salutation names somebody, only they are.
fn readers(act: Act, exchange: &Exchange, letter: &Told, names: &Names<'_>) -> Vec<(Party, Standing)> {
    let mut readers: Vec<(Party, Standing)> = match exchange.by {
        Party::Owner => exchange.people.iter().map(|&(id, standing)| (Party::Person(id), standing)).collect(),
        Party::Person(_) => {
            exchange.people.iter().map(|&(_, standing)| (Party::Owner, standing)).take(1).collect()
        }
    };
    let greeted = readers.iter().any(|(_, standing)| *standing == Standing::Named);
    if act == Act::Introduction {
        readers.retain(|(_, standing)| *standing > Standing::Aside);
        return readers;
    }
    let greets_another = !greeted && greets_somebody_else(exchange, letter, names);
    readers.retain(|(_, standing)| match standing {
        Standing::Aside => false,
        Standing::Named => true,
        Standing::Few | Standing::Only => !greeted && !greets_another,
    });
    readers
}

/// Whether the salutation names somebody on the message to whom none of the readers in `people` belongs.
fn greets_somebody_else(exchange: &Exchange, letter: &Told, names: &Names<'_>) -> bool {
    letter.greeted.iter().any(|word| {
        let on_it = letter.to.iter().chain(&letter.cc).filter(|mailbox| is_called(mailbox, word));
        on_it.filter_map(|mailbox| names.directory.find(&mailbox.address)).any(|id| {
            let reads = exchange.people.iter().any(|&(reader, _)| reader == id);
            match exchange.by {
                Party::Owner => !reads,
                Party::Person(_) => true,
            }
        })
    })
}
