//! Thanks: which favor they close, which they tell of that was not seen, and what they say by how they are said and
//! where they stand.

use crate::conversations::Party;
use crate::observations::cues::{Confidence, Sign, Wording};

use super::episodes::{Pair, absorb_signs, step};
use super::joining::{Link, Place, agreed_elsewhere, is_specific, open_elsewhere, thanked_favor};
use super::little::costs_nothing;
use super::{Deed, Favor, Kind};

/// What becomes of the odds of what was done once it is thanked for, in thousandths.
const THANKED_ODDS: u32 = 2500;
/// Thanks so many hours after something was agreed to are for the thing and not for the word.
const KEPT_HOURS: i64 = 12;
/// How sure it is at least, and at most, that what was agreed to was done, by later thanks.
pub(super) const LEAST_KEPT: Confidence = Confidence::from_thousandths(650);
const MOST_KEPT: Confidence = Confidence::from_thousandths(850);

/// What nobody says who was merely answered.
const WARM: [&str; 30] = [
    "lifesaver",
    "life saver",
    "life-saver",
    "you're an angel",
    "you are an angel",
    "a hero",
    "my hero",
    "a legend",
    "a gem",
    "a saint",
    "a star",
    "you saved",
    "you've saved",
    "saved my",
    "saved me",
    "saved us",
    "so much",
    "a million",
    "you're the best",
    "you are the best",
    "too kind",
    "so kind",
    "very kind",
    "generous",
    "owe you",
    "can't thank you",
    "means a lot",
    "meant a lot",
    "without you",
    "bottom of",
];

impl Pair<'_> {
    /// Thanks close the favor they mean, or tell of one that was not seen.
    pub(super) fn thank(&mut self, deed: &Deed) {
        let giver = deed.toward;
        let named = deed.thanked.and_then(Kind::of);
        let place = if self.voices.is_in_talk(deed) { Place::InTalk } else { Place::Apart };
        let here = self.of_thread.get(&deed.thread).map(Vec::as_slice).unwrap_or_default();
        let meant = thanked_favor(&self.favors, deed, here, place, self.policy);
        let specific = is_specific(deed)
            || deed.signs.iter().any(|sign| matches!(sign, Sign::SaidToBeFavor | Sign::PersonalBenefit));
        let warm = is_warm(&deed.quote);
        // What is under way in the same conversation comes before what merely was the last in another.
        let meant_for_sure = meant.is_some_and(|(_, link)| link > Link::Recent);
        let underway = if meant_for_sure { None } else { self.underway(giver, deed, specific || warm) };
        if let Some(favor) =
            meant.filter(|_| underway.is_none()).and_then(|(index, _)| self.favors.get_mut(index))
        {
            favor.thanked = Some(step(deed));
            favor.confidence = favor.confidence.at_odds(THANKED_ODDS);
            // What looked like plain help is what the receiver calls it.
            let plain = matches!(favor.kind, Kind::Help | Kind::Advice);
            favor.kind = named.filter(|_| plain).unwrap_or(favor.kind);
            absorb_signs(favor, &deed.signs);
            return;
        }
        // Whoever thanks and refuses in one breath has had nothing.
        if self.refusals.contains(&(&deed.message, deed.by)) {
            return;
        }
        let unseen = deed.confidence.scaled(self.policy.unseen_thousandths);
        let elsewhere = || {
            open_elsewhere(&self.favors, giver, deed, self.policy)
                .filter(|_| specific)
                .or_else(|| agreed_elsewhere(&self.favors, deed, self.policy))
        };
        let open = underway.or_else(|| if specific || warm { elsewhere() } else { None });
        if let Some(favor) = open.and_then(|index| self.favors.get_mut(index)) {
            // Thanks for an offer that are said at once take it up.
            if favor.offered.is_some() && is_at_once(favor, deed) && !specific {
                return;
            }
            let sure = kept(favor, deed, specific || warm);
            favor.kind = named.unwrap_or(favor.kind);
            favor.thanked = Some(step(deed));
            favor.confidence = sure.unwrap_or(unseen).max(unseen);
            absorb_signs(favor, &deed.signs);
        } else if specific {
            let favor = self.begin(giver, named.unwrap_or(Kind::Help), deed);
            favor.thanked = Some(step(deed));
            favor.confidence = unseen;
        }
    }

    /// What is under way in the conversation of thanks: promised or offered, or asked for and answered, of which only thanks
    /// that say so tell that it was done.
    fn underway(&self, giver: Party, deed: &Deed, says_so: bool) -> Option<usize> {
        let agreed = |favor: &Favor| favor.promised.is_some() || favor.offered.is_some();
        let seen_to = |favor: &Favor| says_so && self.voices.answered(favor, deed) && !is_little(favor);
        self.position(giver, deed, agreed).or_else(|| self.position(giver, deed, seen_to))
    }
}

/// How sure thanks that say so make it that what was agreed to, offered or asked for was done: those of the same hours
/// are for the word that was given, unless none was.
fn kept(favor: &Favor, deed: &Deed, says_so: bool) -> Option<Confidence> {
    let agreed = favor.promised.is_some() || favor.offered.is_some();
    let at_once = is_at_once(favor, deed);
    if !says_so || agreed && at_once {
        return None;
    }
    let most = if at_once { LEAST_KEPT } else { MOST_KEPT };
    Some(favor.confidence.at_odds(THANKED_ODDS).min(most))
}

/// Whether thanks come within hours.
fn is_at_once(favor: &Favor, deed: &Deed) -> bool {
    deed.at.duration_since(favor.at()).as_hours() < KEPT_HOURS
}

/// Whether what was asked for costs nothing.
fn is_little(favor: &Favor) -> bool {
    favor.asked.as_ref().is_some_and(|asked| costs_nothing(&asked.quote))
}

/// Whether thanks are warmer than an answer in a few words deserves.
pub(super) fn is_warm(words: &str) -> bool {
    Wording::of(words).holds(&WARM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warm_thanks_are_told_from_plain_ones() {
        for words in ["You're a lifesaver", "Thanks a million, Ida!", "You are too kind."] {
            assert!(is_warm(words), "{words}");
        }
        for words in ["Thanks!", "Great, thank you.", ""] {
            assert!(!is_warm(words), "{words}");
        }
    }
}
