//! What letters name, each once and by number: messages, mailboxes, subjects, words.
//!
//! A mailbox of a million letters names few people, and of each message it speaks several times. A number in place
//! of a text saves most of the memory of a fold, and a column by number most of its hashing.

use std::borrow::Borrow;
use std::hash::Hash;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use crate::observations::MessageId;
use crate::people::{Address, HashMap, Mailbox};

/// A number that stands for a value.
pub(super) trait Number: Copy {
    fn of(index: usize) -> Self;
    fn index(self) -> usize;
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) struct $name(u32);

        impl Number for $name {
            fn of(index: usize) -> Self {
                Self(u32::try_from(index).expect("four billion values do not fit into memory"))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

numbers! {
    /// A message that is here or that one here refers to.
    MessageNo,
    /// An address with the name that stood beside it.
    MailboxNo,
    /// An address.
    AddressNo,
    /// A subject as written.
    SubjectNo,
    /// A word by which readers are greeted.
    WordNo,
}

/// A value for each number of a kind.
#[derive(Debug, Clone)]
pub(super) struct Column<N, T> {
    values: Vec<T>,
    kind: PhantomData<N>,
}

impl<N, T> Default for Column<N, T> {
    fn default() -> Self {
        Self { values: Vec::new(), kind: PhantomData }
    }
}

impl<N: Number, T> Column<N, T> {
    /// The same value for each of the first numbers.
    pub(super) fn filled(value: T, length: usize) -> Self
    where
        T: Clone,
    {
        Self { values: vec![value; length], kind: PhantomData }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// All values, in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (N, &T)> {
        self.values.iter().enumerate().map(|(index, value)| (N::of(index), value))
    }

    /// Another value for each number.
    pub(super) fn map<U>(&self, value: impl FnMut(&T) -> U) -> Column<N, U> {
        Column { values: self.values.iter().map(value).collect(), kind: PhantomData }
    }

    fn push(&mut self, value: T) -> N {
        self.values.push(value);
        N::of(self.values.len() - 1)
    }
}

impl<N: Number, T> Index<N> for Column<N, T> {
    type Output = T;

    fn index(&self, number: N) -> &T {
        &self.values[number.index()]
    }
}

impl<N: Number, T> IndexMut<N> for Column<N, T> {
    fn index_mut(&mut self, number: N) -> &mut T {
        &mut self.values[number.index()]
    }
}

/// Values while they come: each gets a number the first time.
#[derive(Debug)]
pub(super) struct Numbered<N, T> {
    values: Column<N, T>,
    numbers: HashMap<T, N>,
}

impl<N, T> Default for Numbered<N, T> {
    fn default() -> Self {
        Self { values: Column::default(), numbers: HashMap::default() }
    }
}

impl<N: Number, T: Clone + Eq + Hash> Numbered<N, T> {
    /// The number of a value; one that is new is made into what is kept.
    pub(super) fn number<Q>(&mut self, value: &Q, kept: impl FnOnce(&Q) -> T) -> N
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        if let Some(&known) = self.numbers.get(value) {
            return known;
        }
        let value = kept(value);
        let number = self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }

    pub(super) fn reserve(&mut self, more: usize) {
        self.values.values.reserve(more);
        self.numbers.reserve(more);
    }

    pub(super) fn values(&self) -> &Column<N, T> {
        &self.values
    }

    /// All values, once no more will come.
    pub(super) fn into_values(self) -> Column<N, T> {
        self.values
    }
}

/// Everything that letters name.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) ids: Column<MessageNo, MessageId>,
    pub(super) mailboxes: Column<MailboxNo, Arc<Mailbox>>,
    pub(super) subjects: Column<SubjectNo, Arc<str>>,
    pub(super) words: Column<WordNo, Arc<str>>,
    /// The address of each mailbox.
    addresses: Column<MailboxNo, AddressNo>,
    /// A mailbox of each address.
    of_address: Column<AddressNo, MailboxNo>,
}

impl Names {
    pub(super) fn new(
        ids: Column<MessageNo, MessageId>,
        mailboxes: Column<MailboxNo, Arc<Mailbox>>,
        subjects: Column<SubjectNo, Arc<str>>,
        words: Column<WordNo, Arc<str>>,
    ) -> Self {
        let mut of_address = Column::default();
        let mut known: HashMap<&Address, AddressNo> = HashMap::default();
        let mut addresses = Column::default();
        for (number, mailbox) in mailboxes.iter() {
            let address = known.entry(&mailbox.address).or_insert_with(|| of_address.push(number));
            addresses.push(*address);
        }
        drop(known);
        Self { ids, mailboxes, subjects, words, addresses, of_address }
    }

    /// The number of a mailbox's address.
    pub(super) fn address_of(&self, mailbox: MailboxNo) -> AddressNo {
        self.addresses[mailbox]
    }

    pub(super) fn address(&self, number: AddressNo) -> &Address {
        &self.mailboxes[self.of_address[number]].address
    }

    /// What is to be known of each address.
    pub(super) fn each_address<T>(&self, mut value: impl FnMut(&Address) -> T) -> Column<AddressNo, T> {
        self.of_address.map(|&mailbox| value(&self.mailboxes[mailbox].address))
    }

    /// The numbers of all addresses.
    pub(super) fn addresses(&self) -> impl Iterator<Item = (AddressNo, &Address)> {
        self.of_address.iter().map(|(number, &mailbox)| (number, &self.mailboxes[mailbox].address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_has_the_number_of_the_first() {
        let mut words: Numbered<WordNo, Arc<str>> = Numbered::default();
        let numbers: Vec<usize> =
            ["ana", "sam", "ana"].map(|word| words.number(word, |word| word.into()).index()).into();
        assert_eq!(numbers, [0, 1, 0]);
        let words = words.into_values();
        assert_eq!((words.len(), &*words[WordNo::of(1)]), (2, "sam"));
    }
}
