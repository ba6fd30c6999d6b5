//! Who is one person: merged by the owner's word, suggested by name, never joined by what anybody may write.

mod cards;

use crate::world::{ME, World};

fn steve() -> World {
    World::at("2026-03-20")
        .to(
            "Steve Hall <steve.hall@studio.example>",
            "2026-03-02 09:00",
            "Roses",
            "Hi Steve,\n\nthe roses are out.",
        )
        .from(
            "Steve Hall <steve.hall@studio.example>",
            "2026-03-03 09:00",
            "Re: Roses",
            "Hi Sam,\n\nHere is the plan of the garden that you asked for.",
        )
        .to(
            "Steven Hall <shall@home-mail.example>",
            "2026-03-04 09:00",
            "Lunch",
            "Hi Steven,\n\nlunch on Friday?",
        )
        .from("Ana Reis <ana@studio.example>", "2026-03-05 09:00", "Seeds", "Hi Sam,\n\nthe seeds came.")
        .import()
}

fn done(world: &World, arguments: &[&str]) -> String {
    let run = world.run(arguments);
    assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
    run.out
}

fn everything(world: &World) -> (String, String, String) {
    let (entries, people) = world.ledger();
    (format!("{entries:?}"), format!("{people:?}"), done(world, &["people"]))
}

#[test]
fn a_merge_is_suggested_done_and_taken_back_to_the_same_state() {
    let world = steve();
    let before = everything(&world);
    assert!(
        before.2.contains("`goodwill merge shall@home-mail.example steve.hall@studio.example`"),
        "{}",
        before.2
    );
    assert_eq!(world.json(&["status"])[0]["may_be_one_person"].as_array().unwrap().len(), 1);

    done(&world, &["merge", "shall@home-mail.example", "Steve Hall"]);
    let people = world.json(&["people"]);
    assert_eq!(people.len(), 2, "{people:#?}");
    assert!(people.iter().any(|person| person["occasions"] == 3), "{people:#?}");
    assert!(!done(&world, &["people"]).contains("one person?"));
    let merged = everything(&world);
    let world = world.import();
    assert_eq!(everything(&world), merged, "another import keeps the ruling");

    done(&world, &["split", "steve.hall@studio.example"]);
    assert_eq!(everything(&world), before);
    done(&world, &["merge", "shall@home-mail.example", "Steve Hall"]);
    done(&world, &["split", "Steve", "shall@home-mail.example"]);
    assert_eq!(everything(&world).0, before.0);
    assert_eq!(world.json(&["people"]).len(), 3);
    assert!(!done(&world, &["people"]).contains("one person?"), "who was split is not proposed again");
}

