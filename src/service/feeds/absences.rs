//! What a feed lacks that it held before, and whether anything follows from that. Servers break off, leave out by
//! mistake and show no more than some months; what they lack then is not deleted.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;

use crate::sources::ics;
use crate::store::{FeedChange, Store, StoreError, StoredSeries, UidHash};

/// More meetings ahead than this, and than this share (in percent) of all, are not deleted at once.
const AT_ONCE: usize = 20;
const AT_ONCE_PERCENT: usize = 30;

/// What is said of a feed that lacks more than that.
pub(super) const TOO_MANY: &str =
    "many coming meetings lack at once, as where a server fails: none of them is taken to be deleted";

/// What a feed now holds.
pub(super) struct Held<'a> {
    /// The feed itself.
    pub(super) bytes: &'a [u8],
    /// Marks of its series.
    pub(super) marks: &'a HashSet<u64>,
    /// Those that are new or changed.
    pub(super) came: Vec<StoredSeries>,
}

/// What changed in a feed since it held the marks `before`, and whether so much lacks that it is not believed.
pub(super) fn change(
    store: &Store,
    name: &str,
    before: &HashSet<u64>,
    held: Held<'_>,
    now: Timestamp,
) -> Result<(FeedChange, bool), StoreError> {
    let mut left: Vec<u64> = before.difference(held.marks).copied().collect();
    left.sort_unstable();
    let here: HashSet<UidHash> = held.came.iter().map(StoredSeries::uid).collect();
    let mut ahead = store.feed_series_under(name, &left, now)?;
    ahead.retain(|(_, uid)| !here.contains(uid));
    let lacking: BTreeSet<UidHash> = ahead.iter().map(|&(_, uid)| uid).collect();
    let too_many = lacking.len() > AT_ONCE
        && lacking.len() * 100 > store.feed_series_ahead(name, now)? * AT_ONCE_PERCENT;
    // A calendar without any entry is what servers show that lost theirs.
    let is_believed = !too_many && !held.marks.is_empty() && ics::is_whole(held.bytes);
    if !is_believed {
        // They are looked for again next time.
        let kept: HashSet<u64> = ahead.into_iter().map(|(mark, _)| mark).collect();
        left.retain(|mark| !kept.contains(mark));
    }
    let lacking = is_believed.then(|| lacking.into_iter().collect());
    Ok((FeedChange { came: held.came, left, lacking, seen: None }, too_many))
}
