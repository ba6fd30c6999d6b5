//! Turns sentences and messages into numbered features for the weights.
//!
//! The first slots are the hand-written rules, the rest is a hash of word classes, word pairs and places.
//! Names, numbers and days become classes, so that no person's name carries weight.

use super::Act;
use super::TextContext;
use super::announcement;
use super::rules::{self, Weight};
use super::sentence::{MAX_TEXT_BYTES, Sentence, prefix};

/// Number of slots of the weights.
pub const SLOTS: usize = SLOT_NUMBERS as usize;
const SLOT_NUMBERS: u32 = 1 << 17;
/// Slots kept for the rules.
const RULE_SLOTS: u32 = 512;
/// Most words of a sentence that become features.
const MAX_WORDS: usize = 60;
/// Most lines whose layout is looked at.
const MAX_LINES: usize = 400;
/// Most words of a message that become features.
const MAX_MESSAGE_WORDS: usize = 400;

/// A slot and its value.
pub type Feature = (u32, f32);

/// Acts that the weights know, in the order of their columns.
pub const ACTS: [Act; 14] = [
    Act::Thanks,
    Act::Request,
    Act::Offer,
    Act::Promise,
    Act::Help,
    Act::Introduction,
    Act::Recommendation,
    Act::Advice,
    Act::Praise,
    Act::Care,
    Act::Gift,
    Act::Apology,
    Act::Pressure,
    Act::Decline,
];

/// What the rules say of each sentence of a message.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hits {
    /// Numbers of the matching rules.
    pub(crate) rules: Vec<usize>,
    /// Acts with a strong rule and none against, a bit for each (see [`bit`]).
    pub(crate) said: u32,
    /// Acts of those that a sure rule says: they stand without the weights.
    pub(crate) sure: u32,
    /// Acts that a rule rules out in this sentence, whatever its words score.
    pub(crate) muted: u32,
}

/// The bit of an act.
pub(crate) fn bit(act: Act) -> u32 {
    1 << (act as u32)
}

/// Matches the rules against a sentence.
pub(crate) fn hits(sentence: &Sentence<'_>) -> Hits {
    let rules = rules::hits(sentence);
    let (mut sure, mut strong, mut against, mut muted) = (0, 0, 0, 0);
    for (act, weight, _) in rules.iter().filter_map(|number| rules::rule(*number)) {
        match weight {
            Weight::Sure => sure |= bit(*act),
            Weight::Strong => strong |= bit(*act),
            Weight::Against => against |= bit(*act),
            Weight::Never => muted |= bit(*act),
            Weight::Weak => {}
        }
    }
    let open = !against & !muted;
    Hits { rules, said: (sure | strong) & open, sure: sure & open, muted }
}

