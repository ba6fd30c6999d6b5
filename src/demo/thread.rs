//! From told stories to messages: dates, references, quotes and signatures.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::agenda;
use super::cast::Cast;
use super::days;
use super::message::Message;
use super::parts::{Body, Format};
use super::story::{Told, read};

/// The messages of all stories. What cannot be told is left out; a test sees to it that nothing is.
pub(super) fn messages(stories: &[&str], today: Date) -> Vec<Message> {
    let cast = Cast::read();
    let mut sent: BTreeMap<String, Message> = BTreeMap::new();
    for told in stories.iter().flat_map(|story| read(story)) {
        let parent = told.re.and_then(|name| sent.get(name));
        if let Some(message) = message(&told, parent, &cast, today) {
            sent.insert(told.name.to_owned(), message);
        }
    }
    sent.into_values().collect()
}

fn message(told: &Told<'_>, parent: Option<&Message>, cast: &Cast, today: Date) -> Option<Message> {
    let day = days::day(told.day, today)?;
    let (hour, minute) = told.time.split_once(':')?;
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, second(told.name), 0).ok()?;
    let from = cast.get(told.from)?;
    let actors = |keys: &[&str]| keys.iter().map(|key| cast.get(key).cloned()).collect::<Option<Vec<_>>>();
    let subject = match parent {
        Some(parent) if told.subject.is_empty() => {
            format!("Re: {}", parent.subject.trim_start_matches("Re: "))
        }
        _ => days::fill_in(told.subject, day),
    };
    let text = days::fill_in(told.text, day);
    let at = days::instant(day, time);
    let mut message = Message::new(told.name, at, from, actors(&told.to)?, subject, text);
    message.cc = actors(&told.cc)?;
    if let Some(parent) = parent {
        message = message.answering(parent);
    } else if told.re.is_some() {
        return None;
    }
    for flag in &told.flags {
        dress(&mut message.body, flag, parent, today);
    }
    Some(message)
}

/// Seconds of the clock, so that no two messages look made.
fn second(name: &str) -> i8 {
    i8::try_from(name.bytes().map(u32::from).sum::<u32>() % 60).unwrap_or(0)
}

fn dress(body: &mut Body, flag: &str, parent: Option<&Message>, today: Date) {
    match (flag, parent) {
        ("html", _) => body.format = Format::Html,
        ("both", _) => body.format = Format::Both,
        ("phone", _) => body.tail.push_str("\nSent from my phone\n"),
        ("quote", Some(parent)) => body.tail.push_str(&quote(parent)),
        ("outlook", Some(parent)) => body.tail.push_str(&original_message(parent)),
        ("invite", _) => body.invitation = Some(("REQUEST", agenda::invitation(today))),
        _ => body.files.extend(flag.strip_prefix("file=").map(str::to_owned)),
    }
}

/// What was answered, below, as most programs quote it.
pub(super) fn quote(parent: &Message) -> String {
    let sent = parent.at.to_zoned_datetime(days::zone(days::ZONE));
    let from = format!("{} <{}>", parent.from.name, parent.from.address);
    let mut out = format!("\nOn {}, {from} wrote:\n", sent.strftime("%a, %d %b %Y at %H:%M"));
    let text = super::encode::wrapped(&format!("{}{}", parent.body.text, parent.body.tail));
    for line in text.lines() {
        out.push_str(if line.is_empty() || line.starts_with('>') { ">" } else { "> " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// What was answered, below, as programs in offices put it.
pub(super) fn original_message(parent: &Message) -> String {
    let sent = parent.at.to_zoned_datetime(days::zone(days::ZONE));
    let to: Vec<&str> = parent.to.iter().map(|actor| actor.name).collect();
    format!(
        "\n-----Original Message-----\nFrom: {} <{}>\nSent: {}\nTo: {}\nSubject: {}\n\n{}\n{}",
        parent.from.name,
        parent.from.address,
        sent.strftime("%A, %e %B %Y %H:%M"),
        to.join("; "),
        parent.subject,
        parent.body.text,
        parent.body.tail
    )
}
