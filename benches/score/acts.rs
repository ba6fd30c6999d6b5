//! Scores the reading of acts against labelled messages.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde_json::Value;

use crate::arithmetic::{Forecast, Tally, bootstrap, calibration_error};
use crate::message::{Addresses, json_lines, read, text};
use crate::{Outcome, ratio};

/// The acts scored, in the order shown.
const ACTS: [&str; 14] = [
    "thanks",
    "request",
    "offer",
    "promise",
    "help",
    "introduction",
    "recommendation",
    "advice",
    "praise",
    "care",
    "gift",
    "apology",
    "pressure",
    "decline",
];
/// An act with fewer examples is left out of the macro mean: its F1 is chance.
const MIN_POSITIVES: usize = 5;
/// Draws of messages for the bounds of a figure.
const DRAWS: usize = 1000;
/// A tally for each of [`ACTS`].
type Tallies = [Tally; ACTS.len()];

pub(crate) const HELP: &str = "\
acts FILE.jsonl…
  How well acts are read in single messages. Each line of a file is one labelled message, an object with
    n         its name, any text
    from_     the sender: an address, or text in which one stands, or a name
    to        list of addressees, the same way; empty or missing: one addressee is made up
    subject   the subject
    body      the text of the message, quoted text and signature included
    personal  true where a person wrote it for particular people, false for bulk mail
    acts      list of {\"act\": NAME, \"span\": \"the words\"}; only the names are scored, each once a message
  NAME is one of thanks, request, offer, promise, help, introduction, recommendation, advice, praise, care,
  gift, apology, pressure, decline. Other acts that goodwill reads are named but not scored.
  An act counts as said where goodwill would act on it. Printed for each file: precision, recall and F1 of
  each act, with 95 % of 1,000 bootstraps over messages of F1; macro-F1 (mean over acts with 5 examples or more), micro-F1, precision of all that was said, share
  of messages whose set of acts is exactly right, share judged personal or bulk rightly, bulk messages with an
  act said, expected calibration error of the confidences by tenths, and messages a second.";

/// Scores each file.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    if arguments.is_empty() {
        return Err("acts: name a file of labelled messages".into());
    }
    for path in arguments {
        println!("{path}");
        let gold = json_lines(path)?;
        if gold.is_empty() {
            return Err(format!("{path} holds no message").into());
        }
        let addresses = Addresses::new();
        let mut score = Score::default();
        let start = Instant::now();
        for (number, message) in gold.iter().enumerate() {
            score.judge(message, number, &addresses);
        }
        println!("{:.0} messages a second", gold.len() as f64 / start.elapsed().as_secs_f64());
        score.print(gold.len());
    }
    Ok(())
}

#[derive(Default)]
struct Score {
    /// By the number of the message.
    by_message: BTreeMap<String, Vec<Tallies>>,
    confidences: Vec<Forecast>,
    beyond: BTreeSet<String>,
    exact: usize,
    personal_right: usize,
    bulk: usize,
    bulk_with_acts: usize,
}

impl Score {
    fn judge(&mut self, message: &Value, number: usize, addresses: &Addresses) {
        let reading =
            read(number, &people(message, addresses), text(message, "subject"), text(message, "body"));
        let labels = message.get("acts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let there: BTreeSet<&str> = labels.iter().map(|label| text(label, "act")).collect();
        let mut said: BTreeMap<String, f64> = BTreeMap::new();
        for cue in &reading.facts.cues {
            let name = serde_json::to_value(cue.act).ok();
            let name = name.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
            if ACTS.contains(&name.as_str()) {
                said.insert(name, cue.confidence.fraction());
            } else {
                self.beyond.insert(name);
            }
        }
        let personal = message.get("personal").and_then(Value::as_bool).unwrap_or(true);
        self.exact +=
            usize::from(there.len() == said.len() && there.iter().all(|act| said.contains_key(*act)));
        self.personal_right += usize::from(reading.facts.is_personal() == personal);
        self.bulk += usize::from(!personal);
        self.bulk_with_acts += usize::from(!personal && !said.is_empty());
        let mut tallies = Tallies::default();
        for (act, tally) in ACTS.into_iter().zip(&mut tallies) {
            tally.count(there.contains(act), said.contains_key(act));
        }
        self.by_message.insert(number.to_string(), vec![tallies]);
        let forecast = |(act, &said): (&String, &f64)| Forecast { said, came: there.contains(act.as_str()) };
        self.confidences.extend(said.iter().map(forecast));
    }

    fn print(&self, messages: usize) {
        let each: Vec<Tallies> = self.by_message.values().flatten().copied().collect();
        let tallies = sums(&each);
        let bounds = |statistic: &dyn Fn(&Tallies) -> f64| {
            let (low, high) =
                bootstrap(&self.by_message, DRAWS, |sample| statistic(&sums(sample))).unwrap_or_default();
            format!("[{low:.3}, {high:.3}]")
        };
        for (at, act) in ACTS.into_iter().enumerate() {
            let tally = tallies[at];
            println!(
                "{act:15} n {:4}  P {:.3}  R {:.3}  F1 {:.3} {}",
                tally.positives(),
                tally.precision(),
                tally.recall(),
                tally.f1(),
                bounds(&|tallies| tallies[at].f1())
            );
        }
        let all = all(&tallies);
        if !self.beyond.is_empty() {
            println!("kinds beyond these, not scored: {:?}", self.beyond);
        }
        println!(
            "macro-F1 {:.3} {} over {} acts, micro-F1 {:.3} {}, precision {:.3}, exact set {:.3}, personal {:.3}, \
             bulk with false acts {}/{}, calibration error {:.3}",
            macro_f1(&tallies),
            bounds(&macro_f1),
            often(&tallies).count(),
            all.f1(),
            bounds(&|tallies| self::all(tallies).f1()),
            all.precision(),
            ratio(self.exact, messages),
            ratio(self.personal_right, messages),
            self.bulk_with_acts,
            self.bulk,
            calibration_error(&self.confidences)
        );
    }
}

fn sums(messages: &[Tallies]) -> Tallies {
    let mut sums = Tallies::default();
    for tallies in messages {
        for (sum, tally) in sums.iter_mut().zip(tallies) {
            *sum = sum.plus(*tally);
        }
    }
    sums
}

/// All acts as one.
fn all(tallies: &Tallies) -> Tally {
    tallies.iter().copied().fold(Tally::default(), Tally::plus)
}

/// The acts with enough examples.
fn often(tallies: &Tallies) -> impl Iterator<Item = &Tally> {
    tallies.iter().filter(|tally| tally.positives() >= MIN_POSITIVES)
}

fn macro_f1(tallies: &Tallies) -> f64 {
    often(tallies).map(|tally| tally.f1()).sum::<f64>() / often(tallies).count() as f64
}

/// The sender, then the addressees, each once.
fn people(message: &Value, addresses: &Addresses) -> Vec<String> {
    let mut people = vec![addresses.of(text(message, "from_"), 0)];
    let to = message.get("to").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (at, addressee) in to.iter().enumerate() {
        let address = addresses.of(addressee.as_str().unwrap_or_default(), at + 1);
        if !people.iter().skip(1).any(|known| *known == address) {
            people.push(address);
        }
    }
    if people.len() == 1 {
        people.push("owner@gold.invalid".to_owned());
    }
    people
}
