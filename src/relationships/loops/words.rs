//! What the words of an act, those of a promise aside, tell of how long it stays open.
//!
//! Where no words may be kept, the longer is taken.

use crate::inference::Deed;
use crate::observations::cues::{Act, Wording};

use super::promising::promises_talk;

/// How something is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A request to be sent something, which only mail fulfils.
    Letter,
    /// A question or request that wants a word back.
    Word,
    /// A request to have something done, which is done in silence.
    Errand,
    /// A request to talk, which no mail answers.
    Talk,
    /// A promise.
    Promise,
}

/// How what an act opens is settled.
pub(super) fn manner(deed: &Deed) -> Manner {
    if deed.act != Act::Request {
        if promises_talk(&deed.quote) { Manner::Talk } else { Manner::Promise }
    } else if asks_to_talk(&deed.quote) {
        Manner::Talk
    } else if asks_for_letter(&deed.quote) {
        Manner::Letter
    } else if asks_for_word(&deed.quote) {
        Manner::Word
    } else {
        Manner::Errand
    }
}

/// Words of a request that wants a word back, beside a question mark.
const FOR_WORD: [&str; 33] = [
    "let me know",
    "let us know",
    "tell me",
    "tell us",
    "get back",
    "your comment",
    "any comment",
    "comments?",
    "feedback",
    "thoughts",
    "opinion",
    "advise",
    "confirm",
    "respond",
    "reply",
    "answer",
    "send me",
    "send us",
    "forward me",
    "e-mail me",
    "email me",
    "wonder",
    "need your",
    "your assistance",
    "schedule some time",
    "bescheid",
    "sag mir",
    "sagen sie",
    "schick mir",
    "dis-moi",
    "dites-moi",
    "dime",
    "avísame",
];
/// Words of a request to be sent something.
const FOR_LETTER: [&str; 14] = [
    "send me",
    "send us",
    "send it to me",
    "send them to me",
    "send that to me",
    "mail me",
    "e-mail it",
    "email it",
    "e-mail them",
    "email them",
    "forward me",
    "forward it",
    "forward them",
    "forward that",
];
/// Words of a request to talk, or to eat together.
const TO_TALK: [&str; 24] = [
    "to lunch",
    "to dinner",
    "let's discuss",
    "lets discuss",
    "let us discuss",
    "let's talk",
    "lets talk",
    "can we talk",
    "please talk to",
    "talk to me",
    "call me",
    "please call",
    "call him",
    "call her",
    "give me a call",
    "give me a ring",
    "ring me",
    "see me",
    "stop by",
    "drop by",
    "come by",
    "come see",
    "let's visit",
    "let's get with",
];
/// Words of a polite question that asks to do something.
const POLITE: [&str; 9] = [
    "would you please",
    "could you please",
    "can you please",
    "will you please",
    "please take care",
    "take care of this",
    "can you work with",
    "could you work with",
    "can we get",
];
/// Words of a question to several, none of whom is meant in particular.
const TO_ALL: [&str; 6] = ["you guys", "you all", "anyone", "anybody", "any of you", "either of you"];
/// Words of a request by which it asks to meet.
const TO_MEET: [&str; 5] = ["meet", "meeting", "lunch", "coffee", "dinner"];
/// Phrases of one.
const TO_COME_TOGETHER: [&str; 5] = ["get together", "drop by", "come by", "come over", "catch up in person"];

