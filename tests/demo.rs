//! The demo tells its story: who is a person and who is not, what was done for whom, what is open.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::{Date, date};
use serde_json::Value;
use tempfile::TempDir;

use super::world::{program, run};

/// People of the stories who must be found.
const PEOPLE: [&str; 28] = [
    "Amara Okafor",
    "Ana Teixeira",
    "Beatriz Santos",
    "Ben Carter",
    "Claire Moreau",
    "Derek Vance",
    "Diego Ramos",
    "Dmitri Volkov",
    "Emma Clarke",
    "Fatima Haddad",
    "Gareth Pugh",
    "Hannah Weiss",
    "Ingrid Moe",
    "Jonas Lindqvist",
    "José Álvarez",
    "Julie Moreau",
    "Kenji Watanabe",
    "Lena Fischer",
    "Luc Moreau",
    "Marianne Holt",
    "Martin Kessler",
    "Noor Rahman",
    "Priya Nair",
    "Rachel Stone",
    "Sofia Almeida",
    "Søren Dahl",
    "Wei Li",
    "Yuki Tanaka",
];

/// Favors that the stories tell of, `name direction kind`, beside others.
const FAVORS: [&str; 18] = [
    "Priya Nair received opportunity",
    "Priya Nair given advice",
    "Priya Nair given help",
    "Priya Nair received introduction",
    "Marianne Holt received advice",
    "Beatriz Santos received introduction",
    "Lena Fischer given introduction",
    "Diego Ramos given introduction",
    "Lena Fischer received help",
    "Kenji Watanabe received help",
    "Emma Clarke received gift",
    "Emma Clarke given help",
    "Rachel Stone received opportunity",
    "Søren Dahl given recommendation",
    "Søren Dahl received recommendation",
    "Fatima Haddad received concession",
    "Fatima Haddad given help",
    "Derek Vance given help",
];

/// People with whom there is no favor: family, routine work, grief, what is paid for.
const NO_FAVORS: [&str; 12] = [
    "Ana Teixeira",
    "Ben Carter",
    "Claire Moreau",
    "Dmitri Volkov",
    "Gareth Pugh",
    "Hannah Weiss",
    "Julie Moreau",
    "Luc Moreau",
    "Martin Kessler",
    "Sofia Almeida",
    "Wei Li",
    "Yuki Tanaka",
];

/// The demo's files, read into a ledger.
struct Shown {
    directory: TempDir,
    as_of: Option<Date>,
}

