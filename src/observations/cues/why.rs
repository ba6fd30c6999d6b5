//! Why words are read as an act: the phrases and words that decided, for a person to read.
//!
//! From a quote alone: what its message and conversation added is not known here.

use regex::bytes::Regex;

use super::features::{self, ACTS};
use super::rules::{self, Weight};
use super::sentence::{Sentence, split};
use super::{Act, judge, language, packs};

/// Most words named beside the phrases.
const MOST_WORDS: usize = 3;
/// Least weight of a word that is named.
const LEAST_WEIGHT: f32 = 0.05;

/// What spoke for and against an act in a quote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The act.
    act: Option<Act>,
    /// Phrases that say it, as rules know them.
    phrases: Vec<String>,
    /// Phrases that hint at it.
    hints: Vec<String>,
    /// Phrases that speak against it.
    against: Vec<String>,
    /// Words that labelled mail showed to speak for it, the strongest first.
    words: Vec<String>,
}

/// Why a quote is read as an act; `None` where nothing in its words decides.
#[must_use]
pub fn why(act: Act, quote: &str) -> Option<Why> {
    let sentences = split(quote);
    if let Some(code) = language::of(quote).filter(|code| packs::has(code)) {
        let phrases: Vec<String> =
            sentences.iter().flat_map(|sentence| packs::phrases(code, act, sentence)).collect();
        return (!phrases.is_empty()).then(|| Why { act: Some(act), phrases, ..Why::default() });
    }
    let mut why = Why { act: Some(act), ..Why::default() };
    for sentence in &sentences {
        for number in rules::hits(sentence) {
            let Some((of, weight, pattern)) = rules::rule(number) else { continue };
            let list = match weight {
                _ if *of != act => continue,
                Weight::Sure | Weight::Strong => &mut why.phrases,
                Weight::Weak => &mut why.hints,
                Weight::Against | Weight::Never => &mut why.against,
            };
            list.extend(
                Regex::new(&format!("(?-u){}", rules::expand(pattern)))
                    .ok()
                    .and_then(|rule| found(&rule, sentence)),
            );
        }
    }
    let known = why.phrases.join(" ");
    why.words = words(act, &sentences).into_iter().filter(|word| !known.contains(word.as_str())).collect();
    for list in [&mut why.phrases, &mut why.hints, &mut why.against] {
        let mut seen: Vec<String> = Vec::new();
        list.retain(|phrase| {
            let new = !phrase.is_empty() && !seen.iter().any(|other| other.contains(phrase.as_str()));
            seen.push(phrase.clone());
            new
        });
    }
    let silent = why.phrases.is_empty() && why.hints.is_empty() && why.words.is_empty();
    (!silent).then_some(why)
}

/// The words of a sentence that a rule matches.
fn found(rule: &Regex, sentence: &Sentence<'_>) -> Option<String> {
    let found = rule.find(sentence.folded.as_bytes())?;
    let words = String::from_utf8_lossy(found.as_bytes()).replace('@', "");
    Some(words.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '?').to_owned())
}

