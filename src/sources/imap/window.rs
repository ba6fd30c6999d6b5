//! One window of messages: headers first, then which parts those have that are wanted, then these parts.
//! What comes of it is handed on in the order asked.

use std::collections::BTreeMap;

use super::account::{Role, Uid};
use super::choose::Labels;
use super::command::{MAX_BARE_BYTES, MAX_HEADER_BYTES, Section};
use super::error::ImapError;
use super::fetch::{Head, heads, sections, structures};
use super::parts::{Body, MAX_PLAIN_BYTES, Piece, body, pieces, put_together};
use super::pass::{Pass, Reading};
use super::plan::window_length;
use super::structure::Part;
use super::sync::{Extent, FetchedMessage, Wants};

/// Why fetching some messages failed, and which of them is the likeliest to blame.
pub(super) struct Failed {
    pub(super) error: ImapError,
    pub(super) suspect: Option<Uid>,
}

/// What is to be fetched of a message.
enum Plan {
    /// Nothing, and nothing handed on: it is gone, too old, or known.
    Leave,
    /// No more than the header.
    Header,
    /// What follows the header, up to so many bytes.
    Text(u32),
    /// What its structure will tell.
    Unknown,
    /// Some parts.
    Parts(Part, Vec<Piece>),
}

impl Pass<'_> {
    /// Fetches some messages and hands them on; `done` counts those that were.
    pub(super) async fn part(
        &mut self,
        reading: &mut Reading,
        uids: &[Uid],
        done: &mut usize,
    ) -> Result<(), Failed> {
        let mut found = BTreeMap::new();
        let asked = ascending(uids.iter());
        let fetched = heads(&mut self.session, (&asked, reading.labels), &mut found).await;
        fetched.map_err(|error| Failed::among(error, &asked, &found))?;
        // Of whom nothing came may be gone; but a server that lost its thread tells of them when asked again.
        let missing = ascending(asked.iter().filter(|uid| !found.contains_key(uid)));
        let fetched = heads(&mut self.session, (&missing, reading.labels), &mut found).await;
        fetched.map_err(|error| Failed::among(error, &missing, &found))?;
        self.proven |= !found.is_empty();
        let mut plans = Vec::new();
        for uid in uids {
            plans.push((*uid, found.get(uid).map_or(Plan::Leave, |head| self.plan(head, reading))));
        }
        self.look_inside(&mut plans).await?;
        while !plans.is_empty() {
            let bytes: Vec<_> = plans.iter().map(|(uid, plan)| plan.bytes(found.get(uid))).collect();
            let rest = plans.split_off(window_length(&bytes));
            let window = std::mem::replace(&mut plans, rest);
            let uids: Vec<_> = window.iter().map(|(uid, _)| *uid).collect();
            let messages = self.bodies(reading, window, &mut found).await?;
            self.done_with(reading, &uids, messages).map_err(Failed::by_itself)?;
            *done += uids.len();
        }
        Ok(())
    }

    fn plan(&mut self, head: &Head, reading: &Reading) -> Plan {
        if head.internal_date.is_some_and(|date| date < self.horizon) {
            return Plan::Leave;
        }
        let Some(role) = self.role(head, reading) else { return Plan::Leave };
        let is_cut = head.header.len() >= MAX_HEADER_BYTES as usize;
        if is_cut || head.header.is_empty() {
            return Plan::Header;
        }
        match self.sink.wants(&head.header, role, reading.visit) {
            Wants::Nothing => Plan::Leave,
            Wants::Header => Plan::Header,
            Wants::Text => match body(&head.header) {
                Body::Nothing => Plan::Header,
                Body::Text(limit) => Plan::Text(limit),
                Body::Parts => Plan::Unknown,
            },
        }
    }

    /// Where a message lies; nothing where it is none that was sent or received, or lies where the owner wants
    /// none read.
    pub(super) fn role(&self, head: &Head, reading: &Reading) -> Option<Role> {
        if reading.labels == Labels::None {
            return Some(reading.role);
        }
        let Some(labels) = &head.labels else { return Some(Role::Other) };
        let has = |wanted: &str| labels.iter().any(|label| label.eq_ignore_ascii_case(wanted));
        let excluded = |label: &String| self.account.exclude.iter().any(|pattern| pattern.fits(label));
        let left = ["\\Draft", "\\Drafts", "\\Spam", "\\Junk", "\\Trash"].into_iter().any(has);
        if left || labels.iter().any(excluded) {
            None
        } else if has("\\Sent") {
            Some(Role::Sent)
        } else {
            Some(if has("\\Inbox") { Role::Inbox } else { Role::Archive })
        }
    }

    /// Finds out which parts there are to fetch; where that cannot be read, the beginning has to do.
    async fn look_inside(&mut self, plans: &mut [(Uid, Plan)]) -> Result<(), Failed> {
        let unknown = plans.iter().filter(|(_, plan)| matches!(plan, Plan::Unknown));
        let asked = ascending(unknown.map(|(uid, _)| uid));
        let mut found = BTreeMap::new();
        let fetched = structures(&mut self.session, &asked, &mut found).await;
        fetched.map_err(|error| Failed::among(error, &asked, &found))?;
        for (uid, plan) in plans.iter_mut().filter(|(_, plan)| matches!(plan, Plan::Unknown)) {
            let root = found.remove(uid).flatten();
            // Without boundaries it cannot be put together again.
            let root = root.filter(|root| put_together(Vec::new(), root, &[]).is_some());
            *plan = match root {
                None => Plan::Text(MAX_BARE_BYTES),
                // Its boundary stands nowhere in it, so that it is one text.
                Some(root) if root.all_octets() == 0 => Plan::Text(MAX_PLAIN_BYTES),
                Some(root) => {
                    let pieces = pieces(&root);
                    Plan::Parts(root, pieces)
                }
            };
        }
        Ok(())
    }

    /// Fetches what is planned and puts the messages together.
    async fn bodies(
        &mut self,
        reading: &Reading,
        window: Vec<(Uid, Plan)>,
        heads: &mut BTreeMap<Uid, Head>,
    ) -> Result<Vec<FetchedMessage>, Failed> {
        let mut wanted = BTreeMap::<Section, Vec<Uid>>::new();
        for (uid, plan) in &window {
            for section in plan.sections(heads.get(uid)) {
                wanted.entry(section).or_default().push(*uid);
            }
        }
        let mut fetched = BTreeMap::<Uid, Vec<(Vec<u32>, Vec<u8>)>>::new();
        for (section, uids) in wanted {
            let (asked, mut found) = (ascending(uids.iter()), BTreeMap::new());
            let outcome = sections(&mut self.session, &asked, &section, &mut found).await;
            outcome.map_err(|error| Failed::among(error, &asked, &found))?;
            for (uid, bytes) in found {
                let path = if let Section::Part(path, _) = &section { path.clone() } else { Vec::new() };
                fetched.entry(uid).or_default().push((path, bytes));
            }
        }
        let mut messages = Vec::new();
        for (uid, plan) in window {
            let (head, pieces) = (heads.remove(&uid), fetched.remove(&uid).unwrap_or_default());
            let Some(head) = head else { continue };
            let role = self.role(&head, reading).unwrap_or(reading.role);
            messages.extend(message((uid, role), head, plan, pieces));
        }
        messages.sort_unstable_by_key(|message| message.uid);
        Ok(messages)
    }
}

