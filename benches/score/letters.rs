//! The letters between an owner and others, by the headers alone: a rule of the scorers' own.

use std::collections::{BTreeMap, BTreeSet};
use std::error;
use std::path::Path;

use goodwill::observations::MessageId;
use goodwill::observations::mail;
use goodwill::sources::{self, Item, ItemKind};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Outcome;
use crate::message::reception;

/// One letter between the owner and one other.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    /// The address of the other.
    pub(crate) other: String,
    /// By its Date.
    pub(crate) at: Timestamp,
    /// Whether the owner wrote it.
    pub(crate) by_owner: bool,
    /// What it answers.
    pub(crate) answers: Vec<MessageId>,
}

/// All letters From one of the owner and another To the other, in the order of the file. A letter to several is
/// one to each; what has no date is left out.
pub(crate) fn letters(path: &Path, owner: &[String]) -> Outcome<Vec<Letter>> {
    let is_owner = |address: &str| owner.iter().any(|own| own == address);
    let reception = reception();
    let mut letters = Vec::new();
    sources::walk::<Box<dyn error::Error>>(path, &mut |item: Item| {
        if item.kind != ItemKind::Message {
            return Ok(());
        }
        let facts = mail::read(header(&item.bytes), &reception).facts;
        let Some(from) = facts.from.as_ref().map(|from| from.address.as_str()) else { return Ok(()) };
        if facts.skipped.iter().any(|reason| reason.starts_with("date")) {
            return Ok(());
        }
        let mut to = facts.to.iter().map(|to| to.address.as_str());
        let letter = |other: &str, by_owner| Letter {
            other: other.to_owned(),
            at: facts.date,
            by_owner,
            answers: facts.references.clone(),
        };
        if is_owner(from) {
            letters.extend(to.filter(|other| !is_owner(other)).map(|other| letter(other, true)));
        } else if to.any(is_owner) {
            letters.push(letter(from, false));
        }
        Ok(())
    })?;
    Ok(letters)
}

/// The days of contact with each address, in UTC.
pub(crate) fn contact_days(path: &Path, owner: &[String]) -> Outcome<BTreeMap<String, BTreeSet<Date>>> {
    let mut contacts: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for letter in letters(path, owner)? {
        let day = letter.at.to_zoned_datetime(TimeZone::UTC).date();
        contacts.entry(letter.other).or_default().insert(day);
    }
    Ok(contacts)
}

/// A message up to its first empty line.
fn header(message: &[u8]) -> &[u8] {
    let mut length = 0;
    for line in message.split_inclusive(|&byte| byte == b'\n') {
        length += line.len();
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
    }
    message.get(..length).unwrap_or(message)
}
