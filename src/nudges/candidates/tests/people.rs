//! What is said of a person rather than of something open: silences, giving, helping.

use super::*;

#[test]
fn a_silence_is_told_with_its_figures_and_a_favor_received() {
    let nudge = Scenario::new()
        .with("Tomás Rey", |r| {
            silent(r);
            about(r, "Moving to Porto", "We have found a flat near the river");
        })
        .entry(Kind::Introduction, Direction::Received, 163, "You two should talk")
        .only();
    assert_eq!(
        nudge.why,
        [
            "You two are in touch about every 35 days; it has been 77, longer than any of the eleven gaps before.",
            "Tomás wrote last, on 6 September.",
            "The last subject between you was “Moving to Porto”.",
            "Tomás wrote on 6 September: “We have found a flat near the river”.",
            "Tomás made an introduction for you on 12 June: “You two should talk”.",
        ]
    );
    assert_eq!(nudge.suggestion, "They might like to hear how it went.");
    assert_eq!(nudge.evidence, ["<matter77@x.example>", "e0000000001"]);
}

#[test]
fn a_wish_of_the_owner_is_named_as_one() {
    let scenario = Scenario::new().with("Ana Ruiz", silent).who(|person| person.expect_days = Some(30));
    assert_eq!(scenario.only().why[0], "You want no silence longer than 30 days; it has been 77.");
    let scenario = scenario.who(|person| person.ideal_days = Some(20));
    assert_eq!(scenario.only().why[0], "You wish to be in touch every 20 days; it has been 77.");
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
fn a_silence_among_colleagues_is_said_only_beyond_work() {
    let told = |favor: bool, wish| {
        let mut scenario = Scenario::new().with("Ana Ruiz", silent);
        if favor {
            scenario = scenario.entry(Kind::Care, Direction::Received, 100, "Get well soon, all of you");
        }
        let colleague = |person: &mut Person| (person.regime, person.expect_days) = (Regime::Colleague, wish);
        scenario.who(colleague).choose().nudges.len()
    };
    assert_eq!((told(false, None), told(true, None), told(false, Some(30))), (0, 1, 1));
}

#[test]
fn a_question_among_colleagues_settles_itself_sooner() {
    let told = |regime, days| {
        let scenario = Scenario::new()
            .with("Ana Ruiz", |r| open(r, LoopKind::ReplyOwed, days, "Which library did you choose?"));
        scenario.who(|person| person.regime = regime).choose().nudges.len()
    };
    assert_eq!(
        (told(Regime::Colleague, 21), told(Regime::Colleague, 22), told(Regime::Equality, 22)),
        (1, 0, 1)
    );
}

#[test]
fn among_colleagues_thanks_are_for_what_was_no_work() {
    let told = |kind| {
        let scenario = Scenario::new()
            .with("Ana Ruiz", |r| open(r, LoopKind::ThanksOwed, 12, "Take the Friday off then"));
        let mut scenario = match kind {
            Some(kind) => scenario.entry(kind, Direction::Received, 12, "Take the Friday off then"),
            None => scenario,
        };
        for entry in &mut scenario.entries {
            entry.evidence[0].source = opened();
        }
        scenario.who(|person| person.regime = Regime::Colleague).choose().nudges.len()
    };
    assert_eq!((told(None), told(Some(Kind::Recommendation)), told(Some(Kind::Concession))), (0, 0, 1));
}

#[test]
fn a_silence_means_nothing_without_tenure_and_warmth() {
    let table: [(&str, Change); 9] = [
        ("four years", |r| r.rhythm.silence_days = 1461.0),
        ("an afternoon's exchange", |r| r.first_contact = days_ago(100)),
        ("two weeks", |r| r.rhythm.silence_days = 14.0),
        ("told of something yesterday", |r| r.last_contact = days_ago(1)),
        ("usual", |r| r.rhythm.silence = Silence::Usual),
        ("two occasions", |r| r.occasions = 2),
        ("never wrote", |r| r.last_in = None),
        ("never written to", |r| r.last_out = None),
        ("cold", |r| r.warmth.level = 0.1),
    ];
    for (name, change) in table {
        nothing_said(name, |r| {
            silent(r);
            change(r);
        });
    }
}

#[test]
fn of_two_with_too_few_gaps_a_silence_is_held_back() {
    let hardly = |p_silence: f64| {
        let scenario = Scenario::new().with("Ana Ruiz", move |r| {
            silent(r);
            (r.rhythm.silence, r.rhythm.p_silence) = (Silence::Unknown, p_silence);
            (r.rhythm.expected_gap_days, r.rhythm.pauses) = (None, 2);
        });
        scenario.choose()
    };
    let held = hardly(0.1).held;
    assert_eq!(hardly(0.1).nudges, []);
    assert_eq!(held[0].reason, HeldReason::NoRhythm);
    assert_eq!(held[0].nudge.why[0], "It has been 77 days, after two gaps between your conversations.");
    assert_eq!(hardly(0.3).held, []);
}

#[test]
fn gaps_as_long_are_counted() {
    let said = |long: usize| {
        let scenario = Scenario::new().with("Ana Ruiz", |r| {
            silent(r);
            r.rhythm.pauses_as_long = long;
        });
        scenario.only().why[0].clone()
    };
    let usual = "You two are in touch about every 35 days; it has been 77";
    assert_eq!(said(1), format!("{usual}; of the eleven gaps before, one was as long."));
    assert_eq!(said(2), format!("{usual}; of the eleven gaps before, two were as long."));
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
    assert!(!told(|s| s.entries[0].evidence.truncate(1)), "advice nobody asked for");
    assert!(!told(|s| s.entries[0].status = Status::Voided));
    assert!(!told(|s| s.entries[0].basis = Basis::Duty));
    assert!(!told(|s| s.entries[0].at = days_ago(-1)));
    assert!(
        !told(|s| s.entries[0].confidence = crate::observations::cues::Confidence::from_thousandths(600))
    );
}

#[test]
fn a_first_deposit_suits_a_new_relation_that_goes_both_ways() {
    let new = |r: &mut Relationship| {
        r.occasions = 4;
        r.first_contact = days_ago(51);
        about(r, "Guest article", "I am looking for somebody who can draw");
    };
    let nudge = said(new);
    assert_eq!(nudge.kind, NudgeKind::FirstDeposit);
    assert_eq!(nudge.why[0], "You and Ana have been in touch four times since 2 October, both ways.");
    let table: [(&str, Change); 6] = [
        ("twice", |r| r.occasions = 2),
        ("often", |r| r.occasions = 7),
        ("long known", |r| r.first_contact = days_ago(61)),
        ("one way", |r| r.last_in = None),
        ("already given", |r| r.giving.given_count = 1),
        ("met in lists", |r| r.listed = true),
    ];
    for (name, change) in table {
        nothing_said(name, |r| {
            new(r);
            change(r);
        });
    }
    for regime in [Regime::Market, Regime::Colleague, Regime::AuthorityAbove, Regime::AuthorityBelow] {
        let duty = Scenario::new().with("Ana Ruiz", new).who(|person| person.regime = regime);
        assert_eq!(duty.choose().nudges, [], "{regime:?}");
    }
}

#[test]
fn routine_help_is_spoken_of_from_the_sixth_on() {
    nothing_said("five", |r| helped(r, 5));
    let nudge = said(|r| helped(r, 6));
    assert_eq!(
        nudge.why,
        [
            "Ana helped you six times in the course of things.",
            "No thanks for any of it were found in your mail.",
            "The last of it came on 12 November: “I have filled in the table”.",
        ]
    );
    let expected: Vec<String> = (1..=5).map(|i| format!("<matter{}@x.example>", 10 * i)).collect();
    assert_eq!(nudge.evidence, expected);
}

#[test]
fn somebody_who_only_takes_is_not_missed() {
    let silence_of = |change: Change, wish| {
        let scenario = Scenario::new().with("Ana Ruiz", |r| {
            silent(r);
            change(r);
        });
        let choice = scenario.who(|person| person.expect_days = wish).choose();
        let held: Vec<HeldReason> = choice.held.iter().map(|held| held.reason).collect();
        (choice.nudges.iter().any(|nudge| nudge.kind == NudgeKind::Neglected), held)
    };
    let takes: [Change; 3] = [
        |r| (r.giving.given_count, r.giving.p_over_giving) = (3, 0.54),
        |r| r.giving.their_ask_share = Some(0.8),
        |r| (r.giving.given_count, r.giving.received_count, r.giving.over_invested) = (9, 1, true),
    ];
    for change in takes {
        let (said, held) = silence_of(change, None);
        assert!(!said && held.contains(&HeldReason::OneSided), "{held:?}");
        assert!(silence_of(change, Some(30)).0, "but the owner wished to be in touch");
    }
    let gives_too: [Change; 4] = [
        |r| (r.giving.given_count, r.giving.p_over_giving) = (1, 0.4),
        |r| (r.giving.their_ask_share, r.giving.received_count) = (Some(0.8), 1),
        |r| {
            r.giving.their_ask_share = Some(0.8);
            helped(r, 1);
        },
        |r| r.giving.their_ask_share = Some(0.5),
    ];
    for change in gives_too {
        assert!(silence_of(change, None).0);
    }
}

#[test]
fn somebody_known_by_an_address_only_is_not_missed() {
    let scenario =
        Scenario::new().with("Ana Ruiz", silent).who(|person| person.name = "ana@x.example".into());
    assert_eq!(scenario.choose().nudges, []);
}

#[test]
fn somebody_met_in_lists_only_is_missed_where_the_owner_wished_it() {
    let scenario = Scenario::new().with("Ana Ruiz", |r| {
        drifted(r);
        about(r, "Warnings of the parser", "Then it is wrong in your code too");
        r.listed = true;
    });
    assert_eq!(scenario.choose().nudges, []);
    let nudges = scenario.who(|person| person.expect_days = Some(30)).choose().nudges;
    assert_eq!(nudges.len(), 1);
    assert!(!nudges[0].why.iter().any(|line| line.contains("wrong")), "no words of a debate: {nudges:?}");
}

#[test]
fn a_drifted_tie_is_told_in_the_past() {
    let nudge = said(drifted);
    assert_eq!(
        nudge.why[0],
        "You two were in touch about every 35 days; it has been 14 months, longer than any of the eleven gaps before."
    );
    assert_eq!(nudge.why[1], "Ana wrote last, on 22 September 2025.");
}

#[test]
fn a_birthday_is_said_of_those_who_are_close_on_its_day_and_the_day_before() {
    // The day is Sunday, 22 November.
    let told = |birthday: &str, change: fn(&mut Relationship)| {
        let scenario = Scenario::new().with("Ana Ruiz", change).born(birthday);
        let choice = scenario.choose();
        choice.nudges.iter().find(|nudge| nudge.kind == NudgeKind::Birthday).map(|nudge| nudge.why[0].clone())
    };
    let close = |_: &mut Relationship| {};
    assert_eq!(told("--1122", close).as_deref(), Some("Ana has a birthday today."));
    assert_eq!(told("1980-11-23", close).as_deref(), Some("Ana has a birthday tomorrow."));
    assert_eq!((told("--1121", close), told("--1124", close)), (None, None));
    assert_eq!(told("--1122", |r| r.warmth.level = 0.3), None, "hardly known");
    assert_eq!(told("--1122", |r| r.last_out = Some(days_ago(0))), None, "the owner wrote today");
    assert_eq!(told("--1122", |r| r.last_in = None), None, "one way");
}

#[test]
fn one_chance_to_give_is_enough_for_a_letter() {
    let asks =
        |r: &mut Relationship| open(r, LoopKind::ReplyOwed, 6, "Which printer would you take for posters?");
    let scenario =
        Scenario::new().with("Ana Ruiz", asks).fits(None).with("Ben Wolf", asks).fits(Some("Cleo Hart"));
    let choice = scenario.choose();
    let kinds: Vec<_> = choice.nudges.iter().map(|nudge| (nudge.name.as_str(), nudge.kind)).collect();
    assert_eq!(kinds.iter().filter(|(_, kind)| *kind == NudgeKind::Give).count(), 1, "{kinds:?}");
    assert_eq!(kinds.iter().filter(|(_, kind)| *kind == NudgeKind::ReplyOwed).count(), 1, "{kinds:?}");
}

#[test]
fn a_chance_names_why_it_is_one_and_is_fresh() {
    let asks = |days| {
        move |r: &mut Relationship| open(r, LoopKind::ReplyOwed, days, "Which printer would you take?")
    };
    let own = Scenario::new().with("Ana Ruiz", asks(6)).fits(None).only();
    assert_eq!(
        own.why,
        [
            "Ana asked on Monday, under “Slides for the talk”: “Which printer would you take?”",
            "You saw to such a thing on 6 May, under “Which printer for posters”.",
        ]
    );
    assert_eq!(own.suggestion, "What you found out then may spare them a search.");
    let other = Scenario::new().with("Ana Ruiz", asks(6)).fits(Some("Cleo Hart")).only();
    assert_eq!(other.why[1], "Cleo saw to such a thing on 6 May, under “Which printer for posters”.");
    assert_eq!(other.suggestion, "You could bring the two together.");
    for old in [15, 20] {
        let nudge = Scenario::new().with("Ana Ruiz", asks(old)).fits(None).only();
        assert_eq!(nudge.kind, NudgeKind::ReplyOwed, "{old} days");
    }
    let scenario = Scenario::new().with("Ana Ruiz", asks(6)).fits(None);
    let among_colleagues = scenario.who(|person| person.regime = Regime::Colleague).only();
    assert_eq!(among_colleagues.kind, NudgeKind::ReplyOwed);
}
