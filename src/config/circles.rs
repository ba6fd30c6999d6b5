//! `[circles.NAME]`: groups of people, and what the owner wants with them.

use std::collections::{BTreeMap, BTreeSet};

use super::value::{Domain, FromValue, Name, Value};
use super::{Days, Section};
use crate::people::{Address, Circle, Regime, Stance};

/// How people may deal with each other, as the config calls it.
const REGIMES: [(&str, Regime); 6] = [
    ("equality", Regime::Equality),
    ("colleague", Regime::Colleague),
    ("authority-above", Regime::AuthorityAbove),
    ("authority-below", Regime::AuthorityBelow),
    ("market", Regime::Market),
    ("communal", Regime::Communal),
];

/// What the owner may want to give, as the config calls it.
const STANCES: [(&str, Stance); 3] =
    [("invest", Stance::Invest), ("steady", Stance::Steady), ("ease", Stance::Ease)];

/// Importance that is usual, and the largest.
const IMPORTANCE: f64 = 1.0;
const MAX_IMPORTANCE: f64 = 10.0;

/// Reads all circles, ordered by name.
pub(super) fn read(section: &mut Section<'_>) -> Vec<Circle> {
    let mut taken = BTreeMap::new();
    let mut circles = section.each("NAME", |name, section| {
        let circle = read_one(name, section);
        refuse_taken(&circle, &mut taken, section);
        circle
    });
    circles.sort_by(|a, b| a.name.cmp(&b.name));
    circles
}

fn read_one(name: &str, section: &mut Section<'_>) -> Circle {
    if let Err(why) = Name::parse(name) {
        section.refuse_name("a circle must have a name of one line", why);
    }
    let (mut addresses, mut names) = (BTreeSet::new(), BTreeSet::new());
    for member in section.or::<Vec<Member>>("people", Vec::new()) {
        match member {
            Member::Address(address) => addresses.insert(address.identity_key()),
            Member::Name(Name(name)) => names.insert(name.to_lowercase()),
        };
    }
    let domains = section.or::<Vec<Domain>>("domains", Vec::new()).into_iter().map(|Domain(d)| d).collect();
    let regime = section.value("regime").and_then(|value| value.choice(&REGIMES));
    let tally = section.read("tally");
    let communal = regime == Some(Regime::Communal);
    if communal && tally == Some(true) {
        let title = "a communal circle cannot be tallied".to_owned();
        section.refuse(&["tally"], title, "leave it out, or choose another regime".to_owned());
    }
    Circle {
        name: name.to_owned(),
        addresses,
        names,
        domains,
        regime,
        tally: tally.unwrap_or(!communal),
        ideal_days: section.read("ideal").map(Days::get),
        expect_days: section.read("expect").map(Days::get),
        importance: thousandths(section.number("importance", 0.0..=MAX_IMPORTANCE, IMPORTANCE)),
        stance: section.value("stance").and_then(|value| value.choice(&STANCES)).unwrap_or_default(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is 0 to 10")]
fn thousandths(importance: f64) -> u16 {
    (importance * 1000.0).round() as u16
}

/// Who is named in two circles would be in neither for sure.
fn refuse_taken(circle: &Circle, taken: &mut BTreeMap<String, String>, section: &Section<'_>) {
    let people = circle.addresses.iter().map(Address::as_str).chain(circle.names.iter().map(String::as_str));
    let domains = circle.domains.iter().map(String::as_str);
    for (key, member) in people.map(|m| ("people", m)).chain(domains.map(|m| ("domains", m))) {
        if let Some(other) = taken.insert(member.to_owned(), circle.name.clone()) {
            let title = format!("`{member}` is in two circles");
            section.refuse(&[key], title, format!("in [circles.{other}] already"));
        }
    }
}

/// Somebody named by address or by name.
#[derive(Debug)]
enum Member {
    Address(Address),
    Name(Name),
}

impl FromValue for Member {
    const WHAT: &str = "an address or a name in quotes";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        if value.text(Self::WHAT)?.contains('@') {
            Address::from_value(value).map(Self::Address)
        } else {
            Name::from_value(value).map(Self::Name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regimes_are_called_what_the_json_calls_them() {
        for (name, regime) in REGIMES {
            assert_eq!(serde_json::to_value(regime).unwrap(), name.replace('-', "_"));
        }
    }
}
