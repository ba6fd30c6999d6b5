//! Threads and correspondence.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::observations::{Authenticity, BulkMark, Facts, MessageId, Quoted};
use crate::people::{Address, Mailbox, OwnerAddresses, Society};

use super::subjects::former_topic;
use super::{
    Answers, Correspondence, Letters, ListPosts, Party, Policy, Standing, correspondence, strip_marks,
    threads, topic,
};

pub(super) fn mailbox(text: &str) -> Mailbox {
    Mailbox { name: None, address: Address::parse(text).unwrap() }
}

pub(super) fn message(
    id: &str,
    hours: i64,
    from: &str,
    to: &[&str],
    subject: &str,
    references: &[&str],
) -> Facts {
    Facts {
        id: MessageId::parse(id).unwrap(),
        date: Timestamp::from_second(1_700_000_000 + hours * 3600).unwrap(),
        utc_offset_minutes: 0,
        from: Some(mailbox(from)),
        to: to.iter().map(|to| mailbox(to)).collect(),
        cc: Vec::new(),
        subject: subject.to_owned(),
        references: references.iter().map(|id| MessageId::parse(id).unwrap()).collect(),
        bulk: Vec::new(),
        authenticity: Authenticity::Verified,
        greeted: Vec::new(),
        words: 10,
        line_hashes: Vec::new(),
        quoted_hashes: Vec::new(),
        quoted: Quoted::default(),
        cues: Vec::new(),
        hint: None,
        answer: None,
        model: 1,
        sensitive: false,
        grief: false,
        language: None,
        attachments: Vec::new(),
        calendar: Vec::new(),
        skipped: Vec::new(),
    }
}

pub(super) fn letters(messages: &[Facts]) -> Letters {
    messages.iter().cloned().collect()
}

fn same_thread(messages: &[Facts], a: usize, b: usize) -> bool {
    let found = threads(letters(messages));
    found[a] == found[b]
}

const ME: &str = "me@home.example";
const ANA: &str = "ana@studio.example";

#[test]
fn a_chain_of_ids_is_one_thread_even_where_its_links_are_missing() {
    let messages = [
        message("a@x", 0, ANA, &[ME], "one", &[]),
        message("c@x", 2, ME, &[ANA], "quite another subject", &["b@x"]),
        message("d@x", 3, ANA, &[ME], "Re: two", &["a@x", "b@x"]),
    ];
    assert!(same_thread(&messages, 0, 1));
    assert!(same_thread(&messages, 1, 2));
}

#[test]
fn a_reply_without_references_joins_by_subject_people_and_time() {
    let base = message("a@x", 0, ANA, &[ME], "Plans for May", &[]);
    let reply = message("b@x", 30, ME, &[ANA], "AW: Re: plans for may", &[]);
    let stranger = message("c@x", 30, "ben@y.example", &["cy@z.example"], "Re: Plans for May", &[]);
    let late = message("d@x", 24 * 100, ME, &[ANA], "Re: Plans for May", &[]);
    let fresh = message("e@x", 31, ANA, &[ME], "Plans for May", &[]);
    let messages = [base, reply, stranger, late, fresh];
    assert!(same_thread(&messages, 0, 1));
    assert!(!same_thread(&messages, 0, 2), "other people");
    assert!(!same_thread(&messages, 0, 3), "long after");
    assert!(!same_thread(&messages, 0, 4), "no reply");
}

#[test]
fn in_an_archive_without_marks_an_answer_is_known_by_whom_it_is_to() {
    let mut messages = Vec::new();
    for n in 0..60 {
        let (topic, hours) = (format!("how to prune roses {n}"), n * 100);
        let (ask, answer) = (format!("a{n}@x"), format!("b{n}@x"));
        messages.push(message(&ask, hours, ANA, &["list@garden.example"], &topic, &[]));
        messages.push(message(&answer, hours + 5, "ben@y.example", &[ANA], &topic, &[]));
    }
    assert!(same_thread(&messages, 0, 1));
    assert!(!same_thread(&messages, 0, 2), "another subject");
    assert!(same_thread(&messages, 118, 119));
    let few: Vec<Facts> = messages.into_iter().take(2).collect();
    assert!(!same_thread(&few, 0, 1), "where marks may have been kept, their absence tells");
}

/// `message` that names no other, with lines that it says and quotes, each a number.
fn letter(id: &str, hours: i64, from: &str, subject: &str, says: &[u64], quotes: &[u64]) -> Facts {
    let mut facts = message(id, hours, from, &["list@garden.example"], subject, &[]);
    facts.line_hashes = says.to_vec();
    facts.quoted_hashes = quotes.to_vec();
    facts
}

