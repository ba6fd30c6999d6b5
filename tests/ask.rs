//! Whom to ask, and whom to give to.

use super::world::World;

/// Ana helped with the roof; Ben asked about it; Cleo knows tax; Dan waits for an answer about the roof.
fn town() -> World {
    World::at("2026-06-20")
        .to("Ana Reis <ana@studio.example>", "2026-06-01 10:00", "Leaking roof", "Hi Ana,\n\ncould you tell me how to seal a leaking roof?\n\nSam")
        .message(
            "Ana Reis <ana@studio.example>",
            super::world::ME,
            "2026-06-02 10:00",
            "Re: Leaking roof",
            "In-Reply-To: <1@mail.example>\n",
            "Hi Sam,\n\nhere is how to seal the roof that you asked about: clean it, then lay two strips.\n\nAna",
        )
        .from("Cleo Park <cleo@ledger.example>", "2026-04-01 10:00", "Tax return", "Hi Sam,\n\nI read that the forms changed.\n\nCleo")
        .to("Cleo Park <cleo@ledger.example>", "2026-04-02 10:00", "Re: Tax return", "Hi Cleo,\n\nthey did, in March.\n\nSam")
        .from(
            "Ben Ito <ben@yard.example>",
            "2026-06-10 10:00",
            "Roof over the shed",
            "Hi Sam,\n\ncould you tell me how to seal the roof of my shed?\n\nBen",
        )
        .from(
            "Dan Fox <dan@mill.example>",
            "2026-06-12 10:00",
            "Tax forms for the mill",
            "Hi Sam,\n\ncould you tell me which tax form the mill needs?\n\nDan",
        )
        .import()
}

#[test]
fn who_helped_comes_before_who_asked_and_thanks_come_first() {
    let world = town();
    let told = world.json(&["ask", "sealing", "roofs"]);
    assert_eq!((&told[0]["name"], &told[0]["begin"]), (&"Ana Reis".into(), &"thank".into()), "{told:#?}");
    let signs = told[0]["about"].as_array().unwrap();
    assert!(signs.iter().all(|sign| sign["source"] == "<2@mail.example>"), "{signs:?}");
    assert!(told.iter().all(|knower| knower["name"] != "Cleo Park"));
    let text = world.run(&["ask", "roof", "--limit", "1"]).out;
    assert!(text.starts_with("1. Ana Reis") && text.contains("begin with thanks"), "{text}");
    assert!(world.run(&["ask", "violins"]).out.starts_with("nobody here was seen to know about \"violins\""));
}

#[test]
fn an_open_need_is_met_by_the_owner_or_by_somebody_he_knows() {
    let world = town();
    let told = world.json(&["give"]);
    let names: Vec<&str> = told.iter().map(|need| need["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Dan Fox", "Ben Ito"], "the owner answered on tax: {told:#?}");
    assert_eq!(told[0]["strengths"][0]["words"], "Tax return");
    assert_eq!(told[1]["broker"]["name"], "Ana Reis");
    let text = world.run(&["give"]).out;
    assert!(text.contains("you could bring the two together"), "{text}");
    assert!(!text.contains("owe"), "{text}");
}
