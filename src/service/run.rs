//! The daemon: a task for each source, one for the books, one for letters, and a loop that hears the bell,
//! signals and the service manager.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use sd_notify::NotifyState;
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, timeout};
use tokio_cron_scheduler::JobSchedulerError;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

use crate::causes::sentence;
use crate::clock::Clock;
use crate::config::Config;
use crate::delivery::Step;
use crate::store::{Store, StoreError};

use super::accounts;
use super::agenda;
use super::bell::Bell;
use super::desk::Desk;
use super::journal::Folded;
use super::keys::Keys;
use super::letters::{self, LettersError, Written};
use super::lock::{LockError, PollingLock};
use super::progress::Progress;
use super::{feeds, journal};

/// Changes of so long are folded at once.
const GATHER: Duration = Duration::from_secs(3);
/// How long the outbox is left alone at most: commands put letters into it, too.
const OUTBOX_LOOK: Duration = Duration::from_secs(15);
/// How often the service manager hears how far a long reading has come.
const REPORT: Duration = Duration::from_secs(2);
/// How long tasks may take to end.
const END_TIME: Duration = Duration::from_secs(20);

/// What the daemon is given.
pub struct Deps {
    /// The state directory.
    pub state: PathBuf,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The config to begin with.
    pub config: Config,
    /// Reads the config again; an error says what is wrong with it.
    pub reload: Box<dyn Fn() -> Result<Config, String> + Send>,
    /// Wishes to read the config again.
    pub reloads: mpsc::Receiver<()>,
}

/// Why the daemon ended before it was told to.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Another one runs.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bell does not ring.
    #[error("start the clockwork")]
    Bell(#[from] JobSchedulerError),
}

/// Runs until `shutdown`.
pub async fn run(mut deps: Deps, shutdown: CancellationToken) -> Result<(), RunError> {
    let _lock = PollingLock::take(&deps.state)?;
    let store = Store::open_or_create(&deps.state)?;
    let mut desk = Desk::new(store, Arc::clone(&deps.clock), deps.config.clone(), deps.state.clone());
    desk = desk.observed(Arc::new(Reporter::default().observer()));
    desk.store().beat(desk.now())?;
    let mut bell = Bell::start().await?;
    let mut round = Round::start(&desk);
    tell(&[NotifyState::Ready, NotifyState::Status(&status(&desk))]);
    info!(accounts = desk.config.mail.len(), calendars = desk.config.calendars.len(), "running");
    warn_of_idleness(&desk);
    loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            Some(()) = deps.reloads.recv() => {
                let now = NotifyState::monotonic_usec_now();
                tell(&[NotifyState::Reloading]);
                if let Ok(now) = now {
                    tell(&[now]);
                }
                match (deps.reload)() {
                    Ok(config) => {
                        round.stop().await;
                        desk = desk.with_config(config);
                        round = Round::start(&desk);
                        info!("read the config again");
                        warn_of_idleness(&desk);
                    }
                    Err(why) => error!(why, "the config is wrong, so the one before stays in force"),
                }
                tell(&[NotifyState::Ready, NotifyState::Status(&status(&desk))]);
            }
            () = bell.rung() => tick(&desk, &round).await,
        }
    }
    tell(&[NotifyState::Stopping]);
    info!("stopping");
    round.stop().await;
    bell.stop().await;
    Ok(())
}

/// Says what a daemon that looks well will never do.
fn warn_of_idleness(desk: &Desk) {
    if !desk.config.polls() {
        warn!("there is nothing to poll: the config names no [[mail]] and no [[calendar]]");
    }
    if desk.config.delivery.is_none() {
        warn!("no letter will come: the config has no section [delivery]");
    }
}

/// What is to be done every minute. The watchdog hears of it only if all of it worked.
async fn tick(desk: &Desk, round: &Round) {
    let (own, now) = (desk.clone(), desk.now());
    let work = tokio::task::spawn_blocking(move || {
        // A connection of its own: folding takes long, and the tasks go on recording.
        let mut store = Store::open(&own.state)?;
        store.beat(now)?;
        agenda::write_due(&mut store, &own.config, now)
    });
    match work.await {
        Ok(Ok(written)) => {
            tell(&[NotifyState::Watchdog, NotifyState::Status(&status(desk))]);
            if written == Written::Queued {
                info!("queued a letter");
                round.letters.notify_one();
            }
        }
        Ok(Err(error)) => {
            // A letter that cannot be made is no reason to be started again.
            if !matches!(error, LettersError::Store(_)) {
                tell(&[NotifyState::Watchdog]);
            }
            error!(error = sentence(&error), "the minute's work failed");
        }
        Err(error) => error!(error = sentence(&error), "the minute's work broke off"),
    }
}

/// Passes on how far long readings have come, not too often.
#[derive(Debug, Default)]
struct Reporter {
    last: Mutex<Option<Instant>>,
}

impl Reporter {
    fn observer(self) -> impl Fn(&Progress) + Send + Sync {
        move |progress| {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            // What is over by its first window was no long reading, and the next minute says how all fare.
            if progress.left > 0 && last.is_none_or(|last| last.elapsed() >= REPORT) {
                *last = Some(Instant::now());
                tell(&[NotifyState::Status(&progress.to_string())]);
            }
        }
    }
}

/// Tells the service manager, where there is one.
fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        warn!(error = sentence(&error), "could not tell the service manager");
    }
}