#[test]
fn a_letter_joins_those_of_its_subject_that_it_quotes() {
    let messages = [
        letter("a@x", 0, ANA, "pruning roses", &[1, 2], &[]),
        letter("b@x", 2000, "ben@y.example", "pruning roses", &[3], &[2]),
        letter("c@x", 2001, "cy@z.example", "pruning roses", &[4], &[9]),
        letter("d@x", 2002, "dan@z.example", "pruning roses", &[5], &[2, 3]),
        letter("e@x", 2003, "eve@z.example", "other roses", &[6], &[2]),
        letter("f@x", 2004, "fay@z.example", "hard pruning (was: Re: pruning roses)", &[7], &[5]),
    ];
    assert!(same_thread(&messages, 0, 1), "it quotes the first, whatever the time");
    assert!(!same_thread(&messages, 0, 2), "it quotes something else");
    assert!(same_thread(&messages, 0, 3) && same_thread(&messages, 1, 3));
    assert!(!same_thread(&messages, 0, 4), "another subject");
    assert!(same_thread(&messages, 0, 5), "the subject names the one before");
}

#[test]
fn a_line_under_many_subjects_ties_nothing() {
    let said = |n: usize, subject: &str| letter(&format!("a{n}@x"), 0, ANA, subject, &[1], &[]);
    let mut messages: Vec<Facts> =
        ["a", "b", "c"].iter().enumerate().map(|(n, topic)| said(n, topic)).collect();
    messages.push(said(4, "roses"));
    messages.push(letter("b@x", 2000, "ben@y.example", "roses", &[], &[1]));
    assert!(!same_thread(&messages, 3, 4));
    assert!(same_thread(&messages[1..], 2, 3));
}

#[test]
fn text_that_stands_in_an_earlier_message_of_the_conversation_is_no_new_cue() {
    let mut ask = message("a@x", 0, ANA, &[ME], "roses", &[]);
    ask.line_hashes = vec![7, 5];
    let mut bulk = message("l@x", 0, "list@garden.example", &[ME], "news", &[]);
    (bulk.bulk, bulk.line_hashes) = (vec![BulkMark::Mass], vec![8]);
    let mut answer = message("b@x", 1, ME, &[ANA], "Re: roses", &["a@x", "l@x"]);
    answer.line_hashes = vec![9, 8, 7];
    let mut other = message("c@x", 2, ME, &[ANA], "tulips", &[]);
    other.line_hashes = vec![7];
    let found = read(&[ask, bulk, answer, other], ListPosts::Ignore).exchanges;
    assert_eq!(*found[1].repeated, [7, 8], "also what stands in the bulk mail that it answers");
    assert!(found[1].repeats(&[7]) && found[1].repeats(&[8, 7]));
    assert!(!found[1].repeats(&[7, 9]), "partly new");
    assert!(!found[1].repeats(&[]), "short lines tell nothing");
    assert!(found[0].repeated.is_empty() && found[2].repeated.is_empty());
}

#[test]
fn the_order_of_messages_changes_no_thread() {
    let messages = [
        message("a@x", 0, ANA, &[ME], "one", &[]),
        message("b@x", 1, ME, &[ANA], "Re: one", &[]),
        message("c@x", 2, ANA, &[ME], "Re: one", &["b@x"]),
    ];
    let forward = threads(letters(&messages));
    let mut backward = threads(messages.into_iter().rev().collect());
    backward.reverse();
    assert_eq!(forward, backward);
}

#[test]
fn marks_come_off_subjects() {
    for (subject, bare, is_reply) in [
        ("Re: Plans", "Plans", true),
        ("RE[2]: Fwd: Plans", "Plans", true),
        ("[list] Re: Plans", "Plans", true),
        ("Antw: Plans", "Plans", true),
        ("Antw.: Plans", "Plans", true),
        ("RIF: Plans", "Plans", true),
        ("RE : Odp: 答复：Plans", "Plans", true),
        ("VL: VB: Plans", "Plans", true),
        ("Plans: a draft", "Plans: a draft", false),
        ("Re: ", "", true),
        ("", "", false),
        ("[whole]", "[whole]", false),
    ] {
        assert_eq!(strip_marks(subject), (bare, is_reply), "{subject:?}");
    }
    assert_eq!(topic("Re: PLANS").0, "plans");
    for (subject, former) in [
        ("Roses (was: Re: [garden] Garden)", Some("garden")),
        ("Roses [was Re: Garden]", Some("garden")),
        ("Rosen (war: Garten)", Some("garten")),
        ("Roses was: Garden", Some("garden")),
        ("Where was the garden", None),
        ("Antwar: garden", None),
        ("Roses (was: )", None),
    ] {
        assert_eq!(former_topic(subject).as_deref(), former, "{subject:?}");
    }
}

