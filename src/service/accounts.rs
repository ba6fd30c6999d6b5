//! One mail account of the daemon: read what is new, record it window by window, wait, again.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::config::{Mail, Trust as TrustRule};
use crate::nudges::commands::Place;
use crate::observations::cues::MODEL_VERSION;
use crate::observations::mail::{MessageReading, Trust};
use crate::sources::imap::{
    self, Account, FetchedWindow, FolderCursor, FolderName, ImapError, Role, Sink, SinkError, Uid,
    UidValidity, Visit, Wants, Watched,
};
use crate::store::{Store, StoreError, StoredCursor};

use super::desk::Desk;
use super::intake::Reading;
use super::keys::KeyError;
use super::progress::Progress;
use super::replies;

/// How long an account is left alone when its server does not tell what is new, or between looks into its
/// other folders.
const POLL: Duration = Duration::from_mins(5);
/// First and longest pause after a failure; every next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(15);
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// Pause after a failure that only the owner can mend.
const OWNERS_PAUSE: Duration = Duration::from_mins(30);

/// Why an account could not be read.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Its password or token cannot be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Its server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountError {
    fn pause(&self, failures: u32) -> Duration {
        let (is_transient, asked) = match self {
            Self::Imap(error) => (error.is_transient(), error.suggested_pause()),
            Self::Key(error) => (error.is_transient(), None),
            Self::Store(_) => (false, None),
        };
        if is_transient {
            let doubled = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
            doubled.max(asked.unwrap_or_default()).min(LONGEST_PAUSE)
        } else {
            OWNERS_PAUSE
        }
    }
}

/// What a pass over an account brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pass {
    /// Messages fetched.
    pub fetched: u64,
    /// Messages that were new to the journal.
    pub new: u64,
    /// Folders that the owner named and the server does not have.
    pub missing: Vec<String>,
    /// Which folders cannot be read while others can, and why, in a sentence.
    pub failed: Option<String>,
}

/// Reads what is new in an account, once.
pub async fn read_once(desk: &Desk, mail: &Mail) -> Result<Pass, AccountError> {
    let secret = desk.keys.mail(mail, None).await?;
    match read_with(desk, mail, &secret).await {
        // A token may be void before its time, such as after a change of the password.
        Err(AccountError::Imap(error)) if error.is_refused_token() => {
            let secret = desk.keys.mail(mail, Some(&secret)).await?;
            read_with(desk, mail, &secret).await
        }
        outcome => outcome,
    }
}

async fn read_with(desk: &Desk, mail: &Mail, secret: &SecretString) -> Result<Pass, AccountError> {
    let cursors = cursors(desk, mail)?;
    let mut sink = Recorder { desk, mail, new: 0, done: 0, began: Instant::now(), failed: None };
    let outcome = imap::sync(&Account::new(mail), secret, &cursors, &mut sink, desk.now()).await;
    // What the journal said is the better reason than that the sink refused.
    if let Some(error) = sink.failed {
        return Err(error.into());
    }
    let report = outcome?;
    let failed: Vec<String> = report
        .failed
        .iter()
        .map(|(folder, error)| format!("folder {}: {}", folder.display(), sentence(error)))
        .collect();
    let failed = (!failed.is_empty()).then(|| failed.join("; "));
    Ok(Pass { fetched: report.fetched() as u64, new: sink.new, missing: report.missing, failed })
}

fn cursors(desk: &Desk, mail: &Mail) -> Result<Vec<FolderCursor>, StoreError> {
    let stored = desk.store().cursors(&mail.name)?;
    Ok(stored
        .into_iter()
        .filter_map(|cursor| {
            Some(FolderCursor {
                folder: FolderName::new(cursor.folder),
                uid_validity: UidValidity::new(cursor.uid_validity)?,
                uid: Uid::new(cursor.uid),
                floor: cursor.floor.map(Uid::new),
                renumbered: cursor.renumbered,
            })
        })
        .collect())
}

/// Records windows: rows and cursor in one transaction.
struct Recorder<'a> {
    desk: &'a Desk,
    mail: &'a Mail,
    new: u64,
    done: u64,
    began: Instant,
    failed: Option<StoreError>,
}

impl Sink for Recorder<'_> {
    fn wants(&mut self, header: &[u8], role: Role, visit: Visit) -> Wants {
        if visit == Visit::Again && self.knows(header, role) {
            Wants::Nothing
        } else if super::intake::is_bulk_by_header(header, &self.desk.config) {
            Wants::Header
        } else {
            Wants::Text
        }
    }

    fn window(&mut self, window: FetchedWindow) -> Result<(), SinkError> {
        let mut reading = Reading::new(&self.desk.config, Trust::Nobody, self.desk.now());
        let takes_replies = self.desk.config.delivery.as_ref().is_some_and(|delivery| delivery.replies);
        let (mut sent, mut elsewhere) = (Vec::new(), Vec::new());
        let folder = window.cursor.folder.display();
        for message in &window.messages {
            let name = format!("{}/{folder}/{}", self.mail.name, message.uid.get());
            reading.trust = self.trust(message.role);
            reading.replies = takes_replies.then(Vec::new);
            reading.message(&name, &message.bytes, message.internal_date);
            let replies = reading.replies.take().unwrap_or_default();
            if message.role == Role::Sent { sent.extend(replies) } else { elsewhere.extend(replies) }
        }
        for uid in &window.unreadable {
            let name = format!("{}/{folder}/{}", self.mail.name, uid.get());
            reading.skip(name, "the server gives no answer about it that can be read".to_owned());
        }
        let cursor = StoredCursor {
            folder: window.cursor.folder.as_str().to_owned(),
            uid_validity: window.cursor.uid_validity.get(),
            uid: window.cursor.uid.get(),
            floor: window.cursor.floor.map(Uid::get),
            renumbered: window.cursor.renumbered,
        };
        // Answers come first: once the cursor has moved they are not read again.
        match self.record(&[(Place::Sent, sent), (Place::Elsewhere, elsewhere)], &reading, &cursor) {
            Ok(new) => {
                self.new += new;
                self.done += (window.messages.len() + window.unreadable.len()) as u64;
                self.desk.tell(&Progress {
                    source: source_name(self.mail),
                    folder,
                    done: self.done,
                    left: window.left as u64,
                    elapsed: self.began.elapsed(),
                });
                Ok(())
            }
            Err(error) => {
                let told = SinkError(error.to_string().into());
                self.failed = Some(error);
                Err(told)
            }
        }
    }
}

