//! `goodwill explain`: every figure back to its evidence.

mod figures;
mod meetings;

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::books::{Books, Outcomes};
use crate::inference::{Basis, BasisReason, Favor};
use crate::ledger::{Direction, Entry, Evidence, Status, standing_worth};
use crate::observations::cues::{self, Act};
use crate::people::Person;
use crate::relationships::{OccasionSource, Relationship};

use super::context::{Context, Loaded};
use super::error::CliError;
use super::rule::find_entry;
use super::text::{counting, day, json_line, percent, plural, regime_source, regime_words, word};
use super::whom::one_person;
use super::{ledger, outcomes, people};

/// Occasions shown, the latest.
const SHOWN: usize = 10;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// An entry's id, or a person: name, address or id
    #[arg(required_unless_present = "meetings", value_name = "ENTRY|PERSON")]
    subject: Vec<String>,
    /// Every meeting, or all with the person: why it counts or does not, how much and for whom
    #[arg(long)]
    meetings: bool,
}

impl Explain {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let subject = self.subject.join(" ");
        if self.meetings {
            let person = if subject.is_empty() { None } else { Some(one_person(&loaded.books, &subject)?) };
            return meetings::all(out, &loaded, person, context.json);
        }
        if looks_like_entry(&subject) {
            let entry = find_entry(&loaded.books, &subject)?;
            return if context.json {
                entry_json(out, &loaded, entry)
            } else {
                explain_entry(out, &loaded, entry)
            };
        }
        let person = one_person(&loaded.books, &subject)?;
        if context.json { person_json(out, &loaded, person) } else { explain_person(out, &loaded, person) }
    }
}

fn looks_like_entry(text: &str) -> bool {
    text.len() >= 4 && text.strip_prefix('e').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_hexdigit()))
}

fn entry_json(out: &mut dyn Write, loaded: &Loaded, entry: &Entry) -> Result<(), CliError> {
    let books = &loaded.books;
    let favor = books.favor(entry.id);
    let mut value = ledger::as_json(books, entry);
    if let Some(fields) = value.as_object_mut() {
        fields
            .insert("worth_now".to_owned(), json!(standing_worth(entry, &books.ledger_policy, books.as_of)));
        fields.insert("signs".to_owned(), json!(favor.map(|favor| &favor.signs)));
        fields.insert("basis_reasons".to_owned(), json!(favor.map(|favor| &favor.basis_reasons)));
        let because: Vec<_> = entry.evidence.iter().map(|evidence| because(entry, evidence)).collect();
        fields.insert("because".to_owned(), json!(because));
        fields.insert("state".to_owned(), json!(favor.map(|favor| favor.state)));
        fields.insert("led_to".to_owned(), outcomes::as_json(&Outcomes::new(books).of(entry.id)));
    }
    Ok(json_line(out, &value)?)
}

fn explain_entry(out: &mut dyn Write, loaded: &Loaded, entry: &Entry) -> Result<(), CliError> {
    let (books, zone) = (&loaded.books, &loaded.config.me.timezone);
    let who = ledger::name(books, entry.person);
    let direction = match entry.direction {
        Direction::Given => format!("given to {who}"),
        Direction::Received => format!("received from {who}"),
    };
    writeln!(out, "{}: {}, {direction}, {}", entry.id, ledger::what(entry), entry.status.in_words())?;
    for evidence in &entry.evidence {
        let words =
            if evidence.quote.is_empty() { String::new() } else { format!(" “{}”", evidence.quote) };
        writeln!(out, "  {:<9} {:>11}{words}", evidence.shows, day(evidence.at, zone))?;
        writeln!(out, "            {}", evidence.source)?;
        if let Some(because) = because(entry, evidence) {
            writeln!(out, "            {because}")?;
        }
    }
    if let Some(favor) = books.favor(entry.id) {
        // A ruling gives an entry another basis than inference found.
        let why = if entry.basis == favor.basis { reasons(favor, books) } else { "you said so".to_owned() };
        writeln!(out, "why {}: {why}", basis_name(entry.basis))?;
    }
    writeln!(out, "sure to {:.0} %", entry.confidence.fraction() * 100.0)?;
    if entry.basis != Basis::Favor {
        writeln!(out, "worth nothing here; `goodwill rule confirm {}` makes it a favor", entry.id)?;
        return Ok(());
    }
    let policy = &books.ledger_policy;
    let half_life = policy.half_life(entry.direction).in_days();
    writeln!(
        out,
        "worth {} then and {} now: what is {} loses half in {half_life} days",
        entry.worth,
        standing_worth(entry, policy, books.as_of),
        word(&entry.direction)
    )?;
    if let Some(chain) = Outcomes::new(books).chain(entry) {
        outcomes::print_chain(out, &chain, zone)?;
    }
    match entry.status {
        Status::Posted | Status::Voided => {
            writeln!(out, "settled by your ruling; `goodwill rule list` shows it")?;
        }
        Status::Pending | Status::Acknowledged | Status::Expired => {
            writeln!(
                out,
                "wrong? `goodwill rule reject {}`; right? `goodwill rule confirm {}`",
                entry.id, entry.id
            )?;
        }
    }
    Ok(())
}

