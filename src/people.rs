//! Who people are: addresses, mailboxes, identities.
//!
//! Pure, and the lowest module: it knows nothing of messages, storage or time.

mod address;
mod circle;
mod directory;
mod person;
mod vcard;

pub use address::{Address, AddressPattern, Mailbox};
pub use circle::{Circle, OwnerAddresses, Regime, RegimeSource};
pub use directory::{Directory, PersonRuling, Society};
pub use person::{Person, PersonId, hex_digest, short_hash};
pub use vcard::{Card, read_cards};
