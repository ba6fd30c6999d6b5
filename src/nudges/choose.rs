//! Few of the many: one nudge a person, the most pressing first, nothing twice.
//!
//! It judges by score and policy only; what a nudge says is the candidates' matter.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::ledger::Entry;
use crate::people::{Person, PersonId, namesakes};
use crate::relationships::{Relationship, Silence};

use super::candidates::Case;
use super::memory::{Memory, Past};
use super::words::Today;
use super::{Held, HeldReason, Nudge, NudgeKind, Openings, Policy, Urgency, Wishes};

/// Days over which the weekly budget counts.
const WEEK_DAYS: u16 = 7;

/// What goes into the letter, what does not and why.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// For the letter, the most pressing first.
    pub nudges: Vec<Nudge>,
    /// What was held back, the most pressing first.
    pub held: Vec<Held>,
    /// People with some tenure whose silence is usual and of whom nothing else is to be said.
    pub on_track: usize,
}

impl Choice {
    /// Names of what the letter says, in its order: the same for the same letter.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.nudges.iter().map(|nudge| format!("{}:{}", nudge.kind.as_str(), nudge.person)).collect()
    }

    /// Whether this is still to be said of the person: it is in the letter, or only for want of a place not.
    #[must_use]
    pub fn stands(&self, person: PersonId, kind: NudgeKind) -> bool {
        let is_it = |nudge: &Nudge| nudge.person == person && nudge.kind == kind;
        let placeless = [HeldReason::Budget, HeldReason::SamePerson, HeldReason::Aged];
        self.nudges.iter().any(is_it)
            || self.held.iter().any(|held| is_it(&held.nudge) && placeless.contains(&held.reason))
    }
}

/// All candidates of one person that passed the screen, the most pressing first; never empty.
struct Finalist {
    best: Nudge,
    others: Vec<Nudge>,
    /// Whether the tie has drifted away or is a weak one, and it is that which is spoken of.
    dormant: bool,
}

/// Chooses what to say at `as_of`, an instant of the owner's `today`.
///
/// `entries` and `openings` are all people's. Relationships whose person is missing in `people` are left out.
#[must_use]
pub fn choose(
    relationships: &[Relationship],
    people: &BTreeMap<PersonId, Person>,
    entries: &[Entry],
    policy: &Policy,
    memory: &Memory,
    openings: &Openings,
    today: Today<'_>,
) -> Choice {
    let mut entries_of: BTreeMap<PersonId, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        entries_of.entry(entry.person).or_default().push(entry);
    }
    let past = memory.before(today);
    let wishes = &memory.wishes;
    let doubles = Doubles::of(relationships, people);

    let mut choice = Choice::default();
    let mut finalists = Vec::new();
    for relationship in relationships {
        let Some(person) = people.get(&relationship.person) else { continue };
        let entries = entries_of.get(&person.id).map_or(&[][..], Vec::as_slice);
        let case = Case::new(relationship, person, entries, policy, today).knowing(openings);
        let nudges = case.nudges();
        if nudges.is_empty() && case.has_tenure() && relationship.rhythm.silence == Silence::Usual {
            choice.on_track += 1;
        }
        let mut passed = Vec::new();
        for mut nudge in nudges {
            nudge.asks_to_stop = past.asks(nudge.person);
            let double = nudge.kind == NudgeKind::Neglected && doubles.has_later(relationship, wishes);
            let reason = double.then_some(HeldReason::Namesake);
            match reason.or_else(|| screen(&nudge, &case, policy, &past, wishes, today)) {
                Some(reason) => choice.held.push(Held { nudge, reason }),
                None => passed.push(nudge),
            }
        }
        finalists.extend(finalist(passed, drifts(relationship, policy)));
    }
    finalists.sort_by(|a, b| by_place(&a.best, &b.best));
    let finalists = one_chance(once_each(finalists, &mut choice), &mut choice);
    let dormant_places = dormant_places(relationships, policy, &past);
    seat(finalists, places(policy, &past), dormant_places, &mut choice);
    choice.nudges.sort_by(by_place);
    if choice.nudges.first().is_some_and(|nudge| nudge.urgency == Urgency::Aged) {
        let aged = choice.nudges.drain(..).map(|nudge| Held { nudge, reason: HeldReason::Aged });
        choice.held.extend(aged);
    }
    choice.held.sort_by(|a, b| by_pressure(&a.nudge, &b.nudge));
    choice
}

