//! Whom and what the words of an act bear on: who did it, for whom, and what it comes back to.
//!
//! Reads one sentence as written, for names keep their capitals there. Which people the names mean is
//! not known here.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::Regex;
use serde::{Deserialize, Serialize};

use super::sentence::{Sentence, is_no_name, is_salutation};
use super::sieve::{Lines, Sieve};
use super::{Act, mood};

/// What the words of an act say about it beyond the act itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bearing {
    /// Name, word by word, of who did it, where the sender only tells of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Name, word by word, of whom it is done for or said to, where somebody is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub toward: Vec<String>,
    /// What thanks are for, where it is something other than help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thanked: Option<Act>,
    /// What it comes back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<Back>,
    /// As what it stands there where it is not yet done: a promise or an offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Act>,
    /// What is asked for, offered or promised, where it would be something other than help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_be: Option<Act>,
    /// Whether it vouches for somebody who is neither the reader nor named.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub of_third: bool,
}

impl Bearing {
    /// The words that name somebody.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by.iter().chain(&self.toward).map(String::as_str)
    }

    /// Whether the words say nothing beyond their act.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Something said before, to which an act comes back ("as you asked on Monday").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// What was said: a request or a promise.
    pub to: Act,
    /// On which day, in the sender's calendar, where the words tell.
    pub on: Option<Date>,
}

/// One or two capitalised words.
const NAME: &str = "(<capital><letter>+(?:[-'’]<capital><letter>+)?(?: <capital><letter>+)?)";

/// Classes of the patterns: of Latin, Greek and Cyrillic script, for those of all scripts take long to compile.
const CLASSES: [(&str, &str); 3] = [
    ("<name>", NAME),
    ("<capital>", r"[\p{Uppercase}&&[\x00-\u{52f}\u{1e00}-\u{1fff}]]"),
    ("<letter>", r"[\w&&[\x00-\u{52f}\u{1e00}-\u{1fff}]]"),
];

/// What a third person did, told by the sender.
static DONE_BY: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i:on behalf of) <name>",
        r"<name>(?: has| had)? (?:kindly )?(?i:asked|told|wanted) me to (?i:send|give|pass|tell|forward|share|let|hand|introduce)\b",
        r"^(?i:and |but |so |also )?<name>(?i: has| have| had)?(?i: just| already| kindly| now| also| very)*(?: gone ahead and)? (?i:fixed|repaired|corrected|reset|restored|renewed|unlocked|booked|reserved|sorted|arranged|found|made|sent|brought|built|wrote|written|set up|took care|taken care|picked up|cleaned|translated|proofread|mended|helped|lent|gave|given|put|bought|introduced|recommended|reviewed|covered)\b",
        r"(?i:courtesy of) <name>",
    ])
});

/// Thanks to somebody who is named.
static THANKED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i:thanks|thank you|thx|gratitude|kudos|credit|grateful|thankful|indebted)(?i: so much| very much| a lot| again| also| go| goes| out)*(?i: to) <name>",
        r"(?i:thanks|thank you|thank|thx)(?i: so much| very much| a lot| again| also)*,? <name>",
        r"(?i:thanks|thank you|thx|grateful|appreciate)\b[^.]{0,40}?\b(?i:for )?<name>['’]s\b",
        r"^<name>(?i: has| have)?(?i: really| kindly| just)* (?i:helped|saved|fixed|lent|gave|took|went out)\b",
    ])
});

/// Something done, promised or offered for somebody who is named.
static DONE_FOR: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[r"\b(?i:to|for) <name>", r"\b(?i:send|give|show|tell|bring|ask|call|lend|help) <name>"])
});

/// To whom a thing goes, whoever is told of it.
static GIVEN_TO: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"\b(?i:give|giving|gave|given|offer|offered|send|sent|pass|passed|hand|handed|lend|lent)\b[^.?!,;]{0,40}? (?i:to) <name>",
    ])
});

