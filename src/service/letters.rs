//! Letters to the owner: what is due, what it says, how it goes out. The instant is an argument here.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::books::Books;
use crate::config::{Config, Delivery, Me, SubjectLine, Via};
use crate::delivery::{
    AppendMailer, Dispatch, Enqueued, FileMailer, Item, Mailbox, Mailer, NotTheOwner, NudgeKey, Outgoing,
    Recipient, Said, SendmailMailer, SmtpMailer, TlsError, protocol::Patience,
};
use crate::ledger::Ruling;
use crate::nudges::commands::LetterCode;
use crate::nudges::{
    Answers, Choice, Letter, LetterContext, LetterError, LetterHeaders, LetterKind, Memory, Sent,
    SubjectStyle, Wishes, choose, compose, message, message_id,
};
use crate::people::{Address, hex_digest};
use crate::store::{Store, StoreError};

use super::keys::Keys;
use super::mailbox::OwnMailbox;
use super::{accounts, feeds, first, journal};

/// Name of delivery among the sources, where it is noted that it cannot start.
pub const DELIVERY: &str = "delivery";
/// Name of the job in the schedule.
pub const JOB: &str = "digest";
/// Hours after which a letter is stale.
const FRESH_HOURS: i64 = 48;
/// Days for which what was said is remembered at least; longer where the config asks for longer.
const MIN_MEMORY_DAYS: u16 = 400;

/// Why no letter could be made or sent.
#[derive(Debug, thiserror::Error)]
pub enum LettersError {
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The letter is none.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// It would go to somebody else.
    #[error(transparent)]
    Recipient(#[from] NotTheOwner),
    /// The way there cannot be protected.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The config names no program.
    #[error("there is no program to send mail with; name it as `command` in [delivery]")]
    NoProgram,
    /// Letters go into an account that is not read.
    #[error("`via = \"append\"` in [delivery] needs a [[mail]] account with the address {0}")]
    NoAccount(Address),
}

/// What became of the wish to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// There is nothing to say, so no letter.
    Nothing,
    /// A letter waits to be sent.
    Queued,
    /// That letter was queued before.
    Before,
}

/// What letters said before and what the owner answered, as the choice takes it.
pub fn memory(store: &Store, books: &Books, config: &Config) -> Result<Memory, StoreError> {
    let policy = journal::nudge_policy(config);
    let days = MIN_MEMORY_DAYS.max(policy.cooldown_days).max(policy.dormant_days);
    let memory = SignedDuration::from_hours(24 * (i64::from(days) + 1));
    let since = books.as_of.saturating_sub(memory).unwrap_or(Timestamp::MIN);
    let people = books.directory.people();
    let sent = store.said_since(since)?.into_iter().filter_map(|said| {
        let is_it = |address: &crate::people::Address| address.identity_key() == said.person;
        let person = people.values().find(|person| person.addresses.iter().any(is_it))?;
        Some(Sent { at: said.at, person: person.id, kind: said.kind })
    });
    Ok(Memory { sent: sent.collect(), wishes: wishes(store, books)? })
}

/// What the owner answered to letters.
pub fn wishes(store: &Store, books: &Books) -> Result<Wishes, StoreError> {
    let rulings = store.rulings()?;
    let standing = rulings.iter().filter(|ruling| ruling.undone_at.is_none());
    Ok(Wishes::of(standing.map(|ruling| &ruling.record), &books.directory))
}

/// What to say as of the books' instant.
#[must_use]
pub fn chosen(books: &Books, config: &Config, memory: &Memory) -> Choice {
    let policy = journal::nudge_policy(config);
    let (people, zone) = (books.directory.people(), &config.me.timezone);
    choose(&books.relationships, people, &books.entries, &policy, memory, books.as_of, zone)
}

