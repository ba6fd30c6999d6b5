//! Text that comes from outside, made safe to keep and show: no control and no bidi characters, white
//! space folded, length capped.

/// Whether a character changes how its neighbours are shown without being seen itself.
pub(super) fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One line: white space folded, invisible characters out, at most `max` characters.
pub(super) fn one_line(text: &str, max: usize) -> String {
    let mut line = String::with_capacity(text.len().min(max));
    let mut count = 0;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if gap && count > 0 {
            line.push(' ');
            count += 1;
        }
        gap = false;
        if count >= max {
            break;
        }
        line.push(c);
        count += 1;
    }
    line.truncate(line.trim_end().len());
    line
}

/// The longest start of `text` that has at most `max` bytes and ends between characters.
pub(super) fn start_of(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded_cleaned_and_capped() {
        assert_eq!(one_line("  a\r\n\tb \u{202e}c\u{0}d ", 50), "a b cd");
        assert_eq!(one_line("äöü xyz", 4), "äöü");
        assert_eq!(one_line("abcdef", 3), "abc");
    }

    #[test]
    fn a_start_ends_between_characters() {
        assert_eq!(start_of("aä", 2), "a");
        assert_eq!(start_of("aä", 9), "aä");
    }
}
