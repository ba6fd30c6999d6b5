//! The owner's mailbox as delivery sees it: is a letter there? and, where the config asks for that, a folder
//! to put one into. It connects as seldom as reading does, and waits for a place like it.

use secrecy::SecretString;

use crate::config::{Config, Mail};
use crate::delivery::{AppendError, Appender, BoxFuture, Mailbox, MailboxError};
use crate::observations::MessageId;
use crate::people::Address;
use crate::sources::imap::{self, Account, AppendFailure, ImapError};

use super::gate::{Entry, Gate};
use super::keys::Keys;

/// An account that letters arrive in.
pub(super) struct OwnMailbox {
    mail: Mail,
    keys: Keys,
    gate: Gate,
}

impl OwnMailbox {
    /// The account of this address. Another one says nothing of whether a letter arrived.
    pub(super) fn of(config: &Config, address: &Address, keys: &Keys, gate: &Gate) -> Option<Self> {
        let is_it = |own: &Address| own.identity_key() == address.identity_key();
        let mail = config.mail.iter().find(|mail| is_it(&mail.address))?;
        Some(Self { mail: mail.clone(), keys: keys.clone(), gate: gate.clone() })
    }

    /// The folder's name, where the account has it.
    pub(super) async fn folder(&self, folder: &str) -> Result<String, AppendError> {
        let secret = self.secret().await?;
        let _place = self.place().await;
        imap::folder_of(&Account::new(&self.mail), &secret, folder).await.map_err(not_appended)
    }

    async fn secret(&self) -> Result<SecretString, AppendError> {
        self.keys.mail(&self.mail, None).await.map_err(|error| AppendError::Unreachable(Box::new(error)))
    }

    async fn place(&self) -> Entry {
        self.gate.enter(&self.mail.name, &self.mail.server.host).await
    }

    async fn find(&self, id: &MessageId) -> Result<bool, MailboxError> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| MailboxError(error);
        let secret = self.keys.mail(&self.mail, None).await.map_err(|error| failed(Box::new(error)))?;
        let _place = self.place().await;
        let found = imap::find(&Account::new(&self.mail), &secret, id.as_str()).await;
        found.map_err(|error| failed(Box::new(error)))
    }

    async fn put(&self, folder: &str, message: &[u8]) -> Result<(), AppendError> {
        let secret = self.secret().await?;
        let _place = self.place().await;
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;
    use std::time::Duration;

    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;
    use crate::clock::SystemClock;
    use crate::config;

    const LONG: Duration = Duration::from_secs(100);

    /// A mailbox at a server of this machine that accepts nothing.
    fn mailbox(directory: &std::path::Path, port: u16, gate: &Gate) -> OwnMailbox {
        let secret = directory.join("password");
        fs::write(&secret, "secret\n").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let text = format!(
            "{}[[mail]]\naddress = \"sam@home.example\"\nimap = \"localhost:{port}\"\nsecurity = \"plain\"\n\
             password = {{ file = \"{}\" }}\n",
            config::MINIMAL,
            secret.display()
        );
        let config = config::parse(&text, "config.toml").unwrap();
        let keys = Keys::new(directory.to_owned(), Arc::new(SystemClock));
        OwnMailbox::of(&config, &Address::parse("sam@home.example").unwrap(), &keys, gate).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn who_looks_for_a_letter_or_puts_one_away_waits_for_a_place_and_a_turn_like_a_reader() {
        let directory = tempfile::tempdir().unwrap();
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let id = MessageId::parse("l.1@goodwill.example").unwrap();
        for (has_place, has_turn) in [(false, true), (true, false), (true, true)] {
            let gate = Gate::default();
            let own = mailbox(directory.path(), server.local_addr().unwrap().port(), &gate);
            let mut inside = Vec::new();
            while let Some(entry) = gate.stay("localhost").filter(|_| !has_place) {
                inside.push(entry);
            }
            if !has_place {
                inside.push(gate.enter("another", "localhost").await);
            }
            for _ in 0..if has_turn { 0 } else { 30 } {
                // As an account that was read too often of late.
                let _ = timeout(Duration::ZERO, gate.enter(&own.mail.name, "elsewhere.example")).await;
            }
            let connects = async |asked: &mut (dyn Future<Output = ()> + Unpin)| {
                tokio::select! {
                    biased;
                    accepted = server.accept() => accepted.is_ok(),
                    () = asked => false,
                    () = tokio::time::sleep(LONG) => false,
                }
            };
            let free = has_place && has_turn;
            if free {
                // What comes over the network comes in its own time.
                tokio::time::resume();
            }
            let mut asked = Box::pin(async { drop(own.has(&id).await) });
            assert_eq!(connects(&mut asked).await, free, "find, {has_place} {has_turn}");
            let mut asked = Box::pin(async { drop(own.append("INBOX", b"x").await) });
            assert_eq!(connects(&mut asked).await, free, "append, {has_place} {has_turn}");
            let mut asked = Box::pin(async { drop(own.folder("Letters").await) });
            assert_eq!(connects(&mut asked).await, free, "folder, {has_place} {has_turn}");
        }
    }
}
