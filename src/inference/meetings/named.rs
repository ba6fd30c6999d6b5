//! Whom the title of a meeting may mean where nobody is invited: feeds often leave out the list of guests.
//! A suggestion for the owner, never contact.

use crate::people::{HashMap, Person};

/// Most people suggested for one title.
const MAX_SUGGESTED: usize = 3;

/// Names to be found in many titles.
#[derive(Debug, Default)]
pub struct Names<'a> {
    whole: WholeNames<'a>,
    /// By the first name, in lower case.
    first: HashMap<String, Vec<&'a Person>>,
}

impl<'a> Names<'a> {
    /// The names of these people.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = &'a Person> + Clone) -> Self {
        let mut names = Self { whole: WholeNames::of(people.clone()), first: HashMap::default() };
        for person in people {
            if let Some(first) = title_words(&person.name).into_iter().next() {
                names.first.entry(first).or_default().push(person);
            }
        }
        names
    }

    /// The people whose whole name stands in a title, else those whose first name does and is nobody else's, by id; a
    /// few at most.
    #[must_use]
    pub fn in_title(&self, title: &str) -> Vec<&'a Person> {
        let found = self.whole.in_title(title);
        if !found.is_empty() {
            return found;
        }
        let alone = |word: &String| match self.first.get(word).map(Vec::as_slice) {
            Some(&[person]) => Some(person),
            _ => None,
        };
        few(title_words(title).iter().filter_map(alone).collect())
    }
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
            let name = title_words(&person.name);
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
        let title = title_words(title);
        let parts = (2..=self.longest.min(title.len())).flat_map(|length| title.windows(length));
        few(parts.filter_map(|part| self.called.get(part)).flatten().copied().collect())
    }
}

/// Each once, by id, the first few.
fn few(mut found: Vec<&Person>) -> Vec<&Person> {
    found.sort_by_key(|person| person.id);
    found.dedup_by_key(|person| person.id);
    found.truncate(MAX_SUGGESTED);
    found
}

/// The words of a title or a name, in lower case.
#[must_use]
pub fn title_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
