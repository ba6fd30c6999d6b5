//! The owner's word stands above inference, survives re-reading, and can be taken back.

use crate::world::World;

pub(crate) fn story() -> World {
    story_at("2026-06-01")
}

fn story_at(date: &str) -> World {
    World::at(date)
        .from(
            "Ana Reis <ana@studio.example>",
            "2026-03-03 10:00",
            "The form",
            "Hi Sam,\n\nHere is the form for your site that you asked for.\n\nAna",
        )
        .to(
            "Ana Reis <ana@studio.example>",
            "2026-03-05 10:00",
            "Lunch",
            "Hi Ana,\n\nHere is the address of the printer you asked for.\n\nSam",
        )
}

pub(crate) fn first_entry(world: &World) -> String {
    world.json(&["ledger", "--all"])[0]["entry"].as_str().unwrap().to_owned()
}

pub(crate) fn done(world: &World, arguments: &[&str]) -> String {
    let run = world.run(arguments);
    assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
    run.out
}

/// The id of the ruling that an answer names.
pub(crate) fn ruling(out: &str) -> String {
    out.split_whitespace()
        .find(|word| word.starts_with('r') && word.ends_with(';'))
        .unwrap()
        .trim_end_matches(';')
        .to_owned()
}

#[test]
fn confirm_and_reject_and_undo() {
    let world = story().import();
    let before = world.ledger();
    let entry = first_entry(&world);
    let confirmed = done(&world, &["rule", "confirm", &entry]);
    assert_eq!(world.json(&["ledger", "--all"])[0]["status"], "posted");
    assert_eq!(done(&world, &["rule", "confirm", &entry]), format!("{entry}: already confirmed\n"));
    assert!(world.json(&["rule", "confirm", &entry])[0]["ruling"].is_null());
    done(&world, &["rule", "undo", &ruling(&confirmed)]);
    assert_eq!(world.ledger(), before);
    let rejected = done(&world, &["rule", "reject", &entry]);
    assert_eq!(world.json(&["ledger", "--all"])[0]["status"], "voided");
    done(&world, &["rule", "undo", &ruling(&rejected)]);
    assert_eq!(world.ledger(), before);
    assert_eq!(world.json(&["rule", "list"]).len(), 2);
    let stands = ruling(&done(&world, &["rule", "confirm", &entry]));
    for too_short in ["", "r", &stands[..3]] {
        let run = world.run(&["rule", "undo", too_short]);
        assert!(
            run.code == Some(2) && run.err.contains("too short"),
            "{too_short:?}: {}{}",
            run.out,
            run.err
        );
    }
    done(&world, &["rule", "undo", &stands[..4]]);
    assert_eq!(world.ledger(), before);
}

#[test]
fn what_is_not_sure_enough_counts_once_the_owner_confirms_it() {
    let world = story().config("[ledger]\nleast_confidence = 1.0\n").import();
    assert!(world.json(&["ledger"]).is_empty());
    assert_eq!(world.person("Ana Reis")["balance"]["mid"], 0.0);
    let entry = first_entry(&world);
    assert!(done(&world, &["explain", &entry]).contains("why unclear: less sure than 100 %"));
    let confirmed = done(&world, &["rule", "confirm", &entry]);
    assert!(done(&world, &["explain", &entry]).contains("why a favor: you said so"));
    let counted = world.json(&["ledger"]);
    assert_eq!(
        (counted.len(), &counted[0]["status"], &counted[0]["worth"]),
        (1, &"posted".into(), &3.0.into())
    );
    done(&world, &["rule", "undo", &ruling(&confirmed)]);
    assert!(world.json(&["ledger"]).is_empty());
}