/// The features of the sentence at `at`.
pub(crate) fn of_sentence(
    sentences: &[Sentence<'_>],
    hits: &[Hits],
    at: usize,
    context: &TextContext<'_>,
) -> Vec<Feature> {
    let (Some(sentence), Some(own)) = (sentences.get(at), hits.get(at)) else { return Vec::new() };
    let mut features: Vec<Feature> =
        own.rules.iter().filter_map(|rule| Some((u32::try_from(*rule).ok()?, 1.0))).collect();
    let mut place = |kind: &str, value: usize| features.push((slot(&[kind, digit(value)]), 1.0));
    let said = sentences.len();
    place("index", bucket(at));
    place("from-end", bucket(said - at - 1));
    place("length", bucket(sentence.folded.len() / 20));
    place("sentences", bucket(said));
    place("closing", usize::from(sentence.closing));
    place("vocative", usize::from(sentence.vocative));
    place("addressees", bucket(context.to.len()));
    place("reply", usize::from(context.is_reply));
    place("attachment", usize::from(context.has_attachment));
    let elsewhere =
        hits.iter().enumerate().filter(|(other, _)| *other != at).fold(0, |sum, (_, hits)| sum | hits.said);
    let before = at.checked_sub(1).and_then(|before| hits.get(before)).map_or(0, |hits| hits.said);
    for (column, act) in ACTS.iter().enumerate() {
        if elsewhere & bit(*act) != 0 {
            place("elsewhere", column);
        }
        if before & bit(*act) != 0 {
            place("before", column);
        }
        if own.said & bit(*act) != 0 {
            place("said", column);
        }
    }
    let words: Vec<&str> = sentence.folded.split(' ').flat_map(split_mark).take(MAX_WORDS).collect();
    frame(&words, &mut features);
    add_words(&words, "s", &mut features);
    features
}

/// Who speaks of whom and in which mood: the first word, the first pronoun and the first auxiliary verb,
/// with what goes beside them.
fn frame(words: &[&str], features: &mut Vec<Feature>) {
    let (mut pronoun, mut auxiliary) = ("-", "-");
    let (mut you, mut asks, mut not, mut hedged) = ("-", "-", "-", "-");
    for word in words {
        match Role::of(word) {
            Role::Pronoun => first(&mut pronoun, word),
            Role::PronounOfYou => {
                first(&mut pronoun, word);
                you = "+";
            }
            Role::Auxiliary => first(&mut auxiliary, word),
            Role::PronounWithVerb => {
                first(&mut pronoun, word);
                first(&mut auxiliary, word);
            }
            Role::You => you = "+",
            Role::Asks => asks = "+",
            Role::Not => not = "+",
            Role::If => hedged = "+",
            Role::Other => {}
        }
    }
    let opening = words.first().copied().map_or("-", class);
    for parts in [
        ["frame 1", pronoun, auxiliary, you],
        ["frame 2", pronoun, auxiliary, not],
        ["frame 3", pronoun, asks, hedged],
        ["frame 4", opening, pronoun, you],
        ["frame 5", opening, asks, you],
        ["frame 6", auxiliary, you, hedged],
    ] {
        features.push((slot(&parts), 0.5));
    }
}

fn first<'a>(place: &mut &'a str, word: &'a str) {
    if *place == "-" {
        *place = word;
    }
}

/// What a word does in the frame of its sentence.
enum Role {
    Pronoun,
    /// "you", which is also one of the pronouns.
    PronounOfYou,
    /// "i'll", which is also an auxiliary.
    PronounWithVerb,
    Auxiliary,
    You,
    Asks,
    Not,
    If,
    Other,
}

impl Role {
    fn of(word: &str) -> Self {
        match word {
            "you" => Self::PronounOfYou,
            "i'll" => Self::PronounWithVerb,
            "i" | "we" | "he" | "she" | "they" | "it" | "i'm" => Self::Pronoun,
            "your" | "you're" | "you'd" | "you'll" | "yours" | "you've" => Self::You,
            "not" | "can't" | "cannot" | "won't" | "don't" | "didn't" | "doesn't" | "unable" | "never"
            | "no" | "isn't" | "couldn't" | "wouldn't" => Self::Not,
            "if" | "whether" | "unless" | "when" | "once" => Self::If,
            "will" | "can" | "could" | "would" | "should" | "may" | "might" | "must" | "shall" | "have"
            | "was" | "is" | "are" | "we'll" | "i've" | "we've" | "i'd" | "we'd" => Self::Auxiliary,
            "?" => Self::Asks,
            _ => Self::Other,
        }
    }
}

