//! Whether two acts speak of one thing: by what they are, when they were, and the words they share.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::conversations::Party;
use crate::observations::cues::{Act, Sign};

use super::favor::days_between;
use super::{Deed, EpisodePolicy, Favor, Kind, Step};

/// Shortest word that tells what something is about.
const LEAST_CHARS: usize = 4;
/// Words are compared by so many of their letters: "slides" and "slide" are one.
const STEM_CHARS: usize = 5;
/// Most words of a text that are compared.
const MAX_WORDS: usize = 60;

/// So many words in common tell for plain thanks in a talk that they are for something of another.
const TELLING_WORDS: usize = 2;

/// Words of courtesy and of the acts themselves, which tell nothing of what they are about.
const EMPTY: &[&str] = &[
    "about",
    "again",
    "also",
    "another",
    "anything",
    "appreciate",
    "appreciated",
    "asked",
    "attached",
    "back",
    "been",
    "below",
    "best",
    "both",
    "call",
    "came",
    "come",
    "could",
    "dear",
    "done",
    "each",
    "email",
    "ever",
    "every",
    "everything",
    "find",
    "friday",
    "from",
    "gave",
    "give",
    "glad",
    "good",
    "great",
    "happy",
    "have",
    "hello",
    "help",
    "helped",
    "helpful",
    "helping",
    "here",
    "hope",
    "just",
    "kind",
    "know",
    "last",
    "letter",
    "like",
    "look",
    "looking",
    "made",
    "mail",
    "make",
    "many",
    "meet",
    "meeting",
    "message",
    "monday",
    "more",
    "morning",
    "much",
    "need",
    "needed",
    "next",
    "nice",
    "note",
    "only",
    "other",
    "over",
    "part",
    "please",
    "promised",
    "question",
    "quick",
    "really",
    "reply",
    "request",
    "requested",
    "saturday",
    "send",
    "sending",
    "sent",
    "should",
    "some",
    "something",
    "soon",
    "such",
    "sunday",
    "sure",
    "take",
    "taking",
    "talk",
    "thank",
    "thanks",
    "that",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "things",
    "think",
    "this",
    "those",
    "thought",
    "thursday",
    "time",
    "today",
    "tomorrow",
    "tuesday",
    "update",
    "very",
    "want",
    "wanted",
    "wednesday",
    "week",
    "well",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "will",
    "with",
    "wonderful",
    "work",
    "would",
    "yesterday",
    "your",
    "yours",
];

/// The stems of the telling words of some texts.
pub(super) fn stems<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    texts
        .into_iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .take(MAX_WORDS * 4)
        .filter(|word| word.chars().count() >= LEAST_CHARS)
        .map(str::to_lowercase)
        .filter(|word| EMPTY.binary_search(&word.as_str()).is_err())
        .map(|word| word.chars().take(STEM_CHARS).collect())
        .take(MAX_WORDS)
        .collect()
}

/// How many telling words a favor and a deed share.
fn shared(favor: &Favor, own: &BTreeSet<String>) -> usize {
    let quotes = favor.steps().map(|(_, step)| &*step.quote);
    stems(quotes.chain([&*favor.topic])).intersection(own).count()
}

fn words_of(deed: &Deed) -> BTreeSet<String> {
    let said: Cow<'_, str> = match deed.act {
        Act::Thanks => without_vocatives(&deed.quote).into(),
        _ => (&*deed.quote).into(),
    };
    stems([&*said, &*deed.topic])
}

/// Words without those by which they call somebody: "Thank you Ana" tells of Ana whatever it is for.
fn without_vocatives(words: &str) -> String {
    const BEFORE: [&str; 8] = ["thanks", "thank", "you", "hello", "hi", "hey", "dear", "so"];
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let mut kept = Vec::new();
    let mut before = None;
    for word in words.split_whitespace() {
        let calls = before.as_deref().is_none_or(|before| BEFORE.contains(&before))
            && word.starts_with(char::is_uppercase)
            && (before.is_some() || word.ends_with([',', '!', ':']));
        if !calls {
            kept.push(word);
        }
        before = Some(plain(word));
    }
    kept.join(" ")
}

/// Where thanks stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a conversation in which the other has written before: plain thanks are for what is said there.
    InTalk,
    /// In a letter of its own.
    Apart,
}

/// What links thanks to a favor, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    /// It was the latest.
    Recent,
    /// Their words tell.
    Told,
    /// The same conversation.
    Here,
}

/// Whether thanks say what they are for.
pub(super) fn is_specific(deed: &Deed) -> bool {
    deed.thanked.is_some() || deed.signs.contains(&Sign::SpecificThanks)
}

