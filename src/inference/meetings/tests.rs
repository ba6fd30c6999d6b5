//! The table of what counts as a meeting, a claim a row, and that deliveries may come in any order.
//!
//! - it has not ended: `what_has_not_ended_does_not_count_yet`,
//!   `rows::an_unanswered_meeting_ahead_is_planned_and_a_cancelled_or_declined_one_is_not`
//! - `STATUS:CANCELLED`, `METHOD:CANCEL`: `a_cancelled_meeting_never_counts`,
//!   `deliveries::a_cancellation_takes_out_an_occurrence_or_the_series`
//! - taken off a calendar: `taken_off`; lacking in a feed again and again: in `tests/feeds/program.rs`
//! - "Canceled:", "Declined:" in the title only: `rows::titles_say_what_outlook_leaves_out`
//! - the owner declined, is tentative, delegated: `the_owners_answer_decides`,
//!   `a_tentative_answer_of_either_weighs_less`
//! - the owner did not answer:
//!   `rows::mail_both_ways_that_day_confirms_an_unanswered_meeting_with_whom_it_was`,
//!   `rows::an_unanswered_meeting_counts_always_or_never_where_the_owner_says_so`,
//!   `an_organizing_owner_need_not_answer`
//! - the other declined, did not answer, left `PARTSTAT` out: `who_declined_was_not_there_but_others_were`,
//!   `who_never_answered_counts_less_surely`
//! - delegated: `the_delegate_counts_instead_of_who_sent_him`
//! - the owner is not on the list: `an_owner_outside_the_list_counts_less_surely_and_only_in_a_calendar`,
//!   `rows::what_does_not_name_the_owner_is_not_his_in_a_calendar_of_others`
//! - the organizer is not on the list: `an_organizer_outside_the_list_was_there`
//! - nobody is invited: `a_meeting_of_nobody_is_none`, `rows::a_title_may_name_whom_no_list_does`
//! - rooms, things, groups, observers, programs: `rooms_groups_programs_and_observers_take_no_part`;
//!   addresses of lists in `tests/meetings.rs`
//! - many people: `more_people_share_the_weight_until_it_is_none`
//! - whole days, more than 16 hours: `whole_days_and_long_hours_count_only_if_busy`,
//!   `rows::whole_days_never_count_where_the_owner_says_so`
//! - marked free: `free_time_counts_only_in_a_small_meeting_the_owner_accepted`
//! - private: `a_private_meeting_counts_without_its_title`,
//!   `rows::private_meetings_are_skipped_where_the_owner_says_so`
//! - moved: `deliveries::a_moved_occurrence_counts_once`
//! - moved or called off again and again: `rows::moves_and_cancellations_are_told_of_whoever_made_them`
//! - a favor: in `tests/meetings.rs`: a meeting by itself is none
//! - one UID in two feeds, several meetings under one UID, a series split by Google:
//!   `deliveries::one_meeting_in_two_feeds_counts_once`,
//!   `rows::several_meetings_under_one_uid_are_kept_apart`,
//!   `rows::a_split_series_under_a_new_uid_is_another_and_counts_no_day_twice`
//! - no UID: `calendar::tests::an_event_without_a_uid_gets_one_of_its_content`
//! - `REQUEST`, `REPLY`, `CANCEL`, `COUNTER` and the rest, who may send them: `deliveries`,
//!   `rows::another_time_that_somebody_asked_for_is_told_and_changes_nothing`,
//!   `calendar::tests::a_mail_may_only_change_what_is_its_senders`

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::observations::calendar::{self, Window};

const OWNER: &str = "me@home.example";
const ANA: &str = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@studio.example";
const ME: &str = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@home.example";
const OLGA: &str = "ORGANIZER:mailto:olga@work.example";

/// The objects of a calendar that holds `events`, by mail where it has a method.
fn objects(method: &str, events: &str) -> Vec<CalendarObject> {
    let method = if method.is_empty() { String::new() } else { format!("METHOD:{method}\n") };
    let text = format!("BEGIN:VCALENDAR\n{method}{events}END:VCALENDAR\n");
    let window = Window {
        from: "2026-01-01T00:00:00Z".parse().unwrap(),
        until: "2027-01-01T00:00:00Z".parse().unwrap(),
    };
    calendar::read(text.as_bytes(), &TimeZone::UTC, window).objects
}

/// A timed event of one hour on 2 March.
fn event(lines: &str) -> String {
    let usual = if lines.contains("DTSTART") { "" } else { "DTSTART:20260302T090000Z\nDURATION:PT1H\n" };
    let stamp = if lines.contains("DTSTAMP") { "" } else { "DTSTAMP:20260201T000000Z\n" };
    format!("BEGIN:VEVENT\nUID:a\n{usual}{stamp}{lines}\nEND:VEVENT\n")
}

fn judged(objects: &[CalendarObject]) -> Vec<Meeting> {
    let owner = BTreeSet::from([Address::parse(OWNER).unwrap().identity_key()]);
    agenda(objects, &owner, &MeetingPolicy::default(), "2026-06-01T00:00:00Z".parse().unwrap()).meetings
}