impl Shown {
    /// As `goodwill demo` shows it now.
    fn today() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let shown = run(program().args(["demo", "--output"]).arg(directory.path()));
        assert_eq!(shown.code, Some(0), "{}", shown.err);
        assert!(shown.out.contains("Amara Okafor: a promise of yours"), "{}", shown.out);
        Self { directory, as_of: None }
    }

    /// As it would be shown on a day.
    fn on(day: Date) -> Self {
        let shown = Self { directory: tempfile::tempdir().unwrap(), as_of: Some(day) };
        let demo = goodwill::demo::build(day);
        let files: [(&str, &[u8]); 4] = [
            ("config.toml", demo.config.as_bytes()),
            ("mailbox.mbox", &demo.mbox),
            ("calendar.ics", &demo.calendar),
            ("contacts.vcf", &demo.cards),
        ];
        for (name, content) in files {
            std::fs::write(shown.path().join(name), content).unwrap();
        }
        for (name, _) in &files[1..] {
            let path = shown.path().join(name);
            shown.run(&["import", path.to_str().unwrap()]);
        }
        shown
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = program();
        command.arg("--config").arg(self.path().join("config.toml"));
        command.arg("--state").arg(self.path().join("state"));
        if let Some(day) = self.as_of {
            command.args(["--as-of", &day.to_string()]);
        }
        let done = run(command.args(arguments));
        assert_eq!(done.code, Some(0), "{arguments:?}: {}", done.err);
        done.out
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let out = self.run(&[arguments, &["--json"]].concat());
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn person(&self, name: &str) -> Value {
        self.json(&["show", name]).swap_remove(0)
    }

    /// `name direction kind` of all favors.
    fn favors(&self) -> Vec<String> {
        let entries = self.json(&["ledger", "--all", "--limit", "1000"]);
        let favors = entries.iter().filter(|entry| entry["basis"] == "favor");
        favors.map(|entry| ["name", "direction", "kind"].map(|key| text(entry, key)).join(" ")).collect()
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn names(values: &[Value]) -> BTreeSet<String> {
    values.iter().map(|value| text(value, "name")).collect()
}

/// What must hold on any day.
fn tells_the_story(shown: &Shown) {
    let people = shown.json(&["people"]);
    assert_eq!(names(&people), PEOPLE.map(str::to_owned).into());

    let favors = shown.favors();
    for expected in FAVORS {
        assert!(favors.iter().any(|favor| favor == expected), "{expected} among {favors:#?}");
    }
    for favor in &favors {
        assert!(!NO_FAVORS.iter().any(|name| favor.starts_with(name)), "{favor}");
    }
    let given_to_derek = favors.iter().filter(|favor| *favor == "Derek Vance given help").count();
    assert!(given_to_derek >= 10, "{given_to_derek}");
    assert!(!favors.iter().any(|favor| favor.starts_with("Derek Vance received")));
    assert_eq!(shown.person("Derek Vance")["giving"]["over_invested"], true);

    let mut open = BTreeSet::new();
    for person in &people {
        for kind in person["loops"].as_array().unwrap() {
            open.insert(format!("{}: {}", text(person, "name"), kind.as_str().unwrap()));
        }
    }
    let expected = [
        "Amara Okafor: promise_by_me",
        "Ingrid Moe: offer_open",
        "José Álvarez: reply_owed",
        "Søren Dahl: thanks_owed",
    ];
    assert_eq!(open, expected.map(str::to_owned).into());
}

/// What the letter says, and what it holds back for want of room.
fn writes_a_sensible_letter(shown: &Shown) {
    let all = shown.json(&["nudge"]);
    let told = |line: &Value| format!("{} {}", text(line, "kind"), text(line, "name"));
    let sent: Vec<String> = all.iter().filter(|line| !line["kind"].is_null()).map(told).collect();
    assert_eq!(sent, ["promise Amara Okafor", "neglected Jonas Lindqvist", "thanks Søren Dahl"]);
    let held: Vec<String> =
        all.iter().filter(|line| !line["nudge"].is_null()).map(|line| told(&line["nudge"])).collect();
    for expected in ["offer_open Ingrid Moe", "reply_owed José Álvarez", "underappreciated Wei Li"] {
        assert!(held.iter().any(|line| line.replace('-', "_") == expected), "{expected} among {held:#?}");
    }
    assert!(!all.iter().any(|line| line.to_string().contains("Hannah")), "grief is no matter of nudges");
}

#[test]
fn the_demo_of_today_tells_the_story() {
    let shown = Shown::today();
    tells_the_story(&shown);
    writes_a_sensible_letter(&shown);
    for file in ["nudge.eml", "nudge.txt", "nudge.html"] {
        assert!(shown.path().join(file).exists(), "{file}");
    }
}

#[test]
fn the_demo_tells_the_same_on_every_day_of_the_week_and_the_year() {
    // A leap Thursday, the first day of a year, Sunday and Monday about a change of clocks, a Saturday.
    for (year, month, day) in [(2024, 2, 29), (2027, 1, 1), (2026, 3, 29), (2026, 10, 26), (2026, 6, 20)] {
        let shown = Shown::on(date(year, month, day));
        tells_the_story(&shown);
        writes_a_sensible_letter(&shown);
    }
}

#[test]
fn two_addresses_are_one_person_and_families_are_not_tallied() {
    let shown = Shown::on(date(2026, 6, 17));
    let rachel = shown.person("Rachel Stone");
    assert_eq!(rachel["addresses"].as_array().map(Vec::len), Some(2), "{rachel:#}");
    for name in ["Claire Moreau", "Luc Moreau"] {
        let person = shown.person(name);
        assert!(person["given"].is_null() && person["balance"].is_null(), "{person:#}");
    }
    let hannah = shown.run(&["show", "Hannah"]);
    assert!(!hannah.contains("funeral") && !hannah.contains("loss"), "{hannah}");
    let marianne = shown.person("Marianne Holt");
    assert!(marianne["occasions"].as_u64().unwrap() >= 5, "they met and wrote: {marianne:#}");
}

#[test]
fn the_demo_is_told_for_the_day_asked_for() {
    let directory = TempDir::new().unwrap();
    let directory = directory.path();
    let run = run(program().args(["demo", "--as-of", "2024-02-29", "--output"]).arg(directory));
    assert_eq!(run.code, Some(0), "{}", run.err);
    let mbox = std::fs::read_to_string(directory.join("mailbox.mbox")).unwrap();
    assert!(mbox.contains("Feb 2024") && !mbox.contains(" Mar 2024 "), "the last mail is of the day before");
}
