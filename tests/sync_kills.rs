//! A first `goodwill sync` is killed at random moments, or its disk fails: what was recorded and how far the folder
//! counts as read agree to the message after every kill and fault, no more than a window is fetched again, and in the
//! end every message is there once.

mod faults;

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use goodwill::clock::{Clock, SystemClock};
use goodwill::store::Store;

use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::servers::recorder::Recorder;
use crate::servers::scripted::asked;
use crate::world::{World, run};

/// How many kills, and messages: where not set, few.
const KILLS: &str = "GOODWILL_SYNC_KILLS";
const FEW_KILLS: u32 = 6;
const MESSAGES: &str = "GOODWILL_SYNC_MESSAGES";
const FEW_MESSAGES: u32 = 1200;
/// Messages whose headers are fetched at once.
const WINDOW: usize = 500;

fn number(name: &str, default: u32) -> u32 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

pub(crate) fn setting(port: u16) -> World {
    let world = World::new();
    let password = world.path("password");
    fs::write(&password, PASSWORD).unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let text = format!(
        "[me]\nname = \"Alex Moreau\"\naddresses = [\"{USER}\"]\ntimezone = \"Europe/Berlin\"\n\
         [[mail]]\nname = \"studio\"\naddress = \"{USER}\"\nimap = \"localhost:{}\"\nsecurity = \"plain\"\n\
         password = {{ file = \"{}\" }}\nfolders = [\"INBOX\"]\n",
        port,
        password.display()
    );
    world.raw_config(&text)
}

/// Messages recorded, and messages that count as read.
pub(crate) fn recorded_and_read(world: &World) -> (u64, u64) {
    let Ok(store) = Store::open(&world.path("state")) else { return (0, 0) };
    let cursors = store.cursors("studio").unwrap();
    let read = cursors.first().map_or(0, |cursor| cursor.uid + 1 - cursor.floor.unwrap_or(1));
    (store.counts().unwrap().messages, u64::from(read))
}

/// Puts so many messages into INBOX.
pub(crate) fn fill(server: &Dovecot, messages: u32) {
    for number in 0..messages {
        let text = format!(
            "Message-ID: <{number}@mail.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\
             From: Person{0} <p{0}@rey.example>\nTo: {USER}\nSubject: Number {number}\n\n\
             Could you send me number {number} by Friday?\n",
            number % 40
        );
        server.deliver("INBOX", &format!("m{number}"), SystemClock.now(), &text);
    }
}

/// Messages whose headers were asked for so far, once nobody is connected any more.
fn headers_asked(recorder: &Recorder) -> usize {
    for _ in 0..500 {
        if !recorder.is_in_use() {
            break;
        }
        sleep(Duration::from_millis(10));
    }
    let commands = recorder.commands();
    let headers = commands.iter().filter(|command| command.contains("(UID INTERNALDATE"));
    headers.map(|command| asked(command).len()).sum()
}

/// How long the start and two windows take here, in milliseconds, by a whole pass, which is forgotten.
fn time_of_windows(world: &World, messages: u32) -> u64 {
    let began = Instant::now();
    let whole = run(world.command().arg("sync"));
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    fs::remove_dir_all(world.path("state")).unwrap();
    let windows = u64::from(messages).div_ceil(WINDOW as u64);
    let whole = u64::try_from(began.elapsed().as_millis()).unwrap();
    500 + whole * 2 / windows
}

#[test]
fn no_kill_of_a_first_sync_loses_or_doubles_a_message() {
    let (kills, messages) = (number(KILLS, FEW_KILLS), number(MESSAGES, FEW_MESSAGES));
    let server = Dovecot::start();
    fill(&server, messages);
    let relay = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let recorder = relay.block_on(Recorder::start(server.plain_port));
    let world = setting(recorder.port);
    let span = time_of_windows(&world, messages);
    let (mut killed, mut amid, mut again, mut most_again) = (0, 0, 0, 0);
    let (mut read_before, mut asked_before) = (0, headers_asked(&recorder));
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    while killed < kills {
        let mut child =
            world.command().arg("sync").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // xorshift: moments from the start to well behind a window.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        sleep(Duration::from_millis(random % span));
        let ended = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += u32::from(!ended);
        let (kept, read) = recorded_and_read(&world);
        assert_eq!(kept, read, "after {killed} kills");
        let asked = headers_asked(&recorder);
        let lost = (asked - asked_before).checked_sub(usize::try_from(read - read_before).unwrap());
        let lost = lost.expect("what was not asked for cannot be recorded");
        assert!(lost <= WINDOW, "{lost} messages are fetched again after {killed} kills");
        (again, most_again) = (again + lost, most_again.max(lost));
        (read_before, asked_before) = (read, asked);
        amid += u32::from(read > 0 && read < u64::from(messages));
        if ended || read == u64::from(messages) {
            fs::remove_dir_all(world.path("state")).unwrap();
            read_before = 0;
        }
    }
    let last = run(world.command().arg("sync"));
    assert_eq!(last.code, Some(0), "{}", last.err);
    let all = u64::from(messages);
    assert_eq!(recorded_and_read(&world), (all, all));
    eprintln!(
        "{killed} kills, {amid} of them with a part of {messages} messages read; {again} headers fetched again, \
         at most {most_again} after one kill"
    );
}
