//! Rows of the table that need a policy of their own, mail beside the calendar, or a history.

use super::*;

fn judged_by(objects: &[CalendarObject], policy: &MeetingPolicy) -> Vec<Meeting> {
    let owner = BTreeSet::from([Address::parse(OWNER).unwrap().identity_key()]);
    agenda(objects, &owner, policy, "2026-06-01T00:00:00Z".parse().unwrap()).meetings
}

fn reason(lines: &str, policy: &MeetingPolicy) -> MeetingReason {
    judged_by(&objects("", &event(lines)), policy)[0].reason
}

fn unanswered() -> String {
    format!("{OLGA}\n{}\n{ANA}", ME.replace("ACCEPTED", "NEEDS-ACTION"))
}

/// The unanswered meeting after mail both ways that day with Ana.
fn confirmed(policy: &MeetingPolicy) -> Meeting {
    let mut found = judged_by(&objects("", &event(&unanswered())), policy);
    let day = "2026-03-02T09:00:00Z".parse().unwrap();
    confirm(&mut found, policy, &|address, at| address.as_str() == "ana@studio.example" && at == day);
    found.remove(0)
}

#[test]
fn mail_both_ways_that_day_confirms_an_unanswered_meeting_with_whom_it_was() {
    let met = confirmed(&MeetingPolicy::default());
    assert_eq!((met.counts, met.reason), (true, MeetingReason::Confirmed));
    assert_eq!(with_ana(&met), (500, 665));
    assert_eq!(attendance(&met, "olga@work.example"), Attendance::Absent(Absence::Unconfirmed));
}

#[test]
fn an_unanswered_meeting_counts_always_or_never_where_the_owner_says_so() {
    let never = MeetingPolicy { unanswered: Unanswered::Never, ..MeetingPolicy::default() };
    assert_eq!(confirmed(&never).reason, MeetingReason::OwnerUnanswered);
    let always = MeetingPolicy { unanswered: Unanswered::Counts, ..MeetingPolicy::default() };
    let met = confirmed(&always);
    assert_eq!((met.reason, with_ana(&met)), (MeetingReason::Met, (500, 665)));
}

#[test]
fn an_unanswered_meeting_ahead_is_planned_and_a_cancelled_or_declined_one_is_not() {
    let ahead = "DTSTART:20260801T090000Z\nDURATION:PT1H";
    let planned = |lines: &str| meeting(&format!("{ahead}\n{lines}")).is_planned();
    assert!(planned(&unanswered()));
    assert!(planned(&format!("{ME}\n{ANA}")));
    assert!(!planned(&format!("STATUS:CANCELLED\n{ME}\n{ANA}")));
    assert!(!planned(&format!("{}\n{ANA}", ME.replace("ACCEPTED", "DECLINED"))));
}

#[test]
fn who_organizes_and_declines_is_not_there() {
    let mine = ME.replace("ATTENDEE", "ORGANIZER");
    for (answer, reason) in [
        ("ACCEPTED", MeetingReason::Met),
        ("NEEDS-ACTION", MeetingReason::Met),
        ("DECLINED", MeetingReason::OwnerDeclined),
    ] {
        let listed = ME.replace("ACCEPTED", answer);
        assert_eq!(meeting(&format!("{mine}\n{listed}\n{ANA}")).reason, reason, "{answer}");
    }
}

#[test]
fn one_person_under_two_addresses_takes_part_once() {
    use crate::people::PersonId;
    let other = |answer: &str| ANA.replace("ana@studio", "ana@bank").replace("ACCEPTED", answer);
    let carl = ANA.replace("ana@studio", "carl@studio");
    let united = |lines: &str| {
        let mut found = vec![meeting(&format!("{ME}\n{lines}"))];
        let ana = PersonId::of(&Address::parse("ana@studio.example").unwrap());
        unite(&mut found, &MeetingPolicy::default(), &|address| {
            let is_ana = address.local() == "ana";
            Some(if is_ana { ana } else { PersonId::of(address) })
        });
        found.remove(0)
    };
    let weights = |meeting: &Meeting| -> Vec<u16> {
        let weight = |one: &MeetingPerson| match one.attendance {
            Attendance::Attends { weight, .. } => Some(weight),
            Attendance::Absent(_) => None,
        };
        meeting.people.iter().filter_map(weight).collect()
    };
    assert_eq!(weights(&united(&format!("{ANA}\n{}", other("ACCEPTED")))), [1000]);
    assert_eq!(weights(&united(&format!("{ANA}\n{carl}\n{}", other("NEEDS-ACTION")))), [500, 500]);
    // A refusal from the one address is a refusal, in whatever order they stand.
    for lines in [format!("{}\n{}", other("DECLINED"), ANA), format!("{ANA}\n{}", other("DECLINED"))] {
        let alone = united(&lines);
        assert_eq!((alone.counts, alone.reason), (false, MeetingReason::NobodyCame));
        assert_eq!(weights(&united(&format!("{lines}\n{carl}"))), [1000]);
    }
    let plain = meeting(&format!("{ME}\n{ANA}\n{carl}"));
    assert_eq!(weights(&united(&format!("{ANA}\n{carl}"))), weights(&plain));
}

