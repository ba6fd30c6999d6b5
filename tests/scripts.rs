//! Scripted conversations end in exactly the favors and loops that they should.
//!
//! A script begins with `= title`, may set `as-of DATE` and regimes (`regime gil market`), then tells messages as
//! `MM-DD HH:MM who > whom, whom cc whom re N | subject` with their text below, and meetings as
//! `meet MM-DD HH:MM who, who | title`. It ends with what must be in the books, one a line: `favor who way kind status`
//! and `loop who kind`. What is not listed must not be there.
//!
//! Scripts of loops tell loops only, each with its due date and certainty where it has one (`loop who kind 2026-03-06
//! hard`), and `unthanked who` for routine help of which none was thanked for. In them `clock -0800` sets the senders'
//! clock, `with Header: …` after the head of a message adds a header, `leads who kind` says what `people` names first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use goodwill::books::{Books, Journal, Policies};
use goodwill::conversations::{ListPosts, Policy};
use goodwill::inference::meetings::MeetingPolicy;
use goodwill::inference::{Basis, EpisodePolicy};
use goodwill::ledger;
use goodwill::observations::calendar::{self, Window};
use goodwill::observations::mail::{self, Reception, Trust};
use goodwill::people::{Address, OwnerAddresses, PersonRuling, Regime, Society};
use goodwill::relationships;
use jiff::Timestamp;
use jiff::tz::{self, TimeZone};

/// Everybody in the scripts. The owner is Sam; whoever is at his firm is a colleague.
const CAST: [(&str, &str); 13] = [
    ("sam", "Sam Okafor <sam@home.example>"),
    ("sam2", "Sam Okafor <sam@office.example>"),
    ("ana", "Ana Reis <ana@studio.example>"),
    ("ben", "Ben Ito <ben@yard.example>"),
    ("cy", "Cy Moss <cy@lab.example>"),
    ("lena", "Lena Voss <lena@site.example>"),
    ("maria", "Maria Holm <maria@mill.example>"),
    ("bob", "Bob Quist <bob@bank.example>"),
    ("ida", "Ida Falk <ida@museum.example>"),
    ("dora", "Dora Lind <dora@firm.example>"),
    ("erik", "Erik Baum <erik@firm.example>"),
    ("fay", "Fay Ross <fay@firm.example>"),
    ("gil", "Gil Tan <gil@hosting.example>"),
];

/// Words that begin what must be in the books.
const EXPECTED: [&str; 4] = ["favor ", "loop ", "unthanked ", "leads "];

/// One script as told.
#[derive(Default)]
pub(crate) struct Script {
    title: String,
    as_of: String,
    regimes: Vec<(String, Regime)>,
    messages: Vec<String>,
    meetings: String,
    expected: BTreeSet<String>,
    clock: Option<String>,
}

fn mailbox(who: &str) -> &'static str {
    CAST.iter().find(|(name, _)| *name == who.trim()).unwrap_or_else(|| panic!("nobody is {who}")).1
}

fn address(who: &str) -> Address {
    let mailbox = mailbox(who);
    let start = mailbox.find('<').unwrap() + 1;
    Address::parse(&mailbox[start..mailbox.len() - 1]).unwrap()
}

fn mailboxes(list: &str) -> String {
    list.split(',').map(mailbox).collect::<Vec<_>>().join(", ")
}

impl Script {
    /// Begins a message: `MM-DD HH:MM who > whom cc whom re N | subject`.
    fn message(&mut self, head: &str) {
        let (route, subject) = head.split_once(" | ").unwrap();
        let (when, route) = route.split_at(11);
        let (from, to) = route.split_once(" > ").unwrap();
        let (to, parent) = to.split_once(" re ").map_or((to, None), |(to, parent)| (to, Some(parent)));
        let (to, cc) = to.split_once(" cc ").map_or((to, None), |(to, cc)| (to, Some(cc)));
        let at: Timestamp = format!("2026-{}:00Z", when.replace(' ', "T")).parse().unwrap();
        let mut raw = format!(
            "Message-ID: <{}@mail.example>\nDate: {}\nFrom: {}\nTo: {}\nSubject: {subject}\n",
            self.messages.len() + 1,
            self.dated(at),
            mailbox(from),
            mailboxes(to),
        );
        if let Some(cc) = cc {
            writeln!(raw, "Cc: {}", mailboxes(cc)).unwrap();
        }
        if let Some(parent) = parent {
            writeln!(raw, "In-Reply-To: <{}@mail.example>", parent.trim()).unwrap();
        }
        raw.push('\n');
        self.messages.push(raw);
    }

