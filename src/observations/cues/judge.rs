//! Decides which acts the sentences of a message carry, and how sure that is.

use std::sync::LazyLock;

use super::features::{self, ACTS, Hits};
use super::sentence::Sentence;
use super::weights::{ANNOUNCEMENT, DOUBTFUL, Scores, Weights, head_inputs, mute, personal, probability};
use super::{Act, Confidence, TextContext};
use crate::observations::salutation;

/// An act with the sentence that carries it best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) act: Act,
    pub(crate) confidence: Confidence,
    /// Position of the sentence.
    pub(crate) sentence: usize,
}

/// What a message is, by its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Judgement {
    /// Strongest first, at most one an act; none in an announcement.
    pub(crate) verdicts: Vec<Verdict>,
    /// Other sentences, spoken to somebody by name, that say by a rule an act which has a verdict.
    pub(crate) spoken: Vec<Verdict>,
    /// Help that a rule says and the weights alone do not believe: for the conversation to confirm.
    pub(crate) hint: Option<Verdict>,
    /// Whether it is an announcement.
    pub(crate) announcement: bool,
}

/// Confidence of an act that a rule alone says. A guess: labelled mail holds too few of these acts to
/// tell, so it is low enough to want evidence from the conversation.
const BY_RULE: u16 = 600;

/// Acts that strong rules say without the weights, as sure rules say any act.
const RULED: [Act; 7] = [
    Act::Introduction,
    Act::Recommendation,
    Act::Gift,
    Act::Pressure,
    Act::Decline,
    Act::Concession,
    Act::Opportunity,
];

/// Rare acts that weigh much in the ledger: the weights, which have seen few of them, are believed only where a rule
/// says the act as well. On senders left out 5 of 39 were right that the weights alone said.
const CONFIRMED: [Act; 4] = [Act::Introduction, Act::Recommendation, Act::Gift, Act::Care];

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::from_bytes(include_bytes!("weights.bin"))
        .expect("the file was written with this layout; a test reads it")
});

/// What a feature of a sentence weighs for the act of a column.
pub(crate) fn weight(column: usize, feature: features::Feature) -> f32 {
    WEIGHTS.scores(&[feature]).get(column).copied().unwrap_or(0.0)
}

