//! A feed of 100,000 events: how fast it is read and with how much memory, beside other programs.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use goodwill::config::{self, Whose};
use goodwill::observations::calendar::{Stream, Window};
use goodwill::observations::mail::Trust;
use goodwill::service::intake::Reading;
use goodwill::store::{FeedChange, Store, StoredFeed};
use icalendar::{Calendar, CalendarComponent, EventLike};
use jiff::tz::TimeZone;

use crate::Outcome;

/// Events of the feed.
const EVENTS: usize = 100_000;
/// The Python program reads the first of so many parts, for it takes minutes for all.
const PARTS: usize = 20;
/// The two years that are listed.
const FROM: &str = "2025-01-01T00:00:00Z";
const UNTIL: &str = "2027-01-01T00:00:00Z";
const PYTHON: &str = "\
import sys, time, datetime, icalendar, recurring_ical_events as recurring
start = time.monotonic()
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
utc = datetime.timezone.utc
found = recurring.of(calendar).between(datetime.datetime(2025, 1, 1, tzinfo=utc), datetime.datetime(2027, 1, 1, tzinfo=utc))
print(len(found), time.monotonic() - start)
";

pub(crate) const HELP: &str = "\
feed [PYTHON]
  Writes a feed of 100,000 events (63 MB) and reads it with all occurrences of two years: goodwill, in a process of
  its own of which the peak memory is told; the icalendar crate with its own recurrence; then into a journal, and
  again with one event changed; and, where PYTHON is an interpreter that has recurring-ical-events, that on a
  twentieth of the feed.";

/// Writes and reads the feed.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    match arguments {
        [only, path] if only == "goodwill" => return goodwill(Path::new(path)),
        [only, path] if only == "icalendar" => return icalendar(Path::new(path)),
        [only, path] if only == "again" => return again(Path::new(path)),
        _ => {}
    }
    let directory = tempfile::tempdir()?;
    let (whole, part) = (directory.path().join("whole.ics"), directory.path().join("part.ics"));
    fs::write(&whole, feed(EVENTS))?;
    fs::write(&part, feed(EVENTS / PARTS))?;
    println!("{} events, {} MB", EVENTS, fs::metadata(&whole)?.len() / 1_000_000);
    for program in ["goodwill", "icalendar", "again"] {
        let status = Command::new(std::env::current_exe()?).args(["feed", program]).arg(&whole).status()?;
        if !status.success() {
            return Err(format!("{program} ended with {status}").into());
        }
    }
    if let [python] = arguments {
        let output = Command::new(python).args(["-c", PYTHON]).arg(&part).output()?;
        println!(
            "python, a part of {PARTS}: occurrences and seconds {}",
            String::from_utf8_lossy(&output.stdout).trim()
        );
    }
    Ok(())
}

fn goodwill(path: &Path) -> Outcome<()> {
    let window = Window { from: FROM.parse()?, until: UNTIL.parse()? };
    let start = Instant::now();
    let bytes = fs::read(path)?;
    let mut stream = Stream::open(&bytes, &TimeZone::UTC, window);
    let mut found = 0;
    for nth in 0..stream.series().len() {
        found += stream.read_series(nth).iter().map(|object| object.occurrences.len()).sum::<usize>();
    }
    let took = start.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim();
    println!(
        "goodwill: {found} occurrences in {took:.2} s, {:.2} s of the processor, peak memory {peak}; notes: {:?}",
        processor_seconds(),
        stream.into_notes()
    );
    Ok(())
}

