//! How likely something is still open, though no mail shows its end.
//!
//! What was asked has one of three fates: it is answered by mail, which is learnt of each person; it is settled
//! unseen, by talk or by the deed, which is likelier among people who see each other and the more they have written
//! since; or it is left lying. Only the last two show nothing, and only what is left lying stays open, so
//!
//! ```text
//! p = (mail × S(t) + unseen × U(t) + lying) / (mail × S(t) + unseen + lying)
//! ```
//!
//! with `S` the chance that an answer takes longer than `t`, and `U` that it is settled later than `t`. A promise has
//! the last two fates alone. It must not know what opened or closed a loop.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::days_before;
use super::gathered::Gathered;
use super::words::{Manner, asks_all, is_polite_errand, manner};
use crate::conversations::{Exchange, Party};
use crate::inference::Deed;
use crate::observations::cues::{Act, Confidence};
use crate::people::{PersonId, Regime};

/// Part of what is asked that is answered by mail, before any is seen.
const USUAL_ANSWERED: f64 = 0.6;
/// Hours that an answer usually takes, before any is seen.
const USUAL_HOURS: f64 = 24.0;
/// Requests as many as which it counts what is usual.
const USUAL_ASKS: f64 = 4.0;
/// Days after which a request without an answer counts as not answered by mail.
const SETTLED_DAYS: i32 = 3;
/// Days of contact since that are looked at.
const MOST_CONTACTS: usize = 30;
/// What is left of the chance where several were asked: one leaves it to the other, or they spoke of it.
const IN_COMPANY: f64 = 0.95;
/// The same where none of them was meant in particular.
const ASKED_ALL: f64 = 0.85;
/// Part of the answers that an errand gets, of those that a question gets.
const ERRAND_ANSWERED: f64 = 0.5;

/// The chance that an act is meant so that rules of words alone read. They say all with one confidence, which is a
/// convention; of sentences that no rule was written for four of five were read rightly.
const MEANT_BY_WORDS: f64 = 0.8;

/// What becomes of something that no mail settles.
#[derive(Debug, Clone, Copy)]
struct Unseen {
    /// Part of it that is settled all the same.
    share: f64,
    /// Days after which half of that is.
    half_days: f64,
    /// Days of contact since that bring it about as well: who writes of other things had the occasion.
    half_contacts: f64,
}

/// What those who are asked do with requests, each for himself.
pub(super) struct Habits {
    usual: Habit,
    of: BTreeMap<(PersonId, Party), Habit>,
}

/// Requests, answers by mail, and the sum of the logarithms of their hours.
#[derive(Debug, Clone, Copy, Default)]
struct Habit {
    asks: f64,
    answers: f64,
    ln_hours: f64,
}

impl Habits {
    /// What requests came to so far. The newest are left out: an answer may be on its way.
    pub(super) fn learn(gathered: &Gathered<'_>, as_of: Timestamp) -> Self {
        let until = days_before(as_of, SETTLED_DAYS);
        let start = Habit {
            asks: USUAL_ASKS,
            answers: USUAL_ASKS * USUAL_ANSWERED,
            ln_hours: USUAL_ASKS * USUAL_ANSWERED * USUAL_HOURS.ln(),
        };
        let mut habits = Self { usual: start, of: BTreeMap::new() };
        for deed in
            gathered.deeds().filter(|deed| deed.act == Act::Request && deed.trusted && deed.at < until)
        {
            let answer = gathered.thread_after(&deed.thread, deed.at).find(|later| later.by == deed.toward);
            let own = habits.of.entry((deed.person(), deed.toward)).or_default();
            for habit in [own, &mut habits.usual] {
                habit.asks += 1.0;
                if let Some(answer) = answer {
                    habit.answers += 1.0;
                    habit.ln_hours += hours_between(deed.at, answer.at).max(0.1).ln();
                }
            }
        }
        habits
    }

