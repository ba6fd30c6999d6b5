//! Breaks calendars in every way and reads them: nothing may panic, nothing may take long.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use goodwill::observations::calendar::{self, Window};
use jiff::tz::TimeZone;

use crate::Outcome;

/// Time that each event of a mutant may take.
const LIMIT: Duration = Duration::from_millis(100);
/// How often one that took longer is read again.
const TRIES: usize = 4;
/// Largest calendar that is broken, in bytes.
const MAX_BYTES: usize = 1024 * 1024;
/// Most changes in one mutant.
const MAX_EDITS: u64 = 12;
/// What calendars are made of.
const PIECES: [&str; 14] = [
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "BEGIN:VCALENDAR\r\n",
    ";INTERVAL=0",
    "FREQ=SECONDLY;",
    ";BYDAY=5MO,-1SU",
    ";BYSETPOS=-1",
    ";COUNT=99999999",
    "\r\n ",
    "\u{e9}",
    "\0",
    "99991231T235959Z",
    "-P99999999999W",
    "\"",
];

pub(crate) const HELP: &str = "\
mutants DIR [COUNT]
  Breaks the .ics files in DIR, COUNT mutants of them in all (100000 unless told), the same each time, and reads each.
  Fails where one panics, or takes longer than 100 ms for each of its events.";

/// Reads the mutants of a directory.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let (directory, count) = match arguments {
        [directory] => (directory, 100_000),
        [directory, count] => (directory, count.parse()?),
        _ => return Err("mutants: name one directory".into()),
    };
    let files = calendars(Path::new(directory))?;
    if files.is_empty() {
        return Err(format!("there is no .ics in {directory}").into());
    }
    let window = Window { from: "2024-01-01T00:00:00Z".parse()?, until: "2027-01-01T00:00:00Z".parse()? };
    let (mut panics, mut slow, mut longest) = (0, 0, Duration::ZERO);
    for nth in 0..count {
        let index = usize::try_from(nth).unwrap_or(0) % files.len();
        let Some((name, bytes)) = files.get(index) else { continue };
        let mutant = mutant(bytes, nth, &PIECES);
        let events = mutant.windows(12).filter(|at| at.eq_ignore_ascii_case(b"BEGIN:VEVENT")).count().max(1);
        let mut each = Duration::MAX;
        // What else the machine does may take the time: only what is slow each time is.
        for _ in 0..TRIES {
            let start = Instant::now();
            if catch_unwind(|| calendar::read(&mutant, &TimeZone::UTC, window)).is_err() {
                panics += 1;
                println!("mutant {nth} of {name} panics");
            }
            each = each.min(start.elapsed() / u32::try_from(events)?);
            if each <= LIMIT {
                break;
            }
        }
        longest = longest.max(each);
        if each > LIMIT {
            slow += 1;
            println!("mutant {nth} of {name}: {} ms an event", each.as_millis());
        }
    }
    println!(
        "{count} mutants of {} files: {panics} panics, {slow} slow; the slowest took {} ms an event",
        files.len(),
        longest.as_millis()
    );
    if panics + slow > 0 { Err("not all were read".into()) } else { Ok(()) }
}

/// Names and bytes of the calendars in a directory, by name.
fn calendars(directory: &Path) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ics") {
            let mut bytes = fs::read(&path)?;
            bytes.truncate(MAX_BYTES);
            files.push((path.display().to_string(), bytes));
        }
    }
    files.sort();
    Ok(files)
}

/// A broken copy; `seed` says how, and `pieces` are put in.
pub(crate) fn mutant(bytes: &[u8], seed: u64, pieces: &[&str]) -> Vec<u8> {
    let mut mutant = bytes.to_vec();
    let mut state = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut dice = |sides: usize| {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (sides.max(1) as u64)).unwrap_or(0)
    };
    for _ in 0..=(seed % MAX_EDITS) {
        let at = dice(mutant.len());
        match dice(5) {
            0 => mutant.truncate(at.max(mutant.len() / 2)),
            1 => {
                let byte = u8::try_from(dice(256)).unwrap_or(0);
                mutant.splice(at..mutant.len().min(at + 1), [byte]);
            }
            2 => {
                let end = mutant.len().min(at + dice(40));
                mutant.drain(at..end);
            }
            3 => {
                let end = mutant.len().min(at + dice(200));
                let copy = mutant.get(at..end).unwrap_or_default().to_vec();
                let to = dice(mutant.len());
                mutant.splice(to..to, copy);
            }
            _ => {
                let piece = pieces.get(dice(pieces.len())).copied().unwrap_or_default();
                mutant.splice(at..at, piece.bytes());
            }
        }
    }
    mutant
}
