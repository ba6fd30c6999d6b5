//! Learns the weights of the acts (`src/observations/cues/weights.bin`) from labelled messages.
//!
//! ```text
//! cargo run --release --example train-acts -- DATA_DIR src/observations/cues/weights.bin [MORE.jsonl…]
//! cargo run --release --example train-acts -- --labels OUT.jsonl DATA_DIR LABELLED.jsonl…
//! ```
//!
//! Each `MORE.jsonl` holds further labelled messages, in the format of `acts/train.jsonl`. Those with the `src`
//! `invented` (as `examples/train-acts/invented.jsonl`) are always learnt from and never judged by. A line without
//! `body` is a label of a message in `DATA_DIR/mailboxes/*.mbox.gz`, as `examples/train-acts/labels.jsonl` holds them:
//! `{message, personal, acts: [{act, at, letters}]}`, the message by a hash of its id, the span by its place among the
//! letters of the newly written text. The second form writes such labels from messages with texts and an `id`.
//! Every message is read twice, as it is and without its header: exports often lack it.
//!
//! `DATA_DIR` holds
//! - `acts/train.jsonl`: one message a line, `{from_, to, subject, body, src, personal, acts: [{act, span}]}`, from
//!   the Enron corpus (public record), public mailing lists of R, and the ham of the `SpamAssassin` public
//!   corpus;
//! - `parakweet/Ask0729-fixed.txt`: sentences that ask or do not, `Yes|No TAB sentence` (Parakweet Labs
//!   `EmailIntentDataSet`, Apache-2.0);
//! - `goemotions/train.tsv`: comments with emotions, `text TAB numbers TAB id` (`GoEmotions`, Google,
//!   Apache-2.0 and CC BY 4.0), from which wordings of gratitude, remorse, admiration and caring are learnt.
//!
//! The same data gives the same bytes. Nothing random, no clock. Thresholds and heads come from scores of
//! messages whose senders were left out of the learning (five folds by sender); their precision and recall
//! are printed. No test data is read.

mod heads;
mod labels;

use std::error::Error;
use std::fs;
use std::path::Path;

use goodwill::observations::BulkMark;
use goodwill::observations::calendar::Window;
use goodwill::observations::cues::training::{
    ACTS, ANNOUNCEMENT, COLUMNS, Examined, Feature, SLOTS, Scores, encode, examine,
};
use goodwill::observations::cues::{Act, TextContext};
use goodwill::observations::mail::{self, MessageReading, Reception, Trust};
use goodwill::people::Address;
use jiff::Timestamp;
use jiff::civil::datetime;
use jiff::tz::TimeZone;
use serde_json::Value;

const FOLDS: u64 = 5;
const EPOCHS: u32 = 4;
/// How much an unlabelled sentence counts against an act that its message holds: readers mark one
/// sentence an act, so others may hold it too.
const UNLABELLED: f32 = 0.15;
/// How much an invented message counts beside a real one.
const INVENTED_WORTH: f32 = 2.0;
const PARAKWEET: f32 = 0.3;
const GO_EMOTIONS: f32 = 0.1;
const RATE: f32 = 0.15;
const RIDGE: f32 = 0.02;
#[expect(clippy::struct_excessive_bools, reason = "independent marks of a labelled message")]
struct Message {
    /// Whether it stands here without its header.
    bare: bool,
    /// The senders left out with this one; [`INVENTED`] is in none.
    fold: u64,
    work: bool,
    /// Whether its header alone, or marks in its text, make it bulk.
    marked: bool,
    examined: Examined,
    /// Acts of the message, by column; the last says that it is an announcement.
    holds: [bool; COLUMNS],
    /// For each sentence, acts whose span it carries.
    carried: Vec<[bool; COLUMNS]>,
    /// A posting to a list: personal in its wording, though written to all.
    posting: bool,
}

/// The fold of invented messages: always learnt from, never judged by.
const INVENTED: u64 = u64::MAX;

