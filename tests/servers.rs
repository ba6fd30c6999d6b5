//! Servers that the tests run against: a real one, and one that plays a script.

#![expect(clippy::unwrap_used, reason = "what cannot go on fails the test")]

pub(crate) mod dovecot;
pub(crate) mod recorder;
pub(crate) mod scripted;
