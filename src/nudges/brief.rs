//! A brief before a meeting: who they are to the owner, the last contact, what is open, what they helped with.
//!
//! Only for meetings with few people of whom there is something to say; never on a sensitive matter.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::inference::meetings::{Attendance, Meeting};
use crate::ledger::Entry;
use crate::observations::cues::sensitive_subject;
use crate::people::{Directory, Person, PersonId};
use crate::relationships::Relationship;

use super::Policy;
use super::candidates::Case;
use super::words::Today;

/// Most people of a meeting that is briefed for: of more, nobody wants to read.
const MAX_PEOPLE: usize = 4;
/// Most meetings of one letter; of more, another speaks.
const MAX_MEETINGS: usize = 8;
/// How much later than the first the last meeting of a day begins at most, summer time aside.
const DAY: SignedDuration = SignedDuration::from_hours(25);
/// Least time before the meeting: later, a brief only disturbs.
const LEAST_NOTICE: SignedDuration = SignedDuration::from_mins(15);

/// What to know before the meetings of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// The day.
    pub day: Date,
    /// Its meetings, the next first; never empty.
    pub meetings: Vec<BriefMeeting>,
}

/// One of the meetings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefMeeting {
    /// When it begins.
    pub start: Timestamp,
    /// Whether it takes whole days, so that the hour tells nothing.
    pub whole_days: bool,
    /// Whom the owner meets.
    pub people: Vec<BriefPerson>,
}

impl Brief {
    /// Everybody it speaks of, with the start of the meeting.
    pub fn people(&self) -> impl Iterator<Item = (&BriefPerson, Timestamp)> {
        let meetings = self.meetings.iter();
        meetings.flat_map(|meeting| meeting.people.iter().map(|person| (person, meeting.start)))
    }

    /// When the last of its meetings begins, and it is void.
    #[must_use]
    pub fn ends(&self) -> Timestamp {
        self.meetings.iter().map(|meeting| meeting.start).max().unwrap_or(Timestamp::MIN)
    }
}

/// One of those whom the owner meets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BriefPerson {
    /// Who it is.
    pub person: PersonId,
    /// The full name.
    pub name: String,
    /// Sentences.
    pub lines: Vec<String>,
}

/// What is known of everybody.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Who the people are.
    pub directory: &'a Directory,
    /// How each stands with the owner.
    pub relationships: &'a [Relationship],
    /// All entries.
    pub entries: &'a [Entry],
}

/// The briefs that are due: for each day on which a meeting begins within `lead` from today's instant, of which there
/// is something to say that was not `told`, one with all that is left of that day. Of whom one was told for a day,
/// nothing more is said before the next.
#[must_use]
pub fn briefs(
    meetings: &[Meeting],
    known: Known<'_>,
    policy: &Policy,
    lead: SignedDuration,
    told: &BTreeSet<(Date, PersonId)>,
    today: Today<'_>,
) -> Vec<Brief> {
    let now = today.as_of();
    let near = |start: Timestamp| start.duration_since(now) <= lead;
    // Whoever meets the owner on the last day within reach may meet him until its end.
    let ahead = |meeting: &&Meeting| {
        let ahead = meeting.start.duration_since(now);
        is_briefed(meeting) && ahead >= LEAST_NOTICE && ahead <= lead.saturating_add(DAY)
    };
    let mut found: Vec<BriefMeeting> = meetings
        .iter()
        .filter(ahead)
        .map(|meeting| BriefMeeting {
            start: meeting.start,
            whole_days: today.takes_whole_days(meeting.start, meeting.end),
            people: people(meeting, known, policy, today),
        })
        .collect();
    found.sort_by(|a, b| (a.start, &a.people).cmp(&(b.start, &b.people)));
    let mut told = told.clone();
    let mut days: BTreeMap<Date, Vec<BriefMeeting>> = BTreeMap::new();
    for mut meeting in found {
        let day = today.date_of(meeting.start);
        let of_the_day = days.entry(day).or_default();
        meeting.people.retain(|person| of_the_day.len() < MAX_MEETINGS && told.insert((day, person.person)));
        if !meeting.people.is_empty() {
            of_the_day.push(meeting);
        }
    }
    let briefs = days.into_iter().map(|(day, meetings)| Brief { day, meetings });
    briefs.filter(|brief| brief.meetings.first().is_some_and(|first| near(first.start))).collect()
}

/// The next instant after `now` at which a brief may be due, so many hours before a meeting.
#[must_use]
pub fn next_brief(meetings: &[Meeting], lead: SignedDuration, now: Timestamp) -> Option<Timestamp> {
    let due = meetings
        .iter()
        .filter(|meeting| is_briefed(meeting))
        .filter_map(|meeting| meeting.start.checked_sub(lead).ok());
    due.filter(|&due| due > now).min()
}

/// Only what the owner is taken to attend: not what he declined, what is somebody else's or called off.
fn is_briefed(meeting: &Meeting) -> bool {
    meeting.is_planned() && !sensitive_subject(&meeting.summary)
}

/// Of whom there is something to say before a meeting.
fn people(meeting: &Meeting, known: Known<'_>, policy: &Policy, today: Today<'_>) -> Vec<BriefPerson> {
    let mut attending: BTreeMap<PersonId, &Person> = BTreeMap::new();
    for invited in &meeting.people {
        if let Attendance::Attends { .. } = invited.attendance
            && let Some(person) =
                known.directory.find(&invited.address).and_then(|id| known.directory.person(id))
        {
            attending.insert(person.id, person);
        }
    }
    if attending.len() > MAX_PEOPLE {
        return Vec::new();
    }
    let told = known.relationships.iter().filter_map(|relationship| {
        let person = attending.get(&relationship.person)?;
        let entries: Vec<&Entry> = known.entries.iter().filter(|entry| entry.person == person.id).collect();
        Case::new(relationship, person, &entries, policy, today).brief()
    });
    told.collect()
}

#[cfg(test)]
mod tests;
