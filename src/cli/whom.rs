//! Whom the owner means, and how a person is named to him so that he sees whom a command hit.

use crate::books::Books;
use crate::ledger::ruling_address;
use crate::people::{Address, Person};

use super::error::CliError;
use super::text::plural;

/// Most people named where a name may be any of several.
const MAX_CANDIDATES: usize = 8;

/// Most addresses named of one person.
const MAX_ADDRESSES: usize = 5;

/// The one person that `text` means.
pub(super) fn one_person<'a>(books: &'a Books, text: &str) -> Result<&'a Person, CliError> {
    one_of(books, text, &books.directory.search(text))
}

/// The one person that `text` means beyond doubt, for what changes something.
pub(super) fn the_person<'a>(books: &'a Books, text: &str) -> Result<&'a Person, CliError> {
    one_of(books, text, &books.directory.search_strictly(text))
}

/// The identity key of the one person that `text` means beyond doubt.
pub(super) fn key_of(books: &Books, text: &str) -> Result<Address, CliError> {
    let person = the_person(books, text)?;
    ruling_address(&books.directory, person.id)
        .ok_or_else(|| CliError::NotFound(format!("{} has no address", person.name)))
}

/// A person by name and addresses: `Ana Reis <ana@studio.example, ana@home.example>`.
pub(super) fn named(person: &Person) -> String {
    let addresses: Vec<&str> = person.addresses.iter().take(MAX_ADDRESSES).map(Address::as_str).collect();
    let more = person.addresses.len().saturating_sub(MAX_ADDRESSES) as u64;
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    // Where no name is known the address is the name.
    if addresses == [person.name.as_str()] {
        return person.name.clone();
    }
    format!("{} <{}{more}>", person.name, addresses.join(", "))
}

fn one_of<'a>(books: &Books, text: &str, found: &[&'a Person]) -> Result<&'a Person, CliError> {
    match found {
        [person] => Ok(person),
        [] => Err(CliError::NotFound(no_person(books, text))),
        several => {
            let names: Vec<String> =
                several.iter().take(MAX_CANDIDATES).map(|person| named(person)).collect();
            let more = several.len().saturating_sub(MAX_CANDIDATES) as u64;
            let more =
                if more == 0 { String::new() } else { format!(", or {}", plural(more, "other", "others")) };
            Err(CliError::Usage(format!(
                "{text:?} may be any of {}{more}: say more of the name, or an address",
                names.join(", ")
            )))
        }
    }
}

/// Why `text` means nobody.
fn no_person(books: &Books, text: &str) -> String {
    let wanted = text.trim().to_lowercase();
    let sender = books.one_sided().iter().find(|sender| sender.address.as_str() == wanted);
    sender.map_or_else(
        || format!("nobody here is called {text:?}; `goodwill people` lists everybody"),
        |sender| {
            format!(
                "{} sent you {} letters, {} of them much alike, and you never wrote there: no correspondence; a letter of \
                 yours, a card in your address book or a circle makes a person of it",
                sender.address, sender.letters, sender.repeated
            )
        },
    )
}
