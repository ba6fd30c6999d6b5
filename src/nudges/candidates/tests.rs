//! What is said of whom, and of whom nothing is said.

mod people;

use crate::conversations::Party;
use crate::inference::{Basis, Kind};
use crate::ledger::{Direction, Status};
use crate::nudges::lint::{offences, tallying};
use crate::nudges::scenario::{
    Scenario, about, days_ago, drifted, due, every_kind, helped, open, person, silent,
};
use crate::nudges::{HeldReason, Nudge, NudgeKind, Urgency};
use crate::observations::cues::{Certainty, Confidence};
use crate::people::{Person, Regime};
use crate::relationships::{LoopKind, Relationship, Silence};

const SLIDES: &str = "Happy to look over the slides.";

type Change = fn(&mut Relationship);

/// The message that opens loops with Ana.
fn opened() -> String {
    format!("<opened{}@x.example>", person("Ana Ruiz").id)
}

fn nothing_said(name: &str, change: impl FnOnce(&mut Relationship)) {
    let choice = Scenario::new().with("Ana Ruiz", change).choose();
    assert_eq!((choice.nudges, choice.held), (vec![], vec![]), "{name}");
}

fn said(change: impl FnOnce(&mut Relationship)) -> Nudge {
    let scenario = Scenario::new().policy(|policy| (policy.bar, policy.lead_days) = (0.0, 365));
    scenario.with("Ana Ruiz", change).only()
}

#[test]
fn every_kind_is_said_and_keeps_the_wording_rules() {
    let choice = every_kind().choose();
    let mut kinds: Vec<NudgeKind> = choice.nudges.iter().map(|nudge| nudge.kind).collect();
    kinds.sort();
    assert_eq!(kinds, NudgeKind::ALL);
    for nudge in &choice.nudges {
        for line in nudge.why.iter().chain([&nudge.suggestion]) {
            assert_eq!(offences(line), Vec::<String>::new(), "{line}");
            assert!(line.ends_with(['.', '?', '”']), "{line}");
        }
    }
}

#[test]
fn a_promise_names_its_day_as_firmly_as_it_was_said() {
    for (date, certainty, expected) in [
        ("2026-11-22", Certainty::Hard, "It is due today."),
        ("2026-11-25", Certainty::Relative, "It is due on Wednesday."),
        ("2026-11-23", Certainty::Tentative, "Tomorrow was spoken of."),
        ("2026-11-20", Certainty::Hard, "It was due on Friday."),
        ("2026-11-16", Certainty::Tentative, "Monday was spoken of."),
    ] {
        let nudge = said(|r| {
            open(r, LoopKind::PromiseByMe, 13, SLIDES);
            due(r, date, certainty);
        });
        assert_eq!(nudge.why, ["You wrote on 9 November: “Happy to look over the slides”.", expected]);
        assert_eq!(nudge.evidence, [opened()]);
    }
}

#[test]
fn a_promise_waits_until_its_day_is_near() {
    nothing_said("due in four days", |r| {
        open(r, LoopKind::PromiseByMe, 13, SLIDES);
        due(r, "2026-11-26", Certainty::Hard);
    });
    nothing_said("meant for that evening", |r| {
        open(r, LoopKind::PromiseByMe, 3, SLIDES);
        due(r, "2026-11-19", Certainty::Hard);
    });
    nothing_said("due two months ago", |r| {
        open(r, LoopKind::PromiseByMe, 80, SLIDES);
        due(r, "2026-09-20", Certainty::Hard);
    });
    nothing_said("undated and fresh", |r| open(r, LoopKind::PromiseByMe, 6, SLIDES));
    nothing_said("undated and old", |r| open(r, LoopKind::PromiseByMe, 61, SLIDES));
    nothing_said("on a condition", |r| open(r, LoopKind::PromiseByMe, 20, "I will send it once it is dry"));
    let old = said(|r| open(r, LoopKind::PromiseByMe, 20, SLIDES));
    assert_eq!(old.why[1], "That was 20 days ago.");
}

#[test]
fn the_more_urgent_of_two_promises_is_said() {
    let nudge = said(|r| {
        open(r, LoopKind::PromiseByMe, 8, "I will find the book.");
        open(r, LoopKind::PromiseByMe, 13, SLIDES);
        due(r, "2026-11-23", Certainty::Hard);
    });
    assert!(nudge.why[0].contains("slides"), "{nudge:?}");
}

#[test]
fn without_words_the_subject_speaks_and_without_either_nothing_does() {
    for kind in [
        LoopKind::PromiseByMe,
        LoopKind::ThanksOwed,
        LoopKind::ReplyOwed,
        LoopKind::OfferOpen,
        LoopKind::IntroductionOpen,
        LoopKind::MeetingUnset,
        LoopKind::AwaitingReply,
        LoopKind::PromiseToMe,
    ] {
        let nudge = said(|r| open(r, kind, 20, ""));
        assert!(nudge.why[0].ends_with("on 2 November, under “Slides for the talk”."), "{nudge:?}");
        assert_eq!(offences(&nudge.why[0]), Vec::<String>::new());
        nothing_said("neither words nor subject", |r| {
            open(r, kind, 20, "");
            r.loops[0].topic.clear();
        });
    }
}

