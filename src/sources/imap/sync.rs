//! One pass over an account's folders: what is new in each, window by window, with headers first and
//! texts only of what is wanted. It keeps nothing: what is done is what the [`Sink`] was handed.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use tokio::time::Instant;

use super::account::{Account, FolderCursor, FolderName, Role, Uid, UidValidity};
use super::command::{Criterion, MAX_HEADER_BYTES, MAX_TEXT_BYTES};
use super::error::{ImapError, SinkError};
use super::fetch::{Head, examine, heads, search, texts};
use super::folders::{Chosen, choose, list};
use super::login::open;
use super::plan::{Opened, Start, WINDOW, start, window_length};
use super::session::Session;

/// Most messages of one pass that are passed over because the server's answer about them cannot be read.
const MAX_UNREADABLE: usize = 20;
/// Most times that one pass connects anew to find such messages.
const MAX_RECONNECTS: usize = 60;

/// Takes in what is fetched.
pub trait Sink: Send {
    /// Whether the text of the message with this header is wanted. Without it the header is handed on
    /// alone.
    fn wants_body(&mut self, header: &[u8]) -> Wants;

    /// Takes a window and its cursor, both or none: the next one is fetched when this has returned.
    fn window(&mut self, window: FetchedWindow) -> Result<(), SinkError>;
}

/// What is wanted of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// The header will do.
    Header,
    /// The text, too.
    Text,
}

/// Some messages of one folder, and how far the folder is read with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedWindow {
    /// What the folder holds.
    pub role: Role,
    /// The messages, by UID.
    pub messages: Vec<FetchedMessage>,
    /// Messages that the server's answer could not be read about, which are passed over.
    pub unreadable: Vec<Uid>,
    /// The folder's cursor once this window is taken in.
    pub cursor: FolderCursor,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedMessage {
    /// Its number in the folder.
    pub uid: Uid,
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
    /// The header and the first 256 KiB behind it.
    Beginning,
    /// All.
    Whole,
}

/// What one pass found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// The folders read, in the account's order.
    pub folders: Vec<FolderReport>,
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

    /// Messages handed on in a second; zero where none were.
    #[must_use]
    pub fn messages_per_second(&self) -> f64 {
        self.fetched() as f64 / self.elapsed.as_secs_f64().max(0.001)
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
    let (chosen, missing) = choose(&account.folders, &list(&mut session).await?);
    let horizon = days_before(now, account.since_days);
    let mut pass = Pass { account, password, sink, horizon, session, unreadable: 0, reconnects: 0 };
    let mut report = SyncReport { missing, ..SyncReport::default() };
    for folder in &chosen {
        let cursor = cursors.iter().find(|cursor| cursor.folder == folder.name);
        report.folders.push(pass.folder(folder, cursor).await?);
    }
    pass.session.logout().await;
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

/// A pass under way.
struct Pass<'a> {
    account: &'a Account,
    password: &'a SecretString,
    sink: &'a mut dyn Sink,
    /// What arrived earlier is left out.
    horizon: Timestamp,
    session: Session,
    unreadable: usize,
    reconnects: usize,
}

/// A folder under way.
struct Reading<'a> {
    folder: &'a Chosen,
    uid_validity: UidValidity,
    fetched: usize,
    unreadable: usize,
}