    /// An instant as the sender's clock shows it.
    fn dated(&self, at: Timestamp) -> String {
        let offset = self.clock.as_deref().unwrap_or("+0000");
        let hours: i8 = offset[..3].parse().unwrap();
        let there = at.to_zoned_datetime(TimeZone::fixed(tz::offset(hours)));
        there.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }

    /// A meeting of an hour: `MM-DD HH:MM who, who | title`, called by the first.
    fn meeting(&mut self, head: &str) {
        let (route, title) = head.split_once(" | ").unwrap();
        let (when, who) = route.split_at(11);
        let start = format!("2026{}00", when.replace(['-', ':'], "").replace(' ', "T"));
        let number = self.meetings.len();
        write!(
            self.meetings,
            "BEGIN:VEVENT\r\nUID:meet-{number}\r\nDTSTART:{start}Z\r\nDURATION:PT1H\r\nSUMMARY:{title}\r\n"
        )
        .unwrap();
        for (place, one) in who.split(',').enumerate() {
            let address = address(one);
            if place == 0 {
                write!(self.meetings, "ORGANIZER:mailto:{address}\r\n").unwrap();
            }
            write!(self.meetings, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:{address}\r\n").unwrap();
        }
        self.meetings.push_str("END:VEVENT\r\n");
    }

    /// The mail as an mbox and as a Maildir, and the meetings as a calendar, in a directory.
    pub(crate) fn write(&self, directory: &Path) -> [PathBuf; 3] {
        let paths = ["mail.mbox", "mail", "calendar.ics"].map(|name| directory.join(name));
        let mut mbox = String::new();
        for raw in &self.messages {
            write!(mbox, "From story@mail.example Thu Jan  1 00:00:00 2026\n{raw}\n").unwrap();
        }
        fs::write(&paths[0], mbox).unwrap();
        for name in ["cur", "new", "tmp"] {
            fs::create_dir_all(paths[1].join(name)).unwrap();
        }
        for (number, raw) in self.messages.iter().enumerate() {
            fs::write(paths[1].join(format!("cur/{number}.story:2,S")), raw).unwrap();
        }
        fs::write(&paths[2], self.calendar()).unwrap();
        paths
    }

    fn calendar(&self) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", self.meetings)
    }

    /// The same with other words, as of another day where one is named.
    pub(crate) fn reworded(&self, word: impl Fn(&str) -> String, as_of: Option<&str>) -> Self {
        Self {
            title: self.title.clone(),
            as_of: as_of.unwrap_or(&self.as_of).to_owned(),
            regimes: self.regimes.clone(),
            messages: self.messages.iter().map(|message| word(message)).collect(),
            meetings: word(&self.meetings),
            expected: BTreeSet::new(),
            clock: self.clock.clone(),
        }
    }

    /// What was recorded of it.
    pub(crate) fn journal(&self) -> Journal {
        let window = Window {
            from: "2024-01-01T00:00:00Z".parse().unwrap(),
            until: "2028-01-01T00:00:00Z".parse().unwrap(),
        };
        let reception = Reception { received: None, trust: Trust::Owner, floating: TimeZone::UTC, window };
        Journal {
            messages: self.messages.iter().map(|raw| mail::read(raw.as_bytes(), &reception).facts).collect(),
            objects: calendar::read(self.calendar().as_bytes(), &TimeZone::UTC, window).objects,
            ..Journal::default()
        }
    }

    /// What a journal comes to as of this script's instant.
    pub(crate) fn fold(&self, journal: Journal) -> Books {
        Books::fold(journal, &self.policies(), format!("{}T00:00:00Z", self.as_of).parse().unwrap())
    }

    fn policies(&self) -> Policies {
        let rulings = self.regimes.iter().map(|(who, regime)| {
            (address(who).identity_key(), PersonRuling { regime: Some(*regime), ..PersonRuling::default() })
        });
        Policies {
            correspondence: Policy {
                name: String::new(),
                owner: OwnerAddresses::new([&address("sam"), &address("sam2")]),
                zone: TimeZone::UTC,
                ignored: Vec::new(),
                lists: ListPosts::Weak,
            },
            society: Society {
                own_domains: BTreeSet::from(["firm.example".to_owned()]),
                rulings: rulings.collect::<BTreeMap<_, _>>(),
                ..Society::default()
            },
            meetings: MeetingPolicy::default(),
            episodes: EpisodePolicy::default(),
            ledger: ledger::Policy::default(),
            relationships: relationships::Policy::default(),
        }
    }

