//! Whom the owner can ask about a topic: who showed to know about it, and stands well with him.

use std::collections::BTreeMap;

use crate::conversations::Party;
use crate::ledger::Points;
use crate::people::{Person, PersonId};
use crate::relationships::{Loop, LoopKind, Relationship, Silence};

use super::{Books, Trace};

/// What somebody knew so many days ago counts half.
const KNOWLEDGE_HALF_LIFE_DAYS: f64 = 4.0 * 365.0;
/// A sign that holds one of a topic's two words says one part in two to this power of what the whole says.
const WHOLENESS: i32 = 3;
/// Signs named of each person.
const MAX_ABOUT: usize = 3;
/// Received so much more than given, in points, and a small gift comes before the next ask.
const MUCH_RECEIVED: Points = Points::from_thousandths(-6_000);

/// Somebody who could help.
#[derive(Debug, Clone)]
pub struct Knower<'a> {
    /// Who.
    pub person: &'a Person,
    /// How the two stand.
    pub relationship: &'a Relationship,
    /// What the order is by: relevance of the signs, times standing. Comparable within one answer only.
    pub score: f64,
    /// The most telling signs, best first; at most three.
    pub about: Vec<&'a Trace>,
    /// How to begin.
    pub begin: Begin<'a>,
}

/// How to begin with somebody before asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin<'a> {
    /// With the thanks that were never said.
    Thank(&'a Loop),
    /// With what the owner promised.
    Keep(&'a Loop),
    /// With the answer to what the other asked.
    Answer(&'a Loop),
    /// With a word after the long silence.
    Reconnect,
    /// With something small for the other, who gave more of late.
    Give,
    /// With the question itself.
    Ask,
}

/// People who could help with a topic, the likeliest first. `hits` are the traces on it.
#[must_use]
pub fn knowers<'a>(books: &'a Books, traces: &'a [Trace], hits: &[(usize, f64, usize)]) -> Vec<Knower<'a>> {
    let mut signs: BTreeMap<PersonId, Vec<(f64, &Trace)>> = BTreeMap::new();
    // Who speaks of the whole topic goes before who speaks of a part: "regular expressions" are no "expressions".
    let most = hits.iter().map(|&(.., held)| held).max().unwrap_or(0).max(1);
    for &(index, relevance, held) in hits {
        let whole = (held as f64 / most as f64).powi(WHOLENESS);
        let Some(trace) = traces.get(index) else { continue };
        let Party::Person(person) = trace.who else { continue };
        let days = books.as_of.duration_since(trace.at).as_secs_f64() / 86_400.0;
        let fresh = 0.5_f64.powf(days.max(0.0) / KNOWLEDGE_HALF_LIFE_DAYS);
        signs.entry(person).or_default().push((relevance * whole * trace.shows.weight() * fresh, trace));
    }
    let known = |(person, mut signs): (PersonId, Vec<(f64, &'a Trace)>)| {
        let (person, relationship) = (books.directory.person(person)?, books.relationship(person)?);
        signs.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.source.cmp(&other.source)));
        // Ten signs say more than one, but not ten times as much.
        let evidence = signs.iter().map(|(weight, _)| weight).sum::<f64>().sqrt();
        let score = evidence * standing(relationship);
        let mut about: Vec<&Trace> = Vec::new();
        for (_, trace) in signs {
            if about.len() < MAX_ABOUT && about.iter().all(|other| other.thread != trace.thread) {
                about.push(trace);
            }
        }
        Some(Knower { person, relationship, score, about, begin: begin(person, relationship) })
    };
    let mut knowers: Vec<Knower<'_>> = signs.into_iter().filter_map(known).collect();
    knowers.retain(|knower| knower.score > 0.0);
    knowers.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.person.id.cmp(&b.person.id)));
    knowers
}

/// How gladly somebody will answer: mostly how likely the two are in touch within the year.
fn standing(relationship: &Relationship) -> f64 {
    let helped = if relationship.giving.received_count > 0 { 1.15 } else { 1.0 };
    let strained = if relationship.strain > 0 { 0.8 } else { 1.0 };
    (0.5 + 0.5 * relationship.rhythm.p_contact_365d) * helped * strained
}

fn begin<'a>(person: &Person, relationship: &'a Relationship) -> Begin<'a> {
    let open = |kind| relationship.loops.iter().find(|open| open.kind == kind);
    if let Some(thanks) = open(LoopKind::ThanksOwed) {
        return Begin::Thank(thanks);
    }
    if let Some(promise) = open(LoopKind::PromiseByMe) {
        return Begin::Keep(promise);
    }
    if let Some(question) = open(LoopKind::ReplyOwed) {
        return Begin::Answer(question);
    }
    if matches!(relationship.rhythm.silence, Silence::Overdue | Silence::DriftedAway) {
        return Begin::Reconnect;
    }
    if person.tally && relationship.balance.mid < MUCH_RECEIVED { Begin::Give } else { Begin::Ask }
}
