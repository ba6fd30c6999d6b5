//! Whom the title of a meeting may mean where nobody is invited: feeds often leave out the list of guests.
//! A suggestion for the owner, never contact.

use crate::people::Person;

/// Most people suggested for one title.
const MAX_SUGGESTED: usize = 3;

/// The people whose whole name stands in a title, else those whose first name does and is nobody else's.
#[must_use]
pub fn named_in<'a>(title: &str, people: &[&'a Person]) -> Vec<&'a Person> {
    let found = named_wholly(title, people);
    if !found.is_empty() {
        return found;
    }
    let title = words(title);
    let first_name = |person: &Person| words(&person.name).into_iter().next();
    let alone = |person: &&&Person| {
        let Some(first) = first_name(person).filter(|first| title.contains(first)) else { return false };
        people.iter().filter(|other| first_name(other).as_ref() == Some(&first)).count() == 1
    };
    people.iter().filter(alone).copied().take(MAX_SUGGESTED).collect()
}

/// The people whose whole name, of two words or more, stands in a title.
#[must_use]
pub fn named_wholly<'a>(title: &str, people: &[&'a Person]) -> Vec<&'a Person> {
    let title = words(title);
    let whole = |person: &&&Person| {
        let name = words(&person.name);
        name.len() > 1 && title.windows(name.len()).any(|part| part == name)
    };
    people.iter().filter(whole).copied().take(MAX_SUGGESTED).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
