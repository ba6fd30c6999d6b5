//! Invented people and figures for the tests of nudges.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::conversations::Party;
use crate::inference::{Basis, FavorId, Kind};
use crate::ledger::{Balance, Direction, Entry, Evidence, Points, Status};
use crate::observations::MessageId;
use crate::observations::cues::{Certainty, Confidence, Due};
use crate::people::{Address, Birthday, Person, PersonId, Regime, RegimeSource, Stance};
use crate::relationships::{Giving, Loop, LoopKind, Matter, Relationship, Rhythm, Silence, Warmth};

use super::lint::offences;
use super::{
    Chance, Choice, Memory, Nudge, NudgeKind, Openings, Outcome, Policy, Sent, Shown, Today, Urgency, choose,
};

/// A Sunday, 18:00 in the owner's zone.
pub(super) const AS_OF: &str = "2026-11-22T17:00:00Z";

/// What `choose` is asked.
pub(super) struct Scenario {
    pub(super) relationships: Vec<Relationship>,
    pub(super) people: BTreeMap<PersonId, Person>,
    pub(super) entries: Vec<Entry>,
    pub(super) policy: Policy,
    pub(super) memory: Memory,
    pub(super) openings: Openings,
}

impl Scenario {
    pub(super) fn new() -> Self {
        let (relationships, people) = (Vec::new(), BTreeMap::new());
        Self {
            relationships,
            people,
            entries: Vec::new(),
            policy: Policy::default(),
            memory: Memory::default(),
            openings: Openings::default(),
        }
    }

    /// Adds a steady relationship, changed by `change`.
    pub(super) fn with(mut self, name: &str, change: impl FnOnce(&mut Relationship)) -> Self {
        let mut relationship = steady(name);
        change(&mut relationship);
        self.people.insert(relationship.person, person(name));
        self.relationships.push(relationship);
        self
    }

    /// Changes the person added last.
    pub(super) fn who(mut self, change: impl FnOnce(&mut Person)) -> Self {
        let id = self.relationships.last().unwrap().person;
        change(self.people.get_mut(&id).unwrap());
        self
    }

    /// Adds an entry with the person added last.
    pub(super) fn entry(mut self, kind: Kind, direction: Direction, days: i64, quote: &str) -> Self {
        let person = self.relationships.last().unwrap().person;
        let at = days_ago(days);
        let step = |shows, quote: &str| Evidence {
            shows,
            source: "<done@x.example>".into(),
            at,
            quote: quote.into(),
        };
        let evidence = vec![step("done", quote), step("asked", "Could you help me?")];
        self.entries.push(Entry {
            id: FavorId(u64::try_from(self.entries.len()).unwrap() + 1),
            person,
            kind,
            direction,
            basis: Basis::Favor,
            at,
            worth: Points::from_thousandths(3000),
            confidence: Confidence::from_thousandths(900),
            status: Status::Pending,
            evidence,
        });
        self
    }

    /// Says that a kind was said of the person added last so many days ago, and that they were in touch then.
    pub(super) fn said(mut self, kind: NudgeKind, days: i64) -> Self {
        let person = self.relationships.last().unwrap().person;
        self.memory.sent.push(Sent {
            at: days_ago(days),
            person,
            kind,
            matter: String::new(),
            outcome: Outcome::Heeded,
        });
        self
    }

    /// Says that the person added last has a birthday.
    pub(super) fn born(mut self, birthday: &str) -> Self {
        let person = self.relationships.last().unwrap().person;
        self.openings.birthdays.insert(person, Birthday::parse(birthday).unwrap());
        self
    }

    /// Says that the owner, or another, once helped with what the person added last asks.
    pub(super) fn fits(mut self, other: Option<&str>) -> Self {
        let relationship = self.relationships.last().unwrap();
        let chance = Chance {
            question: relationship.loops.last().unwrap().message.clone(),
            fit: 0.5,
            other: other.map(str::to_owned),
            shown: Shown::Helped,
            at: days_ago(200),
            topic: "Which printer for posters".into(),
            source: "<strength@x.example>".into(),
        };
        self.openings.chances.insert(relationship.person, chance);
        self
    }

