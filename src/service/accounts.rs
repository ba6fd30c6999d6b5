//! One mail account of the daemon: read what is new, record it window by window, wait, again.

mod error;

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::causes::sentence;
use crate::config::{Config, Mail, Trust as TrustRule};
use crate::nudges::commands::Place;
use crate::observations::cues::MODEL_VERSION;
use crate::observations::mail::{MessageReading, Trust};
use crate::sources::imap::{
    self, Account, FetchedWindow, FolderCursor, FolderName, Haste, Role, Sink, SinkError, Uid, UidValidity,
    Visit, Wants,
};
use crate::store::{Health, Store, StoreError, StoredCursor};

pub use self::error::AccountError;
use super::backoff;
use super::desk::Desk;
use super::intake::Reading;
use super::progress::Progress;
use super::{replies, silence};

/// How long an account is left alone when its server does not tell what is new, or between looks into its
/// other folders.
const POLL: Duration = Duration::from_mins(5);
/// How long nothing new is usual where it is not learnt.
const QUIET_DAYS: i64 = 14;
/// How the folder of sent mail is called among those that are missing.
pub(super) const SENT: &str = "@sent";
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// What a pass over an account brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pass {
    /// Messages fetched.
    pub fetched: u64,
    /// Messages that were new to the journal.
    pub new: u64,
    /// What is wrong where folders that the owner named are missing, in a sentence.
    pub lacking: Option<String>,
    /// Which folders cannot be read while others can, and why, in a sentence.
    pub failed: Option<String>,
    /// The folder in which news are best waited for: INBOX, or the first one where that is not read.
    pub watched: Option<FolderName>,
}

/// Reads what is new in an account, once.
pub async fn read_once(desk: &Desk, mail: &Mail, haste: Haste) -> Result<Pass, AccountError> {
    let secret = desk.keys.mail(mail, None).await?;
    let _place = desk.gate.enter(&mail.name, &mail.server.host).await;
    match read_with(desk, (mail, haste), &secret).await {
        // A token may be void before its time, such as after a change of the password.
        Err(AccountError::Imap(error)) if error.is_refused_token() => {
            let secret = desk.keys.mail(mail, Some(&secret)).await?;
            read_with(desk, (mail, haste), &secret).await
        }
        outcome => outcome,
    }
}

async fn read_with(
    desk: &Desk,
    (mail, haste): (&Mail, Haste),
    secret: &SecretString,
) -> Result<Pass, AccountError> {
    let cursors = cursors(desk, mail)?;
    let mut sink = Recorder { desk, mail, new: 0, done: 0, began: Instant::now(), failed: None };
    let account = Account::new(mail).read_with(haste);
    let outcome = imap::sync(&account, secret, &cursors, &mut sink, desk.now()).await;
    // What the journal said is the better reason than that the sink refused.
    if let Some(error) = sink.failed {
        return Err(error.into());
    }
    let report = outcome?;
    let cannot = report.failed.iter();
    let failed: Vec<String> =
        cannot.map(|(folder, error)| format!("folder {}: {}", folder.display(), sentence(error))).collect();
    let failed = (!failed.is_empty()).then(|| failed.join("; "));
    let inbox = report.folders.iter().find(|folder| folder.role == Role::Inbox);
    let watched = inbox.or(report.folders.first()).map(|folder| folder.name.clone());
    Ok(Pass {
        fetched: report.fetched() as u64,
        new: sink.new,
        lacking: lacking(&report.missing),
        failed,
        watched,
    })
}

/// What is wrong where folders are missing; an account without one for sent mail is none that the owner named.
pub(super) fn lacking(missing: &[String]) -> Option<String> {
    let named: Vec<&str> = missing.iter().map(String::as_str).filter(|name| *name != SENT).collect();
    let all = named.join(", ");
    (!named.is_empty()).then(|| format!("the server has no folder {all}; correct `folders` or `include`"))
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
            reading.trust = trust_in(self.mail, message.role);
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
        let received = window.messages.iter().filter(|message| message.role != Role::Sent);
        let arrivals = received.filter_map(|message| message.internal_date).map(day_of).collect();
        // Answers come first: once the cursor has moved they are not read again.
        match self.record(
            &[(Place::Sent, sent), (Place::Elsewhere, elsewhere)],
            (&reading, &arrivals),
            &cursor,
        ) {
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
        (reading, arrivals): (&Reading<'_>, &BTreeSet<i64>),
        cursor: &StoredCursor,
    ) -> Result<u64, StoreError> {
        let (desk, now) = (self.desk, self.desk.now());
        for (place, replies) in replies.iter().filter(|(_, replies)| !replies.is_empty()) {
            // A connection of its own: folding takes long, and the other tasks go on recording.
            replies::take_all(&mut Store::open(&desk.state)?, &desk.config, *place, replies, now)?;
        }
        let mut store = desk.store();
        let new = store.record_window(&self.mail.name, &reading.batch, cursor, arrivals)?;
        store.note_part(&source_name(self.mail), new, now)?;
        Ok(new)
    }

    /// Whether the journal holds the message of a header, and no copy in a folder of this role would say more.
    fn knows(&self, header: &[u8], role: Role) -> bool {
        let id = super::intake::id_by_header(header);
        // What cannot be looked up is read once more, and recording it tells why.
        let kept = self.desk.store().kept(&id).ok().flatten();
        kept.is_some_and(|kept| {
            kept.model == MODEL_VERSION && (kept.is_verified || trust_in(self.mail, role) == Trust::Nobody)
        })
    }
}

/// Who vouches for the senders of what lies in a folder of this role.
pub(super) fn trust_in(mail: &Mail, role: Role) -> Trust<'_> {
    match (role, mail.trust, mail.trusted_authserv_id.as_deref()) {
        (Role::Sent, ..) | (Role::Inbox | Role::Archive, TrustRule::Inbox, _) => Trust::Owner,
        (_, _, Some(id)) => Trust::Server(id),
        (_, _, None) => Trust::Nobody,
    }
}

