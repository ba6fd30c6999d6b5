//! The owner's mailbox as delivery sees it: is a letter there? and, where the config asks for that, a folder
//! to put one into.

use secrecy::SecretString;

use crate::config::{Config, SecretError, SecretSource};
use crate::delivery::{AppendError, Appender, BoxFuture, Mailbox, MailboxError};
use crate::observations::MessageId;
use crate::people::Address;
use crate::sources::imap::{self, Account, AppendFailure, ImapError};

/// An account that letters arrive in.
pub(super) struct OwnMailbox {
    account: Account,
    password: SecretSource,
}

impl OwnMailbox {
    /// The account of this address. Another one says nothing of whether a letter arrived.
    pub(super) fn of(config: &Config, address: &Address) -> Option<Self> {
        let is_it = |own: &Address| own.identity_key() == address.identity_key();
        let mail = config.mail.iter().find(|mail| is_it(&mail.address))?;
        Some(Self { account: Account::new(mail), password: mail.password.clone() })
    }

    /// The folder's name, where the account has it.
    pub(super) async fn folder(&self, folder: &str) -> Result<String, AppendError> {
        let password = self.password().await?;
        imap::folder_of(&self.account, &password, folder).await.map_err(not_appended)
    }

    async fn password(&self) -> Result<SecretString, AppendError> {
        password(&self.password).await.map_err(|error| AppendError::Unreachable(Box::new(error)))
    }

    async fn find(&self, id: &MessageId) -> Result<bool, MailboxError> {
        let password = password(&self.password).await.map_err(|error| MailboxError(Box::new(error)))?;
        imap::find(&self.account, &password, id.as_str()).await.map_err(|error| MailboxError(Box::new(error)))
    }

    async fn put(&self, folder: &str, message: &[u8]) -> Result<(), AppendError> {
        let password = self.password().await?;
        imap::append(&self.account, &password, folder, message).await.map_err(not_appended)
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

/// Reads a password. A program that prints it may take its time, so no thread of the runtime waits for it.
pub(super) async fn password(source: &SecretSource) -> Result<SecretString, SecretError> {
    let source = source.clone();
    let read = tokio::task::spawn_blocking(move || source.read(&|name| std::env::var_os(name)));
    read.await.unwrap_or_else(|broken| {
        Err(SecretError::Start { program: "the program".to_owned(), source: std::io::Error::other(broken) })
    })
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
