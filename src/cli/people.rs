//! `goodwill people`: everybody, and how things stand.

use std::cmp::Ordering;
use std::io::Write;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::json;

use crate::people::Person;
use crate::relationships::Relationship;

use super::circle;
use super::context::{Context, Loaded};
use super::error::CliError;
use super::text::{
    align_right, count, day, days, first_step, json_line, loop_words, print_table, silence, table,
};

/// People listed in text where nothing else is said.
const DEFAULT_LIMIT: usize = 40;
/// Pairs named that may be one person.
const MAX_SUGGESTIONS: usize = 5;

/// Arguments of `people`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "independent flags of the command line")]
pub(super) struct People {
    /// List so many at most [default: 40 in text, all in JSON]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only this circle
    #[arg(long, value_name = "NAME")]
    circle: Option<String>,
    /// Only people whose silence is unusual
    #[arg(long)]
    neglected: bool,
    /// Only people from whom you drift apart
    #[arg(long)]
    drifting: bool,
    /// Only people you know for 90 days at most
    #[arg(long)]
    new: bool,
    /// Only people to whom you give much and from whom little comes back
    #[arg(long)]
    over_invested: bool,
    /// Only people whose routine help you never really thanked for
    #[arg(long)]
    unthanked: bool,
    /// What comes first [default: warmth, with --neglected neglect]
    #[arg(long, value_name = "BY")]
    sort: Option<Sort>,
}

/// Orders of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// The warmest
    Warmth,
    /// The silence most worth a nudge: warmth × how much you begin, fading as it lasts
    Neglect,
    /// The longest silence
    Silence,
    /// The latest contact
    Last,
    /// The latest first contact
    New,
    /// To whom you gave most beyond what came back
    Balance,
    /// Most occasions
    Occasions,
    /// By name
    Name,
}

impl Sort {
    fn compare(self, a: (&Person, &Relationship), b: (&Person, &Relationship)) -> Ordering {
        let ((a_person, a), (b_person, b)) = (a, b);
        let order = match self {
            Self::Warmth => b.warmth.level.total_cmp(&a.warmth.level),
            // Unusual silences go before others, and what the owner wished before what he would do by himself.
            Self::Neglect => {
                let standing = |person: &Person, one: &Relationship| {
                    (one.is_neglected(), person.wished_days().is_some())
                };
                let order = standing(b_person, b).cmp(&standing(a_person, a));
                order.then(b.neglect().total_cmp(&a.neglect()))
            }
            Self::Silence => b.rhythm.silence_days.total_cmp(&a.rhythm.silence_days),
            Self::Last => b.last_contact.cmp(&a.last_contact),
            Self::New => b.first_contact.cmp(&a.first_contact),
            Self::Balance => b.balance.mid.cmp(&a.balance.mid),
            Self::Occasions => b.occasions.cmp(&a.occasions),
            Self::Name => a_person.name.to_lowercase().cmp(&b_person.name.to_lowercase()),
        };
        order.then(a.person.cmp(&b.person))
    }
}

impl People {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        if let Some(name) = &self.circle {
            circle::known(&loaded, name)?;
        }
        let mut rows: Vec<(&Person, &Relationship)> = loaded
            .books
            .relationships
            .iter()
            .filter_map(|relationship| {
                Some((loaded.books.directory.person(relationship.person)?, relationship))
            })
            .filter(|(person, relationship)| self.wants(person, relationship, loaded.books.as_of))
            .collect();
        let sort = self.sort.unwrap_or(if self.neglected { Sort::Neglect } else { Sort::Warmth });
        rows.sort_by(|&a, &b| sort.compare(a, b));
        let total = rows.len();
        rows.truncate(self.limit.unwrap_or(if context.json { usize::MAX } else { DEFAULT_LIMIT }));
        if context.json {
            for (person, relationship) in rows {
                json_line(out, &as_json(person, relationship))?;
            }
            return Ok(());
        }
        print(out, &loaded, &rows)?;
        if rows.len() < total {
            writeln!(out, "… and {} more (--limit N)", count((total - rows.len()) as u64))?;
        }
        let filtered = total < loaded.books.relationships.len();
        if !filtered {
            suggest(out, &loaded)?;
        }
        if total == 0 && loaded.books.relationships.is_empty() {
            let nobody = || format!("nobody here; {}", first_step(&loaded.config));
            writeln!(out, "{}", loaded.too_early(context.now)?.unwrap_or_else(nobody))?;
        } else if total == 0 {
            writeln!(out, "nobody is so")?;
        }
        Ok(())
    }

    /// Whether a person passes every filter.
    fn wants(&self, person: &Person, relationship: &Relationship, as_of: Timestamp) -> bool {
        (self.circle.is_none() || person.circle == self.circle)
            && (!self.neglected || relationship.is_neglected())
            && (!self.drifting || relationship.is_drifting())
            && (!self.new || relationship.is_new(as_of))
            && (!self.over_invested || relationship.giving.over_invested)
            && (!self.unthanked || !relationship.unthanked_helps.is_empty())
    }
}

