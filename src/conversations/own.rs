//! Addresses that look like further ones of the owner's: only ever proposed, for anybody may write any name.

use std::collections::BTreeMap;

use crate::people::{Address, Mailbox, Society, same_name};

use super::Policy;
use super::letter::Letter;
use super::names::MailboxNo;
use super::roll::Roll;

/// Most addresses proposed.
const MAX_PROPOSED: usize = 10;
/// Fewest messages that speak for an address.
const MIN_MESSAGES: u32 = 2;

/// An address that may be one of the owner's, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAddress {
    /// The address, as its identity key.
    pub address: Address,
    /// Messages from it to others, under the owner's name.
    pub wrote: u32,
    /// Messages to it from others, under the owner's name.
    pub got: u32,
}

/// Addresses that bear the owner's name in mail that he has although none of his known addresses stands in it:
/// copies of what he sent from them, and what reached him there. Those he said are not his are left out.
pub(super) fn own_addresses(
    letters: &[Letter],
    roll: &Roll<'_>,
    policy: &Policy,
    society: &Society,
) -> Vec<OwnAddress> {
    let looks = roll.names.mailboxes.map(|mailbox| look(mailbox, policy));
    let mut found: BTreeMap<Address, OwnAddress> = BTreeMap::new();
    for letter in letters.iter().filter(|letter| letter.is_personal) {
        if letter.mailboxes().any(|mailbox| looks[mailbox] == Look::Known) {
            continue;
        }
        let mut count = |mailbox: MailboxNo, wrote: u32, got: u32| {
            let address = roll.names.mailboxes[mailbox].address.identity_key();
            let own = found.entry(address.clone()).or_insert(OwnAddress { address, wrote: 0, got: 0 });
            own.wrote += wrote;
            own.got += got;
        };
        match letter.from.filter(|from| looks[*from] == Look::Named) {
            Some(from) => count(from, 1, 0),
            None => letter
                .addressees()
                .filter(|mailbox| looks[*mailbox] == Look::Named)
                .for_each(|mailbox| count(mailbox, 0, 1)),
        }
    }
    let others =
        |own: &OwnAddress| policy.owner.iter().any(|known| society.are_distinct(&own.address, known));
    let mut found: Vec<OwnAddress> =
        found.into_values().filter(|own| own.wrote + own.got >= MIN_MESSAGES && !others(own)).collect();
    found.sort_by_key(|own| std::cmp::Reverse(own.wrote + own.got));
    found.truncate(MAX_PROPOSED);
    found
}

/// Whose a mailbox looks to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// The owner's, as he says.
    Known,
    /// It bears the owner's name.
    Named,
    /// Anybody's.
    Other,
}

fn look(mailbox: &Mailbox, policy: &Policy) -> Look {
    if policy.owner.contains(&mailbox.address) {
        Look::Known
    } else if mailbox.name.as_deref().is_some_and(|name| same_name(name, &policy.name)) {
        Look::Named
    } else {
        Look::Other
    }
}
