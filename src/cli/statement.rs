//! `goodwill statement`: a month in numbers and pictures.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::nudges::statement::{Came, DayCount, Month, Statement, page};
use crate::service::letters;

use super::context::{Context, Loaded};
use super::error::CliError;
use super::outcomes::print_chain;
use super::private;
use super::text::{align_right, bar, day, days, json_line, plural, print_table, signed_bars, table, word};
use super::whom::one_person;

/// People listed in text; `--json` and `--html` tell of all.
const MAX_PEOPLE: usize = 25;
/// Entries shown in text.
const MAX_ROWS: usize = 40;
/// Chains shown in text.
const MAX_CHAINS: usize = 8;
/// Cells of the longest bar.
const BAR: usize = 24;
/// The heights of a column in text.
const HEIGHTS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Arguments of `statement`.
#[derive(Debug, Args)]
pub(super) struct StatementOf {
    /// Only this person: name, part of it, address or id
    person: Vec<String>,
    /// The month [default: the last one that is over]
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<String>,
    /// Write a page for a browser to this file, which only you may read
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl StatementOf {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let config = context.config()?;
        let zone = &config.me.timezone;
        let as_of = context.as_of(zone)?;
        let month = match &self.month {
            None => Month::last_before(as_of, zone),
            Some(text) => Month::parse(text)
                .ok_or_else(|| CliError::Usage(format!("{text:?} is no month; write it as 2026-03")))?,
        };
        if month.start(zone) >= as_of {
            return Err(CliError::Usage(format!("{} has not begun", month.title())));
        }
        let loaded = context.load_at(as_of.min(month.end(zone)))?;
        let text = self.person.join(" ");
        let person = if text.is_empty() { None } else { Some(one_person(&loaded.books, &text)?) };
        let statement = letters::statement(&loaded.books, month, person.map(|person| person.id));
        let whose = person.map(|person| person.name.as_str());
        if let Some(file) = &self.html {
            private::write(file, page(&statement, &loaded.config.me.name, whose, zone).as_bytes())?;
        }
        if context.json {
            let mut value = json!(statement);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("person".to_owned(), json!(person.map(|person| person.id)));
            }
            return Ok(json_line(out, &value)?);
        }
        print(out, &loaded, &statement, whose)?;
        if let Some(file) = &self.html {
            writeln!(out, "\nwritten: {}", file.display())?;
        }
        Ok(())
    }
}

fn print(
    out: &mut dyn Write,
    loaded: &Loaded,
    statement: &Statement,
    whose: Option<&str>,
) -> Result<(), CliError> {
    let whose = whose.map(|name| format!(", {name}")).unwrap_or_default();
    writeln!(out, "{}{whose}", statement.month.title())?;
    if statement.is_empty() {
        writeln!(out, "\nno contact, and nothing given or received")?;
        return Ok(());
    }
    let total = statement.total;
    if !statement.people.is_empty() {
        writeln!(
            out,
            "\nopening {}   given {}   received {}   faded {}   closing {}\n",
            total.opening, total.given, total.received, total.faded, total.closing
        )?;
        print_people(out, statement)?;
        print_kinds(out, statement)?;
        print_rows(out, loaded, statement)?;
        print_expired(out, loaded, statement)?;
        print_chains(out, loaded, statement)?;
    }
    print_rhythm(out, statement)?;
    print_met(out, statement)
}

fn print_people(out: &mut dyn Write, statement: &Statement) -> Result<(), CliError> {
    let shown = statement.people.iter().take(MAX_PEOPLE);
    let closing: Vec<i64> = shown.map(|account| account.sums.closing.thousandths()).collect();
    let bars = signed_bars(&closing, BAR);
    let mut table = table(&["WITH", "OPENING", "GIVEN", "RECEIVED", "FADED", "CLOSING", ""]);
    for (account, bar) in statement.people.iter().zip(bars) {
        let sums = account.sums;
        table.add_row([
            account.name.clone(),
            sums.opening.to_string(),
            sums.given.to_string(),
            sums.received.to_string(),
            sums.faded.to_string(),
            sums.closing.to_string(),
            bar,
        ]);
    }
    align_right(&mut table, &[1, 2, 3, 4, 5]);
    print_table(out, &table)?;
    if statement.people.len() > MAX_PEOPLE {
        writeln!(out, "… and {} more (--json, --html)", statement.people.len() - MAX_PEOPLE)?;
    }
    Ok(())
}

fn print_kinds(out: &mut dyn Write, statement: &Statement) -> Result<(), CliError> {
    if statement.kinds.is_empty() {
        return Ok(());
    }
    let longest = statement.kinds.iter().map(|kind| kind.given.max(kind.received)).max().unwrap_or(0);
    let drawn = |count: u32| format!("{count} {}", bar(u64::from(count), u64::from(longest), BAR / 2));
    let mut table = table(&["KIND", "GIVEN", "RECEIVED"]);
    for kind in &statement.kinds {
        table.add_row([word(&kind.kind), drawn(kind.given), drawn(kind.received)]);
    }
    writeln!(out)?;
    Ok(print_table(out, &table)?)
}

