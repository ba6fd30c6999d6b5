//! `goodwill status`: what was read, what was skipped, how much there is.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Args;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::config::Config;
use crate::service::lock::PollingLock;
use crate::service::{accounts, feeds, letters};
use crate::store::{Counts, Health, ReplyCounts, Skipped, Store};

use super::circle;
use super::context::{Context, Loaded};
use super::error::CliError;
use super::text::{count, day, day_and_hour, json_line, plural, vouching};

mod outbox;

use outbox::Letters;

/// Skipped items named where nothing else is said.
const DEFAULT_SKIPPED: usize = 10;

/// The daemon leaves a sign of life each minute; after so long without one it does not run.
const MAX_SILENCE: SignedDuration = SignedDuration::from_mins(5);

/// Arguments of `status`.
#[derive(Debug, Args)]
pub(super) struct Status {
    /// Name so many of the items skipped
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SKIPPED)]
    skipped: usize,
    /// Fail where something is wrong, for monitors: the daemon does not run, a source fails or has fallen silent,
    /// letters do not arrive
    #[arg(long)]
    check: bool,
}

impl Status {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let found = Found::of(&loaded, context, self.skipped)?;
        if context.json {
            json_line(out, &found.json(&loaded)?)?;
        } else {
            found.write(&loaded, out)?;
        }
        if self.check { found.check(&loaded.store) } else { Ok(()) }
    }
}

/// What the journal says of sources, letters and the daemon.
struct Found {
    counts: Counts,
    bytes: u64,
    skipped: Vec<Skipped>,
    sources: Vec<(String, u64, Timestamp)>,
    healths: Vec<Polled>,
    daemon: Daemon,
    letters: Letters,
    now: Timestamp,
    /// The instant asked for, where it is past: what is derived is of then, what was read of now.
    then: Option<Timestamp>,
}

impl Found {
    fn of(loaded: &Loaded, context: &Context, most_skipped: usize) -> Result<Self, CliError> {
        let (store, now) = (&loaded.store, context.now);
        Ok(Self {
            counts: store.counts()?,
            bytes: store.bytes(),
            skipped: store.skipped(most_skipped)?,
            sources: store.sources()?,
            healths: healths(loaded, now)?,
            daemon: Daemon::of(loaded, context)?,
            letters: Letters::of(store, &loaded.config, &loaded.books, now)?,
            now,
            then: Some(loaded.books.as_of).filter(|&as_of| as_of < now),
        })
    }

    fn json(&self, loaded: &Loaded) -> Result<serde_json::Value, CliError> {
        let Loaded { store, books, .. } = loaded;
        let alike = books.merge_suggestions();
        let may_be_one: Vec<_> = alike.iter().map(|(one, other)| [one.id, other.id]).collect();
        let polled: Vec<_> = self.healths.iter().map(health_json).collect();
        let sources = self.sources.iter();
        let sources: Vec<_> = sources
            .map(|(path, items, at)| json!({"path": path, "items": items, "last_read": at.to_string()}))
            .collect();
        let skipped = self.skipped.iter();
        let skipped: Vec<_> = skipped.map(|item| json!({"item": item.item, "reason": item.reason})).collect();
        Ok(json!({
            "journal": self.counts, "database": store.path(), "bytes": self.bytes,
            "as_of": books.as_of.to_string(),
            "people": books.relationships.len(), "entries": books.entries.len(), "polled": polled,
            "delivery": health_json(&delivery(store)?), "outbox": self.letters.json(),
            "next_letter": self.letters.next.map(|at| at.to_string()),
            "paused_until": self.letters.paused.map(|at| at.to_string()),
            "away_until": self.letters.away.map(|at| at.to_string()),
            "daemon_seen": self.daemon.seen.map(|at| at.to_string()), "sources": sources, "skipped": skipped,
            "replies": store.reply_counts()?,
            "languages_without_acts": books.unread_languages(), "may_be_one_person": may_be_one,
            "circles_name_nobody": nobody_json(loaded),
            "received": books.received().messages, "not_vouched_for": books.received().unvouched,
            "may_be_yours": yours_json(loaded), "one_sided": one_sided_json(loaded),
        }))
    }

