//! The wording rules as a test: no guilt, no debt, no points, no flattery, no guessed gender.

/// Words that never stand in a letter, unless somebody else wrote them.
const WORDS: [&str; 37] = [
    "owe",
    "owes",
    "owed",
    "owing",
    "debt",
    "debts",
    "repay",
    "point",
    "points",
    "score",
    "scores",
    "balance",
    "he",
    "him",
    "his",
    "himself",
    "she",
    "her",
    "hers",
    "herself",
    "guilt",
    "guilty",
    "fault",
    "failed",
    "forgot",
    "forgotten",
    "neglected",
    "ignored",
    "sorry",
    "amazing",
    "wonderful",
    "fantastic",
    "great",
    "hi",
    "hello",
    "dear",
    "streak",
];
/// Phrases that never do.
const PHRASES: [&str; 7] =
    ["should have", "you have not", "you haven't", "you never", "best regards", "you must", "you need to"];
/// Words that are not for people among whom nothing is counted.
const GIVING: [&str; 10] =
    ["gave", "give", "given", "received", "receive", "helped", "favor", "favors", "gift", "leeway"];

/// What in `text` breaks the rules.
pub(super) fn offences(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let phrases = PHRASES.iter().filter(|phrase| lower.contains(**phrase)).map(|phrase| (*phrase).to_owned());
    listed(&lower, &WORDS).into_iter().chain(phrases).collect()
}

/// What in `text` speaks of giving and receiving.
pub(super) fn tallying(text: &str) -> Vec<String> {
    listed(&text.to_lowercase(), &GIVING)
}

fn listed(lower: &str, words: &[&str]) -> Vec<String> {
    lower
        .split(|c: char| !c.is_alphabetic() && c != '\'')
        .filter(|word| words.contains(word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_lint_finds_what_it_looks_for() {
    assert_eq!(offences("She owes you, and you should have asked."), ["she", "owes", "should have"]);
    assert_eq!(tallying("They gave you a hand"), ["gave"]);
    assert!(offences("They might like to hear how it went.").is_empty());
}

#[test]
fn the_templates_keep_the_rules() {
    for template in [include_str!("templates/letter.html"), include_str!("templates/letter.txt")] {
        assert_eq!(offences(template), Vec::<String>::new());
    }
}
