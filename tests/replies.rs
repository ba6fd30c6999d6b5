//! Answers to letters: the owner answers in his mail program, goodwill follows once and says so once.

mod together;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use goodwill::clock::{Clock, SystemClock};
use goodwill::config;
use goodwill::delivery::{OutboxState, Step};
use goodwill::service::agenda;
use goodwill::service::gate::Gate;
use goodwill::service::keys::Keys;
use goodwill::service::letters::{self, Written};
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
        let setting = Self::unsent(delivery);
        let sent = setting.world.run(&["nudge", "--send"]);
        assert_eq!(sent.code, Some(0), "{}{}", sent.out, sent.err);
        setting
    }

    /// Before any letter was written.
    fn unsent(delivery: &str) -> Self {
        let (world, mail) = (World::new(), Dovecot::start());
        let secret = world.path("password");
        fs::write(&secret, PASSWORD).unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let text = format!(
            "[me]\nname = \"Alex Moreau\"\naddresses = [\"{USER}\"]\ntimezone = \"Europe/Berlin\"\n\
             [nudges]\nbar = 0.0\nquiet = \"off\"\n\
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

    /// Writes what is due, an hour after it was.
    fn write_due(&self) -> Written {
        let config = config::load(&self.world.path("config.toml")).unwrap_or_else(|_| unreachable!());
        let mut store = self.store();
        store.schedule(agenda::DIGEST, now() - SignedDuration::from_hours(1)).unwrap();
        let written = agenda::write_due(&mut store, &config, now()).unwrap();
        assert!(store.due_at(agenda::DIGEST).unwrap().unwrap() > now(), "the next one is planned");
        written
    }

    /// Sends what waits, and gives the text of the last letter.
    fn last_sent(&self) -> String {
        let config = config::load(&self.world.path("config.toml")).unwrap_or_else(|_| unreachable!());
        let state = self.world.path("state");
        let keys = Keys::new(state.clone(), Arc::new(SystemClock));
        let dispatch = letters::dispatch(&config, &keys, &Gate::default()).unwrap().unwrap();
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
    // The copy in the inbox is read first, and counts for nothing.
    setting.put("INBOX", USER, USER, 0, &citing(&letter, "one"), "1 done");
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
    assert!(reasons.contains(&"snoozed"), "{reasons:?}");
    let questions = || {
        let people = setting.world.json(&["people"]);
        people.iter().filter(|one| one["loops"].to_string().contains("reply_owed")).count()
    };
    assert_eq!(questions(), 1, "what is done is open no more");

    // Read again, and under other numbers: nothing more happens.
    setting.sync();
    setting.mail.renumber("Sent");
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (3, 2));

    // Undo answers the acknowledgement, and takes all of it back.
    setting.answer(&answer, "two", "undo");
    setting.sync();
    assert_eq!((setting.rulings().len(), setting.letters().len()), (0, 3));
    assert!(setting.last_sent().contains("Three things are taken back:"));
    assert_eq!(questions(), 2);
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
    let setting = Setting::new("first_letter = false\n");
    let [letter] = setting.letters().try_into().unwrap();
    setting.answer(&letter, "one", "why 1\npause all 2w\n7 done");
    setting.sync();
    let text = setting.last_sent();
    for told in [", rests on this:", "Could you send me the floor plan", "No letter comes before", "no 7"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert_eq!(setting.write_due(), Written::Nothing);
    assert_eq!(setting.letters().len(), 2, "paused");
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
    assert_eq!(setting.world.json(&["status"])[0]["replies"]["refused"], 0, "nor do they count as answers");
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

#[test]
fn the_first_letter_comes_before_all_others_and_settles_who_people_are() {
    let setting = Setting::unsent("");
    assert_eq!(setting.write_due(), Written::Queued);
    let [first] = setting.letters().try_into().unwrap();
    assert_eq!(first.kind, "first");
    let text = setting.last_sent();
    for told in
        ["Read so far: four messages", "Still open", "Who are they to you?", "Subject: Your mail is read"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    let numbered = |name: &str| {
        let line = text.lines().find(|line| line.contains(&format!(". {name}: in touch on"))).unwrap();
        line.split('.').next().unwrap().to_owned()
    };
    let (ana, ben) = (numbered("Ana Rey"), numbered("Ben Ito"));
    setting.answer(&first, "one", &format!("{ana} family\n{ben} ignore"));
    setting.sync();
    assert_eq!(setting.world.person("Ana Rey")["regime"], "communal");
    assert!(setting.world.json(&["people"]).iter().all(|person| person["name"] != "Ben Ito"));
    assert!(setting.last_sent().contains("Ben Ito: left out of everything."));
    assert!(text.contains("Answer with such words, one to a line"), "{text}");
    setting.answer(&first, "two", &format!("{ana} why\n{ana} gut <befreundet>\n{ana} friend"));
    setting.sync();
    let told = setting.last_sent();
    assert!(told.contains(&format!("{ana} asks who Ana Rey is to you")), "{told}");
    assert!(told.contains(&format!("{ana} gut <befreundet>")), "{told}");
    assert!(told.contains("is none of the words below"), "{told}");
    assert_eq!(setting.world.person("Ana Rey")["regime"], "communal", "what stands under it is not followed");
    assert_eq!(setting.write_due(), Written::Nothing, "told once, and what it told rests");
    assert_eq!(setting.letters().len(), 3);
}

#[test]
fn without_a_first_letter_the_usual_one_comes() {
    let setting = Setting::unsent("first_letter = false\n");
    assert_eq!(setting.write_due(), Written::Queued);
    assert_eq!(setting.letters()[0].kind, "nudges");
}

#[test]
fn the_first_letter_waits_for_every_source_for_a_day() {
    for (hours, expected) in [(23, Written::Nothing), (25, Written::Queued)] {
        let setting = Setting::unsent("");
        let path = setting.world.path("config.toml");
        let more = "[[calendar]]\nname = \"far\"\nurl = \"http://localhost:9/far.ics\"\n";
        fs::write(&path, fs::read_to_string(&path).unwrap() + more).unwrap();
        assert_eq!(setting.write_due(), Written::Nothing, "the calendar was never read");
        let since = now() - SignedDuration::from_hours(hours);
        setting.store().note_failure("calendar far", "it is away", since).unwrap();
        assert_eq!(setting.write_due(), expected);
        setting.store().note_read("calendar far", 0, None, now()).unwrap();
        setting.write_due();
        assert_eq!(setting.letters().iter().filter(|letter| letter.kind == "first").count(), 1);
    }
}
