//! Answers to letters: the owner answers in his mail program, goodwill follows once and says so once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use goodwill::clock::{Clock, SystemClock};
use goodwill::config;
use goodwill::delivery::{OutboxState, Step};
use goodwill::service::letters;
use goodwill::store::{OutboxRow, Store};
use jiff::{SignedDuration, Timestamp};

use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::world::World;

/// Times that a pass over the account is killed.
const KILLS: u64 = 12;

/// The owner's mailbox, from which a letter about Ana and Ben was written and sent.
struct Setting {
    world: World,
    mail: Dovecot,
}

fn now() -> Timestamp {
    SystemClock.now()
}

impl Setting {
    fn new(delivery: &str) -> Self {
        let (world, mail) = (World::new(), Dovecot::start());
        let secret = world.path("password");
        fs::write(&secret, PASSWORD).unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let text = format!(
            "[me]\nname = \"Alex Moreau\"\naddresses = [\"{USER}\"]\ntimezone = \"Europe/Berlin\"\n\
             [nudges]\nbar = 0.0\n\
             [[mail]]\nname = \"studio\"\naddress = \"{USER}\"\nimap = \"localhost:{}\"\nca = \"{}\"\ntrust = \"inbox\"\n\
             password = {{ file = \"{}\" }}\n[delivery]\nvia = \"file\"\n{delivery}",
            mail.tls_port,
            mail.ca().display(),
            secret.display(),
        );
        let setting = Self { world: world.raw_config(&text), mail };
        for (name, days) in [("Ana Rey <ana@rey.example>", 6), ("Ben Ito <ben@ito.example>", 8)] {
            setting.put("Sent", USER, name, 20, "", "Hello,\n\nIt was good to see you.\n\nAlex");
            setting.put(
                "INBOX",
                name,
                USER,
                days,
                "",
                "Hi Alex,\n\nCould you send me the floor plan?\n\nBest",
            );
        }
        setting.sync();
        let sent = setting.world.run(&["nudge", "--send"]);
        assert_eq!(sent.code, Some(0), "{}{}", sent.out, sent.err);
        setting
    }

    fn put(&self, folder: &str, from: &str, to: &str, days: i64, fields: &str, body: &str) {
        let at = now() - SignedDuration::from_hours(24 * days);
        let name = format!("{}.{}", at.as_nanosecond(), folder.to_lowercase());
        let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
        let id = if fields.contains("Message-ID") {
            String::new()
        } else {
            format!("Message-ID: <{name}@mail.example>\n")
        };
        let text =
            format!("{id}Date: {date}\nFrom: {from}\nTo: {to}\nSubject: Re: The attic\n{fields}\n{body}\n");
        self.mail.deliver(folder, &name, at, &text);
    }

    /// The owner answers a letter.
    fn answer(&self, letter: &OutboxRow, id: &str, words: &str) {
        self.put("Sent", USER, USER, 0, &citing(letter, id), words);
    }

