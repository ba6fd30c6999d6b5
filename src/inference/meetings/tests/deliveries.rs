//! The same meeting by several ways: feeds, invitations, answers and cancellations by mail.

use super::*;

const SERIES: &str = "DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3";

pub(super) fn series(lines: &str) -> Vec<CalendarObject> {
    objects("", &event(&format!("{SERIES}\n{OLGA}\n{ME}\n{ANA}\n{lines}")))
}

pub(super) fn times(meetings: &[Meeting]) -> Vec<String> {
    meetings.iter().map(|one| one.start.strftime("%d %H").to_string()).collect()
}

pub(super) fn reasons(meetings: &[Meeting]) -> Vec<MeetingReason> {
    meetings.iter().map(|one| one.reason).collect()
}

const MET: MeetingReason = MeetingReason::Met;

#[test]
fn one_meeting_in_two_feeds_counts_once() {
    let feeds = [
        objects("", &event(&format!("{ME}\n{ANA}"))),
        objects("", &event(&format!("{ME}\n{ANA}\nLOCATION:x"))),
    ];
    assert_eq!(judged(&feeds.concat()).len(), 1);
}

#[test]
fn a_moved_occurrence_counts_once() {
    let moved = objects(
        "REQUEST",
        &event(&format!(
            "SEQUENCE:1\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260310T140000Z\n{OLGA}\n{ME}\n{ANA}"
        )),
    );
    let found = judged(&[series(""), moved].concat());
    assert_eq!(times(&found), ["02 09", "10 14", "16 09"]);
    assert_eq!(found[1].recurrence_id, Some("2026-03-09T09:00:00Z".parse().unwrap()));
}

#[test]
fn an_older_move_does_not_replace_a_newer_series() {
    let moved = objects(
        "REQUEST",
        &event(&format!("RECURRENCE-ID:20260309T090000Z\nDTSTART:20260310T140000Z\n{OLGA}\n{ME}")),
    );
    assert_eq!(times(&judged(&[series("SEQUENCE:2"), moved].concat())), ["02 09", "09 09", "16 09"]);
}

#[test]
fn a_move_of_all_later_occurrences_moves_them() {
    let moved = objects(
        "REQUEST",
        &event(&format!(
            "SEQUENCE:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260309T090000Z\nDTSTART:20260310T140000Z\nDURATION:PT1H\n{OLGA}\n{ME}\n{ANA}"
        )),
    );
    assert_eq!(times(&judged(&[series(""), moved].concat())), ["02 09", "10 14", "17 14"]);
}

#[test]
fn a_newer_request_replaces_the_series_whole() {
    let newer = objects(
        "REQUEST",
        &event(&format!("SEQUENCE:1\nDTSTART:20260304T100000Z\nDURATION:PT1H\n{OLGA}\n{ME}\n{ANA}")),
    );
    assert_eq!(times(&judged(&[newer, series("")].concat())), ["04 10"]);
}

#[test]
fn a_cancellation_takes_out_an_occurrence_or_the_series() {
    let one = objects(
        "CANCEL",
        &event(&format!("SEQUENCE:1\nRECURRENCE-ID:20260309T090000Z\nDTSTART:20260309T090000Z\n{OLGA}")),
    );
    let cancelled = MeetingReason::Cancelled;
    assert_eq!(reasons(&judged(&[series(""), one].concat())), [MET, cancelled, MET]);
    let all = objects("CANCEL", &event(&format!("SEQUENCE:1\nSTATUS:CANCELLED\n{SERIES}\n{OLGA}")));
    assert_eq!(reasons(&judged(&[series(""), all.clone()].concat())), [cancelled; 3]);
    assert_eq!(reasons(&judged(&[series("SEQUENCE:2"), all].concat())), [MET; 3], "invited again since");
}

