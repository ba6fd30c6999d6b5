//! What is never left behind: silenced lints without a reason, unfinished code.

use super::Broken;
use super::source::Source;

/// Macros that belong to unfinished code.
const UNFINISHED: [&str; 3] = ["todo", "unimplemented", "dbg"];
/// Words of comments that promise work: an issue must hold the promise.
const PROMISES: [&str; 2] = ["TODO", "FIXME"];

pub(super) fn attributes_give_reasons(source: &Source) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (line, attribute) in source.code.attributes() {
        let calls = |name: &str| {
            let names: Vec<_> =
                attribute.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '(').collect();
            names.iter().any(|word| word.split('(').rev().skip(1).any(|word| word == name))
        };
        if calls("allow") {
            broken.push(Broken { line, what: "write `expect` with a reason, not `allow`".to_owned() });
        } else if calls("expect") && !attribute.contains("reason") {
            broken.push(Broken { line, what: "`expect` needs a reason".to_owned() });
        }
    }
    broken
}

pub(super) fn nothing_is_left_behind(source: &Source) -> Vec<Broken> {
    let mut broken = Vec::new();
    for path in &source.paths {
        let unfinished = path.names.last().filter(|last| UNFINISHED.contains(&last.as_str()));
        if let Some(name) = unfinished.filter(|_| path.next == Some('!')) {
            broken.push(Broken { line: path.line, what: format!("`{name}!` is left behind") });
        }
    }
    for (line, comment) in source.comments.lines() {
        let mut words = comment.split(|c: char| !c.is_alphanumeric());
        let numbered =
            comment.split_once('#').is_some_and(|(_, id)| id.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(word) = words.find(|word| PROMISES.contains(word)).filter(|_| !numbered) {
            broken.push(Broken { line, what: format!("{word} without the number of its issue") });
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    #[test]
    fn silenced_lints_without_a_reason_are_found() {
        let text = "#![allow(dead_code)]\n#[cfg_attr(test, allow(unused))]\n#[expect(unused)]\n#[expect(\n    unused,\n\
                    reason = \"x\"\n)]\nfn allow(x: u8) {}\n// #[allow(unused)]\n\
                    let a = \"#[allow(unused)]\";\nx.expect(\"y\");\n\
                    #[doc(alias = \"allow(\")]\n#[derive(Debug)]\n#[disallow(x)]\n";
        assert_eq!(lines(attributes_give_reasons, "tests/x.rs", text), [1, 2, 3]);
    }

    #[test]
    fn unfinished_code_is_found() {
        let text = "fn f() {\n    todo!();\n    std::unimplemented!();\n    dbg!(x);\n    let todo = x != y;\n}\n\
                    // TODO later\n// TODO(#12): later\n/* FIXME */\nlet s = \"TODO\";\n// TODOS are fine\n";
        assert_eq!(lines(nothing_is_left_behind, "src/x.rs", text), [2, 3, 4, 7, 9]);
    }
}
