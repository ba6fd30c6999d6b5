//! Will there be contact within so many days? Learnt from what came after earlier days of this mailbox.
//!
//! The lifetime model gives a first answer; a logistic regression corrects it by what happened after
//! earlier days, all of them so long ago that the answer is known today. While little has happened the
//! correction stays near nothing. It must not know anything but the days of contact before today.

use super::days::{ContactDays, Summary};
use super::lifetime::Lifetime;
use super::optimise::solve;

/// Number of features.
const FEATURES: usize = 7;
/// Days between two of the earlier days looked back from.
const ORIGIN_STEP_DAYS: i32 = 91;
/// Most earlier days looked back from.
const ORIGINS: i32 = 24;
/// Days of history that the earliest of them needs before it.
const LEAST_HISTORY_DAYS: i32 = 180;
/// Half-life, in days, of what an earlier day teaches: the owner's life changes.
const TEACHING_HALF_LIFE_DAYS: f64 = 730.0;
/// People silent for longer teach nothing.
const LONGEST_SILENCE_DAYS: i32 = 3 * 365;
/// Most people that teach; more change seven figures hardly.
const TEACHERS: usize = 4000;
/// Least number of people in contact, and of people not, before anything is learnt.
const LEAST_OUTCOMES: usize = 8;
/// The correction before anything is learnt: none.
const UNCORRECTED: [f64; FEATURES] = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
/// How firmly each figure is held to that (a ridge): the general level least.
const HOLD: [f64; FEATURES] = [0.5, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0];
/// Most steps of Newton, and most halvings of a step that went too far.
const STEPS: usize = 25;
const HALVINGS: usize = 12;
/// Half-lives of the two recent rates, in days.
const RECENT_DAYS: [f64; 2] = [90.0, 365.0];

/// The forecast for one horizon.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Forecast {
    horizon_days: i32,
    weights: [f64; FEATURES],
}

/// One earlier day of one person, and what came of it.
struct Lesson {
    features: [f64; FEATURES],
    contact: f64,
    weight: f64,
}

impl Forecast {
    /// Learns the correction for a horizon from everybody's days of contact, all before `today`.
    pub(super) fn learn(people: &[&ContactDays], lifetime: &Lifetime, today: i32, horizon_days: i32) -> Self {
        let mut forecast = Self { horizon_days, weights: UNCORRECTED };
        let lessons = forecast.lessons(people, lifetime, today);
        let in_contact = lessons.iter().filter(|lesson| lesson.contact > 0.5).count();
        if in_contact >= LEAST_OUTCOMES && lessons.len() - in_contact >= LEAST_OUTCOMES {
            forecast.weights = fit(&lessons);
        }
        forecast
    }

    /// Chance of at least one contact from `today` on within the horizon, 0.0 to 1.0.
    pub(super) fn p_contact(&self, person: &ContactDays, lifetime: &Lifetime, today: i32) -> f64 {
        let mut recent = Recent::default();
        for &day in person.as_slice() {
            recent.add(day);
        }
        logistic(dot(&self.weights, &self.features(&person.summary(today), recent.at(today), lifetime)))
    }

    fn lessons(&self, people: &[&ContactDays], lifetime: &Lifetime, today: i32) -> Vec<Lesson> {
        let Some(first) = people.iter().map(|days| days.first()).min() else { return Vec::new() };
        let newest = today.saturating_sub(self.horizon_days);
        let reach = newest.saturating_sub(first).saturating_sub(LEAST_HISTORY_DAYS);
        if reach < 0 {
            return Vec::new();
        }
        let back = (reach / ORIGIN_STEP_DAYS).min(ORIGINS - 1);
        let stride = people.len().div_ceil(TEACHERS).max(1);
        let mut lessons = Vec::new();
        for days in people.iter().step_by(stride) {
            let all = days.as_slice();
            let (mut known, mut recent) = (0, Recent::default());
            for step in (0..=back).rev() {
                let origin = newest - step * ORIGIN_STEP_DAYS;
                while let Some(&day) = all.get(known).filter(|&&day| day < origin) {
                    recent.add(day);
                    known += 1;
                }
                if known == 0 || origin - recent.last > LONGEST_SILENCE_DAYS {
                    continue;
                }
                let summary = Summary::new(known, days.first(), recent.last, origin);
                let contact = all.get(known).is_some_and(|&day| day < origin + self.horizon_days);
                lessons.push(Lesson {
                    features: self.features(&summary, recent.at(origin), lifetime),
                    contact: f64::from(u8::from(contact)),
                    weight: self.teaching_weight(step),
                });
            }
        }
        lessons
    }

