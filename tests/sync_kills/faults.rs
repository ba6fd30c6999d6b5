//! The disk fails or is full at each write in turn: `goodwill sync` ends with an error or recovers, and once the disk
//! works again every message is there once.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{fill, recorded_and_read, setting};
use crate::servers::dovecot::Dovecot;
use crate::world::{Run, World, run};

/// Where set, every write fails in turn, by strace; else files may not grow beyond a few sizes.
const ALL: &str = "GOODWILL_SYNC_FAULTS";
const MESSAGES: u32 = 60;
/// Largest sizes of files, in blocks of 512 bytes.
const SIZES: [u32; 5] = [0, 40, 300, 700, 1200];
/// Calls that change files, each with the errors that a disk gives.
const CALLS: [(&str, &[&str]); 5] = [
    ("pwrite64", &["EIO", "ENOSPC"]),
    ("write", &["EIO", "ENOSPC"]),
    ("fdatasync", &["EIO", "ENOSPC"]),
    ("fsync", &["EIO"]),
    ("ftruncate", &["EIO", "ENOSPC"]),
];

/// `sync` under another program or shell, which is given the words of the command.
fn sync_under(world: &World, words: &[&str]) -> Run {
    let own = world.command();
    let mut command = Command::new(words[0]);
    command.env_clear().env("NO_COLOR", "1").env("TZ", "UTC").env("PATH", "/usr/bin:/bin");
    command
        .env("HOME", world.path(""))
        .args(&words[1..])
        .arg(own.get_program())
        .args(own.get_args())
        .arg("sync");
    run(&mut command)
}

/// Fails where a fault lost or doubled something, or where it was kept quiet; whether it was told.
fn judge(world: &World, shaken: &Run, expected: &(Vec<serde_json::Value>, Vec<serde_json::Value>)) -> bool {
    // Not by a signal.
    let code = shaken.code.expect("it ends by itself");
    assert!(code == 0 || code == 1, "{code} {}{}", shaken.out, shaken.err);
    assert!(!shaken.err.contains("panicked"), "{}", shaken.err);
    let all = u64::from(MESSAGES);
    if code == 0 {
        assert_eq!(recorded_and_read(world), (all, all), "it says that all is well");
    } else {
        assert!(!(shaken.out.clone() + &shaken.err).trim().is_empty(), "it says why");
        let (recorded, read) = recorded_and_read(world);
        assert_eq!(recorded, read);
    }
    let sound = world.run(&["sync"]);
    assert_eq!(sound.code, Some(0), "{}{}", sound.out, sound.err);
    assert_eq!(recorded_and_read(world), (all, all));
    assert!(world.ledger() == *expected, "the ledger is another one");
    code == 1
}

fn forget_all(world: &World) {
    let _ = fs::remove_dir_all(world.path("state"));
}

/// How often each call that changes files is made by a whole `sync`.
fn calls(world: &World, log: &Path) -> BTreeMap<&'static str, usize> {
    let names: Vec<_> = CALLS.iter().map(|(name, _)| *name).collect();
    let trace = format!("trace={}", names.join(","));
    let whole = sync_under(world, &["strace", "-f", "-qq", "-o", log.to_str().unwrap(), "-e", &trace]);
    assert_eq!(whole.code, Some(0), "{}{}", whole.out, whole.err);
    let text = fs::read_to_string(log).unwrap();
    let count = |name: &str| text.lines().filter(|line| line.contains(&format!(" {name}("))).count();
    names.into_iter().map(|name| (name, count(name))).collect()
}

/// Whether the call that was made to fail was one on a file: threads wake each other by writing, too, which no disk
/// has a part in.
fn is_of_the_disk(log: &str) -> bool {
    let text = fs::read_to_string(log).unwrap();
    !text.lines().any(|line| line.contains("(INJECTED)") && line.contains("<anon_inode:"))
}

#[test]
fn no_fault_of_the_disk_loses_or_doubles_a_message() {
    let server = Dovecot::start();
    fill(&server, MESSAGES);
    let world = setting(server.plain_port);
    assert_eq!(world.run(&["sync"]).code, Some(0));
    let expected = world.ledger();
    forget_all(&world);
    let (mut faults, mut told) = (0, 0);
    if env::var_os(ALL).is_none() {
        for blocks in SIZES {
            // Where the signal is ignored the call fails, as on a full disk.
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
            let shaken = sync_under(&world, &["sh", "-c", &script, "sh"]);
            faults += 1;
            told += u32::from(judge(&world, &shaken, &expected));
            forget_all(&world);
        }
        assert!(told >= 2, "{told} of {faults}");
        return;
    }
    let log = world.path("calls");
    let counts = calls(&world, &log);
    forget_all(&world);
    eprintln!("{counts:?}");
    for (call, errors) in CALLS {
        for error in errors {
            for nth in 1..=counts[call] {
                let inject = format!("inject={call}:error={error}:when={nth}");
                let trace = format!("trace={call}");
                let log = log.to_str().unwrap();
                // Threads that cannot wake each other may wait for ever.
                let within = ["timeout", "--kill-after=1", "60"];
                let strace = ["strace", "-f", "-y", "-qq", "-o", log, "-e", &trace, "-e", &inject];
                let shaken = sync_under(&world, &[&within[..], &strace].concat());
                if is_of_the_disk(log) {
                    faults += 1;
                    told += u32::from(judge(&world, &shaken, &expected));
                }
                forget_all(&world);
            }
        }
    }
    eprintln!("{faults} faults, {told} of them told, nothing lost or doubled");
}
