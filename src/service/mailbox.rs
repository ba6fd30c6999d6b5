//! The owner's mailbox as delivery sees it: is a letter there?

use crate::config::{Config, SecretSource};
use crate::delivery::{BoxFuture, Mailbox, MailboxError};
use crate::observations::MessageId;
use crate::people::Address;
use crate::sources::imap::{self, Account};

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

    async fn find(&self, id: &MessageId) -> Result<bool, MailboxError> {
        let password = self.password.read(&|name| std::env::var_os(name));
        let password = password.map_err(|error| MailboxError(Box::new(error)))?;
        imap::find(&self.account, &password, id.as_str()).await.map_err(|error| MailboxError(Box::new(error)))
    }
}

impl Mailbox for OwnMailbox {
    fn has<'a>(&'a self, id: &'a MessageId) -> BoxFuture<'a, Result<bool, MailboxError>> {
        Box::pin(self.find(id))
    }
}
