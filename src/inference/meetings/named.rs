//! Whom the title of a meeting may mean where nobody is invited: feeds often leave out the list of guests.
//! A suggestion for the owner, never contact.

use crate::people::{HashMap, Person};

/// Most people suggested for one title.
const MAX_SUGGESTED: usize = 3;

/// The people whose whole name stands in a title, else those whose first name does and is nobody else's.
#[must_use]
pub fn named_in<'a>(title: &str, people: &[&'a Person]) -> Vec<&'a Person> {
    let found = WholeNames::of(people.iter().copied()).in_title(title);
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

/// Whole names, of two words or more, to be found in many titles.
#[derive(Debug, Default)]
pub struct WholeNames<'a> {
    /// By the words of the name, in lower case.
    called: HashMap<Vec<String>, Vec<&'a Person>>,
    /// Words of the longest.
    longest: usize,
}

impl<'a> WholeNames<'a> {
    /// The names of these people.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = &'a Person>) -> Self {
        let mut names = Self::default();
        for person in people {
            let name = words(&person.name);
            if name.len() > 1 {
                names.longest = names.longest.max(name.len());
                names.called.entry(name).or_default().push(person);
            }
        }
        names
    }

    /// The people whose whole name stands in a title, by id; a few at most.
    #[must_use]
    pub fn in_title(&self, title: &str) -> Vec<&'a Person> {
        let title = words(title);
        let parts = (2..=self.longest.min(title.len())).flat_map(|length| title.windows(length));
        let mut found: Vec<&Person> =
            parts.filter_map(|part| self.called.get(part)).flatten().copied().collect();
        found.sort_by_key(|person| person.id);
        found.dedup_by_key(|person| person.id);
        found.truncate(MAX_SUGGESTED);
        found
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
