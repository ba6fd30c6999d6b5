//! Answers of the owner to letters: judged, followed and acknowledged once.
//!
//! All that comes of one answer is one transaction, before the cursor of its folder moves: after a stop at any
//! moment the answer is either untouched or done with.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tracing::{error, info, warn};

use crate::books::Books;
use crate::causes::sentence;
use crate::config::Config;
use crate::delivery::{Item, Outgoing};
use crate::ledger::{Ruling, RulingRecord, Verdict, Wish};
use crate::nudges::answer::{Ground, Outcome, Role, Spoken, Told, answer};
use crate::nudges::commands::{
    self, Admission, Command, Commands, LetterCode, Place, Unread, Verb, When, admit,
};
use crate::nudges::{Answers, LetterHeaders, LetterKind, NudgeKind, Today, message, message_id};
use crate::observations::mail::MessageReading;
use crate::observations::{Facts, MessageId};
use crate::people::{Person, Regime};
use crate::store::{ReplyOutcome, Store, StoreError, TakenReply};

use super::journal;
use super::letters::{self, LettersError};
use super::retold::retold;
use super::subjects::subject;

/// Days for which the code in a subject names a letter.
const CODE_DAYS: i64 = 60;

/// What an item is about by which somebody is settled.
pub(super) const PERSON: &str = "person";

/// Follows the answers among messages that were read from one folder, in the order in which they were written.
pub(super) fn take_all(
    store: &mut Store,
    config: &Config,
    place: Place,
    readings: &[MessageReading],
    now: Timestamp,
) -> Result<(), StoreError> {
    // As they were sent, of which the order in the folder says less; answers of one second stay in that.
    let mut readings: Vec<&MessageReading> = readings.iter().collect();
    readings.sort_by_key(|reading| reading.facts.date);
    for reading in readings {
        match take(store, config, place, reading, now) {
            Ok(()) => {}
            Err(LettersError::Store(error)) => return Err(error),
            // Mail goes on being read, though an answer to it cannot be written.
            Err(error) => error!(error = sentence(&error), "could not follow an answer"),
        }
    }
    Ok(())
}

fn take(
    store: &mut Store,
    config: &Config,
    place: Place,
    reading: &MessageReading,
    now: Timestamp,
) -> Result<(), LettersError> {
    let facts = &reading.facts;
    let since = LetterCode::in_subject(&facts.subject)
        .map(|_| now.saturating_sub(SignedDuration::from_hours(24 * CODE_DAYS)).unwrap_or(Timestamp::MIN));
    let letters = store.letters_named(&facts.references, since)?;
    if letters.is_empty() {
        return Ok(());
    }
    let record = store.reply_record(&facts.id, now)?;
    let letter = match admit(facts, place, &config.me.addresses, &letters, record, now) {
        Admission::NoAnswer => return Ok(()),
        Admission::Refused(refusal) => {
            store.refuse_reply(&facts.id, refusal, now)?;
            warn!(reason = refusal.as_str(), "a message names a letter and does not count as an answer");
            return Ok(());
        }
        Admission::Answers(letter) => letter.message_id.clone(),
    };
    let commands = commands::read_of(&reading.authored, &config.me.name);
    let taken = follow(store, config, facts, letter, &commands, now)?;
    if store.take_reply(&taken)? {
        info!(commands = commands.commands.len(), rulings = taken.rulings.len(), "took an answer");
    }
    Ok(())
}

/// All that comes of an answer.
fn follow(
    store: &Store,
    config: &Config,
    facts: &Facts,
    letter: MessageId,
    commands: &Commands,
    now: Timestamp,
) -> Result<TakenReply, LettersError> {
    let outcome = match (commands.commands.is_empty(), &commands.unread) {
        (false, _) => ReplyOutcome::Taken,
        (true, Unread::Nothing) => ReplyOutcome::Empty,
        (true, Unread::Words(_)) => ReplyOutcome::NotUnderstood,
    };
    let message_id = facts.id.clone();
    let mut reply =
        TakenReply { message_id, letter, at: now, outcome, rulings: vec![], undoes: vec![], answer: None };
    if outcome == ReplyOutcome::Empty {
        return Ok(reply);
    }
    let items = store.letter_items(&reply.letter)?;
    let books = journal::fold(store, config, journal::present(now))?;
    let (next_at, zone) = (store.next_ruling_at(now)?, &config.me.timezone);
    let mut desk = Follower { store, books: &books, items: &items, now, next_at, zone, reply: &mut reply };
    let mut told = Vec::new();
    for command in &commands.commands {
        told.push(desk.follow(command)?);
    }
    if let Unread::Words(line) = &commands.unread {
        told.extend([Told::NotUnderstood(line.clone()), Told::Help]);
    }
    let letter = acknowledgement(store, config, facts, &reply, &told)?;
    reply.answer = Some((letter, items));
    Ok(reply)
}

