//! What was said in letters, kept as text until the conversation of each is known.
//!
//! Of a thousand letters a few hundred say something, and each is looked at once. As text, one after the other, it
//! takes a third of the room, and leaves no holes behind when it is let go.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::observations::cues::{Cue, reads_by_words};
use crate::observations::{Answer, Facts};
use crate::people::Mailbox;

use super::letter::Letter;
use super::names::{Column, MailboxNo, Names, WordNo};

/// What may be an act in a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Spans that look like acts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<Cue>,
    /// Help that the text alone does not show surely enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Cue>,
    /// What a text of a few words says to the message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// File names of the attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// Whether its acts were read by rules of words alone; see [`reads_by_words`].
    pub by_words: bool,
}

/// A letter in which something was said: the words, and for whom they were.
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
    pub said: Said,
}

/// Where what was said in a letter stands in [`Sayings`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Saying {
    start: u32,
    length: u32,
}

impl Saying {
    /// Whether nothing that may be an act was said.
    pub(super) fn is_nothing(self) -> bool {
        self.length == 0
    }
}

/// What was said in all letters.
#[derive(Debug, Default)]
pub(super) struct Sayings(Vec<u8>);

impl Sayings {
    /// Keeps what may be an act in a message.
    pub(super) fn keep(&mut self, facts: Facts) -> Saying {
        let number = |bytes: usize| u32::try_from(bytes).expect("what is said fits into four gigabytes");
        let start = self.0.len();
        let Facts { cues, hint, answer, attachments, language, .. } = facts;
        if !cues.is_empty() || hint.is_some() || answer.is_some() || !attachments.is_empty() {
            let by_words = reads_by_words(language.as_deref());
            let said = Said { cues, hint, answer, attachments, by_words };
            serde_json::to_writer(&mut self.0, &said).expect("facts that were read from text can be written");
        }
        Saying { start: number(start), length: number(self.0.len() - start) }
    }

    fn of(&self, saying: Saying) -> Said {
        let text = &self.0[saying.start as usize..][..saying.length as usize];
        serde_json::from_slice(text).expect("what was kept can be read")
    }
}

/// The letters in which something was said, in the order of their exchanges.
#[derive(Debug, Default)]
pub struct Heard {
    letters: Vec<(u32, Letter)>,
    sayings: Sayings,
    mailboxes: Column<MailboxNo, Arc<Mailbox>>,
    words: Column<WordNo, Arc<str>>,
}

impl Heard {
    /// `letters` with the position of each one's exchange.
    pub(super) fn of(letters: Vec<(u32, Letter)>, sayings: Sayings, names: Names) -> Self {
        Self { letters, sayings, mailboxes: names.mailboxes, words: names.words }
    }

    /// Each letter with what was said in it.
    pub fn told(self) -> impl Iterator<Item = Told> {
        let Self { letters, sayings, mailboxes, words } = self;
        letters.into_iter().map(move |(exchange, letter)| {
            let mailbox = |number| Arc::clone(&mailboxes[number]);
            Told {
                exchange: exchange as usize,
                from: letter.from.map(mailbox),
                to: letter.to().map(mailbox).collect(),
                cc: letter.cc().map(mailbox).collect(),
                greeted: letter.greeted().map(|word| Arc::clone(&words[word])).collect(),
                said: sayings.of(letter.said),
            }
        })
    }
}
