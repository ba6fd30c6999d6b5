//! The commands that are sent, all of them: what cannot be written down here is never sent, and only
//! [`Command::Append`] changes a mailbox. It only writes them; what comes back is others' business.

use std::fmt::Write as _;

use super::account::{FolderName, Uid};
use super::choose::Labels;

/// Most bytes of a header that are fetched; longer ones are cut.
pub(super) const MAX_HEADER_BYTES: u32 = 256 * 1024;

/// Most bytes of a text that are fetched where the ordinary way fails.
pub(super) const MAX_BARE_BYTES: u32 = 8 * 1024;

/// A command but LOGIN, whose words are secret, and DONE, which is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command<'a> {
    /// What the server can do (RFC 3501, 6.1.1).
    Capability,
    /// Who we are (RFC 2971); some servers let nobody in who does not say.
    Id,
    /// All folders (RFC 3501, 6.3.8).
    List,
    /// All folders, with what they are for (RFC 6154).
    ListSpecialUse,
    /// All folders, with what they are for, in the way of before RFC 6154.
    XList,
    /// Opens a folder for reading only (RFC 3501, 6.3.2).
    Examine(&'a FolderName),
    /// UIDs of messages within sequence numbers.
    Search {
        /// Lowest and highest sequence number.
        range: (u32, u32),
        /// Which of these.
        criterion: Criterion,
    },
    /// UIDs of messages with this Message-ID.
    Find(&'a str),
    /// Headers, dates and sizes, and labels where there are any.
    FetchHeaders(&'a UidSet, Labels),
    /// The UID of the last message.
    FetchLast,
    /// Header and a little text of one message, and nothing that a server has to reckon.
    FetchBare(Uid),
    /// Which parts there are.
    FetchStructures(&'a UidSet),
    /// The beginning of a part.
    FetchSection(&'a UidSet, &'a Section),
    /// Puts a letter to the owner into a folder, unread (RFC 3501, 6.3.11). Its bytes follow once the server
    /// asks for them.
    Append {
        /// The folder.
        folder: &'a FolderName,
        /// How many bytes.
        length: usize,
    },
    /// Tell what happens (RFC 2177).
    Idle,
    /// The end.
    Logout,
}

/// A part of messages, or all that follows their header, up to a limit in bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// What follows the header.
    Text(u32),
    /// The part with these numbers (RFC 3501, 6.4.5).
    Part(Vec<u32>, u32),
}

/// Which messages are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Criterion {
    /// Those that arrived on this day or later.
    Since(jiff::civil::Date),
    /// Those behind this one.
    Behind(Uid),
}

impl Command<'_> {
    /// Its name, for messages.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Capability => "CAPABILITY",
            Self::Id => "ID",
            Self::List | Self::ListSpecialUse | Self::XList => "LIST",
            Self::Examine(_) => "EXAMINE",
            Self::Search { .. } | Self::Find(_) => "SEARCH",
            Self::FetchHeaders(..)
            | Self::FetchStructures(_)
            | Self::FetchSection(..)
            | Self::FetchLast
            | Self::FetchBare(_) => "FETCH",
            Self::Append { .. } => "APPEND",
            Self::Idle => "IDLE",
            Self::Logout => "LOGOUT",
        }
    }

    /// The command without its tag and line break.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Capability | Self::Idle | Self::Logout => self.name().to_owned(),
            Self::Id => format!("ID (\"name\" \"goodwill\" \"version\" \"{}\")", env!("CARGO_PKG_VERSION")),
            Self::List => "LIST \"\" \"*\"".to_owned(),
            Self::ListSpecialUse => "LIST \"\" \"*\" RETURN (SPECIAL-USE)".to_owned(),
            Self::XList => "XLIST \"\" \"*\"".to_owned(),
            Self::Examine(folder) => format!("EXAMINE {}", quote(folder.as_str())),
            Self::Search { range: (low, high), criterion } => {
                let criterion = match criterion {
                    Criterion::Since(date) => format!("SINCE {}", search_date(*date)),
                    Criterion::Behind(uid) => format!("UID {}:*", uid.get().saturating_add(1)),
                };
                format!("UID SEARCH {low}:{high} {criterion}")
            }
            Self::Find(id) => format!("UID SEARCH HEADER MESSAGE-ID {}", quote(id)),
            Self::FetchHeaders(UidSet(set), labels) => {
                let labels = if *labels == Labels::Gmail { " X-GM-LABELS" } else { "" };
                format!(
                    "UID FETCH {set} (UID INTERNALDATE RFC822.SIZE{labels} BODY.PEEK[HEADER]<0.{MAX_HEADER_BYTES}>)"
                )
            }
            Self::FetchLast => "UID FETCH * (UID)".to_owned(),
            Self::FetchBare(uid) => format!(
                "UID FETCH {} (UID BODY.PEEK[HEADER]<0.{MAX_HEADER_BYTES}> BODY.PEEK[TEXT]<0.{MAX_BARE_BYTES}>)",
                uid.get()
            ),
            Self::Append { folder, length } => format!("APPEND {} {{{length}}}", quote(folder.as_str())),
            Self::FetchStructures(UidSet(set)) => format!("UID FETCH {set} (UID BODYSTRUCTURE)"),
            Self::FetchSection(UidSet(set), Section::Text(limit)) => {
                format!("UID FETCH {set} (UID BODY.PEEK[TEXT]<0.{limit}>)")
            }
            Self::FetchSection(UidSet(set), Section::Part(path, limit)) => {
                let path: Vec<_> = path.iter().map(u32::to_string).collect();
                format!("UID FETCH {set} (UID BODY.PEEK[{}]<0.{limit}>)", path.join("."))
            }
        }
    }
}

