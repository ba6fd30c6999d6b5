//! What is told of a calendar beside its events. Knows nothing of what was skipped or why.

/// Most notes on what was skipped.
const MAX_NOTES: usize = 100;

/// Notes on what was not read, each once, at most 100.
#[derive(Debug, Default)]
pub(super) struct Skipped {
    notes: Vec<String>,
    more: usize,
}

impl Skipped {
    /// Adds a note.
    pub(super) fn note(&mut self, note: String) {
        if self.notes.len() < MAX_NOTES {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        } else {
            self.more += 1;
        }
    }

    /// Adds the notes of another.
    pub(super) fn append(&mut self, other: Self) {
        self.more += other.more;
        other.notes.into_iter().for_each(|note| self.note(note));
    }

    /// The notes.
    pub(super) fn into_notes(mut self) -> Vec<String> {
        if self.more > 0 {
            self.notes.push(format!("{} more", self.more));
        }
        self.notes
    }
}
