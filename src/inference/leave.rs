//! Which requests ask for leave of who answers them: time off, more time, an exception.

use std::sync::LazyLock;

use regex::Regex;

use super::Deed;

/// In lower case, of the words that ask.
static LEAVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:take|taking|have|having|be|get|schedule|request)\b[^.?!]{0,40}\b(?:off|vacation|leave|holiday|half day|half a day|extension)\b|\b(?:leave|go home|come in|start|get in)\b[^.?!]{0,20}\b(?:early|late|later|at noon)\b|\bwork(?:ing)? from home\b|\b(?:more|extra|another) (?:time|day|week)\b|\bmiss (?:the|our|your|monday|tuesday|wednesday|thursday|friday)\b",
    )
    .expect("a constant that a test compiles")
});

/// Whether a request asks for leave.
pub(super) fn asks_for_leave(request: &Deed) -> bool {
    is_leave(&request.quote)
}

fn is_leave(words: &str) -> bool {
    LEAVE.is_match(&words.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leave_is_asked_for_in_words_of_time() {
        for words in [
            "I need to take a half day of vacation on Monday",
            "Could I leave a bit early on Friday?",
            "May I work from home tomorrow?",
            "Could I have another week for the draft?",
            "I would like to take Friday off",
        ] {
            assert!(is_leave(words), "{words}");
        }
        for words in [
            "Could you send me the list before my vacation?",
            "Can we meet at three?",
            "Will you take a look?",
        ] {
            assert!(!is_leave(words), "{words}");
        }
    }
}
