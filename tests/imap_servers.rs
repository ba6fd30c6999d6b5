//! One mailbox's life on a real server: mail, moves, deletions, flags, a folder numbered anew, new folders, kills,
//! a restart, another password. The ledger must come out the same on every server.
//!
//! A normal run plays it on Dovecot. `.ci/deep.d/imap-servers` names others in `GOODWILL_IMAP_SERVERS` and the
//! program that starts and stops them in `GOODWILL_IMAP_CONTROL`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::servers::free_port;
use crate::servers::imap_client::Client;
use crate::world::{Run, World};

const PEOPLE: [&str; 5] = ["Ana Reis", "Ben Wolf", "Cleo Adeyemi", "Dora Lund", "Emil Novak"];
/// `Größe` in modified UTF-7 (RFC 3501, 5.1.3).
const NON_ASCII: (&str, &str) = ("Größe", "Gr&APYA3w-e");

/// A server to play on.
enum Host {
    Dovecot(Box<Dovecot>),
    Other { name: String, port: u16 },
}

impl Host {
    fn other(name: &str) -> Self {
        let port = free_port();
        let host = Self::Other { name: name.to_owned(), port };
        host.control(&["fresh"]);
        host.control(&["start", &port.to_string()]);
        host
    }

    fn control(&self, words: &[&str]) {
        let Self::Other { name, .. } = self else { return };
        let program = std::env::var_os("GOODWILL_IMAP_CONTROL").expect("the program that controls servers");
        let done = Command::new(program).arg("control").arg(name).args(words).stdin(Stdio::null()).status();
        assert!(done.unwrap().success(), "{name}: {words:?}");
    }

    fn port(&self) -> u16 {
        match self {
            Self::Dovecot(server) => server.plain_port,
            Self::Other { port, .. } => *port,
        }
    }

    fn user(&self) -> &'static str {
        if matches!(self, Self::Dovecot(_)) { USER } else { "alex" }
    }

    fn password(&self) -> &'static str {
        if matches!(self, Self::Dovecot(_)) { PASSWORD } else { "secret" }
    }

    /// How the owner sees a folder of this name: Courier keeps all of them under INBOX.
    fn folder(&self, name: &str) -> String {
        let below = matches!(self, Self::Other { name, .. } if name == "courier");
        if below { format!("INBOX.{name}") } else { name.to_owned() }
    }

    fn stop(&mut self) {
        self.control(&["stop"]);
        if let Self::Dovecot(server) = self {
            server.stop();
        }
    }

    fn start(&mut self) {
        self.control(&["start", &self.port().to_string()]);
        if let Self::Dovecot(server) = self {
            server.start_again();
        }
    }

    fn change_password(&self, password: &str) {
        self.control(&["password", password]);
        if let Self::Dovecot(server) = self {
            server.change_password(password);
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.control(&["stop"]);
    }
}

/// One play on one server.
struct Play {
    host: Host,
    world: World,
    password: String,
}

impl Play {
    fn new(host: Host) -> Self {
        let (world, password) = (World::new(), host.password().to_owned());
        let secret = world.path("password");
        let folders =
            ["Archive", "Neu", NON_ASCII.0].map(|name| format!("\"{}\"", host.folder(name))).join(", ");
        let world = world.raw_config(&format!(
            "[me]\nname = \"Alex\"\naddresses = [\"{USER}\"]\ntimezone = \"UTC\"\n[[mail]]\nname = \"main\"\n\
             address = \"{USER}\"\nuser = \"{}\"\nimap = \"127.0.0.1:{}\"\nsecurity = \"plain\"\ntrust = \"inbox\"\n\
             password = {{ file = \"{}\" }}\nsince = \"30 years\"\nfolders = [\"INBOX\", \"@sent\", {folders}]\n",
            host.user(),
            host.port(),
            secret.display()
        ));
        let play = Self { host, world, password };
        play.keep_password();
        play
    }