/// Questions that want no answer.
const RHETORICAL: [&str; 39] = [
    "who would have thought",
    "who knew",
    "who would have known",
    "guess what",
    "isn't it",
    "isn't that",
    "aren't they",
    "don't you think",
    "how are you",
    "are you happy",
    "how is it going",
    "how's it going",
    "what can i say",
    "can you believe",
    "who cares",
    "where was ",
    "wasn't sure if you",
    "not sure if you",
    "did you see this?",
    "have you seen this?",
    "does this help",
    "does that help",
    "hope this helps",
    "is that enough?",
    "is this enough?",
    "is this what you",
    "is that what you",
    "is this the info",
    "is that the info",
    "does that make sense?",
    "does this make sense?",
    "make sense?",
    "just a thought",
    "how about that?",
    "sound good?",
    "sounds good?",
    "what do you know",
    "anything else you need",
    "anything else i can",
];
/// Words by which what looks like a request, without a question mark, is a courtesy.
const COURTEOUS: [&str; 23] = [
    "wanted to be sure you",
    "sure if you saw",
    "of any changes",
    "any clarification",
    "next time ",
    "feel free",
    "any questions",
    "any question",
    "any problems",
    "any concerns",
    "anything else",
    "need anything",
    "keep me posted",
    "keep us posted",
    "keep me informed",
    "keep me in the loop",
    "please note",
    "please be advised",
    "for your information",
    "don't hesitate",
    "do not hesitate",
    "different, please let me know",
    "let's go ahead",
];
/// An "if" that asks whether.
const WHETHER: [&str; 5] =
    ["know if you can", "know if you will", "know if you are", "know if that", "know if it"];
/// Words of a plain request, whatever it hangs on.
const PLAIN: [&str; 6] = ["can you ", "could you ", "would you ", "will you ", "can we ", "tell me if "];
/// Words of something that is over within days, done or not.
const MOMENTARY: [&str; 14] = [
    "in the morning",
    "this morning",
    "this afternoon",
    "this evening",
    "tonight",
    "later today",
    "see you",
    "'llsee you",
    "be there",
    "'ll attend",
    "will attend",
    "let you answer",
    "i will be in",
    "yes, i will",
];
/// Words before an hour.
const AT: [&str; 8] = ["at", "about", "around", "um", "gegen", "à", "vers", "las"];
/// Words by which a promise hangs on something that may never come.
const CONDITIONS: [&str; 9] = [
    " if ",
    " unless ",
    "as we get",
    "as i get",
    "as they come",
    "as it comes",
    "as needed",
    "in case ",
    "next time ",
];
/// The same at its beginning.
const LEADING: [&str; 4] = ["if ", "should ", "unless ", "in case "];

/// Whether a request wants a word back, rather than something done.
pub(super) fn asks_for_word(quote: &str) -> bool {
    let wording = Wording::of(quote);
    wording.is_empty() || wording.holds(&["?"]) || wording.holds(&FOR_WORD)
}

/// Whether words ask to be sent something.
pub(super) fn asks_for_letter(quote: &str) -> bool {
    Wording::of(quote).holds(&FOR_LETTER)
}

/// Whether words ask to talk.
fn asks_to_talk(quote: &str) -> bool {
    Wording::of(quote).holds(&TO_TALK)
}

/// Whether a question asks politely for something to be done, not for a word.
pub(super) fn is_polite_errand(quote: &str) -> bool {
    let wording = Wording::of(quote);
    wording.holds(&POLITE) && !wording.holds(&FOR_WORD)
}

/// Whether a question goes to all of several and to none in particular.
pub(super) fn asks_all(quote: &str) -> bool {
    Wording::of(quote).holds(&TO_ALL)
}

/// Whether words ask to meet.
pub(super) fn asks_to_meet(quote: &str) -> bool {
    let wording = Wording::of(quote);
    wording.has(&TO_MEET) || wording.holds(&TO_COME_TOGETHER)
}

/// Whether a question is only a turn of phrase, or a request a courtesy.
pub(super) fn is_rhetorical(quote: &str) -> bool {
    let wording = Wording::of(quote);
    let plain = wording.holds(&PLAIN) && !wording.holds(&["let me know"]);
    let hangs = hangs(&wording) && !plain && !wording.holds(&WHETHER);
    let courteous = !wording.holds(&["?"]) && (hangs || wording.holds(&COURTEOUS));
    courteous || wording.holds(&RHETORICAL)
}

