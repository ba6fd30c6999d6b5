//! Who came for help in a conversation. What that one writes there is part of getting it: what was tried,
//! the facts that were asked back for, how it came out. And who joins in a talk of others was not helped by
//! what they answer. Neither is a favor, unless the other gives thanks for it, or the writer volunteered.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, ThreadId};
use crate::observations::MessageId;
use crate::observations::cues::Act;
use crate::people::PersonId;

use super::Deed;

/// Who came for help gives none in that conversation for so long; later it may be about something else.
const SEEKING_HOURS: i64 = 60 * 24;

/// Takes out help and advice that nobody came for. `deeds` and `exchanges` are by time.
pub(super) fn drop_what_nobody_came_for(deeds: &mut Vec<Deed>, exchanges: &[Exchange]) {
    let talks = Talks::of(exchanges, deeds);
    let mut told = Told::default();
    deeds.retain(|deed| {
        let is_wanted = !is_help(deed.act)
            || told.volunteered.contains(&(deed.thread.clone(), deed.by))
            || talks.is_thanked(deed)
            || !told.is_seeker(deed) && (talks.may_be_unasked(deed) || told.has_asked(deed));
        told.note(deed, &talks);
        is_wanted
    });
}

fn is_help(act: Act) -> bool {
    matches!(act, Act::Help | Act::Advice)
}

/// What is known of the conversations before their deeds are gone through.
struct Talks<'a> {
    /// Messages that began a conversation, and by whom.
    openers: HashMap<&'a ThreadId, Party>,
    first: HashSet<&'a MessageId>,
    /// Each one's first message in a conversation.
    joined: HashMap<(&'a ThreadId, Party), Timestamp>,
    /// The last thanks for something of a pair's conversation, by who is thanked.
    thanks: HashMap<(ThreadId, PersonId, Party), Timestamp>,
    /// Messages that help, and whom.
    helping: HashSet<(MessageId, PersonId)>,
}

impl<'a> Talks<'a> {
    fn of(exchanges: &'a [Exchange], deeds: &[Deed]) -> Self {
        let mut talks = Self {
            openers: HashMap::new(),
            first: HashSet::new(),
            joined: HashMap::new(),
            thanks: HashMap::new(),
            helping: HashSet::new(),
        };
        let helped: HashSet<&ThreadId> =
            deeds.iter().filter(|deed| is_help(deed.act)).map(|deed| &deed.thread).collect();
        for exchange in exchanges.iter().filter(|exchange| helped.contains(&exchange.thread)) {
            if exchange.first {
                talks.openers.entry(&exchange.thread).or_insert(exchange.by);
                talks.first.insert(&exchange.message);
            }
            talks.joined.entry((&exchange.thread, exchange.by)).or_insert(exchange.at);
        }
        for deed in deeds {
            if deed.act == Act::Thanks {
                talks.thanks.insert((deed.thread.clone(), deed.person(), deed.toward), deed.at);
            } else if is_help(deed.act) {
                talks.helping.insert((deed.message.clone(), deed.person()));
            }
        }
        talks
    }

    fn is_thanked(&self, deed: &Deed) -> bool {
        let thanks = self.thanks.get(&(deed.thread.clone(), deed.person(), deed.by));
        thanks.is_some_and(|&thanks| thanks > deed.at)
    }

    /// Whether the help may have been wanted without a word: it begins the conversation, or whom it helps
    /// began it or had said nothing in it yet.
    fn may_be_unasked(&self, deed: &Deed) -> bool {
        self.first.contains(&deed.message)
            || self.openers.get(&deed.thread) == Some(&deed.toward)
            || self.joined.get(&(&deed.thread, deed.toward)).is_none_or(|&joined| joined >= deed.at)
    }

    /// Who came for help, by the first act of a pair that tells: the one who asks, or whom an answer helps.
    fn seeker(&self, deed: &Deed) -> Option<Party> {
        if self.helping.contains(&(deed.message.clone(), deed.person())) {
            // Who begins with help and asks for something too came for both.
            return (!self.first.contains(&deed.message)).then_some(deed.toward);
        }
        (deed.act == Act::Request).then_some(deed.by)
    }
}

/// What the deeds so far have told.
#[derive(Default)]
struct Told {
    /// Who came for help in the conversation of a pair, and since when.
    seeking: HashMap<(ThreadId, PersonId), (Party, Timestamp)>,
    /// Who asked anybody for anything in a conversation.
    asked: HashSet<(ThreadId, Party)>,
    /// Who said in a conversation that he would do something.
    volunteered: HashSet<(ThreadId, Party)>,
}

impl Told {
    fn is_seeker(&self, deed: &Deed) -> bool {
        let seeking = self.seeking.get(&(deed.thread.clone(), deed.person()));
        seeking.is_some_and(|&(seeker, since)| {
            seeker == deed.by && deed.at.duration_since(since).as_hours() <= SEEKING_HOURS
        })
    }

    fn has_asked(&self, deed: &Deed) -> bool {
        self.asked.contains(&(deed.thread.clone(), deed.toward))
    }

    fn note(&mut self, deed: &Deed, talks: &Talks<'_>) {
        if let Some(seeker) = talks.seeker(deed) {
            self.seeking.entry((deed.thread.clone(), deed.person())).or_insert((seeker, deed.at));
        }
        let place = (deed.thread.clone(), deed.by);
        match deed.act {
            Act::Request => drop(self.asked.insert(place)),
            Act::Offer | Act::Promise => drop(self.volunteered.insert(place)),
            _ => {}
        }
    }
}
