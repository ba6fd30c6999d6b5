//! Header blocks of answered and forwarded messages, as programs write them into the text: Outlook's
//! `From: Sent: To: Subject:`, Notes' name, date and `To:`, and the rules above them.

use smallvec::SmallVec;

use super::keys::{Key, MAX_KEY_CHARS, bare_key, key_of};
use super::lines::{Line, is_rule, next_written, starts_with};
use super::rules::is_message_rule;

/// Most words of a date and a time of day.
const MAX_STAMP_WORDS: usize = 5;
/// Most lines of a header block looked at: lists of addressees run long.
const MAX_BLOCK_LINES: usize = 60;

/// Whether a header block of another message starts at line `at`, and the line after it.
pub(super) fn header_block_at(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let line = lines.get(at).filter(|line| !line.quoted && !line.is_blank())?;
    if is_message_rule(line.text) || is_notes_forward(lines, at) {
        return Some(keys_after(lines, at + 1).map_or(at + 1, |(_, end)| end));
    }
    if is_rule(line.text) {
        let next = next_written(lines, at + 1).filter(|&next| next <= at + 3)?;
        return outlook_block(lines, next).or_else(|| outlook_rule(line.text, lines, next));
    }
    outlook_block(lines, at).or_else(|| notes_block(lines, at)).or_else(|| notes_table(lines, at))
}

/// What Notes writes between the dashes above a forwarded message, before the name of who passes it on.
const FORWARDED_BY: &[&str] = &[
    "forwarded by",
    "weitergeleitet von",
    "réexpédié par",
    "transféré par",
    "inoltrato da",
    "remitido por",
    "reenviado por",
    "encaminhado por",
    "repassado por",
    "doorgestuurd door",
    "vidarebefordrat av",
    "vidarebefordrad av",
    "videresendt af",
    "przekazane przez",
    "przesłane dalej przez",
    "転送者",
];

/// `---- Forwarded by Ana Lima/HOU/Corp on 03/02/2026` with the dashes of its end on the next line.
fn is_notes_forward(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let words = line.text.trim_start_matches('-');
    line.text.len() - words.len() >= 4
        && FORWARDED_BY.iter().any(|start| starts_with(words.trim_start(), start))
}

/// `From:` and at least two other headers below it. A sender's own memo begins with `To:`.
fn outlook_block(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let line = lines.get(at)?;
    let (key, value) = key_of(line.text)?;
    let (keys, end) = keys_after(lines, at)?;
    let has = |key| keys.contains(&key);
    let others = [Key::Date, Key::To, Key::Subject, Key::Cc].iter().filter(|&&key| has(key)).count();
    let full = match key {
        Key::From => others >= 2 && !value.is_empty() || others >= 3,
        // Some programs put the date or the subject first.
        Key::Date | Key::Subject => has(Key::From) && others >= 3,
        Key::To | Key::Cc | Key::Other => false,
    };
    full.then_some(end)
}

