//! What is said of whom, and of whom nothing is said.

use crate::conversations::Party;
use crate::inference::{Basis, Kind};
use crate::ledger::{Direction, Status};
use crate::nudges::lint::{offences, tallying};
use crate::nudges::scenario::{Scenario, days_ago, drifted, due, every_kind, open, silent};
use crate::nudges::{Nudge, NudgeKind};
use crate::observations::cues::Certainty;
use crate::people::Regime;
use crate::relationships::{LoopKind, Relationship, Silence};

const SLIDES: &str = "Happy to look over the slides.";

type Change = fn(&mut Relationship);

fn nothing_said(name: &str, change: impl FnOnce(&mut Relationship)) {
    let choice = Scenario::new().with("Ana Ruiz", change).choose();
    assert_eq!((choice.nudges, choice.held), (vec![], vec![]), "{name}");
}

fn said(change: impl FnOnce(&mut Relationship)) -> Nudge {
    Scenario::new().policy(|policy| policy.bar = 0.0).with("Ana Ruiz", change).only()
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
        ("2026-11-23", Certainty::Tentative, "The day named, without fixing it, is tomorrow."),
        ("2026-11-20", Certainty::Hard, "It was due on Friday."),
        ("2026-11-02", Certainty::Tentative, "The day named, without fixing it, was 2 November."),
    ] {
        let nudge = said(|r| {
            open(r, LoopKind::PromiseByMe, 13, SLIDES);
            due(r, date, certainty);
        });
        assert_eq!(nudge.why, ["You wrote on 9 November: “Happy to look over the slides”.", expected]);
        assert_eq!(nudge.evidence, ["<opened@x.example>"]);
    }
}

