//! What every task of the daemon shares: the journal behind one lock, the config in force, the clock.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::progress::Progress;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::{Store, StoreError};

use super::gate::Gate;
use super::keys::Keys;

/// What every task shares. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    store: Arc<Mutex<Store>>,
    clock: Arc<dyn Clock>,
    /// The config in force.
    pub config: Arc<Config>,
    /// The state directory.
    pub state: PathBuf,
    /// What opens accounts.
    pub keys: Keys,
    /// Lets so many connections to mail servers be at once.
    pub(super) gate: Gate,
    observer: Option<Observer>,
}

/// Hears how far a long reading has come.
pub type Observer = Arc<dyn Fn(&Progress) + Send + Sync>;

impl Desk {
    /// A desk with this journal and clock.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, config: Config, state: PathBuf) -> Self {
        let keys = Keys::new(state.clone(), Arc::clone(&clock));
        let store = Arc::new(Mutex::new(store));
        Self { store, clock, config: Arc::new(config), state, keys, gate: Gate::default(), observer: None }
    }

    /// The same with somebody who hears of progress.
    #[must_use]
    pub fn observed(&self, observer: Observer) -> Self {
        Self { observer: Some(observer), ..self.clone() }
    }

    /// Tells how far a reading has come.
    pub(super) fn tell(&self, progress: &Progress) {
        if let Some(observer) = &self.observer {
            observer(progress);
        }
    }

    /// The same with another config.
    #[must_use]
    pub fn with_config(&self, config: Config) -> Self {
        Self { config: Arc::new(config), ..self.clone() }
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The journal, alone: transactions are short, so waiting for it is no matter. Never held across an
    /// await.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        // A task that panicked left no half transaction: SQLite rolled it back.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes how a source fares.
    pub fn note(&self, source: &str, outcome: Result<u64, &str>) -> Result<(), StoreError> {
        let now = self.now();
        match outcome {
            Ok(new) => self.store().note_read(source, new, None, now),
            Err(error) => self.store().note_failure(source, error, now),
        }
    }
}
