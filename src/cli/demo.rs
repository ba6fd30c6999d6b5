//! `goodwill demo`: the whole job on an invented mailbox and calendar.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::tz::TimeZone;

use crate::ledger::Status;
use crate::nudges::Memory;
use crate::nudges::statement::{Month, page};
use crate::service::intake::Assertion;
use crate::service::{journal, letters};
use crate::store::Store;

use super::context::{Context, Loaded};
use super::error::CliError;
use super::text::{align_right, count, day, plural, print_table, table, word};
use super::{import, ledger, nudge, private};

/// Entries printed; `goodwill ledger` lists all.
const SHOWN_ENTRIES: usize = 24;

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Put mailbox, config, ledger and nudge mail here [default: a new temporary directory]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Demo {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let directory = match &self.output {
            Some(directory) => directory.clone(),
            None => temporary_directory()?,
        };
        // The mailbox is dated relative to the day it is shown on.
        let context = context.at_as_of()?;
        let config_file = lay_out(&directory, &context)?;
        let state = directory.join("state");
        let context = context.elsewhere(&config_file, &state);
        let config = context.config()?;
        let mut store = Store::open_or_create(&state)?;
        let (mut messages, bar) = (0, import::progress_bar(&context));
        for name in ["mailbox.mbox", "calendar.ics", "contacts.vcf"] {
            let path = directory.join(name);
            let read = import::read((&context, &bar), &mut store, &config, &path, Assertion::Trusted)?;
            messages += read.intake.messages;
        }
        journal::refold(&mut store, &config, context.now)?;
        drop(store);
        let loaded = context.load()?;
        print_found(out, &loaded, messages)?;
        print_ledger(out, &loaded)?;
        let memory = Memory::default();
        let choice = nudge::chosen(&loaded, &memory)?;
        let letter = nudge::letter(&loaded, &choice, &memory)?;
        nudge::write_letter(&loaded, &choice, &letter, &directory)?;
        let page = directory.join("statement.html");
        let statement = write_statement(&context, &page)?;
        writeln!(out, "\nThe mail that {} would get now:\n", loaded.config.me.name)?;
        writeln!(out, "Subject: {}\n\n{}", letter.subject, letter.text)?;
        writeln!(out, "{statement}")?;
        print_next(out, &directory)
    }
}

/// Writes the page of the last month that is over; what it tells, in a line.
fn write_statement(context: &Context, path: &Path) -> Result<String, CliError> {
    let config = context.config()?;
    let zone = &config.me.timezone;
    let month = Month::last_before(context.now, zone);
    let loaded = context.load_at(month.end(zone))?;
    let told = letters::statement(&loaded.books, month, None);
    private::write(path, page(&told, &config.me.name, None, zone).as_bytes())?;
    let (total, title) = (told.total, month.title());
    let in_touch = plural(told.met.len() as u64, "person", "people");
    Ok(format!(
        "The statement of {title}: {in_touch} in touch, opening {}, given {}, received {}, closing {}\n",
        total.opening, total.given, total.received, total.closing
    ))
}

fn temporary_directory() -> Result<PathBuf, CliError> {
    let made = tempfile::Builder::new().prefix("goodwill-demo-").tempdir();
    made.map(tempfile::TempDir::keep).map_err(|source| CliError::File { path: std::env::temp_dir(), source })
}

/// Writes mailbox, calendar, address book and config, dated relative to today.
fn lay_out(directory: &Path, context: &Context) -> Result<PathBuf, CliError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| CliError::File { path, source }
    };
    fs::create_dir_all(directory).map_err(failed(directory))?;
    let today = context.now.to_zoned_datetime(TimeZone::UTC).date();
    let demo = crate::demo::build(today);
    let config = directory.join("config.toml");
    let files: [(PathBuf, &[u8]); 4] = [
        (directory.join("mailbox.mbox"), &demo.mbox),
        (directory.join("calendar.ics"), &demo.calendar),
        (directory.join("contacts.vcf"), &demo.cards),
        (config.clone(), demo.config.as_bytes()),
    ];
    for (path, content) in files {
        fs::write(&path, content).map_err(failed(&path))?;
    }
    Ok(config)
}

fn print_found(out: &mut dyn Write, loaded: &Loaded, messages: u64) -> Result<(), CliError> {
    let books = &loaded.books;
    let meetings = books.meetings.iter().filter(|meeting| meeting.counts).count() as u64;
    writeln!(
        out,
        "read {} and {} of an invented mailbox and calendar (14 months)",
        plural(messages, "message", "messages"),
        plural(meetings, "meeting that took place", "meetings that took place")
    )?;
    writeln!(
        out,
        "found {}, {} (and {} as a matter of course), {}\n",
        plural(books.relationships.len() as u64, "person", "people"),
        plural(books.favor_count(), "favor", "favors"),
        plural(books.entries.len() as u64 - books.favor_count(), "thing done", "things done"),
        plural(books.relationships.iter().map(|r| r.loops.len() as u64).sum(), "open loop", "open loops"),
    )?;
    Ok(())
}

fn print_ledger(out: &mut dyn Write, loaded: &Loaded) -> Result<(), CliError> {
    let books = &loaded.books;
    let entries: Vec<_> = books.favors_posted().collect();
    let mut table = table(&["DAY", "WITH", "", "WHAT", "WORTH", "SURE", "WORDS"]);
    for entry in entries.iter().rev().take(SHOWN_ENTRIES).rev() {
        table.add_row([
            day(entry.at, &loaded.config.me.timezone),
            ledger::name(books, entry.person),
            word(&entry.direction),
            word(&entry.kind),
            entry.worth.to_string(),
            if entry.status == Status::Posted {
                "yes".to_owned()
            } else {
                format!("{:.0} %", entry.confidence.fraction() * 100.0)
            },
            ledger::words(entry),
        ]);
    }
    align_right(&mut table, &[0, 4, 5]);
    print_table(out, &table)?;
    if entries.len() > SHOWN_ENTRIES {
        writeln!(out, "… and {} older ones", count((entries.len() - SHOWN_ENTRIES) as u64))?;
    }
    Ok(())
}

fn print_next(out: &mut dyn Write, directory: &Path) -> Result<(), CliError> {
    let directory = directory.display();
    writeln!(out, "written: {directory}/nudge.eml, nudge.txt, nudge.html, statement.html")?;
    writeln!(out, "look around: goodwill --config {directory}/config.toml --state {directory}/state people")?;
    writeln!(out, "             … show NAME, statement, ledger --all, explain ID, nudge, status")?;
    writeln!(
        out,
        "your own mail: goodwill init ADDRESS, then goodwill sync; or write a config (config/goodwill.toml shows every \
         key), then goodwill import PATH…"
    )?;
    Ok(())
}
