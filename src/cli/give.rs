//! `goodwill give`: whose open need meets what the owner, or somebody he knows, is good at.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::books::{Need, chances};
use crate::service::journal::topics;

use super::ask::{first_line, shows, sign};
use super::context::Context;
use super::error::CliError;
use super::text::{day, json_line};

/// Needs named where nothing else is said.
const DEFAULT_LIMIT: usize = 5;
/// Signs of a strength that are named.
const MAX_STRENGTHS: usize = 2;

/// Arguments of `give`.
#[derive(Debug, Args)]
pub(super) struct Give {
    /// Name so many needs at most
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    limit: usize,
}

impl Give {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let (traces, index) = topics(&loaded.books)?;
        let mut needs = chances(&loaded.books, &traces, |words| index.search(words))?;
        needs.truncate(self.limit);
        if context.json {
            for need in &needs {
                json_line(out, &as_json(need))?;
            }
            return Ok(());
        }
        if needs.is_empty() {
            writeln!(out, "nobody here waits for something from you")?;
        }
        let zone = &loaded.config.me.timezone;
        for (number, need) in (1..).zip(&needs) {
            let words = if need.open.quote.is_empty() { &need.open.topic } else { &need.open.quote };
            writeln!(
                out,
                "{number}. {} asked on {}: “{}”",
                need.person.name,
                day(need.open.since, zone),
                first_line(words)
            )?;
            for trace in need.strengths.iter().take(MAX_STRENGTHS) {
                let did =
                    if trace.shows == crate::books::Shows::Helped { "you helped" } else { "you answered" };
                writeln!(out, "   {did} on {}: {}", day(trace.at, zone), first_line(&trace.text))?;
            }
            if let Some((person, trace)) = need.broker {
                let did = shows(trace.shows);
                writeln!(
                    out,
                    "   {} {did} on {}: {}; you could bring the two together",
                    person.name,
                    day(trace.at, zone),
                    first_line(&trace.text)
                )?;
            }
        }
        Ok(())
    }
}

fn as_json(need: &Need<'_>) -> serde_json::Value {
    let broker = need
        .broker
        .map(|(person, trace)| json!({"person": person.id, "name": person.name, "sign": sign(trace)}));
    json!({
        "person": need.person.id, "name": need.person.name, "score": (need.score * 1000.0).round() / 1000.0,
        "message": need.open.message, "since": need.open.since.to_string(), "quote": need.open.quote,
        "topic": need.open.topic,
        "strengths": need.strengths.iter().take(MAX_STRENGTHS).map(|trace| sign(trace)).collect::<Vec<_>>(),
        "broker": broker,
    })
}
