//! The ledger as plain-text accounting. Each person is an account: what was given raises it, what was
//! received lowers it, and the other side is the kind. Worth is that of the day, before it fades.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::ledger::{Direction, Entry, Points, Status};
use crate::people::PersonId;

use super::super::context::Loaded;
use super::super::ledger::{name, words};
use super::super::text::word;

/// The commodity: points of goodwill.
const COMMODITY: &str = "GW";

/// Longest part of an account that is a name, in characters.
const MAX_NAME: usize = 40;

/// Digits of an id that tell people of one name apart, where no two of them begin alike.
const DIGITS: usize = 4;

/// Points with all their digits: `2.500`.
pub(super) fn amount(points: Points) -> String {
    let thousandths = points.thousandths();
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}", size / 1000, size % 1000)
}

/// A journal that `hledger check --strict` accepts.
pub(super) fn hledger(loaded: &Loaded, entries: &[&Entry], out: &mut dyn Write) -> io::Result<()> {
    head(loaded, ";", out)?;
    let people = People::of(loaded, entries);
    writeln!(out, "commodity 1000.000 {COMMODITY}")?;
    for (account, label) in accounts(loaded, &people, entries) {
        writeln!(
            out,
            "account {account}{}",
            label.map(|label| format!("  ; {}", plain(&label))).unwrap_or_default()
        )?;
    }
    for entry in entries {
        let (account, other) = (people.account(entry.person), kind_account(entry));
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
    head(loaded, ";;", out)?;
    let people = People::of(loaded, entries);
    writeln!(out, "option \"title\" \"goodwill\"")?;
    // Entries come by time, so the first opens all accounts.
    if let Some(first) = entries.first().map(|entry| date(loaded, entry)) {
        writeln!(out, "{first} commodity {COMMODITY}")?;
        for (account, label) in accounts(loaded, &people, entries) {
            writeln!(out, "{first} open {account} {COMMODITY}")?;
            if let Some(label) = label {
                writeln!(out, "  name: {}", string(&label))?;
            }
        }
    }
    for entry in entries {
        let (account, other) = (people.account(entry.person), kind_account(entry));
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

/// What the figures are, and why those of `people` are others.
fn head(loaded: &Loaded, comment: &str, out: &mut dyn Write) -> io::Result<()> {
    let policy = &loaded.books.ledger_policy;
    let days = |direction| policy.half_life(direction).in_days();
    let (given, received) = (days(Direction::Given), days(Direction::Received));
    for line in [
        format!("goodwill, as of {}", loaded.books.as_of),
        format!("Figures are points ({COMMODITY}): what each favor was worth on its day, counted in full. Nothing fades here."),
        "The balances of `goodwill people` differ: there what is not settled counts by how sure it is, and worth fades:".to_owned(),
        format!("of what you gave half is left after {given} days, of what you received after {received}."),
        "Marked * is what you confirmed or the receiver gave thanks for, ! what was inferred.".to_owned(),
    ] {
        writeln!(out, "{comment} {line}")?;
    }
    Ok(())
}

/// All accounts that the entries move, those of people with their names.
fn accounts(loaded: &Loaded, people: &People, entries: &[&Entry]) -> BTreeMap<String, Option<String>> {
    let named =
        people.0.iter().map(|(person, account)| (account.clone(), Some(name(&loaded.books, *person))));
    entries.iter().map(|entry| (kind_account(entry), None)).chain(named).collect()
}

/// The account of each person: the name as far as both programs take it, and the beginning of the id.
struct People(BTreeMap<PersonId, String>);

impl People {
    fn of(loaded: &Loaded, entries: &[&Entry]) -> Self {
        let ids: BTreeSet<PersonId> = entries.iter().map(|entry| entry.person).collect();
        Self::named(ids.into_iter().map(|id| (id, name(&loaded.books, id))))
    }

    fn named(people: impl Iterator<Item = (PersonId, String)>) -> Self {
        let people: Vec<(PersonId, String)> = people.map(|(id, name)| (id, component(&name))).collect();
        let account = |(id, name): &(PersonId, String)| {
            let digits = |id: &PersonId| id.to_string().trim_start_matches('p').to_owned();
            let own = digits(id);
            let like = people.iter().filter(|(other, theirs)| theirs == name && other != id);
            let shared = |(other, _): &(PersonId, String)| {
                own.chars().zip(digits(other).chars()).take_while(|(a, b)| a == b).count()
            };
            let length = like.map(shared).max().map_or(DIGITS, |shared| DIGITS.max(shared + 1));
            (*id, format!("Assets:Goodwill:{name}-{}", own.chars().take(length).collect::<String>()))
        };
        Self(people.iter().map(account).collect())
    }

    fn account(&self, person: PersonId) -> &str {
        self.0.get(&person).map_or("", String::as_str)
    }
}

/// A name as a part of an account: letters that have a case, digits and hyphens, a capital or a digit first.
fn component(name: &str) -> String {
    // Letters in circles and numerals of one sign have a case too, and are no letters to Beancount.
    let is_letter =
        |c: char| (c.is_lowercase() || c.is_uppercase()) && !('\u{2100}'..='\u{24ff}').contains(&c);
    let is_kept = |c: char| c.is_ascii_digit() || is_letter(c);
    let words: Vec<&str> = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty()).collect();
    let joined: String = words.join("-").chars().take(MAX_NAME).collect();
    let mut letters = joined.trim_end_matches('-').chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let component: String = first.chain(letters).collect();
    let is_fit = component.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
    if is_fit { component } else { format!("P-{component}").trim_end_matches('-').to_owned() }
}

/// The account of a kind of favor.
fn kind_account(entry: &Entry) -> String {
    let top = match entry.direction {
        Direction::Given => "Income:Given",
        Direction::Received => "Expenses:Received",
    };
    let kind = word(&entry.kind);
    let mut letters = kind.chars();
    let kind: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    format!("{top}:{kind}")
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
    fn an_account_is_named_as_both_programs_take_it() {
        for (name, account) in [
            ("Derek Stone", "Derek-Stone"),
            ("ana lima", "Ana-lima"),
            ("Jürgen Müßig", "Jürgen-Müßig"),
            ("Reis; Ana | (x) [2026-01-01]", "Reis-Ana-x-2026-01-01"),
            ("ⓐⅳ O’Neil:x", "O-Neil-x"),
            ("b@x.example", "B-x-example"),
            ("王小明", "P"),
            ("", "P"),
        ] {
            assert_eq!(component(name), account);
        }
    }

    #[test]
    fn people_of_one_name_have_accounts_of_their_own() {
        let ids: Vec<PersonId> = (0..3000)
            .map(|n| PersonId::of(&crate::people::Address::parse(&format!("a{n}@x.example")).unwrap()))
            .collect();
        let People(accounts) = People::named(ids.iter().map(|id| (*id, "Ana Reis".to_owned())));
        assert_eq!(accounts.values().collect::<BTreeSet<_>>().len(), 3000);
        let one = People::named(ids.iter().take(1).map(|id| (*id, "Ana Reis".to_owned())));
        let digits: String = ids[0].to_string().chars().skip(1).take(4).collect();
        assert_eq!(one.account(ids[0]), format!("Assets:Goodwill:Ana-Reis-{digits}"));
    }

    #[test]
    fn amounts_keep_every_digit_and_names_stay_on_their_line() {
        for (thousandths, text) in [(2500, "2.500"), (-1, "-0.001"), (0, "0.000"), (-12_034, "-12.034")] {
            assert_eq!(amount(Points::from_thousandths(thousandths)), text);
        }
        assert_eq!(plain("Reis; Ana | [2026-01-01]\n(x)  tag:y"), "Reis Ana 2026-01-01 x tag y");
        assert_eq!(string("say \"hi\" \\"), "\"say \\\"hi\\\" \\\\\"");
    }
}
