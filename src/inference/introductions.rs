//! Introductions by structure: somebody writes to two people who had no contact, and then the two talk.
//!
//! Words may be missing ("meet Lena, she runs …"), the shape is not. At work copying in a colleague is
//! routine, so this holds only outside the owner's own organisations.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, Standing, ThreadId};
use crate::observations::cues::Confidence;
use crate::people::{HashSet, Person, PersonId, Regime};

use super::episodes::favor_name;
use super::{Basis, BasisReason, Favor, FavorId, FavorState, Kind, Step};

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

/// Introductions that the shape of the correspondence shows and no favor in `known` tells of. Exchanges come by time.
#[must_use]
pub(super) fn introductions(
    exchanges: &[Exchange],
    people: &BTreeMap<PersonId, Person>,
    known: &[Favor],
) -> Vec<Favor> {
    let introduced = known.iter().filter(|favor| favor.kind == Kind::Introduction);
    let told: HashSet<(PersonId, &ThreadId)> =
        introduced.map(|favor| (favor.person, &favor.thread)).collect();
    let talks = Talks::of(exchanges);
    let mut found = received(&talks, people, told.clone());
    found.extend(given(&talks, people, &told));
    found
}

/// Thanks that name an introduction are for the one that the shape shows.
pub(super) fn join(favors: &mut Vec<Favor>, introductions: Vec<Favor>) {
    let thanked =
        |favor: &Favor| favor.kind == Kind::Introduction && favor.done.is_none() && favor.thanked.is_some();
    let mut open: Vec<usize> = (0..favors.len()).filter(|&index| thanked(&favors[index])).collect();
    for introduction in introductions {
        let meant = open.iter().position(|&index| {
            let favor = &favors[index];
            (favor.person, favor.giver) == (introduction.person, introduction.giver)
                && favor.thanked.as_ref().is_some_and(|thanks| {
                    let hours = thanks.at.duration_since(introduction.at()).as_hours();
                    (0..=THANKS_DAYS * 24).contains(&hours)
                })
        });
        if let Some(meant) = meant {
            let favor = &mut favors[open.remove(meant)];
            let thanks = favor.thanked.take();
            let signs = std::mem::take(&mut favor.signs);
            *favor = Favor { thanked: thanks, state: FavorState::Thanked, signs, ..introduction };
        } else {
            favors.push(introduction);
        }
    }
}

/// Exchanges by time, and where in them each person stands as addressee of the owner or as author.
struct Talks<'a> {
    exchanges: &'a [Exchange],
    with: BTreeMap<PersonId, Vec<u32>>,
}

impl<'a> Talks<'a> {
    fn of(exchanges: &'a [Exchange]) -> Self {
        let mut with: BTreeMap<PersonId, Vec<u32>> = BTreeMap::new();
        for (index, exchange) in (0..).zip(exchanges) {
            for &(person, _) in &exchange.people {
                with.entry(person).or_default().push(index);
            }
        }
        Self { exchanges, with }
    }

    fn first_contact(&self, person: PersonId) -> Option<Timestamp> {
        self.with.get(&person)?.first().map(|&index| self.exchanges[index as usize].at)
    }

    /// The exchanges with a person after one that brings two together, while it may still be why they talk.
    fn soon_after(&self, bringing: &Exchange, person: PersonId) -> impl Iterator<Item = &'a Exchange> {
        let all = self.with.get(&person).map(Vec::as_slice).unwrap_or_default();
        let (exchanges, at) = (self.exchanges, bringing.at);
        let start = all.partition_point(|&index| exchanges[index as usize].at <= at);
        let soon = move |exchange: &&Exchange| exchange.at.duration_since(at).as_hours() <= TALK_DAYS * 24;
        all.get(start..)
            .unwrap_or_default()
            .iter()
            .map(move |&index| &exchanges[index as usize])
            .take_while(soon)
    }

    /// Whether the owner and the person wrote to each other, both ways, soon after the message.
    fn talk_directly(&self, bringing: &Exchange, person: PersonId) -> bool {
        let ways: BTreeSet<bool> = self
            .soon_after(bringing, person)
            .filter(|exchange| exchange.is_between(person))
            .map(|exchange| exchange.by == Party::Owner)
            .collect();
        ways.len() == 2
    }

    /// Whether a person answers in the conversation with the other among the addressees.
    fn answers_among(&self, bringing: &Exchange, person: PersonId, other: PersonId) -> bool {
        self.soon_after(bringing, person).any(|exchange| {
            exchange.thread == bringing.thread
                && exchange.by == Party::Person(person)
                && exchange.others.contains(&other)
        })
    }
}

