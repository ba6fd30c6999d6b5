//! Files and directories: mbox (also .gz), Maildir, `.eml`, `.ics`, `.vcf`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
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

/// Hands every item under `path` to `visit`, in the order of names, and returns how many there were.
/// A directory is walked; files in it that are none of the formats are passed over.
pub fn walk<E: From<SourceError>>(
    path: &Path,
    visit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<u64, E> {
    let found = walk_at(path, 0, visit)?;
    if found == 0 && !is_maildir(path) && !is_empty_file(path) {
        return Err(SourceError::Unknown { path: path.to_owned() }.into());
    }
    Ok(found)
}

fn walk_at<E: From<SourceError>>(
    path: &Path,
    depth: usize,
    visit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<u64, E> {
    let failed = |source| SourceError::Read { path: path.to_owned(), source };
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        return read_file(path, visit);
    }
    if depth >= MAX_DEPTH {
        return Ok(0);
    }
    // Names alone: a Maildir holds very many files.
    let mut names: Vec<Box<OsStr>> = fs::read_dir(path)
        .map_err(failed)?
        .map(|entry| entry.map(|entry| entry.file_name().into_boxed_os_str()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    names.sort_unstable();
    let inside_maildir = path.file_name().is_some_and(|name| name == "cur" || name == "new")
        && path.parent().is_some_and(is_maildir);
    let mut found = 0;
    for name in names {
        let entry = path.join(&*name);
        if inside_maildir && entry.is_file() {
            found += one_message(&entry, visit)?;
        } else if entry.is_dir() || has_known_extension(&entry) || looks_like_mbox(&entry) {
            if entry.file_name().is_some_and(|name| name == "tmp") && is_maildir(path) {
                continue;
            }
            found += walk_at(&entry, depth + 1, visit)?;
        }
    }
    Ok(found)
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
    let file = BufReader::with_capacity(256 * 1024, File::open(path)?);
    Ok(if is_compressed(path) {
        Box::new(BufReader::with_capacity(256 * 1024, MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}

fn read_file<E: From<SourceError>>(
    path: &Path,
    visit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<u64, E> {
    // Said here, since below an unreadable file would only look like no mail.
    File::open(path).map_err(|source| SourceError::Read { path: path.to_owned(), source })?;
    let kind = match extension(path).as_str() {
        "ics" | "ical" | "ifb" => ItemKind::Calendar,
        "vcf" | "vcard" => ItemKind::Cards,
        "eml" => ItemKind::Message,
        _ if looks_like_mbox(path) => return read_mbox(path, visit),
        "mbox" | "mbx" => return Ok(0),
        _ if looks_like_message(path) => ItemKind::Message,
        _ => return Ok(0),
    };
    let limit = if kind == ItemKind::Message { MAX_MESSAGE_BYTES as u64 } else { MAX_FILE_BYTES };
    let bytes = read_up_to(path, limit)?;
    visit(Item { kind, path: path.to_owned(), bytes })?;
    Ok(1)
}

fn one_message<E: From<SourceError>>(
    path: &Path,
    visit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<u64, E> {
    let bytes = read_up_to(path, MAX_MESSAGE_BYTES as u64)?;
    visit(Item { kind: ItemKind::Message, path: path.to_owned(), bytes })?;
    Ok(1)
}

fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, SourceError> {
    let failed = |source| SourceError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    if is_compressed(path) {
        open(path).map_err(failed)?.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len().min(limit);
        bytes.reserve_exact(usize::try_from(length).unwrap_or(0).saturating_add(1));
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
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

fn read_mbox<E: From<SourceError>>(
    path: &Path,
    visit: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<u64, E> {
    let failed = |source| SourceError::Read { path: path.to_owned(), source };
    let mut reader = MboxReader::new(open(path).map_err(failed)?);
    let mut found = 0;
    while let Some(bytes) = reader.next_message().map_err(failed)? {
        visit(Item { kind: ItemKind::Message, path: path.to_owned(), bytes })?;
        found += 1;
    }
    Ok(found)
}
