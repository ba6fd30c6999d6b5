//! Letters straight into a folder of the account that is read (IMAP APPEND, RFC 9051, 6.3.12): no mail
//! server takes part. How to reach that account is not known here.

use crate::causes::sentence;

use super::{Admitted, BoxFuture, DeliveryError, Fault, Mailer};

/// An account into whose folders messages can be put.
pub trait Appender: Send + Sync {
    /// Puts a message into a folder, unread. Nothing else of the account may change.
    fn append<'a>(&'a self, folder: &'a str, message: &'a [u8]) -> BoxFuture<'a, Result<(), AppendError>>;
}

/// A message was not put into a folder, or nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The account cannot be reached, or not now.
    #[error("reach the account")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The login is refused.
    #[error("the server refuses the login")]
    Login,
    /// The folder does not take it: NO or BAD.
    #[error("the folder takes no message: {0}")]
    Refused(String),
    /// The message was handed over and no reply came.
    #[error("no reply to the message")]
    Unknown(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Delivers into a folder.
pub struct AppendMailer {
    folder: String,
    account: Box<dyn Appender>,
}

impl AppendMailer {
    /// A mailer into this folder of an account.
    #[must_use]
    pub fn new(folder: String, account: Box<dyn Appender>) -> Self {
        Self { folder, account }
    }

    async fn append(&self, letter: Admitted<'_>) -> Result<(), DeliveryError> {
        self.account.append(&self.folder, letter.bytes()).await.map_err(|error| {
            let fault = match error {
                // A full folder or one that is not there yet may change.
                AppendError::Unreachable(_) | AppendError::Refused(_) => Fault::Temporary,
                AppendError::Login => Fault::Login,
                AppendError::Unknown(_) => Fault::Unknown,
            };
            DeliveryError::new(fault, sentence(&error))
        })
    }
}

impl Mailer for AppendMailer {
    fn deliver<'a>(&'a self, letter: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>> {
        Box::pin(self.append(letter))
    }
}
