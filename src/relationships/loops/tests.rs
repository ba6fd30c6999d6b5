//! Loops open and close as the conversations say.

mod settled;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::conversations::{Exchange, Party};
use crate::inference::{Basis, Deed, Favor, FavorId, FavorState, Kind};
use crate::observations::cues::{Act, Confidence};
use crate::relationships::MeetingContact;
use crate::relationships::example::{Mail, day, due, favor, instant, meeting, person, step};

mod kept;

/// What the tests set on the table, folded as of 20 March 2026, noon.
#[derive(Default, Clone)]
struct Table {
    exchanges: Vec<Exchange>,
    deeds: Vec<Deed>,
    favors: Vec<Favor>,
    rejected: BTreeSet<FavorId>,
    meetings: Vec<MeetingContact>,
}

impl Table {
    fn mail(mut self, mail: Mail) -> Self {
        self.exchanges.push(mail.exchange());
        self
    }

    fn act(self, mail: Mail, act: Act) -> Self {
        self.act_with(mail, act, |_| ())
    }

    fn act_with(mut self, mail: Mail, act: Act, change: impl FnOnce(&mut Deed)) -> Self {
        let (exchange, mut deed) = mail.with(act);
        change(&mut deed);
        self.exchanges.push(exchange);
        self.deeds.push(deed);
        self
    }

    fn favor(mut self, favor: Favor) -> Self {
        self.favors.push(favor);
        self
    }

    fn met(mut self, name: &str, at: &str) -> Self {
        self.meetings.push(meeting(name, at));
        self
    }

    fn loops(&self) -> Vec<Loop> {
        let policy = Policy::default();
        let (as_of, today) = (instant("2026-03-20T12:00Z"), day("2026-03-20"));
        self.dealt(|dealings| loops(&dealings, as_of, today, &policy))
    }

    fn dealt<T>(&self, then: impl Fn(Dealings<'_>) -> T) -> T {
        let (people, accounts, planned) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let Self { exchanges, deeds, favors, rejected, meetings } = self;
        then(Dealings {
            people: &people,
            exchanges,
            meetings,
            occasions: &crate::relationships::occasions(exchanges, meetings),
            deeds,
            favors,
            rejected,
            accounts: &accounts,
            planned: &planned,
        })
    }

    fn kinds(&self) -> Vec<LoopKind> {
        self.loops().iter().map(|open| open.kind).collect()
    }
}

fn ask() -> Mail {
    Mail::from("ana").id("ask").at("2026-03-10T09:00Z")
}

fn asked() -> Table {
    Table::default().act(ask(), Act::Request)
}

fn reply(name: &str, at: &str) -> Mail {
    Mail::to("ana").id(name).thread("ask").at(at)
}

#[test]
fn a_request_without_answer_is_owed_a_reply() {
    let open = asked().loops();
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].kind, open[0].turn, open[0].person),
        (LoopKind::ReplyOwed, Party::Owner, person("ana"))
    );
    assert_eq!((open[0].since, open[0].topic.as_str()), (instant("2026-03-10T09:00Z"), "the boat"));
}

#[test]
fn what_answers_a_request_closes_it() {
    let elsewhere = || Mail::to("ana").id("other").at("2026-03-12T09:00Z");
    let cases: [(&str, Table); 7] = [
        ("a reply", asked().mail(reply("re", "2026-03-10T10:00Z"))),
        ("help elsewhere", asked().act(elsewhere(), Act::Help)),
        ("a refusal elsewhere", asked().act(elsewhere(), Act::Decline)),
        ("a meeting", asked().met("ana", "2026-03-11T10:00Z")),
        ("its favor done", asked().favor(done_favor(FavorState::Done))),
        ("its favor promised", asked().favor(done_favor(FavorState::Promised))),
        ("its favor declined", asked().favor(done_favor(FavorState::Declined))),
    ];
    for (closing, table) in cases {
        assert_eq!(table.kinds(), [], "{closing}");
    }
}

/// The owner's favor that the request in `ask` is about.
fn done_favor(state: FavorState) -> Favor {
    let mut asked = favor(Kind::Help, "ana", Party::Owner, step("done", "2026-03-11T09:00Z"));
    asked.asked = Some(step("ask", "2026-03-10T09:00Z"));
    asked.state = state;
    asked
}

