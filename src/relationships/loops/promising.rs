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
/// Words for something that is to come first.
const WAITING: [&str; 6] = ["send me", "let me know", "tell me", "give me", "just send", "show me"];
/// Words without which an English sentence promises nothing.
const PROMISING: [&str; 22] = [
    "i'll",
    "i will",
    "ill ",
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
/// Words of not doing it.
const NOT_TO_BE: [&str; 5] = ["won't ", "will not ", "not so ", "i'll never", "never mind"];

/// Whether what looks like a promise, in a language that is read by more than its words, says that somebody will do
/// something.
pub(super) fn promises(deed: &Deed) -> bool {
    deed.by_words || says_so(&deed.quote)
}

fn says_so(quote: &str) -> bool {
    let wording = Wording::of(quote);
    let says = wording.holds(&PROMISING) || wording.begins(&["will ", "going to "]);
    wording.is_empty() || (says && !wording.holds(&NOT_TO_BE))
}

/// Whether a promise only says how one will go on, so that no deed keeps it.
pub(super) fn is_unbound(quote: &str) -> bool {
    Wording::of(quote).holds(&UNBOUND)
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
        ] {
            assert!(is_unbound(quote), "{quote}");
        }
        assert!(!is_unbound("I will send you the plan."));
    }

    #[test]
    fn a_promise_says_that_somebody_will_do_it() {
        for quote in ["I'll mend it.", "Will do.", "Let me ask Ben.", ""] {
            assert!(says_so(quote), "{quote}");
        }
        for quote in
            ["That is down the hall.", "I like it, but not so much that I will buy it.", "I won't buy it."]
        {
            assert!(!says_so(quote), "{quote}");
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
