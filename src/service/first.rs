//! The first letter: written once, when everything that the config names has been read; anew where it never arrived.

use jiff::{SignedDuration, Timestamp};

use crate::books::Books;
use crate::config::Config;
use crate::delivery::Item;
use crate::nudges::first::{FirstLook, MAX_OPEN, MAX_PEOPLE, Unsettled, first_letter};
use crate::nudges::{LetterKind, NudgeKind, Today};
use crate::people::{Address, Person, RegimeSource};
use crate::relationships::Relationship;
use crate::store::{Store, StoreError};

use super::letters::{self, Draft, LettersError, Written};
use super::{accounts, feeds, journal, replies};

/// Hours after which a source that never worked is no longer waited for.
const WAIT_HOURS: i64 = 24;

/// Hours after one that never arrived before the next is written.
const AGAIN_HOURS: i64 = 24;
/// Most that are given up before the others come without it.
const MAX_GIVEN_UP: u32 = 3;

/// Whether the first letter is still to be written.
pub(super) fn is_owed(store: &Store, config: &Config) -> Result<bool, StoreError> {
    let wanted = config.delivery.as_ref().is_some_and(|delivery| delivery.first_letter);
    let fared = store.fared(LetterKind::First.as_str())?;
    // One that is refused again and again does not keep all others back.
    Ok(wanted && fared.standing == 0 && fared.given_up < MAX_GIVEN_UP)
}

/// Writes it, if everything is read and there is somebody to speak of; anew where the last one never arrived, a day
/// after that was made.
pub(super) fn write(store: &mut Store, config: &Config, now: Timestamp) -> Result<Written, LettersError> {
    let fared = store.fared(LetterKind::First.as_str())?;
    let again = SignedDuration::from_hours(AGAIN_HOURS);
    let is_early = fared.last.is_some_and(|last| now.duration_since(last) < again);
    if is_early || !is_all_read(store, config, now)? {
        return Ok(Written::Nothing);
    }
    let books = journal::fold(store, config, journal::present(now))?;
    let counts = store.counts()?;
    let Some(since) = store.oldest_message()?.filter(|_| !books.relationships.is_empty()) else {
        return Ok(Written::Nothing);
    };
    let look = FirstLook {
        messages: usize::try_from(counts.messages).unwrap_or(usize::MAX),
        meetings: usize::try_from(counts.calendar_objects).unwrap_or(usize::MAX),
        people: books.relationships.len(),
        since,
    };
    let mut choice = letters::chosen(&books, config, &letters::memory(store, &books, config)?)?;
    choice.nudges.retain(|nudge| nudge.kind != NudgeKind::Birthday);
    choice.nudges.truncate(MAX_OPEN);
    let people = unsettled(&books, journal::nudge_policy(config).tact_days);
    let told: Vec<Unsettled> =
        people.iter().map(|(relationship, person)| told(relationship, person, &people)).collect();
    let said = letters::said(&books, &choice, now);
    let mut items = letters::items(&books, &choice);
    // The numbers are those of the letter, whoever of its items has no address.
    let first_number = u32::try_from(choice.nudges.len()).unwrap_or(u32::MAX).saturating_add(1);
    items.extend((first_number..).zip(&people).filter_map(|(number, (_, person))| item(number, person)));
    let today = Today::new(now, &config.me.timezone);
    let draft = Draft {
        kind: LetterKind::First,
        keys: Vec::new(),
        said,
        items,
        compose: Box::new(|answers| first_letter(&look, &choice.nudges, &told, today, answers.as_ref())),
    };
    // The key of a letter is never used again.
    let occasion = match fared.made {
        0 => "first letter".to_owned(),
        made => format!("first letter after {made}"),
    };
    letters::queue(store, config, &draft, &occasion, now, letters::stale_at(now))
}

/// Whether every source worked once, or has failed for so long that it is not waited for.
fn is_all_read(store: &Store, config: &Config, now: Timestamp) -> Result<bool, StoreError> {
    let sources = config.mail.iter().map(accounts::source_name);
    for source in sources.chain(config.calendars.iter().map(feeds::source_name)) {
        let health = store.health(&source)?.unwrap_or_default();
        let wait = SignedDuration::from_hours(WAIT_HOURS);
        let given_up = health.failing.is_some_and(|(since, _)| now.duration_since(since) > wait);
        if health.last_success.is_none() && !given_up {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The people nearest to the owner of whom he has not said who they are. Not those with whom something sensitive
/// passed in the last days, so many: a bookkeeper's question about them can wait.
fn unsettled(books: &Books, tact_days: u16) -> Vec<(&Relationship, &Person)> {
    let tact = SignedDuration::from_hours(24 * i64::from(tact_days));
    let known = books.relationships.iter().filter_map(|relationship| {
        let person = books.directory.person(relationship.person)?;
        let both_ways = relationship.last_in.is_some() && relationship.last_out.is_some();
        let open = person.regime_source != RegimeSource::Owner && person.circle.is_none();
        let sore = relationship.last_sensitive.is_some_and(|at| books.as_of.duration_since(at) <= tact);
        (both_ways && open && !sore).then_some((relationship, person))
    });
    let mut people: Vec<_> = known.collect();
    people.sort_by(|(a, _), (b, _)| {
        b.warmth
            .level
            .total_cmp(&a.warmth.level)
            .then(b.occasions.cmp(&a.occasions))
            .then(a.person.cmp(&b.person))
    });
    people.truncate(MAX_PEOPLE);
    people
}

fn told(relationship: &Relationship, person: &Person, among: &[(&Relationship, &Person)]) -> Unsettled {
    // Of two of one name the addresses tell who is meant.
    let namesakes = among.iter().filter(|(_, other)| other.name == person.name).count();
    let address = person.addresses.first().filter(|_| namesakes > 1);
    Unsettled {
        name: address.map_or(person.name.clone(), |address| format!("{} <{address}>", person.name)),
        occasions: relationship.occasions,
        last_contact: relationship.last_contact,
    }
}

fn item(number: u32, person: &Person) -> Option<Item> {
    let address = person.addresses.first().map(Address::identity_key)?;
    Some(Item { number, person: address, about: replies::PERSON.to_owned(), evidence: Vec::new() })
}
