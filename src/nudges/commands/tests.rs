//! What is a command, and what never is.

mod clients;
mod forged;

use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;

use crate::observations::MessageId;
use crate::observations::calendar::Window;
use crate::observations::mail::{self, MessageReading, Reception, Trust};
use crate::people::{Address, OwnerAddresses};

use super::*;

pub(super) const OWNER: &str = "alex@studio.example";
pub(super) const LETTER: &str = "<nudges.135c577effd424ddb85e8796cd9eac35@studio.example>";
pub(super) const OTHER_LETTER: &str = "<nudges.00ff577effd424ddb85e8796cd9e0000@studio.example>";
const NOW: &str = "2026-11-24T09:00:00Z";

/// A letter as it is quoted by every answer: it holds commands that must never run.
pub(super) const QUOTED: &str = "1. Priya Nair: a promise of yours\n   You wrote on 9 November: “Happy to look over the slides”.\n\n\
    2. Tomás Rey: quiet for longer than usual\n   You two are in touch about every 35 days.\n\n\
    -- \nAnswer with a number and a word:\n1 done\n2 snooze 3w\nnever 2\npause all 2w\nhelp\n\
    Sent by goodwill, on your own machine, to you alone.\n";

pub(super) fn parsed(raw: &str) -> MessageReading {
    let window = Window { from: Timestamp::MIN, until: Timestamp::MAX };
    let reception = Reception { received: None, trust: Trust::Owner, floating: TimeZone::UTC, window };
    mail::read(raw.as_bytes(), &reception)
}

/// Our letters: two of two days ago and one of three months ago.
pub(super) fn letters() -> Vec<KnownLetter> {
    let known = |id: &str, at: &str| {
        let message_id = MessageId::parse(id).unwrap();
        KnownLetter { code: LetterCode::of(&message_id, "s"), message_id, made_at: at.parse().unwrap() }
    };
    vec![
        known(LETTER, "2026-11-22T17:00:00Z"),
        known(OTHER_LETTER, "2026-11-22T17:00:00Z"),
        known(OLD_LETTER, "2026-08-20T17:00:00Z"),
    ]
}

pub(super) const OLD_LETTER: &str = "<nudges.77ff577effd424ddb85e8796cd9e7777@studio.example>";

/// What would run of a message; why nothing does.
pub(super) fn judged(raw: &str, place: Place, record: Record) -> Result<Commands, Option<Refusal>> {
    let reading = parsed(raw);
    let addresses = [OWNER, "alex@old.example"].map(|text| Address::parse(text).unwrap());
    let owner = OwnerAddresses::new(&addresses);
    match admit(&reading.facts, place, &owner, &letters(), record, NOW.parse().unwrap()) {
        Admission::NoAnswer => Err(None),
        Admission::Refused(refusal) => Err(Some(refusal)),
        Admission::Answers(_) => Ok(read(&reading.authored)),
    }
}

fn one(item: Option<u32>, verb: Verb) -> Vec<Command> {
    vec![Command { item: item.map(|number| ItemNumber::new(number).unwrap()), verb }]
}

/// Each command in the words of four languages, with what it means.
#[expect(clippy::too_many_lines, reason = "one table")]
pub(super) fn dictionary() -> Vec<(&'static str, Vec<Command>)> {
    let days = |days| When::In(Rest::days(days).unwrap());
    let note = |words: &str| Verb::Note(words.to_owned());
    let third = ["3", "march"].map(str::to_owned);
    let third_of_march = When::On(super::when::named_day(&third).unwrap());
    let mut all = Vec::new();
    for (texts, item, verb) in [
        (&["1 done", "1. Done!", "Done 1", "1 erledigt", "1 fait", "1 hecho"][..], Some(1), Verb::Done),
        (
            &[
                "2 snooze 3w",
                "snooze 2 3 weeks",
                "2 später 3 Wochen",
                "2 plus tard 3 semaines",
                "2 posponer 3 semanas",
            ],
            Some(2),
            Verb::Snooze(days(21)),
        ),
        (
            &[
                "2 snooze until 3 march",
                "snooze 2 until March 3rd",
                "2 until 3 march",
                "2 verschieben bis 3. März",
                "2 bis zum 3.3.",
                "2 reporter jusqu’au 3 mars",
                "2 aplazar hasta el 3 de marzo",
            ],
            Some(2),
            Verb::Snooze(third_of_march),
        ),
        (
            &["pause until 3 march", "pause all bis 3. März", "pausar todo hasta el 3 de marzo"],
            None,
            Verb::Pause(third_of_march),
        ),
        (&["2 snooze", "2 later", "2 skip", "2 ahora no"], Some(2), Verb::Snooze(days(14))),
        (
            &["3 not a favor", "3: not a favour", "3 kein Gefallen", "3 pas un service", "3 no es un favor"],
            Some(3),
            Verb::NotAFavor,
        ),
        (&["never 2", "2 never", "nie 2", "jamais 2", "nunca 2"], Some(2), Verb::Never),
        (&["less 2", "weniger 2", "moins 2", "menos 2"], Some(2), Verb::Less),
        (&["more 2", "mehr 2", "plus 2", "más 2", "ma\u{301}s 2"], Some(2), Verb::More),
        (&["why 2", "why 2?", "Warum 2?", "pourquoi 2 ?", "¿por qué 2?"], Some(2), Verb::Why),
        (
            &["2 note: moved to  Porto", "note 2: moved to Porto", "2 Notiz: moved to Porto"],
            Some(2),
            note("moved to Porto"),
        ),
        (&["nota: moved to Porto", "note : moved to Porto"], None, note("moved to Porto")),
        (
            &[
                "pause all 2w",
                "alles pausieren 2 Wochen",
                "pause tout 2 semaines",
                "pausar todo 2 semanas",
                "pause 14 days",
            ],
            None,
            Verb::Pause(days(14)),
        ),
        (&["resume", "fortsetzen", "reprendre", "reanudar"], None, Verb::Resume),
        (&["undo", "rückgängig", "ru\u{308}ckga\u{308}ngig", "annuler", "deshacer"], None, Verb::Undo),
        (&["help", "Hilfe", "aide", "ayuda", "HELP"], None, Verb::Help),
        (&["4 family", "4 Familie", "4 famille", "4 familia"], Some(4), Verb::Family),
        (&["5 work", "5 Arbeit", "5 travail", "5 trabajo"], Some(5), Verb::Work),
        (&["6 ignore", "6 niemand", "6 ignorer", "6 ignorar"], Some(6), Verb::Ignore),
        (&["7 friend", "7 Freundin", "7 ami", "7 amiga"], Some(7), Verb::Friend),
    ] {
        all.extend(texts.iter().map(|text| (*text, one(item, verb.clone()))));
    }
    all
}

