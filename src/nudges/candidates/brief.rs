//! What to know of a person before a meeting.

use crate::nudges::BriefPerson;
use crate::nudges::words::times;
use crate::people::Regime;
use crate::relationships::{Loop, LoopKind, Matter};

use super::wording::is_unkind;
use super::{Case, done_words};

/// Days since the last contact from which on what passed then is worth telling: what was written today is known.
const TELLING_DAYS: i64 = 1;
/// The same of somebody whom the owner sees at work anyway.
const DAILY_TELLING_DAYS: i64 = 14;
/// Most open things told of one person.
const MAX_OPEN: usize = 3;

impl Case<'_> {
    /// What to know of the person; `None` where there is nothing that the owner would not know anyway, or where
    /// tact forbids to remind him of anything.
    pub(in crate::nudges) fn brief(&self) -> Option<BriefPerson> {
        let relationship = self.relationship;
        (!self.wants_tact()).then_some(())?;
        let open: Vec<String> =
            relationship.loops.iter().filter_map(|open| self.open_sentence(open)).take(MAX_OPEN).collect();
        let received = self.last_received();
        let told_after = |matter: &&Matter| {
            let mut words = relationship.loops.iter().map(|open| open.quote.as_str());
            let received = received.and_then(done_words);
            words.any(|words| matter.is_told_by(words))
                || received.is_some_and(|words| matter.is_told_by(words))
        };
        let last_matter = relationship.last_matter.as_ref().filter(|matter| !told_after(matter));
        let matter: Vec<String> =
            last_matter.into_iter().flat_map(|matter| self.matter_sentences(matter)).collect();
        let received = received.map(|entry| self.received_sentence(entry));
        let away_days = self.today.days_since(relationship.last_contact);
        let from_days = match self.person.regime {
            Regime::Equality | Regime::Communal | Regime::Market => TELLING_DAYS,
            Regime::Colleague | Regime::AuthorityAbove | Regime::AuthorityBelow => DAILY_TELLING_DAYS,
        };
        // After two weeks who the person is and when the two were in touch is worth telling by itself.
        let faded = away_days >= DAILY_TELLING_DAYS;
        let known_for = away_days >= from_days && (!matter.is_empty() || received.is_some());
        ((faded || known_for || !open.is_empty()) && self.has_name()).then_some(())?;
        let mut lines = vec![self.acquaintance_sentence(), self.last_sentence()];
        lines.extend(matter);
        lines.extend(open);
        lines.extend(received);
        Some(BriefPerson { person: self.person.id, name: self.name.clone(), lines })
    }

    /// "You two have been in touch 23 times since 2 October 2024."
    fn acquaintance_sentence(&self) -> String {
        let relationship = self.relationship;
        let since = self.today.day_of(relationship.first_contact);
        format!("You two have been in touch {} since {since}.", times(relationship.occasions))
    }

    /// What is open, whoever has to move.
    fn open_sentence(&self, open: &Loop) -> Option<String> {
        let name = self.called();
        let (with_words, without) = match open.kind {
            LoopKind::PromiseByMe => ("You promised".to_owned(), "You promised something".to_owned()),
            LoopKind::PromiseToMe => (format!("{name} promised"), format!("{name} promised something")),
            LoopKind::ReplyOwed => (format!("{name} asked"), format!("{name} asked something")),
            LoopKind::AwaitingReply => ("You asked".to_owned(), "You asked something".to_owned()),
            LoopKind::ThanksOwed => {
                (format!("No thanks yet for what {name} wrote"), format!("No thanks yet for what {name} did"))
            }
            LoopKind::OfferOpen => (format!("{name} offered"), format!("{name} made an offer")),
            LoopKind::MeetingUnset => {
                ("You two meant to meet".to_owned(), "You two meant to meet".to_owned())
            }
            LoopKind::IntroductionOpen => {
                ("An introduction was made".to_owned(), "An introduction was made".to_owned())
            }
        };
        (open.since < self.as_of && !is_unkind(&open.quote))
            .then(|| self.said(open, &with_words, &without))?
    }
}
