//! What is read of a message's parts is what is read of the whole. Against a real server, which says what
//! parts there are.

use std::fmt::Write as _;

use goodwill::observations::Facts;
use goodwill::observations::calendar::Window;
use goodwill::observations::mail::{self, Reception, Trust};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

use super::{account_of, days_ago, now, password, plain};
use crate::servers::dovecot::{Dovecot, USER};
use crate::servers::recorder::Recorder;
use goodwill::sources::imap::{self, FetchedWindow, Role, Sink, SinkError, Visit, Wants};

/// Wants all of every message.
#[derive(Default)]
struct All(Vec<(String, Vec<u8>)>);

impl Sink for All {
    fn wants(&mut self, _: &[u8], _: Role, _: Visit) -> Wants {
        Wants::Text
    }

    fn window(&mut self, window: FetchedWindow) -> Result<(), SinkError> {
        self.0.extend(window.messages.into_iter().map(|message| (key(&message.bytes), message.bytes)));
        Ok(())
    }
}

/// The number of a message in its test.
fn key(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines().find_map(|line| line.strip_prefix("X-Key: ")).unwrap_or_default().to_owned()
}

fn facts(bytes: &[u8]) -> Facts {
    let window = Window { from: Timestamp::MIN, until: Timestamp::MAX };
    let floating = TimeZone::UTC;
    mail::read(bytes, &Reception { received: None, trust: Trust::Owner, floating, window }).facts
}

/// Delivers messages and compares the facts of what is fetched with those of the whole; gives the bytes
/// that were fetched.
async fn compare(messages: &[String]) -> usize {
    let server = Dovecot::start();
    let messages: Vec<_> =
        messages.iter().enumerate().map(|(n, text)| format!("X-Key: {n}\n{text}")).collect();
    for (n, message) in messages.iter().enumerate() {
        server.deliver("INBOX", &format!("m{n:05}"), days_ago(3), message);
    }
    let mut all = All::default();
    imap::sync(&account_of(&server), &password(), &[], &mut all, now()).await.unwrap();
    assert_eq!(all.0.len(), messages.len());
    for (key, bytes) in &all.0 {
        let whole = &messages[key.parse::<usize>().unwrap()];
        let (read, expected) = (facts(bytes), facts(whole.replace('\n', "\r\n").as_bytes()));
        assert_eq!(read, expected, "{whole}\n------ fetched:\n{}", String::from_utf8_lossy(bytes));
    }
    all.0.iter().map(|(_, bytes)| bytes.len()).sum()
}

/// The messages of the demo.
fn demo() -> Vec<String> {
    let demo = goodwill::demo::build(jiff::civil::date(2026, 3, 2));
    let mbox = String::from_utf8_lossy(&demo.mbox).replace("\r\n", "\n");
    let mut messages: Vec<String> = Vec::new();
    for line in mbox.lines() {
        if line.starts_with("From ") {
            messages.push(String::new());
        } else {
            writeln!(messages.last_mut().unwrap(), "{}", line.strip_prefix('>').unwrap_or(line)).unwrap();
        }
    }
    messages
}

#[tokio::test]
async fn of_the_demo_s_mailbox() {
    let messages = demo();
    assert!(messages.len() > 100);
    compare(&messages).await;
}

const HEAD: &str = "From: Ana <ana@rey.example>\nTo: alex@studio.example\nDate: Mon, 2 Feb 2026 09:00:00 +0000\n\
                    Message-ID: <1@rey.example>\nSubject: Plans\nMIME-Version: 1.0\n";
const EVENT: &str = "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:u1@rey.example\n\
                     DTSTAMP:20260201T000000Z\nDTSTART:20260310T090000Z\nDTEND:20260310T100000Z\nSUMMARY:Lunch\n\
                     ORGANIZER:mailto:ana@rey.example\nATTENDEE:mailto:alex@studio.example\nEND:VEVENT\nEND:VCALENDAR\n";
const WORDS: &str = "Dear Alex,\n\nthank you so much for introducing me to Ben. Could you send me the plan by Friday?\n\nAna\n";

/// A part with its header.
fn part(kind: &str, more: &str, body: &str) -> String {
    format!("Content-Type: {kind}\n{more}\n{body}\n")
}

fn multi(subtype: &str, boundary: &str, parts: &[String]) -> String {
    let mut out = format!("Content-Type: multipart/{subtype}; boundary=\"{boundary}\"\n\npreamble\n");
    for part in parts {
        write!(out, "--{boundary}\n{part}").unwrap();
    }
    format!("{out}--{boundary}--\nepilogue\n")
}

