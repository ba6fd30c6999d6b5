//! goodwill keeps a ledger of personal equity: who did what for whom, read from its owner's mail and
//! calendars, and a few well-founded reminders drawn from it.
//!
//! # Pipeline
//!
//! ```text
//! sources ─▶ observations ─▶ conversations ─▶ inference ─▶ ledger ─▶ relationships ─▶ nudges
//! ```
//!
//! - [`sources`] fetch bytes, read-only. They know no mail or calendar semantics.
//! - [`observations`] turn the bytes of one item into facts, by themselves, and *cues*: spans of newly
//!   written text that look like acts. A parser never fails an item: it returns what it understood and what
//!   it skipped.
//! - [`conversations`] relate items to each other and to the owner: threads, and *exchanges* between him and
//!   particular people.
//! - [`inference`] decides acts in their conversation (*deeds*) and joins them into *favors*: episodes with a
//!   life and a basis. Meetings of all calendars become one.
//! - [`ledger`] posts one entry a favor and sums balances, in integers. The owner's rulings stand above it.
//! - [`relationships`] fold occasions, entries and acts: warmth, rhythm, silence, open loops, giving.
//! - [`nudges`] choose few, explain each and compose the letter.
//!
//! [`books`] is that pipeline in one function. [`people`] lies below everything: addresses and identities.
//! [`oauth`] gets tokens for accounts that take no password, [`tls`] decides whom every connection trusts.
//! [`store`] keeps the journal in SQLite, [`service`] joins it to the core, [`config`] is the owner's one file,
//! [`cli`] prints, [`demo`] is an invented mailbox to see it all on.
//!
//! # Journal and ledger
//!
//! The *journal* is what was recorded: facts, calendar objects, cards, rulings. Everything from conversations
//! on is derived: a pure function of journal, config and an instant. So the same journal gives the same ledger
//! to the last digit, in whatever order its items arrived, and `--as-of` answers for any past instant.
//!
//! # Invariants
//!
//! - The pure modules (`people` to `nudges`, `books`, `demo`) do no I/O, hold no clock and use no chance.
//!   `tests/tidy.rs` holds them to it, and to imports that only go downward.
//! - SQL stands in `store` alone. The instant is an argument everywhere; only `main` and [`clock`] ask the time.
//! - No body is kept: hashes of lines, and quotes of at most 200 characters. Of sensitive matters, no word.
//! - Recording is idempotent, a batch a transaction: a stop at any moment loses nothing and doubles nothing.
//! - Every loop over outside input has a named bound.

pub mod books;
mod causes;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversations;
pub mod delivery;
pub mod demo;
pub mod inference;
pub mod ledger;
pub mod nudges;
pub mod oauth;
pub mod observations;
pub mod people;
pub mod relationships;
pub mod service;
pub mod sources;
pub mod store;
pub mod tls;
