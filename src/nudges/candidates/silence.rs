//! A silence that is unusual between these two.

use std::cmp::Ordering;

use crate::inference::Kind;
use crate::ledger::Entry;
use crate::nudges::NudgeKind;
use crate::nudges::Urgency;
use crate::nudges::rank::{Grounds, HOOK, NO_HOOK, rarity};
use crate::nudges::words::{number, quantity, span, topic, usual_and_present};
use crate::people::{Regime, Stance};
use crate::relationships::{Matter, Silence};

use super::{Case, Draft, done_words};

/// Chance of a gap this long at or below which a silence would be spoken of if the two had a rhythm.
const RARE: f64 = 0.2;
/// Days for which one likes to hear what came of one's help.
const FRESH_DAYS: i64 = 183;
/// Words of subjects that tell of nothing.
const EMPTY: [&str; 33] = [
    "a", "again", "and", "catch", "catching", "check", "checking", "for", "going", "good", "hallo", "happy",
    "hello", "hey", "hi", "hope", "how", "how's", "hows", "in", "is", "it", "news", "one", "quick",
    "question", "re", "thank", "thanks", "things", "up", "you", "note",
];
/// Unusualness, at least, of a silence beyond what the owner wished.
const BEYOND_WISH: f64 = 0.7;

impl Case<'_> {
    /// The draft for a silence that is late, overdue, or the end of a tie that was once warm. What the
    /// owner wished wins over habit. Without a wish, people hardly known or known by no name may be silent,
    /// so may those met in mailing lists only, where one meets in bursts, and so may traders and colleagues, unless one
    /// of the latter did the owner a favor.
    pub(super) fn silence(&self) -> Option<Draft> {
        let relationship = self.relationship;
        let rhythm = relationship.rhythm;
        let beyond_wish = self.beyond_wish();
        let warm = relationship.warmth.level >= self.policy.weak_floor;
        let beyond_work = match self.person.regime {
            Regime::Equality | Regime::Communal => true,
            Regime::Colleague | Regime::AuthorityAbove | Regime::AuthorityBelow => {
                let long = rhythm.silence_days >= f64::from(self.policy.duty_silence_days);
                long && !self.favors.is_empty()
            }
            Regime::Market => false,
        };
        let (from, until) = (self.policy.silence_days, self.policy.silence_until_days);
        let long = (f64::from(from)..=f64::from(until)).contains(&rhythm.silence_days);
        let known = warm && self.has_tenure() && self.has_name();
        let own = !relationship.listed && self.person.stance != Stance::Ease;
        let missed = known && long && beyond_work && own && self.is_silent();
        // Of two with too few gaps it is held back in the end, so that the owner may say what is usual.
        let unusual = rhythm.silence.is_unusual() || (self.lacks_rhythm() && rhythm.p_silence <= RARE);
        (unusual && (beyond_wish || missed)).then_some(())?;
        let rarity = rarity(rhythm.p_silence);

        let received = self.last_received();
        let matter = relationship.last_matter.as_ref();
        let last_topic = matter.and_then(|matter| topic(&matter.topic));
        let why = self.silence_sentences(received);
        let came_of_it = received.filter(|_| !relationship.listed).is_some_and(|entry| {
            let fresh = self.today.days_since(entry.at) <= FRESH_DAYS;
            fresh
                && matches!(
                    entry.kind,
                    Kind::Introduction | Kind::Recommendation | Kind::Opportunity | Kind::Advice | Kind::Help
                )
        });
        let suggestion = match &last_topic {
            _ if came_of_it => "They might like to hear how it went.".to_owned(),
            _ if relationship.listed => {
                "A short line to ask what they are working on these days would do.".to_owned()
            }
            Some(topic) if is_telling(topic) => format!("A line about {topic} would pick up the thread."),
            _ => "A short line to ask how they are would do.".to_owned(),
        };
        let has_hook = received.is_some() || last_topic.is_some();
        Some(Draft {
            kind: NudgeKind::Neglected,
            why,
            suggestion,
            evidence: self.evidence(received),
            grounds: Grounds {
                unusualness: if beyond_wish { rarity.max(BEYOND_WISH) } else { rarity },
                actionability: if has_hook { HOOK } else { NO_HOOK },
                urgency: Urgency::Current,
            },
        })
    }

    /// Whether too little is known of the two to tell if their silence is unusual.
    pub(in crate::nudges) fn lacks_rhythm(&self) -> bool {
        self.relationship.rhythm.silence == Silence::Unknown
    }

    /// What is said of a silence, and of what went before it.
    fn silence_sentences(&self, received: Option<&Entry>) -> Vec<String> {
        let relationship = self.relationship;
        let matter = relationship.last_matter.as_ref();
        let mut why = vec![self.rhythm_sentence(), self.last_sentence()];
        let told_after =
            |matter: &&Matter| received.and_then(done_words).is_some_and(|words| matter.is_told_by(words));
        // The last words in a list are often an argument, and what somebody helped with is told below.
        if let Some(matter) = matter.filter(|matter| !relationship.listed && !told_after(matter)) {
            why.extend(self.matter_sentences(matter));
        } else {
            let about = matter.and_then(|matter| topic(&matter.topic));
            why.extend(about.map(|topic| format!("It was about {topic}.")));
        }
        why.extend(received.map(|entry| self.received_sentence(entry)));
        why
    }

    /// Whether nothing at all passed of late. A rhythm leaves out what only went to both in company; but
    /// somebody who had such a letter yesterday is not silent.
    fn is_silent(&self) -> bool {
        let last = self.today.days_since(self.relationship.last_contact);
        last as f64 + 1.0 >= self.relationship.rhythm.silence_days
    }

    /// The message with the last matter, and the entry spoken of.
    pub(super) fn evidence(&self, received: Option<&Entry>) -> Vec<String> {
        let matter = self.relationship.last_matter.as_ref().map(|matter| matter.message.to_string());
        matter.into_iter().chain(received.map(|entry| entry.id.to_string())).collect()
    }

    /// "You two are in touch about every 35 days; it has been 77, longer than any of the eleven gaps before."
    fn rhythm_sentence(&self) -> String {
        let rhythm = self.relationship.rhythm;
        let usual = self.person.wished_days().map(f64::from).or(rhythm.expected_gap_days);
        let Some(usual) = usual else { return self.gaps_sentence() };
        let (every, silence) = usual_and_present(usual, rhythm.silence_days);
        match (self.person.ideal_days, self.person.expect_days) {
            (Some(_), _) => return format!("You wish to be in touch {every}; it has been {silence}."),
            (None, Some(_)) => {
                return format!("You want no silence longer than {}; it has been {silence}.", span(usual));
            }
            (None, None) => {}
        }
        let verb = if rhythm.silence == Silence::DriftedAway { "were" } else { "are" };
        let gaps = number(rhythm.pauses);
        let before = match rhythm.pauses_as_long {
            0 => format!(", longer than any of the {gaps} gaps before"),
            1 => format!("; of the {gaps} gaps before, one was as long"),
            long => format!("; of the {gaps} gaps before, {} were as long", number(long)),
        };
        format!("You two {verb} in touch about {every}; it has been {silence}{before}.")
    }

    /// "It has been 77 days, after two gaps between your conversations."
    fn gaps_sentence(&self) -> String {
        let rhythm = self.relationship.rhythm;
        let gaps = quantity(rhythm.pauses, "gap", "gaps");
        format!("It has been {}, after {gaps} between your conversations.", span(rhythm.silence_days))
    }

    /// Who wrote last, and when.
    pub(super) fn last_sentence(&self) -> String {
        let relationship = self.relationship;
        let on = self.today.on(relationship.last_contact);
        match relationship.last_in.cmp(&relationship.last_out) {
            Ordering::Greater => format!("{} wrote last, {on}.", self.called()),
            Ordering::Less => format!("You wrote last, {on}."),
            Ordering::Equal => format!("You were last in touch {on}."),
        }
    }
}

/// Whether a subject tells of something: it has a word that more than greets.
fn is_telling(topic: &str) -> bool {
    let lower = topic.to_lowercase().replace('’', "'");
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.any(|word| !EMPTY.contains(&word) && word.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_that_only_greets_tells_of_nothing() {
        for (topic, telling) in [
            ("“🎄”", false),
            ("“hows it going”", false),
            ("“Catch up?”", false),
            ("“12”", false),
            ("“Quick question”", false),
            ("“Quick question on the boat”", true),
            ("“Moving to Porto”", true),
            ("“Čaj”", true),
        ] {
            assert_eq!(is_telling(topic), telling, "{topic}");
        }
    }
}
