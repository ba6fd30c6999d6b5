//! Splits newly written text into sentences and folds each into plain lower-case words.
//!
//! Knows spelling and line breaks; must not know what an act is.

use std::sync::LazyLock;

use smallvec::SmallVec;

use super::due::is_month;
use crate::people::HashSet;

/// Most bytes of a text that are read: longer mail is not talk between people.
pub(crate) const MAX_TEXT_BYTES: usize = 16 * 1024;
/// Most sentences of a text that are read.
pub(crate) const MAX_SENTENCES: usize = 120;
/// Most bytes of one sentence that are read; the rest goes unread.
const MAX_SENTENCE_BYTES: usize = 600;
/// Text with a line longer than this was not wrapped by hand: each line break ends a sentence.
const WRAPPED_COLUMNS: usize = 100;

/// One sentence of newly written text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence<'a> {
    /// As written.
    pub(crate) raw: &'a str,
    /// ASCII, lower case, single spaces, straight quotes, no vocative at its beginning; a capitalised
    /// word inside the sentence carries an `@` ("ask @ana"), for it is probably a name.
    pub(crate) folded: String,
    /// Whether it began with the name of an addressee ("Ana, could you…").
    pub(crate) vocative: bool,
    /// Whether it stands behind a closing ("Regards,") or is a closing itself.
    pub(crate) closing: bool,
}

/// The sentences of a text, in order, without greetings, bare names and quoted lines.
pub(crate) fn split(text: &str) -> Vec<Sentence<'_>> {
    let text = prefix(text, MAX_TEXT_BYTES);
    let mut closing = false;
    let mut sentences = Vec::new();
    for raw in pieces(text) {
        if sentences.len() == MAX_SENTENCES {
            break;
        }
        let (folded, vocative) = fold(raw);
        if folded.is_empty() || is_greeting(&folded) {
            continue;
        }
        closing = closing || is_closing(&folded);
        sentences.push(Sentence { raw, folded, vocative, closing });
    }
    // Names under a letter are no sentences.
    while sentences.len() > 1
        && sentences.last().is_some_and(|s| s.closing && !is_closing(&s.folded) && is_name(s.raw))
    {
        sentences.pop();
    }
    sentences
}

/// The longest beginning of `text` of at most `bytes` bytes.
pub(crate) fn prefix(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Cuts a text at line breaks that end something, and at full stops.
fn pieces(text: &str) -> Vec<&str> {
    let width = text.lines().map(str::len).max().unwrap_or(0);
    let mut pieces = Vec::new();
    let mut start = None;
    let mut end = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    let mut at = 0;
    while let Some(line) = lines.next() {
        let begin = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('>') {
            if let Some(start) = start.take() {
                cut(text.get(start..end).unwrap_or(""), &mut pieces);
            }
            continue;
        }
        start.get_or_insert(begin);
        end = at;
        let next = lines.peek().map_or("", |next| next.trim_start());
        if ends_paragraph(trimmed, next, width)
            && let Some(start) = start.take()
        {
            cut(text.get(start..end).unwrap_or(""), &mut pieces);
        }
    }
    if let Some(start) = start {
        cut(text.get(start..end).unwrap_or(""), &mut pieces);
    }
    pieces
}

/// Whether the break after `line` ends a sentence, in a text whose longest line has `width` bytes.
fn ends_paragraph(line: &str, next: &str, width: usize) -> bool {
    if width > WRAPPED_COLUMNS || is_bullet(next) {
        return true;
    }
    let capital = next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let short = line.len() * 5 < width * 3;
    capital && (short || line.ends_with([':', ',']) && line.len() < 30)
}

fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('-' | '*' | '•' | '·' | '+') => chars.next().is_none_or(char::is_whitespace),
        Some('0'..='9') => matches!(chars.next(), Some('.' | ')')),
        _ => false,
    }
}

/// Cuts a paragraph at the ends of its sentences.
fn cut<'a>(paragraph: &'a str, pieces: &mut Vec<&'a str>) {
    let bytes = paragraph.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if !matches!(byte, b'.' | b'!' | b'?' | b';') {
            continue;
        }
        while bytes.get(at).is_some_and(|&b| matches!(b, b'.' | b'!' | b'?' | b')' | b'"' | b'\'')) {
            at += 1;
        }
        let ended = bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        let piece = paragraph.get(start..at).unwrap_or("");
        let goes_on = || ends_in_abbreviation(piece) || ends_in_day(piece, paragraph.get(at..).unwrap_or(""));
        if ended && !(byte == b'.' && goes_on()) {
            push(piece, pieces);
            start = at;
        }
    }
    push(paragraph.get(start..).unwrap_or(""), pieces);
}

