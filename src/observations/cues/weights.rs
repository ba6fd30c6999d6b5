//! The learnt weights: how they are laid out in bytes, and how a message is scored with them.
//!
//! A sentence gets a score for each act, the whole message another; the head of each act joins the
//! best of these into a probability. The training program (`examples/train-acts`) writes what this
//! file reads.

use std::borrow::Cow;
use std::hint::black_box;

use super::features::{ACTS, Feature, SLOTS, bit};

/// Columns of the table: the acts, and whether the message is an announcement.
pub const COLUMNS: usize = ACTS.len() + 1;
/// Bytes of a row of steps.
const ROW_BYTES: usize = 2 * COLUMNS;
/// The column of announcements.
pub const ANNOUNCEMENT: usize = ACTS.len();
/// Inputs of a head: see [`head_inputs`].
pub const HEAD_INPUTS: usize = 8 + ACTS.len();
/// From this probability that a message is an announcement, rules alone say no act in it.
pub const DOUBTFUL: f64 = 0.3;
/// Scores are held within this, so that one odd word decides nothing.
const MOST_SCORE: f32 = 12.0;
/// The score of a sentence that is not there.
const NO_SENTENCE: f32 = -8.0;

/// A score for each column.
pub type Scores = [f32; COLUMNS];

/// How an act's scores become a probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head {
    /// Weights of the inputs (see [`head_inputs`]).
    pub weights: [f32; HEAD_INPUTS],
    /// Probability from which the act is said.
    pub threshold: f32,
}

/// All that was learnt.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    /// What one step of a column's weights is worth.
    scales: Scores,
    /// `SLOTS` rows of `COLUMNS` steps, little-endian: those that come with the program are not copied.
    table: Cow<'static, [u8]>,
    /// One head a column.
    pub(crate) heads: [Head; COLUMNS],
}

impl Weights {
    /// Rounds learnt weights (`SLOTS` rows of `COLUMNS`) to steps.
    pub(crate) fn new(table: &[f32], heads: &[Head; COLUMNS]) -> Self {
        const STEPS: f32 = 30_000.0;
        let mut scales = [f32::MIN_POSITIVE; COLUMNS];
        for row in table.chunks_exact(COLUMNS) {
            for (scale, weight) in scales.iter_mut().zip(row) {
                *scale = scale.max(weight.abs() / STEPS);
            }
        }
        let step = |(weight, scale): (&f32, &f32)| {
            #[expect(clippy::cast_possible_truncation, reason = "within STEPS by the choice of scale")]
            let step = (weight / scale).round() as i16;
            step
        };
        let steps = table.chunks_exact(COLUMNS).flat_map(|row| row.iter().zip(&scales).map(step));
        Self { scales, table: steps.flat_map(i16::to_le_bytes).collect(), heads: *heads }
    }

    /// Reads what [`Weights::to_bytes`] wrote; `None` where the length is not that.
    pub(crate) fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let mut floats =
            bytes.chunks_exact(4).map(|chunk| f32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]));
        let mut scales = [0.0; COLUMNS];
        for scale in &mut scales {
            *scale = floats.next()?;
        }
        let mut heads = [Head { weights: [0.0; HEAD_INPUTS], threshold: 2.0 }; COLUMNS];
        for head in &mut heads {
            for weight in &mut head.weights {
                *weight = floats.next()?;
            }
            head.threshold = floats.next()?;
        }
        let start = 4 * (COLUMNS + COLUMNS * (HEAD_INPUTS + 1));
        let table = Cow::Borrowed(bytes.get(start..)?);
        (table.len() == SLOTS * ROW_BYTES).then_some(Self { scales, table, heads })
    }

    /// Little-endian: scales, heads, table.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let heads = self.heads.iter().flat_map(|head| head.weights.iter().chain([&head.threshold]));
        let floats = self.scales.iter().chain(heads).flat_map(|float| float.to_le_bytes());
        floats.chain(self.table.iter().copied()).collect()
    }

    /// The scores of features.
    pub(crate) fn scores(&self, features: &[Feature]) -> Scores {
        let (rows, _) = self.table.as_chunks::<ROW_BYTES>();
        // Rows lie far apart: a look at all before any is added up lets them come from memory side by side.
        let looked_at = features.iter().filter_map(|(slot, _)| rows.get(*slot as usize));
        black_box(looked_at.fold(0, |seen, [first, .., last]| seen ^ first ^ last));
        let mut sums = [0.0; COLUMNS];
        for (slot, value) in features {
            let Some(row) = rows.get(*slot as usize) else { continue };
            for (sum, step) in sums.iter_mut().zip(row.as_chunks().0) {
                *sum += value * f32::from(i16::from_le_bytes(*step));
            }
        }
        for (sum, scale) in sums.iter_mut().zip(&self.scales) {
            *sum = (*sum * scale).clamp(-MOST_SCORE, MOST_SCORE);
        }
        sums
    }
}

/// Takes its score from each muted act (a bit for each) of a sentence.
pub(crate) fn mute(muted: u32, scores: &mut Scores) {
    for (score, act) in scores.iter_mut().zip(ACTS) {
        if muted & bit(act) != 0 {
            *score = NO_SENTENCE;
        }
    }
}

/// The place of the sentence that scores best in a column, and the inputs of that column's head:
/// a constant, the best and second-best sentence, the message, the announcement, how many sentences
/// there are, whether a rule says the act, whether the best sentence is a closing, and the best
/// sentence of every act.
#[must_use]
pub fn head_inputs(
    column: usize,
    sentences: &[Scores],
    message: &Scores,
    said: bool,
    closing: &[bool],
) -> (usize, [f32; HEAD_INPUTS]) {
    let score = |scores: &Scores, column: usize| scores.get(column).copied().unwrap_or(0.0);
    let (mut at, mut best, mut second) = (0, NO_SENTENCE, NO_SENTENCE);
    for (place, scores) in sentences.iter().enumerate() {
        let score = score(scores, column).max(NO_SENTENCE);
        if score > best {
            (at, best, second) = (place, score, best);
        } else {
            second = second.max(score);
        }
    }
    let mut inputs = [0.0; HEAD_INPUTS];
    let own = [
        1.0,
        best,
        second,
        score(message, column),
        score(message, ANNOUNCEMENT),
        (sentences.len() as f32).ln_1p(),
        f32::from(u8::from(said)),
        f32::from(u8::from(closing.get(at).copied().unwrap_or(false))),
    ];
    let others = (0..ACTS.len())
        .map(|act| sentences.iter().map(|scores| score(scores, act)).fold(NO_SENTENCE, f32::max));
    for (input, value) in inputs.iter_mut().zip(own.into_iter().chain(others)) {
        *input = value;
    }
    (at, inputs)
}

/// The probability of an act in a message that is an announcement with another: only letters hold acts.
#[must_use]
pub fn personal(act: f64, announcement: f64) -> f64 {
    act * (1.0 - announcement)
}

/// The probability that a head gives its inputs.
#[must_use]
pub fn probability(weights: &[f32; HEAD_INPUTS], inputs: &[f32; HEAD_INPUTS]) -> f64 {
    let sum: f32 = weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum();
    1.0 / (1.0 + f64::from(-sum).exp())
}
