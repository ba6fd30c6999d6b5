//! Measures the fold on an invented journal: the ledger by itself, and what a command takes that folds all of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use goodwill::conversations::{Letters, Party, ThreadId, threads};
use goodwill::inference::{Basis, Favor, FavorState, Kind, Step, favor_id};
use goodwill::ledger::{self, accounts, post};
use goodwill::observations::cues::{Act, Bearing, Confidence, Cue};
use goodwill::observations::{Authenticity, Facts, MessageId, Quoted};
use goodwill::people::{Address, Directory, Mailbox, PersonId, Society};
use goodwill::store::{Recorded, Store};
use jiff::{SignedDuration, Timestamp};

use crate::Outcome;
use crate::feed::processor_seconds;
use crate::import::watch;

/// Entries of the ledger that is folded by itself.
const ENTRIES: usize = 200_000;
/// Messages and people of the journal, where nothing else is said.
const MESSAGES: usize = 1_000_000;
const PEOPLE: usize = 20_000;
/// Messages recorded at a time.
const BATCH: usize = 10_000;
/// The first message, and the span over which all are spread.
const FIRST: &str = "2011-01-01T08:00:00Z";
const SPAN_HOURS: usize = 15 * 365 * 24;
/// A date in the middle, and the owner.
const PAST: &str = "2022-01-01";
const OWNER: &str = "sam@home.example";
/// A message more.
const NEW: &str = "From: Ada7 Byron7 <ada7@town7.example>\r\nTo: Sam <sam@home.example>\r\nMessage-ID: <{id}@town7.example>\r\n\
    Date: Fri, 2 Jan 2026 10:00:00 +0000\r\nSubject: The plan of house 7\r\n\r\nHi Sam,\r\n\r\nthank you for the plan!\r\n";
const CONFIG: &str = "[me]\nname = \"Sam\"\naddresses = [\"sam@home.example\"]\ntimezone = \"UTC\"\n";

pub(crate) const HELP: &str = "\
fold [MESSAGES PEOPLE [DIR]]
  What folding takes: the ledger by itself, posting 200,000 favors and summing the accounts; then the real program,
  `people --json` for now and for 2022, and `import` of one more message, on an invented journal of 1,000,000
  messages between the owner and 20,000 people, one in three with an act. Printed: seconds of the processor and the
  clock, peak resident memory. The journal stays in DIR, where one is given, and is used again where it is there.";

/// Measures both.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let (messages, people) = match arguments {
        [messages, people, ..] => (messages.parse()?, people.parse()?),
        [] => (MESSAGES, PEOPLE),
        _ => return Err("say how many messages and how many people, or nothing".into()),
    };
    ledger_alone()?;
    let scratch = tempfile::tempdir()?;
    let directory = arguments.get(2).map_or(scratch.path(), Path::new);
    let state = directory.join("state");
    if !state.exists() {
        let start = (Instant::now(), processor_seconds());
        write_journal(&state, messages, people)?;
        println!(
            "{messages} messages with {people} people, {} MB, recorded in {:.1} s, {:.1} s of the processor",
            fs::metadata(state.join("goodwill.db"))?.len() / 1_000_000,
            start.0.elapsed().as_secs_f64(),
            processor_seconds() - start.1,
        );
    }
    fs::write(directory.join("config.toml"), CONFIG)?;
    ask(directory, "people for now", &["people"])?;
    ask(directory, "people for the past", &["people", "--as-of", PAST])?;
    // The first is folded with all that was recorded before it.
    for (name, id) in [("import and the first fold", "one"), ("import of one message more", "another")] {
        let eml = directory.join(format!("{id}.eml"));
        fs::write(&eml, NEW.replace("{id}", id))?;
        ask(directory, name, &["import", eml.to_str().ok_or("the directory has no plain name")?])?;
    }
    Ok(())
}

/// Runs the real program on the journal and prints what it took.
fn ask(directory: &Path, name: &str, words: &[&str]) -> Outcome<()> {
    let start = (Instant::now(), children_seconds());
    let mut child = Command::new(env!("CARGO_BIN_EXE_goodwill"))
        .args(["--quiet", "--json", "--config"])
        .arg(directory.join("config.toml"))
        .arg("--state")
        .arg(directory.join("state"))
        .args(words)
        .stdout(Stdio::from(fs::File::create(directory.join("said"))?))
        .spawn()?;
    let peak_kib = watch(&mut child)?;
    let status = child.wait()?;
    if !status.success() {
        return Err(format!("{name} ended with {status}").into());
    }
    println!(
        "{name}: {:.2} s, {:.2} s of the processor, peak memory {} MiB, {} lines",
        start.0.elapsed().as_secs_f64(),
        children_seconds() - start.1,
        peak_kib.unwrap_or(0) / 1024,
        fs::read_to_string(directory.join("said"))?.lines().count(),
    );
    Ok(())
}

/// Time of the processor of all children that have ended (proc(5), cutime and cstime).
fn children_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<u32>().ok());
    f64::from(ticks.sum::<u32>()) / 100.0
}

/// Posts favors and sums the accounts.
fn ledger_alone() -> Outcome<()> {
    let seen: BTreeMap<Address, BTreeMap<String, u32>> =
        (0..PEOPLE).filter_map(|nth| Some((address(nth)?, BTreeMap::new()))).collect();
    let directory = Directory::build(&seen, &Society::default());
    let people: Vec<(PersonId, Address)> = directory
        .people()
        .values()
        .filter_map(|person| Some((person.id, person.addresses.first()?.clone())))
        .collect();
    let favors: Vec<Favor> = (0..ENTRIES).filter_map(|nth| favor(nth, &people)).collect();
    let policy = ledger::Policy::default();
    let as_of: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    let start = (Instant::now(), processor_seconds());
    let entries = post(&favors, &[], &directory, &policy, as_of);
    let found = accounts(&entries, &policy, as_of);
    println!(
        "ledger: {} entries, {} accounts in {:.3} s, {:.2} s of the processor",
        entries.len(),
        found.len(),
        start.0.elapsed().as_secs_f64(),
        processor_seconds() - start.1,
    );
    Ok(())
}

