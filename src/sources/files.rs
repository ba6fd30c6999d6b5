//! Files and directories: mbox (also .gz), Maildir, `.eml`, `.ics`, `.vcf`.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::mbox::{MAX_MESSAGE_BYTES, MboxReader, is_separator};

/// Largest calendar or address book read, in bytes.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;
/// Deepest nesting of directories followed.
const MAX_DEPTH: usize = 32;

/// What an item is, by its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// One RFC 5322 message.
    Message,
    /// A calendar (RFC 5545).
    Calendar,
    /// An address book (RFC 6350).
    Cards,
}

/// The bytes of one item.
#[derive(Debug)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// The file it stands in.
    pub path: PathBuf,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why a path cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The operating system refused.
    #[error("read {path}")]
    Read {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is none of the formats known.
    #[error("{path} is no mbox, Maildir, .eml, .ics or .vcf, and no directory that holds any")]
    Unknown {
        /// The path.
        path: PathBuf,
    },
}

impl SourceError {
    /// What cannot be read.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Read { path, .. } | Self::Unknown { path } => path,
        }
    }
}

/// Hands every item under `path` to `visit`, in the order of names, and returns how many there were.
/// A directory is walked; files in it that are none of the formats are passed over. It ends with the first that
/// cannot be read.
pub fn walk<E: From<SourceError>>(
    path: &Path,
    visit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<u64, E> {
    walk_past(path, visit, &mut |error| Err(error.into()))
}

/// The same, past what cannot be read, or not to its end: `unread` hears of it.
pub fn walk_past<E>(
    path: &Path,
    visit: &mut dyn FnMut(Item) -> Result<(), E>,
    unread: &mut dyn FnMut(SourceError) -> Result<(), E>,
) -> Result<u64, E> {
    let mut walk = Walk { visit, unread, found: 0, is_broken: false, entered: Entered::default() };
    walk.at(path, 0)?;
    let Walk { found, is_broken, .. } = walk;
    if found == 0 && !is_broken && !is_maildir(path) && !is_empty_file(path) {
        unread(SourceError::Unknown { path: path.to_owned() })?;
    }
    Ok(found)
}

/// A walk under way.
struct Walk<'a, E> {
    visit: &'a mut dyn FnMut(Item) -> Result<(), E>,
    unread: &'a mut dyn FnMut(SourceError) -> Result<(), E>,
    found: u64,
    /// Whether something could not be read.
    is_broken: bool,
    entered: Entered,
}

/// The directories that were walked through: links may lead to one by many ways, and in circles.
#[derive(Debug, Default)]
pub(super) struct Entered(HashSet<(u64, u64)>);

impl Entered {
    /// Whether it is the first time.
    pub(super) fn enter(&mut self, directory: &Metadata) -> bool {
        self.0.insert((directory.dev(), directory.ino()))
    }
}

