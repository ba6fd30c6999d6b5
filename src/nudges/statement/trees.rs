//! The geometry of chains: each a tree that hangs from the favor it began with, 360 wide.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ledger::Direction;
use crate::nudges::plain::plain;

use super::{Came, Chain, Step};

/// Most chains drawn, and most members of one.
const MAX_TREES: usize = 12;
const MAX_STEPS: usize = 24;
/// Longest name, in characters.
const MAX_NAME: usize = 24;
/// Height of a row, and how far a member stands to the right of what it came of.
const ROW: usize = 38;
const INDENT: usize = 18;
/// Where the first dot stands.
const LEFT: usize = 8;
const TOP: usize = 14;

/// A chain as drawn.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) height: usize,
    /// Members that found no place.
    pub(super) more: usize,
    /// The chain in words.
    pub(super) words: String,
}

/// One member: a dot, the line to what it came of, and two lines of words.
pub(super) struct Node {
    pub(super) x: usize,
    pub(super) y: usize,
    /// The dot that it hangs from; none for the first.
    pub(super) from: Option<(usize, usize)>,
    /// The class of its dot.
    pub(super) class: &'static str,
    pub(super) what: String,
    pub(super) who: String,
}

impl Node {
    fn of(step: &Step, at: usize, from: Option<(usize, usize)>, zone: &TimeZone) -> Self {
        let (since, class) = match step.came {
            Came::Favor { direction: Direction::Given, .. } => ("", "given"),
            Came::Favor { direction: Direction::Received, .. } => ("", "received"),
            Came::Contact { .. } => ("since ", "quiet"),
        };
        Self {
            x: LEFT + step.depth * INDENT,
            y: TOP + at * ROW,
            from,
            class,
            what: step.what(),
            who: format!("{}, {since}{}", plain(&step.name, MAX_NAME), day(step.at, zone)),
        }
    }
}

/// The trees of chains, and how many found no place.
pub(super) fn trees(chains: &[Chain], zone: &TimeZone) -> (Vec<Tree>, usize) {
    let drawn = chains.iter().take(MAX_TREES).map(|chain| tree(chain, zone)).collect();
    (drawn, chains.len().saturating_sub(MAX_TREES))
}

fn tree(chain: &Chain, zone: &TimeZone) -> Tree {
    let mut nodes: Vec<Node> = Vec::new();
    // The dots above the next member, one for each depth.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (at, step) in std::iter::once(&chain.start).chain(&chain.steps).take(MAX_STEPS).enumerate() {
        above.truncate(step.depth);
        let node = Node::of(step, at, above.last().copied(), zone);
        above.push((node.x, node.y));
        nodes.push(node);
    }
    let words: Vec<String> = std::iter::once(&chain.start)
        .chain(&chain.steps)
        .take(MAX_STEPS)
        .map(|step| format!("{}, {}", step.words(MAX_NAME), day(step.at, zone)))
        .collect();
    Tree {
        height: nodes.len() * ROW,
        more: (chain.steps.len() + 1).saturating_sub(MAX_STEPS),
        nodes,
        words: words.join("; led to: "),
    }
}

/// "3 Mar 2026".
pub(super) fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%-d %b %Y").to_string()
}
