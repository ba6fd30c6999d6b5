//! What a message means shows in what it answers.

use crate::world::{ME, World};

const ANA: &str = "Ana Reis <ana@studio.example>";

/// Ana asks on Monday; `answer` follows on Tuesday, with these header fields.
fn asked(answer: &str, fields: &str) -> World {
    World::at("2026-03-20")
        .from(
            ANA,
            "2026-03-02 09:00",
            "The plan",
            "Hi Sam,\n\nCould you send me the plan of the garden?\n\nAna",
        )
        .message(
            ME,
            ANA,
            "2026-03-03 09:00",
            "Re: The plan",
            &format!("In-Reply-To: <1@mail.example>\n{fields}"),
            answer,
        )
        .import()
}

/// The same answer, which nobody asked for.
fn unasked(answer: &str, fields: &str) -> World {
    World::at("2026-03-20")
        .from(ANA, "2026-03-02 09:00", "The plan", "Hi Sam,\n\nthe roses are out.\n\nAna")
        .message(
            ME,
            ANA,
            "2026-03-03 09:00",
            "Re: The plan",
            &format!("In-Reply-To: <1@mail.example>\n{fields}"),
            answer,
        )
        .import()
}

fn loops(world: &World) -> Vec<String> {
    let loops = world.person("Ana Reis")["loops"].clone();
    loops.as_array().unwrap().iter().map(|kind| kind.as_str().unwrap().to_owned()).collect()
}

#[test]
fn done_after_a_request_is_help_and_by_itself_is_nothing() {
    assert_eq!(asked("Done.", "").entries(), ["Ana Reis given help favor pending"]);
    assert!(unasked("Done.", "").entries().is_empty());
}

#[test]
fn an_attachment_after_a_request_is_help_and_by_itself_is_nothing() {
    let fields = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";
    let body = "--b\nContent-Type: text/plain\n\nSee you on Friday then.\n--b\nContent-Type: application/pdf\n\
                Content-Disposition: attachment; filename=\"plan.pdf\"\n\nJVBERi0=\n--b--\n";
    assert_eq!(asked(body, fields).entries(), ["Ana Reis given help favor pending"]);
    assert!(unasked(body, fields).entries().is_empty());
}

#[test]
fn words_of_the_message_that_it_answers_are_no_act_of_the_answer() {
    let words = "Could you send me the plan of the garden?";
    // Quoted by a program that leaves no mark.
    let pasted = asked(&format!("It is in the shed.\n\n{words}\n"), "");
    assert!(loops(&pasted).is_empty(), "Ana asked, the owner did not");
    let own = unasked(&format!("It is in the shed.\n\n{words}\n"), "");
    assert_eq!(loops(&own), ["awaiting_reply"]);
}

#[test]
fn will_do_after_a_request_is_a_promise_and_closes_the_question() {
    let world = asked("Will do!", "");
    assert!(world.entries().is_empty(), "a promise posts nothing");
    assert_eq!(loops(&world), ["promise_by_me"]);
}

#[test]
fn a_request_left_lying_is_an_answer_owed() {
    let world = World::at("2026-03-09")
        .to(ANA, "2026-02-20 09:00", "Hello", "Hi Ana,\n\nhow are the roses?\n\nSam")
        .from(
            ANA,
            "2026-03-02 09:00",
            "The plan",
            "Hi Sam,\n\nCould you send me the plan of the garden?\n\nAna",
        )
        .import();
    assert!(loops(&world).contains(&"reply_owed".to_owned()), "{:?}", loops(&world));
}

#[test]
fn great_thanks_after_help_acknowledges_it() {
    let world = asked("Hi Ana,\n\nHere is the plan of the garden you asked for.\n\nSam", "")
        .message(
            ANA,
            ME,
            "2026-03-04 09:00",
            "Re: The plan",
            "In-Reply-To: <2@mail.example>\n",
            "Great, thanks!",
        )
        .import();
    assert_eq!(world.entries(), ["Ana Reis given help favor acknowledged"]);
}

#[test]
fn grief_is_contact_only_and_no_word_of_it_is_kept() {
    let world = World::at("2026-03-20")
        .from(
            ANA,
            "2026-03-02 09:00",
            "My father",
            "Dear Sam,\n\nmy father passed away on Sunday. The funeral is on Friday.\n\nAna",
        )
        .import();
    assert_eq!(world.person("Ana Reis")["occasions"], 1);
    assert!(world.entries().is_empty());
    for (path, content) in crate::world::files_under(&world.path("state")) {
        for word in ["funeral", "passed away", "My father"] {
            let found = content.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", path.display());
        }
    }
}

#[test]
fn a_post_to_all_is_no_contact_and_an_answer_on_the_list_is_as_the_setting_says() {
    for (setting, people) in [("ignore", &[][..]), ("weak", &["Ben Roth"])] {
        let list = "List-Id: <roses.garden.example>\n";
        let answer = format!("{list}In-Reply-To: <2@mail.example>\n");
        let world = World::at("2026-03-20")
            .config(&format!("[lists]\nposts = \"{setting}\"\n"))
            .message(
                ANA,
                "roses@garden.example",
                "2026-03-01 09:00",
                "Aphids",
                list,
                "Dear all,\n\nthe aphids are back.",
            )
            .message(
                ME,
                "roses@garden.example",
                "2026-03-02 09:00",
                "Mildew",
                list,
                "Dear all,\n\nwho knows a cure for mildew?",
            )
            .message(
                "Ben Roth <ben@roth.example>",
                &format!("{ME}, roses@garden.example"),
                "2026-03-03 09:00",
                "Re: Mildew",
                &answer,
                "Sam,\n\nmilk and water.",
            )
            .import();
        let found = world.json(&["people"]);
        let names: Vec<&str> = found.iter().map(|person| person["name"].as_str().unwrap()).collect();
        assert_eq!(names, people, "{setting}");
    }
}

/// Pairs of messages: what the owner's answer is, what somebody wrote, what he answered.
const ANSWERS: &str = include_str!("fixtures/answers.txt");

#[test]
fn a_few_words_are_what_they_answer() {
    let pairs: Vec<Vec<&str>> = ANSWERS.lines().map(|line| line.split('|').collect()).collect();
    assert!(pairs.len() >= 60);
    let mut world = World::at("2026-03-05");
    for (number, pair) in pairs.iter().enumerate() {
        let who = format!("Ana No{number} <ana{number}@studio{number}.example>");
        let (asked, answered) =
            (2 * number + 1, format!("2026-03-03 {:02}:{:02}", number / 60 + 9, number % 60));
        world = world
            .from(&who, "2026-03-02 09:00", "The plan", &format!("Hi Sam,\n\n{}\n\nAna", pair[1]))
            .message(
                ME,
                &who,
                &answered,
                "Re: The plan",
                &format!("In-Reply-To: <{asked}@mail.example>\n"),
                pair[2],
            );
    }
    let world = world.import();
    let entries = world.entries();
    let people = world.json(&["people"]);
    for (number, pair) in pairs.iter().enumerate() {
        let name = format!("Ana No{number}");
        let person = people.iter().find(|person| person["name"] == name.as_str()).unwrap();
        let promised = person["loops"].as_array().unwrap().iter().any(|kind| kind == "promise_by_me");
        let helped = entries.iter().any(|entry| entry.starts_with(&format!("{name} given help")));
        let is = if helped {
            "help"
        } else if promised {
            "promise"
        } else {
            "nothing"
        };
        assert_eq!(is, pair[0], "{:?} after {:?}: {person}", pair[2], pair[1]);
    }
}
