//! `goodwill ask`: who could help with a topic, and how to begin.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::books::{Begin, Knower, Shows, Trace, knowers};
use crate::service::journal::topics;

use super::context::Context;
use super::error::CliError;
use super::text::{day, days, json_line, silence};

/// People named where nothing else is said.
const DEFAULT_LIMIT: usize = 5;
/// Characters of a sign that are shown.
const MAX_SHOWN_CHARS: usize = 90;

/// Arguments of `ask`.
#[derive(Debug, Args)]
pub(super) struct Ask {
    /// What it is about, in a few words
    #[arg(required = true)]
    topic: Vec<String>,
    /// Name so many people at most
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    limit: usize,
}

impl Ask {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let (traces, index) = topics(&loaded.books)?;
        let topic = self.topic.join(" ");
        let mut knowers = knowers(&loaded.books, &traces, &index.search(&topic)?);
        knowers.truncate(self.limit);
        if context.json {
            for knower in &knowers {
                json_line(out, &as_json(knower))?;
            }
            return Ok(());
        }
        if knowers.is_empty() {
            writeln!(out, "nobody here was seen to know about {topic:?}; try other or fewer words")?;
        }
        let zone = &loaded.config.me.timezone;
        for (number, knower) in (1..).zip(&knowers) {
            writeln!(out, "{number}. {}{}", knower.person.name, standing(knower))?;
            for trace in &knower.about {
                writeln!(
                    out,
                    "   {} on {}: {}",
                    shows(trace.shows),
                    day(trace.at, zone),
                    first_line(&trace.text)
                )?;
            }
            writeln!(out, "   {}", begin(knower))?;
        }
        Ok(())
    }
}

/// How warm the two are, in a few words.
fn standing(knower: &Knower<'_>) -> String {
    let rhythm = &knower.relationship.rhythm;
    let late = silence(rhythm.silence);
    let late = if late.is_empty() { String::new() } else { format!(", {late}") };
    if rhythm.silence_days < 1.0 {
        return "  in touch today".to_owned();
    }
    format!("  in touch {} ago{late}", days(rhythm.silence_days))
}

/// What a sign is, in words.
pub(super) fn shows(shows: Shows) -> &'static str {
    match shows {
        Shows::Began => "wrote of it",
        Shows::Met => "you met for it",
        Shows::Answered => "answered on it",
        Shows::Helped => "helped",
    }
}

/// The first line of a sign, cut.
pub(super) fn first_line(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    if line.chars().count() <= MAX_SHOWN_CHARS {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MAX_SHOWN_CHARS).collect();
    format!("{}…", cut.trim_end())
}

fn begin(knower: &Knower<'_>) -> String {
    let words = |text: &str, topic: &str| {
        let said = if text.is_empty() { topic } else { text };
        if said.is_empty() { String::new() } else { format!(": “{}”", first_line(said)) }
    };
    match knower.begin {
        Begin::Thank(open) => {
            format!("begin with thanks, which were not yet said{}", words(&open.quote, &open.topic))
        }
        Begin::Keep(open) => format!("begin with what you promised{}", words(&open.quote, &open.topic)),
        Begin::Answer(open) => {
            format!("begin with the answer to{}", words(&open.quote, &open.topic).replacen(':', "", 1))
        }
        Begin::Reconnect => "begin with a word of your own: it has been long".to_owned(),
        Begin::Give => "begin with something small for them: much came from there of late".to_owned(),
        Begin::Ask => "ask directly".to_owned(),
    }
}

fn begin_word(begin: Begin<'_>) -> &'static str {
    match begin {
        Begin::Thank(_) => "thank",
        Begin::Keep(_) => "keep_promise",
        Begin::Answer(_) => "answer",
        Begin::Reconnect => "reconnect",
        Begin::Give => "give",
        Begin::Ask => "ask",
    }
}

/// A sign, for other programs.
pub(super) fn sign(trace: &Trace) -> serde_json::Value {
    json!({"shows": trace.shows, "at": trace.at.to_string(), "source": trace.source, "words": first_line(&trace.text)})
}

fn as_json(knower: &Knower<'_>) -> serde_json::Value {
    json!({
        "person": knower.person.id, "name": knower.person.name,
        "score": (knower.score * 1000.0).round() / 1000.0,
        "about": knower.about.iter().map(|trace| sign(trace)).collect::<Vec<_>>(),
        "silence_days": knower.relationship.rhythm.silence_days.round(),
        "balance": knower.person.tally.then_some(knower.relationship.balance),
        "begin": begin_word(knower.begin),
    })
}
