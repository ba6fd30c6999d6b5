//! The books: a journal folded as of an instant. Pure: the same journal, policies and instant give the
//! same books, in whatever order the items arrived.
//!
//! This is the pipeline in one place; what each stage does stands in its own module.

mod ask;
mod birthdays;
mod chains;
mod entered;
mod give;
mod mail;
mod outcomes;
mod planned;
mod settled;
mod society;
mod traces;

pub use ask::{Begin, Knower, knowers};
pub use give::{Need, chances, needs};
pub use mail::{Mail, Received};
pub use outcomes::{Acquaintance, Outcome, Outcomes};
pub use traces::{Hits, Shows, Trace};

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::conversations::{self, Correspondence, Exchange, OneSided, OwnAddress, Party, correspondence};
use crate::inference::meetings::{
    Agenda, Attendance, Meeting, MeetingPerson, MeetingPolicy, OwnDays, agenda, confirm, unite,
};
use crate::inference::{self, Basis, EpisodePolicy, Favor, FavorId};
use crate::ledger::{self, Entry, Inferred, RulingRecord, Status};
use crate::observations::Facts;
use crate::observations::calendar::CalendarObject;
use crate::observations::cues::Confidence;
use crate::people::{self, Address, Birthday, Card, Directory, HashSet, Mailbox, Person, PersonId, Society};
use crate::relationships::{self, Dealings, MeetingContact, Occasion, Relationship};

use society::society;

/// What was recorded.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    /// Facts of messages, each id once.
    pub messages: Vec<Facts>,
    /// Calendar objects of feeds and files.
    pub objects: Vec<CalendarObject>,
    /// The owner's address book.
    pub cards: Vec<Card>,
    /// The owner's rulings that stand, by time.
    pub rulings: Vec<RulingRecord>,
}

/// The numbers that decide, stage by stage.
#[derive(Debug, Clone)]
pub struct Policies {
    /// What is correspondence.
    pub correspondence: conversations::Policy,
    /// Circles and the owner's organisations; cards and rulings come from the journal.
    pub society: Society,
    /// What a meeting counts.
    pub meetings: MeetingPolicy,
    /// How favors join and end.
    pub episodes: EpisodePolicy,
    /// Worth and decay.
    pub ledger: ledger::Policy,
    /// Warmth, rhythm and loops.
    pub relationships: relationships::Policy,
}

/// Everything derived, as of an instant.
#[derive(Debug, Clone)]
pub struct Books {
    /// The instant. Nothing at or after it is in here but the owner's rulings.
    pub as_of: Timestamp,
    /// Who the people are.
    pub directory: Directory,
    /// Meetings, those planned included.
    pub meetings: Vec<Meeting>,
    /// Whole days that the owner's calendars keep for himself, by start.
    pub own_days: Vec<OwnDays>,
    /// Favors, by time.
    pub favors: Vec<Favor>,
    /// Entries, by time.
    pub entries: Vec<Entry>,
    /// How each person stands, by person.
    pub relationships: Vec<Relationship>,
    /// Whose birthday is when, as address book and calendar say.
    pub birthdays: BTreeMap<PersonId, Birthday>,
    /// The policy that gave the entries their worth.
    pub ledger_policy: ledger::Policy,
    /// The policy that measured the relationships.
    pub relationship_policy: relationships::Policy,
    /// How sure the inference by itself was of the favors that the owner's rulings on others made more or less sure.
    untaught: BTreeMap<FavorId, Confidence>,
    /// Messages between the owner and people, by time and id.
    exchanges: Vec<Exchange>,
    /// Addresses that may be further ones of the owner's.
    own: Vec<OwnAddress>,
    /// Senders whom behaviour shows to be no correspondents.
    one_sided: Vec<OneSided>,
    /// Pairs of addresses that the owner said are two people, those he split included.
    distinct: BTreeSet<(Address, Address)>,
    /// Occasions, by person and time.
    occasions: Vec<Occasion>,
    /// Personal messages in languages whose acts are not read, by language.
    unread: BTreeMap<String, u64>,
    /// What others wrote.
    received: Received,
}

impl Books {
    /// Folds the journal.
    #[must_use]
    pub fn fold(mut journal: Journal, policies: &Policies, as_of: Timestamp) -> Self {
        let mut mail = Mail::before(as_of);
        for facts in std::mem::take(&mut journal.messages) {
            mail.add(facts);
        }
        Self::of(mail, journal, policies)
    }

