//! Who came for help in a conversation. What that one writes there is part of getting it: what was tried,
//! the facts that were asked back for, how it came out. None of it is a favor to who helps, unless that one
//! gives thanks for it, or the other volunteered.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::conversations::{Exchange, Party, ThreadId};
use crate::observations::MessageId;
use crate::observations::cues::Act;
use crate::people::PersonId;

use super::Deed;

/// Who came for help gives none in that conversation for so long; later it may be about something else.
const SEEKING_HOURS: i64 = 60 * 24;

/// Who came for help in a conversation of a pair, and since when.
struct Seeking {
    seeker: Party,
    since: Timestamp,
    /// Whether the seeker said there that he would do something himself.
    volunteered: bool,
}

/// Takes out what those who came for help wrote in getting it. `deeds` are by time and message.
pub(super) fn drop_what_seekers_tell(deeds: &mut Vec<Deed>, exchanges: &[Exchange]) {
    let first: BTreeSet<&MessageId> =
        exchanges.iter().filter(|exchange| exchange.first).map(|exchange| &exchange.message).collect();
    let mut acts: BTreeMap<(MessageId, PersonId), BTreeSet<Act>> = BTreeMap::new();
    for deed in deeds.iter() {
        acts.entry((deed.message.clone(), deed.person())).or_default().insert(deed.act);
    }
    let mut last_thanks: BTreeMap<(ThreadId, PersonId, Party), Timestamp> = BTreeMap::new();
    for deed in deeds.iter().filter(|deed| deed.act == Act::Thanks) {
        last_thanks.insert((deed.thread.clone(), deed.person(), deed.toward), deed.at);
    }
    let mut seeking: BTreeMap<(ThreadId, PersonId), Seeking> = BTreeMap::new();
    deeds.retain(|deed| {
        let pair = (deed.thread.clone(), deed.person());
        let Some(known) = seeking.get_mut(&pair) else {
            let in_message = acts.get(&(deed.message.clone(), deed.person()));
            let helps = in_message.is_some_and(|acts| acts.iter().any(|act| is_help(*act)));
            if let Some(seeker) = seeker(deed, helps && !first.contains(&deed.message)) {
                seeking.insert(pair, Seeking { seeker, since: deed.at, volunteered: false });
            }
            return true;
        };
        let lasts = deed.at.duration_since(known.since).as_hours() <= SEEKING_HOURS;
        if !lasts || deed.by != known.seeker {
            return true;
        }
        known.volunteered |= matches!(deed.act, Act::Offer | Act::Promise);
        let thanked = last_thanks.get(&(deed.thread.clone(), deed.person(), deed.by));
        known.volunteered || !is_help(deed.act) || thanked.is_some_and(|&thanks| thanks > deed.at)
    });
}

fn is_help(act: Act) -> bool {
    matches!(act, Act::Help | Act::Advice)
}

/// Who came for help, by the first act of a pair that tells: the one who asks, or whom an answer helps.
fn seeker(deed: &Deed, answers_with_help: bool) -> Option<Party> {
    if answers_with_help {
        return Some(deed.toward);
    }
    (deed.act == Act::Request).then_some(deed.by)
}
