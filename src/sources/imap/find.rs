//! Looks whether a message is anywhere in an account, by its Message-ID. Nothing is opened but for reading.

use secrecy::SecretString;

use super::account::Account;
use super::error::ImapError;
use super::fetch::{examine, search_id};
use super::folders::{Opens, list};
use super::login::open;

/// Most folders that are searched.
const MAX_FOLDERS: usize = 200;

/// Whether a message with this id is in any folder of an account, junk and archive included.
pub async fn find(account: &Account, password: &SecretString, id: &str) -> Result<bool, ImapError> {
    let mut session = open(account, password).await?;
    let mut found = false;
    let listed = list(&mut session).await?;
    for folder in listed.iter().filter(|folder| folder.opens == Opens::Yes).take(MAX_FOLDERS) {
        if examine(&mut session, &folder.name).await?.exists > 0 && search_id(&mut session, id).await? {
            found = true;
            break;
        }
    }
    session.logout().await;
    Ok(found)
}