/// A row to learn from: features, and for each column the truth and how much it counts.
struct Row {
    features: Vec<Feature>,
    truth: [(bool, f32); COLUMNS],
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, out, data, files @ ..] = arguments.as_slice()
        && flag == "--labels"
    {
        return labels::write(Path::new(data), Path::new(out), files);
    }
    let [_, data, out, more @ ..] = arguments.as_slice() else {
        return Err("usage: train-acts DATA_DIR OUT [MORE.jsonl…]".into());
    };
    let data = Path::new(data);
    let mut messages = read_messages(data, &data.join("acts/train.jsonl"))?;
    for path in more {
        messages.extend(read_messages(data, Path::new(path))?);
    }
    let extra = read_sentences(data)?;
    let mut scored: Vec<Option<(Vec<Scores>, Scores)>> = messages.iter().map(|_| None).collect();
    for fold in 0..FOLDS {
        let table = learn(&messages, &extra, |message| message.fold != fold);
        for (message, scored) in messages.iter().zip(&mut scored).filter(|(message, _)| message.fold == fold)
        {
            *scored = Some(scores(&table, &message.examined));
        }
    }
    let table = learn(&messages, &extra, |_| true);
    let judged: Vec<_> =
        messages.iter().zip(scored).filter_map(|(message, scored)| Some((message, scored?))).collect();
    let heads = heads::heads(&judged);
    fs::write(out, encode(&table, &heads))?;
    Ok(())
}

fn read_messages(data: &Path, path: &Path) -> Result<Vec<Message>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let rows: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let (with_text, without): (Vec<Value>, Vec<Value>) =
        rows.into_iter().partition(|row| row.get("body").is_some());
    let joined = if without.is_empty() { Vec::new() } else { labels::rows(data, without)? };
    let mut messages = Vec::new();
    for mut row in with_text.into_iter().chain(joined) {
        messages.push(message(&row, false));
        strip_header(&mut row);
        messages.push(message(&row, true));
    }
    Ok(messages)
}

/// Leaves the text alone: exports often lack the rest.
fn strip_header(row: &mut Value) {
    let subject = row.get("subject").and_then(Value::as_str).unwrap_or("").to_owned();
    let mut plain = subject.as_str();
    while let Some(rest) = ["re:", "fw:", "fwd:"].iter().find_map(|mark| {
        plain
            .get(..mark.len())
            .filter(|start| start.eq_ignore_ascii_case(mark))
            .map(|start| &plain[start.len()..])
    }) {
        plain = rest.trim_start();
    }
    row["subject"] = plain.into();
    row["to"] = Value::Array(Vec::new());
}

fn message(row: &Value, bare: bool) -> Message {
    let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or("");
    let subject = text("subject").split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut from, to) = people(row);
    if bare {
        "person0@learning.example".clone_into(&mut from);
    }
    let raw = format!(
        "From: {from}\r\nTo: {}\r\nDate: Mon, 3 Sep 2001 10:00:00 +0000\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n",
        to.join(", "),
        text("body")
    );
    let reading = read_raw(raw.as_bytes());
    let context = TextContext {
        subject: &subject,
        from: reading.facts.from.as_ref(),
        to: &reading.facts.to,
        sent: datetime(2001, 9, 3, 10, 0, 0, 0),
        has_attachment: false,
        is_reply: reading.is_reply,
        passed_on: &[],
    };
    let examined = examine(&reading.authored, &context);
    let mut holds = [false; COLUMNS];
    let mut carried = vec![[false; COLUMNS]; examined.sentences.len()];
    for label in row.get("acts").and_then(Value::as_array).into_iter().flatten() {
        let Some(column) = label.get("act").and_then(column_of) else { continue };
        holds[column] = true;
        let span = letters(label.get("span").and_then(Value::as_str).unwrap_or(""));
        for (sentence, carried) in examined.sentences.iter().zip(&mut carried) {
            let raw = letters(&sentence.raw);
            let meets =
                raw.len() >= 4 && (raw.contains(&span) || span.contains(&raw) || overlaps(&raw, &span));
            carried[column] |= meets;
        }
    }
    let personal = row.get("personal").and_then(Value::as_bool).unwrap_or(true);
    holds[ANNOUNCEMENT] = !personal;
    let source = text("src");
    let marked =
        examined.announcement || reading.facts.bulk.iter().any(|mark| *mark != BulkMark::Announcement);
    let posting = !personal && (source.starts_with("rlist") || (source == "sa" && subject.contains('[')));
    let invented = source == "invented";
    Message {
        bare,
        fold: if invented { INVENTED } else { fold_of(text("from_")) },
        work: !source.starts_with("rlist") && source != "sa" && !invented,
        marked,
        examined,
        holds,
        carried,
        posting,
    }
}

