//! Which words of a message can bear a reminder. What is doubtful is left unsaid.
//!
//! Cues are read in English, and so are these.

use crate::nudges::words::quote;

/// Least words of a quote that tell something by themselves.
const MIN_WORDS: usize = 4;
/// Days after which what was asked for "tomorrow" or "this week" is over.
const NEAR_DAYS: i64 = 6;

/// What makes a promise depend on something that may not come.
const CONDITIONS: [&str; 15] = [
    "tell me ",
    "if ",
    "when ",
    "whenever ",
    "once ",
    "unless ",
    "as we get",
    "as i get",
    "as soon as",
    "in case",
    "should you",
    "as needed",
    "possibly",
    "might",
    "look at the possibility",
];
/// Promises that say nothing of what is promised, when they are short.
const EMPTY: [&str; 5] = ["let you know", "update you", "keep you", "get back to you", "let you"];
const MAX_EMPTY: usize = 8;
/// Promises that are kept by voice or presence, of which mail shows nothing.
const BY_PRESENCE: [&str; 6] =
    ["see you", "call you", "in the morning", "talk to you", "going to let you", "be there"];
/// Asks that are met by voice or presence, of which mail shows nothing.
const BY_VOICE: [&str; 10] = [
    "call me",
    "give me a call",
    "me a call",
    "me call",
    "a ring",
    "stop by",
    "come by",
    "drop by",
    "let's discuss",
    "time to discuss",
];
/// Asks that leave it to the owner.
const AT_WILL: [&str; 11] = [
    "let me know of any",
    "any changes, ",
    "if you need",
    "appreciated",
    "if needed",
    "if you have any questions",
    "if you have questions",
    "feel free",
    "if you want",
    "if you like",
    "let me know if",
];
/// Words by which a sentence without a question mark asks the owner for something.
const ASKS: [&str; 19] = [
    "please",
    "let me know",
    "let us know",
    "could you",
    "can you",
    "would you",
    "will you",
    "send me",
    "need your",
    "need you",
    "needs your",
    "your thoughts",
    "your comments",
    "your input",
    "your help",
    "advise",
    "confirm",
    "wonder",
    "tell me",
];
/// Openings of a question that is a retort, or only thinks aloud.
const ALOUD: [&str; 8] = ["so ", "then ", "but ", "maybe ", "and ", "or ", "really", "why not "];
/// Times after which an ask is over soon.
const NEAR_TIMES: [&str; 9] = [
    "today",
    "tomorrow",
    "tonight",
    "this morning",
    "this afternoon",
    "this evening",
    "this week",
    "asap",
    "right away",
];
/// Words of quarrel. Nothing that holds them is held up to anybody.
const UNKIND: [&str; 24] = [
    "idiot",
    "idiotic",
    "stupid",
    "rant",
    "nonsense",
    "bullshit",
    "crap",
    "damn",
    "hell",
    "rude",
    "liar",
    "lie",
    "hate",
    "fool",
    "foolish",
    "moron",
    "shut",
    "ridiculous",
    "insult",
    "insulting",
    "offended",
    "sick",
    "lazy",
    "incompetent",
];
/// Openings of a retort.
const RETORTS: [&str; 4] = ["don't tell me", "how dare", "what's wrong with you", "are you kidding"];

/// The quoted words, where they tell enough by themselves and are kind.
pub(in crate::nudges) fn telling(words: &str) -> Option<String> {
    let enough = words.split_whitespace().count() >= MIN_WORDS;
    quote(words).filter(|_| enough && !is_unkind(words))
}

/// Whether the words are of a quarrel.
pub(super) fn is_unkind(words: &str) -> bool {
    let lower = lower(words);
    has_any(&lower, &RETORTS) || listed(&lower, &UNKIND)
}

