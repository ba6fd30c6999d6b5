//! The language of a text, where it is certain.

use whatlang::Lang;

use super::packs;
use super::sentence::prefix;

/// Most bytes that are looked at.
const MAX_BYTES: usize = 800;
/// Shorter text, in words, names no language by its letters.
const MIN_WORDS: usize = 8;
/// Words that are English and hardly anything else.
const ENGLISH: [&str; 26] = [
    "the", "and", "you", "that", "with", "have", "this", "for", "are", "not", "your", "will", "be", "of",
    "to", "is", "it", "can", "would", "we", "from", "please", "what", "if", "my", "i",
];

/// Bytes of the longest of them.
const LONGEST_ENGLISH: usize = 6;

/// The ISO 639-1 code of the language of `text`; `None` where it is doubtful, or short and of no pack.
pub(crate) fn of(text: &str) -> Option<&'static str> {
    let text = prefix(text, MAX_BYTES);
    let (mut words, mut english) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
        words += 1;
        english += usize::from(is_english(word));
    }
    // A quarter of function words settles it without counting letters.
    if words >= MIN_WORDS && english * 4 >= words {
        return Some("en");
    }
    let by_letters = || {
        // Lists, names and code in English mail look like many things, and counting letters costs more than
        // all else that is read of a message.
        if words < MIN_WORDS || english * 12 >= words {
            return None;
        }
        let info = whatlang::detect(text)?;
        if info.is_reliable() { two_letters(info.lang()) } else { None }
    };
    by_letters().or_else(|| packs::language(text, |word| ENGLISH.contains(&word)))
}

/// Whether a word, in whatever case, is one of the English ones.
fn is_english(word: &str) -> bool {
    let mut lower = [0; LONGEST_ENGLISH];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    ENGLISH.iter().any(|known| known.as_bytes() == lower)
}

/// The two-letter code of a language; `None` where it has none.
fn two_letters(lang: Lang) -> Option<&'static str> {
    const CODES: [(Lang, &str); 38] = [
        (Lang::Eng, "en"),
        (Lang::Deu, "de"),
        (Lang::Fra, "fr"),
        (Lang::Spa, "es"),
        (Lang::Ita, "it"),
        (Lang::Por, "pt"),
        (Lang::Nld, "nl"),
        (Lang::Dan, "da"),
        (Lang::Swe, "sv"),
        (Lang::Nob, "nb"),
        (Lang::Fin, "fi"),
        (Lang::Pol, "pl"),
        (Lang::Ces, "cs"),
        (Lang::Slk, "sk"),
        (Lang::Slv, "sl"),
        (Lang::Hrv, "hr"),
        (Lang::Srp, "sr"),
        (Lang::Hun, "hu"),
        (Lang::Ron, "ro"),
        (Lang::Bul, "bg"),
        (Lang::Rus, "ru"),
        (Lang::Ukr, "uk"),
        (Lang::Bel, "be"),
        (Lang::Mkd, "mk"),
        (Lang::Ell, "el"),
        (Lang::Tur, "tr"),
        (Lang::Heb, "he"),
        (Lang::Ara, "ar"),
        (Lang::Pes, "fa"),
        (Lang::Hin, "hi"),
        (Lang::Cmn, "zh"),
        (Lang::Jpn, "ja"),
        (Lang::Kor, "ko"),
        (Lang::Vie, "vi"),
        (Lang::Tha, "th"),
        (Lang::Ind, "id"),
        (Lang::Lit, "lt"),
        (Lang::Est, "et"),
    ];
    CODES.iter().find(|(known, _)| *known == lang).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_enough_text_names_its_language() {
        for (text, code) in [
            ("Could you please send me the list of people who are coming to the meeting on Friday?", "en"),
            (
                "Könntest du mir bitte die Liste der Leute schicken, die am Freitag zur Besprechung kommen?",
                "de",
            ),
            (
                "Pourriez-vous m'envoyer la liste des personnes qui viennent à la réunion de vendredi prochain ?",
                "fr",
            ),
            ("Не могли бы вы прислать мне список людей, которые придут на встречу в пятницу вечером?", "ru"),
        ] {
            assert_eq!(of(text), Some(code), "{text}");
        }
    }

    #[test]
    fn english_words_are_known_in_any_case() {
        assert!(ENGLISH.iter().all(|word| is_english(word) && is_english(&word.to_uppercase())));
        assert_eq!(ENGLISH.iter().map(|word| word.len()).max(), Some(LONGEST_ENGLISH));
        for word in ["", "pleased", "thé", "i'm", "ofs"] {
            assert!(!is_english(word), "{word}");
        }
    }

    #[test]
    fn short_text_names_none() {
        for text in ["", "Danke!", "ok", "Merci beaucoup Ana"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
