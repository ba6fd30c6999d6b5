//! What came of a favor: whom an introduction brought into touch, and what the other gave in return.
//!
//! Only what the journal shows counts as an outcome. A return is told of one deposit, the latest it can
//! have come from, so that nothing is told twice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, ThreadId};
use crate::inference::{Favor, FavorId, Kind};
use crate::ledger::Entry;
use crate::observations::MessageId;
use crate::people::{Person, PersonId};
use crate::relationships::OccasionSource;

use super::Books;

/// What was offered within so many days of a favor is taken to answer it.
const RETURN_DAYS: i64 = 90;

/// What came of one favor.
#[derive(Debug, Clone, Default)]
pub struct Outcome<'a> {
    /// Those whom an introduction brought into touch, and what they came to.
    pub acquaintances: Vec<Acquaintance<'a>>,
    /// What the other side gave after it: later in the same conversation, or offered soon after it.
    pub returned: Vec<&'a Entry>,
}

/// Somebody with whom contact began with an introduction. Of an introduction that the owner gave, contact
/// is what he was let know: messages between the two that he got too.
#[derive(Debug, Clone)]
pub struct Acquaintance<'a> {
    /// Who it is.
    pub person: &'a Person,
    /// The first message or meeting after the introduction.
    pub since: Timestamp,
    /// Conversations by mail.
    pub conversations: u64,
    /// Meetings; none is counted of an introduction that the owner gave.
    pub meetings: u64,
    /// Favors between the two that count; none of an introduction that the owner gave.
    pub favors: Vec<&'a Entry>,
}

/// The outcomes of all favors, looked up one by one.
#[derive(Debug)]
pub struct Outcomes<'a> {
    books: &'a Books,
    favors: BTreeMap<FavorId, &'a Favor>,
    first_contact: BTreeMap<PersonId, Timestamp>,
    returned: BTreeMap<FavorId, Vec<&'a Entry>>,
}

impl<'a> Outcomes<'a> {
    /// Of these books.
    #[must_use]
    pub fn new(books: &'a Books) -> Self {
        let mut first_contact = BTreeMap::new();
        for occasion in &books.occasions {
            first_contact.entry(occasion.person).or_insert(occasion.at);
        }
        let favors = books.favors.iter().map(|favor| (favor.id, favor)).collect();
        let returned = returns(books, &favors);
        Self { books, favors, first_contact, returned }
    }

    pub(super) fn books(&self) -> &'a Books {
        self.books
    }

    /// What came of the favor that an entry posts; nothing for what posts nothing.
    #[must_use]
    pub fn of(&self, id: FavorId) -> Outcome<'a> {
        let Some(favor) = self.favors.get(&id) else { return Outcome::default() };
        let acquaintances =
            if favor.kind == Kind::Introduction { self.acquaintances(favor) } else { Vec::new() };
        Outcome { acquaintances, returned: self.returned.get(&id).cloned().unwrap_or_default() }
    }

    fn acquaintances(&self, favor: &Favor) -> Vec<Acquaintance<'a>> {
        let Some(bringing) = favor.done.as_ref().and_then(|done| self.exchange(&done.message)) else {
            return Vec::new();
        };
        match favor.giver {
            Party::Person(introducer) => {
                let brought = bringing.others.iter().filter(|&&id| id != introducer);
                brought.filter_map(|&id| self.of_owner(id, bringing)).collect()
            }
            Party::Owner => {
                let brought = bringing.people.iter().map(|&(id, _)| id).filter(|&id| id != favor.person);
                brought.filter_map(|id| self.of_two(favor.person, id, bringing)).collect()
            }
        }
    }

    fn exchange(&self, message: &MessageId) -> Option<&'a Exchange> {
        self.books.exchanges.iter().find(|exchange| exchange.message == *message)
    }

    /// The owner's contact with somebody whom he did not know before.
    fn of_owner(&self, id: PersonId, bringing: &Exchange) -> Option<Acquaintance<'a>> {
        let books = self.books;
        let since = *self.first_contact.get(&id).filter(|&&first| first >= bringing.at)?;
        Some(Acquaintance {
            person: books.directory.person(id)?,
            since,
            conversations: threads(books.exchanges.iter().filter(|exchange| exchange.is_between(id))),
            meetings: books
                .occasions_with(id)
                .filter(|occasion| occasion.source == OccasionSource::Meeting)
                .count() as u64,
            favors: books.favors_posted().filter(|entry| entry.person == id).collect(),
        })
    }

    /// What the owner saw of two whom he brought together.
    fn of_two(&self, one: PersonId, other: PersonId, bringing: &Exchange) -> Option<Acquaintance<'a>> {
        let wrote = |exchange: &&Exchange, by: PersonId, to: PersonId| {
            exchange.by == Party::Person(by) && exchange.others.contains(&to)
        };
        let later = self.books.exchanges.iter().filter(|exchange| exchange.at > bringing.at);
        let between: Vec<&Exchange> =
            later.filter(|exchange| wrote(exchange, one, other) || wrote(exchange, other, one)).collect();
        Some(Acquaintance {
            person: self.books.directory.person(other)?,
            since: between.first()?.at,
            conversations: threads(between.iter().copied()),
            meetings: 0,
            favors: Vec::new(),
        })
    }
}

fn threads<'a>(exchanges: impl Iterator<Item = &'a Exchange>) -> u64 {
    exchanges.map(|exchange| &exchange.thread).collect::<BTreeSet<&ThreadId>>().len() as u64
}

/// What was given back, by the favor it came of.
fn returns<'a>(books: &'a Books, favors: &BTreeMap<FavorId, &'a Favor>) -> BTreeMap<FavorId, Vec<&'a Entry>> {
    let mut by_person: BTreeMap<PersonId, Vec<(&Entry, &Favor)>> = BTreeMap::new();
    for entry in books.favors_posted() {
        if let Some(favor) = favors.get(&entry.id) {
            by_person.entry(entry.person).or_default().push((entry, favor));
        }
    }
    let mut returned: BTreeMap<FavorId, Vec<&Entry>> = BTreeMap::new();
    for pair in by_person.values() {
        for &(entry, favor) in pair {
            let deposits = pair.iter().filter(|(deposit, _)| deposit.direction != entry.direction);
            let source = deposits
                .filter(|(_, deposit)| answers(favor, deposit))
                .max_by_key(|(_, deposit)| (deposit.thread == favor.thread, deposit.at(), deposit.id));
            if let Some((deposit, _)) = source {
                returned.entry(deposit.id).or_default().push(entry);
            }
        }
    }
    returned
}

/// Whether a favor came of a deposit before it.
fn answers(favor: &Favor, deposit: &Favor) -> bool {
    if deposit.thread == favor.thread {
        return favor.at() > deposit.at();
    }
    // What was asked for first is an answer to the asking.
    let offered =
        favor.offered.as_ref().filter(|offer| favor.asked.as_ref().is_none_or(|asked| asked.at > offer.at));
    offered.is_some_and(|offer| {
        let hours = offer.at.duration_since(deposit.at()).as_hours();
        offer.at > deposit.at() && hours <= RETURN_DAYS * 24
    })
}
