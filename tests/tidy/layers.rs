//! Who may know whom: imports go downward only.

use super::Broken;
use super::source::{CodePath, Source};

/// The pure modules, lowest first: each may know those before it.
pub(super) const ORDER: [&str; 7] =
    ["people", "observations", "conversations", "inference", "ledger", "relationships", "nudges"];

/// The others.
const SHELL: [&str; 12] = [
    "config", "causes", "clock", "tls", "oauth", "sources", "delivery", "store", "demo", "service", "cli",
    "main",
];

fn may_know(module: &str, other: &str) -> bool {
    let rank = |name| ORDER.iter().position(|&pure| pure == name);
    let pure = rank(other).is_some();
    if let Some(own) = rank(module) {
        return rank(other).is_some_and(|other| other < own);
    }
    match module {
        "cli" | "main" | "lib" => true,
        "service" => other != "cli",
        "config" => pure,
        // The outbox is delivery's contract, which the store keeps.
        "store" => pure || other == "delivery",
        "clock" | "tls" | "causes" => false,
        "sources" => matches!(other, "people" | "observations" | "config" | "tls"),
        "delivery" => matches!(other, "people" | "observations" | "nudges" | "config" | "tls" | "causes"),
        // Whatever comes to stand beside them knows the core and its config, not the shell.
        _ => pure || other == "config",
    }
}

pub(super) fn imports_go_downward(source: &Source) -> Vec<Broken> {
    let Some(module) = source.module() else { return Vec::new() };
    let upward = source.paths.iter().filter_map(|path| {
        let other = top_module(path, &source.path)?;
        (other != module && !may_know(module, other)).then_some((path.line, other))
    });
    upward.map(|(line, other)| Broken { line, what: format!("`{module}` must not know `{other}`") }).collect()
}

/// The top module that a path leads to, if it leads to one by `crate` or by enough `super`s.
fn top_module<'p>(path: &'p CodePath, file: &str) -> Option<&'p str> {
    let supers = path.names.iter().take_while(|name| *name == "super").count();
    let depth = file.trim_start_matches("src/").split('/').count();
    let (other, known_only) = match path.names.first()?.as_str() {
        "crate" => (path.names.get(1)?, false),
        // A module inside the file adds a step that is not counted here, so the name must be a module's.
        "super" if supers >= depth => (path.names.get(supers)?, true),
        _ => return None,
    };
    let is_known = ORDER.contains(&other.as_str()) || SHELL.contains(&other.as_str());
    // Types and functions at the root are nobody's.
    let is_module = other.chars().all(|c| c.is_lowercase() || c == '_') && path.next != Some('!');
    (is_known || (is_module && !known_only)).then_some(other.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    #[test]
    fn imports_upward_are_found() {
        for (path, import) in [
            ("src/people.rs", "use crate::observations::Facts;"),
            ("src/people/address.rs", "use crate::{people::Person, ledger::Entry};"),
            ("src/people/address.rs", "use super::super::ledger::Entry;"),
            ("src/ledger/decay.rs", "fn f(x: crate::nudges::Nudge) {}"),
            ("src/nudges.rs", "use crate::config::Nudges;"),
            ("src/nudges.rs", "use crate::journal::Journal;"),
            ("src/conversations.rs", "use crate::store::Store;"),
            ("src/sources/imap.rs", "use crate::ledger::Entry;"),
            ("src/store/mail.rs", "use crate::cli::Exit;"),
            ("src/service/tick.rs", "use crate::cli::Exit;"),
            ("src/delivery.rs", "use crate::store::Outbox;"),
            ("src/config/ledger.rs", "use crate::sources::walk;"),
            ("src/journal.rs", "use crate::store::Store;"),
            ("src/clock.rs", "use crate::people::Person;"),
        ] {
            assert_eq!(lines(imports_go_downward, path, import), [1], "{path}: {import}");
        }
    }

    #[test]
    fn imports_downward_are_fine() {
        for (path, import) in [
            ("src/nudges/rank.rs", "use crate::{ledger::Entry, people, nudges::Nudge};"),
            ("src/people/address.rs", "use super::super::people::Person; use super::ledger;"),
            ("src/people.rs", "/// See [`crate::ledger`].\nmod tests { use super::*; use super::parse; }"),
            ("src/store/entries.rs", "use crate::ledger::Entry;"),
            ("src/store/outbox.rs", "use crate::delivery::Outbox;"),
            ("src/sources/imap.rs", "use crate::config::Mail;"),
            ("src/service.rs", "use crate::{store::Store, sources, delivery};"),
            ("src/cli/run.rs", "use crate::service; use crate::store;"),
            ("src/demo.rs", "use crate::observations::Facts;"),
            ("tests/world.rs", "use crate::cli;"),
        ] {
            assert_eq!(lines(imports_go_downward, path, import), [0; 0], "{path}: {import}");
        }
    }

    #[test]
    fn the_order_is_strict() {
        for (low, below) in ORDER.iter().enumerate() {
            for (high, above) in ORDER.iter().enumerate() {
                assert_eq!(may_know(above, below), low < high, "{above} knows {below}");
            }
        }
    }
}
