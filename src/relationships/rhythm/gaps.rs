//! How long the gaps between contacts are: one law for regular, random, bursty and episodic people.
//!
//! A gap `g` to the power `k` is exponential; `k` is 1 for contact at random, more for regular people,
//! less for bursty ones. Others write in episodes: some days in a row, then a pause, and only the pauses
//! follow such a law. Each person's rate is gamma distributed over the owner's people and so learnt from
//! all of them (empirical Bayes); which form a person has is weighed by his or her own gaps and by how
//! common it is. It must not see the current silence: a fading tie must not teach us that it is fine.

mod completed;

use statrs::function::gamma::ln_gamma;

use self::completed::{EPISODE_GAP_DAYS, FORMS, POWERS, SHAPES, is_episodic};
use super::optimise::minimise;

pub(super) use self::completed::Gaps;

/// How common each shape is held to be before any person is seen, in persons.
const COMMON_BEFORE: [f64; SHAPES] = [0.25, 0.5, 1.0, 2.0, 1.0, 0.5, 0.25, 0.125, 0.125];
/// Part of that for people who write in episodes, whose pauses have the same shapes.
const EPISODIC_BEFORE: f64 = 0.5;
/// The gap that the prior is centred on, in days, while few people are known.
const USUAL_GAP_DAYS: f64 = 30.0;
/// Standard deviation of that prior: of the logarithm of the shape of rates, and of their scale.
const PRIOR_SPREAD: f64 = 1.0;
/// Most people that the fit looks at.
const FIT_PEOPLE: usize = 2000;
/// Most rounds of the simplex for each form.
const FIT_ROUNDS: usize = 120;
/// Rounds of the search for how common the forms are.
const MIXING_ROUNDS: usize = 40;
/// A form that a person has with a smaller chance would cost time and change nothing.
const LEAST_WEIGHT: f64 = 1e-6;

/// Rates under one form: gamma distributed with this shape and scale.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rates {
    shape: f64,
    scale: f64,
}

/// The law of gaps of the owner's people.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GapLaw {
    rates: [Rates; FORMS],
    /// How common each form is; they sum to 1.
    common: [f64; FORMS],
}

/// The law of one person's next gap.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PersonalGapLaw {
    rates: [Rates; FORMS],
    weights: [f64; FORMS],
    p_pause: f64,
}

impl GapLaw {
    /// The law most likely for these people; those without a completed gap say nothing.
    pub(super) fn fit<'a>(people: impl IntoIterator<Item = &'a Gaps>) -> Self {
        let known: Vec<&Gaps> = people.into_iter().filter(|gaps| gaps.all.count > 0.0).collect();
        let stride = known.len().div_ceil(FIT_PEOPLE).max(1);
        let sample: Vec<&Gaps> = known.into_iter().step_by(stride).collect();
        let rates = std::array::from_fn(|form| fit_rates(&sample, form));
        let before: [f64; FORMS] = std::array::from_fn(|form| {
            COMMON_BEFORE[form % SHAPES] * if is_episodic(form) { EPISODIC_BEFORE } else { 1.0 }
        });
        // How well each form explains each person stays the same while the search goes on.
        let marginals: Vec<[f64; FORMS]> = sample
            .iter()
            .map(|gaps| std::array::from_fn(|form| ln_marginal(gaps, form, rates[form])))
            .collect();
        let mut common = shares(before);
        for _ in 0..MIXING_ROUNDS {
            let mut seen = before;
            for marginal in &marginals {
                for (sum, weight) in seen.iter_mut().zip(weigh(&common, marginal)) {
                    *sum += weight;
                }
            }
            common = shares(seen);
        }
        Self { rates, common }
    }

    /// The law of the next gap of a person with these gaps.
    pub(super) fn of(&self, gaps: &Gaps) -> PersonalGapLaw {
        let mut rates = self.rates;
        for (form, rate) in rates.iter_mut().enumerate() {
            let sums = gaps.sums(form);
            rate.shape += sums.count;
            rate.scale += sums.powers[form % SHAPES];
        }
        let marginal = std::array::from_fn(|form| ln_marginal(gaps, form, self.rates[form]));
        PersonalGapLaw { rates, weights: weigh(&self.common, &marginal), p_pause: gaps.p_pause() }
    }
}

