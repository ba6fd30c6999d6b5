//! In which mood a sentence speaks of a deed, and whose it is: whether it is still ahead, what is asked, offered or
//! promised would be, and whether words that vouch for somebody vouch for the reader.
//!
//! Reads one folded sentence; who the people are is not known here.

use std::sync::LazyLock;

use super::Act;
use super::rules::expand;
use super::sentence::Sentence;
use super::sieve::{Lines, Sieve};

/// The speaker undertakes it.
const WILL: &str =
    r"\b(?:i|we)(?:'ll| will| shall|'m going to| am going to|'re going to| are going to|'m gonna)<by>";
/// The speaker could, and offers it.
const COULD: &str = r"(?:\b(?:i|we)(?: can| could| might|'d be (?:happy|glad|delighted|pleased|honou?red) to| would be (?:happy|glad|delighted|pleased|honou?red) to|'m happy to| am happy to)|^(?:more than |always |very |only too )?(?:happy|glad|delighted|willing) to|\b(?:want|shall|should|(?:do|would) you (?:want|like)|like) (?:me|us|i|we)(?: to)?)<by>";
/// The speaker would like to, which offers it.
const WOULD: &str =
    r"\b(?:i|we)(?:'d| would)(?: (?:like|love|be thrilled) to)?<by>|\b(?:i|we) (?:want|hope|plan) to<by>";
/// What may stand before the verb.
const BY: &str = r"(?: (?:also|then|certainly|definitely|gladly|happily|probably|try to|just|even|always|easily|be sure to|make sure to|see if i can))* ";

/// Verbs of bringing together, vouching, leads and giving.
const BRING: &str = r"(?:introduce|connect|make (?:the|an|that|this) (?:intro|introduction|connection)|put (?:you|the two|him|her|them|<name>)\b[^.?!]{0,40}\bin (?:touch|contact)|intro you)\b";
const VOUCH: &str = r"(?:vouch|nominate|put (?:in )?(?:a|your|you)|recommend you|speak (?:to|with) @[a-z]+ about you|pass (?:on )?your|be (?:a|your) reference|mention (?:you|your)|sing your praises)\b";
const LEAD: &str =
    r"(?:put (?:in )?your name|pass (?:on )?your|suggest (?:you|your)|mention (?:you|your)|get you)\b";
const GIVE: &str = r"(?:buy|treat|take (?:you|both)|give|bring|lend|get you|send|host|cook|invite|order you|put you up|make you|bake|donate|contribute|pledge|sponsor|have you|let you|drop|leave|save you|share)\b";

/// Words in which a deed of an act is undertaken, and in which it is offered.
const PATTERNS: &[(Act, Act, &[&str])] = &[
    (Act::Introduction, Act::Promise, &[WILL, BRING]),
    (Act::Introduction, Act::Offer, &[COULD, BRING]),
    (Act::Recommendation, Act::Promise, &[WILL, VOUCH]),
    (Act::Recommendation, Act::Offer, &[COULD, VOUCH]),
    (Act::Opportunity, Act::Promise, &[WILL, LEAD]),
    (Act::Opportunity, Act::Offer, &[COULD, LEAD]),
    (Act::Gift, Act::Promise, &[WILL, GIVE]),
    (Act::Gift, Act::Offer, &[COULD, GIVE]),
    (Act::Gift, Act::Offer, &[WOULD, GIVE]),
    // Whoever is asked whether he wants it, or told that he may have it, has not got it.
    (
        Act::Gift,
        Act::Offer,
        &[
            r"\b(?:do|would|did) (?:you|u|ya|<name>)(?: guys| two| both)? (?:want|like|need|care for|have (?:any )?use for)\b|^(?:wanna|want|need|like|interested in) [^?]*\?|\byou(?:'re| are|'d be)(?: all| both)?(?: always| very| more than| most)? welcome to\b|\b(?:you|they)(?: two| both| guys)? (?:can|could|may) (?:always |certainly )?(?:have|borrow|use|stay|keep|take|crash)\b|\bfeel free to (?:use|borrow|stay|have|take)\b|\b(?:if|in case) (?:you|so|anybody|anyone|somebody|someone)\b|\b(?:let me take|let me buy|let me treat|come (?:over )?(?:for|to)|join us)\b|\binvited to\b|\b(?:dinner|lunch|drinks?|coffee|beers?|breakfast|brunch)(?:'s| is| are|'ll be| will be) on (?:me|us)\b",
        ],
    ),
];

