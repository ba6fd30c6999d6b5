//! Opens folders, searches and fetches. Each function is one command, or one for each range of its
//! arguments; what is fetched when is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use imap_proto::{AttributeValue, MailboxDatum, MessageSection, Response, ResponseCode, SectionPath};
use jiff::Timestamp;

use super::account::{FolderName, Uid, UidValidity};
use super::choose::Labels;
use super::command::{Command, Criterion, Section, UidSet};
use super::error::ImapError;
use super::plan::{Opened, ranges};
use super::session::Session;
use super::structure::{self, Part};
use super::utf7;

/// Opens a folder for reading only.
pub(super) async fn examine(session: &mut Session, folder: &FolderName) -> Result<Opened, ImapError> {
    let (mut uid_validity, mut uid_next, mut exists) = (None, None, 0);
    session
        .run(Command::Examine(folder), &mut |response| match response {
            Response::MailboxData(MailboxDatum::Exists(count)) => exists = *count,
            Response::Data { outcome, .. } => match outcome.code {
                Some(ResponseCode::UidValidity(number)) => uid_validity = UidValidity::new(number),
                Some(ResponseCode::UidNext(number)) => uid_next = Some(Uid::new(number)),
                _ => {}
            },
            _ => {}
        })
        .await?;
    Ok(Opened { uid_validity, uid_next, exists })
}

/// The UIDs of all messages that fit, of a folder with `exists` messages that is open.
pub(super) async fn search(
    session: &mut Session,
    exists: u32,
    criterion: Criterion,
) -> Result<BTreeSet<Uid>, ImapError> {
    let mut found = BTreeSet::new();
    for range in ranges(exists) {
        let before = found.len();
        found.extend(search_range(session, range, criterion).await?);
        if let Criterion::Behind(cursor) = criterion {
            // `n:*` finds the last message even where it lies before n.
            found.retain(|uid| *uid > cursor);
            // UIDs ascend with sequence numbers, so below a range with others there are only others.
            if found.len() - before < usize::try_from(range.1 - range.0).unwrap_or(usize::MAX) {
                break;
            }
        }
    }
    Ok(found)
}

/// The UIDs of the last messages, at most `most`, of a folder with `exists` messages that is open; ascending.
pub(super) async fn newest(session: &mut Session, exists: u32, most: u32) -> Result<Vec<Uid>, ImapError> {
    if exists == 0 {
        return Ok(Vec::new());
    }
    let range = (exists.saturating_sub(most) + 1, exists);
    let found = search_range(session, range, Criterion::Behind(Uid::default())).await?;
    Ok(found.into_iter().collect())
}

async fn search_range(
    session: &mut Session,
    range: (u32, u32),
    criterion: Criterion,
) -> Result<BTreeSet<Uid>, ImapError> {
    let mut found = BTreeSet::new();
    session
        .run(Command::Search { range, criterion }, &mut |response| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                found.extend(uids.iter().copied().filter(|uid| *uid > 0).map(Uid::new));
            }
        })
        .await?;
    Ok(found)
}

/// The UID of the last message of the folder that is open, where a server does not tell it.
pub(super) async fn last_uid(session: &mut Session) -> Result<Option<Uid>, ImapError> {
    let mut last = None;
    session
        .run(Command::FetchLast, &mut |response| {
            if let Response::Fetch(_, attributes) = response {
                last = last.max(uid_of(attributes));
            }
        })
        .await?;
    Ok(last)
}

/// Whether the folder that is open has a message with this Message-ID.
pub(super) async fn search_id(session: &mut Session, id: &str) -> Result<bool, ImapError> {
    let mut found = false;
    session
        .run(Command::Find(id), &mut |response| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                found |= uids.iter().any(|uid| *uid > 0);
            }
        })
        .await?;
    Ok(found)
}

/// What is known of a message without its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// With the empty line at its end, unless it was cut.
    pub(super) header: Vec<u8>,
    /// When the server got it.
    pub(super) internal_date: Option<Timestamp>,
    /// Bytes of the whole message.
    pub(super) size: u32,
    /// Labels as the owner sees them, levels parted by `/`; nothing where they are not known.
    pub(super) labels: Option<Vec<String>>,
}

/// Fetches headers, dates, sizes and labels of `uids`, which ascend, into `heads`; where it fails, those that
/// came before. What is gone meanwhile is not among them.
pub(super) async fn heads(
    session: &mut Session,
    (uids, labels): (&[Uid], Labels),
    heads: &mut BTreeMap<Uid, Head>,
) -> Result<(), ImapError> {
    for set in sets(uids) {
        session
            .run(Command::FetchHeaders(&set, labels), &mut |response| {
                let Some((uid, attributes)) = message(response, uids) else { return };
                let head = heads.entry(uid).or_default();
                for attribute in attributes {
                    match attribute {
                        AttributeValue::InternalDate(date) => head.internal_date = internal_date(date),
                        AttributeValue::Rfc822Size(size) => head.size = *size,
                        AttributeValue::BodySection {
                            section: Some(SectionPath::Full(MessageSection::Header)),
                            data: Some(data),
                            ..
                        } => head.header = data.to_vec(),
                        // The guard makes them the content of a part that no message has.
                        other => {
                            if let Some(data) = content(other, &SectionPath::Part(vec![0, 0], None)) {
                                head.labels = labels_of(data);
                            }
                        }
                    }
                }
            })
            .await?;
    }
    Ok(())
}

