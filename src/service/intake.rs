//! Reading items into the journal: in batches, each one transaction, so that a stop at any moment loses
//! nothing and doubles nothing.

use std::collections::HashSet;
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::causes::sentence;
use crate::config::{Config, Quotes, Whose};
use crate::conversations::ListPosts;
use crate::nudges::commands::LetterCode;
use crate::observations::calendar::{self, CalendarObject, READER, Window};
use crate::observations::mail::{self, MessageReading, Reception, Trust};
use crate::observations::{Authenticity, BulkMark, Facts, MessageId};
use crate::people::read_cards;
use crate::sources::{self, Item, ItemKind, SourceError};
use crate::store::{Recorded, Skipped, Store, StoreError, StoredSeries};

/// Items recorded in one transaction, and occurrences of calendar entries in them.
const BATCH: usize = 500;
const BATCH_OCCURRENCES: usize = 20_000;
/// Most things told of a path that cannot be read.
const MAX_UNREAD: usize = 1_000;
/// Years of a calendar's past and future that are listed.
const PAST_YEARS: i64 = 25;
const FUTURE_YEARS: i64 = 1;

/// What came of reading a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Intake {
    /// Messages read.
    pub messages: u64,
    /// Calendar files read.
    pub calendars: u64,
    /// Address books read.
    pub cards: u64,
    /// Items that were new, or better than the copy that was there.
    pub new: u64,
    /// Items that could not be read, or only in part.
    pub skipped: u64,
}

/// What came of reading a path, and what of it could not be read, or not to its end.
#[derive(Debug)]
pub struct Imported {
    /// What came of it.
    pub intake: Intake,
    /// What could not be read; the first thousand.
    pub unread: Vec<SourceError>,
}

/// Whether what is imported is vouched for by the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assertion {
    /// The owner says that these are his messages.
    Trusted,
    /// He does not.
    Untrusted,
}

/// Reads everything under `path` into the journal, past what cannot be read. `progress` is told after each item.
pub fn import(
    store: &mut Store,
    config: &Config,
    path: &Path,
    assertion: Assertion,
    now: Timestamp,
    progress: &dyn Fn(&Intake),
) -> Result<Imported, StoreError> {
    let trust = if assertion == Assertion::Trusted { Trust::Owner } else { Trust::Nobody };
    let mut reading = Reading::new(config, trust, now);
    let mut unread = Vec::new();
    let items = sources::walk_past(
        path,
        &mut |item| {
            reading.item(&item, &mut |batch| store.record(batch))?;
            progress(&reading.intake);
            Ok::<(), StoreError>(())
        },
        &mut |error| {
            if unread.len() < MAX_UNREAD {
                unread.push(error);
            }
            Ok(())
        },
    )?;
    // What is not there may be a slip of the pen, and no item.
    for error in unread.iter().filter(|error| error.path().exists()) {
        reading.skip(error.path().display().to_string(), sentence(error));
    }
    reading.flush(&mut |batch| store.record(batch))?;
    if items > 0 || unread.is_empty() {
        store.record_source(&path.display().to_string(), items, now)?;
    }
    Ok(Imported { intake: reading.intake, unread })
}

/// Whether a message is known by its header alone to be none from a person to the owner.
#[must_use]
pub fn is_bulk_by_header(header: &[u8], config: &Config) -> bool {
    let bulk = read_header(header, Trust::Nobody).bulk;
    // Invitations come from programs, and only what follows the header shows whether one is there.
    let from_program = |mark: &BulkMark| matches!(mark, BulkMark::Automatic | BulkMark::RoleSender);
    if bulk.iter().all(from_program) && may_hold_calendar(header) {
        return false;
    }
    // Posts of a list count where the owner wants that, so their text does.
    bulk.iter().any(|mark| config.lists.posts == ListPosts::Ignore || *mark != BulkMark::List)
}

/// The id of the message with this header; one that is made where it names none is another than that of the
/// whole.
#[must_use]
pub fn id_by_header(header: &[u8]) -> MessageId {
    read_header(header, Trust::Nobody).id
}

/// Whether somebody who is trusted vouches for the sender of the message with this header.
#[must_use]
pub fn is_vouched_for(header: &[u8], trust: Trust<'_>) -> bool {
    read_header(header, trust).authenticity == Authenticity::Verified
}

fn read_header(header: &[u8], trust: Trust<'_>) -> Facts {
    let window = Window { from: Timestamp::MIN, until: Timestamp::MAX };
    mail::read_header(header, &Reception { received: None, trust, floating: TimeZone::UTC, window })
}

