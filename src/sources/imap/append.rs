//! Puts a letter to the owner into a folder of an account (APPEND, RFC 3501, 6.3.11): the one command that
//! writes. It tells apart what certainly did not arrive from what may have.

use std::time::Duration;

use secrecy::SecretString;

use super::account::{Account, FolderName};
use super::command::Command;
use super::error::{ImapError, is_throttle};
use super::folders::{Listed, list};
use super::login::open;
use super::session::{Completion, Deadline, Session};

/// How long the server may take to ask for the letter, and then to store it.
const APPEND_TIME: Duration = Duration::from_mins(2);

/// Why a letter is not known to be in a folder.
#[derive(Debug, thiserror::Error)]
pub enum AppendFailure {
    /// It was not handed over.
    #[error(transparent)]
    Before(ImapError),
    /// There is no such folder.
    #[error("the server has no folder {0}; correct `folder` in [delivery]")]
    NoFolder(String),
    /// The server refuses to store it.
    #[error(transparent)]
    Refused(ImapError),
    /// It was handed over and no reply came.
    #[error(transparent)]
    Unknown(ImapError),
}

/// Puts `message` (RFC 5322, CRLF line ends) into the folder that the owner calls `folder`.
pub async fn append(
    account: &Account,
    password: &SecretString,
    folder: &str,
    message: &[u8],
) -> Result<(), AppendFailure> {
    let mut session = open(account, password).await.map_err(AppendFailure::Before)?;
    let name = find_folder(&mut session, folder).await?;
    let deadline = Deadline::new(APPEND_TIME, "APPEND");
    let command = Command::Append { folder: &name, length: message.len() };
    let tag = session.send(&command.text(), &deadline).await.map_err(AppendFailure::Before)?;
    if let Some(refusal) = session.wait_for_go(&tag, &deadline).await.map_err(AppendFailure::Before)? {
        return Err(AppendFailure::Refused(refused(refusal)));
    }
    // From the first byte on the server may have all that it needs.
    session.send_raw(message, &deadline).await.map_err(AppendFailure::Unknown)?;
    session.send_raw(b"\r\n", &deadline).await.map_err(AppendFailure::Unknown)?;
    match session.complete_tag(&tag, &deadline, &mut |_| {}).await.map_err(AppendFailure::Unknown)? {
        Completion::Ok => {}
        refusal @ Completion::No(_) => return Err(AppendFailure::Refused(refused(refusal))),
    }
    session.logout().await;
    Ok(())
}

/// Logs in and looks whether the folder is there; its name as the owner sees it.
pub async fn folder_of(
    account: &Account,
    password: &SecretString,
    folder: &str,
) -> Result<String, AppendFailure> {
    let mut session = open(account, password).await.map_err(AppendFailure::Before)?;
    let name = find_folder(&mut session, folder).await?;
    session.logout().await;
    Ok(name.display())
}

async fn find_folder(session: &mut Session, folder: &str) -> Result<FolderName, AppendFailure> {
    if folder.eq_ignore_ascii_case("INBOX") {
        return Ok(FolderName::new("INBOX"));
    }
    let listed = list(session).await.map_err(AppendFailure::Before)?;
    let found = Listed::find(folder, &listed).map(|folder| folder.name.clone());
    found.ok_or_else(|| AppendFailure::NoFolder(folder.to_owned()))
}

fn refused(completion: Completion) -> ImapError {
    match completion {
        Completion::No(said) if is_throttle(&said) => ImapError::Throttled { said },
        Completion::No(said) => ImapError::Refused { command: "APPEND", said },
        // The letter was not asked for.
        Completion::Ok => ImapError::Protocol { what: "it completed APPEND unasked".to_owned() },
    }
}
