//! The arithmetic of the scorers in `benches/score`, which run no tests themselves.

#[path = "../benches/score/arithmetic.rs"]
mod arithmetic;
#[path = "../benches/score/bgnbd.rs"]
mod bgnbd;
#[path = "../benches/score/logistic.rs"]
mod logistic;
#[path = "../benches/score/people.rs"]
mod people;
#[path = "../benches/score/rules.rs"]
mod rules;

use std::collections::BTreeMap;

use arithmetic::{
    Forecast, Tally, auc, bootstrap, brier, calibration_error, common_lines, log_loss, standard_error, tenths,
};
use bgnbd::{BgNbd, Summary};
use logistic::Logistic;
use people::{Dice, Kind, Simulated, YEARS};
use rules::Rule;

/// Forecasts from pairs of what was said and whether it came.
fn forecasts(pairs: &[(f64, bool)]) -> Vec<Forecast> {
    pairs.iter().map(|&(said, came)| Forecast { said, came }).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn auc_is_the_share_of_pairs_in_the_right_order() {
    for (pairs, expected) in [
        (&[(0.9, true), (0.1, false)][..], 1.0),
        (&[(0.1, true), (0.9, false)], 0.0),
        (&[(0.5, true), (0.5, false)], 0.5),
        (&[(-3.0, false), (-2.0, true), (-1.0, false), (0.0, true)], 0.75),
        (&[(0.2, false), (0.4, true), (0.4, false), (0.8, true)], 0.875),
    ] {
        assert!(close(auc(&forecasts(pairs)), expected), "{pairs:?}");
    }
}

#[test]
fn auc_of_one_kind_alone_is_no_number() {
    assert!(auc(&forecasts(&[(0.2, true), (0.4, true)])).is_nan());
    assert!(auc(&forecasts(&[(0.2, false)])).is_nan());
}

#[test]
fn brier_and_log_loss_punish_what_was_said_wrongly() {
    for (pairs, squared, surprise) in [
        (&[(0.5, true), (0.5, false)][..], 0.25, 2.0_f64.ln()),
        (&[(0.8, true), (0.4, false)], 0.1, -(0.8_f64.ln() + 0.6_f64.ln()) / 2.0),
        // Certainty that was wrong costs much, but not everything.
        (&[(1.0, false)], 1.0, -1e-4_f64.ln()),
    ] {
        let forecasts = forecasts(pairs);
        assert!(close(brier(&forecasts), squared), "{pairs:?}");
        assert!(close(log_loss(&forecasts), surprise), "{pairs:?}: {}", log_loss(&forecasts));
    }
}

#[test]
fn calibration_compares_what_was_said_and_seen_within_tenths() {
    let all = forecasts(&[(0.72, true), (0.78, false), (1.0, true), (0.05, false)]);
    let seen: Vec<usize> = tenths(&all).iter().map(|tenth| tenth.count).collect();
    assert_eq!(seen, [1, 2, 1]);
    assert!(close(tenths(&all)[1].said(), 0.75));
    assert!(close(tenths(&all)[1].came(), 0.5));
    // |0.05 - 0| + |1.5 - 1| + |1 - 1|, of four.
    assert!(close(calibration_error(&all), 0.55 / 4.0));
}

#[test]
fn a_tally_counts_each_kind_of_judgement_once() {
    let mut tally = Tally::default();
    for (there, said) in [(true, true), (true, true), (true, false), (false, true), (false, false)] {
        tally.count(there, said);
    }
    assert_eq!(tally, Tally { hits: 2, false_alarms: 1, misses: 1 });
    assert_eq!(tally.plus(tally).positives(), 6);
    for (figure, expected) in [(tally.precision(), 2.0), (tally.recall(), 2.0), (tally.f1(), 2.0)] {
        assert!(close(figure, expected / 3.0));
    }
    assert!(Tally::default().f1().is_nan());
}

#[test]
fn common_lines_keep_their_order() {
    let words = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    for (lines, said, expected) in [
        ("a|b|c", "a|c", &[0, 2][..]),
        ("a|b|c", "c|a", &[2]),
        ("a||b", "a||b", &[0, 2]),
        ("x|y", "z", &[]),
        ("a|a|b", "a|b", &[1, 2]),
        ("a|b", "", &[]),
    ] {
        let found = common_lines(&words(lines), &words(said));
        assert_eq!(found.len(), expected.len(), "{lines} / {said}: {found:?}");
        let texts = |at: &[usize]| at.iter().map(|&at| words(lines)[at].clone()).collect::<Vec<_>>();
        assert_eq!(texts(&found), texts(expected), "{lines} / {said}");
    }
}

#[test]
fn a_bootstrap_is_the_same_at_every_call_and_holds_the_mean() {
    let groups: BTreeMap<String, Vec<f64>> =
        (0..50).map(|n| (n.to_string(), vec![f64::from(n), f64::from(n)])).collect();
    let mean = |drawn: &[f64]| drawn.iter().sum::<f64>() / drawn.len() as f64;
    let (low, high) = bootstrap(&groups, 400, mean).unwrap();
    assert_eq!(bootstrap(&groups, 400, mean), Some((low, high)));
    assert!(low < 24.5 && 24.5 < high, "{low} to {high}");
    // The mean of 50 draws of 0 to 49 has a standard error of 2.04.
    assert!((6.0..10.0).contains(&(high - low)), "{low} to {high}");
    let error = standard_error(&groups, 400, mean);
    assert!((1.8..2.3).contains(&error), "{error}");
    assert_eq!(bootstrap(&BTreeMap::<String, Vec<f64>>::new(), 400, mean), None);
}

#[test]
fn the_rules_of_others_flag_as_their_sources_say() {
    // Contact on days 0, 10 and 100; then death. Of days 0 to 200, day 41 to 99 lie beyond 30 days of silence.
    let days = [0, 10, 100];
    let fixed = Rule::Fixed(30).judge(&days, 50.0, 0, 200);
    assert!(close(fixed.share, 59.0 / 200.0) && close(fixed.alarms_a_year, 365.0 / 200.0));
    assert!(close(fixed.delay, 31.0));
    let monica = Rule::Periodic(30).judge(&days, 50.0, 0, 200);
    assert!(close(monica.alarms_a_year, 6.0 * 365.0 / 200.0), "contact does not stop it");
    assert!(close(monica.delay, 20.0), "it fires on day 120");
    for (mean_gap, delay) in [(7.0, 31.0), (30.0, 61.0), (90.0, 181.0)] {
        assert!(close(Rule::Priority.judge(&days, mean_gap, 0, 200).delay, delay));
    }
}

#[test]
fn simulated_people_keep_their_rhythm() {
    assert_eq!(Kind::ALL.iter().filter(|kind| kind.is_stable()).count(), 3);
    let mut dice = Dice::new(5);
    for kind in Kind::ALL {
        for _ in 0..20 {
            let one = Simulated::new(kind, &mut dice);
            assert!(one.days.is_sorted_by(|a, b| a < b), "{}", kind.name());
            assert!(one.days.iter().all(|day| (0..YEARS * 365).contains(day)), "{kind:?}");
            let gap = f64::from(YEARS * 365) / one.days.len() as f64;
            let near = if kind == Kind::Erlang { 0.5..2.0 } else { 0.2..3.0 };
            assert!(near.contains(&(gap / one.mean_gap)), "{kind:?} {} {gap}", one.mean_gap);
        }
    }
}

#[test]
fn the_rival_holds_a_frequent_friend_gone_silent_for_deader_than_a_rare_one() {
    let person = |repeats: f64, span: f64, age: f64| Summary { repeats, span, age };
    let people: Vec<Summary> = (1..60)
        .map(|n| person(f64::from(n % 9), f64::from(n * 13), f64::from(n * 13 + 40 * (n % 5))))
        .collect();
    let model = BgNbd::fit(&people);
    let (often, rarely) = (person(50.0, 350.0, 700.0), person(2.0, 350.0, 700.0));
    assert!(model.p_alive(&often) < model.p_alive(&rarely));
    assert!(close(model.p_alive(&person(0.0, 0.0, 700.0)), 1.0));
}

#[test]
fn a_regression_learns_what_matters() {
    let rows: Vec<(Vec<f64>, bool)> =
        (0..200).map(|n| (vec![f64::from(n % 20), f64::from(n % 7)], n % 20 >= 10)).collect();
    let model = Logistic::fit(&rows);
    assert!(model.chance(&[19.0, 3.0]) > 0.9 && model.chance(&[0.0, 3.0]) < 0.1);
    assert!(model.weights()[0] > 5.0 * model.weights()[1].abs());
}
