//! What is known of addresses and subjects before any letter is looked at, each judged once.

use super::Policy;
use super::names::{AddressNo, Column, MailboxNo, Names, SubjectNo};
use super::subjects::strip_marks;

/// All that letters name, and what it looks like by itself.
pub(super) struct Roll<'a> {
    pub(super) names: &'a Names,
    /// Whether an address is the owner's.
    owner: Column<AddressNo, bool>,
    /// Whether a subject has a mark of replies.
    replies: Column<SubjectNo, bool>,
}

impl<'a> Roll<'a> {
    pub(super) fn of(names: &'a Names, policy: &Policy) -> Self {
        let owner = names.each_address(|address| policy.owner.contains(address));
        let replies = names.subjects.map(|subject| strip_marks(subject).1);
        Self { names, owner, replies }
    }

    pub(super) fn is_owner(&self, mailbox: MailboxNo) -> bool {
        self.owner[self.names.address_of(mailbox)]
    }

    pub(super) fn is_reply(&self, subject: SubjectNo) -> bool {
        self.replies[subject]
    }
}