fn leaves() -> Vec<String> {
    let html = format!(
        "<html><body><p>{}</p><blockquote>old</blockquote></body></html>",
        WORDS.replace('\n', "<br>")
    );
    let attached = |name: &str| format!("Content-Disposition: attachment; {name}\n");
    vec![
        part("text/plain; charset=utf-8", "", WORDS),
        part(
            "text/plain; charset=iso-8859-1",
            "Content-Transfer-Encoding: quoted-printable\n",
            "Gr=FC=DFe an alle, vielen Dank!",
        ),
        part(
            "TEXT/Plain",
            "Content-Transfer-Encoding: BASE64\n",
            "VGhhbmsgeW91IHNvIG11Y2ggZm9yIHlvdXIgaGVscCE=",
        ),
        part("text/html; charset=\"UTF-8\"", "", &html),
        part("text/plain", "", ""),
        part("text/plain", "", "  \n\n"),
        part("text/plain", &attached("filename=\"no \\\"tes\\\".txt\""), "attached notes"),
        part("text/plain; name=notes.txt", "", "named notes"),
        part(
            "application/pdf; name=\"=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?=\"",
            "Content-Transfer-Encoding: base64\n",
            &"QUJD\n".repeat(400),
        ),
        part("application/octet-stream", &attached("filename*=utf-8''gr%C3%BCn%20x.bin"), "bin"),
        part("application/msword", &attached("filename*0=\"a long \"; filename*1=\"name.doc\""), "doc"),
        part("image/png; name=logo.png", "Content-ID: <logo>\nContent-Disposition: inline\n", "png"),
        part("text/calendar; method=REQUEST; charset=utf-8", "", EVENT),
        part("application/ics; name=invite.ics", &attached("filename=invite.ics"), EVENT),
        part("application/octet-stream; name=\"Other.ICS\"", "", &EVENT.replace("u1@", "u2@")),
        part("message/rfc822", "", &format!("{HEAD}Content-Type: text/plain\n\nforwarded words of thanks")),
        part("application/pgp-signature; name=signature.asc", "", "sig"),
        "\nno header at all, thank you!\n".to_owned(),
    ]
}

#[tokio::test]
async fn of_every_kind_of_part_in_every_place() {
    let mut messages = vec![
        format!("{HEAD}\n{WORDS}"),
        format!("{HEAD}Content-Type: multipart/mixed\n\n{WORDS}"),
        format!("{HEAD}Content-Type: multipart/mixed; boundary=never\n\n{WORDS}"),
        format!("{HEAD}Content-Type: text\n\n{WORDS}"),
        format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nnever closed, thank you"),
        format!("{HEAD}{}", part("text/plain", "", &"words of a long mail, thank you \n".repeat(9000))),
        format!(
            "{HEAD}{}",
            multi("mixed", "b", &[part("text/plain", "", &"many words, thanks \n".repeat(15_000))])
        ),
    ];
    for leaf in leaves() {
        let (plain, html) = (leaves().swap_remove(0), leaves().swap_remove(3));
        messages.push(format!("{HEAD}{leaf}"));
        for subtype in ["mixed", "alternative", "related", "digest", "signed", "x-unknown"] {
            let inner = multi(subtype, "in ner", &[leaf.clone(), html.clone()]);
            messages.push(format!("{HEAD}{}", multi(subtype, "b", &[plain.clone(), leaf.clone()])));
            messages.push(format!("{HEAD}{}", multi("mixed", "=_o(u)ter", &[inner, leaf.clone()])));
        }
    }
    compare(&messages).await;
}

fn trees() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(leaves());
    leaf.prop_recursive(4, 12, 4, |inner| {
        let subtypes = vec!["mixed", "alternative", "related", "report", "digest"];
        (prop::sample::select(subtypes), 0..1_000_000_u32, prop::collection::vec(inner, 1..4))
            .prop_map(|(subtype, boundary, parts)| multi(subtype, &format!("b{boundary}"), &parts))
    })
}

#[tokio::test]
async fn of_any_tree_of_parts() {
    let mut runner = TestRunner::new(Config::default());
    let messages: Vec<_> =
        (0..300).map(|_| format!("{HEAD}{}", trees().new_tree(&mut runner).unwrap().current())).collect();
    compare(&messages).await;
}

#[tokio::test]
async fn attachments_stay_on_the_server() {
    let server = Dovecot::start();
    let large = part(
        "application/pdf; name=large.pdf",
        "Content-Transfer-Encoding: base64\n",
        &"QUJD\n".repeat(100_000),
    );
    for n in 0..20 {
        let parts = [leaves().swap_remove(0), large.clone()];
        server.deliver(
            "INBOX",
            &format!("m{n}"),
            days_ago(3),
            &format!("{HEAD}{}", multi("mixed", "b", &parts)),
        );
    }
    let recorder = Recorder::start(server.plain_port).await;
    let mut all = All::default();
    imap::sync(&plain(recorder.port), &password(), &[], &mut all, now()).await.unwrap();
    let bytes: usize = all.0.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < 40_000, "{bytes}");
    assert!(all.0.iter().all(|(_, bytes)| facts(bytes).attachments == ["large.pdf"]));
    let fetches = recorder.commands().iter().filter(|command| command.starts_with("UID FETCH")).count();
    assert_eq!(fetches, 3, "{:?} of {USER}", recorder.commands());
}