pub(super) fn policy(lists: ListPosts) -> Policy {
    Policy {
        owner: OwnerAddresses::new([&Address::parse(ME).unwrap()]),
        name: "Sam Okafor".to_owned(),
        zone: TimeZone::UTC,
        ignored: vec![crate::people::AddressPattern::Exact(Address::parse("shop@z.example").unwrap())],
        lists,
    }
}

fn read(messages: &[Facts], lists: ListPosts) -> Correspondence {
    correspondence(letters(messages), &[], &policy(lists), &Society::default())
}

#[test]
fn a_conversation_in_which_somebody_died_is_sensitive_to_its_end() {
    let mut told = message("a@x", 0, ANA, &[ME], "", &[]);
    (told.sensitive, told.grief) = (true, true);
    let letter = |id, days: i64, subject, references| message(id, days * 24, ANA, &[ME], subject, references);
    let messages = [
        told,
        letter("b@x", 5, "so sorry", &["a@x"]),
        letter("c@x", 90, "so sorry", &["a@x"]),
        letter("d@x", 5, "roses", &[]),
    ];
    let found = read(&messages, ListPosts::Weak);
    let sensitive = |id: &str| {
        let id = MessageId::parse(id).unwrap();
        let exchange = found.exchanges.iter().find(|exchange| exchange.message == id).unwrap();
        (exchange.sensitive, exchange.topic.is_empty())
    };
    assert_eq!(sensitive("b@x"), (true, true));
    assert_eq!(sensitive("c@x"), (false, false), "long after");
    assert_eq!(sensitive("d@x"), (false, false), "another conversation");
}

#[test]
fn only_mail_between_the_owner_and_people_is_contact() {
    let mut newsletter = message("n@x", 0, "news@z.example", &[ME], "Offers", &[]);
    newsletter.bulk = vec![BulkMark::List];
    let messages = [
        message("a@x", 0, ANA, &[ME], "hello", &[]),
        message("b@x", 1, "ben@y.example", &[ANA], "not for me", &[]),
        message("c@x", 2, "shop@z.example", &[ME], "ignored", &[]),
        newsletter,
    ];
    let found = read(&messages, ListPosts::Ignore);
    assert_eq!(found.exchanges.len(), 1);
    assert_eq!(found.directory.people().len(), 1);
}

#[test]
fn standing_follows_who_is_addressed() {
    let mut crowd = message("c@x", 2, ME, &[ANA, "b@y.example", "c@y.example", "d@y.example"], "all", &[]);
    crowd.greeted = vec!["ana".to_owned()];
    let messages = [
        message("a@x", 0, ANA, &[ME], "only", &[]),
        message("b@x", 1, ME, &[ANA, "b@y.example"], "few", &[]),
        crowd,
    ];
    let found = read(&messages, ListPosts::Weak);
    let ana = found.directory.find(&Address::parse(ANA).unwrap()).unwrap();
    let standing = |index: usize| {
        found.exchanges[index].people.iter().find(|(id, _)| *id == ana).map(|&(_, standing)| standing)
    };
    assert_eq!(standing(0), Some(Standing::Only));
    assert_eq!(standing(1), Some(Standing::Few));
    assert_eq!(standing(2), Some(Standing::Named));
    let others: BTreeSet<Standing> = found.exchanges[2]
        .people
        .iter()
        .filter(|(id, _)| *id != ana)
        .map(|&(_, standing)| standing)
        .collect();
    assert_eq!(others, BTreeSet::from([Standing::Aside]));
}

#[test]
fn a_list_post_that_answers_the_owner_is_weak_contact_by_one_setting() {
    let mut post = message("a@x", 0, ANA, &[ME, "friends@lists.example"], "Re: question", &[]);
    post.bulk = vec![BulkMark::List];
    let weak = read(std::slice::from_ref(&post), ListPosts::Weak);
    assert_eq!(weak.exchanges[0].people[0].1, Standing::Aside);
    assert!(weak.exchanges[0].on_list);
    assert_eq!(weak.directory.people().len(), 1, "the list itself is nobody");
    assert!(read(std::slice::from_ref(&post), ListPosts::Ignore).exchanges.is_empty());
    post.subject = "This week's roses".to_owned();
    assert!(read(&[post], ListPosts::Weak).exchanges.is_empty(), "a newsletter answers nobody");
}

