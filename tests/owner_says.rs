//! What the owner says of an entry or a person reaches everything that rests on it, and he is told whom it meant.

use crate::rulings::{done, ruling};
use crate::world::{ME, World};

/// Ana helped when she was asked, and was never thanked.
fn helped() -> World {
    World::at("2026-06-08")
        .to(
            "Ana Reis <ana@studio.example>",
            "2026-06-01 10:00",
            "Leaking roof",
            "Hi Ana,\n\ncould you send me the plan of the roof?\n\nSam",
        )
        .message(
            "Ana Reis <ana@studio.example>",
            ME,
            "2026-06-02 10:00",
            "Re: Leaking roof",
            "In-Reply-To: <1@mail.example>\n",
            "Hi Sam,\n\nhere is the plan of the roof that you asked for.\n\nAna",
        )
        .import()
}

fn entry(world: &World) -> String {
    world.json(&["ledger", "--all"])[0]["entry"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_no_favor_is_owed_no_thanks() {
    let world = helped();
    let owed = || world.person("Ana Reis")["loops"].to_string().contains("thanks_owed");
    let nudged = || world.json(&["nudge"]).iter().any(|told| told["kind"] == "thanks");
    assert!(owed() && nudged());
    let entry = entry(&world);
    let rejected = done(&world, &["rule", "reject", &entry]);
    assert!(!owed() && !nudged());
    assert!(!done(&world, &["show", "Ana"]).contains("thanks not yet said"));
    assert_eq!(world.person("Ana Reis")["loops"].to_string(), "[]", "nor is anything else open again");
    done(&world, &["rule", "undo", &ruling(&rejected)]);
    assert!(owed() && nudged());
    done(
        &world,
        &["add", "Ben Ito <ben@yard.example>", "given", "help", "with", "the", "move", "--on", "2026-06-01"],
    );
    let moved = done(&world, &["rule", "person", &entry, "Ben"]);
    assert!(moved.contains("is with Ben Ito <ben@yard.example>") && !owed(), "{moved}");
    done(&world, &["rule", "undo", &ruling(&moved)]);
    done(&world, &["rule", "split", &entry, "help", "advice"]);
    assert!(owed(), "what it consisted of still happened");
}

/// Three people whose names begin alike, one of them with two addresses.
fn alike() -> World {
    let mut world = World::at("2026-06-08");
    for who in [
        "=?utf-8?q?J=C3=BCrgen_M=C3=BC=C3=9Fig?= <jm@home.example>",
        "=?utf-8?q?J=C3=BCrgen_Kranz?= <jk@home.example>",
        "=?utf-8?q?J=C3=BCrgen?= <j@home.example>",
        "Eve Bold <eve@bold.example>",
    ] {
        world = world.from(who, "2026-06-01 10:00", "Hello", "Hi Sam,\n\nhow are the roses?\n\nBest");
    }
    world.import()
}

#[test]
fn a_ruling_says_whom_it_hit() {
    let world = alike();
    for (arguments, words) in [
        (&["rule", "regime", "Eve", "communal"][..], "with Eve Bold <eve@bold.example> you deal as family"),
        (&["rule", "stance", "eve", "ease"], "your stance toward Eve Bold <eve@bold.example> is ease"),
        (
            &["merge", "jm@home.example", "Eve"],
            "Jürgen Müßig <jm@home.example> and Eve Bold <eve@bold.example> are one",
        ),
    ] {
        let out = done(&world, arguments);
        assert!(out.contains(words), "{arguments:?}: {out}");
        done(&world, &["rule", "undo", &ruling(&out)]);
    }
    let said = world.json(&["rule", "ignore", "Eve"]).remove(0);
    assert_eq!(said["people"][0]["name"], "Eve Bold");
    assert_eq!(said["people"][0]["addresses"][0], "eve@bold.example");
    assert_eq!(said["words"], "Eve Bold <eve@bold.example> is nobody");
}

#[test]
fn whatever_is_ruled_answers_in_one_shape() {
    let world = helped();
    let answer = |arguments: &[&str]| {
        let said = world.json(arguments).remove(0);
        let fields = said.as_object().unwrap();
        for field in ["ruling", "said", "words", "people"] {
            assert!(fields.contains_key(field), "{arguments:?}: {field} in {said}");
        }
        assert!(said["people"][0]["addresses"][0].is_string(), "{arguments:?}: {said}");
        said
    };
    let entry = entry(&world);
    let confirmed = answer(&["rule", "confirm", &entry]);
    assert!(confirmed["undone"].is_null() && confirmed["said"]["entry"].is_object(), "{confirmed}");
    assert!(answer(&["rule", "confirm", &entry])["ruling"].is_null());
    let added =
        answer(&["add", "Bob <bob@new.example>", "given", "gift", "a", "plant", "--on", "2026-06-05"]);
    assert_eq!(added["people"][0]["person"], world.person("Bob")["person"]);
    answer(&["merge", "bob@new.example", "Ana"]);
    let split = answer(&["split", "bob@new.example"]);
    assert_eq!((split["ruling"].is_null(), split["undone"].as_array().unwrap().len()), (true, 1));
    let ignored = answer(&["rule", "ignore", "Ana"]);
    let undone = answer(&["rule", "undo", ignored["ruling"].as_str().unwrap()]);
    assert_eq!((&undone["undone"], &undone["said"]), (&ignored["ruling"], &ignored["said"]));
}

#[test]
fn a_name_that_several_bear_changes_nothing() {
    let world = alike();
    assert!(done(&world, &["show", "Jürgen"]).starts_with("Jürgen  p"), "who asks gets the whole name");
    for arguments in [
        &["rule", "ignore", "Jürgen"][..],
        &["rule", "regime", "jürgen", "market"],
        &["circle", "Jürgen", "--none"],
        &["merge", "Jürgen", "Eve"],
        &["forget", "Jürgen", "--yes"],
        &["add", "Jürgen", "given", "help", "moved", "the", "piano"],
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(
            run.err.contains("may be any of ") && run.err.contains("Jürgen Müßig <jm@home.example>"),
            "{}",
            run.err
        );
    }
    assert!(world.json(&["rule", "list"]).is_empty());
    done(&world, &["rule", "ignore", "j@home.example"]);
    assert!(done(&world, &["show", "MÜSSIG"]).starts_with("Jürgen Müßig"));
}

#[test]
fn a_favor_is_entered_with_somebody_who_has_no_mail_here() {
    let world = alike();
    let out = done(
        &world,
        &["add", "Bob Neu <Bob@new.example>", "given", "help", "moved", "the", "piano", "--on", "2026-06-03"],
    );
    assert!(out.starts_with("help given to Bob Neu <bob@new.example>: moved the piano\nnoted as r"), "{out}");
    let bob = world.person("Bob Neu");
    assert_eq!(bob["addresses"][0], "bob@new.example");
    assert!(bob["given"].as_f64().unwrap() > 2.9);
    assert_eq!(
        (bob["occasions"].as_u64(), bob["last_contact"].as_str()),
        (Some(1), Some("2026-06-02T22:00:00Z"))
    );
    assert!(done(&world, &["show", "bob"]).contains("moved the piano"));
    done(&world, &["add", "bob@new.example", "received", "gift", "a", "cake", "--on", "2026-06-05"]);
    assert_eq!(world.person("Bob Neu")["last_contact"], "2026-06-04T22:00:00Z");
    done(&world, &["rule", "regime", "Bob", "colleague"]);
    done(&world, &["add", "carla@new.example", "given", "gift", "a", "plant", "--on", "2026-06-05"]);
    assert!(world.run(&["show", "carla@new.example"]).code == Some(0));
    done(&world, &["rule", "undo", &ruling(&out)]);
    assert!(done(&world, &["forget", "bob@new.example", "--yes"]).contains("forgotten: "));
    assert_eq!(world.run(&["show", "bob@new.example"]).code, Some(1));
}

#[test]
fn who_cannot_be_entered_is_refused_with_a_reason() {
    let world = alike().config("[ignore]\naddresses = [\"bot@new.example\"]\n");
    for (who, words) in [
        ("Nobody New", "`goodwill add \"Nobody New <address>\" …`"),
        (ME, "is yours"),
        ("bot@new.example", "you said that it is nobody"),
        ("noreply@new.example", "not of a person"),
    ] {
        let run = world.run(&["add", who, "given", "help", "with", "the", "move"]);
        assert_ne!(run.code, Some(0), "{who}");
        assert!(run.err.contains(words), "{who}: {}", run.err);
    }
    assert!(world.json(&["rule", "list"]).is_empty());
}

#[test]
fn a_member_of_a_circle_that_nobody_is_is_told() {
    let world =
        alike().config("[circles.near]\npeople = [\"Eve Bold\", \"Jurgen Kranz\", \"eva@bold.example\"]\n");
    let line = "2 names or addresses in the circles of the config that nobody bears: eva@bold.example (near), jurgen kranz (near)";
    for command in ["status", "check"] {
        let out = done(&world, &[command]);
        assert!(out.contains(line), "{command}: {out}");
    }
    let told = &world.json(&["status"])[0]["circles_name_nobody"];
    assert_eq!(told[1], serde_json::json!({"circle": "near", "member": "jurgen kranz"}));
    let world = world.config("[circles.near]\npeople = [\"eve bold\"]\n");
    assert!(!done(&world, &["status"]).contains("nobody bears"));
    assert!(
        !done(&World::new().config("[circles.near]\npeople = [\"Eve\"]\n"), &["check"])
            .contains("nobody bears")
    );
}

#[test]
fn explanations_are_in_words() {
    let world = helped()
        .to(
            "Ana Reis <ana@studio.example>, Ben Ito <ben@yard.example>",
            "2026-06-03 10:00",
            "Hall",
            "Hi,\n\nthe hall is free.\n\nSam",
        )
        .import();
    let text = done(&world, &["explain", "Ana"]);
    for words in ["they wrote; counts in full", "you wrote; counts 71 %", "the chance of a gap", "of which "]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Mail") && !text.contains("0.71"), "{text}");
    assert!(done(&world, &["show", "Ana"]).contains("you deal as equals (nothing else is known)"));
    done(&world, &["rule", "regime", "Ana", "authority-above"]);
    let list = done(&world, &["rule", "list"]);
    assert!(list.contains("you deal as with somebody above you"), "{list}");
}
