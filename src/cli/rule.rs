//! `goodwill rule`: the owner's word on entries and people. All of it can be undone.

mod arguments;
mod record;
mod words;

use std::collections::BTreeSet;
use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};

use crate::books::Books;
use crate::inference::{Basis, Kind};
use crate::ledger::{Entry, Part, Points, Policy, Ruling, Status, Verdict};
use crate::people::{Address, Person, Regime, Stance};
use crate::service::subjects::subject;

use super::context::{Context, Loaded};
use super::error::CliError;
use super::whom::{key_of, named, the_person};
use arguments::{RegimeArgument, StanceArgument};

pub(super) use record::{Answer, as_json, record};

/// Fewest characters that name an entry or a ruling.
const SHORTEST_ID: usize = 4;

/// Most favors that one entry is split into.
const MAX_PARTS: usize = 10;

/// Arguments of `rule`.
#[derive(Debug, Args)]
pub(super) struct Rule {
    #[command(subcommand)]
    verdict: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// This entry is a favor
    Confirm {
        /// The entry's id
        entry: String,
    },
    /// This entry is no favor
    Reject {
        /// The entry's id
        entry: String,
    },
    /// This entry is a favor of another kind
    Kind {
        /// The entry's id
        entry: String,
        /// The kind
        kind: KindArgument,
    },
    /// This entry is worth so many points
    Worth {
        /// The entry's id
        entry: String,
        /// Points, 0 to 100
        #[arg(value_parser = parse_points)]
        points: Points,
    },
    /// This entry is a favor with somebody else
    Person {
        /// The entry's id
        entry: String,
        /// The person
        person: String,
    },
    /// This entry was several favors
    Split {
        /// The entry's id
        entry: String,
        /// The favors: a kind each, with a worth where you say so, such as `help advice:2.5`
        #[arg(required = true, num_args = 2..=MAX_PARTS, value_parser = parse_part)]
        parts: Vec<Part>,
    },
    /// Nothing is to come of this entry any more; it stays in the list and counts nothing
    Forgive {
        /// The entry's id
        entry: String,
    },
    /// So much of this entry was made good in a way that no message shows
    Repaid {
        /// The entry's id
        entry: String,
        /// Points, 0 to 100
        #[arg(value_parser = parse_points)]
        points: Points,
    },
    /// How you and a person deal with each other
    Regime {
        /// The person
        person: String,
        /// The regime
        regime: RegimeArgument,
    },
    /// What you want to give a person: more than comes back, as it comes, or less
    Stance {
        /// The person
        person: String,
        /// The stance
        stance: StanceArgument,
    },
    /// How often you want to be in touch with a person; without days as the past shows
    Gaps {
        /// The person
        person: String,
        /// Days between contacts that you would like: silence beyond is late
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=MAX_GAP_DAYS))]
        ideal: Option<u32>,
        /// Days between contacts that you want at most: silence beyond is overdue
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=MAX_GAP_DAYS))]
        longest: Option<u32>,
    },
    /// These are not one person: propose it no more
    Distinct {
        /// The person: a name, an address or an id; or an address proposed as yours
        person: String,
        /// The other person, or `me`
        other: String,
    },
    /// This is no person: leave all its addresses out of everything
    Ignore {
        /// The person
        person: String,
    },
    /// Unlearn what your rulings on entries taught about a kind of favor, or about all
    Unlearn {
        /// The kind
        kind: Option<KindArgument>,
    },
    /// List your rulings
    List,
    /// Take a ruling back
    Undo {
        /// The ruling's id, or at least four characters that it begins with
        ruling: String,
    },
}

/// Least points that are more than none: what the ledger counts in.
const LEAST_POINTS: f64 = 0.001;

/// Most days between contacts that one may wish: a century.
const MAX_GAP_DAYS: i64 = 36_500;

/// A kind of favor, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum KindArgument {
    Introduction,
    Recommendation,
    Opportunity,
    Concession,
    Gift,
    Help,
    Advice,
    Care,
    Praise,
}

impl From<KindArgument> for Kind {
    fn from(kind: KindArgument) -> Self {
        match kind {
            KindArgument::Introduction => Self::Introduction,
            KindArgument::Recommendation => Self::Recommendation,
            KindArgument::Opportunity => Self::Opportunity,
            KindArgument::Concession => Self::Concession,
            KindArgument::Gift => Self::Gift,
            KindArgument::Help => Self::Help,
            KindArgument::Advice => Self::Advice,
            KindArgument::Care => Self::Care,
            KindArgument::Praise => Self::Praise,
        }
    }
}

