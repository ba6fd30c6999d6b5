//! A birthday, and a question that the owner or somebody he knows can help with.

use crate::conversations::Party;
use crate::nudges::openings::Shown;
use crate::nudges::rank::{Grounds, HOOK, NO_HOOK, ripeness, urgency};
use crate::nudges::words::{call_name, topic};
use crate::nudges::{NudgeKind, Urgency};
use crate::people::Regime;
use crate::relationships::LoopKind;

use super::open_loops::reach;
use super::wording::{awaits_mail, is_unkind};
use super::{Case, Draft};

/// Days before a birthday from which on it is spoken of.
const BIRTHDAY_AHEAD: i64 = 1;
/// Days after which a question is no fresh chance any more.
const FULL_AGE_DAYS: f64 = 5.0;
/// Characters from which on a subject tells of one matter, wherever it stands.
const TELLING_CHARS: usize = 8;

impl Case<'_> {
    /// The birthday of somebody close enough, today or tomorrow, with whom there was no contact of the owner's
    /// since the day before it.
    pub(super) fn birthday(&self) -> Option<Draft> {
        let relationship = self.relationship;
        let date = self.birthday?.next_from(self.today.date())?;
        let ahead = self.today.days_until(date);
        let close = relationship.warmth.level >= self.policy.warmth_floor || self.person.circle.is_some();
        let both_ways = relationship.last_in.is_some() && relationship.last_out.is_some();
        let wished = relationship.last_out.is_some_and(|at| self.today.days_since(at) <= 0);
        let market = self.person.regime == Regime::Market;
        let wanted = close && both_ways && !market && self.has_name();
        (ahead <= BIRTHDAY_AHEAD && wanted && !wished).then_some(())?;
        let day = self.today.on_date(date);
        let mut why = vec![format!("{} has a birthday {day}.", self.called()), self.last_sentence()];
        why.extend(relationship.last_matter.iter().flat_map(|matter| self.matter_sentences(matter)));
        Some(Draft {
            kind: NudgeKind::Birthday,
            why,
            suggestion: "A line of good wishes, in your own words, would do.".to_owned(),
            evidence: Vec::new(),
            grounds: Grounds { unusualness: urgency(ahead), actionability: NO_HOOK, urgency: Urgency::Dated },
        })
    }

    /// A fresh question of an equal that meets what is known. Where duty or money rules, being useful is the
    /// work itself.
    pub(super) fn chance(&self) -> Option<Draft> {
        let chance = self.chance?;
        let asked = |open: &&crate::relationships::Loop| {
            open.kind == LoopKind::ReplyOwed && open.message == chance.question
        };
        let open = self.relationship.loops.iter().find(asked)?;
        let age = self.today.days_since(open.since);
        let span = self.policy.chance_age;
        let passed = open.due.is_some_and(|due| self.today.days_until(due.date) < 0);
        let waits = open.since < self.as_of
            && open.turn == Party::Owner
            && awaits_mail(&open.quote, age, reach(open));
        // In a list others answer too; and what was said of the very question, by whatever name, is no news.
        let own = !self.relationship.listed && !is_same_matter(&open.topic, &chance.topic);
        let fits = self.among_equals() && own && chance.fit >= self.policy.chance_fit && self.has_name();
        (span.contains(age) && fits && waits && !passed && !is_unkind(&open.quote)).then_some(())?;
        let name = self.called();
        let mut why = vec![self.said(open, &format!("{name} asked"), &format!("{name} asked something"))?];
        let who = chance.other.as_deref().map_or("You", call_name);
        let did = match chance.shown {
            Shown::Helped => "saw to such a thing",
            Shown::Answered => "knew about such a thing",
        };
        let on = self.today.on(chance.at);
        why.push(match topic(&chance.topic) {
            Some(topic) => format!("{who} {did} {on}, under {topic}."),
            None => format!("{who} {did} {on}."),
        });
        let suggestion = match chance.other {
            Some(_) => "You could bring the two together.",
            None => "What you found out then may spare them a search.",
        };
        Some(Draft {
            kind: NudgeKind::Give,
            why,
            suggestion: suggestion.to_owned(),
            evidence: vec![open.message.to_string(), chance.source.clone()],
            grounds: Grounds {
                unusualness: ripeness(age as f64, f64::from(span.from), FULL_AGE_DAYS),
                actionability: HOOK,
                urgency: Urgency::Current,
            },
        })
    }
}

/// Whether two subjects are of one matter: they are equal, or one holds the other, as in `Kilns (was: Glazes)`.
fn is_same_matter(one: &str, other: &str) -> bool {
    let holds = |long: &str, short: &str| short.chars().count() >= TELLING_CHARS && long.contains(short);
    one == other || holds(one, other) || holds(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_that_was_renamed_is_of_the_same_matter() {
        assert!(is_same_matter("Kilns (was: Glazes that run)", "Glazes that run"));
        assert!(
            is_same_matter("Kilns", "Kilns")
                && !is_same_matter("Kilns", "Kiln")
                && !is_same_matter("Kilns", "")
        );
    }
}
