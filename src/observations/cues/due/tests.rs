//! Tables of dates in words.

use super::*;
use jiff::civil::{date, datetime};
use proptest::prelude::*;

// A Wednesday.
fn sent() -> DateTime {
    datetime(2026, 3, 4, 10, 30, 0, 0)
}

#[test]
fn dates_in_words_are_read_from_the_day_of_writing() {
    use Certainty::{Hard, Relative, Tentative};
    for (text, day, certainty) in [
        ("Send it by Friday.", date(2026, 3, 6), Hard),
        ("I'll have it Wednesday", date(2026, 3, 11), Hard),
        ("by Fri please", date(2026, 3, 6), Hard),
        ("next Friday", date(2026, 3, 13), Hard),
        ("on 3 May", date(2026, 5, 3), Hard),
        ("on the 3rd of May, 2027", date(2027, 5, 3), Hard),
        ("May 3rd works", date(2026, 5, 3), Hard),
        ("by January 7", date(2027, 1, 7), Hard),
        ("due 5/12", date(2026, 5, 12), Hard),
        ("due 25/3", date(2026, 3, 25), Hard),
        ("am 5.12. bitte", date(2026, 12, 5), Hard),
        ("am 3. Mai", date(2026, 5, 3), Hard),
        ("2026-04-01 at the latest", date(2026, 4, 1), Hard),
        ("by the 15th", date(2026, 3, 15), Hard),
        ("by the 2nd", date(2026, 4, 2), Hard),
        ("Friday, 20 March", date(2026, 3, 20), Hard),
        ("bis Freitag", date(2026, 3, 6), Hard),
        ("today", date(2026, 3, 4), Relative),
        ("by close of business", date(2026, 3, 4), Relative),
        ("by close of business on Friday", date(2026, 3, 6), Hard),
        ("finish those reports by 4pm", date(2026, 3, 4), Relative),
        ("by four", date(2026, 3, 4), Relative),
        ("by noon tomorrow", date(2026, 3, 5), Relative),
        ("I'll call tomorrow.", date(2026, 3, 5), Relative),
        ("the day after tomorrow", date(2026, 3, 6), Relative),
        ("in two weeks", date(2026, 3, 18), Relative),
        ("within 3 days", date(2026, 3, 7), Relative),
        ("in a couple of days", date(2026, 3, 6), Relative),
        ("in an hour", date(2026, 3, 4), Relative),
        ("by the end of the week", date(2026, 3, 6), Relative),
        ("end of next week", date(2026, 3, 13), Relative),
        ("next week", date(2026, 3, 13), Relative),
        ("over the weekend", date(2026, 3, 8), Relative),
        ("by the end of the month", date(2026, 3, 31), Relative),
        ("next month", date(2026, 4, 30), Relative),
        ("end of June", date(2026, 6, 30), Relative),
        ("Call me when you have time on Wednesday (today)", date(2026, 3, 4), Relative),
        ("Give me a call on Wednesday (today).", date(2026, 3, 4), Relative),
        ("Ich melde mich morgen", date(2026, 3, 5), Relative),
        ("übermorgen", date(2026, 3, 6), Relative),
        ("nächste Woche", date(2026, 3, 13), Relative),
        ("in zwei Wochen", date(2026, 3, 18), Relative),
        ("Ende Mai", date(2026, 5, 31), Relative),
        ("Ende der Woche", date(2026, 3, 6), Relative),
        ("maybe Thursday", date(2026, 3, 5), Tentative),
        ("I'll try by Friday", date(2026, 3, 6), Tentative),
        ("vielleicht morgen", date(2026, 3, 5), Tentative),
    ] {
        assert_eq!(due(text, sent()), Some(Due { date: day, certainty }), "{text}");
    }
}

#[test]
fn days_are_read_in_french_and_spanish_too() {
    use Certainty::{Hard, Relative, Tentative};
    for (text, day, certainty) in [
        ("Je t'envoie la liste vendredi", date(2026, 3, 6), Hard),
        ("Je te réponds demain.", date(2026, 3, 5), Relative),
        ("la semaine prochaine", date(2026, 3, 13), Relative),
        ("Te mando la lista el lunes.", date(2026, 3, 9), Hard),
        ("Te llamo mañana", date(2026, 3, 5), Relative),
        ("pasado mañana", date(2026, 3, 6), Relative),
        ("la próxima semana", date(2026, 3, 13), Relative),
        ("avant le 3 mai", date(2026, 5, 3), Hard),
        ("el 3 de mayo", date(2026, 5, 3), Hard),
        ("quizás el miércoles", date(2026, 3, 11), Tentative),
        ("peut-être jeudi", date(2026, 3, 5), Tentative),
    ] {
        assert_eq!(due(text, sent()), Some(Due { date: day, certainty }), "{text}");
    }
}

