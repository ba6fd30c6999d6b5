//! Who asks for what is his own, and gets it, was given nothing: a borrowed book that comes back.
//!
//! It knows the words of one favor. Where none may be kept nothing is known.

use crate::observations::cues::Wording;

use super::{Favor, Kind};

/// What somebody says who asks for a thing of his own.
const ASKS_BACK: [&str; 18] = [
    "still have my ",
    "still got my ",
    "return my ",
    "give me back my ",
    "give back my ",
    "i lent you",
    "we lent you",
    "you borrowed",
    "borrowed from me",
    // German, French, Spanish.
    "noch mein",
    "dir geliehen",
    "ihnen geliehen",
    "rends-moi",
    "rendre mon ",
    "rendre ma ",
    "rendre mes ",
    "devuélveme",
    "te presté",
];
/// Words after which "back" is of a thing of one's own: "could I have my drill back?"
const MY: [&str; 5] = ["have my ", "get my ", "want my ", "need my ", "send my "];
/// Words by which something is to be done with it before it comes back, or which name nothing that is lent.
const OTHER: [&str; 14] = [
    "comments",
    "comment",
    "review",
    "reviewed",
    "corrected",
    "corrections",
    "feedback",
    "signed",
    "edited",
    "thoughts",
    "number",
    "address",
    "nummer",
    "adresse",
];

/// Whether a favor is no more than the return of what the other had asked for as his own.
pub(super) fn is_returned(favor: &Favor) -> bool {
    let asked = favor.asked.as_ref().map_or("", |asked| &asked.quote);
    matches!(favor.kind, Kind::Help | Kind::Gift) && asks_back(asked)
}

fn asks_back(words: &str) -> bool {
    let wording = Wording::of(words);
    let back = wording.holds(&MY) && wording.has(&["back"]);
    (back || wording.holds(&ASKS_BACK)) && !wording.has(&OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_what_is_his_own_is_told_from_who_wants_something_done() {
        for words in [
            "You still have my book, could you send it?",
            "Could I have my drill back by Friday?",
            "Do you still have the ladder I lent you?",
            "Please return my key.",
            "Hast du noch meinen Bohrer?",
            "Tu pourrais me rendre mon livre ?",
        ] {
            assert!(asks_back(words), "{words}");
        }
        for words in [
            "Could you send my draft back with your comments?",
            "Do you still have the plan of the garden?",
            "Could you lend me your ladder?",
            "Could you get back to me about my roof?",
            "Can you have a look at my bike?",
            "Do you still have my number?",
            "",
        ] {
            assert!(!asks_back(words), "{words}");
        }
    }
}