#[test]
fn a_cancellation_for_some_takes_only_them_off_the_list() {
    let cancel = |who: &str| {
        objects("CANCEL", &event(&format!("SEQUENCE:1\n{SERIES}\n{OLGA}\nATTENDEE:mailto:{who}")))
    };
    let found = judged(&[series(""), cancel("ana@studio.example")].concat());
    assert_eq!(reasons(&found), [MET; 3]);
    assert_eq!(attendance(&found[0], "ana@studio.example"), Attendance::Absent(Absence::Removed));
    assert_eq!(reasons(&judged(&[series(""), cancel(OWNER)].concat())), [MeetingReason::OwnerRemoved; 3]);
}

#[test]
fn a_reply_changes_only_its_senders_answer() {
    let reply = |lines: &str| {
        objects(
            "REPLY",
            &event(&format!(
                "DTSTAMP:20260203T000000Z\nSUMMARY:Changed\nDTSTART:20260302T230000Z\n{lines}\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@studio.example"
            )),
        )
    };
    let found = judged(&[series(""), reply(OLGA)].concat());
    assert_eq!(times(&found), ["02 09", "09 09", "16 09"]);
    assert!(
        found
            .iter()
            .all(|one| attendance(one, "ana@studio.example") == Attendance::Absent(Absence::Declined))
    );
    let found = judged(&[series(""), reply("RECURRENCE-ID:20260309T090000Z")].concat());
    let declined: Vec<bool> = found
        .iter()
        .map(|one| attendance(one, "ana@studio.example") == Attendance::Absent(Absence::Declined))
        .collect();
    assert_eq!(declined, [false, true, false]);
}

#[test]
fn the_last_reply_counts_and_none_to_an_older_version() {
    let reply = |day: u32, sequence: u32, partstat: &str| {
        objects(
            "REPLY",
            &event(&format!(
                "SEQUENCE:{sequence}\nDTSTAMP:202602{day:02}T000000Z\nATTENDEE;PARTSTAT={partstat}:mailto:ana@studio.example"
            )),
        )
    };
    let open = objects(
        "REQUEST",
        &event(&format!(
            "SEQUENCE:1\nDTSTAMP:20260210T000000Z\n{OLGA}\n{ME}\n{}",
            ANA.replace("ACCEPTED", "NEEDS-ACTION")
        )),
    );
    let ana = |deliveries: &[Vec<CalendarObject>]| {
        attendance(&judged(&deliveries.concat())[0], "ana@studio.example")
    };
    let declined = Attendance::Absent(Absence::Declined);
    assert_eq!(ana(&[open.clone(), reply(13, 1, "DECLINED"), reply(12, 1, "ACCEPTED")]), declined);
    assert_ne!(ana(&[open.clone(), reply(12, 1, "DECLINED"), reply(13, 1, "ACCEPTED")]), declined);
    assert_ne!(ana(&[open, reply(9, 0, "DECLINED")]), declined);
}

#[test]
fn the_owners_answer_in_his_calendar_fills_the_invitation() {
    let invitation =
        objects("REQUEST", &event(&format!("DTSTAMP:20260202T000000Z\n{OLGA}\nATTENDEE:mailto:{OWNER}")));
    assert_eq!(reasons(&judged(&invitation)), [MeetingReason::OwnerUnanswered]);
    let own = objects("", &event(&format!("{OLGA}\n{ME}")));
    assert_eq!(reasons(&judged(&[invitation, own].concat())), [MET]);
}

#[test]
fn a_feed_that_hides_people_takes_them_from_the_invitation() {
    let feed = objects("", &event("DTSTAMP:20260501T000000Z"));
    let invitation = objects("REQUEST", &event(&format!("{OLGA}\n{ME}\n{ANA}")));
    let found = judged(&[feed, invitation].concat());
    assert_eq!((found.len(), found[0].people.len(), found[0].reason), (1, 2, MET));
}

#[test]
fn wishes_change_nothing() {
    for method in ["COUNTER", "REFRESH", "DECLINECOUNTER"] {
        let wish = objects(
            method,
            &event(&format!(
                "SEQUENCE:9\nDTSTART:20260305T200000Z\n{OLGA}\n{}",
                ANA.replace("ACCEPTED", "DECLINED")
            )),
        );
        let mut found = judged(&[series(""), wish.clone()].concat());
        for one in &mut found {
            one.changes.clear();
        }
        assert_eq!(found, judged(&series("")), "{method}");
        assert!(judged(&wish).is_empty(), "{method} alone is no meeting");
    }
}

