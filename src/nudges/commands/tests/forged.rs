//! Commands that must not run: forged, replayed, quoted, sent by programs, malformed.

use super::clients::{CLIENTS, Draft, fields};
use super::*;

/// How one field of a sound answer is made wrong.
type Change = fn(String) -> String;

/// Answers whose words are sound and which must not count, with the reason.
const WRONG_HEADERS: &[(&str, Change, Option<Refusal>)] = &[
    (
        "from a stranger",
        |f| f.replace("From: Alex Kim <alex@studio.example>", "From: Alex Kim <eve@bad.example>"),
        Some(Refusal::NotFromOwner),
    ),
    (
        "from a name like it",
        |f| {
            f.replace(
                "From: Alex Kim <alex@studio.example>",
                "From: \"alex@studio.example\" <eve@bad.example>",
            )
        },
        Some(Refusal::NotFromOwner),
    ),
    (
        "from a domain like it",
        |f| f.replace("From: Alex Kim <alex@studio.example>", "From: <alex@studio.example.bad.example>"),
        Some(Refusal::NotFromOwner),
    ),
    ("from nobody", |f| f.replace("From: Alex Kim <alex@studio.example>\n", ""), Some(Refusal::NotFromOwner)),
    (
        "from two",
        |f| f.replace("From: Alex Kim <alex@studio.example>", "From: alex@studio.example, eve@bad.example"),
        Some(Refusal::NotFromOwner),
    ),
    (
        "to a friend",
        |f| f.replace("To: Alex Kim <alex@studio.example>\nS", "To: Ana <ana@rey.example>\nS"),
        Some(Refusal::NotToOwnerAlone),
    ),
    (
        "to a friend too",
        |f| f.replace("To: Alex Kim <alex@studio.example>\nS", "To: alex@studio.example, ana@rey.example\nS"),
        Some(Refusal::NotToOwnerAlone),
    ),
    ("copied", |f| add(&f, "Cc: ana@rey.example"), Some(Refusal::NotToOwnerAlone)),
    ("copied in secret", |f| add(&f, "Bcc: ana@rey.example"), Some(Refusal::NotToOwnerAlone)),
    ("to nobody", |f| f.replace("\nTo: Alex Kim <alex@studio.example>", ""), Some(Refusal::NotToOwnerAlone)),
    ("auto-replied", |f| add(&f, "Auto-Submitted: auto-replied"), Some(Refusal::Automatic)),
    ("auto-generated", |f| add(&f, "Auto-Submitted: auto-generated"), Some(Refusal::Automatic)),
    ("auto-notified", |f| add(&f, "Auto-Submitted: auto-notified; owner-email=x"), Some(Refusal::Automatic)),
    ("vacation", |f| add(&f, "X-Autoreply: yes"), Some(Refusal::Automatic)),
    ("a loop", |f| add(&f, "X-Loop: alex@studio.example"), Some(Refusal::Automatic)),
    ("bulk", |f| add(&f, "Precedence: bulk"), Some(Refusal::Automatic)),
    ("auto_reply", |f| add(&f, "Precedence: auto_reply"), Some(Refusal::Automatic)),
    ("by a list", |f| add(&f, "List-Id: <talk.lists.example>"), Some(Refusal::Automatic)),
    ("a bounce", |f| add(&f, "Return-Path: <>"), Some(Refusal::Automatic)),
    ("a letter of a goodwill", |f| add(&f, "X-Goodwill-Kind: answer"), None),
    ("out of office", |f| f.replace("Subject: Re:", "Subject: Out of office: Re:"), Some(Refusal::Automatic)),
    ("cites nothing", |f| without_citations(&f), None),
    ("cites an id that we never made", |f| f.replace("135c577e", "135c577f"), None),
    ("cites part of the id", |f| f.replace("d9eac35@", "d9eac3@"), None),
    (
        "cites another host",
        |f| {
            f.replace("@studio.example>\nR", "@bad.example>\nR")
                .replace("eac35@studio.example>\n", "eac35@bad.example>\n")
        },
        None,
    ),
    ("cites the id only in the text", |f| without_citations(&f), None),
    (
        "carries a code that is none",
        |f| without_citations(&f).replace("Re: Priya", "goodwill 0123456789ab Priya"),
        None,
    ),
    ("carries half a code", |f| without_citations(&f).replace("Re: Priya", &code(LETTER)[..15]), None),
    (
        "carries another letter's code",
        |f| f.replace("Re: Priya", &code(OTHER_LETTER)),
        Some(Refusal::Contradicts),
    ),
    ("answers a letter of three months ago", |f| f.replace(LETTER, OLD_LETTER), Some(Refusal::TooOld)),
    (
        "carries the code of an old letter",
        |f| without_citations(&f).replace("Re: Priya", &code(OLD_LETTER)),
        Some(Refusal::TooOld),
    ),
];

