//! Where messages and calendars come from. Sources fetch bytes, read-only; they know nothing of what
//! the bytes mean.

pub mod caldav;
mod files;
pub mod http;
pub mod ics;
pub mod imap;
mod mbox;

pub use files::{Item, ItemKind, SourceError, walk};
