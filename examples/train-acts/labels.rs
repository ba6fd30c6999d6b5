//! Labels without texts: which message holds which act, and where, for messages of the mailboxes.
//!
//! A message is named by a hash of its Message-ID, the place of an act by letters of its newly written text, so that
//! the labels can be shipped where the mail cannot.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use goodwill::observations::mail::MessageReading;
use goodwill::people::hex_digest;
use serde_json::{Value, json};

use super::{letters, read_raw};

/// Most bytes of a mailbox, unpacked.
const MAX_MAILBOX_BYTES: u64 = 1 << 30;
/// The mailbox that is no list's.
const OFFICE: &str = "blair-l.mbox.gz";
/// Hexadecimal digits of a name.
const NAME_DIGITS: usize = 16;

/// Writes the labels of messages with texts as labels without: the place and number of letters of each span in the
/// newly written text, where it stands there.
pub(super) fn write(data: &Path, out: &Path, files: &[String]) -> Result<(), Box<dyn Error>> {
    let mut labelled: BTreeMap<String, Value> = BTreeMap::new();
    for path in files {
        for line in fs::read_to_string(path)?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
            labelled.entry(name(id)).or_insert(row);
        }
    }
    let mut lines = BTreeMap::new();
    each(data, &labelled.keys().cloned().collect(), |name, _, reading| {
        let whole = letters(&reading.authored);
        let Some(row) = labelled.get(&name) else { return };
        let acts = row.get("acts").and_then(Value::as_array).into_iter().flatten().map(|label| {
            let span = letters(label.get("span").and_then(Value::as_str).unwrap_or_default());
            let at = whole.find(&span).filter(|_| !span.is_empty());
            json!({"act": label["act"], "at": at, "letters": at.map(|_| span.len())})
        });
        let acts: Vec<Value> = acts.collect();
        let line = json!({"message": name, "personal": row["personal"], "acts": acts});
        lines.insert(name, line.to_string());
    })?;
    println!("{} of {} labelled messages found", lines.len(), labelled.len());
    let text: String = lines.into_values().map(|line| line + "\n").collect();
    Ok(fs::write(out, text)?)
}

/// Labelled messages as rows with texts, from the mailboxes under `data`, in the order of the labels.
pub(super) fn rows(data: &Path, labels: Vec<Value>) -> Result<Vec<Value>, Box<dyn Error>> {
    let named = |row: &Value| row.get("message").and_then(Value::as_str).unwrap_or_default().to_owned();
    let wanted = labels.iter().map(named).collect();
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    each(data, &wanted, |name, source, reading| {
        let text = letters(&reading.authored);
        let address = |mailbox: &goodwill::people::Mailbox| mailbox.address.as_str().to_owned();
        let row = json!({
            "src": source,
            "from_": reading.facts.from.as_ref().map(address),
            "to": reading.facts.to.iter().map(address).collect::<Vec<_>>(),
            "subject": reading.facts.subject,
            "body": reading.authored,
            "letters": text,
        });
        found.insert(name, row);
    })?;
    let joined = labels.into_iter().filter_map(|label| {
        let mut row = found.get(&named(&label))?.clone();
        let text = row["letters"].as_str().unwrap_or_default().to_owned();
        let acts = label["acts"].as_array()?.iter().map(|act| {
            let place = |key: &str| usize::try_from(act[key].as_u64().unwrap_or(0)).unwrap_or(0);
            let (at, length) = (place("at"), place("letters"));
            json!({"act": act["act"], "span": text.get(at..at + length).unwrap_or_default()})
        });
        row["acts"] = acts.collect();
        row["personal"] = label["personal"].clone();
        Some(row)
    });
    Ok(joined.collect())
}

/// Reads each wanted message of the mailboxes once.
fn each(
    data: &Path,
    wanted: &BTreeSet<String>,
    mut take: impl FnMut(String, &str, MessageReading),
) -> Result<(), Box<dyn Error>> {
    let mut left = wanted.clone();
    let mut paths: Vec<PathBuf> = fs::read_dir(data.join("mailboxes"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.to_string_lossy().ends_with(".mbox.gz"));
    paths.sort();
    for path in paths {
        // One mailbox is of an office, the others are threads of lists seen from one person.
        let office = path.file_name().is_some_and(|file| file == OFFICE);
        let source = if office { "office" } else { "rlist" };
        let mut bytes = Vec::new();
        GzDecoder::new(File::open(path)?).take(MAX_MAILBOX_BYTES).read_to_end(&mut bytes)?;
        for raw in messages(&bytes) {
            let Some(id) = message_id(raw) else { continue };
            let name = name(&id);
            if left.remove(&name) {
                take(name, source, read_raw(raw));
            }
        }
    }
    Ok(())
}

/// The messages of a mailbox: what stands between lines that begin with `From ` behind an empty line.
fn messages(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const MARK: &[u8] = b"\n\nFrom ";
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let end =
            rest.windows(MARK.len()).position(|window| window == MARK).map_or(rest.len(), |end| end + 2);
        at += end;
        // The line of the mark is no header.
        let first = rest.iter().position(|byte| *byte == b'\n').map_or(0, |line| line + 1);
        rest.get(first..end)
    })
}

/// The Message-ID of a raw message.
fn message_id(raw: &[u8]) -> Option<String> {
    const FIELD: &str = "message-id:";
    let header = String::from_utf8_lossy(raw.get(..raw.len().min(16 << 10))?).into_owned();
    let at = header.to_ascii_lowercase().find(&format!("\n{FIELD}")).map(|at| at + 1);
    let at = at.or_else(|| header.to_ascii_lowercase().starts_with(FIELD).then_some(0))?;
    header.get(at + FIELD.len()..)?.split_whitespace().next().map(str::to_owned)
}

/// The name of a message: the first digits of the SHA-256 of its id without brackets.
fn name(id: &str) -> String {
    hex_digest(id.trim().trim_matches(['<', '>'])).chars().take(NAME_DIGITS).collect()
}
