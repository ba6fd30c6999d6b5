//! Wishes in passing: "Have a great weekend" at the end of a letter on something else is good manners. So is a wish
//! that answers another letter, and what everybody writes to everybody: greetings of the season, that all may be well,
//! that one is missed. It is concern for a person where it names something of that person's life, or where the letter
//! is about nothing else.

use std::sync::LazyLock;

use super::sentence::Sentence;
use super::sieve::{Lines, Sieve};
use super::{Act, TextContext, Wording};

/// What is wished to anybody.
const WISHES: &[&str] = &[
    r"\b(?:have|had|having|enjoy) (?:a |an |your |the )?(?:[a-z]+ ){0,3}(?:days?|week|weekend|evening|night|one|time|fun|holidays?|thanksgiving|christmas|easter|year|season|break|summer)\b",
    r"\b(?:happy|merry|joyous|blessed) (?:holidays?|thanksgiving|christmas|easter|new year|4th|fourth|@[a-z]+)\b|\bseason's greetings\b|\bwish(?:ing)? you\b|\b(?:best|warm|good) wishes\b",
    r"\btake (?:good )?care\b|\bstay (?:safe|warm|well|healthy|strong)\b|\bsafe (?:travels|journey|drive)\b|\bgood luck\b|\bhang in there\b",
    r"\b(?:all|everything|things|life|day|week)(?:'s| is| are)(?: all| still)?(?: going| doing)? (?:well|ok|okay|fine|good|great|alright)\b|\b(?:you're|you are|you both are|you all are)(?: all| both)?(?: doing| keeping)? (?:well|ok|okay|fine|good|great)[.!,]*$",
    r"\b(?:glad|happy|good) (?:that |to (?:hear|see|have|know) (?:that )?)?you(?:'re| are)? back\b|\bwelcome (?:back|home)\b|\bhow(?:'s| is| are) (?:everything|things|it|life|work|business)\b",
    r"\b(?:good|great|nice|wonderful|fun) time\b|\bhope to see\b",
];

/// What is written to everybody, whatever else the letter holds.
const TO_ALL: &[&str] = &[
    r"\b(?:happy|merry|joyous|blessed|lovely|good|great|peaceful) (?:and (?:happy|healthy|peaceful|prosperous) )?@?(?:new year|christmas|xmas|easter|thanksgiving|hanukkah|diwali|eid|ramadan|holidays?|holiday season|festive season)\b|\bseason's greetings\b|\beid mubarak\b",
    r"\bjoyeux @?no~l\b|\bbonnes? (?:f~tes|ann~e)\b|\bfrohe @?(?:weihnachten|ostern|feiertage)\b|\bfrohes (?:neues|fest)\b|\bguten rutsch\b|\bfeliz @?(?:navidad|a~o)\b|\bfelices fiestas\b",
    r"\bhope (?:that )?(?:you|everyone|everybody|all)(?: and (?:(?:all )?(?:your|the) [a-z]+|yours|everyone))*(?: all| both)?(?:'re| are| is)?(?: all| both| keeping| doing)* (?:well|ok|okay|fine|good|great)\b",
    r"\b(?:i|we)(?:'ll| will| do| shall)?(?: all| really| so)* miss(?:ing)? (?:you|having you)\b|\b(?:i|we)(?:'re| are|'m| am)(?: all| really)* missing you\b|\byou(?:'ll| will) be(?: sorely| much)? missed\b",
];

/// What is written to anybody, family and holidays or not.
const FORMULAS: &[&str] = &[
    r"^(?:and |so |but )?how(?:'re| are) (?:you|things|u)(?: all| both| guys)? (?:feeling|doing|holding up|keeping|getting on)(?: now| today| these days)?\?*$",
    r"^(?:and |so )?(?:are )?you(?: feeling| doing)? (?:ok|okay|alright|all right|better|good)\?+$",
    r"\b(?:have |enjoy )?(?:a )?safe (?:travels|trip|journey|flight|drive)[.!]*$|\bdrive (?:safe|safely|carefully)[.!]*$",
    r"\bjoyeux @?no~l\b|\bbonnes? (?:f~tes|ann~e|vacances|journ~e|soir~e|week-?end)\b|\b(?:frohe|sch~ne) @?(?:weihnachten|ostern|feiertage)\b|\bsch~n(?:es|en|e) @?(?:wochenende|tag|abend|woche|urlaub)\b|\bfeliz @?(?:navidad|a~o|semana|fin de)\b|\bfelices fiestas\b",
    r"\b(?:have|having|enjoy) (?:a |an |your |the )?(?:very |really )?(?:great|good|nice|wonderful|safe|fun|lovely|fantastic|terrific|super|happy|relaxing|merry|blessed) [^,;.!?]*(?:\b(?:with|at|in|on|and) [^.!?]*)?[.!?]*$",
    r"\bhope (?:that )?(?:all|everything)(?:'s| is)(?: going)? (?:well|ok|okay|fine|good) (?:with|for) (?:you|all of you|y'all)(?: and (?:your|the) (?:family|team|folks))?[.!,]*$",
];