    fn sync(&self) {
        let run = self.world.run(&["sync"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    }

    fn store(&self) -> Store {
        Store::open(&self.world.path("state")).unwrap()
    }

    /// All letters, the oldest first.
    fn letters(&self) -> Vec<OutboxRow> {
        let mut rows = self.store().outbox(99).unwrap();
        rows.reverse();
        rows
    }

    /// What stands of what the owner said, in words.
    fn rulings(&self) -> Vec<String> {
        let run = self.world.run(&["rule", "list"]);
        run.out
            .lines()
            .filter(|line| !line.contains("(undone)") && *line != "no rulings yet")
            .map(str::to_owned)
            .collect()
    }

    /// Sends what waits, and gives the text of the last letter.
    fn last_sent(&self) -> String {
        let config = config::load(&self.world.path("config.toml")).unwrap_or_else(|_| unreachable!());
        let state = self.world.path("state");
        let dispatch = letters::dispatch(&config, &state).unwrap().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut store = self.store();
        runtime.block_on(async {
            for _ in 0..20 {
                if let Step::Idle(_) = dispatch.step(&mut store, now()).await.unwrap() {
                    return;
                }
            }
        });
        let last = self.letters().pop().unwrap();
        assert_eq!(last.state, OutboxState::Sent);
        let files = crate::world::files_under(&state.join("outbox"));
        let texts = files.into_iter().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned());
        let text = texts.into_iter().find(|text| text.contains(&last.message_id)).unwrap();
        text.replace("=\r\n", "").replace("=\n", "").replace("\r\n ", " ").replace('\r', "")
    }
}

fn citing(letter: &OutboxRow, id: &str) -> String {
    format!("Message-ID: <{id}@mail.example>\nIn-Reply-To: {0}\nReferences: {0}\n", letter.message_id)
}

#[test]
fn an_answer_is_followed_once_and_acknowledged_once() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    assert!(setting.last_sent().contains("1 done"), "the letter says what can be answered");
    setting.answer(
        &letter,
        "one",
        "1 done\n2 snooze 3w\n2 note: likes plans\n\nOn Sunday, Goodwill wrote:\n> never 1\n",
    );
    setting.sync();
    let rulings = setting.rulings();
    assert_eq!(rulings.len(), 3, "{rulings:?}");
    assert!(rulings.iter().any(|line| line.contains("likes plans")), "{rulings:?}");
    let [_, answer] = setting.letters().try_into().unwrap();
    assert_eq!((answer.kind.as_str(), answer.state), ("answer", OutboxState::Queued));
    let text = setting.last_sent();
    assert!(
        text.contains("Auto-Submitted: auto-replied") && text.contains("X-Goodwill-Kind: answer"),
        "{text}"
    );
    assert!(text.contains("In-Reply-To: <one@mail.example>") && text.contains(&letter.message_id), "{text}");
    assert!(text.contains("a question for you: done.") && text.contains("not before"), "{text}");
    let shown = ["Ana Rey", "Ben Ito"].map(|name| setting.world.run(&["show", name]).out);
    assert_eq!(shown.iter().filter(|out| out.contains("noted on") && out.contains("likes plans")).count(), 1);
    let held = setting.world.json(&["nudge"]);
    let reasons: Vec<&str> = held.iter().filter_map(|line| line["held"].as_str()).collect();
    assert!(reasons.contains(&"settled") && reasons.contains(&"snoozed"), "{reasons:?}");

    // Read again, under other numbers, and copied to the inbox: nothing more happens.
    setting.sync();
    setting.mail.renumber("Sent");
    setting.sync();
    setting.put("INBOX", USER, USER, 0, &citing(&letter, "one"), "1 done");
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (3, 2));

    // Undo answers the acknowledgement, and takes all of it back.
    setting.answer(&answer, "two", "undo");
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (0, 3));
    assert!(setting.last_sent().contains("Three things are taken back."));
    setting.answer(&answer, "three", "undo");
    setting.sync();
    assert!(setting.last_sent().contains("There was nothing to take back."));
    let counts = &setting.world.json(&["status"])[0]["replies"];
    assert_eq!(*counts, serde_json::json!({ "taken": 3, "not_understood": 0, "refused": 0 }));
}

#[test]
fn what_is_not_the_owners_answer_changes_nothing() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    let cite = |id: &str| citing(&letter, id);
    setting.put("INBOX", USER, USER, 0, &cite("a"), "never 1");
    setting.put("INBOX", "Eve <eve@bad.example>", USER, 0, &cite("b"), "never 1");
    setting.put("Sent", USER, "Ana Rey <ana@rey.example>", 0, &cite("c"), "never 1");
    setting.put("Sent", USER, USER, 0, &format!("{}Auto-Submitted: auto-replied\n", cite("d")), "never 1");
    setting.put(
        "Sent",
        USER,
        USER,
        0,
        &cite("e").replace(&letter.message_id, "<nudges.1@studio.example>"),
        "never 1",
    );
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (0, 1));
    // Twice something else than a command: told once what counts.
    setting.answer(&letter, "f", "Thanks a lot!");
    setting.answer(&letter, "g", "Could you remind me in spring?");
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (0, 2));
    assert!(setting.last_sent().contains("none of the words below"));
    let counts = &setting.world.json(&["status"])[0]["replies"];
    assert_eq!(*counts, serde_json::json!({ "taken": 0, "not_understood": 2, "refused": 4 }));
    assert!(
        setting.world.run(&["status"]).out.contains("answers to letters: 0 followed, 2 not understood, 4")
    );
}