#[test]
fn what_waits_for_the_other_is_said_only_where_it_is_plain() {
    const ASKED: &str = "Could you send me the plan of the old garden?";
    let asked = said(|r| open(r, LoopKind::AwaitingReply, 20, ASKED));
    assert_eq!(asked.kind, NudgeKind::AwaitingReply);
    assert!(asked.why[0].starts_with("You asked on 2 November: “Could"), "{asked:?}");
    let promised = said(|r| open(r, LoopKind::PromiseToMe, 20, "I'll send you the plan of the old garden"));
    assert_eq!(promised.kind, NudgeKind::AwaitingReply);
    nothing_said("several were asked", |r| {
        open(r, LoopKind::AwaitingReply, 20, ASKED);
        r.loops[0].alone = false;
    });
    let called = said(|r| {
        open(r, LoopKind::AwaitingReply, 20, ASKED);
        (r.loops[0].alone, r.loops[0].meant) = (false, true);
    });
    assert_eq!(called.kind, NudgeKind::AwaitingReply);
    nothing_said("it was for an agenda", |r| {
        open(r, LoopKind::AwaitingReply, 20, ASKED);
        r.loops[0].topic = "Agenda of the garden meeting".to_owned();
    });
    nothing_said("it may be settled", |r| {
        open(r, LoopKind::AwaitingReply, 20, ASKED);
        r.loops[0].p_open = Confidence::from_thousandths(600);
    });
    nothing_said("its day is not over", |r| {
        open(r, LoopKind::PromiseToMe, 20, "I'll send you the plan by the end of the month");
        due(r, "2026-11-30", Certainty::Hard);
    });
    nothing_said("a lunch is over", |r| {
        open(r, LoopKind::AwaitingReply, 20, "Do you still want to go to lunch?");
    });
    nothing_said("the other's turn", |r| {
        open(r, LoopKind::ReplyOwed, 20, SLIDES);
        r.loops[0].turn = Party::Person(r.person);
    });
}

#[test]
fn what_is_open_is_said_neither_at_once_nor_for_ever() {
    for (kind, early, late) in [
        (LoopKind::ThanksOwed, 1, 91),
        (LoopKind::ReplyOwed, 2, 46),
        (LoopKind::OfferOpen, 6, 181),
        (LoopKind::IntroductionOpen, 13, 181),
        (LoopKind::MeetingUnset, 6, 61),
        (LoopKind::AwaitingReply, 4, 31),
    ] {
        let words = if matches!(kind, LoopKind::ReplyOwed | LoopKind::AwaitingReply) {
            "Could you look over the slides?"
        } else {
            SLIDES
        };
        nothing_said("early", |r| open(r, kind, early, words));
        nothing_said("late", |r| open(r, kind, late, words));
        let _ = said(|r| open(r, kind, early + 1, words));
        let _ = said(|r| open(r, kind, late - 1, words));
    }
}

#[test]
fn what_was_asked_for_a_day_is_over_after_it() {
    let asked = |date: &str| {
        Scenario::new().with("Ana Ruiz", |r| {
            open(r, LoopKind::ReplyOwed, 12, "Could you send me the plan by Friday?");
            due(r, date, Certainty::Hard);
        })
    };
    let colleague = |date| asked(date).who(|person| person.regime = Regime::Colleague).choose().nudges.len();
    assert_eq!((colleague("2026-11-19"), colleague("2026-11-18")), (1, 0));
    assert_eq!(
        asked("2026-11-16").choose().nudges.len(),
        1,
        "a weekly letter sees each day of an equal once"
    );
    assert_eq!(asked("2026-11-15").choose().nudges.len(), 0);
}

#[test]
fn a_question_for_a_day_leads_while_it_is_fresh() {
    let asked = |age, date: &str, certainty, words: &str| {
        Scenario::new()
            .with("Ana Ruiz", |r| {
                open(r, LoopKind::ReplyOwed, age, words);
                due(r, date, certainty);
                r.warmth.level = 0.1;
            })
            .with("Ben Okafor", silent)
            .with("Cy Moss", |r| open(r, LoopKind::ThanksOwed, 12, "Here is the list you asked for"))
    };
    let plan = "Could you send me the plan by Friday?";
    for (scenario, leads) in [
        (asked(3, "2026-11-20", Certainty::Hard, plan), true),
        (
            asked(1, "2026-11-23", Certainty::Relative, "Bitte gib mir bis Montag Bescheid wegen der Farben"),
            true,
        ),
        (asked(9, "2026-11-23", Certainty::Tentative, plan), false),
        (asked(9, "2026-12-09", Certainty::Hard, plan), false),
    ] {
        let first = &scenario.choose().nudges[0];
        assert_eq!(first.name == "Ana Ruiz", leads, "{first:?}");
        assert_eq!(first.kind == NudgeKind::ReplyOwed && first.urgency == Urgency::Dated, leads, "{first:?}");
    }
    // Among colleagues what was asked for a day that is over has most likely been said.
    let unsure = asked(5, "2026-11-20", Certainty::Hard, plan);
    let mut unsure = unsure.policy(|policy| policy.max_people = 9);
    let ana = person("Ana Ruiz").id;
    unsure.people.get_mut(&ana).unwrap().regime = Regime::Colleague;
    unsure.relationships[0].loops[0].p_open = Confidence::from_thousandths(700);
    let found = unsure.choose().nudges;
    assert_eq!(
        found.iter().find(|nudge| nudge.person == ana).unwrap().urgency,
        Urgency::Current,
        "{found:?}"
    );
}

