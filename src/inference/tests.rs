//! Favors end as the conversations say.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::conversations::Party;
use crate::observations::cues::{Act, Sign};
use crate::people::Regime;

use super::scenario::{Scenario, person};
use super::{Basis, BasisReason, FavorState, Kind};

const ACTS: &[Act] = &[
    Act::Request,
    Act::Offer,
    Act::Promise,
    Act::Decline,
    Act::Thanks,
    Act::Help,
    Act::Advice,
    Act::Introduction,
    Act::Gift,
    Act::Care,
];

#[test]
fn one_favor_is_asked_promised_done_and_thanked() {
    let favor = Scenario::with(Regime::Equality)
        .owner(0, "slides", Act::Request, &[])
        .ana(1, "slides", Act::Promise, &[])
        .ana(3, "slides", Act::Help, &[])
        .owner(4, "slides", Act::Thanks, &[])
        .favor(10);
    assert_eq!((favor.kind, favor.state, favor.basis), (Kind::Help, FavorState::Thanked, Basis::Favor));
    assert!(matches!(favor.giver, Party::Person(_)));
    assert_eq!(favor.steps().count(), 4);
}

#[test]
fn a_promise_is_not_yet_a_favor_and_lapses() {
    let scenario = Scenario::with(Regime::Equality).ana(0, "keys", Act::Promise, &[]);
    assert_eq!(scenario.favor(10).state, FavorState::Promised);
    assert_eq!(scenario.favor(60).state, FavorState::Lapsed);
}

#[test]
fn a_refusal_closes_what_was_asked() {
    let favor = Scenario::with(Regime::Equality)
        .owner(0, "van", Act::Request, &[])
        .ana(1, "van", Act::Decline, &[])
        .favor(10);
    assert_eq!(favor.state, FavorState::Declined);
}

#[test]
fn a_favor_spoken_of_twice_posts_once() {
    let favors = Scenario::with(Regime::Equality)
        .ana(0, "review", Act::Advice, &[])
        .ana(2, "review", Act::Advice, &[])
        .favors(10);
    assert_eq!(favors.len(), 1);
}

#[test]
fn help_and_advice_in_one_message_are_one_favor() {
    let favors = Scenario::with(Regime::Equality)
        .ana(0, "review", Act::Help, &[])
        .ana(0, "review", Act::Advice, &[])
        .favors(10);
    assert_eq!(favors.len(), 1);
}

#[test]
fn one_message_that_thanks_twice_tells_of_one_favor() {
    let scenario = Scenario::with(Regime::Equality)
        .owner(0, "hires", Act::Request, &[])
        .ana(1, "hires", Act::Promise, &[])
        .owner(9, "hires", Act::Thanks, &[Sign::SpecificThanks])
        .owner(9, "hires", Act::Thanks, &[Sign::SpecificThanks, Sign::BeyondHours]);
    let favors = scenario.favors(20);
    assert_eq!(favors.len(), 1, "{favors:#?}");
    assert_eq!(favors[0].steps().map(|(name, _)| name).collect::<Vec<_>>(), ["asked", "promised", "thanked"]);
    assert!(favors[0].signs.contains(&Sign::BeyondHours));
}

#[test]
fn thanks_in_a_new_mail_reach_back_to_the_favor() {
    let favors = Scenario::with(Regime::Equality)
        .ana(0, "contact", Act::Help, &[])
        .owner(9, "hello", Act::Thanks, &[])
        .favors(20);
    assert_eq!(favors.len(), 1);
    assert_eq!(favors[0].state, FavorState::Thanked);
}

#[test]
fn specific_thanks_tell_of_a_favor_nobody_saw_and_plain_ones_do_not() {
    let seen = Scenario::with(Regime::Equality).owner(0, "x", Act::Thanks, &[Sign::SpecificThanks]).favor(5);
    assert!(matches!(seen.giver, Party::Person(_)));
    assert!(seen.confidence.thousandths() < 900);
    assert!(Scenario::with(Regime::Equality).owner(0, "x", Act::Thanks, &[]).favors(5).is_empty());
}

#[test]
fn nothing_is_counted_in_a_communal_relation() {
    assert!(Scenario::with(Regime::Communal).ana(0, "dinner", Act::Gift, &[]).favors(5).is_empty());
}

