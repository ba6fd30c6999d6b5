//! The arithmetic of the scorers: pure functions of figures, which know nothing of mail. The tests stand
//! in `tests/score.rs`, since a bench without a harness runs none.

use std::collections::BTreeMap;

/// Farthest from 0 and 1 that a forecast is taken to be for the log loss.
const CERTAIN: f64 = 1e-4;

/// A forecast and what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Forecast {
    /// The chance that was said, 0 to 1; for a ranking, any number that grows with it.
    pub(crate) said: f64,
    /// Whether it came.
    pub(crate) came: bool,
}

/// Chance that of one that came and one that did not, the first was ranked higher; ties count half. Not a
/// number where all, or none, came.
pub(crate) fn auc(forecasts: &[Forecast]) -> f64 {
    let mut ordered = forecasts.to_vec();
    ordered.sort_by(|a, b| a.said.total_cmp(&b.said));
    let (mut rank_sum, mut before) = (0.0, 0.0);
    for equal in ordered.chunk_by(|a, b| a.said.total_cmp(&b.said).is_eq()) {
        let came = equal.iter().filter(|forecast| forecast.came).count() as f64;
        rank_sum += came * (before + f64::midpoint(equal.len() as f64, 1.0));
        before += equal.len() as f64;
    }
    let came = forecasts.iter().filter(|forecast| forecast.came).count() as f64;
    (rank_sum - came * (came + 1.0) / 2.0) / (came * (forecasts.len() as f64 - came))
}

/// Mean squared distance of what was said from what came; 0 is best.
pub(crate) fn brier(forecasts: &[Forecast]) -> f64 {
    let sum: f64 = forecasts.iter().map(|forecast| (forecast.said - number(forecast.came)).powi(2)).sum();
    sum / forecasts.len() as f64
}

/// Mean surprise in nats; 0 is best.
pub(crate) fn log_loss(forecasts: &[Forecast]) -> f64 {
    let surprise = |forecast: &Forecast| {
        let said = forecast.said.clamp(CERTAIN, 1.0 - CERTAIN);
        -(if forecast.came { said } else { 1.0 - said }).ln()
    };
    forecasts.iter().map(surprise).sum::<f64>() / forecasts.len() as f64
}

/// The forecasts of one tenth of the scale.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Tenth {
    /// How many.
    pub(crate) count: usize,
    said: f64,
    came: f64,
}

impl Tenth {
    /// The mean of what was said.
    pub(crate) fn said(&self) -> f64 {
        self.said / self.count as f64
    }

    /// The share that came.
    pub(crate) fn came(&self) -> f64 {
        self.came / self.count as f64
    }
}

/// The forecasts by tenths of what was said, those without any left out.
pub(crate) fn tenths(forecasts: &[Forecast]) -> Vec<Tenth> {
    let mut tenths = [Tenth::default(); 10];
    for forecast in forecasts {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=9")]
        let at = (forecast.said * 10.0).clamp(0.0, 9.0) as usize;
        let tenth = &mut tenths[at];
        tenth.count += 1;
        tenth.said += forecast.said;
        tenth.came += number(forecast.came);
    }
    tenths.into_iter().filter(|tenth| tenth.count > 0).collect()
}

/// Expected calibration error: how far, on average, what was said in a tenth lies from what came in it.
pub(crate) fn calibration_error(forecasts: &[Forecast]) -> f64 {
    let apart: f64 = tenths(forecasts).iter().map(|tenth| (tenth.said - tenth.came).abs()).sum();
    apart / forecasts.len() as f64
}

fn number(came: bool) -> f64 {
    if came { 1.0 } else { 0.0 }
}

/// How often something was found where it was, said where it was not, and missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Found.
    pub(crate) hits: usize,
    /// Said, but not there.
    pub(crate) false_alarms: usize,
    /// There, but not said.
    pub(crate) misses: usize,
}