/// Outlook's rule is 32 underscores; below it a header with a mailbox is enough, in whatever language.
fn outlook_rule(rule: &str, lines: &[Line<'_>], next: usize) -> Option<usize> {
    let below = lines.get(next)?.text;
    let keyed = below.char_indices().take(MAX_KEY_CHARS).any(|(_, c)| matches!(c, ':' | '：'));
    let is_from = matches!(key_of(below), Some((Key::From, _)));
    let outlooks = rule.len() == 32 && rule.bytes().all(|byte| byte == b'_');
    (keyed && below.contains('@') && (outlooks || is_from))
        .then(|| keys_after(lines, next).map_or(next + 1, |(_, end)| end))
}

/// Most lines of a header that Notes draws as a table.
const MAX_TABLE_LINES: usize = 24;

/// Notes draws the header of an answered message as a box, or as two columns whose right one holds the
/// keys: `To`, `cc`, `Subject`.
fn notes_table(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let line = lines.get(at)?;
    let boxed = line.text.starts_with("|----") && line.text.contains('+');
    let indented = line.raw.starts_with("          ") && line.text.len() <= 60;
    if !boxed && !indented {
        return None;
    }
    let (mut to, mut subject, mut end) = (false, false, at);
    for (offset, line) in lines.iter().skip(at).take(MAX_TABLE_LINES).enumerate() {
        if indented && !line.is_blank() && !line.raw.starts_with("     ") {
            break;
        }
        let text = line.text.trim_matches(|c: char| c == '|' || c == ' ');
        let key = key_of(text).map(|(key, _)| key);
        to |= key == Some(Key::To) && boxed || indented && (text.ends_with("  To") || text == "To");
        let ends_subject = key == Some(Key::Subject) && boxed
            || indented && (text.ends_with("  Subject") || text == "Subject");
        if ends_subject {
            subject = true;
            end = at + offset + 1;
        }
    }
    (to && subject).then_some(end)
}

/// The keys of the header lines from `at` on, and the line after them. Values may run on for lines, and
/// single blank lines may stand between the headers.
fn keys_after(lines: &[Line<'_>], at: usize) -> Option<(Vec<Key>, usize)> {
    let mut keys = Vec::new();
    let mut end = at;
    let mut since = 0;
    let mut blanks = 0;
    for (offset, line) in lines.iter().skip(at).take(MAX_BLOCK_LINES).enumerate() {
        if line.is_blank() {
            blanks += 1;
            if blanks > 2 {
                break;
            }
            continue;
        }
        match key_of(line.text) {
            Some((key, _)) => {
                keys.push(key);
                end = at + offset + 1;
                since = 0;
                blanks = 0;
            }
            // After a blank line only another header continues the block, and the subject ends it.
            None if blanks > 0 || keys.is_empty() => {
                if blanks > 0 && !line.text.contains('@') {
                    break;
                }
                since += 1;
                if since > 3 {
                    break;
                }
            }
            None => {
                since += 1;
                if since > 25 {
                    break;
                }
            }
        }
    }
    (!keys.is_empty()).then_some((keys, end))
}

/// Notes: the sender's name, the date below it or beside it, then `To:`.
fn notes_block(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let stamp_at = (at..at + 3)
        .find(|&at| lines.get(at).is_some_and(|line| !line.quoted && ends_in_stamp(line.text)))?;
    // Between the name and the date stands nothing but a blank line.
    if stamp_at > at {
        let name = lines.get(at)?;
        let between = lines.get(at + 1..stamp_at)?;
        let stamp = lines.get(stamp_at)?;
        // Without " on " the line with the date holds the date alone, or the words "Sent by".
        let wraps = starts_with(stamp.text, "on ") || stamp.text.contains(" on ");
        if name.text.len() > 100
            || name.text.ends_with(['.', '?', '!', ':', ','])
            || between.iter().any(|line| !line.is_blank())
            || !(is_stamp_only(stamp.text) || wraps)
        {
            return None;
        }
    }
    let mut keys = 0;
    let mut end = stamp_at + 1;
    let mut written = 0;
    for (offset, line) in lines.iter().skip(stamp_at + 1).take(MAX_BLOCK_LINES).enumerate() {
        if line.is_blank() {
            continue;
        }
        written += 1;
        let key = key_of(line.text).map(|(key, _)| key).or_else(|| bare_key(line.text));
        if key.is_some() {
            keys += 1;
            end = stamp_at + 1 + offset + 1;
            if key == Some(Key::Subject) && keys >= 2 && key_of(line.text).is_some() {
                break;
            }
        } else if keys == 0 && written > 4 || written > 40 {
            break;
        }
    }
    (keys >= 2).then_some(end)
}

/// Whether the line is, or ends in, a date and a time of day: `06/05/2001 10:06 AM`.
fn ends_in_stamp(text: &str) -> bool {
    if text.len() > 160 || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut words: SmallVec<[&str; MAX_STAMP_WORDS]> =
        text.split_whitespace().rev().take(MAX_STAMP_WORDS).collect();
    words.reverse();
    (0..words.len()).any(|at| {
        words.get(at).is_some_and(|word| is_numeric_date(word))
            && words.get(at + 1).is_some_and(|word| is_clock(word))
            && words.get(at + 2..).unwrap_or_default().iter().all(|word| is_zone_or_half(word))
    })
}

fn is_stamp_only(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.len() <= 40
}

fn is_numeric_date(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    (6..=10).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'.' | b'-'))
        && word.split(['/', '.', '-']).filter(|part| !part.is_empty()).count() == 3
}

