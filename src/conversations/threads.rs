//! Threads: which messages belong to one conversation.
//!
//! By `References` and `In-Reply-To` (RFC 5322, 3.6.4), as a chain of shared ids whether or not the
//! messages they name are here. A letter that names nothing joins others of its subject: by the lines that it
//! quotes, which they say or quote too; else by participants and time.

use std::rc::Rc;

use jiff::Timestamp;

use crate::people::{HashMap, HashSet};

use super::letter::Letter;
use super::lines::AllLines;
use super::names::{AddressNo, Column, MessageNo, Names, Number, SubjectNo};
use super::subjects::{former_topic, topic};
use super::{Letters, ThreadId};

/// How long after a letter another of its subject that quotes the same lines belongs to it.
const QUOTED_HOURS: i64 = 365 * 24;
/// A line that stands under more subjects than these is a formula: it tells of no conversation.
const MAX_TOPICS: usize = 3;
/// How long after a letter another of its subject still answers it: to its writer, or between two of its people.
const ANSWER_HOURS: i64 = 45 * 24;
/// The same where one of the two names no addressee, in an archive without marks of replies.
const UNADDRESSED_HOURS: i64 = 14 * 24;
/// The same where both are to one person.
const SIBLING_HOURS: i64 = 7 * 24;
/// The same where the later one quotes lines that the earlier knows nothing of.
const OTHER_QUOTE_HOURS: i64 = 6;
/// The same where the subject alone says so.
const ANYBODY_HOURS: i64 = 12;
/// A subject of this many words is hardly used for two conversations at a time.
const TELLING_WORDS: usize = 4;
/// So many letters of a subject that was there before tell whether marks were taken off.
const ENOUGH_REPEATED: usize = 50;

/// Most earlier messages of a subject that a reply is compared with.
const MAX_EARLIER: usize = 50;

/// The thread of each letter, in the order given.
#[must_use]
pub fn threads(letters: Letters) -> Vec<ThreadId> {
    let (letters, lines, _, names) = letters.into_parts();
    let threads = numbered_threads(&letters, &lines, &names).into_iter();
    threads.map(|thread| ThreadId(names.ids[thread].clone())).collect()
}

/// The thread of each letter, by the message that names it.
pub(super) fn numbered_threads(letters: &[Letter], lines: &AllLines, names: &Names) -> Vec<MessageNo> {
    let mut order: Vec<u32> = (0..u32::try_from(letters.len()).unwrap_or(u32::MAX)).collect();
    let at = |index: u32| &letters[index as usize];
    order.sort_by(|&a, &b| (at(a).date, &names.ids[at(a).id]).cmp(&(at(b).date, &names.ids[at(b).id])));
    let mut forest = Forest::of(names.ids.len());
    for letter in letters {
        letter.references().for_each(|reference| forest.join(letter.id, reference));
    }
    join_by_subject(letters, lines, names, &order, &mut forest);
    let mut first: Column<MessageNo, Option<MessageNo>> = Column::filled(None, names.ids.len());
    for &index in &order {
        first[forest.root(at(index).id)].get_or_insert(at(index).id);
    }
    letters.iter().map(|letter| first[forest.root(letter.id)].unwrap_or(letter.id)).collect()
}

/// Joins letters that name no other message to those of the same subject that they quote, or fit best.
fn join_by_subject(letters: &[Letter], lines: &AllLines, names: &Names, order: &[u32], forest: &mut Forest) {
    let topics = Topics::of(letters, names, order);
    let marks = marks_kept(&topics, letters, order);
    let telling = telling_quotes(letters, lines, &topics);
    let mut latest: HashMap<u32, Vec<Rc<Ties>>> = HashMap::default();
    for &index in order {
        let letter = &letters[index as usize];
        let subject = topics.of[letter.subject];
        if !topics.is_asked(subject) {
            continue;
        }
        let ties = Rc::new(Ties::of(letter, lines, names, &telling));
        let may_join = !letter.has_references();
        for (topic, is_former) in [(subject.topic, false), (subject.former, true)] {
            let Some(topic) = topic.filter(|topic| topics.asked[*topic as usize]) else { continue };
            let earlier = latest.entry(topic).or_default();
            if may_join {
                let answers = if is_former || subject.is_reply || marks == Marks::Removed {
                    Answers::Maybe
                } else {
                    Answers::No
                };
                let recent = &earlier[earlier.len().saturating_sub(MAX_EARLIER)..];
                for other in ties.joined(recent, marks, answers, topics.telling[topic as usize]) {
                    forest.join(letter.id, other);
                }
            }
            earlier.push(Rc::clone(&ties));
        }
    }
}