/// Why the words of a piece of evidence are read as what they show.
fn because(entry: &Entry, evidence: &Evidence) -> Option<String> {
    let act = match evidence.shows {
        "asked" => Act::Request,
        "offered" => Act::Offer,
        "promised" => Act::Promise,
        "thanked" => Act::Thanks,
        "declined" => Act::Decline,
        "done" => entry.kind.act(),
        _ => return None,
    };
    cues::why(act, &evidence.quote).map(|why| why.in_words())
}

fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Favor => "a favor",
        Basis::Duty => "duty",
        Basis::Paid => "paid",
        Basis::Commons => "for all",
        Basis::Communal => "not counted",
        Basis::Unclear => "unclear",
    }
}

/// What decided the basis, in a sentence.
fn reasons(favor: &Favor, books: &Books) -> String {
    let signs: Vec<String> = favor.signs.iter().map(word).collect();
    let signs = if signs.is_empty() { "none".to_owned() } else { signs.join(", ") };
    let regime = books
        .directory
        .person(favor.person)
        .map(|person| format!("{} ({})", regime_words(person.regime), regime_source(person.regime_source)));
    let regime = regime.unwrap_or_default();
    let sentences = favor.basis_reasons.iter().map(|reason| match reason {
        BasisReason::Ruling => "you said so".to_owned(),
        BasisReason::Regime => format!("you deal {regime}"),
        BasisReason::StrongSign => {
            format!("one strong sign is enough (signs: {signs}; kind {})", word(&favor.kind))
        }
        BasisReason::WeakSigns => format!("two weak signs are enough (signs: {signs})"),
        BasisReason::NoSign => {
            format!("you deal {regime}, and it takes a strong sign or two weak ones (signs: {signs})")
        }
        BasisReason::PaidWords => "the text speaks of pay".to_owned(),
        BasisReason::List => "it was an answer to a mailing list".to_owned(),
        BasisReason::Corrections => {
            "your rulings on others of this kind make it less likely than not; `goodwill rule unlearn` \
             forgets them"
                .to_owned()
        }
        BasisReason::Doubtful => {
            let least = books.ledger_policy.least_confidence.fraction() * 100.0;
            format!("less sure than {least:.0} % (`ledger.least_confidence`), it does not count by itself")
        }
        BasisReason::PlainPraise => {
            "a compliment posts only with career news, vouching or a farewell".to_owned()
        }
        BasisReason::Returned => "what was asked for was the asker's own, and came back".to_owned(),
        BasisReason::Structure => {
            "two people had no contact, were brought together, and then wrote to each other".to_owned()
        }
    });
    sentences.collect::<Vec<_>>().join("; ")
}

fn person_json(out: &mut dyn Write, loaded: &Loaded, person: &Person) -> Result<(), CliError> {
    let books = &loaded.books;
    let Some(relationship) = books.relationship(person.id) else { return nothing(person) };
    let occasions: Vec<_> = books
        .occasions_with(person.id)
        .map(|occasion| json!({"at": occasion.at.to_string(), "weight": f64::from(occasion.weight) / 1000.0}))
        .collect();
    let mut value = people::as_json(person, relationship);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("occasion_list".to_owned(), occasions.into());
        let entries: Vec<_> =
            books.entries_with(person.id).map(|entry| ledger::as_json(books, entry)).collect();
        fields.insert("entries".to_owned(), entries.into());
        let names = meetings::known_names(books);
        let meetings: Vec<_> =
            books.meetings_with(person.id).map(|meeting| meetings::as_json(books, &names, meeting)).collect();
        fields.insert("meetings".to_owned(), meetings.into());
        let (theirs, yours) = meetings::rescheduled(loaded, person);
        fields.insert("rescheduled".to_owned(), json!({"by_them": theirs, "by_you": yours}));
    }
    Ok(json_line(out, &value)?)
}

