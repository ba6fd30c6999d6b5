//! How a relationship stands, in a word: neglected, drifting, new, over-invested.
//!
//! It must not know who asks, nor in what order people are listed but for how much a silence matters.

use jiff::{SignedDuration, Timestamp};

use super::{Relationship, Rhythm, Silence};

/// Days from the first contact on for which a relation is new.
const NEW_DAYS: i64 = 90;
/// Trend below which a relation cools so much that a late silence is a drift.
const COOLING: f64 = 0.5;
/// Chance of a silence that is as rare as counts.
const RAREST: f64 = 0.01;

impl Relationship {
    /// Whether the silence is unusual for the two, and the relation not yet given up for drifted away.
    #[must_use]
    pub fn is_neglected(&self) -> bool {
        matches!(self.rhythm.silence, Silence::Late | Silence::Overdue)
    }

    /// Whether the two have drifted apart, or are about to: an unusual silence in a relation that cools.
    #[must_use]
    pub fn is_drifting(&self) -> bool {
        self.rhythm.silence == Silence::DriftedAway || self.is_neglected() && self.warmth.trend < COOLING
    }

    /// Whether the first contact lies 90 days back at most.
    #[must_use]
    pub fn is_new(&self, as_of: Timestamp) -> bool {
        as_of.duration_since(self.first_contact) <= SignedDuration::from_hours(24 * NEW_DAYS)
    }

    /// How much the silence matters, 0.0 to 1.0: closeness × rarity. Closeness is level / (1 + level); rarity
    /// is 0 for a silence that always comes and 1 for one in a hundred, in between by the logarithm.
    #[must_use]
    pub fn neglect(&self) -> f64 {
        neglect(self.warmth.level, &self.rhythm)
    }
}

/// How much a silence matters between two of this warmth; see [`Relationship::neglect`].
#[must_use]
pub fn neglect(level: f64, rhythm: &Rhythm) -> f64 {
    let closeness = level / (1.0 + level);
    closeness * rhythm.p_silence.clamp(RAREST, 1.0).ln() / RAREST.ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationships::example::{instant, relationship};

    #[test]
    fn neglect_grows_with_closeness_and_with_the_rarity_of_the_silence() {
        let of = |level: f64, p: f64| {
            let mut one = relationship("ana");
            (one.warmth.level, one.rhythm.p_silence) = (level, p);
            one.neglect()
        };
        assert!(of(4.0, 0.05) > of(1.0, 0.05) && of(1.0, 0.05) > of(1.0, 0.2));
        assert!(of(4.0, 1.0).abs() < 1e-9);
        assert!((of(1.0, 0.0001) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_cooling_relation_drifts_once_its_silence_is_unusual() {
        let mut one = relationship("ana");
        for (silence, trend, neglected, drifting) in [
            (Silence::Usual, 0.1, false, false),
            (Silence::Late, 1.0, true, false),
            (Silence::Overdue, 0.1, true, true),
            (Silence::DriftedAway, 1.0, false, true),
        ] {
            (one.rhythm.silence, one.warmth.trend) = (silence, trend);
            assert_eq!((one.is_neglected(), one.is_drifting()), (neglected, drifting), "{silence:?}");
        }
    }

    #[test]
    fn a_relation_is_new_for_three_months() {
        let mut one = relationship("ana");
        one.first_contact = instant("2026-01-01T00:00Z");
        assert!(one.is_new(instant("2026-03-31T00:00Z")));
        assert!(!one.is_new(instant("2026-05-01T00:00Z")));
    }
}
