//! What the owner says of an entry or a person reaches everything that rests on it, and he is told whom it meant.

use crate::rulings::{done, ruling};
use crate::world::{ME, World};

/// Ana helped when she was asked, and was never thanked.
fn helped() -> World {
    World::at("2026-06-08")
        .to("Ana Reis <ana@studio.example>", "2026-06-01 10:00", "Leaking roof", "Hi Ana,\n\ncould you send me the plan of the roof?\n\nSam")
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
