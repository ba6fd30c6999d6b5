//! What an unusual silence means: whom the owner takes up again by himself.

use std::collections::BTreeMap;
use std::path::Path;

use goodwill::config;
use goodwill::people::PersonId;
use goodwill::relationships::{History, Occasion, Policy, Silence, initiative, neglect, rhythms, warmth};
use goodwill::service::intake::{self, Assertion};
use goodwill::service::journal;
use goodwill::store::Store;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use crate::Outcome;
use crate::arithmetic::bootstrap;
use crate::bgnbd::{BgNbd, Summary};
use crate::letters::letters;
use crate::owner::{Owned, midnight};

pub(crate) const HELP: &str = "\
silence MBOX OWNER[,ADDRESS…] [MBOX OWNER …] [--from 2002-01-01] [--until 2016-01-01] [--every-weeks 1]
  Of those whom a rule flags as neglected, how many does the owner take up again by himself? On each date everybody
  is looked at who had at least 3 days of contact, the last at most 3 years before. goodwill flags whose silence is
  late or overdue and lists them as `people --neglected`: first who is warm, used to be written to and is not silent for long. Of the first three the
  share is printed whose next letter within 60 days the owner writes, with 95 % of bootstraps over quarters of years.
  The rivals name as many at each date: a fixed number of days, first the longest overdue (Bonds: days / N) or first
  who passed it last; recency, first the longest silent, or the latest; BG/NBD with p(alive) under one half, first the
  least or the most alive; and goodwill's own flags, first the warmest, by closeness × rarity, and the rarest silence. Everything is
  computed from what lies before the date, but for who is one person, which the whole mailbox tells.";

/// Named at each date.
const FIRST: usize = 3;
/// Days within which the owner writes.
const WITHIN_DAYS: i64 = 60;
/// Fewest days of contact, and longest silence in days, of somebody who is looked at.
const MIN_CONTACTS: usize = 3;
const MAX_SILENCE_DAYS: f64 = 3.0 * 365.0;
/// Draws for the bounds.
const DRAWS: usize = 1000;
/// Dates between two fits of BG/NBD.
const REFIT: usize = 8;

/// One person at one date.
struct Candidate {
    silence_days: f64,
    late: bool,
    p_silence: f64,
    level: f64,
    neglect: f64,
    p_alive: f64,
    taken_up: bool,
}

/// A rule: whom it flags, and in what order, the least first.
struct Rule {
    name: &'static str,
    flags: fn(&Candidate) -> bool,
    order: fn(&Candidate) -> f64,
}

const RULES: [Rule; 13] = [
    Rule { name: "goodwill", flags: |one| one.late, order: |one| -one.neglect },
    Rule { name: "goodwill, the warmest", flags: |one| one.late, order: |one| -one.level },
    Rule {
        name: "goodwill, closeness × rarity",
        flags: |one| one.late,
        order: |one| one.level / (1.0 + one.level) * one.p_silence.clamp(0.01, 1.0).ln(),
    },
    Rule { name: "goodwill, first the rarest", flags: |one| one.late, order: |one| one.p_silence },
    Rule {
        name: "30 days, first the longest",
        flags: |one| one.silence_days > 30.0,
        order: |one| -one.silence_days,
    },
    Rule {
        name: "30 days, first the latest",
        flags: |one| one.silence_days > 30.0,
        order: |one| one.silence_days,
    },
    Rule {
        name: "60 days, first the latest",
        flags: |one| one.silence_days > 60.0,
        order: |one| one.silence_days,
    },
    Rule {
        name: "90 days, first the latest",
        flags: |one| one.silence_days > 90.0,
        order: |one| one.silence_days,
    },
    Rule {
        name: "180 days, first the latest",
        flags: |one| one.silence_days > 180.0,
        order: |one| one.silence_days,
    },
    Rule { name: "recency, the longest", flags: |_| true, order: |one| -one.silence_days },
    Rule { name: "BG/NBD, least alive", flags: |one| one.p_alive < 0.5, order: |one| one.p_alive },
    Rule { name: "BG/NBD, most alive", flags: |one| one.p_alive < 0.5, order: |one| -one.p_alive },
    Rule {
        name: "by chance of the flagged",
        flags: |one| one.late,
        order: |one| (one.silence_days * 7919.0).sin(),
    },
];