    /// Folds mail that was taken in before, and the rest of the journal; its own messages are not looked at.
    #[must_use]
    pub fn of(mail: Mail, journal: Journal, policies: &Policies) -> Self {
        let Mail { as_of, letters, mut invitations, unread } = mail;
        let Journal { objects, cards, rulings, .. } = journal;
        let society = society(&policies.society, cards, &rulings);
        invitations.extend(objects);
        let owner: BTreeSet<_> = policies.correspondence.owner.iter().cloned().collect();
        let Agenda { mut meetings, own_days } = agenda(&invitations, &owner, &policies.meetings, as_of);
        drop(invitations);
        let met: Vec<Mailbox> = attendees(&meetings).chain(entered::people(&rulings)).collect();
        let received = Received::of(&letters, &policies.correspondence.owner);
        let correspondence = correspondence(letters, &met, &policies.correspondence, &society);
        settle_meetings(&mut meetings, &correspondence, policies);

        let Correspondence { exchanges, heard, directory, own, one_sided } = correspondence;
        let people = directory.people();
        let deeds = inference::deeds(&exchanges, heard.told(), &directory, &policies.correspondence.owner);
        let mut favors = inference::favors(&exchanges, &deeds, people, &policies.episodes, as_of);
        let untaught = ledger::learn(&mut favors, &rulings, policies.ledger.least_confidence);
        let mut entries = ledger::post(&favors, &rulings, &directory, &policies.ledger, as_of);

        let mut contacts = contacts(&meetings, &directory, policies);
        let zone = &policies.correspondence.zone;
        contacts.extend(entered::contacts(&entries, &exchanges, &contacts, zone));
        let rejected = ledger::rejected(&favors, &entries);
        // What he entered with somebody with whom nothing is counted was contact, and stands in no account.
        entries.retain(|entry| people.get(&entry.person).is_some_and(|person| person.tally));
        let is_contact = |letter: &&Exchange| policies.relationships.is_contact(letter);
        let occasions = relationships::occasions(exchanges.iter().filter(is_contact), &contacts);
        let dealings = Dealings {
            people,
            exchanges: &exchanges,
            meetings: &contacts,
            occasions: &occasions,
            deeds: &deeds,
            favors: &favors,
            rejected: &rejected,
            accounts: &ledger::accounts(&entries, &policies.ledger, as_of),
            planned: &planned::planned(&meetings, &directory),
        };
        let today = as_of.to_zoned_datetime(policies.correspondence.zone.clone()).date();
        let mut relationships =
            relationships::relationships(&dealings, as_of, today, &policies.relationships);
        settled::settle(&mut relationships, &rulings, &directory, as_of);
        let birthdays = birthdays::birthdays(&society.cards, &meetings, &directory, zone);
        Self {
            as_of,
            birthdays,
            unread,
            received,
            directory,
            meetings,
            own_days,
            favors,
            entries,
            relationships,
            ledger_policy: policies.ledger.clone(),
            relationship_policy: policies.relationships.clone(),
            untaught,
            exchanges,
            own,
            one_sided,
            distinct: society.distinct,
            occasions,
        }
    }

    /// How one person stands.
    #[must_use]
    pub fn relationship(&self, person: PersonId) -> Option<&Relationship> {
        self.relationships.iter().find(|relationship| relationship.person == person)
    }

