//! Letters to the owner: what is due, what it says, how it goes out. The instant is an argument here.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::books::{Books, Outcomes};
use crate::config::{Config, Delivery, Me, SubjectLine, Via};
use crate::delivery::{
    AppendMailer, Dispatch, Enqueued, FileMailer, Item, Mailbox, Mailer, NotTheOwner, NudgeKey, Outgoing,
    Recipient, Said, SendmailMailer, SmtpMailer, protocol::Patience,
};
use crate::ledger::Ruling;
use crate::nudges::commands::LetterCode;
use crate::nudges::statement::{Month, Records, Statement};
use crate::nudges::{
    Answers, Choice, Letter, LetterContext, LetterError, LetterHeaders, LetterKind, Memory, NudgeKind,
    Openings, Outcome, Policy, Sent, SubjectStyle, Today, Wishes, choose, compose, message, message_id,
};
use crate::people::{Address, PersonId, hex_digest};
use crate::store::{Store, StoreError};

use super::gate::Gate;
use super::keys::Keys;
use super::mailbox::OwnMailbox;
use super::openings::openings;
use super::{accounts, feeds, journal};
use crate::tls::TlsError;

/// Name of delivery among the sources, where it is noted that it cannot start.
pub const DELIVERY: &str = "delivery";
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

/// What letters said before, what came of it and what the owner answered, as the choice takes it.
pub fn memory(store: &Store, books: &Books, config: &Config) -> Result<Memory, StoreError> {
    let said = store.said_since(memorable(books, config))?;
    Ok(Memory { wishes: wishes(store, books)?, ..remembered(books, &said) })
}

/// What the owner answered to letters.
pub fn wishes(store: &Store, books: &Books) -> Result<Wishes, StoreError> {
    Ok(Wishes::of(&store.standing_rulings()?, &books.directory).telling_apart(books.told_apart()))
}

/// The instant from which on it is remembered what was said.
pub(super) fn memorable(books: &Books, config: &Config) -> Timestamp {
    let policy = journal::nudge_policy(config);
    let longest = [policy.cooldown_days, policy.dormant_days, policy.matter_days].into_iter().max();
    let days = MIN_MEMORY_DAYS.max(longest.unwrap_or_default());
    let memory = SignedDuration::from_hours(24 * (i64::from(days) + 1));
    books.as_of.saturating_sub(memory).unwrap_or(Timestamp::MIN)
}

/// What was said, seen from the books' instant.
#[must_use]
pub fn remembered(books: &Books, said: &[Said]) -> Memory {
    let mut known: BTreeMap<Address, PersonId> = BTreeMap::new();
    for person in books.directory.people().values() {
        for address in &person.addresses {
            known.entry(address.identity_key()).or_insert(person.id);
        }
    }
    let sent = said.iter().filter_map(|said| Some(sent(books, *known.get(&said.person)?, said)));
    Memory { sent: sent.collect(), ..Memory::default() }
}

/// What was said of a person at an instant, and what came of it by that of the books.
fn sent(books: &Books, person: PersonId, said: &Said) -> Sent {
    let contacts = books.occasions_with(person).map(|occasion| occasion.at);
    let outcome = Outcome::of(said.at, contacts, books.as_of);
    Sent { at: said.at, person, kind: said.kind, matter: said.matter.clone(), outcome }
}

/// What a letter written at an instant says, for the next one to remember.
#[must_use]
pub fn said(books: &Books, choice: &Choice, at: Timestamp) -> Vec<Said> {
    let people = books.directory.people();
    let said = choice.nudges.iter().filter_map(|nudge| {
        let address = people.get(&nudge.person)?.addresses.first()?;
        let (person, matter) = (address.identity_key(), nudge.matter().to_owned());
        Some(Said { person, kind: nudge.kind, at, matter })
    });
    said.collect()
}

