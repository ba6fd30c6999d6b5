//! The completed gaps of one person, summed as the forms of the gap law need them.
//!
//! It must not know the law, nor the gap that is not over yet.

/// Number of shapes considered.
pub(super) const SHAPES: usize = 9;
/// The shapes `k`, bursty to regular.
pub(super) const POWERS: [f64; SHAPES] = [0.4, 0.55, 0.75, 1.0, 1.4, 2.0, 2.8, 4.0, 6.0];
/// All forms: the shapes for all gaps, then the shapes for the pauses between episodes.
pub(super) const FORMS: usize = 2 * SHAPES;
/// Longest gap within an episode, in days.
pub(super) const EPISODE_GAP_DAYS: i32 = 3;
/// Most gaps looked at of one person, the latest: habits change.
const GAPS_REMEMBERED: usize = 60;

/// Sums over gaps, as each shape needs them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    pub(super) count: f64,
    /// Sum of logarithms.
    pub(super) logs: f64,
    /// Sum of powers, by shape.
    pub(super) powers: [f64; SHAPES],
}

impl Sums {
    fn add(&mut self, gap: i32) {
        let log = f64::from(gap.max(1)).ln();
        self.count += 1.0;
        self.logs += log;
        for (sum, power) in self.powers.iter_mut().zip(POWERS) {
            *sum += (power * log).exp();
        }
    }
}

/// The completed gaps of one person.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::relationships::rhythm) struct Gaps {
    pub(super) all: Sums,
    /// Of the gaps longer than within an episode, what is longer.
    pauses: Sums,
}

impl Gaps {
    /// From gaps in days, oldest first.
    pub(in crate::relationships::rhythm) fn of(gaps: impl ExactSizeIterator<Item = i32>) -> Self {
        let skipped = gaps.len().saturating_sub(GAPS_REMEMBERED);
        let mut sums = Self { all: Sums::default(), pauses: Sums::default() };
        for gap in gaps.skip(skipped) {
            sums.all.add(gap);
            if gap > EPISODE_GAP_DAYS {
                sums.pauses.add(gap - EPISODE_GAP_DAYS);
            }
        }
        sums
    }

    /// The gaps that a form speaks of.
    pub(super) fn sums(&self, form: usize) -> &Sums {
        if is_episodic(form) { &self.pauses } else { &self.all }
    }

    /// Gaps within an episode.
    pub(super) fn within(&self) -> f64 {
        self.all.count - self.pauses.count
    }

    /// Chance that the next gap is a pause, from a uniform prior.
    pub(super) fn p_pause(&self) -> f64 {
        (1.0 + self.pauses.count) / (2.0 + self.all.count)
    }
}

pub(super) fn is_episodic(form: usize) -> bool {
    form >= SHAPES
}
