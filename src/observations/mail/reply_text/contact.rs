//! Lines by which one can reach somebody: telephones, addresses, links.

use super::titles::is_sentence;

/// Labels of telephone, fax, mail and web lines, in lower case.
const LABELS: &[&str] = &[
    "tel",
    "phone",
    "ph",
    "fax",
    "cell",
    "mobile",
    "mob",
    "direct",
    "office",
    "pager",
    "voice",
    "e-mail",
    "email",
    "mail",
    "web",
    "ext",
    "telefon",
    "telephone",
    "handy",
    "mobil",
    "tél",
    "télécopie",
    "portable",
    "teléfono",
    "móvil",
    "telefono",
    "cellulare",
    "telefoon",
    "mobiel",
    "faks",
    "icq",
    "skype",
    "www",
    "http",
    "url",
    "internet",
    "website",
    "home",
    "work",
    "alpha page",
    "toll free",
    "main",
    "d",
    "m",
    "t",
    "f",
    "p",
    "o",
    "c",
    "e",
    "w",
    "tlf",
    "twitter",
    "linkedin",
];

/// A line by which one can reach the sender.
pub(super) fn is_contact(text: &str) -> bool {
    // `[1] https://…` is a note to the text.
    if text.len() > 110 || text.starts_with('[') {
        return false;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let label = text
        .split([':', '.', '#', '/', '|'])
        .next()
        .map(|label| label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .unwrap_or_default();
    let labelled = LABELS.contains(&label.as_str())
        && (digits >= 4 || text.contains('@') || text.contains("www.") || text.contains("://"));
    let one_word = !text.contains(char::is_whitespace);
    let address = is_address_line(text);
    let has_link = text.contains("http://") || text.contains("https://") || text.contains("www.");
    let link = has_link && !is_sentence(text) && (one_word || starts_with_capitals(text));
    let number = is_number(text, digits) && digits > letters / 2;
    labelled || address || link || number || has_words_of_contact(text, digits)
}

/// An address alone, or in a column beside a firm or a name; also written out, as archives do it:
/// `ana at studio.example`.
fn is_address_line(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(13).collect();
    let is_domain = |word: &str| {
        let word = word.trim_end_matches([',', ';', '>', ')']);
        word.rsplit_once('.').is_some_and(|(host, top)| !host.is_empty() && (2..=12).contains(&top.len()))
    };
    let mut found = false;
    words.len() <= 12
        && (0..words.len()).all(|at| {
            let word = words.get(at).copied().unwrap_or_default();
            let next = words.get(at + 1).copied().unwrap_or_default();
            let spelled = matches!(next, "at" | "(at)" | "[at]")
                && words.get(at + 2).is_some_and(|word| is_domain(word));
            let inside = matches!(word, "at" | "(at)" | "[at]")
                || at >= 2
                    && matches!(words.get(at - 1).copied(), Some("at" | "(at)" | "[at]"))
                    && is_domain(word);
            let address = spelled || word.contains('@') && is_domain(word);
            found |= address;
            address
                || inside
                || word.ends_with(':')
                || word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
                || matches!(word, "of" | "for" | "and" | "fax" | "tel" | "phone")
        })
        && found
}

/// Whether all longer words begin with a capital or are links: a title beside a link, no sentence.
fn starts_with_capitals(text: &str) -> bool {
    let words = text.split_whitespace();
    words.clone().count() <= 8
        && words.filter(|word| word.len() > 3).all(|word| {
            word.contains("://")
                || word.contains("www.")
                || word.ends_with(':')
                || !word.starts_with(char::is_lowercase)
        })
}

/// Seven to fifteen digits (ITU-T E.164) among separators only, after few letters; no clock and no column
/// of figures.
fn is_number(text: &str, digits: usize) -> bool {
    let clock = text
        .as_bytes()
        .windows(3)
        .any(|w| matches!(w, [a, b':', c] if a.is_ascii_digit() && c.is_ascii_digit()));
    (7..=40).contains(&digits)
        && !clock
        && (7..=15).contains(&longest_number(text))
        && text
            .split_whitespace()
            .filter(|word| word.chars().all(char::is_alphabetic) && word.len() > 3)
            .count()
            <= 3
}

/// The most digits in one run of digits and telephone separators.
fn longest_number(text: &str) -> usize {
    let (mut best, mut current) = (0, 0);
    for c in text.chars() {
        if c.is_ascii_digit() {
            current += 1;
            best = best.max(current);
        } else if !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '+' | '\u{a0}') {
            current = 0;
        }
    }
    best
}

fn has_words_of_contact(text: &str, digits: usize) -> bool {
    if digits < 4 || text.len() > 90 || is_sentence(text) {
        return false;
    }
    let lower = text.to_lowercase();
    [
        "phone", "fax", "(office)", "(cell)", "(mobile)", "(fax)", "tel:", "tel.", "ext.", "mobile:",
        "cell:", "x-", "pager",
    ]
    .iter()
    .any(|word| lower.contains(word))
        && longest_number(text) >= 4
}