fn is_clock(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    (4..=8).contains(&word.len())
        && word.contains([':', '.'])
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
}

fn is_zone_or_half(word: &str) -> bool {
    word.len() <= 5
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.' || byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    fn starts(text: &str) -> bool {
        header_block_at(&split(text), 0).is_some()
    }

    #[test]
    fn header_blocks_in_many_languages_are_known() {
        for text in [
            "From: Ana Lima <ana@studio.example>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ben\nSubject: Plan",
            "*From:* Ana Lima\n*Sent:* Monday\n*To:* Ben\n*Subject:* Plan",
            "Von: Ana Lima\nGesendet: Montag, 2. März 2026 09:00\nAn: Ben\nBetreff: Plan",
            "De : Ana Lima\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Ben\nObjet : Plan",
            "De: Ana Lima\nEnviado el: lunes\nPara: Ben\nAsunto: Plan",
            "Da: Ana Lima\nInviato: lunedì\nA: Ben\nOggetto: Plan",
            "Van: Ana Lima\nVerzonden: maandag\nAan: Ben\nOnderwerp: Plan",
            "Od: Ana Lima\nWysłano: poniedziałek\nDo: Ben\nTemat: Plan",
            "De: Ana Lima\nEnviada em: segunda-feira\nPara: Ben\nAssunto: Plan",
            "Från: Ana Lima\nSkickat: den 2 mars 2026 09:00\nTill: Ben\nÄmne: Plan",
            "Fra: Ana Lima\nSendt: 2. marts 2026 09:00\nTil: Ben\nEmne: Plan",
            "差出人: Ana Lima\n送信日時: 2026年3月2日 9:00\n宛先: Ben\n件名: Plan",
            "From:\tLima, Ana  \nSent:\tMonday\nTo:\tBen Roth; Carla Diaz;\nDora Engel\nCc:\tEva\nSubject:\tPlan",
            "________________________________\nFrom: Ana\nSent: Monday\nTo: Ben\nSubject: Plan",
            "-----Original Message-----\nanything",
            "-------- Ursprüngliche Nachricht --------",
            "---------- Forwarded message ---------\nFrom: Ana <ana@studio.example>",
            "Begin forwarded message:\n\n> From: Ana",
            "---------------------- Forwarded by Ana Lima/HOU/Corp on 03/02/2026 09:00 \nAM ---------------------------",
            "Ana Lima@CORP\n03/02/2026 09:00 AM\nTo: Ben Roth/HOU/Corp@CORP\ncc:  \nSubject: Plan",
            "\"Ana Lima\" <ana@studio.example> on 03/02/2026 09:00:10 AM\nPlease respond to <ana@studio.example>\n\nTo: Ben\n\ncc:\n\nSubject: Plan",
            "________________________________\nКто-то: Ana <ana@studio.example>\nx",
            "\u{2010}\u{2010}\u{2010}\u{2010} Original Message \u{2010}\u{2010}\u{2010}\u{2010}",
            "|--------+------>\n|        |  Ana Lima  |\n|--------+------>\n  >-----|\n  |  To: Ben  |\n  |  Subject: Plan  |\n  >-----|",
            "               Ana Lima\n               <ana@studio.example>                 To\n               02/03/2026                Ben\n                                         cc\n               9:00                      Subject\n               AM                        Plan",
            "Ana Lima/HOU/Corp\n02.03.2026 09:00\n\nTo\nBen Roth\ncc\n\nSubject\nPlan",
        ] {
            assert!(starts(text), "{text}");
        }
    }

    #[test]
    fn a_memo_and_a_list_of_points_are_no_header_blocks() {
        for text in [
            "To: All of you\nSubject: lunch\nDate: today",
            "From: the top of the hill\nyou see the lake.",
            "Date: 3 March\nTime: 10:00\nPlace: Studio",
            "-----",
            "Let us meet on 03/02/2026 09:00 AM\nTell me.",
            "--- original message boards are fun ---",
        ] {
            assert!(!starts(text), "{text}");
        }
    }
}
