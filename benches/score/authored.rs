//! Scores the separation of newly written text from quoted, forwarded and signature text.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde_json::Value;

use crate::arithmetic::{Tally, common_lines};
use crate::message::{json_lines, read, text};
use crate::{Outcome, ratio};

pub(crate) const HELP: &str = "\
authored FILE.jsonl…
  How well newly written lines are told from quotes, forwards and signatures. Each line of a file is an object
    text      the body of a message
    authored  list of [FIRST, LAST], the newly written lines, counted from 1
    optional  list of [FIRST, LAST], lines on which readers may differ; they are not scored, nor are blank ones
  A line counts as found where it stands, in order, white space aside, in what goodwill takes to be newly
  written. Printed: precision, recall and F1 of lines, and the share of messages without any error.";

/// Scores each file.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    if arguments.is_empty() {
        return Err("authored: name a file of marked messages".into());
    }
    for path in arguments {
        let gold = json_lines(path)?;
        let people = ["sender@gold.invalid".to_owned(), "owner@gold.invalid".to_owned()];
        let (mut tally, mut clean) = (Tally::default(), 0);
        for (number, message) in gold.iter().enumerate() {
            let reading = read(number, &people, "Re: gold", text(message, "text"));
            let one = judge(message, &reading.authored);
            clean += usize::from(one.false_alarms + one.misses == 0);
            tally = tally.plus(one);
        }
        println!(
            "{path}: lines P {:.3} R {:.3} F1 {:.3}; messages without error {:.3} of {}",
            tally.precision(),
            tally.recall(),
            tally.f1(),
            ratio(clean, gold.len()),
            gold.len()
        );
    }
    Ok(())
}

fn judge(message: &Value, authored: &str) -> Tally {
    let lines: Vec<String> = text(message, "text").split('\n').map(folded).collect();
    let said: Vec<String> = authored.lines().map(folded).filter(|line| !line.is_empty()).collect();
    let said: BTreeSet<usize> = common_lines(&lines, &said).into_iter().collect();
    let (there, optional) = (spans(message, "authored"), spans(message, "optional"));
    let mut tally = Tally::default();
    for ((index, line), number) in lines.iter().enumerate().zip(1..) {
        let within = |spans: &[RangeInclusive<u64>]| spans.iter().any(|span| span.contains(&number));
        if !line.is_empty() && !within(&optional) {
            tally.count(within(&there), said.contains(&index));
        }
    }
    tally
}

fn folded(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The spans in a list of `[first, last]`.
fn spans(message: &Value, key: &str) -> Vec<RangeInclusive<u64>> {
    let spans = message.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let bound = |span: &Value, at| span.get(at).and_then(Value::as_u64);
    spans.iter().filter_map(|span| Some(bound(span, 0)?..=bound(span, 1)?)).collect()
}
