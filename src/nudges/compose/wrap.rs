//! Lines of plain text for mail.

/// Longest line, in columns, so that quoting it twice stays below 78 (RFC 5322, 2.1.1).
const COLUMNS: usize = 72;

/// `text` in lines of at most 72 columns, each ended by LF; the first begins with `first`, the
/// others with `rest`. A word longer than a line is broken.
pub(in crate::nudges) fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut lines = String::new();
    let mut line = first.to_owned();
    let mut width = columns(first);
    let mut empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = columns(word);
        if !empty && width + 1 + length > COLUMNS {
            end_line(&mut lines, &mut line, &mut width, rest);
            empty = true;
        }
        if !empty {
            line.push(' ');
            width += 1;
        }
        for c in word.chars() {
            if width + column(c) > COLUMNS {
                end_line(&mut lines, &mut line, &mut width, rest);
            }
            line.push(c);
            width += column(c);
        }
        empty = false;
    }
    end_line(&mut lines, &mut line, &mut width, rest);
    lines
}

fn end_line(lines: &mut String, line: &mut String, width: &mut usize, rest: &str) {
    lines.push_str(line.trim_end());
    lines.push('\n');
    rest.clone_into(line);
    *width = columns(rest);
}

/// The width of a text on a terminal, roughly.
pub(in crate::nudges) fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// Two columns for Chinese, Japanese and Korean characters and pictographs (Unicode TR 11), else one.
fn column(c: char) -> usize {
    match c {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_hang_under_the_first() {
        let text = "You two are in touch about every 35 days; it has been 77 days, and so on and on.";
        let expected =
            "1. You two are in touch about every 35 days; it has been 77 days, and so\n   on and on.\n";
        assert_eq!(wrap(text, "1. ", "   "), expected);
    }

    #[test]
    fn wide_characters_count_twice() {
        let wrapped = wrap(&"漢".repeat(40), "1. ", "   ");
        assert_eq!(wrapped.lines().map(|line| line.chars().count()).collect::<Vec<_>>(), [37, 9]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_letter_is_lost(text in "[^\\s]{0,90}( [^\\s]{0,90}){0,20}") {
            let wrapped = wrap(&text, "12. ", "    ");
            prop_assert!(wrapped.lines().all(|line| columns(line) <= COLUMNS));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&wrapped), format!("12.{}", letters(&text)));
        }
    }
}
