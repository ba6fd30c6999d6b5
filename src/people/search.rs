//! Whom a name, an address or an id means.

use super::{Directory, Person};

/// Shortest beginning of an id that names somebody.
const SHORTEST_ID: usize = 4;

impl Directory {
    /// The people that `text` may mean: by id, address, whole name, whole words of one or, where nobody fits so,
    /// part of a name.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<&Person> {
        let wanted = Wanted::new(text);
        let found = self.those(|person| wanted.is_key(person) || wanted.is_name(person));
        if !found.is_empty() || wanted.folded.is_empty() {
            return found;
        }
        let found = self.those(|person| wanted.is_among_words(person));
        if found.is_empty() { self.those(|person| wanted.is_part(person)) } else { found }
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
        let text = bracketed(text).unwrap_or(text);
        Self { lower: text.trim().to_lowercase(), folded: fold(text) }
    }

    fn is_key(&self, person: &Person) -> bool {
        person.id.to_string() == self.lower
            || person.addresses.iter().any(|address| address.as_str() == self.lower)
    }

    fn is_name(&self, person: &Person) -> bool {
        spellings(&person.name).contains(&self.folded)
    }

    fn is_part(&self, person: &Person) -> bool {
        spellings(&person.name).iter().any(|name| name.contains(&self.folded))
            || person.id.to_string().starts_with(&self.lower) && self.lower.len() >= SHORTEST_ID
            || person.addresses.iter().any(|address| address.as_str().contains(&self.lower))
    }

    /// Whether the words wanted stand in the name one after the other.
    fn is_among_words(&self, person: &Person) -> bool {
        let words: Vec<&str> = self.folded.split_whitespace().collect();
        !words.is_empty()
            && spellings(&person.name).iter().any(|name| {
                let name: Vec<&str> = name.split_whitespace().collect();
                name.windows(words.len()).any(|part| part == words)
            })
    }
}

/// The first address of somebody who is named as people are here: `Ana Reis <ana@studio.example, ana@home.example>`.
fn bracketed(text: &str) -> Option<&str> {
    let (_, addresses) = text.trim().strip_suffix('>')?.rsplit_once('<')?;
    addresses.split([',', ' ']).next().filter(|address| address.contains('@'))
}

/// A name without case, as Unicode folds it for the letters of names (`MÜSSIG` is `Müßig`), and with single blanks.
fn fold(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ß', "ss").replace('ς', "σ")
}

/// A name as it may be written: as it is, in plain letters, and in plain letters as German has them (`Juergen`); and
/// all that with the family name last where it comes first (`Weber, Karl`).
fn spellings(name: &str) -> Vec<String> {
    let name = fold(name);
    let turned = name.split_once(", ").map(|(family, given)| format!("{given} {family}"));
    let written = std::iter::once(name).chain(turned);
    written
        .flat_map(|name| {
            let german = name.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
            [plain(&name), plain(&german), name]
        })
        .collect()
}

/// Without the marks on Latin letters.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            // Marks that stand by themselves, as behind a Turkish capital.
            '\u{300}'..='\u{36f}' => {}
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            _ => plain
                .push(MARKED.iter().find(|(_, marked)| marked.contains(c)).map_or(c, |(letter, _)| *letter)),
        }
    }
    plain
}

/// Latin letters with marks, by the letter below.
const MARKED: [(char, &str); 21] = [
    ('a', "àáâãäåāăąǎ"),
    ('c', "çćĉċč"),
    ('d', "ďđð"),
    ('e', "èéêëēĕėęě"),
    ('g', "ĝğġģ"),
    ('h', "ĥħ"),
    ('i', "ìíîïĩīĭįı"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľł"),
    ('n', "ñńņňŋ"),
    ('o', "òóôõöøōŏő"),
    ('r', "ŕŗř"),
    ('s', "śŝşšș"),
    ('t', "ţťțŧ"),
    ('u', "ùúûüũūŭůűų"),
    ('w', "ŵ"),
    ('y', "ýÿŷ"),
    ('z', "źżž"),
    ('b', "ƀ"),
    ('f', "ƒ"),
];

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
    fn plain_letters_find_marked_ones_and_whole_words_go_before_parts() {
        let seen = [
            ("r@a.example", "Ron Dale"),
            ("c@a.example", "Chloe Bergeron"),
            ("o@a.example", "Ömer Şahin"),
            ("l@a.example", "Łukasz Żak"),
            ("m@a.example", "Jürgen Märtens"),
        ];
        let seen = seen.map(|(address, name)| {
            (Address::parse(address).unwrap(), BTreeMap::from([(name.to_owned(), 1)]))
        });
        let directory = Directory::build(&BTreeMap::from(seen), &Society::default());
        for (text, expected) in [
            ("ron", "Ron Dale"),
            ("geron", "Chloe Bergeron"),
            ("Omer", "Ömer Şahin"),
            ("sahin", "Ömer Şahin"),
            ("Lukasz Zak", "Łukasz Żak"),
            ("jurgen", "Jürgen Märtens"),
            ("Juergen", "Jürgen Märtens"),
            ("märt", "Jürgen Märtens"),
        ] {
            let found: Vec<&str> = directory.search(text).iter().map(|person| person.name.as_str()).collect();
            assert_eq!(found, [expected], "{text}");
        }
        assert!(directory.search("Örön").is_empty());
    }

    #[test]
    fn somebody_is_found_as_the_program_names_him_and_with_the_family_name_first() {
        let seen = [("t@rey.example", "Tomás Rey"), ("k@weber.example", "Weber, Kärl")];
        let seen = seen.map(|(address, name)| {
            (Address::parse(address).unwrap(), BTreeMap::from([(name.to_owned(), 1)]))
        });
        let directory = Directory::build(&BTreeMap::from(seen), &Society::default());
        for (text, expected) in [
            ("Tomás Rey <t@rey.example>", "Tomás Rey"),
            (" <T@Rey.example> ", "Tomás Rey"),
            ("Tomás Rey <t@rey.example, t@shop.example and 2 more>", "Tomás Rey"),
            ("Karl Weber", "Weber, Kärl"),
            ("weber, kärl", "Weber, Kärl"),
        ] {
            let found: Vec<&str> =
                directory.search_strictly(text).iter().map(|person| person.name.as_str()).collect();
            assert_eq!(found, [expected], "{text}");
        }
        assert!(directory.search("Tomás Rey <t@other.example>").is_empty());
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
