//! Servers that the tests run against: a real one, and one that plays a script.

#![expect(clippy::unwrap_used, reason = "what cannot go on fails the test")]

pub(crate) mod authority;
pub(crate) mod caldav;
pub(crate) mod dovecot;
pub(crate) mod imap_client;
pub(crate) mod recorder;
pub(crate) mod scripted;

use std::net::TcpListener;
use std::path::Path;
use std::process::{self, Command};
use std::sync::atomic::{AtomicU16, Ordering};

/// Ports of servers lie below those that systems give to clients (from 32,768 on Linux), which come and go.
const PORTS: std::ops::Range<u16> = 12_000..32_000;

/// A port that nobody listens at and that no other server of this run gets.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Runs beside each other begin at different places.
    let begin = process::id().wrapping_mul(613);
    for _ in PORTS {
        let offset = begin.wrapping_add(u32::from(NEXT.fetch_add(1, Ordering::Relaxed)));
        let port = PORTS.start + u16::try_from(offset % u32::from(PORTS.end - PORTS.start)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free");
}

/// Sends a signal, such as `-TERM`. By the shell: not every machine has a program for it.
pub(crate) fn signal(process: u32, name: &str) {
    let kill = format!("kill {name} {process}");
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
}

/// Installs what the tests run against; it takes root to do so.
pub(crate) fn run_setup() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/setup.sh");
    let done = dovecot::is_root() && Command::new(&script).status().is_ok_and(|status| status.success());
    assert!(done, "programs that the tests need are missing: run `sudo {}` once", script.display());
}
