//! Days on which the owner is away, by the titles of what his own calendars keep for himself.
//!
//! A title says so where it begins with such words, and names nobody else: "Urlaub", "On vacation", "Sam: summer
//! holidays in Greece", but not "Gita: vacation", "Ferien Bayern" or "Holiday party".

use jiff::{SignedDuration, Timestamp};

use crate::inference::meetings::{OwnDays, title_words};
use crate::people::Person;

/// Words that say that the owner is away.
const AWAY: [&str; 52] = [
    "vacation",
    "vacations",
    "holiday",
    "holidays",
    "out of office",
    "out of the office",
    "ooo",
    "on leave",
    "annual leave",
    "parental leave",
    "maternity leave",
    "paternity leave",
    "sick leave",
    "away",
    "absent",
    "pto",
    "paid time off",
    "time off",
    "day off",
    "days off",
    "urlaub",
    "jahresurlaub",
    "resturlaub",
    "sommerurlaub",
    "winterurlaub",
    "skiurlaub",
    "familienurlaub",
    "ferien",
    "abwesend",
    "abwesenheit",
    "nicht im büro",
    "außer haus",
    "elternzeit",
    "krank",
    "freier tag",
    "vacances",
    "congé",
    "congés",
    "absente",
    "absence",
    "hors du bureau",
    "jour de repos",
    "jours de repos",
    "rtt",
    "vacaciones",
    "ausente",
    "ausencia",
    "fuera de la oficina",
    "fuera de oficina",
    "de baja",
    "día libre",
    "días libres",
];
/// Words that may stand before them, beside the owner's name.
const BEFORE: [&str; 34] = [
    "all",
    "annual",
    "autumn",
    "bank",
    "christmas",
    "de",
    "der",
    "easter",
    "en",
    "fall",
    "family",
    "im",
    "in",
    "las",
    "les",
    "long",
    "mein",
    "mes",
    "mis",
    "my",
    "nos",
    "on",
    "our",
    "public",
    "short",
    "ski",
    "spring",
    "summer",
    "the",
    "un",
    "unser",
    "winter",
    "día",
    "jour",
];
/// Words after which it is told where, and with whom, the owner spends these days.
const SPENT: [&str; 14] =
    ["at", "auf", "avec", "bei", "chez", "con", "en", "in", "mit", "near", "to", "visiting", "with", "à"];
/// Words behind them which show that the title is about something else; school holidays are whoever's.
const OTHERWISE: [&str; 31] = [
    "beantragen",
    "booking",
    "brochure",
    "buchen",
    "calendar",
    "card",
    "cards",
    "cover",
    "dinner",
    "drinks",
    "game",
    "lunch",
    "match",
    "party",
    "plan",
    "planen",
    "planning",
    "planung",
    "plans",
    "policy",
    "request",
    "requests",
    "room",
    "sale",
    "schedule",
    "shopping",
    "school",
    "scolaires",
    "escolares",
    "schule",
    "zone",
];
/// Where school has holidays ("Ferien Bayern").
const LANDS: [&str; 15] = [
    "bayern",
    "berlin",
    "brandenburg",
    "bremen",
    "hamburg",
    "hessen",
    "mecklenburg",
    "niedersachsen",
    "nrw",
    "nordrhein",
    "saarland",
    "sachsen",
    "thüringen",
    "württemberg",
    "holstein",
];
/// Longest time away that one entry tells: school holidays and seasons are longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(28 * 24 + 2);

/// When the time away ends that the owner's calendars show for `at`. Entries that follow each other are one absence.
/// `name` is the owner's, `people` are all others.
#[must_use]
pub fn away_until(own_days: &[OwnDays], name: &str, people: &[&Person], at: Timestamp) -> Option<Timestamp> {
    let mut end = at;
    for days in own_days.iter().filter(|days| days.end > at) {
        if days.start <= end && days.end > end && is_away(days, name, people) {
            end = days.end;
        }
    }
    (end > at).then_some(end)
}

