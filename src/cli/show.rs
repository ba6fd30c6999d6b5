//! `goodwill show`: one person's statement.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::books::{Books, Outcomes};
use crate::inference::{Basis, Kind};
use crate::ledger::{Entry, Ruling, Status, standing_worth};
use crate::people::{Address, Person, Stance};
use crate::relationships::{Relationship, Rhythm, Silence};

use super::context::{Context, Loaded};
use super::error::CliError;
use super::text::{
    align_right, day, days, json_line, loop_words, plural, print_table, regime_source, regime_words, table,
    word,
};
use super::whom::one_person;
use super::{ledger, outcomes, people};

/// Entries shown in text; `ledger --person` lists all.
const MAX_ENTRIES: usize = 30;

/// Arguments of `show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The person: name, part of it, address or id
    #[arg(required = true)]
    person: Vec<String>,
}

impl Show {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let person = one_person(&loaded.books, &self.person.join(" "))?;
        let relationship = loaded
            .books
            .relationship(person.id)
            .ok_or_else(|| CliError::NotFound(format!("you and {} have not been in touch", person.name)))?;
        let notes = notes(&loaded, person)?;
        if context.json {
            return print_json(out, &loaded.books, person, relationship, &notes);
        }
        let zone = &loaded.config.me.timezone;
        print_head(out, person)?;
        print_rhythm(out, person, relationship, zone)?;
        if person.tally {
            print_account(out, &loaded, person, relationship)?;
        } else {
            writeln!(out, "\nNothing is counted between you.")?;
        }
        print_manner(out, relationship)?;
        for (at, words) in notes {
            writeln!(out, "noted on {}: {words}", day(at, zone))?;
        }
        print_loops(out, relationship, zone)
    }
}

/// What the owner noted about a person, by time.
fn notes(loaded: &Loaded, person: &Person) -> Result<Vec<(Timestamp, String)>, CliError> {
    let is_it = |address: &Address| loaded.books.directory.find(address) == Some(person.id);
    let rulings = loaded.store.standing_rulings()?.into_iter();
    let notes = rulings.filter_map(|record| match record.ruling {
        Ruling::Note { address, words } if is_it(&address) => Some((record.at, words)),
        _ => None,
    });
    Ok(notes.collect())
}

fn print_json(
    out: &mut dyn Write,
    books: &Books,
    person: &Person,
    relationship: &Relationship,
    notes: &[(Timestamp, String)],
) -> Result<(), CliError> {
    let mut value = people::as_json(person, relationship);
    let outcomes = Outcomes::new(books);
    let entries: Vec<_> = books
        .entries_with(person.id)
        .map(|entry| {
            let mut value = ledger::as_json(books, entry);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("led_to".to_owned(), outcomes::as_json(&outcomes.of(entry.id)));
            }
            value
        })
        .collect();
    let loops: Vec<_> = relationship
        .loops
        .iter()
        .map(|open| {
            json!({
                "kind": open.kind, "since": open.since.to_string(), "due": open.due.map(|due| due.date.to_string()),
                "message": open.message, "quote": open.quote, "topic": open.topic, "p_open": open.p_open.fraction(),
            })
        })
        .collect();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("entries".to_owned(), entries.into());
        fields.insert("open".to_owned(), loops.into());
        fields
            .insert("giving".to_owned(), if person.tally { json!(relationship.giving) } else { json!(null) });
        let notes: Vec<_> =
            notes.iter().map(|(at, words)| json!({ "at": at.to_string(), "words": words })).collect();
        fields.insert("notes".to_owned(), notes.into());
        fields.insert("strain".to_owned(), relationship.strain.into());
        fields.insert("next_meeting".to_owned(), json!(relationship.next_meeting.map(|at| at.to_string())));
    }
    Ok(json_line(out, &value)?)
}