/// What the owner should know of sources that fail or have grown silent, a sentence each.
pub fn health(store: &Store, config: &Config, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let sources = config.mail.iter().map(accounts::source_name);
    let sources = sources.chain(config.calendars.iter().map(feeds::source_name));
    let day = |at: Timestamp| at.to_zoned_datetime(config.me.timezone.clone()).date();
    let mut lines = Vec::new();
    for source in sources {
        let Some(health) = store.health(&source)? else { continue };
        if let Some((since, why)) = health.failing {
            lines.push(format!("{source} cannot be read since {}: {why}", day(since)));
        } else if let Some(last) = health.last_new.filter(|_| accounts::is_stalled(health.last_new, now)) {
            lines.push(format!("{source} has brought nothing new since {}, unusually long.", day(last)));
        }
    }
    Ok(lines)
}

/// The letter that says it, with the lines of [`health()`] at its end.
#[must_use]
pub fn letter(config: &Config, choice: &Choice, health: Vec<String>, answers: Option<Answers>) -> Letter {
    let subject = match config.privacy.subject {
        SubjectLine::Names => SubjectStyle::Names,
        SubjectLine::Counts => SubjectStyle::Counts,
    };
    compose(choice, &LetterContext { subject, health, answers })
}

/// Folds, chooses and queues a letter where there is something to say. `occasion` names why it is written:
/// of two letters with one occasion only the first is kept.
pub fn write(
    store: &mut Store,
    config: &Config,
    occasion: &str,
    now: Timestamp,
) -> Result<Written, LettersError> {
    let books = journal::fold(store, config, journal::present(now))?;
    let choice = chosen(&books, config, &memory(store, &books, config)?);
    if choice.nudges.is_empty() {
        return Ok(Written::Nothing);
    }
    let secret = store.letter_secret()?;
    let health = health(store, config, now)?;
    let (outgoing, said) = outgoing(config, &books, &choice, health, occasion, now, &secret)?;
    let items = items(&books, &choice);
    Ok(match store.enqueue_numbered(&outgoing, &said, &items)? {
        Enqueued::Now => Written::Queued,
        Enqueued::Already => Written::Before,
    })
}

/// The headers of a letter to one of the owner's addresses.
#[must_use]
pub fn headers<'a>(
    me: &'a Me,
    owner: &'a Address,
    date: Timestamp,
    keys: &'a [String],
    secret: &'a str,
) -> LetterHeaders<'a> {
    LetterHeaders {
        owner,
        owner_name: Some(&me.name),
        date,
        host: owner.domain(),
        kind: LetterKind::Nudges,
        secret: Some(secret),
        keys,
        thread: &[],
    }
}

/// Where answers to the letter with these headers go; `None` where the config has them not read.
#[must_use]
pub fn answers(config: &Config, headers: &LetterHeaders<'_>) -> Option<Answers> {
    let delivery = config.delivery.as_ref().filter(|delivery| delivery.replies)?;
    let code = LetterCode::of(&message_id(headers), headers.secret?);
    Some(Answers { owner: delivery.to.clone(), code })
}

/// What the numbers of a letter stand for.
pub(super) fn items(books: &Books, choice: &Choice) -> Vec<Item> {
    let people = books.directory.people();
    let items = (1..).zip(&choice.nudges).filter_map(|(number, nudge)| {
        let address = people.get(&nudge.person)?.addresses.first()?;
        Some(Item {
            number,
            person: address.identity_key(),
            about: nudge.kind.as_str().to_owned(),
            evidence: nudge.evidence.clone(),
        })
    });
    items.collect()
}

fn outgoing(
    config: &Config,
    books: &Books,
    choice: &Choice,
    health: Vec<String>,
    occasion: &str,
    now: Timestamp,
    secret: &str,
) -> Result<(Outgoing, Vec<Said>), LettersError> {
    let me = &config.me;
    let owner = config.delivery.as_ref().map_or(&me.address, |delivery| &delivery.to);
    let keys = choice.keys();
    let headers = headers(me, owner, now, &keys, secret);
    let letter = letter(config, choice, health, answers(config, &headers));
    let outgoing = Outgoing {
        nudge_key: NudgeKey::new(&hex_digest(occasion)),
        message_id: message_id(&headers),
        kind: LetterKind::Nudges.as_str().to_owned(),
        bytes: message(&letter, &headers)?,
        created_at: now,
        expires_at: stale_at(now),
    };
    Ok((outgoing, said(books, choice, now)))
}

