//! The program is killed at random moments, over and over: no letter is lost, none comes twice.
//!
//! The program that is killed is this test binary, started again for one test that only then does
//! something: it works through the real outbox to a real server until it is killed or done.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use goodwill::config::{Security, Server, Smtp};
use goodwill::delivery::OutboxState;
use jiff::SignedDuration;

use super::sink::{Kept, Protection, Sink, mailer};
use super::{at, dispatch, letter, run, store};

/// Where the child finds the outbox; unless it is set, the child does nothing.
const STATE: &str = "GOODWILL_TEST_STATE";
/// Where it finds what the server kept, and the server's port.
const SERVER: [&str; 2] = ["GOODWILL_TEST_KEPT", "GOODWILL_TEST_PORT"];
/// How many kills: where not set, few.
const KILLS: &str = "GOODWILL_KILLS";
const FEW_KILLS: usize = 20;
/// Most kills until one has hit a letter on its way.
const MAX_KILLS: usize = 160;
/// Letters in flight for each kill.
const LETTERS_A_ROUND: usize = 4;

#[test]
fn no_kill_loses_or_doubles_a_letter() {
    let kills: usize = env::var(KILLS).ok().and_then(|count| count.parse().ok()).unwrap_or(FEW_KILLS);
    let sink = Sink::start(Protection::Plain);
    let directory = tempfile::tempdir().unwrap();
    let child = || {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "delivery::kills::child", "--ignored"]).env(STATE, directory.path());
        command.env(SERVER[0], &sink.directory).env(SERVER[1], sink.port().to_string());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let (mut letters, mut killed, mut random) = (0, 0, 0x9e37_79b9_7f4a_7c15_u64);
    // How long a child lives is the machine's matter: while no kill hit a letter on its way, the moments
    // spread further.
    let mut spread = 200_000_u64;
    let mut hit = false;
    while killed < kills || (!hit && killed < MAX_KILLS.max(kills)) {
        let mut store = store(directory.path());
        hit = hit || store.outbox(u32::MAX).unwrap().iter().any(|row| row.attempts > 1);
        for _ in 0..LETTERS_A_ROUND {
            let mut letter = letter(letters);
            letter.expires_at = at(100 * 365 * 24 * 3600);
            store.enqueue(&letter, &[], &[]).unwrap();
            letters += 1;
        }
        drop(store);
        let mut child = child();
        // xorshift: moments that spread over the child's whole life, the same in every run.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(2_000 + random % spread));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            killed += 1;
            if !hit && killed % FEW_KILLS == 0 {
                spread *= 2;
            }
        }
        child.wait().unwrap();
    }
    assert!(child().wait().unwrap().success());
    let rows = store(directory.path()).outbox(u32::MAX).unwrap();
    assert_eq!(rows.len(), letters);
    assert!(rows.iter().all(|row| row.state == OutboxState::Sent), "all were sent");
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for message in sink.kept() {
        let id = message.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned();
        *copies.entry(id).or_default() += 1;
    }
    assert_eq!(copies.len(), letters, "lost after {killed} kills");
    assert!(copies.values().all(|&count| count == 1), "doubled after {killed} kills: {copies:?}");
    let again = rows.iter().filter(|row| row.attempts > 1).count();
    assert!(again > 0 || kills < FEW_KILLS, "some kill must have hit a letter on its way");
}

/// The program that is killed.
#[tokio::test]
#[ignore = "it is started, and killed, by the test above"]
async fn child() {
    let Ok(state) = env::var(STATE) else { return };
    let [kept, port] = SERVER.map(|name| env::var(name).unwrap());
    let smtp = Smtp {
        server: Server { host: "127.0.0.1".into(), port: port.parse().unwrap() },
        security: Security::Plain,
        login: None,
        ca: None,
    };
    let mut dispatch = dispatch(mailer(smtp), Some(Box::new(Kept(PathBuf::from(kept)))));
    // This server keeps a letter before it replies, so one moment is long enough to look for it.
    dispatch.patience.looks = [SignedDuration::from_secs(1), SignedDuration::ZERO, SignedDuration::ZERO];
    dispatch.patience.max_resends = 1000;
    let mut store = store(state.as_ref());
    // When nothing is left for now, time leaps to the next letter.
    let last = store.outbox(u32::MAX).unwrap().iter().filter_map(|row| row.sent_at).max();
    let mut now = last.unwrap_or(at(0));
    while let Some(next) = run(&dispatch, &mut store, now).await {
        now = next.max(now + SignedDuration::from_secs(1));
    }
}