    /// Overlapping windows teach the same thing again, and old ones an old thing.
    fn teaching_weight(&self, step: i32) -> f64 {
        let age = f64::from(step * ORIGIN_STEP_DAYS);
        let overlap = (f64::from(ORIGIN_STEP_DAYS) / f64::from(self.horizon_days)).min(1.0);
        overlap * (-age / TEACHING_HALF_LIFE_DAYS).exp2()
    }

    /// The lifetime model's answer, then frequency, silence, tenure and recent rates, roughly centred.
    fn features(&self, person: &Summary, recent: [f64; 2], lifetime: &Lifetime) -> [f64; FEATURES] {
        let first_answer = lifetime.p_contact(person, f64::from(self.horizon_days)).clamp(1e-4, 1.0 - 1e-4);
        let silence = person.silence().min(f64::from(LONGEST_SILENCE_DAYS));
        [
            1.0,
            (first_answer / (1.0 - first_answer)).ln(),
            person.repeats.ln_1p() - 1.0,
            (silence / 30.0).ln_1p() - 2.0,
            (person.age / 365.0).ln_1p() - 1.0,
            (0.05 + recent[0]).ln() + 2.0,
            (0.05 + recent[1]).ln() + 1.0,
        ]
    }
}

/// Days of contact so far, each faded by its age.
#[derive(Debug, Clone, Copy, Default)]
struct Recent {
    last: i32,
    sums: [f64; 2],
}

impl Recent {
    fn add(&mut self, day: i32) {
        self.sums = self.at(day).map(|sum| sum + 1.0);
        self.last = day;
    }

    fn at(&self, day: i32) -> [f64; 2] {
        let age = f64::from(day.saturating_sub(self.last));
        std::array::from_fn(|i| {
            if self.sums[i] > 0.0 { self.sums[i] * (-age / RECENT_DAYS[i]).exp2() } else { 0.0 }
        })
    }
}

/// The correction most likely for the lessons: Newton's method on a convex function.
fn fit(lessons: &[Lesson]) -> [f64; FEATURES] {
    let mut weights = UNCORRECTED;
    let mut cost = cost_of(&weights, lessons);
    for _ in 0..STEPS {
        let (gradient, curvature) = slopes(&weights, lessons);
        let Some(step) = solve(&curvature, &gradient) else { break };
        let mut part = 1.0;
        let mut moved = None;
        for _ in 0..HALVINGS {
            let next: [f64; FEATURES] = std::array::from_fn(|i| weights[i] - part * step[i]);
            let next_cost = cost_of(&next, lessons);
            if next_cost < cost {
                moved = Some((next, next_cost));
                break;
            }
            part *= 0.5;
        }
        let Some((next, next_cost)) = moved else { break };
        let gained = cost - next_cost;
        (weights, cost) = (next, next_cost);
        if gained < 1e-7 {
            break;
        }
    }
    weights
}

/// Negative log-likelihood with the ridge.
fn cost_of(weights: &[f64; FEATURES], lessons: &[Lesson]) -> f64 {
    let ridge: f64 = (0..FEATURES).map(|i| 0.5 * HOLD[i] * (weights[i] - UNCORRECTED[i]).powi(2)).sum();
    lessons.iter().fold(ridge, |sum, lesson| {
        let eta = dot(weights, &lesson.features);
        let missed = if lesson.contact > 0.5 { -eta } else { eta };
        sum + lesson.weight * (missed.max(0.0) + (-missed.abs()).exp().ln_1p())
    })
}

