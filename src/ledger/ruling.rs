//! Rulings: the owner's word, which stands above inference.
//!
//! A ruling on an entry remembers what the entry rested on, so that it still finds it when a better model
//! reads the same messages otherwise, and can stand by itself when the model no longer sees it.

use std::collections::BTreeSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::inference::{FavorId, Kind};
use crate::observations::cues::Confidence;
use crate::people::{Address, Person, Regime, Stance, Tombstones, short_hash};

use super::{Direction, Entry};

/// One ruling, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingRecord {
    /// When the owner said it.
    pub at: Timestamp,
    /// What he said.
    pub ruling: Ruling,
}

impl RulingRecord {
    /// Its name: a hash of what was said and when.
    ///
    /// # Panics
    /// Never: a ruling holds nothing that JSON cannot.
    #[must_use]
    pub fn id(&self) -> RulingId {
        let said = serde_json::to_string(&self.ruling).expect("a ruling is plain data");
        RulingId(short_hash(&["ruling", &self.at.to_string(), &said]))
    }

    /// The instant of what is said right after it. Of two rulings at one instant neither would be the later.
    #[must_use]
    pub fn next_at(&self) -> Timestamp {
        self.at.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(Timestamp::MAX)
    }
}

impl RulingRecord {
    /// The ruling without those who were forgotten; `None` where it is about one of them.
    #[must_use]
    pub fn without(mut self, forgotten: &Tombstones) -> Option<Self> {
        let address = match &mut self.ruling {
            Ruling::Entry { subject, verdict } => {
                // It is still no favor with the person of whom it was inferred.
                if verdict.person().is_some_and(|person| forgotten.holds(person)) {
                    *verdict = Verdict::Reject;
                }
                subject.messages.retain(|message| !forgotten.holds_message(message));
                blank(&mut subject.quote, forgotten);
                &subject.address
            }
            Ruling::Add { address, words, .. } | Ruling::Note { address, words } => {
                blank(words, forgotten);
                address
            }
            Ruling::Wish { address, evidence, .. } => {
                evidence.retain(|source| !forgotten.holds_message(source));
                address
            }
            Ruling::Pause { .. } | Ruling::Unlearn { .. } => return Some(self),
            Ruling::Circle { address, .. }
            | Ruling::Regime { address, .. }
            | Ruling::Stance { address, .. }
            | Ruling::Gaps { address, .. } => address,
            Ruling::Ignore { address, others } => {
                others.retain(|other| !forgotten.holds(other));
                if forgotten.holds(address) {
                    *address = others.pop_first()?;
                }
                address
            }
            Ruling::Merge { address, other } | Ruling::Distinct { address, other } => {
                if forgotten.holds(other) {
                    return None;
                }
                address
            }
            Ruling::Split { addresses } => {
                addresses.retain(|address| !forgotten.holds(address));
                return if addresses.is_empty() { None } else { Some(self) };
            }
        };
        if forgotten.holds(address) { None } else { Some(self) }
    }
}

/// Takes words away that name somebody who was forgotten.
fn blank(words: &mut String, forgotten: &Tombstones) {
    if forgotten.named_in(words) {
        words.clear();
    }
}

/// Name of a ruling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RulingId(u64);

impl fmt::Display for RulingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r{:010x}", self.0)
    }
}

/// What the owner said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// About an inferred entry.
    Entry {
        /// The entry when it was ruled on.
        subject: Subject,
        /// The verdict.
        verdict: Verdict,
    },
    /// A favor that no message shows.
    Add {
        /// With whom: an identity key.
        address: Address,
        /// The name of somebody whom nothing else shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Which way.
        direction: Direction,
        /// What.
        kind: Kind,
        /// When it happened.
        at: Timestamp,
        /// The owner's own words for it, at most 200 characters.
        words: String,
        /// Its worth, where he says so.
        worth: Option<i64>,
    },
    /// The circle of a person; none takes the person out of any.
    Circle {
        /// The person: an identity key.
        address: Address,
        /// The circle.
        circle: Option<String>,
    },
    /// How the owner and a person deal with each other.
    Regime {
        /// The person: an identity key.
        address: Address,
        /// The regime.
        regime: Regime,
    },
    /// What the owner wants to give a person.
    Stance {
        /// The person: an identity key.
        address: Address,
        /// The stance.
        stance: Stance,
    },
    /// How often the owner wants to be in touch with a person, in place of what the past shows.
    Gaps {
        /// The person: an identity key.
        address: Address,
        /// Days between contacts that he would like.
        ideal_days: Option<u32>,
        /// Days between contacts that he wants at most.
        longest_days: Option<u32>,
    },
    /// Two people are one.
    Merge {
        /// An identity key of the one.
        address: Address,
        /// An identity key of the other.
        other: Address,
    },
    /// These two are not one person, and not to be proposed as one.
    Distinct {
        /// An identity key of the one.
        address: Address,
        /// An identity key of the other, or the owner's.
        other: Address,
    },
    /// These addresses are one person by themselves.
    Split {
        /// Identity keys.
        addresses: BTreeSet<Address>,
    },
    /// Who has these addresses is no person.
    Ignore {
        /// The address: an identity key.
        address: Address,
        /// Identity keys of the other addresses of the person then: no merge taken back makes a person of one again.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        others: BTreeSet<Address>,
    },
    /// What to bring up about a person.
    Wish {
        /// The person: an identity key.
        address: Address,
        /// Of what kind: the name of a kind of nudge.
        about: String,
        /// Ids of the messages and entries that the nudge rested on to which this answers.
        evidence: Vec<String>,
        /// What he wishes.
        wish: Wish,
    },
    /// Words about a person.
    Note {
        /// The person: an identity key.
        address: Address,
        /// The owner's own words, at most 200 characters.
        words: String,
    },
    /// What the rulings so far taught about a kind, or about all, is to be unlearnt.
    Unlearn {
        /// The kind.
        kind: Option<Kind>,
    },
    /// No letter is written before an instant; one that is past ends a pause.
    Pause {
        /// The instant.
        until: Timestamp,
    },
}

