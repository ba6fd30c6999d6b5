//! Threads: which messages belong to one conversation.
//!
//! By `References` and `In-Reply-To` (RFC 5322, 3.6.4), as a chain of shared ids whether or not the
//! messages they name are here. A letter that names nothing joins others of its subject: by the lines that it
//! quotes, which they say or quote too; else by participants and time.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use jiff::Timestamp;

use crate::observations::MessageId;
use crate::people::Address;

use super::subjects::{former_topic, topic};
use super::{Letter, ThreadId};

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
pub fn threads(letters: &[Letter]) -> Vec<ThreadId> {
    let mut order: Vec<usize> = (0..letters.len()).collect();
    order.sort_by_key(|&index| (letters[index].date, &letters[index].id));
    let mut forest = Forest::default();
    let nodes: Vec<usize> = letters
        .iter()
        .map(|letter| {
            let own = forest.node(&letter.id);
            for reference in &letter.references {
                let other = forest.node(reference);
                forest.join(own, other);
            }
            own
        })
        .collect();
    join_by_subject(letters, &order, &nodes, &mut forest);
    let mut names: Vec<Option<&MessageId>> = vec![None; forest.parent.len()];
    for &index in &order {
        names[forest.root(nodes[index])].get_or_insert(&letters[index].id);
    }
    let own = letters.iter().zip(nodes);
    own.map(|(letter, node)| ThreadId(names[forest.root(node)].unwrap_or(&letter.id).clone())).collect()
}

/// Joins letters that name no other message to those of the same subject that they quote, or fit best.
fn join_by_subject(letters: &[Letter], order: &[usize], nodes: &[usize], forest: &mut Forest<'_>) {
    let topics = Topics::of(letters);
    let marks = marks_kept(&topics, order);
    let telling = telling_quotes(letters, &topics);
    let mut latest: Vec<Vec<Rc<Ties<'_>>>> = vec![Vec::new(); topics.telling.len()];
    for &index in order {
        let named = &topics.of[index];
        if !topics.is_shared(named) {
            continue;
        }
        let ties = Rc::new(Ties::of(&letters[index], index, &telling));
        let may_join = letters[index].references.is_empty();
        for (topic, is_former) in [(named.topic, false), (named.former, true)] {
            let Some(topic) = topic else { continue };
            let earlier = &mut latest[topic];
            if may_join {
                let answers = if is_former || named.is_reply || marks == Marks::Removed {
                    Answers::Maybe
                } else {
                    Answers::No
                };
                let recent = &earlier[earlier.len().saturating_sub(MAX_EARLIER)..];
                for other in ties.joined(recent, marks, answers, topics.telling[topic]) {
                    forest.join(nodes[index], nodes[other]);
                }
            }
            earlier.push(Rc::clone(&ties));
        }
    }
}

/// The subjects of letters, each once.
struct Topics {
    /// Of each letter.
    of: Vec<Named>,
    /// Of each subject whether it is hardly used for two conversations at a time.
    telling: Vec<bool>,
    /// How many letters name each.
    letters: Vec<usize>,
}

/// What the subject of a letter names.
struct Named {
    /// The subject's number; none where there is no subject.
    topic: Option<usize>,
    /// Whether it has a mark of replies.
    is_reply: bool,
    /// The number of the subject that the conversation had before.
    former: Option<usize>,
}

impl Topics {
    fn of(letters: &[Letter]) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut telling = Vec::new();
        let mut number = |topic: String| {
            if topic.is_empty() {
                return None;
            }
            let next = telling.len();
            let is_telling = topic.split_whitespace().count() >= TELLING_WORDS;
            let number = *numbers.entry(topic).or_insert(next);
            if number == next {
                telling.push(is_telling);
            }
            Some(number)
        };
        let of = letters.iter().map(|letter| {
            let (topic, is_reply) = topic(&letter.subject);
            Named {
                topic: number(topic),
                is_reply,
                former: former_topic(&letter.subject).and_then(&mut number),
            }
        });
        let of: Vec<Named> = of.collect();
        let mut letters = vec![0; telling.len()];
        for topic in of.iter().flat_map(|named| [named.topic, named.former]).flatten() {
            letters[topic] += 1;
        }
        Self { of, telling, letters }
    }

    /// Whether another letter may name what this one does.
    fn is_shared(&self, named: &Named) -> bool {
        [named.topic, named.former].into_iter().flatten().any(|topic| self.letters[topic] > 1)
    }
}

