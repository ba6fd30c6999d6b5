//! `goodwill read`: what goodwill sees in messages or calendars. Changes nothing, needs no config.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use serde_json::{Value, json};

use crate::conversations::{Letters, threads};
use crate::observations::calendar::{self, CalendarObject, Occurrence, Window};
use crate::observations::cues::{Act, Cue, Sign};
use crate::observations::mail::{self, MessageReading, Reception, Trust};
use crate::observations::{BulkMark, MessageId};
use crate::people::{Address, read_cards};
use crate::sources::{self, Item, ItemKind};

use super::context::{Context, parse_instant};
use super::error::CliError;
use super::text::{json_line, word};

/// Calendars are listed so many years back and ahead where nothing else is said.
const PAST_YEARS: i64 = 2;
const FUTURE_YEARS: i64 = 1;

/// Arguments of `read`.
#[derive(Debug, Args)]
pub(super) struct Read {
    /// Files and directories to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Relate the messages: order them by conversation, and name it
    #[arg(long)]
    threads: bool,
    /// List calendar occurrences from here on [default: two years ago]
    #[arg(long, value_name = "DATE|INSTANT")]
    from: Option<String>,
    /// List calendar occurrences before this [default: in one year]
    #[arg(long, value_name = "DATE|INSTANT")]
    until: Option<String>,
}

impl Read {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let zone = floating_zone();
        let window = self.window(context.now, &zone)?;
        let reception = Reception { received: None, trust: Trust::Owner, floating: zone.clone(), window };
        let mut held: Vec<MessageReading> = Vec::new();
        for path in &self.paths {
            sources::walk::<CliError>(path, &mut |item: Item| {
                match item.kind {
                    ItemKind::Message => {
                        let reading = mail::read(&item.bytes, &reception);
                        if self.threads {
                            held.push(reading);
                        } else {
                            print_message(out, context.json, &reading, None)?;
                        }
                    }
                    ItemKind::Calendar => print_calendar(out, context.json, &item, &reception)?,
                    ItemKind::Cards => print_cards(out, context.json, &item)?,
                }
                Ok(())
            })?;
        }
        print_threads(out, context.json, &held)
    }

    fn window(&self, now: Timestamp, zone: &TimeZone) -> Result<Window, CliError> {
        let zoned = now.to_zoned_datetime(TimeZone::UTC);
        let bound = |text: &Option<String>, default: Timestamp| match text {
            Some(text) => parse_instant(text, zone),
            None => Ok(default),
        };
        Ok(Window {
            from: bound(&self.from, zoned.saturating_sub(PAST_YEARS.years()).timestamp())?,
            until: bound(&self.until, zoned.saturating_add(FUTURE_YEARS.years()).timestamp())?,
        })
    }
}

/// The zone of floating times: `$TZ` where it names one, else UTC.
fn floating_zone() -> TimeZone {
    std::env::var("TZ").ok().and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC)
}

fn print_threads(out: &mut dyn Write, json: bool, held: &[MessageReading]) -> Result<(), CliError> {
    let letters: Letters = held.iter().map(|reading| reading.facts.clone()).collect();
    let names = threads(letters);
    let mut order: Vec<usize> = (0..held.len()).collect();
    order.sort_by_key(|&index| (&names[index], held[index].facts.date, &held[index].facts.id));
    for index in order {
        print_message(out, json, &held[index], Some(&names[index].to_string()))?;
    }
    Ok(())
}

fn print_message(
    out: &mut dyn Write,
    json: bool,
    reading: &MessageReading,
    thread: Option<&str>,
) -> Result<(), CliError> {
    if json {
        return Ok(json_line(out, &message_line(reading, thread))?);
    }
    let facts = &reading.facts;
    let from = facts.from.as_ref().map_or("somebody", |from| from.address.as_str());
    writeln!(out, "{}  {from}  {}", facts.date, facts.subject)?;
    if let Some(thread) = thread {
        writeln!(out, "  conversation {thread}")?;
    }
    if facts.is_personal() {
        writeln!(
            out,
            "  personal, {} new words{}",
            facts.words,
            if facts.sensitive { ", sensitive" } else { "" }
        )?;
    } else {
        let marks: Vec<String> = facts.bulk.iter().map(word).collect();
        writeln!(out, "  no personal message: {}", marks.join(", "))?;
    }
    for cue in &facts.cues {
        let signs: Vec<String> = cue.signs.iter().map(word).collect();
        let signs = if signs.is_empty() { String::new() } else { format!(" [{}]", signs.join(", ")) };
        writeln!(
            out,
            "  {} {:.0} %: “{}”{signs}",
            word(&cue.act),
            cue.confidence.fraction() * 100.0,
            cue.quote
        )?;
    }
    for reason in &facts.skipped {
        writeln!(out, "  skipped: {reason}")?;
    }
    Ok(())
}

