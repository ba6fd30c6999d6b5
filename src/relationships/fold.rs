//! All figures of all relationships, put together.
//!
//! It must not know how a figure is found, nor what the owner should do about it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::Policy;
use super::giving::{giving, strain, unthanked_helps};
use super::loops::loops;
use super::occasions::MeetingContact;
use super::relationship::{Giving, Loop, Matter, Occasion, Relationship, Rhythm};
use super::rhythm::{History, rhythms};
use super::standing::initiative;
use super::warmth::warmth;
use crate::conversations::{Exchange, Party};
use crate::inference::{Deed, Favor, FavorId};
use crate::ledger::Account;
use crate::people::{HashMap, Person, PersonId, Stance};

/// One letter in so many that went through no list shows that two know each other otherwise.
const ONE_IN_OWN: usize = 5;

/// All that passed between the owner and others, as the earlier stages tell it.
#[derive(Debug, Clone, Copy)]
pub struct Dealings<'a> {
    /// Everybody, by id. Somebody who is missing here has no relationship.
    pub people: &'a BTreeMap<PersonId, Person>,
    /// Personal messages, in any order.
    pub exchanges: &'a [Exchange],
    /// Meetings that took place, in any order.
    pub meetings: &'a [MeetingContact],
    /// What the two above come to: [`occasions`](super::occasions()), by person and time. Of one that lasts over
    /// `as_of` only what lies before it may be in it.
    pub occasions: &'a [Occasion],
    /// Acts, in any order.
    pub deeds: &'a [Deed],
    /// Favors, in any order.
    pub favors: &'a [Favor],
    /// Those of the favors that are none with their person by the owner's word: they open nothing and are not counted.
    pub rejected: &'a BTreeSet<FavorId>,
    /// Figures of the ledger, by person.
    pub accounts: &'a BTreeMap<PersonId, Account>,
    /// Start of the next meeting planned, by person.
    pub planned: &'a BTreeMap<PersonId, Timestamp>,
}

/// The relationship with everybody the owner had contact with before `as_of`, by id. `today` is the day
/// of `as_of` in the owner's time zone. What lies at or after `as_of` is not looked at, except meetings
/// that are planned.
#[must_use]
pub fn relationships(
    dealings: &Dealings<'_>,
    as_of: Timestamp,
    today: Date,
    policy: &Policy,
) -> Vec<Relationship> {
    let by_person = dealings.occasions.chunk_by(|a, b| a.person == b.person);
    let histories: Vec<History<'_>> = by_person
        .filter_map(|occasions| {
            let person = occasions.first()?.person;
            let &Person { ideal_days, expect_days, .. } = dealings.people.get(&person)?;
            // They are in the order of time.
            let occasions = &occasions[..occasions.partition_point(|occasion| occasion.at < as_of)];
            (!occasions.is_empty()).then_some(History { person, occasions, ideal_days, expect_days })
        })
        .collect();
    let rhythms = rhythms(&histories, as_of, today, policy);
    let mut shares = Shares::new(dealings, as_of, today, policy);
    histories
        .iter()
        .filter_map(|history| {
            let rhythm = *rhythms.get(&history.person)?;
            let share = shares.0.remove(&history.person).unwrap_or_default();
            Some(fold(history, rhythm, share, dealings, as_of, policy))
        })
        .collect()
}

/// What belongs to one person.
#[derive(Default)]
struct Share<'a> {
    exchanges: Vec<&'a Exchange>,
    meetings: Vec<&'a MeetingContact>,
    deeds: Vec<&'a Deed>,
    favors: Vec<&'a Favor>,
    loops: Vec<Loop>,
}

struct Shares<'a>(BTreeMap<PersonId, Share<'a>>);

impl<'a> Shares<'a> {
    fn new(dealings: &Dealings<'a>, as_of: Timestamp, today: Date, policy: &Policy) -> Self {
        let mut shares: BTreeMap<PersonId, Share<'a>> = BTreeMap::new();
        let contact = |letter: &&Exchange| letter.at < as_of && policy.is_contact(letter);
        for exchange in dealings.exchanges.iter().filter(contact) {
            match exchange.by {
                Party::Owner => {
                    for &(person, _) in &exchange.people {
                        shares.entry(person).or_default().exchanges.push(exchange);
                    }
                }
                Party::Person(author) => shares.entry(author).or_default().exchanges.push(exchange),
            }
        }
        for meeting in dealings.meetings.iter().filter(|meeting| meeting.at < as_of) {
            shares.entry(meeting.person).or_default().meetings.push(meeting);
        }
        for deed in dealings.deeds {
            shares.entry(deed.person()).or_default().deeds.push(deed);
        }
        for favor in dealings.favors.iter().filter(|favor| !dealings.rejected.contains(&favor.id)) {
            shares.entry(favor.person).or_default().favors.push(favor);
        }
        for open in loops(dealings, as_of, today, policy) {
            shares.entry(open.person).or_default().loops.push(open);
        }
        Self(shares)
    }
}