/// Of the lines that letters quote which name no other, those that are no formulas.
fn telling_quotes(letters: &[Letter], topics: &Topics) -> HashSet<u64> {
    let nameless = letters.iter().filter(|letter| letter.references.is_empty());
    let mut under: HashMap<u64, BTreeSet<Option<usize>>> =
        nameless.flat_map(|letter| &letter.quotes).map(|&line| (line, BTreeSet::new())).collect();
    for (letter, named) in letters.iter().zip(&topics.of) {
        for line in letter.lines.iter().chain(&letter.quotes) {
            if let Some(topics) = under.get_mut(line).filter(|topics| topics.len() <= MAX_TOPICS) {
                topics.insert(named.topic);
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
fn marks_kept(topics: &Topics, order: &[usize]) -> Marks {
    let mut seen: BTreeSet<Option<usize>> = BTreeSet::new();
    let (mut again, mut marked) = (0, 0);
    for named in order.iter().map(|&index| &topics.of[index]) {
        if !seen.insert(named.topic) {
            again += 1;
            marked += usize::from(named.is_reply);
        }
    }
    if again >= ENOUGH_REPEATED && marked * 20 < again { Marks::Removed } else { Marks::Kept }
}

/// What decides whether one letter answers another.
struct Ties<'a> {
    at: Timestamp,
    index: usize,
    from: Option<&'a Address>,
    /// Everybody it is addressed to, once and in order.
    to: Box<[&'a Address]>,
    /// Hashes of lines that it quotes, of those that tell.
    quotes: Box<[u64]>,
    /// Hashes of lines that it says or quotes, of those that tell, sorted.
    lines: Box<[u64]>,
}

impl<'a> Ties<'a> {
    fn of(letter: &'a Letter, index: usize, telling: &HashSet<u64>) -> Self {
        let to: BTreeSet<&Address> = letter.addressees().map(|mailbox| &mailbox.address).collect();
        let telling = |line: &&u64| telling.contains(line);
        let quotes: Box<[u64]> = letter.quotes.iter().filter(telling).copied().collect();
        let mut lines: Box<[u64]> = letter.lines.iter().filter(telling).chain(&quotes).copied().collect();
        lines.sort_unstable();
        let from = letter.from.as_ref().map(|from| &from.address);
        Self { at: letter.date, index, from, to: to.into_iter().collect(), quotes, lines }
    }

    /// The letters of its conversation among earlier ones of its subject: those that say or quote what it
    /// quotes, and one that it fits best.
    fn joined(&self, earlier: &[Rc<Self>], marks: Marks, answers: Answers, telling: bool) -> Vec<usize> {
        let recent = earlier.iter().rev().take_while(|other| self.hours_after(other) <= QUOTED_HOURS);
        let quoted =
            recent.filter(|other| self.quotes.iter().any(|line| other.lines.binary_search(line).is_ok()));
        let mut joined: Vec<usize> = quoted.map(|other| other.index).collect();
        let to_its_writer = || {
            latest(earlier, &|other| {
                self.hours_after(other) <= ANSWER_HOURS
                    && other.from.is_some_and(|from| self.to.contains(&from))
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
    fn fitting(&self, earlier: &[Rc<Self>], marks: Marks, telling: bool) -> Option<usize> {
        let within = |hours: i64, fits: &dyn Fn(&Ties<'_>) -> bool| {
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
        self.to.iter().any(|address| other.to.contains(address))
    }

    fn shared_with(&self, other: &Self) -> usize {
        let people: BTreeSet<_> = self.to.iter().chain(&self.from).collect();
        let others: BTreeSet<_> = other.to.iter().chain(&other.from).collect();
        people.intersection(&others).count()
    }
}

/// The latest of the earlier letters that fits.
fn latest(earlier: &[Rc<Ties<'_>>], fits: &dyn Fn(&Ties<'_>) -> bool) -> Option<usize> {
    earlier.iter().rev().find(|other| fits(other)).map(|other| other.index)
}

/// Disjoint sets of messages, by path halving and union by index.
#[derive(Default)]
struct Forest<'a> {
    index: HashMap<&'a MessageId, usize>,
    parent: Vec<usize>,
}

impl<'a> Forest<'a> {
    fn node(&mut self, id: &'a MessageId) -> usize {
        let next = self.parent.len();
        let node = *self.index.entry(id).or_insert(next);
        if node == next {
            self.parent.push(next);
        }
        node
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parent[node] != node {
            self.parent[node] = self.parent[self.parent[node]];
            node = self.parent[node];
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
    }
}
