//! Looks at an account without reading it: does the login work, which folders are there, is there
//! anything to read.

use jiff::Timestamp;
use secrecy::SecretString;

use super::account::{Account, FolderName, Role};
use super::error::ImapError;
use super::fetch::{examine, search};
use super::folders::{choose, list};
use super::login::open;
use super::sync::{days_before, since};

/// What an account looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// All folders that can be opened, as the server names them.
    pub folders: Vec<FolderName>,
    /// Those that are to be read, with what they hold.
    pub chosen: Vec<(FolderName, Role)>,
    /// Folders that the owner named and the server does not have, as the owner wrote them.
    pub missing: Vec<String>,
    /// The folder of sent mail, where one is to be read and was found.
    pub sent: Option<FolderName>,
    /// Messages in INBOX.
    pub inbox: u32,
    /// Messages in INBOX of the last seven or eight days.
    pub inbox_last_week: usize,
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
    let (chosen, missing) = choose(&account.folders, &listed);
    let inbox = examine(&mut session, &FolderName::new("INBOX")).await?;
    let last_week = search(&mut session, inbox.exists, since(days_before(now, 7))).await?;
    let tells_by_itself = session.can("IDLE");
    session.logout().await;
    let sent = chosen.iter().find(|folder| folder.role == Role::Sent);
    Ok(CheckReport {
        folders: listed.into_iter().map(|folder| folder.name).collect(),
        sent: sent.map(|folder| folder.name.clone()),
        chosen: chosen.into_iter().map(|folder| (folder.name, folder.role)).collect(),
        missing,
        inbox: inbox.exists,
        inbox_last_week: last_week.len(),
        tells_by_itself,
    })
}
