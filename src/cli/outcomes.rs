//! What came of favors, as `show` and `explain` tell it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::books::{Acquaintance, Outcome, Outcomes};
use crate::inference::FavorId;
use crate::ledger::Entry;

use super::text::{day, plural, word};

/// A chain is followed over so many favors.
const MAX_DEPTH: usize = 4;

/// What came of a favor, in one line; empty where nothing is known.
pub(super) fn line(outcome: &Outcome<'_>) -> String {
    let mut parts: Vec<String> = outcome.acquaintances.iter().map(acquaintance).collect();
    if !outcome.returned.is_empty() {
        parts.push(format!("{} in return", plural(outcome.returned.len() as u64, "favor", "favors")));
    }
    parts.join("; ")
}

/// "2 conversations, 1 meeting and 1 favor with Lena Voss".
fn acquaintance(acquaintance: &Acquaintance<'_>) -> String {
    let counts = [
        (acquaintance.conversations, "conversation", "conversations"),
        (acquaintance.meetings, "meeting", "meetings"),
        (acquaintance.favors.len() as u64, "favor", "favors"),
    ];
    let counted: Vec<String> = counts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| plural(number, one, many))
        .collect();
    let counted = match counted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => "contact".to_owned(),
    };
    format!("{counted} with {}", acquaintance.person.name)
}

/// The chain from a favor on, a line each, those that came of another indented below it.
///
/// # Errors
///
/// Where `out` cannot be written.
pub(super) fn print_chain(
    out: &mut dyn Write,
    outcomes: &Outcomes<'_>,
    entry: FavorId,
    zone: &TimeZone,
) -> io::Result<()> {
    print_below(out, outcomes, entry, zone, &mut BTreeSet::from([entry]), 0)
}

fn print_below(
    out: &mut dyn Write,
    outcomes: &Outcomes<'_>,
    entry: FavorId,
    zone: &TimeZone,
    told: &mut BTreeSet<FavorId>,
    depth: usize,
) -> io::Result<()> {
    let outcome = outcomes.of(entry);
    let margin = "  ".repeat(depth);
    let mut print_favor = |out: &mut dyn Write, how: &str, favor: &Entry| {
        if depth >= MAX_DEPTH || !told.insert(favor.id) {
            return Ok(());
        }
        let (direction, kind) = (word(&favor.direction), word(&favor.kind));
        writeln!(out, "{margin}  {how}{direction} {kind}, {} ({})", day(favor.at, zone), favor.id)?;
        print_below(out, outcomes, favor.id, zone, told, depth + 1)
    };
    for favor in outcome.returned {
        print_favor(out, "in return: ", favor)?;
    }
    for brought in outcome.acquaintances {
        writeln!(out, "{margin}  led to {} since {}", acquaintance(&brought), day(brought.since, zone))?;
        for favor in brought.favors {
            print_favor(out, "  ", favor)?;
        }
    }
    Ok(())
}

/// The object that other programs rely on.
pub(super) fn as_json(outcome: &Outcome<'_>) -> Value {
    let ids = |entries: &[&Entry]| entries.iter().map(|entry| entry.id.to_string()).collect::<Vec<_>>();
    let acquaintances: Vec<Value> = outcome
        .acquaintances
        .iter()
        .map(|brought| {
            json!({
                "person": brought.person.id, "name": brought.person.name, "since": brought.since.to_string(),
                "conversations": brought.conversations, "meetings": brought.meetings,
                "entries": ids(&brought.favors),
            })
        })
        .collect();
    json!({ "acquaintances": acquaintances, "returned": ids(&outcome.returned) })
}
