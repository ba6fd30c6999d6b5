//! What is chosen and what is held back.

use crate::nudges::scenario::{Scenario, drifted, due, every_kind, open, silent};
use crate::observations::MessageId;
use crate::observations::cues::Certainty;
use crate::relationships::LoopKind;

use super::*;
use crate::nudges::scenario::{days_ago, person};
use crate::nudges::{Outcome, Sent};

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
        (neglected().policy(|policy| policy.kinds.retain(|&kind| kind == NudgeKind::Thanks)), Some(KindOff)),
        (neglected().said(NudgeKind::Neglected, 20), Some(Cooldown)),
        (neglected().said(NudgeKind::Neglected, 21), None),
        (neglected().said(NudgeKind::Thanks, 9), Some(Cooldown)),
        (neglected().said(NudgeKind::Thanks, 10), None),
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
fn weeks_after_a_sensitive_letter_only_what_is_owed_for_a_day_is_spoken_of() {
    let after = |days: i64| {
        let mut scenario = every_kind().policy(|policy| policy.max_people = 20);
        for relationship in &mut scenario.relationships {
            relationship.last_sensitive = Some(days_ago(days));
        }
        scenario
    };
    let (soon, later) = (after(42).choose(), after(43).choose());
    assert_eq!(names(&soon), ["Priya Nair"], "a promise for a day");
    let is_tact = |held: &Held| held.reason == HeldReason::Sensitive;
    assert!(soon.held.len() >= 12 && soon.held.iter().all(is_tact), "{:?}", held(&soon));
    assert!(later.nudges.len() >= 12 && !later.held.iter().any(is_tact));
    assert!(!soon.stands(person("Ingrid Solheim").id, NudgeKind::Thanks), "a letter that waits is not sent");

    // A riper promise for no day does not hide the one for tomorrow; nor is a list a reason to speak.
    let owing = |kind, listed| {
        Scenario::new().with("Ana Ruiz", move |r| {
            (r.last_sensitive, r.listed) = (Some(days_ago(3)), listed);
            open(r, kind, 30, "Could you send me the plan of the garden?");
            open(r, kind, 4, "Could you send me the plan of the house by Monday?");
            due(r, "2026-11-23", Certainty::Hard);
            r.loops[1].p_open = crate::observations::cues::Confidence::from_thousandths(610);
        })
    };
    let said = |kind, listed| owing(kind, listed).choose().nudges.into_iter().map(|nudge| nudge.urgency);
    let dated = |kind, listed| said(kind, listed).eq([Urgency::Dated]);
    assert!(dated(LoopKind::PromiseByMe, false) && dated(LoopKind::ReplyOwed, false));
    assert_eq!(said(LoopKind::ReplyOwed, true).count(), 0);
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
    // Of the one with a chance to give the question alone is left over.
    let (same, budget): (Vec<_>, Vec<_>) =
        few.held.iter().partition(|held| held.reason == HeldReason::SamePerson);
    assert_eq!((same.len(), budget.len()), (1, 10));
    assert!(budget.iter().all(|held| held.reason == HeldReason::Budget));
}

#[test]
fn what_is_open_for_long_never_leads_a_letter() {
    let old = |name| Scenario::new().with(name, |r| open(r, LoopKind::ThanksOwed, 31, "Here is the contact"));
    let alone = old("Ana Ruiz").choose();
    assert_eq!(held(&alone), [(NudgeKind::Thanks, HeldReason::Aged)]);
    assert!(alone.nudges.is_empty() && alone.stands(alone.held[0].nudge.person, NudgeKind::Thanks));
    let with = |name| {
        old("Ana Ruiz").with(name, |r| {
            open(r, LoopKind::ReplyOwed, 5, "Which one did you take?");
            r.warmth.level = 0.5;
        })
    };
    assert_eq!(names(&with("Ben Okafor").choose()), ["Ben Okafor", "Ana Ruiz"]);
    assert_eq!(names(&with("Ben Okafor").policy(|policy| policy.max_people = 1).choose()), ["Ben Okafor"]);
}

#[test]
fn a_week_has_so_many_places() {
    let silent_friends = |count: usize| {
        (0..count).fold(Scenario::new(), |scenario, n| scenario.with(&format!("Friend {n}"), silent))
    };
    let again = |said: usize, days| {
        let mut scenario = silent_friends(9);
        for n in 0..said {
            scenario.memory.sent.push(Sent {
                at: days_ago(days),
                person: person(&format!("Other {n}")).id,
                kind: NudgeKind::Thanks,
                matter: String::new(),
                outcome: Outcome::Open,
            });
        }
        scenario.choose().nudges.len()
    };
    assert_eq!((again(0, 1), again(2, 6), again(3, 6), again(5, 6), again(9, 6)), (3, 3, 2, 0, 0));
    assert_eq!(again(5, 7), 3, "that was last week");
}

