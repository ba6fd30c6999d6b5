//! Who was forgotten. Only salted hashes are kept: enough to know somebody again who must not come back,
//! nothing that names him.

use std::collections::BTreeSet;

use super::{Address, Person, hex_digest};

/// Shortest part of a name that is looked for in text, in letters.
const MIN_NAME_LETTERS: usize = 3;

/// What each tombstone hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Address,
    /// A part of a name, as a capitalised word.
    NamePart,
    /// Two parts that follow each other, in any spelling.
    Name,
    Message,
}

/// The tombstones of everybody who was forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tombstones {
    salt: String,
    digests: BTreeSet<String>,
}

impl Tombstones {
    /// From what the journal keeps.
    #[must_use]
    pub fn new(salt: String, digests: BTreeSet<String>) -> Self {
        Self { salt, digests }
    }

    /// Whether nobody was forgotten.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// What is to be kept of all these.
    #[must_use]
    pub fn digests(&self) -> &BTreeSet<String> {
        &self.digests
    }

    /// Adds a person under all addresses, those included that only the address book knows.
    pub fn bury(&mut self, person: &Person, more: &[Address]) {
        for address in person.addresses.iter().chain(more) {
            self.hide(Hidden::Address, address.identity_key().as_str());
        }
        // A name that is only the address again would hide its domain from all text.
        if person.name.contains('@') {
            return;
        }
        let parts: Vec<String> =
            words(&person.name).filter(|word| is_part(word)).map(str::to_lowercase).collect();
        for part in &parts {
            self.hide(Hidden::NamePart, part);
        }
        for pair in parts.windows(2) {
            self.hide(Hidden::Name, &pair.join(" "));
        }
    }

    /// Adds a message, so that no other message may cite it.
    pub fn bury_message(&mut self, id: &str) {
        self.hide(Hidden::Message, id);
    }

    /// Whether this is an address of somebody forgotten.
    #[must_use]
    pub fn holds(&self, address: &Address) -> bool {
        self.has(Hidden::Address, address.identity_key().as_str())
    }

    /// Whether this message was dropped with somebody.
    #[must_use]
    pub fn holds_message(&self, id: &str) -> bool {
        self.has(Hidden::Message, id)
    }

    /// Whether a text holds an address of somebody forgotten.
    #[must_use]
    pub fn addressed_in(&self, text: &str) -> bool {
        text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '.' | '_' | '-' | '+'))
            .filter(|token| token.contains('@'))
            .filter_map(|token| Address::parse(token.trim_matches('.')))
            .any(|address| self.holds(&address))
    }

    /// Whether a text names somebody forgotten, or another of that name.
    #[must_use]
    pub fn named_in(&self, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let words: Vec<&str> = words(text).collect();
        let part = |word: &&&str| {
            is_part(word)
                && !word.starts_with(char::is_lowercase)
                && self.has(Hidden::NamePart, &word.to_lowercase())
        };
        words.iter().any(|word| part(&word))
            || words.windows(2).any(|pair| self.has(Hidden::Name, &pair.join(" ").to_lowercase()))
            || self.addressed_in(text)
    }

    fn hide(&mut self, hidden: Hidden, text: &str) {
        let digest = self.digest(hidden, text);
        self.digests.insert(digest);
    }

    fn has(&self, hidden: Hidden, text: &str) -> bool {
        !self.is_empty() && self.digests.contains(&self.digest(hidden, text))
    }

    fn digest(&self, hidden: Hidden, text: &str) -> String {
        hex_digest(&format!("{}\0{hidden:?}\0{text}", self.salt))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

fn is_part(word: &str) -> bool {
    word.chars().count() >= MIN_NAME_LETTERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{PersonId, Regime, RegimeSource, Stance};

    fn buried(name: &str) -> Tombstones {
        let address = Address::parse("ana.reis@studio.example").unwrap();
        let person = Person {
            id: PersonId::of(&address),
            name: name.to_owned(),
            addresses: vec![address],
            circle: None,
            regime: Regime::Equality,
            regime_source: RegimeSource::Default,
            tally: true,
            expect_days: None,
            ideal_days: None,
            importance: 1000,
            stance: Stance::Steady,
        };
        let mut tombstones = Tombstones::new("salt".to_owned(), BTreeSet::new());
        tombstones.bury(&person, &[]);
        tombstones
    }

    #[test]
    fn a_name_is_known_again_in_text_and_a_like_word_is_not() {
        let tombstones = buried("Will Reis");
        for text in ["ask Will", "will reis knows", "Dr. REIS", "to Ana.Reis+x@studio.example."] {
            assert!(tombstones.named_in(text), "{text}");
        }
        for text in ["I will ask", "reisen", "ana@studio.example", ""] {
            assert!(!tombstones.named_in(text), "{text}");
        }
    }

    #[test]
    fn nothing_that_is_kept_names_anybody() {
        let kept = format!("{:?}", buried("Ana Reis")).to_lowercase();
        assert!(!kept.contains("reis") && !kept.contains("studio"), "{kept}");
    }

    #[test]
    fn a_person_without_a_name_hides_no_words() {
        let tombstones = buried("ana.reis@studio.example");
        assert!(!tombstones.named_in("The Studio"));
        assert!(tombstones.addressed_in("ana.reis@studio.example"));
    }
}
