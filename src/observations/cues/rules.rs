//! Hand-written English patterns that point at acts, kept as data in packs of one kind of act each.
//!
//! A rule sees one folded sentence (see `sentence`), never its message: what the conversation makes of
//! it is not known here.

mod asking;
mod feeling;
mod giving;
mod indirect;
mod judging;
mod settled;
mod spoken;
mod stance;
mod talk;
mod wider;

use std::sync::LazyLock;

use super::Act;
use super::sentence::Sentence;
use super::sieve::{Lines, Sieve};

/// How much a rule says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Says the act whatever its words score, unless a rule against it matches.
    Sure,
    /// Enough to say the act.
    Strong,
    /// A hint.
    Weak,
    /// Speaks against the act in this sentence.
    Against,
    /// Rules the act out in this sentence, whatever its words score.
    Never,
}

use Weight::{Against, Never, Strong, Sure, Weak};

/// A pattern: the act, how much it says, and a regular expression over a folded sentence, in which
/// `<word>` stands for a class of [`CLASSES`].
pub(crate) type Rule = (Act, Weight, &'static str);

/// Word classes of the patterns.
const CLASSES: [(&str, &str); 12] = [
    // Adverbs that carry nothing.
    (
        "mod",
        r"(?:(?:very|so|really|greatly|truly|deeply|sincerely|much|just|also|again|certainly|definitely|most|quite|extremely|highly|always|all) )*",
    ),
    ("we", r"\b(?:i|we)"),
    (
        "will",
        r"\b(?:i|we)(?:'ll| will| shall|'m going to| am going to| are going to)(?: (?:also|then|definitely|certainly|gladly|be sure to|make sure to|be happy to|be glad to|try to|go ahead and|just|have to|probably))*",
    ),
    ("would", r"\b(?:i|we)(?:'d| would)"),
    ("have", r"\b(?:i|we)(?:'ve| have)?(?: (?:just|already|now|also|since|finally))*"),
    ("am", r"\b(?:i|we)(?:'m| am|'re| are)"),
    ("name", r"@[a-z~.'-]+"),
    ("end", r"[ .,!]*$"),
    (
        "good",
        r"(?:great|good|nice|excellent|wonderful|fantastic|terrific|awesome|superb|outstanding|amazing|brilliant|fabulous|impressive|fine|lovely|super|solid|beautiful|stellar|remarkable)",
    ),
    (
        "do",
        r"(?:send|forward|call|get|check|let|look|review|fix|add|update|provide|email|e-mail|mail|fax|follow|keep|ask|talk|speak|take|bring|set|schedule|contact|prepare|make|work|find|post|write|give|ship|return|ring|help|arrange|book|pass|circulate|investigate|handle|try|put|print|confirm|discuss|draft|finish|include|do|see|pick|drop|cover|come|meet|visit|sort|stop|share|leave|deliver|submit|order|approve|file|run|read|report|change|correct|remove|pay|test|commit|lead|chair|verify|join)",
    ),
    (
        "ask",
        r"(?:send|forward|call|get|check|let|look|review|fix|add|update|provide|email|e-mail|mail|fax|follow|keep|ask|talk|speak|take|bring|set|schedule|contact|prepare|make|work|find|post|write|give|ship|return|ring|help|arrange|book|pass|circulate|investigate|handle|try|put|print|confirm|discuss|draft|include|see|pick|drop|advise|respond|reply|distribute|coordinate|plan|register|sign|complete|submit|remind|explain|tell|show|change|correct|remove|verify|proceed|revise|edit|comment|ensure|note down|save|stop|hold|join|attend|read|use|move|open|copy|cancel|approve|consider|stay)",
    ),
    (
        "thing",
        r"(?:job|work|idea|letter|notes?|summary|point|question|presentation|speech|talk|article|paper|report|plan|brief|memo|update|effort|analysis|document|attempt|try|thinking|suggestion|catch|move|meeting|piece|email|e-mail|message|progress|call|write-up|writeup|start|one|post|post(?:ing)?|draft|stuff|initiative|design|code|site|fixes|updates|ideas|comments|questions|points)",
    ),
];

/// All packs, act by act: the place of a rule is its name in the weights.
pub(crate) static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let packs =
        [feeling::PACK, asking::PACK, giving::PACK, judging::PACK, settled::PACK, wider::PACK, stance::PACK];
    let mut rules = packs.concat();
    rules.sort_by_key(|(act, ..)| *act);
    // Behind those that the weights name.
    rules.extend_from_slice(talk::PACK);
    rules.extend_from_slice(spoken::PACK);
    rules.extend_from_slice(indirect::PACK);
    rules
});

static SIEVE: LazyLock<Sieve> =
    LazyLock::new(|| Sieve::new(RULES.iter().map(|(_, _, pattern)| expand(pattern)), Lines::One));

/// Numbers of the rules that match a sentence, ascending.
pub(crate) fn hits(sentence: &Sentence<'_>) -> Vec<usize> {
    SIEVE.matches(sentence.folded.as_bytes()).collect()
}

/// The rule of a number.
pub(crate) fn rule(number: usize) -> Option<&'static Rule> {
    RULES.get(number)
}

/// A pattern with its word classes written out.
pub(crate) fn expand(pattern: &str) -> String {
    CLASSES
        .iter()
        .fold(pattern.to_owned(), |pattern, (name, class)| pattern.replace(&format!("<{name}>"), class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::cues::features::{self, bit};
    use crate::observations::cues::judge::ruled;
    use crate::observations::cues::sentence::split;

    /// Asserts that rules alone say the act of each text in `said`, and not that of each in `otherwise`.
    pub(super) fn assert_ruled(said: &[(Act, &str)], otherwise: &[(Act, &str)]) {
        let cases = said.iter().map(|case| (case, true)).chain(otherwise.iter().map(|case| (case, false)));
        for ((act, text), expected) in cases {
            let ruled = split(text).iter().fold(0, |sum, sentence| sum | ruled(&features::hits(sentence)));
            assert_eq!(ruled & bit(*act) != 0, expected, "{act:?} {text}");
        }
    }

    #[test]
    fn every_pattern_compiles_and_names_only_known_classes() {
        for (act, _, pattern) in RULES.iter() {
            let expanded = expand(pattern);
            assert!(!expanded.contains('<') || expanded.contains("(?P<"), "{act:?} {pattern}");
            regex::bytes::Regex::new(&format!("(?-u){expanded}"))
                .unwrap_or_else(|e| panic!("{pattern}: {e}"));
        }
        SIEVE.compile();
        assert_eq!(SIEVE.len(), RULES.len());
    }
}
