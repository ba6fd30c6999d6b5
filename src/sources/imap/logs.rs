//! Keeps passwords and mail out of the log: the crates below write what they read from a server at the
//! levels under INFO, whatever it holds.

use tracing::{Level, Metadata};

/// Crates that log what passes through them.
const TALKATIVE: [&str; 6] = ["async_imap", "imap_proto", "rustls", "reqwest", "hyper", "hyper_util"];

/// Crates that log what they also give back as an error, which is told in our words.
const ECHOING: [&str; 1] = ["rustls_platform_verifier"];

/// Whether an event or span may be logged: to be asked by every subscriber, as
/// `tracing_subscriber::filter::filter_fn(is_loggable)`, beside what the owner chooses.
#[must_use]
pub fn is_loggable(metadata: &Metadata<'_>) -> bool {
    let crate_name = metadata.target().split("::").next().unwrap_or_default();
    let is_low = *metadata.level() > Level::INFO;
    let is_left_out = ECHOING.contains(&crate_name) || is_low && TALKATIVE.contains(&crate_name);
    !is_left_out
}
