//! `[privacy]`: what is kept of messages, and what a nudge shows before it is opened.

use super::Section;

/// What is kept and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Privacy {
    /// What is kept of the words of a message.
    pub quotes: Quotes,
    /// What the subject of a nudge shows.
    pub subject: SubjectLine,
}

/// What is kept of the words of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// The words that carry an act, at most 200 characters.
    Keep,
    /// None; only hashes, to know them again.
    Hash,
}

/// What the subject of a nudge shows, which a locked screen may show to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectLine {
    /// Names of people.
    Names,
    /// Only how many there are.
    Counts,
}

impl Privacy {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let quotes = [("keep", Quotes::Keep), ("hash", Quotes::Hash)];
        let subjects = [("names", SubjectLine::Names), ("counts", SubjectLine::Counts)];
        Self {
            quotes: section.choice("quotes", &quotes, Quotes::Keep),
            subject: section.choice("subject", &subjects, SubjectLine::Names),
        }
    }
}
