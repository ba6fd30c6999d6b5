//! Lines of a plain text body and what can be seen from a line alone: its quote marks, rules, keys.

/// One line of a body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// As written, without white space at its end.
    pub(super) raw: &'a str,
    /// Without white space on either side.
    pub(super) text: &'a str,
    /// Whether it is marked as quoted.
    pub(super) quoted: bool,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// The lines of a text, quoted ones marked.
pub(super) fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = text
        .split('\n')
        .map(|raw| {
            let raw = raw.trim_end_matches(is_space);
            Line { raw, text: raw.trim_start_matches(is_space), quoted: is_quoted(raw) }
        })
        .collect();
    mark_named_quotes(&mut lines);
    mark_barred_quotes(&mut lines);
    mark_indented_quotes(&mut lines);
    mark_wrapped_quotes(&mut lines);
    lines
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// `>` in the first column, or the initials that some programs put before it (`JH> `).
fn is_quoted(raw: &str) -> bool {
    if raw.starts_with('>') {
        // mboxo writes a line "From here on" as ">From here on"; that is the only word so glued to a mark.
        return !raw.starts_with(">From ") || raw.contains(':');
    }
    let initials = raw.bytes().take_while(u8::is_ascii_uppercase).count();
    (2..=3).contains(&initials)
        && !raw.starts_with("SQL")
        && raw.get(initials..).is_some_and(|rest| rest.starts_with("> ") || rest == ">")
}

/// Most different names before a mark that are counted.
const MAX_NAMES: usize = 64;

/// Editors of old put the name or initials of whom they quote before the mark, indented: `    Ana> …`.
/// Two such lines of one name are a quote; one may be a prompt.
fn mark_named_quotes(lines: &mut [Line<'_>]) {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for name in lines.iter().filter_map(|line| name_before_mark(line.text)) {
        if counts.len() < MAX_NAMES || counts.contains_key(name) {
            *counts.entry(name).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return;
    }
    for line in lines.iter_mut().filter(|line| !line.quoted) {
        line.quoted =
            name_before_mark(line.text).is_some_and(|name| counts.get(name).is_some_and(|&count| count >= 2));
    }
}

fn name_before_mark(text: &str) -> Option<&str> {
    let end = text.bytes().take(13).position(|byte| byte == b'>')?;
    let name = text.get(..end)?;
    let after = text.get(end + 1..)?;
    let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    let fits = (2..=12).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let marked = after.is_empty() || after.starts_with([' ', '>', '\t']);
    (capital && fits && marked && !matches!(name, "SQL" | "PS" | "PHP")).then_some(name)
}

/// `|` is a mark of quoting only where an attribution stands above or inside such lines; tables have it too.
fn mark_barred_quotes(lines: &mut [Line<'_>]) {
    let mut attributed = false;
    let mut after_attribution = false;
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let verb = line.text.ends_with("wrote:") || line.text.ends_with("writes:");
        if line.raw.starts_with('|')
            && (after_attribution || verb || line.text.contains("-Original Message-"))
        {
            attributed = true;
            break;
        }
        after_attribution = verb;
    }
    if attributed {
        for line in lines.iter_mut().filter(|line| line.raw.starts_with('|')) {
            line.quoted = true;
        }
    }
}

/// ` >` is a written angle (RFC 3676, 4.4, stuffs a space before it) unless a quote stands around it.
fn mark_indented_quotes(lines: &mut [Line<'_>]) {
    let mut after_quote = false;
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).copied() else { return };
        let next_too = lines.get(at + 1).is_some_and(|next| next.text.starts_with('>'));
        if line.is_blank() {
            continue;
        }
        let quoted = line.quoted || line.text.starts_with('>') && (after_quote || next_too);
        if let Some(line) = lines.get_mut(at) {
            line.quoted = quoted;
        }
        after_quote = quoted;
    }
}