fn push<'a>(piece: &'a str, pieces: &mut Vec<&'a str>) {
    let piece = prefix(piece.trim(), MAX_SENTENCE_BYTES);
    if piece.bytes().any(|b| b.is_ascii_alphanumeric() || b >= 0x80) {
        pieces.push(piece);
    }
}

/// Whether the full stop at the end of `piece` belongs to the day of a month that follows ("am 4. Dezember").
fn ends_in_day(piece: &str, rest: &str) -> bool {
    const DIGITS: usize = 2;
    let day = piece.trim_end_matches('.').rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    let month = rest.split_whitespace().next().unwrap_or("");
    let month = month.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    (1..=DIGITS).contains(&day.len()) && day.bytes().all(|b| b.is_ascii_digit()) && is_month(&month)
}

/// Whether the full stop at the end of `piece` belongs to its last word.
fn ends_in_abbreviation(piece: &str) -> bool {
    const SHORT: [&str; 24] = [
        "mr", "mrs", "ms", "dr", "prof", "st", "jr", "e.g", "i.e", "eg", "ie", "vs", "approx", "no", "nr",
        "inc", "ltd", "co", "dept", "fig", "mtg", "conf", "cf", "z.b",
    ];
    let word = piece.trim_end_matches(['.', ')']).rsplit([' ', '\n', '(', '\t']).next().unwrap_or("");
    // "No." alone is an answer, not a number.
    let answer = word.len() + 1 >= piece.len() && word.eq_ignore_ascii_case("no");
    !answer
        && (SHORT.iter().any(|short| word.eq_ignore_ascii_case(short))
            || (word.len() == 1 && word != "I" && word.bytes().all(|b| b.is_ascii_alphabetic())))
}

/// Words in lower case.
type Words = HashSet<&'static [u8]>;

static DATES: LazyLock<Words> = LazyLock::new(|| {
    words(
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
         january february march april may june july august september october november december jan feb mar \
         apr jun jul aug sep sept oct nov dec christmas thanksgiving easter happy merry new year english \
         german please thanks thank sorry yes no ok",
    )
});

/// Words at a beginning that are no name though a comma follows.
static OPENERS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "thanks thank thx yes no sorry also however please well ok okay unfortunately hopefully anyway \
         finally first second third then again so but and or now sure great good excellent fine true right if \
         when since as while once after before today tomorrow yesterday actually basically otherwise besides \
         indeed therefore thus meanwhile apologies congratulations congrats welcome oh ah hmm yep nope yeah \
         cheers regards best sincerely attached perfect agreed done absolutely definitely certainly nice wow \
         next last later lastly additionally furthermore moreover in on at for from to of by with it this \
         that there here we you they he she what how why who where instead still frankly personally maybe \
         perhaps",
    )
});

fn words(words: &'static str) -> Words {
    words.split_ascii_whitespace().map(str::as_bytes).collect()
}

/// Folds a sentence; says whether a name was taken off its beginning.
fn fold(raw: &str) -> (String, bool) {
    let (body, vocative) = strip_vocative(raw.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let mut folded = String::with_capacity(body.len() + 8);
    let mut first = true;
    for word in body.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if !first && is_capitalised(word) && !DATES.contains(&*plain(word)) {
            folded.push('@');
        }
        first = word.ends_with([':', '!', '?']);
        word.chars().for_each(|c| push_folded(c, &mut folded));
    }
    (folded, vocative)
}

fn push_folded(c: char, folded: &mut String) {
    match c {
        '‘' | '’' | '`' | '´' => folded.push('\''),
        '“' | '”' | '„' => folded.push('"'),
        '–' | '—' => folded.push('-'),
        '…' => folded.push_str("..."),
        // The mark of a name must come from us alone; an address keeps a stand-in.
        '@' => folded.push('#'),
        c if c.is_ascii() && !c.is_ascii_control() => folded.push(c.to_ascii_lowercase()),
        c if c.is_alphabetic() => folded.push('~'),
        _ => folded.push(' '),
    }
}

/// The ASCII letters of a word in lower case.
fn plain(word: &str) -> SmallVec<[u8; 16]> {
    word.bytes().filter(u8::is_ascii_alphabetic).map(|byte| byte.to_ascii_lowercase()).collect()
}

