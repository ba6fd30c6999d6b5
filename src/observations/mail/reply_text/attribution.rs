//! Attributions: the line or lines that say who wrote the quote below them ("On …, Ana wrote:").

use super::lines::{Line, next_written, starts_with};

/// Most lines that an attribution is broken over.
const MAX_LINES: usize = 5;
/// Longest attribution, in bytes.
const MAX_BYTES: usize = 500;
/// Farthest line behind an attribution on which its quote begins: HTML leaves blank ones between them.
const MAX_GAP: usize = 3;

/// How sure it is that lines are an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribution {
    /// It names a date and ends in the verb, so what follows is quoted even without marks.
    Dated,
    /// Only the quoted lines right below it make it one.
    Bare,
}

/// The attribution that starts at line `at`, and the line after it.
pub(super) fn attribution_at(lines: &[Line<'_>], at: usize) -> Option<(Attribution, usize)> {
    let first = lines.get(at).filter(|line| !line.quoted && !line.is_blank())?;
    // Cheap: most lines end here.
    let ends = |line: &Line<'_>| {
        line.text.ends_with([':', '：', ']'])
            || line.text.ends_with("wrote")
            || starts_with(line.text, "from: ")
    };
    lines.iter().skip(at).take(MAX_LINES).take_while(|line| !line.is_blank()).position(ends)?;
    let at_top = lines.iter().take(at).all(Line::is_blank);
    let mut joined = String::new();
    for count in 1..=MAX_LINES {
        let line = lines.get(at + count - 1).filter(|line| !line.quoted && !line.is_blank())?;
        if count > 1 && begins_dated(line.text) && begins_dated(first.text) && line.text.len() > 12 {
            return None;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line.text);
        if joined.len() > MAX_BYTES {
            return None;
        }
        if !ends(line) {
            continue;
        }
        let quote_follows = next_written(lines, at + count)
            .filter(|&next| next <= at + count + MAX_GAP)
            .and_then(|next| lines.get(next))
            .is_some_and(|next| next.quoted);
        let kind = kind_of(&joined, first.text, count, quote_follows, at_top)?;
        return Some((kind, at + count));
    }
    None
}

fn kind_of(
    joined: &str,
    first: &str,
    count: usize,
    quote_follows: bool,
    at_top: bool,
) -> Option<Attribution> {
    let verb = has_verb(joined);
    let has_address = joined.contains('@') || joined.contains(" at ") && joined.contains('<');
    if joined.ends_with([':', '：']) && has_date(joined) {
        let opens = begins_dated(first)
            && (count == 1 || has_date(first) || first.contains(|c: char| c.is_ascii_digit()));
        if opens && verb || opens && has_address && ends_with_mailbox(joined) {
            return Some(Attribution::Dated);
        }
        if verb
            && (count == 1 || has_date(first) || first.contains('@'))
            && (quote_follows || has_address && has_time(joined))
        {
            return Some(Attribution::Dated);
        }
    }
    // A name and a verb that open the message answer something, even if its quote was snipped.
    let first_words = at_top && count == 1 && joined.split_whitespace().count() <= 6;
    if first_words && verb && joined.ends_with(':') && joined.starts_with(|c: char| c.is_uppercase()) {
        return Some(Attribution::Bare);
    }
    let short = joined.len() <= 160 && count <= 2;
    let bracketed = joined.starts_with('[') && joined.ends_with(']') && joined.len() <= 60 && count == 1;
    (quote_follows
        && short
        && (verb || bracketed || has_address && joined.ends_with(':'))
        && opens_bare(first, count))
    .then_some(Attribution::Bare)
}

/// An attribution without a date stands on its own line; of two lines the first must carry the mailbox.
fn opens_bare(first: &str, count: usize) -> bool {
    count == 1 || first.contains(['@', '<', '"']) || starts_with(first, "in message")
}