impl Recorder<'_> {
    fn record(
        &self,
        replies: &[(Place, Vec<MessageReading>)],
        reading: &Reading<'_>,
        cursor: &StoredCursor,
    ) -> Result<u64, StoreError> {
        let (desk, now) = (self.desk, self.desk.now());
        for (place, replies) in replies.iter().filter(|(_, replies)| !replies.is_empty()) {
            // A connection of its own: folding takes long, and the other tasks go on recording.
            replies::take_all(&mut Store::open(&desk.state)?, &desk.config, *place, replies, now)?;
        }
        desk.store().record_window(&self.mail.name, &reading.batch, cursor)
    }

    fn trust(&self, role: Role) -> Trust<'_> {
        match (role, self.mail.trust, self.mail.trusted_authserv_id.as_deref()) {
            (Role::Sent, ..) | (Role::Inbox | Role::Archive, TrustRule::Inbox, _) => Trust::Owner,
            (_, _, Some(id)) => Trust::Server(id),
            (_, _, None) => Trust::Nobody,
        }
    }

    /// Whether the journal holds the message of a header, and no copy in a folder of this role would say more.
    fn knows(&self, header: &[u8], role: Role) -> bool {
        let id = super::intake::id_by_header(header);
        // What cannot be looked up is read once more, and recording it tells why.
        let kept = self.desk.store().kept(&id).ok().flatten();
        kept.is_some_and(|kept| {
            kept.model == MODEL_VERSION && (kept.is_verified || self.trust(role) == Trust::Nobody)
        })
    }
}

/// Reads an account until the daemon ends. `changed` is called when something new was recorded.
pub async fn keep_reading(desk: Desk, mail: Mail, changed: impl Fn() + Send, shutdown: CancellationToken) {
    let source = source_name(&mail);
    let mut failures = 0_u32;
    while !shutdown.is_cancelled() {
        let outcome = tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            outcome = read_once(&desk, &mail) => outcome,
        };
        let pause = match outcome {
            Ok(pass) => {
                info!(
                    job = "sync",
                    account = mail.name,
                    fetched = pass.fetched,
                    new = pass.new,
                    "read an account"
                );
                note_pass(&desk, &source, &pass);
                if pass.new > 0 {
                    changed();
                }
                let error = wait_for_news(&desk, &mail, &shutdown).await;
                // A server that lets itself be read and not watched is no sound one.
                if error.is_none() {
                    failures = 0;
                }
                error
            }
            Err(error) => Some(error),
        };
        if let Some(error) = pause {
            failures = failures.saturating_add(1);
            let text = sentence(&error);
            let pause = error.pause(failures);
            // The same failure again is no news.
            if failures == 1 {
                warn!(
                    job = "sync",
                    account = mail.name,
                    error = text,
                    pause = pause.as_secs(),
                    "could not read an account"
                );
            }
            note(&desk, &source, Err(&text));
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}

/// Waits until there is something to read; gives the error where waiting failed.
async fn wait_for_news(desk: &Desk, mail: &Mail, shutdown: &CancellationToken) -> Option<AccountError> {
    let secret = match desk.keys.mail(mail, None).await {
        Ok(secret) => secret,
        Err(error) => return Some(error.into()),
    };
    let cursors = match cursors(desk, mail) {
        Ok(cursors) => cursors,
        Err(error) => return Some(error.into()),
    };
    match imap::watch(&Account::new(mail), &secret, &cursors, POLL, shutdown.cancelled()).await {
        Ok(Watched::Changed | Watched::Timeout | Watched::Unsupported | Watched::Shutdown) => None,
        Err(error) => Some(error.into()),
    }
}

/// The name of an account among the sources.
#[must_use]
pub fn source_name(mail: &Mail) -> String {
    format!("mail {}", mail.name)
}

/// An error with its causes, in one sentence.
pub(crate) fn sentence(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // A sentence that names its cause already needs no second telling.
        let said = error.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

/// Notes how a source fares; that this cannot be noted is the journal's matter, which the heartbeat shows.
pub(super) fn note(desk: &Desk, source: &str, outcome: Result<u64, &str>) {
    noted(source, desk.note(source, outcome));
}

/// Notes what a pass brought, and what kept it from all.
pub(super) fn note_pass(desk: &Desk, source: &str, pass: &Pass) {
    match &pass.failed {
        None => note(desk, source, Ok(pass.new)),
        Some(why) => noted(source, desk.store().note_gap(source, pass.new, why, desk.now())),
    }
}

fn noted(source: &str, outcome: Result<(), StoreError>) {
    if let Err(error) = outcome {
        warn!(source, error = sentence(&error), "could not note how a source fares");
    }
}

/// Whether nothing new came for unusually long though the source works.
#[must_use]
pub fn is_stalled(last_new: Option<Timestamp>, now: Timestamp) -> bool {
    const QUIET_DAYS: i64 = 14;
    last_new.is_some_and(|last| now.duration_since(last) > SignedDuration::from_hours(QUIET_DAYS * 24))
}