/// Reads a message as the program does.
fn read_raw(raw: &[u8]) -> MessageReading {
    let epoch = Timestamp::UNIX_EPOCH;
    let reception = Reception {
        received: None,
        trust: Trust::Owner,
        floating: TimeZone::UTC,
        window: Window { from: epoch, until: epoch },
    };
    mail::read(raw, &reception)
}

/// The fold of a sender.
fn fold_of(from: &str) -> u64 {
    let sum = from
        .to_lowercase()
        .bytes()
        .fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    (sum >> 8) % FOLDS
}

/// The sender and the addressees as addresses, made up where the data has none.
fn people(row: &Value) -> (String, Vec<String>) {
    let named = |value: &Value, number: usize| {
        let text = value.as_str().unwrap_or("");
        let word = text.split([' ', '<', '>', '"', ',']).find(|word| Address::parse(word).is_some());
        word.map_or_else(|| format!("person{number}@learning.example"), str::to_owned)
    };
    let from = row.get("from_").map_or_else(String::new, |from| named(from, 0));
    let listed = row.get("to").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut to: Vec<String> = listed.iter().zip(1..).map(|(to, number)| named(to, number)).collect();
    if to.is_empty() {
        to.push("owner@learning.example".to_owned());
    }
    to.dedup();
    (from, to)
}

fn column_of(act: &Value) -> Option<usize> {
    let act: Act = serde_json::from_value(act.clone()).ok()?;
    ACTS.iter().position(|known| *known == act)
}

/// Only letters and digits, lower-case: line breaks and quote marks do not part a span from its sentence.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether the end of a sentence opens the span, or its beginning ends it: a span may run over a full stop.
fn overlaps(raw: &str, span: &str) -> bool {
    const ENOUGH: usize = 14;
    let head: String = span.chars().take(ENOUGH).collect();
    let start: String = raw.chars().take(ENOUGH).collect();
    (head.len() >= ENOUGH && raw.contains(&head)) || (start.len() >= ENOUGH && span.contains(&start))
}

/// Sentences of the other sets, each for the columns it speaks of.
fn read_sentences(data: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    let column = |act: Act| ACTS.iter().position(|known| *known == act).unwrap_or(0);
    for line in fs::read_to_string(data.join("parakweet/Ask0729-fixed.txt"))?.lines() {
        let Some((asks, text)) = line.split_once('\t') else { continue };
        rows.extend(row(text, &[(column(Act::Request), asks == "Yes", PARAKWEET)]));
    }
    // Numbers of the emotions, as in labels.txt of the set.
    let emotions = [(Act::Thanks, "15"), (Act::Apology, "24"), (Act::Praise, "0"), (Act::Care, "5")];
    for line in fs::read_to_string(data.join("goemotions/train.tsv"))?.lines() {
        let mut parts = line.split('\t');
        let (Some(text), Some(numbers)) = (parts.next(), parts.next()) else { continue };
        let felt: Vec<&str> = numbers.split(',').collect();
        let truths: Vec<_> =
            emotions.iter().map(|(act, number)| (column(*act), felt.contains(number), GO_EMOTIONS)).collect();
        rows.extend(row(text, &truths));
    }
    Ok(rows)
}

