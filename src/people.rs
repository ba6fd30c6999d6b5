//! Who people are: addresses, mailboxes, identities.
//!
//! Pure, and the lowest module: it knows nothing of messages, storage or time.

mod address;
mod alike;
mod birthday;
mod circle;
mod directory;
mod grouping;
mod hashing;
mod person;
mod search;
mod tombstones;
mod vcard;

pub use address::{Address, AddressPattern, Mailbox, is_within};
pub use alike::{alike, namesakes, same_name};
pub use birthday::Birthday;
pub use circle::{Circle, OwnerAddresses, Regime, RegimeSource, Stance};
pub use directory::{Directory, PersonRuling, Society};
pub use grouping::{Identity, set_apart};
pub use hashing::{HashMap, HashSet};
pub use person::{Person, PersonId, hex_digest, short_hash};
pub use tombstones::Tombstones;
pub use vcard::{Card, read_cards};
