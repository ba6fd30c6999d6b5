//! Which requests ask for leave of who answers them: time off, more time, an exception, a swap.

use std::sync::LazyLock;

use regex::Regex;

use crate::observations::cues::Wording;

use super::Deed;

/// In lower case, of the words that ask.
static LEAVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:take|taking|have|having|be|get|schedule|request)\b[^.?!]{0,40}\b(?:off|vacation|leave|holiday|half day|half a day|extension)\b|\b(?:leave|go home|come in|start|get in)\b[^.?!]{0,20}\b(?:early|late|later|at noon)\b|\bwork(?:ing)? from home\b|\b(?:more|extra|another) (?:time|day|week)\b|\bmiss (?:the|our|your|monday|tuesday|wednesday|thursday|friday)\b",
    )
    .expect("a constant that a test compiles")
});

/// In lower case, of the words that ask somebody to trade places.
static SWAP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:swap|swapping|trade|trading|switch|switching)\b[^.?!]{0,40}\b(?:with me|shifts?|weeks?|days?|weekends?|slots?|turns?|duty|duties|holidays?|vacations?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b",
    )
    .expect("a constant that a test compiles")
});

/// Whether a request asks the other to trade a day, a turn or a place.
pub(super) fn asks_to_swap(request: &Deed) -> bool {
    SWAP.is_match(&request.quote.to_lowercase())
}

/// Whether words are those in which what is due anyway is cleared: the leave that everybody has is no concession.
pub(super) fn is_clearance(words: &str) -> bool {
    Wording::of(words).has(&["approved", "approve", "genehmigt", "accordé", "aprobado"])
}

/// Whether a request asks for leave.
pub(super) fn asks_for_leave(request: &Deed) -> bool {
    is_leave(&request.quote) || asks_to_swap(request)
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

    #[test]
    fn a_trade_of_turns_is_told_from_other_trades() {
        let asks = |words: &str| SWAP.is_match(&words.to_lowercase());
        assert!(asks("Would you consider swapping with me?"));
        assert!(asks("Could we trade weekends in May?"));
        assert!(asks("Can you switch your Tuesday shift?"));
        assert!(!asks("Could you switch off the light?"));
        assert!(!asks("Can you send me the trade list?"));
    }

    #[test]
    fn a_clearance_says_so() {
        assert!(is_clearance("Approved. Enjoy it."));
        assert!(!is_clearance("That will be fine, enjoy it."));
    }
}
