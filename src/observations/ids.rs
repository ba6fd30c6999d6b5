//! Names that messages carry for themselves and for each other.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest Message-ID kept, in bytes; RFC 5322 lines end at 998.
const MAX_ID_BYTES: usize = 998;

/// A Message-ID with its angle brackets, such as `<a@b>` (RFC 5322, 3.6.4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(String);

impl MessageId {
    /// Reads an id with or without brackets; white space and brackets inside are taken out. `None`
    /// where nothing is left or the id is longer than a header line may be.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>'))
            .collect();
        (!bare.is_empty() && bare.len() <= MAX_ID_BYTES).then(|| Self(format!("<{bare}>")))
    }

    /// The id with its brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
