//! Joins the scores of a message into probabilities, and chooses from which one an act is said.
//!
//! Lists are left out here: ordinary mail is what the program reads.

use std::collections::BTreeMap;

use goodwill::observations::cues::Act;
use goodwill::observations::cues::training::{
    ACTS, ANNOUNCEMENT, COLUMNS, DOUBTFUL, HEAD_INPUTS, Head, Scores, head_inputs, personal, probability,
};

use super::{FOLDS, Message};

/// Ridge of the heads.
const HEAD_RIDGE: f64 = 3.0;
/// Ridge of the input that a rule says the act: rare acts stand on it.
const SAID_RIDGE: f64 = 0.1;
/// Ridge of the inputs that say little.
const OTHER_RIDGE: f64 = 100.0;
/// Ridge of what the sentences say of all acts: there are many of them.
const REST_RIDGE: f64 = 1000.0;
/// Least precision, on senders left out, at which an act is said.
const LEAST_PRECISION: f64 = 0.68;
/// The same for help: most of it shows only in its conversation, and the gate of duty comes after it.
const LEAST_PRECISION_OF_HELP: f64 = 0.6;

/// A message as an act's threshold sees it.
struct Case {
    p: f64,
    /// Whether a rule says the act whatever the threshold.
    ruled: bool,
    holds: bool,
    work: bool,
}

type Sample = ([f32; HEAD_INPUTS], bool, u64, bool);

/// Fits the heads and chooses their thresholds, and prints how they do on senders left out.
pub(super) fn heads(judged: &[(&Message, (Vec<Scores>, Scores))]) -> [Head; COLUMNS] {
    let mut heads = [Head { weights: [0.0; HEAD_INPUTS], threshold: 2.0 }; COLUMNS];
    let (weights, announced) = left_out(&samples(judged, ANNOUNCEMENT));
    let threshold = announcement_threshold(judged.iter().map(|(message, _)| *message), &announced);
    heads[ANNOUNCEMENT] = Head { weights, threshold };
    let mut outcomes: Vec<Outcome<'_>> = judged
        .iter()
        .zip(&announced)
        .map(|((message, _), p)| Outcome {
            message,
            personal: !message.marked && *p < f64::from(threshold),
            announcement: *p,
            said: [false; ACTS.len()],
        })
        .collect();
    let mut report = Report::default();
    for (column, act) in ACTS.into_iter().enumerate() {
        let (weights, sure) = left_out(&samples(judged, column));
        let case = |(outcome, p): (&Outcome<'_>, &f64)| {
            // A posting to a list holds no act by definition, so none counts as wrong.
            let open = outcome.personal && !outcome.message.posting;
            Case {
                p: if open && outcome.message.examined.is_believed(act) {
                    personal(*p, outcome.announcement)
                } else {
                    0.0
                },
                ruled: open && outcome.announcement < DOUBTFUL && outcome.message.examined.is_ruled(act),
                holds: outcome.message.holds[column],
                work: outcome.message.work,
            }
        };
        let cases: Vec<Case> = outcomes.iter().zip(&sure).map(case).collect();
        let threshold = report.choose(act, &cases);
        for (outcome, case) in outcomes.iter_mut().zip(&cases) {
            outcome.said[column] = case.ruled || case.p >= threshold;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a threshold needs three digits")]
        let threshold = threshold as f32;
        heads[column] = Head { weights, threshold };
    }
    report.print();
    for bare in [false, true] {
        print_outcomes(bare, &outcomes);
    }
    heads
}

/// The inputs of a column's head, message by message.
fn samples(judged: &[(&Message, (Vec<Scores>, Scores))], column: usize) -> Vec<Sample> {
    let sample = |(message, (sentences, whole)): &(&Message, (Vec<Scores>, Scores))| {
        let said = ACTS.get(column).is_some_and(|act| message.examined.says(*act));
        let closing: Vec<bool> = message.examined.sentences.iter().map(|sentence| sentence.closing).collect();
        let (_, inputs) = head_inputs(column, sentences, whole, said, &closing);
        // Bulk mail teaches what bulk is; whether an act is there is asked of personal mail.
        let apart = !message.work || column != ANNOUNCEMENT && message.holds[ANNOUNCEMENT];
        (inputs, message.holds[column], message.fold, apart)
    };
    judged.iter().map(sample).collect()
}

/// The threshold of announcements at which least goes wrong in ordinary mail. A letter that nobody wrote to the
/// reader is worse than one that is not read.
fn announcement_threshold<'a>(messages: impl Iterator<Item = &'a Message>, announced: &[f64]) -> f32 {
    const MISSED_WEIGHS: usize = 2;
    let cases: Vec<(bool, f64)> = messages
        .zip(announced)
        .filter(|(message, _)| message.work && !message.marked)
        .map(|(message, p)| (message.holds[ANNOUNCEMENT], *p))
        .collect();
    let wrong = |threshold: f64| -> usize {
        let weigh = |&(bulk, p): &(bool, f64)| match (bulk, p >= threshold) {
            (true, false) => MISSED_WEIGHS,
            (false, true) => 1,
            _ => 0,
        };
        cases.iter().map(weigh).sum()
    };
    let best =
        (20..=50).rev().map(|percent| f64::from(percent) / 100.0).min_by_key(|t| wrong(*t)).unwrap_or(0.5);
    println!("announcements from {best:.2}");
    #[expect(clippy::cast_possible_truncation, reason = "a threshold needs two digits")]
    let best = best as f32;
    best
}

