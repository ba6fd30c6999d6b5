//! From deeds to favors: episodes that are asked for, offered, promised, done and thanked.
//!
//! The deeds of one pair are read in order of time. A deed joins the open favor it fits, first in its
//! own conversation, then across conversations where words or time say that it is the same. One favor
//! posts once, however often it is spoken of.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, ThreadId};
use crate::observations::MessageId;
use crate::observations::cues::{Act, Sign};
use crate::people::{Address, HashMap, HashSet, Person, PersonId, short_hash};

use super::favor::days_between;
use super::gratitude::LEAST_KEPT;
use super::joining::open_elsewhere;
use super::voices::Voices;
use super::{Basis, Deed, Favor, FavorId, FavorState, Kind, Step};

/// How much less sure than what a message is about something is that it only says by the way, in thousandths.
const BY_THE_WAY: u16 = 100;

/// What decides how episodes join and end. Times in days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodePolicy {
    /// A deed joins what was asked, offered or promised in its conversation up to so long ago.
    pub join_days: i64,
    /// Thanks reach back so far to a favor of another conversation by time alone.
    pub thanks_days: i64,
    /// The same for thanks that say what they are for, in other words.
    pub specific_days: i64,
    /// Thanks whose words tell the favor reach back so far.
    pub recall_days: i64,
    /// Most favors of a pair that a deed is compared with, the latest first.
    pub most_compared: usize,
    /// What was asked, offered or promised and not done by then has lapsed.
    pub lapse_days: i64,
    /// Thanks for something unseen post it with so much of their own confidence, in thousandths.
    pub unseen_thousandths: u16,
}

impl Default for EpisodePolicy {
    fn default() -> Self {
        Self {
            join_days: 90,
            thanks_days: 30,
            specific_days: 7,
            recall_days: 365,
            most_compared: 60,
            lapse_days: 45,
            unseen_thousandths: 650,
        }
    }
}

/// The favors in these deeds (by time), as of an instant; their basis is still unclear.
#[must_use]
pub(super) fn favors(
    deeds: &[Deed],
    exchanges: &[Exchange],
    people: &BTreeMap<PersonId, Person>,
    policy: &EpisodePolicy,
    as_of: Timestamp,
) -> Vec<Favor> {
    let voices = Voices::of(exchanges);
    let refusals = deeds.iter().filter(|deed| deed.act == Act::Decline);
    let refusals: HashSet<_> = refusals.map(|deed| (&deed.message, deed.by)).collect();
    let mut pairs: BTreeMap<PersonId, Vec<&Deed>> = BTreeMap::new();
    for deed in deeds {
        pairs.entry(deed.person()).or_default().push(deed);
    }
    let mut favors = Vec::new();
    for (person, deeds) in pairs {
        // Among family and close friends nothing is counted, not even to be hidden afterwards.
        let Some(person) = people.get(&person).filter(|person| person.tally) else { continue };
        let mut pair = Pair {
            person: person.id,
            policy,
            voices: &voices,
            refusals: &refusals,
            favors: Vec::new(),
            of_thread: HashMap::default(),
        };
        for deed in deeds {
            pair.read(deed);
        }
        favors.extend(pair.favors.into_iter().map(|favor| finish(favor, person, policy, as_of)));
    }
    favors.sort_by_cached_key(|favor| (favor.at(), favor.id));
    favors
}

/// One pair's favors while its deeds are read.
pub(super) struct Pair<'a> {
    person: PersonId,
    pub(super) policy: &'a EpisodePolicy,
    pub(super) voices: &'a Voices<'a>,
    /// Messages that refuse something, and who does.
    pub(super) refusals: &'a HashSet<(&'a MessageId, Party)>,
    pub(super) favors: Vec<Favor>,
    /// Where the favors of each conversation stand, in order.
    pub(super) of_thread: HashMap<ThreadId, Vec<usize>>,
}

