//! Calendars that mean harm: each is read in a process of its own, within a second and 64 MB.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use goodwill::observations::calendar::{self, Window};
use jiff::tz::TimeZone;

use crate::Outcome;

/// Time that each may take.
const LIMIT: Duration = Duration::from_secs(1);
/// Memory that each may take at its peak beside its own bytes, in kilobytes.
const MEMORY_KB: u64 = 64 * 1024;
/// What the rules of bombs begin with and what they pick.
const FREQUENCIES: [&str; 7] = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

pub(crate) const HELP: &str = "\
bombs
  Reads calendars that mean harm: rules without end or hit, components in components, lines and lists without end.
  Fails where one takes more than a second, or 64 MB beside its own bytes.";

/// Reads all bombs, or the one of which the number is given.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let bombs = bombs();
    if let [number] = arguments {
        return explode(&bombs, number.parse()?);
    }
    let mut failed = 0;
    for nth in 0..bombs.len() {
        let status = Command::new(std::env::current_exe()?).arg("bombs").arg(nth.to_string()).status()?;
        failed += usize::from(!status.success());
    }
    println!("{} bombs, {failed} too much", bombs.len());
    if failed > 0 { Err("not all ended in time".into()) } else { Ok(()) }
}

fn explode(bombs: &[(String, Vec<u8>)], nth: usize) -> Outcome<()> {
    let (name, bytes) = bombs.get(nth).ok_or("no such bomb")?;
    let window = Window { from: "2001-01-01T00:00:00Z".parse()?, until: "2027-01-01T00:00:00Z".parse()? };
    let before = peak_kb();
    let start = Instant::now();
    let found = calendar::read(bytes, &TimeZone::UTC, window);
    let (took, peak) = (start.elapsed(), peak_kb().saturating_sub(before));
    let occurrences: usize = found.objects.iter().map(|object| object.occurrences.len()).sum();
    println!("{name}: {} ms, {peak} kB, {occurrences} occurrences", took.as_millis());
    if took > LIMIT || peak > MEMORY_KB { Err(format!("{name} took too much").into()) } else { Ok(()) }
}

/// Most memory that this process ever had.
pub(crate) fn peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

fn bombs() -> Vec<(String, Vec<u8>)> {
    let rule = |rule: &str, times: usize| {
        let event =
            |nth| format!("BEGIN:VEVENT\nUID:{nth}\nDTSTART:19700101T000000Z\nRRULE:{rule}\nEND:VEVENT\n");
        let events: String = (0..times).map(event).collect();
        format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n").into_bytes()
    };
    let list = |until: u32| (0..until).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let mut bombs = Vec::new();
    for frequency in FREQUENCIES {
        for picks in [
            String::new(),
            ";BYHOUR=3;BYMINUTE=4;BYSECOND=5".to_owned(),
            ";BYMONTH=2;BYMONTHDAY=30".to_owned(),
            ";BYDAY=MO;BYSETPOS=-1;COUNT=4294967295".to_owned(),
            format!(";BYHOUR={};BYMINUTE={};BYSECOND={}", list(24), list(60), list(60)),
        ] {
            let text = format!("FREQ={frequency}{picks}");
            bombs.push((format!("{} of 1", text.chars().take(50).collect::<String>()), rule(&text, 1)));
        }
        bombs.push((format!("FREQ={frequency} of 300"), rule(&format!("FREQ={frequency}"), 300)));
    }
    let nested = |name: &str, depth: usize| format!("BEGIN:{name}\n").repeat(depth).into_bytes();
    for name in ["VCALENDAR", "VEVENT", "VALARM", "VTIMEZONE", "STANDARD", "X-ODD"] {
        bombs.push((format!("100,000 times BEGIN:{name}"), nested(name, 100_000)));
    }
    let line = [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:".as_slice(), &vec![b'a'; 10_000_000]].concat();
    bombs.push(("a line of 10 MB".to_owned(), line));
    let folded = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:{}", "\n a".repeat(1_000_000));
    bombs.push(("a line of a million folds".to_owned(), folded.into_bytes()));
    let mut dates = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T000000Z\n".to_owned();
    for nth in 0..100_000 {
        let _ = writeln!(dates, "RDATE:2026{:02}{:02}T{:02}0000Z", nth % 12 + 1, nth % 28 + 1, nth % 24);
    }
    bombs.push(("100,000 dates".to_owned(), dates.into_bytes()));
    let guests = "ATTENDEE:mailto:a@b.example\n".repeat(100_000);
    bombs.push((
        "100,000 guests".to_owned(),
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T000000Z\n{guests}").into_bytes(),
    ));
    let zones = "BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n";
    bombs.push(("20,000 zones".to_owned(), zones.repeat(20_000).into_bytes()));
    bombs
}
