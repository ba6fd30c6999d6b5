//! Which meetings are briefed for, and what a brief says.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::inference::Kind;
use crate::inference::meetings::{MeetingPerson, MeetingReason};
use crate::ledger::Direction;
use crate::nudges::lint::offences;
use crate::nudges::scenario::{AS_OF, Scenario, about, open, person, silent};
use crate::nudges::{LetterContext, SubjectStyle, compose_brief};
use crate::observations::calendar::EventStatus;
use crate::observations::cues::Confidence;
use crate::people::{Address, Regime, Society};
use crate::relationships::LoopKind;

const LEAD: SignedDuration = SignedDuration::from_hours(18);

/// A meeting so many hours from now.
fn meeting(hours: i64, people: &[&str]) -> Meeting {
    let start = AS_OF.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours);
    let people = people.iter().map(|local| MeetingPerson {
        address: Address::parse(&format!("{local}@people.example")).unwrap(),
        name: None,
        attendance: Attendance::Attends { weight: 1000, confidence: Confidence::from_thousandths(1000) },
    });
    Meeting {
        uid: format!("m{hours}"),
        recurrence_id: None,
        start,
        end: start + SignedDuration::from_hours(1),
        summary: "Coffee".into(),
        status: EventStatus::Confirmed,
        people: people.collect(),
        counts: false,
        reason: MeetingReason::Upcoming,
        upcoming: true,
        changes: Vec::new(),
    }
}

/// Ana, of whom there is much to say, and Ben, met all the time.
fn scenario() -> Scenario {
    Scenario::new()
        .with("Ana Ruiz", |r| {
            silent(r);
            about(r, "Moving to Porto", "We have found a flat near the river");
            open(r, LoopKind::PromiseByMe, 80, "I will send you the address of the joiner");
        })
        .entry(Kind::Introduction, Direction::Received, 163, "Lena, meet Alex; you two should talk")
        .with("Ben Okafor", |_| {})
}

fn found(meetings: &[Meeting]) -> Vec<Brief> {
    found_in(&scenario(), meetings, &BTreeSet::new())
}

fn found_in(scenario: &Scenario, meetings: &[Meeting], told: &BTreeSet<(Date, PersonId)>) -> Vec<Brief> {
    let seen = scenario
        .people
        .values()
        .map(|person| (person.addresses[0].clone(), [(person.name.clone(), 1)].into_iter().collect()));
    let directory = Directory::build(&seen.collect(), &Society::default());
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let known =
        Known { directory: &directory, relationships: &scenario.relationships, entries: &scenario.entries };
    let today = Today::new(AS_OF.parse().unwrap(), &zone);
    briefs(meetings, known, &Policy::default(), LEAD, told, today)
}

