//! A calendar in a file, or in a directory of files as calendar programs keep it.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{FeedError, FeedFault, Fetched, Validators, body, compare, hex};
use crate::sources::files::Entered;
use crate::sources::{Item, ItemKind, SourceError, walk};

/// Largest calendar, all its files together, in bytes.
const MAX_BYTES: usize = 256 * 1024 * 1024;
/// Deepest nesting of directories followed, as when they are read.
const MAX_DEPTH: usize = 32;

/// Reads all calendar files under `path`, one after the other, unless they are the ones that are `known`.
/// Files that are no calendars are passed over. `name` is what the owner calls the calendar.
pub fn read(name: &str, path: &Path, known: &Validators) -> Result<Fetched, FeedError> {
    let read = || {
        // Before anything is read: what is too much is not even looked at.
        if size(path, 0, &mut Entered::default()) > MAX_BYTES as u64 {
            return Err(FeedFault::TooLarge { limit: MAX_BYTES });
        }
        let mut bytes = Vec::new();
        walk(path, &mut |item: Item| take(&mut bytes, &item))?;
        body::expect_calendar(&bytes)?;
        let place = hex(Sha256::new().chain_update(path.as_os_str().as_encoded_bytes()));
        let body_hash = Some(body::hash(&bytes));
        let validators = Validators { body_hash, place_hash: Some(place), ..Validators::default() };
        Ok(compare(bytes, validators, known))
    };
    read().map_err(|fault| FeedError { calendar: name.to_owned(), fault })
}

/// How many bytes the files under `path` have that are named as calendars.
fn size(path: &Path, depth: usize, entered: &mut Entered) -> u64 {
    let Ok(metadata) = fs::metadata(path) else { return 0 };
    if !metadata.is_dir() {
        let named = path.extension().is_some_and(|name| {
            ["ics", "ical", "ifb", "gz"].iter().any(|known| name.eq_ignore_ascii_case(known))
        });
        return if named || depth == 0 { metadata.len() } else { 0 };
    }
    let Ok(entries) = fs::read_dir(path) else { return 0 };
    if depth >= MAX_DEPTH || !entered.enter(&metadata) {
        return 0;
    }
    entries.flatten().map(|entry| size(&entry.path(), depth + 1, entered)).fold(0, u64::saturating_add)
}

fn take(bytes: &mut Vec<u8>, item: &Item) -> Result<(), FeedFault> {
    if item.kind != ItemKind::Calendar || body::expect_calendar(&item.bytes).is_err() {
        return Ok(());
    }
    if item.bytes.len() > MAX_BYTES.saturating_sub(bytes.len()) {
        return Err(FeedFault::TooLarge { limit: MAX_BYTES });
    }
    bytes.extend_from_slice(item.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&item.bytes));
    bytes.extend_from_slice(b"\r\n");
    Ok(())
}

impl From<SourceError> for FeedFault {
    fn from(error: SourceError) -> Self {
        Self::Read(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDAR: &str = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

    fn changed(fetched: Result<Fetched, FeedError>) -> (Vec<u8>, Validators) {
        match fetched.unwrap() {
            Fetched::Changed { bytes, validators } => (bytes, validators),
            Fetched::Unchanged { .. } => panic!("it changed"),
        }
    }

    #[test]
    fn a_directory_is_one_calendar() {
        let directory = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
        write("a.ics", CALENDAR);
        write("b.ics", "<html></html>");
        write("c.ics", &["\u{feff}", CALENDAR.trim_end()].concat());
        write("notes.txt", "Dear diary");
        let (bytes, validators) = changed(read("home", directory.path(), &Validators::default()));
        assert_eq!(String::from_utf8(bytes).unwrap().matches("BEGIN:VCALENDAR\r\n").count(), 2);
        let again = read("home", directory.path(), &validators).unwrap();
        assert!(matches!(again, Fetched::Unchanged { validators: same } if same == validators));
        write("d.ics", CALENDAR);
        changed(read("home", directory.path(), &validators));
    }

    #[test]
    fn too_large_a_directory_is_refused_before_it_is_read() {
        let directory = tempfile::tempdir().unwrap();
        for name in ["a.ics", "b.ics"] {
            // Holes: nothing of that size is on the disk, and nobody would want to read it.
            let file = fs::File::create(directory.path().join(name)).unwrap();
            file.set_len(1 << 42).unwrap();
        }
        fs::File::create(directory.path().join("video.mkv")).unwrap().set_len(1 << 42).unwrap();
        let error = read("home", directory.path(), &Validators::default()).unwrap_err();
        assert!(matches!(error.fault, FeedFault::TooLarge { limit: MAX_BYTES }), "{error}");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let directory = tempfile::tempdir().unwrap();
        let missing = read("home", &directory.path().join("none.ics"), &Validators::default()).unwrap_err();
        assert!(missing.calendar == "home" && missing.to_string().starts_with("read "), "{missing}");
        let path = directory.path().join("a.ics");
        fs::write(&path, "<html>").unwrap();
        let fault = read("home", &path, &Validators::default()).unwrap_err().fault;
        assert!(matches!(fault, FeedFault::NotACalendar), "{fault:?}");
    }
}
