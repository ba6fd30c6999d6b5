//! What to fetch of a folder: pure arithmetic on UIDs and sequence numbers.

use std::time::Duration;

use super::account::{FolderCursor, Haste, Uid, UidValidity};

/// Sequence numbers searched by one command: as many UIDs as fit one line of an answer.
const SEARCHED_AT_ONCE: u32 = 5000;
/// Most messages of a folder that are looked at, the newest.
const MAX_MESSAGES: u32 = 2_000_000;
/// Messages whose headers are fetched by one command, and where a server found that too much.
pub(super) const WINDOW: usize = 500;
pub(super) const GENTLE_WINDOW: usize = 100;
/// The least to which the number falls, by halves, while a server goes on finding it too much.
const LEAST_WINDOW: usize = 10;
/// Longest pause asked for by a server that is taken within a pass, and most of them.
const LONGEST_WITHIN: Duration = Duration::from_mins(5);
const MAX_WITHIN: u32 = 20;
/// Bytes of text fetched by one command: two minutes even on a slow line, and what a window holds in
/// memory.
pub(super) const MAX_WINDOW_BYTES: u64 = 8 * 1024 * 1024;

/// How many times in a row a folder may have been numbered anew; a server that does it at each visit would
/// have all of it read again and again.
pub(super) const MAX_RENUMBERED: u8 = 3;

/// What a server says of a folder as it opens it (RFC 3501, 6.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opened {
    /// Not all servers say, and without it no UID can be kept.
    pub(super) uid_validity: Option<UidValidity>,
    /// Not all servers say.
    pub(super) uid_next: Option<Uid>,
    /// Messages in it.
    pub(super) exists: u32,
}

impl Opened {
    /// The last UID that was given away, if the server says.
    pub(super) fn last(&self) -> Option<Uid> {
        self.uid_next.map(|next| Uid::new(next.get().saturating_sub(1)))
    }
}

/// Where to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// From the horizon on: the folder is new, or its UIDs are void.
    Horizon,
    /// From the horizon on, though it was read before: UIDs that were given away are given away again.
    Again,
    /// Behind this UID.
    Behind(Uid),
    /// There is nothing new.
    Nothing,
}

/// Where to go on in a folder of which `cursor` is known. What EXAMINE says suffices, so that an unchanged folder
/// costs one command: CONDSTORE and QRESYNC (RFC 7162) would tell of flags and of messages that vanished, too, which
/// are nothing to a ledger of what was written.
pub(super) fn start(cursor: Option<&FolderCursor>, opened: &Opened) -> Start {
    let known = cursor.filter(|cursor| Some(cursor.uid_validity) == opened.uid_validity);
    let Some(cursor) = known.filter(|cursor| cursor.uid > Uid::new(0)) else { return Start::Horizon };
    match opened.last() {
        // UIDNEXT never falls (RFC 3501, 2.3.1.1), but there are servers where it does.
        Some(last) if last < cursor.uid => Start::Again,
        Some(last) if last == cursor.uid => Start::Nothing,
        _ if opened.exists == 0 => Start::Nothing,
        _ => Start::Behind(cursor.uid),
    }
}

/// Ranges of sequence numbers to search, from the last to the first: what is expunged meanwhile moves the
/// rest down, into ranges still to be searched.
pub(super) fn ranges(exists: u32) -> impl Iterator<Item = (u32, u32)> {
    let lowest = exists.saturating_sub(MAX_MESSAGES);
    let next = move |high: u32| {
        (high > lowest).then(|| (high.saturating_sub(SEARCHED_AT_ONCE).max(lowest) + 1, high))
    };
    std::iter::successors(next(exists), move |&(low, _)| next(low - 1))
}

/// How many messages are asked for at once, by what the server bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stride {
    window: usize,
    pauses: u32,
}

impl Stride {
    pub(super) fn of(haste: Haste) -> Self {
        let window = if haste == Haste::Usual { WINDOW } else { GENTLE_WINDOW };
        Self { window, pauses: 0 }
    }

    /// Messages of the next window.
    pub(super) fn window(self) -> usize {
        self.window
    }