/// Judges each mailbox, and all together.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let (mut words, mut from, mut until, mut weeks) =
        (Vec::new(), "2002-01-01".parse()?, "2016-01-01".parse()?, 1);
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--from" => from = value()?.parse()?,
            "--until" => until = value()?.parse()?,
            "--every-weeks" => weeks = value()?.parse::<i32>()?.max(1),
            _ => words.push(word.clone()),
        }
    }
    let mut pooled = BTreeMap::new();
    let mailboxes = Owned::pairs(&words)?;
    for mailbox in &mailboxes {
        let judged = judge(mailbox, from, until, weeks)?;
        print(mailbox.name(), &judged);
        pooled.extend(
            judged.into_iter().map(|(quarter, rows)| (format!("{} {quarter}", mailbox.name()), rows)),
        );
    }
    if mailboxes.len() > 1 {
        print("pooled", &pooled);
    }
    Ok(())
}

/// Hits and names of each rule at one date.
type Row = [(f64, f64); RULES.len()];

fn judge(mailbox: &Owned, from: Date, until: Date, weeks: i32) -> Outcome<BTreeMap<String, Vec<Row>>> {
    let path = Path::new(&mailbox.path);
    let directory = tempfile::tempdir()?;
    let config = config::parse(&mailbox.config(), "config.toml")?;
    let mut store = Store::open_or_create(directory.path())?;
    let end = midnight(until.saturating_add(Span::new().days(WITHIN_DAYS)))?;
    intake::import(&mut store, &config, path, Assertion::Trusted, end, &|_| {})?;
    let books = journal::fold(&store, &config, end)?;
    let mut letters_with: BTreeMap<PersonId, Vec<(Timestamp, bool)>> = BTreeMap::new();
    let find = |address: &str| {
        goodwill::people::Address::parse(address).and_then(|address| books.directory.find(&address))
    };
    for letter in letters(path, &mailbox.owner)? {
        if let Some(person) = find(&letter.other) {
            letters_with.entry(person).or_default().push((letter.at, letter.by_owner));
        }
    }
    for letters in letters_with.values_mut() {
        letters.sort_unstable();
    }
    let occasions: BTreeMap<PersonId, Vec<Occasion>> = books
        .relationships
        .iter()
        .map(|one| (one.person, books.occasions_with(one.person).copied().collect()))
        .collect();
    let mut judged: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let mut model = None;
    let (mut date, mut number) = (from, 0);
    while date < until {
        let candidates = candidates(date, &occasions, &letters_with, &mut model, number % REFIT == 0)?;
        let quarter = format!("{}-{}", date.year(), (date.month() - 1) / 3);
        judged.entry(quarter).or_default().push(row(&candidates));
        date = date.saturating_add(Span::new().weeks(weeks));
        number += 1;
    }
    Ok(judged)
}