/// Somebody put forward for an award or a post, whoever is told of it.
static PUT_FORWARD: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"\b(?i:nominate|nominated|nominating|recognize|recognise) <name>",
        r"\b(?i:recommend|recommended|recommending) <name> (?i:for|to get) (?:an? |the |this |your )?(?i:[a-z]+ )?(?i:award|promotion|promotions|raise|bonus|recognition|post|position|paa)\b",
        r"\b(?i:award|promotion|bonus|raise|recognition|paa) (?i:for|to) <name>",
        r"\b(?i:word|words|vouch|vouched|vouching|speak up|stand up|case) (?i:in )?(?i:for) <name>",
        r"\b<name> (?i:deserves|has earned|should be (?:promoted|recognized|recognised|rewarded))\b",
    ])
});

/// Somebody asked to do something.
static ASKED: LazyLock<Vec<Regex>> =
    LazyLock::new(|| compile(&[r"\b(?i:can|could|would|will) <name> (?i:please )?\p{Lowercase}+"]));

/// Words by which the reader is the one for whom something is done, whoever else is named.
const FOR_READER: &str = r"\b(?:for|to|from|with|give|send|show|tell|bring|lend|get|help|let|ask|introduce|recommend)(?: all of| both of)? (?:you|yours?)\b";

static FOR_READERS: LazyLock<Sieve> = LazyLock::new(|| sieve(&[FOR_READER]));

/// What thanks are for, by the words behind "for"; the first that fits counts.
const GRATITUDE: [(Act, &str); 7] = [
    (
        Act::Introduction,
        r"\b(?:intro|introduction|introducing|connecting|putting (?:me|us) in (?:touch|contact)|the (?:contact|connection))\b",
    ),
    (
        Act::Recommendation,
        r"\b(?:recommend(?:ing|ation|ed)|vouch(?:ing|ed)|good word|reference|referral|nominat(?:ing|ion|ed))\b",
    ),
    (
        Act::Concession,
        r"\b(?:extension|extending|(?:day|week|afternoon|morning|time) off|waiv(?:ing|ed|er)|covering (?:for|my)|(?:covered|cover) (?:for me|my)|letting me (?:leave|go|off|work from))\b",
    ),
    (
        Act::Gift,
        r"\b(?:lunch|dinner|breakfast|meal|gift|present|flowers|wine|chocolates?|hospitality|hosting|treat|lending|lent|the loan|letting (?:me|us) (?:stay|use|borrow|have)|tickets?)\b",
    ),
    (
        Act::Opportunity,
        r"\b(?:job lead|lead|the tip about|opening|invit(?:ing|ation) (?:me )?to (?:speak|write|join|apply))\b",
    ),
    (Act::Advice, r"\b(?:advice|advising|tips?|feedback|suggestions?|guidance|comments|insights?|counsel)\b"),
    (
        Act::Care,
        r"\b(?:thinking of (?:me|us)|thoughts and prayers|prayers|kind words|concern|checking in|(?:birthday|get[- ]well|good) (?:card|wishes)|condolences|sympathy)\b",
    ),
];

static GRATITUDES: LazyLock<Sieve> = LazyLock::new(|| sieve(&GRATITUDE.map(|(_, pattern)| pattern)));

/// Words that come back to something.
const COMES_BACK: [(Act, &str); 2] = [
    (
        Act::Promise,
        r"\bas (?:i )?(?:promised|said i would|agreed)|\bi (?:promised|said i(?:'d| would)|owed you)|\bthe promised\b",
    ),
    (
        Act::Request,
        r"\bas (?:you )?(?:requested|asked|wished)|\b(?:per|following|to|on|re|about) your (?:request|question|wish)|\byou (?:had )?(?:asked|requested|wanted|were looking|were asking|inquired|needed)|\bin (?:answer|response|reply) to your|\bto answer your",
    ),
];

static COMES_BACKS: LazyLock<Sieve> = LazyLock::new(|| sieve(&COMES_BACK.map(|(_, pattern)| pattern)));

static SAID_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:asked|requested|promised|said|wanted|mentioned|request|question)\b[^.]{0,40}?\b(?:(?:on|last) (mon|tues|wednes|thurs|fri|satur|sun)day|(yesterday)|(today|this morning))\b")
        .expect("a constant that a test compiles")
});

