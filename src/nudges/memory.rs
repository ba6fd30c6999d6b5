//! What goodwill said before and what came of it, as the choice needs it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::people::PersonId;

use super::words::Today;
use super::{Nudge, NudgeKind, Policy, Wishes};

/// Ignored nudges after which the interval doubles, and doubles again.
const PATIENCE: usize = 3;
/// Days in which something may come of a nudge.
const HEED_DAYS: i64 = 20;
/// Letters in a row of which nothing came, after which they come monthly.
const IDLE_LETTERS: usize = 4;
/// How much longer than other words it rests that the owner gives too much.
const OVER_INVESTING_TIMES: u16 = 6;
/// Days before a birthday's own on which it may have been spoken of.
const EVE_DAYS: u32 = 2;
/// Most doublings: sixteen times the interval is more than a year by default.
const MAX_DOUBLINGS: usize = 4;

/// A nudge that went out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// About whom.
    pub person: PersonId,
    /// Of what kind.
    pub kind: NudgeKind,
    /// The message or entry it rested on first; empty where there was none.
    pub matter: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a nudge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It is too early to say.
    Open,
    /// The two were in touch after it, or the owner answered.
    Heeded,
    /// Nothing came of it.
    Ignored,
}

impl Outcome {
    /// What came by `as_of` of something said at `said`, when the two were in touch at `contacts`.
    #[must_use]
    pub fn of(said: Timestamp, contacts: impl IntoIterator<Item = Timestamp>, as_of: Timestamp) -> Self {
        let time = SignedDuration::from_hours(24 * HEED_DAYS);
        let in_time = |at: Timestamp| at > said && at < as_of && at.duration_since(said) <= time;
        if contacts.into_iter().any(in_time) {
            Self::Heeded
        } else if as_of.duration_since(said) > time {
            Self::Ignored
        } else {
            Self::Open
        }
    }
}

/// All that is remembered, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// What was said.
    pub sent: Vec<Sent>,
    /// What the owner answered.
    pub wishes: Wishes,
}

/// What was said before an instant, oldest first.
#[derive(Debug)]
pub(super) struct Past {
    as_of: Timestamp,
    /// When the owner's day began.
    midnight: Timestamp,
    sent: BTreeSet<Sent>,
}

impl Memory {
    /// Whether letters should come monthly: nothing came of the last four whose time is over, nor of any since.
    #[must_use]
    pub fn slows(&self, as_of: Timestamp) -> bool {
        let mut letters: BTreeMap<Timestamp, Vec<Outcome>> = BTreeMap::new();
        for sent in self.sent.iter().filter(|sent| sent.at < as_of) {
            letters.entry(sent.at).or_default().push(sent.outcome);
        }
        let heeded = |outcomes: &&Vec<Outcome>| outcomes.contains(&Outcome::Heeded);
        let idle: Vec<&Vec<Outcome>> = letters.values().rev().take_while(|letter| !heeded(letter)).collect();
        idle.iter().filter(|letter| letter.contains(&Outcome::Ignored)).count() >= IDLE_LETTERS
    }

    /// What lies before today's instant, so that the same instant gives the same letter again.
    pub(super) fn before(&self, today: Today<'_>) -> Past {
        let as_of = today.as_of();
        Past {
            as_of,
            midnight: today.begins(),
            sent: self.sent.iter().filter(|sent| sent.at < as_of).cloned().collect(),
        }
    }
}

impl Past {
    /// All of the last days, the newest first.
    pub(super) fn lately(&self, days: u16) -> impl Iterator<Item = &Sent> {
        let since = days_before(self.as_of, u32::from(days));
        self.sent.iter().rev().take_while(move |sent| sent.at > since)
    }

