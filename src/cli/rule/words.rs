//! Rulings in words.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::context::Loaded;
use crate::cli::text::{regime_words, word};
use crate::cli::whom::named;
use crate::ledger::{Direction, Points, Ruling, Verdict, Wish};
use crate::people::{Address, Directory};

/// The identity keys of those whom a ruling is about.
pub(super) fn about(ruling: &Ruling) -> Vec<&Address> {
    match ruling {
        Ruling::Entry { subject, verdict } => {
            std::iter::once(&subject.address).chain(verdict.person()).collect()
        }
        Ruling::Add { address, .. }
        | Ruling::Circle { address, .. }
        | Ruling::Regime { address, .. }
        | Ruling::Stance { address, .. }
        | Ruling::Gaps { address, .. }
        | Ruling::Wish { address, .. }
        | Ruling::Note { address, .. } => vec![address],
        Ruling::Ignore { address, others } => std::iter::once(address).chain(others).collect(),
        Ruling::Merge { address, other } | Ruling::Distinct { address, other } => vec![address, other],
        // Those who leave were one person with the others.
        Ruling::Split { addresses } => addresses.iter().take(1).collect(),
        Ruling::Unlearn { .. } | Ruling::Pause { .. } => Vec::new(),
    }
}

/// Puts rulings into words that name people as they are known now.
pub(super) struct Wording<'a> {
    directory: &'a Directory,
    zone: &'a TimeZone,
}

impl<'a> Wording<'a> {
    pub(super) fn of(loaded: &'a Loaded) -> Self {
        Self { directory: &loaded.books.directory, zone: &loaded.config.me.timezone }
    }

    /// A ruling in one line.
    pub(super) fn ruling(&self, ruling: &Ruling) -> String {
        match ruling {
            Ruling::Entry { subject, verdict } => {
                let with = with(subject.direction, &self.who(&subject.address));
                let what = format!("{} {with}", word(&subject.kind));
                format!("{}: {} ({what})", subject.favor_id(), self.verdict(verdict))
            }
            Ruling::Add { address, name, direction, kind, words, .. } => {
                // Whom nothing else shows becomes a person by this ruling.
                let who = match (name, self.directory.find(address)) {
                    (Some(name), None) => format!("{name} <{address}>"),
                    _ => self.who(address),
                };
                format!("{} {}: {words}", word(kind), with(*direction, &who))
            }
            Ruling::Circle { address, circle } => {
                format!("{} belongs to {}", self.who(address), circle.as_deref().unwrap_or("no circle"))
            }
            Ruling::Regime { address, regime } => {
                format!("with {} you deal {}", self.who(address), regime_words(*regime))
            }
            Ruling::Stance { address, stance } => {
                format!("your stance toward {} is {}", self.who(address), word(stance))
            }
            Ruling::Gaps { address, ideal_days, longest_days } => {
                let days =
                    |days: &Option<u32>| days.map_or("as learnt".to_owned(), |days| format!("{days} days"));
                let (ideal, longest) = (days(ideal_days), days(longest_days));
                format!("with {} in touch: ideally {ideal}, at most {longest}", self.who(address))
            }
            Ruling::Ignore { address, others } => self.nobody(address, others),
            Ruling::Merge { address, other } => format!("{} are one person", self.both(address, other)),
            Ruling::Distinct { address, other } => {
                format!("{} are not one person", self.both(address, other))
            }
            Ruling::Split { addresses } => {
                let list: Vec<&str> = addresses.iter().map(Address::as_str).collect();
                format!("{} by itself is one person", list.join(" with "))
            }
            Ruling::Wish { address, about, wish, .. } => {
                format!("{} of {}: {}", about.replace('_', " "), self.who(address), self.wish(*wish))
            }
            Ruling::Note { address, words } => format!("{}: {words}", self.who(address)),
            Ruling::Unlearn { kind: Some(kind) } => {
                format!("what your rulings taught about {} is unlearnt", word(kind))
            }
            Ruling::Unlearn { kind: None } => "what your rulings taught is unlearnt".to_owned(),
            Ruling::Pause { until } => format!("no letters before {}", self.instant(*until)),
        }
    }

    /// Who is no person, under how many names he may be known.
    fn nobody(&self, address: &Address, others: &BTreeSet<Address>) -> String {
        let mut names: Vec<String> = Vec::new();
        for name in std::iter::once(address).chain(others).map(|address| self.who(address)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let are = if names.len() == 1 { "is" } else { "are" };
        format!("{} {are} nobody", names.join(" and "))
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        let points = |thousandths: &i64| Points::from_thousandths(*thousandths);
        match verdict {
            Verdict::Confirm => "confirmed".to_owned(),
            Verdict::Reject => "rejected".to_owned(),
            Verdict::Kind(kind) => format!("is {}", word(kind)),
            Verdict::Worth(worth) => format!("is worth {}", points(worth)),
            Verdict::Person(address) => format!("is with {}", self.who(address)),
            Verdict::Split(parts) => {
                let kinds: Vec<String> = parts.iter().map(|part| word(&part.kind)).collect();
                format!("split into {}", kinds.join(", "))
            }
            Verdict::Forgive => "forgiven".to_owned(),
            Verdict::Repaid(worth) => format!("{} of it made good", points(worth)),
        }
    }

    fn wish(&self, wish: Wish) -> String {
        match wish {
            Wish::Done => "done".to_owned(),
            Wish::NotBefore(instant) => format!("not before {}", self.instant(instant)),
            Wish::Never => "never".to_owned(),
            Wish::More => "more often".to_owned(),
            Wish::Less => "less often".to_owned(),
        }
    }

    /// By whom somebody is known now, with all addresses; the address where it is nobody's.
    fn who(&self, address: &Address) -> String {
        let person = self.directory.find(address).and_then(|id| self.directory.person(id));
        person.map_or_else(|| address.to_string(), named)
    }

    /// Two who are said to be one, or not: by their addresses once they are one.
    fn both(&self, one: &Address, other: &Address) -> String {
        let is_one = self.directory.find(one).is_some_and(|id| self.directory.find(other) == Some(id));
        if is_one {
            format!("{one} and {other}")
        } else {
            format!("{} and {}", self.who(one), self.who(other))
        }
    }

    fn instant(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.zone.clone()).strftime("%-d %b %Y, %H:%M").to_string()
    }
}

fn with(direction: Direction, who: &str) -> String {
    match direction {
        Direction::Given => format!("given to {who}"),
        Direction::Received => format!("received from {who}"),
    }
}