/// The subjects of letters without their marks, each once.
struct Topics {
    /// Of each subject as written.
    of: Column<SubjectNo, Named>,
    /// Of each topic whether it is hardly used for two conversations at a time.
    telling: Vec<bool>,
    /// Of each whether a letter that names no other comes after one of it, and so may belong to that.
    asked: Vec<bool>,
}

/// What the subject of a letter names.
#[derive(Debug, Clone, Copy)]
struct Named {
    /// The number of the topic; none where there is no subject.
    topic: Option<u32>,
    /// Whether it has a mark of replies.
    is_reply: bool,
    /// The number of the topic that the conversation had before.
    former: Option<u32>,
}

impl Named {
    fn topics(self) -> impl Iterator<Item = usize> {
        [self.topic, self.former].into_iter().flatten().map(|topic| topic as usize)
    }
}

impl Topics {
    fn of(letters: &[Letter], names: &Names, order: &[u32]) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::default();
        let mut telling = Vec::new();
        let mut number = |topic: String| {
            if topic.is_empty() {
                return None;
            }
            let next = u32::try_from(telling.len()).expect("four billion subjects do not fit into memory");
            let is_telling = topic.split_whitespace().count() >= TELLING_WORDS;
            let number = *numbers.entry(topic).or_insert(next);
            if number == next {
                telling.push(is_telling);
            }
            Some(number)
        };
        let of = names.subjects.map(|subject| {
            let (topic, is_reply) = topic(subject);
            Named { topic: number(topic), is_reply, former: former_topic(subject).and_then(&mut number) }
        });
        drop(numbers);
        let (mut came, mut asked) = (vec![false; telling.len()], vec![false; telling.len()]);
        for &index in order {
            let letter = &letters[index as usize];
            for topic in of[letter.subject].topics() {
                asked[topic] |= came[topic] && !letter.has_references();
                came[topic] = true;
            }
        }
        Self { of, telling, asked }
    }

    /// Whether another letter may belong to one by what this one names, or this one to another.
    fn is_asked(&self, named: Named) -> bool {
        named.topics().any(|topic| self.asked[topic])
    }
}

/// Of the lines that letters quote which name no other, those that are no formulas.
fn telling_quotes(letters: &[Letter], lines: &AllLines, topics: &Topics) -> HashSet<u64> {
    let nameless = letters.iter().filter(|letter| !letter.has_references());
    let mut under: HashMap<u64, Vec<Option<u32>>> =
        nameless.flat_map(|letter| lines.quoted(letter.lines)).map(|&line| (line, Vec::new())).collect();
    if under.is_empty() {
        return HashSet::default();
    }
    for letter in letters {
        let topic = topics.of[letter.subject].topic;
        for line in lines.written(letter.lines).iter().chain(lines.quoted(letter.lines)) {
            if let Some(topics) = under.get_mut(line).filter(|topics| topics.len() <= MAX_TOPICS)
                && !topics.contains(&topic)
            {
                topics.push(topic);
            }
        }
    }
    under.into_iter().filter(|(_, topics)| topics.len() <= MAX_TOPICS).map(|(line, _)| line).collect()
}

/// Whether subjects tell replies from first letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// A reply says `Re:` or the like.
    Kept,
    /// Archives of mailing lists take the marks off: any letter may be a reply.
    Removed,
}

/// Whether a letter may answer one of its subject by its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answers {
    /// It says so, or none does.
    Maybe,
    /// It begins something new, unless it quotes.
    No,
}

/// Judged by the letters whose subject was there before: where hardly any has a mark, marks were taken off.
/// Letters without a subject are of one subject here.
fn marks_kept(topics: &Topics, letters: &[Letter], order: &[u32]) -> Marks {
    // The last stands for no subject.
    let mut seen = vec![false; topics.telling.len() + 1];
    let (mut again, mut marked) = (0, 0);
    for &index in order {
        let named = topics.of[letters[index as usize].subject];
        let place = named.topic.map_or(topics.telling.len(), |topic| topic as usize);
        if std::mem::replace(&mut seen[place], true) {
            again += 1;
            marked += usize::from(named.is_reply);
        }
    }
    if again >= ENOUGH_REPEATED && marked * 20 < again { Marks::Removed } else { Marks::Kept }
}

/// What decides whether one letter answers another.
struct Ties {
    at: Timestamp,
    message: MessageNo,
    from: Option<AddressNo>,
    /// Everybody it is addressed to, once and in order.
    to: Box<[AddressNo]>,
    /// Hashes of lines that it quotes, of those that tell.
    quotes: Box<[u64]>,
    /// Hashes of lines that it says or quotes, of those that tell, sorted.
    lines: Box<[u64]>,
}

