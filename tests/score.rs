//! The arithmetic of the scorers in `benches/score`, which run no tests themselves.

#[path = "../benches/score/arithmetic.rs"]
mod arithmetic;

use std::collections::BTreeMap;

use arithmetic::{Forecast, Tally, auc, bootstrap, brier, calibration_error, common_lines, log_loss, tenths};

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
    assert_eq!(bootstrap(&BTreeMap::<String, Vec<f64>>::new(), 400, mean), None);
}
