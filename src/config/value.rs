//! Reads single values: text, numbers, lists, addresses, zones, choices. It knows no section.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::Mistake;
use super::reader::{Sink, nearest};
use crate::people::Address;

/// Longest name we take, in characters.
const MAX_NAME_CHARS: usize = 200;
/// Longest list we take.
const MAX_ITEMS: usize = 10_000;

/// What a value can be read as.
pub(super) trait FromValue: Sized {
    /// What the owner has to write, as in "must be …".
    const WHAT: &str;

    /// Reads the value, or notes what is wrong with it.
    fn from_value(value: &Value<'_>) -> Option<Self>;
}

/// One value of the config, with its place.
pub(super) struct Value<'a> {
    path: String,
    span: Range<usize>,
    content: &'a DeValue<'a>,
    sink: &'a Sink,
}

impl<'a> Value<'a> {
    pub(super) fn new(path: String, value: &'a Spanned<DeValue<'a>>, sink: &'a Sink) -> Self {
        Self { path, span: value.span(), content: value.get_ref(), sink }
    }

    /// Notes that the value is not `what` because of `why`, and gives none.
    pub(super) fn refuse<T>(&self, what: &str, why: impl Into<String>) -> Option<T> {
        self.sink.note(Mistake {
            title: format!("`{}` must be {what}", self.path),
            span: Some(self.span.clone()),
            label: why.into(),
            help: None,
        });
        None
    }

    fn refuse_type<T>(&self, what: &str) -> Option<T> {
        self.refuse(what, format!("this is {}", type_name(self.content)))
    }

    /// The text of the value; `what` says what it should be.
    pub(super) fn text(&self, what: &str) -> Option<&'a str> {
        match self.content {
            DeValue::String(text) => Some(text),
            _ => self.refuse_type(what),
        }
    }

    /// The table of the value.
    pub(super) fn table(&self) -> Option<&'a DeTable<'a>> {
        match self.content {
            DeValue::Table(table) => Some(table),
            _ => self.refuse_type(&format!("a section, written [{}]", self.path)),
        }
    }

    /// The tables of a list written `[[key]]`, each with the place of its header.
    pub(super) fn tables(&self) -> Option<Vec<(Range<usize>, &'a DeTable<'a>)>> {
        let what = format!("written [[{}]], once for each", self.path);
        let DeValue::Array(items) = self.content else { return self.refuse_type(&what) };
        if items.len() > MAX_ITEMS {
            return self.refuse("a list", format!("more than {MAX_ITEMS} members"));
        }
        let table = |item: &'a Spanned<DeValue<'a>>| match item.get_ref() {
            DeValue::Table(table) => Some((item.span(), table)),
            other => self.refuse(&what, format!("this is {}", type_name(other))),
        };
        Some(items.iter().filter_map(table).collect())
    }

    /// The members of a list.
    pub(super) fn items(&self) -> Option<Vec<Value<'a>>> {
        match self.content {
            DeValue::Array(items) if items.len() > MAX_ITEMS => {
                self.refuse("a list", format!("more than {MAX_ITEMS} members"))
            }
            DeValue::Array(items) => {
                Some(items.iter().map(|item| Value::new(self.path.clone(), item, self.sink)).collect())
            }
            DeValue::String(_) => self.refuse("a list", "put it in brackets: [\"…\"]"),
            _ => self.refuse_type("a list"),
        }
    }

    /// A number of the range.
    pub(super) fn number(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let what = format!("a number from {} to {}", range.start(), range.end());
        let number = match self.content {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) => {
                i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|whole| whole as f64)
            }
            _ => return self.refuse_type(&what),
        };
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(number),
            None => self.refuse(&what, "out of range"),
        }
    }

    /// A whole number of the range.
    pub(super) fn whole(&self, range: RangeInclusive<u32>) -> Option<u32> {
        let what = format!("a whole number from {} to {}", range.start(), range.end());
        let DeValue::Integer(integer) = self.content else { return self.refuse_type(&what) };
        let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok();
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(number),
            None => self.refuse(&what, "out of range"),
        }
    }

    /// What one of some words stands for.
    pub(super) fn choice<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let listed: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let what = format!("one of {}", listed.join(", "));
        let text = self.text(&what)?;
        if let Some(&(_, meaning)) = words.iter().find(|&&(word, _)| word == text) {
            return Some(meaning);
        }
        self.refuse(&what, suggest(text, words.iter().map(|&(word, _)| word)))
    }
}

/// "did you mean …?", or that it is not known.
fn suggest<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> String {
    nearest(written, words).map_or_else(|| "not known".to_owned(), |right| format!("did you mean `{right}`?"))
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

impl FromValue for bool {
    const WHAT: &str = "true or false, without quotes";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        match value.content {
            DeValue::Boolean(flag) => Some(*flag),
            _ => value.refuse_type(Self::WHAT),
        }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    const WHAT: &str = "a list";

    /// The sound members of a list, in order.
    fn from_value(value: &Value<'_>) -> Option<Self> {
        Some(value.items()?.iter().filter_map(T::from_value).collect())
    }
}

impl<T: FromValue + Ord> FromValue for BTreeSet<T> {
    const WHAT: &str = "a list";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        Vec::from_value(value).map(|items| items.into_iter().collect())
    }
}

