//! Signs beside an act that tell a favor from routine.

use std::sync::LazyLock;

use super::Sign;
use super::sentence::Sentence;
use super::sieve::{Lines, Sieve};

use Sign::{
    BeyondHours, Concession, Delivery, Paid, PersonalBenefit, Routine, SaidToBeFavor, SpecificThanks,
    Unasked, Vouching,
};

const PATTERNS: &[(Sign, &str)] = &[
    (
        SaidToBeFavor,
        r"\b(?:as|do (?:me|you|us|him|her)|a (?:personal|huge|big|small)) a? ?favou?r\b|\bthis favou?r\b|\bnot (?:my|your|his|her|really my|really your) job\b|\b(?:above and )?beyond the call|\babove and beyond\b|\bout of (?:your|my|his|her) way to\b|\byou (?:didn't|did not) have to\b|\bas a friend\b|\bfor old times|\bi owe you (?:one|a beer|big)",
    ),
    (
        PersonalBenefit,
        r"\b(?:resume|cv|career|promotion|job (?:interview|search|offer|hunt)|new job|letter of recommendation|reference letter|your (?:kids?|son|daughter|wife|husband|mother|father|mom|dad|family|thesis|dissertation|studies|degree|exam|application|school|college|house|home|flat|apartment|move|wedding|health|doctor|back|knee|book|visa|mortgage|garden|baby))\b|\bscholarship\b|\bmoving house|\bbabysit|\b(?:your|my|our) (?:honeymoon|cruise|trip home)\b|\b(?:what|things|clothes|cold|warm|light) to (?:pack|wear)\b|\bto pack (?:for|my|your)\b",
    ),
    (
        Concession,
        r"\b(?:day|week|afternoon|morning|monday|tuesday|wednesday|thursday|friday|time) off\b|\bextend(?:ed)? (?:the|your) deadline|\bextension\b|\bwaive[ds]?\b|\bwaiver for you|\bcover(?:ed)? (?:for you|your shift)|\bleave early|\bwork from home\b",
    ),
    (
        Vouching,
        r"\bvouch|\bput in a (?:good )?word|\b(?:highly|strongly|warmly) recommend|\b(?:recommended|nominated) you\b|\b(?:recommend|nominat)(?:e|ed|ing)? @[a-z]+(?: @[a-z]+)? for\b|\bcan recommend (?:him|her|@)|\breference for you|\bspoke highly",
    ),
    (
        Unasked,
        r"\b(?:thought|figured) (?:that )?(?:you|this|it) (?:might|may|would|could|'d|'ll)|\b(?:thought of|made me think of|reminded me of) you|\bmight (?:interest|be of interest|be useful) (?:to )?you|\bmight interest you|\b(?:i|just) (?:came across|stumbled (?:on|upon|across)|noticed|happened to)|\bno need to (?:reply|answer|thank|pay)|\bjust because\b|\bi took the liberty",
    ),
    (
        BeyondHours,
        r"\bover the (?:weekend|holidays?)|\b(?:this|all|last) weekend\b|\blast night|\b(?:late|all) (?:at )?night|\bstay(?:ed|ing)? (?:up|late)|\bshort notice|\bday off\b|\bafter hours|\bmidnight|\bon (?:a |your |the )?(?:saturday|sunday|vacation|holiday|time off|evening)|\bworked late|\bovertime",
    ),
    (
        SpecificThanks,
        r"\b(?:thanks|thank you)[^.]* for (?:[a-z]+ing|your help (?:with|on|in|this|last|over|during|all)|your (?:offer|willingness) to|the help (?:with|on)|all (?:the|your) (?:help|work)|(?:the|your) [a-z]+ (?:on|with|about|you)) [a-z@]+ [a-z@]+|\bit (?:really )?(?:helped|made|saved|meant)|\byou (?:saved|made) (?:me|my|us|our)",
    ),
    (
        Paid,
        r"\b(?:an|the|your|our|my|this|attached) invoice\b|\binvoice (?:number|#|no\b|is|for|attached)|\binvoiced\b|\b(?:pay|paid|paying|settle|settled) (?:the |your |our |these |those )?invoices?\b|\bfees?\b|\bper our contract|\bunder (?:the|our) contract|\bpurchase order|\bhourly rate|\bticket #|\bticket (?:number|[a-z]*[0-9]{3,})|\bpayments? (?:due|of|for|terms)|\bbill(?:ed|ing|able)\b|\border (?:number|#)|\bquotation\b|\bsupport case",
    ),
    (
        Routine,
        r"\b(?:(?:the|your|our|this|attached) reports?|(?:weekly|monthly|quarterly|annual|daily|status|trip|progress|sales)(?: [a-z-]+)? reports?|(?:the|our|meeting) minutes|nominations?|timesheets?|agenda|weekly|monthly|quarterly|spreadsheet|status update|action items?|conference call|staff meeting|expense report|budget|per (?:your|the) instructions?|as instructed|the contract|confirm(?:ation)? (?:of|the) (?:trade|deal|order))\b",
    ),
    (
        Routine,
        r"\b(?:forward|pass|send|refer|rout|direct)(?:ed|ing)? (?:your|the|this|that) (?:[a-z]+ )?(?:request|question|e-?mail|message|note|inquiry|query|complaint)s?\b|\b(?:handles?|in charge of|responsible for|looks after) (?:it|this|that|these|those|such)\b|\b(?:right|best|main|our) (?:person|contact)(?: to (?:ask|call|contact|talk to))?\b|\bpoint of contact\b",
    ),
    // A subject that names nothing else.
    (Routine, r"^(?:[a-z0-9'#-]+ ){0,3}reports?$"),
    (Delivery, r"\b(?:here|below) (?:it |they |you )?(?:is|are|go)\b|^here's\b|\battached\b|\benclosed\b"),
];

