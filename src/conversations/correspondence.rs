//! From facts to exchanges: which messages are contact between the owner and particular people.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use crate::observations::{Authenticity, BulkMark, Facts, MessageId};
use crate::people::{Address, AddressPattern, Directory, Mailbox, OwnerAddresses, Person, PersonId, Society};

use super::own::{OwnAddress, own_addresses};
use super::subjects::strip_marks;
use super::threads::threads;
use super::{Exchange, Party, Standing, ThreadId};

/// More addressees than this in `To`, and nobody is addressed in particular.
const MAX_FEW: usize = 3;

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
    /// The people.
    pub directory: Directory,
    /// Addresses that may be further ones of the owner's, those with the most mail first.
    pub own: Vec<OwnAddress>,
}

/// Relates messages to the owner. `messages` may come in any order, each id once. `met` are people whom
/// meetings show, whether or not they ever wrote.
#[must_use]
pub fn correspondence<'a>(
    messages: impl IntoIterator<Item = &'a Facts>,
    met: &[Mailbox],
    policy: &Policy,
    society: &Society,
) -> Correspondence {
    let all: Vec<&Facts> = messages.into_iter().collect();
    let known: BTreeMap<&MessageId, &Facts> = all.iter().map(|facts| (&facts.id, *facts)).collect();
    let nobody = Nobody::of(&all, policy, society);
    let own = own_addresses(&all, policy, society);
    let mut personal: Vec<&Facts> = all.into_iter().filter(|facts| nobody.is_contact(facts)).collect();
    personal.sort_by_key(|facts| (facts.date, &facts.id));
    let mut seen: BTreeMap<Address, BTreeMap<String, u32>> = BTreeMap::new();
    for mailbox in personal.iter().flat_map(|facts| mailboxes(facts)).chain(met) {
        if nobody.is_person(&mailbox.address) {
            let names = seen.entry(mailbox.address.clone()).or_default();
            if let Some(name) = &mailbox.name {
                *names.entry(name.clone()).or_default() += 1;
            }
        }
    }
    let directory = Directory::build(&seen, society);
    let thread_ids = threads(&personal);
    let mut begun: BTreeMap<ThreadId, BTreeSet<u64>> = BTreeMap::new();
    let mut exchanges = Vec::with_capacity(personal.len());
    for (facts, thread) in personal.iter().zip(thread_ids) {
        let begins = !begun.contains_key(&thread);
        let first = begins && facts.references.is_empty() && !strip_marks(&facts.subject).1;
        let repeated = repeated(facts, begun.entry(thread.clone()).or_default(), &known);
        let Some((by, people, others)) = parties(facts, &nobody, &directory) else { continue };
        exchanges.push(Exchange {
            message: facts.id.clone(),
            thread,
            at: facts.date,
            day: facts.date.to_zoned_datetime(policy.zone.clone()).date(),
            by,
            people,
            others,
            first,
            topic: strip_marks(&facts.subject).0.to_owned(),
            repeated,
            on_list: facts.bulk.contains(&BulkMark::List),
            words: facts.words,
            trusted: facts.authenticity == Authenticity::Verified,
            sensitive: facts.sensitive,
        });
    }
    Correspondence { exchanges, directory, own }
}

/// The lines of a message, sorted, that were `said` before in its conversation or stand in a message that it
/// answers; `said` grows by its own.
fn repeated(facts: &Facts, said: &mut BTreeSet<u64>, known: &BTreeMap<&MessageId, &Facts>) -> Vec<u64> {
    let answered =
        facts.references.iter().filter_map(|id| known.get(id)).filter(|other| other.id != facts.id);
    let parents: BTreeSet<u64> = answered.flat_map(|other| &other.line_hashes).copied().collect();
    let lines: BTreeSet<u64> = facts.line_hashes.iter().copied().collect();
    let repeated =
        lines.iter().filter(|&line| said.contains(line) || parents.contains(line)).copied().collect();
    said.extend(lines);
    repeated
}

fn mailboxes(facts: &Facts) -> impl Iterator<Item = &Mailbox> {
    facts.from.iter().chain(&facts.to).chain(&facts.cc)
}

/// Which addresses are no person, and which messages no contact.
struct Nobody<'a> {
    policy: &'a Policy,
    /// Identity keys that the owner said are nobody, with all that is the same person.
    ignored: BTreeSet<Address>,
    /// Addresses that lists deliver to and that never write themselves.
    lists: BTreeSet<&'a Address>,
    /// Addresses whose mail comes from a role or a program, not from one person.
    roles: BTreeSet<&'a Address>,
}

