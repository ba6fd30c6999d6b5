//! What the training program (`examples/train-acts`) sees of this module: the features of a message,
//! the inputs of the heads, and the bytes of learnt weights.
//!
//! Nothing else uses it.

pub use super::features::{ACTS, Feature, SLOTS};
pub use super::weights::{
    ANNOUNCEMENT, COLUMNS, DOUBTFUL, HEAD_INPUTS, Head, Scores, head_inputs, personal, probability,
};

use super::features::{self, Hits};
use super::weights::{Weights, mute};
use super::{Act, TextContext, announcement, judge, sentence};

/// A message as the weights see it.
#[derive(Debug, Clone, Default)]
pub struct Examined {
    /// Its sentences.
    pub sentences: Vec<ExaminedSentence>,
    /// Features of the message as a whole.
    pub message: Vec<Feature>,
    /// Whether its marks alone make it an announcement.
    pub announcement: bool,
    /// Acts that rules say without the weights, a bit for each.
    ruled: u32,
}

/// A sentence as the weights see it.
#[derive(Debug, Clone)]
pub struct ExaminedSentence {
    /// As written.
    pub raw: String,
    /// Its features.
    pub features: Vec<Feature>,
    /// Whether it stands behind a closing.
    pub closing: bool,
    /// Acts that a rule says, a bit for each.
    said: u32,
    /// Acts that a rule rules out, a bit for each.
    muted: u32,
}

impl Examined {
    /// Whether a rule says the act in any sentence.
    #[must_use]
    pub fn says(&self, act: Act) -> bool {
        self.sentences.iter().any(|sentence| sentence.said & features::bit(act) != 0)
    }

    /// Whether the weights may say the act.
    #[must_use]
    pub fn is_believed(&self, act: Act) -> bool {
        judge::is_believed(act, self.says(act))
    }

    /// Whether a rule says the act without the weights.
    #[must_use]
    pub fn is_ruled(&self, act: Act) -> bool {
        self.ruled & features::bit(act) != 0
    }
}

impl ExaminedSentence {
    /// Takes the score from each act that a rule rules out.
    pub fn mute(&self, scores: &mut Scores) {
        mute(self.muted, scores);
    }
}

/// Looks at a message.
#[must_use]
pub fn examine(authored: &str, context: &TextContext<'_>) -> Examined {
    let sentences = sentence::split(authored);
    let hits: Vec<Hits> = sentences.iter().map(features::hits).collect();
    let marks = announcement::marks(authored);
    let message = features::of_message(authored, &sentences, &marks, context);
    let sentences = sentences.iter().enumerate().map(|(at, sentence)| ExaminedSentence {
        raw: sentence.raw.to_owned(),
        features: features::of_sentence(&sentences, &hits, at, context),
        closing: sentence.closing,
        said: hits.get(at).map_or(0, |hits| hits.said),
        muted: hits.get(at).map_or(0, |hits| hits.muted),
    });
    Examined {
        sentences: sentences.collect(),
        message,
        announcement: announcement::by_marks(&marks, announcement::links(authored)),
        ruled: hits.iter().fold(0, |sum, hits| sum | judge::ruled(hits)),
    }
}

/// The bytes of learnt weights: `table` has `SLOTS` rows of `COLUMNS` weights.
#[must_use]
pub fn encode(table: &[f32], heads: &[Head; COLUMNS]) -> Vec<u8> {
    Weights::new(table, heads).to_bytes()
}
