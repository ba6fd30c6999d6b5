//! How much memory odd servers make the real program take: under 64 MiB, whatever they send.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{Case, all_cases};
use crate::servers::scripted::Scripted;
use crate::world::World;

/// Where set all cases are run, else those that send or announce much.
const ALL: &str = "GOODWILL_ODD_MEMORY";
const LARGE: [&str; 6] = [
    "a literal of 400 MB",
    "a row that never ends",
    "brackets without end",
    "a flood",
    "a line without end",
    "a thousand parts",
];
const MOST_KIB: u64 = 64 * 1024;
/// How long one may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// The largest resident memory of `goodwill sync` against a server, in KiB.
async fn peak(server: &Scripted) -> u64 {
    let world = World::new();
    let password = world.path("password");
    fs::write(&password, "secret").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let config = format!(
        "[[mail]]\naddress = \"sam@home.example\"\nimap = \"localhost:{}\"\nsecurity = \"plain\"\n\
         password = {{ file = \"{}\" }}\n",
        server.start().await,
        password.display()
    );
    let world = world.config(&config);
    let mut sync = world.command();
    let mut sync = sync.arg("sync").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (status, began, mut peak) = (format!("/proc/{}/status", sync.id()), Instant::now(), 0);
    while sync.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kib.unwrap_or(0));
        if began.elapsed() > PATIENCE {
            sync.kill().unwrap();
            sync.wait().unwrap();
            return u64::MAX;
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    peak
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_server_makes_the_program_take_much_memory() {
    let (mut wrong, mut most, mut count) = (Vec::new(), 0, 0);
    for Case(name, server, _) in all_cases() {
        // Those that wait turn a clock that other programs do not have.
        let waits = format!("{server:?}").contains("Wait");
        if waits || (env::var_os(ALL).is_none() && !LARGE.contains(&name)) {
            continue;
        }
        let kib = peak(&server).await;
        (most, count) = (most.max(kib), count + 1);
        if !(1..MOST_KIB).contains(&kib) {
            wrong.push(format!("{name}: {kib} KiB"));
        }
    }
    assert!(wrong.is_empty() && count >= LARGE.len(), "{count}: {}", wrong.join("\n"));
    eprintln!("{count} odd servers, at most {most} KiB resident");
}
