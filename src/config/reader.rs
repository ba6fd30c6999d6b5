//! Walks the sections of a parsed config, notes every mistake, and remembers which keys there are so
//! that a slip of the pen finds the right one. It knows no section by name.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::Mistake;
use super::value::{FromValue, Value};

/// What reading a config has found wrong so far.
#[derive(Debug, Default)]
pub(super) struct Sink {
    mistakes: RefCell<Vec<Mistake>>,
    unknown: RefCell<Vec<Unknown>>,
    known: RefCell<Vec<Known>>,
}

/// A key that no section has.
#[derive(Debug)]
struct Unknown {
    section: String,
    key: String,
    span: Range<usize>,
    is_section: bool,
}

/// A key that a section has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    /// Its section, such as `me`; empty for the sections themselves.
    pub(super) section: String,
    /// The key.
    pub(super) key: &'static str,
}

impl Sink {
    /// Notes a mistake.
    pub(super) fn note(&self, mistake: Mistake) {
        self.mistakes.borrow_mut().push(mistake);
    }

    /// Notes what the TOML parser stumbled over, the first of each line.
    pub(super) fn note_syntax(&self, errors: &[toml::de::Error], text: &str) {
        let mut last_line = None;
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let before = text.as_bytes().get(..span.start).unwrap_or_default();
            let line = before.split(|&byte| byte == b'\n').count();
            if last_line != Some(line) {
                let label = error.message().to_owned();
                self.note(Mistake { title: "this is not TOML".into(), span: Some(span), label, help: None });
            }
            last_line = Some(line);
        }
    }

    /// The keys that sections asked for.
    #[cfg(test)]
    pub(super) fn known(&self) -> Vec<Known> {
        self.known.borrow().clone()
    }

    /// All mistakes, in the order of the text.
    pub(super) fn into_mistakes(self) -> Vec<Mistake> {
        let mut mistakes = self.mistakes.into_inner();
        let known = self.known.into_inner();
        mistakes.extend(self.unknown.into_inner().into_iter().map(|unknown| unknown.explain(&known)));
        mistakes.sort_by_key(|mistake| mistake.span.as_ref().map_or(0, |span| span.start));
        mistakes
    }
}

impl Unknown {
    fn explain(self, known: &[Known]) -> Mistake {
        let siblings = || known.iter().filter(|known| known.section == self.section).map(|known| known.key);
        let elsewhere = known.iter().find(|known| known.key == self.key && !known.section.is_empty());
        let key = self.key.escape_debug();
        let title = match (self.section.as_str(), self.is_section) {
            ("", true) => format!("unknown section [{key}]"),
            ("", false) => format!("unknown key `{key}` before the first section"),
            (section, _) => format!("unknown key `{key}` in [{section}]"),
        };
        let (label, help) = match (nearest(&self.key, siblings()), elsewhere) {
            (Some(right), _) if self.section.is_empty() => (format!("did you mean [{right}]?"), None),
            (Some(right), _) => (format!("did you mean `{right}`?"), None),
            (None, Some(elsewhere)) => (format!("it belongs in [{}]", elsewhere.section), None),
            (None, None) if self.section.is_empty() => {
                ("not known".to_owned(), Some(format!("sections: {}", list(siblings()))))
            }
            (None, None) => {
                ("not known".to_owned(), Some(format!("keys of [{}]: {}", self.section, list(siblings()))))
            }
        };
        Mistake { title, span: Some(self.span), label, help }
    }
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<_> = words.collect();
    words.sort_unstable();
    words.dedup();
    words.join(", ")
}

/// The word closest to what was written, where one is close enough to be meant: one slip in three
/// letters, `-` for `_` and capitals aside.
pub(super) fn nearest<'a>(written: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |word: &str| word.to_lowercase().replace('-', "_");
    let written: String = plain(written).chars().take(100).collect();
    words
        .map(|word| (strsim::osa_distance(&written, &plain(word)), word))
        .filter(|&(distance, word)| distance <= written.chars().count().max(word.chars().count()) / 3)
        .min()
        .map(|(_, word)| word)
}

/// One section: keys and values, of which each is asked for once.
pub(super) struct Section<'a> {
    sink: &'a Sink,
    /// Such as `circles.close`; empty for the whole file.
    path: String,
    /// The path under which its keys are known: of all circles alike, `circles.NAME`.
    kind: String,
    /// The name in its header; `None` where the file has no such section.
    header: Option<Range<usize>>,
    entries: Vec<(&'a Spanned<std::borrow::Cow<'a, str>>, &'a Spanned<DeValue<'a>>)>,
    asked: Vec<&'static str>,
}

impl<'a> Section<'a> {
    /// The whole file.
    pub(super) fn root(table: &'a DeTable<'a>, sink: &'a Sink) -> Self {
        Self::new(String::new(), String::new(), None, Some(table), sink)
    }

    fn new(
        path: String,
        kind: String,
        header: Option<Range<usize>>,
        table: Option<&'a DeTable<'a>>,
        sink: &'a Sink,
    ) -> Self {
        let entries = table.into_iter().flat_map(DeTable::iter).collect();
        Self { sink, path, kind, header, entries, asked: Vec::new() }
    }

    /// The value of `key`, which thereby becomes a key of this section.
    pub(super) fn value(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.asked.push(key);
        self.sink.known.borrow_mut().push(Known { section: self.kind.clone(), key });
        let (_, value) = self.entries.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(Value::new(self.path_of(key), value, self.sink))
    }

