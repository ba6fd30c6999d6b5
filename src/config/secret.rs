//! Where a secret is kept, and how it is read. A config names the place and never holds the secret.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::Section;
use super::value::Line;

/// How long a command may take to print a secret: some ask the owner for a passphrase by a window,
/// but a daemon cannot wait for somebody who is not there.
const COMMAND_TIME: Duration = Duration::from_secs(10);
/// Longest secret, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// Where a secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// In a file that only its owner may read.
    File(PathBuf),
    /// A program with its arguments prints it. No shell reads them.
    Command(Vec<String>),
    /// In a file of this name in `$CREDENTIALS_DIRECTORY`, where systemd puts what `LoadCredential=`
    /// names.
    Credential(String),
}

/// Why a secret cannot be read. It never holds any of it.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file is not there or may not be read.
    #[error("read the secret in {}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Others on this machine may read the file.
    #[error("others may read the secret in {0}: run chmod 600 {0}", .path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// The program cannot be started.
    #[error("run {program} for the secret")]
    Start {
        /// The program.
        program: String,
        /// Why not.
        source: io::Error,
    },
    /// The program ended with a failure.
    #[error("{program} printed no secret: {status}")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: String,
    },
    /// The program took too long.
    #[error("{program} printed no secret within 10 seconds")]
    Slow {
        /// The program.
        program: String,
    },
    /// No credentials were passed by systemd.
    #[error("there are no credentials here: start goodwill by a unit that has LoadCredential={name}:FILE")]
    NoCredentials {
        /// The credential's name.
        name: String,
    },
    /// What was found is empty, no text, or of several lines.
    #[error("{place} holds no secret: it must be one line of text")]
    Unusable {
        /// Where it was looked for.
        place: String,
    },
}

impl SecretSource {
    /// Reads the secret, without the line break at its end. A command may keep the caller waiting for ten
    /// seconds. `env` gives variables as [`std::env::var_os`] does.
    pub fn read(&self, env: &dyn Fn(&str) -> Option<OsString>) -> Result<SecretString, SecretError> {
        match self {
            Self::File(path) => {
                let bytes = read_file(path, Others::Refused)?;
                secret(&bytes, path.display().to_string())
            }
            Self::Credential(name) => {
                let directory = env("CREDENTIALS_DIRECTORY").filter(|directory| !directory.is_empty());
                let directory = directory.ok_or(SecretError::NoCredentials { name: name.clone() })?;
                let path = Path::new(&directory).join(name);
                let bytes = read_file(&path, Others::Ignored)?;
                secret(&bytes, path.display().to_string())
            }
            Self::Command(words) => {
                let (program, arguments) =
                    words.split_first().map_or(("", &[][..]), |(p, a)| (p.as_str(), a));
                let bytes = run(program, arguments)?;
                secret(&bytes, program.to_owned())
            }
        }
    }
}

/// What to do where others may read the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Refused,
    /// Systemd guards the directory and sets the bits as it likes.
    Ignored,
}

fn read_file(path: &Path, others: Others) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let failed = |source| SecretError::Read { path: path.to_owned(), source };
    // Opening a pipe would wait for who writes into it; a directory cannot be read.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "it is no file")));
    }
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if others == Others::Refused && metadata.permissions().mode() & 0o077 != 0 {
        return Err(SecretError::Exposed { path: fs::canonicalize(path).unwrap_or(path.to_owned()) });
    }
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(MAX_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn run(program: &str, arguments: &[String]) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let start = |source| SecretError::Start { program: program.to_owned(), source };
    let mut command = Command::new(program);
    // What it says on standard error may hold anything, so it goes nowhere.
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(start)?;
    let (sender, receiver) = mpsc::channel();
    let stdout = child.stdout.take();
    thread::spawn(move || {
        let mut bytes = Zeroizing::new(Vec::new());
        if let Some(stdout) = stdout {
            // What was read before an error is judged by the exit status.
            let _ = stdout.take(MAX_BYTES).read_to_end(&mut bytes);
        }
        let _ = sender.send(bytes);
    });
    let Ok(bytes) = receiver.recv_timeout(COMMAND_TIME) else {
        end(&mut child);
        return Err(SecretError::Slow { program: program.to_owned() });
    };
    // With its output closed it has nothing left to do but to end.
    let status = wait_briefly(&mut child).map_err(start)?;
    match status {
        Some(status) if status.success() => Ok(bytes),
        Some(status) => Err(SecretError::Failed { program: program.to_owned(), status: status.to_string() }),
        None => Err(SecretError::Slow { program: program.to_owned() }),
    }
}

/// Waits up to two seconds for the end of a program, then ends it.
fn wait_briefly(child: &mut Child) -> io::Result<Option<std::process::ExitStatus>> {
    for _ in 0..200 {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(10));
    }
    end(child);
    Ok(None)
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// The one line that the bytes are. Spaces within stay: app passwords are written in groups of four.
fn secret(bytes: &[u8], place: String) -> Result<SecretString, SecretError> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() || line.contains(['\n', '\r', '\0']) || bytes.len() as u64 >= MAX_BYTES {
        return Err(SecretError::Unusable { place });
    }
    Ok(SecretString::from(line))
}

