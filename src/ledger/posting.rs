//! Posting: favors and rulings become entries.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Date};

use crate::conversations::Party;
use crate::inference::{Basis, Favor, FavorId, Kind, Step};
use crate::observations::cues::{Confidence, Sign};
use crate::people::{Address, Directory, PersonId};

use super::verdicts::{Index, added, rule};
use super::{Direction, Entry, Evidence, HalfLife, Points, Ruling, RulingRecord, Status};

/// How sure an inferred favor has to be to post. Of 600 episodes whose basis two readers labelled it is the value at
/// which about .85 of what posts is a favor; what a rule says alone is that sure.
pub const LEAST_CONFIDENCE: Confidence = Confidence::from_thousandths(600);

/// What decides which favors post, what entries are worth and how that fades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Worth of each kind.
    pub worth: BTreeMap<Kind, Points>,
    /// How fast fades what the owner gave.
    pub half_life_given: HalfLife,
    /// How fast fades what he received.
    pub half_life_received: HalfLife,
    /// An inferred favor that is less sure than this is unclear, and worth nothing until the owner confirms it.
    pub least_confidence: Confidence,
    /// The owner's time zone: it decides where months end.
    pub zone: TimeZone,
}

impl Default for Policy {
    fn default() -> Self {
        let worth = [
            (Kind::Introduction, 8),
            (Kind::Recommendation, 8),
            (Kind::Opportunity, 6),
            (Kind::Concession, 5),
            (Kind::Gift, 4),
            (Kind::Help, 3),
            (Kind::Advice, 3),
            (Kind::Care, 2),
            (Kind::Praise, 1),
        ];
        Self {
            worth: worth
                .into_iter()
                .map(|(kind, points)| (kind, Points::from_thousandths(points * 1000)))
                .collect(),
            half_life_given: HalfLife::days(365),
            half_life_received: HalfLife::days(4 * 365),
            least_confidence: LEAST_CONFIDENCE,
            zone: TimeZone::UTC,
        }
    }
}

impl Policy {
    /// The half-life of a direction.
    #[must_use]
    pub fn half_life(&self, direction: Direction) -> HalfLife {
        match direction {
            Direction::Given => self.half_life_given,
            Direction::Received => self.half_life_received,
        }
    }

    /// What a favor of this kind is worth where nothing else is known of it.
    #[must_use]
    pub fn worth_of(&self, kind: Kind) -> Points {
        self.worth.get(&kind).copied().unwrap_or_default()
    }
}

/// Posts what was done, ruled on by the owner, as of an instant. Entries come by time and id.
///
/// Rulings count whenever they were made; of two on one thing the later wins. Only favors that are vouched
/// for post; what is not is left to suggest.
#[must_use]
pub fn post(
    favors: &[Favor],
    rulings: &[RulingRecord],
    directory: &Directory,
    policy: &Policy,
    as_of: Timestamp,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = favors
        .iter()
        .filter(|favor| favor.trusted && (favor.done.is_some() || favor.thanked.is_some()))
        .map(|favor| inferred(favor, policy, as_of))
        .collect();
    let mut index = Index::default();
    for record in rulings {
        match &record.ruling {
            Ruling::Entry { subject, verdict } => {
                index.add(&entries);
                rule(&mut entries, &mut index, record, subject, verdict, directory, policy);
            }
            Ruling::Add { worth, .. } => {
                if let Some(entry) = added(record, directory, policy).filter(|entry| entry.at < as_of) {
                    entries.push(entry);
                    index.entered(&entries, *worth);
                }
            }
            // Who people are was decided before, in the directory; what to bring up is decided later.
            Ruling::Wish { .. }
            | Ruling::Note { .. }
            | Ruling::Unlearn { .. }
            | Ruling::Pause { .. }
            | Ruling::Circle { .. }
            | Ruling::Regime { .. }
            | Ruling::Stance { .. }
            | Ruling::Gaps { .. }
            | Ruling::Ignore { .. }
            | Ruling::Merge { .. }
            | Ruling::Distinct { .. }
            | Ruling::Split { .. } => {}
        }
    }
    entries.retain(|entry| entry.at < as_of);
    entries.sort_by_key(|entry| (entry.at, entry.id));
    level_off(&mut entries, &policy.zone);
    entries
}

