//! A whole letter, and what no letter may hold.

use proptest::prelude::*;

use crate::nudges::lint::offences;
use crate::nudges::scenario::{Scenario, about, every_kind, nudge, open, silent};
use crate::relationships::LoopKind;

use super::*;

fn context() -> LetterContext {
    let health = vec!["Checked: mail 18:00 ok, calendar 17:55 ok.".to_owned()];
    LetterContext { health, ..LetterContext::default() }
}

fn choice(places: usize) -> Choice {
    let mut choice = every_kind().policy(|policy| policy.max_people = places).choose();
    choice.on_track = 34;
    choice
}

/// The words a reader sees in HTML, heading and hidden lines aside.
fn visible(html: &str) -> String {
    let (_, body) = html.split_once("</h1>").unwrap();
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    for (entity, c) in [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")] {
        text = text.replace(entity, c);
    }
    text
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().filter(|word| *word != "--").map(|word| word.replace("”.", "”")).collect()
}

#[test]
fn a_letter_reads_so_in_text() {
    let letter = compose(&choice(5), &context());
    insta::assert_snapshot!(format!("Subject: {}\n\n{}", letter.subject, letter.text));
}

#[test]
fn a_letter_reads_so_in_html() {
    insta::assert_snapshot!(compose(&choice(3), &context()).html);
}

