//! From letters to exchanges: which messages are contact between the owner and particular people.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::observations::mail::{is_role, names_group};
use crate::observations::{BulkMark, MessageId};
use crate::people::{Address, AddressPattern, Directory, Mailbox, OwnerAddresses, Person, PersonId, Society};

use super::letter::text;
use super::one_sided::{OneSided, one_sided};
use super::own::{OwnAddress, own_addresses};
use super::repeats::{Talks, answered, answers};
use super::subjects::{list_tag, strip_marks};
use super::threads::threads;
use super::{Exchange, Letter, Party, Standing, Told};

/// More addressees than this in `To`, and nobody is addressed in particular.
const MAX_FEW: usize = 3;
/// A tag before the subjects of so many writers is that of a list.
const LIST_WRITERS: usize = 8;

/// What a mailing-list post that answers a particular person counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListPosts {
    /// Contact of a weaker kind.
    Weak,
    /// Nothing.
    Ignore,
}

/// What decides which messages are correspondence.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The owner's addresses.
    pub owner: OwnerAddresses,
    /// The owner's name.
    pub name: String,
    /// The owner's time zone: it decides where days end.
    pub zone: TimeZone,
    /// Addresses at which there is nobody.
    pub ignored: Vec<AddressPattern>,
    /// What list posts count as.
    pub lists: ListPosts,
}

impl Policy {
    fn ignores(&self, address: &Address) -> bool {
        self.ignored.iter().any(|pattern| pattern.matches(address))
    }
}

/// The owner's correspondence: exchanges by time, and who the people in it are.
#[derive(Debug, Clone, Default)]
pub struct Correspondence {
    /// Exchanges, by time and id.
    pub exchanges: Vec<Exchange>,
    /// Letters in which something was said that may be an act, in the order of their exchanges.
    pub told: Vec<Told>,
    /// The people.
    pub directory: Directory,
    /// Addresses that may be further ones of the owner's, those with the most mail first.
    pub own: Vec<OwnAddress>,
    /// Senders whom behaviour shows to be no correspondents, by address.
    pub one_sided: Vec<OneSided>,
}

/// Relates letters to the owner. They may come in any order, each id once. `met` are people whom meetings show,
/// whether or not they ever wrote.
#[must_use]
pub fn correspondence(
    mut letters: Vec<Letter>,
    met: &[Mailbox],
    policy: &Policy,
    society: &Society,
) -> Correspondence {
    let one_sided = one_sided(&letters, met, policy, society);
    let nobody = Nobody::of(&letters, &one_sided, policy, society);
    let is_contact: Vec<bool> = letters.iter().map(|letter| nobody.is_contact(letter)).collect();
    let personal = letters.iter().zip(&is_contact).filter(|(_, is_contact)| **is_contact);
    let seen = seen(personal.map(|(letter, _)| letter), met, &nobody);
    drop(nobody);
    let own = own_addresses(&letters, policy, society);
    let directory = Directory::build(&seen, society);
    let answered = answered(&letters);
    let replied = replied(&letters, policy);
    let tags = list_tags(&letters);
    let mut is_contact = is_contact.into_iter();
    letters.retain(|_| is_contact.next().unwrap_or_default());
    letters.shrink_to_fit();
    letters.sort_unstable_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    let faces = Faces::of(&letters, policy, &directory);
    let mut found = Correspondence {
        exchanges: Vec::with_capacity(letters.len()),
        told: Vec::with_capacity(letters.iter().filter(|letter| letter.said.is_some()).count()),
        ..Correspondence::default()
    };
    let mut topics = HashSet::new();
    let threads = threads(&letters);
    let mut talks = Talks::of(&threads);
    for (thread, letter) in threads.into_iter().zip(letters) {
        let repeated = talks.repeated(&thread, &letter, &answered);
        let tagged = list_tag(&letter.subject).is_some_and(|tag| tags.contains(tag.as_str()));
        let Some((by, people, others)) = parties(&letter, &faces) else { continue };
        let people = if tagged { those_spoken_to(people, by, &letter) } else { people };
        let (topic, is_reply) = strip_marks(&letter.subject);
        found.exchanges.push(Exchange {
            message: letter.id.clone(),
            // A thread is named by its first letter.
            first: thread.0 == letter.id && letter.references.is_empty() && !is_reply,
            answers: answers(&letter, &answered),
            quoted: letter.quoted,
            tagged,
            thread,
            at: letter.date,
            day: letter.date.to_zoned_datetime(policy.zone.clone()).date(),
            by,
            people,
            others,
            topic: text(&mut topics, topic),
            repeated,
            answered_at: replied.get(&letter.id).copied(),
            on_list: letter.bulk.contains(&BulkMark::List),
            words: letter.words,
            trusted: letter.trusted,
            sensitive: letter.sensitive,
        });
        if let Some(said) = letter.said {
            let Letter { from, to, cc, greeted, .. } = letter;
            found.told.push(Told { exchange: found.exchanges.len() - 1, from, to, cc, greeted, said });
        }
    }
    Correspondence { directory, own, one_sided, ..found }
}

