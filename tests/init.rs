//! `goodwill init`: the config it writes, and what it says where it writes none.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use goodwill::clock::{Clock, SystemClock};
use jiff::SignedDuration;
use tempfile::TempDir;

use crate::servers::caldav::{self, CalDav, Make};
use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::servers::free_port;
use crate::servers::recorder::Recorder;
use crate::world::{Run, files_under, program, run};

/// A home directory with nothing in it, and a password in a file.
struct Home {
    directory: TempDir,
}

impl Home {
    fn new(password: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("password");
        fs::write(&path, password).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        Self { directory }
    }

    fn path(&self, name: &str) -> String {
        self.directory.path().join(name).display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(program().env("HOME", self.directory.path()).args(arguments))
    }

    /// `init` with all it needs but what is added.
    fn init(&self, server: &Dovecot, added: &[&str]) -> Run {
        let imap = format!("localhost:{}", server.tls_port);
        let (ca, password) = (server.ca().display().to_string(), self.path("password"));
        let all = ["init", USER, "--imap", &imap, "--ca", &ca, "--password-file", &password];
        self.run(&[&all[..], added].concat())
    }

    /// Nothing but the password is there.
    fn is_untouched(&self) -> bool {
        files_under(self.directory.path()).len() == 1
    }
}

/// A program at a terminal of its own.
struct Terminal {
    program: Child,
    shown: Vec<u8>,
    /// How much of what is shown was waited for.
    seen: usize,
}

impl Terminal {
    fn start(command: &str, home: &Home) -> Self {
        let program = Command::new("script")
            .args(["--quiet", "--return", "--command", command, "/dev/null"])
            .env("HOME", home.directory.path())
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self { program, shown: Vec::new(), seen: 0 }
    }

    /// Waits for a question, as one has to: what is typed before it is asked may be lost.
    fn answer(&mut self, question: &str, answer: &str) {
        self.see(question);
        self.program.stdin.as_mut().unwrap().write_all(format!("{answer}\r").as_bytes()).unwrap();
    }

    /// Waits until something is shown after all that was seen before.
    fn see(&mut self, text: &str) {
        let out = self.program.stdout.as_mut().unwrap();
        let mut chunk = [0; 256];
        loop {
            let rest = &self.shown[self.seen..];
            if let Some(at) = rest.windows(text.len()).position(|window| window == text.as_bytes()) {
                self.seen += at + text.len();
                return;
            }
            let length = out.read(&mut chunk).unwrap();
            assert_ne!(length, 0, "{text}: {}", String::from_utf8_lossy(&self.shown));
            self.shown.extend_from_slice(&chunk[..length]);
        }
    }

    fn end(mut self) -> (bool, String) {
        self.program.stdout.take().unwrap().read_to_end(&mut self.shown).unwrap();
        let is_success = self.program.wait().unwrap().success();
        (is_success, String::from_utf8_lossy(&self.shown).into_owned())
    }
}

const ME: [&str; 4] = ["--name", "Alex Moreau", "--timezone", "Europe/Lisbon"];
const ARRIVED: &str = "2026-03-02T09:00:00Z";
const MESSAGE: &str = "From: Maria Rey <maria@rey.example>\n\nHi\n";
const CONFIG: &str = ".config/goodwill/config.toml";