/// Reads the place of a secret, without which the section cannot be: an inline table with one key.
pub(super) fn required(section: &mut Section<'_>, key: &'static str) -> Option<SecretSource> {
    if !section.has(key) {
        section.lacks(key, "{ file = \"…\" }, { command = [\"…\"] } or { credential = \"…\" }");
    }
    section.section(key, read_place)
}

/// Reads the place of a secret, if there is one: an inline table with one key.
pub(super) fn optional(section: &mut Section<'_>, key: &'static str) -> Option<SecretSource> {
    section.section(key, read_place)
}

fn read_place(section: &mut Section<'_>) -> Option<SecretSource> {
    let file = section.read::<Line>("file").map(|Line(path)| SecretSource::File(PathBuf::from(path)));
    let command = section.read::<Vec<Line>>("command");
    let credential = section.read::<Line>("credential");
    let command = command.and_then(|words| {
        if words.is_empty() {
            let title = "a command needs at least the program".to_owned();
            section.refuse(&["command"], title, "it is empty".to_owned());
            return None;
        }
        Some(SecretSource::Command(words.into_iter().map(|Line(word)| word).collect()))
    });
    let credential = credential.and_then(|Line(name)| {
        if name.contains('/') || name.starts_with('.') {
            let title = "a credential has a name, not a path".to_owned();
            section.refuse(&["credential"], title, "write the name that LoadCredential= gives it".to_owned());
            return None;
        }
        Some(SecretSource::Credential(name))
    });
    let given = ["file", "command", "credential"].iter().filter(|key| section.has(key)).count();
    match given {
        0 if section.is_given() => {
            section.refuse_name("it is not said where the secret is kept", "write `{ file = \"…\" }`");
        }
        0 | 1 => {}
        _ => {
            let what = "write one of `file`, `command`, `credential`";
            section.refuse_name("a secret is kept in one place", what);
        }
    }
    file.or(command).or(credential)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn file(mode: u32, content: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (directory, path)
    }

    fn command(words: &[&str]) -> Result<SecretString, SecretError> {
        SecretSource::Command(words.iter().map(|&word| word.to_owned()).collect()).read(&|_| None)
    }

    #[test]
    fn a_secret_is_one_line_without_its_end() {
        for (content, secret) in [
            ("abcd efgh ijkl mnop\n", Some("abcd efgh ijkl mnop")),
            (" spaces count \r\n", Some(" spaces count ")),
            ("pässwört", Some("pässwört")),
            ("", None),
            ("\n", None),
            ("two\nlines\n", None),
        ] {
            let (_directory, path) = file(0o600, content.as_bytes());
            let read = SecretSource::File(path).read(&|_| None);
            assert_eq!(read.ok().as_ref().map(ExposeSecret::expose_secret), secret, "{content:?}");
        }
        let (_directory, path) = file(0o600, b"\xff\xfe");
        assert!(matches!(SecretSource::File(path).read(&|_| None), Err(SecretError::Unusable { .. })));
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        for (mode, refused) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o660, true)] {
            let (_directory, path) = file(mode, b"secret\n");
            let read = SecretSource::File(path).read(&|_| None);
            assert_eq!(matches!(read, Err(SecretError::Exposed { .. })), refused, "{mode:o}");
        }
    }

    #[test]
    fn a_credential_lies_where_systemd_says() {
        let (directory, _) = file(0o644, b"secret\n");
        let source = SecretSource::Credential("secret".to_owned());
        let env = |name: &str| (name == "CREDENTIALS_DIRECTORY").then(|| directory.path().into());
        assert_eq!(source.read(&env).unwrap().expose_secret(), "secret");
        assert!(matches!(source.read(&|_| None), Err(SecretError::NoCredentials { .. })));
    }

    #[test]
    fn a_command_prints_the_secret_or_fails() {
        assert_eq!(command(&["printf", "%s\\n", "a b"]).unwrap().expose_secret(), "a b");
        assert!(matches!(command(&["sh", "-c", "echo secret; exit 3"]), Err(SecretError::Failed { .. })));
        assert!(matches!(command(&["/no/such/program"]), Err(SecretError::Start { .. })));
        assert!(matches!(command(&["true"]), Err(SecretError::Unusable { .. })));
    }

    #[test]
    fn nothing_shows_a_secret() {
        let (_directory, path) = file(0o600, b"canary-7\n");
        let read = SecretSource::File(path).read(&|_| None);
        assert!(!format!("{read:?}").contains("canary"));
        let error = command(&["sh", "-c", "echo canary-7; echo canary-7 >&2; exit 1"]).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("canary-7\n"));
    }
}