#[test]
fn titles_say_what_outlook_leaves_out() {
    let ignored = MeetingPolicy { titles: TitleMarks::Ignored, ..MeetingPolicy::default() };
    for (title, found) in [
        ("Canceled: Review", MeetingReason::Cancelled),
        ("Abgesagt: Review", MeetingReason::Cancelled),
        ("Declined: Review", MeetingReason::OwnerDeclined),
        ("Review: declined papers", MeetingReason::Met),
    ] {
        let lines = format!("SUMMARY:{title}\n{ME}\n{ANA}");
        assert_eq!(meeting(&lines).reason, found, "{title}");
        assert_eq!(meeting(&format!("CLASS:PRIVATE\n{lines}")).reason, found, "{title}");
        assert_eq!(reason(&lines, &ignored), MeetingReason::Met, "{title}");
    }
}

#[test]
fn private_meetings_are_skipped_where_the_owner_says_so() {
    let skip = MeetingPolicy { private: PrivateMeetings::Skip, ..MeetingPolicy::default() };
    for class in ["PRIVATE", "CONFIDENTIAL"] {
        let lines = format!("CLASS:{class}\n{ME}\n{ANA}");
        assert_eq!(reason(&lines, &skip), MeetingReason::Private, "{class}");
        assert_eq!(meeting(&lines).reason, MeetingReason::Met, "{class}");
    }
    assert_eq!(reason(&format!("{ME}\n{ANA}"), &skip), MeetingReason::Met);
}

#[test]
fn whole_days_never_count_where_the_owner_says_so() {
    let never = MeetingPolicy { whole_days: WholeDays::Never, ..MeetingPolicy::default() };
    for time in ["DTSTART;VALUE=DATE:20260302", "DTSTART:20260302T000000Z\nDURATION:PT17H"] {
        assert_eq!(reason(&format!("{time}\n{ME}\n{ANA}"), &never), MeetingReason::WholeDay, "{time}");
    }
    assert_eq!(reason(&format!("{ME}\n{ANA}"), &never), MeetingReason::Met);
}

#[test]
fn what_does_not_name_the_owner_is_not_his_in_a_calendar_of_others() {
    let of_others = |lines: &str| {
        let objects = objects("", &event(lines)).into_iter();
        let objects: Vec<_> = objects.map(|object| CalendarObject { of_another: true, ..object }).collect();
        judged(&objects)[0].reason
    };
    assert_eq!(of_others(&format!("{OLGA}\n{ANA}")), MeetingReason::OwnerUnlisted);
    assert_eq!(of_others(&format!("{ME}\n{ANA}")), MeetingReason::Met);
    let never = MeetingPolicy { unlisted: Unlisted::Ignored, ..MeetingPolicy::default() };
    assert_eq!(reason(&format!("{OLGA}\n{ANA}"), &never), MeetingReason::OwnerUnlisted);
}

#[test]
fn a_split_series_under_a_new_uid_is_another_and_counts_no_day_twice() {
    let part = |uid: &str, day: u32, rule: &str| {
        let lines =
            format!("DTSTART:202603{day:02}T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;{rule}\n{ME}\n{ANA}");
        objects("", &event(&lines).replace("UID:a", &format!("UID:{uid}")))
    };
    let found =
        judged(&[part("a", 2, "UNTIL=20260309T085959Z"), part("a_R20260309T090000", 9, "COUNT=2")].concat());
    let days: Vec<String> = found.iter().map(|one| one.start.strftime("%d").to_string()).collect();
    assert_eq!(days, ["02", "09", "16"]);
}

#[test]
fn several_meetings_under_one_uid_are_kept_apart() {
    let at = |hour: u32| event(&format!("DTSTART:20260302T{hour:02}0000Z\nDURATION:PT1H\n{ME}\n{ANA}"));
    assert_eq!(judged(&objects("", &format!("{}{}", at(9), at(14)))).len(), 2);
}