/// Verbs of writing as they stand in attributions; all in lower case.
const LAST_VERBS: &[&str] = &[
    "wrote",
    "writes",
    "said",
    "says",
    "has written",
    "have written",
    "schrieb",
    "schreibt",
    "geschrieben",
    "a écrit",
    "écrit",
    "écrivait",
    "a ecrit",
    "escribió",
    "escribio",
    "ha escrito",
    "ha scritto",
    "scrive",
    "schreef",
    "heeft geschreven",
    "het volgende geschreven",
    "napisał",
    "napisał(a)",
    "napisała",
    "napisal",
    "pisze",
    "napsal(a)",
    "napsal",
    "napísal(a)",
    "escreveu",
    "escreveu o seguinte",
    "skrev",
    "skrev följande",
    "skriver",
    "kirjoitti",
    "написал",
    "написал(а)",
    "написала",
    "пишет",
    "írta",
    "yazdı",
    "şunu yazdı",
    "a scris",
    "のメール",
    "が書きました",
    "さんは書きました",
    "wrote the following",
    "写道",
    "寫道",
    "작성",
    "님이 작성",
];

/// Verbs that stand before the name: "Am … schrieb Ana <…>:".
const INNER_VERBS: &[&str] =
    &[" schrieb ", " schreef ", " skrev ", " wrote ", " schrieb:", " scrisse ", " napisana przez "];

fn has_verb(joined: &str) -> bool {
    let text = joined.trim_end_matches([':', '：', ' ', '\u{a0}', '\u{202f}', '.']).to_lowercase();
    LAST_VERBS.iter().any(|verb| {
        text.strip_suffix(verb).is_some_and(|before| {
            before.is_empty() || !verb.is_ascii() || before.ends_with(|c: char| !c.is_alphanumeric())
        })
    }) || (joined.ends_with([':', '：']) && INNER_VERBS.iter().any(|verb| text.contains(verb)))
}

/// Words that attributions of mail programs begin with, followed by a date.
const OPENERS: &[&str] = &[
    "on ",
    "am ",
    "le ",
    "el ",
    "il ",
    "op ",
    "w dniu",
    "dnia ",
    "em ",
    "den ",
    "på ",
    "at ",
    "în ",
    "pe ",
    "dne ",
    "a(z) ",
    "au ",
    "in data",
    "il giorno",
    "--- on ",
    "在 ",
    "el dia",
    "el día",
    "no dia",
    "quoting ",
    "tor ",
    "ons ",
    "tis ",
    "mån ",
    "fre ",
    "man ",
    "tir ",
    "lør ",
    "søn ",
    "ke ",
    "ma ",
    "ti ",
    "to ",
    "pe ",
    "la ",
    "su ",
    "fecha ",
    "пн",
    "вт",
    "ср",
    "чт",
    "пт",
    "сб",
    "вс",
];

fn begins_dated(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '*', ' ', '"', '\u{200e}', '\u{200f}']);
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    OPENERS.iter().any(
        |opener| {
            if opener.is_ascii() { starts_with(text, opener) } else { starts_lower(text, opener) }
        },
    )
}

/// Whether `text` starts with `prefix` in any case, for prefixes beyond ASCII.
fn starts_lower(text: &str, prefix: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase);
    prefix.chars().all(|c| chars.next() == Some(c))
}

/// Two numbers, one of which can be a year or both of which stand in a date such as `1/2/09`.
fn has_date(text: &str) -> bool {
    let mut numbers = 0;
    let mut year = false;
    for number in text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()) {
        numbers += 1;
        year |= number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    }
    numbers >= 2 && (year || has_time(text) || numbers >= 3 || has_month(text))
}

/// A month in English between dashes or blanks: `07-Aug-02`.
fn has_month(text: &str) -> bool {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
        word.len() >= 3
            && word.get(..3).is_some_and(|start| months.contains(&start.to_ascii_lowercase().as_str()))
    })
}

fn has_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(4).any(|w| {
        matches!(w, [a, b':' | b'.' | b'h', c, d] if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit())
    })
}