/// The words and pairs of words that weigh most for an act.
fn words(act: Act, sentences: &[Sentence<'_>]) -> Vec<String> {
    let Some(column) = ACTS.iter().position(|known| *known == act) else { return Vec::new() };
    let mut weighed: Vec<(f32, String)> = sentences
        .iter()
        .flat_map(|sentence| features::named_words(&sentence.folded))
        .map(|(words, feature)| (judge::weight(column, feature), words))
        .filter(|(weight, _)| *weight >= LEAST_WEIGHT)
        .collect();
    weighed.sort_by(|(one, first), (other, second)| other.total_cmp(one).then_with(|| first.cmp(second)));
    let mut words: Vec<String> = Vec::new();
    for (_, word) in weighed {
        let told = words.iter().any(|known| known.contains(&word) || word.contains(known.as_str()));
        if words.len() < MOST_WORDS && !told {
            words.push(word);
        }
    }
    words
}

impl Why {
    /// In one sentence.
    #[must_use]
    pub fn in_words(&self) -> String {
        let quoted = |list: &[String]| {
            let list: Vec<String> = list.iter().map(|words| format!("“{words}”")).collect();
            list.join(", ")
        };
        let verb = |list: &[String], one: &str, many: &str| {
            if list.len() == 1 { one.to_owned() } else { many.to_owned() }
        };
        let meaning = self.act.map_or("", meaning);
        let mut parts = Vec::new();
        if !self.phrases.is_empty() {
            parts.push(format!("{} {} {meaning}", quoted(&self.phrases), verb(&self.phrases, "says", "say")));
        } else if !self.hints.is_empty() {
            parts.push(format!(
                "{} {} at {meaning}",
                quoted(&self.hints),
                verb(&self.hints, "hints", "hint")
            ));
        }
        if !self.words.is_empty() {
            let meaning = if parts.is_empty() { meaning } else { "it" };
            parts.push(format!(
                "{} {} for {meaning}",
                quoted(&self.words),
                verb(&self.words, "speaks", "speak")
            ));
        }
        if !self.against.is_empty() {
            parts.push(format!(
                "{} {} against it",
                quoted(&self.against),
                verb(&self.against, "speaks", "speak")
            ));
        }
        parts.join("; ")
    }
}

/// What makes an act, and what does not, in a few words.
fn meaning(act: Act) -> &'static str {
    match act {
        Act::Thanks => "thanks for something particular, not a closing formula",
        Act::Request => "a request that costs the reader something, not a formula",
        Act::Offer => "help offered and not yet given",
        Act::Promise => "something particular that the writer will do for the reader",
        Act::Help => "something wanted that is delivered or done",
        Act::Introduction => "two people brought together",
        Act::Recommendation => "somebody vouched for",
        Act::Advice => "guidance for the reader's benefit",
        Act::Praise => "a compliment to the reader",
        Act::Care => "concern for the reader as a person, not an opening formula",
        Act::Gift => "something given or treated to",
        Act::Apology => "an apology for the writer's own doing",
        Act::Pressure => "blame, a threat or a chaser with an edge",
        Act::Decline => "a refusal of what the reader asked or offered",
        Act::Concession => "leave, an extension, a waiver or cover granted",
        Act::Opportunity => "a lead or an invitation that serves the reader",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(act: Act, quote: &str) -> String {
        why(act, quote).map(|why| why.in_words()).unwrap_or_default()
    }

    #[test]
    fn the_phrase_that_says_an_act_is_named_with_what_it_means() {
        for (act, quote, words) in [
            (Act::Thanks, "Many thanks for sending the photos.", "thanks for something particular"),
            (Act::Thanks, "Thank you so much for your help with the move.", "“thank you so much for"),
            (Act::Request, "Could you send me the list by Friday?", "“could you"),
            (Act::Promise, "I'll send you the list tomorrow.", "“i'll send"),
            (Act::Apology, "I am sorry for the delay.", "an apology for the writer's own doing"),
            (Act::Concession, "Take Friday off, you earned it.", "leave, an extension"),
            (Act::Thanks, "Vielen Dank für deine Hilfe mit dem Antrag!", "“dank fuer"),
        ] {
            let told = told(act, quote);
            assert!(told.to_lowercase().contains(words), "{quote}: {told}");
        }
    }

    #[test]
    fn what_speaks_against_is_named_too() {
        let told = told(Act::Thanks, "Thanks in advance for your help with the list.");
        assert!(told.contains("“in advance”") && told.contains("against it"), "{told}");
    }

    #[test]
    fn words_that_decide_nothing_are_not_explained() {
        assert_eq!(why(Act::Gift, ""), None);
        assert_eq!(why(Act::Opportunity, "The sky is blue."), None);
    }
}