impl Pair<'_> {
    fn read(&mut self, deed: &Deed) {
        match deed.act {
            Act::Request => {
                // Whoever says yes to an offer asks for nothing new.
                if let Some(favor) = self.open(deed.toward, deed, |_| true) {
                    favor.asked.get_or_insert_with(|| step(deed));
                } else {
                    self.begin(deed.toward, would_be(deed), deed).asked = Some(step(deed));
                }
            }
            Act::Offer => {
                if let Some(favor) = self.open(deed.by, deed, |_| true) {
                    favor.offered.get_or_insert_with(|| step(deed));
                } else {
                    self.begin(deed.by, would_be(deed), deed).offered = Some(step(deed));
                }
            }
            Act::Promise => {
                if let Some(favor) = self.open(deed.by, deed, |_| true) {
                    favor.promised.get_or_insert_with(|| step(deed));
                } else {
                    self.begin(deed.by, would_be(deed), deed).promised = Some(step(deed));
                }
            }
            Act::Decline => {
                if let Some(favor) = self.open(deed.by, deed, |favor| favor.asked.is_some()) {
                    favor.declined = Some(step(deed));
                } else if let Some(offer) =
                    self.open(deed.toward, deed, |favor| favor.offered.is_some() && favor.asked.is_none())
                {
                    offer.declined = Some(step(deed));
                } else if let Some(gift) = self.gift_to(deed) {
                    gift.offered = gift.done.take();
                    gift.declined = Some(step(deed));
                }
            }
            Act::Thanks => self.thank(deed),
            Act::Apology | Act::Pressure => {}
            // A wish in passing is good manners.
            Act::Care if deed.signs.contains(&Sign::Passing) => {}
            act => {
                if let Some(kind) = Kind::of(act) {
                    self.deliver(kind, deed);
                }
            }
        }
    }

    /// The latest favor of `giver` in the deed's conversation that is neither done nor refused.
    fn open(&mut self, giver: Party, deed: &Deed, wanted: impl Fn(&Favor) -> bool) -> Option<&mut Favor> {
        let found = self.position(giver, deed, wanted)?;
        self.favors.get_mut(found)
    }

    /// What was given to the one who now refuses something, in the same conversation: it was no more than offered.
    fn gift_to(&mut self, deed: &Deed) -> Option<&mut Favor> {
        let given = |favor: &&mut Favor| {
            favor.giver == deed.toward
                && favor.thread == deed.thread
                && matches!(favor.kind, Kind::Gift | Kind::Opportunity)
                && favor.done.is_some()
                && favor.thanked.is_none()
        };
        self.favors.iter_mut().rev().take(self.policy.most_compared).find(given)
    }

    pub(super) fn position(
        &self,
        giver: Party,
        deed: &Deed,
        wanted: impl Fn(&Favor) -> bool,
    ) -> Option<usize> {
        let join_days = self.policy.join_days;
        self.of_thread.get(&deed.thread)?.iter().rev().copied().find(|&index| {
            let favor = &self.favors[index];
            favor.giver == giver
                && favor.done.is_none()
                && favor.declined.is_none()
                && favor.thanked.is_none()
                && days_between(favor.at(), deed.at) <= join_days
                && wanted(favor)
        })
    }

    pub(super) fn begin(&mut self, giver: Party, kind: Kind, deed: &Deed) -> &mut Favor {
        self.of_thread.entry(deed.thread.clone()).or_default().push(self.favors.len());
        self.favors.push(Favor {
            id: FavorId(0),
            kind,
            person: self.person,
            giver,
            thread: deed.thread.clone(),
            topic: deed.topic.clone(),
            asked: None,
            offered: None,
            promised: None,
            done: None,
            thanked: None,
            declined: None,
            state: FavorState::Done,
            basis: Basis::Unclear,
            basis_reasons: Vec::new(),
            confidence: deed.confidence,
            signs: deed.signs.clone(),
            comes_back: deed.back.is_some(),
            trusted: deed.trusted,
        });
        self.favors.last_mut().expect("one was pushed")
    }

    /// Something was done. Concern and praise stand by themselves; the rest may answer what was asked.
    fn deliver(&mut self, kind: Kind, deed: &Deed) {
        if kind == Kind::Help && self.is_part_of_taking_up(deed) {
            return;
        }
        let fits = !matches!(kind, Kind::Care | Kind::Praise);
        let open = if fits { self.position(deed.by, deed, |_| true) } else { None };
        if let Some(favor) = open.and_then(|index| self.favors.get_mut(index)) {
            complete(favor, kind, deed);
            return;
        }
        if let Some(same) = self.told_before(kind, deed) {
            let here = same.done.as_ref().is_some_and(|done| done.message == deed.message);
            let surer = same.confidence.thousandths() > deed.confidence.thousandths() + BY_THE_WAY;
            // What is said by the way does not make help an introduction, nor advice beside help less sure.
            let sure = same.confidence;
            if here && kind < same.kind && surer {
                absorb_signs(same, &deed.signs);
            } else {
                absorb(same, deed);
                same.kind = if here { same.kind.min(kind) } else { same.kind };
                if same.kind != kind {
                    same.confidence = sure.max(deed.confidence);
                }
            }
            return;
        }
        let elsewhere = if fits { open_elsewhere(&self.favors, deed.by, deed, self.policy) } else { None };
        if let Some(index) = elsewhere
            && let Some(favor) = self.favors.get_mut(index)
        {
            self.of_thread.entry(deed.thread.clone()).or_default().push(index);
            complete(favor, kind, deed);
            // Words that come back to it are as sure as an answer beside it.
            if deed.back.is_some() {
                favor.confidence = favor.confidence.max(LEAST_KEPT);
            }
            return;
        }
        self.begin(deed.by, kind, deed).done = Some(step(deed));
    }

    /// Whether what is handed over belongs to an invitation of the same conversation: what taking it up needs.
    fn is_part_of_taking_up(&self, deed: &Deed) -> bool {
        let here = self.of_thread.get(&deed.thread).into_iter().flatten().map(|&index| &self.favors[index]);
        let mut leads = here.filter(|favor| {
            favor.kind == Kind::Opportunity && favor.at() < deed.at && favor.declined.is_none()
        });
        leads.any(|lead| lead.giver != deed.by || deed.signs.contains(&Sign::Delivery))
    }

    /// The favor that this deed speaks of again: the same kind in the same conversation, or another kind
    /// of help in the same message.
    fn told_before(&mut self, kind: Kind, deed: &Deed) -> Option<&mut Favor> {
        let helps = |kind| {
            matches!(
                kind,
                Kind::Help
                    | Kind::Advice
                    | Kind::Opportunity
                    | Kind::Introduction
                    | Kind::Recommendation
                    | Kind::Concession
            )
        };
        let found = self.of_thread.get(&deed.thread)?.iter().rev().copied().find(|&index| {
            let favor = &self.favors[index];
            let same_message = favor.done.as_ref().is_some_and(|done| done.message == deed.message);
            // What stands below another question helps with something else.
            let again = !helps(kind) || favor.thanked.is_none() && !deed.quoted.asks;
            favor.giver == deed.by
                && favor.done.is_some()
                && (favor.kind == kind && (again || same_message)
                    || same_message && helps(kind) && helps(favor.kind))
        })?;
        self.favors.get_mut(found)
    }
}

