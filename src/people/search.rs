//! Whom a name, an address or an id means.

use super::{Directory, Person};

/// Shortest beginning of an id that names somebody.
const SHORTEST_ID: usize = 4;

impl Directory {
    /// The people that `text` may mean: by id, address, whole name or, where nobody fits whole, part of a name.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<&Person> {
        let wanted = Wanted::new(text);
        let found = self.those(|person| wanted.is_key(person) || wanted.is_name(person));
        if found.is_empty() && !wanted.folded.is_empty() {
            return self.those(|person| wanted.is_part(person));
        }
        found
    }

    /// The same where a mistake would change something: a whole name means nobody in particular who shares it with
    /// a longer one.
    #[must_use]
    pub fn search_strictly(&self, text: &str) -> Vec<&Person> {
        let wanted = Wanted::new(text);
        let keyed = self.those(|person| wanted.is_key(person));
        if !keyed.is_empty() {
            return keyed;
        }
        let found = self.search(text);
        if found.iter().any(|person| wanted.is_name(person)) {
            return self.those(|person| wanted.is_among_words(person));
        }
        found
    }

    fn those(&self, is_meant: impl Fn(&Person) -> bool) -> Vec<&Person> {
        self.people().values().filter(|person| is_meant(person)).collect()
    }
}

/// What is looked for.
struct Wanted {
    /// In lower case, as ids and addresses are.
    lower: String,
    /// As names are compared.
    folded: String,
}

impl Wanted {
    fn new(text: &str) -> Self {
        Self { lower: text.trim().to_lowercase(), folded: fold(text) }
    }

    fn is_key(&self, person: &Person) -> bool {
        person.id.to_string() == self.lower
            || person.addresses.iter().any(|address| address.as_str() == self.lower)
    }

    fn is_name(&self, person: &Person) -> bool {
        fold(&person.name) == self.folded
    }

    fn is_part(&self, person: &Person) -> bool {
        fold(&person.name).contains(&self.folded)
            || person.id.to_string().starts_with(&self.lower) && self.lower.len() >= SHORTEST_ID
            || person.addresses.iter().any(|address| address.as_str().contains(&self.lower))
    }

    /// Whether the words wanted stand in the name one after the other.
    fn is_among_words(&self, person: &Person) -> bool {
        let words: Vec<&str> = self.folded.split_whitespace().collect();
        let name = fold(&person.name);
        let name: Vec<&str> = name.split_whitespace().collect();
        !words.is_empty() && name.windows(words.len()).any(|part| part == words)
    }
}

/// A name without case, as Unicode folds it for the letters of names (`MÜSSIG` is `Müßig`), and with single blanks.
fn fold(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ß', "ss").replace('ς', "σ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::people::{Address, Society};

    fn town() -> Directory {
        let seen = [
            ("ana@home.example", "Ana"),
            ("diana@x.example", "Diana"),
            ("jm@home.example", "Jürgen Müßig"),
            ("jk@home.example", "Jürgen  Kranz"),
            ("j@home.example", "Jürgen"),
        ];
        let seen = seen.map(|(address, name)| {
            (Address::parse(address).unwrap(), BTreeMap::from([(name.to_owned(), 1)]))
        });
        Directory::build(&BTreeMap::from(seen), &Society::default())
    }

    #[test]
    fn a_whole_name_goes_before_a_part_of_one() {
        let directory = town();
        assert_eq!(directory.search("ana").len(), 1);
        assert_eq!(directory.search("an").len(), 3);
        assert!(directory.search("").is_empty());
    }

    #[test]
    fn names_are_found_in_any_spelling_of_their_letters() {
        let directory = town();
        for text in ["MÜSSIG", "Müßig", "müssig", "JÜRGEN MÜẞIG", "jm@HOME.example"] {
            let found: Vec<&str> = directory.search(text).iter().map(|person| person.name.as_str()).collect();
            assert_eq!(found, ["Jürgen Müßig"], "{text}");
        }
    }

    #[test]
    fn what_changes_something_takes_no_name_that_others_bear_too() {
        let directory = town();
        assert_eq!(directory.search("Jürgen").len(), 1);
        assert_eq!(directory.search_strictly("Jürgen").len(), 3);
        assert_eq!(directory.search_strictly("j@home.example").len(), 1);
        assert_eq!(directory.search_strictly("jürgen kranz").len(), 1);
        assert_eq!(directory.search_strictly("Ana").len(), 1, "no word of Diana's name");
    }
}