#[test]
fn the_config_it_writes_is_one_that_reads_the_account() {
    let (server, home) = (Dovecot::start(), Home::new(PASSWORD));
    // Within what is read where nothing is said.
    let arrived = SystemClock.now() - SignedDuration::from_hours(48);
    server.deliver("INBOX", "1", arrived, MESSAGE);
    let made = home.init(&server, &[&ME[..], &["--also", "alex@old.example"]].concat());
    assert_eq!(made.code, Some(0), "{}{}", made.out, made.err);
    let config = fs::read_to_string(home.path(CONFIG)).unwrap();
    assert!(config.contains(r#"addresses = ["alex@studio.example", "alex@old.example"]"#), "{config}");
    assert!(config.contains("via = \"append\"") && !config.contains(PASSWORD), "{config}");
    assert_eq!(fs::metadata(home.path(CONFIG)).unwrap().permissions().mode() & 0o777, 0o600);
    let synced = home.run(&["sync"]);
    assert_eq!(synced.code, Some(0), "{}{}", synced.out, synced.err);
    assert!(synced.out.contains("read 1, 1 new"), "{}", synced.out);

    // Nothing new since, and all of it once more where that is wished.
    assert!(home.run(&["sync"]).out.contains("read 0, 0 new"));
    let reread = home.run(&["reread"]);
    assert_eq!(reread.code, Some(0), "{}{}", reread.out, reread.err);
    assert!(reread.out.contains("read 1, 0 new"), "{}", reread.out);

    let again = home.init(&server, &ME);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("there is a config already"), "{}", again.err);
    assert_eq!(fs::read_to_string(home.path(CONFIG)).unwrap(), config);
}

/// A message that came over the network, with what the server noted of it.
fn arrived(n: usize, checks: &str) -> String {
    format!(
        "Received: from mx.rey.example by mx.studio.example with ESMTPS id {n}; Mon, 2 Mar 2026 09:00:00 +0000\n{checks}\
         Message-ID: <{n}@rey.example>\nDate: Mon, 2 Mar 2026 09:00:{n:02} +0000\nFrom: Maria Rey <maria@rey.example>\n\
         To: {USER}\nSubject: The boiler\n\nThank you so much for your help with the boiler!\n"
    )
}

/// What `init` says where twelve messages with these header fields arrived, and the config that it wrote.
fn init_after(server: &Dovecot, home: &Home, fields: &str) -> (String, String) {
    for n in 0..12 {
        server.deliver("INBOX", &n.to_string(), ARRIVED.parse().unwrap(), &arrived(n, fields));
    }
    let made = home.init(server, &ME);
    assert_eq!(made.code, Some(0), "{}{}", made.out, made.err);
    (made.out, fs::read_to_string(home.path(CONFIG)).unwrap())
}

#[test]
fn whoever_checks_senders_is_found_and_trusted() {
    let (server, home) = (Dovecot::start(), Home::new(PASSWORD));
    let checks = "Authentication-Results: mx.studio.example; dmarc=pass header.from=rey.example\n";
    let (said, config) = init_after(&server, &home, checks);
    assert!(said.contains("mx.studio.example notes in 12 of the newest 12 messages"), "{said}");
    assert!(config.contains("\ntrusted_authserv_id = \"mx.studio.example\"\n"), "{config}");
    let synced = home.run(&["sync"]);
    assert_eq!(synced.code, Some(0), "{}{}", synced.out, synced.err);
    for told in [&synced, &home.run(&["status"])] {
        assert!(!told.out.contains("vouched"), "{}", told.out);
    }
    assert!(home.run(&["ledger", "--all"]).out.contains("Maria"));
    assert!(home.run(&["check"]).out.contains("12 of the newest 12 are vouched for"));
}

#[test]
fn where_nobody_checks_senders_it_is_said_until_the_owner_decides() {
    let (server, home) = (Dovecot::start(), Home::new(PASSWORD));
    // What senders bring along makes no server of the owner's.
    let forged = "X-Filter: none\nReceived: from a.example by b.example; Mon, 2 Mar 2026 08:00:00 +0000\n\
                  Authentication-Results: mx.studio.example; dmarc=pass header.from=rey.example\n";
    let (said, config) = init_after(&server, &home, forged);
    assert!(said.contains("no server was seen to check them"), "{said}");
    assert!(config.contains("\n# trust = \"inbox\"\n") && !config.contains("\ntrust"), "{config}");

    let told = "12 of 12 messages from others are not vouched for";
    let synced = home.run(&["sync"]);
    assert!(synced.out.contains(told), "{}", synced.out);
    let status = home.run(&["status"]);
    assert!(status.out.contains(told) && status.out.contains("goodwill reread"), "{}", status.out);
    let status: serde_json::Value = serde_json::from_str(&home.run(&["status", "--json"]).out).unwrap();
    assert_eq!((&status["received"], &status["not_vouched_for"]), (&12.into(), &12.into()));
    let checked = home.run(&["check"]);
    assert!(
        checked.out.contains("0 of the newest 12 are vouched for, and what is not posts nothing"),
        "{}",
        checked.out
    );

    fs::write(home.path(CONFIG), config.replace("# trust =", "trust =")).unwrap();
    let reread = home.run(&["reread"]);
    assert!(reread.out.contains("read 12, 12 new") && !reread.out.contains("vouched"), "{}", reread.out);
}

#[test]
fn an_account_that_has_nothing_yet_is_set_up_with_a_warning() {
    let (server, home) = (Dovecot::start_without_sent_mail(), Home::new(PASSWORD));
    let made = home.init(&server, &ME);
    assert_eq!(made.code, Some(0), "{}{}", made.out, made.err);
    for told in ["warning: INBOX is empty", "warning: there is no folder of sent mail yet", "wrote "] {
        assert!(made.out.contains(told), "{told}: {}", made.out);
    }
    for command in ["check", "sync", "status"] {
        let run = home.run(&[command]);
        assert_eq!(run.code, Some(0), "{command}: {}{}", run.out, run.err);
    }
    // What the owner names himself may come, too, and is told of.
    let config = fs::read_to_string(home.path(CONFIG)).unwrap();
    let named = config.replace("[[mail]]\n", "[[mail]]\nfolders = [\"INBOX\", \"Letters\"]\n");
    fs::write(home.path(CONFIG), named).unwrap();
    let checked = home.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    assert!(
        checked.out.contains("warning: the server has no folder Letters; correct `folders`"),
        "{}",
        checked.out
    );
}

#[test]
fn nothing_is_written_before_it_works() {
    let server = Dovecot::start();
    let wrong = Home::new("guessed");
    let refused = wrong.init(&server, &ME);
    assert_eq!(refused.code, Some(1));
    assert_eq!(refused.out, "");
    let said = "error: mail alex@studio.example: localhost";
    assert!(refused.err.starts_with(said) && refused.err.lines().count() == 1, "{}", refused.err);
    assert!(refused.err.contains("user and password do not fit; check both by logging in elsewhere"));
    assert!(refused.err.ends_with("; nothing was written\n"), "{}", refused.err);
    assert!(wrong.is_untouched());

    let home = Home::new(PASSWORD);
    for (arguments, expected) in [
        (vec!["--timezone", "Europe/Lisbon"], "give --name"),
        (vec!["--name", "Alex", "--timezone", "Europe/Lisborn"], "Europe/Lisborn"),
        (vec!["--name", "Alex", "--timezone", "Europe/Lisbon", "--also", "alex"], "no mail address"),
        (
            vec!["--name", "Alex", "--timezone", "Europe/Lisbon", "--calendar", "http://a.example/b.ics"],
            "https",
        ),
        (vec!["--name", "Alex", "--timezone", "Europe/Lisbon", "--letters", "smtp"], "give --smtp HOST"),
        (vec!["--name", "Alex", "--timezone", "Europe/Lisbon", "--smtp", "no host"], "no server such as"),
        (vec!["--name", "Alex", "--timezone", "Europe/Lisbon", "--caldav-user", "lex"], "--caldav"),
    ] {
        let made = home.init(&server, &arguments);
        assert_eq!(made.code, Some(2), "{arguments:?}: {}", made.err);
        assert!(made.err.contains(expected), "{arguments:?}: {}", made.err);
        assert!(home.is_untouched(), "{arguments:?}");
    }
    let bare = home.run(&[&["init", USER, "--imap", "localhost"][..], &ME].concat());
    assert_eq!(bare.code, Some(2));
    assert!(bare.err.contains("--password-file"), "{}", bare.err);
}

#[test]
fn a_calendar_server_and_one_for_sending_are_taken_as_they_are_named() {
    let (server, home) = (Dovecot::start(), Home::new(PASSWORD));
    server.deliver("INBOX", "1", ARRIVED.parse().unwrap(), MESSAGE);
    let calendars = CalDav::start(Make::Radicale);
    let (origin, dav) = (calendars.origin(), home.path("dav"));
    fs::write(&dav, "another").unwrap();
    fs::set_permissions(&dav, fs::Permissions::from_mode(0o600)).unwrap();
    let named = ["--caldav", &origin, "--caldav-user", "alex", "--caldav-password-file", &dav];
    let wrong = home.init(&server, &[&ME[..], &named].concat());
    assert!(wrong.code == Some(1) && wrong.err.contains("check `user` and `password`"), "{}", wrong.err);

    fs::write(&dav, caldav::PASSWORD).unwrap();
    let event = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//studio.example//EN\nBEGIN:VEVENT\nUID:tea\n\
                 DTSTAMP:20260301T000000Z\nDTSTART:20260302T090000Z\nSUMMARY:Tea\nEND:VEVENT\nEND:VCALENDAR\n";
    calendars.put("tea.ics", &event.replace('\n', "\r\n"));
    let made = home.init(&server, &[&ME[..], &named].concat());
    assert_eq!(made.code, Some(0), "{}{}", made.out, made.err);
    let config = fs::read_to_string(home.path(CONFIG)).unwrap();
    assert!(config.contains("kind = \"caldav\"") && config.contains("user = \"alex\""), "{config}");
    assert!(home.run(&["check"]).out.contains("calendar calendar: would read"));

    // Nobody listens there, so nothing is written.
    let another = Home::new(PASSWORD);
    let smtp = format!("localhost:{}", free_port());
    let refused = another.init(&server, &[&ME[..], &["--smtp", &smtp]].concat());
    assert!(refused.code == Some(1) && refused.err.contains("delivery"), "{}", refused.err);
}

#[test]
fn a_wrong_password_is_offered_once() {
    let (server, home) = (Dovecot::start(), Home::new("guessed"));
    let relay = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let recorder = relay.block_on(Recorder::start(server.plain_port));
    let (imap, password) = (format!("localhost:{}", recorder.port), home.path("password"));
    let place = ["init", USER, "--imap", &imap, "--security", "plain", "--password-file", &password];
    // Letters would go the same way.
    assert_eq!(home.run(&[&place[..], &ME].concat()).code, Some(1));
    let logins = || recorder.commands().iter().filter(|command| command.starts_with("AUTHENTICATE")).count();
    assert_eq!(logins(), 1);
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_one_sentence() {
    let (server, home) = (Dovecot::start(), Home::new(PASSWORD));
    for ca in [Some(server.other_ca()), None] {
        let (imap, password) = (format!("localhost:{}", server.tls_port), home.path("password"));
        let mut arguments = vec!["init", USER, "--imap", &imap, "--password-file", &password];
        let ca = ca.map(|path| path.display().to_string());
        arguments.extend(ca.iter().flat_map(|path| ["--ca", path]));
        let made = home.run(&[&arguments[..], &ME].concat());
        assert_eq!(
            (made.code, made.out.as_str(), made.err.lines().count()),
            (Some(1), "", 1),
            "{}",
            made.err
        );
        assert!(made.err.contains("give its CA's file as `ca`"), "{}", made.err);
    }
    assert!(home.is_untouched());
}

#[test]
fn at_a_terminal_it_asks_for_what_it_was_not_told() {
    let (server, home) = (Dovecot::start(), Home::new("nobody reads this"));
    server.deliver("INBOX", "1", ARRIVED.parse().unwrap(), MESSAGE);
    let command = format!(
        "{} init {USER} --imap localhost:{} --ca {}",
        env!("CARGO_BIN_EXE_goodwill"),
        server.tls_port,
        server.ca().display()
    );
    let mut terminal = Terminal::start(&command, &home);
    // What makes no sense is asked again, and nothing else is.
    for (question, answer, complaint) in [
        ("Your name", "", Some("a name is needed")),
        ("Your name", "Alex Moreau", None),
        ("Other addresses", "alex at old", Some("\"alex\" is no mail address")),
        ("Other addresses", "alex@old.example", None),
        ("Your time zone", "Europe/Lisborn", Some("is no time zone such as")),
        ("Your time zone", "Europe/Lisbon", None),
        ("Your calendar", "ftp://a.example/b.ics", Some("is no address of a feed")),
        ("Your calendar", "caldav ftp://a.example/", Some("is no address of a server")),
        ("Your calendar", "", None),
        ("straight into your inbox", "", None),
        ("Password", "wrong", Some("user and password do not fit")),
        ("all the same", "n", None),
        ("Password", PASSWORD, None),
    ] {
        terminal.answer(question, answer);
        if let Some(complaint) = complaint {
            terminal.see(complaint);
        }
    }
    let (is_success, shown) = terminal.end();
    assert!(is_success, "{shown}");
    assert!(!shown.contains(PASSWORD), "{shown}");
    let config = fs::read_to_string(home.path(CONFIG)).unwrap();
    assert!(config.contains("alex@old.example") && config.contains("Europe/Lisbon"), "{config}");
    let secret = home.path(".config/goodwill/mail.secret");
    assert_eq!(fs::read_to_string(&secret).unwrap(), PASSWORD);
    assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(home.run(&["check"]).code, Some(0));
}

#[test]
fn the_manual_names_every_command() {
    let page = run(program().arg("man")).out;
    let help = run(program().arg("--help")).out;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .map_while(|line| line.strip_prefix("  ").filter(|line| !line.is_empty()))
        .filter_map(|line| line.split_whitespace().next().filter(|_| !line.starts_with(' ')))
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() > 25, "{commands:?}");
    for command in commands {
        assert!(page.contains(&format!(".SS \"goodwill {command}\"")), "{command}\n{page}");
    }
}
