//! Which of many patterns match a short text, found without running most of them.
//!
//! Each pattern needs some words to stand in the text. One pass over the text tells which words stand there,
//! and only patterns whose words do are run, compiled when that first happens. What a pattern needs is worked
//! out in [`needs`]; what it is for is not known here.

mod machine;
mod needs;

use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};

use self::machine::Machine;
use self::needs::{Clause, Needle, Text};
use crate::people::HashMap;

/// Patterns behind the words that they need.
pub(super) struct Sieve {
    patterns: Vec<Machine>,
    /// Finds the texts of all needles, and says where in `met` stands what each meets.
    automaton: DoubleArrayAhoCorasick<(u32, u32)>,
    /// The clauses that needles meet, and what must stand beside them.
    met: Vec<(Sides, u32)>,
    /// For each clause, the branches that are looked at once it is met.
    opened: Vec<Vec<usize>>,
    branches: Vec<Branch>,
    /// Patterns that need nothing.
    always: Vec<usize>,
}

/// One way in which a pattern can match.
#[derive(Debug)]
struct Branch {
    pattern: usize,
    /// Clauses that all must be met.
    clauses: Vec<usize>,
}

const FEW: &str = "the needles are short and few";

/// Whether a needle begins, and ends, a word.
type Sides = (bool, bool);

/// Whether `^` and `$` are the ends of the text or of each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// The text is one line.
    One,
    /// It has many.
    Many,
}

impl Sieve {
    /// A sieve of regular expressions over bytes.
    pub(super) fn new(sources: impl IntoIterator<Item = String>, lines: Lines) -> Self {
        let mut build = Build::default();
        let mut patterns = Vec::new();
        for (pattern, source) in sources.into_iter().enumerate() {
            let syntax = machine::syntax(&source, lines);
            build.add(pattern, needs::of(&syntax));
            patterns.push(Machine::new(syntax));
        }
        let mut met = Vec::new();
        let needles = build.texts.iter().zip(build.met).map(|(text, clauses)| {
            let from = number(met.len());
            met.extend(clauses);
            (text, (from, number(met.len())))
        });
        let automaton =
            DoubleArrayAhoCorasickBuilder::new().use_prefilter(false).build_with_values(needles).expect(FEW);
        Self {
            patterns,
            automaton,
            met,
            opened: build.opened,
            branches: build.branches,
            always: build.always,
        }
    }

    /// How many patterns there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Compiles every pattern, which otherwise happens when one is first needed.
    #[cfg(test)]
    pub(super) fn compile(&self) {
        for pattern in &self.patterns {
            pattern.is_match(b"");
        }
    }

    /// Numbers of the patterns that match, ascending.
    pub(super) fn matches(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        self.candidates(text)
            .into_iter()
            .filter(move |&number| self.patterns.get(number).is_some_and(|pattern| pattern.is_match(text)))
    }

