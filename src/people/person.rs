//! The identity of a person.

use std::fmt::{self, Write};
use std::num::NonZeroU64;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::{Address, Regime, RegimeSource, Stance};

/// One person, named by a hash of the first of his or her addresses in alphabetical order, so that
/// the id is the same whatever order mail arrived in.
///
/// Kept as one more than its digits, so that the owner or nobody beside it takes no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(NonZeroU64);

impl PersonId {
    /// The id of the person whose alphabetically first identity key is `address`.
    #[must_use]
    pub fn of(address: &Address) -> Self {
        Self(NonZeroU64::MIN.saturating_add(short_hash(&["person", address.as_str()])))
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{:010x}", self.0.get() - 1)
    }
}

impl Serialize for PersonId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A person as known at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The name to call the person by; the address where no name is known.
    pub name: String,
    /// All addresses, in alphabetical order.
    pub addresses: Vec<Address>,
    /// The circle the owner put the person in.
    pub circle: Option<String>,
    /// How the owner and the person deal with each other.
    pub regime: Regime,
    /// Who says so.
    pub regime_source: RegimeSource,
    /// Whether favors are counted at all (false in circles without a tally, and under a communal regime).
    pub tally: bool,
    /// Days of silence that the owner allows, by person or circle.
    pub expect_days: Option<u32>,
    /// Days between contacts that the owner would like, by person or circle.
    pub ideal_days: Option<u32>,
    /// How much the person matters in the choice of nudges, in thousandths; 1000 is usual.
    pub importance: u16,
    /// What the owner wants to give the person.
    pub stance: Stance,
}

impl Person {
    /// Days between contacts that the owner wishes: what he would like, else what he wants at most.
    #[must_use]
    pub fn wished_days(&self) -> Option<u32> {
        self.ideal_days.or(self.expect_days)
    }

    /// The first word of the name, to speak of the person in a sentence; the whole where it has one word.
    #[must_use]
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
}

/// The SHA-256 of a text, in hexadecimal.
///
/// # Panics
/// Never: a string takes all that is written.
#[must_use]
pub fn hex_digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all that is written");
        hex
    })
}

/// The first 40 bits of the SHA-256 of `parts`, each ended by a zero byte: enough that two of a
/// million ids meet with a chance of under one half, and short enough to type.
#[must_use]
pub fn short_hash(parts: &[&str]) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(5).fold(0, |sum, &byte| (sum << 8) | u64::from(byte))
}