/// What does not come every year.
const EVENTS: &[&str] = &[
    r"\b(?:recover[a-z]*|surgery|operation|wedding|birthday|anniversary|honeymoon|retirement|flood[a-z]*|storm|hurricane|graduation|baby|miss(?:ed)? you|new (?:house|home|job))\b",
];

/// What belongs to one person's life.
const FACTS: &[&str] = &[
    r"\b(?:mom|mother|mum|dad|father|wife|husband|son|daughter|kids?|boys|girls|children|baby|family|parents|brother|sister|grand[a-z]+|feel|feeling|recover[a-z]*|surgery|wedding|birthday|anniversary|house|vacation|trip|honeymoon|retirement|flood[a-z]*|storm|hurricane|graduation|miss(?:ed)? you)\b",
];

/// Subjects of letters that are about a wish.
const OCCASIONS: &[&str] = &[
    r"\b(?:christmas|xmas|thanksgiving|birthday|holidays?|easter|new year|anniversary|thinking of you|farewell|goodbye|hello|happy|merry|how are you)\b",
];

/// Words beside a wish that opens a letter up to which the letter is about nothing else.
const FEW_WORDS: usize = 12;

/// What is hard or great in one life: with it nothing is said to everybody.
const HARD: &[&str] = &[
    r"\b(?:recover[a-z]*|surgery|operation|hospital|wedding|birthday|baby|flood[a-z]*|storm|hurricane|loss|sorry|ill|sick|better|passed|died|treatment|first [a-z]+ without)\b",
];

static ALL: LazyLock<[Sieve; 7]> = LazyLock::new(|| {
    [TO_ALL, HARD, WISHES, FORMULAS, EVENTS, FACTS, OCCASIONS]
        .map(|patterns| Sieve::new(patterns.iter().map(|pattern| (*pattern).to_owned()), Lines::One))
});

/// Words beside a question by which it is asked out of mere curiosity, or in jest.
const IDLE: [&str; 10] = [
    "just curious",
    "i'm curious",
    "i am curious",
    "out of curiosity",
    "was curious",
    "just kidding",
    "only kidding",
    "nur neugierig",
    "par curiosité",
    "por curiosidad",
];
/// Most words of a sentence that only says so of the one before it.
const MOST_BESIDE: usize = 4;
/// Marks of a jest.
const JESTS: [&str; 6] = [":)", ":-)", ";)", ";-)", "haha", "ha ha"];

