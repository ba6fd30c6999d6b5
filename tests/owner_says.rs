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
