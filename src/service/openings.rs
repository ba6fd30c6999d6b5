//! Finds whose open question meets what the owner, or somebody else he knows, is good at, and whose birthday is
//! known, for the choice of nudges.

use std::collections::BTreeMap;

use crate::books::{self, Books, Need, Shows, Trace, needs};
use crate::nudges::{Chance, NudgeKind, Openings, Policy, Shown};
use crate::people::PersonId;
use crate::store::StoreError;

use super::journal;

/// What the choice is to know of people beside how they stand.
pub(super) fn openings(books: &Books, policy: &Policy) -> Result<Openings, StoreError> {
    let birthdays = policy.kinds.contains(&NudgeKind::Birthday).then(|| books.birthdays.clone());
    let chances = policy.kinds.contains(&NudgeKind::Give).then(|| chances(books, policy)).transpose()?;
    Ok(Openings { birthdays: birthdays.unwrap_or_default(), chances: chances.unwrap_or_default() })
}

/// The best fresh chance of each person.
fn chances(books: &Books, policy: &Policy) -> Result<BTreeMap<PersonId, Chance>, StoreError> {
    let is_fresh = |need: &Need<'_>| {
        // A day more: the choice counts days of the calendar.
        books.as_of.duration_since(need.open.since).as_hours() / 24 <= i64::from(policy.chance_age.until)
    };
    let mut chances = BTreeMap::new();
    // Most letters know of no fresh question, and the index takes its time.
    if !needs(books).iter().any(is_fresh) {
        return Ok(chances);
    }
    let (traces, index) = journal::topics(books)?;
    let all = books::chances(books, &traces, |words| index.search(words))?;
    for need in all.iter().filter(|need| is_fresh(need)) {
        if let Some(chance) = chance(need) {
            chances.entry(need.person.id).or_insert(chance);
        }
    }
    Ok(chances)
}

/// What speaks for the owner, or for another where that is more.
fn chance(need: &Need<'_>) -> Option<Chance> {
    let own = need.strengths.first().map(|trace| (need.fit, None, *trace));
    let other = need.broker.map(|(person, trace)| (need.broker_fit, Some(person.name.clone()), trace));
    let best = own.into_iter().chain(other).reduce(|own, other| if other.0 > own.0 { other } else { own });
    let (fit, other, trace): (f64, Option<String>, &Trace) = best?;
    Some(Chance {
        question: need.open.message.clone(),
        fit,
        other,
        shown: if trace.shows == Shows::Helped { Shown::Helped } else { Shown::Answered },
        at: trace.at,
        topic: trace.text.lines().next().unwrap_or_default().to_owned(),
        source: trace.source.clone(),
    })
}