/// A long quoted line that a mail program wrapped leaves a short rest without a mark.
fn mark_wrapped_quotes(lines: &mut [Line<'_>]) {
    let Some(last) = lines.iter().rposition(|line| !line.is_blank()) else { return };
    for at in 1..=last {
        let (Some(before), Some(line)) = (lines.get(at - 1), lines.get(at)) else { return };
        let goes_on = lines.get(at + 1).is_some_and(|after| after.quoted);
        let unfinished = !before.raw.ends_with(['.', '!', '?', ':']);
        let short =
            line.raw.len() <= 40 && goes_on || line.raw.len() <= 60 && unfinished && (goes_on || at == last);
        let wrapped = before.quoted
            && !line.quoted
            && before.raw.len() >= 65
            && short
            && line.raw.starts_with(|c: char| c.is_lowercase());
        if wrapped && let Some(line) = lines.get_mut(at) {
            line.quoted = true;
        }
    }
}

/// The first line at or after `at` that is not blank.
pub(super) fn next_written(lines: &[Line<'_>], at: usize) -> Option<usize> {
    lines.iter().enumerate().skip(at).find(|(_, line)| !line.is_blank()).map(|(at, _)| at)
}

/// A line drawn across the page: at least five of `-_=*~#+.` and nothing else but spaces.
pub(super) fn is_rule(text: &str) -> bool {
    let is_drawn = |c| {
        matches!(
            c,
            '-' | '_' | '=' | '*' | '~' | '#' | '+' | '.' | ' ' | '\u{2014}' | '\u{2500}' | '\u{2501}'
        )
    };
    // Most lines end at their first sign.
    text.chars().all(is_drawn)
        && text.len() >= 5
        && text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count() >= 5
        // Dots alone are a pause in speech.
        && !text.chars().all(|c| c == '.')
}

/// Whether `text` starts with one of some words, of which none is empty.
pub(super) fn starts_with_any(text: &str, words: &[&str]) -> bool {
    // A look at the first byte is cheaper than a comparison, and mostly enough.
    let first = text.as_bytes().first();
    words.iter().any(|word| word.as_bytes().first() == first && text.starts_with(word))
}

/// Whether `text` starts with `prefix`, ASCII case aside.
pub(super) fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<bool> {
        split(text).iter().map(|line| line.quoted).collect()
    }

    #[test]
    fn marks_in_the_first_column_quote() {
        assert_eq!(quoted("> a\n>b\nc\nJH> d\nR> e\n>From here"), [true, true, false, true, false, false]);
    }

    #[test]
    fn names_and_bars_quote_where_they_repeat_or_an_attribution_names_them() {
        assert_eq!(quoted("   Ana> old\n   Ana> older\nnew"), [true, true, false]);
        assert_eq!(quoted("   Ana> once\nnew"), [false, false]);
        assert_eq!(quoted("Ana wrote:\n| old\nnew\n| old"), [false, true, false, true]);
        assert_eq!(quoted("| a | b |\n| c | d |"), [false, false]);
    }

    #[test]
    fn an_angle_after_a_space_quotes_only_near_a_quote() {
        assert_eq!(quoted("text\n > prompt\noutput"), [false, false, false]);
        assert_eq!(quoted("> a\n > b"), [true, true]);
        assert_eq!(quoted("  > a\n  > b"), [true, true]);
    }

    #[test]
    fn a_wrapped_rest_of_a_quote_is_quoted() {
        let long = "x".repeat(70);
        assert_eq!(quoted(&format!("> {long}\nof it\n> next")), [true, true, true]);
        assert_eq!(quoted(&format!("> {long}\nYes.\n> next")), [true, false, true]);
    }

    #[test]
    fn rules_are_drawn() {
        for rule in ["-----", "________________", "=-=-=-=-=", "- - - - - -", "-.-.-.-.-"] {
            assert!(is_rule(rule), "{rule}");
        }
        for text in ["--", "....", "......", "-- a", "12345"] {
            assert!(!is_rule(text), "{text}");
        }
    }
}