impl Plan {
    /// Bytes that will come.
    fn bytes(&self, head: Option<&Head>) -> u64 {
        match self {
            Self::Text(limit) => u64::from(*limit).min(head.map_or(0, body_bytes)),
            Self::Parts(_, pieces) => {
                pieces.iter().map(|piece| u64::from(piece.limit.min(piece.octets))).sum()
            }
            Self::Leave | Self::Header | Self::Unknown => 0,
        }
    }

    fn sections(&self, head: Option<&Head>) -> Vec<Section> {
        match self {
            Self::Text(limit) if head.is_some_and(|head| body_bytes(head) > 0) => vec![Section::Text(*limit)],
            Self::Parts(_, pieces) => {
                pieces.iter().map(|piece| Section::Part(piece.path.clone(), piece.limit)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Bytes of a message behind its header.
fn body_bytes(head: &Head) -> u64 {
    u64::from(head.size).saturating_sub(head.header.len() as u64)
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

/// A message of its header and what was fetched behind it.
fn message(
    (uid, role): (Uid, Role),
    head: Head,
    plan: Plan,
    pieces: Vec<(Vec<u32>, Vec<u8>)>,
) -> Option<FetchedMessage> {
    let rest = body_bytes(&head);
    let Head { header: mut bytes, internal_date, size, .. } = head;
    let extent = match plan {
        Plan::Leave => return None,
        Plan::Header | Plan::Unknown => Extent::Header,
        Plan::Text(limit) => {
            end_header(&mut bytes);
            bytes.extend(pieces.into_iter().flat_map(|(_, text)| text));
            if rest > u64::from(limit) { Extent::Beginning } else { Extent::Whole }
        }
        Plan::Parts(root, _) => {
            end_header(&mut bytes);
            bytes = put_together(bytes, &root, &pieces)?;
            Extent::Whole
        }
    };
    Some(FetchedMessage { uid, role, internal_date, size, extent, bytes })
}

/// Some servers leave the empty line out, and the text would become header.
fn end_header(header: &mut Vec<u8>) {
    if !header.ends_with(b"\r\n\r\n") && !header.ends_with(b"\n\n") && header != b"\r\n" {
        let end: &[u8] = if header.ends_with(b"\n") { b"\r\n" } else { b"\r\n\r\n" };
        header.extend_from_slice(end);
    }
}

/// A message of which as little was fetched as it can be known by.
pub(super) fn bare_message((uid, role): (Uid, Role), head: Head, text: Option<Vec<u8>>) -> FetchedMessage {
    let Head { header: mut bytes, internal_date, size, .. } = head;
    end_header(&mut bytes);
    bytes.extend(text.unwrap_or_default());
    FetchedMessage { uid, role, internal_date, size, extent: Extent::Beginning, bytes }
}