#[test]
fn kind_and_worth_are_the_owners_to_set() {
    let world = story().import();
    let entry = first_entry(&world);
    done(&world, &["rule", "kind", &entry, "gift"]);
    assert_eq!(world.json(&["ledger", "--all"])[0]["kind"], "gift");
    done(&world, &["rule", "worth", &entry, "7.5"]);
    assert_eq!(world.json(&["ledger", "--all"])[0]["worth"], 7.5);
    for (points, words) in [("1000", "points go from 0 to 100"), ("0.0004", "0.001 at least, or 0")] {
        let refused = world.run(&["rule", "worth", &entry, points]);
        assert!(refused.code == Some(2) && refused.err.contains(words), "{points}: {}", refused.err);
    }
}

#[test]
fn rulings_survive_another_import() {
    let world = story().import();
    done(&world, &["rule", "reject", &first_entry(&world)]);
    done(&world, &["add", "Ana", "given", "gift", "lent", "the", "van", "--on", "2026-03-01"]);
    let before = world.ledger();
    assert_eq!(world.import().ledger(), before);
}

#[test]
fn a_favor_entered_by_hand_counts_with_its_words() {
    let world = story().import();
    done(
        &world,
        &[
            "add",
            "Ana",
            "received",
            "introduction",
            "met",
            "Lena",
            "through",
            "her",
            "--on",
            "2026-02-01",
            "--worth",
            "6",
        ],
    );
    let entries = world.json(&["ledger", "--received"]);
    let added = entries.iter().find(|entry| entry["status"] == "posted").unwrap();
    assert_eq!((added["worth"].as_f64(), added["at"].as_str()), (Some(6.0), Some("2026-01-31T23:00:00Z")));
    assert_eq!(added["evidence"][0]["quote"], "met Lena through her");
    for empty in ["", "  "] {
        let wordless = world.run(&["add", "Ana", "given", "gift", empty, "--on", "2026-02-01"]);
        assert!(wordless.code == Some(2) && wordless.err.contains("say what it was"), "{}", wordless.err);
    }
    let future = world.run(&["add", "Ana", "given", "gift", "soon", "--on", "2999-01-01"]);
    assert_eq!(future.code, Some(2));
}

#[test]
fn a_circle_by_ruling_goes_before_the_config() {
    let world = story()
        .config("[circles.family]\npeople = [\"Mum\"]\nregime = \"communal\"\n[circles.work]\ndomains = [\"studio.example\"]\n")
        .import();
    assert_eq!(world.person("Ana Reis")["circle"], "work");
    let said = done(&world, &["circle", "Ana", "family"]);
    assert_eq!(world.person("Ana Reis")["circle"], "family");
    assert!(world.entries().is_empty(), "nothing is counted in a communal circle");
    assert!(world.person("Ana Reis")["balance"].is_null());
    done(&world, &["rule", "undo", &ruling(&said)]);
    assert_eq!(world.person("Ana Reis")["circle"], "work");
    done(&world, &["circle", "Ana", "--none"]);
    assert!(world.person("Ana Reis")["circle"].is_null());
    for arguments in [&["circle", "Ana", "friends"][..], &["people", "--circle", "friends"]] {
        let unknown = world.run(arguments);
        assert_eq!(unknown.code, Some(2), "{arguments:?}");
        assert!(unknown.err.contains("has family, work"), "{arguments:?}: {}", unknown.err);
    }
}

#[test]
fn regime_and_ignore_change_what_counts() {
    let world = story().import();
    assert!(world.entries().iter().any(|entry| entry.contains(" favor ")));
    done(&world, &["rule", "regime", "Ana", "colleague"]);
    assert!(!world.entries().iter().any(|entry| entry.contains(" favor ")), "{:?}", world.entries());
    done(&world, &["rule", "ignore", "Ana"]);
    assert!(world.json(&["people"]).is_empty());
}

/// The worths of entries that count, sorted by kind: entries of one instant stand in the order of hashes.
fn worths(world: &World) -> Vec<(String, f64)> {
    let entries = world.json(&["ledger"]);
    let mut told: Vec<_> = entries
        .iter()
        .map(|entry| (entry["kind"].as_str().unwrap().to_owned(), entry["worth"].as_f64().unwrap()))
        .collect();
    told.sort_by(|(a, _), (b, _)| a.cmp(b));
    told
}

