//! The words of commands in English, German, French and Spanish, as data.

/// What a phrase means, before time and item are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Done,
    Snooze,
    Never,
    NotAFavor,
    More,
    Less,
    Why,
    Undo,
    Help,
    Pause,
    Resume,
    Family,
    Friend,
    Work,
    Ignore,
}

/// Phrases without accents, in lower case. A phrase has one meaning in all four languages; "plus" alone has
/// two in French and is here the opposite of "moins".
const PHRASES: [(Word, &[&str]); 15] = [
    (
        Word::Done,
        &["done", "did it", "erledigt", "gemacht", "fertig", "fait", "c'est fait", "hecho", "ya esta"],
    ),
    (
        Word::Snooze,
        &[
            "snooze",
            "skip",
            "later",
            "not now",
            "spater",
            "spaeter",
            "jetzt nicht",
            "verschieben",
            "plus tard",
            "pas maintenant",
            "reporter",
            "posponer",
            "aplazar",
            "mas tarde",
            "ahora no",
        ],
    ),
    (
        Word::Never,
        &[
            "never",
            "never again",
            "nie",
            "niemals",
            "nie wieder",
            "jamais",
            "plus jamais",
            "nunca",
            "nunca mas",
        ],
    ),
    (
        Word::NotAFavor,
        &[
            "not a favor",
            "not a favour",
            "no favor",
            "no favour",
            "kein gefallen",
            "pas un service",
            "pas une faveur",
            "no es un favor",
            "no fue un favor",
            "ningun favor",
        ],
    ),
    (Word::More, &["more", "mehr", "plus", "davantage", "mas"]),
    (Word::Less, &["less", "weniger", "moins", "menos"]),
    (Word::Why, &["why", "warum", "wieso", "pourquoi", "por que", "porque"]),
    (Word::Undo, &["undo", "ruckgangig", "rueckgaengig", "annuler", "deshacer"]),
    (Word::Help, &["help", "hilfe", "aide", "ayuda"]),
    (
        Word::Pause,
        &[
            "pause",
            "pause all",
            "alles pausieren",
            "pause alle",
            "pause alles",
            "pausieren",
            "tout suspendre",
            "pause tout",
            "suspendre",
            "pausa",
            "pausar",
            "pausar todo",
            "pausa todo",
        ],
    ),
    (Word::Resume, &["resume", "fortsetzen", "weiter", "reprendre", "reanudar"]),
    (Word::Family, &["family", "familie", "famille", "familia"]),
    (Word::Friend, &["friend", "friends", "freund", "freundin", "ami", "amie", "amigo", "amiga"]),
    (
        Word::Work,
        &["work", "colleague", "arbeit", "kollege", "kollegin", "travail", "collegue", "trabajo", "colega"],
    ),
    (Word::Ignore, &["ignore", "nobody", "ignorieren", "niemand", "ignorer", "personne", "ignorar", "nadie"]),
];

/// Words before the colon of a note.
const NOTES: [&str; 4] = ["note", "notiz", "anmerkung", "nota"];

/// Units of time, by their days.
const UNITS: [(u32, &[&str]); 4] = [
    (1, &["d", "day", "days", "t", "tag", "tage", "tagen", "j", "jour", "jours", "dia", "dias"]),
    (7, &["w", "week", "weeks", "woche", "wochen", "s", "sem", "semaine", "semaines", "semana", "semanas"]),
    (30, &["m", "mo", "month", "months", "monat", "monate", "monaten", "mois", "mes", "meses"]),
    (365, &["y", "year", "years", "jahr", "jahre", "jahren", "an", "ans", "annee", "annees", "ano", "anos"]),
];

/// The meaning of a folded phrase.
pub(super) fn word_of(phrase: &str) -> Option<Word> {
    PHRASES.iter().find(|(_, phrases)| phrases.contains(&phrase)).map(|(word, _)| *word)
}

/// Whether a folded word names a note.
pub(super) fn is_note(word: &str) -> bool {
    NOTES.contains(&word)
}

/// The days of a folded unit of time.
pub(super) fn unit_days(word: &str) -> Option<u32> {
    UNITS.iter().find(|(_, words)| words.contains(&word)).map(|(days, _)| *days)
}

/// The text in lower case and without accents, however they are encoded.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            '’' | '‘' => folded.push('\''),
            // Accents that stand by themselves, and marks that show nothing.
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_has_one_meaning_and_is_written_as_it_is_folded() {
        let all: Vec<&str> = PHRASES.iter().flat_map(|(_, phrases)| phrases.iter().copied()).collect();
        for phrase in &all {
            assert_eq!(all.iter().filter(|other| *other == phrase).count(), 1, "{phrase}");
            assert_eq!(folded(phrase), **phrase);
            assert!(phrase.split(' ').all(|word| unit_days(word).is_none()), "{phrase} holds a unit");
        }
    }
}
