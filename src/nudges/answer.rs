//! The letter that says what came of an answer: what was done, what was not and how to take it back.

use askama::Template;
use jiff::Timestamp;

use super::compose::{SENDER, matter, rendered, wrap};
use super::mailto::Answers;
use super::plain::plain;
use super::words::{Today, number, quote, topic};
use super::{HeaderText, Letter, NudgeKind};

/// Longest subject, in characters: that of the answer may be long.
const MAX_SUBJECT: usize = 70;
/// Longest name, in characters.
const MAX_NAME: usize = 60;
/// Longest line shown of an answer that was not understood.
const MAX_LINE: usize = 60;
/// Most messages named as grounds.
const MAX_GROUNDS: usize = 6;

/// What came of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Something is noted about an item.
    Wished {
        /// The item.
        item: Spoken,
        /// What.
        outcome: Outcome,
    },
    /// Words are kept about a person.
    Noted {
        /// The person's name.
        name: String,
        /// The words.
        words: String,
    },
    /// What an item rests on.
    Grounds {
        /// The item.
        item: Spoken,
        /// The messages, oldest first.
        grounds: Vec<Ground>,
    },
    /// Who somebody is.
    Settled {
        /// The person's name.
        name: String,
        /// Who.
        role: Role,
    },
    /// No letters until then.
    Paused(Timestamp),
    /// A day that was named is not ahead, or too far.
    DayOutOfReach,
    /// Letters again.
    Resumed,
    /// What an earlier answer said is taken back: what was told of it then.
    Undone(Vec<Told>),
    /// There was nothing to take back.
    NothingToUndo,
    /// The letter has no such number.
    NoSuchItem(u32),
    /// The letter has several items, and none was named.
    WhichItem,
    /// That command does nothing for this item.
    DoesNotFit(u32),
    /// The item asks who somebody is, and the command says something else.
    OnlyWho {
        /// Its number.
        number: u32,
        /// The person's name.
        name: String,
    },
    /// This line was not understood, nor was what stands below it read.
    NotUnderstood(String),
    /// What can be answered.
    Help,
}

/// An item of a letter as it is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The person's name.
    pub name: String,
    /// What it was about.
    pub kind: NudgeKind,
}

/// What was noted about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// Not before this instant.
    NotBefore(Timestamp),
    /// Never again.
    Never,
    /// More of it.
    More,
    /// Less of it.
    Less,
    /// It is no favor, and so many entries of the ledger no longer count.
    NoFavor(usize),
}

/// Who somebody is to the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Family.
    Family,
    /// A friend.
    Friend,
    /// Somebody from work.
    Work,
    /// No person.
    Nobody,
}

/// A message that an item rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Who wrote it.
    pub from: String,
    /// When.
    pub at: Timestamp,
    /// Its subject; empty where none is kept.
    pub subject: String,
    /// The words that count; empty where none are kept.
    pub quote: String,
}

#[derive(Template)]
#[template(path = "nudges/templates/answer.html")]
struct HtmlAnswer<'a> {
    subject: &'a str,
    lines: &'a [String],
    undo: Option<(String, String, String)>,
    footer: &'a str,
}

#[derive(Template)]
#[template(path = "nudges/templates/answer.txt", escape = "none")]
struct TextAnswer {
    lines: Vec<String>,
    undo: Option<String>,
}

/// What can be answered, a line each.
pub(super) const HELP: [&str; 8] = [
    "A number and a word, one to a line: 1 done, 2 snooze 3w, 3 not a favor, why 2.",
    "A day in place of a time: 2 snooze until 3 march.",
    "How often: less 2, more 2, never 2.",
    "Who somebody of the first letter is: 4 family, 5 friend, 6 work, 7 ignore.",
    "Words to keep about somebody: 2 note: moved to Porto.",
    "All letters: pause all 2w, resume.",
    "The last answer: undo.",
    "The same in German, French and Spanish. What is not on this list does nothing.",
];

/// Composes the letter that answers an answer with this subject.
#[must_use]
pub fn answer(told: &[Told], subject: &str, today: Today<'_>, answers: &Answers) -> Letter {
    let lines: Vec<String> = told.iter().flat_map(|told| told.lines(today)).collect();
    let undoable = told.iter().any(Told::can_be_undone);
    let subject = subject_of(subject);
    let (before, after) = ("Answer", "to this letter to take it back.");
    let undo = undoable.then(|| (before.to_owned(), answers.link("undo"), after.to_owned()));
    let html = HtmlAnswer { subject: &subject, lines: &lines, undo, footer: SENDER };
    let html = rendered(&html);
    let text = TextAnswer {
        lines: lines.iter().map(|line| wrap::wrap(line, "", "  ")).collect(),
        undo: undoable.then(|| wrap::wrap(&format!("{before} undo {after}"), "", "")),
    };
    let text = rendered(&text);
    Letter { subject, text, html }
}