impl<'a> Nobody<'a> {
    fn of(messages: &[&'a Facts], policy: &'a Policy, society: &'a Society) -> Self {
        let writers: BTreeSet<&Address> =
            messages.iter().filter_map(|facts| facts.from.as_ref()).map(|m| &m.address).collect();
        let lists = messages
            .iter()
            .filter(|facts| facts.bulk.contains(&BulkMark::List))
            .flat_map(|facts| facts.to.iter().chain(&facts.cc))
            .map(|mailbox| &mailbox.address)
            .filter(|address| !writers.contains(address) && !policy.owner.contains(address))
            .collect();
        let roles = messages.iter().filter(|facts| facts.bulk.contains(&BulkMark::RoleSender));
        let roles = roles.filter_map(|facts| facts.from.as_ref()).map(|from| &from.address).collect();
        Self { policy, ignored: society.ignored(), lists, roles }
    }

    fn is_person(&self, address: &Address) -> bool {
        !self.policy.owner.contains(address)
            && !self.policy.ignores(address)
            && !self.lists.contains(address)
            && !self.roles.contains(address)
            && !self.ignored.contains(&address.identity_key())
    }

    /// Whether the message is contact between the owner and a particular person.
    fn is_contact(&self, facts: &Facts) -> bool {
        // A first post is to all, and a newsletter is nothing else; only an answer is to somebody.
        let answers = !facts.references.is_empty() || strip_marks(&facts.subject).1;
        let weak = self.policy.lists == ListPosts::Weak && facts.bulk == [BulkMark::List] && answers;
        let personal = facts.is_personal() || weak;
        let Some(from) = facts.from.as_ref().filter(|_| personal) else { return false };
        let addressees = || facts.to.iter().chain(&facts.cc).map(|mailbox| &mailbox.address);
        if self.policy.owner.contains(&from.address) {
            addressees().any(|address| self.is_person(address))
        } else {
            self.is_person(&from.address) && addressees().any(|address| self.policy.owner.contains(address))
        }
    }
}

type Parties = (Party, Vec<(PersonId, Standing)>, Vec<PersonId>);

/// Who writes to whom, with standings; `None` where no person is left on the other side.
fn parties(facts: &Facts, nobody: &Nobody<'_>, directory: &Directory) -> Option<Parties> {
    let from = facts.from.as_ref()?;
    let owner = &nobody.policy.owner;
    let on_list = facts.bulk.contains(&BulkMark::List);
    let weigh = |standing| if on_list { Standing::Aside } else { standing };
    let person_of = |mailbox: &Mailbox| directory.find(&mailbox.address);
    if !owner.contains(&from.address) {
        let author = person_of(from)?;
        let to_owner = facts.to.iter().any(|mailbox| owner.contains(&mailbox.address));
        let named = !facts.greeted.is_empty()
            && facts.to.iter().chain(&facts.cc).any(|mailbox| {
                owner.contains(&mailbox.address)
                    && is_greeted(facts, mailbox.name.as_deref(), mailbox.address.local())
            });
        let standing = weigh(standing(facts.to.len(), to_owner, named));
        let mut others: Vec<PersonId> =
            facts.to.iter().chain(&facts.cc).filter_map(person_of).filter(|&id| id != author).collect();
        others.sort_unstable();
        others.dedup();
        return Some((Party::Person(author), vec![(author, standing)], others));
    }
    let mut people: BTreeMap<PersonId, Standing> = BTreeMap::new();
    for (mailbox, in_to) in facts.to.iter().map(|m| (m, true)).chain(facts.cc.iter().map(|m| (m, false))) {
        let Some(id) = person_of(mailbox) else { continue };
        let named = directory
            .person(id)
            .is_some_and(|person: &Person| is_greeted(facts, Some(&person.name), mailbox.address.local()));
        let standing = weigh(standing(facts.to.len(), in_to, named));
        let best = people.entry(id).or_insert(standing);
        *best = (*best).max(standing);
    }
    (!people.is_empty()).then(|| (Party::Owner, people.into_iter().collect(), Vec::new()))
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
fn is_greeted(facts: &Facts, name: Option<&str>, local: &str) -> bool {
    let parts = name.unwrap_or_default().split_whitespace().chain(local.split(['.', '_', '-']));
    parts.map(str::to_lowercase).any(|part| part.chars().count() >= 2 && facts.greeted.contains(&part))
}
