//! `[nudges]`: how many reminders, of which kinds, and how often.

use std::collections::BTreeSet;

use jiff::civil::Weekday;

use super::value::{Fraction, FromValue, Value};
use super::{Days, Section};
use crate::nudges::{Digest, NudgeKind};

const MAX_PEOPLE: u32 = 3;
const COOLDOWN: Days = Days::new(21);
const BAR: Fraction = Fraction::new(0.25);
const DIGEST: Digest = Digest::Weekly(Weekday::Sunday, jiff::civil::time(18, 0, 0, 0));

/// All kinds, as the config calls them.
const KINDS: [(&str, NudgeKind); 9] = [
    ("promise", NudgeKind::Promise),
    ("thanks", NudgeKind::Thanks),
    ("reply-owed", NudgeKind::ReplyOwed),
    ("neglected", NudgeKind::Neglected),
    ("offer-open", NudgeKind::OfferOpen),
    ("introduction", NudgeKind::Introduction),
    ("first-deposit", NudgeKind::FirstDeposit),
    ("underappreciated", NudgeKind::Underappreciated),
    ("over-investing", NudgeKind::OverInvesting),
];

/// Reminders.
#[derive(Debug, Clone, PartialEq)]
pub struct Nudges {
    /// Most people in one letter: 1 to 50.
    pub max_people: u32,
    /// Days before the same is said again about the same person.
    pub cooldown: Days,
    /// Kinds that are sent at all; none switches reminders off.
    pub kinds: BTreeSet<NudgeKind>,
    /// Score that a reminder must reach.
    pub bar: Fraction,
    /// When letters are written.
    pub digest: Digest,
}

impl Nudges {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let kinds = section.read::<BTreeSet<KindName>>("kinds");
        let all = || KINDS.iter().map(|&(_, kind)| kind).collect();
        Self {
            max_people: section.whole("max_people", 1..=50, MAX_PEOPLE),
            cooldown: section.or("cooldown", COOLDOWN),
            kinds: kinds.map_or_else(all, |kinds| kinds.into_iter().map(|KindName(kind)| kind).collect()),
            bar: section.or("bar", BAR),
            digest: section.or("digest", DIGEST),
        }
    }
}

impl FromValue for Digest {
    const WHAT: &str = "a time such as \"sunday 18:00\", \"daily 07:30\", or \"off\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).or_else(|| value.refuse(Self::WHAT, "no such time"))
    }
}

/// A kind, read by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct KindName(NudgeKind);

impl FromValue for KindName {
    const WHAT: &str = "the name of a kind of nudge";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        value.choice(&KINDS).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_called_what_the_json_calls_them() {
        for (name, kind) in KINDS {
            assert_eq!(serde_json::to_value(kind).unwrap(), name);
        }
    }
}
