//! One calendar of the daemon: fetch it, record it where it changed, wait, again. Nothing is ever deleted.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::config::{Calendar, Place, SecretError};
use crate::observations::mail::Trust;
use crate::sources::ics::{self, Feed, FeedError, Fetched, Validators};
use crate::store::{StoreError, StoredFeed};

use super::accounts::{note, sentence};
use super::desk::Desk;
use super::intake::Reading;
use super::mailbox::password;

/// Longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_hours(6);

/// Why a calendar could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Its password cannot be had.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// It, or its server.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a calendar, once; gives how many entries were new to the journal or changed.
pub async fn read_once(desk: &Desk, calendar: &Calendar) -> Result<u64, CalendarError> {
    let known = validators(desk.store().feed(&calendar.name)?);
    let (fetched, now) = (fetch(calendar, &known).await?, desk.now());
    let (new, validators) = match fetched {
        Fetched::Unchanged { validators } => (0, validators),
        Fetched::Changed { bytes, validators } => {
            let mut reading = Reading::new(&desk.config, Trust::Owner, now);
            reading.calendar(&source_name(calendar), &bytes, calendar.whose);
            (desk.store().record(&reading.batch)?, validators)
        }
    };
    // After what was in it: a stop in between makes it be read again.
    desk.store().record_feed(&calendar.name, &stored(validators), now)?;
    Ok(new)
}

/// What a calendar holds, without recording it: entries that would be read, and notes of what would not.
pub async fn look(desk: &Desk, calendar: &Calendar) -> Result<(usize, u64), CalendarError> {
    let mut reading = Reading::new(&desk.config, Trust::Owner, desk.now());
    if let Fetched::Changed { bytes, .. } = fetch(calendar, &Validators::default()).await? {
        reading.calendar(&source_name(calendar), &bytes, calendar.whose);
    }
    let skipped = reading.intake.skipped;
    Ok((reading.batch.len().saturating_sub(usize::try_from(skipped).unwrap_or(usize::MAX)), skipped))
}

async fn fetch(calendar: &Calendar, known: &Validators) -> Result<Fetched, CalendarError> {
    match &calendar.place {
        Place::Path(path) => Ok(ics::read(&calendar.name, path, known)?),
        Place::Feed { url, login, ca } => {
            let password = match login {
                Some(login) => Some(password(&login.password).await?),
                None => None,
            };
            let feed = Feed {
                name: calendar.name.clone(),
                url: url.clone(),
                user: login.as_ref().map(|login| login.user.clone()),
                password,
                ca: ca.clone(),
            };
            Ok(ics::fetch(&feed, known).await?)
        }
    }
}

fn validators(feed: StoredFeed) -> Validators {
    let StoredFeed { etag, last_modified, body_hash, place_hash } = feed;
    Validators { etag, last_modified, body_hash, place_hash }
}

fn stored(validators: Validators) -> StoredFeed {
    let Validators { etag, last_modified, body_hash, place_hash } = validators;
    StoredFeed { etag, last_modified, body_hash, place_hash }
}

/// Reads a calendar until the daemon ends. `changed` is called when something new was recorded.
pub async fn keep_reading(
    desk: Desk,
    calendar: Calendar,
    changed: impl Fn() + Send,
    shutdown: CancellationToken,
) {
    let source = source_name(&calendar);
    let every = Duration::from_secs(u64::from(calendar.every.seconds()));
    let mut failures = 0_u32;
    loop {
        let outcome = tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            outcome = read_once(&desk, &calendar) => outcome,
        };
        let pause = match outcome {
            Ok(new) => {
                failures = 0;
                info!(job = "sync", calendar = calendar.name, new, "read a calendar");
                note(&desk, &source, Ok(new));
                if new > 0 {
                    changed();
                }
                every
            }
            Err(error) => {
                let text = sentence(&error);
                // The same failure again is no news.
                if failures == 0 {
                    warn!(job = "sync", calendar = calendar.name, error = text, "could not read a calendar");
                }
                note(&desk, &source, Err(&text));
                let wanted = match &error {
                    CalendarError::Feed(error) => error.retry_after(),
                    CalendarError::Secret(_) | CalendarError::Store(_) => None,
                };
                let pause =
                    every.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST_PAUSE.max(every));
                failures = failures.saturating_add(1);
                pause.max(wanted.unwrap_or_default())
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// The name of a calendar among the sources.
#[must_use]
pub fn source_name(calendar: &Calendar) -> String {
    format!("calendar {}", calendar.name)
}
