//! Looks at an account without reading it: does the login work, which folders are there, is there
//! anything to read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use secrecy::SecretString;

use super::account::{Account, FolderName, Role};
use super::choose::{Choice, Chosen, Labels, Left, choose};
use super::error::ImapError;
use super::fetch::{examine, heads, newest, search};
use super::folders::list;
use super::login::open;
use super::session::Session;
use super::sync::{days_before, since};

/// Messages of INBOX whose headers are fetched, the newest.
const MAX_HEADERS: u32 = 50;

/// What an account looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// The folders that are to be read, and why.
    pub chosen: Vec<Chosen>,
    /// The others that can be opened, and why they are not to be read.
    pub left: Vec<(FolderName, Left)>,
    /// Folders and patterns of the owner's that the server has nothing for, as the owner wrote them.
    pub missing: Vec<String>,
    /// The folder of sent mail, where one is to be read and was found.
    pub sent: Option<FolderName>,
    /// Messages in INBOX.
    pub inbox: u32,
    /// Messages in INBOX of the last seven or eight days.
    pub inbox_last_week: usize,
    /// Headers of the newest messages in INBOX, at most 50, as far as they could be fetched.
    pub newest: Vec<Vec<u8>>,
    /// Whether the server tells by itself what is new (IDLE).
    pub tells_by_itself: bool,
}

/// Connects, logs in and looks around.
pub async fn check(
    account: &Account,
    password: &SecretString,
    now: Timestamp,
) -> Result<CheckReport, ImapError> {
    let mut session = open(account, password).await?;
    let listed = list(&mut session).await?;
    let Choice { chosen, left, missing } = choose(account, &listed, session.labels());
    let inbox = examine(&mut session, &FolderName::new("INBOX")).await?;
    let last_week = search(&mut session, inbox.exists, since(days_before(now, 7))).await?;
    let newest = newest_headers(&mut session, inbox.exists).await;
    let tells_by_itself = session.can("IDLE");
    session.logout().await;
    let holds_sent = |folder: &&Chosen| folder.role == Role::Sent || folder.labels != Labels::None;
    Ok(CheckReport {
        sent: chosen.iter().find(holds_sent).map(|folder| folder.name.clone()),
        chosen,
        left,
        missing,
        inbox: inbox.exists,
        inbox_last_week: last_week.len(),
        newest,
        tells_by_itself,
    })
}

/// The headers of the newest messages in the folder that is open. That one cannot be fetched is for a pass to find
/// out, which knows how to go on without it.
async fn newest_headers(session: &mut Session, exists: u32) -> Vec<Vec<u8>> {
    let mut found = BTreeMap::new();
    if let Ok(uids) = newest(session, exists, MAX_HEADERS).await {
        let _ = heads(session, (&uids, Labels::None), &mut found).await;
    }
    found.into_values().map(|head| head.header).collect()
}
