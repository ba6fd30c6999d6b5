//! Hashes of lines, by which text is known again in other messages. It knows nothing of quoting.

use crate::people::short_hash;

/// Most lines of a text whose hashes are kept.
const MAX_LINES: usize = 200;
/// Shortest line that is hashed, in characters: shorter ones are alike in too many messages.
const MIN_CHARS: usize = 20;

/// The hash of a line, white space folded and in lower case; of a short one none.
pub(super) fn of_line(line: &str) -> Option<u64> {
    of_folded(&fold(line))
}

fn of_folded(line: &str) -> Option<u64> {
    let folded = line.to_lowercase();
    (folded.chars().count() >= MIN_CHARS).then(|| short_hash(&["line", &folded]))
}

/// A text of which spans are looked up.
pub(super) struct HashedText {
    /// Its lines, white space folded, on one line.
    folded: String,
    /// Where each longer line ends in `folded`, and its hash.
    lines: Vec<(usize, usize, u64)>,
}

impl HashedText {
    /// Of the longer lines of a text, as far as they are counted.
    pub(super) fn of(text: &str) -> Self {
        let mut hashed = Self { folded: String::new(), lines: Vec::new() };
        for line in text.lines() {
            let line = fold(line);
            if line.is_empty() {
                continue;
            }
            if !hashed.folded.is_empty() {
                hashed.folded.push(' ');
            }
            let start = hashed.folded.len();
            hashed.folded.push_str(&line);
            if let Some(hash) = of_folded(&line) {
                hashed.lines.push((start, hashed.folded.len(), hash));
                if hashed.lines.len() == MAX_LINES {
                    break;
                }
            }
        }
        hashed
    }

    /// The hashes of all its longer lines, in order.
    pub(super) fn all(&self) -> Vec<u64> {
        self.lines.iter().map(|&(_, _, hash)| hash).collect()
    }

    /// The hashes of the longer lines in which a span stands, its white space folded.
    pub(super) fn around(&self, span: &str) -> Vec<u64> {
        let Some(start) = self.folded.find(span).filter(|_| !span.is_empty()) else { return Vec::new() };
        let end = start + span.len();
        let touched = self.lines.iter().filter(|&&(from, to, _)| from < end && start < to);
        touched.map(|&(_, _, hash)| hash).collect()
    }
}

fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_by_its_words_alone() {
        assert_eq!(of_line("  The roses are\tin full flower "), of_line("the roses are in FULL flower"));
        assert_eq!(of_line("See you on Monday"), None);
    }

    #[test]
    fn a_span_is_found_in_the_lines_that_hold_it() {
        let text = "Hello Ana,\n\nCould you please prune the roses\nbefore the first frost comes?\nYours";
        let hashed = HashedText::of(text);
        let all = hashed.all();
        assert_eq!(all.len(), 2);
        assert_eq!(hashed.around("Could you please prune the roses before the first frost comes?"), all);
        assert_eq!(hashed.around("the first frost comes?"), all[1..]);
        assert!(hashed.around("Yours").is_empty(), "a short line");
        assert!(hashed.around("elsewhere").is_empty());
        assert!(hashed.around("").is_empty());
    }

    #[test]
    fn only_so_many_lines_are_hashed() {
        let lines: Vec<String> = (0..500).map(|n| format!("line number {n} of a long text")).collect();
        assert_eq!(HashedText::of(&lines.join("\n")).all().len(), MAX_LINES);
    }
}
