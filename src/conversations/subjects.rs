//! Subjects: what a conversation is called, without the marks that mail programs and lists put before it.

/// Marks before a subject that say that it answers or passes on another message.
const REPLY_MARKS: &[&str] = &[
    "re", "fw", "fwd", "aw", "antwort", "wg", "sv", "vb", "vs", "vl", "antw", "doorst", "rv", "tr", "ré",
    "rép", "res", "enc", "odp", "pd", "r", "i", "rif", "ref", "ynt", "回复", "答复", "转发", "回覆", "轉寄",
    "返信", "転送",
];

/// Words with which a new subject names the one it had before, in lower case.
const FORMER_MARKS: &[&str] = &["was:", "war:", "var:", "était:", "era:", "wcześniej:"];

/// Tags that gateways put before subjects, whoever writes.
const GATEWAY_TAGS: &[&str] =
    &["external", "extern", "ext", "externe", "spam", "secure", "encrypted", "caution", "forged"];
/// A tag is no longer than this, in bytes.
const MAX_TAG: usize = 40;

/// The first tag in brackets among the marks before a subject, in lower case: a list's, if many write under it.
#[must_use]
pub(super) fn list_tag(subject: &str) -> Option<String> {
    let mut rest = subject.trim();
    loop {
        if let Some((tag, after)) = rest.strip_prefix('[').and_then(|tail| tail.split_once(']')) {
            let tag = tag.trim().to_lowercase();
            let is_tag = !tag.is_empty() && tag.len() <= MAX_TAG && !after.trim().is_empty();
            if is_tag && !GATEWAY_TAGS.contains(&tag.as_str()) {
                return Some(tag);
            }
            rest = after.trim_start();
            continue;
        }
        let (mark, after) = rest.split_once([':', '：'])?;
        if !REPLY_MARKS.contains(&mark.trim().to_lowercase().as_str()) {
            return None;
        }
        rest = after.trim_start();
    }
}

/// A subject without reply and forward marks and list tags, lower-cased, and whether it had such a mark.
#[must_use]
pub fn topic(subject: &str) -> (String, bool) {
    let stripped = strip_marks(subject);
    (stripped.0.to_lowercase(), stripped.1)
}

/// A subject as written, without reply and forward marks, and whether it had one.
#[must_use]
pub fn strip_marks(subject: &str) -> (&str, bool) {
    let mut rest = subject.trim();
    let mut is_reply = false;
    loop {
        if let Some(after) = rest.strip_prefix('[').and_then(|tail| tail.split_once(']')) {
            let after = after.1.trim_start();
            if !after.is_empty() {
                rest = after;
                continue;
            }
        }
        let Some((mark, after)) = rest.split_once([':', '：']) else { break };
        let mark = mark.trim_end_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^' | '*' | '.')
        });
        if !REPLY_MARKS.contains(&mark.trim().to_lowercase().as_str()) {
            break;
        }
        is_reply = true;
        rest = after.trim_start();
    }
    (rest, is_reply)
}

/// The topic that a subject had before it was changed: `Roses (was: Re: Garden)`.
#[must_use]
pub(super) fn former_topic(subject: &str) -> Option<String> {
    let lower = subject.to_lowercase();
    let bracketed = ["(was ", "[was "].iter().filter_map(|mark| Some((lower.find(mark)?, mark.len())));
    let named = FORMER_MARKS.iter().filter_map(|mark| Some((lower.find(mark)?, mark.len())));
    let opens = |at: usize| lower.get(..at).is_some_and(|before| before.ends_with([' ', '(', '[', '-', ',']));
    let (at, length) = bracketed.chain(named.filter(|&(at, _)| opens(at))).min()?;
    let former = topic(lower.get(at + length..)?.trim().trim_end_matches([')', ']'])).0;
    (!former.is_empty()).then_some(former)
}
