//! Favors end as the conversations say.

use crate::conversations::Party;
use crate::observations::cues::{Act, Sign};
use crate::people::Regime;

use super::scenario::{Scenario, person};
use super::{Basis, BasisReason, FavorState, Kind};

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

#[test]
fn two_favors_that_one_message_shows_have_two_names() {
    let favor = Scenario::with(Regime::Equality).ana(0, "slides", Act::Help, &[]).favor(10);
    let mut same = vec![favor.clone(), favor.clone(), favor.clone()];
    super::tell_apart(&mut same);
    assert_eq!(same[0].id, favor.id);
    let names: std::collections::BTreeSet<_> = same.iter().map(|favor| favor.id).collect();
    assert_eq!(names.len(), 3);
}
