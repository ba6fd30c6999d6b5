//! Files that the owner alone may read.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use tempfile::NamedTempFile;

use super::error::CliError;

/// Writes a file; what is in one that is there is replaced. Links are followed, and a device or a pipe only written
/// to: the owner named it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(false).mode(0o600).open(path);
    let written = file.and_then(|mut file| {
        empty(&file)?;
        file.write_all(bytes)
    });
    written.map_err(|source| CliError::File { path: path.to_owned(), source })
}

/// Empties a file, and takes the rights of others away before anything private is in it.
fn empty(file: &File) -> io::Result<()> {
    let found = file.metadata()?;
    if !found.is_file() {
        return Ok(());
    }
    file.set_permissions(Permissions::from_mode(found.permissions().mode() & 0o700))?;
    file.set_len(0)
}

/// Writes a file that was not there, whole or not at all.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = NamedTempFile::new_in(directory).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        Ok(())
    });
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => CliError::Exists { path: path.to_owned() },
        _ => CliError::File { path: path.to_owned(), source },
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{FileTypeExt, symlink};

    use super::*;

    #[test]
    fn a_file_that_others_could_read_is_the_owners_alone_once_it_is_written() {
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("page.html"), directory.path().join("link.html"));
        symlink("page.html", &link).unwrap();
        for path in [&file, &link] {
            fs::write(&file, "what stood there before, and was longer").unwrap();
            fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
            write(path, b"private").unwrap();
            assert_eq!(fs::read(&file).unwrap(), b"private");
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_device_stays_what_it_is() {
        let mode = || fs::metadata("/dev/null").unwrap().permissions().mode();
        let before = mode();
        write(Path::new("/dev/null"), b"private").unwrap();
        assert_eq!(mode(), before);
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }
}
