//! The facts of one message or meeting, by itself.
//!
//! Pure: bytes in, facts out. A parser never fails an item: it returns what it understood and what it
//! skipped. Nothing here knows of other items, of the owner's history, of storage or of the clock.

pub mod calendar;
pub mod cues;
pub mod forgotten;
pub mod mail;

mod facts;
mod ids;
pub mod salutation;

pub use facts::{Answer, Authenticity, BulkMark, Facts, Quoted};
pub use ids::MessageId;