/// Who may be one person under two addresses: a silence under one of them is none.
struct Doubles {
    namesakes: BTreeMap<PersonId, Vec<PersonId>>,
    last: BTreeMap<PersonId, Timestamp>,
}

impl Doubles {
    fn of(relationships: &[Relationship], people: &BTreeMap<PersonId, Person>) -> Self {
        let known = relationships.iter().filter_map(|relationship| people.get(&relationship.person));
        let last = relationships.iter().map(|known| (known.person, known.last_contact));
        Self { namesakes: namesakes(known), last: last.collect() }
    }

    fn has_later(&self, relationship: &Relationship, wishes: &Wishes) -> bool {
        let person = relationship.person;
        let others = self.namesakes.get(&person).into_iter().flatten();
        let others = others.filter(|&&other| !wishes.are_distinct(person, other));
        others.filter_map(|other| self.last.get(other)).any(|&last| last > relationship.last_contact)
    }
}

/// What was said to several people at once is spoken of once, with the first of them.
fn once_each(finalists: Vec<Finalist>, choice: &mut Choice) -> Vec<Finalist> {
    let mut spoken: BTreeSet<(NudgeKind, String)> = BTreeSet::new();
    let (first, again): (Vec<_>, Vec<_>) = finalists.into_iter().partition(|finalist| {
        let matter = finalist.best.matter();
        matter.is_empty() || spoken.insert((finalist.best.kind, matter.to_owned()))
    });
    let again = again.into_iter().flat_map(|finalist| finalist.others.into_iter().chain([finalist.best]));
    choice.held.extend(again.map(|nudge| Held { nudge, reason: HeldReason::SameMatter }));
    first
}

/// One chance to give is enough for a letter: of the others something else is said, if anything is.
fn one_chance(finalists: Vec<Finalist>, choice: &mut Choice) -> Vec<Finalist> {
    let mut seen = false;
    let mut kept = Vec::new();
    for mut finalist in finalists {
        if finalist.best.kind == NudgeKind::Give && std::mem::replace(&mut seen, true) {
            let mut others = std::mem::take(&mut finalist.others).into_iter();
            let Some(next) = others.next() else {
                choice.held.push(Held { nudge: finalist.best, reason: HeldReason::Budget });
                continue;
            };
            let chance = std::mem::replace(&mut finalist.best, next);
            choice.held.push(Held { nudge: chance, reason: HeldReason::Budget });
            finalist.others = others.collect();
        }
        kept.push(finalist);
    }
    kept.sort_by(|a, b| by_place(&a.best, &b.best));
    kept
}

/// Why a nudge is out of the question, if it is.
fn screen(
    nudge: &Nudge,
    case: &Case<'_>,
    policy: &Policy,
    past: &Past,
    wishes: &Wishes,
    today: Today<'_>,
) -> Option<HeldReason> {
    let silence = nudge.kind == NudgeKind::Neglected;
    let cooldown_days = wishes.cooldown_days(nudge.person, nudge.kind, policy.cooldown_days);
    if !policy.kinds.contains(&nudge.kind) {
        Some(HeldReason::KindOff)
    } else if case.wants_tact() && !case.is_owed_for_a_day(nudge) {
        Some(HeldReason::Sensitive)
    } else if let Some(reason) = wishes.hold(nudge, today.as_of()) {
        Some(reason)
    } else if past.rests(nudge, cooldown_days, policy) {
        Some(HeldReason::Cooldown)
    } else if silence && case.lacks_rhythm() {
        Some(HeldReason::NoRhythm)
    } else if silence && case.meeting_ahead().is_some() {
        Some(HeldReason::MeetingAhead)
    } else if silence && case.only_takes() && !case.beyond_wish() {
        Some(HeldReason::OneSided)
    } else if nudge.score < policy.bar {
        Some(HeldReason::BelowBar)
    } else {
        None
    }
}

