//! Who moves meetings and calls them off: a signal for the owner, never a debt. Knows nothing of attendance.

use jiff::Timestamp;

use super::merge::{Merged, said_of, states};
use super::{ChangeKind, MeetingChange};
use crate::observations::calendar::{CalendarObject, EventStatus, Method};

/// Most changes of one meeting that are told.
const MAX_CHANGES: usize = 50;

/// The changes of one occurrence that `group`, oldest first, tells of. What two copies tell is told once.
pub(super) fn changes(group: &[&CalendarObject], one: &Merged) -> Vec<MeetingChange> {
    let mut changes = Vec::new();
    let mut planned = one.recurrence_id;
    for object in group.iter().copied().filter(|object| states(object)) {
        let Some((start, by)) = planned_in(object, one) else { continue };
        if planned.is_some_and(|before| before != start) {
            changes.push(MeetingChange { kind: ChangeKind::Moved, by });
        }
        planned = Some(start);
    }
    for object in group.iter().copied().filter(|object| object.method == Some(Method::Counter)) {
        let by = said_of(object, one.id()).and_then(|said| said.attendees.first());
        if let Some(by) = by {
            let by = Some(by.address.clone());
            changes.push(MeetingChange { kind: ChangeKind::Proposed, by });
        }
    }
    if one.details.status == EventStatus::Cancelled {
        let by = one.details.organizer.as_ref().map(|organizer| organizer.address.clone());
        changes.push(MeetingChange { kind: ChangeKind::Cancelled, by });
    }
    changes.truncate(MAX_CHANGES);
    changes
}

/// When an object has the meeting take place, and who organizes it there. A lone event is moved as a whole;
/// of several meetings under one UID it cannot be told which is which.
fn planned_in(object: &CalendarObject, one: &Merged) -> Option<(Timestamp, Option<crate::people::Address>)> {
    let occurrence = match (one.recurrence_id, object.occurrences.as_slice()) {
        (None, [only]) if object.whole && only.recurrence_id.is_none() => only,
        (Some(id), occurrences) => {
            occurrences.iter().rfind(|occurrence| occurrence.recurrence_id == Some(id))?
        }
        _ => return None,
    };
    let organizer = object.details.get(occurrence.details)?.organizer.as_ref();
    Some((occurrence.start, organizer.map(|organizer| organizer.address.clone())))
}
