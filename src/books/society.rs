//! What the owner says of people, from his config and his rulings; of two rulings that contradict each other the
//! later stands.

use std::collections::BTreeSet;

use crate::ledger::{Ruling, RulingRecord};
use crate::people::{self, Address, Card, Identity, Society};

/// The owner's circles, organisations, cards and rulings in one place; `known` is what the config says.
pub(super) fn society(known: &Society, cards: Vec<Card>, rulings: &[RulingRecord]) -> Society {
    let mut society = Society { cards, ..known.clone() };
    // The addresses of each who was ignored.
    let mut ignored: Vec<BTreeSet<&Address>> = Vec::new();
    for record in rulings {
        match &record.ruling {
            Ruling::Circle { address, circle } => {
                society.rulings.entry(address.clone()).or_default().circle = Some(circle.clone());
            }
            Ruling::Regime { address, regime } => {
                society.rulings.entry(address.clone()).or_default().regime = Some(*regime);
                // Of whom the owner says how he deals with them, them he no longer takes for nobody.
                for key in ignored.iter().filter(|keys| keys.contains(address)).flatten() {
                    society.rulings.entry(Address::clone(key)).or_default().ignored = false;
                }
            }
            Ruling::Stance { address, stance } => {
                society.rulings.entry(address.clone()).or_default().stance = Some(*stance);
            }
            Ruling::Gaps { address, ideal_days, longest_days } => {
                society.rulings.entry(address.clone()).or_default().gaps = Some((*ideal_days, *longest_days));
            }
            Ruling::Ignore { address, others } => {
                let keys: BTreeSet<&Address> = others.iter().chain([address]).collect();
                for key in &keys {
                    society.rulings.entry(Address::clone(key)).or_default().ignored = true;
                }
                ignored.push(keys);
            }
            Ruling::Merge { address, other } => {
                society.identities.push(Identity::Same(address.clone(), other.clone()));
            }
            Ruling::Split { addresses } => society.identities.push(Identity::Apart(addresses.clone())),
            Ruling::Entry { .. }
            | Ruling::Add { .. }
            | Ruling::Wish { .. }
            | Ruling::Note { .. }
            | Ruling::Unlearn { .. }
            | Ruling::Pause { .. } => {}
            Ruling::Distinct { address, other } => {
                let pair = (address.min(other), address.max(other));
                society.distinct.insert((pair.0.clone(), pair.1.clone()));
            }
        }
    }
    let split = people::set_apart(&society);
    society.distinct.extend(split);
    society
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::people::Regime;

    use super::*;

    #[test]
    fn of_nobody_and_a_friend_the_later_stands_for_all_addresses() {
        let [one, other, third] =
            ["ana@rey.example", "rey@home.example", "ben@ito.example"].map(|it| Address::parse(it).unwrap());
        let ignore = Ruling::Ignore { address: one.clone(), others: [other.clone()].into() };
        let another = Ruling::Ignore { address: third.clone(), others: BTreeSet::new() };
        let friend = Ruling::Regime { address: other.clone(), regime: Regime::Equality };
        let ignored = |said: &[&Ruling]| {
            let records: Vec<_> = said.iter().map(|ruling| (*ruling).clone()).collect();
            let records =
                records.into_iter().map(|ruling| RulingRecord { at: Timestamp::UNIX_EPOCH, ruling });
            let society = society(&Society::default(), Vec::new(), &records.collect::<Vec<_>>());
            [&one, &other, &third].map(|key| society.rulings.get(key).is_some_and(|said| said.ignored))
        };
        assert_eq!(ignored(&[&ignore, &another, &friend]), [false, false, true]);
        assert_eq!(ignored(&[&friend, &another, &ignore]), [true, true, true]);
    }
}