#[test]
fn moves_and_cancellations_are_told_of_whoever_made_them() {
    let version = |sequence: u32, day: u32| {
        let lines = format!(
            "SEQUENCE:{sequence}\nDTSTAMP:2026020{sequence}T000000Z\nDTSTART:202603{day:02}T090000Z\nDURATION:PT1H\n{OLGA}\n{ME}\n{ANA}"
        );
        objects("REQUEST", &event(&lines))
    };
    let history = [version(1, 2), version(2, 4), version(2, 4), version(3, 5)].concat();
    let told = |objects: &[CalendarObject]| -> Vec<(ChangeKind, String)> {
        let meetings = judged(objects);
        let changes = meetings.iter().flat_map(|one| &one.changes);
        changes.map(|one| (one.kind, one.by.as_ref().unwrap().to_string())).collect()
    };
    let olga = |kind| (kind, "olga@work.example".to_owned());
    assert_eq!(told(&history), [olga(ChangeKind::Moved), olga(ChangeKind::Moved)]);
    let plain = judged(&version(3, 5));
    assert_eq!(judged(&history)[0].people, plain[0].people, "it changes nothing else");
    let off = objects("CANCEL", &event(&format!("SEQUENCE:4\n{OLGA}")));
    assert_eq!(told(&[version(3, 5), off].concat()), [olga(ChangeKind::Cancelled)]);
    assert_eq!(told(&version(3, 5)), []);
}

#[test]
fn another_time_that_somebody_asked_for_is_told_and_changes_nothing() {
    let planned = objects("REQUEST", &event(&format!("{OLGA}\n{ME}\n{ANA}")));
    let counter = objects("COUNTER", &event(&format!("DTSTART:20260304T090000Z\n{OLGA}\n{ANA}")));
    let found = judged(&[planned.clone(), counter].concat());
    let ana = Address::parse("ana@studio.example");
    assert_eq!(found[0].changes, [MeetingChange { kind: ChangeKind::Proposed, by: ana }]);
    assert_eq!((found[0].start, &found[0].people), (judged(&planned)[0].start, &judged(&planned)[0].people));
}

#[test]
fn a_title_may_name_whom_no_list_does() {
    use crate::people::{Directory, Society};
    let seen = [("ana@x.example", "Ana Reis"), ("ben@x.example", "Ben Ito"), ("ben@y.example", "Ben Wolf")];
    let seen = seen.into_iter().map(|(address, name)| {
        (Address::parse(address).unwrap(), std::iter::once((name.to_owned(), 1)).collect())
    });
    let directory = Directory::build(&seen.collect(), &Society::default());
    let known = Names::of(directory.people().values());
    let named = |title: &str| -> Vec<&str> {
        known.in_title(title).iter().map(|person| person.name.as_str()).collect()
    };
    assert_eq!(named("Lunch with Ana"), ["Ana Reis"]);
    assert_eq!(named("ben wolf / planning"), ["Ben Wolf"]);
    assert!(named("Lunch with Ben").is_empty(), "there are two");
    assert!(named("Analysis").is_empty());
}

#[test]
fn days_of_his_own_calendars_that_are_not_free_and_his_alone_are_kept_for_himself() {
    let owner = BTreeSet::from([Address::parse(OWNER).unwrap().identity_key()]);
    let kept = |objects: &[CalendarObject]| {
        let as_of = "2026-06-01T00:00:00Z".parse().unwrap();
        agenda(objects, &owner, &MeetingPolicy::default(), as_of).own_days.len()
    };
    let days = |lines: &str| {
        objects("", &event(&format!("DTSTART;VALUE=DATE:20260302\nDURATION:P3D\nSUMMARY:Vacation\n{lines}")))
    };
    assert_eq!(kept(&days("")), 1);
    assert_eq!(kept(&days("TRANSP:OPAQUE")), 1);
    assert_eq!(kept(&days("X-MICROSOFT-CDO-BUSYSTATUS:OOF\nTRANSP:TRANSPARENT")), 1);
    for (what, lines) in [
        ("free", "TRANSP:TRANSPARENT"),
        ("free in Outlook", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
        ("called off", "STATUS:CANCELLED"),
        ("with others", ANA),
    ] {
        assert_eq!(kept(&days(lines)), 0, "{what}");
    }
    let of_others = days("").into_iter().map(|object| CalendarObject { of_another: true, ..object });
    assert_eq!(kept(&of_others.collect::<Vec<_>>()), 0, "in a calendar of others");
    assert_eq!(kept(&objects("", &event("SUMMARY:Vacation"))), 0, "an hour");
}