/// Gradient and curvature of the cost.
fn slopes(weights: &[f64; FEATURES], lessons: &[Lesson]) -> ([f64; FEATURES], [[f64; FEATURES]; FEATURES]) {
    let mut gradient: [f64; FEATURES] = std::array::from_fn(|i| HOLD[i] * (weights[i] - UNCORRECTED[i]));
    let mut curvature = [[0.0; FEATURES]; FEATURES];
    for (i, row) in curvature.iter_mut().enumerate() {
        row[i] = HOLD[i];
    }
    for lesson in lessons {
        let p = logistic(dot(weights, &lesson.features));
        let (slope, bend) = (lesson.weight * (p - lesson.contact), lesson.weight * p * (1.0 - p));
        for (i, feature) in lesson.features.iter().enumerate() {
            gradient[i] += slope * feature;
            for (sum, other) in curvature[i].iter_mut().zip(&lesson.features).take(i + 1) {
                *sum += bend * feature * other;
            }
        }
    }
    // The solver reads the lower triangle alone.
    (gradient, curvature)
}

fn dot(a: &[f64; FEATURES], b: &[f64; FEATURES]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn logistic(eta: f64) -> f64 {
    1.0 / (1.0 + (-eta).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationships::example::Dice;

    /// People who write at random, each with a rate of his or her own, for `days` days.
    fn steady_people(count: usize, days: f64, seed: u64) -> Vec<ContactDays> {
        let mut dice = Dice::new(seed);
        (0..count)
            .filter_map(|_| {
                let mean_gap = 20.0 + 200.0 * dice.uniform();
                ContactDays::from_days(dice.poisson_days(mean_gap, days))
            })
            .collect()
    }

    fn split(people: &[ContactDays], today: i32) -> Vec<(ContactDays, bool)> {
        people
            .iter()
            .filter_map(|days| {
                let before = days.as_slice().iter().copied().filter(|&day| day < today).collect();
                let after = days.as_slice().iter().any(|&day| (today..today + 365).contains(&day));
                ContactDays::from_days(before).map(|days| (days, after))
            })
            .collect()
    }

    #[test]
    fn said_and_seen_agree_for_steady_people() {
        let people = split(&steady_people(600, 2200.0, 3), 1800);
        let days: Vec<&ContactDays> = people.iter().map(|(days, _)| days).collect();
        let summaries: Vec<Summary> = days.iter().map(|days| days.summary(1800)).collect();
        let lifetime = Lifetime::fit(&summaries);
        let forecast = Forecast::learn(&days, &lifetime, 1800, 365);
        let said: f64 = days.iter().map(|days| forecast.p_contact(days, &lifetime, 1800)).sum();
        let seen = people.iter().filter(|(_, after)| *after).count() as f64;
        let count = people.len() as f64;
        assert!((said / count - seen / count).abs() < 0.03, "{said} {seen} of {count}");
    }

    #[test]
    fn with_little_history_the_lifetime_model_answers() {
        let people = steady_people(30, 200.0, 5);
        let days: Vec<&ContactDays> = people.iter().collect();
        let forecast = Forecast::learn(&days, &Lifetime::fit(&[]), 200, 365);
        assert_eq!(forecast.weights.map(f64::to_bits), UNCORRECTED.map(f64::to_bits));
    }

    #[test]
    fn an_owner_who_falls_silent_teaches_lower_chances() {
        // From day 1200 on only one in four letters is written.
        let mut dice = Dice::new(9);
        let people: Vec<ContactDays> = steady_people(400, 2000.0, 9)
            .into_iter()
            .filter_map(|days| {
                let kept = days.as_slice().iter().copied().filter(|&day| day < 1200 || dice.uniform() < 0.25);
                ContactDays::from_days(kept.collect())
            })
            .collect();
        let days: Vec<&ContactDays> = people.iter().collect();
        let summaries: Vec<Summary> = days.iter().map(|days| days.summary(2000)).collect();
        let lifetime = Lifetime::fit(&summaries);
        let forecast = Forecast::learn(&days, &lifetime, 2000, 30);
        let learnt: f64 = days.iter().map(|days| forecast.p_contact(days, &lifetime, 2000)).sum();
        let year_before =
            days.iter().filter(|d| d.as_slice().iter().any(|d| (1970..2000).contains(d))).count();
        assert!((learnt / year_before as f64 - 1.0).abs() < 0.35, "{learnt} {year_before}");
    }
}