/// Places in the letter: those of one letter, as far as the week's are not given away.
fn places(policy: &Policy, past: &Past) -> usize {
    let given = past.lately(WEEK_DAYS).count();
    policy.max_people.min(policy.max_per_week.saturating_sub(given))
}

/// Whether a tie is one from which the unexpected comes: it has drifted away, was never close, or is one of lists.
fn drifts(relationship: &Relationship, policy: &Policy) -> bool {
    relationship.rhythm.silence == Silence::DriftedAway
        || relationship.warmth.level < policy.warmth_floor
        || relationship.listed
}

fn finalist(mut passed: Vec<Nudge>, drifts: bool) -> Option<Finalist> {
    passed.sort_by(by_pressure);
    let mut passed = passed.into_iter();
    let best = passed.next()?;
    let dormant = best.kind == NudgeKind::Neglected && drifts;
    Some(Finalist { best, others: passed.collect(), dormant })
}

/// Fills the places. Weak ties and those that have drifted away get only the places kept for them; in a full
/// letter such a tie takes the last place, unless something for a named day has it.
fn seat(finalists: Vec<Finalist>, places: usize, dormant_places: usize, choice: &mut Choice) {
    let (dormant, others): (Vec<_>, Vec<_>) = finalists.into_iter().partition(|finalist| finalist.dormant);
    let pressing = others.iter().filter(|finalist| finalist.best.urgency == Urgency::Dated).count();
    let free = places.saturating_sub(pressing.max(1));
    let kept = dormant.len().min(dormant_places).min(free.max(places.saturating_sub(others.len())));
    for (seats, group) in [(kept, dormant), (places - kept, others)] {
        for (rank, finalist) in group.into_iter().enumerate() {
            let seated = rank < seats;
            let reason = if seated { HeldReason::SamePerson } else { HeldReason::Budget };
            choice.held.extend(finalist.others.into_iter().map(|nudge| Held { nudge, reason }));
            if seated {
                choice.nudges.push(finalist.best);
            } else {
                choice.held.push(Held { nudge: finalist.best, reason });
            }
        }
    }
}

/// How many weak or drifted ties this letter may hold: one place in `dormant_one_in`, counting the places
/// given lately.
fn dormant_places(relationships: &[Relationship], policy: &Policy, past: &Past) -> usize {
    let one_in = usize::from(policy.dormant_one_in);
    if one_in == 0 {
        return 0;
    }
    let weak = |person| relationships.iter().any(|known| known.person == person && drifts(known, policy));
    let recent = past
        .lately(policy.dormant_days)
        .take(one_in - 1)
        .any(|sent| sent.kind == NudgeKind::Neglected && weak(sent.person));
    if recent { 0 } else { (policy.max_people / one_in).max(1) }
}

/// The higher score first, then the earlier kind, then the lower id.
fn by_pressure(a: &Nudge, b: &Nudge) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.kind.cmp(&b.kind)).then(a.person.cmp(&b.person))
}

/// What has been open for very long comes last, and a promise for no day behind what somebody waits for.
fn by_place(a: &Nudge, b: &Nudge) -> std::cmp::Ordering {
    let aged = |nudge: &Nudge| nudge.urgency == Urgency::Aged;
    let vague = |nudge: &Nudge| nudge.kind == NudgeKind::Promise && nudge.urgency != Urgency::Dated;
    let place = |nudge: &Nudge| (aged(nudge), vague(nudge));
    place(a).cmp(&place(b)).then_with(|| by_pressure(a, b))
}

#[cfg(test)]
mod tests;
