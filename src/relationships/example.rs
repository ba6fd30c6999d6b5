//! Invented people, letters, acts and favors for the tests of this module.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::occasions::MeetingContact;
use super::{Giving, Occasion, OccasionSource, Relationship, Rhythm, Silence, Warmth};
use crate::conversations::{Answers, Exchange, Few, Party, Standing, ThreadId};
use crate::inference::{Basis, Deed, Favor, FavorId, FavorState, Kind, Step};
use crate::ledger::{Balance, Points};
use crate::observations::cues::{Act, Certainty, Confidence, Due};
use crate::observations::{MessageId, Quoted};
use crate::people::{Address, PersonId};

pub(super) fn person(name: &str) -> PersonId {
    PersonId::of(&Address::parse(&format!("{name}@people.example")).unwrap())
}

pub(super) fn instant(text: &str) -> Timestamp {
    text.replace('Z', ":00Z").parse().or_else(|_| text.parse()).unwrap()
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn day_of(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::UTC).date()
}

pub(super) fn message(name: &str) -> MessageId {
    MessageId::parse(&format!("{name}@mail.example")).unwrap()
}

pub(super) fn meeting(name: &str, at: &str) -> MeetingContact {
    let at = instant(at);
    MeetingContact { person: person(name), at, day: day_of(at), weight: 1000 }
}