    /// Whether a nudge has to rest: its matter was said lately, or twice, to whomever it belongs; its kind
    /// was said of the person within the cooldown; or anything was, within the days of rest between two about
    /// one person. What is ignored again and again rests for twice as long, whatever its kind, and then twice
    /// that.
    pub(super) fn rests(&self, nudge: &Nudge, cooldown_days: u16, policy: &Policy) -> bool {
        let (person, kind) = (nudge.person, nudge.kind);
        if self.matter_rests(kind, nudge.matter(), policy) {
            return true;
        }
        let factor = 1 << (self.ignored(person) / PATIENCE).min(MAX_DOUBLINGS);
        let cooldown = match kind {
            NudgeKind::FirstDeposit | NudgeKind::Underappreciated | NudgeKind::Birthday => {
                cooldown_days.max(policy.matter_days)
            }
            // Who heard it and went on likes it so.
            NudgeKind::OverInvesting => {
                cooldown_days.max(policy.matter_days.saturating_mul(OVER_INVESTING_TIMES))
            }
            _ => cooldown_days,
        };
        let same = days_before(self.as_of, u32::from(cooldown) * factor);
        let any = if factor == 1 { days_before(self.as_of, u32::from(policy.rest_days)) } else { same };
        // A day of its own waits for nothing else that was said, and not for the word on its eve.
        let on_the_eve = days_before(self.midnight, EVE_DAYS)..self.midnight;
        let bears =
            |sent: &&Sent| kind != NudgeKind::Birthday || sent.kind == kind && !on_the_eve.contains(&sent.at);
        let mut about = self.about(person).filter(bears);
        about.any(|sent| sent.at > if sent.kind == kind { same } else { any })
    }

    /// Whether the same words were said before: a second time only after a long while, never a third.
    fn matter_rests(&self, kind: NudgeKind, matter: &str, policy: &Policy) -> bool {
        let since = days_before(self.as_of, u32::from(policy.matter_days));
        // A letter is the same letter, whether it asks, offers or meets what is known; what was last spoken of may
        // be open besides.
        let open = |kind| kind != NudgeKind::Neglected;
        let alike = |other| other == kind || (open(other) && open(kind));
        let mut told = self.sent.iter().rev().filter(|sent| alike(sent.kind) && sent.matter == matter);
        !matter.is_empty() && (told.next().is_some_and(|sent| sent.at > since) || told.next().is_some())
    }

    /// Whether this is the time to ask if the person should be spoken of at all: once, after the third
    /// ignored in a row.
    pub(super) fn asks(&self, person: PersonId) -> bool {
        self.ignored(person) == PATIENCE && self.about(person).all(|sent| sent.outcome != Outcome::Open)
    }

    /// How many of the last nudges about the person were ignored in a row.
    fn ignored(&self, person: PersonId) -> usize {
        let decided = self.about(person).filter(|sent| sent.outcome != Outcome::Open);
        decided.take_while(|sent| sent.outcome == Outcome::Ignored).count()
    }

    /// What was said about one person, the newest first.
    fn about(&self, person: PersonId) -> impl Iterator<Item = &Sent> {
        self.sent.iter().rev().filter(move |sent| sent.person == person)
    }
}