/// The features of the message as a whole; `marks` are those of an announcement that its text has.
pub(crate) fn of_message(
    authored: &str,
    sentences: &[Sentence<'_>],
    marks: &[usize],
    context: &TextContext<'_>,
) -> Vec<Feature> {
    let mut features = Vec::new();
    let message = Name::of(&["message"]);
    let mut place = |kind: &str, value: usize| {
        features.push((message.with(kind).with(digit(value)).slot(), 1.0));
    };
    for &mark in marks {
        place("mark", mark);
    }
    place("links", bucket(announcement::links(authored)));
    place("sentences", bucket(sentences.len()));
    place("addressees", bucket(context.to.len()));
    place("reply", usize::from(context.is_reply));
    place("attachment", usize::from(context.has_attachment));
    place("vocative", usize::from(sentences.iter().any(|sentence| sentence.vocative)));
    place("you", bucket(sentences.iter().filter(|sentence| sentence.folded.contains("you")).count()));
    place(
        "i",
        bucket(
            sentences
                .iter()
                .filter(|sentence| sentence.folded.starts_with("i ") || sentence.folded.contains(" i "))
                .count(),
        ),
    );
    shape(authored, sentences, context, &mut features);
    let all = sentences.iter().flat_map(|sentence| sentence.folded.split(' '));
    words(all, MAX_MESSAGE_WORDS, "m", &mut features);
    words(context.subject.to_ascii_lowercase().split(' '), MAX_WORDS, "subject", &mut features);
    features
}

/// How a message is laid out, and how it opens and ends: letters to somebody look unlike notices to all.
fn shape(authored: &str, sentences: &[Sentence<'_>], context: &TextContext<'_>, features: &mut Vec<Feature>) {
    let mut add = |parts: &[&str], value: f32| features.push((slot(parts), value));
    let one_word = context.from.is_some_and(|from| !from.address.local().contains(['.', '_', '-']));
    add(&["sender of one word", digit(usize::from(one_word))], 0.3);
    let opening = sentences.first().map_or("", |sentence| sentence.folded.as_str());
    for (at, word) in opening.split(' ').take(3).enumerate() {
        add(&["opening", digit(at), class(word)], 0.4);
    }
    let ending = sentences.last().map_or("", |sentence| sentence.folded.as_str());
    for word in ending.split(' ').take(4) {
        add(&["ending", class(word)], 0.3);
    }
    let lines: Vec<&str> = prefix(authored, MAX_TEXT_BYTES)
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(MAX_LINES)
        .collect();
    let eighths = |is: &dyn Fn(&str) -> bool| {
        lines.iter().copied().filter(|line| is(line)).count() * 8 / lines.len().max(1)
    };
    let shouted = |line: &str| {
        line.len() > 6 && line.chars().any(char::is_alphabetic) && !line.chars().any(char::is_lowercase)
    };
    let keyed = |line: &str| line.split_once(':').is_some_and(|(key, _)| key.len() < 25);
    let listed = |line: &str| line.starts_with(['*', '-', '|', '=', '_', '+', '#']);
    add(&["shouted", digit(eighths(&shouted))], 0.5);
    add(&["keyed", digit(eighths(&keyed))], 0.5);
    add(&["listed", digit(eighths(&listed))], 0.5);
    add(&["size", digit(authored.len().checked_ilog2().unwrap_or(0) as usize)], 0.5);
    let first = lines.first().copied().unwrap_or("");
    let greets = first.len() < 30 && first.ends_with([',', ':', '-']);
    add(&["greets", digit(usize::from(greets))], 0.5);
    let start = prefix(first, 5).to_ascii_lowercase();
    add(&["formal", digit(usize::from(start.starts_with("dear") || start.starts_with("to:")))], 0.5);
    let signed = lines.last().is_some_and(|line| line.split(' ').count() <= 2 && line.len() < 20);
    add(&["signed", digit(usize::from(signed))], 0.5);
}

fn words<'a>(text: impl Iterator<Item = &'a str>, most: usize, kind: &str, features: &mut Vec<Feature>) {
    let words: Vec<&str> = text.flat_map(split_mark).take(most).collect();
    add_words(&words, kind, features);
}

/// Adds words and pairs of words, each worth less the more there are; of a sentence also threes.
fn add_words(words: &[&str], kind: &str, features: &mut Vec<Feature>) {
    if words.is_empty() {
        return;
    }
    // A message has more words than a sentence, and says less by each.
    let weight = if kind == "s" { 0.5 } else { 1.0 };
    let value = weight / (words.len() as f32).sqrt();
    let threes = kind == "s";
    features.reserve((words.len() + 1) * if threes { 4 } else { 2 });
    let (kind, stems) = (Name::of(&[kind]), Name::of(&["stem"]));
    let (mut behind_one, mut behind_two) = (kind.with("^"), kind.with("^").with("^"));
    for word in words.iter().copied().chain(["$"]) {
        let word = class(word);
        let (one, two) = (kind.with(word), behind_one.with(word));
        features.push((one.slot(), value));
        features.push((two.slot(), value));
        if threes {
            features.push((behind_two.with(word).slot(), value));
            features.push((stems.with(stem(word)).slot(), value));
        }
        (behind_one, behind_two) = (one, two);
    }
}

/// Single words and pairs of words of a sentence, as written and as the weights know them.
pub(crate) fn named_words(folded: &str) -> Vec<(String, Feature)> {
    let words: Vec<&str> = folded.split(' ').flat_map(split_mark).take(MAX_WORDS).collect();
    let value = 0.5 / (words.len().max(1) as f32).sqrt();
    let plain = |words: &[&str]| words.join(" ").replace('@', "");
    let single = words.iter().map(|word| (plain(&[word]), (slot(&["s", class(word)]), value)));
    let pairs = words.windows(2).map(|pair| {
        let parts: Vec<&str> = ["s"].into_iter().chain(pair.iter().map(|word| class(word))).collect();
        (plain(pair), (slot(&parts), value))
    });
    single.chain(pairs).collect()
}

/// A word, and the question or exclamation mark behind it as a word of its own.
fn split_mark(word: &str) -> impl Iterator<Item = &str> {
    let mark = if word.ends_with('?') {
        Some("?")
    } else if word.ends_with('!') {
        Some("!")
    } else {
        None
    };
    let plain = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '@' && c != '\'');
    (!plain.is_empty()).then_some(plain).into_iter().chain(mark)
}