/// Records the feed in a journal, then again with one event changed.
fn again(path: &Path) -> Outcome<()> {
    let directory = tempfile::tempdir()?;
    let mut store = Store::open_or_create(directory.path())?;
    let config = config::parse(config::MINIMAL, "").map_err(|_| "the smallest config is wrong")?;
    let mut bytes = fs::read(path)?;
    let mut times = Vec::new();
    for again in [false, true] {
        if again {
            let title = b"SUMMARY:Review of part 77777";
            let at =
                bytes.windows(title.len()).position(|at| at == title).ok_or("the feed lacks an event")?;
            bytes.splice(at + 8..at + 9, *b"P");
        }
        let start = Instant::now();
        let known = store.feed_series("feed")?;
        let mut reading = Reading::new(&config, Trust::Owner, UNTIL.parse()?);
        let (marks, came) =
            reading.calendar("feed", &bytes, (Whose::Owner, &known), &mut |batch| store.record(batch))?;
        reading.flush(&mut |batch| store.record(batch))?;
        let left: Vec<u64> = known.difference(&marks).copied().collect();
        let change = FeedChange { came, left, lacking: Some(Vec::new()), seen: None };
        store.record_feed_change("feed", &StoredFeed::default(), &change, UNTIL.parse()?)?;
        times.push(start.elapsed().as_secs_f64());
        println!("journal: {} new in {:.2} s", reading.intake.new, start.elapsed().as_secs_f64());
    }
    if let [first, second] = times.as_slice() {
        println!("one event changed: {:.1} % of the first time", 100.0 * second / first);
    }
    Ok(())
}

/// What the crate's own recurrence makes of the same.
fn icalendar(path: &Path) -> Outcome<()> {
    let start = Instant::now();
    let text = fs::read_to_string(path)?;
    let calendar: Calendar = text.parse()?;
    let from: jiff::Timestamp = FROM.parse()?;
    let until: jiff::Timestamp = UNTIL.parse()?;
    let (from, until) = (from.as_second(), until.as_second());
    let mut found = 0;
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { continue };
        let Ok(set) = event.get_recurrence() else { continue };
        let set = set.limit();
        let listed = set.into_iter().take_while(|at| at.timestamp() < until);
        found += listed.filter(|at| at.timestamp() >= from).count();
    }
    let (took, processor) = (start.elapsed().as_secs_f64(), processor_seconds());
    println!("icalendar: {found} occurrences in {took:.2} s, {processor:.2} s of the processor");
    Ok(())
}

/// Time of the processor that this process took so far (proc(5), utime and stime in hundredths of a second):
/// what else the machine does makes no difference to it.
pub(crate) fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u32 =
        after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
    f64::from(ticks) / 100.0
}

/// One event in ten is a series, weekly since 2023; all have attendees and a text.
fn feed(events: usize) -> String {
    let mut feed = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//goodwill//feed//EN\r\n".to_owned();
    for nth in 0..events {
        let (day, hour) = (1 + nth % 28, 8 + nth % 9);
        let (year, rule) =
            if nth % 10 == 0 { (2023, "RRULE:FREQ=WEEKLY;INTERVAL=2\r\n") } else { (2025 + nth % 2, "") };
        let month = 1 + nth / 28 % 12;
        let _ = write!(
            feed,
            "BEGIN:VEVENT\r\nUID:{nth}@calendar.example\r\nDTSTAMP:20260101T000000Z\r\nCREATED:20250101T000000Z\r\nDTSTART;TZID=Europe/Berlin:{year}{month:02}{day:02}T{hour:02}0000\r\nDTEND;TZID=Europe/Berlin:{year}{month:02}{day:02}T{hour:02}4500\r\n{rule}SUMMARY:Review of part {nth}\r\nLOCATION:Room {}\r\nORGANIZER;CN=Olga Winter:mailto:olga@work.example\r\nATTENDEE;CN=Ana Lopes;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:ana\r\n @studio.example\r\nATTENDEE;CN=Ben Ito;PARTSTAT=TENTATIVE:mailto:ben@work.example\r\nDESCRIPTION:What was agreed the last time\\, what is open\\, and who does it\r\n  until when. Bring the list\\, please\\, and whatever you found meanwhile.\r\nEND:VEVENT\r\n",
            nth % 40
        );
    }
    feed.push_str("END:VCALENDAR\r\n");
    feed
}
