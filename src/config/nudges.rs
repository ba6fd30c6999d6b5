//! `[nudges]`: how many reminders, of which kinds, and how often.

use std::collections::BTreeSet;

use jiff::civil::Weekday;

use super::period::Period;
use super::value::{Fraction, FromValue, Value};
use super::{Days, Section};
use crate::nudges::{Digest, Monthly, NudgeKind, QuietHours};

const MAX_PEOPLE: u32 = 3;
const MAX_PER_WEEK: u32 = 5;
const QUIET: QuietHours = QuietHours::between(jiff::civil::time(21, 0, 0, 0), jiff::civil::time(8, 0, 0, 0));
const BRIEF: Lead = Lead(Some(18 * 3600));
/// Longest time before a meeting: a week.
const MAX_LEAD: u32 = 7 * 24 * 3600;
const COOLDOWN: Days = Days::new(21);
const BAR: Fraction = Fraction::new(0.25);
const STATEMENT: Monthly = Monthly::first(jiff::civil::time(9, 0, 0, 0));
const DIGEST: Digest = Digest::Weekly(Weekday::Sunday, jiff::civil::time(18, 0, 0, 0));

/// All kinds but birthdays, which have a key of their own, as the config calls them.
const KINDS: [(&str, NudgeKind); 12] = [
    ("promise", NudgeKind::Promise),
    ("thanks", NudgeKind::Thanks),
    ("give", NudgeKind::Give),
    ("reply-owed", NudgeKind::ReplyOwed),
    ("neglected", NudgeKind::Neglected),
    ("offer-open", NudgeKind::OfferOpen),
    ("introduction", NudgeKind::Introduction),
    ("meeting-unset", NudgeKind::MeetingUnset),
    ("awaiting-reply", NudgeKind::AwaitingReply),
    ("first-deposit", NudgeKind::FirstDeposit),
    ("underappreciated", NudgeKind::Underappreciated),
    ("over-investing", NudgeKind::OverInvesting),
];

/// Reminders.
#[derive(Debug, Clone, PartialEq)]
pub struct Nudges {
    /// Most people in one letter: 1 to 50.
    pub max_people: u32,
    /// Most people in all letters of seven days: 1 to 350.
    pub max_per_week: u32,
    /// Hours in which nothing is sent.
    pub quiet: QuietHours,
    /// How long before a meeting there is a brief.
    pub brief: Lead,
    /// Days before the same is said again about the same person.
    pub cooldown: Days,
    /// Kinds that are sent at all; none switches reminders off.
    pub kinds: BTreeSet<NudgeKind>,
    /// Score that a reminder must reach.
    pub bar: Fraction,
    /// When letters are written.
    pub digest: Digest,
    /// When the statement of a month is.
    pub statement: Monthly,
    /// Whether birthdays are spoken of. An address book names many whom one does not congratulate, so only where
    /// the owner wants it.
    pub birthdays: bool,
}

impl Nudges {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let kinds = section.read::<BTreeSet<KindName>>("kinds");
        let all = || KINDS.iter().map(|&(_, kind)| kind).collect();
        Self {
            max_people: section.whole("max_people", 1..=50, MAX_PEOPLE),
            max_per_week: section.whole("max_per_week", 1..=350, MAX_PER_WEEK),
            quiet: section.or("quiet", QUIET),
            brief: section.or("brief", BRIEF),
            cooldown: section.or("cooldown", COOLDOWN),
            kinds: kinds.map_or_else(all, |kinds| kinds.into_iter().map(|KindName(kind)| kind).collect()),
            bar: section.or("bar", BAR),
            digest: section.or("digest", DIGEST),
            statement: section.or("statement", STATEMENT),
            birthdays: section.or("birthdays", false),
        }
    }
}

/// How long before a meeting there is a brief; `None` where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead(Option<u32>);

impl Lead {
    /// The time; `None` where there is no brief.
    #[must_use]
    pub fn time(self) -> Option<jiff::SignedDuration> {
        self.0.map(|seconds| jiff::SignedDuration::from_secs(i64::from(seconds)))
    }
}

impl FromValue for Lead {
    const WHAT: &str = "a duration such as \"18 hours\", or \"off\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        if text == "off" {
            return Some(Self(None));
        }
        match Period::parse(text) {
            Ok(period) => match Some(period.seconds()).filter(|&seconds| seconds <= MAX_LEAD) {
                Some(seconds) => Some(Self(Some(seconds))),
                None => value.refuse(Self::WHAT, "longer than a week"),
            },
            Err(why) => value.refuse(Self::WHAT, why),
        }
    }
}

impl FromValue for QuietHours {
    const WHAT: &str = "hours such as \"21:00-08:00\", or \"off\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).or_else(|| value.refuse(Self::WHAT, "no such hours"))
    }
}

impl FromValue for Digest {
    const WHAT: &str = "a time such as \"sunday 18:00\", \"daily 07:30\", or \"off\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).or_else(|| value.refuse(Self::WHAT, "no such time"))
    }
}

impl FromValue for Monthly {
    const WHAT: &str = "a day of the month and a time such as \"1st 09:00\", or \"off\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).or_else(|| value.refuse(Self::WHAT, "no such day (1st to 28th) and time"))
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