/// What to say as of the books' instant.
pub fn chosen(books: &Books, config: &Config, memory: &Memory) -> Result<Choice, StoreError> {
    let policy = journal::nudge_policy(config);
    let openings = openings(books, &policy)?;
    Ok(chosen_by(books, config, memory, &policy, &openings))
}

/// Of what is to be said, birthdays alone.
pub(super) fn birthdays_chosen(books: &Books, config: &Config, memory: &Memory) -> Choice {
    let kinds = [NudgeKind::Birthday].into();
    let policy = Policy { kinds, ..journal::nudge_policy(config) };
    let openings = Openings { birthdays: books.birthdays.clone(), ..Openings::default() };
    Choice { on_track: 0, ..chosen_by(books, config, memory, &policy, &openings) }
}

fn chosen_by(
    books: &Books,
    config: &Config,
    memory: &Memory,
    policy: &Policy,
    openings: &Openings,
) -> Choice {
    let people = books.directory.people();
    let today = Today::new(books.as_of, &config.me.timezone);
    choose(&books.relationships, people, &books.entries, policy, memory, openings, today)
}

/// The statement of a month, of one person where one is named, from books folded as of its end.
#[must_use]
pub fn statement(books: &Books, month: Month, only: Option<PersonId>) -> Statement {
    let records = Records {
        directory: &books.directory,
        entries: &books.entries,
        occasions: books.occasions(),
        chains: &Outcomes::new(books).chains(),
        policy: &books.ledger_policy,
        as_of: books.as_of,
    };
    Statement::of(records, month, only)
}

/// What the owner should know of sources that fail or have grown silent, a sentence each.
pub fn health(store: &Store, config: &Config, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let sources = config.mail.iter().map(accounts::source_name);
    let sources = sources.chain(config.calendars.iter().map(feeds::source_name));
    let day = |at: Timestamp| at.to_zoned_datetime(config.me.timezone.clone()).date();
    let mut lines = Vec::new();
    for source in sources {
        let Some(health) = store.health(&source)? else { continue };
        if let Some((since, why)) = &health.failing {
            lines.push(format!("{source} cannot be read since {}: {why}", day(*since)));
        } else if let Some(last) = accounts::silent_since(store, config, (&source, &health), now)? {
            lines.push(format!("{source} has brought nothing new since {}, unusually long.", day(last)));
        }
    }
    Ok(lines)
}

/// The letter that says it, with the lines of [`health()`] at its end. `slow` where letters come monthly.
#[must_use]
pub fn letter(
    config: &Config,
    choice: &Choice,
    health: Vec<String>,
    slow: bool,
    answers: Option<Answers>,
) -> Letter {
    compose(choice, &LetterContext { subject: subject_style(config), health, answers, slow })
}

/// What a subject may show.
pub(super) fn subject_style(config: &Config) -> SubjectStyle {
    match config.privacy.subject {
        SubjectLine::Names => SubjectStyle::Names,
        SubjectLine::Counts => SubjectStyle::Counts,
    }
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
    let memory = memory(store, &books, config)?;
    let choice = chosen(&books, config, &memory)?;
    if choice.nudges.is_empty() {
        return Ok(Written::Nothing);
    }
    let draft = draft(store, config, &books, &choice, memory.slows(now), now)?;
    queue(store, config, &draft, occasion, now, stale_at(now))
}

/// A letter that is still to be put into its words, with all that has to be known of it.
pub(super) struct Draft<'a> {
    pub(super) kind: LetterKind,
    pub(super) keys: Vec<String>,
    pub(super) said: Vec<Said>,
    pub(super) items: Vec<Item>,
    /// Puts it into words, once it is known where answers go.
    pub(super) compose: Box<dyn Fn(Option<Answers>) -> Letter + 'a>,
}

