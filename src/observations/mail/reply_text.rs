//! The newly written lines of a plain text body: what is neither quoted nor forwarded, neither a
//! signature block nor a footer. Lines stay as written. It knows nothing of MIME and of headers.

mod asked;
mod attribution;
mod contact;
mod footer;
mod headers;
mod keys;
mod lines;
mod mobile;
mod rules;
mod signature;
mod titles;

use super::super::Quoted;
use attribution::{Attribution, attribution_at};
use footer::{Footer, footer_at};
use headers::header_block_at;
use lines::{Line, is_rule, next_written};

/// Most lines looked at; a body is capped in bytes before.
const MAX_LINES: usize = 20_000;

/// Most quoted lines that are told.
const MAX_QUOTED: usize = 12;
/// Shortest quoted line that is told, in bytes.
const MIN_QUOTED_BYTES: usize = 20;

/// A body taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NewText {
    /// What the sender newly wrote, line breaks as written.
    pub(super) authored: String,
    /// Whether it answers what it quotes: an attribution stands above a quote.
    pub(super) answers: bool,
    /// The first longer lines of what it quotes or passes on, without marks.
    pub(super) quoted: Vec<String>,
    /// What is quoted of the message answered.
    pub(super) quotes: Quoted,
}

/// What the sender newly wrote in `text`.
pub(super) fn read(text: &str) -> NewText {
    let mut lines = lines::split(text);
    lines.truncate(MAX_LINES);
    let Kept { new: mut kept, answers, rest } = keep(&lines);
    cut_signatures(&lines, &mut kept);
    NewText {
        authored: join(&lines, &kept),
        answers,
        quoted: quoted(&lines, rest),
        quotes: asked::quoted(&lines, rest),
    }
}

/// What was found reading top to bottom.
struct Kept {
    /// Whether each line is new.
    new: Vec<bool>,
    /// Whether an attribution was met.
    answers: bool,
    /// Where another message begins that stands to the end, without marks.
    rest: usize,
}

/// Marks the lines that are new.
fn keep(lines: &[Line<'_>]) -> Kept {
    let mut kept = vec![false; lines.len()];
    let mut answers = false;
    let mut ends = Ends { lines, known: None };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.quoted || line.is_blank() {
            at += 1;
            continue;
        }
        if let Some(end) = header_block_at(lines, at) {
            if !quote_follows(lines, end) || is_top_posted(lines, &kept, at) {
                break;
            }
            at = end;
            continue;
        }
        if let Some((kind, end)) = attribution_at(lines, at) {
            answers = true;
            // Without marks below it, all that follows is the quote.
            if kind == Attribution::Dated && !quote_is_near(lines, end) {
                break;
            }
            at = end;
            continue;
        }
        if copies_article(lines, at) {
            break;
        }
        if let Some(end) = armor_end(lines, at).or_else(|| footer_end(&mut ends, at)) {
            at = end;
            continue;
        }
        if let Some(mark) = kept.get_mut(at) {
            *mark = true;
        }
        at += 1;
    }
    Kept { new: kept, answers, rest: at }
}

