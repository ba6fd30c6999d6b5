//! Ctrl-C in a long reading: a line that says what becomes of what was read.

use std::process;
use std::thread;

use indicatif::ProgressBar;

use super::sync::runtime;

/// What a shell says of a program that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// Ends the program at Ctrl-C with this line, `bar` cleared away. Every batch is a transaction, so it may end at any
/// moment.
pub(super) fn watch(bar: &ProgressBar, line: &'static str) {
    let bar = bar.clone();
    // A thread of its own: the one that reads may be amid a batch or the fold.
    thread::spawn(move || {
        let Ok(runtime) = runtime() else { return };
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            bar.finish_and_clear();
            eprintln!("{line}");
            process::exit(INTERRUPTED);
        }
    });
}
