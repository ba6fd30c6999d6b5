//! One pattern as a machine that tells whether it matches, and nothing else.
//!
//! Built when first asked: most patterns never are. Which patterns are asked is not known here.

use std::sync::{Mutex, PoisonError};

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

use super::Lines;

const HOLDS: &str = "the patterns are constants that a test compiles";

/// A regular expression over bytes.
#[derive(Debug)]
pub(super) struct Machine(Mutex<State>);

#[derive(Debug)]
enum State {
    /// As parsed.
    Parsed(Hir),
    /// As it is run, with what was worked out of it so far.
    Built(Box<(DFA, Cache)>),
}

/// What the source of an expression says.
pub(super) fn syntax(source: &str, lines: Lines) -> Hir {
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).multi_line(lines == Lines::Many).build();
    parser.parse(source).expect(HOLDS)
}

impl Machine {
    pub(super) fn new(syntax: Hir) -> Self {
        Self(Mutex::new(State::Parsed(syntax)))
    }

    /// Whether the expression matches anywhere in a text.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Parsed(syntax) = &*state {
            *state = built(syntax);
        }
        let State::Built(built) = &mut *state else { return false };
        let (automaton, cache) = &mut **built;
        let found = automaton.try_search_fwd(cache, &Input::new(text).earliest(true));
        found.expect("no byte makes it quit and no length makes it give up").is_some()
    }
}

fn built(syntax: &Hir) -> State {
    // Only whether it matches is asked: one direction is enough, and no groups.
    let config = thompson::Config::new().utf8(false).which_captures(WhichCaptures::None);
    let nfa = thompson::Compiler::new().configure(config).build_from_hir(syntax).expect(HOLDS);
    let automaton = DFA::builder().build_from_nfa(nfa).expect(HOLDS);
    let cache = automaton.create_cache();
    State::Built(Box::new((automaton, cache)))
}