/// What is said of a message whose sender was left out.
struct Outcome<'a> {
    message: &'a Message,
    /// Whether it is judged personal.
    personal: bool,
    /// How likely it is an announcement.
    announcement: f64,
    /// Whether each act is said.
    said: [bool; ACTS.len()],
}

/// How ordinary mail comes out, as it is or without its header.
fn print_outcomes(bare: bool, outcomes: &[Outcome<'_>]) {
    let chosen =
        || outcomes.iter().filter(move |outcome| outcome.message.work && outcome.message.bare == bare);
    let is_bulk = |outcome: &&Outcome<'_>| outcome.message.holds[ANNOUNCEMENT];
    let mut counts = [0_usize; 3];
    for outcome in chosen() {
        for (said, holds) in outcome.said.iter().zip(outcome.message.holds) {
            counts[0] += usize::from(*said && holds);
            counts[1] += usize::from(*said && !holds);
            counts[2] += usize::from(!*said && holds);
        }
    }
    let [tp, fp, missed] = counts.map(|count| count as f64);
    println!(
        "{}: precision {:.3} recall {:.3} micro-F1 {:.3}; personal right {} of {}; bulk with an act {} of {}",
        if bare { "text alone" } else { "with header" },
        tp / (tp + fp),
        tp / (tp + missed),
        2.0 * tp / (2.0 * tp + fp + missed),
        chosen().filter(|outcome| outcome.personal != is_bulk(outcome)).count(),
        chosen().count(),
        chosen().filter(is_bulk).filter(|outcome| outcome.said.contains(&true)).count(),
        chosen().filter(is_bulk).count(),
    );
}

/// Weights of a head fitted on all samples, and the probability of each sample by a head fitted without its fold.
fn left_out(samples: &[Sample]) -> ([f32; HEAD_INPUTS], Vec<f64>) {
    let mut sure = vec![0.0; samples.len()];
    for fold in 0..FOLDS {
        let kept: Vec<&Sample> = samples.iter().filter(|sample| sample.2 != fold && !sample.3).collect();
        let weights = fit(&kept);
        for (sample, sure) in samples.iter().zip(&mut sure).filter(|(sample, _)| sample.2 == fold) {
            *sure = probability(&weights, &sample.0);
        }
    }
    let kept: Vec<&Sample> = samples.iter().filter(|sample| !sample.3).collect();
    (fit(&kept), sure)
}

/// Ridge logistic regression by Newton's method.
fn fit(samples: &[&Sample]) -> [f32; HEAD_INPUTS] {
    const ROUNDS: usize = 15;
    let mut weights = [0.0_f64; HEAD_INPUTS];
    for _ in 0..ROUNDS {
        let mut system = [[0.0_f64; HEAD_INPUTS + 1]; HEAD_INPUTS];
        for (at, row) in system.iter_mut().enumerate() {
            // The constant is free; the best sentence and the message are what a head should lean on.
            let ridge = match at {
                0 => 1e-6,
                1 | 3 => HEAD_RIDGE,
                6 => SAID_RIDGE,
                7.. => REST_RIDGE,
                _ => OTHER_RIDGE,
            };
            row[at] += ridge;
            row[HEAD_INPUTS] -= ridge * weights[at];
        }
        for (inputs, holds, ..) in samples {
            let sum: f64 = weights.iter().zip(inputs).map(|(weight, input)| weight * f64::from(*input)).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            for (at, row) in system.iter_mut().enumerate() {
                let own = f64::from(inputs[at]);
                for (other, cell) in row.iter_mut().take(HEAD_INPUTS).enumerate() {
                    *cell += p * (1.0 - p) * own * f64::from(inputs[other]);
                }
                row[HEAD_INPUTS] += own * (f64::from(u8::from(*holds)) - p);
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(system)) {
            *weight += step;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "heads are kept in single precision")]
    weights.map(|weight| weight as f32)
}

/// Gauss-Jordan elimination of a positive definite system.
fn solve(mut system: [[f64; HEAD_INPUTS + 1]; HEAD_INPUTS]) -> [f64; HEAD_INPUTS] {
    for at in 0..HEAD_INPUTS {
        let pivot = system[at];
        for (_, row) in system.iter_mut().enumerate().filter(|(other, _)| *other != at) {
            let factor = row[at] / pivot[at];
            row.iter_mut().zip(&pivot).for_each(|(cell, above)| *cell -= factor * above);
        }
    }
    let mut solution = [0.0; HEAD_INPUTS];
    for (at, row) in system.iter().enumerate() {
        solution[at] = row[HEAD_INPUTS] / row[at];
    }
    solution
}

#[derive(Default)]
struct Report {
    total: [usize; 3],
    f1: Vec<f64>,
    /// By tenth of confidence: said, and right.
    bins: BTreeMap<usize, [usize; 2]>,
}

impl Report {
    /// The threshold with the best F-measure among those with enough precision, and its figures.
    fn choose(&mut self, act: Act, cases: &[Case]) -> f64 {
        const LEAST: f64 = 0.35;
        /// An act that was not there costs the ledger more than one that was missed.
        const BETA2: f64 = 0.5;
        let at = |threshold: f64, work: bool| {
            let mut counts = [0_usize; 3];
            for case in cases.iter().filter(|case| !work || case.work) {
                let said = case.p >= threshold || case.ruled;
                counts[0] += usize::from(said && case.holds);
                counts[1] += usize::from(said && !case.holds);
                counts[2] += usize::from(!said && case.holds);
            }
            counts
        };
        let score = |[tp, fp, missed]: [usize; 3]| {
            let (tp, fp, missed) = (tp as f64, fp as f64, missed as f64);
            let least = if act == Act::Help { LEAST_PRECISION_OF_HELP } else { LEAST_PRECISION };
            let precise = tp >= least * (tp + fp);
            if precise {
                (1.0 + BETA2) * tp / ((1.0 + BETA2) * tp + BETA2 * missed + fp).max(1.0)
            } else {
                0.0
            }
        };
        let candidates = (0..60).map(|step| f64::from(step).mul_add(0.01, LEAST)).filter(|t| *t < 0.95);
        let best = candidates
            .map(|t| (t, score(at(t, true))))
            .fold((0.95, 0.0), |best, next| if next.1 > best.1 { next } else { best })
            .0;
        let show = |[tp, fp, missed]: [usize; 3]| {
            let (tp, fp, missed) = (tp as f64, fp as f64, missed as f64);
            format!(
                "n {:4} P {:.3} R {:.3} F1 {:.3}",
                tp + missed,
                tp / (tp + fp),
                tp / (tp + missed),
                2.0 * tp / (2.0 * tp + fp + missed)
            )
        };
        let counts = at(best, true);
        println!(
            "{:16} from {best:.2}  all {}  work {}",
            format!("{act:?}"),
            show(at(best, false)),
            show(counts)
        );
        let [tp, fp, missed] = counts;
        self.f1.push(2.0 * tp as f64 / (2 * tp + fp + missed).max(1) as f64);
        self.total.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
        for case in cases.iter().filter(|case| case.p >= best && case.work) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tenth of one")]
            let bin = self.bins.entry((case.p * 10.0) as usize).or_default();
            bin[0] += 1;
            bin[1] += usize::from(case.holds);
        }
        best
    }

    fn print(&self) {
        let [tp, fp, missed] = self.total.map(|count| count as f64);
        let macro_f1 = self.f1.iter().sum::<f64>() / self.f1.len() as f64;
        println!(
            "on ordinary mail: macro-F1 {macro_f1:.3} micro-F1 {:.3} precision {:.3} recall {:.3}",
            2.0 * tp / (2.0 * tp + fp + missed),
            tp / (tp + fp),
            tp / (tp + missed)
        );
        for (bin, [said, right]) in &self.bins {
            println!("confidence 0.{bin}: {said} said, {:.2} right", *right as f64 / *said as f64);
        }
    }
}
