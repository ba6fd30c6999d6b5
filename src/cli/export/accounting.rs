//! The ledger as plain-text accounting. Each person is an account: what was given raises it, what was
//! received lowers it, and the other side is the kind. Worth is that of the day, before it fades.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::ledger::{Direction, Entry, Points, Status};

use super::super::context::Loaded;
use super::super::ledger::{name, words};
use super::super::text::word;

/// The commodity: points of goodwill.
const COMMODITY: &str = "GW";

/// Points with all their digits: `2.500`.
pub(super) fn amount(points: Points) -> String {
    let thousandths = points.thousandths();
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}", size / 1000, size % 1000)
}

/// A journal that `hledger check --strict` accepts.
pub(super) fn hledger(loaded: &Loaded, entries: &[&Entry], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "; goodwill, as of {}", loaded.books.as_of)?;
    writeln!(out, "commodity 1000.000 {COMMODITY}")?;
    for (account, label) in accounts(loaded, entries) {
        writeln!(
            out,
            "account {account}{}",
            label.map(|label| format!("  ; {}", plain(&label))).unwrap_or_default()
        )?;
    }
    for entry in entries {
        let (account, other) = sides(entry);
        writeln!(
            out,
            "\n{} {} ({}) {} | {} {}",
            date(loaded, entry),
            mark(entry),
            entry.id,
            plain(&name(&loaded.books, entry.person)),
            word(&entry.kind),
            word(&entry.direction)
        )?;
        let words = plain(&words(entry));
        if !words.is_empty() {
            writeln!(out, "    ; {words}")?;
        }
        let worth = signed(entry);
        writeln!(out, "    {account}  {} {COMMODITY}", amount(worth))?;
        writeln!(out, "    {other}  {} {COMMODITY}", amount(Points::ZERO - worth))?;
    }
    Ok(())
}

/// A ledger that `bean-check` accepts.
pub(super) fn beancount(loaded: &Loaded, entries: &[&Entry], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, ";; goodwill, as of {}", loaded.books.as_of)?;
    writeln!(out, "option \"title\" \"goodwill\"")?;
    // Entries come by time, so the first opens all accounts.
    if let Some(first) = entries.first().map(|entry| date(loaded, entry)) {
        writeln!(out, "{first} commodity {COMMODITY}")?;
        for (account, label) in accounts(loaded, entries) {
            writeln!(out, "{first} open {account} {COMMODITY}")?;
            if let Some(label) = label {
                writeln!(out, "  name: {}", string(&label))?;
            }
        }
    }
    for entry in entries {
        let (account, other) = sides(entry);
        let what = format!("{} {} {}", word(&entry.kind), word(&entry.direction), words(entry));
        writeln!(
            out,
            "\n{} {} {} {}",
            date(loaded, entry),
            mark(entry),
            string(&name(&loaded.books, entry.person)),
            string(what.trim_end())
        )?;
        writeln!(out, "  entry: {}", string(&entry.id.to_string()))?;
        let worth = signed(entry);
        writeln!(out, "  {account}  {} {COMMODITY}", amount(worth))?;
        writeln!(out, "  {other}  {} {COMMODITY}", amount(Points::ZERO - worth))?;
    }
    Ok(())
}

/// All accounts that the entries move, those of people with their names.
fn accounts(loaded: &Loaded, entries: &[&Entry]) -> BTreeMap<String, Option<String>> {
    let people: BTreeSet<_> = entries.iter().map(|entry| (sides(entry).0, entry.person)).collect();
    let people = people.into_iter().map(|(account, person)| (account, Some(name(&loaded.books, person))));
    entries.iter().map(|entry| (sides(entry).1, None)).chain(people).collect()
}

/// The person's account, and that of the kind. An account is named by the id: names may be anything.
fn sides(entry: &Entry) -> (String, String) {
    let person = entry.person.to_string().to_uppercase();
    let top = match entry.direction {
        Direction::Given => "Income:Given",
        Direction::Received => "Expenses:Received",
    };
    let kind = word(&entry.kind);
    let mut letters = kind.chars();
    let kind: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    (format!("Assets:Goodwill:{person}"), format!("{top}:{kind}"))
}

fn signed(entry: &Entry) -> Points {
    match entry.direction {
        Direction::Given => entry.worth,
        Direction::Received => Points::ZERO - entry.worth,
    }
}

/// Cleared where the owner or the receiver said so.
fn mark(entry: &Entry) -> char {
    if matches!(entry.status, Status::Posted | Status::Acknowledged) { '*' } else { '!' }
}

fn date(loaded: &Loaded, entry: &Entry) -> String {
    entry.at.to_zoned_datetime(loaded.config.me.timezone.clone()).strftime("%Y-%m-%d").to_string()
}

/// Text on one line that no program takes for a comment, a tag, a date or the end of a name.
fn plain(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, ';' | '|' | ':' | '[' | ']' | '(' | ')') { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A string as Beancount reads it.
fn string(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_every_digit_and_names_stay_on_their_line() {
        for (thousandths, text) in [(2500, "2.500"), (-1, "-0.001"), (0, "0.000"), (-12_034, "-12.034")] {
            assert_eq!(amount(Points::from_thousandths(thousandths)), text);
        }
        assert_eq!(plain("Reis; Ana | [2026-01-01]\n(x)  tag:y"), "Reis Ana 2026-01-01 x tag y");
        assert_eq!(string("say \"hi\" \\"), "\"say \\\"hi\\\" \\\\\"");
    }
}