#[test]
fn an_answer_that_went_to_a_list_alone_closes_a_request_once_it_is_written() {
    for (at, kinds) in [("2026-03-11T09:00Z", vec![]), ("2026-03-21T09:00Z", vec![LoopKind::ReplyOwed])] {
        let mut table = asked();
        table.exchanges[0].answered_at = Some(instant(at));
        assert_eq!(table.kinds(), kinds, "{at}");
    }
}

#[test]
fn who_was_turned_to_first_and_asks_on_is_helped() {
    let answer = Mail::to("ana").id("answer").thread("roof").at("2026-03-09T09:00Z");
    let more = || Mail::from("ana").id("more").thread("roof").at("2026-03-10T09:00Z");
    let helped = Table::default().mail(answer).act(more(), Act::Request).loops();
    assert!(helped[0].meant && helped[0].alone);
    let other = Mail::to("ben").id("answer").thread("roof").at("2026-03-09T09:00Z");
    let joined = Table::default().mail(other).act(more(), Act::Request).loops();
    assert!(joined.iter().all(|open| !open.meant));
    assert!(!asked().loops()[0].meant);
}

#[test]
fn what_does_not_answer_a_request_leaves_it_open() {
    let elsewhere = || Mail::to("ana").id("other").about("football").at("2026-03-12T09:00Z");
    let cases: [(&str, Table); 5] = [
        ("a word about something else", asked().mail(elsewhere())),
        ("a word before", asked().mail(reply("before", "2026-03-09T09:00Z"))),
        ("a meeting before", asked().met("ana", "2026-03-09T10:00Z")),
        (
            "another word of the asker",
            asked().mail(Mail::from("ana").id("b").thread("ask").at("2026-03-11T09:00Z")),
        ),
        ("a reply after the instant", asked().mail(reply("re", "2026-03-20T12:00Z"))),
    ];
    for (what, table) in cases {
        assert_eq!(table.kinds(), [LoopKind::ReplyOwed], "{what}");
    }
}

#[test]
fn only_trusted_personal_unsensitive_and_sure_requests_open_a_loop() {
    let unsure = |deed: &mut Deed| deed.confidence = Confidence::from_thousandths(590);
    let cases: [(&str, Table); 4] = [
        ("in Cc", Table::default().act(ask().aside(), Act::Request)),
        ("untrusted", Table::default().act(ask().untrusted(), Act::Request)),
        ("sensitive", Table::default().act(ask().sensitive(), Act::Request)),
        ("unsure", Table::default().act_with(ask(), Act::Request, unsure)),
    ];
    for (what, table) in cases {
        assert_eq!(table.kinds(), [], "{what}");
    }
}

#[test]
fn old_requests_lapse_unless_they_fall_due_later() {
    let old = || Mail::from("ana").at("2026-01-10T09:00Z");
    assert_eq!(Table::default().act(old(), Act::Request).kinds(), []);
    for (date, kinds) in [
        ("2026-03-25", vec![LoopKind::ReplyOwed]),
        ("2026-03-10", vec![LoopKind::ReplyOwed]),
        ("2026-02-01", vec![]),
    ] {
        let table = Table::default().act_with(old(), Act::Request, |deed| deed.due = Some(due(date)));
        assert_eq!(table.kinds(), kinds, "{date}");
    }
}

#[test]
fn a_question_to_the_owner_outlives_its_day_by_a_week_and_his_own_does_not() {
    let asked = |mail: Mail, date: &'static str| {
        let change = |deed: &mut Deed| deed.due = Some(due(date));
        Table::default().act_with(mail.at("2026-03-12T09:00Z"), Act::Request, change).kinds()
    };
    assert_eq!(asked(Mail::from("ana"), "2026-03-13"), [LoopKind::ReplyOwed]);
    assert_eq!(asked(Mail::from("ana"), "2026-03-12"), []);
    assert_eq!(asked(Mail::to("ana"), "2026-03-18"), [LoopKind::AwaitingReply]);
    assert_eq!(asked(Mail::to("ana"), "2026-03-13"), []);
}

