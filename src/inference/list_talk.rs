//! How sure it is that an answer in the talk of a list is help to whom it answers, and not an opinion, a correction or
//! a remark: there most talk looks like help, and who came for it wrote to all.
//!
//! Odds, multiplied up. The factors were fitted to 316 answers of one mailbox of such lists, read by people; where they
//! begin was set by 600 episodes, so that of what posts at the usual bar about .85 is help.

use crate::observations::cues::{Act, Confidence, Wording};

use super::Deed;
use super::seekers::Verdict;

/// What is less sure than this is left out.
pub(super) const LEAST: Confidence = Confidence::from_thousandths(300);

/// Odds, in thousandths, of an answer about which nothing else is known and whose words are as likely help as not.
const BEGINNING: u64 = 470;
/// What becomes of the odds, in thousandths: below a question that it quotes.
const BELOW_QUESTION: u64 = 2800;
/// Below words that greet or take leave.
const BELOW_LETTER: u64 = 2200;
/// Where the message both helps and advises.
const BOTH_ACTS: u64 = 3000;
/// Where its words speak to the reader.
const TO_READER: u64 = 2500;
/// For advice, which is as often an opinion.
const ADVICE: u64 = 300;
/// Where the conversation tells that nobody came for it, or leaves that open.
const UNWANTED: u64 = 300;
const DOUBTFUL: u64 = 280;
/// In answer to another message than the first.
const LATER: u64 = 500;

/// What is known of an answer beside its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// What it is by who began the conversation and who asked.
    pub(super) place: Verdict,
    /// Whether it answers another message than the first.
    pub(super) is_later: bool,
    /// By how many acts its message helps the reader.
    pub(super) acts: usize,
    /// How many messages of the writer answer that reader: with whom one talks all the time, one talks.
    pub(super) answers: u64,
}

/// How sure it is that the answer is help.
pub(super) fn confidence(deed: &Deed, evidence: &Evidence) -> Confidence {
    let own = u64::from(deed.confidence.thousandths().clamp(1, 999));
    // The words alone are surer of themselves than they should be.
    let words = (own * 1_000_000 / ((1000 - own) * (1 + evidence.answers))).isqrt();
    let factors = [
        (deed.quoted.asks, BELOW_QUESTION),
        (deed.quoted.greets, BELOW_LETTER),
        (evidence.acts > 1, BOTH_ACTS),
        (speaks_to_reader(&deed.quote), TO_READER),
        (deed.act == Act::Advice, ADVICE),
        (evidence.place == Verdict::Unwanted, UNWANTED),
        (evidence.place == Verdict::Doubtful, DOUBTFUL),
        (evidence.is_later, LATER),
    ];
    let told = factors.iter().filter(|(holds, _)| *holds);
    let odds = told.fold(words * BEGINNING / 1000, |odds, (_, factor)| odds * factor / 1000);
    Confidence::of_odds(odds, 1000)
}

/// Whether words of advice tell the reader what to do, and not what the writer thinks of a thing.
pub(super) fn speaks_to_reader(words: &str) -> bool {
    const TELLING: [&str; 17] = [
        "you",
        "your",
        "you'd",
        "you'll",
        "recommend",
        "recommendation",
        "suggest",
        "suggestion",
        "advise",
        "try",
        "use",
        "avoid",
        "consider",
        "don't",
        "instead",
        "make",
        "look",
    ];
    Wording::of(words).has(&TELLING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::scenario::Scenario;
    use crate::observations::Quoted;
    use crate::people::Regime;

    const ANSWER: Evidence = Evidence { place: Verdict::Wanted, is_later: false, acts: 1, answers: 1 };

    /// How sure it is that these words are help.
    fn sure(act: Act, words: &str, quoted: Quoted, evidence: Evidence) -> u16 {
        let scenario = Scenario::with(Regime::Equality).owner(1, "re kiln", act, &[]).saying(words);
        let deed = Deed { quoted, ..scenario.deeds[0].clone() };
        confidence(&deed, &evidence).thousandths()
    }

    #[test]
    fn what_answers_a_question_is_help_and_what_answers_a_remark_deep_in_a_talk_is_not() {
        let question = Quoted { asks: true, greets: false };
        let answered = sure(Act::Help, "The dial goes to six.", question, ANSWER);
        assert!(answered > 700, "{answered}");
        let deep = Evidence { place: Verdict::Doubtful, is_later: true, answers: 40, ..ANSWER };
        let remark = sure(Act::Help, "The dial goes to six.", Quoted::default(), deep);
        assert!(remark < LEAST.thousandths(), "{remark}");
    }

    #[test]
    fn each_sign_of_help_makes_it_surer_and_each_of_talk_less_sure() {
        let words = "The dial goes to six.";
        let plain = sure(Act::Help, words, Quoted::default(), ANSWER);
        let greeting = Quoted { asks: false, greets: true };
        assert!(sure(Act::Help, words, greeting, ANSWER) > plain);
        assert!(sure(Act::Help, "You can set the dial to six.", Quoted::default(), ANSWER) > plain);
        assert!(sure(Act::Help, words, Quoted::default(), Evidence { acts: 2, ..ANSWER }) > plain);
        assert!(sure(Act::Advice, words, Quoted::default(), ANSWER) < plain);
        for talk in [
            Evidence { place: Verdict::Unwanted, ..ANSWER },
            Evidence { place: Verdict::Doubtful, ..ANSWER },
            Evidence { is_later: true, ..ANSWER },
            Evidence { answers: 20, ..ANSWER },
        ] {
            assert!(sure(Act::Help, words, Quoted::default(), talk) < plain, "{talk:?}");
        }
    }
}