/// What something asked for, offered or promised would be.
const WOULD_BE: &[(Act, &str)] = &[(
    Act::Recommendation,
    r"\b(?:write|do|leave|give|letter of|@linkedin)(?: (?:me|us|him|her|a|an|@[a-z]+|quick|short|little))* (?:recommendation|reference|testimonial)s?\b|\b(?:recommendation|reference) (?:letter|for (?:me|my|him|her|@[a-z]+))\b|\b(?:as|be) (?:a|my|your|one of my) (?:job |character )?(?:reference|referee)s?\b|\bvouch(?:es|ed|ing)?\b|\b(?:good|strong|kind|nice) word\b|\b(?:a|any) word (?:in )?(?:for|with)\b|\bput (?:in )?(?:my|your|his|her) name\b|\bmention (?:me|you|my name|your name)\b|\bnominat(?:e|ing)\b|\brecommend (?:me|you)\b|\bwhom? (?:would|should|can|could|do) you (?:send|recommend|suggest|hire|pick|trust)\b|\bgive (?:them|him|her|@[a-z]+) your name\b|\b(?:talk|speak) to (?:my|their|the|her|his) (?:recruiter|hiring manager|new boss|landlord)\b",
)];

/// A thing of one's own, or one that costs nothing: to have it is a gift.
const A_GIFT: &str = r"\b(?:my|our) (?:old|spare|extra|second|outgrown|unused)\b|\b(?:spare|extra) (?:tickets?|seats?|passe?s?|room|bed|bike|copy)\b|\b(?:two|2|some|a couple of|four|a pair of) (?:lowers|tickets|seats)\b|\b(?:it|they|this|these|that|one)(?:'s| is|'re| are)(?: all)? yours\b|\bfree to a good home\b|\bon (?:me|us)\b|\bmy treat\b|\bgive (?:it|them|one|mine) to you\b|\bwelcome to (?:have|keep|take) (?:it|them|one|some|this|that|these|mine|my|our)\b|\b(?:outgrown|don't need|no longer need|getting rid of|giving away|clearing out)\b";

/// Words that vouch for the reader.
const FOR_YOU: &str = r"\b(?:recommend|recommended|recommending|nominate|nominated|suggested|mentioned|put(?:ting)? forward|vouch(?:ed)? for|hire) (?:you|your)\b|\b(?:word|words|recommendation|reference|things|highly|well|letter)(?: in)? (?:for|about|of|on) you\b|\babout you\b|\bthan you\b|\bbetter than yours\b|\byour (?:name|work|praises|cv|resume|letter|reference|application)\b|\byou(?:'re| are|'d be| would be|'ve been| were) (?:the|a|an|one of|my|exactly|just|perfect|ideal|great|by far)\b|\byou\b[^.?!]{0,40}\b(?:fit|match|candidate|hire|choice|addition)\b";

static AHEAD: LazyLock<Sieve> = LazyLock::new(|| sieve(PATTERNS.iter().map(|(.., parts)| parts.concat())));
static WOULD_BES: LazyLock<Sieve> =
    LazyLock::new(|| sieve(WOULD_BE.iter().map(|(_, pattern)| (*pattern).to_owned())));
static GIFTS: LazyLock<Sieve> = LazyLock::new(|| sieve([A_GIFT.to_owned()]));
static FOR_YOUS: LazyLock<Sieve> = LazyLock::new(|| sieve([FOR_YOU.to_owned()]));

fn sieve(patterns: impl IntoIterator<Item = String>) -> Sieve {
    Sieve::new(patterns.into_iter().map(|pattern| expand(&pattern.replace("<by>", BY))), Lines::One)
}

/// As what an act that its words speak of stands there, where it is not yet done: as a promise or as an offer.
pub(crate) fn ahead(act: Act, sentence: &Sentence<'_>) -> Option<Act> {
    let matches = AHEAD.matches(sentence.folded.as_bytes());
    let own = matches.filter_map(|number| PATTERNS.get(number)).find(|(of, ..)| *of == act);
    own.map(|(_, as_what, _)| *as_what)
}

