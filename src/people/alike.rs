//! People who may be one: only ever suggested. A name is no evidence, since everybody may write any name
//! beside an address.

use std::collections::BTreeMap;

use super::{Person, PersonId};

/// Most pairs suggested.
const MAX_PAIRS: usize = 50;

/// Words before a name that are no part of it.
const TITLES: [&str; 7] = ["dr", "prof", "professor", "mr", "mrs", "ms", "sir"];

/// Short forms and the given names they stand for.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("alex", "alexander"),
    ("andy", "andrew"),
    ("ben", "benjamin"),
    ("bill", "william"),
    ("bob", "robert"),
    ("chris", "christopher"),
    ("dan", "daniel"),
    ("dave", "david"),
    ("deb", "deborah"),
    ("debbie", "deborah"),
    ("greg", "gregory"),
    ("jeff", "jeffrey"),
    ("jim", "james"),
    ("joe", "joseph"),
    ("ken", "kenneth"),
    ("kim", "kimberly"),
    ("kate", "katherine"),
    ("liz", "elizabeth"),
    ("matt", "matthew"),
    ("max", "maximilian"),
    ("mike", "michael"),
    ("nick", "nicholas"),
    ("pat", "patricia"),
    ("pete", "peter"),
    ("rick", "richard"),
    ("rob", "robert"),
    ("ron", "ronald"),
    ("sam", "samuel"),
    ("steve", "steven"),
    ("stephen", "steven"),
    ("sue", "susan"),
    ("tim", "timothy"),
    ("tom", "thomas"),
    ("tony", "anthony"),
    ("will", "william"),
];

/// Pairs of people with the same given name, short forms aside, and the same last word of the name, but for
/// those who are known to be two: of several such so many pairs that all who may be one are linked.
///
/// Names are compared letter by letter: one that only looks the same, by letters of another script or signs
/// nobody sees, is another name.
#[must_use]
pub fn alike<'a>(
    people: impl IntoIterator<Item = &'a Person>,
    are_two: impl Fn(&Person, &Person) -> bool,
) -> Vec<(&'a Person, &'a Person)> {
    let mut named: BTreeMap<(String, String), Vec<&Person>> = BTreeMap::new();
    for person in people {
        if let Some(key) = name_key(&person.name) {
            named.entry(key).or_default().push(person);
        }
    }
    named.values().flat_map(|namesakes| links(namesakes, &are_two)).take(MAX_PAIRS).collect()
}

/// The fewest pairs by which all of `namesakes` hang together who may be one: neighbours first, since with nobody
/// known to be two these are enough.
fn links<'a>(
    namesakes: &[&'a Person],
    are_two: &impl Fn(&Person, &Person) -> bool,
) -> Vec<(&'a Person, &'a Person)> {
    let mut clusters: Vec<usize> = (0..namesakes.len()).collect();
    let mut links = Vec::new();
    for apart in 1..namesakes.len() {
        for (at, (one, other)) in namesakes.iter().zip(namesakes.iter().skip(apart)).enumerate() {
            if links.len() + 1 == namesakes.len() {
                return links;
            }
            let (Some(&from), Some(&to)) = (clusters.get(at), clusters.get(at + apart)) else { continue };
            if from != to && !are_two(one, other) {
                clusters.iter_mut().filter(|cluster| **cluster == to).for_each(|cluster| *cluster = from);
                links.push((*one, *other));
            }
        }
    }
    links
}

/// Of everybody who has one the others whose names are those of the same person.
#[must_use]
pub fn namesakes<'a>(people: impl IntoIterator<Item = &'a Person>) -> BTreeMap<PersonId, Vec<PersonId>> {
    let mut named: BTreeMap<(String, String), Vec<PersonId>> = BTreeMap::new();
    for person in people {
        if let Some(key) = name_key(&person.name) {
            named.entry(key).or_default().push(person.id);
        }
    }
    let several = named.values().filter(|ids| ids.len() > 1);
    several
        .flat_map(|ids| {
            let others = |id: PersonId| ids.iter().copied().filter(|&other| other != id).collect();
            ids.iter().map(move |&id| (id, others(id)))
        })
        .collect()
}

/// Whether two names are those of one person, short forms and middle names aside.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    name_key(one).is_some_and(|key| name_key(other) == Some(key))
}

fn name_key(name: &str) -> Option<(String, String)> {
    if name.contains('@') {
        return None;
    }
    let lower = name.to_lowercase();
    // A middle initial is given at one place and left out at another.
    let bare = lower.split_whitespace().map(|word| word.trim_matches(['(', ')', '"', '.', ',']));
    let mut words = bare.filter(|word| word.chars().count() > 1 && !TITLES.contains(word));
    let (first, last) = (words.next()?, words.next_back()?);
    let long = SHORT_FORMS.iter().find(|(short, _)| *short == first).map_or(first, |(_, long)| long);
    Some((long.to_owned(), last.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_one_share_a_key() {
        for (one, other, alike) in [
            ("Ana Reis", "ana m. reis", true),
            ("Steve Hall", "Steven Hall", true),
            ("Bob Hall", "Rob Hall", true),
            ("Ana Reis", "Prof. Ana Reis", true),
            ("Ana Reis", "(Ana Reis)", true),
            ("Ana Reis", "Ana Rei\u{455}", false),
            ("Ana Reis", "\u{202e}Ana Reis", false),
            ("Ana Reis", "Ben Reis", false),
            ("Ana Reis", "Ana Roth", false),
        ] {
            assert_eq!(name_key(one) == name_key(other), alike, "{one} {other}");
        }
        for nobody in ["Ana", "ana@studio.example", "A. B.", ""] {
            assert_eq!(name_key(nobody), None, "{nobody}");
        }
    }
}
