//! One pass over an account's folders: what is new in each, window by window, with headers first and
//! texts only of what is wanted. It keeps nothing: what is done is what the [`Sink`] was handed.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use tokio::time::Instant;

use super::account::{Account, FolderCursor, FolderName, Role, Uid};
use super::choose::{Choice, choose};
use super::command::Criterion;
use super::error::{ImapError, SinkError};
use super::folders::list;
use super::login::open;
use super::pass::Pass;

/// Takes in what is fetched.
pub trait Sink: Send {
    /// What is wanted of the message with this header, which lies in such a place.
    fn wants(&mut self, header: &[u8], role: Role, visit: Visit) -> Wants;

    /// Takes a window and its cursor, both or none: the next one is fetched when this has returned.
    fn window(&mut self, window: FetchedWindow) -> Result<(), SinkError>;
}

/// Whether a message may have been handed on before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// It is new to this folder.
    First,
    /// The folder is read once more, since the server numbers its messages anew.
    Again,
}

/// What is wanted of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// Nothing: it is known already.
    Nothing,
    /// The header will do.
    Header,
    /// The text, too.
    Text,
}

/// Some messages of one folder, and how far the folder is read with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedWindow {
    /// The messages, by UID.
    pub messages: Vec<FetchedMessage>,
    /// Messages that the server gives no answer about that can be read, which are passed over.
    pub unreadable: Vec<Uid>,
    /// Messages of this folder that are still to be looked at.
    pub left: usize,
    /// The folder's cursor once this window is taken in.
    pub cursor: FolderCursor,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedMessage {
    /// Its number in the folder.
    pub uid: Uid,
    /// Where it lies: what the folder holds, or what its labels say.
    pub role: Role,
    /// When the server got it.
    pub internal_date: Option<Timestamp>,
    /// Its size on the server in bytes.
    pub size: u32,
    /// How much of it is here.
    pub extent: Extent,
    /// The message as it came (RFC 5322), as far as it was fetched.
    pub bytes: Vec<u8>,
}

/// How much of a message was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The header, or the beginning of one larger than 256 KiB.
    Header,
    /// The header and some of what follows it.
    Beginning,
    /// All that is read of it: the header and its texts and calendars, of files their names.
    Whole,
}

/// What one pass found.
#[derive(Debug, Default)]
pub struct SyncReport {
    /// The folders read, in the account's order.
    pub folders: Vec<FolderReport>,
    /// Folders that cannot be read while others can, and why.
    pub failed: Vec<(FolderName, ImapError)>,
    /// Folders that the owner named and the server does not have, as the owner wrote them.
    pub missing: Vec<String>,
    /// How long the pass took.
    pub elapsed: Duration,
}

/// What one pass found in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderReport {
    /// The folder.
    pub name: FolderName,
    /// What it holds.
    pub role: Role,
    /// Messages in it.
    pub exists: u32,
    /// Messages handed on.
    pub fetched: usize,
    /// Messages passed over.
    pub unreadable: usize,
    /// Whether the server voided the UIDs known before.
    pub renumbered: bool,
}

impl SyncReport {
    /// Messages handed on, of all folders.
    #[must_use]
    pub fn fetched(&self) -> usize {
        self.folders.iter().map(|folder| folder.fetched).sum()
    }
}

/// Reads what is new in all folders of an account. `cursors` are the last ones that the sink was handed;
/// `now` is where the account's horizon is counted from.
pub async fn sync(
    account: &Account,
    password: &SecretString,
    cursors: &[FolderCursor],
    sink: &mut dyn Sink,
    now: Timestamp,
) -> Result<SyncReport, ImapError> {
    let began = Instant::now();
    let mut session = open(account, password).await?;
    let listed = list(&mut session).await?;
    let Choice { chosen, missing, .. } = choose(account, &listed, session.labels());
    let horizon = days_before(now, account.since_days);
    let mut pass = Pass::new(account, password, sink, horizon, session);
    let mut report = SyncReport { missing, ..SyncReport::default() };
    for folder in &chosen {
        let cursor = cursors.iter().find(|cursor| cursor.folder == folder.name);
        match pass.folder(folder, cursor).await {
            Ok(read) => report.folders.push(read),
            Err(error) if error.is_of_one_folder() => {
                pass.recover(&error).await?;
                report.failed.push((folder.name.clone(), error));
            }
            Err(error) => return Err(error),
        }
    }
    pass.logout().await;
    // Where nothing can be read it is no matter of a folder.
    if report.folders.is_empty() && !report.failed.is_empty() {
        return Err(report.failed.swap_remove(0).1);
    }
    report.elapsed = began.elapsed();
    Ok(report)
}

/// The instant some days before another.
pub(super) fn days_before(now: Timestamp, days: u32) -> Timestamp {
    let length = SignedDuration::from_hours(i64::from(days) * 24);
    now.checked_sub(length).unwrap_or(Timestamp::MIN)
}

/// The criterion for all that arrived since: a day earlier, as servers compare days in zones of their own.
pub(super) fn since(horizon: Timestamp) -> Criterion {
    let day = days_before(horizon, 1).to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    Criterion::Since(day)
}
