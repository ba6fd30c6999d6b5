//! Threads: which messages belong to one conversation.
//!
//! By `References` and `In-Reply-To` (RFC 5322, 3.6.4), as a chain of shared ids whether or not the
//! messages they name are here; a reply that names nothing joins by subject, participants and time.

use std::collections::{BTreeSet, HashMap};

use crate::observations::MessageId;
use crate::people::Address;

use super::{Letter, ThreadId};

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

/// Joins replies that name no other message to the conversation of the same subject that they fit best.
fn join_by_subject(letters: &[Letter], order: &[usize], nodes: &[usize], forest: &mut Forest<'_>) {
    let topics = Topics::of(letters);
    let marks = marks_kept(&topics, order);
    let mut latest: Vec<Vec<usize>> = vec![Vec::new(); topics.telling.len()];
    for &index in order {
        let (letter, (Some(topic), is_reply)) = (&letters[index], topics.of[index]) else { continue };
        let earlier = &mut latest[topic];
        if letter.references.is_empty() && (is_reply || marks == Marks::Removed) {
            let recent = &earlier[earlier.len().saturating_sub(MAX_EARLIER)..];
            if let Some(other) = answered(letter, letters, recent, marks, topics.telling[topic]) {
                forest.join(nodes[index], nodes[other]);
            }
        }
        earlier.push(index);
    }
}

/// The subjects of letters, each once.
struct Topics {
    /// Of each letter the subject's number, none where it has no subject, and whether it has a mark of replies.
    of: Vec<(Option<usize>, bool)>,
    /// Of each subject whether it is hardly used for two conversations at a time.
    telling: Vec<bool>,
}

impl Topics {
    fn of(letters: &[Letter]) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut telling = Vec::new();
        let of = letters.iter().map(|letter| {
            let (topic, is_reply) = topic(&letter.subject);
            if topic.is_empty() {
                return (None, is_reply);
            }
            let next = telling.len();
            let is_telling = topic.split_whitespace().count() >= TELLING_WORDS;
            let number = *numbers.entry(topic).or_insert(next);
            if number == next {
                telling.push(is_telling);
            }
            (Some(number), is_reply)
        });
        Self { of: of.collect(), telling }
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
/// Letters without a subject are of one subject here.
fn marks_kept(topics: &Topics, order: &[usize]) -> Marks {
    let mut seen: BTreeSet<Option<usize>> = BTreeSet::new();
    let (mut again, mut marked) = (0, 0);
    for (topic, is_reply) in order.iter().map(|&index| topics.of[index]) {
        if !seen.insert(topic) {
            again += 1;
            marked += usize::from(is_reply);
        }
    }
    if again >= ENOUGH_REPEATED && marked * 20 < again { Marks::Removed } else { Marks::Kept }
}

/// The letter that this one most likely answers, or that answers the same: of the strongest tie the latest.
/// `earlier` are positions in `letters`, by time.
fn answered(
    letter: &Letter,
    letters: &[Letter],
    earlier: &[usize],
    marks: Marks,
    telling: bool,
) -> Option<usize> {
    let latest = |hours: i64, fits: &dyn Fn(&Letter) -> bool| {
        let recent = |other: &usize| letter.date.duration_since(letters[*other].date).as_hours() <= hours;
        earlier.iter().copied().rev().take_while(recent).find(|&other| fits(&letters[other]))
    };
    // A subject of a word or two comes up again by itself.
    let within = |hours: i64| if telling { hours } else { hours / 4 };
    let is_to = |address: &Address| letter.addressees().any(|mailbox| mailbox.address == *address);
    let to_its_writer =
        latest(ANSWER_HOURS, &|other| other.from.as_ref().is_some_and(|from| is_to(&from.address)));
    if marks == Marks::Kept {
        return to_its_writer.or_else(|| latest(ANSWER_HOURS, &|other| shared_by(letter, other) >= 2));
    }
    let to_nobody = |letter: &Letter| letter.addressees().next().is_none();
    to_its_writer
        .or_else(|| latest(within(UNADDRESSED_HOURS), &|other| to_nobody(letter) || to_nobody(other)))
        .or_else(|| {
            latest(within(SIBLING_HOURS), &|other| other.addressees().any(|mailbox| is_to(&mailbox.address)))
        })
        .or_else(|| latest(within(ANYBODY_HOURS), &|_| true))
}

/// How many people are on both letters.
fn shared_by(one: &Letter, other: &Letter) -> usize {
    let people: BTreeSet<_> = one.mailboxes().map(|mailbox| &mailbox.address).collect();
    let others: BTreeSet<_> = other.mailboxes().map(|mailbox| &mailbox.address).collect();
    people.intersection(&others).count()
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