/// The favor that thanks mean: of those that fit the one of the same conversation, else the one that the
/// words tell, else the latest of the last days. `here` are the favors that the conversation tells of.
pub(super) fn thanked_favor(
    favors: &[Favor],
    deed: &Deed,
    here: &[usize],
    place: Place,
    policy: &EpisodePolicy,
) -> Option<(usize, Link)> {
    let own = words_of(deed);
    let specific = is_specific(deed);
    let rank = |index: usize, favor: &Favor| {
        let days = days_between(favor.at(), deed.at);
        let words = shared(favor, &own);
        let deed_first = !matches!(favor.kind, Kind::Care | Kind::Praise);
        if favor.thread == deed.thread || here.contains(&index) {
            return may_mean(deed, favor, true).then_some((Link::Here, words, deed_first));
        }
        if place == Place::InTalk && !specific && words < TELLING_WORDS {
            return None;
        }
        let named = deed.thanked.and_then(Kind::of) == Some(favor.kind);
        let told = words > 0 || named;
        // Thanks that name something else are not for what happened to come last.
        let recent = if specific { policy.specific_days } else { policy.thanks_days };
        (may_mean(deed, favor, words > 0) && (told && days <= policy.recall_days || days <= recent))
            .then_some((if told { Link::Told } else { Link::Recent }, words, deed_first))
    };
    let open = favors.iter().enumerate().filter(|(_, favor)| {
        favor.giver == deed.toward && favor.thanked.is_none() && favor.done.is_some() && favor.at() <= deed.at
    });
    open.rev()
        .take(policy.most_compared)
        .filter_map(|(index, favor)| rank(index, favor).map(|rank| (rank, index)))
        .max()
        .map(|((link, ..), index)| (index, link))
}

/// What the giver agreed to in another conversation, and thanks that say so may mean though no word tells it: the one
/// thing of the last weeks that is open.
pub(super) fn agreed_elsewhere(favors: &[Favor], deed: &Deed, policy: &EpisodePolicy) -> Option<usize> {
    let mut agreed = favors.iter().enumerate().filter(|(_, favor)| {
        favor.giver == deed.toward
            && favor.thread != deed.thread
            && favor.done.is_none()
            && favor.declined.is_none()
            && favor.thanked.is_none()
            && favor.at() <= deed.at
            && days_between(favor.at(), deed.at) <= policy.thanks_days
            && favor.promised.is_some()
    });
    let (index, _) = agreed.next()?;
    agreed.next().is_none().then_some(index)
}

/// Whether thanks can be for a favor of this kind. What was read as plain help may be anything, where the
/// conversation or the words say that it is the same.
fn may_mean(deed: &Deed, favor: &Favor, same: bool) -> bool {
    let plain = |kind| matches!(kind, Kind::Help | Kind::Advice | Kind::Opportunity);
    let kind_word = matches!(favor.kind, Kind::Care | Kind::Praise);
    match deed.thanked.and_then(Kind::of) {
        // Thanks for a thing are not for a kind word.
        None if kind_word => !deed.quote.to_lowercase().contains(" for "),
        Some(kind) => {
            kind == favor.kind || plain(kind) && plain(favor.kind) || same && favor.kind == Kind::Help
        }
        None => true,
    }
}

/// Something asked for, offered or promised in another conversation that this deed comes to: because it
/// says so, because its words do, or because nothing else is open.
pub(super) fn open_elsewhere(
    favors: &[Favor],
    giver: Party,
    deed: &Deed,
    policy: &EpisodePolicy,
) -> Option<usize> {
    let own = words_of(deed);
    let open = favors.iter().enumerate().rev().filter(|(_, favor)| {
        favor.giver == giver
            && favor.thread != deed.thread
            && favor.done.is_none()
            && favor.declined.is_none()
            && favor.thanked.is_none()
            && favor.at() <= deed.at
            && days_between(favor.at(), deed.at) <= policy.join_days
    });
    open.take(policy.most_compared)
        .filter_map(|(index, favor)| {
            let words = shared(favor, &own);
            let on_day = deed.back.and_then(|back| back.on).is_some_and(|day| {
                [&favor.asked, &favor.promised].into_iter().flatten().any(|step| is_on(step, day))
            });
            let days = days_between(favor.at(), deed.at);
            let fits = on_day
                || words >= 2
                || words == 1 && days <= policy.thanks_days
                || deed.back.is_some_and(|back| back.on.is_none()) && days <= policy.specific_days * 2;
            fits.then_some((on_day, words, index))
        })
        .max()
        .map(|(_, _, index)| index)
}

/// Whether a step was taken on a day, in whatever time zone.
fn is_on(step: &Step, day: jiff::civil::Date) -> bool {
    let date = step.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    date.duration_since(day).as_hours().abs() <= 24
}

/// Whether an act hands over or does what another act asked for, by the words they share.
#[must_use]
pub fn speaks_of(request: &Deed, texts: &[&str]) -> bool {
    request.act == Act::Request && !stems(texts.iter().copied()).is_disjoint(&words_of(request))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_tell_nothing_are_left_out() {
        assert!(EMPTY.is_sorted());
        let told = stems(["Thanks for sending the slides of the garden!", "Re the Slide"]);
        assert_eq!(told.into_iter().collect::<Vec<_>>(), ["garde", "slide"]);
    }

    #[test]
    fn whom_thanks_call_is_not_what_they_are_for() {
        for (words, left) in [
            ("Dana, thank you!!", "thank you!!"),
            ("Thank you Dana, and hello Ines!", "Thank you and hello"),
            ("Thanks Ben for the Kyoto map.", "Thanks for the Kyoto map."),
        ] {
            assert_eq!(without_vocatives(words), left);
        }
    }
}
