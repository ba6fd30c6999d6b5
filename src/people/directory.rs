//! Which addresses are one person. Addresses merge by themselves only on hard evidence: the same mailbox
//! under another spelling, or one card of the owner's address book. The owner's word stands above both.

use std::collections::{BTreeMap, BTreeSet};

use super::address::is_within;
use super::grouping::group;
use super::{Address, Card, Circle, Identity, Person, PersonId, Regime, RegimeSource, Stance};

/// What the owner says about one person, by config or ruling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonRuling {
    /// The circle he put the person in; `Some(None)` takes the person out of any.
    pub circle: Option<Option<String>>,
    /// How the two deal with each other.
    pub regime: Option<Regime>,
    /// What he wants to give the person.
    pub stance: Option<Stance>,
    /// Days between contacts that he would like, and that he wants at most, in place of the circle's.
    pub gaps: Option<(Option<u32>, Option<u32>)>,
    /// Not to be treated as a person at all.
    pub ignored: bool,
}

/// Letters of a family name from which on it is looked for in addresses.
const LONG_NAME: usize = 4;

/// What decides about people beside the mail itself.
#[derive(Debug, Clone, Default)]
pub struct Society {
    /// The owner's circles.
    pub circles: Vec<Circle>,
    /// Domains whose people are the owner's colleagues.
    pub own_domains: BTreeSet<String>,
    /// The owner's family name, where it is known.
    pub family_name: Option<String>,
    /// The owner's address book.
    pub cards: Vec<Card>,
    /// The owner's word on which addresses are one person, by time.
    pub identities: Vec<Identity>,
    /// Pairs of identity keys, the lesser first, that the owner said are two people.
    pub distinct: BTreeSet<(Address, Address)>,
    /// Rulings by identity key.
    pub rulings: BTreeMap<Address, PersonRuling>,
}

impl Society {
    /// Identity keys of everybody who was said to be nobody: of a person with several addresses all.
    #[must_use]
    pub fn ignored(&self) -> BTreeSet<Address> {
        let said: BTreeSet<&Address> =
            self.rulings.iter().filter(|(_, ruling)| ruling.ignored).map(|(key, _)| key).collect();
        if said.is_empty() {
            return BTreeSet::new();
        }
        let mut known: BTreeSet<Address> = said.iter().copied().cloned().collect();
        known.extend(self.cards.iter().flat_map(|card| &card.addresses).map(Address::identity_key));
        for identity in &self.identities {
            match identity {
                Identity::Same(one, other) => known.extend([one.clone(), other.clone()]),
                Identity::Apart(leaving) => known.extend(leaving.iter().cloned()),
            }
        }
        let groups = group(known.iter(), self).into_values();
        groups.filter(|group| group.iter().any(|key| said.contains(key))).flatten().collect()
    }

    /// Whether the owner said that these two identity keys are two people.
    #[must_use]
    pub fn are_distinct(&self, one: &Address, other: &Address) -> bool {
        let (one, other) = (one.min(other), one.max(other));
        !self.distinct.is_empty() && self.distinct.contains(&(one.clone(), other.clone()))
    }
}

/// Everybody the owner deals with, by id and by address.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    people: BTreeMap<PersonId, Person>,
    by_key: BTreeMap<Address, PersonId>,
}

impl Directory {
    /// Builds the directory from all mailboxes seen: each address with the names that stood beside it
    /// and how often.
    #[must_use]
    pub fn build(seen: &BTreeMap<Address, BTreeMap<String, u32>>, society: &Society) -> Self {
        let groups = group(seen.keys(), society);
        let mut directory = Self::default();
        for (first, addresses) in groups {
            let person = describe(&first, addresses, seen, society);
            for address in &person.addresses {
                directory.by_key.insert(address.identity_key(), person.id);
            }
            directory.people.insert(person.id, person);
        }
        directory
    }

    /// The person behind an address.
    #[must_use]
    pub fn find(&self, address: &Address) -> Option<PersonId> {
        self.by_key.get(&address.identity_key()).copied()
    }

    /// Everybody, by id.
    #[must_use]
    pub fn people(&self) -> &BTreeMap<PersonId, Person> {
        &self.people
    }

    /// One person.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }
}