    /// The share that is answered by mail, and the hours that an answer takes in the middle.
    fn of(&self, deed: &Deed) -> (f64, f64) {
        let own = self.of.get(&(deed.person(), deed.toward)).copied().unwrap_or_default();
        let share = self.usual.answers / self.usual.asks;
        let ln_hours = self.usual.ln_hours / self.usual.answers;
        (
            (own.answers + USUAL_ASKS * share) / (own.asks + USUAL_ASKS),
            ((own.ln_hours + USUAL_ASKS * ln_hours) / (own.answers + USUAL_ASKS)).exp(),
        )
    }

    /// How likely it is that an act asks or promises something, and that this is still open.
    pub(super) fn p_open(
        &self,
        deed: &Deed,
        exchange: &Exchange,
        gathered: &Gathered<'_>,
        as_of: Timestamp,
    ) -> Confidence {
        let daily = gathered.regime(deed.person()).is_some_and(sees_daily);
        let manner = match manner(deed) {
            // Among people who see each other a polite question is the form of an errand.
            Manner::Word if daily && is_polite_errand(&deed.quote) => Manner::Errand,
            manner => manner,
        };
        // Whoever is sent on an errand does it some day before it is due; the owner is reminded until then.
        let counts = manner != Manner::Errand || deed.toward == Party::Owner;
        let due = deed.due.filter(|_| counts).and_then(|due| end_of(due.date));
        let from = due.map_or(deed.at, |due| due.max(deed.at));
        let days = hours_between(from, as_of).max(0.0) / 24.0;
        let unseen = unseen(manner, daily, deed.toward);
        let contacts = gathered.contact_days_after(deed.person(), from).take(MOST_CONTACTS).count();
        let (share, hours) = match deed.act {
            Act::Request => self.of(deed),
            _ => (0.0, USUAL_HOURS),
        };
        let mail = if manner == Manner::Errand { share * ERRAND_ANSWERED } else { share };
        let on_its_way = mail / (1.0 + days * 24.0 / hours);
        let settled = (1.0 - mail) * unseen.share;
        let lying = (1.0 - mail) * (1.0 - unseen.share);
        let later = (-days / unseen.half_days - contacts as f64 / unseen.half_contacts).exp2();
        let open = (on_its_way + settled * later + lying) / (on_its_way + settled + lying);
        let company = match exchange.people.len() + exchange.others.len() {
            0 | 1 => 1.0,
            _ if asks_all(&deed.quote) => ASKED_ALL,
            _ => IN_COMPANY,
        };
        let meant = if deed.by_words { MEANT_BY_WORDS } else { deed.confidence.fraction() };
        Confidence::from_probability(meant * open * company)
    }
}

/// Whether people so related are likely to talk within days.
fn sees_daily(regime: Regime) -> bool {
    !matches!(regime, Regime::Equality | Regime::Market)
}

/// What becomes of things of this kind, among people who see each other and among others. What the owner is asked
/// he is less likely to have settled unseen than to have left lying, or he would hardly look for it here.
fn unseen(manner: Manner, daily: bool, turn: Party) -> Unseen {
    let (share, half_days, half_contacts) = match (manner, daily) {
        (Manner::Letter, _) => (0.25, 20.0, 8.0),
        (Manner::Word, false) => (0.25, 20.0, 4.0),
        (Manner::Word, true) if turn == Party::Owner => (0.4, 14.0, 2.0),
        (Manner::Word, true) => (0.6, 14.0, 1.5),
        (Manner::Errand, false) => (0.7, 5.0, 2.0),
        (Manner::Errand, true) if turn == Party::Owner => (0.5, 8.0, 2.5),
        (Manner::Errand, true) => (0.9, 1.5, 1.0),
        (Manner::Talk, false) => (0.8, 5.0, 1.0),
        (Manner::Talk, true) => (0.95, 1.0, 1.0),
        (Manner::Promise, false) => (0.4, 20.0, 4.0),
        (Manner::Promise, true) => (0.6, 14.0, 3.0),
    };
    Unseen { share, half_days, half_contacts }
}

