//! Which addresses are no person, and which letters no contact.

use std::collections::{BTreeMap, BTreeSet};

use crate::observations::mail::{is_role, names_group};
use crate::people::{Address, HashMap, Mailbox, Society};

use super::letter::Letter;
use super::names::{AddressNo, Column, MailboxNo};
use super::one_sided::OneSided;
use super::parties::goes_on;
use super::roll::Roll;
use super::{ListPosts, Policy};

/// Which addresses are no person, and which letters no contact.
pub(super) struct Nobody<'a> {
    roll: &'a Roll<'a>,
    policy: &'a Policy,
    /// Identity keys that the owner said are nobody, with all that is the same person.
    ignored: BTreeSet<Address>,
    /// Addresses that behave as no correspondent does.
    one_sided: BTreeSet<&'a Address>,
    /// Of each address on a letter whether it is a person's.
    people: Column<AddressNo, bool>,
}

impl<'a> Nobody<'a> {
    pub(super) fn of(
        letters: &[Letter],
        one_sided: &'a [OneSided],
        roll: &'a Roll<'a>,
        policy: &'a Policy,
        society: &Society,
    ) -> Self {
        let names = roll.names;
        let one_sided = one_sided.iter().map(|sender| &sender.address).collect();
        let people = names.each_address(|_| false);
        // An address that writes: a group's name on it is somebody's after all.
        let mut writers = people.clone();
        // One that lists deliver to.
        let mut lists = people.clone();
        // One whose mail comes from a role or a program, not from one person.
        let mut roles = people.clone();
        for letter in letters {
            if letter.on_list {
                letter.addressees().for_each(|mailbox| lists[names.address_of(mailbox)] = true);
            }
            if let Some(from) = letter.from.map(|from| names.address_of(from)) {
                writers[from] = true;
                roles[from] |= letter.from_role;
            }
        }
        let mut nobody = Self { roll, policy, ignored: society.ignored(), one_sided, people };
        for (number, address) in names.addresses() {
            let may_be = writers[number] || !lists[number] && !names_group(address);
            nobody.people[number] = may_be && !roles[number] && nobody.may_be_person(address);
        }
        nobody
    }

    /// Whether an address may be a person's, as far as it tells by itself.
    fn may_be_person(&self, address: &Address) -> bool {
        !self.policy.owner.holds_nearly(address)
            && !self.policy.ignores(address)
            && !self.one_sided.contains(address)
            && !is_role(address)
            && (self.ignored.is_empty() || !self.ignored.contains(&address.identity_key()))
    }

    fn is_person(&self, mailbox: MailboxNo) -> bool {
        self.people[self.roll.names.address_of(mailbox)]
    }

    /// Whether the letter is contact between the owner and a particular person, or tells of such contact.
    pub(super) fn is_contact(&self, letter: &Letter) -> bool {
        // A first post is to all, and a newsletter is nothing else; only an answer is to somebody.
        let answers = || letter.has_references() || self.roll.is_reply(letter.subject);
        let weak = || self.policy.lists == ListPosts::Weak && letter.on_list_only && answers();
        let Some(from) = letter.from.filter(|_| letter.is_personal || weak()) else { return false };
        let mut addressees = letter.addressees();
        if self.roll.is_owner(from) {
            addressees.any(|mailbox| self.is_person(mailbox)) || goes_on(letter, self.roll)
        } else {
            self.is_person(from) && addressees.any(|mailbox| self.roll.is_owner(mailbox))
        }
    }

    /// All on these letters, and met, who are people: each address with the names that stood beside it and how often.
    pub(super) fn people<'b>(
        &self,
        letters: impl Iterator<Item = &'b Letter>,
        met: &[Mailbox],
    ) -> BTreeMap<Address, BTreeMap<String, u32>> {
        let names = self.roll.names;
        let mut counts = names.mailboxes.map(|_| 0_u32);
        for mailbox in letters.flat_map(Letter::mailboxes) {
            counts[mailbox] += 1;
        }
        let written = counts.iter().filter(|(mailbox, count)| **count > 0 && self.is_person(*mailbox));
        let written = written.map(|(mailbox, count)| (&*names.mailboxes[mailbox], *count));
        let on_letters: HashMap<&Address, AddressNo> = names
            .addresses()
            .filter(|_| !met.is_empty())
            .map(|(number, address)| (address, number))
            .collect();
        let met = met.iter().filter(|mailbox| match on_letters.get(&mailbox.address) {
            Some(&number) => self.people[number],
            None => self.may_be_person(&mailbox.address) && !names_group(&mailbox.address),
        });
        let mut seen: BTreeMap<Address, BTreeMap<String, u32>> = BTreeMap::new();
        for (mailbox, count) in written.chain(met.map(|mailbox| (mailbox, 1))) {
            let by_name = seen.entry(mailbox.address.clone()).or_default();
            if let Some(name) = &mailbox.name {
                *by_name.entry(name.clone()).or_default() += count;
            }
        }
        seen
    }
}
