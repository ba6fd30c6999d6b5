//! A first `goodwill sync` is killed at random moments: what was recorded and how far the folder counts as read
//! agree to the message after every kill, and in the end every message is there once.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use goodwill::clock::{Clock, SystemClock};
use goodwill::store::Store;

use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::world::{World, run};

/// How many kills, and messages: where not set, few.
const KILLS: &str = "GOODWILL_SYNC_KILLS";
const FEW_KILLS: u32 = 6;
const MESSAGES: &str = "GOODWILL_SYNC_MESSAGES";
const FEW_MESSAGES: u32 = 1200;

fn number(name: &str, default: u32) -> u32 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn setting(server: &Dovecot) -> World {
    let world = World::new();
    let password = world.path("password");
    fs::write(&password, PASSWORD).unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let text = format!(
        "[me]\nname = \"Alex Moreau\"\naddresses = [\"{USER}\"]\ntimezone = \"Europe/Berlin\"\n\
         [[mail]]\nname = \"studio\"\naddress = \"{USER}\"\nimap = \"localhost:{}\"\nsecurity = \"plain\"\n\
         password = {{ file = \"{}\" }}\nfolders = [\"INBOX\"]\n",
        server.plain_port,
        password.display()
    );
    world.raw_config(&text)
}

/// Messages recorded, and messages that count as read.
fn recorded_and_read(world: &World) -> (u64, u64) {
    let Ok(store) = Store::open(&world.path("state")) else { return (0, 0) };
    let cursors = store.cursors("studio").unwrap();
    let read = cursors.first().map_or(0, |cursor| cursor.uid + 1 - cursor.floor.unwrap_or(1));
    (store.counts().unwrap().messages, u64::from(read))
}

#[test]
fn no_kill_of_a_first_sync_loses_or_doubles_a_message() {
    let (kills, messages) = (number(KILLS, FEW_KILLS), number(MESSAGES, FEW_MESSAGES));
    let server = Dovecot::start();
    for number in 0..messages {
        let text = format!(
            "Message-ID: <{number}@mail.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\
             From: Person{0} <p{0}@rey.example>\nTo: {USER}\nSubject: Number {number}\n\n\
             Could you send me number {number} by Friday?\n",
            number % 40
        );
        server.deliver("INBOX", &format!("m{number}"), SystemClock.now(), &text);
    }
    let world = setting(&server);
    let (mut killed, mut amid, mut random) = (0, 0, 0x9e37_79b9_7f4a_7c15_u64);
    while killed < kills {
        let mut child =
            world.command().arg("sync").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // xorshift: the same moments in every run, from the start to well behind a window.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        sleep(Duration::from_millis(20 + random % 900));
        let ended = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += u32::from(!ended);
        let (recorded, read) = recorded_and_read(&world);
        assert_eq!(recorded, read, "after {killed} kills");
        amid += u32::from(read > 0 && read < u64::from(messages));
        if ended || read == u64::from(messages) {
            fs::remove_dir_all(world.path("state")).unwrap();
        }
    }
    let last = run(world.command().arg("sync"));
    assert_eq!(last.code, Some(0), "{}", last.err);
    let all = u64::from(messages);
    assert_eq!(recorded_and_read(&world), (all, all));
    eprintln!("{killed} kills, {amid} of them with a part of {messages} messages read");
}