fn describe(
    first: &Address,
    addresses: BTreeSet<Address>,
    seen: &BTreeMap<Address, BTreeMap<String, u32>>,
    society: &Society,
) -> Person {
    let keys: BTreeSet<Address> = addresses.iter().map(Address::identity_key).collect();
    let name = carded_name(&addresses, &keys, seen, society)
        .or_else(|| best_name(&addresses, seen))
        .unwrap_or_else(|| name_of_address(first));
    let ruling = merged_ruling(&keys, society);
    let circle = match ruling.circle {
        Some(chosen) => chosen.and_then(|name| society.circles.iter().find(|circle| circle.name == name)),
        None => society.circles.iter().find(|circle| is_member(circle, &keys, &name)),
    };
    let own = keys.iter().any(|key| society.own_domains.iter().any(|domain| is_within(key.domain(), domain)));
    let (regime, regime_source) = match (ruling.regime, circle.and_then(|circle| circle.regime)) {
        (Some(regime), _) | (None, Some(regime)) => (regime, RegimeSource::Owner),
        (None, None) if own => (Regime::Colleague, RegimeSource::OwnDomain),
        (None, None) if circle.is_none() && is_family(&name, &keys, society) => {
            (Regime::Communal, RegimeSource::FamilyName)
        }
        (None, None) => (Regime::Equality, RegimeSource::Default),
    };
    let (ideal_days, expect_days) =
        ruling.gaps.or(circle.map(|circle| (circle.ideal_days, circle.expect_days))).unwrap_or_default();
    Person {
        id: PersonId::of(first),
        name,
        addresses: addresses.into_iter().collect(),
        circle: circle.map(|circle| circle.name.clone()),
        regime,
        regime_source,
        tally: regime != Regime::Communal && circle.is_none_or(|circle| circle.tally),
        expect_days,
        ideal_days,
        importance: circle.map_or(1000, |circle| circle.importance),
        stance: ruling.stance.or(circle.map(|circle| circle.stance)).unwrap_or_default(),
    }
}

/// What the address book calls somebody. Of two cards with one address, as a couple has it, the one whose name
/// stands in the mail is meant.
fn carded_name(
    addresses: &BTreeSet<Address>,
    keys: &BTreeSet<Address>,
    seen: &BTreeMap<Address, BTreeMap<String, u32>>,
    society: &Society,
) -> Option<String> {
    let is_in_mail = |card: &&Card| {
        let mut names = addresses.iter().filter_map(|address| seen.get(address)).flat_map(BTreeMap::keys);
        names.any(|name| name.eq_ignore_ascii_case(&card.name))
    };
    let listed = |card: &&Card| card.addresses.iter().any(|address| keys.contains(&address.identity_key()));
    let mut cards = society.cards.iter().filter(listed).filter(|card| !card.name.is_empty());
    let first = cards.clone().next()?;
    Some(cards.find(is_in_mail).unwrap_or(first).name.clone())
}

/// Whether a person bears the owner's family name, or has it in an address.
fn is_family(name: &str, keys: &BTreeSet<Address>, society: &Society) -> bool {
    let Some(family) = society.family_name.as_deref().map(str::to_lowercase) else { return false };
    let is_last = name.to_lowercase().split_whitespace().skip(1).any(|word| word == family);
    // "trey2" is a Rey; a short name stands in many words.
    let in_address = |address: &Address| {
        let letters = |part: &str| part.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        family.chars().count() >= LONG_NAME
            && address.local().split(['.', '_', '-']).any(|part| {
                let part = letters(part);
                part.strip_suffix(&family).is_some_and(|initial| initial.chars().count() <= 1)
            })
    };
    is_last || keys.iter().any(in_address)
}

fn merged_ruling(keys: &BTreeSet<Address>, society: &Society) -> PersonRuling {
    let mut merged = PersonRuling::default();
    for ruling in keys.iter().filter_map(|key| society.rulings.get(key)) {
        merged.circle = ruling.circle.clone().or(merged.circle);
        merged.regime = ruling.regime.or(merged.regime);
        merged.stance = ruling.stance.or(merged.stance);
        merged.gaps = ruling.gaps.or(merged.gaps);
        merged.ignored |= ruling.ignored;
    }
    merged
}

fn is_member(circle: &Circle, keys: &BTreeSet<Address>, name: &str) -> bool {
    keys.iter().any(|key| {
        circle.addresses.contains(key) || circle.domains.iter().any(|domain| is_within(key.domain(), domain))
    }) || circle.names.contains(&name.to_lowercase())
}

/// The name seen most often; of equals the longest, then the first by alphabet.
fn best_name(
    addresses: &BTreeSet<Address>,
    seen: &BTreeMap<Address, BTreeMap<String, u32>>,
) -> Option<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, count) in addresses.iter().filter_map(|address| seen.get(address)).flatten() {
        // A name that is only the address again says nothing.
        if !name.contains('@') {
            *counts.entry(name).or_default() += count;
        }
    }
    counts
        .into_iter()
        .max_by_key(|&(name, count)| (count, name.chars().count(), std::cmp::Reverse(name)))
        .map(|(name, _)| name.to_owned())
}