fn print_head(out: &mut dyn Write, person: &Person) -> Result<(), CliError> {
    writeln!(out, "{}  {}", person.name, person.id)?;
    let addresses: Vec<&str> = person.addresses.iter().map(crate::people::Address::as_str).collect();
    writeln!(out, "{}", addresses.join(", "))?;
    let source = regime_source(person.regime_source);
    let circle = person.circle.as_deref().map(|circle| format!("circle {circle}, ")).unwrap_or_default();
    writeln!(out, "{circle}you deal {} ({source})", regime_words(person.regime))?;
    match person.stance {
        Stance::Invest => {
            writeln!(out, "you invest here: giving more than comes back is meant so")?;
        }
        Stance::Ease => {
            writeln!(out, "you ease off here: no silence is brought up, no deposit proposed")?;
        }
        Stance::Steady => {}
    }
    Ok(())
}

/// How often, how long silent, how likely to go on.
fn print_rhythm(
    out: &mut dyn Write,
    person: &Person,
    relationship: &Relationship,
    zone: &TimeZone,
) -> Result<(), CliError> {
    let rhythm = &relationship.rhythm;
    writeln!(
        out,
        "\n{} since {}; the last on {}",
        plural(u64::from(relationship.occasions), "occasion", "occasions"),
        day(relationship.first_contact, zone),
        day(relationship.last_contact, zone)
    )?;
    writeln!(out, "{}", silence_sentence(person, rhythm))?;
    let trend = match relationship.warmth.trend {
        trend if trend > 1.25 => "growing warmer",
        trend if trend < 0.75 => "cooling",
        _ => "steady",
    };
    writeln!(
        out,
        "warmth {:.1}, {trend}; contact within 30 days: {:.0} %, within a year: {:.0} %",
        relationship.warmth.level,
        rhythm.p_contact_30d * 100.0,
        rhythm.p_contact_365d * 100.0
    )?;
    if let Some(meeting) = relationship.next_meeting {
        writeln!(out, "you meet on {}", day(meeting, zone))?;
    }
    Ok(())
}

/// How often the two are in touch, or should be, and what the silence means. Of people hardly known nothing is said
/// but how long it has been.
fn silence_sentence(person: &Person, rhythm: &Rhythm) -> String {
    let now = days(rhythm.silence_days);
    let today = rhythm.silence_days < 1.0;
    let Some(usual) = rhythm.expected_gap_days.map(days) else {
        if today {
            return "you were in touch today".to_owned();
        }
        let gaps = plural(rhythm.pauses as u64, "gap", "gaps");
        return format!(
            "it has been {now}; too little is known to tell whether that is usual ({gaps} between your conversations)"
        );
    };
    if person.wished_days().is_some() {
        let meaning = if rhythm.silence.is_unusual() { "that is longer" } else { "that is within it" };
        let now = if today { "you were today".to_owned() } else { format!("it has been {now}: {meaning}") };
        let wish =
            if person.ideal_days.is_some() { "to be in touch every" } else { "no silence longer than" };
        return format!("you want {wish} {usual}; {now}");
    }
    let meaning = match rhythm.silence {
        _ if today => return format!("you are in touch about every {usual}, and were today"),
        Silence::Unknown | Silence::Usual => "that is usual",
        Silence::Late => "that is late",
        Silence::Overdue => "that is very late",
        Silence::DriftedAway => "you seem to have drifted apart",
    };
    let (long, gaps) = (rhythm.pauses_as_long, rhythm.pauses);
    format!(
        "you are in touch about every {usual}; it has been {now}: {meaning} (of {gaps} gaps so far {long} were as long)"
    )
}

