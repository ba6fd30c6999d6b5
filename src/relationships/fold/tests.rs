//! Figures put together.

use super::*;
use crate::inference::Kind;
use crate::ledger::Points;
use crate::observations::cues::Act;
use crate::people::{Address, Regime, RegimeSource};
use crate::relationships::example::{Mail, day, favor, instant, meeting, message, person, step};
use crate::relationships::{LoopKind, Silence, occasions};

const AS_OF: &str = "2026-03-20T12:00Z";

/// An owner's small world.
#[derive(Default, Clone)]
struct World {
    people: BTreeMap<PersonId, Person>,
    exchanges: Vec<Exchange>,
    meetings: Vec<MeetingContact>,
    deeds: Vec<Deed>,
    favors: Vec<Favor>,
    accounts: BTreeMap<PersonId, Account>,
    planned: BTreeMap<PersonId, Timestamp>,
}

impl World {
    /// Ana wrote and asked, the owner met her; Ben was written to; both are known.
    fn new() -> Self {
        let mut world = Self::default();
        for name in ["ana", "ben"] {
            world.know(name);
        }
        let (exchange, deed) = Mail::from("ana").id("a").at("2026-03-10T09:00Z").with(Act::Request);
        world.exchanges.push(exchange);
        world.deeds.push(deed);
        world.exchanges.push(Mail::to("ana").id("b").at("2026-02-01T09:00Z").about("a tent").exchange());
        world.exchanges.push(Mail::to("ben").id("c").at("2026-03-12T09:00Z").about("a ladder").exchange());
        world.meetings.push(meeting("ana", "2026-03-05T10:00Z"));
        world
    }

    fn know(&mut self, name: &str) -> &mut Person {
        let known = Person {
            id: person(name),
            name: name.into(),
            addresses: vec![Address::parse(&format!("{name}@people.example")).unwrap()],
            circle: None,
            regime: Regime::Equality,
            regime_source: RegimeSource::Default,
            tally: true,
            expect_days: None,
            ideal_days: None,
            importance: 1000,
            stance: Stance::Steady,
        };
        self.people.entry(person(name)).or_insert(known)
    }

    fn fold(&self) -> BTreeMap<PersonId, Relationship> {
        let past = self.exchanges.iter().filter(|exchange| exchange.at < instant(AS_OF));
        let dealings = Dealings {
            people: &self.people,
            exchanges: &self.exchanges,
            meetings: &self.meetings,
            occasions: &occasions(past, &self.meetings),
            deeds: &self.deeds,
            favors: &self.favors,
            rejected: &std::collections::BTreeSet::new(),
            accounts: &self.accounts,
            planned: &self.planned,
        };
        relationships(&dealings, instant(AS_OF), day("2026-03-20"), &Policy::default())
            .into_iter()
            .map(|relationship| (relationship.person, relationship))
            .collect()
    }
}

#[test]
fn what_nobody_vouches_for_is_no_contact_unless_it_is_answered() {
    let policy = Policy::default();
    let forged = || Mail::from("ana").at("2026-03-18T09:00Z").untrusted().exchange();
    let mut answered = forged();
    answered.answered_at = Some(instant("2026-03-18T10:00Z"));
    let own = Mail::to("ana").untrusted().exchange();
    for (letter, counts) in [(&forged(), false), (&answered, true), (&own, true)] {
        assert_eq!(policy.is_contact(letter), counts, "{letter:?}");
    }
    assert!(Policy { counts_unvouched: true, ..policy }.is_contact(&forged()));
    let mut world = World::new();
    let before = world.fold().remove(&person("ana")).unwrap();
    world.exchanges.push(forged());
    assert_eq!(world.fold().remove(&person("ana")).unwrap().last_in, before.last_in);
}

#[test]
fn a_relationship_tells_who_wrote_last_and_what_is_open() {
    let ana = World::new().fold().remove(&person("ana")).unwrap();
    assert_eq!(ana.occasions, 3);
    assert_eq!(ana.first_contact, instant("2026-02-01T09:00Z"));
    assert_eq!(ana.last_contact, instant("2026-03-10T09:00Z"));
    assert_eq!(ana.last_in, Some(instant("2026-03-10T09:00Z")));
    assert_eq!(ana.last_out, Some(instant("2026-03-05T10:00Z")));
    let matter = ana.last_matter.unwrap();
    assert_eq!((matter.topic.as_str(), matter.at), ("the boat", instant("2026-03-10T09:00Z")));
    assert_eq!(matter.message, message("a"));
    assert!(!matter.quote.is_empty(), "the words of the request");
    assert_eq!(ana.loops.iter().map(|open| open.kind).collect::<Vec<_>>(), [LoopKind::ReplyOwed]);
}