    /// All entries with one person, by time.
    pub fn entries_with(&self, person: PersonId) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.person == person)
    }

    /// All occasions, by person and time.
    #[must_use]
    pub fn occasions(&self) -> &[Occasion] {
        &self.occasions
    }

    /// All occasions with one person, by time.
    pub fn occasions_with(&self, person: PersonId) -> impl Iterator<Item = &Occasion> + Clone {
        self.occasions.iter().filter(move |occasion| occasion.person == person)
    }

    /// Letters of a person that are no contact, since nobody vouches for them, by time.
    pub fn unvouched_of(&self, person: PersonId) -> impl Iterator<Item = &Exchange> {
        let by = Party::Person(person);
        let none = move |letter: &&Exchange| letter.by == by && !self.relationship_policy.is_contact(letter);
        self.exchanges.iter().filter(none)
    }

    /// All meetings to which a person was invited, by start.
    pub fn meetings_with(&self, person: PersonId) -> impl Iterator<Item = &Meeting> {
        self.meetings.iter().filter(move |meeting| {
            meeting.people.iter().any(|invited| self.directory.find(&invited.address) == Some(person))
        })
    }

    /// Entries that count: favors neither voided nor expired, by time.
    pub fn favors_posted(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| {
            entry.basis == Basis::Favor && !matches!(entry.status, Status::Voided | Status::Expired)
        })
    }

    /// How many entries count.
    #[must_use]
    pub fn favor_count(&self) -> u64 {
        self.favors_posted().count() as u64
    }

    /// What the inference by itself took an entry for; nothing where the owner alone sees a favor.
    #[must_use]
    pub fn inferred(&self, entry: &Entry) -> Option<Inferred> {
        let favor = self.favor(entry.id)?;
        let confidence = self.untaught.get(&favor.id).copied().unwrap_or(favor.confidence);
        Some(Inferred { kind: favor.kind, confidence })
    }

    /// The favor that an entry posts.
    #[must_use]
    pub fn favor(&self, id: FavorId) -> Option<&Favor> {
        self.favors.iter().find(|favor| favor.id == id)
    }

    /// Pairs of people who may be one. Only those whom the owner wrote to himself: a stranger who uses a
    /// known name is not suggested.
    #[must_use]
    pub fn merge_suggestions(&self) -> Vec<(&Person, &Person)> {
        let known = self.relationships.iter().filter(|relationship| relationship.last_out.is_some());
        let known = known.filter_map(|relationship| self.directory.person(relationship.person));
        let apart = self.told_apart();
        people::alike(known, |one, other| apart.contains(&(one.id, other.id)))
    }

    /// Pairs of people whom the owner told apart, each in both orders.
    #[must_use]
    pub fn told_apart(&self) -> BTreeSet<(PersonId, PersonId)> {
        let find = |address| self.directory.find(address);
        let pairs = self.distinct.iter().filter_map(|(one, other)| find(one).zip(find(other)));
        pairs.flat_map(|(one, other)| [(one, other), (other, one)]).collect()
    }

    /// Addresses that may be further ones of the owner's, those with the most mail first.
    #[must_use]
    pub fn own_suggestions(&self) -> &[OwnAddress] {
        &self.own
    }

    /// Senders whom behaviour shows to be no correspondents, by address.
    #[must_use]
    pub fn one_sided(&self) -> &[OneSided] {
        &self.one_sided
    }

    /// How much of what others wrote to particular people is there.
    #[must_use]
    pub fn received(&self) -> Received {
        self.received
    }

    /// Personal messages in languages whose acts are not read, by language.
    #[must_use]
    pub fn unread_languages(&self) -> &BTreeMap<String, u64> {
        &self.unread
    }
}

/// Settles what can be told of meetings only once it is known who is one person and what they wrote: everybody takes
/// part once, and those that the owner never answered count with whom he wrote to that day, and who wrote to him.
fn settle_meetings(meetings: &mut [Meeting], correspondence: &Correspondence, policies: &Policies) {
    if meetings.is_empty() {
        return;
    }
    unite(meetings, &policies.meetings, &|address| correspondence.directory.find(address));
    let mut wrote: HashSet<(PersonId, Date, Party)> = HashSet::default();
    for exchange in correspondence.exchanges.iter().filter(|exchange| exchange.trusted) {
        let people = exchange.people.iter().map(|(person, _)| *person);
        match exchange.by {
            Party::Owner => wrote.extend(people.map(|person| (person, exchange.day, Party::Owner))),
            Party::Person(author) => drop(wrote.insert((author, exchange.day, Party::Person(author)))),
        }
    }
    let both_ways = |address: &Address, at: Timestamp| {
        let day = at.to_zoned_datetime(policies.correspondence.zone.clone()).date();
        correspondence.directory.find(address).is_some_and(|person| {
            [Party::Owner, Party::Person(person)].into_iter().all(|by| wrote.contains(&(person, day, by)))
        })
    };
    confirm(meetings, &policies.meetings, &both_ways);
}

/// Meetings that took place, one for each person met.
fn contacts(meetings: &[Meeting], directory: &Directory, policies: &Policies) -> Vec<MeetingContact> {
    let zone = &policies.correspondence.zone;
    let mut contacts = Vec::new();
    for meeting in meetings.iter().filter(|meeting| meeting.counts) {
        for attendee in &meeting.people {
            let Attendance::Attends { weight, confidence } = attendee.attendance else { continue };
            let Some(person) = directory.find(&attendee.address) else { continue };
            let day = meeting.end.to_zoned_datetime(zone.clone()).date();
            let weight = u32::from(weight) * u32::from(confidence.thousandths()) / 1000;
            contacts.push(MeetingContact { person, at: meeting.end, day, weight });
        }
    }
    contacts
}

fn attending(meeting: &Meeting) -> impl Iterator<Item = &MeetingPerson> {
    meeting.people.iter().filter(|person| matches!(person.attendance, Attendance::Attends { .. }))
}

/// Everybody whom meetings show, those planned included.
fn attendees(meetings: &[Meeting]) -> impl Iterator<Item = Mailbox> {
    let shown = meetings.iter().filter(|meeting| meeting.counts || meeting.is_planned());
    shown
        .flat_map(attending)
        .map(|person| Mailbox { name: person.name.clone(), address: person.address.clone() })
}
