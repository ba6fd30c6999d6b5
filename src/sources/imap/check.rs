//! Looks at an account without reading it: does the login work, which folders are there, is there
//! anything to read.

use jiff::Timestamp;
use secrecy::SecretString;

use super::account::{Account, FolderName, Role};
use super::choose::{Choice, Chosen, Labels, Left, choose};
use super::error::ImapError;
use super::fetch::{examine, search};
use super::folders::list;
use super::login::open;
use super::sync::{days_before, since};

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
        tells_by_itself,
    })
}
