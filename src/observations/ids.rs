//! Names that messages carry for themselves and for each other.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest Message-ID kept, in bytes; RFC 5322 lines end at 998.
const MAX_ID_BYTES: usize = 998;

/// A Message-ID with its angle brackets, such as `<a@b>` (RFC 5322, 3.6.4). Copies share the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(Arc<str>);

impl MessageId {
    /// Reads an id with or without brackets; white space and brackets inside are taken out. `None`
    /// where nothing is left or the id is longer than a header line may be.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>'))
            .collect();
        (!bare.is_empty() && bare.len() <= MAX_ID_BYTES).then(|| Self(format!("<{bare}>").into()))
    }

    /// The id with its brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for MessageId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|id| Self(id.into()))
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
