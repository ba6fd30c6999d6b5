//! How people stand is listed, filtered, sorted and explained.

use crate::world::{ME, Run, World};

const ANA: &str = "Ana Reis <ana@studio.example>";
const BEN: &str = "Ben Ito <ben@yard.example>";
const CY: &str = "Cy Moss <cy@lab.example>";

/// Ana wrote every week until February, Ben still does, Cy is new and asks under pressure.
fn world() -> World {
    let mut world = World::at("2026-04-20");
    for week in 0..20 {
        let day: jiff::civil::Date = "2025-09-15".parse().unwrap();
        let day = day.saturating_add(jiff::Span::new().weeks(week));
        let later = day.saturating_add(jiff::Span::new().weeks(11));
        for (who, day, what) in [(ANA, day, "the roses are out"), (BEN, later, "the boat is dry")] {
            let (from, to) = if week % 2 == 0 { (who, ME) } else { (ME, who) };
            let body = format!("Hi,\n\n{what}, as {week} weeks ago.");
            world = world.message(from, to, &format!("{day} 09:00"), &format!("{what} {week}"), "", &body);
        }
    }
    world
        .to(CY, "2026-04-10 09:00", "Samples", "Hi Cy,\n\nCould you send me the samples?\n\nSam")
        .to(CY, "2026-04-11 09:00", "Plan", "Hi Cy,\n\nCould you send me the plan?\n\nSam")
        .to(CY, "2026-04-12 09:00", "Tools", "Hi Cy,\n\nCould you lend me your tools?\n\nSam")
        .to(
            CY,
            "2026-04-13 09:00",
            "Weather",
            "Hi Cy,\n\nit rained all day here, and the roses like it.\n\nSam",
        )
        .from(
            CY,
            "2026-04-14 09:00",
            "The figures",
            "Sam,\n\nI want the three reports on my desk by four today, or else we will have to talk about your \
             place here. This is the second time I have to ask.\n\nCy",
        )
        .import()
}

fn names(world: &World, arguments: &[&str]) -> Vec<String> {
    let people = world.json(&[&["people"], arguments].concat());
    people.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
}

fn text(world: &World, arguments: &[&str]) -> String {
    let Run { code, out, err } = world.run(arguments);
    assert_eq!(code, Some(0), "{err}");
    out
}

#[test]
fn people_are_filtered_by_how_they_stand() {
    let world = world();
    let neglected = names(&world, &["--neglected"]);
    assert!(neglected.contains(&"Ana Reis".to_owned()), "{neglected:?}");
    assert!(!neglected.contains(&"Ben Ito".to_owned()), "{neglected:?}");
    assert!(names(&world, &["--drifting"]).is_empty());
    assert!(names(&world, &["--drifting", "--as-of", "2026-06-20"]).contains(&"Ana Reis".to_owned()));
    assert_eq!(names(&world, &["--new"]), ["Cy Moss"]);
    assert!(names(&world, &["--over-invested"]).is_empty());
    assert!(names(&world, &["--unthanked"]).is_empty());
    assert!(text(&world, &["people", "--over-invested"]).contains("nobody is so"));
}

#[test]
fn people_are_sorted_as_asked() {
    let world = world();
    for (by, expected) in [
        ("name", ["Ana Reis", "Ben Ito", "Cy Moss"]),
        ("silence", ["Ana Reis", "Ben Ito", "Cy Moss"]),
        ("last", ["Ben Ito", "Cy Moss", "Ana Reis"]),
        ("new", ["Cy Moss", "Ben Ito", "Ana Reis"]),
    ] {
        let found = names(&world, &["--sort", by]);
        let silent = |name: &str| world.person(name)["silence_days"].as_f64().unwrap();
        if by == "silence" {
            assert!(found.windows(2).all(|pair| silent(&pair[0]) >= silent(&pair[1])), "{found:?}");
        } else if by == "last" {
            assert!(found.windows(2).all(|pair| silent(&pair[0]) <= silent(&pair[1]) + 1.0), "{found:?}");
        } else {
            assert_eq!(found, expected, "{by}");
        }
    }
    assert_eq!(names(&world, &["--sort", "neglect"])[0], "Ana Reis");
    assert_eq!(world.run(&["people", "--sort", "height"]).code, Some(2));
}

#[test]
fn show_tells_who_begins_with_an_ask_and_what_presses() {
    let shown = text(&world(), &["show", "Cy Moss"]);
    assert!(shown.contains("75 % of the conversations you began opened with an ask"), "{shown}");
    assert!(shown.contains("one message of the last three months presses"), "{shown}");
}

