//! What is open between the two: promises, thanks, questions, offers, introductions, meetings; and where it is
//! plain, what the owner waits for.
//!
//! Where neither words nor subject may be kept the matter is sensitive or says nothing: no nudge.

use crate::conversations::Party;
use crate::inference::Kind;
use crate::ledger::{Direction, Entry};
use crate::nudges::rank::{Grounds, HOOK, NO_HOOK, ripeness, urgency};
use crate::nudges::words::{capital, topic};
use crate::nudges::{NudgeKind, Urgency};
use crate::observations::cues::{Certainty, Due};
use crate::people::Regime;
use crate::relationships::{Loop, LoopKind};

use super::wording::{
    Odds, Reach, asks_each, asks_everybody, asks_in_passing, awaits_mail, binds, is_unkind, needs_subject,
    telling_of, was_for_an_occasion,
};
use super::{Case, Draft};

/// Days after the day that a question was asked for within which an answer is still of use.
const REPLY_GRACE_DAYS: i64 = 3;
/// The same where an equal asks the owner: a weekly letter sees each such day once.
const WEEK_GRACE_DAYS: i64 = 6;
/// Days for which a promise made at short notice is spoken of beyond its day.
const SHORT_NOTICE_DAYS: i64 = 2;
/// Chance, in thousandths, from which on a promise that says nothing by itself, or of which the day is over among
/// colleagues, is spoken of.
const LIKELY_OPEN: u16 = 750;
/// Chance, in thousandths, from which on what waits for the other is spoken of.
const LIKELY_UNANSWERED: u16 = 700;

/// What is said of an offer, or of a question of the owner's, that stands.
const NO_ANSWER: &str = "No answer to that was found so far.";
/// What is said of an introduction of which the introducer has not heard.
const NO_OUTCOME: &str = "No word to them on what came of it was found so far.";
/// What is said of a promise to the owner of which nothing came.
const NOTHING_OF_IT: &str = "Nothing more of it was found so far.";

