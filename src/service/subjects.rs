//! What a ruling on an entry remembers, so that it finds the entry again.

use crate::books::Books;
use crate::ledger::{Entry, Subject};
use crate::people::{Address, Mailbox, Person};
use crate::store::{Store, StoreError};

/// The subject of a ruling on an entry; nothing where there is nobody on the other side.
pub fn subject(store: &Store, books: &Books, entry: &Entry) -> Result<Option<Subject>, StoreError> {
    let Some(person) = books.directory.person(entry.person) else { return Ok(None) };
    let address = address(store, person, entry)?;
    Ok(address.map(|address| Subject::of(entry, address, books.inferred(entry))))
}

/// The address of a person that an entry is about: that of its messages, for which of the others are the same person
/// may be seen otherwise one day. Where no message tells, the first.
fn address(store: &Store, person: &Person, entry: &Entry) -> Result<Option<Address>, StoreError> {
    let own = |mailbox: &&Mailbox| {
        let key = mailbox.address.identity_key();
        person.addresses.iter().any(|address| address.identity_key() == key)
    };
    if person.addresses.len() > 1 {
        for step in entry.evidence.iter().filter(|step| !step.is_ruling()) {
            let Some(facts) = store.message(&step.source)? else { continue };
            // Who wrote it goes before whom it went to.
            let mut named = facts.from.iter().chain(&facts.to).chain(&facts.cc);
            if let Some(mailbox) = named.find(own) {
                return Ok(Some(mailbox.address.identity_key()));
            }
        }
    }
    Ok(person.addresses.first().map(Address::identity_key))
}