#[test]
fn what_rules_of_words_read_stays_open_as_long_as_other_acts() {
    let asked = |by_words: bool| {
        let errand = Mail::from("ana").id("ask").at("2026-03-18T09:00Z");
        let table = Table::default().act_with(errand, Act::Request, |deed| {
            (deed.confidence, deed.by_words) = (Confidence::from_thousandths(650), by_words);
            deed.quote = "please mend the keel".into();
        });
        table.mail(Mail::from("ana").id("other").at("2026-03-19T09:00Z")).kinds()
    };
    assert_eq!((asked(true), asked(false)), (vec![LoopKind::ReplyOwed], vec![]));
}

#[test]
fn a_request_of_the_owner_waits_until_anybody_answers() {
    let asked =
        Table::default().act(Mail::to("ana").and("ben").id("ask").at("2026-03-10T09:00Z"), Act::Request);
    assert_eq!(asked.kinds(), [LoopKind::AwaitingReply]);
    let chased = asked.clone().act(reply("again", "2026-03-12T09:00Z"), Act::Request);
    assert_eq!(chased.kinds(), [LoopKind::AwaitingReply]);
    let took_on = asked.clone().mail(reply("again", "2026-03-12T09:00Z"));
    assert_eq!(took_on.kinds(), [], "he wrote on without asking again");
    let answered = asked.mail(Mail::from("ben").id("re").thread("ask").at("2026-03-12T09:00Z"));
    assert_eq!(answered.kinds(), []);
}

#[test]
fn a_promise_stays_open_until_it_is_kept() {
    let promised = || {
        let mail = Mail::to("ana").id("ask").at("2026-03-10T09:00Z");
        Table::default().act_with(mail, Act::Promise, |deed| deed.due = Some(due("2026-03-19")))
    };
    let thanks = |at| Mail::from("ana").id("thanks").thread("ask").at(at);
    let open = [
        ("nothing came", promised()),
        ("another word the same day", promised().mail(reply("b", "2026-03-10T12:00Z"))),
        ("promised again", promised().act(reply("b", "2026-03-12T12:00Z"), Act::Promise)),
        ("thanks for the promise", promised().act(thanks("2026-03-10T12:00Z"), Act::Thanks)),
    ];
    for (what, table) in open {
        assert_eq!(table.kinds(), [LoopKind::PromiseByMe], "{what}");
        assert_eq!(table.loops()[0].due, Some(due("2026-03-19")), "{what}");
    }
    let kept = [
        ("help elsewhere", promised().act(Mail::to("ana").id("b").at("2026-03-10T12:00Z"), Act::Help)),
        ("a later word", promised().mail(reply("b", "2026-03-12T12:00Z"))),
        ("a meeting on its day", promised().met("ana", "2026-03-19T12:00Z")),
        ("thanks when due", promised().act(thanks("2026-03-19T12:00Z"), Act::Thanks)),
    ];
    for (what, table) in kept {
        assert_eq!(table.kinds(), [], "{what}");
    }
    let theirs = Table::default().act(ask(), Act::Promise);
    assert_eq!(theirs.loops()[0].turn, Party::Person(person("ana")));
    assert_eq!(theirs.kinds(), [LoopKind::PromiseToMe]);
}

fn helped(at: &str) -> Favor {
    favor(Kind::Help, "ana", Party::Person(person("ana")), step("help", at))
}

#[test]
fn thanks_are_owed_for_a_favor_of_some_days() {
    for (at, kinds) in [
        ("2026-03-10T09:00Z", vec![LoopKind::ThanksOwed]),
        ("2026-03-19T09:00Z", vec![]),
        ("2026-01-02T09:00Z", vec![]),
    ] {
        assert_eq!(Table::default().favor(helped(at)).kinds(), kinds, "{at}");
    }
    let helped = || helped("2026-03-10T09:00Z");
    let rejected = Table { rejected: BTreeSet::from([helped().id]), ..Table::default().favor(helped()) };
    assert_eq!(rejected.kinds(), [], "none by the owner's word");
    let changed = |change: fn(&mut Favor)| {
        let mut favor = helped();
        change(&mut favor);
        Table::default().favor(favor)
    };
    let thanks = Mail::to("ana").id("other").at("2026-03-12T09:00Z");
    let question = Mail::from("ana").id("q").at("2026-03-09T09:00Z").thread("help");
    let in_return = Table::default().favor(helped()).act(question, Act::Request).kinds();
    assert!(!in_return.contains(&LoopKind::ThanksOwed), "an answer to what was asked in return");
    let none = [
        ("duty", changed(|favor| favor.basis = Basis::Duty)),
        ("a kind word", changed(|favor| favor.kind = Kind::Care)),
        ("thanked", changed(|favor| favor.state = FavorState::Thanked)),
        ("given", changed(|favor| favor.giver = Party::Owner)),
        ("an opinion", changed(|favor| favor.kind = Kind::Advice)),
        ("thanks elsewhere", Table::default().favor(helped()).act(thanks, Act::Thanks)),
    ];
    for (what, table) in none {
        assert_eq!(table.kinds(), [], "{what}");
    }
}

