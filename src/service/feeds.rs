//! One calendar of the daemon: read it, record what changed, wait, again. What has been is never deleted.

mod absences;

use std::collections::HashSet;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::causes::sentence;
use crate::config::{Calendar, FeedPlace, Place, SecretError};
use crate::observations::mail::Trust;
use crate::sources::caldav::{CalDavError, Survey};
use crate::sources::ics::{self, Feed, FeedError, Fetched, Validators};
use crate::store::{Recorded, StoreError, StoredFeed};

use self::absences::Held;
use super::accounts::{note, note_lacking};
use super::backoff;
use super::caldav::{self, Pass};
use super::desk::Desk;
use super::intake::Reading;
use super::keys;

/// Why a calendar could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Its password cannot be had.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// It, or its server.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// Its CalDAV server.
    #[error(transparent)]
    CalDav(#[from] CalDavError),
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a look at a calendar or at several shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// A feed.
    Feed(Seen),
    /// The calendars of a server.
    Server(Survey),
}

/// What a look at a feed found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Entries that would be read.
    pub entries: u64,
    /// Those of them that say who was invited.
    pub with_guests: u64,
    /// Notes of what would not be read.
    pub skipped: u64,
}

/// Reads a calendar, or those of a server, once; gives how many entries were new to the journal or changed.
pub async fn read_once(desk: &Desk, calendar: &Calendar) -> Result<Pass, CalendarError> {
    let place = match &calendar.place {
        Place::CalDav(server) => return caldav::read_once(desk, calendar, server).await,
        Place::Feed(place) => place,
    };
    let now = desk.now();
    let reading = Reading::new(&desk.config, Trust::Owner, now);
    let circumstances = reading.circumstances(calendar.whose);
    let before = desk.store().feed(&calendar.name)?;
    // In another month more of what is to come is listed, so the same calendar is read again.
    let is_current = before.reading.as_ref() == Some(&circumstances);
    let before_place = before.place_hash.clone();
    let known = if is_current { validators(before) } else { Validators::default() };
    match fetch(calendar, place, &known).await? {
        Fetched::Unchanged { validators } => {
            let gone = desk.store().confirm_absences(&calendar.name)?;
            if validators != known {
                desk.store().record_feed(&calendar.name, &stored(validators, circumstances), now)?;
            }
            Ok(Pass { new: gone, missing: Vec::new() })
        }
        Fetched::Changed { bytes, validators } => {
            if before_place.is_some() && before_place != validators.place_hash {
                desk.store().release_feed(&calendar.name)?;
            }
            let feed = stored(validators, circumstances);
            read_changed(desk, calendar, (reading, is_current), &bytes, &feed)
        }
    }
}

/// Reads what changed in a calendar; all of it where it was last read under other circumstances.
fn read_changed(
    desk: &Desk,
    calendar: &Calendar,
    (mut reading, is_current): (Reading<'_>, bool),
    bytes: &[u8],
    feed: &StoredFeed,
) -> Result<Pass, CalendarError> {
    let (name, source, now) = (&calendar.name, source_name(calendar), desk.now());
    let before = desk.store().feed_series(name)?;
    let none = HashSet::new();
    let known = if is_current { &before } else { &none };
    let mut record = |batch: &[Recorded]| desk.store().record(batch);
    let (marks, came) = reading.calendar(&source, bytes, (calendar.whose, known), &mut record)?;
    let held = Held { bytes, marks: &marks, came };
    let (mut change, too_many) = absences::change(&desk.store(), name, &before, held, now)?;
    if too_many {
        reading.skip(source.clone(), absences::TOO_MANY.to_owned());
    }
    reading.flush(&mut record)?;
    change.seen = desk.store().health(&source)?.and_then(|health| health.last_success);
    // After what was in it: a stop in between makes it be read again.
    let gone = desk.store().record_feed_change(name, feed, &change, now)?;
    Ok(Pass { new: reading.intake.new + gone, missing: Vec::new() })
}

/// What a calendar holds, without recording it.
pub async fn look(desk: &Desk, calendar: &Calendar) -> Result<Look, CalendarError> {
    let place = match &calendar.place {
        Place::CalDav(server) => return Ok(Look::Server(caldav::look(calendar, server).await?)),
        Place::Feed(place) => place,
    };
    let mut reading = Reading::new(&desk.config, Trust::Owner, desk.now());
    let mut seen = Seen::default();
    if let Fetched::Changed { bytes, .. } = fetch(calendar, place, &Validators::default()).await? {
        let mut count = |batch: &[Recorded]| {
            for item in batch {
                if let Recorded::Calendar(object) = item {
                    seen.entries += 1;
                    seen.with_guests += u64::from(object.details.iter().any(|one| !one.attendees.is_empty()));
                }
            }
            Ok(0)
        };
        let known = HashSet::new();
        reading.calendar(&source_name(calendar), &bytes, (calendar.whose, &known), &mut count)?;
        reading.flush(&mut count)?;
    }
    Ok(Look::Feed(Seen { skipped: reading.intake.skipped, ..seen }))
}

async fn fetch(calendar: &Calendar, place: &FeedPlace, known: &Validators) -> Result<Fetched, CalendarError> {
    match place {
        FeedPlace::Path(path) => Ok(ics::read(&calendar.name, path, known)?),
        FeedPlace::Web { url, login, ca, network } => {
            let password = match login {
                Some(login) => Some(keys::read(&login.password).await?),
                None => None,
            };
            let feed = Feed {
                name: calendar.name.clone(),
                url: url.clone(),
                user: login.as_ref().map(|login| login.user.clone()),
                password,
                ca: ca.clone(),
                network: *network,
            };
            Ok(ics::fetch(&feed, known).await?)
        }
    }
}

fn validators(feed: StoredFeed) -> Validators {
    let StoredFeed { etag, last_modified, body_hash, place_hash, .. } = feed;
    Validators { etag, last_modified, body_hash, place_hash }
}

fn stored(validators: Validators, reading: String) -> StoredFeed {
    let Validators { etag, last_modified, body_hash, place_hash } = validators;
    StoredFeed { etag, last_modified, body_hash, place_hash, reading: Some(reading) }
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
            Ok(pass) => {
                failures = 0;
                info!(job = "sync", calendar = calendar.name, new = pass.new, "read a calendar");
                note_pass(&desk, &source, &pass);
                if pass.new > 0 {
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
                    CalendarError::CalDav(error) => error.retry_after(),
                    CalendarError::Secret(_) | CalendarError::Store(_) => None,
                };
                failures = failures.saturating_add(1);
                let seed = backoff::seed(&calendar.name, desk.now());
                backoff::pause((every, backoff::LONGEST), failures, wanted, seed)
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Notes what a pass over a calendar brought; where one of those that the owner named is missing, that it failed.
pub(super) fn note_pass(desk: &Desk, source: &str, pass: &Pass) {
    match pass.lacking() {
        None => note(desk, source, Ok(pass.new)),
        Some(lacking) => note_lacking(desk, source, pass.new, &lacking),
    }
}

/// The name of a calendar among the sources.
#[must_use]
pub fn source_name(calendar: &Calendar) -> String {
    format!("calendar {}", calendar.name)
}

#[cfg(test)]
mod tests;