/// Somebody brought the owner together with another. `told` are introductions that are known, by whom and in which
/// conversation.
fn received<'a>(
    talks: &Talks<'a>,
    people: &BTreeMap<PersonId, Person>,
    mut told: HashSet<(PersonId, &'a ThreadId)>,
) -> Vec<Favor> {
    let mut seen_told = BTreeSet::new();
    let mut found: Vec<Favor> = Vec::new();
    for exchange in
        talks.exchanges.iter().filter(|exchange| exchange.first && !exchange.on_list && !exchange.sensitive)
    {
        let Some((introducer, brought)) = bringing_together(exchange) else { continue };
        let Some(person) =
            people.get(&introducer).filter(|person| person.regime == Regime::Equality && person.tally)
        else {
            continue;
        };
        let is_new = |id: &PersonId| {
            talks.first_contact(*id).is_none_or(|at| at >= exchange.at) && seen_told.insert((introducer, *id))
        };
        let talked = brought.into_iter().filter(is_new).any(|id| talks.talk_directly(exchange, id));
        let known_before = talks.first_contact(introducer).is_some_and(|at| at < exchange.at);
        if talked && known_before && told.insert((introducer, &exchange.thread)) {
            found.push(structural(exchange.by, person, exchange, done(exchange)));
        }
    }
    found
}

/// The owner brought two people together: he begins a conversation with both, or brings one into his conversation
/// with the other, and one of them answers
/// with the other among the addressees. Two who stood on one message before needed no introduction.
fn given(
    talks: &Talks<'_>,
    people: &BTreeMap<PersonId, Person>,
    told: &HashSet<(PersonId, &ThreadId)>,
) -> Vec<Favor> {
    let mut together: BTreeSet<(PersonId, PersonId)> = BTreeSet::new();
    let mut begun: HashSet<&ThreadId> = HashSet::default();
    let mut found = Vec::new();
    for exchange in talks.exchanges.iter().filter(|exchange| !exchange.on_list && !exchange.sensitive) {
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
        if exchange.first {
            begun.insert(&exchange.thread);
        }
        let is_begun = begun.contains(&exchange.thread);
        if let (true, Party::Owner, &[a, b]) = (is_begun, exchange.by, addressed.as_slice())
            && !together.contains(&(a.min(b), a.max(b)))
            && (talks.answers_among(exchange, a, b) || talks.answers_among(exchange, b, a))
        {
            let both = [a, b].into_iter().filter_map(|id| people.get(&id));
            let equals = both.filter(|person| {
                person.regime == Regime::Equality
                    && person.tally
                    && !told.contains(&(person.id, &exchange.thread))
            });
            found.extend(equals.map(|person| structural(Party::Owner, person, exchange, done(exchange))));
        }
        for (index, &a) in present.iter().enumerate() {
            together.extend(present.iter().skip(index + 1).map(|&b| (a.min(b), a.max(b))));
        }
    }
    found
}

/// The step that an introduction by structure rests on.
#[expect(clippy::unnecessary_box_returns, reason = "a favor keeps its steps apart")]
fn done(exchange: &Exchange) -> Box<Step> {
    Box::new(Step {
        at: exchange.at,
        message: exchange.message.clone(),
        quote: "".into(),
        confidence: Confidence::from_thousandths(CONFIDENCE),
        due: None,
    })
}

/// The person who brings the owner together with others in this message.
fn bringing_together(exchange: &Exchange) -> Option<(PersonId, Vec<PersonId>)> {
    let Party::Person(introducer) = exchange.by else { return None };
    let addressed = exchange.people.iter().any(|&(_, standing)| standing > Standing::Aside);
    (addressed && (1..=MAX_OTHERS).contains(&exchange.others.len()))
        .then(|| (introducer, exchange.others.to_vec()))
}

/// An introduction that only its shape shows.
fn structural(giver: Party, person: &Person, exchange: &Exchange, done: Box<Step>) -> Favor {
    let mut favor = Favor {
        id: FavorId(0),
        kind: Kind::Introduction,
        person: person.id,
        giver,
        thread: exchange.thread.clone(),
        topic: exchange.topic.clone(),
        asked: None,
        offered: None,
        promised: None,
        confidence: done.confidence,
        done: Some(done),
        thanked: None,
        declined: None,
        state: FavorState::Done,
        basis: Basis::Unclear,
        basis_reasons: vec![BasisReason::Structure],
        signs: Vec::new(),
        comes_back: false,
        trusted: exchange.trusted,
    };
    favor.id = favor_name(&favor, person.addresses.first());
    favor
}
