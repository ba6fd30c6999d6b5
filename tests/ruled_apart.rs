//! Rulings on entries whose whole was split, or whose person was told apart or is not counted with.

use crate::rulings::{done, first_entry, ruling, story};

#[test]
fn a_split_entry_is_ruled_on_by_its_parts() {
    let world = story().import();
    let before = world.ledger();
    let entry = first_entry(&world);
    let split = done(&world, &["rule", "split", &entry, "help", "advice"]);
    let after = world.ledger();
    for verdict in [
        &["split", &entry, "help", "gift"][..],
        &["confirm", &entry],
        &["reject", &entry],
        &["worth", &entry, "9"],
    ] {
        let refused = world.run(&[&["rule"][..], verdict].concat());
        assert_eq!(refused.code, Some(2), "{}", refused.out);
        assert!(refused.err.contains(&format!("{entry} is split into e")), "{}", refused.err);
    }
    assert_eq!(world.ledger(), after);
    assert!(done(&world, &["replay"]).starts_with("the same ledger"));
    let entries = world.json(&["ledger"]);
    let part = entries.iter().find(|entry| entry["kind"] == "advice").unwrap()["entry"].as_str().unwrap();
    done(&world, &["rule", "worth", part, "9"]);
    done(&world, &["rule", "undo", &ruling(&split)]);
    assert_eq!(world.ledger(), before, "what was said of a part went with it");
}

#[test]
fn a_ruling_stays_with_its_entry_when_two_people_are_told_apart() {
    let ben = |day, what: &str| (format!("2026-03-{day:02} 10:00"), format!("The {what}"), what.to_owned());
    let mut world = story();
    for (at, subject, what) in [ben(9, "map"), ben(12, "drawing")] {
        let body = format!("Hi Sam,\n\nHere is the {what} for your site that you asked for.\n\nZeno");
        world = world.from("Zeno Ito <zeno@yard.example>", &at, &subject, &body);
    }
    let world = world.import();
    let of_zeno = || -> Vec<_> {
        let entries = world.json(&["ledger", "--all"]);
        let of = entries.into_iter().filter(|entry| entry["name"] == "Zeno Ito");
        of.map(|entry| (entry["at"].to_string(), entry["status"].to_string())).collect()
    };
    let before = of_zeno();
    assert_eq!(before.len(), 2);
    done(&world, &["merge", "Ana Reis", "Zeno Ito"]);
    let entries = world.json(&["ledger", "--all"]);
    for (at, verdict) in [(&before[0].0, "confirm"), (&before[1].0, "reject")] {
        let entry = entries
            .iter()
            .find(|entry| entry["at"] == serde_json::from_str::<serde_json::Value>(at).unwrap())
            .unwrap();
        done(&world, &["rule", verdict, entry["entry"].as_str().unwrap()]);
    }
    done(&world, &["split", "Ana Reis"]);
    let statuses: Vec<String> = of_zeno().into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, ["\"posted\"", "\"voided\""]);
    let others = world.json(&["ledger", "--all"]).into_iter().filter(|entry| entry["name"] != "Zeno Ito");
    assert!(others.into_iter().all(|entry| entry["status"] != "posted"), "nothing is anybody else's");
}

#[test]
fn with_whom_nothing_is_counted_nothing_stands_in_any_account() {
    let world = story().import();
    done(&world, &["rule", "regime", "Ana", "communal"]);
    let added = done(&world, &["add", "Ana", "given", "gift", "a bike"]);
    assert!(added.contains("nothing is counted"), "{added}");
    assert!(world.entries().is_empty(), "{:?}", world.entries());
    assert!(!done(&world, &["export", "--format", "hledger"]).contains("Ana"));
}
