//! Favor or routine: why something was done.
//!
//! Most help in work mail is duty. A ledger flooded with it is worthless, so among people who deal in
//! duty or pay a favor needs one strong sign or two weak ones.

use std::collections::BTreeMap;

use crate::observations::cues::{Sign, Wording};
use crate::people::{Address, Person, PersonId, Regime, RegimeSource};

use super::own_things::is_returned;
use super::{Basis, BasisReason, Favor, Kind};

/// Signs that are enough by themselves.
const STRONG: [Sign; 4] = [Sign::SaidToBeFavor, Sign::PersonalBenefit, Sign::Concession, Sign::Vouching];
/// Signs of which two are needed.
const WEAK: [Sign; 3] = [Sign::Unasked, Sign::BeyondHours, Sign::SpecificThanks];

/// Settles the basis of a favor between the owner and a person. `on_list` is true where it was done in a
/// mailing list, for all to use.
#[must_use]
pub fn basis(favor: &Favor, regime: Regime, on_list: bool) -> (Basis, Vec<BasisReason>) {
    let strong = favor.signs.iter().any(|sign| STRONG.contains(sign));
    let weak = favor.signs.iter().filter(|sign| WEAK.contains(sign)).count();
    let paid = favor.signs.contains(&Sign::Paid);
    let routine = favor.signs.contains(&Sign::Routine);
    let structural = favor.basis_reasons.contains(&BasisReason::Structure);
    let found = |basis, reason| (basis, vec![reason]);
    if regime == Regime::Communal {
        return found(Basis::Communal, BasisReason::Regime);
    }
    if on_list {
        return found(Basis::Commons, BasisReason::List);
    }
    if is_returned(favor) {
        return found(Basis::Duty, BasisReason::Returned);
    }
    // A compliment is never "unasked": it has to be about the other's life to be a deposit.
    if favor.kind == Kind::Praise && !strong {
        return found(Basis::Unclear, BasisReason::PlainPraise);
    }
    if strong {
        return found(Basis::Favor, BasisReason::StrongSign);
    }
    if paid {
        return found(Basis::Paid, BasisReason::PaidWords);
    }
    match regime {
        Regime::Equality if structural => found(Basis::Favor, BasisReason::Structure),
        Regime::Equality if routine && weak < 2 && !nobody_had_to(favor.kind) => {
            found(Basis::Duty, BasisReason::NoSign)
        }
        Regime::Equality if merely_handed_over(favor) => found(Basis::Unclear, BasisReason::NoSign),
        Regime::Equality | Regime::Communal => found(Basis::Favor, BasisReason::Regime),
        _ if nobody_had_to(favor.kind) && !is_the_firms(favor) => {
            found(Basis::Favor, BasisReason::StrongSign)
        }
        _ if weak >= 2 => found(Basis::Favor, BasisReason::WeakSigns),
        Regime::Market => found(Basis::Paid, BasisReason::Regime),
        _ => found(Basis::Duty, BasisReason::NoSign),
    }
}

/// Whether something was handed over of which nothing shows that it was wanted: neither was it asked for,
/// offered or promised, nor thanked for, nor do its words say so. Among partners that is business.
fn merely_handed_over(favor: &Favor) -> bool {
    let wanted = favor.asked.is_some()
        || favor.offered.is_some()
        || favor.promised.is_some()
        || favor.thanked.is_some()
        || favor.comes_back;
    favor.kind == Kind::Help
        && !wanted
        && favor.signs.contains(&Sign::Delivery)
        && !favor.signs.iter().any(|sign| WEAK.contains(sign))
}

/// Kinds that are no part of anybody's job toward a colleague: leave granted, a present, concern for a
/// person. Passing on a contact or a lead may well be routing, and naming somebody for a task is work: they
/// need a sign.
fn nobody_had_to(kind: Kind) -> bool {
    matches!(kind, Kind::Concession | Kind::Gift | Kind::Care)
}

/// Whether a gift is of places that the firm has to hand out, and not of the giver's own.
fn is_the_firms(favor: &Favor) -> bool {
    const PLACES: [&str; 4] = ["ticket", "tickets", "seats", "office"];
    const OWN: [&str; 8] = ["my", "our", "own", "extra", "spare", "bought", "treat", "gift"];
    let wording = Wording::of(favor.done.as_ref().map_or("", |done| &done.quote));
    favor.kind == Kind::Gift && wording.has(&PLACES) && (!wording.has(&OWN) || wording.has(&["office"]))
}

/// Settles the basis of every favor.
pub(super) fn settle(
    favors: &mut [Favor],
    people: &BTreeMap<PersonId, Person>,
    on_list: &dyn Fn(&Favor) -> bool,
) {
    for favor in favors {
        let Some(person) = people.get(&favor.person) else { continue };
        (favor.basis, favor.basis_reasons) = basis(favor, regime(person), on_list(favor));
    }
}

/// How the owner and a person deal with each other. Behind the address of a desk there is trade, unless the owner says
/// otherwise.
fn regime(person: &Person) -> Regime {
    let is_desk = |address: &Address| {
        let mut parts = address.local().split(['.', '-', '_', '+']);
        parts.all(|part| DESKS.contains(&part))
    };
    let assumed = person.regime_source != RegimeSource::Owner && person.regime == Regime::Equality;
    if assumed && person.addresses.iter().all(is_desk) { Regime::Market } else { person.regime }
}

/// Words of the addresses of those who serve customers.
const DESKS: [&str; 19] = [
    "support",
    "service",
    "services",
    "customerservice",
    "customercare",
    "customer",
    "client",
    "care",
    "helpdesk",
    "help",
    "info",
    "sales",
    "bookings",
    "booking",
    "reservations",
    "reservation",
    "orders",
    "billing",
    "contact",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::scenario::person;

    #[test]
    fn behind_the_address_of_a_desk_there_is_trade() {
        for (address, dealt) in [
            ("support@air.example", Regime::Market),
            ("customer.service@air.example", Regime::Market),
            ("ana@studio.example", Regime::Equality),
            ("carey@studio.example", Regime::Equality),
            ("sally-9-help@studio.example", Regime::Equality),
        ] {
            assert_eq!(regime(&person(address, Regime::Equality)), dealt, "{address}");
        }
        let mut ruled = person("support@air.example", Regime::Equality);
        ruled.regime_source = RegimeSource::Owner;
        assert_eq!(regime(&ruled), Regime::Equality);
    }
}
