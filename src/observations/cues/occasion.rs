//! The day of the occasion that an act is about: a meeting, a call, an outage. What was asked or promised for it is
//! past caring once that day is over, whether or not anybody answered.
//!
//! The day may stand in the sentence itself, beside it, in the subject, or in the text that is passed on.

use jiff::civil::{Date, DateTime};

use super::due::due;
use super::sentence::{Sentence, prefix, split};
use super::{Act, TextContext, Wording};

/// Most bytes of a text passed on that are read for a day.
const MAX_PASSED_ON_BYTES: usize = 2048;

/// What takes place on a day.
const OCCASIONS: [&str; 31] = [
    "meeting",
    "mtg",
    "conference",
    "session",
    "presentation",
    "lunch",
    "dinner",
    "class",
    "training",
    "workshop",
    "seminar",
    "game",
    "party",
    "appointment",
    "interview",
    "outage",
    "maintenance",
    "visit",
    "call",
    "besprechung",
    "sitzung",
    "treffen",
    "termin",
    "schulung",
    "réunion",
    "rendez-vous",
    "atelier",
    "reunión",
    "cita",
    "taller",
    "comida",
];
/// Words of doing something together on a day.
const TOGETHER: [&str; 19] = [
    "attend",
    "join ",
    "meet",
    "discuss",
    "sign me up",
    "sign us up",
    "available",
    "are you free",
    "come to",
    "come along",
    "be there",
    "need me in",
    "need me at",
    "need us in",
    "need us at",
    "have time",
    "some time",
    "any time",
    "go over",
];
/// Words that point at an occasion whose day stands elsewhere.
const POINTING: [&str; 25] = [
    "attend",
    "join us",
    "join me",
    "in the meeting",
    "at the meeting",
    "to the meeting",
    "for the meeting",
    "this meeting",
    "the call",
    "this call",
    "the conference",
    "my presentation",
    "need me in",
    "be there",
    "are you going",
    "are you coming",
    "will you come",
    "what this is about",
    "ok for you",
    "work for you",
    "suit you",
    "ahead of time",
    "beforehand",
    "call you in",
    "have you join",
];
/// Words before a day by which something is to be done, rather than on which something takes place.
const UNTIL: [&str; 7] = ["by ", "before ", "until ", "no later than", "bis ", "avant ", "antes "];
/// Words of somebody who is away, and not at an occasion that his words are about.
const AWAY: [&str; 7] =
    ["i'm in ", "i am in ", "in meetings", "tied up", "out of the office", "on vacation", "after the "];

