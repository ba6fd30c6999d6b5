//! Other people's words made harmless for a letter: one line, no control or direction marks, short.
//!
//! It knows nothing of mail or HTML; escaping is the template's work.

/// `text` on one line: control characters (C0, C1), line and paragraph separators become spaces, marks
/// that turn the writing direction or stay invisible go, white space is folded; at most `max_chars`
/// characters, the last an ellipsis where something was cut.
#[must_use]
pub(super) fn plain(text: &str, max_chars: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    // A character that goes is no word, so a long run of them is skipped; the input is bounded by its owner.
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let mut pending = length > 0;
        for c in word.chars().filter(|&c| !is_invisible(c)) {
            if length + usize::from(pending) >= max_chars {
                return cut(line, max_chars);
            }
            if pending {
                line.push(' ');
                length += 1;
                pending = false;
            }
            line.push(c);
            length += 1;
        }
    }
    line
}

/// Makes room for an ellipsis and puts it.
fn cut(mut line: String, max_chars: usize) -> String {
    while line.chars().count() >= max_chars.max(1) || line.ends_with(' ') {
        if line.pop().is_none() {
            break;
        }
    }
    if max_chars > 0 {
        line.push('…');
    }
    line
}

/// Marks that change how the characters around them are shown, or show nothing (Unicode TR 36, 3).
/// Joiners stay: names in some scripts need them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_could_break_a_line_becomes_a_space() {
        for text in ["a\r\nb", "a\u{2028}b", "a\u{85}b", "a\u{0}\u{9b}b", " a \t b "] {
            assert_eq!(plain(text, 80), "a b", "{text:?}");
        }
    }

    #[test]
    fn direction_marks_go_and_joiners_stay() {
        assert_eq!(plain("Ana\u{202e}gnp\u{2069}", 80), "Anagnp");
        assert_eq!(plain("می\u{200c}خواهم", 80), "می\u{200c}خواهم");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis() {
        assert_eq!(plain("one two three", 13), "one two three");
        assert_eq!(plain("one two three", 8), "one two…");
        assert_eq!(plain("one two three", 1), "…");
        assert_eq!(plain("one", 0), "");
    }

    proptest! {
        #[test]
        fn a_plain_text_is_one_short_line_and_stays_as_it_is(text in "\\PC*|(?s).*", max in 0_usize..40) {
            let once = plain(&text, max);
            prop_assert!(once.chars().count() <= max);
            let harmless = |c: char| c == ' ' || !(c.is_control() || c.is_whitespace() || is_invisible(c));
            prop_assert!(once.chars().all(harmless));
            prop_assert_eq!(plain(&once, max), once);
        }
    }
}
