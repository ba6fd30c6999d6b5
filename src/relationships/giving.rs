//! Who gives how much to whom, who asks, who presses, who is taken for granted.
//!
//! It must not know worth or balance: it counts favors, it does not weigh them.

use jiff::Timestamp;
use statrs::function::beta::beta_reg;

use super::Policy;
use super::loops::days_before;
use super::relationship::Giving;
use crate::conversations::{Exchange, Party, Standing};
use crate::inference::{Basis, Deed, Favor, FavorState};
use crate::observations::cues::Act;
use crate::people::{HashSet, PersonId};

/// The figures of giving with one person, from what is vouched for and lies before `as_of`. All items
/// must be between the owner and `person`.
#[must_use]
pub fn giving(
    person: PersonId,
    exchanges: &[&Exchange],
    deeds: &[&Deed],
    favors: &[&Favor],
    as_of: Timestamp,
    policy: &Policy,
) -> Giving {
    let (mut given, mut received) = (Share::default(), Share::default());
    let mut unmet_asks = 0_u32;
    let mut past: Vec<&Favor> =
        favors.iter().copied().filter(|favor| favor.trusted && favor.at() < as_of).collect();
    past.sort_by_key(|favor| (favor.at(), favor.id));
    for favor in past {
        let done = matches!(favor.state, FavorState::Done | FavorState::Thanked);
        if done && favor.basis == Basis::Favor {
            let side = if favor.giver == Party::Owner { &mut given } else { &mut received };
            side.add(favor.confidence.fraction());
        } else if is_unmet_ask(favor) {
            unmet_asks = unmet_asks.saturating_add(1);
        }
    }
    let (p_over_giving, p_over_taking) = chances(&given, &received, policy);
    let favors = given.count.saturating_add(received.count);
    Giving {
        given_count: given.count,
        received_count: received.count,
        unmet_asks,
        p_over_giving,
        p_over_taking,
        over_invested: favors >= policy.over_giving_favors
            && unmet_asks >= policy.over_giving_asks
            && p_over_giving > policy.over_giving_certainty,
        ask_share: ask_share(person, Party::Owner, exchanges, deeds, as_of, policy),
        their_ask_share: ask_share(person, Party::Person(person), exchanges, deeds, as_of, policy),
    }
}

/// Favors of one side: how many, and how many by their confidence.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    count: u32,
    weighed: f64,
}

impl Share {
    fn add(&mut self, confidence: f64) {
        self.count = self.count.saturating_add(1);
        self.weighed += confidence;
    }
}

/// Whether the owner asked, the other refused or let it lie, and it was not the other's job to do it.
fn is_unmet_ask(favor: &Favor) -> bool {
    favor.giver != Party::Owner
        && favor.asked.is_some()
        && matches!(favor.state, FavorState::Declined | FavorState::Lapsed)
        && !matches!(favor.basis, Basis::Duty | Basis::Paid | Basis::Commons)
}

/// Posterior chances that the share given, and the share received, is beyond the policy's bound.
///
/// From a uniform prior, with each favor counted by its confidence and by how much of their dealings
/// mail shows at all: the less it shows, the wider the posterior.
fn chances(given: &Share, received: &Share, policy: &Policy) -> (f64, f64) {
    let coverage = policy.coverage.clamp(0.0, 1.0);
    let bound = policy.over_giving_share.clamp(0.0, 1.0);
    let (a, b) = (1.0 + coverage * given.weighed, 1.0 + coverage * received.weighed);
    (1.0 - beta_reg(a, b, bound), beta_reg(a, b, 1.0 - bound))
}

/// Share of the threads that one side began, with the other in To, which begin with an ask.
fn ask_share(
    person: PersonId,
    by: Party,
    exchanges: &[&Exchange],
    deeds: &[&Deed],
    as_of: Timestamp,
    policy: &Policy,
) -> Option<f64> {
    let asks: HashSet<_> = deeds
        .iter()
        .filter(|deed| deed.act == Act::Request && deed.by == by && counts(deed, as_of, policy))
        .map(|deed| &deed.message)
        .collect();
    // A thread is named by its first message.
    let begun: HashSet<_> = exchanges
        .iter()
        .filter(|exchange| exchange.at < as_of && exchange.by == by)
        .filter(|exchange| exchange.thread.0 == exchange.message)
        .filter(|exchange| exchange.people.iter().any(|&(to, how)| to == person && how > Standing::Aside))
        .map(|exchange| &exchange.message)
        .collect();
    let threads = u32::try_from(begun.len()).unwrap_or(u32::MAX);
    let least = if by == Party::Owner { policy.ask_share_threads } else { policy.their_ask_threads };
    (threads >= least.max(1)).then(|| begun.intersection(&asks).count() as f64 / f64::from(threads))
}

