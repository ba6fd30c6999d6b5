//! Names of days, and the words around them that tell whether they are meant.
//!
//! English, German, French and Spanish; must not know how a date is reckoned.

use jiff::civil::Weekday;

/// Words after which a date lies in the past or comes again and again.
pub(super) const SPENT: [&str; 27] = [
    "last",
    "since",
    "every",
    "each",
    "dated",
    "past",
    "previous",
    "letzten",
    "letzte",
    "letzter",
    "vergangenen",
    "seit",
    "jeden",
    "jede",
    "vom",
    "vorigen",
    "guten",
    "same",
    "ago",
    "other",
    "yesterday",
    "depuis",
    "chaque",
    "desde",
    "cada",
    "pasado",
    "los",
];
/// Words after which a day lies in the past.
pub(super) const GONE: [&str; 4] = ["dernier", "passé", "pasado", "último"];
/// Words near the beginning of a question about what was.
pub(super) const PAST: [&str; 3] = ["did", "was", "were"];
/// How far from its beginning.
pub(super) const MAX_LEAD: usize = 3;
/// Words by which a day is named without fixing it.
pub(super) const HEDGES: [&str; 30] = [
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "hopefully",
    "might",
    "try",
    "trying",
    "hope",
    "hoping",
    "should",
    "could",
    "aim",
    "vielleicht",
    "eventuell",
    "evtl",
    "versuche",
    "hoffe",
    "hoffentlich",
    "wahrscheinlich",
    "vermutlich",
    "könnte",
    "peut-être",
    "probablement",
    "sûrement",
    "essaie",
    "quizás",
    "quizá",
    "probablemente",
    "intentaré",
];
/// Days of the week: written out, and in short.
pub(super) const WEEKDAYS: [(Weekday, &[&str], &[&str]); 7] = [
    (Weekday::Monday, &["monday", "montag", "lundi", "lunes"], &["mon", "mo"]),
    (Weekday::Tuesday, &["tuesday", "tues", "dienstag", "mardi", "martes"], &["tue", "di"]),
    (Weekday::Wednesday, &["wednesday", "mittwoch", "mercredi", "miércoles", "miercoles"], &["wed", "mi"]),
    (Weekday::Thursday, &["thursday", "thurs", "donnerstag", "jeudi", "jueves"], &["thu", "thur", "do"]),
    (Weekday::Friday, &["friday", "freitag", "vendredi", "viernes"], &["fri", "fr"]),
    (Weekday::Saturday, &["saturday", "samstag", "sonnabend", "samedi", "sábado", "sabado"], &["sat", "sa"]),
    (Weekday::Sunday, &["sunday", "sonntag", "dimanche", "domingo"], &["sun", "so"]),
];
/// Words that make a short weekday ("by Sat") one.
pub(super) const BEFORE_DAY: [&str; 11] =
    ["by", "until", "till", "this", "next", "bis", "am", "zum", "spätestens", "nächsten", "diesen"];
/// What German puts behind a weekday in one word ("Freitagabend").
const TIMES_OF_DAY: [&str; 7] = ["abend", "morgen", "früh", "mittag", "vormittag", "nachmittag", "nacht"];
/// Words near a day by which it is the last on which something is of use.
const LAST_DAY: [&str; 23] = [
    "by",
    "until",
    "till",
    "before",
    "deadline",
    "due",
    "latest",
    "closes",
    "close",
    "needs",
    "need",
    "bis",
    "spätestens",
    "frist",
    "vor",
    "avant",
    "d'ici",
    "limite",
    "antes",
    "hasta",
    "tardar",
    "cierra",
    "límite",
];

/// A weekday without the time of day that is written in one word with it.
pub(super) fn without_time(word: &str) -> &str {
    let is_day = |day: &&str| WEEKDAYS.iter().any(|(_, long, _)| long.contains(day));
    TIMES_OF_DAY.iter().filter_map(|time| word.strip_suffix(time)).find(is_day).unwrap_or(word)
}

/// Whether one of a few words before a day makes it a last day.
pub(super) fn limits(before: &[&str]) -> bool {
    const NEAR: usize = 6;
    before.iter().rev().take(NEAR).any(|word| LAST_DAY.contains(word))
}