impl Case<'_> {
    /// Drafts of all open loops, at most one a kind: the ripest by how likely it is open, that is the first of
    /// equals. Where tact is wanted one for a named day goes before others, which are held back.
    pub(super) fn open_loops(&self) -> Vec<Draft> {
        let mut drafts: Vec<(u16, Draft)> = Vec::new();
        for open in &self.relationship.loops {
            let draft = match open.kind {
                _ if open.since >= self.as_of || is_unkind(&open.quote) => None,
                LoopKind::PromiseByMe => self.promise(open),
                LoopKind::ThanksOwed => self.thanks(open),
                LoopKind::ReplyOwed => self.reply(open),
                LoopKind::OfferOpen => self.offer(open),
                LoopKind::IntroductionOpen => self.introduction(open),
                LoopKind::MeetingUnset => self.meeting_unset(open),
                LoopKind::AwaitingReply => self.awaited_answer(open),
                LoopKind::PromiseToMe => self.awaited_deed(open),
            };
            let Some(draft) = draft else { continue };
            let odds = open.p_open.thousandths();
            let presses = |draft: &Draft, odds| {
                let due = self.wants_tact() && draft.grounds.urgency == Urgency::Dated;
                (due, draft.grounds.unusualness * f64::from(odds))
            };
            match drafts.iter_mut().find(|(_, other)| other.kind == draft.kind) {
                None => drafts.push((odds, draft)),
                Some((before, other)) if presses(&draft, odds) > presses(other, *before) => {
                    (*before, *other) = (odds, draft);
                }
                Some(_) => {}
            }
        }
        drafts.into_iter().map(|(_, draft)| draft).collect()
    }

    fn promise(&self, open: &Loop) -> Option<Draft> {
        let age = self.today.days_since(open.since);
        let unusualness = if let Some(due) = open.due {
            let ahead = self.today.days_until(due.date);
            let near = ahead <= i64::from(self.policy.promise_ahead_days);
            // What was meant for tonight is over sooner than what was meant for next month.
            let notice = self.today.days_since(open.since) + ahead;
            let alive = -ahead <= i64::from(self.policy.promise_past_days).min(notice.max(SHORT_NOTICE_DAYS));
            (near && alive && self.outlives_its_day(open, ahead)).then(|| urgency(ahead))?
        } else {
            let span = self.policy.promise_age;
            // Among colleagues "I will update you" is kept by word of mouth.
            let likely = is_likely(open) && !open.topic.is_empty() && (self.among_equals() || !open.alone);
            let odds = if likely { Odds::Likely } else { Odds::Even };
            let spoken_of = span.contains(age) && binds(&open.quote, reach(open), odds);
            spoken_of.then(|| ripeness(age as f64, f64::from(span.from), 30.0))?
        };
        let mut why = vec![self.said(open, "You wrote", "You promised something")?];
        why.push(match open.due {
            Some(due) => self.due_sentence(due),
            None => format!("That was {age} days ago."),
        });
        if let Some(start) = self.meeting_ahead() {
            let (day, time) = (self.today.on(start), self.today.time(start));
            why.push(format!("The two of you meet {day} at {time}."));
        }
        let suggestion = "Do it, or say when you will.".to_owned();
        Some(self.draft(NudgeKind::Promise, open, why, suggestion, unusualness))
    }

    /// When a promise falls due, no firmer than it was said.
    fn due_sentence(&self, due: Due) -> String {
        let (on, past) = (self.today.on_date(due.date), self.today.days_until(due.date) < 0);
        let day = capital(on.strip_prefix("on ").unwrap_or(&on));
        match (due.certainty, past) {
            (Certainty::Tentative, _) => format!("{day} was spoken of."),
            (_, false) => format!("It is due {on}."),
            (_, true) => format!("It was due {on}."),
        }
    }

    fn thanks(&self, open: &Loop) -> Option<Draft> {
        let span = self.policy.thanks_age;
        let age = self.today.days_since(open.since);
        // What is written in a list is for all who read it.
        let for_owner = self.is_beyond_duty(open) && !self.relationship.listed;
        (span.contains(age) && for_owner).then_some(())?;
        let why = vec![
            self.said(open, &format!("{} wrote", self.called()), &format!("{} wrote", self.called()))?,
            "No thanks were found in your mail so far.".to_owned(),
        ];
        let suggestion = "A line of thanks that names it would do.".to_owned();
        let unusualness = ripeness(age as f64, f64::from(span.from), 10.0);
        Some(self.draft(NudgeKind::Thanks, open, why, suggestion, unusualness))
    }

    fn reply(&self, open: &Loop) -> Option<Draft> {
        let span = self.policy.reply_age;
        let age = self.today.days_since(open.since);
        let until =
            if self.among_equals() { span.until } else { span.until.min(self.policy.duty_reply_days) };
        let grace = if self.among_equals() { WEEK_GRACE_DAYS } else { REPLY_GRACE_DAYS };
        let passed = open.due.is_some_and(|due| self.today.days_until(due.date) < -grace);
        let waits = open.turn == Party::Owner && age <= i64::from(until) && !passed;
        let pressing = self.presses(open);
        // In a list much is asked of all who read it, or of the one whom both answer.
        let words = &open.quote;
        let alone = open.alone && !self.relationship.listed;
        // One of two or three at work is asked as well, where it pleads for each of them.
        let each = !self.relationship.listed && !self.among_equals() && asks_each(words);
        let asked = alone || ((open.meant || each) && !asks_everybody(words));
        let ripe = span.contains(age) || pressing.is_some();
        (ripe && waits && asked && awaits_mail(&open.quote, age, reach(open))).then_some(())?;
        let why = vec![
            self.said(
                open,
                &format!("{} asked", self.called()),
                &format!("{} asked something", self.called()),
            )?,
            "No answer of yours was found so far.".to_owned(),
        ];
        let suggestion = "An answer, or a word on when it will come, would do.".to_owned();
        let unusualness = pressing.unwrap_or_else(|| ripeness(age as f64, f64::from(span.from), 10.0));
        let draft = self.draft(NudgeKind::ReplyOwed, open, why, suggestion, unusualness);
        // Of a day that is over among colleagues it is no more than a question.
        let current = Grounds { urgency: draft.grounds.urgency.max(Urgency::Current), ..draft.grounds };
        Some(if pressing.is_some() { draft } else { Draft { grounds: current, ..draft } })
    }

    /// How urgent a question is for its day, where one was named that is near or has just passed: then it leads, as a
    /// promise for a day does.
    fn presses(&self, open: &Loop) -> Option<f64> {
        let due = open.due.filter(|due| due.certainty != Certainty::Tentative)?;
        let ahead = self.today.days_until(due.date);
        let near = ahead <= i64::from(self.policy.promise_ahead_days);
        (near && self.outlives_its_day(open, ahead)).then(|| urgency(ahead))
    }

    /// Whether what was meant for a day so many days ahead is still to be spoken of. Whoever sees the other daily has
    /// done it by word of mouth as like as not, once the day is over.
    fn outlives_its_day(&self, open: &Loop, days_ahead: i64) -> bool {
        days_ahead >= 0 || self.among_equals() || is_likely(open)
    }

    fn offer(&self, open: &Loop) -> Option<Draft> {
        let span = self.policy.offer_age;
        let age = self.today.days_since(open.since);
        // In a list an offer is for whoever takes it up.
        (span.contains(age) && !self.relationship.listed).then_some(())?;
        let name = self.called();
        let why = vec![
            self.said(open, &format!("{name} offered"), &format!("{name} made an offer"))?,
            NO_ANSWER.to_owned(),
        ];
        let suggestion = "If it is of use, say yes; if not, a line to say so closes it kindly.".to_owned();
        let unusualness = ripeness(age as f64, f64::from(span.from), 30.0);
        Some(self.draft(NudgeKind::OfferOpen, open, why, suggestion, unusualness))
    }

    fn introduction(&self, open: &Loop) -> Option<Draft> {
        let span = self.policy.introduction_age;
        let age = self.today.days_since(open.since);
        span.contains(age).then_some(())?;
        let by_owner = self.introduced_by_owner(open);
        let (who, suggestion) = if by_owner {
            ("You".to_owned(), "You could ask how it went.")
        } else {
            (self.called().to_owned(), "They might like to hear how it went.")
        };
        let why = vec![
            self.said(open, &format!("{who} wrote"), &format!("{who} made an introduction"))?,
            NO_OUTCOME.to_owned(),
        ];
        let unusualness = ripeness(age as f64, f64::from(span.from), 30.0);
        Some(self.draft(NudgeKind::Introduction, open, why, suggestion.to_owned(), unusualness))
    }

    fn meeting_unset(&self, open: &Loop) -> Option<Draft> {
        let span = self.policy.unset_age;
        let age = self.today.days_since(open.since);
        span.contains(age).then_some(())?;
        let meant = "You two meant to meet";
        let why = vec![self.said(open, meant, meant)?, "No day for it was found so far.".to_owned()];
        let unusualness = ripeness(age as f64, f64::from(span.from), 30.0);
        Some(self.draft(NudgeKind::MeetingUnset, open, why, "You could name a day.".to_owned(), unusualness))
    }

    /// What the owner asked of one person alone, in words that still hold.
    fn awaited_answer(&self, open: &Loop) -> Option<Draft> {
        let age = self.today.days_since(open.since);
        let passed = open.due.is_some_and(|due| self.today.days_until(due.date) < -REPLY_GRACE_DAYS);
        let waits = awaits_mail(&open.quote, age, reach(open)) && !asks_in_passing(&open.quote);
        let stale = passed || was_for_an_occasion(&open.topic, age);
        (!stale && waits).then_some(())?;
        let why = [self.said(open, "You asked", "You asked something")?, NO_ANSWER.to_owned()];
        self.awaited(open, age, why)
    }

    /// What was promised to the owner alone.
    fn awaited_deed(&self, open: &Loop) -> Option<Draft> {
        let since = self.today.days_since(open.since);
        let age = open.due.map_or(since, |due| since.min(-self.today.days_until(due.date)));
        binds(&open.quote, reach(open), Odds::Even).then_some(())?;
        let name = self.called();
        let why = [
            self.said(open, &format!("{name} wrote"), &format!("{name} promised something"))?,
            NOTHING_OF_IT.to_owned(),
        ];
        self.awaited(open, age, why)
    }

    /// What waits for the other is spoken of where it is plain, and only asked of or said to one, or to one by name:
    /// who asks several is answered by one of them, and elsewhere.
    fn awaited(&self, open: &Loop, age: i64, why: [String; 2]) -> Option<Draft> {
        let span = self.policy.awaiting_age;
        let likely = open.p_open.thousandths() >= LIKELY_UNANSWERED;
        let plain = (open.alone || open.meant) && !self.relationship.listed && likely;
        (span.contains(age) && plain).then_some(())?;
        let suggestion = "A friendly word to ask how it stands would do, if it still matters.".to_owned();
        let unusualness = ripeness(age as f64, f64::from(span.from), 30.0);
        Some(self.draft(NudgeKind::AwaitingReply, open, why.into(), suggestion, unusualness))
    }

    /// Whether neither works, or is paid, for the other.
    pub(super) fn among_equals(&self) -> bool {
        matches!(self.person.regime, Regime::Equality | Regime::Communal)
    }

    /// Whether it was more than the work of somebody whose work it is: among colleagues thanks are spoken of
    /// only for a sure favor that was of use to the owner himself.
    fn is_beyond_duty(&self, open: &Loop) -> bool {
        let opened = |entry: &&Entry| entry.evidence.iter().any(|step| step.source == open.message.as_str());
        let for_work = [Kind::Recommendation, Kind::Praise, Kind::Advice];
        self.among_equals()
            || self.favors.iter().copied().find(opened).is_some_and(|entry| !for_work.contains(&entry.kind))
    }

    /// Who made the introduction: the ledger says so, else whose turn it is not.
    fn introduced_by_owner(&self, open: &Loop) -> bool {
        let opened = |source: &str| source == open.message.as_str();
        self.favors
            .iter()
            .find(|entry| {
                entry.kind == Kind::Introduction && entry.evidence.iter().any(|step| opened(&step.source))
            })
            .map_or(open.turn != Party::Owner, |entry| entry.direction == Direction::Given)
    }

    /// "You wrote on 9 November: “happy to look”.", or without words, by the subject. `None` where
    /// there is neither.
    pub(super) fn said(&self, open: &Loop, with_words: &str, without: &str) -> Option<String> {
        let on = self.today.on(open.since);
        match (telling_of(&open.quote, &open.topic), topic(&open.topic)) {
            (Some(words), Some(topic)) if needs_subject(&open.quote, &open.topic) => {
                Some(format!("{with_words} {on}, under {topic}: {words}"))
            }
            (Some(words), _) => Some(format!("{with_words} {on}: {words}")),
            (None, Some(topic)) => Some(format!("{without} {on}, under {topic}.")),
            (None, None) => None,
        }
    }

    /// A draft that rests on one message; a day said without fixing it is less of a hook.
    fn draft(
        &self,
        kind: NudgeKind,
        open: &Loop,
        why: Vec<String>,
        suggestion: String,
        unusualness: f64,
    ) -> Draft {
        let has_words = telling_of(&open.quote, &open.topic).is_some();
        let tentative = open.due.is_some_and(|due| due.certainty == Certainty::Tentative);
        let actionability = if has_words && !tentative { HOOK } else { NO_HOOK };
        let grounds = Grounds { unusualness, actionability, urgency: self.urgency(open) };
        Draft { kind, why, suggestion, evidence: vec![open.message.to_string()], grounds }
    }

    /// What was promised for a day counts from that day on.
    fn urgency(&self, open: &Loop) -> Urgency {
        let age = open
            .due
            .map_or_else(|| self.today.days_since(open.since), |due| -self.today.days_until(due.date));
        match open.due {
            _ if age > i64::from(self.policy.lead_days) => Urgency::Aged,
            Some(due) if due.certainty != Certainty::Tentative => Urgency::Dated,
            _ => Urgency::Current,
        }
    }
}

/// Whether it is much likelier than not that it is still open.
fn is_likely(open: &Loop) -> bool {
    open.p_open.thousandths() >= LIKELY_OPEN
}

/// To how many it was said.
pub(super) fn reach(open: &Loop) -> Reach {
    if open.alone { Reach::One } else { Reach::Several }
}
