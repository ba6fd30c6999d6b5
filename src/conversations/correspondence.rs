//! From letters to exchanges: which messages are contact between the owner and particular people.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::people::{Address, AddressPattern, Directory, HashMap, HashSet, Mailbox, OwnerAddresses, Society};

use super::letter::Letter;
use super::names::{AddressNo, Column, MessageNo, Names, SubjectNo};
use super::nobody::Nobody;
use super::one_sided::{OneSided, one_sided};
use super::own::{OwnAddress, own_addresses};
use super::parties::{Faces, parties, those_spoken_to};
use super::repeats::{Answered, Talks};
use super::roll::Roll;
use super::subjects::{list_tag, strip_marks};
use super::threads::numbered_threads;
use super::{Exchange, Heard, Letters, ThreadId};

/// So long after a letter that tells of a death all of its conversation is of it.
const GRIEF_DAYS: i64 = 60;
/// A tag before the subjects of so many writers is that of a list.
const LIST_WRITERS: usize = 8;
/// Letters whose room is given back at a time.
const GIVEN_BACK: usize = 16 * 1024;

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
    pub(super) fn ignores(&self, address: &Address) -> bool {
        self.ignored.iter().any(|pattern| pattern.matches(address))
    }
}

/// The owner's correspondence: exchanges by time, and who the people in it are.
#[derive(Debug, Default)]
pub struct Correspondence {
    /// Exchanges, by time and id.
    pub exchanges: Vec<Exchange>,
    /// Letters in which something was said that may be an act.
    pub heard: Heard,
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
    letters: Letters,
    met: &[Mailbox],
    policy: &Policy,
    society: &Society,
) -> Correspondence {
    let (mut letters, mut lines, sayings, names) = letters.into_parts();
    let roll = Roll::of(&names, policy);
    let one_sided = one_sided(&letters, &lines, &roll, met, policy, society);
    lines.drop_unshared(letters.iter_mut().map(|letter| &mut letter.lines));
    let nobody = Nobody::of(&letters, &one_sided, &roll, policy, society);
    let is_contact: Vec<bool> = letters.iter().map(|letter| nobody.is_contact(letter)).collect();
    let personal = letters.iter().zip(&is_contact).filter(|(_, is_contact)| **is_contact);
    let seen = nobody.people(personal.map(|(letter, _)| letter), met);
    drop(nobody);
    let own = own_addresses(&letters, &roll, policy, society);
    let directory = Directory::build(&seen, society);
    drop(seen);
    let answered = Answered::of(&letters, &names);
    let replied = replied(&letters, &roll);
    let tagged = under_list_tags(&letters, &names);
    keep_contact(&mut letters, is_contact, &names);
    let threads = numbered_threads(&letters, &lines, &names);
    let faces = Faces::of(&letters, &roll, policy, &directory);
    let mut topics = Topics::new(&names);
    let mut talks = Talks::of(&threads, &names);
    // A list that grows leaves holes behind it.
    let mut exchanges = Vec::with_capacity(letters.len());
    let mut heard = Vec::with_capacity(letters.iter().filter(|letter| !letter.said.is_nothing()).count());
    let mut mourned = Mourned::default();
    // The earliest stands last, so that the room of those that are done can be given back.
    letters.reverse();
    for thread in threads {
        let Some(letter) = letters.pop() else { break };
        if letters.len().is_multiple_of(GIVEN_BACK) {
            letters.shrink_to_fit();
        }
        let repeated = talks.repeated(thread, &letter, &answered, &lines, &names);
        let Some((by, people, others)) = parties(&letter, &faces) else { continue };
        let tagged = tagged[letter.subject];
        let people = if tagged { those_spoken_to(people, by, &letter) } else { people };
        let first = thread == letter.id && !letter.has_references() && !roll.is_reply(letter.subject);
        let sensitive = mourned.is_sensitive(thread, &letter);
        exchanges.push(Exchange {
            message: names.ids[letter.id].clone(),
            // A thread is named by its first letter.
            first,
            answers: answered.answers(&letter),
            quoted: letter.quoted,
            tagged,
            thread: ThreadId(names.ids[thread].clone()),
            at: letter.date,
            day: policy.zone.to_datetime(letter.date).date(),
            by,
            people,
            others,
            topic: if sensitive { Arc::default() } else { topics.of(letter.subject) },
            repeated,
            answered_at: replied[letter.id],
            on_list: letter.on_list,
            words: letter.words,
            trusted: letter.trusted,
            sensitive,
        });
        // To himself nobody owes or does anything.
        if !letter.said.is_nothing() && exchanges.last().is_some_and(|last| !last.people.is_empty()) {
            heard.push((u32::try_from(exchanges.len() - 1).unwrap_or(u32::MAX), letter));
        }
    }
    Correspondence { exchanges, heard: Heard::of(heard, sayings, names), directory, own, one_sided }
}