#[test]
fn commands_are_understood_in_four_languages() {
    for (text, expected) in dictionary() {
        assert_eq!(read(text), Commands { commands: expected, unread: Unread::Nothing }, "{text}");
    }
}

#[test]
fn several_lines_and_several_commands_in_a_line_run_in_their_order() {
    let all = read("1 done, 2 snooze 1m; never 3\n\n4 note: x, y; z\n");
    assert_eq!(all.commands.len(), 4);
    assert_eq!(all.commands[1].verb, Verb::Snooze(When::In(Rest::days(30).unwrap())));
    assert_eq!(all.commands[3].verb, Verb::Note("x, y; z".into()));
    let stopped = read("1 done\nThanks a lot!\n2 done");
    let line = Unread::Words("Thanks a lot!".to_owned());
    assert_eq!((stopped.commands.len(), stopped.unread), (1, line));
    let Unread::Words(long) = read(&"why so ".repeat(90)).unread else { panic!("it was a command") };
    assert_eq!(long.chars().count(), 80);
}

#[test]
fn a_greeting_before_the_commands_is_passed_over() {
    for text in ["Hallo,\n\n1 done", "Hi!\n1 done\n", "1 done"] {
        assert_eq!(read(text).commands, one(Some(1), Verb::Done), "{text}");
    }
    let greeted = read("Hi Ana,\n1 done");
    assert!(greeted.commands.is_empty() && greeted.unread != Unread::Nothing, "that is a letter to somebody");
}

#[test]
fn what_is_no_command_is_not_guessed() {
    for text in [
        "1 dnoe",
        "done deal",
        "1 2 done",
        "1 done please",
        "0 done",
        "100 done",
        "4294967296 done",
        "1w done",
        "2 snooze 0d",
        "2 snooze 2y",
        "2 snooze 3w 2d",
        "2 snooze until Friday",
        "2 snooze 99999999999w",
        "undo 2",
        "help 1",
        "pause 2",
        "resume 3",
        "note:",
        "2 note: …",
        "1 2 note: x",
        "note note: x",
        "forget 2",
        "delete all",
        "1 done, and thanks",
        "1",
        "3w",
        "never mind",
        "snooze2",
        "1done!now",
        "I never 2",
        "favor",
        "2 set config x",
        "Hi goodwill,",
        "why not?",
        "",
        "…",
        "> 1 done",
    ] {
        let read = read(text);
        let empty = !text.chars().any(char::is_alphanumeric);
        assert!(read.commands.is_empty(), "{text:?}: {read:?}");
        assert_eq!(read.unread == Unread::Nothing, empty, "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_no_reply_is_endless(text in "(?s).{0,400}", line in "[0-9a-z:.,; ]{0,40}") {
        let read = read(&format!("{line}\n{text}"));
        prop_assert!(read.commands.len() <= MAX_COMMANDS);
        for command in read.commands {
            if let Verb::Note(words) = command.verb {
                prop_assert!(words.chars().count() <= MAX_NOTE_CHARS && !words.contains('\n'));
            }
        }
    }
}

#[test]
fn the_writers_name_below_an_empty_line_is_a_signature_and_no_other_name_is() {
    let name = "Alex Friend Moreau";
    for text in ["1 erledigt\n\nAlex\n", "1 done\n \n– Alex Moreau", "1 done\r\n\r\nALEX\r\n\r\n"] {
        let read = read_of(text, name);
        assert_eq!((read.commands.len(), read.unread), (1, Unread::Nothing), "{text:?}");
    }
    for text in ["1 done\nAlex", "1 done\n\nBen", "1 done\n\nAlex will ask", "1 done\n\nAlex\n\nBen"] {
        assert_ne!(read_of(text, name).unread, Unread::Nothing, "{text:?}");
    }
    assert_eq!(read_of("1 done\n\nfriend", name).commands.len(), 2, "a name that is a command is one");
    assert_eq!(read_of("1 done\n\n...", "").commands.len(), 1);
}