    pub(super) fn policy(mut self, change: impl FnOnce(&mut Policy)) -> Self {
        change(&mut self.policy);
        self
    }

    pub(super) fn choose(&self) -> Choice {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let today = Today::new(AS_OF.parse().unwrap(), &zone);
        let Self { relationships, people, entries, policy, memory, openings } = self;
        choose(relationships, people, entries, policy, memory, openings, today)
    }

    /// The only nudge chosen, which keeps the wording rules.
    pub(super) fn only(&self) -> Nudge {
        let choice = self.choose();
        assert_eq!(choice.nudges.len(), 1, "{choice:#?}");
        let nudge = choice.nudges.into_iter().next().unwrap();
        for line in nudge.why.iter().chain([&nudge.suggestion]) {
            assert_eq!(offences(line), Vec::<String>::new(), "{line}");
        }
        nudge
    }
}

pub(super) fn days_ago(days: i64) -> Timestamp {
    AS_OF.parse::<Timestamp>().unwrap() - SignedDuration::from_hours(24 * days)
}

pub(super) fn person(name: &str) -> Person {
    let local: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let address = Address::parse(&format!("x{local}@people.example")).unwrap();
    Person {
        id: PersonId::of(&address),
        name: name.into(),
        addresses: vec![address],
        circle: None,
        regime: Regime::Equality,
        regime_source: RegimeSource::Default,
        tally: true,
        expect_days: None,
        ideal_days: None,
        importance: 1000,
        stance: Stance::Steady,
    }
}

/// Two who are in touch every month, last a week ago.
fn steady(name: &str) -> Relationship {
    Relationship {
        person: person(name).id,
        occasions: 20,
        first_contact: days_ago(600),
        last_contact: days_ago(7),
        last_in: Some(days_ago(7)),
        last_out: Some(days_ago(8)),
        warmth: Warmth { level: 4.0, trend: 1.0 },
        initiative: 0.5,
        rhythm: Rhythm {
            expected_gap_days: Some(35.0),
            pauses: 11,
            pauses_as_long: 11,
            silence_days: 7.0,
            p_silence: 0.8,
            p_contact_30d: 0.6,
            p_contact_365d: 1.0,
            p_alive: 0.9,
            silence: Silence::Usual,
        },
        balance: Balance::default(),
        given: Points::ZERO,
        received: Points::ZERO,
        giving: Giving::default(),
        loops: Vec::new(),
        strain: 0,
        unthanked_helps: Vec::new(),
        next_meeting: None,
        last_matter: None,
        last_sensitive: None,
        listed: false,
    }
}

/// A letter of the person about something, so many days ago.
pub(super) fn matter(relationship: &Relationship, days: i64, topic: &str, quote: &str) -> Matter {
    Matter {
        message: MessageId::parse(&format!("matter{days}@x.example")).unwrap(),
        at: days_ago(days),
        by: Party::Person(relationship.person),
        topic: topic.into(),
        quote: quote.into(),
    }
}

/// Gives the two a last subject, of the day of their last contact.
pub(super) fn about(relationship: &mut Relationship, topic: &str, quote: &str) {
    relationship.last_matter = Some(matter(relationship, 77, topic, quote));
}

/// Makes a silence of 77 days where 35 are usual.
pub(super) fn silent(relationship: &mut Relationship) {
    relationship.last_contact = days_ago(77);
    relationship.last_in = Some(days_ago(77));
    relationship.last_out = Some(days_ago(80));
    relationship.rhythm.silence_days = 77.0;
    relationship.rhythm.pauses_as_long = 0;
    relationship.rhythm.p_silence = 0.04;
    relationship.rhythm.silence = Silence::Overdue;
}

/// Makes a silence of 14 months.
pub(super) fn drifted(relationship: &mut Relationship) {
    silent(relationship);
    relationship.last_contact = days_ago(426);
    relationship.last_in = Some(days_ago(426));
    relationship.last_out = Some(days_ago(430));
    relationship.rhythm.silence_days = 426.0;
    relationship.rhythm.pauses_as_long = 0;
    relationship.rhythm.p_silence = 0.001;
    relationship.rhythm.silence = Silence::DriftedAway;
}

