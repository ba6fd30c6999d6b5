//! Gets what was composed to the owner, exactly once in effect, and to nobody else.
//!
//! A letter waits in the [`Outbox`], which somebody else keeps. [`Dispatch`] takes it from there by the
//! rules of [`protocol`] to a [`Mailer`]: [`SmtpMailer`], [`SendmailMailer`], [`AppendMailer`] or
//! [`FileMailer`]. [`Recipient`] is the one place that decides to whom.

mod append;
mod dispatch;
mod error;
mod file;
mod outbox;
pub mod protocol;
mod recipient;
#[cfg(test)]
mod scenario;
mod sendmail;
mod smtp;

pub use append::{AppendError, AppendMailer, Appender};
pub use dispatch::{Dispatch, Step};
pub use error::{DeliveryError, Fault};
pub use file::FileMailer;
pub use outbox::{
    Claim, DAILY_CAP, Enqueued, Item, NudgeKey, Outbox, OutboxId, OutboxState, Outgoing, Queued, Reason,
    Said, Share, Tries,
};
pub use recipient::{Admitted, NotTheOwner, Recipient};
pub use sendmail::SendmailMailer;
pub use smtp::{Secrets, SmtpMailer};

use std::pin::Pin;

use crate::observations::MessageId;

/// A future that may be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way for letters to the owner.
pub trait Mailer: Send + Sync {
    /// Makes one attempt to deliver a letter.
    fn deliver<'a>(&'a self, letter: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>>;

    /// Whether delivering the same letter twice is the same as once.
    fn repeatable(&self) -> Repeatable {
        Repeatable::No
    }
}

/// Whether doing it twice is the same as doing it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeatable {
    /// It is.
    Yes,
    /// The owner would get it twice.
    No,
}

/// The owner's mailbox, where letters arrive.
pub trait Mailbox: Send + Sync {
    /// Whether a message with this id is anywhere in it, junk and archive included.
    fn has<'a>(&'a self, id: &'a MessageId) -> BoxFuture<'a, Result<bool, MailboxError>>;
}

/// The mailbox cannot be searched.
#[derive(Debug, thiserror::Error)]
#[error("search the mailbox for a letter")]
pub struct MailboxError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