    /// Shortens the stride of a server that asks for a pause of so long. How long to wait before going on; nothing
    /// where the pass had better end, since it does not say or it is too long.
    pub(super) fn shorten(&mut self, asked: Option<Duration>) -> Option<Duration> {
        let pause = asked.filter(|asked| *asked <= LONGEST_WITHIN && self.pauses < MAX_WITHIN)?;
        self.pauses += 1;
        self.window = (self.window / 2).clamp(LEAST_WINDOW, GENTLE_WINDOW);
        Some(pause)
    }
}

/// How many of the first of some messages, with the bytes of text to fetch of each, go into one window.
pub(super) fn window_length(text_bytes: &[u64]) -> usize {
    let mut sum = 0_u64;
    let fits = |bytes: &&u64| {
        sum = sum.saturating_add(**bytes);
        sum <= MAX_WINDOW_BYTES
    };
    text_bytes.iter().take_while(fits).count().max(1).min(text_bytes.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::imap::FolderName;

    fn validity(number: u32) -> UidValidity {
        UidValidity::new(number).unwrap()
    }

    #[test]
    fn a_folder_goes_on_behind_its_cursor() {
        let cursor = FolderCursor {
            folder: FolderName::new("INBOX"),
            uid_validity: validity(7),
            uid: Uid::new(9),
            floor: None,
            renumbered: 0,
        };
        let unread = FolderCursor { uid: Uid::new(0), ..cursor.clone() };
        let opened = |uid_validity, uid_next: Option<u32>, exists| Opened {
            uid_validity: UidValidity::new(uid_validity),
            uid_next: uid_next.map(Uid::new),
            exists,
        };
        for (cursor, opened, expected) in [
            (None, opened(7, Some(10), 3), Start::Horizon),
            (Some(&cursor), opened(8, Some(10), 3), Start::Horizon),
            (Some(&cursor), opened(7, Some(10), 3), Start::Nothing),
            (Some(&cursor), opened(7, Some(12), 3), Start::Behind(Uid::new(9))),
            (Some(&cursor), opened(7, None, 3), Start::Behind(Uid::new(9))),
            (Some(&cursor), opened(7, Some(9), 3), Start::Again),
            (Some(&cursor), opened(7, Some(1), 0), Start::Again),
            (Some(&cursor), opened(7, None, 0), Start::Nothing),
            (Some(&unread), opened(7, Some(1), 3), Start::Horizon),
        ] {
            assert_eq!(start(cursor, &opened), expected, "{opened:?}");
        }
    }

    #[test]
    fn who_is_asked_too_much_is_asked_for_less_after_the_pause_that_it_wants() {
        let mut stride = Stride::of(Haste::Usual);
        assert_eq!(stride.window(), 500);
        let second = Some(Duration::from_secs(1));
        for window in [100, 50, 25, 12, 10, 10] {
            assert_eq!((stride.shorten(second), stride.window()), (second, window));
        }
        assert_eq!(stride.shorten(None), None);
        assert_eq!(stride.shorten(Some(LONGEST_WITHIN + Duration::from_millis(1))), None);
        let more = (0..100).take_while(|_| stride.shorten(second).is_some()).count();
        assert_eq!(more, MAX_WITHIN as usize - 6, "there is an end");
        assert_eq!(Stride::of(Haste::Gentle).window(), 100);
    }

    #[test]
    fn ranges_cover_a_folder_from_its_end() {
        assert_eq!(ranges(0).count(), 0);
        assert_eq!(ranges(1).collect::<Vec<_>>(), [(1, 1)]);
        assert_eq!(ranges(12_000).collect::<Vec<_>>(), [(7001, 12_000), (2001, 7000), (1, 2000)]);
        // Whatever a server claims, there is an end.
        let many: Vec<_> = ranges(u32::MAX).collect();
        assert_eq!((many.len(), many.last().map(|(low, _)| *low)), (400, Some(u32::MAX - MAX_MESSAGES + 1)));
    }

    proptest! {
        #[test]
        fn windows_hold_at_least_one_message_and_no_more_than_fit(
            bytes in prop::collection::vec(0..3 * MAX_WINDOW_BYTES / 2, 0..40),
        ) {
            let length = window_length(&bytes);
            prop_assert!(length <= bytes.len() && (length > 0 || bytes.is_empty()));
            prop_assert!(length <= 1 || bytes[..length].iter().sum::<u64>() <= MAX_WINDOW_BYTES);
        }
    }
}
