//! The statement as one HTML page for a browser: charts drawn in it, tables beside them, nothing loaded from
//! anywhere and nothing that runs.

use askama::Template;
use jiff::tz::TimeZone;

use crate::ledger::Direction;
use crate::nudges::compose::rendered;
use crate::nudges::plain::plain;
use crate::nudges::words::{capital, number, quantity};

use super::chart::{self, Bars, Columns, Line};
use super::trees::{Tree, day, trees};
use super::{Account, Met, Row, Statement, Sums, kind_word};

/// Longest name, and longest words, in characters.
const MAX_NAME: usize = 80;
const MAX_WORDS: usize = 200;
/// Most rows of a table.
const MAX_ROWS: usize = 500;

/// What the page says beside the statement.
#[derive(Template)]
#[template(path = "nudges/templates/statement_page.html")]
struct Page<'a> {
    title: String,
    owner: String,
    summary: String,
    total: Sums,
    accounts: Vec<Entity>,
    hidden_accounts: usize,
    lists: [List; 2],
    expired: Vec<Listed>,
    hidden_expired: usize,
    earlier: Vec<Listed>,
    hidden_earlier: usize,
    trees: Vec<Tree>,
    hidden_trees: usize,
    met: Vec<Contact>,
    hidden_met: usize,
    balances: Line,
    by_person: Bars,
    by_kind: Bars,
    by_day: Columns,
    by_month: Columns,
    statement: &'a Statement,
}

/// One person's sums.
struct Entity {
    name: String,
    sums: Sums,
    band: String,
}

/// What went one way.
struct List {
    heading: &'static str,
    none: &'static str,
    rows: Vec<Listed>,
    hidden: usize,
}

/// One entry.
struct Listed {
    name: String,
    day: String,
    what: String,
    id: String,
    words: String,
    opening: String,
    moved: String,
    closing: String,
}

/// Somebody met.
struct Contact {
    name: String,
    days: u32,
    letters: u32,
    meetings: u32,
    before: String,
}

/// The page of a statement; `owner` is the owner's name, `whose` the person's where it is of one.
#[must_use]
pub fn page(statement: &Statement, owner: &str, whose: Option<&str>, zone: &TimeZone) -> String {
    let title = match whose {
        Some(name) => format!("{}: {}", plain(name, MAX_NAME), statement.month.title()),
        None => statement.month.title(),
    };
    let list = |direction, heading, none| {
        let moved = statement.moved(direction);
        let hidden = moved.len().saturating_sub(MAX_ROWS);
        let rows = moved.into_iter().take(MAX_ROWS).map(|(name, row)| listed(name, row, zone));
        List { heading, none, rows: rows.collect(), hidden }
    };
    let rows = statement.people.iter().flat_map(|account| &account.rows);
    let earlier = rows.filter(|row| row.at < statement.from).count();
    let (trees, hidden_trees) = trees(&statement.chains, zone);
    let expired = statement.expired();
    let page = Page {
        title,
        owner: plain(owner, MAX_NAME),
        summary: summary(statement),
        total: statement.total,
        accounts: statement.people.iter().take(MAX_ROWS).map(entity).collect(),
        hidden_accounts: statement.people.len().saturating_sub(MAX_ROWS),
        lists: [
            list(Direction::Given, "What you gave", "Nothing was seen."),
            list(Direction::Received, "What you received", "Nothing was seen."),
        ],
        expired: expired.iter().take(MAX_ROWS).map(|(name, row)| listed(name, row, zone)).collect(),
        hidden_expired: expired.len().saturating_sub(MAX_ROWS),
        earlier: earlier_rows(statement, zone),
        hidden_earlier: earlier.saturating_sub(MAX_ROWS),
        trees,
        hidden_trees,
        met: statement.met.iter().take(MAX_ROWS).map(contact).collect(),
        hidden_met: statement.met.len().saturating_sub(MAX_ROWS),
        balances: chart::balances(&statement.months),
        by_person: chart::by_person(&statement.people),
        by_kind: chart::by_kind(&statement.kinds),
        by_day: chart::by_day(&statement.days),
        by_month: chart::by_month(&statement.months),
        statement,
    };
    rendered(&page)
}

/// "In touch with 31 people on 24 days; four favors given, two received."
pub(super) fn summary(statement: &Statement) -> String {
    let people = quantity(statement.met.len(), "person", "people");
    let days = quantity(statement.days_in_touch(), "day", "days");
    let given = quantity(statement.moved(Direction::Given).len(), "favor", "favors");
    let received = match statement.moved(Direction::Received).len() {
        0 => "none".to_owned(),
        count => number(count),
    };
    capital(&format!("in touch with {people} on {days}; {given} given, {received} received."))
}

fn entity(account: &Account) -> Entity {
    let band = format!("{} to {}", account.low, account.high);
    Entity { name: plain(&account.name, MAX_NAME), sums: account.sums, band }
}

fn earlier_rows(statement: &Statement, zone: &TimeZone) -> Vec<Listed> {
    let all =
        statement.people.iter().flat_map(|account| account.rows.iter().map(|row| (&*account.name, row)));
    let earlier = all.filter(|(_, row)| row.at < statement.from);
    earlier.take(MAX_ROWS).map(|(name, row)| listed(name, row, zone)).collect()
}

fn listed(name: &str, row: &Row, zone: &TimeZone) -> Listed {
    let sure = format!("{:.0} %", row.confidence * 100.0);
    Listed {
        name: plain(name, MAX_NAME),
        day: day(row.at, zone),
        what: format!("{}, {}, {sure} sure", kind_word(row.kind), row.status.in_words()),
        id: row.entry.to_string(),
        words: plain(&row.quote, MAX_WORDS),
        opening: row.opening.to_string(),
        moved: row.moved.to_string(),
        closing: row.closing.to_string(),
    }
}

fn contact(met: &Met) -> Contact {
    Contact {
        name: plain(&met.name, MAX_NAME),
        days: met.days,
        letters: met.letters,
        meetings: met.meetings,
        before: match met.after_days {
            None => "never".to_owned(),
            Some(1) => "1 day".to_owned(),
            Some(days) => format!("{days} days"),
        },
    }
}
