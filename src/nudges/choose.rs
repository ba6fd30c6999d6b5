//! Few of the many: one nudge a person, the most pressing first, nothing twice.
//!
//! It judges by score and policy only; what a nudge says is the candidates' matter.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ledger::Entry;
use crate::people::{Person, PersonId};
use crate::relationships::{Relationship, Silence};

use super::candidates::Case;
use super::words::Today;
use super::{Held, HeldReason, Nudge, NudgeKind, Policy, Wishes};

/// A nudge that went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// About whom.
    pub person: PersonId,
    /// Of what kind.
    pub kind: NudgeKind,
}

/// All that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// What was said, in any order.
    pub sent: Vec<Sent>,
    /// What the owner answered.
    pub wishes: Wishes,
}

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
}

/// All candidates of one person that passed the screen, the most pressing first; never empty.
struct Finalist {
    best: Nudge,
    others: Vec<Nudge>,
    /// Whether the tie has drifted away, and it is that which is spoken of.
    dormant: bool,
}

/// Chooses what to say at `as_of`. What was said at or after `as_of` is ignored, so that the same instant
/// gives the same letter again.
///
/// `entries` are all people's. Relationships whose person is missing in `people` are left out.
#[must_use]
pub fn choose(
    relationships: &[Relationship],
    people: &BTreeMap<PersonId, Person>,
    entries: &[Entry],
    policy: &Policy,
    memory: &Memory,
    as_of: Timestamp,
    zone: &TimeZone,
) -> Choice {
    let today = Today::new(as_of, zone);
    let mut entries_of: BTreeMap<PersonId, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        entries_of.entry(entry.person).or_default().push(entry);
    }
    let wishes = &memory.wishes;
    let sent: BTreeSet<Sent> = memory.sent.iter().filter(|nudge| nudge.at < as_of).copied().collect();

    let mut choice = Choice::default();
    let mut finalists = Vec::new();
    for relationship in relationships {
        let Some(person) = people.get(&relationship.person) else { continue };
        let entries = entries_of.get(&person.id).map_or(&[][..], Vec::as_slice);
        let case = Case::new(relationship, person, entries, policy, as_of, today);
        let nudges = case.nudges();
        if nudges.is_empty() && case.has_tenure() && relationship.rhythm.silence == Silence::Usual {
            choice.on_track += 1;
        }
        let mut passed = Vec::new();
        for nudge in nudges {
            match screen(&nudge, &case, policy, &sent, wishes, as_of) {
                Some(reason) => choice.held.push(Held { nudge, reason }),
                None => passed.push(nudge),
            }
        }
        finalists.extend(finalist(passed, relationship.rhythm.silence));
    }
    finalists.sort_by(|a, b| by_pressure(&a.best, &b.best));
    let dormant_places = dormant_places(relationships, policy, &sent, as_of);
    seat(finalists, policy.max_people, dormant_places, &mut choice);
    choice.nudges.sort_by(by_pressure);
    choice.held.sort_by(|a, b| by_pressure(&a.nudge, &b.nudge));
    choice
}

/// Why a nudge is out of the question, if it is.
fn screen(
    nudge: &Nudge,
    case: &Case<'_>,
    policy: &Policy,
    sent: &BTreeSet<Sent>,
    wishes: &Wishes,
    as_of: Timestamp,
) -> Option<HeldReason> {
    let days = wishes.cooldown_days(nudge.person, nudge.kind, policy.cooldown_days);
    let since = days_before(as_of, days);
    let said = |sent: &Sent| sent.person == nudge.person && sent.kind == nudge.kind && sent.at > since;
    if !policy.kinds.contains(&nudge.kind) {
        Some(HeldReason::KindOff)
    } else if let Some(reason) = wishes.hold(nudge, as_of) {
        Some(reason)
    } else if sent.iter().any(said) {
        Some(HeldReason::Cooldown)
    } else if nudge.kind == NudgeKind::Neglected && case.meeting_ahead().is_some() {
        Some(HeldReason::MeetingAhead)
    } else if nudge.score < policy.bar {
        Some(HeldReason::BelowBar)
    } else {
        None
    }
}

