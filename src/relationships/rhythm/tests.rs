//! Rhythms, silences and forecasts of invented people.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::people::Address;
use crate::relationships::OccasionSource;
use crate::relationships::example::{Dice, day, day_of, instant, occasions_every, person};

const AS_OF: &str = "2026-03-01T00:00Z";

fn of(occasions: &[Occasion], expect_days: Option<u32>) -> Rhythm {
    let history = History { person: person("ana"), occasions, ideal_days: None, expect_days };
    rhythms(&[history], instant(AS_OF), day("2026-03-01"), &Policy::default())[&person("ana")]
}

/// One person a list of days counted back from `AS_OF`, at noon.
fn people(days_back: &[Vec<i32>]) -> Vec<(PersonId, Vec<Occasion>)> {
    days_back
        .iter()
        .enumerate()
        .map(|(number, days)| {
            let person = PersonId::of(&Address::parse(&format!("n{number}@people.example")).unwrap());
            let occasions = days.iter().map(|&back| {
                let at = instant(AS_OF) - SignedDuration::from_hours(24 * i64::from(back) - 12);
                Occasion {
                    person,
                    at,
                    day: day_of(at),
                    weight: 1000,
                    source: OccasionSource::MailIn,
                    thread: None,
                }
            });
            (person, occasions.collect())
        })
        .collect()
}

fn all(people: &[(PersonId, Vec<Occasion>)]) -> BTreeMap<PersonId, Rhythm> {
    let histories: Vec<History<'_>> = people
        .iter()
        .map(|(person, occasions)| History {
            person: *person,
            occasions,
            ideal_days: None,
            expect_days: None,
        })
        .collect();
    rhythms(&histories, instant(AS_OF), day("2026-03-01"), &Policy::default())
}

#[test]
fn a_weekly_friend_silent_for_three_months_is_overdue_and_a_yearly_friend_is_not() {
    let weekly = of(&occasions_every("ana", 7, 40, "2025-12-01T12:00Z"), None);
    assert_eq!(weekly.silence, Silence::Overdue, "{weekly:?}");
    let yearly = of(&occasions_every("ana", 365, 5, "2025-06-01T12:00Z"), None);
    assert_eq!(yearly.silence, Silence::Usual, "{yearly:?}");
}

#[test]
fn after_years_of_silence_the_two_have_drifted_apart() {
    let gone = of(&occasions_every("ana", 7, 40, "2021-12-01T12:00Z"), None);
    assert_eq!(gone.silence, Silence::DriftedAway, "{gone:?}");
    assert!(gone.p_contact_365d < 0.2, "{gone:?}");
}

#[test]
fn the_owners_own_wish_settles_what_a_silence_means() {
    let weekly = occasions_every("ana", 7, 40, "2025-12-01T12:00Z");
    for (expect, silence) in [(30, Silence::Overdue), (88, Silence::Overdue), (120, Silence::Usual)] {
        let rhythm = of(&weekly, Some(expect));
        assert_eq!(rhythm.silence, silence, "{expect}");
        assert_eq!(rhythm.expected_gap_days, Some(f64::from(expect)));
    }
}

#[test]
fn what_the_owner_would_like_is_late_and_what_he_wants_at_most_overdue() {
    let weekly = occasions_every("ana", 7, 40, "2026-02-09T00:00Z");
    for (ideal, longest, silence) in [
        (Some(14), Some(30), Silence::Late),
        (Some(14), None, Silence::Late),
        (Some(14), Some(18), Silence::Overdue),
        (Some(21), Some(30), Silence::Usual),
    ] {
        let history =
            History { person: person("ana"), occasions: &weekly, ideal_days: ideal, expect_days: longest };
        let found = rhythms(&[history], instant(AS_OF), day("2026-03-01"), &Policy::default());
        let rhythm = found[&person("ana")];
        assert_eq!(rhythm.silence, silence, "{ideal:?} {longest:?}");
        assert_eq!(rhythm.expected_gap_days, ideal.map(f64::from));
    }
}

#[test]
fn a_silence_does_not_teach_that_it_is_usual() {
    let before = of(&occasions_every("ana", 14, 20, "2026-02-20T12:00Z"), None);
    let after = of(&occasions_every("ana", 14, 20, "2025-09-01T12:00Z"), None);
    assert_eq!((before.expected_gap_days, after.expected_gap_days), (Some(14.0), Some(14.0)));
}

