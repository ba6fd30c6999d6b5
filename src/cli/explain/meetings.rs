//! What `explain` says of meetings: why each counts or does not, how much and for whom.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};

use crate::books::Books;
use crate::cli::context::Loaded;
use crate::cli::error::CliError;
use crate::cli::text::{counting, day, json_line, percent, plural, word};
use crate::inference::meetings::{Attendance, ChangeKind, Meeting, MeetingPerson, MeetingReason, Names};
use crate::people::{Address, Person};

/// Meetings with one person that are shown, the latest.
const SHOWN: usize = 10;

/// Every meeting, or every one to which a person was invited, or which may mean that person.
pub(super) fn all(
    out: &mut dyn Write,
    loaded: &Loaded,
    person: Option<&Person>,
    json: bool,
) -> Result<(), CliError> {
    let books = &loaded.books;
    let names = known_names(books);
    let with = |meeting: &&Meeting| {
        person.is_none_or(|person| {
            meeting.people.iter().any(|one| is(books, one, person))
                || suggested(&names, meeting).iter().any(|named| named.id == person.id)
        })
    };
    let mut none = true;
    for meeting in books.meetings.iter().filter(with) {
        none = false;
        if json {
            json_line(out, &as_json(books, &names, meeting))?;
            continue;
        }
        writeln!(out, "{}", headline(loaded, meeting))?;
        for one in &meeting.people {
            writeln!(out, "               {}: {}", name(books, &one.address), part(meeting, one))?;
        }
        let changed = changes(loaded, meeting);
        if !changed.is_empty() {
            writeln!(out, "               {changed}")?;
        }
        for named in suggested(&names, meeting) {
            writeln!(out, "               perhaps with {}, whom the title names", named.name)?;
        }
    }
    if none && !json {
        let whom = person.map(|person| format!(" with {}", person.name)).unwrap_or_default();
        writeln!(out, "no meetings{whom} in the calendars")?;
    }
    Ok(())
}

/// The latest meetings with one person.
pub(super) fn with_person(out: &mut dyn Write, loaded: &Loaded, person: &Person) -> Result<(), CliError> {
    let books = &loaded.books;
    let meetings: Vec<&Meeting> = books.meetings_with(person.id).collect();
    if meetings.is_empty() {
        return Ok(());
    }
    writeln!(out, "{} in the calendars; the latest:", plural(meetings.len() as u64, "meeting", "meetings"))?;
    for meeting in meetings.iter().rev().take(SHOWN).rev() {
        let one = meeting.people.iter().find(|one| is(books, one, person));
        let part = one.filter(|_| meeting.counts).map(|one| format!("; {}", part(meeting, one)));
        writeln!(out, "{}{}", headline(loaded, meeting), part.unwrap_or_default())?;
    }
    let (theirs, yours) = rescheduled(loaded, person);
    if theirs + yours > 0 {
        writeln!(out, "moved or called off: {theirs} by them, {yours} by you; a sign, it counts nothing")?;
    }
    Ok(())
}

/// How often a person, and how often the owner, moved or called off a meeting of both.
pub(super) fn rescheduled(loaded: &Loaded, person: &Person) -> (usize, usize) {
    let books = &loaded.books;
    let changes = books.meetings_with(person.id).flat_map(|meeting| &meeting.changes);
    let by: Vec<&Address> = changes.filter_map(|change| change.by.as_ref()).collect();
    let theirs = by.iter().filter(|address| books.directory.find(address) == Some(person.id)).count();
    let yours = by.iter().filter(|address| loaded.config.me.addresses.contains(address)).count();
    (theirs, yours)
}

/// One meeting, with everybody in it.
pub(super) fn as_json(books: &Books, names: &Names<'_>, meeting: &Meeting) -> Value {
    let people: Vec<Value> = meeting.people.iter().map(|one| person_json(books, meeting, one)).collect();
    let changes: Vec<Value> = meeting
        .changes
        .iter()
        .map(|change| json!({"kind": change.kind, "by": change.by.as_ref().map(Address::as_str)}))
        .collect();
    let suggested: Vec<&str> = suggested(names, meeting).iter().map(|person| person.name.as_str()).collect();
    json!({
        "kind": "meeting",
        "uid": meeting.uid,
        "recurrence_id": meeting.recurrence_id.map(|id| id.to_string()),
        "start": meeting.start.to_string(),
        "end": meeting.end.to_string(),
        "summary": meeting.summary,
        "status": meeting.status,
        "counts": meeting.counts,
        "why": meeting.reason.text(),
        "people": people,
        "changes": changes,
        "suggested": suggested,
    })
}

fn person_json(books: &Books, meeting: &Meeting, one: &MeetingPerson) -> Value {
    let person = books.directory.find(&one.address);
    let thousandths = |number: u16| f64::from(number) / 1000.0;
    let (weight, confidence) = match one.attendance {
        Attendance::Attends { weight, confidence } if meeting.counts => {
            (thousandths(weight), confidence.fraction())
        }
        _ => (0.0, 0.0),
    };
    let absent = match one.attendance {
        Attendance::Absent(absence) => Some(absence.text()),
        Attendance::Attends { .. } => None,
    };
    json!({
        "address": one.address.as_str(),
        "person": person.map(|id| id.to_string()),
        "weight": weight,
        "confidence": confidence,
        "absent": absent,
    })
}

fn headline(loaded: &Loaded, meeting: &Meeting) -> String {
    let summary = if meeting.summary.is_empty() { "(private)" } else { &meeting.summary };
    format!("  {:>11}  {summary}: {}", day(meeting.start, &loaded.config.me.timezone), meeting.reason.text())
}

/// How much a meeting counts for one of those invited.
fn part(meeting: &Meeting, one: &MeetingPerson) -> String {
    match one.attendance {
        Attendance::Absent(absence) => absence.text().to_owned(),
        Attendance::Attends { .. } if !meeting.counts => "counts nothing".to_owned(),
        Attendance::Attends { weight, confidence } => {
            let weight = counting(f64::from(weight) / 1000.0);
            format!("{weight}, sure to {}", percent(confidence.fraction()))
        }
    }
}

fn changes(loaded: &Loaded, meeting: &Meeting) -> String {
    let mut times: BTreeMap<(ChangeKind, String), usize> = BTreeMap::new();
    for change in &meeting.changes {
        let by = match &change.by {
            Some(address) if loaded.config.me.addresses.contains(address) => " by you".to_owned(),
            Some(address) => format!(" by {}", name(&loaded.books, address)),
            None => String::new(),
        };
        *times.entry((change.kind, by)).or_default() += 1;
    }
    let told = times.into_iter().map(|((kind, by), times)| {
        let times = if times > 1 { format!(" {times} times") } else { String::new() };
        format!("{}{times}{by}", word(&kind))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The names of everybody with whom the owner has dealings.
pub(super) fn known_names(books: &Books) -> Names<'_> {
    let dealings = books.relationships.iter();
    Names::of(dealings.filter_map(|relationship| books.directory.person(relationship.person)))
}

/// Whom the title of a meeting without guests may mean.
fn suggested<'a>(names: &Names<'a>, meeting: &Meeting) -> Vec<&'a Person> {
    if meeting.reason != MeetingReason::NobodyElse {
        return Vec::new();
    }
    names.in_title(&meeting.summary)
}

fn is(books: &Books, one: &MeetingPerson, person: &Person) -> bool {
    books.directory.find(&one.address) == Some(person.id)
}

fn name(books: &Books, address: &Address) -> String {
    let person = books.directory.find(address).and_then(|id| books.directory.person(id));
    person.map_or_else(|| address.to_string(), |person| person.name.clone())
}
