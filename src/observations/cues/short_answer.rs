//! What a message of a few words answers, for the conversation to read: "Done." after a request is help.

use std::sync::LazyLock;

use regex::bytes::{RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};

use super::sentence::{self, Sentence};

/// Longest text, in words without greeting and closing, that is a short answer.
const MAX_WORDS: usize = 12;
/// Longest text, in bytes with greeting and closing, that is looked at.
const MAX_BYTES: usize = 240;

/// What a short message says to the one it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortAnswer {
    /// It is done: "Done.", "Fixed!", "Sent."
    Done,
    /// Agrees or undertakes it: "Yes", "Sure, will do".
    Yes,
    /// Refuses or denies: "Sorry, can't", "No".
    No,
    /// Gives thanks and nothing else: "Great, thanks!"
    Thanks,
    /// Hands something over: "Attached.", "Here you go".
    Attached,
}

/// In order of precedence: "Sure, attached" hands over, "Thanks, will do" undertakes.
const PATTERNS: [(ShortAnswer, &str); 5] = [
    (
        ShortAnswer::Attached,
        r"\battached\b|\bhere (?:you go|it is|they are|you are)\b|^enclosed|\banbei\b|\bim anhang\b|\bci-joint|^voici\b|^adjunto\b|^aqu. (?:tienes|tiene|est.)\b",
    ),
    (
        ShortAnswer::No,
        r"^(?:no|nope|nein)\b|\b(?:can't|cannot|can not|won't be able|unable to)\b|^(?:sorry|unfortunately),? (?:no|not|i'm not|i am not|i can't|i cannot)\b|\bno,? (?:sorry|thanks|thank you)\b|\b(?:i'll|have to|must) (?:pass|decline)\b|\bkann (?:leider )?nicht\b|\bleider nicht\b|^non\b|\bje ne (?:peux|pourrai) pas\b|\bno (?:puedo|podr)\b",
    ),
    (
        ShortAnswer::Done,
        r"^(?:ok|okay|thanks|thank you|hi|sure|yes|all|it's|it is|this is|both|now|just|i have|i've|erledigt|gemacht)?[,.!]* ?(?:all |now |just )?(?:done|fixed|sent|shared|posted|forwarded|completed|finished|sorted|updated|approved|resolved|added|taken care of|erledigt|gemacht)\b|^(?:c'est |voil.,? c'est )?(?:fait|envoy|r.gl)\b|^(?:ya est. )?(?:hecho|listo|enviado)\b",
    ),
    (
        ShortAnswer::Yes,
        r"^(?:ok|okay|thanks|thank you|great)?[,.!]* ?(?:i )?(?:will do|will (?:send|call|check|look)|i'll (?:do|send|call|check|look|take|handle|get|be)|on it\b|i'm on it|i can do|consider it done)|\bwill do\b|^(?:yes|yep|yeah|yup|sure|of course|certainly|absolutely|definitely|ok|okay|agreed|fine|no problem|sounds (?:good|great|fine)|go ahead\b|(?:that|this|it)(?:'s| is|'ll be| will be| would be) (?:just |perfectly |quite |all )?(?:fine|ok|okay|alright|right)\b|(?:fine|ok|okay|alright) (?:with|by) me|works for me|that works|happy to|gladly|with pleasure|perfect|ja|gerne?|klar|nat.rlich|mache ich|wird (?:gemacht|erledigt)|oui|d'accord|bien s.r|avec plaisir|je m'en occupe|claro|vale|de acuerdo|con gusto|lo har)\b|^s~(?:[,.! ]|$)",
    ),
    (
        ShortAnswer::Thanks,
        r"\b(?:thanks|thank you|thx|ty|much appreciated|appreciate it|danke|vielen dank|merci|gracias)\b",
    ),
];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSetBuilder::new(PATTERNS.iter().map(|(_, pattern)| pattern))
        .unicode(false)
        .build()
        .expect("the patterns are constants that a test compiles")
});

/// What a text of at most twelve words, greeting and closing aside, answers; `None` where it is longer,
/// asks something, or answers nothing.
#[must_use]
pub fn short_answer(authored: &str) -> Option<ShortAnswer> {
    let sentences = if authored.len() > MAX_BYTES { Vec::new() } else { sentence::split(authored) };
    of(authored, &sentences)
}

/// The same of a text whose sentences are known.
pub(super) fn of(authored: &str, sentences: &[Sentence<'_>]) -> Option<ShortAnswer> {
    if authored.len() > MAX_BYTES || authored.contains('?') {
        return None;
    }
    // "Thanks" on a line by itself closes a letter, unless nothing else is said.
    let said: Vec<&str> = sentences.iter().filter(|s| !s.closing).map(|s| s.folded.as_str()).collect();
    let text = if said.is_empty() {
        sentences.first().map_or("", |s| s.folded.as_str()).to_owned()
    } else {
        said.join(" ")
    };
    if text.split_whitespace().count() > MAX_WORDS {
        return None;
    }
    let first = SET.matches(text.as_bytes()).into_iter().next()?;
    let (answer, _) = PATTERNS.get(first)?;
    // "Ok, thanks" undertakes nothing.
    let polite = *answer == ShortAnswer::Yes
        && text.contains("thank")
        && text.split_whitespace().count() <= 4
        && !text.starts_with("yes")
        && !text.contains("will")
        && !text.contains("sure");
    Some(if polite { ShortAnswer::Thanks } else { *answer })
}

#[cfg(test)]
mod tests {
    use super::ShortAnswer::{Attached, Done, No, Thanks, Yes};
    use super::*;

    #[test]
    fn a_few_words_are_read_as_an_answer() {
        for (text, answer) in [
            ("Done.", Done),
            ("All done, thanks", Done),
            ("Fixed!", Done),
            ("Sent.\n\nAna", Done),
            ("Erledigt.", Done),
            ("C'est fait.", Done),
            ("Hecho.", Done),
            ("Oui, bien sûr.", Yes),
            ("Claro, lo haré.", Yes),
            ("Natürlich.", Yes),
            ("Ci-joint.", Attached),
            ("¡Gracias!", Thanks),
            ("Je ne peux pas.", No),
            ("Will do", Yes),
            ("Thanks, will do.", Yes),
            ("Yes.", Yes),
            ("Yes, thanks", Yes),
            ("Sure, no problem.", Yes),
            ("Sounds good", Yes),
            ("That will be fine.", Yes),
            ("Ana, that is fine with me. Thanks.", Yes),
            ("Hi Ben,\n\nof course.\n\nBest regards\nAna", Yes),
            ("I'll take care of it.", Yes),
            ("Great, thanks!", Thanks),
            ("Thanks", Thanks),
            ("Ok, thank you", Thanks),
            ("Thank you so much, Ana!", Thanks),
            ("Much appreciated.", Thanks),
            ("Danke!", Thanks),
            ("Sure, attached", Attached),
            ("Here you go.", Attached),
            ("Attached.\n\nThanks,\nAna", Attached),
            ("Sorry, can't", No),
            ("No.", No),
            ("No, sorry.", No),
            ("Unfortunately not this week.", No),
            ("I have to pass.", No),
        ] {
            assert_eq!(short_answer(text), Some(answer), "{text}");
        }
    }

    #[test]
    fn what_is_long_or_asks_answers_nothing() {
        for text in [
            "",
            "Done?",
            "See you at three.",
            "The meeting moved to Monday.",
            "Yes, and the other thing is that we have to look at the whole list again before it goes out.",
            "Ana",
        ] {
            assert_eq!(short_answer(text), None, "{text}");
        }
    }
}