/// The subject of the answer, which its reader wrote or chose; the letter stays in its thread.
fn subject_of(subject: &str) -> String {
    let subject = plain(HeaderText::new(subject).as_str(), MAX_SUBJECT);
    let is_reply = subject.split_once(':').is_some_and(|(head, _)| head.chars().count() <= 3);
    if is_reply { subject } else { format!("Re: {subject}") }
}

impl Told {
    fn can_be_undone(&self) -> bool {
        matches!(
            self,
            Self::Wished { .. } | Self::Noted { .. } | Self::Settled { .. } | Self::Paused(_) | Self::Resumed
        )
    }

    fn lines(&self, today: Today<'_>) -> Vec<String> {
        match self {
            Self::Wished { item, outcome } => vec![item.wished(*outcome, today)],
            Self::Noted { name, words } => {
                vec![format!("Kept about {}: “{}”", plain(name, MAX_NAME), plain(words, 200))]
            }
            Self::Grounds { item, grounds } => item.grounds(grounds, today),
            Self::Settled { name, role } => vec![format!("{}: {}", plain(name, MAX_NAME), role.words())],
            Self::Paused(until) => vec![format!("No letter comes before {}.", today.day_of(*until))],
            Self::DayOutOfReach => {
                vec!["That day is not within the year ahead, so nothing was done for it.".to_owned()]
            }
            Self::Resumed => vec!["Letters come again.".to_owned()],
            Self::Undone(told) => {
                let mut lines = vec![taken_back(told.len())];
                lines.extend(told.iter().flat_map(|told| told.lines(today)));
                lines
            }
            Self::NothingToUndo => vec!["There was nothing to take back.".to_owned()],
            Self::NoSuchItem(number) => {
                vec![format!("That letter has no {number}; nothing was done for it.")]
            }
            Self::WhichItem => {
                vec!["That letter has several items: put a number before the word.".to_owned()]
            }
            Self::DoesNotFit(number) => vec![format!("That word does nothing for {number}.")],
            Self::OnlyWho { number, name } => {
                let name = plain(name, MAX_NAME);
                vec![format!(
                    "{number} asks who {name} is to you; family, friend, work or ignore answers it, and nothing else \
                     was done for it."
                )]
            }
            Self::NotUnderstood(line) => {
                let line = plain(line, MAX_LINE);
                vec![format!(
                    "“{line}” is none of the words below. Nothing was done for it, nor for what stands under it."
                )]
            }
            Self::Help => HELP.iter().map(|line| (*line).to_owned()).collect(),
        }
    }
}

/// What stands above so many things that are taken back.
fn taken_back(count: usize) -> String {
    match count {
        0 => "The last answer is taken back.".to_owned(),
        1 => "One thing is taken back:".to_owned(),
        count => format!("{} things are taken back:", super::words::capital(&number(count))),
    }
}

impl Spoken {
    fn lead(&self) -> String {
        format!("{}, {}", plain(&self.name, MAX_NAME), matter(self.kind))
    }

    fn wished(&self, outcome: Outcome, today: Today<'_>) -> String {
        let lead = self.lead();
        match outcome {
            Outcome::Done => format!("{lead}: done."),
            Outcome::NotBefore(until) => format!("{lead}: not before {}.", today.day_of(until)),
            Outcome::Never => format!("{lead}: nothing of the kind any more."),
            Outcome::More => format!("{lead}: more often."),
            Outcome::Less => format!("{lead}: less often."),
            Outcome::NoFavor(0) => format!("{lead}: settled. Nothing in the ledger rests on it."),
            Outcome::NoFavor(_) => format!("{lead}: no favor. The ledger no longer counts it."),
        }
    }

    fn grounds(&self, grounds: &[Ground], today: Today<'_>) -> Vec<String> {
        let mut lines = vec![format!("{}, rests on this:", self.lead())];
        lines.extend(grounds.iter().take(MAX_GROUNDS).map(|ground| ground.line(today)));
        if grounds.is_empty() {
            lines.push(match self.kind {
                NudgeKind::Birthday => "A day in your address book or calendar.".to_owned(),
                _ => "How often the two of you were in touch, and on no one message.".to_owned(),
            });
        }
        lines
    }
}

impl Ground {
    fn line(&self, today: Today<'_>) -> String {
        let lead = format!("{} wrote {}", plain(&self.from, MAX_NAME), today.on(self.at));
        let lead = topic(&self.subject).map_or(lead.clone(), |topic| format!("{lead}, under {topic}"));
        quote(&self.quote).map_or(format!("{lead}."), |words| format!("{lead}: {words}"))
    }
}

impl Role {
    fn words(self) -> &'static str {
        match self {
            Self::Family => "family. Nothing is counted between you.",
            Self::Friend => "a friend.",
            Self::Work => "from work.",
            Self::Nobody => "left out of everything.",
        }
    }
}

#[cfg(test)]
mod tests;
