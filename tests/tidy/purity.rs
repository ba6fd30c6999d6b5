//! What stays where: no I/O, clock or randomness in pure modules, SQL in the store, chrono in the
//! adapters that cannot do without, printing at the command line.

use super::Broken;
use super::layers::ORDER;
use super::source::Source;

/// What a pure module does not name.
const IMPURE: [&str; 12] = [
    "tokio",
    "rusqlite",
    "rand",
    "fastrand",
    "getrandom",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::collections::hash_map::RandomState",
];

/// What prints.
const PRINTERS: [&str; 4] = ["println", "print", "eprintln", "eprint"];

/// Furthest that `SET` may stand below `UPDATE`, in lines.
const MAX_UPDATE_LINES: usize = 5;

pub(super) fn pure_modules_stay_pure(source: &Source) -> Vec<Broken> {
    let is_pure = |module| ORDER.contains(&module) || module == "books" || module == "demo";
    let Some(module) = source.module().filter(|&module| is_pure(module)) else { return Vec::new() };
    let mut broken = Vec::new();
    for path in &source.paths {
        let name = path.names.join("::");
        if IMPURE.iter().any(|impure| path.is_under(impure)) {
            broken.push(Broken { line: path.line, what: format!("`{module}` is pure: no `{name}`") });
        } else if path.names.last().is_some_and(|last| last == "now") && path.next == Some('(') {
            let what = format!("`{module}` is pure: the instant is an argument, no `{name}()`");
            broken.push(Broken { line: path.line, what });
        }
    }
    broken
}

pub(super) fn sql_stays_in_the_store(source: &Source) -> Vec<Broken> {
    if source.module().is_none_or(|module| module == "store") {
        return Vec::new();
    }
    let mut broken = Vec::new();
    let lines = source.strings.lines();
    for (index, (line, text)) in lines.iter().enumerate() {
        let update = text.find("UPDATE ").is_some_and(|at| {
            let below = lines.iter().skip(index + 1).take(MAX_UPDATE_LINES);
            let behind =
                below.fold(text.get(at..).unwrap_or_default().to_owned(), |all, (_, text)| all + " " + text);
            behind.split(['\0', ';']).next().is_some_and(|statement| statement.contains(" SET "))
        });
        let plain = ["SELECT ", "INSERT ", "DELETE FROM", "CREATE TABLE"];
        if update || plain.iter().any(|keyword| text.contains(keyword)) {
            broken.push(Broken { line: *line, what: "SQL outside src/store".to_owned() });
        }
    }
    broken
}

pub(super) fn chrono_stays_in_the_adapters(source: &Source) -> Vec<Broken> {
    let adapter = source.module() == Some("sources")
        || source.path == "src/observations/calendar.rs"
        || source.path.starts_with("src/observations/calendar/");
    let paths = source.paths.iter().filter(|path| path.is_under("chrono") || path.is_under("chrono_tz"));
    let what = "chrono only where icalendar, rrule and async-imap force it; use jiff";
    if adapter {
        Vec::new()
    } else {
        paths.map(|path| Broken { line: path.line, what: what.into() }).collect()
    }
}

pub(super) fn only_the_command_line_prints(source: &Source) -> Vec<Broken> {
    if source.module().is_none_or(|module| matches!(module, "cli" | "main")) {
        return Vec::new();
    }
    let prints = |names: &[String]| names.last().is_some_and(|last| PRINTERS.contains(&last.as_str()));
    let paths = source.paths.iter().filter(|path| path.next == Some('!') && prints(&path.names));
    paths
        .map(|path| Broken { line: path.line, what: "only src/cli and src/main.rs print".to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    #[test]
    fn impure_names_in_pure_modules_are_found() {
        let text = "use std::{\n    fs,\n    fmt,\n};\nfn f() {\n    Timestamp::now();\n    std::env::var(\"X\");\n\
                    \x20   clock.now();\n}\n";
        for path in ["src/people.rs", "src/ledger/decay.rs", "src/demo/mail.rs"] {
            assert_eq!(lines(pure_modules_stay_pure, path, text), [2, 6, 7, 8], "{path}");
        }
        for path in ["src/cli/read.rs", "src/sources.rs", "tests/demo.rs"] {
            assert_eq!(lines(pure_modules_stay_pure, path, text), [0; 0], "{path}");
        }
        let sound = "//! No tokio, std::fs or now() here.\nuse std::time::Duration;\n\
                     fn f(now: Timestamp) { g(now, \"std::fs\") }\n";
        assert_eq!(lines(pure_modules_stay_pure, "src/people.rs", sound), [0; 0]);
        for name in IMPURE {
            assert_eq!(
                lines(pure_modules_stay_pure, "src/nudges.rs", &format!("use {name}::x;")),
                [1],
                "{name}"
            );
        }
    }

    #[test]
    fn sql_outside_the_store_is_found() {
        let text = "f(\"SELECT id FROM t\");\ng(\"UPDATE t\n  SET a = 1\");\n\
                    h(\"Do SELECT\", \"UPDATE \", \" SET x\");\n// SELECT x\n";
        assert_eq!(lines(sql_stays_in_the_store, "src/service/tick.rs", text), [1, 2]);
        assert_eq!(lines(sql_stays_in_the_store, "src/store/mail.rs", text), [0; 0]);
        for sql in ["INSERT INTO t", "DELETE FROM t", "CREATE TABLE t", "UPDATE t SET x = 1"] {
            assert_eq!(lines(sql_stays_in_the_store, "src/cli.rs", &format!("f(\"{sql}\")")), [1], "{sql}");
        }
    }

    #[test]
    fn chrono_outside_the_adapters_is_found() {
        let text = "use chrono::Utc;\nlet chronological = 1;\n";
        assert_eq!(lines(chrono_stays_in_the_adapters, "src/observations/mail.rs", text), [1]);
        assert_eq!(lines(chrono_stays_in_the_adapters, "tests/world.rs", text), [1]);
        for path in
            ["src/observations/calendar.rs", "src/observations/calendar/rules.rs", "src/sources/imap.rs"]
        {
            assert_eq!(lines(chrono_stays_in_the_adapters, path, text), [0; 0], "{path}");
        }
    }

    #[test]
    fn printing_below_the_command_line_is_found() {
        let text =
            "fn f() {\n    println!(\"x\");\n    std::eprint!(\"y\");\n    writeln!(out, \"println!\");\n}\n";
        assert_eq!(lines(only_the_command_line_prints, "src/sources/mbox.rs", text), [2, 3]);
        for path in ["src/cli.rs", "src/cli/read.rs", "src/main.rs", "benches/score.rs"] {
            assert_eq!(lines(only_the_command_line_prints, path, text), [0; 0], "{path}");
        }
    }
}
