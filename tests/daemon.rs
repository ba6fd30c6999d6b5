//! The daemon as a whole: the real program against a real IMAP server, a web server and a mail server.

use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use goodwill::clock::{Clock, SystemClock};
use goodwill::store::Store;
use jiff::{SignedDuration, Timestamp};

use crate::delivery::sink::{Protection, Sink};
use crate::feeds::server::{Server, bytes, response};
use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::servers::signal;
use crate::world::World;

/// Longest wait for anything, in steps of 100 ms.
const MAX_WAITS: usize = 600;
/// Times that the calendar is asked for at most.
const MAX_FETCHES: usize = 20;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//studio//EN\r\nBEGIN:VEVENT\r\nUID:a@studio.example\r\n\
    DTSTAMP:20260301T090000Z\r\nDTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z\r\nSUMMARY:Coffee\r\n\
    ORGANIZER:mailto:alex@studio.example\r\nATTENDEE;CN=Cleo Winter;PARTSTAT=ACCEPTED:mailto:cleo@winter.example\r\n\
    ATTENDEE;PARTSTAT=ACCEPTED:mailto:alex@studio.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// The owner's servers, config and ledger.
struct Setting {
    world: World,
    mail: Dovecot,
    sink: Sink,
    web: Server,
}

impl Setting {
    fn new(password: &str) -> Self {
        let (mail, sink) = (Dovecot::start(), Sink::start(Protection::Plain));
        let calendar = response("200 OK\r\nContent-Type: text/calendar", CALENDAR.as_bytes());
        let web = Server::answering((0..MAX_FETCHES).map(|_| bytes(&calendar)).collect());
        let setting = Self { world: World::new(), mail, sink, web };
        let mut file = fs::OpenOptions::new();
        let file =
            file.write(true).create(true).truncate(true).mode(0o600).open(setting.world.path("password"));
        std::io::Write::write_all(&mut file.unwrap(), password.as_bytes()).unwrap();
        setting.configured()
    }

    /// With a config that is sound.
    fn configured(mut self) -> Self {
        let text = format!(
            "[me]\nname = \"Alex Moreau\"\naddresses = [\"{USER}\"]\ntimezone = \"Europe/Berlin\"\n\
             [nudges]\nbar = 0.0\nquiet = \"off\"\nstatement = \"off\"\nbrief = \"off\"\n\
             [[mail]]\nname = \"studio\"\naddress = \"{USER}\"\nimap = \"localhost:{}\"\nca = \"{}\"\ntrust = \"inbox\"\n\
             password = {{ file = \"{}\" }}\n\
             [[calendar]]\nname = \"meetings\"\nurl = \"{}\"\n\
             [delivery]\nfirst_letter = false\nvia = \"smtp\"\nsmtp = \"127.0.0.1:{}\"\nsecurity = \"plain\"\n",
            self.mail.tls_port,
            self.mail.ca().display(),
            self.world.path("password").display(),
            self.web.url("/meetings.ics"),
            self.sink.port()
        );
        self.world = self.world.raw_config(&text);
        self
    }

    /// With a config that is none.
    fn misconfigured(mut self) -> Self {
        self.world = self.world.raw_config("[me\n");
        self
    }

    /// Somebody wrote to the owner some days ago.
    fn arrives(&self, who: &str, days: i64, body: &str) {
        self.message("INBOX", who, USER, days, body);
    }

    fn message(&self, folder: &str, from: &str, to: &str, days: i64, body: &str) {
        let at = now() - SignedDuration::from_hours(24 * days);
        let name = format!("{}.{}", at.as_nanosecond(), folder.to_lowercase());
        let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
        let text = format!(
            "Message-ID: <{name}@mail.example>\nDate: {date}\nFrom: {from}\nTo: {to}\nSubject: The attic\n\n{body}\n"
        );
        self.mail.deliver(folder, &name, at, &text);
    }

    fn knows(&self, name: &str) -> bool {
        let run = self.world.run(&["people", "--json"]);
        run.code == Some(0) && run.out.contains(name)
    }
}

fn now() -> Timestamp {
    SystemClock.now()
}

/// A running daemon; it ends with the value.
struct Daemon {
    child: Child,
    log: std::path::PathBuf,
}