#[test]
fn twenty_who_fall_due_together_are_spread() {
    let mut scenario = (0..20).fold(Scenario::new(), |scenario, n| {
        scenario.with(&format!("Friend {n}"), silent).who(|person| person.expect_days = Some(30))
    });
    let mut told = Vec::new();
    for week in (0..7).rev() {
        let choice = scenario.choose();
        assert!(choice.nudges.len() <= 3);
        told.extend(choice.nudges.iter().map(|nudge| nudge.person));
        // The letters of the weeks before, seen from the present one.
        scenario.memory.sent = told
            .iter()
            .enumerate()
            .map(|(n, &person)| Sent {
                at: days_ago(7 * i64::try_from(1 + (told.len() - 1 - n) / 3).unwrap()),
                person,
                kind: NudgeKind::Neglected,
                matter: String::new(),
                outcome: Outcome::Open,
            })
            .collect();
        scenario.policy.cooldown_days = 60;
        assert!(week > 0 || told.len() == 20, "{}", told.len());
    }
    told.sort();
    told.dedup();
    assert_eq!(told.len(), 20, "each once");
}

#[test]
fn one_promise_to_two_people_is_spoken_of_once() {
    let promise = |r: &mut Relationship| open(r, LoopKind::PromiseByMe, 20, "I will send you both the plan");
    let mut scenario = Scenario::new().with("Ana Ruiz", promise).with("Ben Okafor", promise);
    for known in &mut scenario.relationships {
        known.loops[0].message = MessageId::parse("both@x.example").unwrap();
    }
    let choice = scenario.choose();
    assert_eq!(choice.nudges.len(), 1);
    assert_eq!(held(&choice), [(NudgeKind::Promise, HeldReason::SameMatter)]);
    scenario.relationships[1].loops[0].message = MessageId::parse("other@x.example").unwrap();
    assert_eq!(scenario.choose().nudges.len(), 2);
}

#[test]
fn a_weak_tie_gets_only_the_place_kept() {
    let weak = |r: &mut Relationship| {
        silent(r);
        r.warmth.level = 0.4;
        r.rhythm.p_silence = 0.01;
    };
    let scenario = Scenario::new().policy(|policy| policy.bar = 0.1).with("Ana", weak).with("Ben", weak);
    let choice = scenario.choose();
    assert_eq!((choice.nudges.len(), held(&choice)), (1, vec![(NudgeKind::Neglected, HeldReason::Budget)]));
    assert_eq!(names(&scenario.policy(|policy| policy.dormant_one_in = 0).choose()), Vec::<&str>::new());
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
            .fold(Scenario::new(), |scenario, name| scenario.with(name, silent).who(|p| p.importance = 1500))
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
            scenario.with(name, |r| {
                open(r, LoopKind::PromiseByMe, 30, "I will send it");
                due(r, "2026-11-23", Certainty::Hard);
            })
        })
        .with("Dora", drifted);
    let choice = scenario.choose();
    assert!(choice.nudges.iter().all(|nudge| nudge.kind == NudgeKind::Promise));
}

#[test]
fn a_silence_under_one_of_two_addresses_is_none() {
    let two = |last: i64| {
        Scenario::new().with("Ana Ruiz", silent).with("Prof. Ana M. Ruiz", |r| {
            r.last_contact = days_ago(last);
            r.last_in = Some(days_ago(last));
        })
    };
    let twice = |last: i64| held(&two(last).choose());
    assert_eq!(twice(7), [(NudgeKind::Neglected, HeldReason::Namesake)]);
    assert_eq!(twice(90), []);

    // They are two people, as the owner said.
    let mut scenario = two(7);
    let ids: Vec<PersonId> = scenario.people.keys().copied().collect();
    scenario.memory.wishes =
        Wishes::default().telling_apart(BTreeSet::from([(ids[0], ids[1]), (ids[1], ids[0])]));
    assert_eq!(held(&scenario.choose()), []);
}

#[test]
fn who_is_known_from_lists_only_is_not_missed() {
    let choice = Scenario::new().with("Ana Ruiz", |r| {
        silent(r);
        r.listed = true;
    });
    assert_eq!(choice.choose().nudges, []);
    let wished = choice.who(|person| person.expect_days = Some(30));
    assert_eq!(wished.only().kind, NudgeKind::Neglected);
}

#[test]
fn a_promise_for_no_day_never_leads() {
    let scenario = Scenario::new()
        .with("Ana Ruiz", |r| open(r, LoopKind::PromiseByMe, 30, "I will look for the book."))
        .with("Ben Ito", |r| open(r, LoopKind::ReplyOwed, 4, "Could you send me the plan?"));
    let kinds: Vec<NudgeKind> = scenario.choose().nudges.iter().map(|nudge| nudge.kind).collect();
    assert_eq!(kinds, [NudgeKind::ReplyOwed, NudgeKind::Promise]);
}