#[test]
fn an_offer_is_open_until_the_owner_answers() {
    let offered = Table::default().act(ask(), Act::Offer);
    assert_eq!(offered.kinds(), [LoopKind::OfferOpen]);
    assert_eq!(offered.clone().mail(reply("re", "2026-03-11T09:00Z")).kinds(), []);
    let elsewhere = Mail::to("ana").id("other").at("2026-03-12T09:00Z");
    assert_eq!(offered.act(elsewhere, Act::Request).kinds(), [LoopKind::AwaitingReply]);
}

#[test]
fn an_introduction_waits_for_word_to_the_introducer() {
    let introduced = || {
        let mut made = favor(
            Kind::Introduction,
            "ana",
            Party::Person(person("ana")),
            step("intro", "2026-02-20T09:00Z"),
        );
        made.state = FavorState::Thanked;
        Table::default().favor(made)
    };
    assert_eq!(introduced().kinds(), [LoopKind::IntroductionOpen]);
    let thanked_at_once = introduced().mail(reply("re", "2026-02-20T11:00Z"));
    assert_eq!(thanked_at_once.kinds(), [LoopKind::IntroductionOpen]);
    assert_eq!(introduced().mail(reply("news", "2026-03-02T11:00Z")).kinds(), []);
}

#[test]
fn what_is_due_comes_first_and_what_waits_for_others_last() {
    let promise = |name: &str, date: &'static str| {
        let mail = Mail::to(name).id(name).about(name).at("2026-03-12T09:00Z");
        (mail, Act::Promise, move |deed: &mut Deed| deed.due = Some(due(date)))
    };
    let (mail, act, change) = promise("cleo", "2026-03-20");
    let (later_mail, later_act, later) = promise("dan", "2026-03-28");
    let table = asked()
        .act(Mail::to("ben").id("wait").about("rope").at("2026-03-11T09:00Z"), Act::Request)
        .act_with(later_mail, later_act, later)
        .favor(favor(Kind::Help, "eva", Party::Person(person("eva")), step("h", "2026-03-10T09:00Z")))
        .act_with(mail, act, change);
    let expected = [
        LoopKind::PromiseByMe,
        LoopKind::ReplyOwed,
        LoopKind::ThanksOwed,
        LoopKind::PromiseByMe,
        LoopKind::AwaitingReply,
    ];
    assert_eq!(table.kinds(), expected);
    let mut mixed = table.clone();
    mixed.exchanges.reverse();
    mixed.deeds.reverse();
    assert_eq!(mixed.loops(), table.loops());
}

#[test]
fn several_requests_of_a_conversation_are_one_loop_with_the_nearest_due_date() {
    let again = Mail::from("ana").id("again").thread("ask").at("2026-03-14T09:00Z");
    let table = asked().act_with(again, Act::Request, |deed| deed.due = Some(due("2026-03-22")));
    let open = table.loops();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].since, open[0].due), (instant("2026-03-10T09:00Z"), Some(due("2026-03-22"))));
}

proptest! {
    #[test]
    fn a_later_instant_of_the_same_input_never_panics(hours in -200_000_i64..200_000) {
        let table = asked().favor(helped("2026-03-10T09:00Z")).met("ana", "2026-03-09T10:00Z");
        let as_of = instant("2026-03-20T12:00Z") + jiff::SignedDuration::from_hours(hours);
        let today = crate::relationships::example::day_of(as_of);
        let policy = Policy::default();
        let found = table.dealt(|dealings| loops(&dealings, as_of, today, &policy));
        prop_assert!(found.iter().all(|open| open.since < as_of));
    }
}
