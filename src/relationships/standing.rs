//! How a relationship stands, in a word: neglected, drifting, new, over-invested.
//!
//! It must not know who asks, nor in what order people are listed but for how much a silence matters.

use jiff::{SignedDuration, Timestamp};

use super::{Occasion, OccasionSource, Relationship, Rhythm, Silence};

/// Days from the first contact on for which a relation is new.
const NEW_DAYS: i64 = 90;
/// Trend below which a relation cools so much that a late silence is a drift.
const COOLING: f64 = 0.5;
/// Days of silence that halve the chance that the owner takes the contact up again.
const TAKE_UP_DAYS: f64 = 125.0;
/// Occasions begun by either as often, as many as which it counts that either may begin.
const EITHER: f64 = 1.0;

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

    /// How much a nudge about the silence is worth: warmth × initiative, halved for every 125 days of silence. Where
    /// the two were close and the owner used to begin he is the likeliest to take it up again.
    #[must_use]
    pub fn neglect(&self) -> f64 {
        neglect(self.warmth.level, self.initiative, &self.rhythm)
    }
}

/// How much a nudge about a silence is worth between two of this warmth; see [`Relationship::neglect`].
#[must_use]
pub fn neglect(level: f64, initiative: f64, rhythm: &Rhythm) -> f64 {
    level * initiative * (-rhythm.silence_days / TAKE_UP_DAYS).exp2()
}

/// How much of the contact before an instant was the owner's doing, 0.0 to 1.0: occasions on which only he wrote, and
/// half of those on which both did or met, of all.
#[must_use]
pub fn initiative(occasions: &[Occasion], as_of: Timestamp) -> f64 {
    let past = occasions.iter().filter(|occasion| occasion.at < as_of);
    let (own, all) = past.fold((EITHER / 2.0, EITHER), |(own, all), occasion| {
        let by_owner = match occasion.source {
            OccasionSource::MailOut => 1.0,
            OccasionSource::MailIn => 0.0,
            OccasionSource::MailBoth | OccasionSource::Meeting => 0.5,
        };
        (own + by_owner, all + 1.0)
    });
    own / all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationships::example::{instant, occasions_every, relationship};

    #[test]
    fn neglect_grows_with_warmth_and_initiative_and_fades_with_silence() {
        let of = |level: f64, initiative: f64, silence: f64| {
            let mut one = relationship("ana");
            (one.warmth.level, one.initiative, one.rhythm.silence_days) = (level, initiative, silence);
            one.neglect()
        };
        assert!(of(4.0, 0.5, 50.0) > of(1.0, 0.5, 50.0) && of(1.0, 0.8, 50.0) > of(1.0, 0.5, 50.0));
        assert!((of(4.0, 0.5, 125.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn initiative_is_the_share_of_contacts_that_the_owner_began() {
        let mut three = occasions_every("ana", 10, 3, "2026-03-01T12:00Z");
        three[0].source = OccasionSource::MailOut;
        three[1].source = OccasionSource::MailOut;
        three[2].source = OccasionSource::MailIn;
        let of = |at: &str| initiative(&three, instant(at));
        assert!((of("2026-03-02T00:00Z") - 0.625).abs() < 1e-9);
        assert!(
            (of("2026-03-01T00:00Z") - 2.5 / 3.0).abs() < 1e-9
                && (of("2020-01-01T00:00Z") - 0.5).abs() < 1e-9
        );
    }

    #[test]
    fn a_cooling_relation_drifts_once_its_silence_is_unusual() {
        let mut one = relationship("ana");
        for (silence, trend, neglected, drifting) in [
            (Silence::Unknown, 0.1, false, false),
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