#[test]
fn what_lies_at_or_after_the_instant_changes_nothing() {
    let world = World::new();
    let mut later = world.clone();
    let (exchange, deed) = Mail::to("ana").id("d").thread("a").at(AS_OF).with(Act::Pressure);
    later.exchanges.push(exchange);
    later.deeds.push(deed);
    later.meetings.push(meeting("ben", "2026-04-01T10:00Z"));
    let aside = |at| Mail::to("ben").aside().id("e").at(at).exchange();
    let mut world = world;
    world.exchanges.push(aside("2026-03-20T11:00Z"));
    later.exchanges.push(aside("2026-03-20T11:00Z"));
    later.exchanges.push(Mail::from("ben").id("f").thread("e").at("2026-03-20T13:00Z").exchange());
    later.favors.push(favor(Kind::Help, "ana", Party::Owner, step("d", "2026-03-20T12:00Z")));
    assert_eq!(later.fold(), world.fold());
}

#[test]
fn order_changes_nothing() {
    let world = World::new();
    let mut mixed = world.clone();
    mixed.exchanges.reverse();
    mixed.deeds.reverse();
    assert_eq!(mixed.fold(), world.fold());
}

#[test]
fn where_nothing_is_tallied_no_figure_of_the_ledger_is_shown() {
    let mut world = World::new();
    let account = Account { given: Points::from_thousandths(3000), ..Account::default() };
    world.accounts.insert(person("ana"), account);
    world.favors.push(favor(Kind::Help, "ana", Party::Owner, step("b", "2026-02-01T09:00Z")));
    let tallied = world.fold().remove(&person("ana")).unwrap();
    assert_eq!((tallied.given, tallied.giving.given_count), (account.given, 1));
    world.people.get_mut(&person("ana")).unwrap().tally = false;
    let communal = world.fold().remove(&person("ana")).unwrap();
    assert_eq!((communal.given, communal.giving), (Points::ZERO, Giving::default()));
    assert_eq!(communal.loops, tallied.loops);
}

#[test]
fn a_planned_meeting_is_told_until_it_begins() {
    let mut world = World::new();
    world.planned.insert(person("ana"), instant("2026-03-25T10:00Z"));
    world.planned.insert(person("ben"), instant("2026-03-19T10:00Z"));
    let found = world.fold();
    assert_eq!(found[&person("ana")].next_meeting, Some(instant("2026-03-25T10:00Z")));
    assert_eq!(found[&person("ben")].next_meeting, None);
}

#[test]
fn strangers_to_the_people_have_no_relationship() {
    let mut world = World::new();
    world.people.remove(&person("ben"));
    assert_eq!(world.fold().into_keys().collect::<Vec<_>>(), [person("ana")]);
}

#[test]
fn the_owners_own_limit_reaches_the_rhythm() {
    let mut world = World::new();
    world.know("ana").expect_days = Some(5);
    assert_eq!(world.fold()[&person("ana")].rhythm.silence, Silence::Overdue);
}

#[test]
fn sensitive_matters_leave_no_topic_but_their_day() {
    let mut world = World::new();
    world.exchanges = vec![
        Mail::from("ana").id("a").at("2026-03-02T09:00Z").sensitive().about("").exchange(),
        Mail::to("ana").id("b").at("2026-03-04T09:00Z").sensitive().about("").exchange(),
        Mail::from("ana").id("c").at("2026-03-06T09:00Z").about("").exchange(),
        Mail::from("ben").id("d").at("2026-03-07T09:00Z").about("").exchange(),
    ];
    world.meetings.clear();
    let found = world.fold();
    assert_eq!(found[&person("ana")].last_matter, None);
    assert_eq!(found[&person("ana")].last_sensitive, Some(instant("2026-03-04T09:00Z")));
    assert_eq!(found[&person("ben")].last_sensitive, None);
}
