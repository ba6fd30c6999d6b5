//! Threads: which messages belong to one conversation.
//!
//! By `References` and `In-Reply-To` (RFC 5322, 3.6.4), as a chain of shared ids whether or not the
//! messages they name are here; a reply that names nothing joins by subject, participants and time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::observations::{Facts, MessageId};
use crate::people::Address;

use super::ThreadId;

/// How long after a letter another of its subject still answers it: to its writer, or between two of its people.
const ANSWER_HOURS: i64 = 45 * 24;
/// The same where one of the two names no addressee, in an archive without marks of replies.
const UNADDRESSED_HOURS: i64 = 14 * 24;
/// The same where both are to one person.
const SIBLING_HOURS: i64 = 7 * 24;
/// The same where the subject alone says so.
const ANYBODY_HOURS: i64 = 12;
/// A subject of this many words is hardly used for two conversations at a time.
const TELLING_WORDS: usize = 4;
/// So many letters of a subject that was there before tell whether marks were taken off.
const ENOUGH_REPEATED: usize = 50;

/// Most earlier messages of a subject that a reply is compared with.
const MAX_EARLIER: usize = 50;

/// Marks before a subject that say that it answers or passes on another message.
const REPLY_MARKS: &[&str] = &[
    "re", "fw", "fwd", "aw", "wg", "sv", "vs", "antw", "rv", "tr", "res", "enc", "odp", "r", "i", "ref",
    "回复", "转发", "返信",
];

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

/// Joins replies that name no other message to the conversation of the same subject that they fit best.
fn join_by_subject(messages: &[&Facts], order: &[usize], nodes: &[usize], forest: &mut Forest) {
    let topics: Vec<(String, bool)> = messages.iter().map(|facts| topic(&facts.subject)).collect();
    let marks = marks_kept(&topics, order);
    let mut latest: BTreeMap<&str, Vec<Letter<'_>>> = BTreeMap::new();
    for &index in order {
        let (facts, (topic, is_reply)) = (messages[index], &topics[index]);
        if topic.is_empty() {
            continue;
        }
        let letter = Letter::of(facts, index);
        let earlier = latest.entry(topic).or_default();
        if facts.references.is_empty() && (*is_reply || marks == Marks::Removed) {
            let telling = topic.split_whitespace().count() >= TELLING_WORDS;
            let joined =
                letter.answered(&earlier[earlier.len().saturating_sub(MAX_EARLIER)..], marks, telling);
            if let Some(other) = joined {
                forest.join(nodes[index], nodes[other]);
            }
        }
        earlier.push(letter);
    }
}

/// Whether subjects tell replies from first letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// A reply says `Re:` or the like.
    Kept,
    /// Archives of mailing lists take the marks off: any letter may be a reply.
    Removed,
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
}

impl<'a> Letter<'a> {
    fn of(facts: &'a Facts, index: usize) -> Self {
        let to = facts.to.iter().chain(&facts.cc).map(|mailbox| &mailbox.address).collect();
        Self { at: facts.date, index, from: facts.from.as_ref().map(|from| &from.address), to }
    }

    /// The letter that this one most likely answers, or that answers the same: of the strongest tie the latest.
    fn answered(&self, earlier: &[Self], marks: Marks, telling: bool) -> Option<usize> {
        let latest = |hours: i64, fits: &dyn Fn(&Self) -> bool| {
            let recent = |other: &&Self| self.at.duration_since(other.at).as_hours() <= hours;
            earlier.iter().rev().take_while(recent).find(|other| fits(other)).map(|other| other.index)
        };
        // A subject of a word or two comes up again by itself.
        let within = |hours: i64| if telling { hours } else { hours / 4 };
        let to_its_writer =
            latest(ANSWER_HOURS, &|other| other.from.is_some_and(|from| self.to.contains(from)));
        if marks == Marks::Kept {
            return to_its_writer.or_else(|| latest(ANSWER_HOURS, &|other| self.shared_with(other) >= 2));
        }
        to_its_writer
            .or_else(|| latest(within(UNADDRESSED_HOURS), &|other| self.to.is_empty() || other.to.is_empty()))
            .or_else(|| latest(within(SIBLING_HOURS), &|other| !self.to.is_disjoint(&other.to)))
            .or_else(|| latest(within(ANYBODY_HOURS), &|_| true))
    }

    fn shared_with(&self, other: &Self) -> usize {
        let people: BTreeSet<_> = self.to.iter().chain(&self.from).collect();
        let others: BTreeSet<_> = other.to.iter().chain(&other.from).collect();
        people.intersection(&others).count()
    }
}

/// A subject without reply and forward marks and list tags, lower-cased, and whether it had such a mark.
#[must_use]
pub fn topic(subject: &str) -> (String, bool) {
    let stripped = strip_marks(subject);
    (stripped.0.to_lowercase(), stripped.1)
}

/// A subject as written, without reply and forward marks, and whether it had one.
#[must_use]
pub fn strip_marks(subject: &str) -> (&str, bool) {
    let mut rest = subject.trim();
    let mut is_reply = false;
    loop {
        if let Some(after) = rest.strip_prefix('[').and_then(|tail| tail.split_once(']')) {
            let after = after.1.trim_start();
            if !after.is_empty() {
                rest = after;
                continue;
            }
        }
        let Some((mark, after)) = rest.split_once([':', '：']) else { break };
        let mark = mark
            .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^' | '*'));
        if !REPLY_MARKS.contains(&mark.trim().to_lowercase().as_str()) {
            break;
        }
        is_reply = true;
        rest = after.trim_start();
    }
    (rest, is_reply)
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
