//! Acts in German, French and Spanish, by rules of words alone: each language is a pack of data.
//!
//! There are no weights for these languages and no labelled mail to learn any from, so every act is said with
//! the same modest confidence, and a hint of one with a lower. A pack must not know the sentences its figures
//! come from.

mod french;
mod german;
mod spanish;

use std::sync::{LazyLock, OnceLock};

use regex::bytes::{Regex, RegexSet, RegexSetBuilder};

use super::judge::Verdict;
use super::rules::{Rule, Weight};
use super::sentence::{MAX_TEXT_BYTES, Sentence, prefix};
use super::{Act, Confidence};
use crate::people::HashSet;

use Weight::{Against, Strong, Weak};

/// Confidence of every act that a pack says.
const BY_PACK: Confidence = Confidence::from_thousandths(650);
/// Confidence of what a pack only hints at: it tells that something promised has come, and founds no favor by itself.
const BY_HINT: Confidence = Confidence::from_thousandths(500);
/// Fewest words of a language that name it in a text too short for letters to tell.
const FEW_WORDS: usize = 2;
/// Most words of a text that are looked at for its language.
const MAX_WORDS: usize = 60;

/// What is known of one language.
struct Pack {
    /// Its ISO 639-1 code.
    code: &'static str,
    /// Its most usual words.
    words: HashSet<&'static str>,
    /// Its own letters and signs.
    letters: &'static str,
    /// Marks of mail to all, and matters that no ledger should hold, as `sensitive` names them.
    marks: [&'static str; 2],
    rules: &'static [Rule],
    /// Made when a text of the language is first met.
    compiled: OnceLock<Compiled>,
}

/// The patterns of one language, compiled.
struct Compiled {
    bulk: Regex,
    sensitive: Regex,
    rules: RegexSet,
}

static PACKS: LazyLock<[Pack; 3]> = LazyLock::new(|| {
    [
        Pack::new("de", [german::WORDS, "äöüß"], [german::BULK, german::SENSITIVE], german::PACK),
        Pack::new("fr", [french::WORDS, "àâçèêëîïôœùûé"], [french::BULK, french::SENSITIVE], french::PACK),
        Pack::new("es", [spanish::WORDS, "áíóúñé¿¡"], [spanish::BULK, spanish::SENSITIVE], spanish::PACK),
    ]
});

impl Pack {
    fn new(
        code: &'static str,
        [words, letters]: [&'static str; 2],
        marks: [&'static str; 2],
        rules: &'static [Rule],
    ) -> Self {
        let words = words.split_ascii_whitespace().collect();
        Self { code, words, letters, marks, rules, compiled: OnceLock::new() }
    }

    fn compiled(&self) -> &Compiled {
        const HOLDS: &str = "the patterns are constants that a test compiles";
        self.compiled.get_or_init(|| {
            let [bulk, sensitive] =
                self.marks.map(|marks| Regex::new(&format!("(?-u){marks}")).expect(HOLDS));
            let rules = self.rules.iter().map(|(_, _, pattern)| pattern);
            let rules = RegexSetBuilder::new(rules).unicode(false).build().expect(HOLDS);
            Compiled { bulk, sensitive, rules }
        })
    }
}

/// Whether there is a pack for a language.
pub(crate) fn has(code: &str) -> bool {
    matches!(code, "de" | "fr" | "es")
}

/// The language of a short text, where its usual words are of one of the packs and not English.
pub(crate) fn language(text: &str, english: impl Fn(&str) -> bool) -> Option<&'static str> {
    let words: Vec<(&str, String)> =
        text.split_whitespace().take(MAX_WORDS).map(|word| (word, plain(word))).collect();
    // A word counts once for itself and once for a letter that only its language has.
    let count = |pack: &Pack| -> usize {
        let own = |word: &str| {
            !word.is_ascii() && word.chars().flat_map(char::to_lowercase).any(|c| pack.letters.contains(c))
        };
        let points = words
            .iter()
            .map(|(raw, word)| usize::from(pack.words.contains(word.as_str())) + usize::from(own(raw)));
        points.sum()
    };
    let mut counts: Vec<(usize, &str)> = PACKS.iter().map(|pack| (count(pack), pack.code)).collect();
    counts.sort_unstable();
    let [.., (second, _), (most, code)] = counts.as_slice() else { return None };
    let english = words.iter().filter(|(_, word)| english(word)).count();
    let sure = *most >= FEW_WORDS && most * 3 >= words.len() && *most > english && most > second;
    sure.then_some(*code)
}

/// A folded word without the signs around it.
fn plain(word: &str) -> String {
    fold(word).trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned()
}

/// Whether marks of the language make a text mail to all.
pub(crate) fn announces(code: &str, text: &str) -> bool {
    let folded = fold(prefix(text, MAX_TEXT_BYTES));
    PACKS.iter().any(|pack| pack.code == code && pack.compiled().bulk.is_match(folded.as_bytes()))
}

/// Whether a text touches grief, health, a person's matters of law, separation, harassment or dismissal.
pub(crate) fn is_sensitive(code: &str, text: &str) -> bool {
    let folded = fold(prefix(text, MAX_TEXT_BYTES));
    PACKS.iter().any(|pack| pack.code == code && pack.compiled().sensitive.is_match(folded.as_bytes()))
}

/// The acts that the pack of a language sees in sentences, each once, with the first that carries it.
pub(crate) fn judge(code: &str, sentences: &[Sentence<'_>]) -> Vec<Verdict> {
    let Some(pack) = PACKS.iter().find(|pack| pack.code == code) else { return Vec::new() };
    let mut verdicts: Vec<Verdict> = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        for (act, confidence) in said(pack, &fold(sentence.raw)) {
            match verdicts.iter_mut().find(|verdict| verdict.act == act) {
                Some(known) if known.confidence < confidence => {
                    (known.confidence, known.sentence) = (confidence, at);
                }
                Some(_) => {}
                None => verdicts.push(Verdict { act, confidence, sentence: at }),
            }
        }
    }
    verdicts.sort_by_key(|verdict| verdict.act);
    verdicts
}

/// The acts of a folded sentence, where a rule says them or hints at them and none speaks against.
fn said(pack: &Pack, folded: &str) -> Vec<(Act, Confidence)> {
    let matched: Vec<&Rule> = pack
        .compiled()
        .rules
        .matches(folded.as_bytes())
        .into_iter()
        .filter_map(|at| pack.rules.get(at))
        .collect();
    let mut acts: Vec<(Act, Confidence)> = Vec::new();
    for (weight, confidence) in [(Strong, BY_PACK), (Weak, BY_HINT)] {
        for (act, _, _) in matched.iter().filter(|(_, of, _)| *of == weight) {
            let opposed = matched.iter().any(|(other, weight, _)| other == act && *weight == Against);
            if !opposed && acts.iter().all(|(known, _)| known != act) {
                acts.push((*act, confidence));
            }
        }
    }
    acts
}

/// The words of a sentence in which the pack of a language sees an act.
pub(crate) fn phrases(code: &str, act: Act, sentence: &Sentence<'_>) -> Vec<String> {
    let Some(pack) = PACKS.iter().find(|pack| pack.code == code) else { return Vec::new() };
    let folded = fold(sentence.raw);
    let matched =
        pack.compiled().rules.matches(folded.as_bytes()).into_iter().filter_map(|at| pack.rules.get(at));
    let says = matched.filter(|(of, weight, _)| *of == act && matches!(weight, Strong | Weak));
    says.filter_map(|(_, _, pattern)| {
        let found = Regex::new(&format!("(?-u){pattern}")).ok()?.find(folded.as_bytes())?.range();
        folded.get(found).map(|words| words.trim().to_owned())
    })
    .collect()
}

/// Lower case without accents, single spaces: "Könntest" becomes "koenntest", "señora" "senora".
fn fold(raw: &str) -> String {
    let mut folded = String::with_capacity(raw.len() + 8);
    for c in raw.chars().flat_map(char::to_lowercase) {
        let plain: &str = match c {
            'ä' => "ae",
            'ö' | 'œ' => "oe",
            'ü' => "ue",
            'ß' => "ss",
            'à' | 'á' | 'â' => "a",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ò' | 'ó' | 'ô' => "o",
            'ù' | 'ú' | 'û' => "u",
            'ç' => "c",
            'ñ' => "n",
            '’' | '‘' | '´' | '`' => "'",
            '¿' | '¡' => "",
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
                continue;
            }
            c => {
                if c.is_ascii() {
                    folded.push(c);
                }
                continue;
            }
        };
        folded.push_str(plain);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::cues::sentence::split;
    use proptest::prelude::*;

    const SENTENCES: [(&str, &str); 3] = [
        ("de", include_str!("../../../tests/fixtures/languages/de.txt")),
        ("fr", include_str!("../../../tests/fixtures/languages/fr.txt")),
        ("es", include_str!("../../../tests/fixtures/languages/es.txt")),
    ];

    /// Sentences that were written after the packs and that no pack was changed for.
    const LATER: [(&str, &str); 3] = [
        ("de", include_str!("../../../tests/fixtures/languages/de-later.txt")),
        ("fr", include_str!("../../../tests/fixtures/languages/fr-later.txt")),
        ("es", include_str!("../../../tests/fixtures/languages/es-later.txt")),
    ];

    /// The act that a line names, and its sentence.
    fn cases(lines: &str) -> impl Iterator<Item = (Option<Act>, &str)> {
        lines.lines().map(|line| {
            let (act, text) = line.split_once('\t').unwrap();
            (serde_json::from_value(serde_json::Value::from(act)).ok(), text)
        })
    }

    #[test]
    fn a_pack_says_at_least_nine_of_ten_acts_and_hardly_any_other() {
        for (code, lines) in SENTENCES {
            let [right, wrong, missed] = score(code, lines);
            assert!(missed * 9 <= right && wrong * 9 <= right, "{code}: {right} {wrong} {missed}");
        }
    }

    #[test]
    fn of_sentences_that_no_pack_was_written_for_little_is_said_wrongly() {
        for (code, lines) in LATER {
            let [right, wrong, missed] = score(code, lines);
            assert!(wrong * 4 <= right && right > 0, "{code}: {right} {wrong} {missed}");
        }
    }

    #[test]
    fn hugs_and_greetings_are_no_promises() {
        for (code, text) in [
            ("es", "Te mando un abrazo enorme."),
            ("es", "Te doy las gracias de corazón."),
            ("es", "Te doy toda la razón."),
            ("fr", "Je t'envoie de gros bisous."),
            ("fr", "Je te dis bravo !"),
            ("de", "Ich schicke dir sonnige Grüße aus dem Garten!"),
            ("de", "Ich gebe dir völlig recht."),
        ] {
            let promised = judge(code, &split(text)).iter().any(|verdict| verdict.act == Act::Promise);
            assert!(!promised, "{text}");
        }
        for (code, text) in [
            ("es", "Te mando la lista mañana."),
            ("fr", "Je t'envoie la liste demain."),
            ("de", "Ich schicke dir die Liste morgen."),
        ] {
            assert!(judge(code, &split(text)).iter().any(|verdict| verdict.act == Act::Promise), "{text}");
        }
    }

    /// How many acts of the sentences are said, said wrongly, and missed.
    fn score(code: &str, lines: &str) -> [usize; 3] {
        let (mut right, mut wrong, mut missed) = (0, Vec::new(), Vec::new());
        for (act, text) in cases(lines) {
            let said: Vec<Act> = judge(code, &split(text)).iter().map(|verdict| verdict.act).collect();
            right += usize::from(act.is_some_and(|act| said.contains(&act)));
            missed.extend(act.filter(|act| !said.contains(act)).map(|act| (act, text)));
            wrong.extend(said.into_iter().filter(|said| Some(*said) != act).map(|said| (said, text)));
        }
        [right, wrong.len(), missed.len()]
    }

    #[test]
    fn a_sentence_of_a_pack_is_known_by_its_words() {
        let english = |word: &str| matches!(word, "the" | "and" | "you" | "is" | "for" | "to" | "please");
        for (code, lines) in SENTENCES {
            let known = cases(lines).filter(|(_, text)| language(text, english) == Some(code)).count();
            let all = cases(lines).count();
            assert!(known * 10 >= all * 9, "{code}: {known} of {all}");
        }
        for text in [
            "Done.",
            "Thanks for the list, Ana",
            "Ask José or André about it",
            "See you in Los Angeles",
            "ok",
            "Danke!",
        ] {
            assert_eq!(language(text, english), None, "{text}");
        }
    }

    #[test]
    fn mail_to_all_is_known_by_the_marks_of_its_language() {
        assert!(announces("de", "Hier können Sie den Newsletter abbestellen."));
        assert!(announces("fr", "Pour vous désabonner, cliquez ici."));
        assert!(announces("es", "Para darse de baja, pulse aquí."));
        assert!(!announces("de", "Ich schicke dir die Liste morgen."));
    }

    #[test]
    fn matters_of_the_person_are_sensitive_in_each_language() {
        assert!(is_sensitive("de", "Mein Vater ist am Sonntag gestorben."));
        assert!(is_sensitive("fr", "Mon père est décédé dimanche."));
        assert!(is_sensitive("es", "Mi padre falleció el domingo."));
        assert!(!is_sensitive("de", "Ich schicke dir die Liste morgen."));
    }

    proptest! {
        #[test]
        fn any_text_is_folded_to_plain_letters(text in "\\PC{0,200}") {
            prop_assert!(fold(&text).is_ascii());
        }
    }
}