impl FromValue for Address {
    const WHAT: &str = "a mail address such as \"ana@studio.example\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        if text.contains('*') {
            return value
                .refuse(Self::WHAT, "`*` means nothing here; for all at a domain there is `domains`");
        }
        Self::parse(text).or_else(|| {
            let inner = text.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
            let bare = inner.and_then(|(inner, _)| Self::parse(inner));
            value.refuse(
                Self::WHAT,
                bare.map_or("no mail address".to_owned(), |bare| format!("write `{bare}`")),
            )
        })
    }
}

impl FromValue for TimeZone {
    const WHAT: &str = "a time zone such as \"Europe/Lisbon\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::get(text).ok().or_else(|| {
            let zones: Vec<_> = jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect();
            // The city by itself is what most people try first.
            let written = text.trim().replace(' ', "_");
            let city = zones
                .iter()
                .find(|zone| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&written)));
            let near = city.map(String::as_str).or_else(|| nearest(text, zones.iter().map(String::as_str)));
            value.refuse(
                Self::WHAT,
                near.map_or("no such zone".to_owned(), |zone| format!("did you mean `{zone}`?")),
            )
        })
    }
}

/// A name of the owner's, a person or a circle: one line of 1 to 200 characters, single spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(pub(super) String);

impl Name {
    /// The name, or what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let name = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            Err("it is empty")
        } else if name.chars().count() > MAX_NAME_CHARS {
            Err("longer than 200 characters")
        } else if name.chars().any(char::is_control) {
            // A line break in a display name would end a mail header.
            Err("it holds a line break or another control character")
        } else {
            Ok(Self(name))
        }
    }
}

impl FromValue for Name {
    const WHAT: &str = "a name in quotes";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).map_or_else(|why| value.refuse(Self::WHAT, why), Some)
    }
}

/// One line of text as it is written, 1 to 1000 bytes.
pub(super) struct Line(pub(super) String);

impl FromValue for Line {
    const WHAT: &str = "text of one line in quotes";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        if text.is_empty() {
            value.refuse(Self::WHAT, "it is empty")
        } else if text.len() > 1000 {
            value.refuse(Self::WHAT, "longer than 1000 bytes")
        } else if text.chars().any(char::is_control) {
            value.refuse(Self::WHAT, "it holds a line break or another control character")
        } else {
            Some(Self(text.to_owned()))
        }
    }
}

/// A domain, lower-case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Domain(pub(super) String);

impl Domain {
    /// Reads a domain; `None` where it is none (RFC 1034, 3.5, letters of other alphabets allowed).
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('.').to_lowercase();
        let sound = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        };
        (text.len() <= 253 && text.split('.').all(sound)).then_some(Self(text))
    }
}

impl FromValue for Domain {
    const WHAT: &str = "a domain such as \"studio.example\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).or_else(|| {
            let after = text.rsplit_once('@').and_then(|(_, domain)| Self::parse(domain));
            let why = after.map_or("no domain".to_owned(), |Self(domain)| format!("write `{domain}`"));
            value.refuse(Self::WHAT, why)
        })
    }
}

/// A share or a chance, 0.0 to 1.0.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Fraction(f64);

impl Fraction {
    /// Of a constant or of a number whose range was checked.
    pub(super) const fn new(fraction: f64) -> Self {
        assert!(fraction >= 0.0 && fraction <= 1.0, "a fraction lies between 0 and 1");
        Self(fraction)
    }

    /// The number, 0.0 to 1.0.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl FromValue for Fraction {
    const WHAT: &str = "a number from 0 to 1";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        value.number(0.0..=1.0).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_told_from_other_text() {
        for (text, domain) in [
            ("Studio.Example", "studio.example"),
            ("a-b.example.", "a-b.example"),
            ("büro.example", "büro.example"),
        ] {
            assert_eq!(Domain::parse(text), Some(Domain(domain.to_owned())), "{text}");
        }
        for text in
            ["", ".", "a..example", ".example", "-a.example", "a-.example", "a b.example", "a@b.example"]
        {
            assert_eq!(Domain::parse(text), None, "{text}");
        }
        let long = |bytes: usize| format!("{}b", "a.".repeat(bytes / 2));
        assert!(Domain::parse(&long(253)).is_some());
        assert!(Domain::parse(&long(255)).is_none());
    }

    #[test]
    fn names_are_one_line_of_at_most_200_characters() {
        assert_eq!(Name::parse(" Ana   Rey "), Ok(Name("Ana Rey".to_owned())));
        assert!(Name::parse(&"é".repeat(200)).is_ok());
        for text in [" ".to_owned(), "a\nb".to_owned(), "a\u{1b}b".to_owned(), "é".repeat(201)] {
            assert!(Name::parse(&text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_suggestion_is_near_or_none() {
        let near = |written| nearest(written, ["timezone", "name", "late", "half_life_given"].into_iter());
        for (written, right) in [
            ("timezon", "timezone"),
            ("TimeZone", "timezone"),
            ("half-life-given", "half_life_given"),
            ("lat", "late"),
        ] {
            assert_eq!(near(written), Some(right));
        }
        // Two slips in four letters could be anything.
        for written in ["gape", "time", "xx", ""] {
            assert_eq!(near(written), None, "{written}");
        }
    }
}
