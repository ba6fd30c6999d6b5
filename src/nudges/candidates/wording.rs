//! Which words of a message can bear a reminder. What is doubtful is left unsaid.
//!
//! Cues are read in English first, and so are these.

use crate::nudges::words::quote;
use crate::observations::cues::Wording;

/// Least words of a quote that tell something by themselves.
const MIN_WORDS: usize = 4;
/// The same of a whole sentence, where the subject is told with it.
const LEAST_WORDS: usize = 2;
/// Words so few that they hardly ever tell of what they speak.
const FEW_WORDS: usize = 6;
/// Letters from which on a word of a subject tells of it.
const TELLING_LETTERS: usize = 5;
/// Words that point at what stands elsewhere.
const POINTING: [&str; 9] = ["this", "that", "it", "these", "those", "them", "they", "attached", "above"];
/// Days after which what was asked for "tomorrow" or "this week" is over.
const NEAR_DAYS: i64 = 6;

/// What makes a promise depend on something that may not come.
const CONDITIONS: [&str; 15] = [
    "after ",
    "tell me ",
    "if ",
    "when ",
    "whenever ",
    "once ",
    "unless ",
    "as we get",
    "as i get",
    "as soon as",
    "in case",
    "should you",
    "as needed",
    "possibly",
    "might",
];
/// Promises that say nothing of what is promised, when they are short.
const EMPTY: [&str; 5] = ["let you know", "update you", "keep you", "get back to you", "let you"];
const MAX_EMPTY: usize = 8;
/// Promises that are kept by voice or presence, of which mail shows nothing.
const BY_PRESENCE: [&str; 10] = [
    "see you",
    "call you",
    "in the morning",
    "talk to you",
    "talk about",
    "going to let you",
    "be there",
    "pick you up",
    "from the airport",
    "bring ",
];
/// Asks that are met by voice or presence, of which mail shows nothing.
const BY_VOICE: [&str; 10] = [
    "call me",
    "give me a call",
    "me a call",
    "me call",
    "a ring",
    "stop by",
    "come by",
    "drop by",
    "let's discuss",
    "time to discuss",
];
/// Asks that leave it to the owner.
const AT_WILL: [&str; 10] = [
    "let me know of any",
    "any changes, ",
    "if you need",
    "if needed",
    "if you have any questions",
    "if you have questions",
    "feel free",
    "if you want",
    "if you like",
    "let me know if",
];
/// Asks whether something arrived well.
const ARRIVED: [&str; 4] = ["did you get ", "did you receive", "you can open", "you could open"];
/// Asks in passing: whoever asks so does not wait.
const IN_PASSING: [&str; 8] = [
    "how about ",
    "just curious",
    "just wonder",
    "where is ",
    "where was ",
    "like to attend",
    "want to come",
    "by the way",
];
/// An "if" that asks whether.
const WHETHER: [&str; 4] = [
    "let me know if you can ",
    "let me know if you could ",
    "let me know if you will ",
    "let me know if you are ",
];
/// Words by which a sentence without a question mark asks the owner for something.
const ASKS: [&str; 31] = [
    "please",
    "let me know",
    "let us know",
    "could you",
    "can you",
    "would you",
    "will you",
    "send me",
    "need your",
    "need you",
    "needs your",
    "your thoughts",
    "your comments",
    "your input",
    "your help",
    "advise",
    "confirm",
    "wonder",
    "tell me",
    "appreciate",
    "feedback",
    "help me",
    "any idea",
    // As the packs of other languages ask.
    "bitte",
    "bescheid",
    "te pla",
    "vous pla",
    "veuillez",
    "merci de ",
    "por favor",
    "necesit",
];
/// Openings of a question that only thinks aloud, or proposes.
const ALOUD: [&str; 9] = [
    "maybe ",
    "perhaps ",
    "or ",
    "really",
    "why not ",
    "would a start be",
    "is this not",
    "isn't",
    "i was thinking",
];
/// The same where several hear it; asked of one alone it is a question.
const ALOUD_IN_COMPANY: [&str; 5] = ["so ", "then ", "but ", "and ", "also"];
/// Times and meals after which an ask is over soon.
const NEAR_TIMES: [&str; 12] = [
    "today",
    "tomorrow",
    "tonight",
    "this morning",
    "this afternoon",
    "this evening",
    "this week",
    "asap",
    "right away",
    "lunch",
    "dinner",
    "breakfast",
];
/// Words of doing something before an occasion that no day names.
const BEFORE_IT: [&str; 3] = ["ahead of time", "beforehand", "in time for"];
/// What is made for an occasion that is near.
const FOR_AN_OCCASION: [&str; 6] = ["presentation", "agenda", "handouts", "meeting", "mtg", "invitation"];
/// Words by which one of a few who are asked is to answer too.
const OF_EACH: [&str; 9] = [
    "please",
    "your help",
    "need you",
    "your comments",
    "your thoughts",
    "your input",
    "your feedback",
    "bitte",
    "let me know your",
];
/// Words of quarrel. Nothing that holds them is held up to anybody.
const UNKIND: [&str; 24] = [
    "idiot",
    "idiotic",
    "stupid",
    "rant",
    "nonsense",
    "bullshit",
    "crap",
    "damn",
    "hell",
    "rude",
    "liar",
    "lie",
    "hate",
    "fool",
    "foolish",
    "moron",
    "shut",
    "ridiculous",
    "insult",
    "insulting",
    "offended",
    "sick",
    "lazy",
    "incompetent",
];
/// Openings of a retort.
const RETORTS: [&str; 4] = ["don't tell me", "how dare", "what's wrong with you", "are you kidding"];