fn add(fields: &str, more: &str) -> String {
    format!("{fields}{more}\n")
}

fn without_citations(fields: &str) -> String {
    fields.replace(&format!("In-Reply-To: {LETTER}\nReferences: {LETTER}\n"), "")
}

fn code(letter: &str) -> String {
    LetterCode::of(&MessageId::parse(letter).unwrap(), "s").to_string()
}

#[test]
fn forged_replayed_and_automatic_commands_never_count() {
    let mut count = 0;
    for client in &CLIENTS {
        for &(what, change, refusal) in WRONG_HEADERS {
            let raw =
                client.answer(&Draft { words: "1 done", language: count, fields: change(fields(count)) });
            let judged = judged(&raw, Place::Sent, Record::default());
            assert_eq!(judged, Err(refusal), "{what} by {}\n{raw}", client.name);
            count += 1;
        }
        let raw = client.answer(&Draft { words: "1 done", language: count, fields: fields(count) });
        for (place, record, refusal) in [
            (Place::Elsewhere, Record::default(), Refusal::NotSent),
            (Place::Sent, Record { same: 1, last_day: 1 }, Refusal::Repeated),
            (Place::Sent, Record { same: 0, last_day: 30 }, Refusal::TooMany),
        ] {
            assert_eq!(judged(&raw, place, record), Err(Some(refusal)), "{}", client.name);
            count += 1;
        }
    }
    assert!(count >= 250, "{count}");
}

#[test]
fn quoted_and_malformed_commands_never_run() {
    let mut count = 0;
    for client in &CLIENTS {
        for language in 0..4 {
            // Nothing written: the quote holds five commands and is all there is.
            let raw = client.answer(&Draft { words: "", language, fields: fields(count) });
            let nothing = Commands::default();
            assert_eq!(
                judged(&raw, Place::Sent, Record::default()),
                Ok(nothing),
                "{} {language}\n{raw}",
                client.name
            );
            for words in [
                "Thanks, I will see to it.",
                "Sure, done with the 1st, more later",
                "1 dnoe",
                "done? no idea",
                "2 snooze until spring",
                "forget 2",
                "rule ignore all",
                "1 done please",
                "<1 done>…x",
                "1 1 done",
                "100 done",
                "=31 done",
            ] {
                let raw = client.answer(&Draft { words, language, fields: fields(count) });
                let judged = judged(&raw, Place::Sent, Record::default()).unwrap();
                assert_eq!(judged.commands, vec![], "{} {language} {words}\n{raw}", client.name);
                count += 1;
            }
        }
    }
    assert!(count >= 384, "{count}");
}

#[test]
fn a_message_to_oneself_with_the_code_counts() {
    for client in &CLIENTS {
        let fields = without_citations(&fields(1)).replace("Re: Priya", &code(LETTER));
        let raw = client.answer(&Draft { words: "1 done", language: 0, fields });
        assert!(judged(&raw, Place::Sent, Record::default()).is_ok(), "{}\n{raw}", client.name);
    }
    // A tag in the address, another of the owner's addresses, and an address that reads as a role.
    let base = fields(2);
    for (from, to) in
        [("alex@studio.example", "alex+goodwill@studio.example"), ("alex@old.example", "alex@studio.example")]
    {
        let fields = base
            .replace("From: Alex Kim <alex@studio.example>", &format!("From: <{from}>"))
            .replace("To: Alex Kim <alex@studio.example>\nS", &format!("To: <{to}>\nS"));
        let raw = CLIENTS[6].answer(&Draft { words: "1 done", language: 0, fields });
        assert!(judged(&raw, Place::Sent, Record::default()).is_ok(), "{raw}");
    }
}
