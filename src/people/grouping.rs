//! Which addresses belong together: by spelling, by the owner's address book, and by his word, which stands
//! above both.

use std::collections::{BTreeMap, BTreeSet};

use super::{Address, Society};

/// The owner's word on which addresses are one person. All addresses are identity keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// These two are one person.
    Same(Address, Address),
    /// These leave whomever they were with, and are one person by themselves.
    Apart(BTreeSet<Address>),
}

/// Addresses that are one person, keyed by the alphabetically first identity key.
pub(super) fn group<'a>(
    seen: impl Iterator<Item = &'a Address>,
    society: &Society,
) -> BTreeMap<Address, BTreeSet<Address>> {
    let mut groups = Groups::of_all(society);
    let mut members: BTreeMap<usize, BTreeSet<Address>> = BTreeMap::new();
    for address in seen {
        members.entry(groups.of(&address.identity_key())).or_default().insert(address.clone());
    }
    let keyed = members.into_values().filter_map(|addresses| {
        let first = addresses.iter().map(Address::identity_key).min()?;
        Some((first, addresses))
    });
    keyed.collect()
}

/// Pairs of identity keys, the lesser first, that were one person until the owner's word set them apart.
#[must_use]
pub fn set_apart(society: &Society) -> BTreeSet<(Address, Address)> {
    if society.identities.iter().all(|said| matches!(said, Identity::Same(..))) {
        return BTreeSet::new();
    }
    Groups::of_all(society).apart
}

/// Disjoint sets of identity keys.
#[derive(Default)]
struct Groups {
    of: BTreeMap<Address, usize>,
    members: Vec<Vec<Address>>,
    /// Pairs, the lesser first, of which one left the other.
    apart: BTreeSet<(Address, Address)>,
}

impl Groups {
    fn of_all(society: &Society) -> Self {
        let mut groups = Self::default();
        for card in &society.cards {
            let mut keys = card.addresses.iter().map(Address::identity_key);
            let Some(first) = keys.next() else { continue };
            keys.for_each(|key| groups.join(&first, &key));
        }
        for said in &society.identities {
            match said {
                Identity::Same(one, other) => groups.join(one, other),
                Identity::Apart(leaving) => groups.part(leaving),
            }
        }
        groups
    }

    fn of(&mut self, key: &Address) -> usize {
        if let Some(&group) = self.of.get(key) {
            return group;
        }
        self.members.push(vec![key.clone()]);
        self.of.insert(key.clone(), self.members.len() - 1);
        self.members.len() - 1
    }

    fn join(&mut self, one: &Address, other: &Address) {
        let (one, other) = (self.of(one), self.of(other));
        if one != other {
            let moved = std::mem::take(&mut self.members[other]);
            for key in &moved {
                self.of.insert(key.clone(), one);
            }
            self.members[one].extend(moved);
        }
    }

    fn part(&mut self, leaving: &BTreeSet<Address>) {
        for key in leaving {
            let left = self.of(key);
            self.members[left].retain(|member| member != key);
            let stay = self.members[left].iter().filter(|member| !leaving.contains(member));
            self.apart.extend(stay.map(|other| (key.min(other).clone(), key.max(other).clone())));
        }
        let own = self.members.len();
        self.members.push(leaving.iter().cloned().collect());
        self.of.extend(leaving.iter().map(|key| (key.clone(), own)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::people::Card;

    fn address(text: &str) -> Address {
        Address::parse(&format!("{text}@x.example")).unwrap()
    }

    fn people(seen: &[&str], cards: &[&[&str]], identities: Vec<Identity>) -> Vec<String> {
        let seen: Vec<Address> = seen.iter().map(|text| address(text)).collect();
        let cards = cards.iter().map(|card| Card {
            birthday: None,
            uid: None,
            name: String::new(),
            addresses: card.iter().map(|text| address(text)).collect(),
        });
        let society = Society { cards: cards.collect(), identities, ..Society::default() };
        let groups = group(seen.iter(), &society);
        groups.values().map(|group| group.iter().map(Address::local).collect::<Vec<_>>().join("+")).collect()
    }

    #[test]
    fn who_left_somebody_is_somebody_else() {
        let identities = vec![same("a", "b"), same("b", "c"), apart(&["b", "c"])];
        let pair = |one, other| (address(one), address(other));
        let society = Society { identities, ..Society::default() };
        assert_eq!(set_apart(&society), BTreeSet::from([pair("a", "b"), pair("a", "c")]));
    }

    fn same(one: &str, other: &str) -> Identity {
        Identity::Same(address(one), address(other))
    }

    fn apart(leaving: &[&str]) -> Identity {
        Identity::Apart(leaving.iter().map(|text| address(text)).collect())
    }

    #[test]
    fn the_last_word_on_an_address_counts() {
        let all = ["a", "b", "c", "d"];
        assert_eq!(people(&all, &[&["a", "b"]], vec![]), ["a+b", "c", "d"]);
        assert_eq!(people(&all, &[&["a", "b"]], vec![same("b", "c")]), ["a+b+c", "d"]);
        assert_eq!(people(&all, &[&["a", "b"]], vec![same("b", "c"), apart(&["c"])]), ["a+b", "c", "d"]);
        assert_eq!(people(&all, &[&["a", "b"]], vec![apart(&["b"])]), ["a", "b", "c", "d"]);
        assert_eq!(people(&all, &[&["a", "b"]], vec![apart(&["b"]), same("a", "b")]), ["a+b", "c", "d"]);
        assert_eq!(
            people(&all, &[], vec![same("a", "b"), same("c", "d"), same("a", "c"), apart(&["c", "d"])]),
            ["a+b", "c+d"]
        );
    }

    #[test]
    fn an_address_nobody_wrote_from_still_links_two_others() {
        assert_eq!(people(&["a", "c"], &[&["a", "b"]], vec![same("b", "c")]), ["a+c"]);
    }

    proptest! {
        #[test]
        fn a_merge_taken_apart_again_leaves_what_was_before(
            pairs in prop::collection::vec((0_usize..8, 0_usize..8), 0..8),
        ) {
            let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
            let before: Vec<Identity> = pairs.iter().map(|&(one, other)| same(names[one], names[other])).collect();
            let was = people(&names, &[], before.clone());
            let (one, other) = (was[0].clone(), was[was.len() - 1].clone());
            prop_assume!(one != other);
            let first = |group: &str| group.split('+').next().unwrap().to_owned();
            let mut after = before;
            after.push(same(&first(&one), &first(&other)));
            after.push(apart(&other.split('+').collect::<Vec<_>>()));
            prop_assert_eq!(people(&names, &[], after), was);
        }
    }
}
