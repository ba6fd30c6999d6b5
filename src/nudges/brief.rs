//! A brief before a meeting: who they are to the owner, the last contact, what is open, what they helped with.
//!
//! Only for meetings with few people of whom there is something to say; never on a sensitive matter.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

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
/// Least time before the meeting: later, a brief only disturbs.
const LEAST_NOTICE: SignedDuration = SignedDuration::from_mins(15);

/// What to know before a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Names the meeting, wherever it is moved to.
    pub key: String,
    /// When it begins.
    pub start: Timestamp,
    /// Whether it takes whole days, so that the hour tells nothing.
    pub whole_days: bool,
    /// Whom the owner meets.
    pub people: Vec<BriefPerson>,
}

/// One of those whom the owner meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefPerson {
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

/// The briefs for meetings that begin within `lead` from today's instant, the next first.
#[must_use]
pub fn briefs(
    meetings: &[Meeting],
    known: Known<'_>,
    policy: &Policy,
    lead: SignedDuration,
    today: Today<'_>,
) -> Vec<Brief> {
    let now = today.as_of();
    let mut briefs: Vec<Brief> = meetings
        .iter()
        .filter(|meeting| {
            let ahead = meeting.start.duration_since(now);
            is_briefed(meeting) && ahead >= LEAST_NOTICE && ahead <= lead
        })
        .filter_map(|meeting| brief(meeting, known, policy, today))
        .collect();
    briefs.sort_by(|a, b| (a.start, &a.key).cmp(&(b.start, &b.key)));
    briefs.dedup_by(|a, b| a.key == b.key);
    briefs
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

fn brief(meeting: &Meeting, known: Known<'_>, policy: &Policy, today: Today<'_>) -> Option<Brief> {
    let mut attending: BTreeMap<PersonId, &Person> = BTreeMap::new();
    for invited in &meeting.people {
        if let Attendance::Attends { .. } = invited.attendance
            && let Some(person) =
                known.directory.find(&invited.address).and_then(|id| known.directory.person(id))
        {
            attending.insert(person.id, person);
        }
    }
    (attending.len() <= MAX_PEOPLE).then_some(())?;
    let people: Vec<BriefPerson> = known
        .relationships
        .iter()
        .filter_map(|relationship| {
            let person = attending.get(&relationship.person)?;
            let entries: Vec<&Entry> =
                known.entries.iter().filter(|entry| entry.person == person.id).collect();
            Case::new(relationship, person, &entries, policy, today).brief()
        })
        .collect();
    let key =
        format!("{} {}", meeting.uid, meeting.recurrence_id.map_or_else(String::new, |at| at.to_string()));
    let whole_days = today.takes_whole_days(meeting.start, meeting.end);
    (!people.is_empty()).then_some(Brief { key, start: meeting.start, whole_days, people })
}

#[cfg(test)]
mod tests;
