//! Threads: which messages belong to one conversation.
//!
//! By `References` and `In-Reply-To` (RFC 5322, 3.6.4), as a chain of shared ids whether or not the
//! messages they name are here. A letter that names nothing joins others of its subject: by the lines that it
//! quotes, which they say or quote too; else by participants and time.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::Timestamp;

use crate::observations::{Facts, MessageId};
use crate::people::Address;

use super::ThreadId;
use super::subjects::{former_topic, topic};

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

/// The thread of each message, in the order given.
#[must_use]
pub fn threads(messages: &[&Facts]) -> Vec<ThreadId> {
    let mut order: Vec<usize> = (0..messages.len()).collect();
    order.sort_by_key(|&index| (messages[index].date, &messages[index].id));
    let mut forest = Forest::default();
    let nodes: Vec<usize> = messages
        .iter()
        .map(|facts| {
            let own = forest.node(&facts.id);
            for reference in &facts.references {
                let other = forest.node(reference);
                forest.join(own, other);
            }
            own
        })
        .collect();
    join_by_subject(messages, &order, &nodes, &mut forest);
    let mut names: BTreeMap<usize, &MessageId> = BTreeMap::new();
    for &index in &order {
        names.entry(forest.root(nodes[index])).or_insert(&messages[index].id);
    }
    nodes.iter().map(|&node| ThreadId(names[&forest.root(node)].clone())).collect()
}

/// Joins letters that name no other message to those of the same subject that they quote, or fit best.
fn join_by_subject(messages: &[&Facts], order: &[usize], nodes: &[usize], forest: &mut Forest) {
    let topics: Vec<(String, bool)> = messages.iter().map(|facts| topic(&facts.subject)).collect();
    let former: Vec<Option<String>> = messages.iter().map(|facts| former_topic(&facts.subject)).collect();
    let marks = marks_kept(&topics, order);
    let formulas = formulas(messages, &topics);
    let mut latest: BTreeMap<&str, Vec<Rc<Letter<'_>>>> = BTreeMap::new();
    for &index in order {
        let (topic, is_reply) = &topics[index];
        let letter = Rc::new(Letter::of(messages[index], index, &formulas));
        let may_join = messages[index].references.is_empty();
        let named = [Some(topic), former[index].as_ref()];
        for (topic, is_former) in named.into_iter().flatten().zip([false, true]) {
            if topic.is_empty() {
                continue;
            }
            let earlier = latest.entry(topic).or_default();
            if may_join {
                let telling = topic.split_whitespace().count() >= TELLING_WORDS;
                let answers = if is_former || *is_reply || marks == Marks::Removed {
                    Answers::Maybe
                } else {
                    Answers::No
                };
                let recent = &earlier[earlier.len().saturating_sub(MAX_EARLIER)..];
                for other in letter.joined(recent, marks, answers, telling) {
                    forest.join(nodes[index], nodes[other]);
                }
            }
            earlier.push(Rc::clone(&letter));
        }
    }
}

/// Of the lines that letters quote which name no other, those that stand under several subjects.
fn formulas<'a>(messages: &[&'a Facts], topics: &'a [(String, bool)]) -> BTreeSet<u64> {
    let nameless = messages.iter().filter(|facts| facts.references.is_empty());
    let mut under: BTreeMap<u64, BTreeSet<&str>> =
        nameless.flat_map(|facts| &facts.quoted_hashes).map(|&line| (line, BTreeSet::new())).collect();
    for (facts, (topic, _)) in messages.iter().zip(topics) {
        for line in facts.line_hashes.iter().chain(&facts.quoted_hashes) {
            if let Some(topics) = under.get_mut(line).filter(|topics| topics.len() <= MAX_TOPICS) {
                topics.insert(topic);
            }
        }
    }
    under.into_iter().filter(|(_, topics)| topics.len() > MAX_TOPICS).map(|(line, _)| line).collect()
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
fn marks_kept(topics: &[(String, bool)], order: &[usize]) -> Marks {
    let mut seen = BTreeSet::new();
    let (mut again, mut marked) = (0, 0);
    for (topic, is_reply) in order.iter().map(|&index| &topics[index]) {
        if !seen.insert(topic) {
            again += 1;
            marked += usize::from(*is_reply);
        }
    }
    if again >= ENOUGH_REPEATED && marked * 20 < again { Marks::Removed } else { Marks::Kept }
}

/// What decides whether one letter answers another.
struct Letter<'a> {
    at: Timestamp,
    index: usize,
    from: Option<&'a Address>,
    to: BTreeSet<&'a Address>,
    /// Hashes of lines that it quotes.
    quotes: Vec<u64>,
    /// Hashes of lines that it says or quotes, sorted.
    lines: Vec<u64>,
}

impl<'a> Letter<'a> {
    fn of(facts: &'a Facts, index: usize, formulas: &BTreeSet<u64>) -> Self {
        let to = facts.to.iter().chain(&facts.cc).map(|mailbox| &mailbox.address).collect();
        let telling = |line: &&u64| !formulas.contains(line);
        let quotes: Vec<u64> = facts.quoted_hashes.iter().filter(telling).copied().collect();
        let mut lines: Vec<u64> = facts.line_hashes.iter().filter(telling).chain(&quotes).copied().collect();
        lines.sort_unstable();
        Self { at: facts.date, index, from: facts.from.as_ref().map(|from| &from.address), to, quotes, lines }
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
                    && other.from.is_some_and(|from| self.to.contains(from))
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
        let within = |hours: i64, fits: &dyn Fn(&Letter<'_>) -> bool| {
            latest(earlier, &|other| self.hours_after(other) <= hours && fits(other))
        };
        if marks == Marks::Kept {
            return within(ANSWER_HOURS, &|other| self.shared_with(other) >= 2);
        }
        // A subject of a word or two comes up again by itself.
        let hours = |hours: i64| if telling { hours } else { hours / 4 };
        if !self.quotes.is_empty() {
            return within(hours(OTHER_QUOTE_HOURS), &|other| !self.to.is_disjoint(&other.to));
        }
        within(hours(UNADDRESSED_HOURS), &|other| self.to.is_empty() || other.to.is_empty())
            .or_else(|| within(hours(SIBLING_HOURS), &|other| !self.to.is_disjoint(&other.to)))
            .or_else(|| within(hours(ANYBODY_HOURS), &|_| true))
    }

    fn hours_after(&self, other: &Self) -> i64 {
        self.at.duration_since(other.at).as_hours()
    }

    fn shared_with(&self, other: &Self) -> usize {
        let people: BTreeSet<_> = self.to.iter().chain(&self.from).collect();
        let others: BTreeSet<_> = other.to.iter().chain(&other.from).collect();
        people.intersection(&others).count()
    }
}

/// The latest of the earlier letters that fits.
fn latest(earlier: &[Rc<Letter<'_>>], fits: &dyn Fn(&Letter<'_>) -> bool) -> Option<usize> {
    earlier.iter().rev().find(|other| fits(other)).map(|other| other.index)
}

/// Disjoint sets of messages, by path halving and union by index.
#[derive(Default)]
struct Forest {
    index: BTreeMap<MessageId, usize>,
    parent: Vec<usize>,
}

impl Forest {
    fn node(&mut self, id: &MessageId) -> usize {
        if let Some(&node) = self.index.get(id) {
            return node;
        }
        let node = self.parent.len();
        self.parent.push(node);
        self.index.insert(id.clone(), node);
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