/// Follows the commands of one answer.
struct Follower<'a> {
    store: &'a Store,
    books: &'a Books,
    items: &'a [Item],
    now: Timestamp,
    /// The instant of the next ruling: each is later than those before it.
    next_at: Timestamp,
    zone: &'a TimeZone,
    reply: &'a mut TakenReply,
}

impl Follower<'_> {
    fn follow(&mut self, command: &Command) -> Result<Told, StoreError> {
        Ok(match &command.verb {
            Verb::Help => Told::Help,
            Verb::Undo => self.undo()?,
            Verb::Pause(when) => {
                let Some(until) = self.instant(*when) else { return Ok(Told::DayOutOfReach) };
                self.say(Ruling::Pause { until });
                Told::Paused(until)
            }
            Verb::Resume => {
                self.say(Ruling::Pause { until: self.now });
                Told::Resumed
            }
            verb => {
                let item = match (command.item, self.items) {
                    (Some(number), items) => items.iter().find(|item| item.number == number.get()),
                    (None, [item]) => Some(item),
                    (None, _) => return Ok(Told::WhichItem),
                };
                let missing = || Told::NoSuchItem(command.item.map_or(1, commands::ItemNumber::get));
                let Some(item) = item else { return Ok(missing()) };
                let person = self.books.directory.find(&item.person);
                let person = person.and_then(|id| self.books.directory.person(id));
                let Some(person) = person else { return Ok(missing()) };
                self.about(item, person, verb)?
            }
        })
    }

    /// Follows a command about a person.
    fn about(&mut self, item: &Item, person: &Person, verb: &Verb) -> Result<Told, StoreError> {
        let (address, name) = (item.person.clone(), person.name.clone());
        match verb {
            Verb::Note(words) => {
                self.say(Ruling::Note { address, words: words.clone() });
                return Ok(Told::Noted { name, words: words.clone() });
            }
            Verb::Family | Verb::Friend | Verb::Work | Verb::Ignore => {
                let role = self.settle(item, person, verb);
                return Ok(Told::Settled { name, role });
            }
            _ => {}
        }
        if item.about == PERSON {
            return Ok(Told::OnlyWho { number: item.number, name });
        }
        let Some(kind) = NudgeKind::of(&item.about) else { return Ok(Told::DoesNotFit(item.number)) };
        let spoken = Spoken { name, kind };
        let (wish, outcome) = match verb {
            Verb::Snooze(when) => {
                let Some(until) = self.instant(*when) else { return Ok(Told::DayOutOfReach) };
                (Wish::NotBefore(until), Outcome::NotBefore(until))
            }
            Verb::Never => (Wish::Never, Outcome::Never),
            Verb::More => (Wish::More, Outcome::More),
            Verb::Less => (Wish::Less, Outcome::Less),
            Verb::NotAFavor => (Wish::Done, Outcome::NoFavor(self.reject(item, person)?)),
            Verb::Why => return Ok(Told::Grounds { item: spoken, grounds: self.grounds(item)? }),
            _ => (Wish::Done, Outcome::Done),
        };
        let (about, evidence) = (item.about.clone(), item.evidence.clone());
        self.say(Ruling::Wish { address, about, evidence, wish });
        Ok(Told::Wished { item: spoken, outcome })
    }

    /// Says who somebody is.
    fn settle(&mut self, item: &Item, person: &Person, verb: &Verb) -> Role {
        let address = item.person.clone();
        let (role, regime) = match verb {
            Verb::Family => (Role::Family, Regime::Communal),
            Verb::Friend => (Role::Friend, Regime::Equality),
            Verb::Work => (Role::Work, Regime::Colleague),
            _ => {
                self.say(Ruling::ignore(address, person));
                return Role::Nobody;
            }
        };
        self.say(Ruling::Regime { address, regime });
        role
    }

    /// Rules that the entries an item rests on are none; how many they are.
    fn reject(&mut self, item: &Item, person: &Person) -> Result<usize, StoreError> {
        let rests = |id: &str| item.evidence.iter().any(|source| source == id);
        let entries: Vec<_> = self
            .books
            .entries_with(person.id)
            .filter(|entry| {
                rests(&entry.id.to_string()) || entry.evidence.iter().any(|step| rests(&step.source))
            })
            .collect();
        for entry in &entries {
            if let Some(subject) = subject(self.store, self.books, entry)? {
                self.say(Ruling::Entry { subject, verdict: Verdict::Reject });
            }
        }
        Ok(entries.len())
    }

    fn undo(&mut self) -> Result<Told, StoreError> {
        let Some(effect) = self.store.last_effect(&self.reply.letter, &self.reply.undoes)? else {
            return Ok(Told::NothingToUndo);
        };
        self.reply.undoes.push(effect.reply);
        Ok(Told::Undone(retold(&effect.rulings, &self.books.directory)))
    }

    /// The messages that an item rests on.
    fn grounds(&self, item: &Item) -> Result<Vec<Ground>, StoreError> {
        let mut sources: Vec<String> = Vec::new();
        for source in &item.evidence {
            let entry = self.books.entries.iter().find(|entry| entry.id.to_string() == *source);
            match entry {
                Some(entry) => sources.extend(entry.evidence.iter().map(|step| step.source.clone())),
                None => sources.push(source.clone()),
            }
        }
        let mut grounds = Vec::new();
        for source in sources {
            grounds.extend(self.store.message(&source)?.map(|facts| self.ground(&facts)));
        }
        grounds.sort_by_key(|ground| ground.at);
        grounds.dedup();
        Ok(grounds)
    }

    fn ground(&self, facts: &Facts) -> Ground {
        let from = facts.from.as_ref();
        let person = from.and_then(|from| self.books.directory.find(&from.address));
        let person = person.and_then(|id| self.books.directory.person(id));
        let quotes = facts.cues.iter().map(|cue| &cue.quote).chain(facts.answer.iter().map(|it| &it.quote));
        Ground {
            from: person.map_or_else(|| "You".to_owned(), |person| person.name.clone()),
            at: facts.date,
            subject: facts.subject.clone(),
            quote: quotes.into_iter().find(|quote| !quote.is_empty()).cloned().unwrap_or_default(),
        }
    }

    fn say(&mut self, ruling: Ruling) {
        let record = RulingRecord { at: self.next_at, ruling };
        self.next_at = record.next_at();
        self.reply.rulings.push(record);
    }

    fn instant(&self, when: When) -> Option<Timestamp> {
        when.instant(self.now, self.zone)
    }
}