fn labels_of(list: &[u8]) -> Option<Vec<String>> {
    Some(structure::words(list)?.iter().map(|label| utf7::decode(label)).collect())
}

/// Fetches as little of a message as it can be known by; nothing where it is gone.
pub(super) async fn bare(
    session: &mut Session,
    uid: Uid,
) -> Result<Option<(Head, Option<Vec<u8>>)>, ImapError> {
    let (mut found, mut text) = (None, None);
    session
        .run(Command::FetchBare(uid), &mut |response| {
            let Some((_, attributes)) = message(response, &[uid]) else { return };
            for attribute in attributes {
                let AttributeValue::BodySection { section: Some(section), data: Some(data), .. } = attribute
                else {
                    continue;
                };
                match section {
                    SectionPath::Full(MessageSection::Header) => {
                        found = Some(Head { header: data.to_vec(), ..Head::default() });
                    }
                    SectionPath::Full(MessageSection::Text) => text = Some(data.to_vec()),
                    _ => {}
                }
            }
        })
        .await?;
    Ok(found.map(|head| (head, text)))
}

/// Fetches the structures of `uids`, which ascend, into `found`; where it fails, those that came before.
/// `None` is one that cannot be read.
pub(super) async fn structures(
    session: &mut Session,
    uids: &[Uid],
    found: &mut BTreeMap<Uid, Option<Part>>,
) -> Result<(), ImapError> {
    for set in sets(uids) {
        session
            .run(Command::FetchStructures(&set), &mut |response| {
                let Some((uid, attributes)) = message(response, uids) else { return };
                // The guard makes it the content of a part that no message has.
                for data in attributes
                    .iter()
                    .filter_map(|attribute| content(attribute, &SectionPath::Part(vec![0], None)))
                {
                    found.insert(uid, Part::parse(data));
                }
            })
            .await?;
    }
    Ok(())
}

/// Fetches a section of `uids`, which ascend, into `found`; where it fails, those that came before.
pub(super) async fn sections(
    session: &mut Session,
    uids: &[Uid],
    section: &Section,
    found: &mut BTreeMap<Uid, Vec<u8>>,
) -> Result<(), ImapError> {
    let path = match section {
        Section::Text(_) => SectionPath::Full(MessageSection::Text),
        Section::Part(path, _) => SectionPath::Part(path.clone(), None),
    };
    for set in sets(uids) {
        session
            .run(Command::FetchSection(&set, section), &mut |response| {
                let Some((uid, attributes)) = message(response, uids) else { return };
                for data in attributes.iter().filter_map(|attribute| content(attribute, &path)) {
                    found.insert(uid, data.to_vec());
                }
            })
            .await?;
    }
    Ok(())
}

/// What an attribute holds of this section; what is not there is empty.
fn content<'a>(attribute: &'a AttributeValue<'a>, path: &SectionPath) -> Option<&'a [u8]> {
    match attribute {
        AttributeValue::BodySection { section: Some(section), data, .. } if section == path => {
            Some(data.as_deref().unwrap_or_default())
        }
        _ => None,
    }
}

/// The message that a response is about, if we asked for it: servers also tell what changed elsewhere.
fn message<'a>(response: &'a Response<'a>, asked: &[Uid]) -> Option<(Uid, &'a [AttributeValue<'a>])> {
    let Response::Fetch(_, attributes) = response else { return None };
    let uid = uid_of(attributes)?;
    asked.binary_search(&uid).is_ok().then_some((uid, attributes.as_slice()))
}

fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<Uid> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(uid) => Some(Uid::new(*uid)),
        _ => None,
    })
}

/// Sets short enough to send, of all of `uids`, which ascend.
fn sets(uids: &[Uid]) -> impl Iterator<Item = UidSet> {
    let mut rest = uids;
    std::iter::from_fn(move || {
        let (set, count) = UidSet::of_first(rest);
        rest = rest.get(count..).unwrap_or_default();
        (count > 0).then_some(set)
    })
}

/// Reads ` 1-Feb-2026 10:00:00 +0100` (RFC 3501, 9, date-time).
fn internal_date(text: &str) -> Option<Timestamp> {
    Timestamp::strptime("%d-%b-%Y %H:%M:%S %z", text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_servers_are_read() {
        for (text, instant) in [
            (" 1-Feb-2026 10:00:00 +0100", Some("2026-02-01T09:00:00Z")),
            ("17-Jul-1996 02:44:25 -0700", Some("1996-07-17T09:44:25Z")),
            ("1-Feb-2026", None),
            ("", None),
        ] {
            assert_eq!(internal_date(text), instant.map(|instant| instant.parse().unwrap()), "{text}");
        }
    }
}
