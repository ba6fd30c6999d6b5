//! `goodwill add`: a favor that no message shows.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::ledger::{Direction, Points, Ruling};

use super::context::{Context, parse_instant};
use super::error::CliError;
use super::rule::{KindArgument, parse_points, record};
use super::whom::key_of;

/// Longest words kept, in characters, as for quotes.
const MAX_WORDS: usize = 200;

/// Arguments of `add`.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// With whom
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
        let loaded = context.load()?;
        let address = key_of(&loaded.books, &self.person)?;
        let at = match &self.on {
            Some(text) => parse_instant(text, &loaded.config.me.timezone)?,
            None => context.now,
        };
        if at > context.now {
            return Err(CliError::Usage(
                "what lies ahead has not been done yet; --on takes a past date".to_owned(),
            ));
        }
        let ruling = Ruling::Add {
            address,
            direction: match self.direction {
                DirectionArgument::Given => Direction::Given,
                DirectionArgument::Received => Direction::Received,
            },
            kind: self.kind.into(),
            at,
            words: self.words.join(" ").chars().take(MAX_WORDS).collect(),
            worth: self.worth.map(Points::thousandths),
        };
        record(context, loaded, ruling, out)
    }
}
