//! Rhythm: how often two people are in touch, what a silence means, whether there will be contact.
//!
//! Three questions, three answers. *How often are they in touch?* is told by the two's own pauses between
//! conversations (`pauses`). *Is this silence unusual?* compares it with the gaps the two are used to
//! and must not learn from the silence itself (`gaps`); their own pauses must bear it out. *Will there be
//! contact?* learns from everything, the silence included (`lifetime`, corrected by `forecast`). What is
//! learnt is learnt from the owner's own people at the instant asked for; no figure is shipped beside weak
//! priors.

mod days;
mod forecast;
mod gaps;
mod lifetime;
mod optimise;
mod pauses;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use self::days::{ContactDays, Summary, day_number};
use self::forecast::Forecast;
use self::gaps::{GapLaw, Gaps};
use self::lifetime::Lifetime;
pub use self::pauses::Pauses;
use super::warmth::DAY_SECONDS;
use super::{Occasion, Policy, Rhythm, Silence};
use crate::people::PersonId;

/// All occasions with one person.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// The person.
    pub person: PersonId,
    /// Occasions in any order; what lies at or after the instant asked for is not looked at.
    pub occasions: &'a [Occasion],
    /// Days between contacts that the owner would like, where he says so.
    pub ideal_days: Option<u32>,
    /// Days of silence that the owner allows, where he says so.
    pub expect_days: Option<u32>,
}

/// What is known of one person before the silence is judged.
struct Known {
    days: ContactDays,
    last_at: Timestamp,
    gaps: Gaps,
    pauses: Pauses,
    /// What the owner would like, and what he wants at most.
    wish: Wish,
}

impl Known {
    /// Days between contacts that the owner would like, else the median pause where enough of them are known.
    fn usual_gap_days(&self, policy: &Policy) -> Option<f64> {
        let wish = self.wish.0.or(self.wish.1).map(f64::from);
        wish.or_else(|| self.pauses.median_days().filter(|_| self.tells(policy)))
    }

    /// Whether enough is known of the two to tell what is usual between them.
    fn tells(&self, policy: &Policy) -> bool {
        let span: i32 = self.days.gaps().sum();
        self.pauses.as_slice().len() >= policy.least_gaps && span >= policy.least_span_days
    }
}

/// Days between contacts that the owner would like, and that he wants at most.
type Wish = (Option<u32>, Option<u32>);

/// The rhythm of everybody with at least one occasion before `as_of`; `today` is its day in the owner's
/// time zone. One history a person; of several, the last counts.
#[must_use]
pub fn rhythms(
    histories: &[History<'_>],
    as_of: Timestamp,
    today: Date,
    policy: &Policy,
) -> BTreeMap<PersonId, Rhythm> {
    let known: BTreeMap<PersonId, Known> = histories
        .iter()
        .filter_map(|history| Some((history.person, know(history, as_of, policy)?)))
        .collect();
    let today = day_number(today);
    let days: Vec<&ContactDays> = known.values().map(|known| &known.days).collect();
    let summaries: Vec<Summary> = days.iter().map(|days| days.summary(today)).collect();

    let law = GapLaw::fit(known.values().map(|known| &known.gaps));
    let lifetime = Lifetime::fit(&summaries);
    let month = Forecast::learn(&days, &lifetime, today, 30);
    let year = Forecast::learn(&days, &lifetime, today, 365);

    let judge = |known: &Known| {
        let silence_days = as_of.duration_since(known.last_at).as_secs_f64() / DAY_SECONDS;
        let law = law.of(&known.gaps);
        let p_contact_365d = year.p_contact(&known.days, &lifetime, today);
        let mut rhythm = Rhythm {
            expected_gap_days: known.usual_gap_days(policy),
            pauses: known.pauses.as_slice().len(),
            pauses_as_long: known.pauses.as_long(silence_days),
            silence_days,
            p_silence: law.p_longer(silence_days),
            // Learnt apart from each other, so the shorter must be kept from passing the longer.
            p_contact_30d: month.p_contact(&known.days, &lifetime, today).min(p_contact_365d),
            p_contact_365d,
            p_alive: lifetime.p_alive(&known.days.summary(today)),
            silence: Silence::Unknown,
        };
        rhythm.silence = silence(&rhythm, known, policy);
        rhythm
    };
    known.iter().map(|(&person, known)| (person, judge(known))).collect()
}

fn know(history: &History<'_>, as_of: Timestamp, policy: &Policy) -> Option<Known> {
    let past = || history.occasions.iter().filter(move |occasion| occasion.at < as_of);
    let days = ContactDays::of(past(), policy)?;
    let counted = past().filter(|occasion| day_number(occasion.day) == days.last());
    // Of the occasions of the last day, one that belongs to the rhythm; any where none is weighty.
    let last_at = counted
        .clone()
        .filter(|occasion| occasion.weight >= policy.rhythm_min_weight)
        .map(|occasion| occasion.at)
        .max()
        .or_else(|| counted.map(|occasion| occasion.at).max())?;
    Some(Known {
        gaps: Gaps::of(days.gaps()),
        pauses: Pauses::of(past(), policy),
        days,
        last_at,
        wish: (history.ideal_days, history.expect_days),
    })
}

/// What a silence means. The owner's own wish, where he has one, settles it.
fn silence(rhythm: &Rhythm, known: &Known, policy: &Policy) -> Silence {
    let beyond = |days: Option<u32>| days.is_some_and(|days| rhythm.silence_days > f64::from(days));
    match known.wish {
        (None, None) => {}
        (_, longest) if beyond(longest) => return Silence::Overdue,
        (ideal, _) => return if beyond(ideal) { Silence::Late } else { Silence::Usual },
    }
    if !known.tells(policy) {
        return Silence::Unknown;
    }
    if rhythm.p_silence > policy.soft_silence || !known.pauses.bear_out(rhythm.silence_days) {
        return Silence::Usual;
    }
    if rhythm.p_silence > policy.hard_silence {
        return Silence::Late;
    }
    let drifted = rhythm.p_alive < policy.drifted_below && rhythm.silence_days > policy.drifted_after_days;
    if drifted { Silence::DriftedAway } else { Silence::Overdue }
}

#[cfg(test)]
mod tests;
