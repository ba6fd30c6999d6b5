//! Scripted conversations end in exactly the favors and loops that they should.
//!
//! A script begins with `= title`, may set `as-of DATE` and regimes (`regime gil market`), then tells messages as
//! `MM-DD HH:MM who > whom, whom cc whom re N | subject` with their text below, and meetings as
//! `meet MM-DD HH:MM who, who | title`. It ends with what must be in the books, one a line: `favor who way kind status`
//! and `loop who kind`. What is not listed must not be there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

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
use jiff::tz::TimeZone;

/// Everybody in the scripts. The owner is Sam; whoever is at his firm is a colleague.
const CAST: [(&str, &str); 12] = [
    ("sam", "Sam Okafor <sam@home.example>"),
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

/// One script as told.
#[derive(Default)]
pub(crate) struct Script {
    title: String,
    as_of: String,
    regimes: Vec<(String, Regime)>,
    messages: Vec<String>,
    meetings: String,
    expected: BTreeSet<String>,
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
            at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
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

    /// What was recorded of it.
    pub(crate) fn journal(&self) -> Journal {
        let window = Window {
            from: "2024-01-01T00:00:00Z".parse().unwrap(),
            until: "2028-01-01T00:00:00Z".parse().unwrap(),
        };
        let reception = Reception { received: None, trust: Trust::Owner, floating: TimeZone::UTC, window };
        let calendar = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", self.meetings);
        Journal {
            messages: self.messages.iter().map(|raw| mail::read(raw.as_bytes(), &reception).facts).collect(),
            objects: calendar::read(calendar.as_bytes(), &TimeZone::UTC, window).objects,
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
                owner: OwnerAddresses::new([&address("sam")]),
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
        } else if line.starts_with("favor ") || line.starts_with("loop ") {
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
fn wrong(file: &str) -> (usize, String) {
    let scripts = told(file);
    let mut wrong = String::new();
    for script in &scripts {
        let found = script.found();
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
    let (count, wrong) = wrong(file);
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
fn what_is_routine_posts_nothing_and_what_is_more_posts() {
    holds("gate.txt", 40);
}
