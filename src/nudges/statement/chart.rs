//! The geometry of the charts: where bars, columns and lines stand in a drawing 360 wide, so that their words
//! are legible on a telephone too.
//!
//! It computes places and words; the page's template draws them.

use jiff::civil::Date;

use super::{Account, DayCount, KindCount, MonthCount};

/// Most rows of a chart of bars.
const MAX_BARS: usize = 15;
/// The middle of a chart of bars, the longest bar, and the height of a row.
const MIDDLE: i64 = 180;
const LONGEST: i64 = 130;
const ROW: usize = 36;
/// Width of the column of a day and of a month, and the height of the highest.
const DAY: usize = 12;
const MONTH: usize = 28;
const HIGHEST: u64 = 80;
/// Room beside a line for a figure, and the width of a month of it.
const BESIDE: i64 = 38;
const STEP: i64 = 24;
/// Room above the columns for figures.
const ABOVE: u64 = 18;
/// Days between two that are named below their columns.
const WEEK: usize = 7;

/// Two bars from the middle for each row: received to the left, given to the right.
pub(super) struct Bars {
    pub(super) rows: Vec<Bar>,
    pub(super) height: usize,
    /// Rows that found no place.
    pub(super) more: usize,
    /// The chart in words.
    pub(super) words: String,
}

/// One row of bars.
pub(super) struct Bar {
    pub(super) label: String,
    /// Where its words stand, and its bars.
    pub(super) text_y: usize,
    pub(super) y: usize,
    pub(super) received_x: i64,
    pub(super) received_width: i64,
    pub(super) received: String,
    pub(super) received_text_x: i64,
    pub(super) given_width: i64,
    pub(super) given: String,
    pub(super) given_text_x: i64,
}

/// Columns that stand side by side.
pub(super) struct Columns {
    pub(super) all: Vec<Column>,
    pub(super) width: usize,
    pub(super) words: String,
}

/// One column: letters below, meetings above.
pub(super) struct Column {
    pub(super) x: usize,
    pub(super) middle: usize,
    pub(super) letters_y: u64,
    pub(super) letters_height: u64,
    pub(super) meetings_y: u64,
    pub(super) meetings_height: u64,
    /// The figure above it; empty where there is none.
    pub(super) figure: String,
    pub(super) figure_y: u64,
    /// What stands below it; empty for most days.
    pub(super) label: String,
}

/// A line through the months, with the figures of its ends beside it, where neither line nor axis runs.
pub(super) struct Line {
    /// Places as `x,y x,y`.
    pub(super) points: String,
    pub(super) width: i64,
    /// Where the axis begins and ends.
    pub(super) from_x: i64,
    pub(super) until_x: i64,
    /// Where nothing stands to nothing.
    pub(super) zero_y: i64,
    pub(super) marks: Vec<Mark>,
    pub(super) first: String,
    pub(super) first_y: i64,
    pub(super) last: String,
    pub(super) last_y: i64,
    pub(super) words: String,
}

/// A place on the line.
pub(super) struct Mark {
    pub(super) x: i64,
    pub(super) y: i64,
    /// Its month; empty for every other.
    pub(super) label: String,
}

/// What passed with each person, in points.
pub(super) fn by_person(people: &[Account]) -> Bars {
    let moved = people
        .iter()
        .filter(|account| account.sums.given.thousandths() != 0 || account.sums.received.thousandths() != 0);
    let rows = moved.map(|account| {
        let (given, received) = (account.sums.given, account.sums.received);
        (
            account.name.clone(),
            [(given.thousandths(), given.to_string()), (received.thousandths(), received.to_string())],
        )
    });
    bars(rows.collect())
}

/// What passed of each kind, in numbers.
pub(super) fn by_kind(kinds: &[KindCount]) -> Bars {
    let rows = kinds.iter().map(|count| {
        let figure = |number: u32| (i64::from(number), number.to_string());
        (super::kind_word(count.kind).to_owned(), [figure(count.given), figure(count.received)])
    });
    bars(rows.collect())
}

fn bars(all: Vec<(String, [(i64, String); 2])>) -> Bars {
    let longest = all.iter().flat_map(|(_, pair)| pair).map(|(size, _)| size.abs()).max().unwrap_or(0).max(1);
    let more = all.len().saturating_sub(MAX_BARS);
    let words: Vec<String> = all
        .iter()
        .take(MAX_BARS)
        .map(|(label, [(_, given), (_, received)])| format!("{label}: given {given}, received {received}"))
        .collect();
    let rows: Vec<Bar> = all
        .into_iter()
        .take(MAX_BARS)
        .enumerate()
        .map(|(at, (label, [(given, given_text), (received, received_text)]))| {
            let width = |size: i64| (size.abs().saturating_mul(LONGEST) / longest).max(i64::from(size != 0));
            let (given_width, received_width) = (width(given), width(received));
            Bar {
                label,
                text_y: at * ROW + 13,
                y: at * ROW + 18,
                received_x: MIDDLE - received_width,
                received_width,
                received: if received == 0 { String::new() } else { received_text },
                received_text_x: MIDDLE - received_width - 5,
                given_width,
                given: if given == 0 { String::new() } else { given_text },
                given_text_x: MIDDLE + given_width + 5,
            }
        })
        .collect();
    Bars { height: rows.len() * ROW + 4, rows, more, words: words.join("; ") }
}

