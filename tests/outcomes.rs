//! What came of favors is followed from a small deposit to what returned.

use std::fs;

use serde_json::Value;

use super::world::{ME, World};

const ANA: &str = "Ana Reis <ana@studio.example>";
const LENA: &str = "Lena Voss <lena@site.example>";

/// Ana introduces Sam and Lena to each other.
fn introduced(world: World) -> World {
    world.message(
        ANA,
        &format!("{ME}, {LENA}"),
        "2026-03-01 09:00",
        "You two should meet",
        "",
        "Sam, Lena,\n\nI would like to introduce you to each other. Lena runs the site for cabinet makers.\n\nAna",
    )
}

/// Ana brings Sam and Lena together; they write, meet, and Lena helps.
fn brought_together() -> World {
    let world = World::at("2026-06-20")
        .to(ANA, "2026-02-01 09:00", "Exhibition", "Hi Ana,\n\nthe exhibition was a pleasure.\n\nSam")
        .from(ANA, "2026-02-02 09:00", "Re: Exhibition", "Hi Sam,\n\nso it was for me.\n\nAna");
    let world = introduced(world)
        .from(LENA, "2026-03-03 09:00", "Hello", "Hi Sam,\n\nwhat do you build?\n\nLena")
        .to(LENA, "2026-03-04 09:00", "Re: Hello", "Hi Lena,\n\nchairs for the most part.\n\nSam")
        .to(
            LENA,
            "2026-04-04 09:00",
            "The catalogue",
            "Hi Lena,\n\ncould you please send me the catalogue of the fair?\n\nSam",
        )
        .message(
            LENA,
            ME,
            "2026-04-05 09:00",
            "Re: The catalogue",
            "In-Reply-To: <6@mail.example>\n",
            "Hi Sam,\n\nhere is the catalogue that you asked for.\n\nLena",
        )
        .import();
    let calendar = world.path("calendar.ics");
    fs::write(
        &calendar,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:fair\r\nDTSTART:20260410T090000Z\r\nDURATION:PT1H\r\n\
         SUMMARY:The fair\r\nORGANIZER:mailto:lena@site.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:lena@site.example\r\n\
         ATTENDEE;PARTSTAT=ACCEPTED:mailto:sam@home.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    )
    .unwrap();
    assert_eq!(world.run(&["import", calendar.to_str().unwrap()]).code, Some(0));
    world
}

/// The entries with a person, as `show` tells them.
fn entries(world: &World, person: &str) -> Vec<Value> {
    world.json(&["show", person])[0]["entries"].as_array().unwrap().clone()
}

fn of_kind<'a>(entries: &'a [Value], kind: &str, direction: &str) -> &'a Value {
    let found = entries.iter().find(|entry| entry["kind"] == kind && entry["direction"] == direction);
    found.unwrap_or_else(|| panic!("no {kind} {direction} in {entries:#?}"))
}

#[test]
fn an_introduction_leads_to_what_was_had_with_whom_it_brought() {
    let world = brought_together();
    let with_ana = entries(&world, "Ana Reis");
    let introduction = of_kind(&with_ana, "introduction", "received");
    let brought = introduction["led_to"]["acquaintances"].as_array().unwrap();
    assert_eq!(brought.len(), 1, "{introduction:#?}");
    assert_eq!(
        (&brought[0]["name"], &brought[0]["conversations"], &brought[0]["meetings"], &brought[0]["since"]),
        (&"Lena Voss".into(), &2.into(), &1.into(), &"2026-03-03T09:00:00Z".into()),
    );
    let with_lena = entries(&world, "Lena Voss");
    let help = of_kind(&with_lena, "help", "received");
    assert_eq!(brought[0]["entries"][0], help["entry"]);

    let shown = world.run(&["show", "Ana Reis"]).out;
    assert!(shown.contains("led to 2 conversations, 1 meeting and 1 favor with Lena Voss"), "{shown}");
    let explained = world.run(&["explain", introduction["entry"].as_str().unwrap()]).out;
    assert!(explained.contains("since 3 Mar 2026") && explained.contains("received help"), "{explained}");
}

#[test]
fn a_statement_draws_what_came_of_a_favor() {
    let world = brought_together();
    let april = world.run(&["statement", "--month", "2026-04"]).out;
    let (_, told) = april.split_once("what came of it").unwrap_or_else(|| panic!("{april}"));
    assert!(told.contains("led to 2 conversations and 1 meeting with Lena Voss since 3 Mar 2026"), "{april}");
    assert!(told.contains("received help"), "{april}");
    let chains = &world.json(&["statement", "--month", "2026-04"])[0]["chains"];
    assert_eq!(
        (&chains[0]["start"]["favor"]["kind"], &chains[0]["steps"][0]["name"]),
        (&"introduction".into(), &"Lena Voss".into()),
        "{chains}"
    );
    let page = world.path("april.html");
    assert_eq!(
        world.run(&["statement", "--month", "2026-04", "--html", page.to_str().unwrap()]).code,
        Some(0)
    );
    assert!(fs::read_to_string(&page).unwrap().contains("What a favor led to"));
    let february = world.run(&["statement", "--month", "2026-02"]).out;
    assert!(!february.contains("what came of it"), "{february}");
}

#[test]
fn somebody_known_before_was_brought_by_nobody() {
    let world = World::at("2026-06-20")
        .from(LENA, "2026-01-03 09:00", "Chairs", "Hi Sam,\n\nwhat do you build?\n\nLena")
        .to(LENA, "2026-01-04 09:00", "Re: Chairs", "Hi Lena,\n\nchairs for the most part.\n\nSam");
    let world = introduced(world).import();
    let with_ana = entries(&world, "Ana Reis");
    let introduction = of_kind(&with_ana, "introduction", "received");
    assert_eq!(introduction["led_to"]["acquaintances"].as_array().unwrap().len(), 0);
}

#[test]
fn what_was_offered_after_a_deposit_came_of_it_once() {
    let world = World::at("2026-06-20")
        .from(
            ANA,
            "2026-02-01 09:00",
            "The site",
            "Hi Sam,\n\ncould you please tell me how to speed up my site?\n\nAna",
        )
        .message(
            ME,
            ANA,
            "2026-02-02 09:00",
            "Re: The site",
            "In-Reply-To: <1@mail.example>\n",
            "Hi Ana,\n\nhere is how to speed up the site that you asked about: shrink the pictures.\n\nSam",
        )
        .from(
            ANA,
            "2026-03-01 09:00",
            "Your chairs",
            "Hi Sam,\n\nI could photograph your chairs for you if you like.\n\nAna",
        )
        .message(
            ANA,
            ME,
            "2026-03-08 09:00",
            "Re: Your chairs",
            "In-Reply-To: <3@mail.example>\n",
            "Hi Sam,\n\nattached are the photographs of your chairs that I promised.\n\nAna",
        )
        .import();
    let with_ana = entries(&world, "Ana Reis");
    let given = with_ana.iter().filter(|entry| entry["direction"] == "given");
    let returned: Vec<&Value> =
        given.flat_map(|entry| entry["led_to"]["returned"].as_array().unwrap()).collect();
    let received = of_kind(&with_ana, "help", "received");
    assert_eq!(returned, [&received["entry"]], "{with_ana:#?}");
    assert!(world.run(&["show", "Ana Reis"]).out.contains("led to 1 favor in return"));
    assert_eq!(received["led_to"]["returned"].as_array().unwrap().len(), 0, "nothing came of the return yet");
}
