//! What people have shown to know about: the subjects they wrote on, what they helped with, what they met for.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::conversations::{Exchange, Party, ThreadId};
use crate::inference::{Favor, FavorState, Kind};

use super::{Books, attending};

/// One sign that somebody knows about something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Who knows.
    pub who: Party,
    /// Since when, or when last.
    pub at: Timestamp,
    /// The message that shows it, or the UID of the meeting.
    pub source: String,
    /// The conversation; none of a meeting.
    pub thread: Option<ThreadId>,
    /// Subject, words and titles, in which a topic is looked for.
    pub text: String,
    /// What it is.
    pub shows: Shows,
}

/// Places of traces that are on a topic, with their relevance to it (0 and more) and how many of its words they hold,
/// the most relevant first.
pub type Hits = Vec<(usize, f64, usize)>;

/// How somebody shows to know about a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Began a conversation on it: an interest, or a question of his own.
    Began,
    /// A meeting had it in the title.
    Met,
    /// Answered in a conversation that another began.
    Answered,
    /// Helped with it.
    Helped,
}

impl Shows {
    /// How much the sign says beside the others: help that was given says most, a question hardly anything.
    #[must_use]
    pub fn weight(self) -> f64 {
        match self {
            Self::Began => 0.2,
            Self::Met => 0.5,
            Self::Answered => 1.0,
            Self::Helped => 3.0,
        }
    }
}

impl Books {
    /// Everything that shows who knows about what, sensitive matters left out, in an order that only the
    /// journal decides.
    #[must_use]
    pub fn traces(&self) -> Vec<Trace> {
        let mut traces = of_conversations(&self.exchanges);
        traces.extend(of_favors(&self.favors));
        traces.extend(self.meetings.iter().filter(|meeting| meeting.counts).flat_map(|meeting| {
            attending(meeting).filter_map(|person| {
                Some(Trace {
                    who: Party::Person(self.directory.find(&person.address)?),
                    at: meeting.start,
                    source: meeting.uid.clone(),
                    thread: None,
                    text: meeting.summary.clone(),
                    shows: Shows::Met,
                })
            })
        }));
        traces.retain(|trace| !trace.text.trim().is_empty());
        traces
    }
}

/// One trace for each who wrote in a conversation.
fn of_conversations(exchanges: &[Exchange]) -> Vec<Trace> {
    let mut beginners: BTreeMap<&ThreadId, Option<Party>> = BTreeMap::new();
    for exchange in exchanges {
        beginners.entry(&exchange.thread).or_insert_with(|| exchange.first.then_some(exchange.by));
    }
    let mut latest: BTreeMap<(&ThreadId, Party), &Exchange> = BTreeMap::new();
    for exchange in exchanges.iter().filter(|exchange| !exchange.sensitive) {
        latest.insert((&exchange.thread, exchange.by), exchange);
    }
    let trace = |((thread, who), exchange): ((&ThreadId, Party), &Exchange)| Trace {
        who,
        at: exchange.at,
        source: exchange.message.to_string(),
        thread: Some(thread.clone()),
        text: exchange.topic.to_string(),
        shows: if beginners.get(thread) == Some(&Some(who)) { Shows::Began } else { Shows::Answered },
    };
    latest.into_iter().map(trace).collect()
}

/// One trace for each favor that was done.
fn of_favors(favors: &[Favor]) -> Vec<Trace> {
    let is_help = |favor: &&Favor| !matches!(favor.kind, Kind::Care | Kind::Praise);
    let is_done = |favor: &&Favor| matches!(favor.state, FavorState::Done | FavorState::Thanked);
    let done = favors.iter().filter(is_help).filter(is_done);
    let trace = |favor: &Favor| {
        let step = favor.done.as_ref().or(favor.thanked.as_ref())?;
        let words = favor.steps().map(|(_, step)| &*step.quote);
        let text: Vec<&str> = std::iter::once(&*favor.topic).chain(words).collect();
        Some(Trace {
            who: favor.giver,
            at: step.at,
            source: step.message.to_string(),
            thread: Some(favor.thread.clone()),
            text: text.join("\n"),
            shows: Shows::Helped,
        })
    };
    done.filter_map(trace).collect()
}