/// Contact on each day.
pub(super) fn by_day(days: &[DayCount]) -> Columns {
    let highest = days.iter().map(|day| u64::from(day.letters + day.meetings)).max().unwrap_or(0).max(1);
    let busiest = days.iter().position(|day| u64::from(day.letters + day.meetings) == highest);
    let columns = days.iter().enumerate().map(|(at, day)| {
        let figure =
            if busiest == Some(at) { (day.letters + day.meetings).to_string() } else { String::new() };
        let label = if at % WEEK == 0 { day.date.day().to_string() } else { String::new() };
        column(at, DAY, [day.letters, day.meetings], highest, figure, label)
    });
    let said = days.iter().filter(|day| day.letters + day.meetings > 0).map(day_words);
    let words: Vec<String> = said.collect();
    Columns { all: columns.collect(), width: days.len() * DAY, words: words.join("; ") }
}

fn day_words(day: &DayCount) -> String {
    let date: Date = day.date;
    format!("{}: {} by mail, {} met", date.day(), day.letters, day.meetings)
}

/// Contact in each month.
pub(super) fn by_month(months: &[MonthCount]) -> Columns {
    let highest = months.iter().map(|month| u64::from(month.contacts)).max().unwrap_or(0).max(1);
    let columns = months.iter().enumerate().map(|(at, count)| {
        column(at, MONTH, [count.contacts, 0], highest, count.contacts.to_string(), short(count))
    });
    let words: Vec<String> =
        months.iter().map(|count| format!("{}: {}", count.month.title(), count.contacts)).collect();
    Columns { all: columns.collect(), width: months.len() * MONTH, words: words.join("; ") }
}

fn column(
    at: usize,
    width: usize,
    [letters, meetings]: [u32; 2],
    highest: u64,
    figure: String,
    label: String,
) -> Column {
    let height = |number: u32| (u64::from(number) * HIGHEST).div_ceil(highest);
    let whole = height(letters + meetings);
    let meetings_height = whole - height(letters).min(whole);
    let letters_height = whole - meetings_height;
    let top = ABOVE + HIGHEST - whole;
    Column {
        x: at * width + 1,
        middle: at * width + width / 2,
        meetings_y: top,
        meetings_height,
        letters_y: top + meetings_height,
        letters_height,
        figure,
        figure_y: top - 4,
        label,
    }
}

/// The balance at the end of each month.
pub(super) fn balances(months: &[MonthCount]) -> Line {
    let of = |count: &MonthCount| count.closing.thousandths();
    let top = months.iter().map(of).max().unwrap_or(0).max(0);
    let bottom = months.iter().map(of).min().unwrap_or(0).min(0);
    let span = (top - bottom).max(1);
    let height = 80_i64;
    let y = |thousandths: i64| 22 + (top - thousandths).saturating_mul(height) / span;
    let marks: Vec<Mark> = (0_i64..)
        .zip(months)
        .map(|(at, count)| {
            // Every other month, the ends among them: their words would touch.
            let label = if at % 2 == 0 { short(count) } else { String::new() };
            Mark { x: BESIDE + at * STEP + STEP / 2, y: y(of(count)), label }
        })
        .collect();
    let points: Vec<String> = marks.iter().map(|mark| format!("{},{}", mark.x, mark.y)).collect();
    let words: Vec<String> =
        months.iter().map(|count| format!("{}: {}", count.month.title(), count.closing)).collect();
    let until_x = BESIDE + i64::try_from(marks.len()).unwrap_or(0) * STEP;
    let end = |mark: Option<&Mark>, count: Option<&MonthCount>| {
        (mark.map_or(0, |mark| mark.y + 4), count.map(|count| count.closing.to_string()).unwrap_or_default())
    };
    let (first_y, first) = end(marks.first(), months.first());
    let (last_y, last) = end(marks.last(), months.last());
    Line {
        points: points.join(" "),
        width: until_x + BESIDE,
        from_x: BESIDE,
        until_x,
        zero_y: y(0),
        marks,
        first,
        first_y,
        last,
        last_y,
        words: words.join("; "),
    }
}

/// "Mar".
fn short(count: &MonthCount) -> String {
    count.month.name().chars().take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Points;
    use crate::nudges::statement::Month;

    #[test]
    fn the_figures_of_a_line_stand_beside_it_and_its_axis() {
        let month = |number: i64| MonthCount {
            month: Month::parse("2026-03").unwrap(),
            contacts: 0,
            given: 0,
            received: 0,
            closing: Points::from_thousandths(if number == 12 { -700 } else { 900 * number }),
        };
        let months: Vec<MonthCount> = (0..13).map(month).collect();
        let line = balances(&months);
        assert_eq!((line.first.as_str(), line.last.as_str()), ("0.0", "-0.7"));
        assert!(line.marks.iter().all(|mark| (line.from_x..line.until_x).contains(&mark.x)));
        assert!(line.from_x >= BESIDE && line.width - line.until_x >= BESIDE);
        assert_eq!(line.marks.iter().filter(|mark| !mark.label.is_empty()).count(), 7);
    }
}
