//! What the words of a promise tell: whether it binds, and how it is kept.
//!
//! Where no words may be kept, the longer is taken.

use crate::inference::Deed;
use crate::observations::cues::Wording;

use super::words::hangs;

/// Words of a promise to talk.
const WILL_TALK: [&str; 6] =
    ["call you", "give you a call", "talk to you", "talk with you", "ring you", "see you"];
/// Words of a promise to send something.
const WILL_SEND: [&str; 8] =
    ["send ", "get you ", "forward", "e-mail ", "email ", "mail you", "pass on", "pass it on"];
/// Words of a promise that nothing keeps: it says how one will go on.
const UNBOUND: [&str; 36] = [
    "keep you posted",
    "keep you both posted",
    "keep everyone posted",
    "keep you informed",
    "keep you updated",
    "keep you advised",
    "keep you in the loop",
    "keep you up to",
    "keep you both up to",
    "keep you abreast",
    "keep an eye",
    "keep in touch",
    "keep trying",
    "stay in touch",
    "be in touch",
    "be glad to",
    "be happy to",
    "be more than happy",
    "be sure to ask",
    "try to be",
    "do my best",
    "do our best",
    "as this develops",
    "in the future",
    // Notice of where one will be is none either.
    "will be out",
    "'ll be out",
    "be in the office",
    "be back in",
    "on vacation",
    "doctor",
    "appointment",
    "will be away",
    "'ll be away",
    "talk about this in my",
    "cover this in my",
    "be in late",
];
/// Words of a promise that says what one will think of, or that one stands aside; nothing comes of it by itself.
const IDLE: [&str; 31] = [
    "see what i can do",
    "see what we can do",
    "see how it goes",
    "see how things go",
    "look at my calendar",
    "check my calendar",
    "look at my schedule",
    "think about it",
    "think it over",
    "sleep on it",
    "keep it in mind",
    "keep that in mind",
    "bear it in mind",
    "bear that in mind",
    "take the hint",
    "take your word",
    "get out of the way",
    "get out of your",
    "stay out of",
    "drop out",
    "bow out",
    "shut up",
    "stop here",
    "leave you to it",
    "leave it to you",
    "leave it at that",
    "let you get back to",
    "was ich tun kann",
    "was ich machen kann",
    "ce que je peux faire",
    "lo que puedo hacer",
];
/// Words by which word of it is promised all the same.
const WITH_WORD: [&str; 7] =
    ["let you know", "get back", "send ", "tell you", "write ", "come back to you", "call you"];
/// What one takes of several, by which one only says which.
const TAKEN: [&str; 8] = ["first", "second", "third", "last", "other", "earlier", "later", "one"];
/// Words of seeing somebody, which is over with its day.
const IN_PERSON: [&str; 8] = [
    "meet you",
    "meet her",
    "meet him",
    "meet them",
    "meet with ",
    "see you",
    "pick you up",
    "picking you up",
];
/// Words for something that is to come first.
const WAITING: [&str; 6] = ["send me", "let me know", "tell me", "give me", "just send", "show me"];
/// Words without which an English sentence promises nothing.
const PROMISING: [&str; 26] = [
    "i'll",
    "i will",
    // "Thanks, ill send it", but not "still" and "will".
    ", ill ",
    ". ill ",
    " and ill ",
    " but ill ",
    " so ill ",
    "we'll",
    "we will",
    "i shall",
    "i'd be",
    "i'm going to",
    "i am going to",
    "we're going to",
    "we are going to",
    "will do",
    "let me ",
    "i plan",
    "i intend",
    "i promise",
    "i can ",
    "i should",
    "i'm on it",
    "i am on it",
    "you'll have",
    "you will have",
];
/// How a sentence without its subject begins that promises something.
const BEGINNINGS: [&str; 3] = ["will ", "going to ", "ill "];
/// So few words promise nothing by themselves.
const FEW_WORDS: usize = 3;
/// Verbs of mending what somebody reported.
const MENDS: [&str; 12] = [
    "fix", "correct", "change", "commit", "update", "edit", "remove", "add", "mend", "apply", "merge",
    "revert",
];
/// Words of what takes its time: it is tried or looked into first, or waits for something.
const TAKES_TIME: [&str; 9] = ["try", "see", "look", "check", "track", "find", "think", "when", "after"];
/// What takes more words to tell is no slip.
const MOST_WORDS_OF_MENDING: usize = 12;
/// Words of not doing it.
const NOT_TO_BE: [&str; 12] = [
    "won't ",
    "will not ",
    "not so ",
    "i'll never",
    "never mind",
    "unlikely",
    "doubt i",
    "doubt that i",
    "doubt whether i",
    "not sure i'll",
    "don't think i'll",
    "don't think i will",
];

/// Whether what looks like a promise, in a language that is read by more than its words, says that somebody will do
/// something.
pub(super) fn promises(deed: &Deed) -> bool {
    deed.by_words || says_so(&deed.quote)
}