/// The last instant of a day, wherever one lives.
fn end_of(date: jiff::civil::Date) -> Option<Timestamp> {
    let next = date.tomorrow().ok()?;
    Some(next.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

fn hours_between(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::relationships::example::{Mail, due, instant, person};
    use crate::relationships::{Dealings, Policy};

    const NOW: &str = "2026-03-20T12:00Z";

    /// How likely the first act is still open, of these letters and their acts.
    fn p_open(letters: Vec<(Exchange, Option<Deed>)>) -> f64 {
        let (people, accounts, planned) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let exchanges: Vec<Exchange> = letters.iter().map(|(exchange, _)| exchange.clone()).collect();
        let deeds: Vec<Deed> = letters.into_iter().filter_map(|(_, deed)| deed).collect();
        let dealings = Dealings {
            people: &people,
            exchanges: &exchanges,
            meetings: &[],
            occasions: &[],
            deeds: &deeds,
            favors: &[],
            rejected: &std::collections::BTreeSet::new(),
            accounts: &accounts,
            planned: &planned,
        };
        let as_of = instant(NOW);
        let gathered = Gathered::new(&dealings, as_of, &Policy::default());
        let habits = Habits::learn(&gathered, as_of);
        let (deed, exchange) = (&deeds[0], &exchanges[0]);
        habits.p_open(deed, exchange, &gathered, as_of).fraction()
    }

    fn asked(at: &str) -> (Exchange, Option<Deed>) {
        let (exchange, deed) = Mail::to("ana").id("ask").at(at).with(Act::Request);
        (exchange, Some(deed))
    }

    #[test]
    fn what_was_just_asked_is_open_and_fades() {
        let [now, week, month] =
            ["2026-03-20T11:00Z", "2026-03-13T12:00Z", "2026-02-20T12:00Z"].map(|at| p_open(vec![asked(at)]));
        assert!(now > 0.85 && now > week && week > month && month > 0.3, "{now} {week} {month}");
    }

    #[test]
    fn letters_about_other_things_since_make_it_less_likely() {
        let other = |day: u32| {
            let at = format!("2026-03-{day}T09:00Z");
            (Mail::from("ana").id(&format!("other{day}")).at(&at).exchange(), None)
        };
        let quiet = p_open(vec![asked("2026-03-10T12:00Z")]);
        let lively = p_open(vec![asked("2026-03-10T12:00Z"), other(12), other(14), other(16)]);
        assert!(lively < quiet, "{lively} {quiet}");
    }

    #[test]
    fn from_somebody_who_always_answers_silence_tells_more() {
        let before = |answers: bool| {
            (1..7).flat_map(move |day| {
                let name = format!("old{day}");
                let (asked, deed) =
                    Mail::to("ben").id(&name).at(&format!("2026-02-0{day}T09:00Z")).with(Act::Request);
                let reply = Mail::from("ben").id(&format!("re{day}")).thread(&name);
                let reply = reply.at(&format!("2026-02-0{day}T11:00Z")).exchange();
                [Some((asked, Some(deed))), answers.then_some((reply, None))].into_iter().flatten()
            })
        };
        let open = |answers: bool| {
            let (exchange, deed) = Mail::to("ben").id("ask").at("2026-03-18T12:00Z").with(Act::Request);
            assert_eq!(deed.person(), person("ben"));
            p_open(std::iter::once((exchange, Some(deed))).chain(before(answers)).collect())
        };
        assert!(open(true) > 0.6 && open(true) < open(false) + 0.2, "{} {}", open(true), open(false));
    }

    #[test]
    fn a_promise_is_open_until_its_day() {
        let promised = |day: &str| {
            let (exchange, mut deed) = Mail::to("ana").id("p").at("2026-03-01T12:00Z").with(Act::Promise);
            deed.due = Some(due(day));
            p_open(vec![(exchange, Some(deed))])
        };
        assert!(promised("2026-03-25") > 0.85 && promised("2026-03-05") < promised("2026-03-19"));
    }
}