static SIEVE: LazyLock<Sieve> =
    LazyLock::new(|| Sieve::new(PATTERNS.iter().map(|(_, pattern)| (*pattern).to_owned()), Lines::One));

/// The signs in the sentence at `at` and in the ones beside it, ascending, without repeats.
pub(crate) fn around(sentences: &[Sentence<'_>], at: usize) -> Vec<Sign> {
    let from = at.saturating_sub(1);
    let near = sentences.get(from..sentences.len().min(at + 2)).unwrap_or(&[]);
    let mut signs: Vec<Sign> = near
        .iter()
        .flat_map(|sentence| SIEVE.matches(sentence.folded.as_bytes()))
        .filter_map(|number| PATTERNS.get(number).map(|(sign, _)| *sign))
        .collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// Signs against a favor that the subject of a message shows.
pub(crate) fn of_subject(subject: &str) -> Vec<Sign> {
    SIEVE
        .matches(subject.to_lowercase().as_bytes())
        .filter_map(|number| PATTERNS.get(number).map(|(sign, _)| *sign))
        .filter(|sign| matches!(sign, Paid | Routine))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::cues::sentence::split;

    #[test]
    fn each_sign_is_seen_in_a_sentence_that_shows_it() {
        for (sign, text) in [
            (SaidToBeFavor, "Could you do me a favor and look at it?"),
            (SaidToBeFavor, "I know it is not your job."),
            (PersonalBenefit, "I passed your resume to the hiring manager."),
            (Concession, "Take Friday off, you earned it."),
            (Vouching, "I put in a good word for you."),
            (Unasked, "I thought you might like this article."),
            (BeyondHours, "I know this is short notice."),
            (BeyondHours, "You fixed it over the weekend."),
            (SpecificThanks, "Thank you for turning this around so fast."),
            (Paid, "The invoice is attached."),
            (Routine, "The weekly report is attached."),
            (Routine, "I have passed your question on to Bob, who handles these."),
            (Delivery, "Here it is."),
        ] {
            assert!(around(&split(text), 0).contains(&sign), "{sign:?} {text}");
        }
    }

    #[test]
    fn signs_are_read_only_near_the_act() {
        let sentences = split("The invoice is here. One. Two. I fixed your bike.");
        assert_eq!(around(&sentences, 3), []);
        assert_eq!(around(&sentences, 1), [Paid]);
    }

    #[test]
    fn plain_sentences_show_no_sign() {
        for text in [
            "See you at three.",
            "Thanks, Ana",
            "Our new program sorts invoices.",
            "I will call Ben tomorrow.",
            "The favorite color is blue.",
        ] {
            assert_eq!(around(&split(text), 0), [], "{text}");
        }
    }
}