/// Whether a message may hold a calendar object (RFC 6047), by the type that its header names: a part of
/// several, or the whole.
fn may_hold_calendar(header: &[u8]) -> bool {
    let text = String::from_utf8_lossy(header).to_ascii_lowercase();
    let media_type = text.lines().find_map(|line| line.strip_prefix("content-type:"));
    let holds = |kind: &str| media_type.is_some_and(|found| found.trim_start().starts_with(kind));
    ["multipart/mixed", "multipart/alternative", "text/calendar"].into_iter().any(holds)
}

/// Whether a message answers another, or names a letter in its subject.
fn may_answer(facts: &Facts) -> bool {
    !facts.references.is_empty() || LetterCode::in_subject(&facts.subject).is_some()
}

/// The same all month, so that a calendar read again is the same calendar and no new row.
fn window(now: Timestamp) -> Window {
    let zoned = now.to_zoned_datetime(TimeZone::UTC);
    let zoned = zoned.first_of_month().and_then(|first| first.start_of_day()).unwrap_or(zoned);
    Window {
        from: zoned.saturating_sub(PAST_YEARS.years()).timestamp(),
        until: zoned.saturating_add(FUTURE_YEARS.years()).timestamp(),
    }
}

/// Records a batch in one transaction; gives how many of its items were new.
pub type Record<'a> = dyn FnMut(&[Recorded]) -> Result<u64, StoreError> + 'a;

/// Items read and not yet recorded.
#[derive(Debug)]
pub struct Reading<'a> {
    zone: TimeZone,
    window: Window,
    /// How the source is trusted that the next message comes from.
    pub trust: Trust<'a>,
    quotes: Quotes,
    /// What is to be recorded, notes on what was skipped included.
    pub batch: Vec<Recorded>,
    /// Occurrences in the batch.
    occurrences: usize,
    /// What was read so far, and what of it was new among what was recorded.
    pub intake: Intake,
    /// Messages that may answer a letter, where those are wanted.
    pub replies: Option<Vec<MessageReading>>,
}

impl<'a> Reading<'a> {
    /// Nothing read yet, from a source that is trusted so.
    #[must_use]
    pub fn new(config: &Config, trust: Trust<'a>, now: Timestamp) -> Self {
        Self {
            zone: config.me.timezone.clone(),
            window: window(now),
            trust,
            quotes: config.privacy.quotes,
            batch: Vec::new(),
            occurrences: 0,
            intake: Intake::default(),
            replies: None,
        }
    }

    /// Reads an item of a directory or file; `record` is called whenever the batch is full.
    fn item(&mut self, item: &Item, record: &mut Record<'_>) -> Result<(), StoreError> {
        let name = item.path.display().to_string();
        match item.kind {
            ItemKind::Message => self.message(&name, &item.bytes, None),
            ItemKind::Calendar => {
                self.calendar(&name, &item.bytes, (Whose::Owner, &HashSet::new()), record)?;
            }
            ItemKind::Cards => {
                self.intake.cards += 1;
                let cards = read_cards(&item.bytes);
                if cards.is_empty() {
                    self.skip(name, "no card with an address in it".to_owned());
                }
                self.batch.extend(cards.into_iter().map(Recorded::Card));
            }
        }
        self.make_room(record)
    }

    /// Records what was read and not yet recorded.
    pub fn flush(&mut self, record: &mut Record<'_>) -> Result<(), StoreError> {
        self.intake.new += record(&self.batch)?;
        self.batch.clear();
        self.occurrences = 0;
        Ok(())
    }

    fn make_room(&mut self, record: &mut Record<'_>) -> Result<(), StoreError> {
        let full = self.batch.len() >= BATCH || self.occurrences >= BATCH_OCCURRENCES;
        if full { self.flush(record) } else { Ok(()) }
    }

    /// Reads a message (RFC 5322); `name` says in notes where it is, `received` when its server got it.
    pub fn message(&mut self, name: &str, bytes: &[u8], received: Option<Timestamp>) {
        self.intake.messages += 1;
        let reception =
            Reception { received, trust: self.trust, floating: self.zone.clone(), window: self.window };
        let read = mail::read(bytes, &reception);
        if let Some(replies) = &mut self.replies
            && may_answer(&read.facts)
        {
            replies.push(read.clone());
        }
        let mut facts = read.facts;
        for reason in &facts.skipped {
            self.intake.skipped += 1;
            let item = format!("{name} {}", facts.id);
            self.batch.push(Recorded::Skipped(Skipped { item, reason: reason.clone() }));
        }
        if facts.from.is_none() {
            let item = format!("{name} {}", facts.id);
            self.skip(item, "no one sender named, so it is from nobody".to_owned());
            return;
        }
        self.withhold(&mut facts);
        self.batch.push(Recorded::Message(Box::new(facts)));
    }

