//! `[meetings]`: which meetings bring people together.

use super::Section;

/// Larger gatherings say little about any two of their people.
const MAX_PEOPLE: u32 = 12;

/// Meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meetings {
    /// Most people a meeting may have to count as contact, the owner included: 2 to 1000.
    pub max_people: u32,
}

impl Meetings {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self { max_people: section.whole("max_people", 2..=1000, MAX_PEOPLE) }
    }
}