fn row(text: &str, truths: &[(usize, bool, f32)]) -> Option<Row> {
    let context = TextContext {
        subject: "",
        from: None,
        to: &[],
        sent: datetime(2001, 9, 3, 10, 0, 0, 0),
        has_attachment: false,
        is_reply: false,
        passed_on: &[],
    };
    let sentence = examine(text, &context).sentences.into_iter().next()?;
    let mut truth = [(false, 0.0); COLUMNS];
    for (column, holds, counts) in truths {
        truth[*column] = (*holds, *counts);
    }
    Some(Row { features: sentence.features, truth })
}

/// Learns a table of weights by logistic regression, a column for each act.
fn learn(messages: &[Message], extra: &[Row], wanted: impl Fn(&Message) -> bool) -> Vec<f32> {
    let mut rows: Vec<Row> = Vec::new();
    for message in messages.iter().filter(|message| wanted(message)) {
        rows.extend(rows_of(message));
    }
    let rows: Vec<&Row> = rows.iter().chain(extra).collect();
    let mut table = vec![0.0_f32; SLOTS * COLUMNS];
    let mut squares = vec![0.1_f32; SLOTS * COLUMNS];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    for epoch in 0..EPOCHS {
        shuffle(&mut order, u64::from(epoch));
        for row in order.iter().map(|at| rows[*at]) {
            step(&mut table, &mut squares, row);
        }
    }
    table
}

fn rows_of(message: &Message) -> Vec<Row> {
    let mut rows = Vec::new();
    // A posting to a list holds no acts by definition, whatever its words: nothing can be learnt from it.
    if message.posting {
        return rows;
    }
    let worth = if message.fold == INVENTED { INVENTED_WORTH } else { 1.0 };
    let mut truth = [(false, worth); COLUMNS];
    for (truth, holds) in truth.iter_mut().zip(message.holds) {
        truth.0 = holds;
    }
    rows.push(Row { features: message.examined.message.clone(), truth });
    for (sentence, carried) in message.examined.sentences.iter().zip(&message.carried) {
        let mut truth = [(false, 0.0); COLUMNS];
        for column in 0..ACTS.len() {
            let counts = if message.holds[column] && !carried[column] { UNLABELLED } else { worth };
            truth[column] = (carried[column], counts);
        }
        rows.push(Row { features: sentence.features.clone(), truth });
    }
    rows
}

/// A fixed order for each epoch.
fn shuffle(order: &mut [usize], epoch: u64) {
    let mut state = epoch.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    for at in (1..order.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, usize::try_from(state >> 33).unwrap_or(0) % (at + 1));
    }
}

/// One step of adaptive gradient descent (Duchi 2011).
fn step(table: &mut [f32], squares: &mut [f32], row: &Row) {
    let sums = sums(table, &row.features);
    let mut pull = [0.0; COLUMNS];
    for column in 0..COLUMNS {
        let (holds, counts) = row.truth[column];
        pull[column] = counts * (1.0 / (1.0 + (-sums[column]).exp()) - f32::from(u8::from(holds)));
    }
    for (slot, value) in &row.features {
        let start = *slot as usize * COLUMNS;
        for column in (0..COLUMNS).filter(|column| row.truth[*column].1 > 0.0) {
            let weight = &mut table[start + column];
            let gradient = pull[column] * value + RIDGE * row.truth[column].1 * 0.05 * *weight;
            squares[start + column] += gradient * gradient;
            *weight -= RATE * gradient / squares[start + column].sqrt();
        }
    }
}

fn sums(table: &[f32], features: &[Feature]) -> Scores {
    let mut sums = [0.0; COLUMNS];
    for (slot, value) in features {
        let start = *slot as usize * COLUMNS;
        for (sum, weight) in sums.iter_mut().zip(&table[start..start + COLUMNS]) {
            *sum += value * weight;
        }
    }
    sums
}

fn scores(table: &[f32], examined: &Examined) -> (Vec<Scores>, Scores) {
    let sentences = examined.sentences.iter().map(|sentence| {
        let mut scores = sums(table, &sentence.features);
        sentence.mute(&mut scores);
        scores
    });
    let sentences = sentences.collect();
    (sentences, sums(table, &examined.message))
}
