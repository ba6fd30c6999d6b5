//! Whose birthday is when: from the address book, and from the calendar's entries of whole days that say so.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::inference::meetings::{Meeting, WholeNames};
use crate::observations::calendar::EventStatus;
use crate::people::{Birthday, Card, Directory, Person, PersonId};

/// Words by which a title says that it is somebody's birthday.
const WORDS: [&str; 9] = [
    "birthday",
    "bday",
    "geburtstag",
    "anniversaire",
    "cumpleaños",
    "cumpleanos",
    "compleanno",
    "verjaardag",
    "aniversário",
];
/// Shortest entry of a whole day: one that summer time begins on.
pub(super) const WHOLE_DAY: SignedDuration = SignedDuration::from_hours(23);

/// The birthdays of people who are known. The address book's word stands above the calendar's; of a title it
/// takes the whole name.
pub(super) fn birthdays(
    cards: &[Card],
    meetings: &[Meeting],
    directory: &Directory,
    zone: &TimeZone,
) -> BTreeMap<PersonId, Birthday> {
    let mut birthdays = BTreeMap::new();
    let titled: Vec<&Meeting> = meetings.iter().filter(|meeting| is_birthday(meeting)).collect();
    if !titled.is_empty() {
        let names = WholeNames::of(directory.people().values());
        for meeting in titled {
            if let [person] = names.in_title(&meeting.summary).as_slice() {
                birthdays.insert(person.id, day(meeting.start, zone));
            }
        }
    }
    for card in cards {
        let Some(birthday) = card.birthday else { continue };
        let known = card.addresses.iter().filter_map(|address| directory.find(address));
        for person in known.filter_map(|id| directory.person(id)) {
            if is_of(card, person, cards) {
                birthdays.insert(person.id, birthday);
            }
        }
    }
    birthdays
}

/// Whether a card that lists an address of a person is that person's, and not that of somebody else at the same
/// address, who has a card beside.
fn is_of(card: &Card, person: &Person, cards: &[Card]) -> bool {
    let bears_name = |card: &Card| card.name == person.name;
    let lists = |card: &&Card| card.addresses.iter().any(|address| person.addresses.contains(address));
    let first_word = |name: &str| name.split_whitespace().next().map(str::to_lowercase);
    bears_name(card)
        || first_word(&card.name) == first_word(&person.name)
        || !cards.iter().filter(lists).any(bears_name)
}

fn is_birthday(meeting: &Meeting) -> bool {
    let title = meeting.summary.to_lowercase();
    meeting.status != EventStatus::Cancelled
        && meeting.people.is_empty()
        && meeting.end.duration_since(meeting.start) >= WHOLE_DAY
        && title.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

fn day(at: Timestamp, zone: &TimeZone) -> Birthday {
    Birthday::on(at.to_zoned_datetime(zone.clone()).date())
}