/// When the owner first answered each message that he answered himself.
fn replied(letters: &[Letter], policy: &Policy) -> HashMap<MessageId, Timestamp> {
    let mut replied: HashMap<MessageId, Timestamp> = HashMap::new();
    let own = letters.iter().filter(|letter| {
        let by_owner = letter.from.as_ref().is_some_and(|from| policy.owner.contains(&from.address));
        by_owner && (letter.is_personal() || *letter.bulk == [BulkMark::List])
    });
    for (message, at) in own.filter_map(|letter| Some((letter.references.last()?, letter.date))) {
        replied.entry(message.clone()).and_modify(|first| *first = at.min(*first)).or_insert(at);
    }
    replied
}

/// Tags that stand before the subjects of many writers: those of lists.
fn list_tags(letters: &[Letter]) -> HashSet<String> {
    let mut writers: HashMap<String, HashSet<&Address>> = HashMap::new();
    for letter in letters {
        if let (Some(tag), Some(from)) = (list_tag(&letter.subject), &letter.from) {
            writers.entry(tag).or_default().insert(&from.address);
        }
    }
    let many = writers.into_iter().filter(|(_, writers)| writers.len() >= LIST_WRITERS);
    many.map(|(tag, _)| tag).collect()
}

/// All who are people, each address with the names that stood beside it and how often.
fn seen<'a>(
    letters: impl Iterator<Item = &'a Letter>,
    met: &'a [Mailbox],
    nobody: &Nobody<'_>,
) -> BTreeMap<Address, BTreeMap<String, u32>> {
    let mut counts: HashMap<&Mailbox, u32> = HashMap::new();
    for mailbox in letters.flat_map(Letter::mailboxes).chain(met) {
        *counts.entry(mailbox).or_default() += 1;
    }
    let mut seen: BTreeMap<Address, BTreeMap<String, u32>> = BTreeMap::new();
    for (mailbox, count) in counts.into_iter().filter(|(mailbox, _)| nobody.is_person(&mailbox.address)) {
        let names = seen.entry(mailbox.address.clone()).or_default();
        if let Some(name) = &mailbox.name {
            *names.entry(name.clone()).or_default() += count;
        }
    }
    seen
}

/// Which addresses are no person, and which letters no contact.
struct Nobody<'a> {
    policy: &'a Policy,
    /// Identity keys that the owner said are nobody, with all that is the same person.
    ignored: BTreeSet<Address>,
    /// Addresses that lists deliver to and that never write themselves.
    lists: BTreeSet<&'a Address>,
    /// Addresses whose mail comes from a role or a program, not from one person.
    roles: BTreeSet<&'a Address>,
    /// Addresses that behave as no correspondent does.
    one_sided: BTreeSet<&'a Address>,
    /// Addresses that write: a group's name on one of them is somebody's after all.
    writers: HashSet<&'a Address>,
    /// Of each address on a letter whether it is the owner's, and whether it is a person's: asked so often that it is
    /// settled once.
    settled: HashMap<&'a Address, (bool, bool)>,
}

impl<'a> Nobody<'a> {
    fn of(letters: &'a [Letter], one_sided: &'a [OneSided], policy: &'a Policy, society: &Society) -> Self {
        let writers: HashSet<&Address> =
            letters.iter().filter_map(|letter| letter.from.as_ref()).map(|from| &from.address).collect();
        let lists = letters
            .iter()
            .filter(|letter| letter.bulk.contains(&BulkMark::List))
            .flat_map(Letter::addressees)
            .map(|mailbox| &mailbox.address)
            .filter(|address| !writers.contains(address) && !policy.owner.contains(address))
            .collect();
        let roles = letters.iter().filter(|letter| letter.bulk.contains(&BulkMark::RoleSender));
        let roles = roles.filter_map(|letter| letter.from.as_ref()).map(|from| &from.address).collect();
        let one_sided = one_sided.iter().map(|sender| &sender.address).collect();
        let ignored = society.ignored();
        let mut nobody = Self { policy, ignored, lists, roles, one_sided, writers, settled: HashMap::new() };
        let mut settled = HashMap::new();
        for address in letters.iter().flat_map(Letter::mailboxes).map(|mailbox| &mailbox.address) {
            settled.entry(address).or_insert_with(|| (policy.owner.contains(address), nobody.judge(address)));
        }
        nobody.settled = settled;
        nobody
    }

    fn is_owner(&self, address: &Address) -> bool {
        self.settled.get(address).map_or_else(|| self.policy.owner.contains(address), |&(owner, _)| owner)
    }

    fn is_person(&self, address: &Address) -> bool {
        self.settled.get(address).map_or_else(|| self.judge(address), |&(_, person)| person)
    }

    fn judge(&self, address: &Address) -> bool {
        !self.policy.owner.holds_nearly(address)
            && !self.policy.ignores(address)
            && !self.lists.contains(address)
            && !self.roles.contains(address)
            && !self.one_sided.contains(address)
            && !is_role(address)
            && (self.writers.contains(address) || !names_group(address))
            && !self.ignored.contains(&address.identity_key())
    }