impl Ties {
    fn of(letter: &Letter, all: &AllLines, names: &Names, telling: &HashSet<u64>) -> Self {
        let mut to: Vec<AddressNo> = letter.addressees().map(|mailbox| names.address_of(mailbox)).collect();
        to.sort_unstable();
        to.dedup();
        let telling = |line: &&u64| telling.contains(line);
        let quotes: Box<[u64]> = all.quoted(letter.lines).iter().filter(telling).copied().collect();
        let mut lines: Box<[u64]> =
            all.written(letter.lines).iter().filter(telling).chain(&quotes).copied().collect();
        lines.sort_unstable();
        let from = letter.from.map(|from| names.address_of(from));
        Self { at: letter.date, message: letter.id, from, to: to.into(), quotes, lines }
    }

    /// The letters of its conversation among earlier ones of its subject: those that say or quote what it
    /// quotes, and one that it fits best.
    fn joined(&self, earlier: &[Rc<Self>], marks: Marks, answers: Answers, telling: bool) -> Vec<MessageNo> {
        let recent = earlier.iter().rev().take_while(|other| self.hours_after(other) <= QUOTED_HOURS);
        let quoted =
            recent.filter(|other| self.quotes.iter().any(|line| other.lines.binary_search(line).is_ok()));
        let mut joined: Vec<MessageNo> = quoted.map(|other| other.message).collect();
        let to_its_writer = || {
            latest(earlier, &|other| {
                self.hours_after(other) <= ANSWER_HOURS && other.from.is_some_and(|from| self.addresses(from))
            })
        };
        if !joined.is_empty() {
            joined.extend(to_its_writer());
        } else if answers == Answers::Maybe {
            joined.extend(to_its_writer().or_else(|| self.fitting(earlier, marks, telling)));
        }
        joined
    }

    /// Of the strongest tie the latest letter, where nothing is quoted that an earlier one knows.
    fn fitting(&self, earlier: &[Rc<Self>], marks: Marks, telling: bool) -> Option<MessageNo> {
        let within = |hours: i64, fits: &dyn Fn(&Ties) -> bool| {
            latest(earlier, &|other| self.hours_after(other) <= hours && fits(other))
        };
        if marks == Marks::Kept {
            return within(ANSWER_HOURS, &|other| self.shared_with(other) >= 2);
        }
        // A subject of a word or two comes up again by itself.
        let hours = |hours: i64| if telling { hours } else { hours / 4 };
        if !self.quotes.is_empty() {
            return within(hours(OTHER_QUOTE_HOURS), &|other| self.shares_addressee(other));
        }
        within(hours(UNADDRESSED_HOURS), &|other| self.to.is_empty() || other.to.is_empty())
            .or_else(|| within(hours(SIBLING_HOURS), &|other| self.shares_addressee(other)))
            .or_else(|| within(hours(ANYBODY_HOURS), &|_| true))
    }

    fn hours_after(&self, other: &Self) -> i64 {
        self.at.duration_since(other.at).as_hours()
    }

    fn shares_addressee(&self, other: &Self) -> bool {
        self.to.iter().any(|&address| other.addresses(address))
    }

    fn addresses(&self, address: AddressNo) -> bool {
        self.to.binary_search(&address).is_ok()
    }

    /// Everybody on it.
    fn people(&self) -> impl Iterator<Item = AddressNo> {
        let writer = self.from.filter(|from| !self.addresses(*from));
        self.to.iter().copied().chain(writer)
    }

    fn shared_with(&self, other: &Self) -> usize {
        self.people().filter(|one| other.addresses(*one) || other.from == Some(*one)).count()
    }
}

/// The latest of the earlier letters that fits.
fn latest(earlier: &[Rc<Ties>], fits: &dyn Fn(&Ties) -> bool) -> Option<MessageNo> {
    earlier.iter().rev().find(|other| fits(other)).map(|other| other.message)
}

/// Disjoint sets of messages, by path halving and union by number.
struct Forest {
    parent: Column<MessageNo, MessageNo>,
}

impl Forest {
    fn of(messages: usize) -> Self {
        let mut parent = Column::filled(MessageNo::of(0), messages);
        (0..messages).map(MessageNo::of).for_each(|message| parent[message] = message);
        Self { parent }
    }

    fn root(&mut self, mut node: MessageNo) -> MessageNo {
        while self.parent[node] != node {
            self.parent[node] = self.parent[self.parent[node]];
            node = self.parent[node];
        }
        node
    }

    fn join(&mut self, a: MessageNo, b: MessageNo) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
    }
}
