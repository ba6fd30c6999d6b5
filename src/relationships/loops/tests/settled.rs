//! What is over, settled by others, or never meant.

use super::*;
use crate::observations::cues::Sign;

#[test]
fn what_was_for_an_occasion_is_over_with_its_day() {
    for (occasion, open) in [("2026-03-19", false), ("2026-03-20", true)] {
        let table =
            Table::default().act_with(ask(), Act::Request, |deed| deed.occasion = Some(day(occasion)));
        assert_eq!(!table.kinds().is_empty(), open, "{occasion}");
    }
}

#[test]
fn a_question_out_of_curiosity_opens_nothing() {
    let idle = Table::default().act_with(ask(), Act::Request, |deed| deed.signs = vec![Sign::Passing]);
    assert_eq!(idle.kinds(), []);
}

#[test]
fn somebody_else_may_answer_for_the_owner_who_reads_it() {
    let answer = || Mail::from("ben").id("re").thread("ask").at("2026-03-11T09:00Z");
    let told = |mail: Mail| {
        let mut exchange = mail.exchange();
        exchange.others = [person("ana")].into();
        exchange
    };
    let mut answered = asked();
    answered.exchanges.push(told(answer()));
    assert_eq!(answered.kinds(), []);
    assert_eq!(asked().mail(answer()).kinds(), [LoopKind::ReplyOwed], "the asker did not get it");
}

#[test]
fn a_question_that_follows_somebody_elses_letter_is_for_him() {
    let first = Mail::from("ben").id("first").thread("talk").at("2026-03-09T09:00Z");
    let question = || Mail::from("ana").id("q").thread("talk").at("2026-03-10T09:00Z");
    let table = |to_ben: bool| {
        let mut table = Table::default().act(question(), Act::Request);
        table.exchanges[0].people[0].1 = crate::conversations::Standing::Few;
        if to_ben {
            table.exchanges[0].others = [person("ben")].into();
        }
        table
    };
    assert_eq!(table(true).mail(first).kinds(), []);
    assert_eq!(table(true).kinds(), [LoopKind::ReplyOwed]);
}

#[test]
fn what_was_promised_to_be_sent_is_kept_by_the_letter_that_brings_it() {
    let promised = |quote: &str| {
        let quote = quote.to_owned();
        let promise = Mail::to("ana").id("p").at("2026-03-15T09:00Z").about("the list");
        Table::default().act_with(promise, Act::Promise, |deed| deed.quote = quote.into())
    };
    let brings = || Mail::to("ana").id("other").at("2026-03-15T09:10Z").about("the list");
    assert_eq!(promised("I will send you the list.").mail(brings()).kinds(), []);
    assert_eq!(promised("I will mend the boat.").mail(brings()).kinds(), [LoopKind::PromiseByMe]);
}

#[test]
fn in_a_list_who_comes_into_the_talk_of_others_asks_whoever_reads_it() {
    let meant = |begins: &str, listed: bool, named: bool, acquainted: bool| {
        let first = Mail::from(begins).id("talk").at("2026-03-09T09:00Z");
        let answer = Mail::to("ana").id("re").thread("talk").at("2026-03-09T12:00Z");
        let question = Mail::from("ana").id("q").thread("talk").at("2026-03-15T09:00Z");
        let mut table = Table::default().act(question, Act::Request);
        table.exchanges[0].tagged = listed;
        if named {
            table.exchanges[0].people[0].1 = crate::conversations::Standing::Named;
        }
        let table = if acquainted { table.mail(answer) } else { table };
        table.mail(first).loops()[0].meant
    };
    assert!(meant("ana", true, false, true), "his own question, which the owner answered");
    assert!(!meant("ben", true, false, true) && meant("ben", false, false, true));
    assert!(meant("ben", true, true, true) && !meant("ben", true, true, false), "called by a stranger");
    assert!(meant("ben", false, true, false));
}

#[test]
fn a_bare_fact_asks_for_no_thanks() {
    let told = |quote: &str| {
        let asks = Mail::to("ana").id("ask").at("2026-03-10T09:00Z");
        let says = Mail::from("ana").id("done").thread("ask").at("2026-03-11T09:00Z");
        let mut done = step("done", "2026-03-11T09:00Z");
        done.quote = quote.into();
        let favor = favor(Kind::Help, "ana", Party::Person(person("ana")), done);
        Table::default().mail(asks).mail(says).favor(favor).kinds().contains(&LoopKind::ThanksOwed)
    };
    assert!(told("I have mended the keel.") && !told("No, it is the rudder."));
}
