//! Answers that cost nothing and so are no favor: whether one comes, when one can meet, that one does not mind, what
//! one's own number is, how things went.
//!
//! It knows the words of a request. Where none may be kept nothing is known.

use std::sync::LazyLock;

use regex::Regex;

use crate::observations::cues::{Act, Sign, Wording};

use super::Deed;
use super::deeds::requests;

/// In lower case: asks for consent, for a day, for word on coming, for news.
static LITTLE: LazyLock<Regex> = LazyLock::new(|| {
    let parts = [
        // Consent.
        r"\b(?:is (?:it|that|this) |are you |would it be |all )?(?:ok|okay|o\.k\.|fine|alright|all right|cool|good|happy) (?:with you|by you|for you|if (?:i|we)|that i|for me to|to (?:connect|introduce|share|forward|pass))\b[^?]*\?",
        r"\b(?:do|would) you mind if (?:i|we)\b|\b(?:can|could|may|might) (?:i|we) (?:just |also )?(?:give|pass|quote|share|tell|forward|connect|introduce|mention|put you|cc|copy|assume|record|post)\b",
        // Coming, and when.
        r"\b(?:are|r) (?:you|u|you guys|you two|you both) (?:still )?(?:coming|joining|attending|in|free|around|available|up for|on for|going)\b|\b(?:will|can|could|would) you (?:be (?:there|able to (?:come|make it|attend|join))|make it|come (?:to|on|at)|attend|join (?:us|me))\b|\b(?:can|could|shall|should) we (?:meet|talk|chat|catch up|do)\b|\b(?:rsvp|plus one|headcount|numbers for)\b",
        r"\b(?:does|how does|how about|what about|how's|shall we say)\b[^?]{0,24}\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|noon|[0-9]{1,2}(?::[0-9]{2}| ?[ap]\.?m\.?))\b[^?]{0,30}\?|\b(?:would|will) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|next week)\b[^?]*\?|^(?:[a-z]+,? )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?(?: at)? ?(?:[0-9:apm. -]*)\?$|\bwhat (?:time|day)s? (?:works?|suits?|is|are|would)\b|\bwhen (?:are|would|can|could|works?|suits?) (?:you|for you|we)\b",
        // News.
        r"^(?:so,? |and |hey,? |hi,? )*(?:how (?:did|was|were|is|are|'s|has|have)|how's|did (?:you|it|he|she|they) (?:like|enjoy|see|watch|hear|sleep|win|go|manage|decide|end up|ship|make it|work out)\b|have you (?:heard|seen|been to|decided)|what did you think|any news)\b",
    ];
    Regex::new(&parts.join("|")).expect("a constant that a test compiles")
});

/// In lower case: asks for what only the reader can tell of himself.
static OF_ONESELF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:an?|your|the)(?: [a-z]+)? (?:bio|headshot|mugshot|t-?shirt size|dietary (?:needs|requirements)|(?:passport|phone|cell|mobile|flight) number)\b|\b(?:your|a good|the best) (?:number|cell|phone|mobile|address|e-?mail|photo|picture|availability|title|hours|size)\b")
        .expect("a constant that a test compiles")
});

/// Words by which a question about the reader asks for more than a word: to write, to look, to lend.
const MORE: [&str; 26] = [
    "help",
    "lend",
    "borrow",
    "review",
    "look",
    "read",
    "send",
    "fix",
    "drive",
    "lift",
    "ride",
    "recommend",
    "advice",
    "write",
    "draft",
    "cover",
    "watch",
    "bring",
    "carry",
    "move",
    "explain",
    "show",
    "teach",
    "host",
    "stay",
    "speak",
];

/// Whether a request costs who answers it nothing.
pub(super) fn costs_nothing(words: &str) -> bool {
    let lower = words.to_lowercase().replace('’', "'");
    OF_ONESELF.is_match(&lower) || LITTLE.is_match(&lower) && !Wording::of(words).has(&MORE)
}

/// Takes out help that answers such a request and nothing else in its conversation. Deeds come in any order.
pub(super) fn drop_what_costs_nothing(deeds: &mut Vec<Deed>) {
    let asked = requests(deeds, |request| costs_nothing(&request.quote));
    deeds.retain(|deed| {
        let requests = asked.get(&(deed.thread.clone(), deed.by, deed.toward));
        let before = requests.into_iter().flatten().filter(|(at, _)| *at < deed.at);
        let is_little = before.max_by_key(|(at, _)| *at).is_some_and(|(_, little)| *little);
        !(deed.act == Act::Help && is_little && !deed.signs.iter().copied().any(is_of_worth))
    });
}

/// Signs by which something was done for the other after all.
fn is_of_worth(sign: Sign) -> bool {
    matches!(sign, Sign::SaidToBeFavor | Sign::PersonalBenefit | Sign::BeyondHours | Sign::Vouching)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::scenario::Scenario;
    use crate::people::Regime;

    #[test]
    fn what_is_answered_in_a_word_is_told_from_what_is_work() {
        for words in [
            "OK with you?",
            "Is it fine if I forward it to Ida?",
            "Would you mind if I quoted you?",
            "Could I give them your name?",
            "are you coming on the 12th or not??",
            "Can you make it on Friday?",
            "Thursday 10:30?",
            "Would Tuesday at 3 work for you?",
            "Could you send a current bio by May 2?",
            "What is a good number to reach you?",
            "How did the talk go?",
            "Did you like the play?",
        ] {
            assert!(costs_nothing(words), "{words}");
        }
        for words in [
            "Could you send me the list by Friday?",
            "Can you fix my bike?",
            "Do you know a good dentist?",
            "Could you help me on Friday?",
            "Could you look over my bio?",
            "Would you have a look at it on Monday at 3?",
            "Could I borrow your ladder?",
            "Could you come by and help me move?",
            "Did you get a chance to look at my draft?",
            "",
        ] {
            assert!(!costs_nothing(words), "{words}");
        }
    }

    #[test]
    fn an_answer_that_costs_nothing_is_no_help() {
        let answered = |words: &str| {
            let mut deeds = Scenario::with(Regime::Equality)
                .ana(0, "plums", Act::Request, &[])
                .saying(words)
                .owner(1, "plums", Act::Help, &[])
                .deeds;
            drop_what_costs_nothing(&mut deeds);
            deeds.len() == 2
        };
        assert!(answered("Could you bring me some plums?"));
        assert!(!answered("Are you coming to my party?"));
    }
}