fn fold(
    history: &History<'_>,
    rhythm: Rhythm,
    share: Share<'_>,
    dealings: &Dealings<'_>,
    as_of: Timestamp,
    policy: &Policy,
) -> Relationship {
    let person = history.person;
    let known = dealings.people.get(&person);
    let tally = known.is_some_and(|known| known.tally);
    let account = dealings.accounts.get(&person).filter(|_| tally).copied().unwrap_or_default();
    let met = share.meetings.iter().map(|meeting| meeting.at).max();
    let written = |out: bool| {
        let letters = share.exchanges.iter().filter(|letter| (letter.by == Party::Owner) == out);
        letters.map(|letter| letter.at).max()
    };
    let (last_in, last_out) = (written(false).max(met), written(true).max(met));
    let first_contact = history.occasions.iter().map(|occasion| occasion.at).min();
    let first_contact = first_contact.expect("a history in the fold has an occasion");
    Relationship {
        person,
        occasions: u32::try_from(history.occasions.len()).unwrap_or(u32::MAX),
        first_contact,
        last_contact: last_in.max(last_out).unwrap_or(first_contact),
        last_in,
        last_out,
        warmth: warmth(history.occasions, as_of, policy),
        initiative: initiative(history.occasions, as_of),
        rhythm,
        balance: account.balance,
        given: account.given,
        received: account.received,
        giving: if let Some(known) = known.filter(|_| tally) {
            let giving = giving(person, &share.exchanges, &share.deeds, &share.favors, as_of, policy);
            // Who gives more knowingly gives not too much.
            Giving { over_invested: giving.over_invested && known.stance != Stance::Invest, ..giving }
        } else {
            Giving::default()
        },
        strain: strain(&share.deeds, as_of, policy),
        unthanked_helps: helps(&share, as_of, policy),
        next_meeting: dealings.planned.get(&person).copied().filter(|&start| start >= as_of),
        last_matter: last_matter(&share),
        last_sensitive: last_sensitive(person, &share),
        listed: met.is_none() && is_listed(&share.exchanges),
        loops: share.loops,
    }
}

/// Whether all but a few letters went through mailing lists; the first ones may have lost the tag.
fn is_listed(exchanges: &[&Exchange]) -> bool {
    let own = exchanges.iter().filter(|exchange| !exchange.is_in_list()).count();
    !exchanges.is_empty() && own * ONE_IN_OWN < exchanges.len()
}

/// The last letter that is no sensitive matter and has a subject, with the surest words of it.
fn last_matter(share: &Share<'_>) -> Option<Matter> {
    let letter = share
        .exchanges
        .iter()
        .filter(|exchange| !exchange.sensitive && !exchange.topic.is_empty())
        .max_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)))?;
    let words = share
        .deeds
        .iter()
        .filter(|deed| deed.message == letter.message && deed.by == letter.by && !deed.quote.is_empty())
        .max_by(|a, b| (a.confidence, &b.quote).cmp(&(b.confidence, &a.quote)));
    Some(Matter {
        message: letter.message.clone(),
        at: letter.at,
        by: letter.by,
        topic: letter.topic.to_string(),
        quote: words.map_or_else(String::new, |deed| deed.quote.to_string()),
    })
}

/// When the last sensitive letter was written to the person in particular, or by the person.
fn last_sensitive(person: PersonId, share: &Share<'_>) -> Option<Timestamp> {
    let between = |exchange: &&&Exchange| exchange.by == Party::Person(person) || exchange.is_between(person);
    let letters = share.exchanges.iter().filter(between).filter(|exchange| exchange.sensitive);
    letters.map(|exchange| exchange.at).max()
}

/// Help that was never thanked for, each with its words and subject.
fn helps(share: &Share<'_>, as_of: Timestamp, policy: &Policy) -> Vec<Matter> {
    let helps = unthanked_helps(&share.deeds, as_of, policy);
    if helps.is_empty() {
        return Vec::new();
    }
    let topics: HashMap<_, &str> =
        share.exchanges.iter().map(|exchange| (&exchange.message, &*exchange.topic)).collect();
    let helps = helps.into_iter().map(|deed| Matter {
        message: deed.message.clone(),
        at: deed.at,
        by: deed.by,
        topic: topics.get(&deed.message).copied().unwrap_or_default().to_owned(),
        quote: deed.quote.to_string(),
    });
    helps.collect()
}

#[cfg(test)]
mod tests;
