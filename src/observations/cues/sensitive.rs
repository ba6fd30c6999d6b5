//! Whether a text touches matters that no ledger should hold: grief, health, a person's law matters,
//! separation, harassment, dismissal and discipline.
//!
//! Company litigation and hiring are ordinary. A threat ("or you are fired") is pressure, not news of
//! a dismissal.

use std::sync::LazyLock;

use super::sentence::Sentence;
use super::sieve::{Lines, Sieve};

const PATTERNS: &[&str] = &[
    // Grief.
    r"\bfunerals?\b|\bpass(?:ed|ing) away\b|\bcondolences?\b|\bbereave|\bsorry for your loss|\bin mourning|\b(?:death|passing|loss) of (?:your|my|his|her|our) (?:[a-z]+ )?(?:mother|father|mom|dad|wife|husband|son|daughter|brother|sister|parents?|grand[a-z]+|child|baby|friend|uncle|aunt)|\b(?:mother|father|mom|dad|wife|husband|son|daughter|brother|sister|grand[a-z]+|uncle|aunt|friend) (?:has |just )?died\b|\bmemorial service|\bmiscarriage|\bstillb",
    // Health.
    r"\b(?:cancer|chemo(?:therapy)?|tumou?r|leuk[a]?emia|surgery|heart attack|hospitali[sz]ed|biopsy|overdose|suicid[a-z]*|rehab|alcoholi[a-z]+|burn-?out|panic attacks?|dementia|alzheimer[a-z]*|hiv|miscarried|concussion|pneumonia|the flu|maternity|sick leave|medical leave|disability leave|intensive care)\b|\bin (?:the )?hospital\b|\bget well\b|\bspeedy recovery|\b(?:is|am|i'm|are|was|were|been|very|seriously|feeling|got|fell|so) (?:ill\b|sick(?:[.,!?]|$| [^o]))|\b(?:my|your|his|her) (?:illness|diagnosis|doctor|therapist|therapy|depression|anxiety|medication|health|operation|blood pressure|treatment|condition)\b|\bdiagnosed with\b|\bmental health",
    // A person's matters of law.
    r"\b(?:my|your|his|her) (?:lawyer|attorney|arrest|trial|bail|probation|criminal|bankruptcy|restraining)\b|\b(?:suing|sued|sue) (?:me|you|him|her)\b|\b(?:was|been|got|were) arrested\b|\brestraining order|\bpersonal bankruptcy|\bjail(?:ed)?\b|\bimmigration status",
    // Separation.
    r"\bdivorc(?:e|ed|ing)\b|\bchild custody|\bcustody (?:of|hearing|battle)\b.*\b(?:kids|children|son|daughter)\b|\b(?:separated|separating|split up|broke up|breaking up) (?:from|with)? ?(?:my|his|her|each|your)|\bmarriage counsel|\bwe (?:have )?(?:separated|split up|broke up)",
    // Harassment and discrimination.
    r"\bharass(?:ed|ing|ment)?\b|\bsexual(?:ly)?\b|\bhostile work|\bdiscriminat(?:ed|ion) (?:against|complaint|claim)|\bbull(?:ied|ying)\b|\bassault(?:ed)?\b|\bstalk(?:ed|ing)\b|\bdomestic (?:violence|abuse)",
    // Dismissal, discipline and evaluation.
    r"\b(?:was|were|been|being|be|get|got|getting|is|are) (?:laid off|let go|dismissed from|made redundant)\b|\b(?:was|were|been|being|got|getting) (?:fired|terminated)\b|\bfiring (?:him|her|you|them)\b|\blay-?offs?\b|\bseverance\b|\btermination (?:of (?:your|his|her|my) |letter|date for (?:him|her))|\bterminate (?:him|her|your employment|his|her)\b|\bdisciplinary\b|\bwritten warning|\bperformance (?:improvement plan|ratings?|evaluations?|appraisals?|reviews?|problems?|issues?)|\b(?:year|mid)[- ](?:end|year) (?:evaluation|appraisal|review|rating)s?\b|\b(?:your|my|his|her|their|peer|employee|staff) (?:evaluation|appraisal)s?\b|\breprimand|\b(?:suggested|peer) reviewers?\b|\bpeps? (?:reviews?|reviewers?|feedback|suggested|process|forms?|evaluations?)\b|\bprc (?:process|meetings?|ratings?|rankings?|feedback|reviews?)\b",
];

static SIEVE: LazyLock<Sieve> =
    LazyLock::new(|| Sieve::new(PATTERNS.iter().map(|pattern| (*pattern).to_owned()), Lines::One));

/// Whether any sentence, or the folded subject, touches a sensitive matter.
pub(crate) fn touches(sentences: &[Sentence<'_>], subject: &str) -> bool {
    SIEVE.is_match(subject.to_lowercase().as_bytes())
        || sentences.iter().any(|sentence| SIEVE.is_match(sentence.folded.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::cues::sentence::split;

    #[test]
    fn matters_of_the_person_are_sensitive() {
        for text in [
            "I am so sorry for your loss.",
            "My father died on Sunday.",
            "She is in the hospital after her surgery.",
            "Get well soon!",
            "We are getting a divorce.",
            "My lawyer says I should not talk about the arrest.",
            "He was fired yesterday.",
            "I want to report harassment by a colleague.",
            "This is a written warning.",
            "I've been diagnosed with diabetes.",
            "Half the team was laid off.",
            "I will add Harry to your evaluation.",
            "Please finish the year-end reviews by Friday.",
            "Her performance review is due.",
            "I had to change one of your peer reviewers.",
        ] {
            assert!(touches(&split(text), ""), "{text}");
        }
        assert!(touches(&[], "Funeral arrangements"));
    }

    #[test]
    fn business_is_not() {
        for text in [
            "The lawsuit against the company goes to court in May.",
            "We are hiring two engineers.",
            "Finish the reports by four or you are fired.",
            "I am sick of this bug.",
            "Please terminate the process and restart it.",
            "The contract was signed by our attorney.",
            "The loss of the package is covered.",
            "The patch died in review.",
            "The review of the contract ends at year end.",
            "Lazy evaluation of the argument is the reason.",
        ] {
            assert!(!touches(&split(text), ""), "{text}");
        }
    }
}
