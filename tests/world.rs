//! A world for tests: an owner, the mail and meetings of a story, and the real program run on them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use goodwill::config::Whose;
use goodwill::service::intake::Reading;
use goodwill::store::Recorded;
use serde_json::Value;
use tempfile::TempDir;

/// The owner's address in every story.
pub(crate) const ME: &str = "sam@home.example";

/// An owner with a config, a mailbox and a ledger in a directory of their own.
pub(crate) struct World {
    directory: TempDir,
    mbox: String,
    messages: usize,
    as_of: Option<String>,
}

/// What a run of the program came to.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let world = Self { directory, mbox: String::new(), messages: 0, as_of: None };
        world.config("")
    }

    /// A world that answers as of a date.
    pub(crate) fn at(date: &str) -> Self {
        Self { as_of: Some(date.to_owned()), ..Self::new() }
    }

    /// The config: `[me]` and what is added.
    pub(crate) fn config(self, added: &str) -> Self {
        self.raw_config(&format!(
            "[me]\nname = \"Sam Okafor\"\naddresses = [\"{ME}\"]\ntimezone = \"Europe/Berlin\"\n{added}"
        ))
    }

    /// The config as it stands in the file.
    pub(crate) fn raw_config(self, text: &str) -> Self {
        fs::write(self.path("config.toml"), text).unwrap();
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Somebody writes to the owner.
    pub(crate) fn from(self, who: &str, date: &str, subject: &str, body: &str) -> Self {
        self.message(who, ME, date, subject, "", body)
    }

    /// The owner writes to somebody.
    pub(crate) fn to(self, who: &str, date: &str, subject: &str, body: &str) -> Self {
        self.message(ME, who, date, subject, "", body)
    }

    /// A message with header fields of its own (each ended by a line break). `date` is `2026-03-02 09:00`, UTC.
    pub(crate) fn message(
        mut self,
        from: &str,
        to: &str,
        date: &str,
        subject: &str,
        fields: &str,
        body: &str,
    ) -> Self {
        self.messages += 1;
        let instant: jiff::Timestamp = format!("{}:00Z", date.replace(' ', "T")).parse().unwrap();
        let written = instant.strftime("%a, %d %b %Y %H:%M:%S +0000");
        write!(
            self.mbox,
            "From story@mail.example Thu Jan  1 00:00:00 2026\nMessage-ID: <{}@mail.example>\nDate: {written}\n\
             From: {from}\nTo: {to}\nSubject: {subject}\n{fields}\n{body}\n\n",
            self.messages
        )
        .unwrap();
        self
    }

    /// Writes the mail told so far to `mail.mbox`.
    pub(crate) fn write_mail(&self) -> PathBuf {
        let path = self.path("mail.mbox");
        fs::write(&path, &self.mbox).unwrap();
        path
    }

    /// Reads the mail told so far into the ledger.
    pub(crate) fn import(self) -> Self {
        let path = self.write_mail();
        let run = self.run(&["import", path.to_str().unwrap()]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        self
    }

    /// Runs the program with this world's config and state.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(self.command().args(arguments))
    }

    /// The program with this world's config and state, nothing of the tester's own environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = program();
        command.env("HOME", self.directory.path());
        command.arg("--config").arg(self.path("config.toml")).arg("--state").arg(self.path("state"));
        if let Some(as_of) = &self.as_of {
            command.arg("--as-of").arg(as_of);
        }
        command
    }

    /// The objects that a command prints in JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let run = run(self.command().args(arguments).arg("--json"));
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The one person whose name is this, as `people --json` prints it.
    pub(crate) fn person(&self, name: &str) -> Value {
        let people = self.json(&["people"]);
        let found: Vec<&Value> = people.iter().filter(|person| person["name"] == name).collect();
        assert_eq!(found.len(), 1, "{name} among {people:#?}");
        found[0].clone()
    }

    /// Entries as `with direction kind basis status`, by time.
    pub(crate) fn entries(&self) -> Vec<String> {
        let entries = self.json(&["ledger", "--all"]);
        let told = entries.iter().map(|entry| {
            ["name", "direction", "kind", "basis", "status"]
                .map(|key| entry[key].as_str().unwrap().to_owned())
                .join(" ")
        });
        told.collect()
    }

    /// Everything the ledger says, for comparison: entries and people. Two calls are answered for one instant (the
    /// silence of a person grows between them otherwise), which is after every story told here.
    pub(crate) fn ledger(&self) -> (Vec<Value>, Vec<Value>) {
        let as_of = self.as_of.as_deref().unwrap_or("2027-01-01");
        let told = |arguments: &[&str]| self.json(&[arguments, &["--as-of", as_of]].concat());
        (told(&["ledger", "--all"]), told(&["people"]))
    }
}

/// Reads a small calendar of the owner's into the batch.
pub(crate) fn read_calendar(reading: &mut Reading, text: &str) {
    for object in reading.objects("calendar", text.as_bytes(), Whose::Owner) {
        reading.batch.push(Recorded::Calendar(object));
    }
}

/// The program, with an empty environment.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goodwill"));
    command.env_clear().env("NO_COLOR", "1").env("TZ", "UTC");
    command
}

pub(crate) fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().unwrap();
    Run {
        code: status.code(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// Every file under a directory, with its content.
pub(crate) fn files_under(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else {
            let content = fs::read(&path).unwrap();
            found.push((path, content));
        }
    }
    found.sort();
    found
}
