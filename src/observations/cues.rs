//! Cues: spans of newly written text that look like acts of the sender toward the addressee.
//!
//! A cue is judged from its message alone; `inference` decides in the conversation whether it is an act.

mod act;
mod announcement;
mod bearing;
mod due;
mod features;
mod judge;
mod language;
mod mood;
mod occasion;
mod packs;
mod passing;
mod rules;
mod sensitive;
mod sentence;
mod short_answer;
mod sieve;
mod signs;
pub mod training;
mod weights;
mod why;
mod wording;

#[cfg(test)]
mod tests;

pub use act::{Act, Certainty, Confidence, Cue, Due, Sign};
pub use bearing::{Back, Bearing};
use due::deadline;
pub use due::due;
pub use short_answer::{ShortAnswer, short_answer};
pub use why::{Why, why};
pub use wording::Wording;

/// Whether acts are read in a language, named by its ISO 639-1 code.
#[must_use]
pub fn reads(language: &str) -> bool {
    language == "en" || packs::has(language)
}

/// Whether acts are read in a language, if any, by rules of words alone: how sure they are said to be is a
/// convention there, the same of every act.
#[must_use]
pub fn reads_by_words(language: Option<&str>) -> bool {
    language.is_some_and(packs::has)
}

/// Whether a subject by itself touches a sensitive matter.
#[must_use]
pub fn sensitive_subject(subject: &str) -> bool {
    sensitive::touches(&[], subject)
}

use std::borrow::Cow;
use std::cell::LazyCell;

use crate::people::Mailbox;
use jiff::civil::DateTime;

/// Version of the method and its weights: a change here makes `reread` worth while.
pub const MODEL_VERSION: u32 = 10;

/// Longest quote, in characters.
const MAX_QUOTE_CHARS: usize = 200;

/// What is known of a message beside its text.
#[derive(Debug, Clone, Copy)]
pub struct TextContext<'a> {
    /// The decoded subject.
    pub subject: &'a str,
    /// The sender.
    pub from: Option<&'a Mailbox>,
    /// Addressees of `To`.
    pub to: &'a [Mailbox],
    /// When it was sent, by the sender's clock: dates in words are relative to it.
    pub sent: DateTime,
    /// Whether files are attached.
    pub has_attachment: bool,
    /// Whether it answers another message.
    pub is_reply: bool,
    /// Lines that it quotes or passes on, as far as they are told.
    pub passed_on: &'a [String],
}

/// What the text of one message says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextReading {
    /// Acts, strongest first, at most one cue an act, and one for each other reader to whom it is said by
    /// name; none in an announcement, and none in a language
    /// that is not read (see [`reads`]).
    pub cues: Vec<Cue>,
    /// Help that the text alone does not show surely enough: where it was asked for, it is help.
    pub hint: Option<Cue>,
    /// True where the text itself is that of an advertisement, newsletter, notice or announcement to all.
    pub announcement: bool,
    /// True where it touches grief, health, law, separation, harassment, dismissal or discipline: then
    /// no cue has a quote.
    pub sensitive: bool,
    /// True where it tells of a death.
    pub grief: bool,
    /// ISO 639-1 code, where the language is certain.
    pub language: Option<String>,
    /// What a text of a few words answers.
    pub short_answer: Option<ShortAnswer>,
}

/// Reads of a text what is wanted of it where it cannot hold acts: whether it touches a sensitive matter.
#[must_use]
pub fn skim(authored: &str, subject: &str) -> TextReading {
    let sentences = sentence::split(authored);
    let sensitive = sensitive::touches(&sentences, subject);
    TextReading {
        sensitive,
        grief: sensitive && sensitive::tells_of_death(&sentences),
        ..TextReading::default()
    }
}

