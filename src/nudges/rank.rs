//! How much a nudge matters: the one formula.
//!
//! ```text
//! score         = importance × unusualness × actionability                     each 0..1
//! importance    = circle × (stake + (1 − stake) × closeness), at most 1
//! closeness     = level / (1 + level)         level: long warmth, in occasions
//! unusualness   = rarity(p) for a silence, ripeness(age) for what is open (0.5 to 0.9),
//!                 urgency(days) for a day named: only that reaches 1
//! actionability = 1 where the words or the matter are known to take up; less where there is no hook
//! ```
//!
//! `circle` is the importance the owner gave the person (1 is usual). `stake` is the share of the
//! importance that does not depend on closeness: a promise or an answer for a day binds toward a stranger
//! too, a silence only means something between people who were close, unless the owner wished to be in touch.
//! Words without a day, such as "I will pass it on", bind by how close the two are.

use super::{NudgeKind, Urgency};

/// Actionability with something to take up.
pub(super) const HOOK: f64 = 1.0;
/// Actionability where nothing is known to take up.
pub(super) const NO_HOOK: f64 = 0.7;

/// How much a person matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Importance that the owner gave the person or circle, in thousandths.
    pub(super) circle: u16,
    /// Long warmth, in occasions.
    pub(super) level: f64,
    /// Whether the owner wished to be in touch every so many days.
    pub(super) wished: bool,
}

/// What a score is made of, beside the person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grounds {
    /// 0..1: how far this is from what is usual between the two.
    pub(super) unusualness: f64,
    /// 0..1: how easily something can be done about it.
    pub(super) actionability: f64,
    /// How it stands toward the day.
    pub(super) urgency: Urgency,
}

/// The score, rounded to thousandths so that ties are ties on every machine.
pub(super) fn score(kind: NudgeKind, standing: Standing, grounds: Grounds) -> f64 {
    let level = if standing.level.is_finite() { standing.level.max(0.0) } else { 0.0 };
    let closeness = level / (1.0 + level);
    let stake = stake(kind, standing.wished, grounds.urgency);
    let circle = f64::from(standing.circle) / 1000.0;
    let importance = (circle * (stake + (1.0 - stake) * closeness)).min(1.0);
    let product = importance * unit(grounds.unusualness) * unit(grounds.actionability);
    (product * 1000.0).round() / 1000.0
}

/// The share of the importance that does not depend on closeness.
fn stake(kind: NudgeKind, wished: bool, urgency: Urgency) -> f64 {
    match kind {
        NudgeKind::Neglected if wished => 0.8,
        NudgeKind::Promise | NudgeKind::ReplyOwed if urgency == Urgency::Dated => 0.9,
        NudgeKind::Thanks => 0.7,
        NudgeKind::Give | NudgeKind::OverInvesting => 0.6,
        NudgeKind::ReplyOwed | NudgeKind::FirstDeposit => 0.5,
        NudgeKind::Promise | NudgeKind::Introduction | NudgeKind::Underappreciated => 0.4,
        NudgeKind::OfferOpen | NudgeKind::Birthday | NudgeKind::MeetingUnset | NudgeKind::AwaitingReply => {
            0.3
        }
        NudgeKind::Neglected => 0.2,
    }
}

/// How rare a silence is: 0 for one that always comes, 1 for one in a hundred, in between by the
/// logarithm (one in five 0.35, one in twenty 0.65).
pub(super) fn rarity(p_silence: f64) -> f64 {
    let p = if p_silence.is_finite() { p_silence.clamp(0.01, 1.0) } else { 1.0 };
    p.ln() / 0.01_f64.ln()
}

/// How ripe something open is: 0.5 at `from`, 0.9 from `full` on.
pub(super) fn ripeness(now: f64, from: f64, full: f64) -> f64 {
    0.5 + 0.4 * ((now - from) / (full - from).max(1e-9)).clamp(0.0, 1.0)
}

/// How urgent a day is: 1 from the day before on, 0.03 less for each day it is further off.
pub(super) fn urgency(days_ahead: i64) -> f64 {
    let further = u32::try_from(days_ahead.saturating_sub(1)).unwrap_or(0);
    1.0 - 0.03 * f64::from(further.min(10))
}

/// Into 0..1; what is no number is 0.
fn unit(value: f64) -> f64 {
    if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn score(kind: NudgeKind, circle: u16, level: f64, grounds: Grounds) -> f64 {
        super::score(kind, Standing { circle, level, wished: false }, grounds)
    }

    const WHOLE: Grounds = Grounds { unusualness: 1.0, actionability: 1.0, urgency: Urgency::Dated };

    #[test]
    fn a_silence_weighs_by_closeness_and_a_promise_hardly_does() {
        let silence = |level| score(NudgeKind::Neglected, 1000, level, WHOLE);
        let promise = |level| score(NudgeKind::Promise, 1000, level, WHOLE);
        assert!(silence(4.0) > 2.0 * silence(0.2));
        assert!(promise(4.0) < 1.2 * promise(0.2));
    }

    #[test]
    fn a_promise_without_a_day_weighs_less_than_thanks_and_a_question() {
        let current = Grounds { urgency: Urgency::Current, ..WHOLE };
        let of = |kind| score(kind, 1000, 1.0, current);
        assert!(of(NudgeKind::Promise) < of(NudgeKind::ReplyOwed));
        assert!(of(NudgeKind::ReplyOwed) < of(NudgeKind::Thanks));
        assert!(of(NudgeKind::Promise) < 0.8 * score(NudgeKind::Promise, 1000, 1.0, WHOLE));
    }

    #[test]
    fn rarity_grows_with_the_surprise() {
        assert!(rarity(1.0).abs() < 1e-9);
        assert!((rarity(0.2) - 0.35).abs() < 0.01);
        assert!((rarity(0.05) - 0.65).abs() < 0.01);
        assert!((rarity(0.000_1) - 1.0).abs() < 1e-9);
        assert!(rarity(f64::NAN).abs() < 1e-9);
    }

    #[test]
    fn what_is_near_is_more_urgent() {
        let table: Vec<f64> = [-5, 0, 1, 2, 3].map(urgency).into();
        assert_eq!(table, [1.0, 1.0, 1.0, 0.97, 0.94]);
        assert!(ripeness(7.0, 7.0, 30.0) < ripeness(20.0, 7.0, 30.0));
        assert!((ripeness(99.0, 7.0, 30.0) - 0.9).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn a_score_lies_between_0_and_1(circle: u16, level: f64, unusualness: f64, actionability: f64) {
            for kind in NudgeKind::ALL {
                let grounds = Grounds { unusualness, actionability, urgency: Urgency::Current };
                let score = score(kind, circle, level, grounds);
                prop_assert!((0.0..=1.0).contains(&score));
            }
        }

        #[test]
        fn more_importance_never_scores_less(circle in 0_u16..3000, level in 0.0..50.0, rise in 0_u16..500) {
            for kind in NudgeKind::ALL {
                prop_assert!(score(kind, circle + rise, level, WHOLE) >= score(kind, circle, level, WHOLE));
                prop_assert!(score(kind, circle, level + 1.0, WHOLE) >= score(kind, circle, level, WHOLE));
            }
        }
    }
}