    fn write(&self, loaded: &Loaded, out: &mut dyn Write) -> Result<(), CliError> {
        let (store, counts, zone) = (&loaded.store, &self.counts, &loaded.config.me.timezone);
        writeln!(out, "goodwill {}", env!("CARGO_PKG_VERSION"))?;
        writeln!(
            out,
            "{}, {}, {} in {} ({} kB)",
            plural(counts.messages, "message", "messages"),
            plural(counts.calendar_objects, "calendar entry", "calendar entries"),
            plural(counts.cards, "card", "cards"),
            store.path().display(),
            count(self.bytes / 1024)
        )?;
        write_found(out, loaded, self.then)?;
        for (path, items, at) in &self.sources {
            writeln!(
                out,
                "source {path}: {}, last read {}",
                plural(*items, "item", "items"),
                day(*at, zone)
            )?;
        }
        if let Some(seen) = self.daemon.seen {
            let runs = if self.daemon.is_gone { "does not run, last seen" } else { "runs, last seen" };
            writeln!(out, "the daemon {runs} {}", day_and_hour(seen, zone))?;
        }
        write_polled(out, loaded, &self.healths)?;
        self.write_letters(out, loaded)?;
        write_proposals(out, loaded)?;
        write_gaps(out, loaded.books.unread_languages(), counts.skipped, &self.skipped)
    }

