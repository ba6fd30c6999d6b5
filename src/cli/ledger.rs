//! `goodwill ledger`: entries, filtered.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::books::Books;
use crate::inference::Basis;
use crate::ledger::{Direction, Entry, Status};
use crate::people::PersonId;

use super::context::Context;
use super::error::CliError;
use super::text::{align_right, count, day, first_step, json_line, print_table, table, vouching, word};
use super::whom::one_person;

/// Entries listed in text where nothing else is said.
const DEFAULT_LIMIT: usize = 60;

/// Arguments of `ledger`.
#[derive(Debug, Args)]
pub(super) struct Ledger {
    /// Only with this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only what you gave
    #[arg(long, conflicts_with = "received")]
    given: bool,
    /// Only what you received
    #[arg(long)]
    received: bool,
    /// Also what was duty, paid, for all, or unclear, and what was voided or has expired
    #[arg(long)]
    all: bool,
    /// List so many at most, the newest [default: 60 in text, all in JSON]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl Ledger {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let books = &loaded.books;
        let person =
            self.person.as_deref().map(|text| one_person(books, text)).transpose()?.map(|person| person.id);
        let rows: Vec<&Entry> = books.entries.iter().filter(|entry| self.wants(entry, person)).collect();
        let limit = self.limit.unwrap_or(if context.json { usize::MAX } else { DEFAULT_LIMIT });
        let shown = rows.get(rows.len().saturating_sub(limit)..).unwrap_or_default();
        if context.json {
            for entry in shown {
                json_line(out, &as_json(books, entry))?;
            }
            return Ok(());
        }
        if rows.len() > shown.len() {
            writeln!(
                out,
                "the newest {} of {} (--limit N)",
                count(shown.len() as u64),
                count(rows.len() as u64)
            )?;
        }
        if rows.is_empty() {
            let hint = match (vouching(&books.received()), self.all) {
                _ if books.relationships.is_empty() => {
                    let early = loaded.too_early(context.now)?;
                    format!("; {}", early.unwrap_or_else(|| first_step(&loaded.config).to_owned()))
                }
                (Some(told), _) => format!("; {told}"),
                (None, true) => String::new(),
                (None, false) => "; --all shows what counts as routine too".to_owned(),
            };
            writeln!(out, "no entries{hint}")?;
            return Ok(());
        }
        let zone = &loaded.config.me.timezone;
        let mut table = table(&["ID", "DAY", "WITH", "", "WHAT", "WORTH", "SURE", "STATUS", "WORDS"]);
        for entry in shown {
            table.add_row([
                entry.id.to_string(),
                day(entry.at, zone),
                name(books, entry.person),
                word(&entry.direction),
                what(entry),
                entry.worth.to_string(),
                format!("{:.0} %", entry.confidence.fraction() * 100.0),
                entry.status.in_words().to_owned(),
                words(entry),
            ]);
        }
        align_right(&mut table, &[1, 5, 6]);
        Ok(print_table(out, &table)?)
    }

    fn wants(&self, entry: &Entry, person: Option<PersonId>) -> bool {
        (self.all || counts(entry))
            && person.is_none_or(|person| entry.person == person)
            && (!self.given || entry.direction == Direction::Given)
            && (!self.received || entry.direction == Direction::Received)
    }
}

/// Whether it is a favor, neither voided nor expired.
pub(super) fn counts(entry: &Entry) -> bool {
    entry.basis == Basis::Favor && !matches!(entry.status, Status::Voided | Status::Expired)
}

/// The kind, and the basis where it is no favor.
pub(super) fn what(entry: &Entry) -> String {
    match entry.basis {
        Basis::Favor => word(&entry.kind),
        basis => format!("{} ({})", word(&entry.kind), word(&basis)),
    }
}

/// The words that show it: those of the doing, else the first.
pub(super) fn words(entry: &Entry) -> String {
    let done = entry.evidence.iter().find(|evidence| evidence.shows == "done" && !evidence.quote.is_empty());
    let shown = done.or_else(|| entry.evidence.iter().find(|evidence| !evidence.quote.is_empty()));
    shown.map(|evidence| format!("“{}”", evidence.quote)).unwrap_or_default()
}

/// The person's name; the id where the person is not known.
pub(super) fn name(books: &Books, person: PersonId) -> String {
    books.directory.person(person).map_or_else(|| person.to_string(), |person| person.name.clone())
}

/// The object that other programs rely on.
pub(super) fn as_json(books: &Books, entry: &Entry) -> serde_json::Value {
    let evidence: Vec<_> = entry
        .evidence
        .iter()
        .map(|item| json!({"shows": item.shows, "source": item.source, "at": item.at.to_string(), "quote": &*item.quote}))
        .collect();
    json!({
        "entry": entry.id.to_string(), "person": entry.person, "name": name(books, entry.person),
        "at": entry.at.to_string(), "kind": entry.kind, "direction": entry.direction, "basis": entry.basis,
        "worth": entry.worth, "confidence": entry.confidence.fraction(), "status": entry.status,
        "evidence": evidence,
    })
}
