//! Servers that the tests run against: a real one, and one that plays a script.

#![expect(clippy::unwrap_used, reason = "what cannot go on fails the test")]

pub(crate) mod authority;
pub(crate) mod caldav;
pub(crate) mod dovecot;
pub(crate) mod imap_client;
pub(crate) mod recorder;
pub(crate) mod scripted;

use std::path::Path;
use std::process::Command;

/// Installs what the tests run against; it takes root to do so.
pub(crate) fn run_setup() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/setup.sh");
    let done = dovecot::is_root() && Command::new(&script).status().is_ok_and(|status| status.success());
    assert!(done, "programs that the tests need are missing: run `sudo {}` once", script.display());
}