fn told(kinds: &[(&str, f64)]) -> Vec<(String, f64)> {
    kinds.iter().map(|&(kind, worth)| (kind.to_owned(), worth)).collect()
}

#[test]
fn an_entry_is_split_forgiven_and_made_good_and_all_of_it_is_undone() {
    let world = story().import();
    let before = world.ledger();
    let entry = first_entry(&world);
    let split = done(&world, &["rule", "split", &entry, "advice:2.5", "introduction"]);
    assert_eq!(worths(&world), told(&[("advice", 2.5), ("help", 3.0), ("introduction", 8.0)]));
    let advice = || world.json(&["ledger"]).into_iter().find(|entry| entry["kind"] == "advice").unwrap();
    let part = advice()["entry"].as_str().unwrap().to_owned();
    let repaid = done(&world, &["rule", "repaid", &part, "1"]);
    assert_eq!(worths(&world)[0], ("advice".to_owned(), 1.5));
    let again = world.run(&["rule", "repaid", &part, "9"]);
    assert!(again.code == Some(2) && again.err.contains("is worth 1.5: no more of it"), "{}", again.err);
    let forgiven = done(&world, &["rule", "forgive", &part]);
    assert_eq!((advice()["worth"].as_f64(), advice()["status"].as_str()), (Some(0.0), Some("posted")));
    let gift = done(&world, &["rule", "kind", &part, "gift"]);
    assert_eq!(worths(&world)[0], ("gift".to_owned(), 0.0), "what was forgiven stays so");
    let list = done(&world, &["rule", "list"]);
    assert!(list.contains("split into advice, introduction"), "{list}");
    for said in [&ruling(&gift), &ruling(&forgiven), &ruling(&repaid), &ruling(&split)] {
        done(&world, &["rule", "undo", said]);
    }
    assert_eq!(world.ledger(), before);
    assert_eq!(world.run(&["rule", "split", &entry, "advice"]).code, Some(2), "one is no split");
    assert_eq!(world.run(&["rule", "split", &entry, "advice", "thing"]).code, Some(2));
}

#[test]
fn an_entry_goes_to_another_person_and_back() {
    let world = story()
        .from(
            "Ben Ito <ben@yard.example>",
            "2026-03-06 10:00",
            "Hello",
            "Hi Sam,\n\nthe roses are out.\n\nBen",
        )
        .import();
    let before = world.ledger();
    let entry = first_entry(&world);
    let moved = done(&world, &["rule", "person", &entry, "Ben Ito"]);
    assert_eq!(world.entries()[0], "Ben Ito received help favor posted");
    done(&world, &["rule", "kind", &entry, "gift"]);
    assert_eq!(world.entries()[0], "Ben Ito received gift favor posted");
    let world = world.import();
    assert_eq!(world.entries()[0], "Ben Ito received gift favor posted", "after another import");
    let kind = world.json(&["rule", "list"]).pop().unwrap()["ruling"].as_str().unwrap().to_owned();
    done(&world, &["rule", "undo", &kind]);
    done(&world, &["rule", "undo", &ruling(&moved)]);
    assert_eq!(world.ledger(), before);
}

#[test]
fn replay_gives_the_same_ledger() {
    let world = story().import();
    done(&world, &["rule", "confirm", &first_entry(&world)]);
    let out = done(&world, &["replay"]);
    assert!(out.starts_with("the same ledger: 2 entries"), "{out}");
    // A ledger that was tampered with is found out, and mended.
    let connection = rusqlite::Connection::open(world.path("state/goodwill.db")).unwrap();
    connection.execute("UPDATE entries SET worth = worth + 1", []).unwrap();
    drop(connection);
    let run = world.run(&["replay"]);
    assert_eq!(run.code, Some(1), "{}", run.out);
    assert!(run.err.contains("differs in 2 of its entries"), "{}", run.err);
    assert!(done(&world, &["replay"]).starts_with("the same ledger"));
}

