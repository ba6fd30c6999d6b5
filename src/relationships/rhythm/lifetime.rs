//! Is the relation still alive? A buy-till-you-die model, fitted to all of the owner's people.
//!
//! MBG/NBD (Batislam, Denizel and Filiztekin 2007): contacts are Poisson at a rate that is gamma
//! distributed over people; after each contact, the first included, the relation ends with a chance
//! that is beta distributed. It must not know dates, only how often, how recently and how long.

use statrs::function::gamma::ln_gamma;

use super::days::Summary;
use super::optimise::minimise;

/// Most people that the fit looks at; more change its four figures hardly.
const FIT_PEOPLE: usize = 4000;
/// Most rounds of the simplex.
const FIT_ROUNDS: usize = 300;
/// Where the search starts and what it is drawn to while few people are known, as logarithms: a rate of
/// one contact in two months, the relation ending after one contact in four.
const PRIOR: [f64; 4] = [-0.7, 3.5, -0.3, 0.7];
/// Standard deviation of the prior, in logarithms.
const PRIOR_SPREAD: f64 = 1.5;
/// Parameters beyond e^±12 are out of bounds.
const BOUND: f64 = 12.0;

/// The fitted model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lifetime {
    /// Shape of the distribution of rates.
    shape: f64,
    /// Its scale, in days.
    scale_days: f64,
    /// First parameter of the distribution of endings.
    ending: f64,
    /// Its second parameter.
    staying: f64,
}

impl Lifetime {
    /// The model most likely for these people.
    pub(super) fn fit(people: &[Summary]) -> Self {
        let stride = people.len().div_ceil(FIT_PEOPLE).max(1);
        let mut sample: Vec<Summary> = people.iter().step_by(stride).copied().collect();
        // Neighbours with the same number of contacts share the costly part of the likelihood.
        sample.sort_by(|a, b| {
            a.repeats.total_cmp(&b.repeats).then(a.span.total_cmp(&b.span)).then(a.age.total_cmp(&b.age))
        });
        let cost = |point: &[f64; 4]| {
            if point.iter().any(|value| value.abs() > BOUND) {
                return f64::INFINITY;
            }
            let drawn: f64 =
                point.iter().zip(PRIOR).map(|(value, prior)| ((value - prior) / PRIOR_SPREAD).powi(2)).sum();
            0.5 * drawn - Self::from_logs(point).ln_likelihood(&sample)
        };
        Self::from_logs(&minimise(&cost, PRIOR, FIT_ROUNDS))
    }

    fn from_logs(logs: &[f64; 4]) -> Self {
        let [shape, scale_days, ending, staying] = logs.map(f64::exp);
        Self { shape, scale_days, ending, staying }
    }

    /// Log-likelihood of people sorted by their number of contacts.
    fn ln_likelihood(&self, people: &[Summary]) -> f64 {
        let (r, a, b) = (self.shape, self.ending, self.staying);
        let fixed = ln_gamma(a + b) - ln_gamma(b) - ln_gamma(r) + r * self.scale_days.ln();
        let mut sum = 0.0;
        let (mut repeats, mut shared) = (f64::NAN, 0.0);
        for person in people {
            let x = person.repeats;
            if x.to_bits() != repeats.to_bits() {
                repeats = x;
                shared = ln_gamma(b + x + 1.0) - ln_gamma(a + b + x + 1.0) + ln_gamma(r + x) + fixed;
            }
            let alive = -(r + x) * (self.scale_days + person.age).ln();
            let ended = self.ln_ended(person) + alive;
            sum += shared + alive.max(ended) + (-(alive - ended).abs()).exp().ln_1p();
        }
        sum
    }

    /// Logarithm of the odds that the relation ended at the last contact.
    fn ln_ended(&self, person: &Summary) -> f64 {
        let x = person.repeats;
        (self.ending / (self.staying + x)).ln()
            + (self.shape + x) * ((self.scale_days + person.age) / (self.scale_days + person.span)).ln()
    }

    /// Chance that the relation is alive, 0.0 to 1.0.
    pub(super) fn p_alive(&self, person: &Summary) -> f64 {
        1.0 / (1.0 + self.ln_ended(person).exp())
    }

    /// Chance of at least one contact within these days, 0.0 to 1.0.
    pub(super) fn p_contact(&self, person: &Summary, within_days: f64) -> f64 {
        let before = self.scale_days + person.age;
        let quiet = (-(self.shape + person.repeats) * (within_days / before).ln_1p()).exp();
        self.p_alive(person) * (1.0 - quiet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationships::example::Dice;

    fn summary(repeats: f64, span: f64, age: f64) -> Summary {
        Summary { repeats, span, age }
    }

    #[test]
    fn a_frequent_friend_gone_silent_is_deader_than_a_rare_one() {
        let model = Lifetime::fit(&[]);
        let (often, rarely) = (summary(50.0, 350.0, 700.0), summary(2.0, 350.0, 700.0));
        assert!(model.p_alive(&often) < 0.1 && model.p_alive(&rarely) > 0.3);
    }

    #[test]
    fn chances_grow_with_the_horizon_and_fall_with_silence() {
        let model = Lifetime::fit(&[summary(3.0, 100.0, 300.0), summary(0.0, 0.0, 500.0)]);
        let mut before = 1.0;
        for silence in [0.0, 30.0, 90.0, 365.0, 3650.0] {
            let person = summary(8.0, 200.0, 200.0 + silence);
            let (month, year) = (model.p_contact(&person, 30.0), model.p_contact(&person, 365.0));
            assert!(0.0 <= month && month <= year && year <= 1.0);
            assert!(year < before, "{silence}");
            before = year;
        }
    }

    #[test]
    fn the_fit_finds_the_model_that_made_the_people() {
        // Rates of shape 1 and scale 60 days; a relation ends after a contact with a chance of 1 in 4.
        let mut dice = Dice::new(7);
        let people: Vec<Summary> = (0..3000)
            .map(|_| {
                let (rate, ending) = (dice.exponential() / 60.0, 0.25);
                let age = 200.0 + 1000.0 * dice.uniform();
                let (mut at, mut span, mut repeats) = (0.0, 0.0, 0.0);
                while dice.uniform() >= ending {
                    at += dice.exponential() / rate;
                    if at > age {
                        break;
                    }
                    span = at;
                    repeats += 1.0;
                }
                summary(repeats, span, age)
            })
            .collect();
        let model = Lifetime::fit(&people);
        assert!((model.shape - 1.0).abs() < 0.2, "{model:?}");
        assert!((model.scale_days - 60.0).abs() < 20.0, "{model:?}");
        assert!((model.ending / (model.ending + model.staying) - 0.25).abs() < 0.04, "{model:?}");
    }
}