/// Reads points such as `2.5`, 0 to 100.
pub(super) fn parse_points(text: &str) -> Result<Points, String> {
    let points: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    if !(0.0..=100.0).contains(&points) {
        return Err("points go from 0 to 100".to_owned());
    }
    if points > 0.0 && points < LEAST_POINTS {
        return Err(format!("points are counted in thousandths: {LEAST_POINTS} at least, or 0"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "0 to 100 thousand")]
    let thousandths = (points * 1000.0).round() as i64;
    Ok(Points::from_thousandths(thousandths))
}

/// Reads a kind with or without a worth, such as `advice:2.5`.
fn parse_part(text: &str) -> Result<Part, String> {
    let (kind, worth) = text.split_once(':').map_or((text, None), |(kind, worth)| (kind, Some(worth)));
    let kind = KindArgument::from_str(kind, true).map_err(|_| format!("{kind:?} is no kind of favor"))?;
    let worth = worth.map(parse_points).transpose()?.map(Points::thousandths);
    Ok(Part { kind: kind.into(), worth })
}

impl Rule {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        match &self.verdict {
            Command::Confirm { entry } => on_entry(context, loaded, entry, Verdict::Confirm, out),
            Command::Reject { entry } => on_entry(context, loaded, entry, Verdict::Reject, out),
            Command::Kind { entry, kind } => {
                on_entry(context, loaded, entry, Verdict::Kind((*kind).into()), out)
            }
            Command::Worth { entry, points } => {
                on_entry(context, loaded, entry, Verdict::Worth(points.thousandths()), out)
            }
            Command::Person { entry, person } => {
                let address = key_of(&loaded.books, person)?;
                on_entry(context, loaded, entry, Verdict::Person(address), out)
            }
            Command::Split { entry, parts } => {
                on_entry(context, loaded, entry, Verdict::Split(parts.clone()), out)
            }
            Command::Forgive { entry } => on_entry(context, loaded, entry, Verdict::Forgive, out),
            Command::Repaid { entry, points } => {
                on_entry(context, loaded, entry, Verdict::Repaid(points.thousandths()), out)
            }
            Command::Regime { person, regime } => {
                let regime = Regime::from(*regime);
                on_person(context, loaded, person, |address| Ruling::Regime { address, regime }, out)
            }
            Command::Stance { person, stance } => {
                let stance = Stance::from(*stance);
                on_person(context, loaded, person, |address| Ruling::Stance { address, stance }, out)
            }
            Command::Gaps { person, ideal, longest } => {
                let (ideal_days, longest_days) = (*ideal, *longest);
                if let (Some(ideal), Some(longest)) = (ideal, longest)
                    && ideal > longest
                {
                    return Err(CliError::Usage(format!(
                        "you cannot like {ideal} days between contacts and want {longest} at most; --ideal is the \
                         shorter one"
                    )));
                }
                let gaps = |address| Ruling::Gaps { address, ideal_days, longest_days };
                on_person(context, loaded, person, gaps, out)
            }
            Command::Ignore { person } => {
                let ruling =
                    Ruling::ignore(key_of(&loaded.books, person)?, the_person(&loaded.books, person)?);
                record(context, loaded, ruling, out)
            }
            Command::Distinct { person, other } => {
                let ruling = distinct(&loaded, person, other)?;
                record(context, loaded, ruling, out)
            }
            Command::Unlearn { kind } => {
                record(context, loaded, Ruling::Unlearn { kind: kind.map(Kind::from) }, out)
            }
            Command::List => record::list(context, &loaded, out),
            Command::Undo { ruling } => record::undo(context, loaded, ruling, out),
        }
    }
}