fn is_capitalised(word: &str) -> bool {
    let mut chars = word.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

/// Whether a capitalised word is a day, a month or an opening, and so no name.
pub(super) fn is_no_name(word: &str) -> bool {
    let word = plain(word);
    DATES.contains(&*word) || OPENERS.contains(&*word) || *word == *b"i"
}

/// Takes "Ana, " or "Hi Ana and Ben - " off the beginning of a sentence that goes on.
fn strip_vocative(raw: &str) -> (&str, bool) {
    const LONGEST: usize = 40;
    let head = prefix(raw, LONGEST);
    let Some(at) = head.find([',', '-', '–', '—', ':', '!']) else { return (raw, false) };
    let (name, rest) = (raw.get(..at).unwrap_or(""), raw.get(at..).unwrap_or(""));
    let rest = rest
        .trim_start_matches(|c: char| matches!(c, ',' | '-' | '–' | '—' | ':' | '!') || c.is_whitespace());
    let mut words = name.split([' ', '/', '&']).filter(|word| !word.is_empty() && *word != "and").peekable();
    let greeted = words.next_if(|word| is_salutation(word)).is_some();
    let mut named = 0;
    for word in words {
        named += 1;
        let known = matches!(&*plain(word), b"all" | b"guys" | b"everyone" | b"team" | b"folks" | b"there");
        if !known
            && (!is_capitalised(word) || OPENERS.contains(&*plain(word)) || DATES.contains(&*plain(word)))
        {
            return (raw, false);
        }
    }
    let glued = raw
        .get(at..)
        .is_some_and(|tail| tail.starts_with('-') && !tail.starts_with("--") && !name.ends_with(' '));
    if rest.is_empty() || glued || (named == 0 && !greeted) || named > 4 {
        (raw, false)
    } else {
        (rest, named > 0)
    }
}

pub(super) fn is_salutation(word: &str) -> bool {
    matches!(&*plain(word), b"hi" | b"hello" | b"hey" | b"dear" | b"hallo" | b"greetings")
}

/// Whether a folded sentence is only a greeting ("hi @ana,").
fn is_greeting(folded: &str) -> bool {
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or("");
    let rest = words.count();
    (is_salutation(first) && rest <= 4 && !folded.ends_with('?'))
        || (rest <= 1 && folded.ends_with([',', ':']) && !OPENERS.contains(&*plain(first)))
        || (folded.starts_with("good ")
            && rest <= 3
            && [" morning", " afternoon", " evening"].iter().any(|part| folded.contains(part)))
}

/// Whether a folded sentence closes a letter ("best regards,", "thanks, ana").
fn is_closing(folded: &str) -> bool {
    const CLOSINGS: [&str; 16] = [
        "regards",
        "best",
        "best regards",
        "kind regards",
        "warm regards",
        "sincerely",
        "cheers",
        "yours",
        "best wishes",
        "thanks",
        "thank you",
        "many thanks",
        "thx",
        "rgds",
        "cordially",
        "all the best",
    ];
    let head = folded.split(',').next().unwrap_or("").trim_end_matches(['.', '!']);
    let tail = folded.get(head.len()..).unwrap_or("").trim_matches([',', '.', '!', ' ']);
    CLOSINGS.contains(&head)
        && tail.split(' ').count() <= 2
        && tail.split(' ').all(|word| word.is_empty() || word.starts_with('@') || word.len() <= 2)
}

/// Whether a piece is one to three capitalised words.
fn is_name(raw: &str) -> bool {
    let mut words = 0;
    raw.split_whitespace().all(|word| {
        words += 1;
        words <= 3 && word.starts_with(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        split(text).into_iter().map(|sentence| sentence.folded).collect()
    }

    #[test]
    fn sentences_end_at_stops_and_paragraphs_but_not_at_abbreviations() {
        assert_eq!(
            folded(
                "Hi Ana,\n\nDr. Moreno called, e.g. about Ben. Could you\ncall him back?\n\nRegards\nIda Holm"
            ),
            ["dr. @moreno called, e.g. about @ben.", "could you call him back?", "regards"]
        );
        assert_eq!(folded("No. I cannot."), ["no.", "i cannot."]);
        assert_eq!(
            folded("Bitte bis zum 4. Dezember. Danke dir."),
            ["bitte bis zum 4. @dezember.", "danke dir."]
        );
        assert_eq!(folded("It was the 4. The rest came later.").len(), 2);
    }

    #[test]
    fn a_name_at_the_beginning_is_taken_off_and_remembered() {
        let sentences = split("Ana, could you look at this? Thanks, that is fine.");
        assert_eq!(sentences[0].folded, "could you look at this?");
        assert!(sentences[0].vocative);
        assert_eq!(sentences[1].folded, "thanks, that is fine.");
        assert!(!sentences[1].vocative);
    }

    #[test]
    fn bullets_and_unwrapped_lines_stand_alone() {
        assert_eq!(folded("Please:\n- send the list\n- call Ben"), ["please:", "send the list", "call @ben"]);
        let long = "x ".repeat(60);
        assert_eq!(folded(&format!("{long}\nlower line")).len(), 2);
    }

    #[test]
    fn quoted_lines_are_not_read() {
        assert_eq!(folded("> can you come?\nYes I can."), ["yes i can."]);
    }

    proptest! {
        #[test]
        fn any_text_is_split_without_panic(text in "\\PC{0,400}") {
            for sentence in split(&text) {
                prop_assert!(sentence.folded.is_ascii());
                prop_assert!(text.contains(sentence.raw));
            }
        }
    }
}