#[test]
fn a_brief_is_for_the_next_meeting_with_somebody_of_whom_there_is_something_to_say() {
    let keys = |meeting: Meeting| found(&[meeting]).len();
    let judged = |reason| Meeting { reason, ..meeting(16, &["xanaruiz"]) };
    assert_eq!(keys(meeting(16, &["xanaruiz"])), 1);
    assert_eq!(keys(judged(MeetingReason::OwnerUnanswered)), 1, "nobody says that he will not come");
    assert_eq!(keys(meeting(16, &["xanaruiz", "xbenokafor"])), 1);
    let many: Vec<String> = (0..5).map(|n| format!("x{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).chain(["xanaruiz"]).collect();
    for (what, other) in [
        ("too far", meeting(19, &["xanaruiz"])),
        ("begun", meeting(0, &["xanaruiz"])),
        ("nothing to say", meeting(16, &["xbenokafor"])),
        ("cancelled", judged(MeetingReason::Cancelled)),
        ("declined", judged(MeetingReason::OwnerDeclined)),
        ("somebody else's", judged(MeetingReason::OwnerUnlisted)),
        ("a crowd", judged(MeetingReason::TooManyPeople)),
        ("private", judged(MeetingReason::Private)),
        ("sensitive", Meeting { summary: "Divorced, what now".into(), ..meeting(16, &["xanaruiz"]) }),
        ("unknown", meeting(16, &["xnobody"])),
    ] {
        assert_eq!(keys(other), 0, "{what}");
    }
    assert_eq!(keys(meeting(16, &many)), 1, "strangers do not count");
}

#[test]
fn somebody_with_whom_nothing_is_open_is_briefed_for_where_there_is_something_to_tell() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let now = AS_OF.parse::<Timestamp>().unwrap();
    let told = |regime: Regime, days: i64| {
        let mut ben = scenario().relationships.remove(1);
        about(&mut ben, "The boat", "We have painted the keel red this spring");
        ben.last_contact = now - SignedDuration::from_hours(24 * days);
        let person = Person { regime, ..person("Ben Okafor") };
        let brief = Case::new(&ben, &person, &[], &Policy::default(), Today::new(now, &zone)).brief();
        brief.is_some_and(|brief| brief.lines.iter().any(|line| line.contains("“The boat”")))
    };
    assert!(told(Regime::Equality, 1) && told(Regime::Market, 3) && told(Regime::Communal, 7));
    assert!(!told(Regime::Equality, 0), "what was written today is known");
    assert!(told(Regime::Colleague, 14) && !told(Regime::Colleague, 13));
}

#[test]
fn a_person_with_whom_something_sensitive_passed_is_not_briefed_for() {
    let mut scenario = scenario();
    scenario.relationships[0].last_sensitive = Some(AS_OF.parse().unwrap());
    assert!(found_in(&scenario, &[meeting(16, &["xanaruiz"])], &BTreeSet::new()).is_empty());
}

#[test]
fn a_brief_tells_who_they_are_and_what_is_open() {
    let brief = &found(&[meeting(16, &["xanaruiz", "xbenokafor"])])[0];
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let today = Today::new(AS_OF.parse().unwrap(), &zone);
    let letter = compose_brief(brief, &LetterContext::default(), today);
    assert_eq!(offences(&letter.text), Vec::<String>::new());
    insta::assert_snapshot!(format!("Subject: {}\n\n{}", letter.subject, letter.text), @r"
    Subject: Tomorrow, 10:00: Ana Ruiz

    Before you meet, as far as your mail and calendars show.

    Ana Ruiz
      You two have been in touch 20 times since 1 April 2025. Ana wrote
      last, on 6 September. The last subject between you was “Moving to
      Porto”. Ana wrote on 6 September: “We have found a flat near the
      river”.
      You promised on 3 September: “I will send you the address of the
      joiner”.
      Ana made an introduction for you on 12 June: “Lena, meet Alex; you two
      should talk”.

    -- 
    Sent by goodwill, on your own machine, to you alone.
    ");
    let shy = LetterContext { subject: SubjectStyle::Counts, ..LetterContext::default() };
    let shy = compose_brief(brief, &shy, today);
    assert_eq!(shy.subject, "Tomorrow, 10:00: before a meeting");
    let (head, _) = shy.html.split_once("<h2").unwrap();
    assert!(!head.contains("Ana"), "{head}");
}

#[test]
fn a_matter_of_whole_days_has_no_hour() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let today = Today::new(AS_OF.parse().unwrap(), &zone);
    let subject = |start: Timestamp, hours: i64| {
        let end = start + SignedDuration::from_hours(hours);
        let brief = found(&[Meeting { start, end, ..meeting(0, &["xanaruiz"]) }]).remove(0);
        compose_brief(&brief, &LetterContext::default(), today).subject
    };
    let midnight = today.date().tomorrow().unwrap().to_zoned_datetime(zone.clone()).unwrap().timestamp();
    assert_eq!(subject(midnight, 24), "Tomorrow: Ana Ruiz");
    assert_eq!(subject(midnight, 48), "Tomorrow: Ana Ruiz");
    assert_eq!(subject(midnight, 2), "Tomorrow, 00:00: Ana Ruiz");
}

#[test]
fn one_letter_tells_of_all_whom_the_owner_meets_on_a_day_each_once() {
    let three = Scenario::new();
    let three = ["Ana Ruiz", "Cem Aydin", "Dora Lund"].into_iter().fold(three, |scenario, name| {
        let about_name = format!("The matter of {name}");
        scenario.with(name, |r| {
            silent(r);
            about(r, &about_name, "We have found a flat near the river");
        })
    });
    // The last is beyond the lead, but on the same day; the first meets him twice.
    let day =
        [meeting(16, &["xanaruiz"]), meeting(17, &["xcemaydin", "xanaruiz"]), meeting(20, &["xdoralund"])];
    let found = found_in(&three, &day, &BTreeSet::new());
    assert_eq!(found.len(), 1, "{found:?}");
    let names = |brief: &Brief| brief.people().map(|(person, _)| person.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found[0]), ["Ana Ruiz", "Cem Aydin", "Dora Lund"]);
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let today = Today::new(AS_OF.parse().unwrap(), &zone);
    let letter = compose_brief(&found[0], &LetterContext::default(), today);
    assert_eq!(letter.subject, "Tomorrow: Ana Ruiz, Cem Aydin, Dora Lund");
    assert!(letter.text.contains("\n14:00: Dora Lund\n"), "{}", letter.text);
    let shy = LetterContext { subject: SubjectStyle::Counts, ..LetterContext::default() };
    assert_eq!(compose_brief(&found[0], &shy, today).subject, "Tomorrow: before three meetings");

    let told = found[0].people().take(2).map(|(person, _)| (found[0].day, person.person)).collect();
    assert_eq!(found_in(&three, &day, &told), [], "it is not yet time for the last");
    let told = found[0].people().skip(1).map(|(person, _)| (found[0].day, person.person)).collect();
    assert_eq!(names(&found_in(&three, &day, &told)[0]), ["Ana Ruiz"]);
    let many: Vec<Meeting> =
        (0..12).map(|nth| Meeting { uid: nth.to_string(), ..meeting(17, &["xanaruiz"]) }).collect();
    assert_eq!(found_in(&three, &many, &BTreeSet::new())[0].meetings.len(), 1);
}