fn status(desk: &Desk) -> String {
    let sources: Vec<String> = (desk.config.mail.iter().map(accounts::source_name))
        .chain(desk.config.calendars.iter().map(feeds::source_name))
        .collect();
    let store = desk.store();
    let fails =
        |source: &&String| store.health(source).ok().flatten().is_some_and(|health| health.failing.is_some());
    let failing: Vec<&str> = sources.iter().filter(fails).map(String::as_str).collect();
    if failing.is_empty() {
        format!("{} sources, all well", sources.len())
    } else {
        format!("{} sources, failing: {}", sources.len(), failing.join(", "))
    }
}

/// The tasks under one config.
struct Round {
    tasks: TaskTracker,
    shutdown: CancellationToken,
    keys: Keys,
    /// Wakes the delivery.
    letters: Arc<Notify>,
}

impl Round {
    fn start(desk: &Desk) -> Self {
        // A journal that is busy or full for now is no reason to end: the letter planned before stays planned.
        if let Err(error) = agenda::plan(&mut desk.store(), &desk.config, desk.now()) {
            error!(error = sentence(&error), "could not plan the next letter");
        }
        let (tasks, shutdown) = (TaskTracker::new(), CancellationToken::new());
        let (letters, changes) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        // What was recorded before the last stop may not be folded yet.
        changes.notify_one();
        let told = || {
            let changes = Arc::clone(&changes);
            move || changes.notify_one()
        };
        for mail in &desk.config.mail {
            tasks.spawn(accounts::keep_reading(desk.clone(), mail.clone(), told(), shutdown.clone()));
        }
        for calendar in &desk.config.calendars {
            tasks.spawn(feeds::keep_reading(desk.clone(), calendar.clone(), told(), shutdown.clone()));
        }
        tasks.spawn(keep_folding(desk.clone(), Arc::clone(&changes), shutdown.clone()));
        tasks.spawn(keep_delivering(desk.clone(), Arc::clone(&letters), shutdown.clone()));
        tasks.close();
        Self { tasks, shutdown, keys: desk.keys.clone(), letters }
    }

    /// Ends all tasks. What does not end in time is left: each of its steps is whole or not at all.
    async fn stop(&self) {
        self.shutdown.cancel();
        let ended = async {
            self.tasks.wait().await;
            self.keys.settled().await;
        };
        if timeout(END_TIME, ended).await.is_err() {
            warn!(tasks = self.tasks.len(), "some tasks do not end");
        }
    }
}

/// Folds after changes, where they are worth it.
async fn keep_folding(desk: Desk, changes: Arc<Notify>, shutdown: CancellationToken) {
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = changes.notified() => {}
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(GATHER) => {}
        }
        let own = desk.clone();
        let fold = move || journal::refold_in_turn(&mut Store::open(&own.state)?, &own.config, own.now());
        match tokio::task::spawn_blocking(fold).await {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(Folded { people, favors, .. }))) => info!(people, favors, "folded the ledger"),
            Ok(Err(error)) => error!(error = sentence(&error), "could not fold the ledger"),
            Err(error) => error!(error = sentence(&error), "folding broke off"),
        }
    }
}

/// Looks once more at what is about to be sent.
async fn recheck(desk: &Desk, now: Timestamp) {
    let own = desk.clone();
    let look = move || agenda::recheck(&mut Store::open(&own.state)?, &own.config, now);
    match tokio::task::spawn_blocking(look).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => error!(error = sentence(&error), "could not look at the waiting letters again"),
        Err(error) => error!(error = sentence(&error), "looking at the waiting letters broke off"),
    }
}

/// The journal, with no pause in delivery: whoever starts the daemon or has it read its config again may have put
/// right what was wrong.
fn open_for_letters(desk: &Desk) -> Result<Store, StoreError> {
    let mut store = Store::open(&desk.state)?;
    store.end_pause()?;
    Ok(store)
}

/// Delivers letters as they come due.
async fn keep_delivering(desk: Desk, wake: Arc<Notify>, shutdown: CancellationToken) {
    let dispatch = match letters::dispatch(&desk.config, &desk.keys, &desk.gate) {
        Ok(Some(dispatch)) => dispatch,
        Ok(None) => return,
        Err(error) => {
            let text = sentence(&error);
            accounts::note(&desk, letters::DELIVERY, Err(&text));
            error!(error = text, "letters cannot be delivered");
            return;
        }
    };
    accounts::note(&desk, letters::DELIVERY, Ok(0));
    let mut store = loop {
        match open_for_letters(&desk) {
            Ok(store) => break store,
            // Busy, perhaps: `forget` rewrites the whole file.
            Err(error) => error!(error = sentence(&error), "letters cannot be delivered yet"),
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(OUTBOX_LOOK) => {}
        }
    };
    let mut failing = false;
    while !shutdown.is_cancelled() {
        let now = desk.now();
        if agenda::is_quiet(&desk.config, now) {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(OUTBOX_LOOK) => continue,
            }
        }
        recheck(&desk, now).await;
        match dispatch.step(&mut store, desk.now()).await {
            Ok(Step::Worked(_)) => {
                failing = false;
                continue;
            }
            Ok(Step::Idle(_)) => failing = false,
            Err(error) => {
                if !failing {
                    error!(error = sentence(&error), "the outbox cannot be used");
                }
                failing = true;
            }
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = wake.notified() => {}
            () = tokio::time::sleep(OUTBOX_LOOK) => {}
        }
    }
}
