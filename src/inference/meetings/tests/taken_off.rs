//! What is taken off a calendar of which every change is known.

use super::deliveries::{reasons, series, times};
use super::*;
use crate::observations::calendar::Standing;

const MET: MeetingReason = MeetingReason::Met;
const CANCELLED: MeetingReason = MeetingReason::Cancelled;

fn standing(objects: Vec<CalendarObject>, standing: Standing) -> Vec<CalendarObject> {
    objects.into_iter().map(|object| CalendarObject { standing, ..object }).collect()
}

fn held(objects: Vec<CalendarObject>) -> Vec<CalendarObject> {
    standing(objects, Standing::Held)
}

/// Taken off after this instant.
fn gone(objects: Vec<CalendarObject>, since: &str) -> Vec<CalendarObject> {
    standing(objects, Standing::Gone(since.parse().unwrap()))
}

#[test]
fn what_is_taken_off_is_cancelled_and_what_had_ended_stays() {
    for (since, expected) in [
        ("2026-01-01T00:00:00Z", [CANCELLED; 3]),
        ("2026-03-02T09:59:59Z", [CANCELLED; 3]),
        ("2026-03-02T10:00:00Z", [MET, CANCELLED, CANCELLED]),
        ("2026-03-10T00:00:00Z", [MET, MET, CANCELLED]),
        ("2026-05-01T00:00:00Z", [MET; 3]),
    ] {
        assert_eq!(reasons(&judged(&gone(series(""), since))), expected, "{since}");
    }
}

#[test]
fn what_is_added_again_or_moved_to_another_calendar_was_never_gone() {
    let early = "2026-01-01T00:00:00Z";
    for (before, again) in [
        (series(""), series("")),
        // Programs begin to count anew.
        (series("SEQUENCE:3"), series("SEQUENCE:0\nDTSTAMP:20260101T000000Z")),
    ] {
        let found = judged(&[gone(before.clone(), early), held(again.clone())].concat());
        assert_eq!(found, judged(&held(again.clone())));
        assert_eq!(found, judged(&[held(again), gone(before, early)].concat()));
    }
}

#[test]
fn taking_off_outweighs_the_copies_that_nobody_takes_back() {
    let invitation = objects(
        "REQUEST",
        &event(&format!(
            "DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n{OLGA}\n{ME}\n{ANA}"
        )),
    );
    let taken_off = gone(series(""), "2026-03-10T00:00:00Z");
    for copy in [series(""), invitation] {
        let found = judged(&[copy, taken_off.clone()].concat());
        assert_eq!(reasons(&found), [MET, MET, CANCELLED]);
    }
    // Who is invited again after that meets.
    assert_eq!(reasons(&judged(&[series("SEQUENCE:1"), taken_off].concat())), [MET; 3]);
}

#[test]
fn an_override_newer_than_its_series_goes_with_it() {
    let moved = format!(
        "SEQUENCE:4\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260310T140000Z\nDURATION:PT1H\n{OLGA}\n{ME}\n{ANA}"
    );
    let both = objects(
        "",
        &[
            event(&format!(
                "DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n{OLGA}\n{ME}\n{ANA}"
            )),
            event(&moved),
        ]
        .concat(),
    );
    assert_eq!(times(&judged(&both)), ["02 09", "10 14", "16 09"]);
    assert_eq!(reasons(&judged(&gone(both, "2026-01-01T00:00:00Z"))), [CANCELLED; 3]);
}

#[test]
fn of_two_equally_new_versions_the_one_still_held_counts() {
    let at = |hour: u32| {
        let start = format!("DTSTART:20260302T{hour:02}0000Z\nDURATION:PT1H");
        objects("", &event(&format!("{start}\n{OLGA}\n{ME}\n{ANA}")))
    };
    for (stale, current) in [(at(9), at(14)), (at(14), at(9))] {
        let expected = times(&judged(&current));
        assert_eq!(times(&judged(&[stale.clone(), held(current.clone())].concat())), expected);
        assert_eq!(times(&judged(&[held(current), stale].concat())), expected);
    }
}

proptest! {
    /// What is met depends on what the calendars hold and on what was taken off them last, not on how they came
    /// there: whatever else was put there and taken off before, putting it back ends the same.
    #[test]
    fn the_way_to_a_calendar_makes_no_difference(
        history in proptest::collection::vec((0_u32..3, 0_u32..28), 0..6),
        sequence in 0_u32..3,
    ) {
        let last = held(series(&format!("SEQUENCE:{sequence}")));
        let mut all: Vec<CalendarObject> = history
            .iter()
            .flat_map(|(sequence, day)| {
                gone(series(&format!("SEQUENCE:{sequence}")), &format!("2026-03-{:02}T00:00:00Z", day + 1))
            })
            .collect();
        all.extend(last.clone());
        prop_assert_eq!(judged(&all), judged(&last));
        all.reverse();
        prop_assert_eq!(judged(&all), judged(&last));
    }
}