    /// Whether the letter is contact between the owner and a particular person.
    fn is_contact(&self, letter: &Letter) -> bool {
        // A first post is to all, and a newsletter is nothing else; only an answer is to somebody.
        let answers = || !letter.references.is_empty() || strip_marks(&letter.subject).1;
        let weak = || self.policy.lists == ListPosts::Weak && *letter.bulk == [BulkMark::List] && answers();
        let personal = letter.is_personal() || weak();
        let Some(from) = letter.from.as_ref().filter(|_| personal) else { return false };
        let mut addressees = letter.addressees().map(|mailbox| &mailbox.address);
        if self.is_owner(&from.address) {
            addressees.any(|address| self.is_person(address))
        } else {
            self.is_person(&from.address) && addressees.any(|address| self.is_owner(address))
        }
    }
}

/// Whom each address on a letter belongs to.
struct Faces<'a> {
    directory: &'a Directory,
    /// The owner's name.
    name: &'a str,
    known: HashMap<Address, (bool, Option<PersonId>)>,
}

impl<'a> Faces<'a> {
    fn of(letters: &[Letter], policy: &'a Policy, directory: &'a Directory) -> Self {
        let owner = &policy.owner;
        let mut known = HashMap::new();
        for address in letters.iter().flat_map(Letter::mailboxes).map(|mailbox| &mailbox.address) {
            if !known.contains_key(address) {
                known.insert(address.clone(), (owner.contains(address), directory.find(address)));
            }
        }
        Self { directory, name: &policy.name, known }
    }

    fn is_owner(&self, mailbox: &Mailbox) -> bool {
        self.known.get(&mailbox.address).is_some_and(|&(owner, _)| owner)
    }

    fn person(&self, mailbox: &Mailbox) -> Option<PersonId> {
        self.known.get(&mailbox.address).and_then(|&(_, person)| person)
    }
}

type Parties = (Party, Vec<(PersonId, Standing)>, Vec<PersonId>);

/// Who writes to whom, with standings; `None` where no person is left on the other side.
fn parties(letter: &Letter, faces: &Faces<'_>) -> Option<Parties> {
    let from = letter.from.as_ref()?;
    let on_list = letter.bulk.contains(&BulkMark::List);
    let weigh = |standing| if on_list { Standing::Aside } else { standing };
    if !faces.is_owner(from) {
        let author = faces.person(from)?;
        let to_owner = letter.to.iter().any(|mailbox| faces.is_owner(mailbox));
        let named = !letter.greeted.is_empty()
            && letter.addressees().any(|mailbox| {
                faces.is_owner(mailbox)
                    && (is_greeted(letter, mailbox.name.as_deref(), mailbox.address.local())
                        || is_greeted(letter, Some(faces.name), ""))
            });
        let standing = weigh(standing(letter.to.len(), to_owner, named));
        let mut others: Vec<PersonId> = letter
            .addressees()
            .filter_map(|mailbox| faces.person(mailbox))
            .filter(|&id| id != author)
            .collect();
        others.sort_unstable();
        others.dedup();
        return Some((Party::Person(author), vec![(author, standing)], others));
    }
    let mut people: BTreeMap<PersonId, Standing> = BTreeMap::new();
    for (mailbox, in_to) in letter.to.iter().map(|m| (m, true)).chain(letter.cc.iter().map(|m| (m, false))) {
        let Some(id) = faces.person(mailbox) else { continue };
        let named = !letter.greeted.is_empty()
            && faces.directory.person(id).is_some_and(|person: &Person| {
                is_greeted(letter, Some(&person.name), mailbox.address.local())
            });
        let standing = weigh(standing(letter.to.len(), in_to, named));
        let best = people.entry(id).or_insert(standing);
        *best = (*best).max(standing);
    }
    (!people.is_empty()).then(|| (Party::Owner, people.into_iter().collect(), Vec::new()))
}

/// In a list an answer may go to whom it quotes and speak to another: whom it does not call then stands aside.
fn those_spoken_to(
    mut people: Vec<(PersonId, Standing)>,
    by: Party,
    letter: &Letter,
) -> Vec<(PersonId, Standing)> {
    if by != Party::Owner && !letter.greeted.is_empty() {
        for (_, standing) in people.iter_mut().filter(|(_, standing)| *standing != Standing::Named) {
            *standing = Standing::Aside;
        }
    }
    people
}

fn standing(addressees: usize, in_to: bool, named: bool) -> Standing {
    match (named, in_to, addressees) {
        (true, ..) => Standing::Named,
        (_, false, _) => Standing::Aside,
        (_, _, ..=1) => Standing::Only,
        (_, _, ..=MAX_FEW) => Standing::Few,
        _ => Standing::Aside,
    }
}

/// Whether the salutation names somebody by a part of the name or of the address.
fn is_greeted(letter: &Letter, name: Option<&str>, local: &str) -> bool {
    let parts = name.unwrap_or_default().split_whitespace().chain(local.split(['.', '_', '-']));
    let greets = |part: &str| letter.greeted.iter().any(|word| **word == *part);
    parts.map(str::to_lowercase).any(|part| part.chars().count() >= 2 && greets(&part))
}
