//! Names and pronouns of another gender change nothing else in what the owner reads.

use goodwill::books::Books;
use goodwill::nudges::statement::{Month, statement_letter};
use goodwill::nudges::{LetterContext, Memory, Openings, Policy, Today, choose, compose};
use goodwill::service::letters;
use jiff::tz::TimeZone;

use crate::scripts::{self, Script};

/// Each is put for the other: the people of the scripts, and what one says of them.
const NAMES: [(&str, &str); 11] = [
    ("Ana", "Ian"),
    ("Ben", "Bea"),
    ("Cy", "Eve"),
    ("Lena", "Leon"),
    ("Maria", "Mario"),
    ("Bob", "Amy"),
    ("Ida", "Ivo"),
    ("Dora", "Dirk"),
    ("Erik", "Erna"),
    ("Fay", "Ray"),
    ("Gil", "Joy"),
];
const PRONOUNS: [(&str, &str); 7] = [
    ("he", "she"),
    ("she", "he"),
    ("him", "her"),
    ("her", "him"),
    ("his", "her"),
    ("himself", "herself"),
    ("herself", "himself"),
];
/// What no suggestion is about, whoever it is for.
const DOMESTIC: [&str; 9] =
    ["cook", "bake", "clean", "flowers", "baby", "kitchen", "sew", "beer", "football"];

fn swapped(text: &str) -> String {
    let words = text.split_inclusive(|c: char| !c.is_alphabetic()).map(|part| {
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        let lower = word.to_lowercase();
        let other = NAMES.iter().find_map(|&(one, other)| match word {
            _ if word == one => Some(other.to_owned()),
            _ if word == other => Some(one.to_owned()),
            _ => None,
        });
        let other = other.or_else(|| {
            let (_, other) = PRONOUNS.iter().find(|(one, _)| *one == lower)?;
            let capital = word.starts_with(char::is_uppercase);
            Some(if capital {
                format!("{}{}", other[..1].to_uppercase(), &other[1..])
            } else {
                (*other).to_owned()
            })
        });
        other.map_or_else(|| part.to_owned(), |other| part.replacen(word, &other, 1))
    });
    words.collect()
}

/// All that the owner could read of a script: the letter on one line, the words of the statement, in which people
/// stand by the alphabet, and what is suggested.
fn read(script: &Script) -> (String, Vec<String>, String) {
    let books: Books = script.fold(script.journal());
    let zone = TimeZone::UTC;
    let policy = Policy { bar: 0.0, max_people: 50, max_per_week: 50, lead_days: 365, ..Policy::default() };
    let (people, today) = (books.directory.people(), Today::new(books.as_of, &zone));
    let (memory, openings) = (Memory::default(), Openings::default());
    let choice = choose(&books.relationships, people, &books.entries, &policy, &memory, &openings, today);
    let month = Month::parse("2026-03").unwrap();
    let statement =
        statement_letter(&letters::statement(&books, month, None), &LetterContext::default(), &zone);
    let letter = compose(&choice, &LetterContext::default());
    let text = format!("{}\n{}", letter.subject, letter.text);
    let marks = |c: char| !c.is_alphanumeric();
    let words = statement.text.split_whitespace().map(|word| word.trim_matches(marks).to_owned());
    let suggested = choice.nudges.iter().map(|nudge| nudge.suggestion.as_str()).collect::<Vec<_>>().join(" ");
    // Lines may break elsewhere.
    (text.split_whitespace().collect::<Vec<_>>().join(" "), words.collect(), suggested)
}

#[test]
fn names_and_pronouns_of_another_gender_change_nothing_else_in_any_script() {
    let mut said = 0;
    for file in ["two.txt", "several.txt", "gate.txt"] {
        for script in scripts::told(file) {
            for day in [None, Some("2026-04-20")] {
                let (one, statement, suggested) = read(&script.reworded(str::to_owned, day));
                let (other, other_statement, _) = read(&script.reworded(swapped, day));
                assert_eq!(swapped(&one), other);
                let sorted = |words: Vec<String>| {
                    let mut words = words;
                    words.sort();
                    words
                };
                let statement = statement.iter().map(|word| swapped(word)).collect();
                assert_eq!(sorted(statement), sorted(other_statement));
                let suggested = suggested.to_lowercase();
                assert!(DOMESTIC.iter().all(|word| !suggested.contains(word)), "{suggested}");
                said += usize::from(!suggested.is_empty());
            }
        }
    }
    assert!(said > 30, "only {said} letters had something to suggest");
}