#[test]
fn one_letter_or_one_exchange_makes_no_rhythm() {
    for (gap, count) in [(1, 1), (2, 2), (300, 2), (1, 4), (30, 3), (4, 4)] {
        let hardly = of(&occasions_every("ana", gap, count, "2025-10-20T12:00Z"), None);
        assert_eq!(hardly.silence, Silence::Unknown, "{count} every {gap} days");
        assert_eq!(hardly.expected_gap_days, None, "{count} every {gap} days");
        let wished = of(&occasions_every("ana", gap, count, "2025-10-20T12:00Z"), Some(200));
        assert_eq!(wished.silence, Silence::Usual, "the owner's wish needs no past");
    }
    let known = of(&occasions_every("ana", 7, 4, "2025-10-20T12:00Z"), None);
    assert!(known.silence.is_unusual(), "{known:?}");
}

#[test]
fn nothing_at_or_after_the_instant_is_seen() {
    let later = occasions_every("ana", 7, 10, "2026-03-01T00:00Z");
    let before: Vec<_> = later[..9].to_vec();
    assert_eq!(of(&later, None), of(&before, None));
    let history =
        History { person: person("ana"), occasions: &later[9..], ideal_days: None, expect_days: None };
    assert!(rhythms(&[history], instant(AS_OF), day("2026-03-01"), &Policy::default()).is_empty());
}

#[test]
fn steady_people_are_flagged_as_often_as_said() {
    let mut dice = Dice::new(21);
    let days_back: Vec<Vec<i32>> = (0..1500)
        .map(|_| {
            let mean_gap = 6.0 + 40.0 * dice.exponential();
            dice.poisson_days(mean_gap, 1500.0).into_iter().map(|day| day + 1).collect()
        })
        .filter(|days: &Vec<i32>| days.len() > 4)
        .collect();
    let found = all(&people(&days_back));
    let share = |flags: &[Silence]| {
        found.values().filter(|rhythm| flags.contains(&rhythm.silence)).count() as f64 / found.len() as f64
    };
    let hard = share(&[Silence::Overdue, Silence::DriftedAway]);
    let soft = hard + share(&[Silence::Late]);
    assert!((soft - 0.20).abs() < 0.04, "{soft}");
    assert!((hard - 0.05).abs() < 0.02, "{hard}");
}

#[test]
fn no_silence_is_called_usual_that_hardly_ever_comes() {
    let mut dice = Dice::new(5);
    let days_back: Vec<Vec<i32>> =
        (0..200).map(|_| dice.poisson_days(20.0, 300.0).into_iter().map(|day| day + 1).collect()).collect();
    let days_back = days_back.into_iter().filter(|days: &Vec<i32>| !days.is_empty()).collect::<Vec<_>>();
    let soft = Policy::default().soft_silence;
    for rhythm in all(&people(&days_back)).values().filter(|rhythm| rhythm.silence != Silence::Unknown) {
        let borne_out = rhythm.pauses_as_long * 4 <= rhythm.pauses;
        assert_eq!(rhythm.silence.is_unusual(), rhythm.p_silence <= soft && borne_out, "{rhythm:?}");
    }
}

fn any_people() -> impl Strategy<Value = Vec<Vec<i32>>> {
    prop::collection::vec(prop::collection::vec(1..4000, 1..12), 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn chances_are_chances_and_the_longer_horizon_has_the_greater(days_back in any_people()) {
        for rhythm in all(&people(&days_back)).values() {
            for p in [rhythm.p_silence, rhythm.p_contact_30d, rhythm.p_contact_365d, rhythm.p_alive] {
                prop_assert!((0.0..=1.0).contains(&p), "{rhythm:?}");
            }
            prop_assert!(rhythm.p_contact_30d <= rhythm.p_contact_365d, "{rhythm:?}");
            prop_assert!(rhythm.expected_gap_days.is_none_or(|days| days >= 1.0) && rhythm.silence_days > 0.0, "{rhythm:?}");
            prop_assert!(rhythm.pauses_as_long <= rhythm.pauses, "{rhythm:?}");
        }
    }

    #[test]
    fn order_changes_no_digit(days_back in any_people()) {
        let straight = people(&days_back);
        let mut mixed = straight.clone();
        mixed.reverse();
        for (_, occasions) in &mut mixed {
            occasions.reverse();
        }
        prop_assert_eq!(all(&straight), all(&mixed));
    }
}