/// A message as other programs get it; fields stand in the order of their names.
#[derive(Serialize)]
struct MessageLine<'a> {
    acts: Vec<ActLine<'a>>,
    authored: &'a str,
    bulk: &'a [BulkMark],
    date: Timestamp,
    from: Option<&'a Address>,
    kind: &'static str,
    message_id: &'a MessageId,
    personal: bool,
    sensitive: bool,
    skipped: &'a [String],
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread: Option<&'a str>,
    to: Vec<&'a Address>,
}

#[derive(Serialize)]
struct ActLine<'a> {
    act: Act,
    confidence: f64,
    due: Option<Date>,
    quote: &'a str,
    signs: &'a [Sign],
}

fn message_line<'a>(reading: &'a MessageReading, thread: Option<&'a str>) -> MessageLine<'a> {
    let facts = &reading.facts;
    let act = |cue: &'a Cue| ActLine {
        act: cue.act,
        confidence: cue.confidence.fraction(),
        due: cue.due.map(|due| due.date),
        quote: &cue.quote,
        signs: &cue.signs,
    };
    MessageLine {
        acts: facts.cues.iter().map(act).collect(),
        authored: &reading.authored,
        bulk: &facts.bulk,
        date: facts.date,
        from: facts.from.as_ref().map(|from| &from.address),
        kind: "message",
        message_id: &facts.id,
        personal: facts.is_personal(),
        sensitive: facts.sensitive,
        skipped: &facts.skipped,
        subject: &facts.subject,
        thread,
        to: facts.to.iter().map(|to| &to.address).collect(),
    }
}

fn print_calendar(
    out: &mut dyn Write,
    json: bool,
    item: &Item,
    reception: &Reception<'_>,
) -> Result<(), CliError> {
    let reading = calendar::read(&item.bytes, &reception.floating, reception.window);
    let mut rows: Vec<(&CalendarObject, &Occurrence)> = reading
        .objects
        .iter()
        .flat_map(|object| object.occurrences.iter().map(move |occurrence| (object, occurrence)))
        .collect();
    rows.sort_by_key(|(object, occurrence)| (occurrence.start, &object.uid, occurrence.recurrence_id));
    for (object, occurrence) in rows {
        let value = occurrence_json(object, occurrence);
        if json {
            json_line(out, &value)?;
        } else if let Some(details) = object.details.get(occurrence.details) {
            let people = details.attendees.len();
            writeln!(
                out,
                "{}  {}  {}, {people} invited",
                occurrence.start,
                details.summary,
                word(&details.status)
            )?;
        }
    }
    for reason in reading.skipped {
        if !json {
            writeln!(out, "  skipped: {reason}")?;
        }
    }
    Ok(())
}

fn occurrence_json(object: &CalendarObject, occurrence: &Occurrence) -> Value {
    let details = object.details.get(occurrence.details);
    let attendees: Vec<_> = details
        .iter()
        .flat_map(|details| &details.attendees)
        .map(|attendee| json!({"address": attendee.address, "partstat": attendee.partstat, "role": attendee.role}))
        .collect();
    json!({
        "kind": "occurrence", "uid": if object.made_uid { "" } else { object.uid.as_str() },
        "recurrence_id": occurrence.recurrence_id.map(|id| id.to_string()),
        "start": occurrence.start.to_string(), "end": occurrence.end.to_string(),
        "all_day": occurrence.all_day, "status": details.map(|details| details.status),
        "summary": details.map(|details| &details.summary),
        "organizer": details.and_then(|details| details.organizer.as_ref()).map(|organizer| &organizer.address),
        "attendees": attendees,
    })
}

fn print_cards(out: &mut dyn Write, json: bool, item: &Item) -> Result<(), CliError> {
    for card in read_cards(&item.bytes) {
        if json {
            json_line(out, &json!({ "kind": "card", "name": card.name, "addresses": card.addresses }))?;
        } else {
            let addresses: Vec<&str> = card.addresses.iter().map(crate::people::Address::as_str).collect();
            writeln!(out, "{}  {}", card.name, addresses.join(", "))?;
        }
    }
    Ok(())
}