/// Acts of pressure by either side of late.
#[must_use]
pub fn strain(deeds: &[&Deed], as_of: Timestamp, policy: &Policy) -> u32 {
    let from = days_before(as_of, policy.strain_days);
    count(
        deeds
            .iter()
            .filter(|deed| deed.act == Act::Pressure && deed.at >= from && counts(deed, as_of, policy)),
    )
}

/// Helps of the other of late, the newest first, where the owner has not once thanked in that time; else
/// none.
#[must_use]
pub fn unthanked_helps<'a>(deeds: &[&'a Deed], as_of: Timestamp, policy: &Policy) -> Vec<&'a Deed> {
    let from = days_before(as_of, policy.unthanked_days);
    let recent = || deeds.iter().filter(|deed| deed.at >= from && deed.at < as_of && deed.trusted);
    let thanked = recent().any(|deed| {
        deed.act == Act::Thanks
            && deed.by == Party::Owner
            && deed.confidence.thousandths() >= policy.closing_confidence
    });
    if thanked {
        return Vec::new();
    }
    let mut helps: Vec<&Deed> = recent()
        .copied()
        .filter(|deed| deed.act == Act::Help && deed.by != Party::Owner && counts(deed, as_of, policy))
        .collect();
    helps.sort_by(|a, b| (b.at, &b.message).cmp(&(a.at, &a.message)));
    helps
}

fn counts(deed: &Deed, as_of: Timestamp, policy: &Policy) -> bool {
    deed.trusted && deed.at < as_of && deed.confidence.thousandths() >= policy.opening_confidence
}

