//! Signatures: below `-- `, below a drawn rule, or a block of name, post and telephone without any mark.

use super::contact::is_contact;
use super::footer::is_list_footer;
use super::lines::{Line, is_rule};
use super::titles::{is_closing, is_name, is_place, is_post, is_sentence};

/// Most written lines of a signature below its delimiter; what is longer is text below a dividing line.
const MAX_SIGNATURE_LINES: usize = 24;
/// Most written lines of a signature below a rule.
const MAX_RULED_LINES: usize = 20;
/// Most written lines of a signature without a delimiter.
const MAX_BLOCK_LINES: usize = 12;

/// Whether the line is the delimiter of a signature (RFC 3676, 4.3), also without its space or typed as
/// one long dash.
pub(super) fn is_delimiter(line: &Line<'_>) -> bool {
    matches!(line.raw, "--" | "\u{2014}" | "\u{2013}" | "---" | "__")
}

/// Whether what stands in `block` (from a delimiter or rule to the next quote or the end) is short enough
/// to be a signature.
pub(super) fn fits(block: &[Line<'_>]) -> bool {
    block.iter().filter(|line| !line.is_blank()).take(MAX_SIGNATURE_LINES + 1).count() <= MAX_SIGNATURE_LINES
}

/// Whether a rule is followed by a signature, a list's footer or an advertisement and by nothing else.
pub(super) fn rule_opens_footer(rule: &str, block: &[Line<'_>]) -> bool {
    let written: Vec<&str> = block
        .iter()
        .filter(|line| !line.is_blank())
        .map(|line| undecorated(line.text))
        .take(MAX_RULED_LINES + 1)
        .collect();
    let lists = |text: &&str| !is_rule(text) && is_list_footer(&text.to_lowercase());
    if written.iter().take(5).any(lists) {
        return true;
    }
    // Free mailers add a rule, a slogan and a link.
    let slogan = rule.len() >= 30
        && (1..=4).contains(&written.len())
        && written
            .iter()
            .any(|text| text.contains("http://") || text.contains("https://") || text.contains("www."));
    let to_next_rule = written.iter().take_while(|text| !is_rule(text)).count();
    slogan
        || is_ruled_signature(&written)
        || is_ruled_signature(written.get(..to_next_rule).unwrap_or_default())
}

fn is_ruled_signature(written: &[&str]) -> bool {
    if written.len() > MAX_RULED_LINES || written.iter().any(|text| text.len() > 110) {
        return false;
    }
    let contacts = written.iter().filter(|text| is_contact(text)).count();
    let sentences = written.iter().filter(|text| is_sentence(text) && !is_contact(text)).count();
    contacts >= 1 && sentences == 0 || contacts >= 2 && sentences <= 3
}

/// Three or four of one sign: a rule where a signature follows it, and nothing else.
pub(super) fn is_short_rule(text: &str) -> bool {
    (3..=4).contains(&text.len())
        && ["=", "*", "-", "_", "~", "#"].iter().any(|sign| text.trim_start_matches(sign).is_empty())
}

/// A line without the signs that frame it.
fn undecorated(text: &str) -> &str {
    if is_rule(text) {
        return text;
    }
    text.trim_matches(|c: char| matches!(c, '|' | '#' | '*' | '_') || c.is_whitespace())
}

/// The signature block at the end of a run of new text: the lines below the name. Returns the index of the
/// first of them, or `run.len()` where there is none.
pub(super) fn block_start(run: &[Line<'_>]) -> usize {
    let none = run.len();
    let block = gather(run);
    let Some(first) = run.get(block.start) else { return none };
    let heads = is_name(undecorated(first.text));
    let before = run.get(..block.start).and_then(|before| before.iter().rfind(|line| !line.is_blank()));
    let introduced = before.is_some_and(|line| line.text.ends_with([':', '：']));
    let apart = preceded_by_gap_or_closing(run, block.start);
    // "You can reach them at:" above a name and number makes them content.
    if introduced || !apart || block.start == 0 {
        return none;
    }
    let enough = if heads {
        block.contacts + block.posts >= 1
    } else {
        block.contacts >= 1 && block.contacts + block.posts >= 2
    };
    // The name alone is how the letter ends; with a post beside it, or below another, it is of the block.
    let ends_letter =
        heads && !has_columns(first.text) && !before.is_some_and(|line| signs(line.text, first.text));
    match (enough, ends_letter) {
        (true, true) => block.start + 1,
        (true, false) => block.start,
        (false, _) => none,
    }
}

/// Whether a line is set in columns.
fn has_columns(text: &str) -> bool {
    text.contains('\t') || text.contains("   ")
}

/// Whether `line` is the given name of the `name` below it: `-ana` above `Ana Lima`.
fn signs(line: &str, name: &str) -> bool {
    let given = line.trim_start_matches(['-', '–', '—', ' ']).trim_end_matches(['.', ',']).to_lowercase();
    name.split_whitespace().next().is_some_and(|first| first.to_lowercase() == given)
}

/// The last lines of a run that may be a signature.
#[derive(Debug)]
struct Block {
    /// The first of them; the length of the run where there are none.
    start: usize,
    contacts: usize,
    posts: usize,
}

/// Walks up from the end while lines look like those of a signature, to the name that heads it.
fn gather(run: &[Line<'_>]) -> Block {
    let mut block = Block { start: run.len(), contacts: 0, posts: 0 };
    let mut written = 0;
    let mut gaps = 0;
    let mut gap = false;
    for at in (0..run.len()).rev() {
        let Some(line) = run.get(at) else { break };
        if line.is_blank() {
            gap |= written > 0;
            continue;
        }
        if gap {
            gap = false;
            gaps += 1;
        }
        written += 1;
        let text = undecorated(line.text);
        let too_long = written > MAX_BLOCK_LINES || text.len() > 110 || gaps > 3;
        if too_long || is_closing(text) || is_sentence(text) && !is_contact(text) {
            break;
        }
        if is_contact(text) {
            block.contacts += 1;
        } else if is_post(text) {
            block.posts += 1;
        } else if is_name(text) {
            let heads = preceded_by_gap_or_closing(run, at);
            block.start = at;
            if heads {
                break;
            }
            continue;
        } else if !(is_rule(text) || block.contacts > 0 && gaps == 0 && is_place(text)) {
            break;
        }
        block.start = at;
    }
    block
}

fn preceded_by_gap(run: &[Line<'_>], at: usize) -> bool {
    at == 0 || run.get(at - 1).is_some_and(Line::is_blank)
}

fn preceded_by_gap_or_closing(run: &[Line<'_>], at: usize) -> bool {
    preceded_by_gap(run, at) || run.get(at.saturating_sub(1)).is_some_and(|line| is_closing(line.text))
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    fn kept(text: &str) -> String {
        let lines = split(text);
        let start = block_start(&lines);
        lines[..start].iter().map(|line| line.raw).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }

    #[test]
    fn blocks_with_post_and_telephone_are_cut_below_the_name() {
        for (text, expected) in [
            ("See you.\n\nAna Lima\nStudio Manager\n(020) 555-0188", "See you.\n\nAna Lima"),
            (
                "See you.\n\nRegards,\nAna Lima\nDirector, Garden Works Ltd\nphone: 020/555-0188\nfax: 020/555-0189\nana@studio.example",
                "See you.\n\nRegards,\nAna Lima",
            ),
            (
                "See you.\n\nAna Lima          Dept of Gardens\nana@studio.example    Lake University\ntel: (020) 555-0188",
                "See you.",
            ),
            (
                "See you.\n\n\t-ana\n\nAna Lima\t\tAsst. Professor, Botany\nana@studio.example\tLake University",
                "See you.\n\n\t-ana",
            ),
            ("See you.\n\nAna\n\nAna Lima\nAssistant Professor, Botany\nLake University", "See you.\n\nAna"),
            ("See you.\n\nBest,\n\nAna Lima\nCEO @ Garden", "See you.\n\nBest,\n\nAna Lima"),
            (
                "See you.\n\nAna Lima\nGarden Works\n12 Lake Road\nLakeville, TX 77002\n555 020 0188",
                "See you.\n\nAna Lima",
            ),
        ] {
            assert_eq!(kept(text), expected);
        }
    }

    #[test]
    fn text_that_only_looks_like_contact_stays() {
        for text in [
            "You can reach the gardener at:\n\nBen Roth\n(020) 555-0188",
            "See you at ten.\n\nAna",
            "Please call me at 020 555 0188 when you are there.",
            "See the notes.\n\nAna\n\n[1] https://garden.example/a\n[2] https://garden.example/b",
            "It printed\n\nRoses  1.9629  0.4036  4.863  1.16\nTulips  1.5629  0.4036  4.863  1.16",
            "The figures:\n\nMarch 1,200,000\nApril 1,300,000",
            "Thanks,\nAna",
            "Have a look at\n\nhttps://garden.example/plan",
        ] {
            assert_eq!(kept(text), text);
        }
    }
}