/// Reads the newly written text of a message. Only cues that goodwill itself would act on are returned.
#[must_use]
pub fn read(authored: &str, context: &TextContext<'_>) -> TextReading {
    let sentences = sentence::split(authored);
    let language = language::of(authored);
    let foreign = language.filter(|code| *code != "en");
    let sensitive = sensitive::touches(&sentences, context.subject)
        || foreign.is_some_and(|code| packs::is_sensitive(code, authored));
    let marks = announcement::marks(authored);
    let mut judgement = match foreign {
        None => judge::judge(authored, &sentences, &marks, context),
        Some(code) => judge::Judgement {
            verdicts: packs::judge(code, &sentences),
            announcement: packs::announces(code, authored),
            ..judge::Judgement::default()
        },
    };
    if judgement.announcement || announcement::by_marks(&marks, announcement::links(authored)) {
        judgement = judge::Judgement { announcement: true, ..judge::Judgement::default() };
    }
    let judge::Judgement { verdicts, spoken, hint, announcement } = judgement;
    // Of the message, not of each act in it; most messages have none.
    let of_subject = LazyCell::new(|| signs::of_subject(context.subject));
    let said: Vec<(Act, usize)> = verdicts.iter().map(|verdict| (verdict.act, verdict.sentence)).collect();
    let cue = |verdict: judge::Verdict| {
        let sentence = sentences.get(verdict.sentence)?;
        Some(Cue {
            act: verdict.act,
            confidence: verdict.confidence,
            quote: if sensitive { String::new() } else { quote(&with_condition(verdict, &sentences)) },
            signs: signs_of(verdict, &sentences, context, &of_subject),
            due: due_of(verdict, &sentences, &said, context.sent),
            occasion: occasion::occasion(verdict.act, &sentences, verdict.sentence, context),
            bearing: if sensitive {
                Bearing::default()
            } else {
                bearing::bearing(verdict.act, sentence, context.sent.date())
            },
            lines: Vec::new(),
        })
    };
    let mut cues: Vec<Cue> = verdicts.into_iter().filter_map(cue).collect();
    for other in spoken.into_iter().filter_map(cue) {
        let told = |known: &Cue| known.act == other.act && known.bearing.toward == other.bearing.toward;
        if !cues.iter().any(told) {
            cues.push(other);
        }
    }
    TextReading {
        cues,
        hint: hint.and_then(cue),
        announcement,
        sensitive,
        grief: sensitive && sensitive::tells_of_death(&sentences),
        language: language.map(str::to_owned),
        short_answer: short_answer::of(authored, &sentences),
    }
}

/// When an act falls due: on the day that its sentence names, or that the next one names as the last, unless that one
/// is about something else ("Would you split it? The mason needs an answer by 4 May.").
fn due_of(
    verdict: judge::Verdict,
    sentences: &[sentence::Sentence<'_>],
    said: &[(Act, usize)],
    sent: DateTime,
) -> Option<Due> {
    let act = verdict.act;
    let sentence = sentences.get(verdict.sentence).filter(|_| is_dated(act))?;
    let next = verdict.sentence + 1;
    let beside = || {
        let about = !said.iter().any(|&(other, at)| at == next && other != act && is_dated(other));
        let sentence = sentences.get(next).filter(|next| about && !next.closing)?;
        // Who promises and then asks something by a day has not promised it for that day.
        let asks_back = act == Act::Promise && sentence.raw.ends_with('?');
        deadline(sentence.raw, sent).filter(|_| !asks_back)
    };
    due(sentence.raw, sent).or_else(beside)
}

/// Whether an act may fall due.
fn is_dated(act: Act) -> bool {
    matches!(act, Act::Promise | Act::Request | Act::Offer)
}

/// The words of an act. A condition that stands before a promise as a sentence of its own ("If you send me the
/// list. I will print it.") belongs to it.
fn with_condition<'a>(verdict: judge::Verdict, sentences: &[sentence::Sentence<'a>]) -> Cow<'a, str> {
    let at = verdict.sentence;
    let raw = sentences.get(at).map_or("", |sentence| sentence.raw);
    let before = at.checked_sub(1).and_then(|before| sentences.get(before));
    match before.filter(|before| verdict.act == Act::Promise && before.folded.starts_with("if ")) {
        Some(before) if !before.folded.contains(',') => format!("{} {raw}", before.raw).into(),
        _ => raw.into(),
    }
}

/// The signs around an act, with those of the subject against a favor.
fn signs_of(
    verdict: judge::Verdict,
    sentences: &[sentence::Sentence<'_>],
    context: &TextContext<'_>,
    of_subject: &[Sign],
) -> Vec<Sign> {
    let mut signs = signs::around(verdict.act, sentences, verdict.sentence);
    signs.extend(of_subject);
    if passing::is_passing(verdict.act, sentences, verdict.sentence, context) {
        signs.push(Sign::Passing);
    }
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// A sentence on one line, at most 200 characters.
pub(super) fn quote(raw: &str) -> String {
    let line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(MAX_QUOTE_CHARS).collect()
}
