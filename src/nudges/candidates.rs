//! Everything that could be said of one person today, before anything is chosen.
//!
//! It knows one relationship at a time; it knows neither the letter nor what was said before.

mod brief;
mod giving;
mod open_loops;
mod openings;
mod silence;
pub(super) mod tact;
#[cfg(test)]
mod tests;
pub(super) mod wording;

use jiff::Timestamp;

use crate::conversations::Party;
use crate::inference::{Basis, Kind};
use crate::ledger::{Direction, Entry, Status};
use crate::people::{Birthday, Person, Regime};
use crate::relationships::{Matter, Relationship};

use self::wording::telling;
use super::rank::{Grounds, Standing, score};
use super::words::{Today, call_name, full_name, topic};
use super::{Chance, Nudge, NudgeKind, Openings, Policy};

/// Confidence, in thousandths, from which on an inferred favor is told as a fact.
const SURE: u16 = 700;
/// Share of somebody's threads that begin with an ask from which on the person is said only to take.
const MOSTLY_ASKS: f64 = 0.75;
/// Chance of over-giving from which on somebody who gave nothing is said only to take.
const LIKELY: f64 = 0.5;

/// One person as of an instant, with all that bears on what could be said.
pub(super) struct Case<'a> {
    relationship: &'a Relationship,
    person: &'a Person,
    /// Favors told as facts, newest first; none where nothing is tallied.
    favors: Vec<&'a Entry>,
    policy: &'a Policy,
    as_of: Timestamp,
    today: Today<'a>,
    name: String,
    birthday: Option<Birthday>,
    chance: Option<&'a Chance>,
}

/// Facts and a proposal, before they are a nudge.
struct Draft {
    kind: NudgeKind,
    why: Vec<String>,
    suggestion: String,
    evidence: Vec<String>,
    grounds: Grounds,
}

impl<'a> Case<'a> {
    /// The case of one person. `entries` may hold other people's too; what is not yet there
    /// today is left out.
    pub(super) fn new(
        relationship: &'a Relationship,
        person: &'a Person,
        entries: &[&'a Entry],
        policy: &'a Policy,
        today: Today<'a>,
    ) -> Self {
        let as_of = today.as_of();
        let mut favors: Vec<&Entry> = entries
            .iter()
            .copied()
            .filter(|entry| entry.person == person.id && entry.at < as_of && is_fact(entry))
            .collect();
        favors.sort_by_key(|entry| (std::cmp::Reverse(entry.at), entry.id));
        if !tallied(person) {
            favors.clear();
        }
        let name = full_name(person);
        Self { relationship, person, favors, policy, as_of, today, name, birthday: None, chance: None }
    }

    /// The same, with what else is known of the person.
    pub(super) fn knowing(self, openings: &'a Openings) -> Self {
        let (birthday, chance) =
            (openings.birthdays.get(&self.person.id), openings.chances.get(&self.person.id));
        Self { birthday: birthday.copied(), chance, ..self }
    }

    /// All that could be said, in the order of the kinds.
    pub(super) fn nudges(&self) -> Vec<Nudge> {
        let mut drafts = self.open_loops();
        drafts.extend(self.birthday());
        drafts.extend(self.chance());
        drafts.extend(self.silence());
        drafts.extend(self.first_deposit());
        drafts.extend(self.underappreciated());
        drafts.extend(self.over_investing());
        let mut nudges: Vec<Nudge> = drafts.into_iter().map(|draft| self.nudge(draft)).collect();
        nudges.sort_by_key(|nudge| nudge.kind);
        nudges
    }

    /// Whether the two have dealt with each other for long enough, both ways.
    pub(super) fn has_tenure(&self) -> bool {
        let relationship = self.relationship;
        relationship.occasions >= self.policy.tenure_occasions
            && relationship.last_in.is_some()
            && relationship.last_out.is_some()
            && self.tenure_days() >= i64::from(self.policy.tenure_days)
    }

    /// Days from the first contact to the last.
    pub(super) fn tenure_days(&self) -> i64 {
        let relationship = self.relationship;
        self.today.days_since(relationship.first_contact) - self.today.days_since(relationship.last_contact)
    }

    /// Whether more than an address is known.
    pub(super) fn has_name(&self) -> bool {
        !(self.name.contains('@') || self.name.contains(" at "))
    }

    /// Whether the two have met in mailing lists only.
    pub(super) fn is_listed(&self) -> bool {
        self.relationship.listed
    }

    /// Whether the person asks and receives and nothing of it ever came back, as far as is known.
    pub(super) fn only_takes(&self) -> bool {
        let giving = self.relationship.giving;
        let nothing_back = giving.received_count == 0
            && self.relationship.unthanked_helps.is_empty()
            && self.last_received().is_none();
        let asks = giving.their_ask_share.is_some_and(|share| share >= MOSTLY_ASKS);
        tallied(self.person)
            && (giving.over_invested || (nothing_back && (asks || giving.p_over_giving > LIKELY)))
    }

    /// Whether the owner wished to be in touch and the silence is longer than that.
    pub(super) fn beyond_wish(&self) -> bool {
        let silence = self.relationship.rhythm.silence_days;
        self.person.wished_days().is_some_and(|wish| silence > f64::from(wish))
    }

    /// The start of the next meeting where it is near.
    pub(super) fn meeting_ahead(&self) -> Option<Timestamp> {
        self.relationship.next_meeting.filter(|&start| {
            start > self.as_of && -self.today.days_since(start) <= i64::from(self.policy.meeting_ahead_days)
        })
    }

    fn nudge(&self, draft: Draft) -> Nudge {
        let standing = Standing {
            circle: self.person.importance,
            // Of silences, first those that `people --neglected` names first; who begins half the time, and was in
            // touch today, weighs as by warmth.
            level: if draft.kind == NudgeKind::Neglected {
                2.0 * self.relationship.neglect()
            } else {
                self.relationship.warmth.level
            },
            wished: self.person.wished_days().is_some(),
        };
        Nudge {
            kind: draft.kind,
            person: self.person.id,
            name: self.name.clone(),
            score: score(draft.kind, standing, draft.grounds),
            urgency: draft.grounds.urgency,
            why: draft.why,
            suggestion: draft.suggestion,
            evidence: draft.evidence,
            asks_to_stop: false,
        }
    }

    /// What to call the person in a sentence.
    fn called(&self) -> &str {
        call_name(&self.name)
    }

    /// What the two last wrote of: the subject, and the words where there are some.
    fn matter_sentences(&self, matter: &Matter) -> Vec<String> {
        let Some(topic) = topic(&matter.topic) else { return Vec::new() };
        let mut sentences = vec![format!("The last subject between you was {topic}.")];
        // The owner knows his own words.
        if let Some(words) = telling(&matter.quote).filter(|_| matter.by != Party::Owner) {
            sentences.push(format!("{} wrote {}: {words}", self.called(), self.today.on(matter.at)));
        }
        sentences
    }

    /// The newest favor received.
    fn last_received(&self) -> Option<&'a Entry> {
        self.favors.iter().copied().find(|entry| entry.direction == Direction::Received)
    }

