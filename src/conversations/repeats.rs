//! What a letter answers, and which of its lines stood in a letter before it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::observations::MessageId;
use crate::people::Mailbox;

use super::{Answers, Letter, ThreadId};

/// Most earlier letters of its conversation in which the lines of a letter are looked for.
const MAX_EARLIER: usize = 50;

/// A letter that another refers to.
pub(super) struct Answered {
    lines: Arc<[u64]>,
    /// Whether it names others itself.
    names_others: bool,
}

/// The letters that another refers to.
pub(super) fn answered(letters: &[Letter]) -> HashMap<MessageId, Answered> {
    let answered: HashSet<&MessageId> = letters.iter().flat_map(|letter| &letter.references).collect();
    let those = letters.iter().filter(|letter| answered.contains(&letter.id));
    those
        .map(|letter| {
            let names_others = letter.references.iter().any(|id| *id != letter.id);
            (letter.id.clone(), Answered { lines: Arc::clone(&letter.lines), names_others })
        })
        .collect()
}

/// Which message of its conversation a letter answers.
pub(super) fn answers(letter: &Letter, answered: &HashMap<MessageId, Answered>) -> Answers {
    let mut named = letter.references.iter().filter(|id| **id != letter.id);
    let Some(first) = named.next() else { return Answers::Untold };
    let is_later = answered.get(first).is_some_and(|other| other.names_others);
    if is_later || named.any(|id| id != first) { Answers::ALater } else { Answers::TheFirst }
}

/// Conversations while their letters come, in the order of time.
pub(super) struct Talks {
    /// How many letters of each are to come, and what those before said.
    open: HashMap<ThreadId, (usize, Vec<Sheet>)>,
}

impl Talks {
    pub(super) fn of(threads: &[ThreadId]) -> Self {
        let mut open: HashMap<ThreadId, (usize, Vec<Sheet>)> = HashMap::new();
        for thread in threads {
            open.entry(thread.clone()).or_default().0 += 1;
        }
        // In a conversation of one letter nothing comes again.
        open.retain(|_, (letters, _)| *letters > 1);
        Self { open }
    }

    /// What the next letter of a conversation repeats.
    pub(super) fn repeated(
        &mut self,
        thread: &ThreadId,
        letter: &Letter,
        answered: &HashMap<MessageId, Answered>,
    ) -> Box<[u64]> {
        let Some((to_come, said)) = self.open.get_mut(thread) else {
            return repeated(letter, &[], answered);
        };
        let repeated = repeated(letter, said, answered);
        *to_come -= 1;
        if *to_come == 0 {
            self.open.remove(thread);
        } else {
            said.push(Sheet {
                lines: Arc::clone(&letter.lines),
                mailboxes: letter.from.iter().chain(&letter.to).chain(&letter.cc).cloned().collect(),
            });
        }
        repeated
    }
}

/// What an earlier letter of a conversation said, and everybody on it.
struct Sheet {
    lines: Arc<[u64]>,
    mailboxes: Box<[Arc<Mailbox>]>,
}

/// The lines of a letter, sorted, that stand in a letter which it answers, or in an earlier one of its
/// conversation that its writer sent or got.
fn repeated(letter: &Letter, said: &[Sheet], answered: &HashMap<MessageId, Answered>) -> Box<[u64]> {
    let parents = letter.references.iter().filter(|id| **id != letter.id);
    let parents = parents.filter_map(|id| answered.get(id)).map(|parent| &parent.lines);
    let writer = letter.from.as_ref().map(|from| &from.address);
    let is_known = |sheet: &&Sheet| sheet.mailboxes.iter().any(|mailbox| Some(&mailbox.address) == writer);
    let earlier = said.iter().rev().take(MAX_EARLIER).filter(is_known).map(|sheet| &sheet.lines);
    let known: HashSet<u64> = parents.chain(earlier).flat_map(|lines| lines.iter()).copied().collect();
    let mut repeated: Vec<u64> = letter.lines.iter().filter(|line| known.contains(line)).copied().collect();
    repeated.sort_unstable();
    repeated.dedup();
    repeated.into()
}