#[test]
fn what_is_not_there_is_said() {
    let world = story().import();
    for (arguments, code, words) in [
        (&["rule", "confirm", "e000000"][..], 1, "there is no entry"),
        (&["rule", "undo", "r123"], 1, "there is no ruling"),
        (&["show", "Zoë"], 1, "nobody here is called"),
        (&["explain", "Zoë"], 1, "nobody here is called"),
        (&["rule", "confirm", "e"], 2, "too short"),
    ] {
        let run = world.run(arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}");
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn what_is_rejected_again_and_again_is_believed_less_until_it_is_unlearnt() {
    let mut world = World::at("2026-06-01");
    for (day, thing) in ["form", "list", "map", "plan", "draft", "key"].into_iter().enumerate() {
        world = world.from(
            "Ana Reis <ana@studio.example>",
            &format!("2026-03-{:02} 10:00", day + 3),
            &format!("The {thing}"),
            &format!("Hi Sam,\n\nHere is the {thing} for your site that you asked for.\n\nAna"),
        );
    }
    let world = world.import();
    let entries = world.json(&["ledger", "--all"]);
    assert_eq!(entries.len(), 6);
    // The least sure of them is left.
    for entry in &entries[1..] {
        done(&world, &["rule", "reject", entry["entry"].as_str().unwrap()]);
    }
    let first = || world.json(&["ledger", "--all"]).remove(0);
    assert_eq!((first()["basis"].as_str(), first()["worth"].as_f64()), (Some("unclear"), Some(0.0)));
    let why = done(&world, &["explain", first()["entry"].as_str().unwrap()]);
    assert!(why.contains("your rulings on others of this kind"), "{why}");
    let unlearnt = done(&world, &["rule", "unlearn", "help"]);
    assert_eq!(first()["basis"], "favor");
    assert!(done(&world, &["rule", "list"]).contains("taught about help is unlearnt"));
    done(&world, &["rule", "undo", &ruling(&unlearnt)]);
    assert_eq!(first()["basis"], "unclear");
    done(&world, &["rule", "confirm", first()["entry"].as_str().unwrap()]);
    assert_eq!(first()["status"], "posted");
}

#[test]
fn explain_names_the_words_that_decided() {
    let world = story().import();
    let entry = first_entry(&world);
    let text = done(&world, &["explain", &entry]);
    assert!(text.contains("“here is”"), "{text}");
    assert!(text.contains("something wanted that is delivered or done"), "{text}");
    let because = world.json(&["explain", &entry])[0]["because"].clone();
    assert!(because.as_array().unwrap().iter().any(|why| !why.is_null()), "{because}");
}

#[test]
fn how_often_to_be_in_touch_is_the_owners_to_say() {
    let world = story_at("2026-04-01").import();
    let crossed = world.run(&["rule", "gaps", "Ana", "--ideal", "20", "--longest", "3"]);
    assert!(crossed.code == Some(2) && crossed.err.contains("--ideal is the shorter one"), "{}", crossed.err);
    let ana = |world: &World| world.json(&["people"])[0].clone();
    let before = ana(&world);
    assert_eq!(before["silence"], "unknown", "two days of contact tell nothing");
    done(&world, &["rule", "gaps", "Ana", "--ideal", "14", "--longest", "60"]);
    assert_eq!((&ana(&world)["silence"], &ana(&world)["expected_gap_days"]), (&"late".into(), &14.0.into()));
    assert!(done(&world, &["show", "Ana"]).contains("you want to be in touch every 14 days"));
    done(&world, &["rule", "gaps", "Ana", "--longest", "20"]);
    assert_eq!(ana(&world)["silence"], "overdue");
    assert!(
        done(&world, &["show", "Ana"])
            .contains("you want no silence longer than 20 days; it has been 27 days")
    );
    done(&world, &["rule", "gaps", "Ana"]);
    assert_eq!(ana(&world), before, "as the past shows");
    let listed = done(&world, &["rule", "list"]);
    assert!(listed.contains("ideally 14 days, at most 60 days"), "{listed}");
}
