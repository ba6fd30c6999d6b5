//! The owner's mailbox as delivery sees it: is a letter there? and, where the config asks for that, a folder
//! to put one into.

use secrecy::SecretString;

use crate::config::{Config, Mail};
use crate::delivery::{AppendError, Appender, BoxFuture, Mailbox, MailboxError};
use crate::observations::MessageId;
use crate::people::Address;
use crate::sources::imap::{self, Account, AppendFailure, ImapError};

use super::keys::Keys;

/// An account that letters arrive in.
pub(super) struct OwnMailbox {
    mail: Mail,
    keys: Keys,
}

impl OwnMailbox {
    /// The account of this address. Another one says nothing of whether a letter arrived.
    pub(super) fn of(config: &Config, address: &Address, keys: &Keys) -> Option<Self> {
        let is_it = |own: &Address| own.identity_key() == address.identity_key();
        let mail = config.mail.iter().find(|mail| is_it(&mail.address))?;
        Some(Self { mail: mail.clone(), keys: keys.clone() })
    }

    /// The folder's name, where the account has it.
    pub(super) async fn folder(&self, folder: &str) -> Result<String, AppendError> {
        let secret = self.secret().await?;
        imap::folder_of(&Account::new(&self.mail), &secret, folder).await.map_err(not_appended)
    }

    async fn secret(&self) -> Result<SecretString, AppendError> {
        self.keys.mail(&self.mail, None).await.map_err(|error| AppendError::Unreachable(Box::new(error)))
    }

    async fn find(&self, id: &MessageId) -> Result<bool, MailboxError> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| MailboxError(error);
        let secret = self.keys.mail(&self.mail, None).await.map_err(|error| failed(Box::new(error)))?;
        let found = imap::find(&Account::new(&self.mail), &secret, id.as_str()).await;
        found.map_err(|error| failed(Box::new(error)))
    }

    async fn put(&self, folder: &str, message: &[u8]) -> Result<(), AppendError> {
        let secret = self.secret().await?;
        imap::append(&Account::new(&self.mail), &secret, folder, message).await.map_err(not_appended)
    }
}

fn not_appended(failure: AppendFailure) -> AppendError {
    match failure {
        AppendFailure::Before(ImapError::Login { .. }) => AppendError::Login,
        AppendFailure::Before(error) => AppendError::Unreachable(Box::new(error)),
        AppendFailure::NoFolder(_) | AppendFailure::Refused(_) => AppendError::Refused(failure.to_string()),
        AppendFailure::Unknown(error) => AppendError::Unknown(Box::new(error)),
    }
}

impl Mailbox for OwnMailbox {
    fn has<'a>(&'a self, id: &'a MessageId) -> BoxFuture<'a, Result<bool, MailboxError>> {
        Box::pin(self.find(id))
    }
}

impl Appender for OwnMailbox {
    fn append<'a>(&'a self, folder: &'a str, message: &'a [u8]) -> BoxFuture<'a, Result<(), AppendError>> {
        Box::pin(self.put(folder, message))
    }
}