#[test]
fn the_next_brief_is_due_before_the_next_meeting() {
    let now: Timestamp = AS_OF.parse().unwrap();
    let due = next_brief(&[meeting(30, &[]), meeting(20, &[]), meeting(10, &[])], LEAD, now);
    assert_eq!(due, Some(now + SignedDuration::from_hours(2)));
    assert_eq!(next_brief(&[meeting(10, &[])], LEAD, now), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_name_or_words_break_a_brief(names in proptest::collection::vec("(?s).{0,80}", 1..4), line in "(?s).{0,300}") {
        let people = names.iter().map(|name| BriefPerson {
            person: person("Ana").id,
            name: crate::nudges::words::full_name(&Person { name: name.clone(), ..person("Ana") }),
            lines: crate::nudges::words::quote(&line).map(|words| format!("Ana wrote today: {words}")).into_iter().collect(),
        });
        let start = AS_OF.parse().unwrap();
        let zone = TimeZone::UTC;
        let meetings = vec![BriefMeeting { start, whole_days: false, people: people.collect() }];
        let brief = Brief { day: Today::new(start, &zone).date(), meetings };
        let letter = compose_brief(&brief, &LetterContext::default(), Today::new(start, &zone));
        prop_assert!(letter.subject.chars().count() <= 50);
        prop_assert!(letter.html.len() < 20_000);
        prop_assert!(letter.text.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert_eq!(letter.html.matches("<h2").count(), names.len());
        prop_assert_eq!(letter.html.matches('<').count(), letter.html.matches('>').count());
    }
}