/// Everybody who is looked at on a date.
fn candidates(
    date: Date,
    occasions: &BTreeMap<PersonId, Vec<Occasion>>,
    letters: &BTreeMap<PersonId, Vec<(Timestamp, bool)>>,
    model: &mut Option<BgNbd>,
    refit: bool,
) -> Outcome<Vec<Candidate>> {
    let (now, policy) = (midnight(date)?, Policy::default());
    let histories: Vec<History<'_>> = occasions
        .iter()
        .map(|(&person, occasions)| History { person, occasions, ideal_days: None, expect_days: None })
        .collect();
    let found = rhythms(&histories, now, date, &policy);
    let summaries: BTreeMap<PersonId, (Summary, usize)> =
        letters.iter().filter_map(|(&person, letters)| Some((person, summary(letters, date)?))).collect();
    if refit || model.is_none() {
        let people: Vec<Summary> = summaries.values().map(|(summary, _)| *summary).collect();
        *model = Some(BgNbd::fit(&people));
    }
    let model = model.ok_or("no model")?;
    let candidate = |(person, (summary, contacts)): (&PersonId, &(Summary, usize))| {
        let rhythm = found.get(person)?;
        let silence_days = summary.age - summary.span;
        if *contacts < MIN_CONTACTS || silence_days > MAX_SILENCE_DAYS {
            return None;
        }
        let occasions = occasions.get(person)?;
        let level = warmth(occasions, now, &policy).level;
        Some(Candidate {
            silence_days,
            late: matches!(rhythm.silence, Silence::Late | Silence::Overdue),
            p_silence: rhythm.p_silence,
            level,
            neglect: neglect(level, initiative(occasions, now), rhythm),
            p_alive: model.p_alive(summary),
            taken_up: taken_up(letters.get(person)?, now),
        })
    };
    Ok(summaries.iter().filter_map(candidate).collect())
}

/// Frequency, recency and age by days of letters before a date, and how many days they are.
fn summary(letters: &[(Timestamp, bool)], date: Date) -> Option<(Summary, usize)> {
    let mut days: Vec<Date> = letters
        .iter()
        .map(|(at, _)| at.to_zoned_datetime(TimeZone::UTC).date())
        .filter(|&day| day < date)
        .collect();
    days.dedup();
    let (&first, &last) = (days.first()?, days.last()?);
    let between = |from: Date, to: Date| (to.duration_since(from).as_hours() / 24) as f64;
    let summary =
        Summary { repeats: days.len() as f64 - 1.0, span: between(first, last), age: between(first, date) };
    Some((summary, days.len()))
}

/// Whether the next letter from now on comes within the days and is the owner's.
fn taken_up(letters: &[(Timestamp, bool)], now: Timestamp) -> bool {
    let until = now + SignedDuration::from_hours(24 * WITHIN_DAYS);
    let next = letters.get(letters.partition_point(|&(at, _)| at < now));
    next.is_some_and(|&(at, by_owner)| by_owner && at < until)
}

/// Each rule names as many as goodwill does, up to three.
fn row(candidates: &[Candidate]) -> Row {
    let first = |rule: &Rule| {
        let mut flagged: Vec<&Candidate> = candidates.iter().filter(|one| (rule.flags)(one)).collect();
        flagged.sort_by(|a, b| (rule.order)(a).total_cmp(&(rule.order)(b)));
        flagged
    };
    let many = first(&RULES[0]).len().min(FIRST);
    std::array::from_fn(|at| {
        let named: Vec<&Candidate> = first(&RULES[at]).into_iter().take(many).collect();
        (named.iter().filter(|one| one.taken_up).count() as f64, named.len() as f64)
    })
}

fn print(name: &str, judged: &BTreeMap<String, Vec<Row>>) {
    let rows: Vec<Row> = judged.values().flatten().copied().collect();
    let share = |rows: &[Row], at: usize| {
        let (hits, named) =
            rows.iter().fold((0.0, 0.0), |(hits, named), row| (hits + row[at].0, named + row[at].1));
        hits / named
    };
    println!("{name}: {} dates", rows.len());
    for (at, rule) in RULES.iter().enumerate() {
        let named: f64 = rows.iter().map(|row| row[at].1).sum();
        let less = bootstrap(judged, DRAWS, |rows| share(rows, 0) - share(rows, at));
        let (low, high) = less.unwrap_or((f64::NAN, f64::NAN));
        println!(
            "  {:28} {:.3} of {named:.0}; goodwill's is higher by {:+.3} ({low:+.3} to {high:+.3})",
            rule.name,
            share(&rows, at),
            share(&rows, 0) - share(&rows, at)
        );
    }
}