/// The letter with a choice; `slow` where letters come monthly.
pub(super) fn draft<'a>(
    store: &Store,
    config: &'a Config,
    books: &Books,
    choice: &'a Choice,
    slow: bool,
    now: Timestamp,
) -> Result<Draft<'a>, LettersError> {
    let health = health(store, config, now)?;
    Ok(Draft {
        kind: LetterKind::Nudges,
        keys: choice.keys(),
        said: said(books, choice, now),
        items: items(books, choice),
        compose: Box::new(move |answers| letter(config, choice, health.clone(), slow, answers)),
    })
}

/// Puts a letter into the outbox.
pub(super) fn queue(
    store: &mut Store,
    config: &Config,
    draft: &Draft<'_>,
    occasion: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<Written, LettersError> {
    let secret = store.letter_secret()?;
    let owner = addressee(config);
    let headers = LetterHeaders { kind: draft.kind, ..headers(&config.me, owner, now, &draft.keys, &secret) };
    let answers = answers(config, &headers);
    let headers = LetterHeaders { answers: answers.as_ref(), ..headers };
    let letter = (draft.compose)(answers.clone());
    let outgoing = Outgoing {
        nudge_key: key(occasion),
        message_id: message_id(&headers),
        kind: draft.kind.as_str().to_owned(),
        bytes: message(&letter, &headers)?,
        created_at: now,
        expires_at,
    };
    Ok(match store.enqueue(&outgoing, &draft.said, &draft.items)? {
        Enqueued::Now => Written::Queued,
        Enqueued::Already => Written::Before,
    })
}

/// The address that letters go to.
pub(super) fn addressee(config: &Config) -> &Address {
    config.delivery.as_ref().map_or(&config.me.address, |delivery| &delivery.to)
}

/// The key of an occasion.
pub(super) fn key(occasion: &str) -> NudgeKey {
    NudgeKey::new(&hex_digest(occasion))
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
        answers: None,
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

/// When a letter made at `now` is stale.
pub(super) fn stale_at(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(FRESH_HOURS)).unwrap_or(Timestamp::MAX)
}

/// Until when the owner wants no letters, by his last word on that.
pub fn paused(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let standing = store.standing_rulings()?.into_iter().rev();
    Ok(standing.map(|record| record.ruling).find_map(|ruling| match ruling {
        Ruling::Pause { until } => Some(until),
        _ => None,
    }))
}

/// The account that letters are put into.
pub(super) fn own_mailbox(
    config: &Config,
    delivery: &Delivery,
    (keys, gate): (&Keys, &Gate),
) -> Result<OwnMailbox, LettersError> {
    let missing = || LettersError::NoAccount(delivery.to.clone());
    OwnMailbox::of(config, &delivery.to, keys, gate).ok_or_else(missing)
}

/// What delivers by the config; `None` where no way is configured. Files go beside the ledger by default.
pub fn dispatch(config: &Config, keys: &Keys, gate: &Gate) -> Result<Option<Dispatch>, LettersError> {
    let Some(delivery) = &config.delivery else { return Ok(None) };
    let mailer: Box<dyn Mailer> = match &delivery.via {
        Via::Smtp(smtp) => Box::new(SmtpMailer::new(smtp.clone(), Arc::new(keys.clone()))?),
        Via::Sendmail(command) => Box::new(SendmailMailer::new(command).ok_or(LettersError::NoProgram)?),
        Via::File(directory) => {
            Box::new(FileMailer::new(directory.clone().unwrap_or_else(|| keys.state().join("outbox"))))
        }
        Via::Append(folder) => {
            let mailbox = own_mailbox(config, delivery, (keys, gate))?;
            Box::new(AppendMailer::new(folder.clone(), Box::new(mailbox)))
        }
    };
    let mailbox =
        OwnMailbox::of(config, &delivery.to, keys, gate).map(|mailbox| Box::new(mailbox) as Box<dyn Mailbox>);
    let recipient = Recipient::new(&delivery.to, &config.me.addresses)?;
    Ok(Some(Dispatch { recipient, mailer, mailbox, patience: Patience::default() }))
}