/// Conversations in which somebody died, and since when that is known.
#[derive(Default)]
struct Mourned(HashMap<MessageNo, Timestamp>);

impl Mourned {
    /// Whether a letter is about a sensitive matter, by itself or by its conversation. Letters come by time.
    fn is_sensitive(&mut self, thread: MessageNo, letter: &Letter) -> bool {
        if letter.grief {
            self.0.insert(thread, letter.date);
        }
        let since = self.0.get(&thread);
        letter.sensitive
            || since.is_some_and(|since| letter.date.duration_since(*since).as_hours() <= GRIEF_DAYS * 24)
    }
}

/// Keeps the letters that are contact, in the order of time.
fn keep_contact(letters: &mut Vec<Letter>, is_contact: Vec<bool>, names: &Names) {
    let mut is_contact = is_contact.into_iter();
    letters.retain(|_| is_contact.next().unwrap_or_default());
    letters.shrink_to_fit();
    letters.sort_unstable_by(|a, b| (a.date, &names.ids[a.id]).cmp(&(b.date, &names.ids[b.id])));
}

/// Subjects without their marks, as letters come to name them.
struct Topics<'a> {
    names: &'a Names,
    of: Column<SubjectNo, Option<Arc<str>>>,
    /// Each once.
    all: HashSet<Arc<str>>,
}

impl<'a> Topics<'a> {
    fn new(names: &'a Names) -> Self {
        Self { names, of: names.subjects.map(|_| None), all: HashSet::default() }
    }

    fn of(&mut self, subject: SubjectNo) -> Arc<str> {
        let known = self.of[subject].take().unwrap_or_else(|| {
            let topic = strip_marks(&self.names.subjects[subject]).0;
            self.all.get(topic).cloned().unwrap_or_else(|| {
                let topic: Arc<str> = topic.into();
                self.all.insert(Arc::clone(&topic));
                topic
            })
        });
        self.of[subject] = Some(Arc::clone(&known));
        known
    }
}

/// When the owner first answered each message that he answered himself.
fn replied(letters: &[Letter], roll: &Roll<'_>) -> Column<MessageNo, Option<Timestamp>> {
    let mut replied: Column<MessageNo, Option<Timestamp>> = Column::filled(None, roll.names.ids.len());
    let own = letters.iter().filter(|letter| {
        letter.from.is_some_and(|from| roll.is_owner(from)) && (letter.is_personal || letter.on_list_only)
    });
    for (message, at) in own.filter_map(|letter| Some((letter.references().next_back()?, letter.date))) {
        let first = replied[message].get_or_insert(at);
        *first = at.min(*first);
    }
    replied
}

/// Of each subject whether it has a tag that stands before the subjects of many writers: that of a list.
fn under_list_tags(letters: &[Letter], names: &Names) -> Column<SubjectNo, bool> {
    let tags = names.subjects.map(|subject| list_tag(subject));
    let mut writers: HashMap<&str, HashSet<AddressNo>> = HashMap::default();
    for letter in letters {
        if let (Some(tag), Some(from)) = (&tags[letter.subject], letter.from) {
            writers.entry(tag).or_default().insert(names.address_of(from));
        }
    }
    let is_many = |tag: &str| writers.get(tag).is_some_and(|writers| writers.len() >= LIST_WRITERS);
    tags.map(|tag| tag.as_deref().is_some_and(is_many))
}
