//! What every command starts from: config, journal, the instant it answers for.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::books::Books;
use crate::config::{self, Config};
use crate::service::journal;
use crate::store::{Store, StoreError};

use super::Global;
use super::error::CliError;
use super::text::{day, first_step};

/// What every command starts from.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The present.
    pub(super) now: Timestamp,
    /// Whether to print JSON.
    pub(super) json: bool,
    /// Whether to show no progress.
    pub(super) quiet: bool,
    config: Option<PathBuf>,
    state: Option<PathBuf>,
    as_of: Option<String>,
}

/// Config, journal and books, loaded.
pub(super) struct Loaded {
    pub(super) config: Config,
    pub(super) store: Store,
    /// The program ends after its command: to take the books apart would be a twentieth of its time.
    pub(super) books: ManuallyDrop<Books>,
}

impl Loaded {
    /// That nobody is known as of then although mail is there; nothing where that is no matter of time.
    pub(super) fn too_early(&self, now: Timestamp) -> Result<Option<String>, CliError> {
        let (as_of, zone) = (self.books.as_of, &self.config.me.timezone);
        let oldest = self.store.oldest_message()?.filter(|_| as_of < now);
        Ok(oldest.filter(|_| self.books.relationships.is_empty()).map(|oldest| {
            let (then, first) = (day(as_of, zone), day(oldest, zone));
            format!("nobody is known so early ({then}); the oldest message is of {first}")
        }))
    }
}

impl Context {
    pub(super) fn new(global: &Global, now: Timestamp) -> Self {
        Self {
            now,
            json: global.json,
            quiet: global.quiet,
            config: global.config.clone(),
            state: global.state.clone(),
            as_of: global.as_of.clone(),
        }
    }

    /// The same, with another config and state: the demo's.
    pub(super) fn elsewhere(&self, config: &Path, state: &Path) -> Self {
        Self { config: Some(config.to_owned()), state: Some(state.to_owned()), ..self.clone() }
    }

    /// The same at the instant of `--as-of`, as if it were the present.
    pub(super) fn at_as_of(&self) -> Result<Self, CliError> {
        let now = if self.as_of.is_some() { self.as_of(&TimeZone::UTC)? } else { self.now };
        Ok(Self { now, as_of: None, ..self.clone() })
    }

    pub(super) fn config(&self) -> Result<Config, CliError> {
        let path = config::locate(self.config.as_deref(), &|name| std::env::var_os(name))?;
        Ok(config::load(&path)?)
    }

    /// Where a config is to be written.
    pub(super) fn config_to_write(&self) -> Result<PathBuf, CliError> {
        Ok(config::place_for_new(self.config.as_deref(), &|name| std::env::var_os(name))?)
    }

    pub(super) fn state_dir(&self) -> Result<PathBuf, CliError> {
        let env = |name: &str| std::env::var_os(name);
        let config = config::locate(self.config.as_deref(), &env).ok();
        Ok(config::state_dir(self.state.as_deref(), config.as_deref(), &env)?)
    }

    /// The journal, which must be there.
    pub(super) fn store(&self) -> Result<Store, CliError> {
        Store::open(&self.state_dir()?).map_err(|error| match (error, self.config()) {
            (StoreError::Missing { path }, Ok(config)) if config.polls() => {
                let path = path.display();
                CliError::NotFound(format!("there is no ledger in {path} yet; {}", first_step(&config)))
            }
            (error, _) => error.into(),
        })
    }

    /// Everything folded as of `--as-of`, or now.
    pub(super) fn load(&self) -> Result<Loaded, CliError> {
        self.load_at(self.as_of(&self.config()?.me.timezone)?)
    }

    /// Everything folded as of an instant.
    pub(super) fn load_at(&self, as_of: Timestamp) -> Result<Loaded, CliError> {
        let config = self.config()?;
        let store = self.store()?;
        let books = ManuallyDrop::new(journal::fold(&store, &config, as_of)?);
        Ok(Loaded { config, store, books })
    }

    /// The instant to answer for.
    pub(super) fn as_of(&self, zone: &TimeZone) -> Result<Timestamp, CliError> {
        match &self.as_of {
            None => Ok(journal::present(self.now)),
            Some(text) => parse_instant(text, zone),
        }
    }
}

/// A bare date is 00:00 in the owner's zone.
pub(super) fn parse_instant(text: &str, zone: &TimeZone) -> Result<Timestamp, CliError> {
    let wrong =
        || CliError::Usage(format!("{text:?} is no date (2026-03-02) and no instant (2026-03-02T09:00:00Z)"));
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let date: Date = text.parse().map_err(|_| wrong())?;
    date.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp()).map_err(|_| wrong())
}
