//! The acts that people do for, and ask of, each other in messages.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Bearing;

/// What a sender does toward the addressee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Gratitude for something particular.
    Thanks,
    /// Asks for something that costs the addressee effort.
    Request,
    /// Volunteers help that is not yet given.
    Offer,
    /// Commits to a particular future act that the addressee wants.
    Promise,
    /// Delivers something the addressee needed or asked for, or reports having done it.
    Help,
    /// Connects the addressee with another person.
    Introduction,
    /// Vouches for the addressee, or vouches for somebody to the addressee.
    Recommendation,
    /// Considered feedback or guidance for the addressee's benefit.
    Advice,
    /// Compliments or congratulates the addressee.
    Praise,
    /// Concern for the addressee as a person.
    Care,
    /// Gives or treats: a present, a meal, hosting, a loan of something of value.
    Gift,
    /// Says sorry for an own act or omission.
    Apology,
    /// Threat, ultimatum, blame, a chaser with an edge.
    Pressure,
    /// Refuses what the addressee asked, offered or invited to.
    Decline,
    /// Grants leave, an extension, a waiver, cover.
    Concession,
    /// Passes on a lead, an opening, an invitation that serves the addressee.
    Opportunity,
}

/// A probability in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(u16);

impl Confidence {
    /// The confidence of `thousandths`, at most 1000.
    #[must_use]
    pub const fn from_thousandths(thousandths: u16) -> Self {
        Self(if thousandths > 1000 { 1000 } else { thousandths })
    }

    /// The nearest confidence to a probability; what is no number is 0.
    #[must_use]
    pub fn from_probability(probability: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
        Self((probability.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }

    /// What is left of it where only so many of a thousand are.
    #[must_use]
    pub fn scaled(self, thousandths: u16) -> Self {
        let product = u32::from(self.0) * u32::from(thousandths) / 1000;
        Self::from_thousandths(u16::try_from(product).unwrap_or(u16::MAX))
    }

    /// With its odds multiplied by so many thousandths. Nothing is quite sure, and nothing quite impossible.
    #[must_use]
    pub fn at_odds(self, thousandths: u32) -> Self {
        let own = u64::from(self.0.clamp(1, 999));
        Self::of_odds(own * u64::from(thousandths), (1000 - own) * 1000)
    }

    /// What so much for it and so much against it, not both nothing, make of it.
    pub(crate) fn of_odds(with: u64, against: u64) -> Self {
        Self::from_thousandths(u16::try_from(1000 * with / (with + against)).unwrap_or(1000))
    }

    /// Thousandths, 0 to 1000.
    #[must_use]
    pub fn thousandths(self) -> u16 {
        self.0
    }

    /// As a fraction, 0.0 to 1.0.
    #[must_use]
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// A span that looks like an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// The act.
    pub act: Act,
    /// How sure the reading is, from the message alone.
    pub confidence: Confidence,
    /// The sentence that carries it, at most 200 characters; empty where none may be kept.
    pub quote: String,
    /// Signs, in its sentence or beside it, that bear on whether this is a favor.
    pub signs: Vec<Sign>,
    /// When it falls due, for promises and requests that name a time.
    pub due: Option<Due>,
    /// The day of the occasion that it is about, such as a meeting: after it, nobody waits for it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<Date>,
    /// Whom and what its words bear on.
    #[serde(default, skip_serializing_if = "Bearing::is_plain")]
    pub bearing: Bearing,
    /// Hashes of the longer lines of its message in which it stands (`Facts::line_hashes`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<u64>,
}

/// A sign that bears on whether an act is a favor or routine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Strong: said to be a favor, or beyond the job ("as a favor", "not your job").
    SaidToBeFavor,
    /// Strong: it serves the other's career, family, studies, home or health.
    PersonalBenefit,
    /// Strong: leave, an extension, a waiver, cover.
    Concession,
    /// Strong: vouching for somebody.
    Vouching,
    /// Weak: nobody asked for it ("thought you might like").
    Unasked,
    /// Weak: done late, at the weekend, on short notice, out of turn.
    BeyondHours,
    /// Weak: the thanks name what was done and what it meant.
    SpecificThanks,
    /// Against: invoices, fees, contracts, tickets.
    Paid,
    /// Against: the job's own words (report, nomination, per your instructions; passed on to who handles it).
    Routine,
    /// Against: something is handed over and nothing else is said ("Here it is").
    Delivery,
    /// Against: a wish in passing, in a letter on something else; a question out of mere curiosity, or in jest.
    Passing,
}

/// When something falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day, in the sender's calendar.
    pub date: Date,
    /// How firmly the day was said.
    pub certainty: Certainty,
}

/// How firmly a due date was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A date or weekday ("by Friday", "on 3 May").
    Hard,
    /// A span from the day of writing ("in two weeks", "tomorrow", "next week").
    Relative,
    /// Hedged ("maybe Thursday", "I'll try by Friday", "soon").
    Tentative,
}