#[test]
fn words_of_a_quarrel_are_not_held_up() {
    for kind in [LoopKind::ThanksOwed, LoopKind::ReplyOwed, LoopKind::OfferOpen] {
        nothing_said("a quarrel", |r| open(r, kind, 12, "Would you stop that idiotic rant of yours?"));
    }
}

#[test]
fn among_close_people_nothing_is_said_of_giving() {
    let mut scenario = every_kind();
    for person in scenario.people.values_mut() {
        person.regime = Regime::Communal;
        person.tally = false;
    }
    let choice = scenario.choose();
    let kinds: Vec<NudgeKind> = choice.nudges.iter().map(|nudge| nudge.kind).collect();
    assert!(kinds.contains(&NudgeKind::Neglected) && kinds.contains(&NudgeKind::Thanks));
    for kind in [NudgeKind::FirstDeposit, NudgeKind::Underappreciated, NudgeKind::OverInvesting] {
        assert!(!kinds.contains(&kind));
    }
    for line in choice.nudges.iter().flat_map(|nudge| nudge.why.iter().chain([&nudge.suggestion])) {
        assert_eq!(tallying(line), Vec::<String>::new(), "{line}");
        assert!(!line.contains("introduction for you"), "{line}");
    }
}

#[test]
fn what_opens_later_is_not_yet_said() {
    nothing_said("due soon, promised tomorrow", |r| {
        open(r, LoopKind::PromiseByMe, -1, SLIDES);
        due(r, "2026-11-25", Certainty::Hard);
    });
}

#[test]
fn who_made_an_introduction_is_the_ledgers_to_say() {
    let suggestion = |direction, turn_is_owner: bool| {
        let scenario = Scenario::new().with("Ana Ruiz", |r| {
            open(r, LoopKind::IntroductionOpen, 28, "Meet Sam");
            if !turn_is_owner {
                r.loops[0].turn = Party::Person(r.person);
            }
        });
        let mut scenario = match direction {
            Some(direction) => scenario.entry(Kind::Introduction, direction, 28, "Meet Sam"),
            None => scenario,
        };
        for entry in &mut scenario.entries {
            entry.evidence[0].source = opened();
        }
        scenario.only().suggestion
    };
    let (ask, tell) = ("You could ask how it went.", "They might like to hear how it went.");
    assert_eq!(suggestion(Some(Direction::Given), true), ask);
    assert_eq!(suggestion(Some(Direction::Received), false), tell);
    assert_eq!(suggestion(None, true), tell);
    assert_eq!(suggestion(None, false), ask);
}

#[test]
fn what_rests_on_mail_names_the_message() {
    let choice = every_kind().choose();
    let on_mail = |nudge: &&Nudge| !matches!(nudge.kind, NudgeKind::OverInvesting | NudgeKind::Birthday);
    for nudge in choice.nudges.iter().filter(on_mail) {
        assert!(nudge.evidence.iter().any(|id| id.starts_with('<')), "{nudge:?}");
    }
}

#[test]
fn how_a_nudge_stands_toward_the_day() {
    let urgency = |days, named: Option<(&str, Certainty)>| {
        let choice = Scenario::new()
            .policy(|policy| (policy.bar, policy.promise_past_days) = (0.0, 60))
            .with("Ana Ruiz", |r| {
                open(r, LoopKind::PromiseByMe, days, SLIDES);
                if let Some((date, certainty)) = named {
                    due(r, date, certainty);
                }
            })
            .choose();
        choice.nudges.iter().chain(choice.held.iter().map(|held| &held.nudge)).next().unwrap().urgency
    };
    assert_eq!(urgency(30, None), Urgency::Current);
    assert_eq!(urgency(31, None), Urgency::Aged);
    assert_eq!(urgency(60, Some(("2026-11-24", Certainty::Hard))), Urgency::Dated);
    assert_eq!(urgency(60, Some(("2026-11-24", Certainty::Tentative))), Urgency::Current);
    assert_eq!(urgency(75, Some(("2026-10-22", Certainty::Hard))), Urgency::Aged);
}
