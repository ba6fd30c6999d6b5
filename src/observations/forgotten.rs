//! What may be kept of an item once somebody in it was forgotten.

use crate::people::{Mailbox, Tombstones};

use super::Facts;
use super::calendar::{CalendarObject, EventDetails};

/// The facts without the forgotten; `None` where the message is theirs, or went to nobody else. Words that
/// they were among the readers of, or that name them, are dropped; what was done in them stays.
#[must_use]
pub fn facts_without(mut facts: Facts, forgotten: &Tombstones) -> Option<Facts> {
    let gone = |mailbox: &Mailbox| forgotten.holds(&mailbox.address);
    if facts.from.as_ref().is_some_and(gone) {
        return None;
    }
    let before = facts.to.len() + facts.cc.len();
    facts.to.retain(|mailbox| !gone(mailbox));
    facts.cc.retain(|mailbox| !gone(mailbox));
    let left = facts.to.len() + facts.cc.len();
    if left < before && left == 0 {
        return None;
    }
    let theirs = left < before;
    let hidden = |text: &str| theirs || forgotten.named_in(text);
    let cues = facts.cues.iter_mut().chain(&mut facts.hint).map(|cue| &mut cue.quote);
    let quotes = cues.chain(facts.answer.as_mut().map(|answer| &mut answer.quote));
    for text in quotes.chain([&mut facts.subject]).filter(|text| hidden(text)) {
        text.clear();
    }
    // What was done by or for somebody forgotten is nobody else's deed.
    facts.cues.retain(|cue| !cue.bearing.names().any(|name| forgotten.named_in(name)));
    facts.attachments.retain(|name| !hidden(name));
    facts.skipped.retain(|reason| !hidden(reason));
    if theirs {
        facts.greeted.clear();
        facts.quoted_hashes.clear();
    }
    facts.references.retain(|id| !forgotten.holds_message(id.as_str()));
    facts.calendar =
        facts.calendar.into_iter().filter_map(|object| object_without(object, forgotten)).collect();
    Some(facts)
}

/// The object without the forgotten; `None` where one of them holds the meeting.
#[must_use]
pub fn object_without(mut object: CalendarObject, forgotten: &Tombstones) -> Option<CalendarObject> {
    if object.details.iter().any(|details| holds_it(details, forgotten)) {
        return None;
    }
    for details in &mut object.details {
        let before = details.attendees.len();
        details.attendees.retain(|attendee| !forgotten.holds(&attendee.address));
        for attendee in &mut details.attendees {
            attendee.delegated_to = attendee.delegated_to.take().filter(|address| !forgotten.holds(address));
        }
        let theirs = details.attendees.len() < before;
        for text in [&mut details.summary, &mut details.location] {
            if theirs || forgotten.named_in(text) {
                text.clear();
            }
        }
    }
    Some(object)
}

fn holds_it(details: &EventDetails, forgotten: &Tombstones) -> bool {
    details.organizer.as_ref().is_some_and(|organizer| forgotten.holds(&organizer.address))
        || details.sent_by.as_ref().is_some_and(|address| forgotten.holds(address))
}