impl Ruling {
    /// That a person is none, by an identity key of his and all others.
    #[must_use]
    pub fn ignore(address: Address, person: &Person) -> Self {
        let keys = person.addresses.iter().map(Address::identity_key);
        let others = keys.filter(|key| *key != address).collect();
        Self::Ignore { address, others }
    }
}

/// What the owner wishes of what is brought up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// It is done, or settled otherwise.
    Done,
    /// Not before this instant.
    NotBefore(Timestamp),
    /// Never again.
    Never,
    /// More often.
    More,
    /// Less often.
    Less,
}

/// An entry as it was when it was ruled on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its id then, in digits.
    pub id: u64,
    /// With whom: an identity key.
    pub address: Address,
    /// Which way.
    pub direction: Direction,
    /// What.
    pub kind: Kind,
    /// When.
    pub at: Timestamp,
    /// The messages it rested on; none of what stands by the owner's word alone, which is found by its id.
    pub messages: Vec<String>,
    /// The words it rested on.
    pub quote: String,
    /// What the inference by itself took it for; nothing where it saw none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<Inferred>,
}

/// What the inference took a favor for before the owner said anything of it or of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inferred {
    /// What.
    pub kind: Kind,
    /// How surely.
    pub confidence: Confidence,
}

impl Subject {
    /// The subject of a ruling on an entry with the person of this address, of whom so much was inferred.
    #[must_use]
    pub fn of(entry: &Entry, address: Address, inferred: Option<Inferred>) -> Self {
        let rests_on = if entry.is_part() { &[][..] } else { &entry.evidence };
        let rests_on = || rests_on.iter().filter(|step| !step.is_ruling());
        Self {
            id: entry.id.digits(),
            address,
            direction: entry.direction,
            kind: entry.kind,
            at: entry.at,
            messages: rests_on().map(|step| step.source.clone()).collect(),
            quote: rests_on()
                .map(|step| &step.quote)
                .find(|quote| !quote.is_empty())
                .map(ToString::to_string)
                .unwrap_or_default(),
            inferred,
        }
    }

    /// The id it had.
    #[must_use]
    pub fn favor_id(&self) -> FavorId {
        FavorId(self.id)
    }
}

/// What the owner says of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It is a favor.
    Confirm,
    /// It is none.
    Reject,
    /// It is a favor of another kind.
    Kind(Kind),
    /// It is a favor of this worth, in thousandths of a point.
    Worth(i64),
    /// It is a favor with somebody else: an identity key.
    Person(Address),
    /// It was several favors.
    Split(Vec<Part>),
    /// Nothing is to come of it any more.
    Forgive,
    /// So much of it was made good in a way that no message shows, in thousandths of a point.
    Repaid(i64),
}

impl Verdict {
    /// The person it names.
    #[must_use]
    pub fn person(&self) -> Option<&Address> {
        match self {
            Self::Person(address) => Some(address),
            _ => None,
        }
    }
}

/// One of the favors that an entry is split into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What.
    pub kind: Kind,
    /// Its worth in thousandths of a point, where the owner says so.
    pub worth: Option<i64>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::people::{Directory, Society};

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn a_ruling_of_one_ignored_address_keeps_its_bytes_and_so_its_name() {
        let said = r#"{"ignore":{"address":"ana@studio.example"}}"#;
        let ruling: Ruling = serde_json::from_str(said).unwrap();
        assert_eq!(serde_json::to_string(&ruling).unwrap(), said);
    }

    #[test]
    fn who_was_ignored_under_two_addresses_stays_so_when_one_is_forgotten() {
        let (one, other) = (address("ana@studio.example"), address("reis@home.example"));
        let seen = BTreeMap::from([(one.clone(), BTreeMap::new())]);
        let directory = Directory::build(&seen, &Society::default());
        let mut forgotten = Tombstones::new("salt".to_owned(), BTreeSet::new());
        directory.people().values().for_each(|person| forgotten.bury(person, &[]));
        let said = |address: &Address, others: &[&Address]| RulingRecord {
            at: Timestamp::UNIX_EPOCH,
            ruling: Ruling::Ignore {
                address: address.clone(),
                others: others.iter().map(|&other| other.clone()).collect(),
            },
        };
        assert_eq!(said(&one, &[&other]).without(&forgotten), Some(said(&other, &[])));
        assert_eq!(said(&other, &[&one]).without(&forgotten), Some(said(&other, &[])));
        assert_eq!(said(&one, &[]).without(&forgotten), None);
    }
}