/// Routine help, so many times, that was never thanked for.
pub(super) fn helped(relationship: &mut Relationship, times: i64) {
    let help = |days| matter(relationship, 10 * days, "The monthly table", "I have filled in the table");
    relationship.unthanked_helps = (1..=times).map(help).collect();
}

/// Opens a loop so many days ago.
pub(super) fn open(relationship: &mut Relationship, kind: LoopKind, days: i64, quote: &str) {
    relationship.loops.push(Loop {
        p_open: Confidence::from_thousandths(900),
        kind,
        person: relationship.person,
        turn: Party::Owner,
        since: days_ago(days),
        due: None,
        message: MessageId::parse(&format!("opened{}@x.example", relationship.person)).unwrap(),
        quote: quote.into(),
        topic: "Slides for the talk".into(),
        alone: true,
        meant: false,
    });
}

/// A day for the loop opened last.
pub(super) fn due(relationship: &mut Relationship, date: &str, certainty: Certainty) {
    relationship.loops.last_mut().unwrap().due = Some(Due { date: date.parse().unwrap(), certainty });
}

/// A nudge without much in it.
pub(super) fn nudge(name: &str, kind: NudgeKind) -> Nudge {
    Nudge {
        kind,
        person: person(name).id,
        name: name.into(),
        score: 0.5,
        urgency: Urgency::Current,
        asks_to_stop: false,
        why: vec!["You wrote today: “of course”.".into()],
        suggestion: "Do it, or say when you will.".into(),
        evidence: Vec::new(),
    }
}

/// One person for every kind, each with a nudge of that kind alone.
pub(super) fn every_kind() -> Scenario {
    Scenario::new()
        .with("Priya Nair", |r| {
            open(r, LoopKind::PromiseByMe, 13, "Happy to look over the slides before the talk.");
            due(r, "2026-11-25", Certainty::Hard);
            r.next_meeting = Some("2026-11-26T09:00:00Z".parse().unwrap());
        })
        .with("Ingrid Solheim", |r| {
            open(r, LoopKind::ThanksOwed, 19, "Here is the tax contact you asked for");
        })
        .with("Noor Rahman", |r| about(r, "The orchard", "The pears are ripe in the garden"))
        .born("1985-11-23")
        .with("Sam Tully", |r| {
            open(r, LoopKind::ReplyOwed, 6, "Which printer would you take for the posters?");
        })
        .fits(None)
        .with("Ravi Menon", |r| open(r, LoopKind::ReplyOwed, 8, "Could you tell me which library you chose?"))
        .with("Tomás Rey", |r| {
            silent(r);
            about(r, "Moving to Porto", "We have found a flat near the river");
        })
        .entry(Kind::Introduction, Direction::Received, 163, "Lena, meet Alex; you two should talk")
        .with("Ben Okafor", |r| open(r, LoopKind::OfferOpen, 20, "I could show you how we host it"))
        .with("Yuki Tanaka", |r| open(r, LoopKind::IntroductionOpen, 40, "Meet Sam, who builds such things"))
        .with("Elif Kaya", |r| open(r, LoopKind::MeetingUnset, 12, "Shall we have lunch some time soon?"))
        .with("Hugo Lambert", |r| {
            open(r, LoopKind::AwaitingReply, 11, "Could you tell me which paper you used?");
        })
        .with("Lena Vogt", |r| {
            r.occasions = 4;
            r.first_contact = days_ago(51);
            about(r, "Guest article", "I am looking for somebody who can draw");
        })
        .with("Mark Keller", |r| helped(r, 9))
        .with("Oda Lind", |r| {
            r.giving = Giving {
                given_count: 6,
                received_count: 1,
                unmet_asks: 2,
                p_over_giving: 0.96,
                over_invested: true,
                ..Giving::default()
            };
        })
        .policy(|policy| (policy.max_people, policy.max_per_week) = (20, 20))
}
