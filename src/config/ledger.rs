//! `[ledger]`: what a favor is worth, and how fast that fades.

use std::collections::BTreeMap;

use super::{Days, Section};
use crate::inference::Kind;
use crate::ledger::{LEAST_CONFIDENCE, Points};
use crate::observations::cues::Confidence;

/// Givers forget later than receivers: what was given fades in a year, what was received in four, so
/// that the owner's view stays on the safe side of both.
const HALF_LIFE_GIVEN: Days = Days::new(365);
const HALF_LIFE_RECEIVED: Days = Days::new(4 * 365);

/// Kinds with their name in the config and their worth in points.
const WORTH: [(Kind, &str, f64); 9] = [
    (Kind::Introduction, "introduction", 8.0),
    (Kind::Recommendation, "recommendation", 8.0),
    (Kind::Opportunity, "opportunity", 6.0),
    (Kind::Concession, "concession", 5.0),
    (Kind::Gift, "gift", 4.0),
    (Kind::Help, "help", 3.0),
    (Kind::Advice, "advice", 3.0),
    (Kind::Care, "care", 2.0),
    (Kind::Praise, "praise", 1.0),
];

/// Most points that one kind can be worth.
const MAX_WORTH: f64 = 100.0;

/// Worth and its fading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Days in which half the worth of what the owner gave fades.
    pub half_life_given: Days,
    /// Days in which half the worth of what the owner received fades.
    pub half_life_received: Days,
    /// How sure an inferred favor has to be to count, 0 to 1; what is less sure is kept as unclear.
    pub least_confidence: Confidence,
    /// Worth of each kind of favor.
    pub worth: WorthTable,
}

impl Ledger {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            half_life_given: section.or("half_life_given", HALF_LIFE_GIVEN),
            half_life_received: section.or("half_life_received", HALF_LIFE_RECEIVED),
            least_confidence: Confidence::from_probability(section.number(
                "least_confidence",
                0.0..=1.0,
                LEAST_CONFIDENCE.fraction(),
            )),
            worth: section.section("worth", WorthTable::read),
        }
    }
}

/// What each kind of favor is worth before cost, confidence and time: 0 to 100 points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorthTable(BTreeMap<Kind, Points>);

impl WorthTable {
    fn read(section: &mut Section<'_>) -> Self {
        let row = |&(kind, name, default): &(Kind, &'static str, f64)| {
            (kind, points(section.number(name, 0.0..=MAX_WORTH, default)))
        };
        Self(WORTH.iter().map(row).collect())
    }

    /// The worth of each kind.
    #[must_use]
    pub fn table(&self) -> &BTreeMap<Kind, Points> {
        &self.0
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the range is 0 to 100")]
fn points(worth: f64) -> Points {
    Points::from_thousandths((worth * 1000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_called_what_the_json_calls_them() {
        for (kind, name, _) in WORTH {
            assert_eq!(serde_json::to_value(kind).unwrap(), name);
        }
    }
}