/// How many words were said to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To one alone.
    One,
    /// To several.
    Several,
}

/// How likely something is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odds {
    /// Much likelier than not.
    Likely,
    /// About as likely as not.
    Even,
}

/// The quoted words, where they tell enough beside their subject and are kind: so few as tell nothing by themselves
/// may, where they are a whole sentence.
pub(in crate::nudges) fn telling_of(words: &str, subject: &str) -> Option<String> {
    let whole = words.trim_end().ends_with(['.', '?', '!', '…']);
    let enough = whole && !subject.is_empty() && words.split_whitespace().count() >= LEAST_WORDS;
    telling(words).or_else(|| quote(words).filter(|_| enough && !is_unkind(words)))
}

/// The quoted words, where they tell enough by themselves and are kind.
pub(in crate::nudges) fn telling(words: &str) -> Option<String> {
    let enough = words.split_whitespace().count() >= MIN_WORDS;
    quote(words).filter(|_| enough && !is_unkind(words))
}

/// Whether the words are of a quarrel.
pub(super) fn is_unkind(words: &str) -> bool {
    let wording = Wording::of(words);
    wording.holds(&RETORTS) || wording.has(&UNKIND)
}

/// Whether a promise without a day binds the one who gave it: one's own, without a condition, and no jest. Said to
/// one alone, "we will let you know" is one's own too. What is promised must show, in the words or, where it is
/// `likely` still open, in the subject.
pub(super) fn binds(words: &str, reach: Reach, odds: Odds) -> bool {
    let wording = Wording::of(words);
    // "I'll do it for you: thanks!" has done it.
    let done = wording.holds(&[": thank"]);
    let told = reach == Reach::One && wording.holds(&["let you know"]);
    // "Ana and I" are two, and each may leave it to the other.
    let both = wording.holds(&[" and i "]) && !told;
    let own =
        wording.has(&["i", "i'll", "i'm", "i'd"]) || !wording.has(&["we", "we'll", "we're", "they"]) || told;
    let jest = wording.holds(&["!!"]);
    let empty = odds != Odds::Likely && is_hollow(&wording);
    let over = wording.holds(&NEAR_TIMES) || wording.holds(&BEFORE_IT) || wording.holds(&BY_PRESENCE);
    // Words that may not be kept cannot be judged.
    wording.is_empty() || !(!own || both || jest || done || empty || over || wording.holds(&CONDITIONS))
}

/// Whether a question so many days old, asked of the owner alone or of several, still waits for an answer by mail.
pub(super) fn awaits_mail(words: &str, age_days: i64, reach: Reach) -> bool {
    let wording = Wording::of(words);
    let over = age_days > NEAR_DAYS && wording.holds(&NEAR_TIMES);
    let at_will = wording.holds(&AT_WILL) && !wording.holds(&WHETHER);
    let asks = wording.is_empty() || wording.asks() || wording.holds(&ASKS);
    let aloud = wording.begins(&ALOUD)
        || reach != Reach::One && (wording.begins(&ALOUD_IN_COMPANY) || wording.holds(&["appreciated"]));
    let by_voice = wording.holds(&BY_VOICE) && !wording.holds(&["schedule "]);
    asks && !(over || aloud || by_voice || at_will || wording.holds(&ARRIVED) || wording.has(&["btw"]))
}

/// Whether a subject so many days old is of something that was made for an occasion, which is over then as like as not.
pub(super) fn was_for_an_occasion(subject: &str, age_days: i64) -> bool {
    age_days > NEAR_DAYS && Wording::of(subject).has(&FOR_AN_OCCASION)
}

/// Whether words ask each of the few who read them.
pub(super) fn asks_each(words: &str) -> bool {
    Wording::of(words).holds(&OF_EACH)
}

/// Whether words ask in passing, so that nobody waits for the answer.
pub(super) fn asks_in_passing(words: &str) -> bool {
    Wording::of(words).holds(&IN_PASSING)
}