/// A quoted string (RFC 3501, 9). Line breaks and NUL, which it cannot hold, are left out.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// `1-Feb-2026`, with English months whatever the locale (RFC 3501, 9, date-text).
fn search_date(date: jiff::civil::Date) -> String {
    date.strftime("%-d-%b-%Y").to_string()
}

/// UIDs, written as ranges: `1:3,7` (RFC 3501, 9, sequence-set).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UidSet(String);

impl UidSet {
    /// Longest set that is written, in bytes: some servers close the connection at a thousand.
    const MAX_BYTES: usize = 900;

    /// The set of the first of `uids`, which ascend, and how many these are: as many as are short enough to
    /// write, at least one where there is any.
    pub(super) fn of_first(uids: &[Uid]) -> (Self, usize) {
        let (mut set, mut count, mut rest) = (String::new(), 0, uids);
        while let Some((first, _)) = rest.split_first() {
            let run =
                rest.iter().zip(first.get()..=u32::MAX).take_while(|(uid, next)| uid.get() == *next).count();
            // Of a number that comes twice there is at least the one.
            let (run, after) = rest.split_at(run.max(1));
            let mut range = if set.is_empty() { String::new() } else { ",".to_owned() };
            let last = run.last().unwrap_or(first);
            let written = if last == first {
                write!(range, "{}", first.get())
            } else {
                write!(range, "{}:{}", first.get(), last.get())
            };
            if written.is_err() || set.len() + range.len() > Self::MAX_BYTES {
                break;
            }
            set += &range;
            count += run.len();
            rest = after;
        }
        (Self(set), count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(uids: &[u32]) -> (String, usize) {
        let uids: Vec<_> = uids.iter().copied().map(Uid::new).collect();
        let (UidSet(text), count) = UidSet::of_first(&uids);
        (text, count)
    }

    #[test]
    fn runs_become_ranges() {
        assert_eq!(set(&[1, 2, 3, 7, 9, 10]), ("1:3,7,9:10".to_owned(), 6));
        assert_eq!(set(&[u32::MAX]), ("4294967295".to_owned(), 1));
        assert_eq!(set(&[]), (String::new(), 0));
    }

    #[test]
    fn commands_read_as_the_rfc_has_them() {
        let folder = FolderName::new("a\"b\\c\r\nX DELETE");
        assert_eq!(Command::Examine(&folder).text(), "EXAMINE \"a\\\"b\\\\cX DELETE\"");
        let since = Criterion::Since(jiff::civil::date(2026, 2, 1));
        assert_eq!(
            Command::Search { range: (1, 50), criterion: since }.text(),
            "UID SEARCH 1:50 SINCE 1-Feb-2026"
        );
        let behind = Criterion::Behind(Uid::new(7));
        assert_eq!(Command::Search { range: (1, 50), criterion: behind }.text(), "UID SEARCH 1:50 UID 8:*");
    }

    proptest! {
        #[test]
        fn sets_stay_short_and_take_all_in_turn(uids in prop::collection::btree_set(any::<u32>(), 0..500)) {
            let uids: Vec<_> = uids.into_iter().map(Uid::new).collect();
            let (mut rest, mut turns) = (uids.as_slice(), 0);
            while !rest.is_empty() {
                let (UidSet(text), count) = UidSet::of_first(rest);
                prop_assert!(text.len() <= UidSet::MAX_BYTES && count > 0);
                rest = &rest[count..];
                turns += 1;
            }
            prop_assert!(turns <= 10);
        }
    }
}