#[test]
fn an_answer_that_only_a_list_or_nobody_got_is_known() {
    let ask = message("a@x", 0, ANA, &[ME], "one", &[]);
    let answer = message("b@x", 1, ME, &["friends-request@lists.example"], "Re: one", &["a@x"]);
    let silent = read(std::slice::from_ref(&ask), ListPosts::Weak);
    assert_eq!(silent.exchanges[0].answered_at, None);
    let found = read(&[ask, answer.clone()], ListPosts::Weak);
    assert_eq!((found.exchanges.len(), found.exchanges[0].answered_at), (1, Some(answer.date)));
}

#[test]
fn the_first_message_of_a_thread_is_known() {
    let messages = [
        message("a@x", 0, ME, &[ANA], "one", &[]),
        message("b@x", 1, ANA, &[ME], "Re: one", &["a@x"]),
        message("c@x", 2, ANA, &[ME], "Re: from before", &["gone@x"]),
    ];
    let firsts: Vec<bool> =
        read(&messages, ListPosts::Weak).exchanges.iter().map(|exchange| exchange.first).collect();
    assert_eq!(firsts, [true, false, false]);
    assert_eq!(read(&messages, ListPosts::Weak).exchanges[0].by, Party::Owner);
}

#[test]
fn what_a_message_answers_is_told_by_its_references() {
    use Answers::{ALater, TheFirst, Untold};
    let messages = [
        message("a@x", 0, ME, &[ANA], "one", &[]),
        message("b@x", 1, ANA, &[ME], "Re: one", &["a@x"]),
        message("c@x", 2, ME, &[ANA], "Re: one", &["b@x"]),
        message("d@x", 3, ME, &[ANA], "Re: from before", &["gone@x"]),
        message("e@x", 4, ANA, &[ME], "Re: from before", &["gone@x", "d@x"]),
    ];
    let answers: Vec<Answers> =
        read(&messages, ListPosts::Weak).exchanges.iter().map(|exchange| exchange.answers).collect();
    assert_eq!(answers, [Untold, TheFirst, ALater, TheFirst, ALater]);
}

#[test]
fn a_tag_under_which_many_write_is_a_lists() {
    let tagged = |writers: usize, tag: &str| {
        let messages: Vec<_> = (0..writers)
            .map(|n| {
                let from = format!("p{n}@studio.example");
                let subject = format!("Re: [{tag}] roses {n}");
                let id = format!("m{n}@x");
                message(&id, i64::try_from(n).unwrap(), &from, &[ME], &subject, &[])
            })
            .collect();
        read(&messages, ListPosts::Weak).exchanges.iter().filter(|exchange| exchange.tagged).count()
    };
    assert_eq!(tagged(8, "garden-talk"), 8);
    assert_eq!(tagged(7, "garden-talk"), 0);
    assert_eq!(tagged(9, "EXTERNAL"), 0);
}

#[test]
fn who_only_ever_sends_the_same_is_nobody_until_the_owner_writes_there() {
    let stock = "stock@mill.example";
    let mut all: Vec<Facts> =
        (0..20).map(|n| message(&format!("o{n}@x"), n, ME, &[ANA], "roses", &[])).collect();
    all.extend((0..8).map(|n| message(&format!("s{n}@x"), 24 * n, stock, &[ME], &format!("Stock {n}"), &[])));
    let found = read(&all, ListPosts::Weak);
    assert!(found.directory.find(&Address::parse(stock).unwrap()).is_none());
    assert_eq!((found.exchanges.len(), found.one_sided.len()), (20, 1));
    all.push(message("q@x", 500, ME, &[stock], "Your lists", &[]));
    let found = read(&all, ListPosts::Weak);
    assert!(found.directory.find(&Address::parse(stock).unwrap()).is_some());
    assert_eq!((found.exchanges.len(), found.one_sided.len()), (29, 0));
}

#[test]
fn each_addressee_is_judged_by_himself() {
    let to = [ANA, "all-staff@studio.example", "noreply@studio.example", "gardeners@lists.garden.example"];
    let messages = [
        message("a@x", 0, ME, &to, "roses", &[]),
        message("b@x", 1, ME, &["unsubscribe@news.example"], "unsubscribe", &[]),
        message("c@x", 2, ME, &["team@works.example"], "hello", &[]),
        message("d@x", 3, "team@works.example", &[ME], "Re: hello", &[]),
    ];
    let found = read(&messages, ListPosts::Weak);
    let people: Vec<&str> =
        found.directory.people().values().flat_map(|person| &person.addresses).map(Address::as_str).collect();
    assert_eq!(BTreeSet::from_iter(people), BTreeSet::from([ANA, "team@works.example"]));
    assert_eq!(found.exchanges.len(), 3);
}
