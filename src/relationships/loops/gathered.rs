//! What the search for loops looks at, laid out by message, conversation and person.
//!
//! It must not know what opens or closes a loop.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::conversations::{Exchange, Party, Standing, ThreadId};
use crate::inference::{Deed, Favor, FavorId, Step};
use crate::observations::MessageId;
use crate::people::{HashMap, Person, PersonId, Regime};
use crate::relationships::loops::days_before;
use crate::relationships::{Dealings, Policy};

/// Days looked back. Only a due date said more than a year ahead could keep something older open.
const LOOK_BACK_DAYS: i32 = 400;

/// What passed between the owner and everybody in the last months.
pub(super) struct Gathered<'a> {
    messages: HashMap<&'a MessageId, &'a Exchange>,
    threads: HashMap<&'a ThreadId, Vec<&'a Exchange>>,
    /// Messages between the owner and a person, with what only went to either in Cc.
    between: BTreeMap<PersonId, Vec<&'a Exchange>>,
    /// What the owner wrote under a subject.
    subjects: HashMap<&'a str, Vec<&'a Exchange>>,
    deeds: BTreeMap<PersonId, Vec<&'a Deed>>,
    meetings: BTreeMap<PersonId, Vec<(Timestamp, Date)>>,
    planned: &'a BTreeMap<PersonId, Timestamp>,
    favors: Vec<&'a Favor>,
    rejected: &'a BTreeSet<FavorId>,
    /// Favors by the message that asked, offered or promised.
    begun: HashMap<&'a MessageId, Vec<&'a Favor>>,
    people: &'a BTreeMap<PersonId, Person>,
    as_of: Timestamp,
}

impl<'a> Gathered<'a> {
    /// Takes what lies before `as_of` and not too far back. Everything is put in the order of time.
    pub(super) fn new(dealings: &Dealings<'a>, as_of: Timestamp, policy: &Policy) -> Self {
        let &Dealings { people, exchanges, deeds, favors, rejected, meetings, planned, .. } = dealings;
        let longest = [policy.introduction_until_days, policy.thanks_until_days, policy.promise_lapse_days];
        let days = longest.into_iter().max().unwrap_or(0).max(LOOK_BACK_DAYS);
        let from = days_before(as_of, days);
        let seen = |at: Timestamp| at < as_of && at >= from;

        let mut recent: Vec<&Exchange> = exchanges.iter().filter(|exchange| seen(exchange.at)).collect();
        recent.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        let mut gathered = Self {
            messages: recent.iter().map(|exchange| (&exchange.message, *exchange)).collect(),
            threads: HashMap::default(),
            between: BTreeMap::new(),
            subjects: HashMap::default(),
            deeds: BTreeMap::new(),
            meetings: BTreeMap::new(),
            planned,
            favors: favors.iter().filter(|favor| seen(favor.at())).collect(),
            rejected,
            begun: HashMap::default(),
            people,
            as_of,
        };
        for exchange in recent {
            gathered.threads.entry(&exchange.thread).or_default().push(exchange);
            if exchange.by == Party::Owner && !exchange.topic.is_empty() {
                gathered.subjects.entry(&exchange.topic).or_default().push(exchange);
            }
            for &(person, _) in &exchange.people {
                gathered.between.entry(person).or_default().push(exchange);
            }
        }
        for deed in deeds.iter().filter(|deed| seen(deed.at)) {
            gathered.deeds.entry(deed.person()).or_default().push(deed);
        }
        for deeds in gathered.deeds.values_mut() {
            deeds.sort_by(|a, b| (a.at, &a.message, a.act, a.by).cmp(&(b.at, &b.message, b.act, b.by)));
        }
        for meeting in meetings.iter().filter(|meeting| seen(meeting.at)) {
            gathered.meetings.entry(meeting.person).or_default().push((meeting.at, meeting.day));
        }
        gathered.favors.sort_by_key(|favor| (favor.at(), favor.id));
        for favor in &gathered.favors {
            for step in [&favor.asked, &favor.offered, &favor.promised].into_iter().flatten() {
                gathered.begun.entry(&step.message).or_default().push(favor);
            }
        }
        gathered
    }