fn count<'a>(deeds: impl Iterator<Item = &'a &'a Deed>) -> u32 {
    u32::try_from(deeds.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inference::Kind;
    use crate::observations::cues::Confidence;
    use crate::relationships::example::{Mail, favor, instant, person, step};

    fn as_of() -> Timestamp {
        instant("2026-03-20T12:00Z")
    }

    fn favors(given: usize, received: usize, unmet: usize) -> Vec<Favor> {
        let one = |giver| favor(Kind::Help, "ana", giver, step("m", "2026-01-10T09:00Z"));
        let theirs = Party::Person(person("ana"));
        let mut all: Vec<Favor> = (0..given).map(|_| one(Party::Owner)).collect();
        all.extend((0..received).map(|_| one(theirs)));
        all.extend((0..unmet).map(|_| {
            let mut ask = one(theirs);
            ask.asked = ask.done.take();
            ask.state = FavorState::Declined;
            ask
        }));
        all
    }

    fn of(favors: &[Favor], policy: &Policy) -> Giving {
        let favors: Vec<&Favor> = favors.iter().collect();
        giving(person("ana"), &[], &[], &favors, as_of(), policy)
    }

    #[test]
    fn over_investing_needs_favors_unmet_asks_and_certainty() {
        for (given, received, unmet, said) in
            [(14, 0, 2, true), (14, 0, 1, false), (3, 0, 2, false), (14, 5, 2, false), (5, 0, 2, false)]
        {
            let giving = of(&favors(given, received, unmet), &Policy::default());
            assert_eq!(giving.over_invested, said, "{given} {received} {unmet}: {giving:?}");
        }
    }

    #[test]
    fn the_less_mail_shows_the_less_it_proves() {
        let favors = favors(12, 0, 2);
        let at = |coverage| of(&favors, &Policy { coverage, ..Policy::default() }).p_over_giving;
        assert!(at(1.0) > at(0.7) && at(0.7) > at(0.3));
        assert!((at(0.0) - 0.25).abs() < 1e-9);
    }

    #[test]
    fn duty_is_neither_given_nor_an_unmet_ask() {
        let mut all = favors(3, 3, 3);
        for favor in &mut all {
            favor.basis = Basis::Duty;
        }
        let giving = of(&all, &Policy::default());
        assert_eq!((giving.given_count, giving.received_count, giving.unmet_asks), (0, 0, 0));
    }

    #[test]
    fn nothing_later_and_nothing_unvouched_counts() {
        let mut all = favors(2, 0, 0);
        all[0].trusted = false;
        all[1].done = Some(step("m", "2026-03-20T12:00Z"));
        assert_eq!(of(&all, &Policy::default()).given_count, 0);
    }

    #[test]
    fn the_share_of_asks_is_said_from_four_threads_on() {
        let mut letters = Vec::new();
        let mut deeds = Vec::new();
        for (name, asks) in [("a", true), ("b", false), ("c", true), ("d", true)] {
            let mail = Mail::to("ana").id(name);
            if asks {
                let (exchange, deed) = mail.with(Act::Request);
                letters.push(exchange);
                deeds.push(deed);
            } else {
                letters.push(mail.exchange());
            }
        }
        // A reply in a thread of the other, with an ask in it, begins nothing.
        let (reply, ask) = Mail::to("ana").id("e").thread("z").with(Act::Request);
        letters.push(reply);
        deeds.push(ask);
        let share = |letters: &[Exchange]| {
            let letters: Vec<&Exchange> = letters.iter().collect();
            let deeds: Vec<&Deed> = deeds.iter().collect();
            giving(person("ana"), &letters, &deeds, &[], as_of(), &Policy::default()).ask_share
        };
        assert_eq!(share(&letters), Some(0.75));
        let theirs: Vec<(Exchange, Deed)> =
            ["f", "g", "h", "i"].map(|id| Mail::from("ana").id(id).with(Act::Request)).into();
        let (letters_in, asks): (Vec<&Exchange>, Vec<&Deed>) =
            theirs.iter().map(|(letter, ask)| (letter, ask)).unzip();
        let of_both = giving(person("ana"), &letters_in, &asks, &[], as_of(), &Policy::default());
        assert_eq!((of_both.ask_share, of_both.their_ask_share), (None, Some(1.0)));
        assert_eq!(share(&letters[..3]), None);
    }

    #[test]
    fn pressure_of_either_side_strains_for_some_months() {
        let press = |mail: Mail| mail.with(Act::Pressure).1;
        let deeds = [
            press(Mail::from("ana").at("2026-03-01T09:00Z")),
            press(Mail::to("ana").at("2026-02-01T09:00Z")),
            press(Mail::from("ana").at("2025-10-01T09:00Z")),
        ];
        let deeds: Vec<&Deed> = deeds.iter().collect();
        assert_eq!(strain(&deeds, as_of(), &Policy::default()), 2);
    }

    #[test]
    fn help_is_unthanked_until_the_first_thanks() {
        let help = |id: &str| Mail::from("ana").id(id).with(Act::Help).1;
        let thanks = Mail::to("ana").id("t").with(Act::Thanks).1;
        let (first, second) = (help("a"), help("b"));
        assert_eq!(unthanked_helps(&[&first, &second], as_of(), &Policy::default()), [&second, &first]);
        assert_eq!(
            unthanked_helps(&[&first, &second, &thanks], as_of(), &Policy::default()),
            Vec::<&Deed>::new()
        );
    }

    proptest! {
        #[test]
        fn chances_are_chances_and_never_both_high(
            given in 0_usize..40, received in 0_usize..40, confidence in 0_u16..1000, coverage in 0.0..1.0,
        ) {
            let mut all = favors(given, received, 0);
            for favor in &mut all {
                favor.confidence = Confidence::from_thousandths(confidence);
            }
            let giving = of(&all, &Policy { coverage, ..Policy::default() });
            prop_assert!((0.0..=1.0).contains(&giving.p_over_giving));
            prop_assert!((0.0..=1.0).contains(&giving.p_over_taking));
            prop_assert!(giving.p_over_giving + giving.p_over_taking <= 1.0 + 1e-9);
        }
    }
}