fn finalist(mut passed: Vec<Nudge>, silence: Silence) -> Option<Finalist> {
    passed.sort_by(by_pressure);
    let mut passed = passed.into_iter();
    let best = passed.next()?;
    let dormant = best.kind == NudgeKind::Neglected && silence == Silence::DriftedAway;
    Some(Finalist { best, others: passed.collect(), dormant })
}

/// Fills the places. Ties that have drifted away get only the places kept for them; in a full letter
/// such a tie takes the last place, unless a promise has it.
fn seat(finalists: Vec<Finalist>, places: usize, dormant_places: usize, choice: &mut Choice) {
    let (dormant, others): (Vec<_>, Vec<_>) = finalists.into_iter().partition(|finalist| finalist.dormant);
    let pressing = others.iter().filter(|finalist| finalist.best.kind == NudgeKind::Promise).count();
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

/// How many ties that have drifted away this letter may hold: one place in `dormant_one_in`, counting
/// the places given lately.
fn dormant_places(
    relationships: &[Relationship],
    policy: &Policy,
    sent: &BTreeSet<Sent>,
    as_of: Timestamp,
) -> usize {
    let one_in = usize::from(policy.dormant_one_in);
    if one_in == 0 {
        return 0;
    }
    let still_away: BTreeSet<PersonId> = relationships
        .iter()
        .filter(|relationship| relationship.rhythm.silence == Silence::DriftedAway)
        .map(|relationship| relationship.person)
        .collect();
    let since = days_before(as_of, policy.dormant_days);
    let recent = sent
        .iter()
        .rev()
        .take(one_in - 1)
        .take_while(|sent| sent.at > since)
        .any(|sent| sent.kind == NudgeKind::Neglected && still_away.contains(&sent.person));
    if recent { 0 } else { (policy.max_people / one_in).max(1) }
}

/// The instant so many times 24 hours earlier.
fn days_before(as_of: Timestamp, days: u16) -> Timestamp {
    as_of.checked_sub(jiff::SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN)
}

/// The higher score first, then the earlier kind, then the lower id.
fn by_pressure(a: &Nudge, b: &Nudge) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.kind.cmp(&b.kind)).then(a.person.cmp(&b.person))
}

#[cfg(test)]
mod tests {
    use crate::nudges::scenario::{Scenario, drifted, every_kind, open, silent};
    use crate::relationships::LoopKind;

    use super::*;

    fn held(choice: &Choice) -> Vec<(NudgeKind, HeldReason)> {
        choice.held.iter().map(|held| (held.nudge.kind, held.reason)).collect()
    }

    fn names(choice: &Choice) -> Vec<&str> {
        choice.nudges.iter().map(|nudge| nudge.name.as_str()).collect()
    }

    #[test]
    fn each_reason_to_hold_back_has_its_case() {
        use HeldReason::{BelowBar, Cooldown, KindOff, MeetingAhead};
        let neglected = || Scenario::new().with("Ana Ruiz", silent);
        let meeting = |at: &str| {
            Scenario::new().with("Ana Ruiz", |r| {
                silent(r);
                r.next_meeting = Some(at.parse().unwrap());
            })
        };
        for (scenario, reason) in [
            (
                neglected().policy(|policy| policy.kinds.retain(|&kind| kind == NudgeKind::Thanks)),
                Some(KindOff),
            ),
            (neglected().said(NudgeKind::Neglected, 20), Some(Cooldown)),
            (neglected().said(NudgeKind::Neglected, 21), None),
            (neglected().said(NudgeKind::Thanks, 1), None),
            (neglected().said(NudgeKind::Neglected, 0), None),
            (meeting("2026-11-28T09:00:00Z"), Some(MeetingAhead)),
            (meeting("2026-11-22T16:00:00Z"), None),
            (meeting("2026-12-01T09:00:00Z"), None),
            (neglected().policy(|policy| policy.bar = 0.9), Some(BelowBar)),
            (neglected().policy(|policy| policy.bar = neglected().only().score), None),
            (neglected().who(|person| person.importance = 100), Some(BelowBar)),
        ] {
            let choice = scenario.choose();
            let expected: Vec<_> = reason.map(|reason| (NudgeKind::Neglected, reason)).into_iter().collect();
            assert_eq!(held(&choice), expected);
            assert_eq!(choice.nudges.len(), usize::from(reason.is_none()));
        }
    }

