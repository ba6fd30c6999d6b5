//! `[lists]`: mailing lists.

use super::Section;
use crate::conversations::ListPosts;

/// Mailing lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lists {
    /// What a post counts as that answers a particular person.
    pub posts: ListPosts,
}

impl Lists {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let words = [("weak", ListPosts::Weak), ("ignore", ListPosts::Ignore)];
        Self { posts: section.choice("posts", &words, ListPosts::Weak) }
    }
}