#[test]
fn the_basis_follows_regime_and_signs() {
    use Regime::{AuthorityAbove, Colleague, Equality, Market};
    for (regime, act, signs, basis) in [
        (Equality, Act::Help, &[][..], Basis::Favor),
        (Equality, Act::Help, &[Sign::Routine], Basis::Duty),
        (Equality, Act::Help, &[Sign::Delivery], Basis::Unclear),
        (Equality, Act::Help, &[Sign::Delivery, Sign::Unasked], Basis::Favor),
        (Equality, Act::Help, &[Sign::Paid], Basis::Paid),
        (Colleague, Act::Help, &[], Basis::Duty),
        (Colleague, Act::Help, &[Sign::Unasked], Basis::Duty),
        (Colleague, Act::Help, &[Sign::Unasked, Sign::BeyondHours], Basis::Favor),
        (Colleague, Act::Help, &[Sign::PersonalBenefit], Basis::Favor),
        (AuthorityAbove, Act::Concession, &[], Basis::Favor),
        (AuthorityAbove, Act::Advice, &[], Basis::Duty),
        (Colleague, Act::Recommendation, &[], Basis::Duty),
        (Colleague, Act::Recommendation, &[Sign::Vouching], Basis::Favor),
        (Market, Act::Help, &[], Basis::Paid),
        (Market, Act::Help, &[Sign::SaidToBeFavor], Basis::Favor),
        (Colleague, Act::Praise, &[Sign::Unasked, Sign::BeyondHours], Basis::Unclear),
        (Equality, Act::Praise, &[], Basis::Unclear),
        (Equality, Act::Praise, &[Sign::PersonalBenefit], Basis::Favor),
    ] {
        let favor = Scenario::with(regime).ana(0, "x", act, signs).favor(5);
        assert_eq!(favor.basis, basis, "{regime:?} {act:?} {signs:?}");
    }
}

#[test]
fn two_who_never_met_and_then_write_were_introduced() {
    let ana = person("ana@studio.example", Regime::Equality);
    let lena = person("lena@site.example", Regime::Equality);
    let scenario = Scenario::with(Regime::Equality)
        .knows(&[&lena])
        .wrote(&ana, &[], 0, "hello")
        .wrote(&ana, &[&lena], 5, "meet lena")
        .wrote(&lena, &[], 6, "nice to meet you")
        .owner_wrote(&[&lena], 7, "re nice to meet you");
    let favor = scenario.favor(20);
    assert_eq!((favor.kind, favor.person), (Kind::Introduction, ana.id));
    assert_eq!(favor.basis_reasons, [BasisReason::Structure]);
    assert!(matches!(favor.giver, Party::Person(_)));
}

#[test]
fn copying_somebody_in_is_no_introduction_without_a_talk() {
    let ana = person("ana@studio.example", Regime::Equality);
    let lena = person("lena@site.example", Regime::Equality);
    let scenario = Scenario::with(Regime::Equality).knows(&[&lena]).wrote(&ana, &[], 0, "hello").wrote(
        &ana,
        &[&lena],
        5,
        "minutes",
    );
    assert!(scenario.favors(20).is_empty());
}

#[test]
fn the_owner_introduces_two_who_then_answer_each_other() {
    let lena = person("lena@site.example", Regime::Equality);
    let ana = person("ana@studio.example", Regime::Equality);
    let scenario = Scenario::with(Regime::Equality)
        .knows(&[&lena])
        .owner_wrote(&[&ana, &lena], 0, "you two should meet")
        .wrote(&lena, &[&ana], 1, "you two should meet");
    let favors = scenario.favors(20);
    assert_eq!(favors.len(), 2, "a favor to both: {favors:#?}");
    assert!(favors.iter().all(|favor| favor.giver == Party::Owner && favor.kind == Kind::Introduction));
}

proptest! {
    /// Whatever people do for each other, in whatever order and however often told, no two favors share a name.
    #[test]
    fn no_two_favors_share_a_name(
        deeds in vec((any::<bool>(), 0_i64..6, 0_usize..2, select(ACTS), any::<bool>()), 0..30)
    ) {
        let mut scenario = Scenario::with(Regime::Equality);
        for (by_owner, day, thread, act, specific) in deeds {
            let signs: &[Sign] = if specific { &[Sign::SpecificThanks] } else { &[] };
            let thread = ["roof", "re van"][thread];
            scenario = if by_owner {
                scenario.owner(day, thread, act, signs)
            } else {
                scenario.ana(day, thread, act, signs)
            };
        }
        let favors = scenario.favors(20);
        let names: BTreeSet<_> = favors.iter().map(|favor| favor.id).collect();
        prop_assert_eq!(names.len(), favors.len());
    }
}

