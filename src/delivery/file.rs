//! Letters as files of a directory, for owners who fetch them by other means, and for trying out.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::{Admitted, BoxFuture, DeliveryError, Fault, Mailer, Repeatable};
use crate::observations::MessageId;

/// Bytes of the hash that names a file.
const NAME_BYTES: usize = 16;

/// Delivers into a directory: a file for each letter, complete or not there.
#[derive(Debug, Clone)]
pub struct FileMailer {
    directory: PathBuf,
}

impl FileMailer {
    /// A mailer into this directory, which is made with the first letter.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// Where the letter with this id is, or would be. An id is never part of a path by itself.
    #[must_use]
    pub fn path_of(&self, id: &MessageId) -> PathBuf {
        use std::fmt::Write;
        let hash = Sha256::digest(id.as_str().as_bytes());
        let mut name = String::new();
        for byte in hash.iter().take(NAME_BYTES) {
            write!(name, "{byte:02x}").expect("a string takes all that is written");
        }
        self.directory.join(name + ".eml")
    }

    fn write(&self, letter: Admitted<'_>) -> io::Result<()> {
        if !self.directory.is_dir() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?;
        }
        let path = self.path_of(letter.message_id());
        let unfinished = path.with_extension("part");
        // A file left by a crash is written anew.
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(letter.bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        File::open(&self.directory)?.sync_all()
    }
}

impl Mailer for FileMailer {
    fn deliver<'a>(&'a self, letter: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            self.write(letter).map_err(|error| {
                let why = format!("cannot write into {}: {error}", self.directory.display());
                DeliveryError::new(Fault::Temporary, why)
            })
        })
    }

    fn repeatable(&self) -> Repeatable {
        Repeatable::Yes
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::super::scenario::{outgoing, owner};
    use super::*;

    #[tokio::test]
    async fn a_letter_delivered_twice_is_one_file_that_only_the_owner_may_read() {
        let directory = tempfile::tempdir().unwrap();
        let mailer = FileMailer::new(directory.path().join("a/outbox"));
        let (owner, outgoing) = (owner(), outgoing());
        for _ in 0..2 {
            mailer.deliver(owner.admit(&outgoing).unwrap()).await.unwrap();
        }
        let path = mailer.path_of(&outgoing.message_id);
        assert_eq!(fs::read(&path).unwrap(), outgoing.bytes);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(directory.path().join("a/outbox")).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_directory_that_cannot_be_written_is_a_fault_that_may_pass() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("outbox"), "a file").unwrap();
        let mailer = FileMailer::new(directory.path().join("outbox"));
        let (owner, outgoing) = (owner(), outgoing());
        let error = mailer.deliver(owner.admit(&outgoing).unwrap()).await.unwrap_err();
        assert_eq!(error.fault, Fault::Temporary);
    }

    #[test]
    fn no_id_leads_out_of_the_directory() {
        let mailer = FileMailer::new(PathBuf::from("/d"));
        for id in ["<../../etc/passwd@x>", "</etc/passwd>", "<a@b>"] {
            let path = mailer.path_of(&MessageId::parse(id).unwrap());
            assert_eq!(path.parent(), Some(std::path::Path::new("/d")), "{id}");
        }
    }
}
