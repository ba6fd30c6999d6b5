//! What the fold keeps of a message: much less than its facts, and each address, id and subject in memory once.

use std::sync::Arc;

use jiff::Timestamp;

use crate::observations::{Authenticity, BulkMark, Facts, MessageId, Quoted};
use crate::people::{Mailbox, OwnerAddresses};

use super::lines::{AllLines, Lines};
use super::names::{MailboxNo, MessageNo, Names, Number, Numbered, SubjectNo, WordNo};
use super::told::{Saying, Sayings};

/// One message, as conversations look at it; the fields are those of its [`Facts`].
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one message")]
pub(super) struct Letter {
    /// The message.
    pub(super) id: MessageNo,
    /// When it was written.
    pub(super) date: Timestamp,
    /// Who wrote it.
    pub(super) from: Option<MailboxNo>,
    /// The subject.
    pub(super) subject: SubjectNo,
    /// The numbers of its addressees of `To`, those of `Cc` and `Bcc`, the messages it refers to, and the names by
    /// which it addresses its readers, one list after the other.
    named: Box<[u32]>,
    /// Where the first three of them end.
    ends: [u32; 3],
    /// Hashes of its newly written lines, and of the first that it quotes or passes on.
    pub(super) lines: Lines,
    /// What it quotes of the letter it answers.
    pub(super) quoted: Quoted,
    /// Newly written words.
    pub(super) words: u32,
    /// Whether a person wrote this for particular people.
    pub(super) is_personal: bool,
    /// Whether it went through a list.
    pub(super) on_list: bool,
    /// Whether that alone speaks against its being personal.
    pub(super) on_list_only: bool,
    /// Whether it comes from an address that no person writes from.
    pub(super) from_role: bool,
    /// Whether the sender is vouched for.
    pub(super) trusted: bool,
    /// Whether it is about a sensitive matter.
    pub(super) sensitive: bool,
    /// Whether it tells of a death.
    pub(super) grief: bool,
    /// What was said in it.
    pub(super) said: Saying,
}

impl Letter {
    fn list<N: Number>(&self, start: u32, end: u32) -> impl DoubleEndedIterator<Item = N> + Clone {
        self.named[start as usize..end as usize].iter().map(|&number| N::of(number as usize))
    }

    /// Addressees of `To`.
    pub(super) fn to(&self) -> impl Iterator<Item = MailboxNo> + Clone {
        self.list(0, self.ends[0])
    }

    /// How many there are of them.
    pub(super) fn to_count(&self) -> usize {
        self.ends[0] as usize
    }

    /// Addressees of `Cc` and `Bcc`.
    pub(super) fn cc(&self) -> impl Iterator<Item = MailboxNo> + Clone {
        self.list(self.ends[0], self.ends[1])
    }

    /// Everybody it is addressed to.
    pub(super) fn addressees(&self) -> impl Iterator<Item = MailboxNo> + Clone {
        self.list(0, self.ends[1])
    }

    /// Everybody on it.
    pub(super) fn mailboxes(&self) -> impl Iterator<Item = MailboxNo> + Clone {
        self.from.into_iter().chain(self.addressees())
    }

    /// Messages it refers to.
    pub(super) fn references(&self) -> impl DoubleEndedIterator<Item = MessageNo> + Clone {
        self.list(self.ends[1], self.ends[2])
    }

    /// Whether it refers to any.
    pub(super) fn has_references(&self) -> bool {
        self.ends[1] < self.ends[2]
    }

    /// Names by which it addresses its readers, in lower case.
    pub(super) fn greeted(&self) -> impl Iterator<Item = WordNo> + Clone {
        self.list(self.ends[2], u32::try_from(self.named.len()).unwrap_or(u32::MAX))
    }

    /// Whether it addresses anybody by name.
    pub(super) fn greets(&self) -> bool {
        (self.ends[2] as usize) < self.named.len()
    }
}

/// Letters as they are taken in, in that order.
#[derive(Debug, Default)]
pub struct Letters {
    all: Vec<Letter>,
    lines: AllLines,
    sayings: Sayings,
    ids: Numbered<MessageNo, MessageId>,
    mailboxes: Numbered<MailboxNo, Arc<Mailbox>>,
    subjects: Numbered<SubjectNo, Arc<str>>,
    words: Numbered<WordNo, Arc<str>>,
}

impl Letters {
    /// Makes room for so many at once: a list that grows leaves holes behind it.
    pub fn expect(&mut self, letters: usize) {
        self.all.reserve(letters);
        self.ids.reserve(letters);
    }

    /// Takes in one message.
    ///
    /// # Panics
    /// Never: four billion addressees do not fit into a message.
    pub fn add(&mut self, facts: Facts) {
        let number = |values: usize| u32::try_from(values).expect("a letter is shorter than four billion");
        let mut named = Vec::with_capacity(
            facts.to.len() + facts.cc.len() + facts.references.len() + facts.greeted.len(),
        );
        let mut mailbox = |mailbox: &Mailbox| self.mailboxes.number(mailbox, |new| Arc::new(new.clone()));
        let from = facts.from.as_ref().map(&mut mailbox);
        let mut ends = [0; 3];
        named.extend(facts.to.iter().map(|to| number(mailbox(to).index())));
        ends[0] = number(named.len());
        named.extend(facts.cc.iter().map(|cc| number(mailbox(cc).index())));
        ends[1] = number(named.len());
        let mut id = |id: &MessageId| self.ids.number(id, MessageId::clone);
        let own = id(&facts.id);
        named.extend(facts.references.iter().map(|reference| number(id(reference).index())));
        ends[2] = number(named.len());
        named.extend(
            facts.greeted.iter().map(|word| number(self.words.number(&**word, |word| word.into()).index())),
        );
        self.all.push(Letter {
            id: own,
            date: facts.date,
            from,
            subject: self.subjects.number(&*facts.subject, |subject| subject.into()),
            named: named.into(),
            ends,
            lines: self.lines.add(&facts.line_hashes, &facts.quoted_hashes),
            quoted: facts.quoted,
            words: facts.words,
            is_personal: facts.bulk.is_empty(),
            on_list: facts.bulk.contains(&BulkMark::List),
            on_list_only: facts.bulk == [BulkMark::List],
            from_role: facts.bulk.contains(&BulkMark::RoleSender),
            trusted: facts.authenticity == Authenticity::Verified,
            sensitive: facts.sensitive,
            grief: facts.grief,
            said: self.sayings.keep(facts),
        });
    }

    /// Whether the sender of each personal letter by none of these, the owner's addresses, is vouched for.
    pub fn received(&self, owner: &OwnerAddresses) -> impl Iterator<Item = bool> {
        let is_own = self.mailboxes.values().map(|mailbox| owner.contains(&mailbox.address));
        let by_others = move |letter: &&Letter| !letter.from.is_some_and(|from| is_own[from]);
        self.all.iter().filter(|letter| letter.is_personal).filter(by_others).map(|letter| letter.trusted)
    }

    /// The letters, in the order in which they were taken in, their lines, what they say, and what they name.
    pub(super) fn into_parts(self) -> (Vec<Letter>, AllLines, Sayings, Names) {
        let (ids, mailboxes) = (self.ids.into_values(), self.mailboxes.into_values());
        let names = Names::new(ids, mailboxes, self.subjects.into_values(), self.words.into_values());
        (self.all, self.lines, self.sayings, names)
    }
}

impl FromIterator<Facts> for Letters {
    fn from_iter<I: IntoIterator<Item = Facts>>(all: I) -> Self {
        let mut letters = Self::default();
        for facts in all {
            letters.add(facts);
        }
        letters
    }
}
