//! Letters to the owner: what is due, what it says, how it goes out. The instant is an argument here.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::books::Books;
use crate::config::{Config, Delivery, Me, SubjectLine, Via};
use crate::delivery::{
    AppendMailer, Dispatch, Enqueued, FileMailer, Mailbox, Mailer, NotTheOwner, NudgeKey, Outgoing,
    Recipient, Said, SendmailMailer, SmtpMailer, TlsError, protocol::Patience,
};
use crate::nudges::{
    Choice, Letter, LetterContext, LetterError, LetterHeaders, LetterKind, Sent, SubjectStyle, choose,
    compose, message, message_id,
};
use crate::people::{Address, hex_digest};
use crate::store::{Store, StoreError};

use super::mailbox::OwnMailbox;
use super::{accounts, feeds, journal};

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

/// What letters said before, as the choice takes it.
pub fn said(store: &Store, books: &Books, config: &Config) -> Result<Vec<Sent>, StoreError> {
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
    Ok(sent.collect())
}

/// What to say as of the books' instant.
#[must_use]
pub fn chosen(books: &Books, config: &Config, sent: &[Sent]) -> Choice {
    let policy = journal::nudge_policy(config);
    let (people, zone) = (books.directory.people(), &config.me.timezone);
    choose(&books.relationships, people, &books.entries, &policy, sent, books.as_of, zone)
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
pub fn letter(config: &Config, choice: &Choice, health: Vec<String>) -> Letter {
    let subject = match config.privacy.subject {
        SubjectLine::Names => SubjectStyle::Names,
        SubjectLine::Counts => SubjectStyle::Counts,
    };
    compose(choice, &LetterContext { subject, health })
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
    let choice = chosen(&books, config, &said(store, &books, config)?);
    if choice.nudges.is_empty() {
        return Ok(Written::Nothing);
    }
    let letter = letter(config, &choice, health(store, config, now)?);
    let (outgoing, said) = outgoing(config, &books, &choice, &letter, occasion, now)?;
    Ok(match store.enqueue(&outgoing, &said)? {
        Enqueued::Now => Written::Queued,
        Enqueued::Already => Written::Before,
    })
}

/// The headers of a letter to one of the owner's addresses.
#[must_use]
pub fn headers<'a>(me: &'a Me, owner: &'a Address, date: Timestamp, keys: &'a [String]) -> LetterHeaders<'a> {
    LetterHeaders {
        owner,
        owner_name: Some(&me.name),
        date,
        host: owner.domain(),
        kind: LetterKind::Nudges,
        secret: None,
        keys,
    }
}

fn outgoing(
    config: &Config,
    books: &Books,
    choice: &Choice,
    letter: &Letter,
    occasion: &str,
    now: Timestamp,
) -> Result<(Outgoing, Vec<Said>), LettersError> {
    let me = &config.me;
    let owner = config.delivery.as_ref().map_or(&me.address, |delivery| &delivery.to);
    let keys = choice.keys();
    let headers = headers(me, owner, now, &keys);
    let people = books.directory.people();
    let said = choice.nudges.iter().filter_map(|nudge| {
        let address = people.get(&nudge.person)?.addresses.first()?;
        Some(Said { person: address.identity_key(), kind: nudge.kind, at: now })
    });
    let expires_at = now.saturating_add(SignedDuration::from_hours(FRESH_HOURS)).unwrap_or(Timestamp::MAX);
    let outgoing = Outgoing {
        nudge_key: NudgeKey::new(&hex_digest(occasion)),
        message_id: message_id(&headers),
        kind: LetterKind::Nudges.as_str().to_owned(),
        bytes: message(letter, &headers)?,
        created_at: now,
        expires_at,
    };
    Ok((outgoing, said.collect()))
}

/// Plans the next letter: one that was missed stays due, one ahead follows the config.
pub fn plan(store: &mut Store, config: &Config, now: Timestamp) -> Result<(), StoreError> {
    let missed = store.due_at(JOB)?.is_some_and(|due| due <= now);
    match config.nudges.digest.next_after(now, &config.me.timezone) {
        Some(next) if !missed => store.schedule(JOB, next),
        _ => Ok(()),
    }
}

/// Writes the letter that is due at `now`, if one is, and plans the next.
pub fn write_due(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    let Some(next) = config.nudges.digest.next_after(now, &config.me.timezone) else {
        return Ok(Written::Nothing);
    };
    let Some(due) = store.due_at(JOB)?.filter(|&due| due <= now && config.delivery.is_some()) else {
        return Ok(Written::Nothing);
    };
    // A stop before the next line finds this occasion again, and the letter in the outbox.
    let written = write(store, config, &format!("digest {due}"), now)?;
    store.schedule(JOB, next)?;
    Ok(written)
}

/// The account that letters are put into.
pub(super) fn own_mailbox(config: &Config, delivery: &Delivery) -> Result<OwnMailbox, LettersError> {
    let missing = || LettersError::NoAccount(delivery.to.clone());
    OwnMailbox::of(config, &delivery.to).ok_or_else(missing)
}

/// What delivers by the config; `None` where no way is configured. `state` is where files go by default.
pub fn dispatch(config: &Config, state: &Path) -> Result<Option<Dispatch>, LettersError> {
    let Some(delivery) = &config.delivery else { return Ok(None) };
    let mailer: Box<dyn Mailer> = match &delivery.via {
        Via::Smtp(smtp) => {
            Box::new(SmtpMailer::new(smtp.clone(), Arc::new(|name: &str| std::env::var_os(name)))?)
        }
        Via::Sendmail(command) => Box::new(SendmailMailer::new(command).ok_or(LettersError::NoProgram)?),
        Via::File(directory) => {
            Box::new(FileMailer::new(directory.clone().unwrap_or_else(|| state.join("outbox"))))
        }
        Via::Append(folder) => {
            Box::new(AppendMailer::new(folder.clone(), Box::new(own_mailbox(config, delivery)?)))
        }
    };
    let mailbox = OwnMailbox::of(config, &delivery.to).map(|mailbox| Box::new(mailbox) as Box<dyn Mailbox>);
    let recipient = Recipient::new(&delivery.to, &config.me.addresses)?;
    Ok(Some(Dispatch { recipient, mailer, mailbox, patience: Patience::default() }))
}