fn favor(nth: usize, people: &[(PersonId, Address)]) -> Option<Favor> {
    let (person, address) = people.get(at_random(nth) % people.len())?;
    let facts = message(nth, PEOPLE, ENTRIES)?;
    let by_owner = nth.is_multiple_of(2);
    let step = |at| {
        Box::new(Step {
            at,
            message: facts.id.clone(),
            quote: "Here is what you asked for".into(),
            confidence: Confidence::from_thousandths(700),
            due: None,
        })
    };
    let kind = [Kind::Help, Kind::Advice, Kind::Gift, Kind::Introduction][nth % 4];
    let giver = if by_owner { "given" } else { "received" };
    Some(Favor {
        id: favor_id(giver, Some(address), kind, facts.id.as_str()),
        kind,
        person: *person,
        giver: if by_owner { Party::Owner } else { Party::Person(*person) },
        thread: thread_of(&facts)?,
        topic: "".into(),
        asked: None,
        offered: None,
        promised: None,
        done: Some(step(facts.date)),
        thanked: nth.is_multiple_of(3).then(|| step(facts.date + SignedDuration::from_hours(5))),
        declined: None,
        state: FavorState::Done,
        basis: Basis::Favor,
        basis_reasons: Vec::new(),
        confidence: Confidence::from_thousandths(700),
        signs: Vec::new(),
        comes_back: false,
        trusted: true,
    })
}

fn thread_of(facts: &Facts) -> Option<ThreadId> {
    threads(std::iter::once(facts.clone()).collect::<Letters>()).pop()
}

fn write_journal(state: &Path, messages: usize, people: usize) -> Outcome<()> {
    let mut store = Store::open_or_create(state)?;
    let all: Vec<usize> = (0..messages).collect();
    for batch in all.chunks(BATCH) {
        let facts = batch.iter().filter_map(|&nth| message(nth, people, messages));
        let items: Vec<Recorded> = facts.map(|facts| Recorded::Message(Box::new(facts))).collect();
        store.record(&items)?;
    }
    Ok(())
}

/// The n-th message: each person's letters come in conversations of four, begun by either side in turn.
fn message(nth: usize, people: usize, messages: usize) -> Option<Facts> {
    // A few people have much of the mail: the square of a chance.
    let conversation = at_random(nth / 4);
    let chance = conversation % 1_000_000;
    let person = people * chance / 1_000_000 * chance / 1_000_000;
    let by_owner = (nth + nth / 4).is_multiple_of(2);
    let other =
        Mailbox { name: Some(format!("Ada{person} Byron{}", person % 977)), address: address(person)? };
    let owner = Mailbox { name: Some("Sam".to_owned()), address: Address::parse(OWNER)? };
    let hours = i64::try_from(SPAN_HOURS * (nth / 4) / (messages / 4).max(1) + nth % 4 * 7).ok()?;
    let id =
        |nth: usize| MessageId::parse(&format!("{nth:07}.{:08x}@mail.example", at_random(nth) % 0xffff_ffff));
    let acts = [Act::Request, Act::Help, Act::Thanks, Act::Promise, Act::Advice, Act::Offer];
    let act = acts[at_random(nth / 3) % acts.len()];
    let cue = Cue {
        act,
        confidence: Confidence::from_thousandths(820),
        quote: format!(
            "Could you please look at the plan of house {} until the end of the week?",
            nth % 5003
        ),
        signs: Vec::new(),
        due: None,
        occasion: None,
        bearing: Bearing::default(),
        lines: Vec::new(),
    };
    let subject = format!("The plan of house {}", conversation % 100_003);
    Some(Facts {
        id: id(nth)?,
        date: FIRST.parse::<Timestamp>().ok()?.checked_add(SignedDuration::from_hours(hours)).ok()?,
        utc_offset_minutes: 0,
        from: Some(if by_owner { owner.clone() } else { other.clone() }),
        to: vec![if by_owner { other } else { owner }],
        cc: Vec::new(),
        subject: if nth.is_multiple_of(4) { subject } else { format!("Re: {subject}") },
        references: (nth / 4 * 4..nth).filter_map(id).collect(),
        bulk: Vec::new(),
        authenticity: Authenticity::Verified,
        greeted: vec![if by_owner { format!("ada{person}") } else { "sam".to_owned() }],
        words: 60,
        line_hashes: (0..8).map(|line| at_random(nth * 8 + line) as u64).collect(),
        quoted_hashes: Vec::new(),
        quoted: Quoted::default(),
        cues: if nth.is_multiple_of(3) { vec![cue] } else { Vec::new() },
        hint: None,
        answer: None,
        model: 1,
        sensitive: false,
        grief: false,
        language: Some("en".to_owned()),
        attachments: Vec::new(),
        calendar: Vec::new(),
        skipped: Vec::new(),
    })
}

fn address(person: usize) -> Option<Address> {
    Address::parse(&format!("ada{person}@town{}.example", person % 313))
}

/// A number that looks like chance, the same at every call (splitmix64).
fn at_random(seed: usize) -> usize {
    let mut mixed = (seed as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((mixed ^ (mixed >> 31)) >> 1).expect("it is below a usize")
}