/// A name to call somebody by of whom only an address is known: `janet.mills@…` is Janet Mills, and so are
/// `janet.mills/hou/corp@…` of Notes and `/g=janet/s=mills/…@…` of X.400.
fn name_of_address(address: &Address) -> String {
    let local = address.local();
    let part = |key: &str| local.split('/').find_map(|part| part.strip_prefix(key));
    let words: Vec<&str> = match (part("g="), part("s=")) {
        (Some(given), Some(surname)) if local.starts_with('/') => vec![given, surname],
        _ => {
            let name = local.split('/').next().unwrap_or_default();
            name.split(['.', '_', '-']).filter(|word| !word.is_empty()).collect()
        }
    };
    let is_name = words.len() >= 2 && words.iter().all(|word| word.chars().all(char::is_alphabetic));
    if !is_name {
        return address.to_string();
    }
    let capitalised = words.iter().map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    capitalised.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    fn seen(rows: &[(&str, &str, u32)]) -> BTreeMap<Address, BTreeMap<String, u32>> {
        let mut seen: BTreeMap<Address, BTreeMap<String, u32>> = BTreeMap::new();
        for (text, name, count) in rows {
            let names = seen.entry(address(text)).or_default();
            if !name.is_empty() {
                names.insert((*name).to_owned(), *count);
            }
        }
        seen
    }

    #[test]
    fn one_card_makes_two_addresses_one_person() {
        let seen = seen(&[
            ("ana@home.example", "Ana", 1),
            ("a.reis@work.example", "Ana Reis", 5),
            ("b@x.example", "", 1),
        ]);
        let card = Card {
            birthday: None,
            uid: None,
            name: String::new(),
            addresses: vec![
                address("ana@home.example"),
                address("a.reis@work.example"),
                address("old@gone.example"),
            ],
        };
        let directory = Directory::build(&seen, &Society { cards: vec![card], ..Society::default() });
        assert_eq!(directory.people().len(), 2);
        let ana = directory.find(&address("ana+news@home.example")).unwrap();
        assert_eq!(directory.find(&address("a.reis@work.example")), Some(ana));
        assert_eq!(directory.person(ana).unwrap().name, "Ana Reis");
    }

    #[test]
    fn the_same_name_on_another_address_is_another_person() {
        let seen = seen(&[("ana@home.example", "Ana Reis", 3), ("ana@stranger.example", "Ana Reis", 3)]);
        assert_eq!(Directory::build(&seen, &Society::default()).people().len(), 2);
    }

    #[test]
    fn who_bears_the_owners_family_name_is_family_until_the_owner_says_otherwise() {
        let society = Society {
            own_domains: BTreeSet::from(["firm.example".to_owned()]),
            family_name: Some("Reis".to_owned()),
            ..Society::default()
        };
        let seen = seen(&[
            ("rui@home.example", "Rui Reis", 1),
            ("breis2@home.example", "", 1),
            ("eva@firm.example", "Eva Reis", 1),
            ("ben@home.example", "Ben Reisman", 1),
        ]);
        let directory = Directory::build(&seen, &society);
        let regime = |text| directory.person(directory.find(&address(text)).unwrap()).unwrap().regime;
        assert_eq!(regime("rui@home.example"), Regime::Communal);
        assert_eq!(regime("breis2@home.example"), Regime::Communal);
        assert_eq!(regime("eva@firm.example"), Regime::Colleague);
        assert_eq!(regime("ben@home.example"), Regime::Equality);
        let mut society = society;
        let ruling = PersonRuling { regime: Some(Regime::Equality), ..PersonRuling::default() };
        society.rulings.insert(address("rui@home.example").identity_key(), ruling);
        let directory = Directory::build(&seen, &society);
        let rui = directory.person(directory.find(&address("rui@home.example")).unwrap()).unwrap();
        assert_eq!((rui.regime, rui.regime_source), (Regime::Equality, RegimeSource::Owner));
        assert!(rui.tally);
    }

    #[test]
    fn people_of_the_own_domain_are_colleagues_and_circles_come_first() {
        let mut society =
            Society { own_domains: BTreeSet::from(["firm.example".to_owned()]), ..Society::default() };
        society.circles.push(Circle {
            name: "family".to_owned(),
            addresses: BTreeSet::from([address("mum@home.example")]),
            names: BTreeSet::new(),
            domains: BTreeSet::new(),
            regime: Some(Regime::Communal),
            tally: true,
            ideal_days: None,
            expect_days: Some(14),
            importance: 2000,
            stance: Stance::Invest,
        });
        let seen = seen(&[
            ("a@mail.firm.example", "", 1),
            ("b@notfirm.example", "", 1),
            ("mum@home.example", "", 1),
        ]);
        let directory = Directory::build(&seen, &society);
        let regime = |text| directory.person(directory.find(&address(text)).unwrap()).unwrap().regime;
        assert_eq!(regime("a@mail.firm.example"), Regime::Colleague);
        assert_eq!(regime("b@notfirm.example"), Regime::Equality);
        let mum = directory.person(directory.find(&address("mum@home.example")).unwrap()).unwrap();
        assert!(!mum.tally, "a communal circle is never tallied");
        assert_eq!((mum.circle.as_deref(), mum.expect_days), (Some("family"), Some(14)));
    }

    #[test]
    fn a_person_without_a_name_is_called_by_the_address() {
        for (text, name) in [
            ("janet.mills@x.example", "Janet Mills"),
            ("jm42@x.example", "jm42@x.example"),
            ("janet.mills/hou/corp@corp", "Janet Mills"),
            ("/g=janet/s=mills/o=corp/c=us/@x.example", "Janet Mills"),
            ("/o=corp/c=us/@x.example", "/o=corp/c=us/@x.example"),
        ] {
            assert_eq!(name_of_address(&address(text)), name);
        }
    }
}