    /// What is to come of letters, and what came back of them.
    fn write_letters(&self, out: &mut dyn Write, loaded: &Loaded) -> Result<(), CliError> {
        let zone = &loaded.config.me.timezone;
        if let Some(until) = self.letters.paused {
            writeln!(out, "no letters until {}, as you said", day_and_hour(until, zone))?;
        } else if let Some(until) = self.letters.away.filter(|_| loaded.config.delivery.is_some()) {
            let until = day_and_hour(until, zone);
            writeln!(out, "you are away until {until}, as your calendar says; letters wait")?;
        } else if let Some(next) = self.letters.next.filter(|_| loaded.config.delivery.is_some()) {
            writeln!(out, "next letter: {}", day(next, zone))?;
        }
        if let Some((since, why)) = loaded.store.health(letters::DELIVERY)?.and_then(|health| health.failing)
        {
            writeln!(out, "delivery: failing since {}: {why}", day_and_hour(since, zone))?;
        }
        let replies = loaded.store.reply_counts()?;
        if replies != ReplyCounts::default() {
            let ReplyCounts { taken, not_understood, refused } = replies;
            writeln!(
                out,
                "answers to letters: {taken} followed, {not_understood} not understood, {refused} that do not count"
            )?;
        }
        for line in self.letters.lines(self.now, zone) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// Fails with all that is wrong.
    fn check(&self, store: &Store) -> Result<(), CliError> {
        let delivery = delivery(store)?;
        let mut wrong: Vec<String> = Vec::new();
        if self.daemon.is_gone {
            wrong.push("the daemon does not run".to_owned());
        }
        for Polled { source, health, silent_since } in self.healths.iter().chain([&delivery]) {
            if let Some((_, why)) = &health.failing {
                wrong.push(format!("{source}: {why}"));
            } else if silent_since.is_some() {
                wrong.push(format!("{source}: nothing arrives"));
            }
        }
        wrong.extend(self.letters.trouble());
        if wrong.is_empty() { Ok(()) } else { Err(CliError::Unwell(wrong.join("; "))) }
    }
}

/// Whether the daemon lives.
struct Daemon {
    /// Its last sign of life; none where it never ran on this ledger.
    seen: Option<Timestamp>,
    /// Whether there is something to poll and no sign of life for too long.
    is_gone: bool,
}

impl Daemon {
    fn of(loaded: &Loaded, context: &Context) -> Result<Self, CliError> {
        let seen = loaded.store.last_beat()?;
        // A sign from the future is of a clock that was wrong.
        let is_fresh = seen.is_some_and(|seen| context.now.duration_since(seen).abs() < MAX_SILENCE);
        let lives = is_fresh && PollingLock::is_held(&context.state_dir()?).unwrap_or(true);
        Ok(Self { seen, is_gone: loaded.config.polls() && !lives })
    }
}

/// Who and what was found, and why that may be little.
fn write_found(out: &mut dyn Write, loaded: &Loaded, then: Option<Timestamp>) -> Result<(), CliError> {
    let Loaded { books, config, .. } = loaded;
    let people = plural(books.relationships.len() as u64, "person", "people");
    let then = then.map(|then| {
        format!(
            " as of {}; what was read, and how sources fare, is as of now",
            day(then, &config.me.timezone)
        )
    });
    writeln!(
        out,
        "{people}, {}{}",
        plural(books.favor_count(), "favor", "favors"),
        then.unwrap_or_default()
    )?;
    if let Some(told) = vouching(&books.received()) {
        writeln!(out, "{told}")?;
    }
    Ok(())
}

/// Who may be one person, and addresses that may be the owner's.
fn write_proposals(out: &mut dyn Write, loaded: &Loaded) -> Result<(), CliError> {
    let (pairs, own) = (loaded.books.merge_suggestions().len(), loaded.books.own_suggestions().len());
    if pairs > 0 {
        let pairs = plural(pairs as u64, "pair", "pairs");
        writeln!(out, "{pairs} of people may be one person each; `goodwill people` names them")?;
    }
    if own > 0 {
        let addresses = plural(own as u64, "address", "addresses");
        writeln!(out, "{addresses} may be yours too; `goodwill people` names them")?;
    }
    let one_sided = loaded.books.one_sided().len();
    if one_sided > 0 {
        let senders = plural(one_sided as u64, "sender", "senders");
        writeln!(out, "taken for no people: {senders} to whom you never wrote and who never answered you")?;
    }
    if let Some(sentence) = circle::nobody_sentence(loaded) {
        writeln!(out, "{sentence}")?;
    }
    Ok(())
}

fn yours_json(loaded: &Loaded) -> Vec<serde_json::Value> {
    let own = loaded.books.own_suggestions().iter();
    own.map(|own| json!({"address": own.address, "wrote": own.wrote, "got": own.got})).collect()
}

fn nobody_json(loaded: &Loaded) -> Vec<serde_json::Value> {
    let nobody = circle::nobody(loaded).into_iter();
    nobody.map(|(circle, member)| json!({"circle": circle, "member": member})).collect()
}

fn one_sided_json(loaded: &Loaded) -> Vec<serde_json::Value> {
    let senders = loaded.books.one_sided().iter();
    senders
        .map(|sender| {
            json!({"address": sender.address, "letters": sender.letters, "repeated": sender.repeated})
        })
        .collect()
}

/// What is polled.
fn write_polled(out: &mut dyn Write, loaded: &Loaded, healths: &[Polled]) -> Result<(), CliError> {
    for polled in healths {
        writeln!(out, "{}", health_text(polled, &loaded.config))?;
    }
    Ok(())
}

/// What is not read: languages, and items.
fn write_gaps(
    out: &mut dyn Write,
    languages: &BTreeMap<String, u64>,
    all_skipped: u64,
    skipped: &[Skipped],
) -> Result<(), CliError> {
    if !languages.is_empty() {
        let list: Vec<String> = languages.iter().map(|(code, number)| format!("{code} ({number})")).collect();
        writeln!(out, "contact only, acts are not read in these languages yet: {}", list.join(", "))?;
    }
    if all_skipped > 0 {
        writeln!(out, "{} could not be read, or only in part:", plural(all_skipped, "item", "items"))?;
        for item in skipped {
            writeln!(out, "  {}: {}", item.item, item.reason)?;
        }
        let more = all_skipped.saturating_sub(skipped.len() as u64);
        if more > 0 {
            writeln!(out, "  … and {} more (--skipped N)", count(more))?;
        }
    }
    Ok(())
}

/// How a source is.
struct Polled {
    source: String,
    health: Health,
    /// Since when nothing new came, where that is unusual.
    silent_since: Option<Timestamp>,
}

/// How delivery is.
fn delivery(store: &Store) -> Result<Polled, CliError> {
    let health = store.health(letters::DELIVERY)?.unwrap_or_default();
    Ok(Polled { source: letters::DELIVERY.to_owned(), health, silent_since: None })
}

/// How each source of the config is, in its order.
fn healths(loaded: &Loaded, now: Timestamp) -> Result<Vec<Polled>, CliError> {
    let config = &loaded.config;
    let names = config.mail.iter().map(accounts::source_name);
    let names = names.chain(config.calendars.iter().map(feeds::source_name));
    names
        .map(|source| {
            let health = loaded.store.health(&source)?.unwrap_or_default();
            let silent_since = accounts::silent_since(&loaded.store, config, (&source, &health), now)?;
            Ok(Polled { source, health, silent_since })
        })
        .collect()
}

fn health_json(Polled { source, health, silent_since }: &Polled) -> serde_json::Value {
    let instant = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let (since, why) = health.failing.clone().unzip();
    json!({
        "source": source, "last_success": instant(health.last_success), "last_new": instant(health.last_new),
        "silent_since": instant(*silent_since), "items": health.total, "failing_since": instant(since), "error": why,
    })
}

fn health_text(Polled { source, health, silent_since }: &Polled, config: &Config) -> String {
    let zone = &config.me.timezone;
    let last = match health.last_success {
        Some(at) => format!("last read {}", day_and_hour(at, zone)),
        None if health.total > 0 => "not yet read to its end (`goodwill sync` goes on)".to_owned(),
        None => "never read".to_owned(),
    };
    if let Some((since, why)) = &health.failing {
        return format!("{source}: failing since {}, {last}: {why}", day_and_hour(*since, zone));
    }
    let items = plural(health.total, "item read", "items read");
    let new =
        health.last_new.map_or_else(|| "nothing yet".to_owned(), |at| format!("last new {}", day(at, zone)));
    let silent = silent_since
        .map_or_else(String::new, |at| format!(", nothing arrived since {}, unusually long", day(at, zone)));
    format!("{source}: {items}, {last}, {new}{silent}")
}