#[test]
fn written_days_and_days_reckoned_from_others_are_read() {
    use Certainty::{Hard, Relative};
    for (text, day, certainty) in [
        ("Could you on Thursday the 19th?", date(2026, 3, 19), Hard),
        ("Saturday the 14th works.", date(2026, 3, 14), Hard),
        ("Friday 20th at noon", date(2026, 3, 20), Hard),
        ("Thursday the 12th of March", date(2026, 3, 12), Hard),
        ("a week from Friday", date(2026, 3, 13), Hard),
        ("two weeks from Monday", date(2026, 3, 23), Hard),
        ("in a week from tomorrow", date(2026, 3, 12), Relative),
        ("a week from now", date(2026, 3, 11), Relative),
        ("by April 15th.", date(2026, 4, 15), Hard),
        ("It is due on Mar 27th.", date(2026, 3, 27), Hard),
        ("by the 27th.", date(2026, 3, 27), Hard),
        ("Bring it before the 20th.", date(2026, 3, 20), Hard),
        ("You'll have it on 2026-04-01.", date(2026, 4, 1), Hard),
        ("before month end", date(2026, 3, 31), Relative),
        ("bis zum 4. Mai", date(2026, 5, 4), Hard),
        ("am 15. April.", date(2026, 4, 15), Hard),
        ("bis spätestens 15.12.2026.", date(2026, 12, 15), Hard),
        ("bis Freitagabend", date(2026, 3, 6), Hard),
        ("am Montagvormittag", date(2026, 3, 9), Hard),
        ("d'ici vendredi", date(2026, 3, 6), Hard),
        ("avant jeudi", date(2026, 3, 5), Hard),
        ("d'ici lundi prochain", date(2026, 3, 9), Hard),
        ("d'ici la fin du mois", date(2026, 3, 31), Relative),
        ("d'ici deux semaines", date(2026, 3, 18), Relative),
        ("a finales de abril", date(2026, 4, 30), Relative),
        ("fin avril", date(2026, 4, 30), Relative),
        ("antes del viernes", date(2026, 3, 6), Hard),
        ("a finales de mes", date(2026, 3, 31), Relative),
        ("en dos semanas", date(2026, 3, 18), Relative),
        ("el mes que viene", date(2026, 4, 30), Relative),
        ("el fin de semana", date(2026, 3, 8), Relative),
    ] {
        assert_eq!(due(text, sent()), Some(Due { date: day, certainty }), "{text}");
    }
}

#[test]
fn what_names_no_coming_day_is_none() {
    for text in [
        "",
        "soon",
        "last Friday",
        "since Monday",
        "every Tuesday",
        "bald",
        "I may come",
        "version 5.12",
        "the sun is out",
        "on 3 March",
        "seit Montag",
        "guten Morgen",
        "1/2/3/4",
        "99/99",
        "you may",
        "in no time",
        "on 30 February",
        "mon ami",
        "lundi dernier",
        "el lunes pasado",
        "cada martes",
        "por la mañana",
        "Did it work this weekend?",
        "Was it open on Friday?",
        "montags",
        "month",
        "a week from",
        "the 27",
        "27.",
    ] {
        assert_eq!(due(text, sent()), None, "{text}");
    }
}

#[test]
fn a_deadline_is_told_from_another_day() {
    for (text, day) in [
        ("The landlord needs an answer by May 4.", Some(date(2026, 5, 4))),
        ("Könnten Sie mir bis Freitag Bescheid geben?", Some(date(2026, 3, 6))),
        ("The deadline is Monday.", Some(date(2026, 3, 9))),
        ("Il me faut une réponse avant jeudi.", Some(date(2026, 3, 5))),
        ("Lo necesito antes del viernes.", Some(date(2026, 3, 6))),
        ("See you on Friday.", None),
        ("Ben comes home on May 4.", None),
        ("They were here until late.", None),
    ] {
        assert_eq!(deadline(text, sent()).map(|due| due.date), day, "{text}");
    }
}

/// Pieces of dates.
const WORDS: &[&str] = &[
    "in",
    "by",
    "next",
    "999",
    "31",
    "month",
    "years",
    "friday",
    "of",
    "end",
    "may",
    "the",
    "2nd",
    "9999-12-31",
    "week",
    "30.2.",
    "12/31",
];

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
        let _ = due(&text, sent());
        let _ = due(&text, DateTime::MAX);
        let _ = due(&text, DateTime::MIN);
    }

    #[test]
    fn words_of_dates_in_any_order_are_read_without_panic(
        words in proptest::collection::vec(prop::sample::select(WORDS), 0..8),
    ) {
        for at in [sent(), DateTime::MAX, DateTime::MIN] {
            if let Some(due) = due(&words.join(" "), at) {
                prop_assert!(due.date >= at.date());
            }
        }
    }
}