    fn keep_password(&self) {
        let path = self.world.path("password");
        fs::write(&path, format!("{}\n", self.password)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn client(&self) -> Client {
        Client::open(self.host.port(), self.host.user(), &self.password)
    }

    /// A folder as the server writes it.
    fn wire(&self, name: &str) -> String {
        self.host.folder(name).replace(NON_ASCII.0, NON_ASCII.1)
    }

    fn pass(&self) -> Run {
        self.world.run(&["sync"])
    }

    /// A pass that must succeed and bring so much that is new.
    fn brings(&self, new: u32) {
        let pass = self.pass();
        assert_eq!(pass.code, Some(0), "{}{}", pass.out, pass.err);
        let told = format!(", {new} new");
        assert!(pass.out.contains(&told), "expected {told}: {}", pass.out);
    }

    fn fails(&self, told: &str) {
        let pass = self.pass();
        assert_eq!((pass.code, pass.out.contains(told)), (Some(1), true), "{}{}", pass.out, pass.err);
    }
}

fn at(number: u32) -> Timestamp {
    let begin: Timestamp = "2026-01-05T09:00:00Z".parse().unwrap();
    begin + SignedDuration::from_hours(i64::from(number) * 31)
}

/// Message number so and so: what was given, and thanks for it.
fn message(number: u32) -> String {
    let name = PEOPLE[number as usize % PEOPLE.len()];
    let person = format!("{name} <{}@harbour.example>", name.split(' ').next().unwrap().to_lowercase());
    let date = at(number).strftime("%a, %d %b %Y %H:%M:%S +0000");
    let (from, to, body, parent) = match number {
        40..50 => (USER, person.as_str(), "Here is the drawing of the garden that you asked for.", None),
        0..10 => (person.as_str(), USER, "Could you send me the drawing of the garden?", None),
        _ => (
            person.as_str(),
            USER,
            "Thank you so much for the drawing, it helped me a lot!",
            Some(number % 10 + 40),
        ),
    };
    let parent = parent.map_or(String::new(), |parent| format!("In-Reply-To: <{parent}@story.example>\n"));
    format!(
        "Message-ID: <{number}@story.example>\nDate: {date}\nFrom: {from}\nTo: {to}\nSubject: The garden\n{parent}\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHello,\n\n{body}\n"
    )
}

/// Plays the whole life; what the ledger says in the end.
fn ledger_on(host: Host) -> (Vec<Value>, Vec<Value>) {
    let mut play = Play::new(host);
    fifty_messages_despite_kills(&play);
    let ledger = play.world.ledger();
    assert_eq!(ledger.1.len(), PEOPLE.len());
    assert!(!ledger.0.is_empty());
    moves_deletions_and_flags(&play);
    assert_eq!(play.world.ledger(), ledger, "what only moved is neither lost nor doubled");
    numbered_anew(&play);
    assert_eq!(play.world.ledger(), ledger, "new numbers are no new messages");
    new_folders(&play);
    restart(&mut play);
    another_password(&mut play);
    play.world.ledger()
}

fn fifty_messages_despite_kills(play: &Play) {
    let mut client = play.client();
    let folders = client.command("LIST \"\" \"*\"");
    for name in ["Sent", "Archive"].map(|name| play.wire(name)) {
        if !folders.contains(&name) {
            client.command(&format!("CREATE \"{name}\""));
        }
    }
    for number in 0..50 {
        let folder = match number {
            30..40 => play.wire("Archive"),
            40..50 => play.wire("Sent"),
            _ => "INBOX".to_owned(),
        };
        client.append(&folder, at(number), &message(number));
    }
    for pause in [5, 20, 40, 60, 90] {
        let mut pass =
            play.world.command().arg("sync").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(pause));
        pass.kill().unwrap();
        pass.wait().unwrap();
    }
    let pass = play.pass();
    assert_eq!(pass.code, Some(0), "{}{}", pass.out, pass.err);
    assert_eq!(play.world.json(&["status"])[0]["journal"]["messages"], 50);
    play.brings(0);
}

fn moves_deletions_and_flags(play: &Play) {
    let mut client = play.client();
    client.command("SELECT INBOX");
    client.command(&format!("COPY 1:5 \"{}\"", play.wire("Archive")));
    client.command("STORE 1:10 +FLAGS (\\Deleted)");
    client.command("EXPUNGE");
    client.command("STORE 1:5 +FLAGS (\\Seen \\Flagged)");
    client.command("LOGOUT");
    play.brings(0);
}

fn numbered_anew(play: &Play) {
    let archive = play.wire("Archive");
    let mut client = play.client();
    client.command(&format!("DELETE \"{archive}\""));
    // Servers that take the second for the number must come to another.
    thread::sleep(Duration::from_millis(1_100));
    client.command(&format!("CREATE \"{archive}\""));
    for number in (30..40).chain(0..5) {
        client.append(&archive, at(number), &message(number));
    }
    play.brings(0);
}

fn new_folders(play: &Play) {
    let mut client = play.client();
    for (name, numbers) in [("Neu", 50..53), (NON_ASCII.0, 53..56)] {
        let folder = play.wire(name);
        client.command(&format!("CREATE \"{folder}\""));
        for number in numbers {
            client.append(&folder, at(number), &message(number));
        }
    }
    play.brings(6);
}

fn restart(play: &mut Play) {
    play.host.stop();
    play.fails("cannot reach");
    play.host.start();
    play.client().append("INBOX", at(56), &message(56));
    play.brings(1);
}

fn another_password(play: &mut Play) {
    play.host.change_password("another word");
    play.fails("user and password do not fit");
    "another word".clone_into(&mut play.password);
    play.keep_password();
    play.client().append("INBOX", at(57), &message(57));
    play.brings(1);
}

#[test]
fn one_life_of_a_mailbox_gives_one_ledger_on_every_server() {
    let expected = ledger_on(Host::Dovecot(Box::new(Dovecot::start())));
    let others = std::env::var("GOODWILL_IMAP_SERVERS").unwrap_or_default();
    for name in others.split_whitespace() {
        assert_eq!(ledger_on(Host::other(name)), expected, "{name}");
        eprintln!("{name}: the ledger is Dovecot's");
    }
}
