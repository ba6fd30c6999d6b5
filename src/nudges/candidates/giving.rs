//! Who gives and who receives: a first deposit, steady help without thanks, giving in vain.
//!
//! Nothing of this is said of people among whom nothing is counted, and a first deposit is proposed among
//! equals only: where duty or money rules, being useful is the work itself.

use crate::conversations::Party;
use crate::ledger::Direction;
use crate::nudges::rank::{Grounds, HOOK, NO_HOOK, ripeness};
use crate::nudges::words::{capital, number, times, topic};
use crate::nudges::{NudgeKind, Urgency};
use crate::people::{Regime, Stance};

use super::wording::telling;
use super::{Case, Draft, tallied};

/// Most messages and entries named as evidence.
const MAX_EVIDENCE: usize = 5;
/// Actionability of a fact that asks for nothing but a thought.
const FOR_THOUGHT: f64 = 0.7;

impl Case<'_> {
    /// Whether who gives how much means anything: what one writes in a list is for all who read it.
    fn counts(&self) -> bool {
        tallied(self.person) && !self.relationship.listed
    }

    /// A relation that is new, goes both ways, and in which the owner has given nothing yet.
    pub(super) fn first_deposit(&self) -> Option<Draft> {
        let (relationship, policy) = (self.relationship, self.policy);
        let (least, most) = policy.new_occasions;
        let new = self.today.days_since(relationship.first_contact) <= i64::from(policy.new_days)
            && (least..=most).contains(&relationship.occasions);
        let both_ways = relationship.last_in.is_some() && relationship.last_out.is_some();
        let equals = self.person.regime == Regime::Equality && self.person.stance != Stance::Ease;
        let given = relationship.giving.given_count > 0
            || self.favors.iter().any(|entry| entry.direction == Direction::Given);
        (new && both_ways && self.counts() && equals && !given && self.has_name()).then_some(())?;

        let since = self.today.day_of(relationship.first_contact);
        let count = times(relationship.occasions);
        let mut why =
            vec![format!("You and {} have been in touch {count} since {since}, both ways.", self.called())];
        let matter = relationship.last_matter.as_ref();
        let last_topic = matter.and_then(|matter| topic(&matter.topic));
        why.extend(matter.into_iter().flat_map(|matter| self.matter_sentences(matter)));
        let received = self.last_received();
        // Being useful needs something to go by: words of theirs, or what they did.
        let theirs = matter.filter(|matter| matter.by != Party::Owner);
        let words = theirs.and_then(|matter| telling(&matter.quote));
        (words.is_some() || received.is_some()).then_some(())?;
        why.extend(received.map(|entry| self.received_sentence(entry)));
        let suggestion = if last_topic.is_some() {
            "If you know something or somebody that would help them with it, pass it on."
        } else {
            "You could ask what they are working on, and whether you can help."
        };
        Some(Draft {
            kind: NudgeKind::FirstDeposit,
            why,
            suggestion: suggestion.to_owned(),
            evidence: self.evidence(received),
            grounds: Grounds {
                unusualness: ripeness(f64::from(relationship.occasions), f64::from(least), f64::from(most)),
                actionability: if last_topic.is_some() { HOOK } else { NO_HOOK },
                urgency: Urgency::Current,
            },
        })
    }

    /// Somebody who helps again and again as a matter of routine, and no thanks were ever found.
    pub(super) fn underappreciated(&self) -> Option<Draft> {
        let all = &self.relationship.unthanked_helps;
        let helps = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let enough = self.policy.unthanked_helps;
        (helps >= enough.max(1) && self.counts() && self.has_name()).then_some(())?;
        let name = self.called();
        let mut why = vec![
            format!("{name} helped you {} in the course of things.", times(helps)),
            "No thanks for any of it were found in your mail.".to_owned(),
        ];
        why.extend(all.iter().find_map(|help| {
            let on = self.today.on(help.at);
            match (telling(&help.quote), topic(&help.topic)) {
                (Some(words), _) => Some(format!("The last of it came {on}: {words}")),
                (None, Some(topic)) => Some(format!("The last of it came {on}, under {topic}.")),
                (None, None) => None,
            }
        }));
        Some(Draft {
            kind: NudgeKind::Underappreciated,
            why,
            suggestion: "A line that names one thing and what it spared you would do.".to_owned(),
            evidence: all.iter().take(MAX_EVIDENCE).map(|help| help.message.to_string()).collect(),
            grounds: Grounds {
                unusualness: ripeness(f64::from(helps), f64::from(enough), 2.0 * f64::from(enough)),
                actionability: HOOK,
                urgency: Urgency::Current,
            },
        })
    }

    /// The owner gives much and asks in vain.
    pub(super) fn over_investing(&self) -> Option<Draft> {
        let giving = self.relationship.giving;
        (giving.over_invested && self.counts() && self.has_name()).then_some(())?;
        let name = self.called();
        let back = match giving.received_count {
            0 => "nothing the other way was found".to_owned(),
            count => format!("{name} helped you {}", times(count)),
        };
        let asks = match giving.unmet_asks {
            1 => "One request of yours was declined or went unanswered.".to_owned(),
            count => {
                let count = capital(&number(usize::try_from(count).unwrap_or(usize::MAX)));
                format!("{count} requests of yours were declined or went unanswered.")
            }
        };
        Some(Draft {
            kind: NudgeKind::OverInvesting,
            why: vec![
                format!(
                    "As far as your mail shows, you helped {name} {}; {back}.",
                    times(giving.given_count)
                ),
                asks,
            ],
            suggestion: "Fine if you like it so; you may also ease off.".to_owned(),
            evidence: self.favors.iter().take(MAX_EVIDENCE).map(|entry| entry.id.to_string()).collect(),
            grounds: Grounds {
                unusualness: ripeness(giving.p_over_giving, 0.9, 1.0),
                actionability: FOR_THOUGHT,
                urgency: Urgency::Current,
            },
        })
    }
}