    /// What the books say, as the script would. Favors of one kind and person are told apart by a number.
    fn found(&self) -> BTreeSet<String> {
        let books = self.fold(self.journal());
        let mut found = BTreeSet::new();
        let name = |person| books.directory.person(person).unwrap().first_name().to_lowercase();
        for entry in books.entries.iter().filter(|entry| entry.basis == Basis::Favor) {
            let line = format!(
                "favor {} {} {} {}",
                name(entry.person),
                word(&entry.direction),
                word(&entry.kind),
                word(&entry.status)
            );
            let line = if found.contains(&line) { format!("{line} again") } else { line };
            found.insert(line);
        }
        for relationship in &books.relationships {
            for open in &relationship.loops {
                found.insert(format!("loop {} {}", name(relationship.person), word(&open.kind)));
            }
        }
        found
    }
}

/// What the books say of loops, as the scripts of loops would.
fn loops_found(script: &Script) -> BTreeSet<String> {
    let books = script.fold(script.journal());
    let tells_lead = script.expected.iter().any(|line| line.starts_with("leads "));
    let mut found = BTreeSet::new();
    for relationship in &books.relationships {
        let name = books.directory.person(relationship.person).unwrap().first_name().to_lowercase();
        for open in &relationship.loops {
            let due = open.due.map(|due| format!(" {} {}", due.date, word(&due.certainty)));
            found.insert(format!("loop {name} {}{}", word(&open.kind), due.unwrap_or_default()));
        }
        if !relationship.unthanked_helps.is_empty() {
            found.insert(format!("unthanked {name}"));
        }
        if tells_lead {
            let first = relationship.leading_loop(books.as_of).map(|open| word(&open.kind));
            found.insert(format!("leads {name} {}", first.unwrap_or_else(|| "nothing".to_owned())));
        }
    }
    found
}

/// The name by which serde writes a plain variant.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn regime(name: &str) -> Regime {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).unwrap()
}

fn scripts(text: &str) -> Vec<Script> {
    let mut scripts: Vec<Script> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("= ") {
            scripts.push(Script {
                title: title.to_owned(),
                as_of: "2026-03-31".to_owned(),
                ..Script::default()
            });
            continue;
        }
        let Some(script) = scripts.last_mut() else { continue };
        if let Some(date) = line.strip_prefix("as-of ") {
            date.clone_into(&mut script.as_of);
        } else if let Some(said) = line.strip_prefix("regime ") {
            let (who, name) = said.split_once(' ').unwrap();
            script.regimes.push((who.to_owned(), regime(name)));
        } else if let Some(head) = line.strip_prefix("meet ") {
            script.meeting(head);
        } else if let Some(clock) = line.strip_prefix("clock ") {
            script.clock = Some(clock.to_owned());
        } else if let Some(header) = line.strip_prefix("with ")
            && let Some(message) = script.messages.last_mut().filter(|message| message.ends_with("\n\n"))
            && header.contains(": ")
        {
            message.pop();
            write!(message, "{header}\n\n").unwrap();
        } else if EXPECTED.iter().any(|word| line.starts_with(word)) {
            script.expected.insert(line.to_owned());
        } else if line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(" > ") {
            script.message(line);
        } else if let Some(message) = script.messages.last_mut() {
            message.push_str(line);
            message.push('\n');
        }
    }
    scripts
}

/// The scripts of a file.
pub(crate) fn told(file: &str) -> Vec<Script> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/conversations").join(file);
    scripts(&fs::read_to_string(path).unwrap())
}

/// Scripts of a file that end otherwise than they should, and how many there are.
fn wrong(file: &str, found: impl Fn(&Script) -> BTreeSet<String>) -> (usize, String) {
    let scripts = told(file);
    let mut wrong = String::new();
    for script in &scripts {
        let found = found(script);
        if found != script.expected {
            writeln!(wrong, "{}", script.title).unwrap();
            for line in found.symmetric_difference(&script.expected) {
                let side = if found.contains(line) { "found" } else { "missing" };
                writeln!(wrong, "    {side}: {line}").unwrap();
            }
        }
    }
    (scripts.len(), wrong)
}

fn holds(file: &str, least: usize) {
    of(file, least, Script::found);
}

fn of(file: &str, least: usize, found: impl Fn(&Script) -> BTreeSet<String>) {
    let (count, wrong) = wrong(file, found);
    assert!(count >= least, "{file} holds only {count} scripts");
    assert!(wrong.is_empty(), "{file}:\n{wrong}");
}

#[test]
fn conversations_of_two_end_as_told() {
    holds("two.txt", 54);
}

#[test]
fn conversations_of_several_end_as_told() {
    holds("several.txt", 27);
}

#[test]
fn loops_open_and_close_as_told() {
    of("loops.txt", 120, loops_found);
}

#[test]
fn loops_of_other_languages_open_and_close_as_told() {
    of("languages.txt", 14, loops_found);
}

#[test]
fn what_is_routine_posts_nothing_and_what_is_more_posts() {
    holds("gate.txt", 40);
}