fn on_entry(
    context: &Context,
    loaded: Loaded,
    id: &str,
    verdict: Verdict,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let entry = find_entry(&loaded.books, id)?;
    let subject = subject(&loaded.store, &loaded.books, entry)?
        .ok_or_else(|| CliError::NotFound(format!("entry {id} has nobody on the other side")))?;
    let parts = parts(&loaded.books, entry);
    if !parts.is_empty() {
        let parts = parts.join(" and ");
        return Err(CliError::Usage(format!(
            "{} is split into {parts}: rule on these, or take the split back (`goodwill rule list`)",
            entry.id
        )));
    }
    if let Some(already) = already(entry, &verdict) {
        let words = format!("{}: {already}", entry.id);
        let ruling = Ruling::Entry { subject, verdict };
        return record::nothing_new(context, &loaded, (&ruling, &words), out);
    }
    let most = repayable(entry, &loaded.books.ledger_policy);
    if matches!(verdict, Verdict::Repaid(thousandths) if thousandths > most.thousandths()) {
        return Err(CliError::Usage(format!("{} is worth {most}: no more of it can be made good", entry.id)));
    }
    record(context, loaded, Ruling::Entry { subject, verdict }, out)
}

/// The ids of the favors that the owner saw in an entry.
fn parts(books: &Books, entry: &Entry) -> Vec<String> {
    books.entries.iter().filter(|part| part.is_part_of(entry)).map(|part| part.id.to_string()).collect()
}

/// What an entry is already, where a verdict says nothing new of it.
fn already(entry: &Entry, verdict: &Verdict) -> Option<&'static str> {
    match (verdict, entry.status) {
        (Verdict::Confirm, Status::Posted) => Some("already confirmed"),
        (Verdict::Reject, Status::Voided) => Some("counts nothing already, by an earlier ruling"),
        _ => None,
    }
}

/// How much of an entry can be made good: what it is worth, or would be as a favor.
fn repayable(entry: &Entry, policy: &Policy) -> Points {
    if entry.basis == Basis::Favor { entry.worth } else { policy.worth_of(entry.kind) }
}

/// The entry with this id, or with an id that begins so.
pub(super) fn find_entry<'a>(books: &'a Books, id: &str) -> Result<&'a Entry, CliError> {
    let wanted = id.trim().to_lowercase();
    let found: Vec<&Entry> =
        books.entries.iter().filter(|entry| entry.id.to_string().starts_with(&wanted)).collect();
    match found.as_slice() {
        [entry] if wanted.len() >= SHORTEST_ID => Ok(entry),
        [] => {
            Err(CliError::NotFound(format!("there is no entry {id:?}; `goodwill ledger --all` lists them")))
        }
        _ => Err(CliError::Usage(format!("{id:?} is too short to name one entry"))),
    }
}

fn on_person(
    context: &Context,
    loaded: Loaded,
    text: &str,
    ruling: impl Fn(Address) -> Ruling,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let address = key_of(&loaded.books, text)?;
    record(context, loaded, ruling(address), out)
}

/// That two people are not one, or that an address is not the owner's.
fn distinct(loaded: &Loaded, person: &str, other: &str) -> Result<Ruling, CliError> {
    if !other.eq_ignore_ascii_case("me") {
        let (one, another) = (the_person(&loaded.books, person)?, the_person(&loaded.books, other)?);
        if one.id == another.id {
            return Err(CliError::Usage(one_already(one, other)));
        }
        return Ok(Ruling::Distinct {
            address: key_of(&loaded.books, person)?,
            other: key_of(&loaded.books, other)?,
        });
    }
    let address = match Address::parse(person) {
        Some(address) => address.identity_key(),
        None => key_of(&loaded.books, person)?,
    };
    if loaded.config.me.addresses.contains(&address) {
        return Err(CliError::Usage(format!(
            "{address} stands among your addresses: take it out of `addresses` in [me] if it is not yours"
        )));
    }
    Ok(Ruling::Distinct { address, other: loaded.config.me.address.identity_key() })
}

/// Why somebody is not two people, and how he becomes two.
fn one_already(person: &Person, other: &str) -> String {
    let keys: BTreeSet<Address> = person.addresses.iter().map(Address::identity_key).collect();
    let first = keys.first().map(ToString::to_string).unwrap_or_default();
    if keys.len() < 2 {
        return format!("both are {}: name two people", named(person));
    }
    let leaving = Address::parse(other).filter(|address| keys.contains(&address.identity_key()));
    let leaving = leaving.map_or_else(|| "ADDRESS…".to_owned(), |address| address.to_string());
    format!("both are {}: `goodwill split {first} {leaving}` makes two of one", named(person))
}