    /// Whether any pattern matches.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        self.matches(text).next().is_some()
    }

    /// Numbers of the patterns whose words stand in the text, ascending.
    fn candidates(&self, text: &[u8]) -> Vec<usize> {
        let mut met = vec![0_u64; self.opened.len().div_ceil(64)];
        let mut opened: Vec<usize> = Vec::new();
        let lower = text.iter().map(u8::to_ascii_lowercase);
        for found in self.automaton.find_overlapping_iter_from_iter(lower) {
            let (from, end) = found.value();
            for &(sides, clause) in self.met.get(from as usize..end as usize).unwrap_or(&[]) {
                let clause = clause as usize;
                let Some(word) = met.get_mut(clause / 64) else { continue };
                let bit = 1 << (clause % 64);
                if *word & bit == 0 && fits(text, found.start(), found.end(), sides) {
                    *word |= bit;
                    opened.extend(self.opened.get(clause).into_iter().flatten());
                }
            }
        }
        let is_met = |clause: &usize| met.get(clause / 64).is_some_and(|word| word >> (clause % 64) & 1 == 1);
        let mut candidates = self.always.clone();
        candidates.extend(
            opened
                .into_iter()
                .filter_map(|branch| self.branches.get(branch))
                .filter(|branch| branch.clauses.iter().all(is_met))
                .map(|branch| branch.pattern),
        );
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

/// Whether a needle found at `start..end` begins and ends a word where it must.
fn fits(text: &[u8], start: usize, end: usize, (begins, ends): Sides) -> bool {
    let is_word = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    !(begins && is_word(start.checked_sub(1)) || ends && is_word(Some(end)))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect(FEW)
}

/// A sieve in the making: what is equal is kept once.
#[derive(Default)]
struct Build {
    texts: Vec<Text>,
    text_numbers: HashMap<Text, usize>,
    clause_numbers: HashMap<Clause, usize>,
    met: Vec<Vec<(Sides, u32)>>,
    opened: Vec<Vec<usize>>,
    branches: Vec<Branch>,
    always: Vec<usize>,
}

impl Build {
    fn add(&mut self, pattern: usize, branches: Vec<Vec<Clause>>) {
        if branches.iter().any(Vec::is_empty) {
            self.always.push(pattern);
            return;
        }
        for clauses in branches {
            // The first is the rarest: the others are looked at when it is met.
            let clauses: Vec<usize> = clauses.into_iter().map(|clause| self.clause(clause)).collect();
            let opened = clauses.first().and_then(|&first| self.opened.get_mut(first));
            if let Some(opened) = opened {
                opened.push(self.branches.len());
            }
            self.branches.push(Branch { pattern, clauses });
        }
    }

    fn clause(&mut self, clause: Clause) -> usize {
        if let Some(&number) = self.clause_numbers.get(&clause) {
            return number;
        }
        let number = self.opened.len();
        self.opened.push(Vec::new());
        for Needle { text, begins, ends } in &clause {
            let at = *self.text_numbers.entry(text.clone()).or_insert_with(|| {
                self.texts.push(text.clone());
                self.met.push(Vec::new());
                self.texts.len() - 1
            });
            if let Some(met) = self.met.get_mut(at) {
                met.push(((*begins, *ends), self::number(number)));
            }
        }
        self.clause_numbers.insert(clause, number);
        number
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::bytes::RegexSetBuilder;

    use super::*;

    const PATTERNS: [&str; 9] = [
        r"\b(?:i|we)(?:'ll| will)(?: (?:also|then))* (?:send|do)\b",
        r"^thanks\b[^.]* for |\bgrateful\b",
        r"\?",
        r"\bno,? thanks\b|\bnot? now$",
        r"(?:a|b)*c",
        r"x*",
        r"(?i)\bDear (?:Sir|Ana)\b",
        r"\b[0-9]+ ?%|\bfree.*!",
        r"\bcan (?:you|we)\b.*\b(?:help|hand)|(?:look|see) (?:in|at)to",
    ];

    fn both(text: &str, lines: Lines) -> (Vec<usize>, Vec<usize>) {
        let all =
            RegexSetBuilder::new(PATTERNS).unicode(false).multi_line(lines == Lines::Many).build().unwrap();
        let sieve = Sieve::new(PATTERNS.map(str::to_owned), lines);
        (sieve.matches(text.as_bytes()).collect(), all.matches(text.as_bytes()).into_iter().collect())
    }

    #[test]
    fn a_sieve_lets_through_what_matches() {
        for text in [
            "i'll also send it",
            "we will then do",
            "thanks a lot for it",
            "no thanks",
            "not now",
            "abc?",
            "DEAR ana",
            "30 % off\nthanks for\nnow",
            "free beer!",
            "can you give a hand",
            "",
        ] {
            for lines in [Lines::One, Lines::Many] {
                let (ours, all) = both(text, lines);
                assert_eq!(ours, all, "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_sieve_finds_what_a_plain_set_finds(words in proptest::collection::vec(
            "i|we|will|'ll|also|send|do|thanks|for|grateful|no|not|now|a|b|c|x|dear|Ana|7|%|free|!|can|you|help|see|in|at|to|[?.,\n]",
            0..12,
        ), glue in " ?") {
            let text = words.join(&glue);
            for lines in [Lines::One, Lines::Many] {
                let (ours, all) = both(&text, lines);
                prop_assert_eq!(ours, all, "{}", text);
            }
        }
    }
}
