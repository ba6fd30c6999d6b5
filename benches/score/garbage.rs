//! Mail that means harm, and mail broken in every way: nothing may panic, and what is told of it stays within bounds.

use std::panic::catch_unwind;
use std::process::Command;

use goodwill::observations::mail::{self, MessageReading};

use crate::Outcome;
use crate::bombs::peak_kb;
use crate::message::reception;
use crate::mutants::mutant;

/// Memory that each may take at its peak beside its own bytes, in kilobytes.
const MEMORY_KB: u64 = 64 * 1024;
/// Mutants where nothing is said.
const MUTANTS: u64 = 100_000;
/// What broken mail is made of.
const PIECES: [&str; 24] = [
    "\n\n",
    "\r\n",
    "\n ",
    "\0",
    "\u{e9}",
    "\u{202e}",
    "--b\n",
    "--b--\n",
    "> ",
    "=?utf-8?q?=FF=00?=",
    "=?utf-16?b?AAAA?=",
    "Content-Type: multipart/mixed; boundary=b\n\n",
    "Content-Type: text/html; charset=utf-7\n\n",
    "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n",
    "Content-Transfer-Encoding: base64\n\n",
    "Content-Type: message/rfc822\n\n",
    "<blockquote>",
    "</div>",
    "<!--",
    "&#x0;&#99999999;",
    "-----Original Message-----\n",
    "On 2 Mar 2026, at 09:00, Ana wrote:\n",
    "From: Ana\nSent: Monday\nTo: Ben\nSubject: x\n",
    "-- \n",
];

/// Messages that are broken.
const MESSAGES: [&str; 3] = [
    "From: Ana Lima <ana@studio.example>\nTo: ben@home.example\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nSubject: Re: Roses\n\
     In-Reply-To: <1@home.example>\n\nHello Ben,\n\nthe roses are out.\n\nOn Mon, 2 Mar 2026, Ben Roth wrote:\n> how are the roses?\n\
     -- \nAna\n",
    "From: =?utf-8?q?Ana_L=C3=ADma?= <ana@studio.example>\nTo: \"Roth, Ben\" <ben@home.example>\nContent-Type: multipart/mixed; \
     boundary=\"b\"\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain; charset=utf-8\n\
     Content-Transfer-Encoding: quoted-printable\n\nHallo =C3=A4\n--c\nContent-Type: text/html\n\n<div class=\"gmail_quote\">On \
     Monday Ana wrote:<blockquote>old</blockquote></div><p>new\n--c--\n--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n\
     BEGIN:VEVENT\nUID:1\nDTSTART:20260302T090000Z\nEND:VEVENT\nEND:VCALENDAR\n--b--\n",
    "From: ana@studio.example\nTo: ben@home.example\nContent-Type: text/html; charset=iso-8859-1\n\n<html><body><p>Hello \
     Ben,</p><div id=\"divRplyFwdMsg\"><b>From:</b> Ben<br><b>Sent:</b> Monday<br><b>To:</b> Ana<br><b>Subject:</b> x</div>old</body>\n",
];

pub(crate) const HELP: &str = "\
garbage [COUNT]
  Reads mail that means harm: headers, lines, parts, tags and words without end. Then breaks invented messages,
  COUNT mutants in all (100000 unless told), the same each time, and reads each. Fails where one panics, tells more
  than it may, or takes 64 MB beside its own bytes.";

/// Reads all bombs and mutants, or the one bomb that is named.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    if let [word, number] = arguments
        && word == "bomb"
    {
        return explode(number.parse()?);
    }
    let count = arguments.first().map_or(Ok(MUTANTS), |count| count.parse())?;
    let mut failed = 0;
    for nth in 0..BOMBS.len() {
        let status =
            Command::new(std::env::current_exe()?).args(["garbage", "bomb"]).arg(nth.to_string()).status()?;
        failed += u64::from(!status.success());
    }
    println!("{} bombs, {failed} too much", BOMBS.len());
    for nth in 0..count {
        let message = MESSAGES[usize::try_from(nth)? % MESSAGES.len()];
        let broken = mutant(message.as_bytes(), nth, &PIECES);
        let read = catch_unwind(|| mail::read(&broken, &reception()));
        if read.map_or(true, |reading| !is_within_bounds(&reading)) {
            failed += 1;
            println!("mutant {nth} panics or tells too much");
        }
    }
    println!("{count} mutants; {failed} bombs or mutants failed");
    if failed > 0 { Err("not all were read".into()) } else { Ok(()) }
}

/// Name, beginning, what is repeated, how often, and the end.
const BOMBS: [(&str, &str, &str, usize, &str); 14] = [
    ("a subject of 100 MB", "Subject: ", "x", 100_000_000, "\n\nhello\n"),
    ("5 million header lines", "From: a@b.example\n", "X: 1\n", 5_000_000, "\nhello\n"),
    ("a million folds", "Subject: a", "\n b", 1_000_000, "\n\nhello\n"),
    ("a million addressees", "To: a@b.example", ", a@b.example", 1_000_000, "\n\nhello\n"),
    ("a million references", "References: <a@b>", " <a@b>", 1_000_000, "\n\nhello\n"),
    ("a million encoded words", "Subject: a", " =?utf-8?b?w6k=?=", 1_000_000, "\n\nhello\n"),
    ("10,000 nested parts", "", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 10_000, "\nhello\n"),
    ("10,000 nested messages", "", "Content-Type: message/rfc822\n\n", 10_000, "\nhello\n"),
    ("a million parts", "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", 1_000_000, "--b--\n"),
    ("a body of 100 MB", "\n", "y", 100_000_000, "\n"),
    ("10 million lines", "\n", "> y\n", 10_000_000, "\n"),
    ("a million attributions", "\n", "On 2 Mar 2026, at 09:00, Ana wrote:\n", 1_000_000, "\n"),
    ("a million nested tags", "Content-Type: text/html\n\n", "<div><blockquote>", 1_000_000, "x"),
    ("a million entities", "Content-Type: text/html; charset=utf-7\n\n", "&#65;&amp", 1_000_000, "x"),
];

fn explode(nth: usize) -> Outcome<()> {
    let (name, start, repeated, times, end) = BOMBS.get(nth).ok_or("no such bomb")?;
    let mut bytes = Vec::with_capacity(start.len() + repeated.len() * times + end.len());
    bytes.extend_from_slice(start.as_bytes());
    for _ in 0..*times {
        bytes.extend_from_slice(repeated.as_bytes());
    }
    bytes.extend_from_slice(end.as_bytes());
    let before = peak_kb();
    let reading = mail::read(&bytes, &reception());
    let peak = peak_kb().saturating_sub(before);
    println!("{name}: {peak} kB, {} bytes told, {:?}", reading.authored.len(), reading.facts.skipped);
    if peak > MEMORY_KB || !is_within_bounds(&reading) {
        return Err(format!("{name} took or told too much").into());
    }
    Ok(())
}

/// Whether no more is told than may be kept.
fn is_within_bounds(reading: &MessageReading) -> bool {
    let facts = &reading.facts;
    let is_text = |text: &str| !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'));
    reading.authored.len() <= 64 * 1024
        && facts.line_hashes.len() <= 200
        && facts.quoted_hashes.len() <= 12
        && facts.references.len() <= 100
        && facts.attachments.len() <= 50
        && facts.skipped.len() <= 20
        && facts.subject.chars().count() <= 500
        && is_text(&facts.subject)
        && facts.cues.iter().all(|cue| cue.quote.chars().count() <= 200 && is_text(&cue.quote))
}
