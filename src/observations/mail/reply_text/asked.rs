//! What the words are that a reply quotes of the message it answers: whether they ask, and whether they greet or take
//! leave. Below them stands help for who came with a question to somebody; below a remark stands another remark.

use std::sync::LazyLock;

use regex::Regex;

use super::attribution::attribution_at;
use super::headers::header_block_at;
use super::lines::Line;
use crate::observations::Quoted;

/// Most lines of a quote that are looked at.
const MAX_LINES: usize = 400;
/// Most characters of a name that stands before a mark of quoting.
const MAX_NAME_CHARS: usize = 12;

/// Asks: by its mark, behind which in a link or the name of a help page no space follows, or in words.
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\w['")\]]?\?(?:[\s!?)"']|$)|\b(?:how (?:to|do|can|could|should|would|about)|is there (?:a|any|some)|if there (?:is|are) (?:a|any|some)|would like to (?:know|ask)|any (?:ideas?|help|suggestions?|advice|hints?|pointers?)|i (?:want|need|would like|wish|tried|am trying)|i'(?:d like|m trying)|(?:could|can) (?:you|anybody|anyone|someone|somebody)|(?:please|kindly) (?:help|advise|tell|let me know))\b"#,
    )
    .expect("a constant that a test compiles")
});

/// Greets or takes leave, in the languages that are read.
static GREETS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:hi|hello|dear|hey|hallo|liebe[rs]?|guten|bonjour|cher|chère|hola|estimad[oa]s?)\b|\b(?:thank|thanks|regards|cheers|danke|grüßen?|merci|cordialement|gracias|saludos)\b",
    )
    .expect("a constant that a test compiles")
});

/// What is quoted of the message answered, and not what that quotes itself. From `rest` on stands another message
/// without marks.
pub(super) fn quoted(lines: &[Line<'_>], rest: usize) -> Quoted {
    let marked = lines.iter().take(rest).filter(|line| line.quoted).filter_map(|line| once_marked(line.text));
    let mut quoted = Quoted::default();
    for words in marked.chain(unmarked(lines, rest)).take(MAX_LINES) {
        quoted.asks = quoted.asks || ASKS.is_match(words);
        quoted.greets = quoted.greets || GREETS.is_match(words);
    }
    quoted
}

/// The words behind a single mark of quoting, before which a name or initials may stand.
fn once_marked(text: &str) -> Option<&str> {
    let letters = text.chars().take_while(|c| c.is_alphabetic()).take(MAX_NAME_CHARS + 1);
    let after = text.get(letters.map(char::len_utf8).sum()..)?.strip_prefix(['>', '|'])?.trim_start();
    (!after.starts_with(['>', '|'])).then_some(after)
}

/// The lines of the first message from `rest` on, below its head.
fn unmarked<'a>(lines: &'a [Line<'_>], rest: usize) -> impl Iterator<Item = &'a str> {
    let head = |at: usize| {
        let end = header_block_at(lines, at).or_else(|| attribution_at(lines, at).map(|(_, end)| end));
        end.filter(|&end| end > at)
    };
    let start = if rest < lines.len() { head(rest).unwrap_or(rest) } else { rest };
    (start..lines.len().min(start.saturating_add(MAX_LINES)))
        .take_while(move |&at| head(at).is_none())
        .filter_map(|at| lines.get(at))
        .take_while(|line| !line.quoted)
        .map(|line| line.text)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn of(text: &str) -> Quoted {
        read(text).quotes
    }

    #[test]
    fn a_question_quoted_from_the_message_answered_asks() {
        for text in [
            "On Mon, 2 Mar 2026, Ana wrote:\n> How does the lid come off?\n\nTurn it left.\n",
            "On Mon, 2 Mar 2026, Ana wrote:\n> I would like to know where the lid is.\n\nBelow it.\n",
            "Ana> Is there a lid\nAna> that fits?\n\nYes, the blue one.\n",
            "Turn it left.\n\n-----Original Message-----\nFrom: Ana\nSent: Monday\nTo: Ben\nSubject: Lid\n\nDoes it open?\n",
        ] {
            assert!(of(text).asks, "{text}");
        }
    }

    #[test]
    fn what_the_message_answered_quotes_itself_asks_nothing_of_the_reader() {
        for text in [
            "On Mon, 2 Mar 2026, Ana wrote:\n>> Does it open?\n> I think it does not.\n\nIt does.\n",
            "On Mon, 2 Mar 2026, Ana wrote:\n> See http://lids.example/find?name=blue for it.\n\nIt does.\n",
            "It does.\n\n-----Original Message-----\nFrom: Ana\nSent: Monday\nTo: Ben\nSubject: Lid\n\nIt does not.\n\n\
             -----Original Message-----\nFrom: Ben\nSent: Sunday\nTo: Ana\nSubject: Lid\n\nDoes it open?\n",
            "Does it open?\n",
        ] {
            assert!(!of(text).asks, "{text}");
        }
    }

    #[test]
    fn a_letter_greets_and_a_remark_does_not() {
        assert!(
            of("On Mon, 2 Mar 2026, Ana wrote:\n> Dear Ben,\n> the lid is stuck.\n\nTurn it left.\n").greets
        );
        assert!(
            of("On Mon, 2 Mar 2026, Ana wrote:\n> The lid is stuck.\n> Regards, Ana\n\nTurn it left.\n")
                .greets
        );
        assert!(!of("On Mon, 2 Mar 2026, Ana wrote:\n> The lid is stuck.\n\nTurn it left.\n").greets);
    }
}
