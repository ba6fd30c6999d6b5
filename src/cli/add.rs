//! `goodwill add`: a favor that no message shows.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::ledger::{Direction, Points, Ruling, ruling_address};
use crate::observations::mail::{display_name, is_role};
use crate::people::Address;

use super::context::{Context, Loaded, parse_instant};
use super::error::CliError;
use super::rule::{KindArgument, parse_points, record};
use super::whom::key_of;

/// Longest words kept, in characters, as for quotes.
const MAX_WORDS: usize = 200;

/// Arguments of `add`.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// With whom: a name, an address or an id; for somebody new an address, or `Name <address>`
    person: String,
    /// Which way
    direction: DirectionArgument,
    /// What
    kind: KindArgument,
    /// In your own words
    #[arg(required = true)]
    words: Vec<String>,
    /// When it happened [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    on: Option<String>,
    /// Its worth in points, 0 to 100 [default: that of its kind]
    #[arg(long, value_parser = parse_points)]
    worth: Option<Points>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DirectionArgument {
    /// You gave
    Given,
    /// You received
    Received,
}

impl Add {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let words = self.words.join(" ");
        if words.trim().is_empty() {
            return Err(CliError::Usage("say what it was, in a few words".to_owned()));
        }
        let loaded = context.load()?;
        let (address, name) = whom(&loaded, &self.person)?;
        let at = match &self.on {
            Some(text) => parse_instant(text, &loaded.config.me.timezone)?,
            None => context.now,
        };
        if at > context.now {
            return Err(CliError::Usage(
                "what lies ahead has not been done yet; --on takes a past date".to_owned(),
            ));
        }
        let directory = &loaded.books.directory;
        let known = directory.find(&address).and_then(|person| directory.person(person));
        let is_counted = known.is_none_or(|person| person.tally);
        let ruling = Ruling::Add {
            address,
            name,
            direction: match self.direction {
                DirectionArgument::Given => Direction::Given,
                DirectionArgument::Received => Direction::Received,
            },
            kind: self.kind.into(),
            at,
            words: words.trim().chars().take(MAX_WORDS).collect(),
            worth: self.worth.map(Points::thousandths),
        };
        record(context, loaded, ruling, out)?;
        if !is_counted && !context.json {
            writeln!(out, "nothing is counted between you, so it stands in no account")?;
        }
        Ok(())
    }
}

/// The identity key of the person that `text` means, and the name of one who is new.
fn whom(loaded: &Loaded, text: &str) -> Result<(Address, Option<String>), CliError> {
    let books = &loaded.books;
    let (name, address) = match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (name, address),
        None => ("", text),
    };
    let Some(address) = Address::parse(address).map(|address| address.identity_key()) else {
        if books.directory.search(text).is_empty() {
            return Err(CliError::NotFound(format!(
                "nobody here is called {text:?}; who has no mail here is entered by an address: \
                 `goodwill add \"{} <address>\" …`",
                text.trim()
            )));
        }
        return Ok((key_of(books, text)?, None));
    };
    if let Some(person) = books.directory.find(&address) {
        return Ok((ruling_address(&books.directory, person).unwrap_or(address), None));
    }
    if loaded.config.me.addresses.contains(&address) {
        return Err(CliError::Usage(format!(
            "{address} is yours: a favor is done by somebody else or for him"
        )));
    }
    let ignores = |ruling: &Ruling| match ruling {
        Ruling::Ignore { address: one, others } => *one == address || others.contains(&address),
        _ => false,
    };
    let is_ignored = loaded.store.standing_rulings()?.iter().any(|record| ignores(&record.ruling))
        || loaded.config.ignore.patterns().iter().any(|pattern| pattern.matches(&address));
    if is_ignored || is_role(&address) {
        let why = if is_ignored {
            "you said that it is nobody"
        } else {
            "it is that of an office, not of a person"
        };
        return Err(CliError::Usage(format!("no favor is entered with {address}: {why}")));
    }
    Ok((address, display_name(name)))
}