fn ends_with_mailbox(joined: &str) -> bool {
    let text = joined.trim_end_matches([':', '：', ' ', '\u{a0}']);
    text.ends_with('>')
        || text.ends_with(">)")
        || text.rsplit(' ').next().is_some_and(|word| word.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    fn found(text: &str) -> Option<(Attribution, usize)> {
        attribution_at(&split(text), 0)
    }

    #[test]
    fn attributions_of_many_programs_and_languages_are_known() {
        for text in [
            "On Mon, Mar 2, 2026 at 9:00 AM Ana Lima <ana@studio.example> wrote:",
            "On 02/03/2026 09:00, Ana Lima wrote:",
            "On Mon, 2 Mar 2026 at 09:00, Ana Lima <\nana@studio.example> wrote:",
            "On Mar 2, 2026, at 9:00 AM, Ana Lima\n<ana@studio.example>\nwrote:",
            "Am 02.03.2026 um 09:00 schrieb Ana Lima <ana@studio.example>:",
            "Am Mo., 2. März 2026 um 09:00 Uhr schrieb Ana Lima <\nana@studio.example>:",
            "Le lun. 2 mars 2026 à 09:00, Ana Lima <ana@studio.example> a écrit\u{a0}:",
            "Le 2 mars 2026 à 09:00, Ana Lima\n<ana@studio.example> a écrit :",
            "El lun, 2 mar 2026 a las 9:00, Ana Lima (<ana@studio.example>) escribió:",
            "Il giorno lun 2 mar 2026 alle ore 09:00 Ana Lima <ana@studio.example>\nha scritto:",
            "Op ma 2 mrt 2026 om 09:00 schreef Ana Lima <ana@studio.example>:",
            "Op 2 mrt. 2026 om 09:00 heeft Ana Lima <ana@studio.example> het volgende geschreven:",
            "W dniu 2026-03-02 09:00:11 użytkownik Ana Lima <ana@studio.example> napisał:",
            "pon., 2 mar 2026 o 09:00 Ana Lima <ana@studio.example> napisał(a):",
            "Em seg., 2 de mar. de 2026 às 09:00, Ana Lima <ana@studio.example> escreveu:",
            "Den mån 2 mars 2026 kl 09:00 skrev Ana Lima <ana@studio.example>:",
            "Den man. 2. mar. 2026 kl. 09.00 skrev Ana Lima <\nana@studio.example>:",
            "2026年3月2日(月) 9:00 Ana Lima <ana@studio.example>:",
            "2026/03/02 9:00、Ana Lima <ana@studio.example>のメール:",
            "2026-03-02 9:00 GMT+01:00 Ana Lima <ana@studio.example>:",
            "02.03.2026, 09:00, \"Ana Lima\" <ana@studio.example>:",
            "At 09:00 AM 3/2/2026 -0500, Ana Lima wrote:",
            "On 02-Mar-26 Ana Lima wrote:",
            "--- On Mon, 3/2/26, Ana Lima <ana@studio.example> wrote:",
        ] {
            let lines = text.lines().count();
            assert_eq!(found(text), Some((Attribution::Dated, lines)), "{text}");
        }
    }

    #[test]
    fn a_bare_attribution_needs_the_quote_below_it() {
        for text in [
            "Ana Lima wrote:",
            "[Ana Lima]",
            "Ana Lima <ana@studio.example> writes:",
            "Quoting ana@studio.example:",
        ] {
            assert_eq!(found(&format!("{text}\n\n> old")), Some((Attribution::Bare, 1)), "{text}");
            assert_eq!(attribution_at(&split(&format!("Hello\n{text}\n\nnew")), 1), None, "{text}");
        }
    }

    #[test]
    fn sentences_are_no_attributions() {
        for text in [
            "On the other hand, we should:\n> x",
            "Am heutigen Tage\nAm Mo., 2. März 2026 um 09:00 Uhr schrieb Ana Lima <ana@studio.example>:",
            "On 3 March 2026 we met at 9:00 and these are my points:",
            "My answers to your points:\n> one",
            "On Monday she wrote me a long mail about it.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
