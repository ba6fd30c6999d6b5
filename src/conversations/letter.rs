//! What the fold keeps of a message: much less than its facts, and each address, id and subject in memory once.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use jiff::Timestamp;

use crate::observations::cues::{Cue, reads_by_words};
use crate::observations::{Answer, Authenticity, BulkMark, Facts, MessageId, Quoted};
use crate::people::Mailbox;

/// One message, as conversations and inference look at it; the fields are those of its [`Facts`].
#[derive(Debug, Clone)]
pub struct Letter {
    /// The message.
    pub id: MessageId,
    /// When it was written.
    pub date: Timestamp,
    /// Who wrote it.
    pub from: Option<Arc<Mailbox>>,
    /// Addressees of `To`.
    pub to: Box<[Arc<Mailbox>]>,
    /// Addressees of `Cc` and `Bcc`.
    pub cc: Box<[Arc<Mailbox>]>,
    /// The subject.
    pub subject: Arc<str>,
    /// Messages it refers to.
    pub references: Box<[MessageId]>,
    /// Why it is no message of a person to particular people.
    pub bulk: Box<[BulkMark]>,
    /// Names by which it addresses its readers, in lower case.
    pub greeted: Box<[Arc<str>]>,
    /// Hashes of its newly written lines.
    pub lines: Arc<[u64]>,
    /// Hashes of the first lines that it quotes or passes on.
    pub quotes: Box<[u64]>,
    /// What it quotes of the letter it answers.
    pub quoted: Quoted,
    /// Newly written words.
    pub words: u32,
    /// Whether the sender is vouched for.
    pub trusted: bool,
    /// Whether it is about a sensitive matter.
    pub sensitive: bool,
    /// Whether it tells of a death.
    pub grief: bool,
    /// What was said in it; none where nothing in it may be an act.
    pub said: Option<Box<Said>>,
}

/// What may be an act in a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Spans that look like acts.
    pub cues: Box<[Cue]>,
    /// Help that the text alone does not show surely enough.
    pub hint: Option<Box<Cue>>,
    /// What a text of a few words says to the message it answers.
    pub answer: Option<Answer>,
    /// File names of the attachments.
    pub attachments: Box<[String]>,
    /// Whether its acts were read by rules of words alone; see [`reads_by_words`].
    pub by_words: bool,
}

/// What is left of a letter in which something was said once its exchange is known: the words, and for whom they
/// were.
#[derive(Debug, Clone)]
pub struct Told {
    /// The position of its exchange.
    pub exchange: usize,
    /// Who wrote it.
    pub from: Option<Arc<Mailbox>>,
    /// Addressees of `To`.
    pub to: Box<[Arc<Mailbox>]>,
    /// Addressees of `Cc` and `Bcc`.
    pub cc: Box<[Arc<Mailbox>]>,
    /// Names by which it addresses its readers, in lower case.
    pub greeted: Box<[Arc<str>]>,
    /// What was said.
    pub said: Box<Said>,
}

impl Letter {
    /// Whether a person wrote this for particular people.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.bulk.is_empty()
    }

    /// Everybody on it.
    pub(super) fn mailboxes(&self) -> impl Iterator<Item = &Mailbox> {
        self.from.iter().chain(&self.to).chain(&self.cc).map(AsRef::as_ref)
    }

    /// Everybody it is addressed to.
    pub(super) fn addressees(&self) -> impl Iterator<Item = &Mailbox> {
        self.to.iter().chain(&self.cc).map(AsRef::as_ref)
    }
}

/// Letters as they are taken in, in that order.
#[derive(Debug, Default)]
pub struct Letters {
    all: Vec<Letter>,
    ids: HashSet<MessageId>,
    mailboxes: HashSet<Arc<Mailbox>>,
    texts: HashSet<Arc<str>>,
}

impl Letters {
    /// Takes in one message.
    pub fn add(&mut self, facts: Facts) {
        let Facts { cues, hint, answer, attachments, .. } = facts;
        let says = !cues.is_empty() || hint.is_some() || answer.is_some() || !attachments.is_empty();
        let mut mailbox = |mailbox: Mailbox| shared(&mut self.mailboxes, mailbox, Arc::new);
        self.all.push(Letter {
            from: facts.from.map(&mut mailbox),
            to: facts.to.into_iter().map(&mut mailbox).collect(),
            cc: facts.cc.into_iter().map(&mut mailbox).collect(),
            id: once(&mut self.ids, facts.id),
            date: facts.date,
            subject: text(&mut self.texts, &facts.subject),
            references: facts.references.into_iter().map(|id| once(&mut self.ids, id)).collect(),
            bulk: facts.bulk.into(),
            greeted: facts.greeted.iter().map(|word| text(&mut self.texts, word)).collect(),
            lines: facts.line_hashes.into(),
            quotes: facts.quoted_hashes.into(),
            quoted: facts.quoted,
            words: facts.words,
            trusted: facts.authenticity == Authenticity::Verified,
            sensitive: facts.sensitive,
            grief: facts.grief,
            said: says.then(|| {
                // A list that grows takes room for four of what is mostly one.
                let (cues, attachments) = (cues.into(), attachments.into());
                let by_words = reads_by_words(facts.language.as_deref());
                Box::new(Said { cues, hint: hint.map(Box::new), answer, attachments, by_words })
            }),
        });
    }

    /// The letters, in the order in which they were taken in.
    #[must_use]
    pub fn into_vec(self) -> Vec<Letter> {
        self.all
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

/// A text as it stands in memory already, or from now on.
pub(super) fn text(known: &mut HashSet<Arc<str>>, text: &str) -> Arc<str> {
    if let Some(same) = known.get(text) {
        return Arc::clone(same);
    }
    let new: Arc<str> = text.into();
    known.insert(Arc::clone(&new));
    new
}

fn once(known: &mut HashSet<MessageId>, id: MessageId) -> MessageId {
    shared(known, id, |id| id)
}

fn shared<T, S>(known: &mut HashSet<S>, value: T, share: impl FnOnce(T) -> S) -> S
where
    T: Eq + Hash,
    S: Borrow<T> + Clone + Eq + Hash,
{
    if let Some(same) = known.get(&value) {
        return same.clone();
    }
    let new = share(value);
    known.insert(new.clone());
    new
}