/// Whether words tell of what they speak only together with the subject: they are few, or point at something, and
/// hold no word of it.
pub(super) fn needs_subject(words: &str, subject: &str) -> bool {
    let (words, subject) = (Wording::of(words), Wording::of(subject));
    let few = words.words().count() <= FEW_WORDS;
    let telling: Vec<&str> = subject.words().filter(|word| word.len() >= TELLING_LETTERS).collect();
    (few || is_hollow(&words) || words.has(&POINTING)) && !words.holds(&telling)
}

/// Whether the words of a promise do not say what is promised.
fn is_hollow(words: &Wording) -> bool {
    words.holds(&EMPTY) && words.words().count() <= MAX_EMPTY
}

/// Whether words ask all who read them.
pub(super) fn asks_everybody(words: &str) -> bool {
    const OF_ALL: [&str; 8] =
        ["anyone", "anybody", "someone", "somebody", "any of you", "wiser folk", "the list", "if people"];
    Wording::of(words).holds(&OF_ALL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_binds_if_it_is_ones_own_and_without_condition() {
        for (words, expected) in [
            ("I'll send you the plan", true),
            ("I’ll ask around for a room", true),
            ("", true),
            ("As we get additional news, I will pass it on", false),
            ("I will send it once Ben has agreed", false),
            ("If it rains I will drive you", false),
            ("We are going to work with the printers", false),
            ("I'll give you one of mine!!!!", false),
            ("I will let you know", false),
            ("I will let you know which of the rooms has a piano in it", true),
            ("I'll call you about the room", false),
            ("I'll bring the ladder tonight", false),
            ("I'll bring biscuits", false),
            ("I'll send you the list ahead of time", false),
            ("We will tell you how it works after some weeks", false),
            ("I'll do it for you: thanks for the ladder", false),
            ("Ben and I are going to mend the fence", false),
        ] {
            assert_eq!(binds(words, Reach::Several, Odds::Even), expected, "{words}");
        }
        assert!(binds("We will let you know how it works out in the new house", Reach::One, Odds::Even));
        assert!(
            binds("I will let you know", Reach::One, Odds::Likely)
                && needs_subject("I will let you know", "The piano")
        );
        assert!(needs_subject("Have we ever paid for all of this in the past?", "Repairs"));
        assert!(!needs_subject("Have we ever paid for the piano at all?", "Repairs"));
        assert!(!needs_subject("Who tuned the piano?", "The piano"));
    }

    #[test]
    fn a_question_waits_for_mail_unless_it_is_over_or_for_the_telephone() {
        for (words, days, expected) in [
            ("Which library did you choose?", 20, true),
            ("When do you meet the team tomorrow?", 3, true),
            ("When do you meet the team tomorrow?", 7, false),
            ("Can you give me a call about it?", 3, false),
            ("Let me know if anything is missing", 3, false),
            ("Let me know if you can open the plan", 3, false),
            ("We need the ladder and the rope", 3, false),
            ("So how does he have three of them?", 3, false),
            ("Works (BTW, is this the best way to do it?)", 3, false),
            ("Ana, Profesora Ejecutiva, Escuela de M?sica", 3, false),
        ] {
            assert_eq!(awaits_mail(words, days, Reach::Several), expected, "{words}");
        }
        for (words, expected) in [
            ("So what is the best way to lay them?", true),
            ("Your help with the roof would be appreciated", true),
            ("Perhaps slates would do?", false),
        ] {
            assert_eq!(awaits_mail(words, 5, Reach::One), expected, "{words}");
        }
    }

    #[test]
    fn who_asks_in_passing_each_or_all_is_told() {
        assert!(asks_in_passing("Ida, where was Ben?") && !asks_in_passing("Where did you put it?"));
        assert!(asks_each("Please read it and tell me what you think.") && !asks_each("Did it work?"));
        assert!(was_for_an_occasion("Agenda for Ida", 7) && !was_for_an_occasion("Agenda for Ida", 5));
        assert!(!was_for_an_occasion("The roof", 20));
        assert!(asks_everybody("I could send it if people think it worth a look?"));
        assert!(asks_everybody("Is anyone interested in roofs?") && !asks_everybody("Are you interested?"));
    }

    #[test]
    fn a_quote_tells_something_and_is_kind() {
        assert!(telling("We found a flat near the river").is_some());
        assert!(telling("here is my").is_none());
        assert!(telling_of("I'll mend it.", "The roof").is_some());
        for (words, subject) in [("I'll mend it.", ""), ("here is my", "The roof"), ("Good?", "The roof")] {
            assert!(telling_of(words, subject).is_none(), "{words}");
        }
        assert!(telling("Before you go off on some idiotic rant, think").is_none());
        assert!(is_unkind("And don't tell me it was late") && !is_unkind("A shuttle to Hellerup"));
    }
}