/// Pairs who may be one person, and addresses that may be the owner's.
fn suggest(out: &mut dyn Write, loaded: &Loaded) -> Result<(), CliError> {
    for (one, other) in loaded.books.merge_suggestions().into_iter().take(MAX_SUGGESTIONS) {
        let address = |person: &Person| person.addresses.first().map(ToString::to_string).unwrap_or_default();
        let (first, second) = (address(one), address(other));
        let (a, b) = (&one.name, &other.name);
        writeln!(
            out,
            "one person? {a} ({first}) and {b} ({second}): `goodwill merge {first} {second}`, or `goodwill rule distinct {first} {second}`"
        )?;
    }
    for own in loaded.books.own_suggestions().iter().take(MAX_SUGGESTIONS) {
        let (address, wrote, got) = (&own.address, count(own.wrote.into()), count(own.got.into()));
        writeln!(
            out,
            "also yours? {address} ({wrote} written from it in your name, {got} received): add it to `addresses` in [me], or `goodwill rule distinct {address} me`"
        )?;
    }
    Ok(())
}

fn print(out: &mut dyn Write, loaded: &Loaded, rows: &[(&Person, &Relationship)]) -> Result<(), CliError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut table = table(&["NAME", "LAST CONTACT", "USUAL GAP", "NOW", "", "WARMTH", "BALANCE", "OPEN"]);
    for (person, relationship) in rows {
        let rhythm = &relationship.rhythm;
        let open = relationship
            .leading_loop(loaded.books.as_of)
            .map(|open| loop_words(open.kind))
            .unwrap_or_default();
        let usual = rhythm.expected_gap_days.map_or("?".to_owned(), days);
        table.add_row([
            person.name.clone(),
            day(relationship.last_contact, &loaded.config.me.timezone),
            usual,
            days(rhythm.silence_days),
            silence(rhythm.silence).to_owned(),
            format!("{:.1}", relationship.warmth.level),
            balance(person, relationship),
            open.to_owned(),
        ]);
    }
    align_right(&mut table, &[1, 2, 3, 5, 6]);
    Ok(print_table(out, &table)?)
}

/// The balance with its sign; nothing where nothing is tallied or was done.
fn balance(person: &Person, relationship: &Relationship) -> String {
    let balance = relationship.balance;
    if !person.tally || (balance.low == balance.high && balance.mid == crate::ledger::Points::ZERO) {
        return String::new();
    }
    let sign = if balance.mid.thousandths() > 0 { "+" } else { "" };
    format!("{sign}{}", balance.mid)
}

/// The object that other programs rely on.
pub(super) fn as_json(person: &Person, relationship: &Relationship) -> serde_json::Value {
    let rhythm = &relationship.rhythm;
    json!({
        "person": person.id, "name": person.name, "addresses": person.addresses, "circle": person.circle,
        "regime": person.regime, "stance": person.stance, "occasions": relationship.occasions,
        "first_contact": relationship.first_contact.to_string(),
        "last_contact": relationship.last_contact.to_string(),
        "last_in": relationship.last_in.map(|at| at.to_string()),
        "last_out": relationship.last_out.map(|at| at.to_string()),
        "warmth": rounded(relationship.warmth.level), "trend": rounded(relationship.warmth.trend),
        "expected_gap_days": rhythm.expected_gap_days.map(rounded), "gaps": rhythm.pauses,
        "gaps_as_long": rhythm.pauses_as_long, "silence_days": rounded(rhythm.silence_days),
        "silence": rhythm.silence, "p_silence": rounded(rhythm.p_silence),
        "p_contact_30d": rounded(rhythm.p_contact_30d), "p_contact_365d": rounded(rhythm.p_contact_365d),
        "p_alive": rounded(rhythm.p_alive),
        "balance": person.tally.then_some(relationship.balance),
        "given": person.tally.then_some(relationship.given),
        "received": person.tally.then_some(relationship.received),
        "over_invested": person.tally.then_some(relationship.giving.over_invested),
        "ask_share": relationship.giving.ask_share.map(rounded),
        "their_ask_share": relationship.giving.their_ask_share.map(rounded),
        "strain": relationship.strain, "unthanked_helps": relationship.unthanked_helps.len(),
        "initiative": rounded(relationship.initiative), "neglect": rounded(relationship.neglect()),
        "loops": relationship.loops.iter().map(|open| open.kind).collect::<Vec<_>>(),
    })
}

/// Four decimals are more than any figure here knows.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