impl Daemon {
    fn start(setting: &Setting, log: &str) -> Self {
        let log = setting.world.path(log);
        let child = setting
            .world
            .command()
            // At the level that says most.
            .arg("run")
            .env("RUST_LOG", "trace")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let daemon = Self { child, log };
        daemon.until("it runs", || daemon.said("running"));
        daemon
    }

    fn said(&self, text: &str) -> bool {
        fs::read_to_string(&self.log).unwrap().contains(text)
    }

    fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let log = || fs::read_to_string(&self.log).unwrap();
        assert!(Self::waits(is_so), "not in time: {what}\n{}", log());
    }

    /// Whether it becomes so.
    fn waits(is_so: impl Fn() -> bool) -> bool {
        for _ in 0..MAX_WAITS {
            if is_so() {
                return true;
            }
            thread::sleep(Duration::from_millis(100));
        }
        false
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn mail_that_arrives_is_known_and_a_letter_goes_out_once() {
    let setting = Setting::new(PASSWORD);
    setting.message(
        "Sent",
        USER,
        "Ana Rey <ana@rey.example>",
        30,
        "Hi Ana,\n\nI'll send you the floor plan.\n\nAlex",
    );
    setting.arrives("Ana Rey <ana@rey.example>", 20, "Hi Alex,\n\nThank you for the visit!\n\nAna");
    setting.arrives("Ana Rey <ana@rey.example>", 6, "Hi Alex,\n\nCould you send me the floor plan?\n\nAna");
    let mut daemon = Daemon::start(&setting, "first.log");
    daemon.until("the first mail is read", || setting.knows("Ana Rey"));
    daemon.until("the calendar is read", || setting.knows("Cleo Winter"));
    setting.arrives("Ben Ito <ben@ito.example>", 0, "Hi Alex,\n\nHere is the draft you asked for.\n\nBen");
    daemon.until("new mail is read", || setting.knows("Ben Ito"));

    let run = setting.world.run(&["nudge", "--send"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("queued"), "{}", run.out);
    daemon.until("the letter goes out", || setting.sink.kept().len() == 1);
    assert!(setting.sink.kept()[0].contains("Ana Rey"), "{:?}", setting.sink.kept());

    daemon.child.kill().unwrap();
    daemon.child.wait().unwrap();
    setting.arrives("Dora Voss <dora@voss.example>", 0, "Hi Alex,\n\nLunch on Friday?\n\nDora");
    let daemon = Daemon::start(&setting, "second.log");
    daemon.until("it goes on after a kill", || setting.knows("Dora Voss"));
    let status = &setting.world.json(&["status"])[0];
    assert_eq!(status["journal"]["messages"], 5, "nothing lost, nothing doubled: {status}");
    assert_eq!(setting.sink.kept().len(), 1, "nothing is sent twice");
    assert!(!daemon.said(PASSWORD), "no password is in the log, however much is said");
}

#[test]
fn whoever_has_the_config_read_again_ends_a_pause_in_delivery() {
    use goodwill::delivery::Outbox;
    let setting = Setting::new(PASSWORD);
    setting.arrives("Ana Rey <ana@rey.example>", 6, "Hi Alex,\n\nCould you send me the floor plan?\n\nAna");
    let daemon = Daemon::start(&setting, "log");
    daemon.until("the mail is read", || setting.knows("Ana Rey"));
    // As after a refused login.
    let mut store = Store::open(&setting.world.path("state")).unwrap();
    store.pause(now() + SignedDuration::from_hours(4)).unwrap();
    let run = setting.world.run(&["nudge", "--send"]);
    assert!(run.out.contains("queued"), "{}{}", run.out, run.err);
    daemon.signal("-HUP");
    daemon.until("the letter goes out", || setting.sink.kept().len() == 1);
}

#[test]
fn the_bell_writes_what_is_due_and_a_kill_repeats_nothing() {
    let setting = Setting::new(PASSWORD);
    setting.arrives("Ana Rey <ana@rey.example>", 6, "Hi Alex,\n\nCould you send me the floor plan?\n\nAna");
    let mut daemon = Daemon::start(&setting, "first.log");
    daemon.until("the mail is read", || setting.knows("Ana Rey"));
    let mut store = Store::open(&setting.world.path("state")).unwrap();
    store.schedule(goodwill::service::agenda::DIGEST, now() - SignedDuration::from_hours(1)).unwrap();
    // The bell rings at the full minute.
    let queued = || !store.outbox(9).unwrap().is_empty();
    assert!((0..3).any(|_| Daemon::waits(queued)), "the bell brought no letter");
    daemon.until("the letter goes out", || setting.sink.kept().len() == 1);
    assert!(
        store.due_at(goodwill::service::agenda::DIGEST).unwrap().unwrap() > now(),
        "the next one is planned"
    );
    daemon.child.kill().unwrap();
    daemon.child.wait().unwrap();
    let daemon = Daemon::start(&setting, "second.log");
    daemon.until("it reads again", || daemon.said("read an account"));
    assert_eq!((store.outbox(9).unwrap().len(), setting.sink.kept().len()), (1, 1));
}

#[test]
fn a_broken_config_changes_nothing_and_a_second_daemon_is_refused() {
    let setting = Setting::new(PASSWORD);
    setting.arrives("Ana Rey <ana@rey.example>", 6, "Hi Alex,\n\nCould you send me the floor plan?\n\nAna");
    let mut daemon = Daemon::start(&setting, "log");
    let second = setting.world.run(&["run"]);
    assert_eq!(second.code, Some(1));
    assert!(second.err.contains("another goodwill already polls"), "{}", second.err);

    let setting = setting.misconfigured();
    daemon.signal("-HUP");
    daemon.until("it says that the config is wrong", || daemon.said("stays in force"));
    let setting = setting.configured();
    setting.arrives("Ben Ito <ben@ito.example>", 0, "Hi Alex,\n\nHere is the draft.\n\nBen");
    daemon.until("it goes on", || setting.knows("Ben Ito"));
    daemon.signal("-HUP");
    daemon.until("it takes the config that is right again", || daemon.said("read the config again"));

    daemon.until("all is well", || setting.world.run(&["status", "--check"]).code == Some(0));

    daemon.signal("-TERM");
    let ended = daemon.child.wait().unwrap();
    assert_eq!(ended.code(), Some(0), "it ends well when told to");
    let status = setting.world.run(&["status"]);
    assert!(status.out.contains("the daemon does not run, last seen "), "at once: {}", status.out);
    let past = Store::open(&setting.world.path("state")).unwrap().beat(now() - SignedDuration::from_mins(6));
    past.unwrap();
    let check = setting.world.run(&["status", "--check"]);
    assert_eq!(check.code, Some(1));
    assert!(check.out.contains("the daemon does not run, last seen "), "{}", check.out);
    assert_eq!(check.err, "error: not well: the daemon does not run\n");
    assert!(daemon.said("stopping"));
}

#[test]
fn one_source_that_fails_is_named_and_the_others_go_on() {
    let setting = Setting::new("not the pass phrase");
    let sync = setting.world.run(&["sync"]);
    assert_eq!(sync.code, Some(1), "{}", sync.out);
    assert!(sync.out.contains("calendar meetings: 1 new or changed"), "{}", sync.out);
    assert!(sync.err.contains("mail studio"), "{}", sync.err);
    let status = setting.world.run(&["status"]);
    let lines: Vec<&str> =
        status.out.lines().filter(|line| line.starts_with("mail studio: failing")).collect();
    assert_eq!(lines.len(), 1, "{}", status.out);
    assert!(
        lines[0].contains("refuses the login") && !lines[0].contains("not the pass phrase"),
        "{}",
        lines[0]
    );
    let store = Store::open(&setting.world.path("state")).unwrap();
    let config =
        goodwill::config::load(&setting.world.path("config.toml")).unwrap_or_else(|_| unreachable!());
    let health = goodwill::service::letters::health(&store, &config, now()).unwrap();
    assert_eq!(health.len(), 1);
    assert!(
        health[0].starts_with("mail studio cannot be read since "),
        "the letter says it, too: {health:?}"
    );
    let check = setting.world.run(&["check"]);
    assert_eq!(check.code, Some(1));
    assert!(
        check.out.contains("mail studio: failed: ") && check.out.contains("calendar meetings: would read 1")
    );
}

#[test]
fn a_mailbox_with_nothing_in_it_is_named_by_check() {
    let setting = Setting::new(PASSWORD);
    let check = setting.world.run(&["check"]);
    assert_eq!(check.code, Some(0), "{}", check.out);
    assert!(check.out.contains("warning: INBOX is empty"), "{}", check.out);
    setting.arrives("Ana Rey <ana@rey.example>", 6, "Hi Alex,\n\nCould you send me the floor plan?\n\nAna");
    let check = setting.world.run(&["check"]);
    assert_eq!(check.code, Some(0), "{}{}", check.out, check.err);
    assert!(check.out.contains("1 messages in INBOX, 1 of the last week"), "{}", check.out);
    assert!(check.out.contains("delivery: 127.0.0.1 takes letters to alex@studio.example"), "{}", check.out);
    assert!(!setting.world.path("state").exists(), "it records nothing");
}

#[test]
fn a_letter_that_is_due_is_written_once() {
    use goodwill::config::{self, Colour};
    use goodwill::service::agenda;
    use goodwill::service::letters::Written;
    let setting = Setting::new(PASSWORD);
    setting.message(
        "Sent",
        USER,
        "Ana Rey <ana@rey.example>",
        30,
        "Hi Ana,\n\nI'll send you the floor plan.\n\nAlex",
    );
    setting.arrives("Ana Rey <ana@rey.example>", 6, "Hi Alex,\n\nCould you send me the floor plan?\n\nAna");
    assert_eq!(setting.world.run(&["sync"]).code, Some(0));
    let config = config::load(&setting.world.path("config.toml"));
    let config = config.unwrap_or_else(|error| panic!("{}", error.report(Colour::Never)));
    let mut store = Store::open(&setting.world.path("state")).unwrap();
    let (now, due) = (now(), now() - SignedDuration::from_hours(1));
    agenda::plan(&mut store, &config, now).unwrap();
    assert_eq!(agenda::write_due(&mut store, &config, now).unwrap(), Written::Nothing, "nothing is due");
    store.schedule(agenda::DIGEST, due).unwrap();
    agenda::plan(&mut store, &config, now).unwrap();
    assert_eq!(agenda::write_due(&mut store, &config, now).unwrap(), Written::Queued, "a missed one is due");
    assert!(store.due_at(agenda::DIGEST).unwrap().unwrap() > now);
    assert_eq!(agenda::write_due(&mut store, &config, now).unwrap(), Written::Nothing);
    // As after a stop between queueing it and planning the next: the letter is in the outbox already.
    store.schedule(agenda::DIGEST, due).unwrap();
    assert_ne!(agenda::write_due(&mut store, &config, now).unwrap(), Written::Queued);
    assert_eq!(store.outbox(9).unwrap().len(), 1);
}

#[test]
fn a_server_that_closes_at_once_and_a_delivery_that_cannot_start_are_said_once_and_shown() {
    // It takes connections and closes each at once.
    let closing = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closing.local_addr().unwrap().port();
    thread::spawn(move || closing.incoming().for_each(drop));
    let mut setting = Setting::new(PASSWORD);
    let text = format!(
        "[me]\nname = \"Alex Moreau\"\naddresses = [\"{USER}\", \"alex@old.example\"]\ntimezone = \"Europe/Berlin\"\n\
         [[mail]]\nname = \"studio\"\naddress = \"{USER}\"\nimap = \"localhost:{port}\"\nsecurity = \"plain\"\n\
         password = {{ file = \"{}\" }}\n[delivery]\nvia = \"append\"\nto = \"alex@old.example\"\n",
        setting.world.path("password").display()
    );
    setting.world = setting.world.raw_config(&text);
    let daemon = Daemon::start(&setting, "log");
    let failing = |start: &str| {
        let run = setting.world.run(&["status"]);
        run.out.lines().any(|line| line.starts_with(start))
    };
    daemon.until("the account fails", || failing("mail studio: failing since"));
    daemon.until("the delivery fails", || failing("delivery: failing since"));
    let out = setting.world.run(&["status"]).out;
    assert!(out.contains("the server closed the connection during the greeting"), "{out}");
    assert!(out.contains("needs a [[mail]] account with the address alex@old.example"), "{out}");
    let log = fs::read_to_string(&daemon.log).unwrap();
    for once in ["could not read an account", "letters cannot be delivered"] {
        assert_eq!(log.matches(once).count(), 1, "{once}: {log}");
    }
}