    /// Reads those series of a calendar (RFC 5545) whose marks are not among the `known`; `record` is called
    /// whenever the batch is full. Gives the marks of all its series, and those that were read.
    pub fn calendar(
        &mut self,
        name: &str,
        bytes: &[u8],
        (whose, known): (Whose, &HashSet<u64>),
        record: &mut Record<'_>,
    ) -> Result<(HashSet<u64>, Vec<StoredSeries>), StoreError> {
        self.intake.calendars += 1;
        let mut stream = calendar::Stream::open(bytes, &self.zone, self.window);
        let marks: Vec<u64> = stream.series().iter().map(|series| series.mark).collect();
        let mut came = Vec::new();
        for (nth, &mark) in marks.iter().enumerate().filter(|(_, mark)| !known.contains(mark)) {
            let objects = stream.read_series(nth);
            came.extend(StoredSeries::under(mark, &objects));
            for mut object in objects {
                object.of_another = whose == Whose::Others;
                self.occurrences += object.occurrences.len();
                self.batch.push(Recorded::Calendar(object));
            }
            self.make_room(record)?;
        }
        for reason in stream.into_notes() {
            self.skip(name.to_owned(), reason);
        }
        Ok((marks.into_iter().collect(), came))
    }

    /// What a small calendar holds, which is not recorded; what of it is skipped is noted.
    pub fn objects(&mut self, name: &str, bytes: &[u8], whose: Whose) -> Vec<CalendarObject> {
        self.intake.calendars += 1;
        let mut reading = calendar::read(bytes, &self.zone, self.window);
        reading.objects.iter_mut().for_each(|object| object.of_another = whose == Whose::Others);
        for reason in reading.skipped {
            self.skip(name.to_owned(), reason);
        }
        reading.objects
    }

    /// What decides how a calendar is read beside its bytes, in a word.
    #[must_use]
    pub fn circumstances(&self, whose: Whose) -> String {
        let zone = self.zone.iana_name().unwrap_or_default();
        let whose = if whose == Whose::Owner { "mine" } else { "others" };
        format!("{} {} {zone} {whose} {READER}", self.window.from, self.window.until)
    }

    /// Notes what could not be read, and why.
    pub fn skip(&mut self, item: String, reason: String) {
        self.intake.skipped += 1;
        self.batch.push(Recorded::Skipped(Skipped { item, reason }));
    }

    /// Keeps no words where the owner wants none kept.
    fn withhold(&self, facts: &mut Facts) {
        if self.quotes == Quotes::Hash {
            facts.cues.iter_mut().chain(&mut facts.hint).for_each(|cue| cue.quote.clear());
            facts.answer.iter_mut().for_each(|answer| answer.quote.clear());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config;

    use super::*;

    #[test]
    fn calendars_are_read_over_the_same_span_all_month() {
        let of = |at: &str| window(at.parse().unwrap());
        assert_eq!(of("2026-03-01T00:00:00Z"), of("2026-03-31T23:59:59Z"));
        assert_ne!(of("2026-03-31T23:59:59Z"), of("2026-04-01T00:00:00Z"));
    }

    #[test]
    fn a_program_s_mail_that_may_invite_is_read_and_a_newsletter_is_not() {
        let config = config::parse(config::MINIMAL, "config.toml").unwrap();
        for (more, dropped) in [
            ("Auto-Submitted: auto-generated\r\nContent-Type: multipart/alternative; boundary=b\r\n", false),
            ("Auto-Submitted: auto-generated\r\nContent-Type: text/calendar; method=REQUEST\r\n", false),
            ("Auto-Submitted: auto-generated\r\nContent-Type: text/plain\r\n", true),
            ("Precedence: bulk\r\nContent-Type: multipart/mixed; boundary=b\r\n", true),
            ("Content-Type: text/plain\r\n", false),
        ] {
            let header = format!("From: Ana <ana@rey.example>\r\nTo: alex@studio.example\r\n{more}\r\n");
            assert_eq!(is_bulk_by_header(header.as_bytes(), &config), dropped, "{more}");
        }
    }
}