#[test]
fn merging_or_splitting_what_is_so_already_is_refused() {
    let world = steve();
    for (arguments, words) in [
        (&["merge", "Ana Reis", "ana@studio.example"][..], "one person already"),
        (&["split", "Ana Reis"], "you merged nobody into Ana Reis"),
        (&["split", "Ana Reis", "ana@studio.example"], "all addresses of Ana Reis"),
        (&["split", "Ana Reis", "shall@home-mail.example"], "is no address of Ana Reis"),
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn a_borrowed_name_joins_nobody_and_is_not_suggested() {
    let spoofs = [
        "Ana Reis",
        "Ana Re\u{456}s",
        "\u{202e}Ana Reis",
        "Ana\u{200b} Reis",
        "Reis, Ana",
        "ana@studio.example",
    ];
    let mut world = World::at("2026-03-20")
        .to("Ana Reis <ana@studio.example>", "2026-03-01 09:00", "Seeds", "Hi Ana,\n\nthe seeds came.")
        .from("Ana Reis <ana@studio.example>", "2026-03-02 09:00", "Re: Seeds", "Hi Sam,\n\nhow nice.");
    for (at, name) in spoofs.iter().enumerate() {
        let from = format!("\"{name}\" <ana@stranger{at}.example>");
        world = world.from(&from, "2026-03-05 09:00", "Transfer", "Hi Sam,\n\nwhere is the invoice of May?");
    }
    // The same letters to the eye, in the address itself.
    let world = world
        .from(
            "Ana Reis <an\u{430}@studio.example>",
            "2026-03-05 09:00",
            "Transfer",
            "Hi Sam,\n\nwhere is it?",
        )
        .import();
    let people = world.json(&["people"]);
    let ana = people.iter().find(|person| person["addresses"][0] == "ana@studio.example").unwrap();
    assert_eq!((ana["addresses"].as_array().unwrap().len(), ana["occasions"].as_u64()), (1, Some(2)));
    assert!(people.len() > spoofs.len(), "{people:#?}");
    assert!(!done(&world, &["people"]).contains("one person?"));
}

#[test]
fn a_tag_makes_no_second_person() {
    let world = World::at("2026-03-20")
        .from("Paul Gray <paul@gray.example>", "2026-03-02 09:00", "Seeds", "Hi Sam,\n\nthe seeds came.")
        .from(
            "Paul Gray <paul+list@gray.example>",
            "2026-03-03 09:00",
            "Roses",
            "Hi Sam,\n\nso did the roses.",
        )
        .import();
    let run = world.run(&["split", "Paul Gray", "paul+list@gray.example"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("paul+list@gray.example and paul@gray.example are one mailbox"), "{}", run.err);
}

#[test]
fn help_desks_and_systems_are_no_people() {
    let world = World::at("2026-03-20")
        .from(
            "Printers HelpDesk <helpdesk.printers@studio.example>",
            "2026-03-02 09:00",
            "Your call",
            "Hi Sam,\n\nyour call was closed.",
        )
        .from(
            "ARSystem <arsystem@studio.example>",
            "2026-03-03 09:00",
            "Approve",
            "Please approve the request of Ana.",
        )
        .import();
    assert!(world.json(&["people"]).is_empty());
}

#[test]
fn a_proposed_pair_is_dismissed_and_the_dismissal_taken_back() {
    let world = steve();
    let before = everything(&world);
    done(&world, &["rule", "distinct", "Steve Hall", "shall@home-mail.example"]);
    assert!(!done(&world, &["people"]).contains("one person?"));
    assert!(world.json(&["status"])[0]["may_be_one_person"].as_array().unwrap().is_empty());
    let ruling = world.json(&["rule", "list"])[0]["ruling"].as_str().unwrap().to_owned();
    done(&world, &["rule", "undo", &ruling]);
    assert_eq!(everything(&world), before);
}

#[test]
fn one_person_is_not_said_to_be_two() {
    let world = steve();
    let refused = |arguments: &[&str], words: &str| {
        let run = world.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.out);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    };
    refused(&["rule", "distinct", "Ana", "ana@studio.example"], "both are Ana Reis <ana@studio.example>");
    refused(&["rule", "distinct", ME, "me"], "take it out of `addresses` in [me]");
    done(&world, &["merge", "shall@home-mail.example", "Steve Hall"]);
    refused(
        &["rule", "distinct", "shall@home-mail.example", "steve.hall@studio.example"],
        "`goodwill split shall@home-mail.example steve.hall@studio.example`",
    );
    refused(
        &["rule", "distinct", "Steve", "Steve Hall"],
        "`goodwill split shall@home-mail.example ADDRESS…`",
    );
    assert_eq!(world.json(&["rule", "list"]).len(), 1, "the merge alone");
}

#[test]
fn of_three_namesakes_every_pair_is_asked_about_in_its_turn() {
    let mut world = World::at("2026-03-20");
    for who in ["a@one.example", "b@two.example", "c@three.example"] {
        let date = "2026-03-02 09:00";
        world = world.to(&format!("Jan Novak <{who}>"), date, "Roses", "Hi Jan,\n\nthe roses are out.");
    }
    let world = world.import();
    for asked in [2, 2, 1] {
        assert_eq!(world.json(&["status"])[0]["may_be_one_person"].as_array().unwrap().len(), asked);
        let people = done(&world, &["people"]);
        let line = people.lines().find(|line| line.contains("one person?")).unwrap();
        let distinct = line.split('`').find(|part| part.starts_with("goodwill rule distinct")).unwrap();
        done(&world, &distinct.split_whitespace().skip(1).collect::<Vec<_>>());
    }
    assert!(!done(&world, &["people"]).contains("one person?"));
}

#[test]
fn ignoring_somebody_leaves_out_all_addresses() {
    let world = steve();
    done(&world, &["merge", "Steve Hall", "shall@home-mail.example"]);
    let before = everything(&world);
    done(&world, &["rule", "ignore", "Steve Hall"]);
    assert_eq!(world.json(&["people"]).len(), 1, "Ana alone is left");
    let rulings = world.json(&["rule", "list"]);
    let named = |said: &str| {
        let ruling = rulings.iter().find(|ruling| ruling["said"][said].is_object()).unwrap();
        ruling["ruling"].as_str().unwrap().to_owned()
    };
    done(&world, &["rule", "undo", &named("merge")]);
    assert_eq!(world.json(&["people"]).len(), 1, "nobody of him comes back with the merge");
    let list = done(&world, &["rule", "list"]);
    assert!(list.contains("shall@home-mail.example and steve.hall@studio.example are nobody"), "{list}");
    done(&world, &["rule", "undo", &named("ignore")]);
    assert_eq!(world.json(&["people"]).len(), 3);
    done(&world, &["merge", "Steve Hall", "shall@home-mail.example"]);
    assert_eq!(everything(&world), before);
}

/// Mail of Sam's that his known address is not in.
fn elsewhere() -> World {
    let old = "Sam Okafor <sam@old.example>";
    World::at("2026-03-20")
        .message(old, "ana@studio.example", "2026-03-01 09:00", "Seeds", "", "Hi Ana,\n\nthe seeds came.")
        .message(
            "Ana Reis <ana@studio.example>",
            old,
            "2026-03-02 09:00",
            "Re: Seeds",
            "",
            "Hi Sam,\n\nhow nice.",
        )
        .message(
            "Ben Roth <ben@y.example>",
            old,
            "2026-03-03 09:00",
            "Roses",
            "",
            "Hi Sam,\n\nthe roses are out.",
        )
        .from("Sam Okafor <sam@stranger.example>", "2026-03-03 10:00", "Transfer", "Hi Sam,\n\nit is me.")
        .from(
            "Sam Okafor <sam@stranger.example>",
            "2026-03-04 10:00",
            "Transfer",
            "Hi Sam,\n\nit is me again.",
        )
        .message(
            "Sam Okaf\u{43e}r <sam@odd.example>",
            "ana@studio.example",
            "2026-03-05 09:00",
            "a",
            "",
            "Hi Ana",
        )
        .message(
            "Sam Okaf\u{43e}r <sam@odd.example>",
            "ana@studio.example",
            "2026-03-06 09:00",
            "b",
            "",
            "Hi Ana",
        )
        .import()
}

#[test]
fn a_further_address_of_the_owner_is_proposed_with_what_speaks_for_it() {
    let world = elsewhere();
    let people = done(&world, &["people"]);
    assert!(
        people.contains("also yours? sam@old.example (1 written from it in your name, 2 received)"),
        "{people}"
    );
    let proposed = world.json(&["status"])[0]["may_be_yours"].clone();
    assert_eq!(proposed, serde_json::json!([{"address": "sam@old.example", "wrote": 1, "got": 2}]));
    assert_eq!(
        people.matches("also yours?").count(),
        1,
        "a stranger's address and a look-alike are not: {people}"
    );

    done(&world, &["rule", "distinct", "sam@old.example", "me"]);
    assert!(!done(&world, &["people"]).contains("also yours?"));
    let ruling = world.json(&["rule", "list"])[0]["ruling"].as_str().unwrap().to_owned();
    done(&world, &["rule", "undo", &ruling]);
    assert_eq!(done(&world, &["people"]), people);

    let world = world.raw_config(
        "[me]\nname = \"Sam Okafor\"\naddresses = [\"sam@home.example\", \"sam@old.example\"]\ntimezone = \"Europe/Berlin\"\n",
    );
    let told = done(&world, &["people"]);
    assert!(!told.contains("also yours?") && told.contains("Ben Roth"), "{told}");
}

#[test]
fn who_only_ever_sends_the_same_is_nobody_and_the_reason_is_told() {
    let mut world = World::at("2026-03-30");
    for day in 1..=20 {
        let date = format!("2026-03-{day:02} 09:00");
        let body = format!("Hi Ana,\n\ntoday bed number {day} is in flower.");
        world = world.to("Ana Reis <ana@studio.example>", &date, "Roses", &body);
    }
    for day in 1..=7 {
        let date = format!("2026-03-{day:02} 10:00");
        let body =
            format!("The stock of the mill in tons, as of this morning:\n\nflour {day}\nbran {}", day * 3);
        world = world.from("Joe Mill <stock@mill.example>", &date, &format!("Stock on day {day}"), &body);
    }
    let world = world.import();
    assert_eq!(world.json(&["people"]).len(), 1, "Ana alone");
    let one_sided = world.json(&["status"])[0]["one_sided"].clone();
    let expected = serde_json::json!([{"address": "stock@mill.example", "letters": 7, "repeated": 7}]);
    assert_eq!(one_sided, expected);
    assert!(done(&world, &["status"]).contains("no people: 1 sender to whom you never wrote"));
    let run = world.run(&["show", "stock@mill.example"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("sent you 7 letters, 7 of them much alike, and you never wrote there"),
        "{}",
        run.err
    );

    let world = world
        .to("stock@mill.example", "2026-03-21 09:00", "Your lists", "Dear Joe,\n\nwhat is bran for?")
        .import();
    assert_eq!(world.json(&["people"]).len(), 2);
    assert_eq!(world.json(&["status"])[0]["one_sided"], serde_json::json!([]));
}

#[test]
fn groups_and_programs_among_the_addressees_are_no_people() {
    let world = World::at("2026-03-20")
        .to(
            "Ana Reis <ana@studio.example>, all-staff@studio.example, noreply@studio.example",
            "2026-03-02 09:00",
            "Roses",
            "Hi Ana,\n\nthe roses are out.",
        )
        .to("unsubscribe@news.example", "2026-03-03 09:00", "unsubscribe", "unsubscribe")
        .from("Ben Roth/HOU/Corp@Corp", "2026-03-04 09:00", "Seeds", "Hi Sam,\n\nthe seeds came.")
        .import();
    let people = world.json(&["people"]);
    let names: Vec<&str> = people.iter().filter_map(|person| person["name"].as_str()).collect();
    assert_eq!(names, ["Ben Roth", "Ana Reis"], "{people:#?}");
}
