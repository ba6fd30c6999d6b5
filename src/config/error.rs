//! Mistakes in a config, and how they are shown: the line, a mark under the words, what to write
//! instead. It knows nothing of the sections.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

use super::MINIMAL;

/// Most mistakes shown at once. Who has more begins with these.
const MAX_MISTAKES: usize = 20;
/// Columns at which the report wraps.
const WIDTH: usize = 100;

/// Why there is no config.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No file where one was asked for, or in none of the usual places.
    #[error("no config found; looked at {}", join(.looked))]
    Missing {
        /// The places, in the order looked at.
        looked: Vec<PathBuf>,
    },
    /// The file cannot be read.
    #[error("read the config {}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file is larger than a config can be.
    #[error("the config {} is larger than 1 MiB", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file is not UTF-8.
    #[error("the config {} is not UTF-8 text: line {line}", .path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// First line with other bytes, from 1.
        line: usize,
    },
    /// The text has mistakes.
    #[error("{0}")]
    Invalid(Box<Invalid>),
    /// No directory for the state follows from the environment.
    #[error("nowhere to keep the ledger: pass --state DIR, or set HOME")]
    NoStateDirectory,
    /// No place for a new config follows from the environment.
    #[error("nowhere to write the config: pass --config FILE, or set HOME")]
    NoPlaceForConfig,
}

impl ConfigError {
    /// The whole report for a terminal, over several lines, ended by a line break.
    #[must_use]
    pub fn report(&self, colour: Colour) -> String {
        match self {
            Self::Missing { .. } => format!(
                "error: {self}\n\n`goodwill init ADDRESS` finds the servers of your address, tries them and writes one.\n\n\
                 Written by hand it needs no more than this; everything else has a default:\n\n{MINIMAL}"
            ),
            Self::Invalid(invalid) => invalid.report(colour),
            Self::Read { source, .. } => format!("error: {self}: {source}\n"),
            Self::TooLarge { .. }
            | Self::NotText { .. }
            | Self::NoStateDirectory
            | Self::NoPlaceForConfig => {
                format!("error: {self}\n")
            }
        }
    }
}

fn join(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Whether a report carries ANSI colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// It does.
    Always,
    /// It does not.
    Never,
}

impl Colour {
    /// Colour for a terminal whose user did not set `NO_COLOR` (<https://no-color.org>), none elsewhere.
    /// `terminal` says whether the report goes to one.
    #[must_use]
    pub fn choose(terminal: bool, env: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let refused = env("NO_COLOR").is_some_and(|value| !value.is_empty());
        if terminal && !refused { Self::Always } else { Self::Never }
    }
}

/// A text with mistakes.
#[derive(Debug)]
pub struct Invalid {
    mistakes: Vec<Located>,
    file_name: String,
}

impl Invalid {
    pub(super) fn new(mistakes: Vec<Mistake>, text: &str, file_name: &str) -> Self {
        let source = NamedSource::new(file_name, Arc::<str>::from(hide_secrets(text)));
        let mistakes = mistakes
            .into_iter()
            .map(|mut mistake| {
                mistake.span = mistake.span.map(|span| within(span, text));
                Located { mistake, source: source.clone() }
            })
            .collect();
        Self { mistakes, file_name: file_name.to_owned() }
    }

    /// Number of mistakes found.
    #[must_use]
    pub fn count(&self) -> usize {
        self.mistakes.len()
    }

    fn report(&self, colour: Colour) -> String {
        let theme = match colour {
            Colour::Always => GraphicalTheme::unicode(),
            Colour::Never => GraphicalTheme::unicode_nocolor(),
        };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(WIDTH);
        let mut out = String::new();
        for located in self.mistakes.iter().take(MAX_MISTAKES) {
            if handler.render_report(&mut out, located).is_err() {
                out.push_str(&located.mistake.title);
                out.push('\n');
            }
        }
        if let Some(more) = self.mistakes.len().checked_sub(MAX_MISTAKES).filter(|&more| more > 0) {
            out += &["and ", &more.to_string(), " more\n"].concat();
        }
        out += &["error: ", &self.to_string(), "\n"].concat();
        out
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mistakes.len() {
            1 => write!(f, "1 mistake in {}", self.file_name),
            count => write!(f, "{count} mistakes in {}", self.file_name),
        }
    }
}

/// The text with stars, byte for byte, in place of what may be a secret: the rest of an address of the
/// web after `://`, and a password that somebody wrote into the config all the same. Mistakes are shown
/// with the lines around them, and they may end up in a log.
fn hide_secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let password =
            bare.strip_prefix("password").map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        let kept = if password.is_some_and(|value| !value.trim_start().starts_with('{')) {
            line.find('=').map(|at| at + 1)
        } else {
            line.find("://").map(|at| at + 3)
        };
        let (head, tail) = line.split_at(kept.unwrap_or(line.len()));
        out.push_str(head);
        for c in tail.chars() {
            if c.is_whitespace() || matches!(c, '"' | '\'') {
                out.push(c);
            } else {
                out.extend(std::iter::repeat_n('*', c.len_utf8()));
            }
        }
    }
    out
}

/// The same range, inside the text and at character boundaries.
fn within(span: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end).max(start)
}

/// One mistake.
#[derive(Debug)]
pub(super) struct Mistake {
    /// What is wrong, in one line.
    pub(super) title: String,
    /// The bytes at fault; `None` where something is missing from the file as a whole.
    pub(super) span: Option<Range<usize>>,
    /// What to say under these bytes.
    pub(super) label: String,
    /// What to do about it, where the label does not say so.
    pub(super) help: Option<String>,
}

/// A mistake with the text it stands in.
#[derive(Debug)]
struct Located {
    mistake: Mistake,
    source: NamedSource<Arc<str>>,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mistake.title)
    }
}

impl std::error::Error for Located {}

impl Diagnostic for Located {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.mistake.span.clone()?;
        let label = LabeledSpan::new(Some(self.mistake.label.clone()), span.start, span.len());
        Some(Box::new(std::iter::once(label)))
    }

    fn help(&self) -> Option<Box<dyn fmt::Display + '_>> {
        self.mistake.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        for (text, shown) in [
            (
                "url = \"https://a.example/k\" # é\nname = \"a\"\n",
                "url = \"https://***********\" * **\nname = \"a\"\n",
            ),
            ("password=\"hünter 2\"\n", "password=\"******* *\"\n"),
            ("password = { file = \"/a\" }", "password = { file = \"/a\" }"),
            ("passwords = 1", "passwords = 1"),
        ] {
            assert_eq!(hide_secrets(text), shown);
            assert_eq!(shown.len(), text.len());
        }
    }
}
