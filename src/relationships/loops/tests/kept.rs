//! What closes a promise, and what only looks like it: meetings, days that are over, others who bring it.

use super::*;

fn promised(quote: &str, until: Option<&str>) -> Table {
    let mail = Mail::to("ana").id("ask").at("2026-03-10T09:00Z");
    Table::default().act_with(mail, Act::Promise, |deed| {
        (deed.quote, deed.due) = (quote.into(), until.map(due));
    })
}

fn word(name: &str, id: &str, at: &str) -> Mail {
    Mail::from(name).id(id).thread("ask").at(at)
}

#[test]
fn a_meeting_keeps_a_promise_for_its_day_and_sends_nothing() {
    for (quote, until, met, open) in [
        ("I'll mend the keel.", None, "2026-03-12T12:00Z", false),
        ("I'll mend the keel.", Some("2026-03-18"), "2026-03-18T12:00Z", false),
        ("I'll mend the keel.", Some("2026-03-24"), "2026-03-12T12:00Z", true),
        ("I'll send you the plan.", Some("2026-03-24"), "2026-03-12T12:00Z", true),
        ("I'll send you the plan.", Some("2026-03-18"), "2026-03-19T12:00Z", true),
    ] {
        let kinds = promised(quote, until).met("ana", met).kinds();
        assert_eq!(!kinds.is_empty(), open, "{quote} {until:?} {met}");
    }
    let asked = |until: &str| {
        Table::default()
            .act_with(ask(), Act::Request, |deed| deed.due = Some(due(until)))
            .met("ana", "2026-03-12T12:00Z")
            .kinds()
    };
    assert_eq!((asked("2026-03-11"), asked("2026-03-24")), (vec![], vec![LoopKind::ReplyOwed]));
}

#[test]
fn who_has_what_was_promised_writes_on_without_asking() {
    let quote = "I'll bring the ladder.";
    let dated = || promised(quote, Some("2026-03-14"));
    let cases = [
        ("a word before the day", dated().mail(word("ana", "b", "2026-03-12T12:00Z")), true),
        ("a word after it", dated().mail(word("ana", "b", "2026-03-15T12:00Z")), false),
        ("a question after it", dated().act(word("ana", "b", "2026-03-15T12:00Z"), Act::Request), true),
        ("for no day, soon", promised(quote, None).mail(word("ana", "b", "2026-03-12T12:00Z")), true),
        ("for no day, later", promised(quote, None).mail(word("ana", "b", "2026-03-14T12:00Z")), false),
    ];
    for (what, table, open) in cases {
        assert_eq!(table.kinds().contains(&LoopKind::PromiseByMe), open, "{what}: {:?}", table.kinds());
    }
}

#[test]
fn another_may_bring_what_was_promised() {
    let brought = || {
        promised("You'll have it by then.", Some("2026-03-18")).mail(word("ben", "b", "2026-03-12T12:00Z"))
    };
    assert!(brought().kinds().contains(&LoopKind::PromiseByMe), "nobody said that it came");
    assert_eq!(brought().mail(word("ana", "c", "2026-03-12T15:00Z")).kinds(), []);
}

#[test]
fn seeing_somebody_is_over_with_its_day() {
    for (quote, open) in [("I'll meet her on Sunday.", false), ("I'll mend it on Sunday.", true)] {
        let kinds = promised(quote, Some("2026-03-15")).kinds();
        assert_eq!(!kinds.is_empty(), open, "{quote}");
    }
}

#[test]
fn a_message_to_be_passed_on_awaits_no_answer() {
    let asked = |quote: &str| {
        let mail = Mail::to("ana").id("ask").at("2026-03-10T09:00Z");
        Table::default().act_with(mail, Act::Request, |deed| deed.quote = quote.into()).kinds()
    };
    assert_eq!(asked("Tell her the boat is dry."), []);
    assert_eq!(asked("Could you tell her and let me know?"), [LoopKind::AwaitingReply]);
}

#[test]
fn an_introduction_is_no_secret_to_who_reads_what_comes_of_it() {
    let introduced = || {
        let made = favor(
            Kind::Introduction,
            "ana",
            Party::Person(person("ana")),
            step("intro", "2026-02-20T09:00Z"),
        );
        let mut table = Table::default().favor(Favor { state: FavorState::Thanked, ..made });
        let mut letter = Mail::from("ana").id("intro").at("2026-02-20T09:00Z").exchange();
        letter.others = [person("ben")].into();
        table.exchanges.push(letter);
        table
    };
    let to_ben = || Mail::to("ben").id("re").thread("intro").at("2026-02-20T10:00Z");
    assert_eq!(introduced().kinds(), [LoopKind::IntroductionOpen]);
    assert_eq!(introduced().mail(to_ben()).kinds(), [LoopKind::IntroductionOpen], "out of her sight");
    assert_eq!(introduced().mail(to_ben().and_aside("ana")).kinds(), []);
    let later = Mail::to("ben").and_aside("ana").id("re").at("2026-03-01T10:00Z");
    assert_eq!(introduced().mail(later).kinds(), []);
}

#[test]
fn a_few_words_right_after_a_promise_settle_it() {
    let promised = |words: u32| {
        let promise = Mail::to("ana").id("p").at("2026-03-15T09:00Z");
        let later = Mail::to("ana").id("later").thread("p").at("2026-03-15T09:03Z");
        let mut table = Table::default().act(promise, Act::Promise).mail(later);
        table.exchanges[1].words = words;
        table.kinds()
    };
    assert_eq!(promised(9), [], "\"No need for me to do it, Ben was faster.\"");
    assert_eq!(promised(80), [LoopKind::PromiseByMe]);
}