/// Reads an account until the daemon ends. `changed` is called when something new was recorded.
pub async fn keep_reading(desk: Desk, mail: Mail, changed: impl Fn() + Send, shutdown: CancellationToken) {
    let source = source_name(&mail);
    let (mut failures, mut haste) = (0_u32, Haste::Usual);
    while !shutdown.is_cancelled() {
        let outcome = tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            outcome = read_once(&desk, &mail, haste) => outcome,
        };
        // Whom it was too much last time gets less at once.
        haste = match &outcome {
            Err(AccountError::Imap(error)) if error.is_throttle() => Haste::Gentle,
            Err(_) => haste,
            Ok(_) => Haste::Usual,
        };
        let error = match outcome {
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
                let error = wait_for_news(&desk, &mail, pass.watched, &shutdown).await.err();
                // A server that lets itself be read and not watched is no sound one.
                if error.is_none() {
                    failures = 0;
                }
                error
            }
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            failures = failures.saturating_add(1);
            let pause = error.pause(failures, backoff::seed(&source, desk.now()));
            tell_failure(&desk, &mail, &error, (failures, pause));
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}

fn tell_failure(desk: &Desk, mail: &Mail, error: &AccountError, (failures, pause): (u32, Duration)) {
    let text = sentence(error);
    // The same failure again is no news.
    if failures == 1 {
        let pause = pause.as_secs();
        warn!(job = "sync", account = mail.name, error = text, pause, "could not read an account");
    }
    note(desk, &source_name(mail), Err(&text));
}

/// Waits until there is something to read.
async fn wait_for_news(
    desk: &Desk,
    mail: &Mail,
    watched: Option<FolderName>,
    shutdown: &CancellationToken,
) -> Result<(), AccountError> {
    let secret = desk.keys.mail(mail, None).await?;
    let cursors = cursors(desk, mail)?;
    let (Some(folder), Some(_place)) = (watched, desk.gate.stay(&mail.server.host)) else {
        // Too many wait already, or there is nothing to wait for.
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
        return Ok(());
    };
    let account = Account::new(mail).watching(folder);
    imap::watch(&account, &secret, &cursors, POLL, shutdown.cancelled()).await?;
    Ok(())
}

/// The name of an account among the sources.
#[must_use]
pub fn source_name(mail: &Mail) -> String {
    format!("mail {}", mail.name)
}

/// Notes how a source fares.
pub(super) fn note(desk: &Desk, source: &str, outcome: Result<u64, &str>) {
    noted(source, desk.note(source, outcome));
}

/// Notes that a source was read as far as it is there, and what of it lacks.
pub(super) fn note_lacking(desk: &Desk, source: &str, new: u64, lacking: &str) {
    noted(source, desk.store().note_read(source, new, Some(lacking), desk.now()));
}

/// That something cannot be noted is the journal's matter, which the heartbeat shows.
fn noted(source: &str, outcome: Result<(), StoreError>) {
    if let Err(error) = outcome {
        warn!(source, error = sentence(&error), "could not note how a source fares");
    }
}

/// Notes that a pass is over, or what kept it from its end; what it brought was noted window by window.
pub(super) fn note_pass(desk: &Desk, source: &str, pass: &Pass) {
    match (&pass.failed, &pass.lacking) {
        (None, Some(lacking)) => note_lacking(desk, source, 0, lacking),
        (failed, _) => note(desk, source, failed.as_deref().map_or(Ok(0), Err)),
    }
}

/// Since when nothing new came, where that is unusually long though the source works: for accounts, longer than they
/// ever are without mail.
pub fn silent_since(
    store: &Store,
    config: &Config,
    (source, health): (&str, &Health),
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let mail = config.mail.iter().find(|mail| source_name(mail) == source);
    let arrivals = mail.map_or(Ok(Vec::new()), |mail| store.arrivals(&mail.name))?;
    let today = day_of(now);
    let last = arrivals.iter().rfind(|day| **day <= today);
    Ok(match last {
        Some(day) => {
            // Noon is of the same day nearly everywhere.
            let noon = Timestamp::from_second(day * DAY_SECONDS + DAY_SECONDS / 2).ok();
            noon.filter(|_| silence::is_unusual(&arrivals, today))
        }
        None => health.last_new.filter(|last| day_of(now) - day_of(*last) > QUIET_DAYS),
    })
}

/// The day of an instant, since 1970 and by UTC.
fn day_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(DAY_SECONDS)
}