/// What a request, an offer or a promise would be, where it is something other than help.
pub(crate) fn would_be(act: Act, sentence: &Sentence<'_>) -> Option<Act> {
    let words = sentence.folded.as_bytes();
    match act {
        Act::Offer if GIFTS.is_match(words) => Some(Act::Gift),
        Act::Request | Act::Offer | Act::Promise => {
            WOULD_BES.matches(words).next().and_then(|number| WOULD_BE.get(number)).map(|(of, _)| *of)
        }
        _ => None,
    }
}

/// Whether words that vouch for somebody vouch for another than the reader.
pub(crate) fn of_third(sentence: &Sentence<'_>) -> bool {
    !FOR_YOUS.is_match(sentence.folded.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::cues::sentence::split;

    #[test]
    fn what_is_promised_or_offered_is_not_done() {
        for (act, text, as_what) in [
            (Act::Introduction, "I'll introduce you two next week.", Act::Promise),
            (Act::Introduction, "I will put you in touch with Ida once she is back.", Act::Promise),
            (Act::Introduction, "Happy to connect you with Ida.", Act::Offer),
            (Act::Introduction, "I could introduce you to her.", Act::Offer),
            (Act::Introduction, "Want me to connect you?", Act::Offer),
            (Act::Recommendation, "I'll put in a word for you with Ida.", Act::Promise),
            (Act::Recommendation, "I could vouch for you.", Act::Offer),
            (Act::Opportunity, "I could put your name in front of the board.", Act::Offer),
            (Act::Gift, "I'll bring you some plums.", Act::Promise),
            (Act::Gift, "Happy to send over a gift card for your time.", Act::Offer),
            (Act::Gift, "I'd like to buy you lunch.", Act::Offer),
            (Act::Gift, "Would you like our old sledge?", Act::Offer),
            (Act::Gift, "Want these two seats?", Act::Offer),
            (Act::Gift, "You're welcome to stay at our place.", Act::Offer),
            (Act::Gift, "If so they are yours.", Act::Offer),
            (Act::Gift, "Dinner is on me, anywhere you like.", Act::Offer),
        ] {
            assert_eq!(ahead(act, &split(text)[0]), Some(as_what), "{text}");
        }
        for (act, text) in [
            (Act::Introduction, "I'd like to introduce you to Ben, who runs the choir."),
            (Act::Introduction, "Ida, meet Ben."),
            (Act::Introduction, "I'll let you two take it from here."),
            (Act::Recommendation, "I would recommend Ida without reservation."),
            (Act::Recommendation, "I put in a good word for you."),
            (Act::Gift, "I left plums on your porch."),
            (Act::Gift, "Dinner was on me."),
            (Act::Gift, "We bought you a present."),
        ] {
            assert_eq!(ahead(act, &split(text)[0]), None, "{text}");
        }
    }

    #[test]
    fn what_is_asked_or_offered_may_be_more_than_help() {
        for (act, text, of) in [
            (Act::Request, "Would you write me a recommendation?", Some(Act::Recommendation)),
            (Act::Request, "Could I give them your name?", Some(Act::Recommendation)),
            (Act::Request, "Whom would you send me?", Some(Act::Recommendation)),
            (Act::Request, "Could you put in a good word for me?", Some(Act::Recommendation)),
            (Act::Offer, "Do you want my old desk?", Some(Act::Gift)),
            (Act::Offer, "I have a spare ticket and would be glad to give it to you.", Some(Act::Gift)),
            (Act::Offer, "Do you want me to look at it?", None),
            (Act::Request, "Could you look at my draft?", None),
        ] {
            assert_eq!(would_be(act, &split(text)[0]), of, "{text}");
        }
    }

    #[test]
    fn who_is_vouched_for_is_told_from_who_is_told_of_it() {
        for text in [
            "I recommended you to the editor.",
            "I told Ida you're the one I would work for.",
            "I told her nobody does it better than you.",
            "I put in a good word for you.",
            "You'd be a perfect fit for the choir.",
        ] {
            assert!(!of_third(&split(text)[0]), "{text}");
        }
        for text in ["He's good people.", "Tell him I sent you.", "She's great.", "I vouch for him."] {
            assert!(of_third(&split(text)[0]), "{text}");
        }
    }
}