/// What the sentence of an act bears on. `sent` is the day of writing.
pub(crate) fn bearing(act: Act, sentence: &Sentence<'_>, sent: Date) -> Bearing {
    let raw = sentence.raw;
    let mut bearing = Bearing {
        ahead: mood::ahead(act, sentence),
        would_be: mood::would_be(act, sentence),
        ..Bearing::default()
    };
    if sentence.vocative {
        bearing.toward = addressed(raw);
    }
    match act {
        Act::Thanks => {
            bearing.thanked = gratitude(raw);
            if bearing.toward.is_empty() {
                bearing.toward = names(&THANKED, raw);
            }
        }
        Act::Request => {
            if bearing.toward.is_empty() {
                bearing.toward = names(&ASKED, raw);
            }
        }
        Act::Promise | Act::Offer | Act::Decline => {
            if let Some(toward) = done_for(raw, bearing.toward.is_empty()) {
                bearing.toward = toward;
            }
        }
        Act::Pressure | Act::Apology | Act::Care | Act::Praise => {}
        _ => {
            bearing.by = names(&DONE_BY, raw);
            let put_forward = if act == Act::Recommendation { names(&PUT_FORWARD, raw) } else { Vec::new() };
            bearing.of_third =
                act == Act::Recommendation && put_forward.is_empty() && mood::of_third(sentence);
            if !put_forward.is_empty() {
                bearing.toward = put_forward;
            } else if let Some(toward) = done_for(raw, bearing.toward.is_empty()) {
                bearing.toward = toward;
            }
            bearing.toward.retain(|name| !bearing.by.contains(name));
            bearing.back = back(raw, sent);
        }
    }
    bearing
}

/// For whom something is done other than the reader: to whom a thing goes, though the sentence speaks to
/// another; else, where it speaks to nobody, whoever is named.
fn done_for(raw: &str, speaks_to_nobody: bool) -> Option<Vec<String>> {
    if FOR_READERS.is_match(raw.as_bytes()) {
        return None;
    }
    let given_to = names(&GIVEN_TO, raw);
    if !given_to.is_empty() {
        return Some(given_to);
    }
    speaks_to_nobody.then(|| names(&DONE_FOR, raw))
}

/// Whom a sentence with a vocative begins with.
fn addressed(raw: &str) -> Vec<String> {
    let head = raw.split([',', '-', '–', '—', ':', '!']).next().unwrap_or_default();
    let words = head.split([' ', '/', '&']).filter(|word| word.starts_with(char::is_uppercase));
    words
        .filter(|word| !is_no_name(word) && !is_salutation(word))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .collect()
}

/// What a sentence comes back to.
fn back(raw: &str, sent: Date) -> Option<Back> {
    let (to, _) = COMES_BACK.get(COMES_BACKS.matches(raw.as_bytes()).next()?)?;
    let said = SAID_ON.captures(raw);
    let on = said.and_then(|said| {
        if let Some(day) = said.get(1) {
            return sent.nth_weekday(-1, weekday(day.as_str())?).ok();
        }
        if said.get(2).is_some() { sent.yesterday().ok() } else { Some(sent) }
    });
    Some(Back { to: *to, on })
}