fn says_so(quote: &str) -> bool {
    let wording = Wording::of(quote);
    let says = wording.holds(&PROMISING) || wording.begins(&BEGINNINGS);
    // "On it." promises by what it answers.
    let short = wording.words().count() <= FEW_WORDS;
    // A thing will work, where nobody says at what.
    let is_of_a_thing = wording.words().eq(["will", "work"]);
    (short || (says && !wording.holds(&NOT_TO_BE))) && !is_of_a_thing
}

/// Whether a promise is to mend a slip that somebody reported ("Thanks, I'll fix it").
pub(super) fn mends(quote: &str) -> bool {
    let wording = Wording::of(quote);
    wording.has(&MENDS) && !wording.has(&TAKES_TIME) && wording.words().count() <= MOST_WORDS_OF_MENDING
}

/// Whether a promise only says how one will go on, or which of several one takes, so that no deed keeps it.
pub(super) fn is_unbound(quote: &str) -> bool {
    let wording = Wording::of(quote);
    let idle = wording.holds(&IDLE) && !wording.holds(&WITH_WORD);
    idle || wording.holds(&UNBOUND) || says_which(&wording)
}

/// "I'll take the 17th", "we'll take the earlier one".
fn says_which(wording: &Wording) -> bool {
    let words: Vec<&str> = wording.words().collect();
    words.windows(3).any(|three| match *three {
        ["take", "the", which] => TAKEN.contains(&which) || which.starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    })
}

/// Whether a promise is to see somebody, which is over with its day, kept or not.
pub(super) fn is_in_person(quote: &str) -> bool {
    Wording::of(quote).holds(&IN_PERSON)
}

/// Whether a promise only holds if something else comes.
pub(super) fn is_conditional(quote: &str) -> bool {
    let wording = Wording::of(quote);
    // "Send me the list, and I'll look it over" waits for the list.
    let waits =
        wording.begins(&WAITING) && wording.holds(&["and i'll", "and i will", "then i'll", "and we'll"]);
    waits || hangs(&wording)
}

/// Whether a promise is to send something.
pub(super) fn promises_letter(quote: &str) -> bool {
    Wording::of(quote).holds(&WILL_SEND)
}

/// Whether a promise is to talk, which no mail shows kept.
pub(super) fn promises_talk(quote: &str) -> bool {
    Wording::of(quote).holds(&WILL_TALK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_to_talk_or_to_send_are_told_from_others() {
        assert!(promises_talk("I'll call you at noon.") && !promises_talk("I will send you the plan."));
        assert!(promises_letter("I will send you the plan.") && !promises_letter("I will mend it."));
    }

    #[test]
    fn what_nothing_keeps_binds_nobody() {
        for quote in [
            "I’ll keep you posted.",
            "I will be out on Friday.",
            "I will talk about this in my presentation.",
            "I'll see what I can do.",
            "I’ll look at my calendar.",
            "OK, I'll take the hint.",
            "I'll leave you to it then",
            "OK, I'll bow out here",
            "I'll take the 12th.",
            "We'll take the earlier train.",
            "Ich schaue, was ich tun kann.",
        ] {
            assert!(is_unbound(quote), "{quote}");
        }
        for quote in [
            "I will send you the plan.",
            "I'll look at my calendar and send you some days.",
            "I'll see what I can do and let you know.",
            "I'll take the minutes.",
            "I'll take the dog on Friday.",
            "I'll leave it on the porch.",
        ] {
            assert!(!is_unbound(quote), "{quote}");
        }
        assert!(is_in_person("I'll meet her on Thursday.") && !is_in_person("I'll meet the deadline."));
    }

    #[test]
    fn a_promise_says_that_somebody_will_do_it() {
        for quote in [
            "I'll mend it.",
            "Will do.",
            "Will check the keel today",
            "Let me ask Ben.",
            "On it.",
            "Ill do it today",
            "Will work on it this weekend.",
            "Will look into it",
            "Thanks, ill mend the fence",
            "",
        ] {
            assert!(says_so(quote), "{quote}");
        }
        for quote in [
            "That is down the hall.",
            "I like it, but not so much that I will buy it.",
            "I won't buy it.",
            "I have never seen one, so it's unlikely I'll mend it by May.",
            "I doubt that I'll get to it.",
            "Will work",
            "It will probably leak at the seam",
            "She is still ill at ease",
        ] {
            assert!(!says_so(quote), "{quote}");
        }
    }

    #[test]
    fn a_slip_is_mended_at_once_but_not_what_is_tried_first() {
        for quote in ["Thanks, I'll fix it.", "Yes, I will correct the link", "I'll update the two pages."] {
            assert!(mends(quote), "{quote}");
        }
        for quote in ["I'll try to fix it.", "I'll look at it", "I'll fix it when the rain stops."] {
            assert!(!mends(quote), "{quote}");
        }
    }

    #[test]
    fn what_hangs_on_something_else_is_conditional() {
        for quote in [
            "If it rains I will send it.",
            "I will pass it on as we get more.",
            "I'll come unless ill.",
            "Send me the list, and I'll look it over.",
        ] {
            assert!(is_conditional(quote), "{quote}");
        }
        assert!(!is_conditional("I will send you the plan by Friday."));
    }
}
