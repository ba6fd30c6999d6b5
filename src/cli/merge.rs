//! `goodwill merge` and `goodwill split`: which addresses are one person. Both are rulings and can be taken
//! back; a merge taken back leaves exactly what was before.

use std::collections::BTreeSet;
use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::ledger::{Ruling, RulingId, ruling_address};
use crate::people::{Address, Person};
use crate::service::journal;

use super::context::{Context, Loaded};
use super::error::CliError;
use super::rule::{Answer, as_json, record};
use super::text::json_line;
use super::whom::{named, the_person};

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The person: a name, an address or an id
    person: String,
    /// Who is the same person
    other: String,
}

impl Merge {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let person = the_person(&loaded.books, &self.person)?;
        let other = the_person(&loaded.books, &self.other)?;
        if person.id == other.id {
            return Err(CliError::Usage(format!(
                "{:?} and {:?} are one person already",
                self.person, self.other
            )));
        }
        let key = |person: &Person| {
            ruling_address(&loaded.books.directory, person.id)
                .ok_or_else(|| CliError::NotFound(format!("{} has no address", person.name)))
        };
        let ruling = Ruling::Merge { address: key(person)?, other: key(other)? };
        record(context, loaded, ruling, out)
    }
}

/// Arguments of `split`.
#[derive(Debug, Args)]
pub(super) struct Split {
    /// The person: a name, an address or an id
    person: String,
    /// Addresses that are somebody else; without any, your merges of this person are taken back
    #[arg(value_name = "ADDRESS")]
    addresses: Vec<String>,
}

impl Split {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let person = the_person(&loaded.books, &self.person)?.clone();
        if self.addresses.is_empty() {
            return take_back(context, loaded, &person, out);
        }
        let keys: BTreeSet<Address> = person.addresses.iter().map(Address::identity_key).collect();
        let mut leaving: BTreeSet<Address> = BTreeSet::new();
        for text in &self.addresses {
            let address = Address::parse(text).filter(|address| keys.contains(&address.identity_key()));
            let Some(address) = address else {
                return Err(CliError::Usage(format!(
                    "{text:?} is no address of {}, which has {}",
                    person.name,
                    list(&keys)
                )));
            };
            leaving.insert(address.identity_key());
        }
        if leaving == keys {
            if let Some((one, other)) = one_mailbox(&self.addresses, &person) {
                return Err(CliError::Usage(format!(
                    "{one} and {other} are one mailbox, whatever tag (`+…`) mail bears, and cannot be two people"
                )));
            }
            return Err(CliError::Usage(format!(
                "these are all addresses of {}: name those that leave",
                person.name
            )));
        }
        record(context, loaded, Ruling::Split { addresses: leaving }, out)
    }
}

/// An address named and one that was not, which are the same mailbox.
fn one_mailbox<'a>(named: &[String], person: &'a Person) -> Option<(Address, &'a Address)> {
    let named: Vec<Address> = named.iter().filter_map(|text| Address::parse(text)).collect();
    let other = person.addresses.iter().find(|address| !named.contains(address))?;
    let one = named.iter().find(|one| one.identity_key() == other.identity_key())?;
    Some((one.clone(), other))
}

/// Undoes the merges that made the person what he or she is.
fn take_back(
    context: &Context,
    mut loaded: Loaded,
    person: &Person,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let keys: BTreeSet<Address> = person.addresses.iter().map(Address::identity_key).collect();
    let mut undone: Vec<RulingId> = Vec::new();
    for record in loaded.store.standing_rulings()? {
        if matches!(&record.ruling, Ruling::Merge { address, .. } if keys.contains(address)) {
            undone.push(record.id());
        }
    }
    if undone.is_empty() {
        return Err(CliError::Usage(format!(
            "you merged nobody into {}; name the addresses that are somebody else, of {}",
            person.name,
            list(&keys)
        )));
    }
    for &id in &undone {
        loaded.store.undo_ruling(id, context.now)?;
    }
    journal::refold(&mut loaded.store, &loaded.config, context.now)?;
    let ids: Vec<String> = undone.iter().map(RulingId::to_string).collect();
    let words = format!("{} is as before", named(person));
    if context.json {
        let (people, undone) = (vec![as_json(person)], Some(json!(ids)));
        json_line(out, &Answer { ruling: None, said: None, words: &words, people, undone })?;
    } else {
        writeln!(out, "{words}; undone: {}", ids.join(", "))?;
    }
    Ok(())
}

fn list(keys: &BTreeSet<Address>) -> String {
    keys.iter().map(Address::as_str).collect::<Vec<_>>().join(", ")
}