/// Judges a message; `marks` are those of an announcement that its text has.
pub(crate) fn judge(
    authored: &str,
    sentences: &[Sentence<'_>],
    marks: &[usize],
    context: &TextContext<'_>,
) -> Judgement {
    let hits: Vec<Hits> = sentences.iter().map(features::hits).collect();
    let message = WEIGHTS.scores(&features::of_message(authored, sentences, marks, context));
    let scores: Vec<Scores> = (0..sentences.len())
        .map(|at| {
            let mut scores = WEIGHTS.scores(&features::of_sentence(sentences, &hits, at, context));
            mute(hits.get(at).map_or(0, |hits| hits.muted), &mut scores);
            scores
        })
        .collect();
    let closing: Vec<bool> = sentences.iter().map(|sentence| sentence.closing).collect();
    let sure = |column: usize, said: bool| {
        let head = WEIGHTS.heads.get(column)?;
        let (sentence, inputs) = head_inputs(column, &scores, &message, said, &closing);
        Some((sentence, probability(&head.weights, &inputs), f64::from(head.threshold)))
    };
    let (announcement, is_announcement) =
        sure(ANNOUNCEMENT, false).map_or((0.0, false), |(_, p, threshold)| (p, p >= threshold));
    // A letter to somebody may read like a notice, but a notice does not open like a letter.
    if is_announcement && !salutation::opens_letter(authored) {
        return Judgement { announcement: true, ..Judgement::default() };
    }
    let doubtful = announcement >= DOUBTFUL;
    let mut verdicts: Vec<Verdict> = Vec::new();
    for (column, act) in ACTS.into_iter().enumerate() {
        let said = hits.iter().any(|hits| hits.said & features::bit(act) != 0);
        let Some((sentence, p, threshold)) = sure(column, said) else { continue };
        let p = personal(p, announcement);
        if p >= threshold && is_believed(act, said) {
            let own = Confidence::from_probability(p);
            // What a rule would say alone is no less sure where the weights say it too.
            let sure_of_it = hits.iter().any(|hits| hits.sure & features::bit(act) != 0);
            let least = Confidence::from_thousandths(if sure_of_it && !doubtful { BY_RULE } else { 0 });
            verdicts.push(Verdict { act, confidence: own.max(least), sentence });
        }
    }
    let by_rule = if doubtful { Vec::new() } else { by_rule(&hits, &verdicts) };
    verdicts.extend(by_rule);
    verdicts.sort_by_key(|verdict| (std::cmp::Reverse(verdict.confidence), verdict.act));
    let spoken = spoken(sentences, &hits, &verdicts);
    let hint = hits
        .iter()
        .position(|hits| hits.said & features::bit(Act::Help) != 0)
        .filter(|_| !verdicts.iter().any(|verdict| verdict.act == Act::Help))
        .map(|sentence| Verdict {
            act: Act::Help,
            confidence: Confidence::from_thousandths(BY_RULE),
            sentence,
        });
    Judgement { verdicts, spoken, hint, announcement: false }
}

/// Whether the weights may say an act, of which a rule says or does not say the same.
pub(crate) fn is_believed(act: Act, ruled: bool) -> bool {
    ruled || !CONFIRMED.contains(&act)
}

/// In a message to several each may get a sentence: "Ana, thanks for … Ben, thanks for …".
fn spoken(sentences: &[Sentence<'_>], hits: &[Hits], verdicts: &[Verdict]) -> Vec<Verdict> {
    let named = sentences.iter().zip(hits).enumerate().filter(|(_, (sentence, _))| sentence.vocative);
    named
        .flat_map(|(at, (_, hits))| {
            let said = move |verdict: &&Verdict| {
                verdict.sentence != at && hits.said & features::bit(verdict.act) != 0
            };
            verdicts.iter().filter(said).map(move |verdict| Verdict { sentence: at, ..*verdict })
        })
        .collect()
}

/// The acts that rules alone say in a sentence, a bit for each.
pub(crate) fn ruled(hits: &Hits) -> u32 {
    let ruled = RULED.iter().fold(0, |sum, act| sum | features::bit(*act));
    hits.sure | hits.said & ruled
}

/// What rules say alone of the acts that have no verdict yet.
fn by_rule(hits: &[Hits], verdicts: &[Verdict]) -> Vec<Verdict> {
    let open = ACTS.into_iter().chain([Act::Concession, Act::Opportunity]);
    open.filter(|act| !verdicts.iter().any(|verdict| verdict.act == *act))
        .filter_map(|act| {
            let sentence = hits.iter().position(|hits| ruled(hits) & features::bit(act) != 0)?;
            Some(Verdict { act, confidence: Confidence::from_thousandths(BY_RULE), sentence })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::observations::cues::announcement::marks;
    use crate::observations::cues::sentence::split;
    use crate::people::{Address, Mailbox};

    fn acts(text: &str) -> Vec<Act> {
        let to = [Mailbox { name: None, address: Address::parse("ana@studio.example").unwrap() }];
        let context = TextContext {
            subject: "",
            from: None,
            to: &to,
            sent: date(2026, 3, 4).at(10, 0, 0, 0),
            has_attachment: false,
            is_reply: true,
            passed_on: &[],
        };
        judge(text, &split(text), &marks(text), &context)
            .verdicts
            .into_iter()
            .map(|verdict| verdict.act)
            .collect()
    }

    fn says(text: &str, act: Act) -> bool {
        acts(text).contains(&act)
    }

    #[test]
    fn work_done_for_the_reader_unasked_is_help() {
        for text in
            ["I have fixed your bike.", "I booked the room for you.", "I've just renewed your library card."]
        {
            assert!(says(text, Act::Help), "{text}");
        }
        for text in ["I have not fixed your bike.", "Have I fixed your bike?", "He fixed your bike."] {
            assert!(!says(text, Act::Help), "{text}");
        }
    }

    #[test]
    fn what_was_once_misread_is_read_as_what_it_is() {
        for (text, act) in [
            ("We worked through lunch on the numbers.", Act::Gift),
            ("We worked through lunch on the numbers.", Act::Care),
            ("See what your thoughts are?", Act::Care),
            ("Thanks in advance for your help with the list.", Act::Thanks),
        ] {
            assert!(!says(text, act), "{act:?} {text}");
        }
        assert!(says("I highly recommended you to the director.", Act::Recommendation));
    }

    #[test]
    fn a_threat_is_no_promise() {
        for text in ["Pay the rent by Friday or I will call the police.", "I will take legal action."] {
            assert!(!says(text, Act::Promise), "{text}");
        }
    }

    #[test]
    fn credit_goes_to_whom_the_words_name() {
        assert!(says("Thanks to your intro I met Ida last week.", Act::Thanks));
        for text in ["Maria helped us a lot.", "Thanks to the rain we stayed inside."] {
            assert_eq!(acts(text), [], "{text}");
        }
    }
}
