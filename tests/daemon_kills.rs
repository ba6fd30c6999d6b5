//! The whole daemon is killed at random moments while it reads a mailbox for the first time and puts letters
//! into it (IMAP APPEND): no message is lost or counted twice, no letter is lost or doubled.
//!
//! What is killed is this test binary, started again for one test that only then does something: it runs the
//! daemon as `goodwill run` does, but with a clock that is six hours further in every round, so that a
//! letter whose fate is unknown is looked for at once, and the day's letters are never spent.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use goodwill::clock::{Clock, SystemClock};
use goodwill::config::{self, Colour};
use goodwill::delivery::{NudgeKey, OutboxState, Outgoing};
use goodwill::observations::MessageId;
use goodwill::service::run::{Deps, run};
use goodwill::store::Store;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::world::World;

/// Where the child finds its config and state; unless it is set, the child does nothing.
const HOME: &str = "GOODWILL_TEST_HOME";
/// Hours that the child's clock is ahead.
const AHEAD: &str = "GOODWILL_TEST_AHEAD";
/// How many kills: where not set, few.
const KILLS: &str = "GOODWILL_DAEMON_KILLS";
const FEW_KILLS: usize = 6;
/// Messages that wait before the first start, and that come before each further one.
const WAITING: usize = 400;
const COMING: usize = 5;
/// Rounds without a kill, after the last one, in which everything must come to rest, beside one for each letter: no
/// more than five go out on one of its days, which are four rounds.
const MAX_LAST_ROUNDS: usize = 20;
/// How often it is looked whether it has, in the first of them, and how long between two looks.
const LOOKS_A_ROUND: usize = 20;
const LOOK: Duration = Duration::from_millis(100);

/// A clock ahead of the system's.
struct Ahead(SignedDuration);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        SystemClock.now() + self.0
    }
}

struct Setting {
    world: World,
    mail: Dovecot,
    messages: usize,
    letters: usize,
    rounds: i64,
}

impl Setting {
    fn new() -> Self {
        let mail = Dovecot::start();
        let world = World::new();
        let password = world.path("password");
        fs::write(&password, PASSWORD).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(&password, mode).unwrap();
        let text = format!(
            "[me]\nname = \"Alex Moreau\"\naddresses = [\"{USER}\"]\ntimezone = \"Europe/Berlin\"\n\
             [[mail]]\nname = \"studio\"\naddress = \"{USER}\"\nimap = \"localhost:{}\"\nca = \"{}\"\n\
             trust = \"inbox\"\npassword = {{ file = \"{}\" }}\nfolders = [\"INBOX\"]\n\
             [nudges]\nquiet = \"off\"\ndigest = \"off\"\nstatement = \"off\"\nbrief = \"off\"\n\
             [delivery]\nfirst_letter = false\nvia = \"append\"\nfolder = \"Sent\"\n",
            mail.tls_port,
            mail.ca().display(),
            password.display()
        );
        Self { world: world.raw_config(&text), mail, messages: 0, letters: 0, rounds: 0 }
    }

    fn arrive(&mut self, count: usize) {
        for number in self.messages..self.messages + count {
            let text = format!(
                "Message-ID: <{number}@mail.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\
                 From: Person{0} <p{0}@rey.example>\nTo: {USER}\nSubject: Number {number}\n\n\
                 Could you send me number {number} by Friday?\n",
                number % 40
            );
            self.mail.deliver("INBOX", &format!("message-{number}"), SystemClock.now(), &text);
        }
        self.messages += count;
    }

    fn store(&self) -> Store {
        Store::open_or_create(&self.world.path("state")).unwrap()
    }

    fn enqueue(&mut self) {
        let id = format!("<nudges.{}@goodwill.example>", self.letters);
        let bytes =
            format!("From: {USER}\r\nTo: {USER}\r\nMessage-ID: {id}\r\nSubject: Letter\r\n\r\nOne line.\r\n");
        let now = SystemClock.now();
        let letter = Outgoing {
            nudge_key: NudgeKey::new(&id),
            message_id: MessageId::parse(&id).unwrap(),
            kind: "nudges".to_owned(),
            bytes: bytes.into_bytes(),
            created_at: now,
            expires_at: now + SignedDuration::from_hours(24 * 3650),
        };
        self.store().enqueue(&letter, &[], &[]).unwrap();
        self.letters += 1;
    }

    fn child(&mut self) -> Child {
        self.rounds += 1;
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "daemon_kills::child", "--ignored"]);
        command.env(HOME, self.world.path("")).env(AHEAD, (6 * self.rounds).to_string());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn is_done(&self) -> bool {
        let store = self.store();
        let sent = store.outbox(u32::MAX).unwrap().iter().all(|row| row.state == OutboxState::Sent);
        sent && store.counts().unwrap().messages == self.messages as u64
    }

    /// How often each letter stands in the folder.
    fn copies(&self) -> BTreeMap<String, usize> {
        let mut copies = BTreeMap::new();
        for message in self.mail.messages("Sent") {
            let id = message.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned();
            *copies.entry(id).or_default() += 1;
        }
        copies
    }
}

#[test]
fn no_kill_of_the_daemon_loses_or_doubles_a_message_or_a_letter() {
    let kills: usize = env::var(KILLS).ok().and_then(|count| count.parse().ok()).unwrap_or(FEW_KILLS);
    let mut setting = Setting::new();
    setting.arrive(WAITING);
    let (mut killed, mut random) = (0, 0x9e37_79b9_7f4a_7c15_u64);
    while killed < kills {
        setting.enqueue();
        setting.arrive(COMING);
        let mut child = setting.child();
        // xorshift: moments that spread over starting, reading and sending, the same in every run.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        sleep(Duration::from_millis(20 + random % 1_000));
        assert!(child.try_wait().unwrap().is_none(), "the daemon runs until it is killed");
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
    }
    for round in 1..=MAX_LAST_ROUNDS + setting.letters {
        if setting.is_done() {
            break;
        }
        // On a busy machine a start alone takes long, so each round has more time than the last.
        let mut child = setting.child();
        for _ in 0..round.min(MAX_LAST_ROUNDS) * LOOKS_A_ROUND {
            sleep(LOOK);
            if setting.is_done() {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let copies = setting.copies();
    assert!(setting.is_done(), "it comes to rest: {:?}", setting.store().counts().unwrap());
    assert_eq!(copies.len(), setting.letters, "lost after {killed} kills");
    assert!(copies.values().all(|&count| count == 1), "doubled after {killed} kills: {copies:?}");
    let again = setting.store().outbox(u32::MAX).unwrap().iter().filter(|row| row.attempts > 1).count();
    eprintln!(
        "{killed} kills, {} letters, {again} of them begun again, {} messages",
        setting.letters, setting.messages
    );
}

/// The daemon that is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it is started, and killed, by the test above"]
async fn child() {
    let Some(home) = env::var_os(HOME).map(std::path::PathBuf::from) else { return };
    let hours: i64 = env::var(AHEAD).unwrap().parse().unwrap();
    let config = config::load(&home.join("config.toml"));
    let config = config.unwrap_or_else(|error| panic!("{}", error.report(Colour::Never)));
    let (_reload, reloads) = mpsc::channel(1);
    let deps = Deps {
        state: home.join("state"),
        clock: Arc::new(Ahead(SignedDuration::from_hours(hours))),
        config,
        reload: Box::new(|| Err("nobody asks for it".to_owned())),
        reloads,
    };
    run(deps, CancellationToken::new()).await.unwrap();
}
