//! Introductions by structure: somebody writes to two people who had no contact, and then the two talk.
//!
//! Words may be missing ("meet Lena, she runs …"), the shape is not. At work copying in a colleague is
//! routine, so this holds only outside the owner's own organisations.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, Standing};
use crate::observations::cues::Confidence;
use crate::people::{Person, PersonId, Regime};

use super::episodes::structural;
use super::{Favor, FavorState, Kind, Step};

/// The two must talk within so many days of being brought together.
const TALK_DAYS: i64 = 45;
/// Thanks for an introduction come within so many days of it.
const THANKS_DAYS: i64 = 365;
/// How sure an introduction is that only its shape shows, in thousandths.
const CONFIDENCE: u16 = 700;
/// More people than this on one message, and it is a circular.
const MAX_OTHERS: usize = 2;
/// Most people of one message of whom it is noted that they stood on it together.
const MAX_PRESENT: usize = 12;

/// Introductions that the shape of the correspondence shows and no favor in `known` tells of.
#[must_use]
pub(super) fn introductions(
    exchanges: &[Exchange],
    people: &BTreeMap<PersonId, Person>,
    known: &[Favor],
) -> Vec<Favor> {
    let mut found = received(exchanges, people, known);
    found.extend(given(exchanges, people, known));
    found
}

/// Thanks that name an introduction are for the one that the shape shows.
pub(super) fn join(favors: &mut Vec<Favor>, introduction: Favor) {
    let thanked = favors.iter_mut().find(|favor| {
        favor.kind == Kind::Introduction
            && (favor.person, favor.giver) == (introduction.person, introduction.giver)
            && favor.done.is_none()
            && favor.thanked.as_ref().is_some_and(|thanks| {
                let hours = thanks.at.duration_since(introduction.at()).as_hours();
                (0..=THANKS_DAYS * 24).contains(&hours)
            })
    });
    match thanked {
        Some(favor) => {
            let thanks = favor.thanked.take();
            let signs = std::mem::take(&mut favor.signs);
            *favor = Favor { thanked: thanks, state: FavorState::Thanked, signs, ..introduction };
        }
        None => favors.push(introduction),
    }
}

/// Somebody brought the owner together with another.
fn received(exchanges: &[Exchange], people: &BTreeMap<PersonId, Person>, known: &[Favor]) -> Vec<Favor> {
    let first_contact = first_contacts(exchanges);
    let mut seen_told = BTreeSet::new();
    let mut found: Vec<Favor> = Vec::new();
    for exchange in
        exchanges.iter().filter(|exchange| exchange.first && !exchange.on_list && !exchange.sensitive)
    {
        let Some((introducer, brought)) = bringing_together(exchange) else { continue };
        let Some(person) =
            people.get(&introducer).filter(|person| person.regime == Regime::Equality && person.tally)
        else {
            continue;
        };
        let told = known.iter().chain(&found).any(|favor| {
            favor.kind == Kind::Introduction && favor.person == introducer && favor.thread == exchange.thread
        });
        let is_new = |id: &PersonId| {
            first_contact.get(id).is_none_or(|&at| at >= exchange.at) && seen_told.insert((introducer, *id))
        };
        let talked = brought.into_iter().filter(is_new).any(|id| talk_directly(exchanges, exchange, id));
        let known_before = first_contact.get(&introducer).is_some_and(|&at| at < exchange.at);
        if talked && known_before && !told {
            found.push(structural(exchange.by, person, exchange, done(exchange)));
        }
    }
    found
}

/// The owner brought two people together: he begins a conversation with both, and one of them answers
/// with the other among the addressees. Two who stood on one message before needed no introduction.
fn given(exchanges: &[Exchange], people: &BTreeMap<PersonId, Person>, known: &[Favor]) -> Vec<Favor> {
    let mut together: BTreeSet<(PersonId, PersonId)> = BTreeSet::new();
    let mut found = Vec::new();
    for exchange in exchanges.iter().filter(|exchange| !exchange.on_list && !exchange.sensitive) {
        let present: Vec<PersonId> = exchange
            .people
            .iter()
            .map(|&(id, _)| id)
            .chain(exchange.others.iter().copied())
            .take(MAX_PRESENT)
            .collect();
        let addressed: Vec<PersonId> = exchange
            .people
            .iter()
            .filter(|&&(_, standing)| standing > Standing::Aside)
            .map(|&(id, _)| id)
            .collect();
        if let (true, Party::Owner, &[a, b]) = (exchange.first, exchange.by, addressed.as_slice())
            && !together.contains(&(a.min(b), a.max(b)))
            && answered_among(exchanges, exchange, a, b)
        {
            let both = [a, b].into_iter().filter_map(|id| people.get(&id));
            let told = |person: &Person| {
                known.iter().any(|favor| {
                    favor.kind == Kind::Introduction
                        && favor.person == person.id
                        && favor.thread == exchange.thread
                })
            };
            let equals =
                both.filter(|person| person.regime == Regime::Equality && person.tally && !told(person));
            found.extend(equals.map(|person| structural(Party::Owner, person, exchange, done(exchange))));
        }
        for (index, &a) in present.iter().enumerate() {
            together.extend(present.iter().skip(index + 1).map(|&b| (a.min(b), a.max(b))));
        }
    }
    found
}

/// Whether one of the two answers in the conversation with the other among the addressees.
fn answered_among(exchanges: &[Exchange], bringing: &Exchange, a: PersonId, b: PersonId) -> bool {
    let start = exchanges.partition_point(|exchange| exchange.at <= bringing.at);
    exchanges
        .iter()
        .skip(start)
        .take_while(|exchange| exchange.at.duration_since(bringing.at).as_hours() <= TALK_DAYS * 24)
        .filter(|exchange| exchange.thread == bringing.thread)
        .any(|exchange| {
            (exchange.by == Party::Person(a) && exchange.others.contains(&b))
                || (exchange.by == Party::Person(b) && exchange.others.contains(&a))
        })
}

/// The step that an introduction by structure rests on.
fn done(exchange: &Exchange) -> Step {
    Step {
        at: exchange.at,
        message: exchange.message.clone(),
        quote: String::new(),
        confidence: Confidence::from_thousandths(CONFIDENCE),
        due: None,
    }
}

/// The person who brings the owner together with others in this message.
fn bringing_together(exchange: &Exchange) -> Option<(PersonId, Vec<PersonId>)> {
    let Party::Person(introducer) = exchange.by else { return None };
    let addressed = exchange.people.iter().any(|&(_, standing)| standing > Standing::Aside);
    (addressed && (1..=MAX_OTHERS).contains(&exchange.others.len()))
        .then(|| (introducer, exchange.others.clone()))
}

fn first_contacts(exchanges: &[Exchange]) -> BTreeMap<PersonId, Timestamp> {
    let mut first = BTreeMap::new();
    for exchange in exchanges {
        for &(person, _) in &exchange.people {
            first.entry(person).or_insert(exchange.at);
        }
    }
    first
}

/// Whether the owner and the person wrote to each other, both ways, soon after the message.
fn talk_directly(exchanges: &[Exchange], bringing: &Exchange, person: PersonId) -> bool {
    let start = exchanges.partition_point(|exchange| exchange.at <= bringing.at);
    let mut ways = BTreeSet::new();
    for exchange in exchanges.iter().skip(start) {
        if exchange.at.duration_since(bringing.at).as_hours() > TALK_DAYS * 24 {
            break;
        }
        let with = exchange.people.iter().any(|&(id, standing)| id == person && standing > Standing::Aside);
        if with {
            ways.insert(exchange.by == Party::Owner);
        }
    }
    ways.len() == 2
}
