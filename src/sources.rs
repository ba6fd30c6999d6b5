//! Where messages and calendars come from. Sources fetch bytes, read-only; they know nothing of what
//! the bytes mean.

pub mod caldav;
pub mod discovery;
mod files;
pub mod http;
pub mod ics;
pub mod imap;
mod mbox;
mod xml;

pub use files::{Item, ItemKind, SourceError, walk, walk_past};
