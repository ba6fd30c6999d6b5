//! Quoted words, made fit to look phrases and words up in.

/// Words of a message in lower case, with straight apostrophes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording(String);

impl Wording {
    /// The wording of some words.
    #[must_use]
    pub fn of(words: &str) -> Self {
        Self(words.to_lowercase().replace('’', "'"))
    }

    /// Whether there are no words: they may not be kept, or say nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the phrases stands in it, be it within a word.
    #[must_use]
    pub fn holds(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.0.contains(phrase))
    }

    /// Whether it begins with one of the phrases.
    #[must_use]
    pub fn begins(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.0.starts_with(phrase))
    }

    /// Whether one of the words is one of its own. An apostrophe is part of a word, a hyphen is not.
    #[must_use]
    pub fn has(&self, words: &[&str]) -> bool {
        self.words().any(|word| words.contains(&word))
    }

    /// Whether a question mark ends something. Within a word it stands for a letter that was lost, and then it does so
    /// at the end of one too; an address has some of its own.
    #[must_use]
    pub fn asks(&self) -> bool {
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let lost = |word: &str| !word.contains('/') && word.split('?').skip(1).any(|rest| !ends(rest));
        self.0.split('?').skip(1).any(ends) && !self.0.split_whitespace().any(lost)
    }

    /// Its words, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_anywhere_and_words_by_themselves() {
        let wording = Wording::of("I’ll use the Kiln-room; don’t wait");
        assert!(wording.holds(&["the kiln", "x"]) && wording.holds(&["n't wait"]));
        assert!(wording.has(&["i'll"]) && wording.has(&["kiln"]) && !wording.has(&["il", "don"]));
        assert!(wording.begins(&["i'll use"]) && !wording.begins(&["use"]));
        assert!(Wording::of("When? At noon").asks() && !Wording::of("Escuela de M?sica").asks());
        assert!(!Wording::of("el a?o pasado en Bogot?").asks());
        assert!(Wording::of("Did you see http://a.example/b?c=1?").asks());
        assert!(Wording::of("").is_empty() && !wording.is_empty());
        assert_eq!(wording.words().last(), Some("wait"));
    }
}
