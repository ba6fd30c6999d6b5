//! Finds the message that is to blame where a window cannot be fetched, so that the others can: servers
//! send answers about single messages that no parser reads, refuse single ones, or hang up over them.
//!
//! A message is passed over only where others could be fetched, or where it alone makes no sense: an outage
//! is no message's fault.

use super::account::Uid;
use super::error::ImapError;
use super::fetch::bare;
use super::pass::{Pass, Reading};
use super::window::{Failed, bare_message};

/// Most messages of one pass that are passed over.
const MAX_UNREADABLE: usize = 50;
/// So many messages that cannot be read, and none that can, are the server's fault.
const MAX_UNPROVEN: usize = 3;

impl Pass<'_> {
    /// Fetches a window. Where that fails the likeliest one is fetched by itself; where that was unjust,
    /// the rest is halved until the right one is found.
    pub(super) async fn window(&mut self, reading: &mut Reading, uids: &[Uid]) -> Result<(), ImapError> {
        // From the last to the first, as a stack.
        let mut waiting = vec![uids];
        let (mut suspected, mut unjust, mut refusal) = (None, false, None);
        while let Some(part) = waiting.pop() {
            let mut done = 0;
            let Err(Failed { error, suspect }) = self.part(reading, part, &mut done).await else {
                unjust |= part.first().copied() == suspected && part.len() == 1;
                continue;
            };
            if !error.is_of_one_message() || self.unreadable >= MAX_UNREADABLE {
                return Err(error);
            }
            if !self.reopen(reading, &error).await? {
                return Err(error);
            }
            match part.get(done..).unwrap_or_default() {
                [] => {}
                [one] => {
                    if let Some(error) = self.accuse(reading, *one, error).await? {
                        refusal = Some(error);
                    }
                }
                rest => {
                    let at = rest.iter().position(|uid| Some(*uid) == suspect).filter(|_| !unjust);
                    let (before, from) = rest.split_at(at.unwrap_or(rest.len() / 2));
                    let (one, after) = from.split_at(usize::from(at.is_some()));
                    suspected = one.first().copied();
                    waiting.extend([after, one, before].into_iter().filter(|part| !part.is_empty()));
                }
            }
        }
        match (refusal.filter(|_| !self.proven), uids.last()) {
            (Some(error), _) => Err(error),
            // What comes behind the last that was handed on are all that are accused.
            (None, Some(last)) if !reading.accused.is_empty() => {
                self.done_with(reading, &[*last], Vec::new())
            }
            _ => Ok(()),
        }
    }

    /// Fetches as little as can be of a message that failed by itself; where that fails too it is passed
    /// over with the next window. Gives the error where it is one that an outage would give.
    async fn accuse(
        &mut self,
        reading: &mut Reading,
        uid: Uid,
        error: ImapError,
    ) -> Result<Option<ImapError>, ImapError> {
        match bare(&mut self.session, uid).await {
            Ok(Some((head, text))) => {
                self.proven = true;
                let role = self.role(&head, reading).unwrap_or(reading.role);
                self.done_with(reading, &[uid], vec![bare_message((uid, role), head, text)])?;
                return Ok(None);
            }
            // It is gone.
            Ok(None) => return Ok(None),
            Err(again) if again.is_of_one_message() => {
                if !self.reopen(reading, &again).await? {
                    return Err(again);
                }
            }
            Err(again) => return Err(again),
        }
        tracing::warn!(uid = uid.get(), "message passed over as unreadable");
        reading.accused.push(uid);
        if !self.proven && reading.accused.len() >= MAX_UNPROVEN {
            return Err(error);
        }
        Ok(error.may_be_an_outage().then_some(error))
    }
}