#[test]
fn why_no_favor_and_a_pause_are_followed() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    setting.answer(&letter, "one", "why 1\npause all 2w\n7 done");
    setting.sync();
    let text = setting.last_sent();
    for told in [", rests on this:", "Could you send me the floor plan", "No letter comes before", "no 7"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let config = config::load(&setting.world.path("config.toml")).unwrap_or_else(|_| unreachable!());
    let mut store = setting.store();
    store.schedule(letters::JOB, now() - SignedDuration::from_hours(1)).unwrap();
    letters::write_due(&mut store, &config, now()).unwrap();
    assert_eq!(setting.letters().len(), 2, "paused");
    assert!(store.due_at(letters::JOB).unwrap().unwrap() > now(), "and the next one is planned");
}

#[test]
fn answers_are_not_read_where_the_config_says_so() {
    let setting = Setting::new("replies = false\n");
    let [letter] = setting.letters().try_into().unwrap();
    assert!(!setting.last_sent().contains("1 done"));
    setting.answer(&letter, "one", "1 done");
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (0, 1));
}

#[test]
fn two_that_share_a_mailbox_never_answer_each_other() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    setting.answer(&letter, "one", "1 done");
    setting.sync();
    let acknowledged = setting.last_sent();
    // Another one with the same owner writes, and everything either sent lies in both folders.
    let other = World::new().raw_config(&fs::read_to_string(setting.world.path("config.toml")).unwrap());
    assert_eq!(other.run(&["sync"]).code, Some(0));
    other.run(&["nudge", "--send"]);
    let theirs = crate::world::files_under(&other.path("state").join("outbox"));
    for (number, (_, bytes)) in theirs.iter().enumerate() {
        for folder in ["INBOX", "Sent"] {
            setting.mail.deliver(folder, &format!("theirs{number}"), now(), &String::from_utf8_lossy(bytes));
            setting.mail.deliver(folder, "ours", now(), &acknowledged);
        }
    }
    for _ in 0..2 {
        setting.sync();
        assert_eq!(other.run(&["sync"]).code, Some(0));
    }
    assert!(!theirs.is_empty());
    assert_eq!(setting.letters().len(), 2, "one letter, one acknowledgement");
    assert_eq!(Store::open(&other.path("state")).unwrap().outbox(99).unwrap().len(), theirs.len());
}

#[test]
fn no_kill_follows_an_answer_twice_or_by_half() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    setting.answer(&letter, "one", "1 done\n2 less");
    for round in 1..=KILLS {
        let mut child =
            setting.world.command().arg("sync").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(round * round * 3));
        let _ = child.kill();
        child.wait().unwrap();
        let (rulings, letters) = (setting.rulings().len(), setting.letters().len());
        assert!((rulings, letters) == (0, 1) || (rulings, letters) == (2, 2), "{rulings} {letters}");
    }
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (2, 2));
}

#[test]
fn who_was_forgotten_is_no_item_any_more() {
    let setting = Setting::new("");
    let [letter] = setting.letters().try_into().unwrap();
    let names =
        |run: &str| ["Ana Rey", "Ben Ito"].into_iter().find(|name| run.contains(&format!("1. {name}")));
    let first = names(&setting.last_sent()).unwrap();
    setting.answer(&letter, "one", "1 note: has a boat\n1 less");
    setting.sync();
    assert_eq!(setting.rulings().len(), 2);
    assert_eq!(setting.world.run(&["forget", first, "--yes"]).code, Some(0));
    assert_eq!(setting.rulings().len(), 0);
    let address = if first == "Ana Rey" { "ana@rey.example" } else { "ben@ito.example" };
    for (path, bytes) in crate::world::files_under(&setting.world.path("state")) {
        let is_journal = path.file_name().unwrap().to_str().unwrap().starts_with("goodwill.db");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!is_journal || !(text.contains(address) || text.contains("boat")), "{}", path.display());
    }
    setting.answer(&letter, "two", "1 done");
    setting.sync();
    assert!(setting.last_sent().contains("That letter has no 1"));
    assert_eq!(setting.rulings().len(), 0);
}
