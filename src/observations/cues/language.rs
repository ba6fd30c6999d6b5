//! The language of a text, where it is certain.

use whatlang::Lang;

use super::sentence::prefix;

/// Most bytes that are looked at.
const MAX_BYTES: usize = 800;
/// Shorter text, in words, names no language.
const MIN_WORDS: usize = 8;
/// Words that are English and hardly anything else.
const ENGLISH: [&str; 26] = [
    "the", "and", "you", "that", "with", "have", "this", "for", "are", "not", "your", "will", "be", "of",
    "to", "is", "it", "can", "would", "we", "from", "please", "what", "if", "my", "i",
];

/// The ISO 639-1 code of the language of `text`; `None` where it is short or doubtful.
pub(crate) fn of(text: &str) -> Option<&'static str> {
    let text = prefix(text, MAX_BYTES);
    let (mut words, mut english) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
        words += 1;
        english += usize::from(ENGLISH.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    if words < MIN_WORDS {
        return None;
    }
    // A quarter of function words settles it without counting letters.
    if english * 4 >= words {
        return Some("en");
    }
    // Lists, names and code in English mail look like many things.
    if english * 12 >= words {
        return None;
    }
    // Counting letters costs more than all else that is read of a message.
    let info = whatlang::detect(text)?;
    if info.is_reliable() { two_letters(info.lang()) } else { None }
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
    fn short_text_names_none() {
        for text in ["", "Danke!", "ok", "Merci beaucoup Ana"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
