//! A silence that is unusual between these two.

use std::cmp::Ordering;

use crate::inference::Kind;
use crate::nudges::NudgeKind;
use crate::nudges::rank::{Grounds, HOOK, NO_HOOK, rarity};
use crate::nudges::words::{topic, usual_and_present};
use crate::people::Regime;
use crate::relationships::Silence;

use super::{Case, Draft};

/// Unusualness, at least, of a silence beyond what the owner wished.
const BEYOND_WISH: f64 = 0.7;

impl Case<'_> {
    /// The draft for a silence that is late, overdue, or the end of a tie that was once warm. What the
    /// owner wished wins over habit; without a wish, traders and people hardly known may be silent.
    pub(super) fn silence(&self) -> Option<Draft> {
        let relationship = self.relationship;
        let rhythm = relationship.rhythm;
        let beyond_wish = self.person.expect_days.is_some_and(|wish| rhythm.silence_days > f64::from(wish));
        let warm = relationship.warmth.level >= self.policy.warmth_floor;
        let missed = warm && self.has_tenure() && self.person.regime != Regime::Market;
        (rhythm.silence != Silence::Usual && (beyond_wish || missed)).then_some(())?;
        let rarity = rarity(rhythm.p_silence);

        let received = self.last_received();
        let last_topic = relationship.last_topic.as_deref().and_then(topic);
        let mut why = vec![self.rhythm_sentence(), self.last_sentence()];
        why.extend(last_topic.as_ref().map(|topic| format!("The last subject between you was {topic}.")));
        why.extend(received.map(|entry| self.received_sentence(entry)));

        let came_of_it = received.is_some_and(|entry| {
            matches!(
                entry.kind,
                Kind::Introduction | Kind::Recommendation | Kind::Opportunity | Kind::Advice | Kind::Help
            )
        });
        let suggestion = match &last_topic {
            _ if came_of_it => "They might like to hear how it went.".to_owned(),
            Some(topic) => format!("A line about {topic} would pick up the thread."),
            None => "A short line to ask how they are would do.".to_owned(),
        };
        let has_hook = received.is_some() || last_topic.is_some();
        Some(Draft {
            kind: NudgeKind::Neglected,
            why,
            suggestion,
            evidence: received.map(|entry| entry.id.to_string()).into_iter().collect(),
            grounds: Grounds {
                unusualness: if beyond_wish { rarity.max(BEYOND_WISH) } else { rarity },
                actionability: if has_hook { HOOK } else { NO_HOOK },
            },
        })
    }

    /// "You two are in touch about every 35 days; it has been 77."
    fn rhythm_sentence(&self) -> String {
        let rhythm = self.relationship.rhythm;
        let usual = self.person.expect_days.map_or(rhythm.expected_gap_days, f64::from);
        let (every, silence) = usual_and_present(usual, rhythm.silence_days);
        if self.person.expect_days.is_some() {
            return format!("You wish to be in touch {every}; it has been {silence}.");
        }
        let verb = if rhythm.silence == Silence::DriftedAway { "were" } else { "are" };
        format!("You two {verb} in touch about {every}; it has been {silence}.")
    }

    /// Who wrote last, and when.
    fn last_sentence(&self) -> String {
        let relationship = self.relationship;
        let on = self.today.on(relationship.last_contact);
        match relationship.last_in.cmp(&relationship.last_out) {
            Ordering::Greater => format!("{} wrote last, {on}.", self.called()),
            Ordering::Less => format!("You wrote last, {on}."),
            Ordering::Equal => format!("You were last in touch {on}."),
        }
    }
}
