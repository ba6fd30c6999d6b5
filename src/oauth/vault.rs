//! Where tokens are kept: a file for each account, for the owner alone, replaced whole or not at all.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio_util::task::TaskTracker;

use super::error::OAuthError;
use crate::config::OAuth;
use crate::people::hex_digest;

/// Name of the directory in the state directory.
const DIRECTORY: &str = "oauth";
/// Largest file read, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// Tokens of one account.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// What servers are shown.
    pub access: SecretString,
    /// What the next one is had for; some providers give none.
    pub refresh: Option<SecretString>,
    /// When the access token runs out.
    pub expires_at: Timestamp,
}

/// Where tokens are kept.
#[derive(Debug, Clone)]
pub struct Vault {
    directory: PathBuf,
    /// Renewals under way.
    pub(super) renewals: TaskTracker,
}

/// A file's content.
#[derive(Serialize, Deserialize)]
struct Content {
    /// Which client of which provider they were given to: a hash.
    given_to: String,
    access_token: String,
    refresh_token: Option<String>,
    /// Seconds since 1970.
    expires_at: i64,
}

/// Held by whoever renews an account's tokens; let go with the value, or by the end of the process.
#[derive(Debug)]
pub(super) struct Turn {
    _file: File,
}

impl Vault {
    /// The vault in a state directory.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        let renewals = TaskTracker::new();
        renewals.close();
        Self { directory: state.join(DIRECTORY), renewals }
    }

    /// Waits until no renewal is under way: one broken off between the answer and the file ends the login.
    pub async fn settled(&self) {
        self.renewals.wait().await;
    }

    /// The account's tokens; `None` where there are none, or they were given to another client.
    pub(super) fn read(&self, oauth: &OAuth) -> Result<Option<Tokens>, OAuthError> {
        let path = self.path(oauth, "json");
        let mut bytes = Zeroizing::new(Vec::new());
        match File::open(&path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(OAuthError::Vault { path, source }),
        }
        // A file that cannot be read is as good as none: another login replaces it.
        let content: Option<Content> = serde_json::from_slice(&bytes).ok();
        Ok(content.filter(|content| content.given_to == given_to(oauth)).map(|content| Tokens {
            access: content.access_token.into(),
            refresh: content.refresh_token.map(SecretString::from),
            expires_at: Timestamp::from_second(content.expires_at).unwrap_or(Timestamp::MIN),
        }))
    }

    /// Keeps tokens in place of those before, whole or not at all.
    pub fn write(&self, oauth: &OAuth, tokens: &Tokens) -> Result<(), OAuthError> {
        let path = self.path(oauth, "json");
        let content = Content {
            given_to: given_to(oauth),
            access_token: tokens.access.expose_secret().to_owned(),
            refresh_token: tokens.refresh.as_ref().map(|token| token.expose_secret().to_owned()),
            expires_at: tokens.expires_at.as_second(),
        };
        let written = self.make().and_then(|()| {
            let bytes = Zeroizing::new(serde_json::to_vec(&content)?);
            // Made for the owner alone, and taken away where it does not come to the end.
            let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
            file.write_all(&bytes)?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)?;
            File::open(&self.directory)?.sync_all()
        });
        written.map_err(|source| OAuthError::Vault { path, source })
    }

    /// Waits until nobody else renews the account's tokens, in this process or another.
    pub(super) fn turn(&self, oauth: &OAuth) -> Result<Turn, OAuthError> {
        let path = self.path(oauth, "lock");
        let locked = self.make().and_then(|()| {
            let file = OpenOptions::new().create(true).append(true).mode(0o600).open(&path)?;
            file.lock()?;
            Ok(Turn { _file: file })
        });
        locked.map_err(|source| OAuthError::Vault { path, source })
    }

    fn make(&self) -> io::Result<()> {
        if self.directory.is_dir() {
            return Ok(());
        }
        if let Some(state) = self.directory.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(state)?;
        }
        match DirBuilder::new().mode(0o700).create(&self.directory) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => fs::metadata(&self.directory).map(|_| ()),
        }
    }

    /// An account's name may hold anything, so it is not the file's.
    fn path(&self, oauth: &OAuth, extension: &str) -> PathBuf {
        self.directory.join(format!("{}.{extension}", hex_digest(&oauth.account)))
    }
}

fn given_to(oauth: &OAuth) -> String {
    hex_digest(&format!("{} {}", oauth.token_url, oauth.client_id))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn oauth(account: &str, client_id: &str) -> OAuth {
        let url: url::Url = "https://login.studio.example/token".parse().unwrap();
        OAuth {
            account: account.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: None,
            token_url: url.clone(),
            device_url: url,
            scopes: Vec::new(),
            ca: None,
        }
    }

    fn tokens(access: &str) -> Tokens {
        Tokens { access: access.into(), refresh: Some("r".into()), expires_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn tokens_are_kept_for_each_account_and_client_by_itself() {
        let state = tempfile::tempdir().unwrap();
        let vault = Vault::new(&state.path().join("not yet there"));
        let (one, two) = (oauth("../../one", "a"), oauth("two", "a"));
        assert!(vault.read(&one).unwrap().is_none());
        vault.write(&one, &tokens("1")).unwrap();
        vault.write(&two, &tokens("2")).unwrap();
        vault.write(&two, &tokens("3")).unwrap();
        let access =
            |oauth| vault.read(oauth).unwrap().map(|tokens| tokens.access.expose_secret().to_owned());
        assert_eq!((access(&one), access(&two)), (Some("1".into()), Some("3".into())));
        assert_eq!(access(&oauth("two", "b")), None, "given to another client");
    }

    #[test]
    fn only_the_owner_may_read_tokens() {
        let state = tempfile::tempdir().unwrap();
        let vault = Vault::new(state.path());
        vault.write(&oauth("one", "a"), &tokens("1")).unwrap();
        drop(vault.turn(&oauth("one", "a")).unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&vault.directory), 0o700);
        let files: Vec<_> =
            fs::read_dir(&vault.directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 2);
        assert!(files.iter().all(|path| mode(path) == 0o600), "{files:?}");
    }

    #[test]
    fn a_file_that_makes_no_sense_is_as_good_as_none() {
        let state = tempfile::tempdir().unwrap();
        let (vault, one) = (Vault::new(state.path()), oauth("one", "a"));
        vault.write(&one, &tokens("1")).unwrap();
        fs::write(vault.path(&one, "json"), "{\"access_token\": 3").unwrap();
        assert!(vault.read(&one).unwrap().is_none());
    }
}
