//! The statement as a letter, in words, counts and bars: no figure of worth stands in a mail, and no name
//! outside of it.

use askama::Template;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ledger::{Direction, Points};
use crate::nudges::candidates::wording::telling;
use crate::nudges::compose::{rendered, signed, wrap};
use crate::nudges::plain::plain;
use crate::nudges::words::{capital, month, quantity, span};
use crate::nudges::{Letter, LetterContext};

use super::page::summary;
use super::{Account, DayCount, Met, Row, Statement, Step, kind_word};

/// Longest name, and longest subject, in characters.
const MAX_NAME: usize = 60;
const MAX_SUBJECT: usize = 50;
/// Most things told each way, and most people of whom it is told how things stand.
const MAX_TOLD: usize = 6;
const MAX_STANDING: usize = 8;
/// Most things told that came of earlier favors.
const MAX_OUTCOMES: usize = 4;
/// Most names in one line.
const MAX_NAMES: usize = 6;
/// Days in a row of bars, and cells of the longest bar in text.
const WEEK: usize = 7;
const CELLS: u32 = 36;
/// Columns of what stands before a bar in text.
const LABEL: usize = 10;
/// Days without contact after which it is told that there was some again.
const LONG_DAYS: u32 = 120;
/// A difference, in thousandths of a point, that is none.
const EVEN: i64 = 1000;

/// A part of the letter.
struct Section {
    heading: String,
    lines: Vec<Line>,
    bars: Vec<Bar>,
}

/// A line, with words that show what it says.
struct Line {
    text: String,
    quote: Option<String>,
}

/// A bar with what it is of and how much that is.
struct Bar {
    label: String,
    percent: u32,
    figure: u32,
}

#[derive(Template)]
#[template(path = "nudges/templates/statement.html")]
struct HtmlStatement<'a> {
    subject: &'a str,
    summary: &'a str,
    sections: &'a [Section],
    footer: &'a [String],
}

#[derive(Template)]
#[template(path = "nudges/templates/statement.txt", escape = "none")]
struct TextStatement<'a> {
    summary: String,
    sections: &'a [Section],
    footer: String,
}

/// Composes the letter of a month.
#[must_use]
pub fn statement_letter(statement: &Statement, letter: &LetterContext, zone: &TimeZone) -> Letter {
    let subject = subject(statement);
    let summary = summary(statement);
    let sections: Vec<Section> = [
        favors(statement, Direction::Given, zone),
        favors(statement, Direction::Received, zone),
        outcomes(statement),
        standing(statement),
        weeks(statement),
        people(statement),
    ]
    .into_iter()
    .flatten()
    .collect();
    let command = format!("goodwill statement --month {} --html FILE", statement.month);
    let footer = signed(letter, false, vec![format!("All figures and charts: {command}")]);
    let html = HtmlStatement { subject: &subject, summary: &summary, sections: &sections, footer: &footer };
    let html = rendered(&html);
    let text = TextStatement {
        summary: wrap::wrap(&summary, "", ""),
        sections: &sections,
        footer: footer.iter().map(|line| wrap::wrap(line, "", "")).collect(),
    };
    Letter { subject, text: rendered(&text), html }
}

/// "March 2026: 31 people, 4 given, 2 received".
fn subject(statement: &Statement) -> String {
    let title = statement.month.title();
    let people = quantity(statement.met.len(), "person", "people");
    let count = |direction| statement.moved(direction).len();
    let (given, received) = (count(Direction::Given), count(Direction::Received));
    let whole = format!("{title}: {people}, {given} given, {received} received");
    let short = format!("{title}: {people} in touch");
    let choices = if given + received > 0 { vec![whole, short] } else { vec![short] };
    choices.into_iter().find(|subject| subject.chars().count() <= MAX_SUBJECT).unwrap_or(title)
}

/// What went one way, the newest first.
fn favors(statement: &Statement, direction: Direction, zone: &TimeZone) -> Option<Section> {
    let moved = statement.moved(direction);
    let heading = match direction {
        Direction::Given => "What you gave",
        Direction::Received => "What you received",
    };
    let mut lines: Vec<Line> =
        moved.iter().rev().take(MAX_TOLD).map(|(name, row)| favor(name, row, zone)).collect();
    let more = moved.len().saturating_sub(MAX_TOLD);
    if more > 0 {
        lines.push(Line { text: format!("And {more} more."), quote: None });
    }
    (!lines.is_empty()).then(|| Section { heading: heading.to_owned(), lines, bars: Vec::new() })
}

fn favor(name: &str, row: &Row, zone: &TimeZone) -> Line {
    let date = row.at.to_zoned_datetime(zone.clone()).date();
    let lead = format!("{}, {} {}, {}", plain(name, MAX_NAME), date.day(), month(date), kind_word(row.kind));
    match telling(&row.quote) {
        Some(quote) => Line { text: format!("{lead}:"), quote: Some(quote) },
        None => Line { text: format!("{lead}."), quote: None },
    }
}