#[test]
fn what_was_asked_for_and_answered_was_done_where_warm_thanks_come() {
    let ana = person("ana@studio.example", Regime::Equality);
    let asked = |question: &str, thanks: &str, answered: bool| {
        let scenario = Scenario::with(Regime::Equality).owner(0, "van", Act::Request, &[]).saying(question);
        let scenario = if answered { scenario.wrote(&ana, &[], 1, "van") } else { scenario };
        let favors = scenario.owner(3, "van", Act::Thanks, &[]).saying(thanks).favors(10);
        favors.iter().filter(|favor| favor.state == FavorState::Thanked).count()
    };
    assert_eq!(asked("Who was your roofer?", "You're a lifesaver!", true), 1);
    assert_eq!(asked("Who was your roofer?", "Thanks.", true), 0, "plain thanks are for an answer");
    assert_eq!(asked("Who was your roofer?", "You're a lifesaver!", false), 0, "nobody answered");
    assert_eq!(asked("Are you coming on Friday?", "You're the best!", true), 0, "coming costs nothing");
}

#[test]
fn thanks_of_the_same_hour_are_for_the_word_and_later_ones_for_the_deed() {
    let thanked = |days: i64| {
        let scenario = Scenario::with(Regime::Equality).ana(0, "van", Act::Promise, &[]);
        scenario.owner(days, "van", Act::Thanks, &[]).favor(20).confidence.thousandths()
    };
    assert_eq!(thanked(0), 585);
    assert_eq!(thanked(4), 585);
    let warm = Scenario::with(Regime::Equality).ana(0, "van", Act::Promise, &[]);
    let warm = warm.owner(4, "van", Act::Thanks, &[]).saying("You saved my week!");
    assert_eq!(warm.favor(20).confidence.thousandths(), 850);
}

#[test]
fn thanks_for_a_deed_in_a_new_mail_mean_the_one_thing_that_was_agreed_to() {
    let agreed = |things: &[&str]| {
        let begin = Scenario::with(Regime::Equality);
        let scenario = things.iter().fold(begin, |scenario, thing| {
            scenario.owner(0, thing, Act::Request, &[]).ana(1, thing, Act::Promise, &[])
        });
        scenario
            .owner(6, "home", Act::Thanks, &[Sign::SpecificThanks])
            .saying("Thanks for the ride!")
            .favors(20)
    };
    assert_eq!(agreed(&["station"]).len(), 1);
    assert_eq!(agreed(&["station", "piano"]).len(), 3, "of two nobody knows which");
}

#[test]
fn plain_thanks_in_a_talk_are_for_what_is_said_there() {
    let ana = person("ana@studio.example", Regime::Equality);
    let before = || Scenario::with(Regime::Equality).ana(0, "contact", Act::Help, &[]);
    let in_talk = before().wrote(&ana, &[], 8, "hello").owner(9, "hello", Act::Thanks, &[]).favor(20);
    assert_eq!(in_talk.state, FavorState::Done);
    let apart = before().owner(9, "hello", Act::Thanks, &[]).favor(20);
    assert_eq!(apart.state, FavorState::Thanked);
}

#[test]
fn whoever_thanks_and_refuses_has_had_nothing() {
    let favors = Scenario::with(Regime::Equality)
        .ana(0, "opera", Act::Gift, &[])
        .owner(1, "opera", Act::Decline, &[])
        .favors(20);
    assert_eq!((favors.len(), favors[0].state), (1, FavorState::Declined));
    let refused = Scenario::with(Regime::Equality)
        .ana(0, "opera", Act::Offer, &[])
        .owner(1, "opera", Act::Thanks, &[Sign::SpecificThanks])
        .owner(1, "opera", Act::Decline, &[])
        .favor(20);
    assert_eq!(refused.state, FavorState::Declined);
}

#[test]
fn what_an_invitation_needs_is_no_favor_of_its_own() {
    let favors = Scenario::with(Regime::Equality)
        .ana(0, "talk", Act::Opportunity, &[])
        .owner(3, "talk", Act::Help, &[])
        .ana(5, "talk", Act::Help, &[Sign::Delivery])
        .favors(20);
    assert_eq!(favors.len(), 1, "{favors:#?}");
    assert_eq!(favors[0].kind, Kind::Opportunity);
}
