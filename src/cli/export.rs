//! `goodwill export`: the ledger for other programs: JSON, CSV, hledger, Beancount.

mod accounting;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::ledger::Entry;

use super::context::{Context, Loaded};
use super::error::CliError;
use super::ledger::{as_json, counts, name, words};
use super::private;
use super::text::{json_line, word};

/// What is no new file, but may well be meant.
const STANDARD_OUTPUT: &str = "/dev/stdout";

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The format
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Also what was duty, paid, for all, or unclear, and what was voided or has expired (JSON and CSV)
    #[arg(long)]
    all: bool,
    /// Write to this file, which must not be there yet and only you may read [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One object a line, as `ledger --json`
    Json,
    /// One row an entry, with a row of headings (RFC 4180)
    Csv,
    /// A journal for hledger
    Hledger,
    /// A ledger for Beancount
    Beancount,
}

impl Export {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        if self.all && matches!(self.format, Format::Hledger | Format::Beancount) {
            return Err(CliError::Usage(
                "accounts hold only what counts; --all goes with --format json and csv".to_owned(),
            ));
        }
        let loaded = context.load()?;
        let mut text = Vec::new();
        self.write(&loaded, &mut text)?;
        match &self.to {
            Some(path) if path != Path::new(STANDARD_OUTPUT) => private::write_new(path, &text),
            _ => Ok(out.write_all(&text)?),
        }
    }

    fn write(&self, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
        let entries = loaded.books.entries.iter().filter(|entry| self.all || counts(entry));
        match self.format {
            Format::Json => entries
                .map(|entry| as_json(&loaded.books, entry))
                .try_for_each(|value| json_line(out, &value)),
            Format::Csv => write_csv(loaded, entries, out),
            Format::Hledger => accounting::hledger(loaded, &entries.collect::<Vec<_>>(), out),
            Format::Beancount => accounting::beancount(loaded, &entries.collect::<Vec<_>>(), out),
        }
    }
}

fn write_csv<'a>(
    loaded: &Loaded,
    entries: impl Iterator<Item = &'a Entry>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"entry,at,person,name,direction,kind,basis,worth,confidence,status,words\r\n")?;
    for entry in entries {
        let fields = [
            entry.id.to_string(),
            entry.at.to_string(),
            entry.person.to_string(),
            name(&loaded.books, entry.person),
            word(&entry.direction),
            word(&entry.kind),
            word(&entry.basis),
            accounting::amount(entry.worth),
            entry.confidence.fraction().to_string(),
            word(&entry.status),
            words(entry),
        ];
        write!(out, "{}\r\n", fields.map(|field| quoted(&field)).join(","))?;
    }
    Ok(())
}

/// A field in quotes where it needs them. What a spreadsheet would take for a formula is made plain text.
fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '@', '\t', '\r'])
        || field.starts_with('-') && field.parse::<f64>().is_err();
    let field = if formula { format!("'{field}") } else { field.to_owned() };
    if field.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        for (field, written) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "'=1+1"),
            ("-2.5", "-2.5"),
            ("-x", "'-x"),
        ] {
            assert_eq!(quoted(field), written);
        }
    }
}
