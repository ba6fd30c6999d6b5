//! Threads: which messages belong to one conversation.
//!
//! By `References` and `In-Reply-To` (RFC 5322, 3.6.4), as a chain of shared ids whether or not the
//! messages they name are here; a reply that names nothing joins by subject, participants and time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::observations::{Facts, MessageId};
use crate::people::Address;

use super::ThreadId;

/// A reply without references joins a conversation of the same subject that is not older than this.
const SUBJECT_DAYS: i64 = 45;

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

/// Joins replies that name no other message to the latest conversation of the same subject that one of
/// its participants took part in.
fn join_by_subject(messages: &[&Facts], order: &[usize], nodes: &[usize], forest: &mut Forest) {
    let mut latest: BTreeMap<String, Vec<Earlier<'_>>> = BTreeMap::new();
    for &index in order {
        let facts = messages[index];
        let (topic, is_reply) = topic(&facts.subject);
        if topic.is_empty() {
            continue;
        }
        let people = participants(facts);
        let earlier = latest.entry(topic).or_default();
        let joined = if is_reply && facts.references.is_empty() {
            earlier.iter().rev().take(MAX_EARLIER).find(|(at, _, others)| {
                facts.date.duration_since(*at).as_hours() <= SUBJECT_DAYS * 24
                    && people.intersection(others).count() >= 2
            })
        } else {
            None
        };
        if let Some(&(_, other, _)) = joined {
            forest.join(nodes[index], nodes[other]);
        }
        earlier.push((facts.date, index, people));
    }
}

/// A message that later ones of its subject may answer: when, which, between whom.
type Earlier<'a> = (Timestamp, usize, BTreeSet<&'a Address>);

fn participants(facts: &Facts) -> BTreeSet<&Address> {
    facts.from.iter().chain(&facts.to).chain(&facts.cc).map(|mailbox| &mailbox.address).collect()
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