    /// Reads `key`, if it is there and sound.
    pub(super) fn read<T: FromValue>(&mut self, key: &'static str) -> Option<T> {
        self.value(key).and_then(|value| T::from_value(&value))
    }

    /// Reads `key`, or takes the default.
    pub(super) fn or<T: FromValue>(&mut self, key: &'static str, default: T) -> T {
        self.read(key).unwrap_or(default)
    }

    /// Reads `key`; a mistake where it is missing.
    pub(super) fn required<T: FromValue>(&mut self, key: &'static str) -> Option<T> {
        let value = self.value(key);
        if value.is_none() {
            self.lacks(key, T::WHAT);
        }
        value.and_then(|value| T::from_value(&value))
    }

    /// Notes that `key` is missing from a section that is there; `what` says what it should be.
    pub(super) fn lacks(&self, key: &str, what: &str) {
        if self.header.is_some() {
            self.sink.note(Mistake {
                title: format!("[{}] lacks `{key}`", self.path),
                span: self.header.clone(),
                label: format!("it needs `{key}`: {what}"),
                help: None,
            });
        }
    }

    /// Reads a number of the range, or takes the default.
    pub(super) fn number(&mut self, key: &'static str, range: RangeInclusive<f64>, default: f64) -> f64 {
        self.value(key).and_then(|value| value.number(range)).unwrap_or(default)
    }

    /// Reads a whole number of the range, or takes the default.
    pub(super) fn whole(&mut self, key: &'static str, range: RangeInclusive<u32>, default: u32) -> u32 {
        self.value(key).and_then(|value| value.whole(range)).unwrap_or(default)
    }

    /// Reads one of some words, or takes the default.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        default: T,
    ) -> T {
        self.value(key).and_then(|value| value.choice(words)).unwrap_or(default)
    }

    /// Reads the section `key` of this one, an empty one where it is missing.
    pub(super) fn section<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Section<'a>) -> T) -> T {
        let header = self.entries.iter().find(|(name, _)| name.get_ref() == key).map(|(name, _)| name.span());
        let table = self.value(key).and_then(|value| value.table());
        let path = self.path_of(key);
        let mut section = Self::new(path.clone(), path, header, table, self.sink);
        let result = read(&mut section);
        section.finish();
        result
    }

    /// Reads every section of this one, whatever its name. `placeholder` stands for the names where keys
    /// are listed.
    pub(super) fn each<T>(
        &mut self,
        placeholder: &'static str,
        mut read: impl FnMut(&str, &mut Section<'a>) -> T,
    ) -> Vec<T> {
        let mut results = Vec::new();
        let kind = self.path_of(placeholder);
        for (name, value) in std::mem::take(&mut self.entries) {
            let path = self.path_of(name.get_ref());
            let table = Value::new(path.clone(), value, self.sink).table();
            let mut section = Self::new(path, kind.clone(), Some(name.span()), table, self.sink);
            results.push(read(name.get_ref(), &mut section));
            section.finish();
        }
        // With no such section in the file its keys are known all the same.
        read(placeholder, &mut Self::new(kind.clone(), kind, None, None, self.sink));
        results
    }

    /// Reads every table of the list `key`, written `[[key]]`.
    pub(super) fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Section<'a>) -> T,
    ) -> Vec<T> {
        let path = self.path_of(key);
        let mut results = Vec::new();
        for item in self.value(key).and_then(|value| value.tables()).unwrap_or_default() {
            let (span, table) = item;
            let mut section = Self::new(path.clone(), path.clone(), Some(span), Some(table), self.sink);
            results.push(read(&mut section));
            section.finish();
        }
        // With no such table in the file its keys are known all the same.
        read(&mut Self::new(path.clone(), path, None, None, self.sink));
        results
    }

    /// Whether the file has this section.
    pub(super) fn is_given(&self) -> bool {
        self.header.is_some()
    }

    /// Whether `key` is there, sound or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Notes a mistake about the value of the first of `keys` that was given, else about the section.
    pub(super) fn refuse(&self, keys: &[&str], title: String, label: String) {
        let value_of = |key: &&str| self.entries.iter().find(|(name, _)| name.get_ref() == *key);
        let value = keys.iter().find_map(value_of).map(|(_, value)| value.span());
        self.sink.note(Mistake { title, span: value.or_else(|| self.header.clone()), label, help: None });
    }

    /// Notes a mistake about the name of the section.
    pub(super) fn refuse_name(&self, title: &str, label: &str) {
        let (title, label) = (title.to_owned(), label.to_owned());
        self.sink.note(Mistake { title, span: self.header.clone(), label, help: None });
    }

    /// Notes that a section the config cannot do without is not there.
    pub(super) fn require(&self, example: &str) {
        if self.header.is_none() {
            self.sink.note(Mistake {
                title: format!("there is no section [{}]", self.path),
                span: None,
                label: String::new(),
                help: Some(format!("a config needs no more than this:\n{}", example.trim_end())),
            });
        }
    }

    /// Notes the keys that nobody asked for.
    pub(super) fn finish(self) {
        for (name, value) in self.entries {
            if !self.asked.iter().any(|asked| name.get_ref() == asked) {
                self.sink.unknown.borrow_mut().push(Unknown {
                    section: self.kind.clone(),
                    key: name.get_ref().to_string(),
                    span: name.span(),
                    is_section: matches!(value.get_ref(), DeValue::Table(_)),
                });
            }
        }
    }

    fn path_of(&self, key: &str) -> String {
        // A quoted key may hold anything, also what would move the cursor of a terminal.
        let key = key.escape_debug();
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }
}