fn print_rows(out: &mut dyn Write, loaded: &Loaded, statement: &Statement) -> Result<(), CliError> {
    let rows = statement.people.iter().flat_map(|account| account.rows.iter().map(move |row| (account, row)));
    let mut rows: Vec<_> = rows.filter(|(_, row)| row.at >= statement.from).collect();
    rows.sort_by_key(|(_, row)| (row.at, row.entry));
    let mut table = table(&["ID", "DAY", "WITH", "", "WHAT", "WORTH", "NOW", "WORDS"]);
    for (account, row) in rows.iter().take(MAX_ROWS) {
        let words = if row.quote.is_empty() { String::new() } else { format!("“{}”", row.quote) };
        table.add_row([
            row.entry.to_string(),
            day(row.at, &loaded.config.me.timezone),
            account.name.clone(),
            word(&row.direction),
            word(&row.kind),
            row.moved.to_string(),
            row.closing.to_string(),
            words,
        ]);
    }
    align_right(&mut table, &[1, 5, 6]);
    if !rows.is_empty() {
        writeln!(out)?;
        print_table(out, &table)?;
    }
    if rows.len() > MAX_ROWS {
        writeln!(out, "… and {} more (--json, --html)", rows.len() - MAX_ROWS)?;
    }
    let routine = statement.routine;
    if routine.given + routine.received > 0 {
        writeln!(
            out,
            "as a matter of course, worth nothing here: {} by you, {} for you",
            plural(u64::from(routine.given), "thing", "things"),
            routine.received
        )?;
    }
    Ok(())
}

/// What changed the balance by counting no more.
fn print_expired(out: &mut dyn Write, loaded: &Loaded, statement: &Statement) -> Result<(), CliError> {
    let expired = statement.expired();
    if expired.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nexpired: inferred, and nothing more was seen of it within its half-life")?;
    for (name, row) in expired.iter().take(MAX_ROWS) {
        let (direction, kind) = (word(&row.direction), word(&row.kind));
        let day = day(row.at, &loaded.config.me.timezone);
        writeln!(out, "  {}  {day}  {name}: {kind} {direction}, counted {} before", row.entry, row.opening)?;
    }
    if expired.len() > MAX_ROWS {
        writeln!(out, "… and {} more (--json, --html)", expired.len() - MAX_ROWS)?;
    }
    Ok(())
}

fn print_chains(out: &mut dyn Write, loaded: &Loaded, statement: &Statement) -> Result<(), CliError> {
    if statement.chains.is_empty() {
        return Ok(());
    }
    let zone = &loaded.config.me.timezone;
    writeln!(out, "\nwhat came of it")?;
    for chain in statement.chains.iter().take(MAX_CHAINS) {
        if let Came::Favor { entry, direction, kind } = chain.start.came {
            let (direction, kind) = (word(&direction), word(&kind));
            writeln!(
                out,
                "  {}: {direction} {kind}, {} ({entry})",
                chain.start.name,
                day(chain.start.at, zone)
            )?;
        }
        print_chain(out, chain, zone)?;
    }
    if statement.chains.len() > MAX_CHAINS {
        writeln!(out, "… and {} more (--json)", statement.chains.len() - MAX_CHAINS)?;
    }
    Ok(())
}

fn print_rhythm(out: &mut dyn Write, statement: &Statement) -> Result<(), CliError> {
    let count = |day: &DayCount| day.letters + day.meetings;
    let highest = statement.days.iter().map(count).max().unwrap_or(0).max(1);
    let column = |day: &DayCount| {
        let height = (count(day) * 8).div_ceil(highest) as usize;
        HEIGHTS.get(height).copied().unwrap_or('█')
    };
    let columns: String = statement.days.iter().map(column).collect();
    let in_touch = plural(statement.days_in_touch() as u64, "day", "days");
    let people = plural(statement.met.len() as u64, "person", "people");
    writeln!(out, "\nin touch with {people} on {in_touch}")?;
    writeln!(out, "  |{columns}|  at most {highest} on a day")?;
    let longest = statement.months.iter().map(|month| month.contacts).max().unwrap_or(0);
    for month in &statement.months {
        let drawn = bar(u64::from(month.contacts), u64::from(longest), BAR);
        writeln!(out, "  {}  {:>4} {drawn}", month.month, month.contacts)?;
    }
    Ok(())
}

fn print_met(out: &mut dyn Write, statement: &Statement) -> Result<(), CliError> {
    if statement.met.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut table = table(&["IN TOUCH WITH", "DAYS", "BY MAIL", "MET", "LAST BEFORE"]);
    for met in statement.met.iter().take(MAX_PEOPLE) {
        table.add_row([
            met.name.clone(),
            met.days.to_string(),
            met.letters.to_string(),
            met.meetings.to_string(),
            met.after_days.map_or_else(|| "never".to_owned(), |number| days(f64::from(number))),
        ]);
    }
    align_right(&mut table, &[1, 2, 3, 4]);
    print_table(out, &table)?;
    if statement.met.len() > MAX_PEOPLE {
        writeln!(out, "… and {} more (--json, --html)", statement.met.len() - MAX_PEOPLE)?;
    }
    Ok(())
}