fn print_account(
    out: &mut dyn Write,
    loaded: &Loaded,
    person: &Person,
    relationship: &Relationship,
) -> Result<(), CliError> {
    let balance = relationship.balance;
    let counted = |entry: &&Entry| entry.basis == Basis::Favor && entry.status != Status::Voided;
    let entries: Vec<&Entry> = loaded.books.entries_with(person.id).filter(counted).collect();
    writeln!(
        out,
        "\nbetween you: given {}, received {}, balance {} (from {} to {})",
        relationship.given, relationship.received, balance.mid, balance.low, balance.high
    )?;
    let mut table = table(&["ID", "DAY", "", "WHAT", "WORTH", "NOW", "STATUS", "WORDS"]);
    let policy = &loaded.books.ledger_policy;
    for entry in entries.iter().rev().take(MAX_ENTRIES).rev() {
        table.add_row([
            entry.id.to_string(),
            day(entry.at, &loaded.config.me.timezone),
            word(&entry.direction),
            word(&entry.kind),
            entry.worth.to_string(),
            standing_worth(entry, policy, loaded.books.as_of).to_string(),
            entry.status.in_words().to_owned(),
            ledger::words(entry),
        ]);
    }
    align_right(&mut table, &[1, 4, 5]);
    if !entries.is_empty() {
        print_table(out, &table)?;
    }
    if entries.len() > MAX_ENTRIES {
        writeln!(
            out,
            "the newest {MAX_ENTRIES} of {}; `goodwill ledger --person {}`",
            entries.len(),
            person.id
        )?;
    }
    let outcomes = Outcomes::new(&loaded.books);
    for entry in entries {
        let led_to = outcomes::line(&outcomes.of(entry.id));
        if !led_to.is_empty() {
            writeln!(out, "{} led to {led_to}", entry.id)?;
        }
    }
    print_work(out, &loaded.books, person)?;
    if relationship.giving.over_invested {
        writeln!(
            out,
            "you have given {} times and received {}, and {} of your asks came to nothing: you may ease off",
            relationship.giving.given_count,
            relationship.giving.received_count,
            relationship.giving.unmet_asks
        )?;
    }
    Ok(())
}

/// Who begins with an ask, whether one presses, and whether help is taken for granted.
fn print_manner(out: &mut dyn Write, relationship: &Relationship) -> Result<(), CliError> {
    let giving = relationship.giving;
    if let Some(share) = giving.ask_share {
        writeln!(out, "{:.0} % of the conversations you began opened with an ask", share * 100.0)?;
    }
    if let Some(share) = giving.their_ask_share {
        writeln!(out, "{:.0} % of the conversations they began opened with an ask", share * 100.0)?;
    }
    match relationship.strain {
        0 => {}
        1 => {
            writeln!(out, "one message of the last three months presses: a little strain")?;
        }
        count @ 2..=3 => {
            writeln!(out, "{count} messages of the last three months press: there is strain")?;
        }
        count => {
            writeln!(out, "{count} messages of the last three months press: much strain")?;
        }
    }
    let helps = relationship.unthanked_helps.len() as u64;
    if helps > 0 {
        let times = plural(helps, "time", "times");
        writeln!(out, "they helped you {times} within a year, and no thanks of yours were found")?;
    }
    Ok(())
}

/// What was done as a matter of course, counted but worth nothing.
fn print_work(out: &mut dyn Write, books: &Books, person: &Person) -> Result<(), CliError> {
    let mut work: BTreeMap<(Kind, Basis), u64> = BTreeMap::new();
    for entry in books.entries_with(person.id).filter(|entry| entry.basis != Basis::Favor) {
        *work.entry((entry.kind, entry.basis)).or_default() += 1;
    }
    if work.is_empty() {
        return Ok(());
    }
    let parts: Vec<String> = work
        .iter()
        .map(|((kind, basis), number)| format!("{number} × {} ({})", word(kind), word(basis)))
        .collect();
    writeln!(out, "working together, worth nothing here: {}", parts.join(", "))?;
    Ok(())
}

fn print_loops(out: &mut dyn Write, relationship: &Relationship, zone: &TimeZone) -> Result<(), CliError> {
    if relationship.loops.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nopen:")?;
    for open in &relationship.loops {
        let due = open.due.map(|due| format!(", due {}", due.date.strftime("%-d %b %Y"))).unwrap_or_default();
        let words = if open.quote.is_empty() { open.topic.clone() } else { format!("“{}”", open.quote) };
        writeln!(out, "  {}, since {}{due}: {words}", loop_words(open.kind), day(open.since, zone))?;
    }
    Ok(())
}