#[test]
fn an_occurrence_is_known_without_its_series() {
    let alone = objects(
        "REQUEST",
        &event(&format!("RECURRENCE-ID:20260309T090000Z\nDTSTART:20260310T140000Z\n{OLGA}\n{ME}\n{ANA}")),
    );
    let found = judged(&alone);
    assert_eq!((times(&found), reasons(&found)), (vec!["10 14".to_owned()], vec![MET]));
}

/// Deliveries about one series that contradict each other in every way there is.
fn deliveries() -> Vec<Vec<CalendarObject>> {
    let version = |method: &str, sequence: u32, day: u32, lines: &str| {
        objects(
            method,
            &event(&format!("SEQUENCE:{sequence}\nDTSTAMP:202602{day:02}T000000Z\n{OLGA}\n{lines}")),
        )
    };
    let ana = |partstat: &str| ANA.replace("ACCEPTED", partstat);
    vec![
        version("", 0, 1, &format!("{SERIES}\n{ME}\n{ANA}")),
        version("REQUEST", 0, 1, &format!("{SERIES}\n{ME}\n{}", ana("NEEDS-ACTION"))),
        version("REQUEST", 1, 3, &format!("{SERIES};INTERVAL=2\nATTENDEE:mailto:{OWNER}\n{ANA}")),
        version(
            "REQUEST",
            1,
            3,
            &format!("{SERIES};INTERVAL=2\nATTENDEE:mailto:{OWNER}\n{}", ana("TENTATIVE")),
        ),
        version("", 1, 4, SERIES),
        version(
            "REQUEST",
            2,
            5,
            &format!("RECURRENCE-ID:20260309T090000Z\nDTSTART:20260310T140000Z\n{ME}\n{ANA}"),
        ),
        version(
            "REQUEST",
            2,
            5,
            &format!("RECURRENCE-ID:20260309T090000Z\nDTSTART:20260311T140000Z\n{ME}\n{ANA}"),
        ),
        version(
            "REQUEST",
            1,
            5,
            &format!("RECURRENCE-ID;RANGE=THISANDFUTURE:20260302T090000Z\nDTSTART:20260303T140000Z\n{ME}"),
        ),
        version("CANCEL", 1, 4, "RECURRENCE-ID:20260316T090000Z\nDTSTART:20260316T090000Z"),
        version("CANCEL", 1, 3, &format!("{SERIES}\nATTENDEE:mailto:{OWNER}")),
        version("REPLY", 1, 6, &ana("DECLINED")),
        version("REPLY", 1, 6, &ana("ACCEPTED")),
        version(
            "REPLY",
            0,
            7,
            "RECURRENCE-ID:20260309T090000Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:me@home.example",
        ),
        version("COUNTER", 3, 8, &format!("{SERIES}\n{ANA}")),
        version("ADD", 1, 6, &format!("DTSTART:20260320T090000Z\n{ME}\n{ANA}")),
    ]
}

proptest! {
    #[test]
    fn order_and_repeats_of_deliveries_make_no_difference(
        picked in proptest::sample::subsequence((0..15_usize).collect::<Vec<_>>(), 1..15),
        repeats in proptest::collection::vec(any::<prop::sample::Index>(), 0..5),
        seed in proptest::collection::vec(any::<u32>(), 20),
    ) {
        let all = deliveries();
        let once: Vec<CalendarObject> = picked.iter().flat_map(|&at| all[at].clone()).collect();
        let mut again: Vec<usize> = picked.clone();
        again.extend(repeats.iter().map(|index| picked[index.index(picked.len())]));
        let mut order: Vec<(u32, usize)> = again.iter().enumerate().map(|(nth, &at)| (seed[nth], at)).collect();
        order.sort_unstable();
        let shuffled: Vec<CalendarObject> = order.iter().flat_map(|&(_, at)| all[at].clone()).collect();
        prop_assert_eq!(judged(&once), judged(&shuffled));
    }
}
