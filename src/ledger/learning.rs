//! What the owner's rulings teach: of a kind that he keeps rejecting, less is believed.
//!
//! For each kind of favor the share of inferred entries that he called right, smoothed toward how sure the
//! inference was of them, moves how sure it is of all others: their odds are multiplied by the odds of the one
//! over those of the other. In integers, so that the same rulings teach the same to the last digit.

use std::collections::BTreeMap;

use crate::inference::{Basis, BasisReason, Favor, FavorId, Kind};
use crate::observations::cues::Confidence;

use super::{Ruling, RulingRecord, Subject, Verdict};

/// How many rulings the inference's own opinion weighs as.
const PRIOR: u128 = 4;
/// Fewer rulings on a kind teach nothing.
const LEAST_RULINGS: u32 = 2;
/// Below this, what the rulings made less sure is no favor until the owner says so.
const LEAST_SURE: Confidence = Confidence::from_thousandths(500);
/// How sure the inference was of an entry that it no longer sees.
const UNTOLD: Confidence = Confidence::from_thousandths(750);

/// The owner's rulings on inferred entries of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lesson {
    /// Entries that he called right.
    pub right: u32,
    /// Entries that he called wrong, or of another kind.
    pub wrong: u32,
    /// How sure the inference was of all of them together, in thousandths.
    sure: u32,
}

impl Lesson {
    /// How sure the inference is of another entry of the kind, after the lesson.
    #[must_use]
    pub fn apply(self, confidence: Confidence) -> Confidence {
        let rulings = self.right + self.wrong;
        if rulings < LEAST_RULINGS {
            return confidence;
        }
        // Nothing is quite sure, and nothing quite impossible.
        let thousandths = |value: u32| u128::from(value.clamp(1, 999));
        let before = thousandths(self.sure / rulings);
        let own = thousandths(u32::from(confidence.thousandths()));
        let right = PRIOR * before + 1000 * u128::from(self.right);
        let wrong = PRIOR * (1000 - before) + 1000 * u128::from(self.wrong);
        let odds_for = own * right * (1000 - before);
        let odds_against = (1000 - own) * wrong * before;
        let learnt = 1000 * odds_for / (odds_for + odds_against);
        Confidence::from_thousandths(u16::try_from(learnt).unwrap_or(1000))
    }
}

/// What the rulings teach of each kind of the favors that were inferred. All rulings on one entry together are one
/// word on it, and none counts from before the owner had the kind unlearnt. What stands by his word alone teaches
/// nothing of the inference.
#[must_use]
pub fn lessons(favors: &[Favor], rulings: &[RulingRecord]) -> BTreeMap<Kind, Lesson> {
    let mut judged: Vec<Judged<'_>> = Vec::new();
    for record in rulings {
        match &record.ruling {
            Ruling::Entry { subject, verdict } if !subject.messages.is_empty() => {
                let known = judged.iter().position(|known| known.is_on(subject));
                let at = known.unwrap_or_else(|| {
                    judged.push(Judged::of(subject));
                    judged.len() - 1
                });
                judged[at].hear(verdict);
            }
            Ruling::Unlearn { kind } => {
                judged.retain(|known| kind.is_some_and(|kind| known.inferred != kind));
            }
            _ => {}
        }
    }
    let sure: BTreeMap<FavorId, Confidence> =
        favors.iter().map(|favor| (favor.id, favor.confidence)).collect();
    let mut lessons: BTreeMap<Kind, Lesson> = BTreeMap::new();
    for known in judged {
        let lesson = lessons.entry(known.inferred).or_default();
        // How sure it was when he said so, that the same word teaches the same as of every instant.
        let then = known.subject.inferred.map(|inferred| inferred.confidence);
        let then = then.or_else(|| sure.get(&known.subject.favor_id()).copied()).unwrap_or(UNTOLD);
        lesson.sure += u32::from(then.thousandths());
        *(if known.is_right() { &mut lesson.right } else { &mut lesson.wrong }) += 1;
    }
    lessons
}

/// What the owner said of one inferred entry.
struct Judged<'a> {
    /// The entry when he first ruled on it.
    subject: &'a Subject,
    /// What it was inferred to be.
    inferred: Kind,
    /// What it is by his word.
    kind: Kind,
    is_rejected: bool,
}

impl<'a> Judged<'a> {
    fn of(subject: &'a Subject) -> Self {
        let inferred = subject.inferred.map_or(subject.kind, |inferred| inferred.kind);
        Self { subject, inferred, kind: subject.kind, is_rejected: false }
    }

    /// Whether it is the entry of this subject, be it under another name since more is known of who is who.
    fn is_on(&self, subject: &Subject) -> bool {
        let own = self.subject;
        own.id == subject.id
            || own.address == subject.address
                && own.direction == subject.direction
                && own.quote == subject.quote
                && own.messages == subject.messages
                && self.kind == subject.kind
    }

    fn hear(&mut self, verdict: &Verdict) {
        self.is_rejected = *verdict == Verdict::Reject;
        if let Verdict::Kind(kind) = verdict {
            self.kind = *kind;
        }
    }

    fn is_right(&self) -> bool {
        !self.is_rejected && self.kind == self.inferred
    }
}

/// Lets favors be as sure as the rulings on others of their kind make them. A favor that this makes less likely
/// than not is unclear, and so is every one that is less sure than `least`, with the rulings and without them. Gives
/// how sure the inference by itself was of those that were moved.
pub fn learn(
    favors: &mut [Favor],
    rulings: &[RulingRecord],
    least: Confidence,
) -> BTreeMap<FavorId, Confidence> {
    let lessons = lessons(favors, rulings);
    let mut before = BTreeMap::new();
    for favor in favors {
        let learnt =
            lessons.get(&favor.kind).map_or(favor.confidence, |lesson| lesson.apply(favor.confidence));
        let reason = if learnt < favor.confidence && learnt < LEAST_SURE {
            Some(BasisReason::Corrections)
        } else {
            (learnt.max(favor.confidence) < least).then_some(BasisReason::Doubtful)
        };
        if let Some(reason) = reason.filter(|_| favor.basis == Basis::Favor) {
            favor.basis = Basis::Unclear;
            favor.basis_reasons = vec![reason];
        }
        if learnt != favor.confidence {
            before.insert(favor.id, favor.confidence);
            favor.confidence = learnt;
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lesson(right: u32, wrong: u32) -> Lesson {
        Lesson { right, wrong, sure: (right + wrong) * 700 }
    }

    fn after(right: u32, wrong: u32) -> u16 {
        lesson(right, wrong).apply(Confidence::from_thousandths(700)).thousandths()
    }

    #[test]
    fn rejections_make_a_kind_less_sure_and_confirmations_surer() {
        assert_eq!(after(0, 1), 700, "one ruling teaches nothing");
        assert!(after(0, 2) < 500);
        assert!(after(0, 4) < after(0, 2));
        assert!(after(3, 0) > 800);
        assert!((650..750).contains(&after(7, 3)), "as often right as it was sure: {}", after(7, 3));
    }

    proptest! {
        #[test]
        fn what_is_surer_before_is_surer_after(
            right in 0_u32..200, wrong in 0_u32..200, low in 0_u16..=1000, high in 0_u16..=1000,
        ) {
            let (low, high) = (low.min(high), low.max(high));
            let apply = |thousandths| lesson(right, wrong).apply(Confidence::from_thousandths(thousandths));
            prop_assert!(apply(low) <= apply(high));
        }
    }
}