/// What came of earlier favors, the latest first.
fn outcomes(statement: &Statement) -> Option<Section> {
    let is_new = |step: &&Step| statement.from <= step.at && step.at < statement.until;
    let mut told: Vec<(&Step, &Step)> = statement
        .chains
        .iter()
        .flat_map(|chain| chain.steps.iter().filter(is_new).map(move |step| (&chain.start, step)))
        .collect();
    told.sort_by_key(|(_, step)| std::cmp::Reverse(step.at));
    let lines = told.iter().take(MAX_OUTCOMES).map(|(start, step)| {
        let text = format!("{}: {}.", capital(&start.words(MAX_NAME)), step.words(MAX_NAME));
        Line { text, quote: None }
    });
    let lines: Vec<Line> = lines.collect();
    (!lines.is_empty()).then(|| Section { heading: "What came of it".to_owned(), lines, bars: Vec::new() })
}

/// How things stand with those with whom something passed.
fn standing(statement: &Statement) -> Option<Section> {
    let moved = |account: &&Account| account.rows.iter().any(|row| row.at >= statement.from);
    let accounts = statement.people.iter().filter(moved).take(MAX_STANDING);
    let lines: Vec<Line> = accounts
        .map(|account| {
            let (then, now) = (lean(account.sums.opening), lean(account.sums.closing));
            let name = plain(&account.name, MAX_NAME);
            let text = if account.rows.iter().all(|row| row.at >= statement.from) {
                format!("{name}: {now}.")
            } else if then == now {
                format!("{name}: {now}, as before.")
            } else {
                format!("{name}: {now}; before the month, {then}.")
            };
            Line { text, quote: None }
        })
        .collect();
    let heading = "On the whole, as far as your mail shows".to_owned();
    (!lines.is_empty()).then_some(Section { heading, lines, bars: Vec::new() })
}

/// A balance in words.
fn lean(balance: Points) -> &'static str {
    match balance.thousandths() {
        thousandths if thousandths < -EVEN => "more received",
        thousandths if thousandths > EVEN => "more given",
        _ => "about even",
    }
}

/// Contact, week by week.
fn weeks(statement: &Statement) -> Option<Section> {
    let weeks: Vec<(&[DayCount], u32)> = statement
        .days
        .chunks(WEEK)
        .map(|week| (week, week.iter().map(|day| day.letters + day.meetings).sum()))
        .collect();
    let most = weeks.iter().map(|(_, count)| *count).max().filter(|&most| most > 0)?;
    let bars = weeks.iter().filter_map(|(week, count)| {
        let (first, last) = (week.first()?, week.last()?);
        let percent = (count * 100).div_ceil(most);
        Some(Bar { label: days(first.date, last.date), percent, figure: *count })
    });
    let heading = format!("In touch, by days of {}", statement.month.name());
    Some(Section { heading, lines: Vec::new(), bars: bars.collect() })
}

fn days(first: Date, last: Date) -> String {
    if first == last {
        return first.day().to_string();
    }
    format!("{} to {}", first.day(), last.day())
}

/// With whom there was contact.
fn people(statement: &Statement) -> Option<Section> {
    let most = statement.met.iter().filter(|met| met.days > 1);
    let most = most.map(|met| (met, quantity(met.days as usize, "day", "days")));
    let met = statement.met.iter().filter(|met| met.meetings > 0);
    let met = met.map(|met| (met, quantity(met.meetings as usize, "meeting", "meetings")));
    let new = statement.met.iter().filter(|met| met.after_days.is_none());
    let again = statement.met.iter().filter_map(|met| {
        let days = met.after_days.filter(|&days| days >= LONG_DAYS)?;
        Some((met, span(f64::from(days))))
    });
    let lines: Vec<Line> = [
        names("Most often", most),
        names("Met", met),
        names("For the first time", new.map(|met| (met, String::new()))),
        names("Again after a long while", again),
    ]
    .into_iter()
    .flatten()
    .map(|text| Line { text, quote: None })
    .collect();
    (!lines.is_empty()).then(|| Section { heading: "With whom".to_owned(), lines, bars: Vec::new() })
}

/// "Most often: Priya Nair (9 days), Tomás Rey (4 days) and 3 others."
fn names<'a>(lead: &str, people: impl Iterator<Item = (&'a Met, String)>) -> Option<String> {
    let all: Vec<String> = people
        .map(|(met, note)| {
            let name = plain(&met.name, MAX_NAME);
            if note.is_empty() { name } else { format!("{name} ({note})") }
        })
        .collect();
    let more = all.len().saturating_sub(MAX_NAMES);
    let shown = all.get(..MAX_NAMES).unwrap_or(&all).join(", ");
    let others = match more {
        0 => String::new(),
        1 => " and one other".to_owned(),
        more => format!(" and {more} others"),
    };
    (!all.is_empty()).then(|| format!("{lead}: {shown}{others}."))
}

impl Line {
    fn wrapped(&self) -> String {
        let words =
            self.quote.as_ref().map_or_else(|| self.text.clone(), |quote| format!("{} {quote}", self.text));
        wrap::wrap(&words, "", "  ")
    }
}

impl Bar {
    /// The bar for the text part.
    fn drawn(&self) -> String {
        let cells = (self.percent * CELLS).div_ceil(100) as usize;
        let (label, bar) = (&self.label, "■".repeat(cells));
        format!("{label:<LABEL$}{bar} {}\n", self.figure)
    }
}
