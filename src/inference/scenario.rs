//! Invented deeds for the tests of this stage.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::conversations::{Answers, Exchange, Few, Party, Standing, ThreadId};
use crate::observations::cues::{Act, Confidence, Sign};
use crate::observations::{MessageId, Quoted};
use crate::people::{Address, Person, PersonId, Regime, RegimeSource, Stance};

use super::{Deed, EpisodePolicy, Favor};

/// Day 0 of every scenario.
const START: i64 = 1_700_000_000;

/// A person with one address.
pub(super) fn person(address: &str, regime: Regime) -> Person {
    let address = Address::parse(address).expect("an address");
    Person {
        id: PersonId::of(&address),
        name: address.local().to_owned(),
        addresses: vec![address],
        circle: None,
        regime,
        regime_source: RegimeSource::Default,
        tally: regime != Regime::Communal,
        expect_days: None,
        ideal_days: None,
        importance: 1000,
        stance: Stance::Steady,
    }
}

/// The instant `days` after the start.
pub(super) fn day(days: i64) -> Timestamp {
    Timestamp::from_second(START + days * 86_400).expect("a date in this century")
}

/// What happens between the owner and Ana, and what is made of it.
pub(super) struct Scenario {
    pub(super) ana: Person,
    pub(super) deeds: Vec<Deed>,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) others: Vec<Person>,
}

impl Scenario {
    pub(super) fn with(regime: Regime) -> Self {
        Self {
            ana: person("ana@studio.example", regime),
            deeds: Vec::new(),
            exchanges: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Ana does something on a day in a conversation.
    pub(super) fn ana(self, days: i64, thread: &str, act: Act, signs: &[Sign]) -> Self {
        let by = Party::Person(self.ana.id);
        self.deed(by, Party::Owner, days, thread, act, signs)
    }

    /// The owner does something on a day in a conversation.
    pub(super) fn owner(self, days: i64, thread: &str, act: Act, signs: &[Sign]) -> Self {
        let toward = Party::Person(self.ana.id);
        self.deed(Party::Owner, toward, days, thread, act, signs)
    }

    fn deed(mut self, by: Party, toward: Party, days: i64, thread: &str, act: Act, signs: &[Sign]) -> Self {
        let writer = if by == Party::Owner { "owner" } else { "ana" };
        self.deeds.push(Deed {
            act,
            by,
            toward,
            message: MessageId::parse(&format!("{thread}.{days}.{writer}@mail.example")).expect("an id"),
            thread: thread_id(thread),
            topic: thread.into(),
            at: day(days),
            day: day(days).to_zoned_datetime(jiff::tz::TimeZone::UTC).date(),
            confidence: Confidence::from_thousandths(900),
            by_words: false,
            quote: format!("{act:?} in {thread}").into(),
            signs: signs.to_vec(),
            due: None,
            occasion: None,
            thanked: None,
            would_be: None,
            back: None,
            quoted: Quoted::default(),
            trusted: true,
        });
        self
    }

    /// Somebody writes to the owner, with others among the addressees.
    pub(super) fn wrote(mut self, from: &Person, others: &[&Person], days: i64, thread: &str) -> Self {
        self.exchanges.push(exchange(Party::Person(from.id), &[from], others, days, thread));
        self
    }

    /// The owner writes to people.
    pub(super) fn owner_wrote(mut self, to: &[&Person], days: i64, thread: &str) -> Self {
        self.exchanges.push(exchange(Party::Owner, to, &[], days, thread));
        self
    }

    /// The last message of those told answers the first of its conversation, or a later one; neither is here.
    pub(super) fn answering(mut self, answers: Answers) -> Self {
        self.exchanges.last_mut().expect("one was told").answers = answers;
        self
    }

    /// The last deed of those told was done in these words.
    pub(super) fn saying(mut self, words: &str) -> Self {
        self.deeds.last_mut().expect("one was told").quote = words.into();
        self
    }

    pub(super) fn knows(mut self, people: &[&Person]) -> Self {
        self.others.extend(people.iter().copied().cloned());
        self
    }

    /// The favors as of a day.
    pub(super) fn favors(&self, days: i64) -> Vec<Favor> {
        let people: BTreeMap<PersonId, Person> =
            self.others.iter().chain([&self.ana]).map(|person| (person.id, person.clone())).collect();
        super::favors(&self.exchanges, &self.deeds, &people, &EpisodePolicy::default(), day(days))
    }

    /// The one favor there is.
    pub(super) fn favor(&self, days: i64) -> Favor {
        let mut favors = self.favors(days);
        assert_eq!(favors.len(), 1, "{favors:#?}");
        favors.remove(0)
    }
}

fn thread_id(thread: &str) -> ThreadId {
    ThreadId(MessageId::parse(&format!("{thread}@mail.example")).expect("an id"))
}

fn exchange(by: Party, people: &[&Person], others: &[&Person], days: i64, thread: &str) -> Exchange {
    let standing = if people.len() == 1 { Standing::Only } else { Standing::Few };
    let writer = if by == Party::Owner { "owner" } else { people[0].name.as_str() };
    Exchange {
        message: MessageId::parse(&format!("{thread}.{days}.{writer}@mail.example")).expect("an id"),
        thread: thread_id(thread),
        at: day(days),
        day: day(days).to_zoned_datetime(jiff::tz::TimeZone::UTC).date(),
        by,
        people: people.iter().map(|person| (person.id, standing)).collect(),
        others: others.iter().map(|person| person.id).collect(),
        first: !thread.starts_with("re"),
        answers: Answers::Untold,
        quoted: Quoted::default(),
        tagged: false,
        answered_at: None,
        on_list: false,
        repeated: Few::default(),
        topic: thread.into(),
        words: 20,
        trusted: true,
        sensitive: false,
    }
}