fn weekday(stem: &str) -> Option<Weekday> {
    Some(match stem.to_ascii_lowercase().as_str() {
        "mon" => Weekday::Monday,
        "tues" => Weekday::Tuesday,
        "wednes" => Weekday::Wednesday,
        "thurs" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "satur" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

fn gratitude(raw: &str) -> Option<Act> {
    let (act, _) = GRATITUDE.get(GRATITUDES.matches(raw.as_bytes()).next()?)?;
    Some(*act)
}

/// The words of the first name that one of the patterns finds.
fn names(patterns: &[Regex], raw: &str) -> Vec<String> {
    let found =
        patterns.iter().flat_map(|pattern| pattern.captures_iter(raw)).filter_map(|found| found.get(1));
    let words = |name: &str| -> Vec<String> {
        let words = name.split(' ').take_while(|word| !is_no_name(word));
        words.map(str::to_owned).collect()
    };
    found.map(|name| words(name.as_str())).find(|words| !words.is_empty()).unwrap_or_default()
}

/// A sieve of patterns in whatever case.
fn sieve(patterns: &[&str]) -> Sieve {
    Sieve::new(patterns.iter().map(|pattern| format!("(?i){pattern}")), Lines::One)
}

fn compile(patterns: &[&str]) -> Vec<Regex> {
    let compile = |pattern: &&str| {
        let expand = |pattern: String, (name, class): &(&str, &str)| pattern.replace(name, class);
        let pattern = CLASSES.iter().fold((*pattern).to_owned(), expand);
        Regex::new(&pattern).expect("a constant that a test compiles")
    };
    patterns.iter().map(compile).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::observations::cues::sentence::split;

    fn of(act: Act, text: &str) -> Bearing {
        // A Thursday.
        bearing(act, &split(text)[0], date(2026, 3, 12))
    }

    #[test]
    fn thanks_go_to_whom_they_name() {
        for (text, name) in [
            ("Many thanks to Maria for the slides.", "Maria"),
            ("Thanks Bob for looking into this.", "Bob"),
            ("Please thank Maria for me.", "Maria"),
            ("Thank you for Bob's help with the van.", "Bob"),
            ("Bob really helped us with the van.", "Bob"),
            ("Bob, thanks for the van.", "Bob"),
        ] {
            assert_eq!(of(Act::Thanks, text).toward, [name], "{text}");
        }
        for text in [
            "Thanks to your intro I met Ida last week.",
            "Thank you for looking into this.",
            "Thanks for the help on Friday.",
            "Thanks again for everything.",
        ] {
            assert!(of(Act::Thanks, text).toward.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_meant_for_a_third_person_says_so() {
        assert_eq!(of(Act::Promise, "I'll send it to Bob.").toward, ["Bob"]);
        assert_eq!(of(Act::Gift, "I give the tickets to Maria, since you will be away.").toward, ["Maria"]);
        assert_eq!(of(Act::Gift, "I got tickets for Maria Holm.").toward, ["Maria", "Holm"]);
        let spoken_to_another = "Robert, I would like to give all four tickets to Maria this time.";
        assert_eq!(of(Act::Gift, spoken_to_another).toward, ["Maria"]);
        assert_eq!(of(Act::Gift, "Robert, here are the tickets for the show.").toward, ["Robert"]);
        assert!(of(Act::Promise, "I'll talk to Bob for you.").toward.is_empty());
        assert!(of(Act::Promise, "I'll send it to the printer on Friday.").toward.is_empty());
    }

    #[test]
    fn whoever_is_put_forward_is_served_and_not_who_is_told() {
        let of = |text| of(Act::Recommendation, text).toward;
        assert_eq!(of("Dora, I would like to nominate Maria for the award."), ["Maria"]);
        assert_eq!(of("I recommend Maria Holm for promotion."), ["Maria", "Holm"]);
        assert_eq!(of("I think Maria deserves a raise."), ["Maria"]);
    }

    #[test]
    fn help_on_behalf_of_somebody_is_the_help_of_who_acted() {
        for text in [
            "On behalf of Maria, here are the slides.",
            "Maria asked me to send you the slides.",
            "Maria has booked the room for you.",
            "Maria fixed your bike.",
        ] {
            assert_eq!(of(Act::Help, text).by, ["Maria"], "{text}");
        }
        assert!(of(Act::Help, "I have booked the room for you.").by.is_empty());
    }

    #[test]
    fn thanks_say_what_they_are_for() {
        for (text, act) in [
            ("Thanks to your intro I met Ida last week.", Act::Introduction),
            ("Thank you for the lovely dinner.", Act::Gift),
            ("Thanks for your advice on the lease.", Act::Advice),
            ("Thanks for recommending me to the museum.", Act::Recommendation),
            ("Thank you for covering my shift.", Act::Concession),
            ("Thank you for your thoughts and prayers.", Act::Care),
        ] {
            assert_eq!(of(Act::Thanks, text).thanked, Some(act), "{text}");
        }
        assert_eq!(of(Act::Thanks, "Thanks for fixing the gate.").thanked, None);
    }

    #[test]
    fn what_comes_back_to_something_said_names_its_day() {
        let back = of(Act::Help, "Here is the map, as you asked on Monday.").back;
        assert_eq!(back, Some(Back { to: Act::Request, on: Some(date(2026, 3, 9)) }));
        let back = of(Act::Help, "Here is the map I promised yesterday.").back;
        assert_eq!(back, Some(Back { to: Act::Promise, on: Some(date(2026, 3, 11)) }));
        assert_eq!(of(Act::Help, "Here is the map.").back, None);
    }
}
