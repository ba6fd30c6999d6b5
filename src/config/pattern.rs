//! Patterns of folder names: `*` is any text, `?` one character, and all else itself, whatever its case.

use super::value::{FromValue, Line, Value};

/// A pattern of folder names, whose levels are parted by `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    written: String,
    lower: Vec<char>,
}

impl Pattern {
    /// The pattern that is written so.
    #[must_use]
    pub fn new(written: &str) -> Self {
        Self { written: written.to_owned(), lower: written.to_lowercase().chars().collect() }
    }

    /// The pattern as the owner wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether it fits a whole name. Takes at most as many steps as the pattern's length times the name's.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        let name: Vec<char> = name.to_lowercase().chars().collect();
        let (mut at, mut in_name) = (0, 0);
        // The last `*`, and where in the name the text for which it stands ends so far.
        let mut star = None;
        while in_name < name.len() {
            match self.lower.get(at) {
                Some('*') => {
                    star = Some((at, in_name));
                    at += 1;
                }
                Some(c) if *c == '?' || name.get(in_name) == Some(c) => {
                    at += 1;
                    in_name += 1;
                }
                _ => {
                    let Some((star_at, end)) = star else { return false };
                    star = Some((star_at, end + 1));
                    (at, in_name) = (star_at + 1, end + 1);
                }
            }
        }
        self.lower.iter().skip(at).all(|c| *c == '*')
    }
}

impl FromValue for Pattern {
    const WHAT: &str = "a pattern of folder names such as \"Work/*\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        if text.starts_with('@') {
            return value.refuse(Self::WHAT, "`@sent` and the like belong into `folders`");
        }
        Line::from_value(value).map(|Line(text)| Self::new(&text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_fit_whole_names_of_any_case() {
        for (pattern, name, fits) in [
            ("*", "INBOX", true),
            ("Work/*", "work/2020/Bücher", true),
            ("Work/*", "Work", false),
            ("Work*", "Work", true),
            ("*/2020", "Work/2020", true),
            ("W?rk", "WÜRK", true),
            ("W?rk", "Wrk", false),
            ("a*b*c", "abbbc", true),
            ("a*b*c", "abbb", false),
            ("**a", "ba", true),
            ("Bücher", "bÜCHER", true),
            ("[a]", "[A]", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Pattern::new(pattern).fits(name), fits, "{pattern} {name}");
        }
        let long = "a".repeat(1000);
        assert!(!Pattern::new(&format!("{}b", "a*".repeat(400))).fits(&long), "it comes to an end");
    }

    proptest! {
        #[test]
        fn a_star_stands_for_any_text(before in "[a-z/]{0,9}", between in "\\PC{0,9}", behind in "[a-z/]{0,9}") {
            let pattern = Pattern::new(&format!("{before}*{behind}"));
            let name = format!("{before}{between}{behind}");
            prop_assert!(pattern.fits(&name));
            prop_assert!(Pattern::new("*").fits(&between));
        }
    }
}
