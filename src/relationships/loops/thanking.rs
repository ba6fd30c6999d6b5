//! For which favors thanks are owed.
//!
//! It must not know what else a favor leaves open.

use jiff::Timestamp;

use super::aged;
use super::closing::thanked_after;
use super::gathered::Gathered;
use crate::conversations::{Exchange, Party};
use crate::inference::{Deed, Favor, FavorState, Kind, Step};
use crate::observations::cues::{Act, Wording};
use crate::relationships::Policy;

/// Confidence, in thousandths, from which on thanks are owed for what nobody had asked for.
const SURE: u16 = 700;
/// First words of an answer that tells how something is.
const OPENINGS: [&str; 24] = [
    "yes", "no", "yep", "nope", "it", "it's", "that", "that's", "this", "these", "those", "there", "there's",
    "they", "they're", "ja", "nein", "es", "das", "oui", "non", "c'est", "sí", "si",
];
/// Words by which somebody speaks of himself, of who reads, or of what he sends.
const OF_SOMEBODY: [&str; 46] = [
    "i", "i've", "i'd", "i'll", "i'm", "me", "my", "we", "we've", "we'll", "we'd", "our", "us", "you",
    "you'll", "you'd", "you're", "you've", "your", "attached", "enclosed", "here", "here's", "sent", "ich",
    "wir", "mir", "du", "dir", "dich", "dein", "deine", "sie", "ihnen", "anbei", "je", "j'ai", "nous",
    "vous", "votre", "vos", "joint", "yo", "hemos", "usted", "adjunto",
];

/// Whether thanks are owed for a favor that was done: it is fresh, more than talk or a fact, and nothing thanked for
/// it.
pub(super) fn thanks_owed(
    favor: &Favor,
    done: &Step,
    gathered: &Gathered<'_>,
    as_of: Timestamp,
    policy: &Policy,
) -> bool {
    // A kind word asks for no thank-you letter.
    let kind_word = matches!(favor.kind, Kind::Care | Kind::Praise);
    favor.state == FavorState::Done
        && !kind_word
        && (favor.asked.is_some() || favor.confidence.thousandths() >= SURE)
        && !is_talk(favor, gathered)
        && !is_for_all(favor, done, gathered)
        && !(says_or_does(favor.kind) && is_bare_fact(&done.quote))
        && favor.thanked.is_none()
        && aged(done.at, as_of, policy.thanks_from_days, policy.thanks_until_days)
        && !gathered.is_answered(&done.message)
        && !gives_thanks_too(done, favor, gathered, policy)
        && !thanked_after(favor.person, done.at, gathered, policy)
}

/// Whether the same letter gives thanks: its writer was helped himself, and tells how it came out.
fn gives_thanks_too(done: &Step, favor: &Favor, gathered: &Gathered<'_>, policy: &Policy) -> bool {
    gathered.deeds_with(favor.person).any(|deed| {
        let sure = deed.confidence.thousandths() >= policy.closing_confidence;
        deed.message == done.message && deed.act == Act::Thanks && deed.by == favor.giver && sure
    })
}

/// Whether what reads like advice or help is part of a talk: an opinion in a conversation that the owner did
/// not begin by asking, or what somebody who came with a question answers when asked in return.
fn is_talk(favor: &Favor, gathered: &Gathered<'_>) -> bool {
    let by_owner = gathered.message(&favor.thread.0).is_some_and(|first| first.by == Party::Owner);
    let came_with_a_question = || {
        let asks =
            |deed: &&Deed| deed.act == Act::Request && deed.by == favor.giver && deed.thread == favor.thread;
        gathered.deeds_with(favor.person).any(|deed| asks(&deed))
    };
    match favor.kind {
        Kind::Advice => favor.asked.is_none() || !by_owner,
        Kind::Help => !by_owner && came_with_a_question(),
        _ => false,
    }
}

/// Whether it is what one who knows says in a list, for all who read there.
fn is_for_all(favor: &Favor, done: &Step, gathered: &Gathered<'_>) -> bool {
    says_or_does(favor.kind) && gathered.message(&done.message).is_some_and(Exchange::is_in_list)
}

/// Whether a favor lies in what is said or done, and not in what is given or granted.
fn says_or_does(kind: Kind) -> bool {
    matches!(kind, Kind::Advice | Kind::Help)
}

/// Whether words tell how something is, and neither what their writer did nor anything to who reads them.
fn is_bare_fact(words: &str) -> bool {
    let wording = Wording::of(words);
    wording.words().next().is_some_and(|first| OPENINGS.contains(&first)) && !wording.has(&OF_SOMEBODY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_fact_speaks_of_nobody() {
        for words in ["No, that is not so.", "It shrinks first and grows then"] {
            assert!(is_bare_fact(words), "{words}");
        }
        for words in
            ["I’ve mended the gate", "It is attached", "No, you can take the bus", "Mended the gate.", ""]
        {
            assert!(!is_bare_fact(words), "{words}");
        }
    }
}
