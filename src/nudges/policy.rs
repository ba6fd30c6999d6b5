//! What the owner wants to be reminded of, how often and how many at a time.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::NudgeKind;

/// From what age on something open is spoken of, and until what age: whole days in the owner's zone,
/// both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeDays {
    /// First day.
    pub from: u16,
    /// Last day; later it is let go.
    pub until: u16,
}

impl AgeDays {
    /// Whether something so many days old is spoken of.
    #[must_use]
    pub fn contains(self, days: i64) -> bool {
        (i64::from(self.from)..=i64::from(self.until)).contains(&days)
    }
}

/// The owner's wishes for nudges. Each default is a first guess, to be tuned by measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// People in one letter at most.
    pub max_people: usize,
    /// People in all letters of seven days at most.
    pub max_per_week: usize,
    /// Lowest score that is worth a place, 0.0 to 1.0.
    pub bar: f64,
    /// Days for which the same kind is not said again of the same person.
    pub cooldown_days: u16,
    /// Days for which nothing is said of a person of whom something else was said.
    pub rest_days: u16,
    /// Days for which the same words are not said again, of whomever; and a second time is the last.
    pub matter_days: u16,
    /// Kinds that the owner wants at all.
    pub kinds: BTreeSet<NudgeKind>,
    /// Days after a letter on a sensitive matter for which nothing is said of the person but what the owner owes
    /// for a named day. Six weeks: the first ones of mourning, of an illness or a parting, in which a word about
    /// a form filled in is out of place.
    pub tact_days: u16,
    /// Days before a meeting in which a silence is not spoken of, and a promise mentions the meeting.
    pub meeting_ahead_days: u16,
    /// Days before its day from which a dated promise is spoken of.
    pub promise_ahead_days: u16,
    /// Days after its day until which a dated promise is spoken of.
    pub promise_past_days: u16,
    /// Age of a promise without a day.
    pub promise_age: AgeDays,
    /// Age of help to thank for.
    pub thanks_age: AgeDays,
    /// Age of a question that waits for the owner.
    pub reply_age: AgeDays,
    /// Age until which a question among colleagues is spoken of: at work it settles itself, or is asked again.
    pub duty_reply_days: u16,
    /// Age of a question that is a fresh chance to give.
    pub chance_age: AgeDays,
    /// How well what is known has to meet such a question, 0.0 to 1.0.
    pub chance_fit: f64,
    /// Age of an offer that was not taken up.
    pub offer_age: AgeDays,
    /// Age of an introduction of which nothing more was heard.
    pub introduction_age: AgeDays,
    /// Age of an agreement to meet for which no day was set.
    pub unset_age: AgeDays,
    /// Age of what the owner waits for; of a promise for a day, from that day on.
    pub awaiting_age: AgeDays,
    /// Days after which no letter is written for the sake of what is open; from its day on, where one was
    /// named.
    pub lead_days: u16,
    /// Occasions from which on a silence means something.
    pub tenure_occasions: u32,
    /// Days from the first contact to the last from which on a silence means something.
    pub tenure_days: u16,
    /// Days below which no silence is spoken of, unless the owner wished it.
    pub silence_days: u16,
    /// Days below which no silence among colleagues is spoken of, unless the owner wished it.
    pub duty_silence_days: u16,
    /// Days after which a silence is left alone, unless the owner wished otherwise.
    pub silence_until_days: u16,
    /// Long warmth, in occasions, from which on a silence is spoken of; each year of silence halves it.
    pub warmth_floor: f64,
    /// Long warmth from which on a silence is spoken of in the place kept for weak ties.
    pub weak_floor: f64,
    /// One place in so many is kept for weak ties and those that have drifted away; 0 for none.
    pub dormant_one_in: u16,
    /// Days after which a place given to such a tie no longer counts, so that a quiet owner gets others.
    pub dormant_days: u16,
    /// Days from the first contact in which a relation is new.
    pub new_days: u16,
    /// Occasions at least and at most in a new relation that a first deposit would suit.
    pub new_occasions: (u32, u32),
    /// Number of unthanked routine helps from which on they are spoken of.
    pub unthanked_helps: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            max_people: 3,
            max_per_week: 5,
            bar: 0.25,
            cooldown_days: 21,
            rest_days: 10,
            matter_days: 180,
            kinds: NudgeKind::ALL.into(),
            tact_days: 42,
            meeting_ahead_days: 7,
            promise_ahead_days: 3,
            promise_past_days: 14,
            promise_age: AgeDays { from: 7, until: 60 },
            thanks_age: AgeDays { from: 2, until: 90 },
            reply_age: AgeDays { from: 3, until: 45 },
            duty_reply_days: 21,
            chance_age: AgeDays { from: 1, until: 14 },
            chance_fit: 0.35,
            offer_age: AgeDays { from: 7, until: 180 },
            introduction_age: AgeDays { from: 14, until: 180 },
            unset_age: AgeDays { from: 7, until: 60 },
            awaiting_age: AgeDays { from: 5, until: 30 },
            lead_days: 30,
            tenure_occasions: 3,
            tenure_days: 90,
            silence_days: 21,
            duty_silence_days: 60,
            silence_until_days: 1100,
            warmth_floor: 0.5,
            weak_floor: 0.2,
            dormant_one_in: 4,
            dormant_days: 28,
            new_days: 60,
            new_occasions: (3, 6),
            unthanked_helps: 6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_includes_both_ends() {
        let age = AgeDays { from: 2, until: 5 };
        let inside: Vec<i64> = (-1..8).filter(|&days| age.contains(days)).collect();
        assert_eq!(inside, [2, 3, 4, 5]);
    }

    #[test]
    fn a_config_needs_to_name_only_what_differs() {
        let policy: Policy =
            toml::from_str("max_people = 5\nkinds = [\"promise\", \"first-deposit\"]").unwrap();
        assert_eq!(policy.max_people, 5);
        assert_eq!(policy.kinds, [NudgeKind::Promise, NudgeKind::FirstDeposit].into());
        assert_eq!(policy.cooldown_days, 21);
        assert!(toml::from_str::<Policy>("max_peple = 5").is_err());
    }
}