/// Whether the question in the sentence at `at` is asked out of curiosity or in jest, as it or the next one says.
fn is_idle(sentences: &[Sentence<'_>], at: usize) -> bool {
    let says = |sentence: &Sentence<'_>| Wording::of(sentence.raw).holds(&IDLE);
    let Some(own) = sentences.get(at) else { return false };
    // "Just curious." is of the question before it; "Just curious, why did you …?" is a question of its own.
    let is_short = |sentence: &Sentence<'_>| sentence.raw.split_whitespace().count() <= MOST_BESIDE;
    let after = sentences.get(at + 1).is_some_and(|next| is_short(next) && says(next));
    says(own) || after || Wording::of(own.raw).holds(&JESTS)
}

/// Whether a wish asks back: "How is everything?" may open a letter about nothing else.
fn asks_after(words: &[u8]) -> bool {
    words.contains(&b'?')
}

/// Whether the care in the sentence at `at` is a wish in passing, or the request there no more than idle.
pub(crate) fn is_passing(act: Act, sentences: &[Sentence<'_>], at: usize, context: &TextContext<'_>) -> bool {
    if act == Act::Request {
        return is_idle(sentences, at);
    }
    let [to_all, hard, wishes, formulas, events, facts, occasions] = &*ALL;
    let Some(sentence) = sentences.get(at).filter(|_| act == Act::Care) else { return false };
    let words = sentence.folded.as_bytes();
    if to_all.is_match(words) && !hard.is_match(words) {
        return true;
    }
    let is_common = formulas.is_match(words) && !events.is_match(words)
        || wishes.is_match(words) && !facts.is_match(words);
    if !is_common || occasions.is_match(context.subject.to_lowercase().as_bytes()) {
        return context.is_reply && is_common;
    }
    // A wish that answers one, or takes leave of whoever gave thanks, is manners wherever it stands.
    if context.is_reply && !asks_after(words) {
        return true;
    }
    let others = sentences.iter().enumerate().filter(|(other, _)| *other != at);
    let beside: usize = others
        .filter(|(_, sentence)| !sentence.closing)
        .map(|(_, sentence)| sentence.folded.split_whitespace().count())
        .sum();
    at > 0 || beside > FEW_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::cues::sentence::split;

    fn context(subject: &str, is_reply: bool) -> TextContext<'_> {
        let sent = jiff::civil::datetime(2026, 3, 4, 10, 0, 0, 0);
        TextContext { subject, from: None, to: &[], sent, has_attachment: false, is_reply, passed_on: &[] }
    }

    fn answers(text: &str, subject: &str, is_reply: bool) -> bool {
        let sentences = split(text);
        is_passing(Act::Care, &sentences, sentences.len() - 1, &context(subject, is_reply))
    }

    fn passing(text: &str, subject: &str) -> bool {
        answers(text, subject, false)
    }

    #[test]
    fn a_wish_that_answers_is_manners() {
        for text in [
            "No problem, safe travels!",
            "Merry Christmas, and tell Otto to behave.",
            "You're welcome. Happy holidays!",
            "Joyeux Noël à toi!",
            "Have a lovely weekend!",
        ] {
            assert!(answers(text, "Jump start", true), "{text}");
        }
        for text in ["I am so sorry about your knee.", "Happy birthday, and welcome to the forties!"] {
            assert!(!answers(text, "Jump start", true), "{text}");
        }
        assert!(passing("The list is done, all of it went out. How are you feeling?", "List"));
    }

    #[test]
    fn a_wish_behind_business_is_made_in_passing() {
        for text in [
            "The list is attached.\n\nHave a great weekend!",
            "Please see attached.\n\nHave a happy Thanksgiving.",
            "I can be reached at home until Sunday. Have a great time!",
            "Thanks for the invitation, but I will be away. Take care.",
            "Here is the second one. Hope your day is going well.",
            "Let us talk on Tuesday. Glad you are back.",
            "The kiln is fixed. Hope all is well with you and your family.",
            "The list was right in the end. It gets easier. Hang in there.",
            "Coffee on Thursday sounds good. Have a great day with your Mom.",
            "The list went out on Monday. Hope you both are having a great vacation.",
        ] {
            assert!(passing(text, "Numbers"), "{text}");
        }
    }

    #[test]
    fn what_is_written_to_everybody_is_manners_wherever_it_stands() {
        for text in [
            "Happy new year to your family.",
            "Wishing you both a lovely Christmas!",
            "Happy Easter to all of you.",
            "Hope you and the family are well.",
            "I hope everyone is keeping well.",
            "We'll miss you horribly.",
            "We miss you!",
            "You will be sorely missed.",
            "Bonne année à vous deux !",
            "Frohe Weihnachten euch allen!",
        ] {
            assert!(passing(text, "Merry Christmas"), "{text}");
        }
        for text in ["Hope you are feeling better.", "I hope your mother is well again.", "Happy birthday!"] {
            assert!(!passing(text, "Hello"), "{text}");
        }
    }

    #[test]
    fn a_question_out_of_curiosity_is_idle() {
        let idle = |text: &str| is_passing(Act::Request, &split(text), 0, &context("The kiln", false));
        for text in [
            "Why did they have no key? Just curious.",
            "Out of curiosity, who paid for it?",
            "Shall we dance ;) or sit?",
        ] {
            assert!(idle(text), "{text}");
        }
        for text in [
            "Why did they have no key? Please tell Ben.",
            "Who paid for it? Out of curiosity, why did you meet at all.",
        ] {
            assert!(!idle(text), "{text}");
        }
    }

    #[test]
    fn a_wish_for_somebodys_life_or_by_itself_is_not() {
        for (text, subject) in [
            ("Coffee on Thursday sounds good. Have a wonderful wedding with all of them.", "Coffee"),
            ("The list is done. Hope you are feeling better.", "List"),
            ("Have a wonderful holiday!", "Friday"),
            ("The snow is deep up here. Wishing you both warm days!", "Thinking of you"),
            (
                "A happy Christmas, and may the first one without her be gentle. I miss you, sorry to be far.",
                "Christmas",
            ),
        ] {
            assert!(!passing(text, subject), "{text}");
        }
    }
}