/// What a letter of `now` says about whom.
pub(super) fn said(books: &Books, choice: &Choice, now: Timestamp) -> Vec<Said> {
    let people = books.directory.people();
    let said = choice.nudges.iter().filter_map(|nudge| {
        let address = people.get(&nudge.person)?.addresses.first()?;
        Some(Said { person: address.identity_key(), kind: nudge.kind, at: now })
    });
    said.collect()
}

/// When a letter made at `now` is stale.
pub(super) fn stale_at(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(FRESH_HOURS)).unwrap_or(Timestamp::MAX)
}

/// Until when the owner wants no letters, by his last word on that.
fn paused(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let rulings = store.rulings()?;
    let standing = rulings.iter().filter(|ruling| ruling.undone_at.is_none()).rev();
    Ok(standing.map(|ruling| &ruling.record.ruling).find_map(|ruling| match ruling {
        Ruling::Pause { until } => Some(*until),
        _ => None,
    }))
}

/// Plans the next letter: one that was missed stays due, one ahead follows the config.
pub fn plan(store: &mut Store, config: &Config, now: Timestamp) -> Result<(), StoreError> {
    let missed = store.due_at(JOB)?.is_some_and(|due| due <= now);
    match config.nudges.digest.next_after(now, &config.me.timezone) {
        Some(next) if !missed => store.schedule(JOB, next),
        _ => Ok(()),
    }
}

/// Writes the letter that is due at `now`, if one is, and plans the next. Before all others comes the first
/// letter.
pub fn write_due(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    let Some(next) = config.nudges.digest.next_after(now, &config.me.timezone) else {
        return Ok(Written::Nothing);
    };
    if config.delivery.is_none() {
        return Ok(Written::Nothing);
    }
    // Nothing else goes out before the first letter, which waits for no day.
    if first::is_owed(store, config)? {
        let written = first::write(store, config, now)?;
        store.schedule(JOB, next)?;
        return Ok(written);
    }
    let Some(due) = store.due_at(JOB)?.filter(|&due| due <= now) else {
        return Ok(Written::Nothing);
    };
    if paused(store)?.is_some_and(|until| until > now) {
        store.schedule(JOB, next)?;
        return Ok(Written::Nothing);
    }
    // A stop before the next line finds this occasion again, and the letter in the outbox.
    let written = write(store, config, &format!("digest {due}"), now)?;
    store.schedule(JOB, next)?;
    Ok(written)
}

/// The account that letters are put into.
pub(super) fn own_mailbox(
    config: &Config,
    delivery: &Delivery,
    keys: &Keys,
) -> Result<OwnMailbox, LettersError> {
    let missing = || LettersError::NoAccount(delivery.to.clone());
    OwnMailbox::of(config, &delivery.to, keys).ok_or_else(missing)
}

/// What delivers by the config; `None` where no way is configured. Files go beside the ledger by default.
pub fn dispatch(config: &Config, keys: &Keys) -> Result<Option<Dispatch>, LettersError> {
    let Some(delivery) = &config.delivery else { return Ok(None) };
    let mailer: Box<dyn Mailer> = match &delivery.via {
        Via::Smtp(smtp) => Box::new(SmtpMailer::new(smtp.clone(), Arc::new(keys.clone()))?),
        Via::Sendmail(command) => Box::new(SendmailMailer::new(command).ok_or(LettersError::NoProgram)?),
        Via::File(directory) => {
            Box::new(FileMailer::new(directory.clone().unwrap_or_else(|| keys.state().join("outbox"))))
        }
        Via::Append(folder) => {
            Box::new(AppendMailer::new(folder.clone(), Box::new(own_mailbox(config, delivery, keys)?)))
        }
    };
    let mailbox =
        OwnMailbox::of(config, &delivery.to, keys).map(|mailbox| Box::new(mailbox) as Box<dyn Mailbox>);
    let recipient = Recipient::new(&delivery.to, &config.me.addresses)?;
    Ok(Some(Dispatch { recipient, mailer, mailbox, patience: Patience::default() }))
}