/// The instant so many times 24 hours earlier.
fn days_before(as_of: Timestamp, days: u32) -> Timestamp {
    as_of.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use crate::nudges::scenario::{AS_OF, days_ago, nudge, person};

    use super::*;

    fn past(said: &[(i64, NudgeKind, Outcome)]) -> Past {
        let ana = person("Ana").id;
        let sent = said.iter().map(|&(days, kind, outcome)| Sent {
            at: days_ago(days),
            person: ana,
            kind,
            matter: format!("<{days}@x.example>"),
            outcome,
        });
        Memory { sent: sent.collect(), ..Memory::default() }
            .before(Today::new(AS_OF.parse().unwrap(), &TimeZone::UTC))
    }

    #[test]
    fn the_same_rests_for_the_cooldown_and_the_person_for_some_days() {
        use NudgeKind::{Neglected, Thanks};
        let policy = Policy::default();
        for (days, kind, rests) in
            [(20, Thanks, true), (21, Thanks, false), (9, Neglected, true), (10, Neglected, false)]
        {
            let past = past(&[(days, kind, Outcome::Heeded)]);
            assert_eq!(past.rests(&nudge("Ana", Thanks), 21, &policy), rests, "{kind:?} {days} days ago");
            assert!(!past.rests(&nudge("Ben", Thanks), 21, &policy));
        }
    }

    #[test]
    fn a_birthday_told_on_its_eve_is_told_on_its_day_and_once_a_day() {
        let told = |hours: i64| {
            let at = AS_OF.parse::<Timestamp>().unwrap() - SignedDuration::from_hours(hours);
            let (person, kind) = (person("Ana").id, NudgeKind::Birthday);
            let sent = vec![Sent { at, person, kind, matter: String::new(), outcome: Outcome::Open }];
            let past = Memory { sent, ..Memory::default() }
                .before(Today::new(AS_OF.parse().unwrap(), &TimeZone::UTC));
            past.rests(&nudge("Ana", NudgeKind::Birthday), 21, &Policy::default())
        };
        // It is 17:00.
        assert_eq!([1, 16, 18, 40].map(told), [true, true, false, false]);
        assert!(told(24 * 30), "the book has the wrong day, or there are two");
    }

    #[test]
    fn the_same_words_are_said_twice_at_most_and_long_apart() {
        let told = |days: &[i64]| {
            let mut words = nudge("Ben", NudgeKind::Thanks);
            words.evidence = vec!["<a@x.example>".into()];
            let ana = person("Ana").id;
            let sent = days.iter().map(|&days| Sent {
                at: days_ago(days),
                person: ana,
                kind: NudgeKind::Thanks,
                matter: "<a@x.example>".into(),
                outcome: Outcome::Heeded,
            });
            let past = Memory { sent: sent.collect(), ..Memory::default() }
                .before(Today::new(AS_OF.parse().unwrap(), &TimeZone::UTC));
            past.rests(&words, 21, &Policy::default())
        };
        assert_eq!((told(&[]), told(&[179]), told(&[180]), told(&[500, 300])), (false, true, false, true));
    }

    #[test]
    fn contact_in_time_is_what_comes_of_a_nudge() {
        let as_of = AS_OF.parse().unwrap();
        for (said, contact, expected) in [
            (30, Some(25), Outcome::Heeded),
            (30, Some(31), Outcome::Ignored),
            (30, Some(5), Outcome::Ignored),
            (30, None, Outcome::Ignored),
            (7, None, Outcome::Open),
            (7, Some(-1), Outcome::Open),
            (7, Some(6), Outcome::Heeded),
        ] {
            assert_eq!(
                Outcome::of(days_ago(said), contact.map(days_ago), as_of),
                expected,
                "{said} {contact:?}"
            );
        }
    }

    #[test]
    fn letters_that_lead_to_nothing_become_rare() {
        use Outcome::{Heeded, Ignored, Open};
        let slows = |outcomes: &[(i64, Outcome)]| {
            let sent = outcomes.iter().map(|&(days, outcome)| Sent {
                at: days_ago(days),
                person: person("Ana").id,
                kind: NudgeKind::Thanks,
                matter: String::new(),
                outcome,
            });
            Memory { sent: sent.collect(), ..Memory::default() }.slows(AS_OF.parse().unwrap())
        };
        assert!(!slows(&[(40, Ignored), (33, Ignored), (26, Ignored), (5, Open)]));
        assert!(slows(&[(47, Ignored), (40, Ignored), (33, Ignored), (26, Ignored), (5, Open)]));
        assert!(!slows(&[(47, Ignored), (40, Ignored), (33, Ignored), (26, Ignored), (5, Heeded)]));
        assert!(!slows(&[(47, Ignored), (40, Ignored), (33, Ignored), (33, Heeded), (26, Ignored)]));
    }

    #[test]
    fn what_is_ignored_rests_for_longer_and_is_asked_about_once() {
        let (ana, policy) = (person("Ana").id, Policy::default());
        let ignored = |days: &[i64]| -> Vec<_> {
            days.iter().map(|&days| (days, NudgeKind::Thanks, Outcome::Ignored)).collect()
        };
        let two = past(&ignored(&[90, 30]));
        assert!(!two.rests(&nudge("Ana", NudgeKind::Neglected), 21, &policy) && !two.asks(ana));
        let three = past(&ignored(&[90, 60, 30]));
        assert!(three.rests(&nudge("Ana", NudgeKind::Neglected), 21, &policy) && three.asks(ana));
        assert!(!past(&ignored(&[120, 90, 42])).rests(&nudge("Ana", NudgeKind::Neglected), 21, &policy));
        assert!(!past(&ignored(&[120, 90, 60, 45])).asks(ana), "asked before");
        let six = past(&ignored(&[300, 250, 200, 150, 120, 80]));
        assert!(six.rests(&nudge("Ana", NudgeKind::Thanks), 21, &policy), "84 days");
        let mut heeded = ignored(&[120, 90, 60]);
        heeded.push((30, NudgeKind::Thanks, Outcome::Heeded));
        assert!(
            !past(&heeded).asks(ana)
                && !past(&heeded).rests(&nudge("Ana", NudgeKind::Neglected), 21, &policy)
        );
        let mut open = ignored(&[120, 90, 60]);
        open.push((5, NudgeKind::Thanks, Outcome::Open));
        assert!(!past(&open).asks(ana), "the question may just have been asked");
    }
}