impl<E> Walk<'_, E> {
    fn at(&mut self, path: &Path, depth: usize) -> Result<(), E> {
        match fs::metadata(path) {
            Err(source) => self.broke(path, source),
            Ok(metadata) if !metadata.is_dir() => self.file(path),
            Ok(metadata) if depth >= MAX_DEPTH || !self.entered.enter(&metadata) => Ok(()),
            Ok(_) => match names_in(path) {
                Err(source) => self.broke(path, source),
                Ok(names) => self.directory(path, &names, depth),
            },
        }
    }

    fn directory(&mut self, path: &Path, names: &[Box<OsStr>], depth: usize) -> Result<(), E> {
        let inside_maildir = path.file_name().is_some_and(|name| name == "cur" || name == "new")
            && path.parent().is_some_and(is_maildir);
        for name in names {
            let entry = path.join(&**name);
            if inside_maildir && entry.is_file() {
                self.whole(ItemKind::Message, &entry)?;
            } else if entry.is_dir() || has_known_extension(&entry) || looks_like_mbox(&entry) {
                if entry.file_name().is_some_and(|name| name == "tmp") && is_maildir(path) {
                    continue;
                }
                self.at(&entry, depth + 1)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), E> {
        // Said here, since below an unreadable file would only look like no mail.
        if let Err(source) = open(path).and_then(|mut input| input.fill_buf().map(|_| ())) {
            return self.broke(path, source);
        }
        match extension(path).as_str() {
            "ics" | "ical" | "ifb" => self.whole(ItemKind::Calendar, path),
            "vcf" | "vcard" => self.whole(ItemKind::Cards, path),
            "eml" => self.whole(ItemKind::Message, path),
            _ if looks_like_mbox(path) => self.mbox(path),
            "mbox" | "mbx" => Ok(()),
            _ if looks_like_message(path) => self.whole(ItemKind::Message, path),
            _ => Ok(()),
        }
    }

    /// A file that is one item.
    fn whole(&mut self, kind: ItemKind, path: &Path) -> Result<(), E> {
        // A message is cut as one in an mbox is: its text stands before what makes it large.
        let limit = if kind == ItemKind::Message { MAX_MESSAGE_BYTES as u64 } else { MAX_FILE_BYTES + 1 };
        match read_up_to(path, limit) {
            Err(source) => self.broke(path, source),
            Ok(bytes) if bytes.len() as u64 > MAX_FILE_BYTES => {
                let reason = format!("it is larger than {} MiB", MAX_FILE_BYTES >> 20);
                self.broke(path, io::Error::new(io::ErrorKind::FileTooLarge, reason))
            }
            Ok(bytes) => self.item(kind, path, bytes),
        }
    }

    fn mbox(&mut self, path: &Path) -> Result<(), E> {
        let mut reader = match open(path) {
            Err(source) => return self.broke(path, source),
            Ok(input) => MboxReader::new(input),
        };
        loop {
            match reader.next_message() {
                Err(source) => return self.broke(path, source),
                Ok(None) => return Ok(()),
                Ok(Some(bytes)) => self.item(ItemKind::Message, path, bytes)?,
            }
        }
    }

    fn item(&mut self, kind: ItemKind, path: &Path, bytes: Vec<u8>) -> Result<(), E> {
        (self.visit)(Item { kind, path: path.to_owned(), bytes })?;
        self.found += 1;
        Ok(())
    }

    fn broke(&mut self, path: &Path, source: io::Error) -> Result<(), E> {
        self.is_broken = true;
        (self.unread)(SourceError::Read { path: path.to_owned(), source })
    }
}

/// What a directory holds, in order. Names alone: a Maildir holds very many files.
fn names_in(path: &Path) -> io::Result<Vec<Box<OsStr>>> {
    let entries = fs::read_dir(path)?;
    let mut names: Vec<Box<OsStr>> = entries
        .map(|entry| entry.map(|entry| entry.file_name().into_boxed_os_str()))
        .collect::<Result<_, _>>()?;
    names.sort_unstable();
    Ok(names)
}

fn is_maildir(path: &Path) -> bool {
    path.join("cur").is_dir() && path.join("new").is_dir()
}

fn is_empty_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == 0)
}

/// The extension in lower case, a final `.gz` left out.
fn extension(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
}

fn has_known_extension(path: &Path) -> bool {
    matches!(extension(path).as_str(), "mbox" | "mbx" | "eml" | "ics" | "ical" | "ifb" | "vcf" | "vcard")
}

/// Mail programs keep mboxes without an extension (`Sent`, `Inbox`): the first line tells.
fn looks_like_mbox(path: &Path) -> bool {
    let Ok(mut input) = open(path) else { return false };
    let mut start = [0; 256];
    let read = input.read(&mut start).unwrap_or(0);
    start.get(..read).and_then(|start| start.split(|&byte| byte == b'\n').next()).is_some_and(is_separator)
}

fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let file = BufReader::with_capacity(256 * 1024, open_file(path)?);
    Ok(if is_compressed(path) {
        Box::new(BufReader::with_capacity(256 * 1024, MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}

/// Opens a plain file. Any other thing is no mail, and opening a pipe waits for who writes into it.
fn open_file(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"))
    }
}

fn read_up_to(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if is_compressed(path) {
        open(path)?.take(limit).read_to_end(&mut bytes)?;
    } else {
        let file = open_file(path)?;
        let length = file.metadata()?.len().min(limit);
        bytes.reserve_exact(usize::try_from(length).unwrap_or(0).saturating_add(1));
        file.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// A file without a telling name is a message if its first line is a header field.
fn looks_like_message(path: &Path) -> bool {
    let Ok(start) = read_up_to(path, 512) else { return false };
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let Some(colon) = line.iter().position(|&byte| byte == b':') else { return false };
    let name = line.get(..colon).unwrap_or_default();
    !name.is_empty()
        && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && start.split(|&byte| byte == b'\n').take(2).filter(|line| line.contains(&b':')).count() == 2
}