#[test]
fn a_promise_waits_until_its_day_is_near() {
    nothing_said("due in four days", |r| {
        open(r, LoopKind::PromiseByMe, 13, SLIDES);
        due(r, "2026-11-26", Certainty::Hard);
    });
    nothing_said("due two months ago", |r| {
        open(r, LoopKind::PromiseByMe, 80, SLIDES);
        due(r, "2026-09-20", Certainty::Hard);
    });
    nothing_said("undated and fresh", |r| open(r, LoopKind::PromiseByMe, 6, SLIDES));
    nothing_said("undated and old", |r| open(r, LoopKind::PromiseByMe, 91, SLIDES));
    let old = said(|r| open(r, LoopKind::PromiseByMe, 20, SLIDES));
    assert_eq!(old.why[1], "That was 20 days ago; no day was named.");
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
fn what_waits_for_the_other_is_not_said() {
    nothing_said("the other promised", |r| open(r, LoopKind::PromiseToMe, 20, SLIDES));
    nothing_said("the other is asked", |r| open(r, LoopKind::AwaitingReply, 20, SLIDES));
    nothing_said("the other's turn", |r| {
        open(r, LoopKind::ReplyOwed, 20, SLIDES);
        r.loops[0].turn = Party::Person(r.person);
    });
}

#[test]
fn what_is_open_is_said_neither_at_once_nor_for_ever() {
    for (kind, early, late) in [
        (LoopKind::ThanksOwed, 1, 91),
        (LoopKind::ReplyOwed, 2, 61),
        (LoopKind::OfferOpen, 6, 181),
        (LoopKind::IntroductionOpen, 13, 181),
    ] {
        nothing_said("early", |r| open(r, kind, early, SLIDES));
        nothing_said("late", |r| open(r, kind, late, SLIDES));
        let _ = said(|r| open(r, kind, early + 1, SLIDES));
        let _ = said(|r| open(r, kind, late - 1, SLIDES));
    }
}

#[test]
fn a_silence_is_told_with_its_figures_and_a_favor_received() {
    let nudge = Scenario::new()
        .with("Tomás Rey", |r| {
            silent(r);
            r.last_topic = Some("Moving to Porto".into());
        })
        .entry(Kind::Introduction, Direction::Received, 163, "You two should talk")
        .only();
    assert_eq!(
        nudge.why,
        [
            "You two are in touch about every 35 days; it has been 77.",
            "Tomás wrote last, on 6 September.",
            "The last subject between you was “Moving to Porto”.",
            "Tomás made an introduction for you on 12 June: “You two should talk”.",
        ]
    );
    assert_eq!(nudge.suggestion, "They might like to hear how it went.");
    assert_eq!(nudge.evidence, ["e0000000001"]);
}

#[test]
fn a_wish_of_the_owner_is_named_as_one() {
    let scenario = Scenario::new().with("Ana Ruiz", silent).who(|person| person.expect_days = Some(30));
    assert_eq!(scenario.only().why[0], "You wish to be in touch every 30 days; it has been 77.");
}

#[test]
fn a_wish_of_the_owner_wins_over_habit() {
    let hardly_known = |r: &mut Relationship| {
        silent(r);
        (r.occasions, r.last_in, r.warmth.level) = (1, None, 0.2);
        r.rhythm.p_silence = 0.6;
    };
    let wished = |days| {
        let scenario = Scenario::new().with("Ana Ruiz", hardly_known);
        scenario.who(|person| person.expect_days = days).choose().nudges.len()
    };
    assert_eq!((wished(Some(30)), wished(Some(90)), wished(None)), (1, 0, 0));
}

#[test]
fn a_silence_among_traders_is_said_only_on_wish() {
    let told = |wish| {
        let scenario = Scenario::new().with("Ana Ruiz", silent).who(|person| person.regime = Regime::Market);
        scenario.who(|person| person.expect_days = wish).choose().nudges.len()
    };
    assert_eq!((told(None), told(Some(30))), (0, 1));
}

#[test]
fn a_silence_means_nothing_without_tenure_and_warmth() {
    let table: [(&str, Change); 5] = [
        ("usual", |r| r.rhythm.silence = Silence::Usual),
        ("two occasions", |r| r.occasions = 2),
        ("never wrote", |r| r.last_in = None),
        ("never written to", |r| r.last_out = None),
        ("cold", |r| r.warmth.level = 0.4),
    ];
    for (name, change) in table {
        nothing_said(name, |r| {
            silent(r);
            change(r);
        });
    }
}

#[test]
fn every_kind_of_favor_is_told_within_the_wording_rules() {
    for kind in [
        Kind::Introduction,
        Kind::Recommendation,
        Kind::Opportunity,
        Kind::Concession,
        Kind::Gift,
        Kind::Help,
        Kind::Advice,
        Kind::Care,
        Kind::Praise,
    ] {
        let told = Scenario::new().with("Ana Ruiz", silent).entry(kind, Direction::Received, 50, "").only();
        assert!(told.why.last().unwrap().ends_with(" on 3 October."), "{told:?}");
        let given = Scenario::new().with("Ana Ruiz", silent).entry(kind, Direction::Given, 50, "").only();
        assert_eq!(given.why.len(), 2, "what the owner gave is not held up: {given:?}");
    }
}

#[test]
fn doubtful_favors_are_not_told_as_facts() {
    let told = |change: fn(&mut Scenario)| {
        let mut scenario = Scenario::new().with("Ana Ruiz", silent).entry(
            Kind::Advice,
            Direction::Received,
            50,
            "Ask for more time",
        );
        change(&mut scenario);
        scenario.only().why.iter().any(|line| line.contains("advice"))
    };
    assert!(told(|_| {}));
    assert!(!told(|s| s.entries[0].status = Status::Voided));
    assert!(!told(|s| s.entries[0].basis = Basis::Duty));
    assert!(!told(|s| s.entries[0].at = days_ago(-1)));
    assert!(
        !told(|s| s.entries[0].confidence = crate::observations::cues::Confidence::from_thousandths(600))
    );
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
            open(r, LoopKind::IntroductionOpen, 40, "Meet Sam");
            if !turn_is_owner {
                r.loops[0].turn = Party::Person(r.person);
            }
        });
        let mut scenario = match direction {
            Some(direction) => scenario.entry(Kind::Introduction, direction, 40, "Meet Sam"),
            None => scenario,
        };
        for entry in &mut scenario.entries {
            entry.evidence[0].source = "<opened@x.example>".into();
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
fn a_first_deposit_suits_a_new_relation_that_goes_both_ways() {
    let new = |r: &mut Relationship| {
        r.occasions = 4;
        r.first_contact = days_ago(51);
        r.last_topic = Some("Guest article".into());
    };
    let nudge = said(new);
    assert_eq!(nudge.kind, NudgeKind::FirstDeposit);
    assert_eq!(nudge.why[0], "You and Ana have been in touch four times since 2 October, both ways.");
    let table: [(&str, Change); 5] = [
        ("once", |r| r.occasions = 1),
        ("often", |r| r.occasions = 7),
        ("long known", |r| r.first_contact = days_ago(61)),
        ("one way", |r| r.last_in = None),
        ("already given", |r| r.giving.given_count = 1),
    ];
    for (name, change) in table {
        nothing_said(name, |r| {
            new(r);
            change(r);
        });
    }
    let paid = Scenario::new().with("Ana Ruiz", new).who(|person| person.regime = Regime::Market);
    assert_eq!(paid.choose().nudges, []);
}

#[test]
fn routine_help_is_spoken_of_from_the_sixth_on() {
    nothing_said("five", |r| r.unthanked_helps = 5);
    let nudge = said(|r| r.unthanked_helps = 6);
    assert_eq!(nudge.why[0], "Ana helped you six times in the course of things.");
}

#[test]
fn a_drifted_tie_is_told_in_the_past() {
    let nudge = said(drifted);
    assert_eq!(nudge.why[0], "You two were in touch about every 35 days; it has been 14 months.");
    assert_eq!(nudge.why[1], "Ana wrote last, on 22 September 2025.");
}