impl PersonalGapLaw {
    /// Chance of a gap longer than this, 0.0 to 1.0.
    pub(super) fn p_longer(&self, days: f64) -> f64 {
        let days = days.max(0.0);
        let episode = f64::from(EPISODE_GAP_DAYS);
        let (log, log_pause) = (days.ln(), (days - episode).max(0.0).ln());
        let within = (1.0 - self.p_pause) * (1.0 - days / episode).max(0.0);
        let (mut sum, mut total) = (0.0, 0.0);
        for (form, (rate, weight)) in self.rates.iter().zip(self.weights).enumerate() {
            if weight > LEAST_WEIGHT {
                let log = if is_episodic(form) { log_pause } else { log };
                let scaled = (POWERS[form % SHAPES] * log).exp() / rate.scale;
                let tail = (-rate.shape * scaled.ln_1p()).exp();
                total += weight;
                sum += weight * if is_episodic(form) { within + self.p_pause * tail } else { tail };
            }
        }
        (sum / total).clamp(0.0, 1.0)
    }
}

/// The most likely distribution of rates under one form.
fn fit_rates(people: &[&Gaps], form: usize) -> Rates {
    let power = POWERS[form % SHAPES];
    let prior = [0.0, power * USUAL_GAP_DAYS.ln()];
    let spread = [PRIOR_SPREAD, PRIOR_SPREAD * power.max(1.0)];
    // The gamma functions of few different counts are shared by many people.
    let mut sorted: Vec<(f64, f64)> = people
        .iter()
        .map(|gaps| (gaps.sums(form).count, gaps.sums(form).powers[form % SHAPES]))
        .filter(|(count, _)| *count > 0.0)
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let cost = |point: &[f64; 2]| {
        let rates = Rates { shape: point[0].exp(), scale: point[1].exp() };
        let drawn: f64 = (0..2).map(|i| ((point[i] - prior[i]) / spread[i]).powi(2)).sum();
        let (mut known, mut shared, mut sum) = (f64::NAN, 0.0, 0.0);
        for &(count, powers) in &sorted {
            if count.to_bits() != known.to_bits() {
                known = count;
                shared = ln_gamma(rates.shape + count) - ln_gamma(rates.shape) + rates.shape * point[1];
            }
            sum += shared - (rates.shape + count) * (rates.scale + powers).ln();
        }
        0.5 * drawn - sum
    };
    let [shape, scale] = minimise(&cost, prior, FIT_ROUNDS).map(f64::exp);
    Rates { shape, scale }
}

/// Log-likelihood of a person's gaps under one form, over all rates; for episodes, over all chances of a
/// pause too, with the days of the gaps within them equally likely.
fn ln_marginal(gaps: &Gaps, form: usize, rates: Rates) -> f64 {
    let sums = gaps.sums(form);
    let (power, n) = (POWERS[form % SHAPES], sums.count);
    let law = ln_gamma(rates.shape + n) - ln_gamma(rates.shape) + rates.shape * rates.scale.ln()
        - (rates.shape + n) * (rates.scale + sums.powers[form % SHAPES]).ln()
        + n * power.ln()
        + (power - 1.0) * sums.logs;
    if !is_episodic(form) {
        return law;
    }
    let within = gaps.within();
    let pauses = ln_gamma(1.0 + within) + ln_gamma(1.0 + n) - ln_gamma(2.0 + within + n);
    law + pauses - within * f64::from(EPISODE_GAP_DAYS).ln()
}

/// How likely each form is; they sum to 1.
fn weigh(common: &[f64; FORMS], marginal: &[f64; FORMS]) -> [f64; FORMS] {
    let logs: [f64; FORMS] = std::array::from_fn(|form| common[form].ln() + marginal[form]);
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    shares(logs.map(|log| (log - most).exp()))
}