fn nothing(person: &Person) -> Result<(), CliError> {
    Err(CliError::NotFound(format!("you and {} have not been in touch", person.name)))
}

fn explain_person(out: &mut dyn Write, loaded: &Loaded, person: &Person) -> Result<(), CliError> {
    let (books, zone) = (&loaded.books, &loaded.config.me.timezone);
    let Some(relationship) = books.relationship(person.id) else {
        figures::unvouched(out, loaded, person)?;
        return nothing(person);
    };
    writeln!(out, "{}  {}", person.name, person.id)?;
    let occasions: Vec<_> = books.occasions_with(person.id).collect();
    writeln!(out, "\n{}; the latest:", plural(occasions.len() as u64, "occasion", "occasions"))?;
    for occasion in occasions.iter().rev().take(SHOWN).rev() {
        let weight = f64::from(occasion.weight) / 1000.0;
        let how = match occasion.source {
            OccasionSource::MailOut => "you wrote",
            OccasionSource::MailIn => "they wrote",
            OccasionSource::MailBoth => "both of you wrote",
            OccasionSource::Meeting => "you met, or entered a favor by hand",
        };
        writeln!(out, "  {:>11}  {how}; {}", day(occasion.at, zone), counting(weight))?;
    }
    figures::unvouched(out, loaded, person)?;
    meetings::with_person(out, loaded, person)?;
    explain_rhythm(out, loaded, person, relationship)?;
    figures::manner(out, loaded, relationship)?;
    if !person.tally {
        writeln!(out, "nothing is counted between you")?;
        return Ok(());
    }
    explain_balance(out, loaded, person, relationship)
}

/// Gaps, silence, chances and warmth.
fn explain_rhythm(
    out: &mut dyn Write,
    loaded: &Loaded,
    person: &Person,
    relationship: &Relationship,
) -> Result<(), CliError> {
    figures::contact(out, loaded, person, relationship)?;
    let rhythm = &relationship.rhythm;
    let usual = match rhythm.expected_gap_days {
        Some(days) => format!("usual gap {days:.1} days"),
        None => "no usual gap: too few gaps, or too short a time, are known to tell".to_owned(),
    };
    writeln!(
        out,
        "{usual}; the current one is {:.1}, and {} of {} were as long; with what your other people do, the chance of a gap between days of contact at least this long is {}",
        rhythm.silence_days,
        rhythm.pauses_as_long,
        rhythm.pauses,
        percent(rhythm.p_silence)
    )?;
    writeln!(
        out,
        "warmth {:.2}: each occasion's weight, halved for every year since; trend {:.2}: the same over 30 days, against a steady pace",
        relationship.warmth.level, relationship.warmth.trend
    )?;
    figures::chances(out, relationship)
}

/// The balance from its entries, and who gives how much.
fn explain_balance(
    out: &mut dyn Write,
    loaded: &Loaded,
    person: &Person,
    relationship: &Relationship,
) -> Result<(), CliError> {
    let (books, zone) = (&loaded.books, &loaded.config.me.timezone);
    writeln!(
        out,
        "\nbalance {} = given {} − received {}, from these entries:",
        relationship.balance.mid, relationship.given, relationship.received
    )?;
    for entry in books.entries_with(person.id).filter(|entry| entry.basis == Basis::Favor) {
        let now = standing_worth(entry, &books.ledger_policy, books.as_of);
        writeln!(
            out,
            "  {}  {:>11}  {} {}: {} now, of which {} count, {}",
            entry.id,
            day(entry.at, zone),
            word(&entry.direction),
            word(&entry.kind),
            now,
            percent(if entry.status == Status::Posted { 1.0 } else { entry.confidence.fraction() }),
            entry.status.in_words()
        )?;
    }
    writeln!(
        out,
        "the balance lies between {} and {}: what is settled, less or more all that is not",
        relationship.balance.low, relationship.balance.high
    )?;
    figures::giving(out, relationship)
}
