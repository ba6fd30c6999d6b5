//! What an answer said, as it was told then: so the owner reads what is taken back.

use crate::ledger::{Ruling, RulingRecord, Wish};
use crate::nudges::NudgeKind;
use crate::nudges::answer::{Outcome, Role, Spoken, Told};
use crate::people::{Address, Directory, Regime};

/// The rulings of an answer, in their order, in the words of the letter that told of them; people as they are
/// known now.
pub(super) fn retold(rulings: &[RulingRecord], directory: &Directory) -> Vec<Told> {
    let name = |address: &Address| {
        let person = directory.find(address).and_then(|id| directory.person(id));
        person.map_or_else(|| address.to_string(), |person| person.name.clone())
    };
    let mut told = Vec::new();
    // What no longer counts stands before the item that rested on it.
    let mut rejected = 0;
    for RulingRecord { at, ruling } in rulings {
        told.push(match ruling {
            Ruling::Entry { .. } => {
                rejected += 1;
                continue;
            }
            Ruling::Wish { address, about, wish, .. } => {
                let Some(kind) = NudgeKind::of(about) else { continue };
                let outcome = match (wish, std::mem::take(&mut rejected)) {
                    (Wish::Done, 0) => Outcome::Done,
                    (Wish::Done, entries) => Outcome::NoFavor(entries),
                    (Wish::NotBefore(until), _) => Outcome::NotBefore(*until),
                    (Wish::Never, _) => Outcome::Never,
                    (Wish::More, _) => Outcome::More,
                    (Wish::Less, _) => Outcome::Less,
                };
                Told::Wished { item: Spoken { name: name(address), kind }, outcome }
            }
            Ruling::Note { address, words } => Told::Noted { name: name(address), words: words.clone() },
            Ruling::Regime { address, regime } => {
                let role = match regime {
                    Regime::Communal => Role::Family,
                    Regime::Colleague => Role::Work,
                    _ => Role::Friend,
                };
                Told::Settled { name: name(address), role }
            }
            Ruling::Ignore { address, .. } => Told::Settled { name: name(address), role: Role::Nobody },
            Ruling::Pause { until } if until > at => Told::Paused(*until),
            Ruling::Pause { .. } => Told::Resumed,
            // No answer says anything else.
            _ => continue,
        });
    }
    told
}