/// A relationship about which nothing is said.
pub(super) fn relationship(name: &str) -> Relationship {
    let at = instant("2026-03-01T09:00Z");
    Relationship {
        person: person(name),
        occasions: 1,
        first_contact: at,
        last_contact: at,
        last_in: None,
        last_out: None,
        warmth: Warmth::default(),
        initiative: 0.5,
        rhythm: Rhythm {
            expected_gap_days: Some(30.0),
            pauses: 8,
            pauses_as_long: 8,
            silence_days: 1.0,
            p_silence: 1.0,
            p_contact_30d: 0.5,
            p_contact_365d: 0.9,
            p_alive: 1.0,
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

/// `count` occasions, the last at `last`, the others each `gap_days` before the next; oldest first.
pub(super) fn occasions_every(name: &str, gap_days: i64, count: usize, last: &str) -> Vec<Occasion> {
    let Some(gaps) = count.checked_sub(1) else { return Vec::new() };
    occasions_with_gaps(name, &vec![gap_days; gaps], last)
}

/// Occasions with these days between one and the next, the last at `last`; oldest first, each of no conversation.
pub(super) fn occasions_with_gaps(name: &str, gaps_days: &[i64], last: &str) -> Vec<Occasion> {
    (0..=gaps_days.len())
        .map(|from| {
            let back: i64 = gaps_days[from..].iter().sum();
            let at = instant(last) - jiff::SignedDuration::from_hours(24 * back);
            let (person, source) = (person(name), OccasionSource::MailBoth);
            Occasion { person, at, day: day_of(at), weight: 1000, source, thread: None }
        })
        .collect()
}

/// One message; by default to Ana alone, trusted, on 1 March 2026, in a thread of its own.
pub(super) struct Mail(Exchange);

impl Mail {
    fn between(by: Party, name: &str) -> Self {
        let at = instant("2026-03-01T09:00Z");
        Self(Exchange {
            message: message("m"),
            thread: ThreadId(message("m")),
            at,
            day: day_of(at),
            by,
            people: [(person(name), Standing::Only)].into(),
            topic: "the boat".into(),
            words: 40,
            trusted: true,
            others: Few::default(),
            first: true,
            answers: Answers::Untold,
            quoted: Quoted::default(),
            tagged: false,
            answered_at: None,
            on_list: false,
            repeated: Few::default(),
            sensitive: false,
        })
    }

    pub(super) fn from(name: &str) -> Self {
        Self::between(Party::Person(person(name)), name)
    }

    pub(super) fn to(name: &str) -> Self {
        Self::between(Party::Owner, name)
    }

    pub(super) fn at(mut self, at: &str) -> Self {
        self.0.at = instant(at);
        self.0.day = day_of(self.0.at);
        self
    }

    /// Names the message, and its thread unless `thread` comes after.
    pub(super) fn id(mut self, name: &str) -> Self {
        self.0.message = message(name);
        self.0.thread = ThreadId(message(name));
        self
    }

    pub(super) fn thread(mut self, name: &str) -> Self {
        self.0.thread = ThreadId(message(name));
        self
    }

    pub(super) fn and(mut self, name: &str) -> Self {
        self.add(name, Standing::Few);
        self
    }

    pub(super) fn and_aside(mut self, name: &str) -> Self {
        self.add(name, Standing::Aside);
        self
    }

    pub(super) fn aside(mut self) -> Self {
        self.0.people[0].1 = Standing::Aside;
        self
    }

    pub(super) fn untrusted(mut self) -> Self {
        self.0.trusted = false;
        self
    }

    pub(super) fn sensitive(mut self) -> Self {
        self.0.sensitive = true;
        self
    }

    pub(super) fn about(mut self, topic: &str) -> Self {
        self.0.topic = topic.into();
        self
    }

    fn add(&mut self, name: &str, standing: Standing) {
        let people = std::mem::take(&mut self.0.people).into_iter();
        self.0.people = people.chain([(person(name), standing)]).collect();
    }

    pub(super) fn exchange(self) -> Exchange {
        self.0
    }

    /// The message with an act in it, between the owner and the first person.
    pub(super) fn with(self, act: Act) -> (Exchange, Deed) {
        let other = Party::Person(self.0.people[0].0);
        let (by, toward) =
            if self.0.by == Party::Owner { (Party::Owner, other) } else { (other, Party::Owner) };
        let deed = Deed {
            act,
            by,
            toward,
            message: self.0.message.clone(),
            thread: self.0.thread.clone(),
            topic: self.0.topic.clone(),
            at: self.0.at,
            day: self.0.day,
            confidence: Confidence::from_thousandths(900),
            by_words: false,
            quote: if act == Act::Promise { "I'll look at the keel." } else { "could you look at the keel?" }
                .into(),
            signs: Vec::new(),
            due: None,
            occasion: None,
            thanked: None,
            would_be: None,
            back: None,
            quoted: Quoted::default(),
            trusted: self.0.trusted,
        };
        (self.0, deed)
    }
}

pub(super) fn due(date: &str) -> Due {
    Due { date: day(date), certainty: Certainty::Hard }
}

#[expect(clippy::unnecessary_box_returns, reason = "a favor keeps its steps apart")]
pub(super) fn step(name: &str, at: &str) -> Box<Step> {
    Box::new(Step {
        at: instant(at),
        message: message(name),
        quote: "here it is".into(),
        confidence: Confidence::from_thousandths(900),
        due: None,
    })
}

/// A favor done at `at`, given by the owner or by the person.
pub(super) fn favor(kind: Kind, name: &str, giver: Party, done: Box<Step>) -> Favor {
    Favor {
        id: FavorId(1),
        kind,
        person: person(name),
        giver,
        thread: ThreadId(done.message.clone()),
        topic: "".into(),
        asked: None,
        offered: None,
        promised: None,
        done: Some(done),
        thanked: None,
        declined: None,
        state: FavorState::Done,
        basis: Basis::Favor,
        basis_reasons: Vec::new(),
        confidence: Confidence::from_thousandths(900),
        signs: Vec::new(),
        comes_back: false,
        trusted: true,
    }
}

/// Chance for simulations: the same numbers for the same seed (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// In 0.0 to 1.0, neither included.
    pub(super) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((mixed >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Exponential with mean 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Days of contact at random, with a mean gap, from day 0 on until `days`.
    pub(super) fn poisson_days(&mut self, mean_gap: f64, days: f64) -> Vec<i32> {
        let (mut at, mut found) = (0.0, Vec::new());
        loop {
            at += self.exponential() * mean_gap;
            if at >= days {
                return found;
            }
            #[expect(clippy::cast_possible_truncation, reason = "days of a simulation")]
            found.push(at as i32);
        }
    }
}