#[test]
fn a_silence_of_people_hardly_known_is_neither_usual_nor_late() {
    let dee = "Dee Fox <dee@mill.example>";
    let world = World::at("2026-08-20")
        .from(dee, "2026-04-10 09:00", "Wool", "Hi Sam,\n\nDo you still spin?\n\nDee")
        .to(dee, "2026-04-11 09:00", "Re: Wool", "Hi Dee,\n\nEvery winter, as before.\n\nSam")
        .from(dee, "2026-04-12 09:00", "Re: Wool", "Hi Sam,\n\nThe mill has wool again.\n\nDee")
        .import();
    assert_eq!(world.person("Dee Fox")["silence"], "unknown");
    let (shown, listed) = (text(&world, &["show", "Dee"]), text(&world, &["people"]));
    assert!(shown.contains("it has been 4 months; too little is known to tell"), "{shown}");
    assert!(!shown.contains("in 100") && !shown.contains("about every"), "{shown}");
    let row = listed.lines().find(|line| line.contains("Dee Fox")).unwrap();
    assert!(row.contains("too little known") && row.contains(" ? "), "{row}");
    assert!(text(&world, &["explain", "Dee"]).contains("neither usual nor unusual"));

    // A wish of the owner is named as one, whatever the past shows.
    let rare = text(&self::world(), &["show", "Ana Reis"]);
    assert!(!rare.contains("that is usual"), "{rare}");
    assert_eq!(world.run(&["rule", "gaps", "Dee", "--longest", "200"]).code, Some(0));
    let wished = text(&world, &["show", "Dee"]);
    assert!(
        wished.contains("you want no silence longer than 6 months; it has been 4 months: that is within it"),
        "{wished}"
    );
}

#[test]
fn every_figure_of_people_is_restated_by_explain() {
    let world = world();
    for name in ["Ana Reis", "Cy Moss"] {
        let explained = text(&world, &["explain", name]);
        for words in [
            "first contact",
            "usual gap",
            "warmth",
            "trend",
            "the silence is",
            "how much a nudge is worth",
            "within 30 days",
            "that the relation lives",
            "begin with an ask",
            "of pressure by either side",
            "balance",
            "favors found",
        ] {
            assert!(explained.contains(words), "{words}: {explained}");
        }
    }
    let explained = text(&world, &["explain", "Cy Moss"]);
    assert!(explained.contains("you await an answer"), "{explained}");
}

#[test]
fn a_stance_is_said_by_circle_or_ruling_and_taken_back() {
    let circle = "[circles.garden]\npeople = [\"ana@studio.example\"]\nstance = \"invest\"\n";
    let world = world().config(circle);
    assert_eq!(world.person("Ana Reis")["stance"], "invest");
    assert_eq!(world.person("Ben Ito")["stance"], "steady");
    assert!(text(&world, &["show", "Ana Reis"]).contains("you invest here"));
    let said = world.json(&["rule", "stance", "Ana Reis", "ease"]);
    assert_eq!(world.person("Ana Reis")["stance"], "ease");
    assert!(text(&world, &["show", "Ana Reis"]).contains("you ease off here"));
    assert!(
        text(&world, &["rule", "list"]).contains("your stance toward Ana Reis <ana@studio.example> is ease")
    );
    world.json(&["rule", "undo", said[0]["ruling"].as_str().unwrap()]);
    assert_eq!(world.person("Ana Reis")["stance"], "invest");
}

#[test]
fn to_whom_the_owner_eases_off_no_silence_is_brought_up() {
    let neglected = |world: &World| {
        let nudges = world.json(&["nudge"]);
        nudges.iter().any(|nudge| nudge["kind"] == "neglected" || nudge["nudge"]["kind"] == "neglected")
    };
    let mut answered = World::at("2026-04-20");
    for week in 0..24 {
        let day: jiff::civil::Date = "2025-08-15".parse().unwrap();
        let date = format!("{} 09:00", day.saturating_add(jiff::Span::new().weeks(week)));
        let (from, to) = if week % 2 == 0 { (ANA, ME) } else { (ME, ANA) };
        answered =
            answered.message(from, to, &date, &format!("Roses {week}"), "", "Hi,\n\nthe roses are out.");
    }
    let world = answered.import();
    assert!(neglected(&world));
    world.json(&["rule", "stance", "Ana Reis", "ease"]);
    assert!(!neglected(&world));
}
