//! One window of messages: headers first, then of each what is wanted, handed on in the order asked.

use std::collections::BTreeMap;

use super::account::Uid;
use super::command::{MAX_HEADER_BYTES, MAX_TEXT_BYTES};
use super::error::ImapError;
use super::fetch::{Head, heads, texts};
use super::pass::{Pass, Reading};
use super::plan::window_length;
use super::sync::{Extent, FetchedMessage, Wants};

/// Why fetching some messages failed, and which of them is the likeliest to blame.
pub(super) struct Failed {
    pub(super) error: ImapError,
    pub(super) suspect: Option<Uid>,
}

impl Pass<'_> {
    /// Fetches some messages and hands them on; `done` counts those that were.
    pub(super) async fn part(
        &mut self,
        reading: &mut Reading,
        uids: &[Uid],
        done: &mut usize,
    ) -> Result<(), Failed> {
        let mut heads_found = BTreeMap::new();
        let asked = ascending(uids.iter());
        let fetched = heads(&mut self.session, &asked, &mut heads_found).await;
        fetched.map_err(|error| Failed::among(error, &asked, &heads_found))?;
        self.proven |= !heads_found.is_empty();
        let mut wanted = Vec::new();
        for uid in uids {
            let bytes = heads_found.get(uid).map_or(Some(0), |head| self.text_bytes(head, reading));
            wanted.push((*uid, bytes));
        }
        let mut rest = wanted.as_slice();
        while !rest.is_empty() {
            let bytes: Vec<_> = rest.iter().map(|(_, bytes)| bytes.unwrap_or(0)).collect();
            let (window, after) = rest.split_at(window_length(&bytes));
            rest = after;
            let asked = ascending(
                window.iter().filter(|(_, bytes)| bytes.is_some_and(|b| b > 0)).map(|(uid, _)| uid),
            );
            let mut texts_found = BTreeMap::new();
            let fetched = texts(&mut self.session, &asked, &mut texts_found).await;
            fetched.map_err(|error| Failed::among(error, &asked, &texts_found))?;
            let mut messages = Vec::new();
            for (uid, bytes) in window {
                let head = heads_found.remove(uid).filter(|head| bytes.is_some() && self.is_recent(head));
                messages.extend(head.map(|head| assemble(*uid, head, texts_found.remove(uid))));
            }
            messages.sort_unstable_by_key(|message| message.uid);
            let uids: Vec<_> = window.iter().map(|(uid, _)| *uid).collect();
            self.done_with(reading, &uids, messages).map_err(Failed::by_itself)?;
            *done += window.len();
        }
        Ok(())
    }

    fn is_recent(&self, head: &Head) -> bool {
        head.internal_date.is_none_or(|date| date >= self.horizon)
    }

    /// Bytes of text to fetch of a message; zero where only its header is wanted, nothing where it is not
    /// wanted at all.
    fn text_bytes(&mut self, head: &Head, reading: &Reading) -> Option<u64> {
        let is_cut = head.header.len() >= MAX_HEADER_BYTES as usize;
        let rest = u64::from(head.size).saturating_sub(head.header.len() as u64);
        if is_cut || head.header.is_empty() || !self.is_recent(head) {
            return Some(0);
        }
        match self.sink.wants(&head.header, reading.role, reading.visit) {
            Wants::Nothing => None,
            Wants::Header => Some(0),
            Wants::Text => Some(rest.min(u64::from(MAX_TEXT_BYTES))),
        }
    }
}

impl Failed {
    pub(super) fn by_itself(error: ImapError) -> Self {
        Self { error, suspect: None }
    }

    /// Servers answer in the order of UIDs, so the first of whom nothing came is the one that broke it; where
    /// nothing came of any, nobody knows.
    fn among<T>(error: ImapError, asked: &[Uid], came: &BTreeMap<Uid, T>) -> Self {
        let suspect = asked.iter().find(|uid| !came.contains_key(uid)).copied();
        Self { error, suspect: suspect.filter(|suspect| Some(suspect) != asked.first()) }
    }
}

fn ascending<'a>(uids: impl Iterator<Item = &'a Uid>) -> Vec<Uid> {
    let mut uids: Vec<_> = uids.copied().collect();
    uids.sort_unstable();
    uids
}

/// A message of its header and what follows.
pub(super) fn assemble(uid: Uid, head: Head, text: Option<Vec<u8>>) -> FetchedMessage {
    let Head { header: mut bytes, internal_date, size } = head;
    let extent = match text {
        None => Extent::Header,
        Some(text) => {
            // Some servers leave the empty line out, and the text would become header.
            if !bytes.ends_with(b"\r\n\r\n") && !bytes.ends_with(b"\n\n") && bytes != b"\r\n" {
                let end: &[u8] = if bytes.ends_with(b"\n") { b"\r\n" } else { b"\r\n\r\n" };
                bytes.extend_from_slice(end);
            }
            bytes.extend_from_slice(&text);
            if text.len() < MAX_TEXT_BYTES as usize { Extent::Whole } else { Extent::Beginning }
        }
    };
    FetchedMessage { uid, internal_date, size, extent, bytes }
}
