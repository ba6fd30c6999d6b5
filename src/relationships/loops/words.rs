//! What the words of an act tell of how long it stays open.
//!
//! Where no words may be kept, the longer is taken.

/// Words of a request that wants a word back, beside a question mark.
const FOR_WORD: [&str; 22] = [
    "let me know",
    "let us know",
    "tell me",
    "tell us",
    "get back",
    "call me",
    "give me a call",
    "comment",
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
];
/// Words of a request by which it asks to meet.
const TO_MEET: [&str; 14] = [
    "meet",
    "meet?",
    "meeting",
    "lunch",
    "lunch?",
    "coffee",
    "coffee?",
    "dinner",
    "dinner?",
    "get together",
    "drop by",
    "come by",
    "come over",
    "catch up in person",
];

/// Questions that want no answer.
const RHETORICAL: [&str; 14] = [
    "who would have thought",
    "who knew",
    "who would have known",
    "guess what",
    "isn't it",
    "isn't that",
    "aren't they",
    "don't you think",
    "how are you",
    "how is it going",
    "how's it going",
    "what can i say",
    "can you believe",
    "who cares",
];
/// Words by which what looks like a request, without a question mark, is a courtesy.
const COURTEOUS: [&str; 5] =
    ["wanted to be sure you", "sure if you saw", "of any changes", "any clarification", "next time "];
/// An "if" that asks whether.
const WHETHER: [&str; 5] =
    ["know if you can", "know if you will", "know if you are", "know if that", "know if it"];
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
    let quote = quote.to_lowercase();
    quote.is_empty() || quote.contains('?') || FOR_WORD.iter().any(|words| quote.contains(words))
}

/// Whether words ask to meet.
pub(super) fn asks_to_meet(quote: &str) -> bool {
    let quote = quote.to_lowercase();
    let words: Vec<&str> = quote.split_whitespace().collect();
    let holds = |phrase: &str| {
        if phrase.contains(' ') { quote.contains(phrase) } else { words.contains(&phrase) }
    };
    TO_MEET.iter().any(|phrase| holds(phrase))
}

/// Whether a question is only a turn of phrase, or a request a courtesy.
pub(super) fn is_rhetorical(quote: &str) -> bool {
    let quote = quote.to_lowercase().replace('’', "'");
    let hangs = is_conditional(&quote) && !WHETHER.iter().any(|words| quote.contains(words));
    let courteous = !quote.contains('?') && (hangs || COURTEOUS.iter().any(|words| quote.contains(words)));
    courteous || RHETORICAL.iter().any(|words| quote.contains(words))
}

/// Whether what is said is over within days, done or not.
pub(super) fn is_momentary(quote: &str) -> bool {
    let quote = quote.to_lowercase().replace('’', "'");
    MOMENTARY.iter().any(|words| quote.contains(words))
}

/// Whether a promise only holds if something else comes.
pub(super) fn is_conditional(quote: &str) -> bool {
    let quote = quote.to_lowercase();
    CONDITIONS.iter().any(|words| quote.contains(words))
        || LEADING.iter().any(|words| quote.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_asks_for_word_are_told_from_errands() {
        for quote in ["Which one?", "Let me know who would come.", "Please send me the plan.", ""] {
            assert!(asks_for_word(quote), "{quote}");
        }
        for quote in ["Please update my calendar.", "Let's meet the two of them.", "Please post the list."] {
            assert!(!asks_for_word(quote), "{quote}");
        }
    }

    #[test]
    fn turns_of_phrase_are_no_questions() {
        assert!(is_rhetorical("Who would have thought?") && is_rhetorical("How are you?"));
        assert!(is_rhetorical("Let me know if you need more."));
        assert!(is_momentary("I'll call you in the morning.") && !is_momentary("I will send it."));
        assert!(!is_rhetorical("Who would come?"));
    }

    #[test]
    fn what_hangs_on_something_else_is_conditional() {
        for quote in
            ["If it rains I will send it.", "I will pass it on as we get more.", "I'll come unless ill."]
        {
            assert!(is_conditional(quote), "{quote}");
        }
        assert!(!is_conditional("I will send you the plan by Friday."));
    }
}