fn shares(weights: [f64; FORMS]) -> [f64; FORMS] {
    let total: f64 = weights.iter().sum();
    weights.map(|weight| weight / total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationships::example::Dice;

    fn gaps(days: &[i32]) -> Gaps {
        Gaps::of(days.iter().copied())
    }

    #[test]
    fn regular_people_are_missed_sooner_than_bursty_ones() {
        let law = GapLaw::fit(&[]);
        let regular = law.of(&gaps(&[14, 13, 15, 14, 14, 15, 13, 14, 14, 15, 14, 13]));
        let bursty = law.of(&gaps(&[1, 1, 2, 60, 1, 3, 1, 1, 70, 2, 1, 25]));
        assert!(regular.p_longer(30.0) < 0.05, "{}", regular.p_longer(30.0));
        assert!(bursty.p_longer(30.0) > 0.12, "{}", bursty.p_longer(30.0));
        assert!(bursty.p_longer(65.0) > 0.05, "{}", bursty.p_longer(65.0));
        assert!(regular.p_longer(12.0) > 0.5 && regular.p_longer(16.0) < 0.5);
        assert!(bursty.p_longer(6.0) < 0.5, "{}", bursty.p_longer(6.0));
    }

    #[test]
    fn a_weekly_friend_and_a_yearly_friend_have_each_their_own_silence() {
        let law = GapLaw::fit(&[]);
        let weekly = law.of(&gaps(&[7, 6, 9, 7, 5, 8, 7, 7, 6, 10]));
        let yearly = law.of(&gaps(&[350, 370, 366, 360]));
        assert!(weekly.p_longer(45.0) < 0.05 && yearly.p_longer(45.0) > 0.8);
    }

    #[test]
    fn somebody_new_is_judged_by_the_owners_other_people() {
        let others: Vec<Gaps> = (0..60).map(|i| gaps(&[88 + i % 5, 90, 91 - i % 3, 89])).collect();
        let new = GapLaw::fit(&others).of(&gaps(&[]));
        assert!(new.p_longer(75.0) > 0.5 && new.p_longer(105.0) < 0.5);
    }

    #[test]
    fn the_tail_falls_from_one_to_nothing() {
        let law = GapLaw::fit(&[]).of(&gaps(&[3, 5]));
        let mut before = law.p_longer(0.0);
        assert!((before - 1.0).abs() < 1e-12);
        for days in [0.5, 1.0, 10.0, 100.0, 1e4, 1e9] {
            let p = law.p_longer(days);
            assert!((0.0..=before).contains(&p), "{days}: {p}");
            before = p;
        }
    }

    #[test]
    fn episodes_are_not_taken_for_a_fast_rhythm() {
        // Three or four days in a row, then a pause at random of a month or two, in 200 people.
        let mut dice = Dice::new(13);
        let mut episodic = || -> Vec<i32> {
            let mut days = Vec::new();
            for _ in 0..6 {
                days.extend([1, 2, 1]);
                days.push(whole(4.0 + 45.0 * dice.exponential()));
            }
            days
        };
        let people: Vec<Vec<i32>> = (0..200).map(|_| episodic()).collect();
        let known: Vec<Gaps> = people.iter().map(|days| gaps(&days[..20])).collect();
        let law = GapLaw::fit(&known);
        let share = |flag: f64| {
            let late = people
                .iter()
                .zip(&known)
                .filter(|(days, gaps)| law.of(gaps).p_longer(f64::from(days[23])) <= flag);
            late.count() as f64 / people.len() as f64
        };
        // The pause is one gap in four or five, so one flagged at 5 % is about the longest fifth of pauses.
        assert!((share(0.05) - 0.2).abs() < 0.08, "{}", share(0.05));
    }

    #[test]
    fn gaps_at_random_exceed_the_flagged_length_as_often_as_said() {
        let mut dice = Dice::new(11);
        let mut all = Vec::new();
        for _ in 0..400 {
            let mean = 5.0 + 60.0 * dice.exponential();
            all.push((0..14).map(|_| dice.exponential() * mean).collect::<Vec<f64>>());
        }
        let known: Vec<Gaps> =
            all.iter().map(|gaps| Gaps::of(gaps[..13].iter().map(|&g| whole(g)))).collect();
        let law = GapLaw::fit(&known);
        for (flag, near) in [(0.20, 0.05), (0.05, 0.025)] {
            let hits = all
                .iter()
                .zip(&known)
                .filter(|(gaps, known)| law.of(known).p_longer(gaps[13].max(1.0)) <= flag);
            let share = hits.count() as f64 / all.len() as f64;
            assert!((share - flag).abs() < near, "{flag}: {share}");
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "gaps of a few thousand days")]
    fn whole(gap: f64) -> i32 {
        gap.ceil() as i32
    }
}
