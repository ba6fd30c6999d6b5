//! Holds the rules of the code that no compiler knows: who may know whom, what stays pure, what is
//! never left behind. A broken rule fails with file and line.
//!
//! Each rule is a function of one file's path and text, and is proven on a bad snippet beside it.

mod layers;
mod marks;
mod purity;
mod shape;
mod source;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use source::Source;

/// Where code lives.
const FOLDERS: [&str; 4] = ["src", "tests", "benches", "examples"];
/// Folders deeper than this are a mistake of their own.
const MAX_DEPTH: usize = 12;

/// A broken rule.
#[derive(Debug, PartialEq, Eq)]
struct Broken {
    /// From 1.
    line: usize,
    what: String,
}

/// Finds where a file breaks one rule.
type Rule = fn(&Source) -> Vec<Broken>;

const RULES: [Rule; 9] = [
    purity::pure_modules_stay_pure,
    purity::sql_stays_in_the_store,
    purity::chrono_stays_in_the_adapters,
    purity::only_the_command_line_prints,
    layers::imports_go_downward,
    marks::attributes_give_reasons,
    marks::nothing_is_left_behind,
    shape::files_are_short_and_introduced,
    shape::lines_are_clean,
];

#[test]
fn the_code_keeps_its_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), MAX_DEPTH, &mut files);
    }
    files.sort();
    assert!(files.len() > 20, "the code was not found");
    let mut report = String::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("the code is readable text");
        let path = file.strip_prefix(root).expect("files lie under the root").to_string_lossy();
        let source = Source::new(&path, &text);
        for Broken { line, what } in RULES.iter().flat_map(|rule| rule(&source)) {
            writeln!(report, "{path}:{line}: {what}").expect("a string takes all");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() && depth > 0 {
            collect(&path, depth - 1, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The lines at which `rule` finds `text` at fault.
#[cfg(test)]
fn lines(rule: Rule, path: &str, text: &str) -> Vec<usize> {
    rule(&Source::new(path, text)).into_iter().map(|broken| broken.line).collect()
}