    #[test]
    fn a_person_gets_one_nudge_the_most_pressing() {
        let scenario = Scenario::new().with("Ana Ruiz", |r| {
            silent(r);
            open(r, LoopKind::ThanksOwed, 20, "Here is the contact");
        });
        let choice = scenario.choose();
        assert_eq!(choice.nudges[0].kind, NudgeKind::Thanks);
        assert_eq!(held(&choice), [(NudgeKind::Neglected, HeldReason::SamePerson)]);
        let full = scenario.policy(|policy| policy.max_people = 0).choose();
        assert_eq!(held(&full).iter().map(|held| held.1).collect::<Vec<_>>(), [HeldReason::Budget; 2]);
    }

    #[test]
    fn the_letter_holds_the_most_pressing_few() {
        let all = every_kind().choose();
        let few = every_kind().policy(|policy| policy.max_people = 3).choose();
        assert_eq!(few.nudges, all.nudges[..3]);
        assert_eq!(few.held.len(), 6);
        assert!(few.held.iter().all(|held| held.reason == HeldReason::Budget));
    }

    #[test]
    fn the_order_of_what_comes_in_changes_nothing() {
        let mut scenario = every_kind();
        let choice = scenario.choose();
        scenario.relationships.reverse();
        scenario.entries.reverse();
        assert_eq!(scenario.choose(), choice);

        let mut twins =
            Scenario::new().with("Ana", silent).with("Ben", silent).policy(|policy| policy.max_people = 1);
        let first = twins.choose();
        twins.relationships.reverse();
        assert_eq!(twins.choose(), first);
    }

    #[test]
    fn people_of_whom_nothing_is_to_be_said_are_on_track() {
        let scenario = Scenario::new()
            .with("Ana Ruiz", |_| {})
            .with("Ben Okafor", silent)
            .with("Lena Vogt", |r| r.occasions = 1);
        assert_eq!(scenario.choose().on_track, 1);
    }

    #[test]
    fn one_place_is_kept_for_a_drifted_tie() {
        let four = || {
            ["Ana", "Ben", "Cleo"]
                .into_iter()
                .fold(Scenario::new(), |scenario, name| {
                    scenario.with(name, silent).who(|p| p.importance = 1500)
                })
                .with("Dora", drifted)
                .who(|person| person.importance = 500)
                .with("Emil", drifted)
        };
        let choice = four().choose();
        assert_eq!(names(&choice).iter().filter(|name| ["Dora", "Emil"].contains(name)).count(), 1);
        assert!(names(&choice).contains(&"Emil"));
        // A place given three weeks ago still counts, one given five weeks ago does not.
        let again = |days| names(&four().said(NudgeKind::Neglected, days).choose()).len();
        assert_eq!((again(24), again(35)), (3, 3));
        let emil = |days| names(&four().said(NudgeKind::Neglected, days).choose()).contains(&"Emil");
        assert_eq!((emil(24), emil(35)), (false, true));
        assert!(!names(&four().policy(|policy| policy.dormant_one_in = 0).choose()).contains(&"Emil"));
    }

    #[test]
    fn a_promise_does_not_give_way_to_a_drifted_tie() {
        let scenario = ["Ana", "Ben", "Cleo"]
            .into_iter()
            .fold(Scenario::new(), |scenario, name| {
                scenario.with(name, |r| open(r, LoopKind::PromiseByMe, 30, "I will send it"))
            })
            .with("Dora", drifted);
        let choice = scenario.choose();
        assert!(choice.nudges.iter().all(|nudge| nudge.kind == NudgeKind::Promise));
    }
}