/// A word without the ending of its number, tense or adverb: rare forms learn from usual ones.
fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 8] = ["ing", "edly", "ed", "ies", "es", "ly", "s", "e"];
    const LEAST: usize = 3;
    let cut = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.len() >= LEAST));
    cut.unwrap_or(word)
}

/// The class of a name, number or day; any other word stands for itself.
fn class(word: &str) -> &str {
    const DAYS: [&str; 9] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "today"];
    if word.starts_with('@') {
        "<name>"
    } else if word.bytes().any(|b| b.is_ascii_digit()) {
        "<number>"
    } else if DAYS.contains(&word) {
        "<day>"
    } else {
        word
    }
}

fn bucket(count: usize) -> usize {
    match count {
        0..=3 => count,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

fn digit(value: usize) -> &'static str {
    const DIGITS: [&str; 16] =
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"];
    DIGITS.get(value).copied().unwrap_or("f")
}

/// The slot of a feature named by these parts.
fn slot(parts: &[&str]) -> u32 {
    Name::of(parts).slot()
}

/// The name of a feature, part by part: FNV-1a of its parts.
#[derive(Clone, Copy)]
struct Name(u32);

impl Name {
    fn of(parts: &[&str]) -> Self {
        const OFFSET: u32 = 0x811c_9dc5;
        parts.iter().fold(Self(OFFSET), |name, part| name.with(part))
    }

    fn with(self, part: &str) -> Self {
        const PRIME: u32 = 0x0100_0193;
        let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(PRIME);
        Self(step(part.bytes().fold(self.0, step), 0))
    }

    /// The slot, past those of the rules.
    fn slot(self) -> u32 {
        // The low bits of FNV mix badly.
        let hash = self.0 ^ self.0 >> 15;
        RULE_SLOTS + hash % (SLOT_NUMBERS - RULE_SLOTS)
    }
}
