//! A pass under way: which messages of a folder to fetch, window by window, and how far the folder is read
//! with each. What a window takes is in `window`, who is to blame where it fails in `blame`.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;

use super::account::{Account, FolderCursor, Role, Uid};
use super::choose::{Chosen, Labels};
use super::command::Criterion;
use super::error::ImapError;
use super::fetch::{examine, last_uid, search};
use super::login::open;
use super::plan::{MAX_RENUMBERED, Opened, Start, Stride, start};
use super::session::Session;
use super::sync::{FetchedMessage, FetchedWindow, FolderReport, Sink, Visit, since};

/// Most times that one pass connects anew.
const MAX_RECONNECTS: usize = 100;
/// So many of these follow at once, and before each further one there is a pause.
const QUICK_RECONNECTS: usize = 50;
const RECONNECT_PAUSE: Duration = Duration::from_secs(5);

/// A pass under way.
pub(super) struct Pass<'a> {
    pub(super) account: &'a Account,
    password: &'a SecretString,
    pub(super) sink: &'a mut dyn Sink,
    /// What arrived earlier is left out.
    pub(super) horizon: Timestamp,
    pub(super) session: Session,
    reconnects: usize,
    /// Whether any message could be fetched so far, so that it is not all the server's fault.
    pub(super) proven: bool,
    /// Messages passed over so far.
    pub(super) unreadable: usize,
    stride: Stride,
}

/// A folder under way.
pub(super) struct Reading {
    pub(super) role: Role,
    pub(super) labels: Labels,
    pub(super) visit: Visit,
    leg: Leg,
    /// How far the folder is read, as last handed on.
    cursor: FolderCursor,
    fetched: usize,
    unreadable: usize,
    /// Messages still to be looked at.
    left: usize,
    /// Messages that will be passed over with the next window.
    pub(super) accused: Vec<Uid>,
}

/// Which way a folder is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leg {
    /// What came since the last pass, oldest first.
    Up,
    /// What was there before the first pass, newest first.
    Down,
}

impl<'a> Pass<'a> {
    pub(super) fn new(
        account: &'a Account,
        password: &'a SecretString,
        sink: &'a mut dyn Sink,
        horizon: Timestamp,
        session: Session,
    ) -> Self {
        let (reconnects, proven, unreadable) = (0, false, 0);
        let stride = Stride::of(account.haste);
        Self { account, password, sink, horizon, session, reconnects, proven, unreadable, stride }
    }

    /// Takes leave of the server.
    pub(super) async fn logout(self) {
        self.session.logout().await;
    }

    /// Makes the connection usable again after an error; gives up where that was needed too often.
    pub(super) async fn recover(&mut self, error: &ImapError) -> Result<(), ImapError> {
        if error.leaves_the_connection() {
            return Ok(());
        }
        if self.reconnects >= MAX_RECONNECTS {
            return Err(ImapError::Unsteady { times: self.reconnects });
        }
        if self.reconnects >= QUICK_RECONNECTS {
            tokio::time::sleep(RECONNECT_PAUSE).await;
        }
        self.reconnects += 1;
        self.session = open(self.account, self.password).await?;
        Ok(())
    }

    /// The same, with the folder open again; false where its messages have other numbers now.
    pub(super) async fn reopen(&mut self, reading: &Reading, error: &ImapError) -> Result<bool, ImapError> {
        if error.leaves_the_connection() {
            return Ok(true);
        }
        self.recover(error).await?;
        let opened = examine(&mut self.session, &reading.cursor.folder).await?;
        Ok(opened.uid_validity == Some(reading.cursor.uid_validity))
    }

    /// Reads what is new in a folder.
    pub(super) async fn folder(
        &mut self,
        folder: &Chosen,
        cursor: Option<&FolderCursor>,
    ) -> Result<FolderReport, ImapError> {
        let opened = self.look(folder, cursor).await?;
        let begin = start(cursor, &opened);
        let mut reading = Reading::new(folder, &opened, begin, cursor)?;
        if reading.cursor.renumbered > MAX_RENUMBERED {
            // Nothing counts as read, so that all of it is once the server keeps to its numbers.
            reading.cursor.uid = Uid::new(0);
            self.hand_on(&mut reading, Vec::new())?;
            return Err(ImapError::Renumbers { times: reading.cursor.renumbered });
        }
        if let Start::Behind(uid) = begin {
            let new = search(&mut self.session, opened.exists, Criterion::Behind(uid)).await?;
            self.leg(&mut reading, Leg::Up, new.into_iter().collect()).await?;
        }
        reading.cursor.uid = reading.cursor.uid.max(opened.last().unwrap_or_default());
        if matches!(begin, Start::Horizon | Start::Again) || reading.cursor.floor.is_some() {
            let found = search(&mut self.session, opened.exists, since(self.horizon)).await?;
            let floor = reading.cursor.floor;
            let old: Vec<_> =
                found.into_iter().rev().filter(|uid| floor.is_none_or(|floor| *uid < floor)).collect();
            if floor.is_none() {
                reading.cursor.uid = reading.cursor.uid.max(old.first().copied().unwrap_or_default());
            }
            self.leg(&mut reading, Leg::Down, old).await?;
            reading.cursor.floor = None;
        }
        if cursor != Some(&reading.cursor) && reading.cursor.uid > Uid::new(0) {
            self.hand_on(&mut reading, Vec::new())?;
        }
        Ok(reading.report(opened.exists, cursor))
    }