/// The first longer lines that are marked as quoted, or stand from `rest` on, without marks and header fields.
fn quoted(lines: &[Line<'_>], rest: usize) -> Vec<String> {
    let theirs = lines.iter().enumerate().filter(|(at, line)| line.quoted || *at >= rest);
    let bare = theirs.map(|(_, line)| line.text.trim_start_matches(['>', '|', ' ', '\t']));
    let told = bare.filter(|text| {
        text.len() >= MIN_QUOTED_BYTES && keys::key_of(text).is_none() && !rules::is_message_rule(text)
    });
    told.take(MAX_QUOTED).map(str::to_owned).collect()
}

/// Whether the next written line is a marked quote.
fn quote_follows(lines: &[Line<'_>], at: usize) -> bool {
    next_written(lines, at).and_then(|next| lines.get(next)).is_some_and(|next| next.quoted)
}

/// Whether what stands above `at` is an answer of its own, so that below it the whole letter is passed on, the quotes in
/// it and what was written between them. Who answers between the lines greets, or says that he does.
fn is_top_posted(lines: &[Line<'_>], kept: &[bool], at: usize) -> bool {
    const LEAST_WORDS: usize = 4;
    const POINTS_BELOW: [&str; 12] = [
        "below",
        "inline",
        "in-line",
        "interspersed",
        "comments",
        "answers",
        "replies",
        "responses",
        "embedded",
        "within",
        "annotated",
        "following",
    ];
    let above = lines.iter().zip(kept).take(at).filter(|(_, kept)| **kept).map(|(line, _)| line.text);
    let words: Vec<String> = above
        .flat_map(str::split_whitespace)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    words.len() >= LEAST_WORDS && !words.iter().any(|word| POINTS_BELOW.contains(&word.as_str()))
}

/// Whether a marked quote begins within the next few written lines: `[snip]` may stand before it.
fn quote_is_near(lines: &[Line<'_>], at: usize) -> bool {
    lines.iter().skip(at).filter(|line| !line.is_blank()).take(3).any(|line| line.quoted)
}

/// The line after a signature, footer or legal text that starts at `at`.
fn footer_end(ends: &mut Ends<'_, '_>, at: usize) -> Option<usize> {
    let lines = ends.lines;
    let line = lines.get(at)?;
    if signature::is_delimiter(line) {
        let end = ends.end_of_new(at + 1);
        return Some(if signature::fits(lines.get(at + 1..end)?) { end } else { at + 1 });
    }
    if is_rule(line.text) {
        let end = ends.end_of_new(at + 1);
        let block = lines.get(at + 1..end)?;
        // The rule above "Sent from my …" and a rule with nothing below it go with it.
        let next = next_written(lines, at + 1).filter(|&next| next < end);
        if next.is_none_or(|next| footer_at(lines, next).is_some()) {
            return Some(at + 1);
        }
        return signature::rule_opens_footer(line.text, block).then_some(end);
    }
    if signature::is_short_rule(line.text) {
        let end = ends.end_of_new(at + 1);
        return signature::rule_opens_footer(line.text, lines.get(at + 1..end)?).then_some(end);
    }
    match footer_at(lines, at)? {
        Footer::Line => Some(at + 1),
        Footer::Rest => Some(ends.end_of_new(at + 1)),
    }
}

/// Where the sender's own lines end; what was found is kept, so that many rules cost one search.
struct Ends<'l, 't> {
    lines: &'l [Line<'t>],
    /// From here on, and where the next foreign line is.
    known: Option<(usize, usize)>,
}

impl Ends<'_, '_> {
    /// The first line from `at` on that begins or belongs to another message.
    fn end_of_new(&mut self, at: usize) -> usize {
        if let Some((from, end)) = self.known
            && (from..=end).contains(&at)
        {
            return end;
        }
        let lines = self.lines;
        let end = (at..lines.len())
            .find(|&at| {
                lines.get(at).is_none_or(|line| line.quoted)
                    || attribution_at(lines, at).is_some()
                    || header_block_at(lines, at).is_some()
            })
            .unwrap_or(lines.len());
        self.known = Some((at, end));
        end
    }
}

/// A dividing line, a link alone below it, and text below that: the text is copied from there.
fn copies_article(lines: &[Line<'_>], at: usize) -> bool {
    let divides = |text: &str| text.len() >= 2 && text.bytes().all(|byte| byte == b'=') || is_rule(text);
    if !lines.get(at).is_some_and(|line| divides(line.text)) {
        return false;
    }
    let mut below = lines.iter().skip(at + 1).filter(|line| !line.is_blank()).map(|line| line.text);
    let is_link = below.next().is_some_and(|text| {
        (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace)
    });
    is_link && below.take(4).filter(|text| text.len() >= 50).count() >= 3
}

/// `OpenPGP` armour (RFC 9580, 6.2): the lines around signed text are none of the sender's.
fn armor_end(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let text = lines.get(at)?.text;
    let what = text.strip_prefix("-----BEGIN PGP ")?;
    if what.starts_with("SIGNED MESSAGE") {
        let blank = lines.iter().skip(at).position(Line::is_blank)?;
        return Some(at + blank + 1);
    }
    let end = lines.iter().skip(at).position(|line| line.text.starts_with("-----END PGP "))?;
    Some(at + end + 1)
}

/// Takes the signature block off the end of every run of new lines that another message or the end follows.
fn cut_signatures(lines: &[Line<'_>], kept: &mut [bool]) {
    let Some(last) = kept.iter().rposition(|&kept| kept) else { return };
    let first = run_start(lines, kept, last);
    let Some(run) = lines.get(first..=last) else { return };
    let start = first + signature::block_start(run);
    for mark in kept.iter_mut().take(last + 1).skip(start) {
        *mark = false;
    }
}

/// The first line of the run of new and blank lines that ends at `last`.
fn run_start(lines: &[Line<'_>], kept: &[bool], last: usize) -> usize {
    let before = (0..last).rev().find(|&at| {
        !kept.get(at).copied().unwrap_or_default() && lines.get(at).is_some_and(|line| !line.is_blank())
    });
    before.map_or(0, |before| before + 1)
}

/// The kept lines, with the blank lines between them but never more than one in a row.
fn join(lines: &[Line<'_>], kept: &[bool]) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (line, &kept) in lines.iter().zip(kept) {
        if !kept {
            gap = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if gap { "\n\n" } else { "\n" });
        }
        gap = false;
        out.push_str(line.raw);
    }
    out
}

#[cfg(test)]
mod tests;