/// The favors that by the owner's word are none, or not with the person of whom they were inferred: their entries are
/// void or somebody else's. One that he split still happened, in its parts.
#[must_use]
pub fn rejected(favors: &[Favor], entries: &[Entry]) -> BTreeSet<FavorId> {
    let (void, standing): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.status == Status::Voided);
    let lives_on = |whole: &Entry| standing.iter().any(|part| part.evidence.starts_with(&whole.evidence));
    let mut rejected: BTreeSet<FavorId> =
        void.into_iter().filter(|entry| !lives_on(entry)).map(|entry| entry.id).collect();
    let posted = standing.iter().filter(|entry| entry.status == Status::Posted);
    let ruled: BTreeMap<FavorId, PersonId> = posted.map(|entry| (entry.id, entry.person)).collect();
    if !ruled.is_empty() {
        let moved = |favor: &&Favor| ruled.get(&favor.id).is_some_and(|person| *person != favor.person);
        rejected.extend(favors.iter().filter(moved).map(|favor| favor.id));
    }
    rejected
}

fn inferred(favor: &Favor, policy: &Policy, as_of: Timestamp) -> Entry {
    let direction = if favor.giver == Party::Owner { Direction::Given } else { Direction::Received };
    let age = as_of.duration_since(favor.at()).as_hours() / 24;
    let status = if favor.thanked.is_some() && favor.done.is_some() {
        Status::Acknowledged
    } else if age > i64::from(policy.half_life(direction).in_days()) {
        Status::Expired
    } else {
        Status::Pending
    };
    // A list that grows takes room for four of what is mostly one.
    let mut evidence = Vec::with_capacity(favor.steps().count());
    evidence.extend(favor.steps().map(|(shows, step)| Evidence {
        shows,
        source: step.message.to_string(),
        at: step.at,
        quote: step.quote.clone(),
    }));
    evidence.sort_by(|a, b| (a.at, a.shows).cmp(&(b.at, b.shows)));
    Entry {
        id: favor.id,
        person: favor.person,
        kind: favor.kind,
        direction,
        basis: favor.basis,
        at: favor.at(),
        worth: if favor.basis == Basis::Favor { worth(favor, policy) } else { Points::ZERO },
        confidence: favor.confidence,
        status,
        evidence,
    }
}

/// Worth by kind, more for what cost more and for what nobody asked for.
fn worth(favor: &Favor, policy: &Policy) -> Points {
    let cost = if favor.signs.contains(&Sign::BeyondHours) { 1250 } else { 1000 };
    let first = |offered: &Step| favor.asked.as_ref().is_none_or(|asked| offered.at < asked.at);
    let volunteered = favor.offered.as_deref().is_some_and(first)
        || favor.asked.is_none() && favor.signs.contains(&Sign::Unasked);
    let voluntariness = if volunteered { 1200 } else { 1000 };
    let base = policy.worth_of(favor.kind).thousandths();
    Points::from_thousandths(base.saturating_mul(cost).saturating_mul(voluntariness) / 1_000_000)
}

/// The n-th favor of a month between two people, one way, counts 1/sqrt(n) of its worth: ten small favors in a
/// week are less than ten over a year. What the owner gave a worth to keeps it.
fn level_off(entries: &mut [Entry], zone: &TimeZone) {
    let mut counts: BTreeMap<(PersonId, Direction, Date), u64> = BTreeMap::new();
    for entry in entries.iter_mut() {
        if entry.worth == Points::ZERO || matches!(entry.status, Status::Voided | Status::Posted) {
            continue;
        }
        let month = entry.at.to_zoned_datetime(zone.clone()).date().first_of_month();
        let count = counts.entry((entry.person, entry.direction, month)).or_insert(0);
        *count += 1;
        // The root of n in thousandths, in integers.
        let root = (*count * 1_000_000).isqrt();
        let root = i64::try_from(root).unwrap_or(i64::MAX);
        entry.worth = Points::from_thousandths(entry.worth.thousandths().saturating_mul(1000) / root);
    }
}

/// The identity key by which rulings name a person: the first address.
#[must_use]
pub fn ruling_address(directory: &Directory, person: PersonId) -> Option<Address> {
    directory.person(person)?.addresses.first().map(Address::identity_key)
}