fn is_away(days: &OwnDays, name: &str, people: &[&Person]) -> bool {
    let (title, own) = (title_words(&days.summary), title_words(name));
    let is_of_days = |word: &&String| !SPENT.contains(&word.as_str());
    let names_others = |words: &[String]| {
        let told = words.iter().take_while(is_of_days).filter(|word| !own.contains(word));
        let told: Vec<&String> = told.collect();
        let is_told =
            |person: &&Person| title_words(&person.name).first().is_some_and(|first| told.contains(&first));
        !told.is_empty() && people.iter().any(is_told)
    };
    // The mark is the owner's word in every language and for as long as it takes, but for the absence of somebody else.
    if days.out_of_office {
        let is_absence =
            (0..title.len()).any(|at| title.get(at..).is_some_and(|rest| after_away(rest).is_some()));
        return !(is_absence && names_others(&title));
    }
    let before =
        title.iter().take_while(|word| own.contains(word) || BEFORE.contains(&word.as_str())).count();
    let behind = (0..=before).rev().find_map(|skipped| after_away(title.get(skipped..)?));
    let of_school = title.iter().any(|word| word == "ferien");
    let is_otherwise =
        |word: &String| OTHERWISE.contains(&word.as_str()) || of_school && LANDS.contains(&word.as_str());
    days.end.duration_since(days.start) <= LONGEST
        && behind.is_some_and(|behind| {
            !behind.iter().take_while(is_of_days).any(is_otherwise) && !names_others(behind)
        })
}

/// What follows the words that say that the owner is away, where a title begins with such.
fn after_away(title: &[String]) -> Option<&[String]> {
    let away = AWAY.iter().map(|away| title_words(away)).filter(|away| title.starts_with(away));
    title.get(away.map(|away| away.len()).max()?..)
}

#[cfg(test)]
mod tests {
    use crate::nudges::scenario::person;

    use super::*;

    fn entry(summary: &str, start: &str, hours: i64) -> OwnDays {
        let start: Timestamp = start.parse().unwrap();
        let end = start + SignedDuration::from_hours(hours);
        OwnDays { start, end, summary: summary.into(), out_of_office: false }
    }

    fn end(entries: &[OwnDays]) -> Option<String> {
        let at = "2026-08-03T09:00:00Z".parse().unwrap();
        let (gita, other) = (person("Gita Rao"), person("Gita Sen"));
        away_until(entries, "Sam Okafor", &[&gita, &other], at).map(|end| end.to_string())
    }

    fn week(summary: &str) -> OwnDays {
        entry(summary, "2026-08-01T00:00:00Z", 7 * 24)
    }

    #[test]
    fn days_away_are_those_whose_title_begins_so() {
        for title in [
            "Urlaub: Ostsee",
            "VACATION",
            "On vacation",
            "Sam: summer holidays in Greece",
            "Sam Okafor on leave",
            "Vacation Sam",
            "Urlaub mit Gita",
            "Urlaub Hamburg",
            "Summer vacation",
            "Out of office",
            "En vacances",
            "Public holiday",
            "Abwesend",
            "Sam away",
            "PTO",
            "Día libre",
            "Congé parental",
        ] {
            assert_eq!(end(&[week(title)]).as_deref(), Some("2026-08-08T00:00:00Z"), "{title}");
        }
        let next = entry("Vacation", "2026-08-08T00:00:00Z", 48);
        assert_eq!(end(&[week("Urlaub"), next]).as_deref(), Some("2026-08-10T00:00:00Z"), "one absence");
    }

    #[test]
    fn what_others_do_and_other_matters_are_no_days_away() {
        for title in [
            "Gita: vacation",
            "Gita's vacation",
            "Nora on leave",
            "Urlaub Gita",
            "Vacation - Gita Rao",
            "Ferien Bayern",
            "Vacances scolaires zone B",
            "School holidays",
            "Plan the holidaymakers' tour",
            "Holiday planning",
            "Holiday party",
            "Book holiday party room",
            "Away game",
            "Take away",
            "",
        ] {
            assert_eq!(end(&[week(title)]), None, "{title}");
        }
        assert_eq!(end(&[entry("Holiday", "2026-07-01T00:00:00Z", 24)]), None, "past");
        assert_eq!(end(&[entry("Ferien", "2026-07-20T00:00:00Z", 44 * 24)]), None, "a season");
    }

    #[test]
    fn the_mark_says_so_whatever_the_title_but_not_of_somebody_else() {
        let marked = |title: &str, hours: i64| {
            let days = entry(title, "2026-08-01T00:00:00Z", hours);
            end(&[OwnDays { out_of_office: true, ..days }])
        };
        for title in ["", "Poissa", "Trade fair", "Gita's wedding", "Urlaub mit Gita"] {
            assert!(marked(title, 48 * 24).is_some(), "{title}");
        }
        assert_eq!(marked("Gita: vacation", 7 * 24), None);
        assert_eq!(marked("Urlaub Gita", 7 * 24), None);
    }
}
