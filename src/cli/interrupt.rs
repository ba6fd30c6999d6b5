//! Ctrl-C in a long reading: a line that says what becomes of what was read.

use std::io::{self, Write};
use std::process;
use std::thread;

use indicatif::ProgressBar;
use tokio::signal::unix::{SignalKind, signal};

use super::sync::runtime;

/// What a shell says of a program that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// Ends the program at Ctrl-C with this line, `bar` cleared away. Every batch is a transaction, so it may end at any
/// moment.
pub(super) fn watch(bar: &ProgressBar, line: &'static str) {
    let bar = bar.clone();
    let Ok(runtime) = runtime() else { return };
    // Heard from here on, not from when the thread gets its turn.
    let interrupt = {
        let _inside = runtime.enter();
        signal(SignalKind::interrupt())
    };
    let Ok(mut interrupt) = interrupt else { return };
    // A thread of its own: the one that reads may be amid a batch or the fold.
    thread::spawn(move || {
        if runtime.block_on(interrupt.recv()).is_some() {
            bar.finish_and_clear();
            let _ = writeln!(io::stderr(), "{line}");
            process::exit(INTERRUPTED);
        }
    });
}