    /// "Tomás made an introduction for you on 12 June: “You two should talk”."
    fn received_sentence(&self, entry: &Entry) -> String {
        let did = match entry.kind {
            Kind::Introduction => "made an introduction for you",
            Kind::Recommendation => "put in a word for you",
            Kind::Opportunity => "passed an opening on to you",
            Kind::Concession => "gave you some leeway",
            Kind::Gift => "had a gift for you",
            Kind::Help => "helped you",
            Kind::Advice => "gave you advice",
            Kind::Care => "thought of you",
            Kind::Praise => "had kind words for you",
        };
        let lead = format!("{} {did} {}", self.called(), self.today.on(entry.at));
        match done_words(entry).and_then(telling) {
            Some(words) => format!("{lead}: {words}"),
            None => format!("{lead}."),
        }
    }
}

/// The words with which an entry was done.
fn done_words(entry: &Entry) -> Option<&str> {
    let done = entry.evidence.iter().find(|evidence| evidence.shows == "done");
    done.map(|evidence| &*evidence.quote)
}

/// Whether giving and receiving may be spoken of at all.
fn tallied(person: &Person) -> bool {
    person.tally && person.regime != Regime::Communal
}

/// Whether an entry is sure enough to be told as a fact, and a favor.
fn is_fact(entry: &Entry) -> bool {
    entry.basis == Basis::Favor
        && match entry.status {
            Status::Acknowledged | Status::Posted => true,
            Status::Pending => entry.confidence.thousandths() >= SURE && is_plain(entry),
            Status::Voided | Status::Expired => false,
        }
}

/// Advice and help count as facts only where they were asked for: much of what reads like either is only
/// talk of a matter.
fn is_plain(entry: &Entry) -> bool {
    !matches!(entry.kind, Kind::Advice | Kind::Help)
        || entry.evidence.iter().any(|evidence| evidence.shows == "asked")
}