    /// Opens a folder and makes sure that its end is known.
    async fn look(&mut self, folder: &Chosen, cursor: Option<&FolderCursor>) -> Result<Opened, ImapError> {
        let mut opened = examine(&mut self.session, &folder.name).await?;
        // Where a server does not say, its last message tells, if less: what is behind it may be gone.
        if opened.uid_next.is_none()
            && opened.exists > 0
            && let Some(cursor) = cursor
        {
            let last = last_uid(&mut self.session).await?;
            opened.uid_next = last.map(|last| last.max(cursor.uid).next());
        }
        Ok(opened)
    }

    async fn leg(&mut self, reading: &mut Reading, leg: Leg, uids: Vec<Uid>) -> Result<(), ImapError> {
        (reading.leg, reading.left) = (leg, uids.len());
        let mut rest = uids.as_slice();
        while !rest.is_empty() {
            let (window, behind) = rest.split_at(self.stride.window().min(rest.len()));
            rest = match self.window(reading, window).await {
                Ok(()) => behind,
                Err(error) => {
                    let Some(pause) = self.stride.shorten(error.suggested_pause()) else { return Err(error) };
                    tracing::warn!(pause = pause.as_secs(), "the server asked for a pause");
                    tokio::time::sleep(pause).await;
                    reading.go_back(rest)
                }
            };
        }
        Ok(())
    }

    /// Hands on messages, and with them how far the folder is read.
    fn hand_on(&mut self, reading: &mut Reading, messages: Vec<FetchedMessage>) -> Result<(), ImapError> {
        let unreadable = std::mem::take(&mut reading.accused);
        reading.fetched += messages.len();
        reading.unreadable += unreadable.len();
        self.unreadable += unreadable.len();
        let (left, cursor) = (reading.left, reading.cursor.clone());
        Ok(self.sink.window(FetchedWindow { messages, unreadable, left, cursor })?)
    }

    /// Hands on what was fetched of some messages, the next in line of the leg, after those accused.
    pub(super) fn done_with(
        &mut self,
        reading: &mut Reading,
        uids: &[Uid],
        messages: Vec<FetchedMessage>,
    ) -> Result<(), ImapError> {
        let Some(last) = uids.last().copied() else { return Ok(()) };
        match reading.leg {
            Leg::Up => reading.cursor.uid = last,
            Leg::Down => reading.cursor.floor = Some(last),
        }
        reading.left = reading.left.saturating_sub(uids.len() + reading.accused.len());
        self.hand_on(reading, messages)
    }
}

impl Reading {
    fn new(
        folder: &Chosen,
        opened: &Opened,
        begin: Start,
        cursor: Option<&FolderCursor>,
    ) -> Result<Self, ImapError> {
        let Some(uid_validity) = opened.uid_validity else { return Err(ImapError::NoUidValidity) };
        let before = cursor.filter(|cursor| cursor.uid_validity != uid_validity);
        let known = cursor.filter(|_| matches!(begin, Start::Nothing | Start::Behind(_)));
        let cursor = FolderCursor {
            folder: folder.name.clone(),
            uid_validity,
            uid: known.map_or_else(Uid::default, |cursor| cursor.uid),
            floor: known.and_then(|cursor| cursor.floor),
            renumbered: before.map_or(0, |cursor| cursor.renumbered.saturating_add(1)),
        };
        let visit = if before.is_some() || begin == Start::Again { Visit::Again } else { Visit::First };
        let Chosen { role, labels, .. } = *folder;
        let (leg, accused) = (Leg::Up, Vec::new());
        Ok(Self { role, labels, visit, leg, cursor, fetched: 0, unreadable: 0, left: 0, accused })
    }

    /// Of messages on the way of the leg those that were not handed on, so that whoever of them is accused will be
    /// tried anew.
    fn go_back<'a>(&mut self, uids: &'a [Uid]) -> &'a [Uid] {
        let is_done = |uid: &Uid| match self.leg {
            Leg::Up => *uid <= self.cursor.uid,
            Leg::Down => self.cursor.floor.is_some_and(|floor| *uid >= floor),
        };
        let rest = uids.get(uids.iter().take_while(|uid| is_done(uid)).count()..).unwrap_or_default();
        self.accused.retain(|uid| !rest.contains(uid));
        rest
    }

    fn report(&self, exists: u32, before: Option<&FolderCursor>) -> FolderReport {
        FolderReport {
            name: self.cursor.folder.clone(),
            role: self.role,
            exists,
            fetched: self.fetched,
            unreadable: self.unreadable,
            renumbered: before.is_some_and(|before| before.uid_validity != self.cursor.uid_validity),
        }
    }
}
