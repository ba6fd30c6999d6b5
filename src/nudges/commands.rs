//! What the owner answers to a letter: the first lines of a reply as commands.
//!
//! Only what can be taken back is a command. A line is a command whole or not at all: nothing is guessed.
//! Whether a reply may command is [`admit`]'s matter; what comes of a command is not known here.

mod code;
mod gate;
#[cfg(test)]
mod tests;
mod when;
mod words;

pub use code::LetterCode;
pub use gate::{Admission, KnownLetter, Place, Record, Refusal, admit};
pub use when::{NamedDay, When};

use crate::observations::salutation::is_bare_greeting;

use words::{Word, folded, is_note, unit_days, word_of};

/// Most lines of a reply that are read, and most commands taken from it.
const MAX_LINES: usize = 40;
const MAX_COMMANDS: usize = 40;
/// Longest line that is read, in bytes.
const MAX_LINE_BYTES: usize = 2000;
/// Longest note kept, in characters.
const MAX_NOTE_CHARS: usize = 200;
/// Longest part of a line that is none, in characters.
const MAX_UNREAD_CHARS: usize = 80;
/// Longest time that a command may name, in days.
const MAX_DAYS: u16 = 366;
/// How long something rests where no time is named.
const DEFAULT_DAYS: u16 = 14;

/// What may stand around a word or number.
const MARKS: &str = "#()[]-–—*•¿¡?!.:\"“”«»";

/// The number of an item in a letter, 1 to 99.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemNumber(u8);

impl ItemNumber {
    /// The item with this number, where a letter can have one.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        u8::try_from(number).ok().filter(|number| (1..=99).contains(number)).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        u32::from(self.0)
    }
}

/// A time that a command names, 1 to 366 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rest(u16);

impl Rest {
    /// So many days, where that is a time to name.
    #[must_use]
    pub fn days(days: u32) -> Option<Self> {
        u16::try_from(days).ok().filter(|days| (1..=MAX_DAYS).contains(days)).map(Self)
    }

    /// The number of days.
    #[must_use]
    pub fn in_days(self) -> u16 {
        self.0
    }
}

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Which item of the letter it is about; may be missing where the letter has one item.
    pub item: Option<ItemNumber>,
    /// What to do.
    pub verb: Verb,
}

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// It is done, or settled otherwise.
    Done,
    /// Not before then.
    Snooze(When),
    /// Nothing of this kind about this person any more.
    Never,
    /// What it rests on is no favor.
    NotAFavor,
    /// More of this kind about this person.
    More,
    /// Less of it.
    Less,
    /// Words to keep about the person, at most 200 characters.
    Note(String),
    /// Say what it rests on.
    Why,
    /// Take back what the last reply did.
    Undo,
    /// Say what can be answered.
    Help,
    /// No letters until then.
    Pause(When),
    /// Letters again.
    Resume,
    /// The person is of the owner's family.
    Family,
    /// The person is a friend.
    Friend,
    /// The person is somebody from work.
    Work,
    /// This is no person.
    Ignore,
}

impl Verb {
    /// Whether it is about one item of a letter.
    #[must_use]
    pub fn takes_item(&self) -> bool {
        !matches!(self, Self::Undo | Self::Help | Self::Pause(_) | Self::Resume)
    }
}

/// A reply as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commands {
    /// The commands of its first lines, in their order.
    pub commands: Vec<Command>,
    /// Whether the line that ended them is none, with words in it.
    pub unread: Unread,
}

/// What stands after the commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Unread {
    /// Nothing.
    #[default]
    Nothing,
    /// A line that is no command, at most 80 characters of it, as it was written. What stands below was not read.
    Words(String),
}

/// Reads the newly written text of a reply by somebody of this name, with which he may have signed it.
#[must_use]
pub fn read_of(authored: &str, name: &str) -> Commands {
    read(unsigned(authored, name))
}

/// Reads the newly written text of a reply: commands line by line, behind a greeting where there is one, until a line
/// is none.
#[must_use]
pub fn read(authored: &str) -> Commands {
    let mut read = Commands::default();
    let lines = authored.lines().map(str::trim).filter(|line| line.chars().any(char::is_alphanumeric));
    let mut lines = lines.take(MAX_LINES).peekable();
    let _greeting = lines.next_if(|line| is_bare_greeting(line));
    for text in lines {
        match line(text) {
            Some(commands) if read.commands.len() + commands.len() <= MAX_COMMANDS => {
                read.commands.extend(commands);
            }
            _ => {
                read.unread = Unread::Words(text.chars().take(MAX_UNREAD_CHARS).collect());
                break;
            }
        }
    }
    read
}

