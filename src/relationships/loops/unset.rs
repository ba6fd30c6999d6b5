//! Meetings that one asked for, the other agreed to, and nobody set.
//!
//! Only the calendar knows what was set, so it says nothing to an owner who keeps none.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::gathered::Gathered;
use super::opening::{days_between, is_alone, opener};
use super::words::asks_to_meet;
use crate::conversations::Party;
use crate::inference::Deed;
use crate::observations::cues::Act;
use crate::people::PersonId;
use crate::relationships::{Loop, LoopKind, Policy};

/// One a person: the latest request to meet that was agreed to without a day.
pub(super) fn meetings(gathered: &Gathered<'_>, today: Date, policy: &Policy) -> Vec<Loop> {
    if !gathered.keeps_calendar() {
        return Vec::new();
    }
    let mut open: BTreeMap<PersonId, Loop> = BTreeMap::new();
    for deed in gathered.deeds().filter(|deed| deed.act == Act::Request && asks_to_meet(&deed.quote)) {
        let Some(exchange) = opener(deed, gathered, policy) else { continue };
        let age = days_between(exchange.day, today);
        let ripe =
            (i64::from(policy.meeting_from_days)..=i64::from(policy.meeting_lapse_days)).contains(&age);
        if ripe && agreed(deed, gathered, policy) && !is_set(deed, gathered) {
            open.insert(
                deed.person(),
                Loop {
                    kind: LoopKind::MeetingUnset,
                    p_open: deed.confidence,
                    person: deed.person(),
                    turn: Party::Owner,
                    since: deed.at,
                    due: None,
                    message: deed.message.clone(),
                    quote: deed.quote.to_string(),
                    topic: exchange.topic.to_string(),
                    alone: is_alone(exchange),
                    meant: false,
                },
            );
        }
    }
    open.into_values().collect()
}

/// Whether the one who was asked answered in the conversation and did not decline.
fn agreed(deed: &Deed, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    let answered = gathered.thread_after(&deed.thread, deed.at).any(|later| later.by == deed.toward);
    let declined = gathered.deeds_after(deed.person(), deed.at).any(|later| {
        let sure = later.confidence.thousandths() >= policy.closing_confidence;
        later.thread == deed.thread && later.act == Act::Decline && sure
    });
    answered && !declined
}

/// Whether they met since, will meet, or named a day.
fn is_set(deed: &Deed, gathered: &Gathered<'_>) -> bool {
    let person = deed.person();
    let named =
        gathered.deeds_after(person, deed.at).any(|later| later.thread == deed.thread && later.due.is_some());
    deed.due.is_some() || named || gathered.met_after(person, deed.at) || gathered.meets(person)
}
