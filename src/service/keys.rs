//! What opens accounts: passwords as the host takes them, and tokens that are good now.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::SecretString;

use crate::clock::Clock;
use crate::config::{Mail, OAuth, Proof, SecretError, SecretSource, SmtpLogin, as_host_takes_it};
use crate::delivery::{BoxFuture, Secrets};
use crate::oauth::{self, OAuthError, Vault};
use crate::tls::{TlsError, client_config};

/// Why an account cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The place of a password or a program does not give it.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// There is no token.
    #[error(transparent)]
    OAuth(#[from] OAuthError),
    /// The way to the provider cannot be protected.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

impl KeyError {
    /// Whether the same attempt may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::OAuth(error) if error.is_transient())
    }
}

/// Opens accounts. Cheap to clone.
#[derive(Clone)]
pub struct Keys {
    state: PathBuf,
    vault: Vault,
    clock: Arc<dyn Clock>,
}

impl Keys {
    /// Keys of the accounts whose tokens are kept in this state directory.
    #[must_use]
    pub fn new(state: PathBuf, clock: Arc<dyn Clock>) -> Self {
        let vault = Vault::new(&state);
        Self { state, vault, clock }
    }

    /// Waits until no token is being renewed.
    pub async fn settled(&self) {
        self.vault.settled().await;
    }

    /// The state directory.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// What opens a mail account. `refused` is a token that its server did not take.
    pub async fn mail(&self, mail: &Mail, refused: Option<&SecretString>) -> Result<SecretString, KeyError> {
        self.open(&mail.proof, &mail.server.host, refused).await
    }

    /// Logs in to an account's provider; `show` tells the owner where to go and what to enter.
    pub async fn log_in(&self, oauth: &OAuth, show: impl FnOnce(&oauth::Device)) -> Result<(), KeyError> {
        let (client, secret) = provider(oauth).await?;
        let (device, pending) = oauth::begin(oauth, secret.as_ref(), &client).await?;
        show(&device);
        let tokens = pending.finish(tokio::time::sleep, || self.clock.now()).await?;
        Ok(self.vault.write(oauth, &tokens)?)
    }

    async fn open(
        &self,
        proof: &Proof,
        host: &str,
        refused: Option<&SecretString>,
    ) -> Result<SecretString, KeyError> {
        match proof {
            Proof::Password(source) => Ok(as_host_takes_it(host, read(source).await?)),
            Proof::TokenCommand(source) => Ok(read(source).await?),
            Proof::OAuth(oauth) => {
                let (client, secret) = provider(oauth).await?;
                let now = self.clock.now();
                Ok(oauth::access_token(oauth, secret.as_ref(), &client, &self.vault, refused, now).await?)
            }
        }
    }
}

async fn provider(oauth: &OAuth) -> Result<(oauth::Client, Option<SecretString>), KeyError> {
    let secret = match &oauth.client_secret {
        Some(source) => Some(read(source).await?),
        None => None,
    };
    let tls = client_config(oauth.ca.as_deref())?;
    let client = oauth::Client::new(tls).map_err(OAuthError::from)?;
    Ok((client, secret))
}

/// Reads a secret. A program that prints it may take its time, so no thread of the runtime waits for it.
pub(super) async fn read(source: &SecretSource) -> Result<SecretString, SecretError> {
    let source = source.clone();
    let read = tokio::task::spawn_blocking(move || source.read(&|name| std::env::var_os(name)));
    read.await.unwrap_or_else(|broken| {
        Err(SecretError::Start { program: "the program".to_owned(), source: io::Error::other(broken) })
    })
}

impl Secrets for Keys {
    fn secret<'a>(
        &'a self,
        login: &'a SmtpLogin,
        host: &'a str,
        refused: Option<&'a SecretString>,
    ) -> BoxFuture<'a, Result<SecretString, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async move { Ok(self.open(&login.proof, host, refused).await?) })
    }
}
