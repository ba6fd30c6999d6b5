//! Measures what the rules and weights of the acts cost: their loading, their memory, and the reading with them.

use std::fs;

use goodwill::observations::mail;
use goodwill::sources::{self, Item, ItemKind, SourceError};

use crate::Outcome;
use crate::message::reception;

pub(crate) const HELP: &str = "\
load [MAILBOX…]
  What the rules and weights of the acts cost: processor time and memory of the first message read, which loads
  them, and of the same message read again; then of all messages of each MAILBOX, parsing included, on one core. Linux
  only. A MAILBOX is whatever `goodwill import` takes.";

/// Holds an act and nothing rare, so that what it takes is the loading.
const MESSAGE: &[u8] = b"From: Ana <ana@rey.example>\r\nTo: alex@studio.example\r\nMessage-ID: <1@rey.example>\r\n\
    Date: Mon, 2 Mar 2026 10:00:00 +0000\r\nSubject: The draft\r\n\r\n\
    Hi Alex,\r\n\r\nCould you send me the draft by Friday? Thank you for your help with the garden.\r\n\r\nAna\r\n";

/// Reads a message twice, then the mailboxes.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let first = Cost::of(|| drop(mail::read(MESSAGE, &reception())))?;
    let second = Cost::of(|| drop(mail::read(MESSAGE, &reception())))?;
    println!("first message: {:.1} ms, {:.1} MiB", first.seconds * 1e3, first.kib as f64 / 1024.0);
    println!("the same again: {:.3} ms", second.seconds * 1e3);
    for path in arguments {
        let mut messages = 0_u64;
        let mut failed = None;
        let cost = Cost::of(|| {
            let read = &mut |item: Item| {
                if item.kind == ItemKind::Message {
                    messages += 1;
                    drop(mail::read(&item.bytes, &reception()));
                }
                Ok::<(), SourceError>(())
            };
            failed = sources::walk(path.as_ref(), read).err();
        })?;
        failed.map_or(Ok(()), Err)?;
        println!(
            "{path}: {messages} messages, {:.2} s of the processor, {:.0} a second, {:.1} MiB",
            cost.seconds,
            messages as f64 / cost.seconds,
            cost.kib as f64 / 1024.0
        );
    }
    Ok(())
}

/// What something took.
struct Cost {
    /// Processor time of this thread.
    seconds: f64,
    /// By how much the resident memory is larger after it.
    kib: u64,
}

impl Cost {
    fn of(task: impl FnOnce()) -> Outcome<Self> {
        let before = (cpu_seconds()?, resident_kib()?);
        task();
        Ok(Self { seconds: cpu_seconds()? - before.0, kib: resident_kib()?.saturating_sub(before.1) })
    }
}

/// Processor time of this thread so far.
fn cpu_seconds() -> Outcome<f64> {
    let told = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: u64 = told.split_whitespace().next().ok_or("schedstat is empty")?.parse()?;
    Ok(nanoseconds as f64 / 1e9)
}

fn resident_kib() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