impl Pass<'_> {
    async fn folder(
        &mut self,
        folder: &Chosen,
        cursor: Option<&FolderCursor>,
    ) -> Result<FolderReport, ImapError> {
        let opened = examine(&mut self.session, &folder.name).await?;
        let Opened { uid_validity, exists, .. } = opened;
        let found = match start(cursor, &opened) {
            Start::Nothing => BTreeSet::new(),
            Start::Behind(uid) => search(&mut self.session, exists, Criterion::Behind(uid)).await?,
            Start::Horizon => search(&mut self.session, exists, since(self.horizon)).await?,
        };
        let mut reading = Reading { folder, uid_validity, fetched: 0, unreadable: 0 };
        let uids: Vec<Uid> = found.into_iter().collect();
        for window in uids.chunks(WINDOW) {
            self.window(&mut reading, window).await?;
        }
        self.close(&mut reading, &opened, cursor, uids.last().copied())?;
        Ok(FolderReport {
            name: folder.name.clone(),
            role: folder.role,
            exists,
            fetched: reading.fetched,
            unreadable: reading.unreadable,
            renumbered: cursor.is_some_and(|cursor| cursor.uid_validity != uid_validity),
        })
    }

    /// Moves the cursor to the end of the folder where what lies there was left out: older than the
    /// horizon, or gone.
    fn close(
        &mut self,
        reading: &mut Reading<'_>,
        opened: &Opened,
        cursor: Option<&FolderCursor>,
        last: Option<Uid>,
    ) -> Result<(), ImapError> {
        let known =
            cursor.filter(|cursor| cursor.uid_validity == opened.uid_validity).map(|cursor| cursor.uid);
        let done = last.max(known);
        let end = opened.uid_next.map(|next| Uid::new(next.get().saturating_sub(1)));
        match end.max(done) {
            Some(end) if Some(end) > done => self.hand_on(reading, end, Vec::new(), Vec::new()),
            _ => Ok(()),
        }
    }

    /// Fetches a window. Where the answer cannot be read, one of its messages is to blame: the window is
    /// halved, on a new connection, until that one is found.
    async fn window(&mut self, reading: &mut Reading<'_>, uids: &[Uid]) -> Result<(), ImapError> {
        // From the last to the first, as a stack.
        let mut waiting = vec![uids];
        while let Some(part) = waiting.pop() {
            let done = &mut 0;
            let Err(error) = self.part(reading, part, done).await else { continue };
            if !error.is_of_one_message()
                || self.reconnects >= MAX_RECONNECTS
                || self.unreadable >= MAX_UNREADABLE
            {
                return Err(error);
            }
            self.reconnects += 1;
            self.session = open(self.account, self.password).await?;
            if examine(&mut self.session, &reading.folder.name).await?.uid_validity != reading.uid_validity {
                return Err(error);
            }
            match part.get(*done..).unwrap_or_default() {
                [] => {}
                [one] => {
                    tracing::warn!(uid = one.get(), "message passed over as unreadable");
                    self.unreadable += 1;
                    self.hand_on(reading, *one, Vec::new(), vec![*one])?;
                }
                rest => {
                    let (first, second) = rest.split_at(rest.len() / 2);
                    waiting.extend([second, first]);
                }
            }
        }
        Ok(())
    }

    /// Fetches some messages and hands them on; `done` counts those that were.
    async fn part(
        &mut self,
        reading: &mut Reading<'_>,
        uids: &[Uid],
        done: &mut usize,
    ) -> Result<(), ImapError> {
        let mut heads = heads(&mut self.session, uids).await?;
        let wanted: Vec<_> =
            uids.iter().map(|uid| (*uid, heads.get(uid).map_or(0, |head| self.text_bytes(head)))).collect();
        let mut rest = wanted.as_slice();
        while !rest.is_empty() {
            let bytes: Vec<_> = rest.iter().map(|(_, bytes)| *bytes).collect();
            let (window, after) = rest.split_at(window_length(&bytes));
            rest = after;
            let with_text: Vec<_> =
                window.iter().filter(|(_, bytes)| *bytes > 0).map(|(uid, _)| *uid).collect();
            let mut texts = texts(&mut self.session, &with_text).await?;
            let messages = window.iter().filter_map(|(uid, _)| {
                let head = heads.remove(uid).filter(|head| self.is_recent(head))?;
                Some(assemble(*uid, head, texts.remove(uid)))
            });
            let messages = messages.collect();
            let Some((last, _)) = window.last() else { break };
            self.hand_on(reading, *last, messages, Vec::new())?;
            *done += window.len();
        }
        Ok(())
    }

    fn is_recent(&self, head: &Head) -> bool {
        head.internal_date.is_none_or(|date| date >= self.horizon)
    }

    /// Bytes of text to fetch of a message; zero where none is wanted.
    fn text_bytes(&mut self, head: &Head) -> u64 {
        let is_cut = head.header.len() >= MAX_HEADER_BYTES as usize;
        let rest = u64::from(head.size).saturating_sub(head.header.len() as u64);
        if is_cut || head.header.is_empty() || rest == 0 || !self.is_recent(head) {
            return 0;
        }
        match self.sink.wants_body(&head.header) {
            Wants::Header => 0,
            Wants::Text => rest.min(u64::from(MAX_TEXT_BYTES)),
        }
    }

    fn hand_on(
        &mut self,
        reading: &mut Reading<'_>,
        uid: Uid,
        messages: Vec<FetchedMessage>,
        unreadable: Vec<Uid>,
    ) -> Result<(), ImapError> {
        reading.fetched += messages.len();
        reading.unreadable += unreadable.len();
        let Reading { folder, uid_validity, .. } = *reading;
        let cursor = FolderCursor { folder: folder.name.clone(), uid_validity, uid };
        Ok(self.sink.window(FetchedWindow { role: folder.role, messages, unreadable, cursor })?)
    }
}

/// A message of its header and what follows.
fn assemble(uid: Uid, head: Head, text: Option<Vec<u8>>) -> FetchedMessage {
    let Head { header: mut bytes, internal_date, size } = head;
    let extent = match text {
        None => Extent::Header,
        Some(text) => {
            // Some servers leave the empty line out, and the text would become header.
            if !bytes.ends_with(b"\r\n\r\n") && !bytes.ends_with(b"\n\n") && bytes != b"\r\n" {
                let end: &[u8] = if bytes.ends_with(b"\n") { b"\r\n" } else { b"\r\n\r\n" };
                bytes.extend_from_slice(end);
            }
            bytes.extend_from_slice(&text);
            if text.len() < MAX_TEXT_BYTES as usize { Extent::Whole } else { Extent::Beginning }
        }
    };
    FetchedMessage { uid, internal_date, size, extent, bytes }
}