/// A text without the name under it, behind a line that is empty, where that is the writer's or a part of it. A name
/// that is a command stays one.
fn unsigned<'a>(text: &'a str, name: &str) -> &'a str {
    let Some((above, last)) = text.trim_end().rsplit_once('\n') else { return text };
    let is_apart = above.rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
    let (name, signed) = (tokens(name), tokens(last));
    let is_name = !signed.is_empty() && signed.iter().all(|word| name.contains(word));
    if is_apart && is_name && line(last).is_none() { above } else { text }
}

/// The commands of one line; `None` where any part of it is none.
fn line(text: &str) -> Option<Vec<Command>> {
    if text.len() > MAX_LINE_BYTES {
        return None;
    }
    if let Some(note) = note(text) {
        return Some(vec![note]);
    }
    text.split([',', ';', '，', '、']).map(command).collect()
}

/// A line such as `2 note: moved to Porto`.
fn note(text: &str) -> Option<Command> {
    let (head, words) = text.split_once([':', '：'])?;
    let head = tokens(head);
    let mut item = None;
    let mut names_it = false;
    for token in &head {
        match token.parse::<u32>() {
            Ok(number) if item.is_none() => item = Some(ItemNumber::new(number)?),
            Err(_) if !names_it && is_note(token) => names_it = true,
            _ => return None,
        }
    }
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().filter(|c| !c.is_control()).take(MAX_NOTE_CHARS).collect();
    (names_it && words.contains(char::is_alphanumeric)).then_some(Command { item, verb: Verb::Note(words) })
}

/// One command such as `2 snooze 3w`, `never 2` or `help`.
fn command(text: &str) -> Option<Command> {
    let all = tokens(text);
    let (tokens, until) = match when::split(&all) {
        Some((before, day)) => (before, Some(When::On(when::named_day(day)?))),
        None => (all.as_slice(), None),
    };
    let (mut item, mut rest, mut words) = (None, None, Vec::new());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = token.strip_prefix(digits)?;
        if digits.is_empty() {
            words.push(token.as_str());
            continue;
        }
        let number: u32 = digits.parse().ok()?;
        let next = tokens.get(at).filter(|_| unit.is_empty()).and_then(|next| unit_days(next));
        let days = if unit.is_empty() { next } else { Some(unit_days(unit)?) };
        if let Some(days) = days {
            at += usize::from(unit.is_empty());
            if rest.replace(Rest::days(number.checked_mul(days)?)?).is_some() {
                return None;
            }
        } else if item.replace(ItemNumber::new(number)?).is_some() {
            return None;
        }
    }
    let when = match (rest.map(When::In), until) {
        (Some(_), Some(_)) => return None,
        (rest, until) => rest.or(until),
    };
    // "2 until 3 march" says enough.
    let word = if words.is_empty() && until.is_some() { Word::Snooze } else { word_of(&words.join(" "))? };
    let verb = verb(word, when)?;
    (verb.takes_item() || item.is_none()).then_some(Command { item, verb })
}

/// The verb of a word; `None` where it takes no time and one is given.
fn verb(word: Word, when: Option<When>) -> Option<Verb> {
    let verb = match word {
        Word::Snooze => return Some(Verb::Snooze(when.unwrap_or(When::In(Rest(DEFAULT_DAYS))))),
        Word::Pause => return Some(Verb::Pause(when.unwrap_or(When::In(Rest(DEFAULT_DAYS))))),
        Word::Done => Verb::Done,
        Word::Never => Verb::Never,
        Word::NotAFavor => Verb::NotAFavor,
        Word::More => Verb::More,
        Word::Less => Verb::Less,
        Word::Why => Verb::Why,
        Word::Undo => Verb::Undo,
        Word::Help => Verb::Help,
        Word::Resume => Verb::Resume,
        Word::Family => Verb::Family,
        Word::Friend => Verb::Friend,
        Word::Work => Verb::Work,
        Word::Ignore => Verb::Ignore,
    };
    when.is_none().then_some(verb)
}

/// The words of a line, folded, without the marks around them.
fn tokens(text: &str) -> Vec<String> {
    let marks = |c: char| MARKS.contains(c);
    let words = folded(text);
    words
        .split_whitespace()
        .map(|word| word.trim_matches(marks).to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}
