//! What a letter answers, and which of its lines stood in a letter before it.

use crate::people::{HashMap, HashSet};

use super::letter::Letter;
use super::lines::{AllLines, Lines};
use super::names::{AddressNo, Column, MessageNo, Names};
use super::{Answers, Few};

/// Most earlier letters of its conversation in which the lines of a letter are looked for.
const MAX_EARLIER: usize = 50;

/// The letters that another may refer to.
pub(super) struct Answered {
    /// The lines of each message that is here.
    lines: Column<MessageNo, Lines>,
    /// Whether it names others itself.
    names_others: Column<MessageNo, bool>,
}

impl Answered {
    pub(super) fn of(letters: &[Letter], names: &Names) -> Self {
        let mut answered = Self {
            lines: Column::filled(Lines::default(), names.ids.len()),
            names_others: Column::filled(false, names.ids.len()),
        };
        for letter in letters {
            answered.lines[letter.id] = letter.lines;
            answered.names_others[letter.id] = letter.references().any(|id| id != letter.id);
        }
        answered
    }

    /// Which message of its conversation a letter answers.
    pub(super) fn answers(&self, letter: &Letter) -> Answers {
        let mut named = letter.references().filter(|id| *id != letter.id);
        let Some(first) = named.next() else { return Answers::Untold };
        if self.names_others[first] || named.any(|id| id != first) {
            Answers::ALater
        } else {
            Answers::TheFirst
        }
    }
}

/// Conversations while their letters come, in the order of time.
pub(super) struct Talks {
    /// How many letters of each are to come.
    to_come: Column<MessageNo, u32>,
    /// What was said in those of which more are to come.
    open: HashMap<MessageNo, Vec<Sheet>>,
}

impl Talks {
    pub(super) fn of(threads: &[MessageNo], names: &Names) -> Self {
        let mut to_come = Column::filled(0, names.ids.len());
        for &thread in threads {
            to_come[thread] += 1;
        }
        Self { to_come, open: HashMap::default() }
    }

    /// What the next letter of a conversation repeats.
    pub(super) fn repeated(
        &mut self,
        thread: MessageNo,
        letter: &Letter,
        answered: &Answered,
        all: &AllLines,
        names: &Names,
    ) -> Few<u64> {
        let to_come = &mut self.to_come[thread];
        *to_come -= 1;
        let said = self.open.get(&thread).map(Vec::as_slice).unwrap_or_default();
        let writer = letter.from.map(|from| names.address_of(from));
        let repeated = repeated(letter, writer, said, answered, all);
        if *to_come == 0 {
            self.open.remove(&thread);
        } else {
            // Who was on a letter is asked for the sake of its lines.
            let says = !all.written(letter.lines).is_empty();
            let mailboxes = letter.mailboxes().filter(|_| says).map(|mailbox| names.address_of(mailbox));
            let sheet = Sheet { lines: letter.lines, mailboxes: mailboxes.collect() };
            self.open.entry(thread).or_default().push(sheet);
        }
        repeated
    }
}

/// What an earlier letter of a conversation said, and everybody on it.
struct Sheet {
    lines: Lines,
    mailboxes: Box<[AddressNo]>,
}

/// The lines of a letter, sorted, that stand in a letter which it answers, or in an earlier one of its
/// conversation that its writer sent or got.
fn repeated(
    letter: &Letter,
    writer: Option<AddressNo>,
    said: &[Sheet],
    answered: &Answered,
    all: &AllLines,
) -> Few<u64> {
    let written = all.written(letter.lines);
    if written.is_empty() {
        return Few::default();
    }
    let parents = letter.references().filter(|id| *id != letter.id).map(|id| answered.lines[id]);
    let is_known = |sheet: &&Sheet| writer.is_some_and(|writer| sheet.mailboxes.contains(&writer));
    let earlier = said.iter().rev().take(MAX_EARLIER).filter(is_known).map(|sheet| sheet.lines);
    let known: HashSet<u64> = parents.chain(earlier).flat_map(|lines| all.written(lines)).copied().collect();
    let mut repeated: Vec<u64> = written.iter().filter(|line| known.contains(line)).copied().collect();
    repeated.sort_unstable();
    repeated.dedup();
    repeated.into()
}
