//! Measures a whole import: the real program in a process of its own, its speed and its peak memory.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Outcome;
use crate::owner::Owned;

/// How often the memory is looked at. The peak only rises, so only the last moment can be missed.
const LOOK: Duration = Duration::from_millis(5);

pub(crate) const HELP: &str = "\
import MAILBOX OWNER[,ADDRESS…] [MAILBOX OWNER …]
  How fast and in how much memory a mailbox becomes a ledger. MAILBOX is whatever `goodwill import` takes (mbox, also
  .gz, Maildir, a directory of them), OWNER the owner's addresses. The real program imports it into an empty
  ledger in a temporary directory, inference and first fold included. Printed: messages, seconds, messages a second
  and peak resident memory (VmHWM of Linux).";

/// Imports each mailbox once.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    for owned in Owned::pairs(arguments)? {
        let directory = tempfile::tempdir()?;
        let config = directory.path().join("config.toml");
        fs::write(&config, owned.config())?;
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_goodwill"))
            .args(["--quiet", "--json", "--config"])
            .arg(config)
            .arg("--state")
            .arg(directory.path().join("state"))
            .args(["import", &owned.path])
            .stdout(Stdio::piped())
            .spawn()?;
        let peak_kib = watch(&mut child)?;
        let seconds = start.elapsed().as_secs_f64();
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(format!("import of {}: {}", owned.path, output.status).into());
        }
        let told: Value = serde_json::from_slice(&output.stdout)?;
        let messages = told.pointer("/read/messages").and_then(Value::as_u64).unwrap_or_default();
        let memory = peak_kib.map_or("unknown".to_owned(), |kib| format!("{} MiB", kib / 1024));
        println!(
            "{}: {messages} messages in {seconds:.1} s, {:.0} messages a second, peak memory {memory}",
            owned.name(),
            messages as f64 / seconds
        );
    }
    Ok(())
}

/// Waits until the child has ended; its largest resident set in KiB, where the system tells.
pub(crate) fn watch(child: &mut Child) -> Outcome<Option<u64>> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait()?.is_none() {
        // One that is about to end has no memory any more, and no such line.
        peak = fs::read_to_string(&status).ok().and_then(|status| high_water(&status)).max(peak);
        thread::sleep(LOOK);
    }
    Ok(peak)
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