fn would_be(deed: &Deed) -> Kind {
    deed.would_be.and_then(Kind::of).unwrap_or(Kind::Help)
}

/// What was asked for, offered or promised is done.
fn complete(favor: &mut Favor, kind: Kind, deed: &Deed) {
    // Whoever does what a recommendation was asked for with has recommended, and what was offered as a gift is one.
    let named = kind == Kind::Help && matches!(favor.kind, Kind::Recommendation | Kind::Gift);
    favor.kind = if named { favor.kind } else { kind };
    favor.done = Some(step(deed));
    absorb(favor, deed);
}

#[expect(clippy::unnecessary_box_returns, reason = "a favor keeps its steps apart")]
pub(super) fn step(deed: &Deed) -> Box<Step> {
    Box::new(Step {
        at: deed.at,
        message: deed.message.clone(),
        quote: deed.quote.clone(),
        confidence: deed.confidence,
        due: deed.due,
    })
}

fn absorb(favor: &mut Favor, deed: &Deed) {
    favor.confidence = if favor.done.as_ref().is_some_and(|done| done.message == deed.message) {
        deed.confidence
    } else {
        favor.confidence.max(deed.confidence)
    };
    favor.trusted &= deed.trusted;
    favor.comes_back |= deed.back.is_some();
    absorb_signs(favor, &deed.signs);
}

pub(super) fn absorb_signs(favor: &mut Favor, signs: &[Sign]) {
    favor.signs.extend_from_slice(signs);
    favor.signs.sort_unstable();
    favor.signs.dedup();
}

/// Names the favor and says where it stands.
fn finish(mut favor: Favor, person: &Person, policy: &EpisodePolicy, as_of: Timestamp) -> Favor {
    let old = days_between(favor.at(), as_of) > policy.lapse_days;
    favor.state = if favor.thanked.is_some() {
        FavorState::Thanked
    } else if favor.done.is_some() {
        FavorState::Done
    } else if favor.declined.is_some() {
        FavorState::Declined
    } else if old {
        FavorState::Lapsed
    } else if favor.promised.is_some() {
        FavorState::Promised
    } else if favor.offered.is_some() {
        FavorState::Offered
    } else {
        FavorState::Asked
    };
    favor.id = favor_name(&favor, person.addresses.first());
    favor
}

/// The first message that shows the favor names it, not the time at which it was read.
pub(super) fn favor_name(favor: &Favor, address: Option<&Address>) -> FavorId {
    let anchor = favor
        .done
        .as_deref()
        .or(favor.thanked.as_deref())
        .or_else(|| favor.steps().map(|(_, step)| step).next());
    let giver = if favor.giver == Party::Owner { "given" } else { "received" };
    favor_id(giver, address, favor.kind, anchor.map_or("", |step| step.message.as_str()))
}

/// Makes a favor's name of what it consists of.
#[must_use]
pub fn favor_id(giver: &str, address: Option<&Address>, kind: Kind, anchor: &str) -> FavorId {
    let address = address.map(Address::identity_key);
    let kind = format!("{kind:?}");
    FavorId(short_hash(&["favor", giver, address.as_ref().map_or("", Address::as_str), &kind, anchor]))
}