/// Whether a promise without a day binds the one who gave it: one's own, without a condition, and no jest.
pub(super) fn binds(words: &str) -> bool {
    let lower = lower(words);
    // "Ana and I" are two, and each may leave it to the other.
    let both = lower.contains(" and i ");
    let own =
        listed(&lower, &["i", "i'll", "i'm", "i'd"]) || !listed(&lower, &["we", "we'll", "we're", "they"]);
    let jest = words.contains("!!");
    let empty =
        EMPTY.iter().any(|phrase| lower.contains(phrase)) && lower.split_whitespace().count() <= MAX_EMPTY;
    let over = has_any(&lower, &NEAR_TIMES) || has_any(&lower, &BY_PRESENCE);
    // Words that may not be kept cannot be judged.
    words.is_empty()
        || (own && !both && !jest && !empty && !over && !has_any(&format!("{lower} "), &CONDITIONS))
}

/// Whether a question so many days old still waits for an answer by mail.
pub(super) fn awaits_mail(words: &str, age_days: i64) -> bool {
    let lower = lower(words);
    let over = age_days > NEAR_DAYS && has_any(&lower, &NEAR_TIMES);
    let asks = words.is_empty() || lower.contains('?') || has_any(&lower, &ASKS);
    let aloud = ALOUD.iter().any(|opening| lower.starts_with(opening));
    asks && !(over || aloud || has_any(&lower, &BY_VOICE) || has_any(&lower, &AT_WILL))
}

/// Whether words ask the reader himself for something. In a list much is asked of everybody, or for the argument.
pub(super) fn asks_the_reader(words: &str) -> bool {
    const OF_YOU: [&str; 12] = [
        "could you",
        "can you",
        "would you",
        "will you",
        "do you",
        "did you",
        "have you",
        "are you",
        "were you",
        "please",
        "let me know",
        "your help",
    ];
    let lower = lower(words);
    has_any(&lower, &OF_YOU) && !lower.starts_with("i ") && !lower.contains("how do you")
}

/// In lower case, with straight apostrophes.
fn lower(words: &str) -> String {
    words.to_lowercase().replace('’', "'")
}

fn has_any(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| lower.contains(phrase))
}

fn listed(lower: &str, words: &[&str]) -> bool {
    lower.split(|c: char| !c.is_alphabetic() && c != '\'').any(|word| words.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_binds_if_it_is_ones_own_and_without_condition() {
        for (words, expected) in [
            ("I'll send you the plan", true),
            ("I’ll ask around for a room", true),
            ("", true),
            ("As we get additional news, I will pass it on", false),
            ("I will send it once Ben has agreed", false),
            ("If it rains I will drive you", false),
            ("We are going to work with the printers", false),
            ("I'll give you one of mine!!!!", false),
            ("I will let you know", false),
            ("I will let you know which of the rooms has a piano in it", true),
            ("I'll call you about the room", false),
            ("I'll bring the ladder tonight", false),
            ("Ben and I are going to mend the fence", false),
        ] {
            assert_eq!(binds(words), expected, "{words}");
        }
    }

    #[test]
    fn a_question_waits_for_mail_unless_it_is_over_or_for_the_telephone() {
        for (words, days, expected) in [
            ("Which library did you choose?", 20, true),
            ("When do you meet the team tomorrow?", 3, true),
            ("When do you meet the team tomorrow?", 7, false),
            ("Can you give me a call about it?", 3, false),
            ("Let me know if anything is missing", 3, false),
            ("We need the ladder and the rope", 3, false),
            ("So how does he have three of them?", 3, false),
        ] {
            assert_eq!(awaits_mail(words, days), expected, "{words}");
        }
    }

    #[test]
    fn in_a_list_only_what_is_asked_of_the_reader_waits() {
        for (words, expected) in [
            ("Could you help me with the roof, please?", true),
            ("Are you thinking of slates only?", true),
            ("Is there a better way to lay them?", false),
            ("I was thinking of slates, or how do you call them?", false),
            ("Is this not what you want?", false),
        ] {
            assert_eq!(asks_the_reader(words), expected, "{words}");
        }
    }

    #[test]
    fn a_quote_tells_something_and_is_kind() {
        assert!(telling("We found a flat near the river").is_some());
        assert!(telling("here is my").is_none());
        assert!(telling("Before you go off on some idiotic rant, think").is_none());
        assert!(is_unkind("And don't tell me it was late") && !is_unkind("A shuttle to Hellerup"));
    }
}
