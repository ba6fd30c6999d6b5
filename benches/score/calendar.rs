//! Scores the reading of calendars against expansions that are known to be right.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use goodwill::observations::calendar::{self, Window};
use goodwill::sources::{self, Item, ItemKind, SourceError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::{Outcome, ratio};

/// Time that one file may take for one window.
const LIMIT: Duration = Duration::from_secs(10);
/// Files named where many failed.
const NAMED: usize = 3;
/// The window of files for which nothing is expected.
const OTHERWISE: (&str, &str) = ("2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z");

pub(crate) const HELP: &str = "\
calendar DIR
  How exactly calendars are expanded. DIR holds ics/*.ics and expected.json, an object with
    files     {NAME: {\"windows\": [[FROM, UNTIL], …], \"occ\": [[UID, START, END, …], …]}}: for each file in ics/ the
              occurrences that start in [FROM, UNTIL) of any of its windows; all instants RFC 3339 in UTC; floating and
              all-day times are read as UTC; UID \"\" where an event has none; cancelled occurrences are listed too
    readable  list of names of files that must not be refused (optional)
  A file is exact where the multisets of (UID, START) are equal, and exact with ends where those of (UID, START,
  END) are. Every other .ics in ics/ is read too: it must not panic, nor take longer than 10 s a window.
  Printed: files exact and exact with ends, readable files not read, the slowest, and how reading ended.";

/// How reading a file for one window ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    Read,
    Refused,
    Panicked,
    TooSlow,
}

/// UID, start and end of an occurrence.
type Row = (String, Timestamp, Timestamp);

/// Scores the directory.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let [directory] = arguments else { return Err("calendar: name one directory".into()) };
    let expected = Path::new(directory).join("expected.json");
    let text =
        fs::read_to_string(&expected).map_err(|error| format!("read {}: {error}", expected.display()))?;
    let expected: Value = serde_json::from_str(&text)?;
    let empty = serde_json::Map::new();
    let files = expected.get("files").and_then(Value::as_object).unwrap_or(&empty);
    let ics = Path::new(directory).join("ics");
    let names: BTreeSet<String> =
        fs::read_dir(ics)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let (mut exact, mut with_ends) = (0, 0);
    let mut endings: BTreeMap<Ending, usize> = BTreeMap::new();
    let (mut slowest, mut unread) = (Vec::new(), BTreeSet::new());
    for name in &names {
        let path = Path::new(directory).join("ics").join(name);
        let mut got = Vec::new();
        for window in windows(files.get(name))? {
            let start = Instant::now();
            let (ending, rows) = read_in_time(path.clone(), window);
            slowest.push((start.elapsed(), name));
            *endings.entry(ending).or_default() += 1;
            if ending != Ending::Read {
                unread.insert(name.as_str());
            }
            got.extend(rows);
        }
        if let Some(file) = files.get(name) {
            let wanted = wanted(file)?;
            exact += usize::from(sorted(&got, without_end) == sorted(&wanted, without_end));
            with_ends += usize::from(sorted(&got, Row::clone) == sorted(&wanted, Row::clone));
        }
    }
    slowest.sort_by(|a, b| b.cmp(a));
    for (took, name) in slowest.iter().take(NAMED) {
        println!("{:.2} s for {name}", took.as_secs_f64());
    }
    let readable = expected.get("readable").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let refused: Vec<&str> =
        readable.iter().filter_map(Value::as_str).filter(|name| unread.contains(name)).collect();
    let examples: Vec<&&str> = refused.iter().take(NAMED).collect();
    println!("readable files not read: {} of {} {examples:?}", refused.len(), readable.len());
    println!(
        "exact {exact}/{} ({:.3}), with end {with_ends}/{}; of {} files, by window: {endings:?}",
        files.len(),
        ratio(exact, files.len()),
        files.len(),
        names.len()
    );
    Ok(())
}

/// Each window of a file; one of three years where nothing is expected of it.
fn windows(file: Option<&Value>) -> Outcome<Vec<Window>> {
    let window = |from: &str, until: &str| Ok(Window { from: from.parse()?, until: until.parse()? });
    let Some(file) = file else { return Ok(vec![window(OTHERWISE.0, OTHERWISE.1)?]) };
    let windows = file.get("windows").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    windows.iter().map(|pair| window(at(pair, 0), at(pair, 1))).collect()
}

fn wanted(file: &Value) -> Outcome<Vec<Row>> {
    let rows = file.get("occ").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    rows.iter().map(|row| Ok((at(row, 0).to_owned(), at(row, 1).parse()?, at(row, 2).parse()?))).collect()
}

/// The text at a place of a list; empty where there is none.
fn at(list: &Value, place: usize) -> &str {
    list.get(place).and_then(Value::as_str).unwrap_or_default()
}

fn without_end(row: &Row) -> (String, Timestamp) {
    (row.0.clone(), row.1)
}

fn sorted<T: Ord>(rows: &[Row], part: impl Fn(&Row) -> T) -> Vec<T> {
    let mut parts: Vec<T> = rows.iter().map(part).collect();
    parts.sort();
    parts
}

/// Reads in a thread of its own. One that takes too long is left to itself: a thread cannot be stopped.
fn read_in_time(path: PathBuf, window: Window) -> (Ending, Vec<Row>) {
    let (done, result) = mpsc::channel();
    thread::spawn(move || done.send(occurrences(&path, window)));
    match result.recv_timeout(LIMIT) {
        Ok(Ok(rows)) => (Ending::Read, rows),
        Ok(Err(_)) => (Ending::Refused, Vec::new()),
        Err(RecvTimeoutError::Disconnected) => (Ending::Panicked, Vec::new()),
        Err(RecvTimeoutError::Timeout) => (Ending::TooSlow, Vec::new()),
    }
}

fn occurrences(path: &Path, window: Window) -> Result<Vec<Row>, SourceError> {
    let mut rows = Vec::new();
    sources::walk::<SourceError>(path, &mut |item: Item| {
        if item.kind == ItemKind::Calendar {
            for object in calendar::read(&item.bytes, &TimeZone::UTC, window).objects {
                let uid = if object.made_uid { "" } else { object.uid.as_str() };
                let row =
                    |occurrence: &calendar::Occurrence| (uid.to_owned(), occurrence.start, occurrence.end);
                rows.extend(object.occurrences.iter().map(row));
            }
        }
        Ok(())
    })?;
    Ok(rows)
}
