//! Scores threads found without the headers that name them.

use std::collections::BTreeMap;

use goodwill::conversations::{Letters, threads};
use goodwill::observations::Facts;
use goodwill::observations::mail;
use goodwill::sources::{self, Item, ItemKind, SourceError};

use crate::Outcome;
use crate::message::reception;

pub(crate) const HELP: &str = "\
threads MAILBOX…
  How well conversations are known where no header names them. MAILBOX is whatever `goodwill import` takes. The true
  conversations are chains of ids shared in Message-ID, References and In-Reply-To, whether or not the message
  of an id is there; then References and In-Reply-To are removed and the messages are related again. Printed:
  precision and recall of pairs of messages in one conversation.";

/// Scores each mailbox.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    if arguments.is_empty() {
        return Err("threads: name a mailbox".into());
    }
    for path in arguments {
        let mut known: BTreeMap<String, Facts> = BTreeMap::new();
        sources::walk::<SourceError>(path.as_ref(), &mut |item: Item| {
            if item.kind == ItemKind::Message {
                let facts = mail::read(&item.bytes, &reception()).facts;
                known.entry(facts.id.to_string()).or_insert(facts);
            }
            Ok(())
        })?;
        let mut messages: Vec<Facts> = known.into_values().collect();
        let truth = names(&messages);
        for facts in &mut messages {
            facts.references.clear();
        }
        let found = names(&messages);
        let both: Vec<(&str, &str)> =
            truth.iter().zip(&found).map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let shared = pairs(both.into_iter());
        let (there, said) = (pairs(truth.iter()), pairs(found.iter()));
        println!(
            "{path}: {} messages, pairs P {:.4} R {:.4}",
            messages.len(),
            shared as f64 / said as f64,
            shared as f64 / there as f64
        );
    }
    Ok(())
}

fn names(messages: &[Facts]) -> Vec<String> {
    let all: Letters = messages.iter().cloned().collect();
    threads(all).iter().map(ToString::to_string).collect()
}

/// How many pairs share a name.
fn pairs<T: Ord>(names: impl Iterator<Item = T>) -> u64 {
    let mut counts: BTreeMap<T, u64> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts.values().map(|count| count * (count - 1) / 2).sum()
}
