//! Who writes to whom in a letter, and how much it is meant for each.

use std::collections::BTreeMap;

use crate::people::{Directory, Mailbox, Person, PersonId};

use super::letter::Letter;
use super::names::{AddressNo, Column, MailboxNo, MessageNo};
use super::roll::Roll;
use super::{Few, Parties, Party, Policy, Standing};

/// More addressees than this in `To`, and nobody is addressed in particular.
const MAX_FEW: usize = 3;

/// Whom each mailbox belongs to.
pub(super) struct Faces<'a> {
    roll: &'a Roll<'a>,
    directory: &'a Directory,
    /// The owner's name.
    name: &'a str,
    people: Column<AddressNo, Option<PersonId>>,
    /// Which messages are here.
    here: Column<MessageNo, bool>,
}

impl<'a> Faces<'a> {
    /// Of the letters that are contact.
    pub(super) fn of(
        letters: &[Letter],
        roll: &'a Roll<'a>,
        policy: &'a Policy,
        directory: &'a Directory,
    ) -> Self {
        let people = roll.names.each_address(|address| directory.find(address));
        let mut here = Column::filled(false, roll.names.ids.len());
        for letter in letters {
            here[letter.id] = true;
        }
        Self { roll, directory, name: &policy.name, people, here }
    }

    fn is_owner(&self, mailbox: MailboxNo) -> bool {
        self.roll.is_owner(mailbox)
    }

    fn person(&self, mailbox: MailboxNo) -> Option<PersonId> {
        self.people[self.roll.names.address_of(mailbox)]
    }

    fn mailbox(&self, mailbox: MailboxNo) -> &Mailbox {
        &self.roll.names.mailboxes[mailbox]
    }

    /// Whether the salutation names somebody by a part of the name or of the address.
    fn is_greeted(&self, letter: &Letter, name: Option<&str>, local: &str) -> bool {
        let parts = name.unwrap_or_default().split_whitespace().chain(local.split(['.', '_', '-']));
        let greets = |part: &str| letter.greeted().any(|word| *self.roll.names.words[word] == *part);
        parts.map(str::to_lowercase).any(|part| part.chars().count() >= 2 && greets(&part))
    }
}

/// The writer, those it is contact with, and other addressees.
type Sides = (Party, Parties, Few<PersonId>);

/// Who writes to whom, with standings; `None` where no person is left on the other side. Who goes on in a conversation
/// with a word to himself or to a list ("found and mended") writes to nobody: that tells of the conversation, and is
/// contact with no one.
pub(super) fn parties(letter: &Letter, faces: &Faces<'_>) -> Option<Sides> {
    let from = letter.from?;
    let weigh = |standing| if letter.on_list { Standing::Aside } else { standing };
    if !faces.is_owner(from) {
        let author = faces.person(from)?;
        let to_owner = letter.to().any(|mailbox| faces.is_owner(mailbox));
        let named = letter.greets()
            && letter.addressees().filter(|&mailbox| faces.is_owner(mailbox)).any(|mailbox| {
                let Mailbox { name, address } = faces.mailbox(mailbox);
                faces.is_greeted(letter, name.as_deref(), address.local())
                    || faces.is_greeted(letter, Some(faces.name), "")
            });
        let standing = weigh(standing(letter.to_count(), to_owner, named));
        let mut others: Vec<PersonId> = letter
            .addressees()
            .filter_map(|mailbox| faces.person(mailbox))
            .filter(|&id| id != author)
            .collect();
        others.sort_unstable();
        others.dedup();
        return Some((Party::Person(author), [(author, standing)].into(), others.into()));
    }
    let mut people: BTreeMap<PersonId, Standing> = BTreeMap::new();
    for (mailbox, in_to) in letter.to().map(|m| (m, true)).chain(letter.cc().map(|m| (m, false))) {
        let Some(id) = faces.person(mailbox) else { continue };
        let named = letter.greets()
            && faces.directory.person(id).is_some_and(|person: &Person| {
                let local = faces.mailbox(mailbox).address.local();
                faces.is_greeted(letter, Some(&person.name), local)
            });
        let standing = weigh(standing(letter.to_count(), in_to, named));
        let best = people.entry(id).or_insert(standing);
        *best = (*best).max(standing);
    }
    // An answer to something else may bear the same subject.
    let goes_on = || goes_on(letter, faces.roll) && letter.references().any(|message| faces.here[message]);
    (!people.is_empty() || goes_on()).then(|| (Party::Owner, people.into_iter().collect(), Few::default()))
}

/// Whether a letter of the owner's goes on in a conversation with a word to himself, or to a list.
pub(super) fn goes_on(letter: &Letter, roll: &Roll<'_>) -> bool {
    let to_himself = || letter.to_count() > 0 && letter.to().all(|mailbox| roll.is_owner(mailbox));
    letter.has_references() && (letter.on_list_only || to_himself())
}

/// In a list an answer may go to whom it quotes and speak to another: whom it does not call then stands aside.
pub(super) fn those_spoken_to(mut people: Parties, by: Party, letter: &Letter) -> Parties {
    if by != Party::Owner && letter.greets() {
        for (_, standing) in people.iter_mut().filter(|(_, standing)| *standing != Standing::Named) {
            *standing = Standing::Aside;
        }
    }
    people
}

fn standing(addressees: usize, in_to: bool, named: bool) -> Standing {
    match (named, in_to, addressees) {
        (true, ..) => Standing::Named,
        (_, false, _) => Standing::Aside,
        (_, _, ..=1) => Standing::Only,
        (_, _, ..=MAX_FEW) => Standing::Few,
        _ => Standing::Aside,
    }
}
