//! What the owner could give: open needs of others that meet what he, or somebody else he knows, is good at.

use crate::conversations::Party;
use crate::people::Person;
use crate::relationships::{Loop, LoopKind, Relationship};

use super::{Books, Hits, Shows, Trace};

/// A need older than this was met otherwise, in days.
const MAX_AGE_DAYS: f64 = 60.0;
/// After so many days the need counts half.
const NEED_HALF_LIFE_DAYS: f64 = 10.0;
/// The strength at which a need counts half of what the best could make of it, in units of relevance.
const HALF_STRENGTH: f64 = 20.0;
/// Words that a need and what shows a strength have in common at least: one alone may mean anything, unless it stands
/// in the subjects of both.
const LEAST_WORDS: usize = 2;
/// What a need counts that nothing known speaks for.
const BASE: f64 = 0.2;

/// Something that somebody asked the owner for and that is still open.
#[derive(Debug, Clone)]
pub struct Need<'a> {
    /// Who needs it.
    pub person: &'a Person,
    /// How the two stand.
    pub relationship: &'a Relationship,
    /// The question or request.
    pub open: &'a Loop,
    /// What the order is by, 0 to 1.
    pub score: f64,
    /// How well what the owner is good at meets it, 0 to 1.
    pub fit: f64,
    /// How well what the broker is good at does.
    pub broker_fit: f64,
    /// What shows that the owner can help, best first; at most one a conversation.
    pub strengths: Vec<&'a Trace>,
    /// Somebody else who may help better, and what shows it.
    pub broker: Option<(&'a Person, &'a Trace)>,
}

impl Need<'_> {
    /// The words in which to look for who could help.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}\n{}", self.open.topic, self.open.quote)
    }
}

/// What others have asked of the owner and still wait for, not older than 60 days, the newest first.
#[must_use]
pub fn needs(books: &Books) -> Vec<Need<'_>> {
    let mut needs: Vec<Need<'_>> = books
        .relationships
        .iter()
        .filter_map(|relationship| Some((books.directory.person(relationship.person)?, relationship)))
        .flat_map(|(person, relationship)| {
            relationship.loops.iter().filter(|open| open.kind == LoopKind::ReplyOwed).map(move |open| Need {
                person,
                relationship,
                open,
                score: BASE * freshness(books, open),
                fit: 0.0,
                broker_fit: 0.0,
                strengths: Vec::new(),
                broker: None,
            })
        })
        .filter(|need| age_days(books, need.open) <= MAX_AGE_DAYS)
        .collect();
    needs.sort_by(|a, b| b.open.since.cmp(&a.open.since).then_with(|| a.open.message.cmp(&b.open.message)));
    needs
}

/// Puts into each need what speaks for the owner or somebody else, and the best first. `search`
/// finds the traces on the topic of some words.
///
/// # Errors
///
/// What `search` fails with.
pub fn chances<'a, E>(
    books: &'a Books,
    traces: &'a [Trace],
    search: impl Fn(&str) -> Result<Hits, E>,
) -> Result<Vec<Need<'a>>, E> {
    let mut needs = needs(books);
    for need in &mut needs {
        let hits = search(&need.words())?;
        weigh(books, traces, &hits, need);
    }
    needs.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| b.open.since.cmp(&a.open.since))
            .then_with(|| a.open.message.cmp(&b.open.message))
    });
    Ok(needs)
}

fn weigh<'a>(books: &'a Books, traces: &'a [Trace], hits: &[(usize, f64, usize)], need: &mut Need<'a>) {
    let (mut own, mut best) = (0.0, 0.0);
    for &(index, relevance, words) in hits {
        let Some(trace) = traces.get(index) else { continue };
        if words < LEAST_WORDS && !share_a_subject(&need.open.topic, trace) {
            continue;
        }
        // What they wrote about the need itself shows nobody's strength.
        let same = trace.thread.as_ref().is_some_and(|thread| thread.0 == need.open.message)
            || trace.text.lines().next() == Some(need.open.topic.as_str()) && trace.at >= need.open.since;
        if same || !matches!(trace.shows, Shows::Answered | Shows::Helped) {
            continue;
        }
        let strength = relevance * trace.shows.weight();
        match trace.who {
            Party::Owner => {
                own += strength;
                if need.strengths.iter().all(|other| other.thread != trace.thread) {
                    need.strengths.push(trace);
                }
            }
            Party::Person(id) if id != need.person.id && strength > best => {
                if let Some(person) = books.directory.person(id) {
                    best = strength;
                    need.broker = Some((person, trace));
                }
            }
            Party::Person(_) => {}
        }
    }
    need.fit = own / (own + HALF_STRENGTH);
    need.broker_fit = best / (best + HALF_STRENGTH);
    need.score = freshness(books, need.open) * (BASE + (1.0 - BASE) * need.fit);
}

/// Whether a word of a subject stands in that of a trace as well. Of what is found, words of grammar are left out.
fn share_a_subject(topic: &str, trace: &Trace) -> bool {
    const LEAST_LETTERS: usize = 3;
    let subject = trace.text.lines().next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = subject.split(|c: char| !c.is_alphanumeric()).collect();
    let topic = topic.to_lowercase();
    let mut own = topic.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= LEAST_LETTERS);
    own.any(|word| words.contains(&word))
}

fn age_days(books: &Books, open: &Loop) -> f64 {
    books.as_of.duration_since(open.since).as_secs_f64() / 86_400.0
}

fn freshness(books: &Books, open: &Loop) -> f64 {
    0.5_f64.powf(age_days(books, open).max(0.0) / NEED_HALF_LIFE_DAYS)
}