/// The letter that says what came of an answer. Of what is not understood in any answer to one letter it
/// tells once.
fn acknowledgement(
    store: &Store,
    config: &Config,
    facts: &Facts,
    reply: &TakenReply,
    told: &[Told],
) -> Result<Outgoing, LettersError> {
    let me = &config.me;
    let owner = letters::addressee(config);
    let secret = store.letter_secret()?;
    let keys = [facts.id.to_string()];
    let thread = [reply.letter.clone(), facts.id.clone()];
    let headers = LetterHeaders {
        kind: LetterKind::Answer,
        thread: &thread,
        ..letters::headers(me, owner, reply.at, &keys, &secret)
    };
    let id = message_id(&headers);
    let answers = Answers { owner: owner.clone(), code: LetterCode::of(&id, &secret) };
    let headers = LetterHeaders { answers: Some(&answers), ..headers };
    let letter = answer(told, &facts.subject, Today::new(reply.at, &me.timezone), &answers);
    let occasion = match reply.outcome {
        ReplyOutcome::NotUnderstood => format!("help {}", reply.letter),
        _ => format!("answer {}", facts.id),
    };
    Ok(Outgoing {
        nudge_key: letters::key(&occasion),
        message_id: id,
        kind: LetterKind::Answer.as_str().to_owned(),
        bytes: message(&letter, &headers)?,
        created_at: reply.at,
        expires_at: letters::stale_at(reply.at),
    })
}