/// The one meeting of an event in a calendar.
fn meeting(lines: &str) -> Meeting {
    let mut found = judged(&objects("", &event(lines)));
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn attendance(meeting: &Meeting, address: &str) -> Attendance {
    meeting
        .people
        .iter()
        .find(|person| person.address.as_str() == address)
        .map(|person| person.attendance)
        .unwrap()
}

/// Weight and confidence of Ana.
fn with_ana(meeting: &Meeting) -> (u16, u16) {
    match attendance(meeting, "ana@studio.example") {
        Attendance::Attends { weight, confidence } => (weight, confidence.thousandths()),
        Attendance::Absent(absence) => panic!("absent: {absence:?}"),
    }
}

#[test]
fn two_who_accepted_met() {
    let met = meeting(&format!("{ME}\n{ANA}"));
    assert!(met.counts && !met.upcoming && met.reason == MeetingReason::Met);
    assert_eq!(with_ana(&met), (1000, 950));
}

#[test]
fn what_has_not_ended_does_not_count_yet() {
    let plan = meeting(&format!("DTSTART:20260601T000000Z\nDURATION:PT1H\n{ME}\n{ANA}"));
    assert_eq!((plan.counts, plan.upcoming, plan.reason), (false, true, MeetingReason::Upcoming));
}

#[test]
fn a_past_day_knows_only_of_what_was_planned_by_then() {
    for (lines, known) in [
        ("CREATED:20260501T000000Z\nDTSTAMP:20260701T000000Z\nDTSTART:20260801T090000Z", 1),
        ("CREATED:20260601T000000Z\nDTSTART:20260801T090000Z", 0),
        ("DTSTAMP:20260701T000000Z\nDTSTART:20260801T090000Z", 0),
        ("DTSTAMP:20260501T000000Z\nDTSTART:20260801T090000Z", 1),
        ("CREATED:20260701T000000Z\nDTSTART:20260301T090000Z", 1),
    ] {
        let found = judged(&objects("", &event(&format!("{lines}\n{ME}\n{ANA}"))));
        assert_eq!(found.len(), known, "{lines}");
    }
}

#[test]
fn a_cancelled_meeting_never_counts() {
    assert_eq!(meeting(&format!("STATUS:CANCELLED\n{ME}\n{ANA}")).reason, MeetingReason::Cancelled);
}

#[test]
fn the_owners_answer_decides() {
    for (partstat, reason) in [
        ("ACCEPTED", MeetingReason::Met),
        ("TENTATIVE", MeetingReason::Met),
        ("DECLINED", MeetingReason::OwnerDeclined),
        ("DELEGATED", MeetingReason::OwnerDelegated),
        ("NEEDS-ACTION", MeetingReason::OwnerUnanswered),
    ] {
        let me = ME.replace("ACCEPTED", partstat);
        assert_eq!(meeting(&format!("{OLGA}\n{me}\n{ANA}")).reason, reason, "{partstat}");
    }
}

#[test]
fn an_organizing_owner_need_not_answer() {
    let lines = format!("ORGANIZER:mailto:{OWNER}\nATTENDEE:mailto:{OWNER}\n{ANA}");
    assert_eq!(meeting(&lines).reason, MeetingReason::Met);
    assert_eq!(meeting(&format!("ORGANIZER:mailto:{OWNER}\n{ANA}")).reason, MeetingReason::Met);
}

#[test]
fn a_tentative_answer_of_either_weighs_less() {
    let tentative = |line: &str| line.replace("ACCEPTED", "TENTATIVE");
    for lines in [format!("{}\n{ANA}", tentative(ME)), format!("{ME}\n{}", tentative(ANA))] {
        assert_eq!(with_ana(&meeting(&lines)), (500, 570), "{lines}");
    }
    assert_eq!(with_ana(&meeting(&format!("STATUS:TENTATIVE\n{ME}\n{ANA}"))), (1000, 570));
}

#[test]
fn who_declined_was_not_there_but_others_were() {
    let met = meeting(&format!("{ME}\n{ANA}\nATTENDEE;PARTSTAT=DECLINED:mailto:ben@work.example"));
    assert!(met.counts);
    assert_eq!(attendance(&met, "ben@work.example"), Attendance::Absent(Absence::Declined));
    assert_eq!(with_ana(&met).0, 1000, "and takes no share");
    let alone = meeting(&format!("{ME}\n{}", ANA.replace("ACCEPTED", "DECLINED")));
    assert_eq!(alone.reason, MeetingReason::NobodyCame);
}

#[test]
fn who_never_answered_counts_less_surely() {
    for lines in [ANA.replace("ACCEPTED", "NEEDS-ACTION"), ANA.replace(";PARTSTAT=ACCEPTED", "")] {
        assert_eq!(with_ana(&meeting(&format!("{OLGA}\n{ME}\n{lines}"))), (500, 665));
    }
}

#[test]
fn the_delegate_counts_instead_of_who_sent_him() {
    let met = meeting(&format!(
        "{ME}\nATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:ben@work.example\":mailto:ana@studio.example"
    ));
    assert_eq!(attendance(&met, "ana@studio.example"), Attendance::Absent(Absence::Delegated));
    assert!(matches!(attendance(&met, "ben@work.example"), Attendance::Attends { weight: 1000, .. }));
}

#[test]
fn an_owner_outside_the_list_counts_less_surely_and_only_in_a_calendar() {
    let lines = format!("{OLGA}\n{ANA}");
    let listed = meeting(&lines);
    assert_eq!((listed.reason, with_ana(&listed)), (MeetingReason::Met, (500, 475)));
    assert_eq!(judged(&objects("REQUEST", &event(&lines)))[0].reason, MeetingReason::OwnerUnlisted);
}

#[test]
fn an_organizer_outside_the_list_was_there() {
    let met = meeting(&format!("{OLGA}\n{ME}"));
    assert!(matches!(attendance(&met, "olga@work.example"), Attendance::Attends { weight: 1000, .. }));
    assert!(met.counts);
}

#[test]
fn a_meeting_of_nobody_is_none() {
    assert_eq!(meeting("SUMMARY:Lunch with Ana").reason, MeetingReason::NobodyElse);
    assert_eq!(meeting(ME).reason, MeetingReason::NobodyElse);
}

#[test]
fn rooms_groups_programs_and_observers_take_no_part() {
    for (line, absence) in [
        ("ATTENDEE;CUTYPE=ROOM:mailto:hall@work.example", Absence::NoPerson),
        ("ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@work.example", Absence::NoPerson),
        ("ATTENDEE;CUTYPE=GROUP:mailto:team@work.example", Absence::NoPerson),
        ("ATTENDEE:mailto:c_1@resource.calendar.google.com", Absence::NoPerson),
        ("ATTENDEE:mailto:no-reply@work.example", Absence::NoPerson),
        (
            "LOCATION:Blue Room\nATTENDEE;CN=Blue Room;PARTSTAT=ACCEPTED:mailto:blue@work.example",
            Absence::NoPerson,
        ),
        ("ATTENDEE;ROLE=NON-PARTICIPANT:mailto:eva@work.example", Absence::Observer),
    ] {
        let met = meeting(&format!("{ME}\n{ANA}\n{line}"));
        let others: Vec<_> =
            met.people.iter().filter(|one| one.address.as_str() != "ana@studio.example").collect();
        assert_eq!(others[0].attendance, Attendance::Absent(absence), "{line}");
        assert_eq!(with_ana(&met).0, 1000, "{line}");
        assert_eq!(meeting(&format!("{ME}\n{line}")).reason, MeetingReason::NobodyCame, "{line}");
    }
}

#[test]
fn more_people_share_the_weight_until_it_is_none() {
    let with = |others: usize| {
        let more: Vec<String> =
            (1..others).map(|n| format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:p{n}@work.example")).collect();
        meeting(format!("{ME}\n{ANA}\n{}", more.join("\n")).trim_end())
    };
    assert_eq!(with_ana(&with(4)).0, 250);
    assert!(with(11).counts);
    assert_eq!(with(12).reason, MeetingReason::TooManyPeople);
}

#[test]
fn whole_days_and_long_hours_count_only_if_busy() {
    for time in ["DTSTART;VALUE=DATE:20260302", "DTSTART:20260302T000000Z\nDURATION:PT17H"] {
        let lines = format!("{time}\n{ME}\n{ANA}");
        assert_eq!(meeting(&lines).reason, MeetingReason::Met, "{time}");
        assert_eq!(
            meeting(&format!("{lines}\nTRANSP:TRANSPARENT")).reason,
            MeetingReason::WholeDay,
            "{time}"
        );
        assert_eq!(meeting(time).reason, MeetingReason::NobodyElse, "{time}");
    }
}

#[test]
fn free_time_counts_only_in_a_small_meeting_the_owner_accepted() {
    for free in ["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"] {
        assert_eq!(meeting(&format!("{free}\n{ME}\n{ANA}")).reason, MeetingReason::Met, "{free}");
        let maybe = ME.replace("ACCEPTED", "TENTATIVE");
        assert_eq!(meeting(&format!("{free}\n{maybe}\n{ANA}")).reason, MeetingReason::Free, "{free}");
    }
    let many: Vec<String> =
        (0..4).map(|n| format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:p{n}@work.example")).collect();
    assert_eq!(
        meeting(&format!("TRANSP:TRANSPARENT\n{ME}\n{}", many.join("\n"))).reason,
        MeetingReason::Free
    );
}

#[test]
fn a_private_meeting_counts_without_its_title() {
    let met = meeting(&format!("CLASS:PRIVATE\nSUMMARY:Secret\n{ME}\n{ANA}"));
    assert_eq!((met.counts, met.summary.as_str()), (true, ""));
}

mod deliveries;
mod rows;
mod taken_off;