/// Whether words ask to pass on a message, of which nobody writes back.
pub(super) fn is_message(quote: &str) -> bool {
    const MESSAGES: [&str; 14] = [
        "tell her ",
        "tell him ",
        "tell them ",
        "say hi ",
        "say hello ",
        "give my ",
        "give her my ",
        "give him my ",
        "give them my ",
        "my regards",
        "my best to",
        "my love to",
        "grüß ",
        "sag ihr ",
    ];
    let wording = Wording::of(quote);
    wording.begins(&MESSAGES) && !wording.holds(&["?"]) && !wording.holds(&FOR_WORD)
}

/// Whether words only are polite: nobody is expected to come back to them.
pub(super) fn is_courtesy(quote: &str) -> bool {
    Wording::of(quote).holds(&COURTEOUS)
}

/// Whether what is said is over within days, done or not.
pub(super) fn is_momentary(quote: &str) -> bool {
    let wording = Wording::of(quote);
    wording.holds(&MOMENTARY) || names_an_hour(&wording)
}

/// "At 7.10", "around 4": an hour, and so of a day that is near.
fn names_an_hour(wording: &Wording) -> bool {
    let words: Vec<&str> = wording.words().collect();
    words.windows(2).any(|pair| {
        let [before, hour] = *pair else { return false };
        let digits = hour.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('h');
        AT.contains(&before) && digits.parse::<u8>().is_ok_and(|hour| hour <= 24)
    })
}

/// Whether words hang on something that may never come.
pub(super) fn hangs(wording: &Wording) -> bool {
    wording.holds(&CONDITIONS) || wording.begins(&LEADING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_asks_for_word_are_told_from_errands() {
        for quote in ["Which one?", "Let me know who would come.", "Please answer Ben.", ""] {
            assert!(asks_for_word(quote), "{quote}");
        }
        for quote in ["Please update my calendar.", "Let's meet the two of them.", "Please post the list."] {
            assert!(!asks_for_word(quote), "{quote}");
        }
    }

    #[test]
    fn talk_and_letters_are_told_from_words() {
        assert!(asks_to_talk("Let’s discuss.") && asks_to_talk("Please call me."));
        assert!(asks_to_talk("Do you want to go to lunch?"));
        assert!(!asks_to_talk("Which one did you call?"));
        assert!(asks_for_letter("Please send me the plan.") && !asks_for_letter("Please post the plan."));
    }

    #[test]
    fn polite_questions_may_be_errands_and_some_ask_all() {
        assert!(is_polite_errand("Would you please take care of this?"));
        assert!(!is_polite_errand("Would you please let me know?"));
        assert!(asks_all("What do you guys think?") && !asks_all("What do you think?"));
    }

    #[test]
    fn turns_of_phrase_are_no_questions() {
        assert!(is_rhetorical("Who would have thought?") && is_rhetorical("How are you?"));
        assert!(is_rhetorical("Let me know if you need more."));
        assert!(!is_rhetorical("Ben, can you put them on the list if Ida has not."));
        assert!(is_courtesy("Just shout if you need anything.") && !is_courtesy("I could lend you the van."));
        assert!(is_momentary("I'll call you in the morning.") && !is_momentary("I will send it."));
        for quote in
            ["I'll be by the pumps at 7.10", "I'll bring her round about 4", "Ich hole dich um 15h ab"]
        {
            assert!(is_momentary(quote), "{quote}");
        }
        for quote in ["I'll send about 40 of them", "I'll look at 3D printers", "I'll send the two at once"] {
            assert!(!is_momentary(quote), "{quote}");
        }
        assert!(!is_rhetorical("Who would come?"));
        assert!(is_message("Tell her the boat is dry again.") && is_message("Give my love to Ida."));
        for quote in ["Tell me which.", "Tell him to call, and let me know.", "Tell her when?"] {
            assert!(!is_message(quote), "{quote}");
        }
    }
}