impl Tally {
    /// Counts one judgement.
    pub(crate) fn count(&mut self, there: bool, said: bool) {
        self.hits += usize::from(there && said);
        self.false_alarms += usize::from(said && !there);
        self.misses += usize::from(there && !said);
    }

    /// The sum of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            false_alarms: self.false_alarms + other.false_alarms,
            misses: self.misses + other.misses,
        }
    }

    /// How many there are to find.
    pub(crate) fn positives(self) -> usize {
        self.hits + self.misses
    }

    /// Share of what was said that is there; not a number where nothing was said.
    pub(crate) fn precision(self) -> f64 {
        self.hits as f64 / (self.hits + self.false_alarms) as f64
    }

    /// Share of what is there that was said; not a number where nothing is there.
    pub(crate) fn recall(self) -> f64 {
        self.hits as f64 / self.positives() as f64
    }

    /// Harmonic mean of the two; not a number where nothing is there and nothing was said.
    pub(crate) fn f1(self) -> f64 {
        let hits = 2.0 * self.hits as f64;
        hits / (hits + self.false_alarms as f64 + self.misses as f64)
    }
}

/// Which of `lines` stand, in order, in `said`: positions, from 0, of a longest common subsequence. Empty
/// lines never match.
pub(crate) fn common_lines(lines: &[String], said: &[String]) -> Vec<usize> {
    let width = said.len() + 1;
    let mut longest = vec![0_u32; (lines.len() + 1) * width];
    let same = |i: usize, j: usize| !lines[i].is_empty() && lines[i] == said[j];
    for i in (0..lines.len()).rev() {
        for j in (0..said.len()).rev() {
            longest[i * width + j] = if same(i, j) {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < lines.len() && j < said.len() {
        if same(i, j) {
            found.push(i);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// The 2.5th and 97.5th percent of `statistic` over `rounds` draws of as many groups as there are, with
/// repeats. The draws are the same at every call. `None` without a group or a round.
pub(crate) fn bootstrap<T: Clone>(
    groups: &BTreeMap<String, Vec<T>>,
    rounds: usize,
    statistic: impl Fn(&[T]) -> f64,
) -> Option<(f64, f64)> {
    let mut draws = drawn(groups, rounds, statistic);
    draws.sort_by(f64::total_cmp);
    let tail = draws.len() / 40;
    Some((*draws.get(tail)?, *draws.get(draws.len().checked_sub(tail + 1)?)?))
}

/// The standard error of `statistic`: its standard deviation over the draws of [`bootstrap`]. Not a number
/// with fewer than two.
pub(crate) fn standard_error<T: Clone>(
    groups: &BTreeMap<String, Vec<T>>,
    rounds: usize,
    statistic: impl Fn(&[T]) -> f64,
) -> f64 {
    let draws = drawn(groups, rounds, statistic);
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    let squares: f64 = draws.iter().map(|draw| (draw - mean).powi(2)).sum();
    (squares / (draws.len() as f64 - 1.0)).sqrt()
}

/// `statistic` of so many draws of as many groups as there are, with repeats.
fn drawn<T: Clone>(
    groups: &BTreeMap<String, Vec<T>>,
    rounds: usize,
    statistic: impl Fn(&[T]) -> f64,
) -> Vec<f64> {
    let groups: Vec<&Vec<T>> = groups.values().collect();
    let mut seed = 1;
    let mut draws: Vec<f64> = Vec::with_capacity(rounds);
    for _ in 0..if groups.is_empty() { 0 } else { rounds } {
        let mut sample = Vec::new();
        for _ in 0..groups.len() {
            sample.extend_from_slice(groups[draw(&mut seed, groups.len())]);
        }
        draws.push(statistic(&sample));
    }
    draws
}

/// The next number below `bound` of a fixed sequence (splitmix64).
fn draw(seed: &mut u64, bound: usize) -> usize {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    usize::try_from((u128::from(mixed) * bound as u128) >> 64).expect("it is below a usize")
}
