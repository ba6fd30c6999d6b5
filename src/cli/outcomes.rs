//! What came of favors, as `show` and `explain` tell it.

use std::io::{self, Write};

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::books::{Acquaintance, Outcome};
use crate::ledger::Entry;
use crate::nudges::statement::{Came, Chain};

use super::text::{day, plural, word};

/// What came of a favor, in one line; empty where nothing is known.
pub(super) fn line(outcome: &Outcome<'_>) -> String {
    let mut parts: Vec<String> = outcome.acquaintances.iter().map(acquaintance).collect();
    if !outcome.returned.is_empty() {
        parts.push(format!("{} in return", plural(outcome.returned.len() as u64, "favor", "favors")));
    }
    parts.join("; ")
}

fn acquaintance(acquaintance: &Acquaintance<'_>) -> String {
    let Acquaintance { person, conversations, meetings, favors, .. } = acquaintance;
    contact(*conversations, *meetings, favors.len() as u64, &person.name)
}

/// "2 conversations, 1 meeting and 1 favor with Lena Voss".
fn contact(conversations: u64, meetings: u64, favors: u64, name: &str) -> String {
    let counts = [
        (conversations, "conversation", "conversations"),
        (meetings, "meeting", "meetings"),
        (favors, "favor", "favors"),
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
    format!("{counted} with {name}")
}

/// The chain from a favor on, a line each, what came of another indented below it.
///
/// # Errors
///
/// Where `out` cannot be written.
pub(super) fn print_chain(out: &mut dyn Write, chain: &Chain, zone: &TimeZone) -> io::Result<()> {
    // Whether what stands at each depth is a favor: what came of it is its return.
    let mut favors = vec![true];
    for step in &chain.steps {
        let (margin, day) = ("  ".repeat(step.depth), day(step.at, zone));
        favors.truncate(step.depth);
        match step.came {
            Came::Favor { entry, direction, kind } => {
                let how = if favors.last() == Some(&true) { "in return: " } else { "" };
                writeln!(out, "{margin}{how}{} {}, {day} ({entry})", word(&direction), word(&kind))?;
                favors.push(true);
            }
            Came::Contact { conversations, meetings } => {
                let contact = contact(conversations, meetings, 0, &step.name);
                writeln!(out, "{margin}led to {contact} since {day}")?;
                favors.push(false);
            }
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
