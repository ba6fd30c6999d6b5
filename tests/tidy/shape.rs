//! How files look: not too long, introduced by what they are for, with clean lines.

use super::Broken;
use super::source::Source;

/// A longer file is a missing concept.
const MAX_LINES: usize = 400;
/// Columns of a line, what stands inside strings left out.
const MAX_COLUMNS: usize = 120;

pub(super) fn files_are_short_and_introduced(source: &Source) -> Vec<Broken> {
    let mut broken = Vec::new();
    if source.is_generated() {
        return broken;
    }
    if !source.text.starts_with("//!") {
        let what = "begin with `//!`: what the file is for, and what it must not know".to_owned();
        broken.push(Broken { line: 1, what });
    }
    let count = source.text.lines().count();
    if count > MAX_LINES {
        let what = format!("{count} lines; at most {MAX_LINES}: name the missing concept and split");
        broken.push(Broken { line: MAX_LINES + 1, what });
    }
    broken
}

pub(super) fn lines_are_clean(source: &Source) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (index, (text, (_, string))) in source.text.lines().zip(source.strings.lines()).enumerate() {
        // What stands inside a string is as it is: a pattern, a line of mail, the blank after `--`.
        let quoted = string.chars().filter(|&c| c != '\0').count();
        let ends_in_string = string.chars().last().is_some_and(|c| c != '\0');
        let what = if text.contains('\t') {
            "a tab"
        } else if text.ends_with(char::is_whitespace) && !ends_in_string {
            "white space at the end"
        } else if text.chars().count().saturating_sub(quoted) > MAX_COLUMNS && !source.is_generated() {
            "longer than 120 columns"
        } else {
            continue;
        };
        broken.push(Broken { line: index + 1, what: what.to_owned() });
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    #[test]
    fn long_files_and_files_without_a_word_of_introduction_are_found() {
        let long = format!("//! X.\n{}", "\n".repeat(MAX_LINES));
        assert_eq!(lines(files_are_short_and_introduced, "src/x.rs", &long), [401]);
        assert_eq!(lines(files_are_short_and_introduced, "src/x.rs", &long[..MAX_LINES]), [0; 0]);
        assert_eq!(
            lines(files_are_short_and_introduced, "src/x.rs", &format!("// @generated\n{long}")),
            [0; 0]
        );
        assert_eq!(lines(files_are_short_and_introduced, "tests/x.rs", "// X.\nfn f() {}\n"), [1]);
        assert_eq!(lines(files_are_short_and_introduced, "tests/x.rs", ""), [1]);
    }

    #[test]
    fn unclean_lines_are_found() {
        let text = format!("fn f() {{ \n\tg();\n}}\n// {}\n// {}\n", "é".repeat(117), "é".repeat(118));
        assert_eq!(lines(lines_are_clean, "src/x.rs", &text), [1, 2, 5]);
        assert_eq!(lines(lines_are_clean, "src/x.rs", &format!("// @generated\n{text}")), [2, 3]);
        let quoted = format!("const P: &str = r\"{}\";", "abc|".repeat(40));
        assert_eq!(lines(lines_are_clean, "src/x.rs", &quoted), [0; 0]);
        let code = format!("const P: &str = {};", "abc + ".repeat(40));
        assert_eq!(lines(lines_are_clean, "src/x.rs", &code), [1]);
    }
}