/// The day of the occasion that the act in the sentence at `at` is about.
pub(super) fn occasion(
    act: Act,
    sentences: &[Sentence<'_>],
    at: usize,
    context: &TextContext<'_>,
) -> Option<Date> {
    if !matches!(act, Act::Request | Act::Promise | Act::Offer) {
        return None;
    }
    let sent = context.sent;
    let own = sentences.get(at)?;
    let wording = Wording::of(own.raw);
    if let Some(due) = due(own.raw, sent) {
        let takes_place = wording.has(&OCCASIONS) || wording.holds(&TOGETHER);
        return (takes_place && !wording.holds(&UNTIL)).then_some(due.date);
    }
    let points = |sentence: &Sentence<'_>| Wording::of(sentence.raw).holds(&POINTING);
    if points(own) || sentences.get(at + 1).is_some_and(points) {
        return elsewhere(sentences, at, context);
    }
    // "I have a meeting at 3:00. Do you know anything that I need?"
    let before = at.checked_sub(1).and_then(|before| sentences.get(before))?;
    let asks = act == Act::Request && own.raw.contains('?');
    asks.then(|| of_occasion(before.raw, sent)).flatten()
}

/// The day that any other sentence names, or else the subject, or else what is passed on, where that is of an
/// occasion.
fn elsewhere(sentences: &[Sentence<'_>], at: usize, context: &TextContext<'_>) -> Option<Date> {
    let sent = context.sent;
    let others = sentences.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
    let named = others.filter_map(|other| of_occasion(other.raw, sent).or_else(|| day(other.raw, sent)));
    named.max().or_else(|| day(context.subject, sent)).or_else(|| {
        let passed_on = context.passed_on.join("\n");
        let sentences = split(prefix(&passed_on, MAX_PASSED_ON_BYTES));
        sentences.iter().filter_map(|other| of_occasion(other.raw, sent)).max()
    })
}

/// The day, or by the time of the day this one, of the occasion that a sentence tells of.
fn of_occasion(text: &str, sent: DateTime) -> Option<Date> {
    let wording = Wording::of(text);
    let tells = (wording.has(&OCCASIONS) || wording.holds(&["available"])) && !wording.holds(&AWAY);
    tells.then(|| day(text, sent).or_else(|| names_time(text).then(|| sent.date()))).flatten()
}

fn day(text: &str, sent: DateTime) -> Option<Date> {
    due(text, sent).map(|due| due.date)
}

/// Whether a time of the day is named: "at 3:00", "2:30 pm", "at noon".
fn names_time(text: &str) -> bool {
    let mut before = "";
    text.split_whitespace().any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let digits = bare.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let hour = digits.split(':').next().and_then(|hour| hour.parse::<u8>().ok());
        let is_hour = hour.is_some_and(|hour| hour <= 24);
        let clock = is_hour && (digits.contains(':') || bare.ends_with("pm") || bare.ends_with("am"));
        let placed = before.eq_ignore_ascii_case("at") && (bare.eq_ignore_ascii_case("noon"));
        before = word;
        clock || placed
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    /// As of Wednesday, 4 March 2026, of the last sentence.
    fn of(act: Act, text: &str, subject: &str, passed_on: &str) -> Option<Date> {
        let sentences = split(text);
        let sent = datetime(2026, 3, 4, 10, 30, 0, 0);
        let context = TextContext {
            subject,
            from: None,
            to: &[],
            sent,
            has_attachment: false,
            is_reply: false,
            passed_on: &passed_on.lines().map(str::to_owned).collect::<Vec<_>>(),
        };
        occasion(act, &sentences, sentences.len() - 1, &context)
    }

    #[test]
    fn the_day_of_an_occasion_stands_in_the_sentence_or_beside_it() {
        for (text, expected) in [
            ("Could you sign me up for Tuesday?", Some(date(2026, 3, 10))),
            ("Let's discuss on Friday.", Some(date(2026, 3, 6))),
            ("Are you ready for the outage on the 26th?", Some(date(2026, 3, 26))),
            ("The kiln meeting is on Friday. Will you attend?", Some(date(2026, 3, 6))),
            ("I am away on Monday. Do you need me in the meeting?", Some(date(2026, 3, 9))),
            ("I have a meeting at 3:00 with Ben. Do you know anything that I need?", Some(date(2026, 3, 4))),
            (
                "Are you available on Friday for a call? Do you know what this is about?",
                Some(date(2026, 3, 6)),
            ),
            ("Please send me the list by Friday.", None),
            ("Let me know by Friday if you can attend.", None),
            ("I am in a meeting today. What do you think of the list?", None),
            ("The list is done. Could you look at it?", None),
        ] {
            assert_eq!(of(Act::Request, text, "The kiln", ""), expected, "{text}");
        }
    }

    #[test]
    fn what_is_asked_of_an_occasion_passed_on_is_for_its_day() {
        let passed_on = "There is a meeting on Friday about the kiln.\nBen will bring the list on Monday.";
        assert_eq!(of(Act::Request, "Can you attend?", "", passed_on), Some(date(2026, 3, 6)));
        assert_eq!(
            of(Act::Promise, "I will send you the handouts ahead of time.", "Meeting of 12 March", ""),
            Some(date(2026, 3, 12))
        );
        assert_eq!(of(Act::Request, "Can you read it?", "Meeting of 12 March", passed_on), None);
        assert_eq!(of(Act::Thanks, "Thanks for the meeting on Friday.", "", ""), None);
    }
}
