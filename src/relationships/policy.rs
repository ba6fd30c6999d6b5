//! What the figures of a relationship are measured by: half-lives, flags and lapses.
//!
//! It must not know where the values come from; the owner's config may replace any of them.

use crate::conversations::{Exchange, Party};

/// The settings of this stage, each with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Half-life of the short sum of warmth, in days.
    pub short_half_life_days: f64,
    /// Half-life of the long sum of warmth, in days.
    pub long_half_life_days: f64,
    /// Least weight, in thousandths, of an occasion that belongs to the rhythm: what only reached the
    /// two in Cc or among many neither ends a silence nor promises contact. Where a person has no
    /// weightier occasion, all count.
    pub rhythm_min_weight: u32,
    /// Whether letters of others that nobody vouches for are contact too: so it is where the owner told goodwill of
    /// nobody who could vouch for any.
    pub counts_unvouched: bool,
    /// Least number of pauses between conversations known of a person before a gap is called usual, or a silence
    /// usual or unusual, without the owner's own wish.
    pub least_gaps: usize,
    /// Days, at least, from the first contact to the last, for the same: a single exchange of letters lasts
    /// some days and shows nothing of the pauses between two.
    pub least_span_days: i32,
    /// Chance of a gap this long at or below which a silence is late, 0.0 to 1.0.
    pub soft_silence: f64,
    /// Chance of a gap this long at or below which a silence is overdue, 0.0 to 1.0.
    pub hard_silence: f64,
    /// Chance that the relation is alive below which an overdue one has drifted away, 0.0 to 1.0.
    pub drifted_below: f64,
    /// Least silence, in days, of which it may be said that the two have drifted away.
    pub drifted_after_days: f64,
    /// Least confidence, in thousandths, of an act that opens a loop.
    pub opening_confidence: u16,
    /// Least confidence, in thousandths, of an act that closes a loop: lower than what opens one,
    /// since a needless reminder costs more than a missed one.
    pub closing_confidence: u16,
    /// Least chance, in thousandths, that a question, request or promise is still open, for it to be said.
    pub open_bar: u16,
    /// Days after which an unanswered question or request is let go, unless it falls due later.
    pub reply_lapse_days: i32,
    /// Days after which a request that asks for no word back is let go.
    pub silent_lapse_days: i32,
    /// Days after which a promise is let go, unless it falls due later.
    pub promise_lapse_days: i32,
    /// Days, at least, for which something with a due date stays open beyond it, and for which what is of the
    /// moment stays open at all.
    pub least_grace_days: i32,
    /// Days, at least, for which a question to the owner that is not of the moment stays open beyond the day that
    /// was named in it: what he owes is not gone the day after, and his letter comes weekly.
    pub question_grace_days: i32,
    /// Days, at least, for which a promise that is not of the moment stays open beyond its day.
    pub promise_grace_days: i32,
    /// Days, at most, for which something with a due date stays open beyond it: as many as it was said ahead.
    pub overdue_grace_days: i32,
    /// Days after a favor before thanks are owed for it.
    pub thanks_from_days: i32,
    /// Days after a favor beyond which belated thanks would be odd.
    pub thanks_until_days: i32,
    /// Days after which an offer is let go.
    pub offer_lapse_days: i32,
    /// Days after an introduction before word to the introducer is missed.
    pub introduction_from_days: i32,
    /// Days after an introduction beyond which no word is due any more.
    pub introduction_until_days: i32,
    /// Days after a meeting was asked for before it is missed in the calendar.
    pub meeting_from_days: i32,
    /// Days after which a meeting asked for is let go.
    pub meeting_lapse_days: i32,
    /// Share of the favors between the owner and others that pass through mail, by the owner's own
    /// estimate, 0.0 to 1.0. The less of them mail shows, the less it proves.
    pub coverage: f64,
    /// Share of giving, 0.5 to 1.0, beyond which one side gives too much.
    pub over_giving_share: f64,
    /// Posterior chance, 0.0 to 1.0, above which over-investing is said.
    pub over_giving_certainty: f64,
    /// Least number of favors, both ways, before over-investing is said.
    pub over_giving_favors: u32,
    /// Least number of unmet asks before over-investing is said.
    pub over_giving_asks: u32,
    /// Least number of threads begun by the owner before a share of asks is said.
    pub ask_share_threads: u32,
    /// Least number of threads begun by the other before a share of asks is said.
    pub their_ask_threads: u32,
    /// Days over which acts of pressure are counted.
    pub strain_days: i32,
    /// Days over which help without any thanks is counted.
    pub unthanked_days: i32,
}

impl Policy {
    /// Whether a letter is contact: the owner's own, or one of somebody who is vouched for, if only by his
    /// answering it.
    #[must_use]
    pub fn is_contact(&self, letter: &Exchange) -> bool {
        self.counts_unvouched || letter.trusted || letter.by == Party::Owner || letter.answered_at.is_some()
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            short_half_life_days: 30.0,
            long_half_life_days: 365.0,
            rhythm_min_weight: 250,
            counts_unvouched: false,
            least_gaps: 3,
            least_span_days: 14,
            soft_silence: 0.20,
            hard_silence: 0.05,
            drifted_below: 0.30,
            drifted_after_days: 180.0,
            opening_confidence: 600,
            closing_confidence: 400,
            open_bar: 500,
            reply_lapse_days: 30,
            silent_lapse_days: 10,
            promise_lapse_days: 30,
            least_grace_days: 2,
            question_grace_days: 7,
            promise_grace_days: 7,
            overdue_grace_days: 14,
            thanks_from_days: 2,
            thanks_until_days: 60,
            offer_lapse_days: 45,
            introduction_from_days: 14,
            introduction_until_days: 120,
            meeting_from_days: 7,
            meeting_lapse_days: 45,
            coverage: 0.7,
            over_giving_share: 0.75,
            over_giving_certainty: 0.90,
            over_giving_favors: 4,
            over_giving_asks: 2,
            ask_share_threads: 4,
            their_ask_threads: 2,
            strain_days: 90,
            unthanked_days: 365,
        }
    }
}