    /// Whether the owner answered a message, to whomever.
    pub(super) fn is_answered(&self, message: &MessageId) -> bool {
        let answered = self.message(message).and_then(|exchange| exchange.answered_at);
        answered.is_some_and(|at| at < self.as_of)
    }

    /// All acts, by person and then in the order of time.
    pub(super) fn deeds(&self) -> impl Iterator<Item = &'a Deed> {
        self.deeds.values().flatten().copied()
    }

    /// The acts between the owner and a person, in the order of time.
    pub(super) fn deeds_with(&self, person: PersonId) -> impl Iterator<Item = &'a Deed> {
        self.deeds.get(&person).into_iter().flatten().copied()
    }

    /// The acts between the owner and a person after an instant.
    pub(super) fn deeds_after(&self, person: PersonId, at: Timestamp) -> impl Iterator<Item = &'a Deed> {
        after(self.deeds.get(&person), move |deed| deed.at <= at)
    }

    /// The acts between the owner and a person before an instant.
    pub(super) fn deeds_before(&self, person: PersonId, at: Timestamp) -> impl Iterator<Item = &'a Deed> {
        self.deeds_with(person).take_while(move |deed| deed.at < at)
    }

    /// Favors that may open something; one that the owner rejected still shows what came of a request.
    pub(super) fn favors(&self) -> impl Iterator<Item = &'a Favor> {
        self.favors.iter().copied().filter(|favor| !self.rejected.contains(&favor.id))
    }

    /// Favors that this message asked for, offered or promised.
    pub(super) fn favors_begun_by(&self, message: &MessageId) -> &[&'a Favor] {
        self.begun.get(message).map_or(&[], Vec::as_slice)
    }

    pub(super) fn message(&self, message: &MessageId) -> Option<&'a Exchange> {
        self.messages.get(message).copied()
    }

    /// The messages of a conversation after an instant.
    pub(super) fn thread_after(
        &self,
        thread: &ThreadId,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Exchange> {
        after(self.threads.get(thread), move |exchange| exchange.at <= at)
    }

    /// Whether the owner wrote to a person in a conversation before this message.
    pub(super) fn had_written_to(&self, person: PersonId, exchange: &Exchange) -> bool {
        owner_wrote(self.threads.get(&exchange.thread), person, exchange.at)
    }

    /// Whether the owner had written to a person before this message.
    pub(super) fn is_acquainted(&self, person: PersonId, exchange: &Exchange) -> bool {
        owner_wrote(self.between.get(&person), person, exchange.at)
    }

    /// Whether the conversation of a message began with a person's letter, or with one of the owner's to that person.
    pub(super) fn is_begun_between(&self, person: PersonId, exchange: &Exchange) -> bool {
        let first = self.threads.get(&exchange.thread).and_then(|thread| thread.first());
        first.is_some_and(|first| match first.by {
            Party::Owner => first.is_between(person),
            Party::Person(by) => by == person,
        })
    }

    /// Messages between the owner and a person after an instant, those in Cc included.
    pub(super) fn between_after(
        &self,
        person: PersonId,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Exchange> {
        after(self.between.get(&person), move |exchange| exchange.at <= at)
    }

    /// The days after an instant on which the owner and a person wrote to each other in particular.
    pub(super) fn contact_days_after(&self, person: PersonId, at: Timestamp) -> impl Iterator<Item = Date> {
        let mut days: Vec<Date> = self
            .between_after(person, at)
            .filter(|exchange| exchange.is_between(person))
            .map(|exchange| exchange.day)
            .collect();
        days.dedup();
        days.into_iter()
    }

    /// How the owner and a person deal with each other, where that is known.
    pub(super) fn regime(&self, person: PersonId) -> Option<Regime> {
        self.people.get(&person).map(|person| person.regime)
    }

    /// Whether the words of an act begin with the name of somebody else on its message.
    pub(super) fn calls_another(&self, deed: &Deed) -> bool {
        let Some(exchange) = self.message(&deed.message) else { return false };
        let first = deed.quote.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_called = |id: PersonId| {
            self.people.get(&id).is_some_and(|person| {
                person.name.split_whitespace().any(|word| word.eq_ignore_ascii_case(first))
            })
        };
        let others = exchange.people.iter().map(|(id, _)| id).chain(&exchange.others);
        !first.is_empty()
            && !is_called(deed.person())
            && others.copied().any(|id| id != deed.person() && is_called(id))
    }

    /// Whether what was asked of the owner among several is asked of somebody else on the message: of the one whose
    /// letter it follows in the conversation, where it calls nobody.
    pub(super) fn answers_another(&self, deed: &Deed) -> bool {
        let Some(exchange) = self.message(&deed.message) else { return false };
        let called = exchange.people.iter().any(|&(_, how)| how >= Standing::Only);
        if called || deed.by == Party::Owner {
            return false;
        }
        let thread = self.threads.get(&exchange.thread).into_iter().flatten();
        let before = thread.take_while(|other| other.at < exchange.at).last();
        match before.map(|before| before.by) {
            Some(Party::Person(other)) => other != deed.person() && exchange.others.contains(&other),
            _ => false,
        }
    }

    /// What the owner wrote to anybody under this subject after an instant.
    pub(super) fn owner_wrote_under(&self, topic: &str, at: Timestamp) -> impl Iterator<Item = &'a Exchange> {
        self.subjects.get(topic).into_iter().flatten().copied().filter(move |exchange| exchange.at > at)
    }

    /// Whether the owner's calendars show any meeting at all.
    pub(super) fn keeps_calendar(&self) -> bool {
        !self.meetings.is_empty() || !self.planned.is_empty()
    }

    /// Whether a meeting with a person is planned.
    pub(super) fn meets(&self, person: PersonId) -> bool {
        self.planned.contains_key(&person)
    }

    pub(super) fn met_after(&self, person: PersonId, at: Timestamp) -> bool {
        self.met(person, at, Date::MIN)
    }

    /// Whether the owner met a person after an instant, on this day or later.
    pub(super) fn met(&self, person: PersonId, at: Timestamp, from: Date) -> bool {
        let ends = self.meetings.get(&person);
        ends.is_some_and(|ends| ends.iter().any(|&(end, day)| end > at && day >= from))
    }

    /// Whether the owner and any of these people wrote to each other in particular, or met, after an instant.
    pub(super) fn dealt_with(&self, people: &[PersonId], at: Timestamp) -> bool {
        people.iter().any(|&person| {
            self.met_after(person, at)
                || self.between_after(person, at).any(|exchange| exchange.is_between(person))
        })
    }

    /// Whether a message may open a loop with a person: vouched for, personal, meant for its addressee,
    /// and no sensitive matter.
    pub(super) fn may_open(&self, message: &MessageId, person: PersonId) -> Option<&'a Exchange> {
        let exchange = self.message(message)?;
        let standing = exchange.people.iter().find(|(addressee, _)| *addressee == person)?.1;
        (exchange.trusted && !exchange.sensitive && standing > Standing::Aside).then_some(exchange)
    }

    /// The subject of the conversation a step belongs to; empty where the message is no letter.
    pub(super) fn topic(&self, step: &Step) -> String {
        self.message(&step.message).map_or_else(String::new, |exchange| exchange.topic.to_string())
    }
}

/// Whether one of these messages before an instant, in the order of time, is the owner's to a person.
fn owner_wrote(messages: Option<&Vec<&Exchange>>, person: PersonId, at: Timestamp) -> bool {
    let mut before = messages.into_iter().flatten().take_while(|message| message.at < at);
    before.any(|message| message.by == Party::Owner && message.is_between(person))
}

/// What of a list in the order of time comes after that which is `before`.
fn after<'a, T>(list: Option<&Vec<&'a T>>, before: impl Fn(&T) -> bool) -> impl Iterator<Item = &'a T> {
    let list = list.map_or(&[][..], Vec::as_slice);
    list.get(list.partition_point(|item| before(item))..).unwrap_or_default().iter().copied()
}