#[test]
fn a_letter_without_names_outside_begins_with_a_line_that_covers_them() {
    let letter =
        compose(&choice(2), &LetterContext { subject: SubjectStyle::Counts, ..LetterContext::default() });
    insta::assert_snapshot!(format!("Subject: {}\n\n{}", letter.subject, letter.text), @r"
    Subject: One promise and one person to think of

    You asked for no names before a letter is opened, so this line comes
    first; the names follow below.

    1. Priya Nair: a promise of yours
       You wrote on 9 November: “Happy to look over the slides before the
       talk”.
       It is due on Wednesday. The two of you meet on Thursday at 10:00.
       Do it, or say when you will.

    2. Ingrid Solheim: worth a thank-you
       Ingrid wrote on 3 November: “Here is the tax contact you asked for”.
       No thanks were found in your mail so far.
       A line of thanks that names it would do.

    -- 
    Of the people you know longer, 34 others are in touch as usual.
    Sent by goodwill, on your own machine, to you alone.
    ");
    let (head, _) = letter.html.split_once("<h2").unwrap();
    assert!(!head.contains("Priya") && !head.contains("slides"), "{head}");
    assert_eq!(words(&visible(&letter.html)), words(&letter.text));
}

#[test]
fn who_is_in_touch_as_usual_is_counted_among_those_known_longer() {
    let last = |on_track, nudges: Vec<Nudge>| {
        let text = compose(&Choice { nudges, on_track, ..Choice::default() }, &LetterContext::default()).text;
        text.split("-- \n").nth(1).unwrap().lines().next().unwrap().to_owned()
    };
    let one = || vec![nudge("Ana Ruiz", NudgeKind::Thanks)];
    assert_eq!(last(1, vec![]), "Of the people you know longer, one is in touch as usual.");
    assert_eq!(last(1, one()), "Of the people you know longer, one other is in touch as usual.");
    assert_eq!(last(0, one()), SENDER, "nothing is said where nobody is");
}

#[test]
fn a_quiet_letter_says_so() {
    let letter = compose(&Choice { on_track: 12, ..Choice::default() }, &LetterContext::default());
    insta::assert_snapshot!(format!("Subject: {}\n\n{}", letter.subject, letter.text), @r"
    Subject: All quiet

    Nothing calls for you at the moment.

    -- 
    Of the people you know longer, twelve are in touch as usual.
    Sent by goodwill, on your own machine, to you alone.
    ");
}

#[test]
fn what_is_ignored_again_and_again_is_asked_about() {
    let mut asking = choice(2);
    asking.nudges[1].asks_to_stop = true;
    let letter = compose(&asking, &context());
    let question = "Nothing came of the last three about Ingrid, which is fine. “never 2” stops them.";
    assert!(words(&letter.text).concat().contains(&words(question).concat()), "{}", letter.text);
    assert_eq!(words(&visible(&letter.html)), words(&letter.text));
    assert_eq!(offences(question), Vec::<String>::new());
}

#[test]
fn text_and_html_say_the_same_in_the_same_order() {
    let letter = compose(&choice(20), &context());
    assert_eq!(words(&visible(&letter.html)), words(&letter.text));
}

#[test]
fn a_hundred_ill_sources_do_not_fill_a_letter() {
    let health = vec!["mail failed".to_owned(); 100];
    let letter = compose(&choice(1), &LetterContext { health, ..LetterContext::default() });
    assert_eq!(letter.text.matches("mail failed").count(), MAX_HEALTH_LINES);
}

#[test]
fn a_letter_is_small_and_loads_nothing() {
    let html = compose(&choice(9), &context()).html;
    assert!(html.len() < 20_000, "{} bytes", html.len());
    for forbidden in ["<img", "<script", "<style", "<link", "href", "src=", "url(", "http", "data:"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for needed in ["lang=\"en\"", "<title>", "<h1", "<h2", "<blockquote", "color-scheme"] {
        assert!(html.contains(needed), "{needed}");
    }
}

#[test]
fn a_letter_that_takes_answers_links_to_nobody_but_the_owner() {
    let letter_id = crate::observations::MessageId::parse("<nudges.1@home.example>").unwrap();
    let owner = crate::people::Address::parse("alex@home.example").unwrap();
    let answers = Answers { owner, code: crate::nudges::commands::LetterCode::of(&letter_id, "s") };
    let letter = compose(&choice(9), &LetterContext { answers: Some(answers.clone()), ..context() });
    assert_eq!(words(&visible(&letter.html)), words(&letter.text));
    assert!(letter.html.len() < 20_000, "{} bytes", letter.html.len());
    let links: Vec<&str> =
        letter.html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(
        links.len() >= 4 * 5
            && links.iter().all(|link| link.starts_with("mailto:alex@home.example?subject=goodwill%20"))
    );
    // What the letter says to answer is understood.
    let offered = letter.text.lines().filter_map(|line| line.trim().strip_prefix("Answer: "));
    for words in offered.flat_map(|line| line.split(" · ")) {
        let read = crate::nudges::commands::read(words);
        assert_eq!(
            (read.commands.len(), read.unread),
            (1, crate::nudges::commands::Unread::Nothing),
            "{words}"
        );
    }
    assert!(letter.text.contains("\n   Answer: 1 done · 1 snooze 2w · 1 less · 1 why\n"), "{}", letter.text);
    assert_eq!(offences(&letter.text), Vec::<String>::new());
}

#[test]
fn a_letter_keeps_the_wording_rules() {
    for style in [SubjectStyle::Names, SubjectStyle::Counts] {
        let letter = compose(&choice(20), &LetterContext { subject: style, ..context() });
        assert_eq!(offences(&letter.text), Vec::<String>::new());
        assert_eq!(offences(&letter.subject), Vec::<String>::new());
    }
    for kind in NudgeKind::ALL {
        assert_eq!(offences(matter(kind)), Vec::<String>::new());
    }
}

#[test]
fn quoted_words_stand_apart() {
    let split = |text| {
        let sentence = Sentence::split(text);
        (sentence.lead.to_owned(), sentence.quote.map(str::to_owned))
    };
    for (text, lead, quote) in [
        ("You wrote today: “of course”.", "You wrote today:", Some("“of course”.")),
        ("Ana asked today: “when?”", "Ana asked today:", Some("“when?”")),
        (
            "The last subject between you was “Porto: a plan”.",
            "The last subject between you was “Porto: a plan”.",
            None,
        ),
        ("It is due today.", "It is due today.", None),
    ] {
        assert_eq!(split(text), (lead.to_owned(), quote.map(str::to_owned)));
    }
}

/// Every pair is swapped, names and pronouns.
const SWAPS: [(&str, &str); 12] = [
    ("Noor", "Nour"),
    ("Sam", "Samantha"),
    ("Priya", "Peter"),
    ("Ingrid", "Ingmar"),
    ("Ravi", "Rani"),
    ("Tomás", "Teresa"),
    ("Ben", "Bea"),
    ("Yuki", "Yuka"),
    ("Lena", "Leon"),
    ("Mark", "Mary"),
    ("Oda", "Odo"),
    ("she", "he"),
];

#[test]
fn names_of_other_genders_change_nothing_but_the_names() {
    let swapped = |text: &str| {
        let words = text.split_inclusive(|c: char| !c.is_alphabetic()).map(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
            let other = SWAPS.iter().find_map(|&(a, b)| match bare {
                _ if bare == a => Some(b),
                _ if bare == b => Some(a),
                _ => None,
            });
            other.map_or_else(|| word.to_owned(), |other| word.replacen(bare, other, 1))
        });
        words.collect::<String>()
    };
    let letter = |swap: bool| {
        let mut scenario = every_kind();
        if swap {
            for person in scenario.people.values_mut() {
                person.name = swapped(&person.name);
            }
            for entry in &mut scenario.entries {
                entry.evidence.iter_mut().for_each(|step| step.quote = swapped(&step.quote).into());
            }
            for relationship in &mut scenario.relationships {
                relationship.loops.iter_mut().for_each(|open| open.quote = swapped(&open.quote));
            }
        }
        compose(&scenario.choose(), &context())
    };
    let (one, other) = (letter(false), letter(true));
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(flat(&swapped(&one.text)), flat(&other.text));
    let domestic = ["cook", "bake", "clean", "flowers", "baby", "kitchen", "sew", "beer", "football"];
    assert!(domestic.iter().all(|word| !one.text.to_lowercase().contains(word)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_name_quote_or_subject_breaks_a_letter(
        name in "(?s).{0,80}", quote in "(?s).{0,300}", topic in "(?s).{0,300}", health in "(?s).{0,300}"
    ) {
        let scenario = Scenario::new()
            .policy(|policy| policy.bar = 0.0)
            .with("Ana Ruiz", |r| {
                silent(r);
                about(r, &topic, &quote);
            })
            .who(|person| person.name.clone_from(&name))
            .with("Ben Okafor", |r| {
                open(r, LoopKind::ThanksOwed, 20, &quote);
                r.loops[0].topic.clone_from(&topic);
            })
            .who(|person| person.name.clone_from(&name));
        let choice = scenario.choose();
        let letter = compose(&choice, &LetterContext { health: vec![health], ..LetterContext::default() });
        prop_assert!(letter.subject.chars().count() <= 50);
        prop_assert!(letter.text.lines().all(|line| wrap::columns(line) <= 72));
        prop_assert!(letter.text.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(letter.html.len() < 20_000);
        prop_assert_eq!(words(&visible(&letter.html)).concat(), words(&letter.text).concat());
        // The same tags as a tame letter of the same shape: nothing was injected.
        let tame = Choice { nudges: choice.nudges.iter().map(tame).collect(), ..choice.clone() };
        let expected = compose(&tame, &LetterContext { health: vec!["ok".into()], ..LetterContext::default() });
        let tags = |html: &str| html.matches('<').count();
        let drift = usize::from(letter.html.matches("<br>").count() < expected.html.matches("<br>").count());
        prop_assert_eq!(tags(&letter.html) + drift, tags(&expected.html));
    }
}

/// The same nudge with harmless words.
fn tame(wild: &Nudge) -> Nudge {
    let why = wild.why.iter().map(|sentence| match Sentence::split(sentence).quote {
        Some(_) => "You wrote: “yes”.".to_owned(),
        None => "You wrote.".to_owned(),
    });
    Nudge { why: why.collect(), ..nudge("Ana", wild.kind) }
}
