//! Every key of the config changes something that one can observe.

use std::fs;

use serde_json::Value;

use crate::meetings::{ANA_ACCEPTED, ME_ACCEPTED, calendar, import_calendar, meetings};
use crate::world::{ME, World};

/// A year of dealings that touches every key.
fn story() -> World {
    let ana = "Ana Reis <ana@studio.example>";
    let ben = "Ben Wolf <ben@firm.example>";
    let mut world = World::at("2026-06-01");
    for month in 1..=5 {
        for day in [3, 17] {
            world = world
                .to(
                    ana,
                    &format!("2026-{month:02}-{day:02} 09:00"),
                    "News",
                    "Hi Ana,\n\nhow is the studio doing?\n\nSam",
                )
                .from(
                    ana,
                    &format!("2026-{month:02}-{day:02} 12:00"),
                    "Re: News",
                    "Hi Sam,\n\nall is well here.\n\nAna",
                );
        }
    }
    world
        .from(
            ana,
            "2026-02-10 22:30",
            "A contact",
            "Hi Sam,\n\nHere is the form for your site that you asked for.\n\nAna",
        )
        .to(ana, "2026-03-10 09:00", "Slides", "Hi Ana,\n\nHere are the slides you asked for.\n\nSam")
        .from(
            ana,
            "2026-05-25 09:00",
            "A question",
            "Hi Sam,\n\nCould you send me the address of the printer?\n\nAna",
        )
        .from(ben, "2026-05-01 09:00", "Numbers", "Hi Sam,\n\nHere is the access code you asked for.\n\nBen")
        .to(ben, "2026-05-02 09:00", "Re: Numbers", "Hi Ben,\n\nit works.\n\nSam")
        .message(
            "Cleo <cleo@lists-people.example>",
            &format!("{ME}, gardeners@lists.example"),
            "2026-04-04 09:00",
            "Re: Roses",
            "List-Id: <gardeners.lists.example>\n",
            "Sam, prune them in March.",
        )
}

/// What `observe` sees under two configs, which must not be alike.
fn differs(one: &str, other: &str, observe: impl Fn(&World) -> Value) {
    let seen = [one, other].map(|config| observe(&story().config(config).import()));
    assert_ne!(seen[0], seen[1], "{one:?} against {other:?}");
}

fn show(world: &World, name: &str, key: &str) -> Value {
    world.json(&["show", name])[0][key].clone()
}

/// The entry of this kind and direction with Ana.
fn entry(world: &World, direction: &str) -> Value {
    let entries = world.json(&["ledger", "--all", "--person", "Ana Reis"]);
    let found =
        entries.into_iter().find(|entry| entry["direction"] == direction && entry["basis"] == "favor");
    found.unwrap_or(Value::Null)
}

fn nudges(world: &World) -> Vec<Value> {
    world.json(&["nudge"]).into_iter().filter(|line| line.get("kind").is_some()).collect()
}

#[test]
fn the_story_has_what_the_keys_decide_about() {
    let world = story().import();
    assert!(entry(&world, "given").is_object(), "{:#?}", world.entries());
    assert!(entry(&world, "received").is_object(), "{:#?}", world.entries());
    assert!(!nudges(&world).is_empty(), "{:#?}", world.json(&["nudge"]));
}

#[test]
fn me_name_addresses_and_timezone() {
    let letter = |name: &str| {
        let me = format!("[me]\nname = \"{name}\"\naddresses = [\"{ME}\"]\ntimezone = \"UTC\"\n");
        let world = story().raw_config(&me).import();
        let directory = world.path("letter");
        assert_eq!(world.run(&["nudge", "--output", directory.to_str().unwrap()]).code, Some(0));
        fs::read_to_string(directory.join("nudge.eml")).unwrap()
    };
    assert!(letter("Sam Okafor").contains("Sam Okafor"));
    assert!(!letter("Samuel").contains("Sam Okafor"));
    let people = |addresses: &str| {
        let me = format!("[me]\nname = \"Sam\"\naddresses = [{addresses}]\ntimezone = \"UTC\"\n");
        story().raw_config(&me).import().json(&["people"]).len()
    };
    assert_ne!(people(&format!("\"{ME}\"")), people("\"somebody.else@home.example\""));
    // 22:30 UTC on the tenth is the eleventh in Auckland: the day on which an entry is shown.
    let day = |zone: &str| {
        let me = format!("[me]\nname = \"Sam\"\naddresses = [\"{ME}\"]\ntimezone = \"{zone}\"\n");
        story().raw_config(&me).import().run(&["ledger", "--all"]).out
    };
    assert!(day("UTC").contains("10 Feb 2026"));
    assert!(day("Pacific/Auckland").contains("11 Feb 2026"));
}

#[test]
fn me_domains_make_colleagues() {
    differs("", "domains = [\"firm.example\"]\n", |world| show(world, "Ben Wolf", "regime"));
}

#[test]
fn me_coverage_makes_over_investing_slower_to_say() {
    differs("coverage = 1.0\n", "coverage = 0.2\n", |world| {
        show(world, "Ana Reis", "giving")["p_over_giving"].clone()
    });
}

#[test]
fn circles_take_people_and_domains() {
    differs("", "[circles.near]\npeople = [\"ana@studio.example\"]\n", |world| {
        show(world, "Ana Reis", "circle")
    });
    differs("", "[circles.near]\npeople = [\"Ana Reis\"]\n", |world| show(world, "Ana Reis", "circle"));
    differs("", "[circles.near]\ndomains = [\"studio.example\"]\n", |world| {
        show(world, "Ana Reis", "circle")
    });
}

#[test]
fn circles_set_expectation_tally_regime_and_importance() {
    let near = "[circles.near]\npeople = [\"Ana Reis\"]\n";
    differs(near, &format!("{near}expect = \"3 days\"\n"), |world| show(world, "Ana Reis", "silence"));
    differs(near, &format!("{near}tally = false\n"), |world| show(world, "Ana Reis", "balance"));
    differs(near, &format!("{near}regime = \"market\"\n"), |world| show(world, "Ana Reis", "regime"));
    differs(near, &format!("{near}importance = 0.5\n"), |world| nudges(world).into());
    differs(near, &format!("{near}stance = \"ease\"\n"), |world| show(world, "Ana Reis", "stance"));
}

#[test]
fn ignore_leaves_addresses_and_domains_out() {
    for ignored in [
        "addresses = [\"ana@studio.example\"]",
        "addresses = [\"*@studio.example\"]",
        "domains = [\"studio.example\"]",
    ] {
        differs("", &format!("[ignore]\n{ignored}\n"), |world| world.json(&["people"]).len().into());
    }
}

#[test]
fn list_posts_are_weak_contact_or_none() {
    differs("", "[lists]\nposts = \"ignore\"\n", |world| world.json(&["people"]).len().into());
}

#[test]
fn privacy_keeps_no_quotes_and_hides_names() {
    differs("", "[privacy]\nquotes = \"hash\"\n", |world| {
        entry(world, "given")["evidence"][0]["quote"].clone()
    });
    let subject = |world: &World| {
        let out = world.run(&["nudge"]).out;
        out.lines().find(|line| line.starts_with("Subject:")).unwrap().into()
    };
    differs("", "[privacy]\nsubject = \"counts\"\n", subject);
}

#[test]
fn ledger_half_lives_decide_what_is_left() {
    differs("", "[ledger]\nhalf_life_given = \"60 days\"\n", |world| show(world, "Ana Reis", "given"));
    differs("", "[ledger]\nhalf_life_received = \"200 days\"\n", |world| show(world, "Ana Reis", "received"));
}

#[test]
fn ledger_least_confidence_decides_what_counts() {
    differs("", "[ledger]\nleast_confidence = 1.0\n", |world| world.json(&["ledger"]).len().into());
}

#[test]
fn ledger_worth_of_every_kind_counts() {
    for kind in [
        "introduction",
        "recommendation",
        "opportunity",
        "concession",
        "gift",
        "help",
        "advice",
        "care",
        "praise",
    ] {
        let worth = |config: &str| {
            let world = story().config(config).import();
            let added = world.run(&["add", "Ana Reis", "given", kind, "on the side", "--on", "2026-05-05"]);
            assert_eq!(added.code, Some(0), "{}", added.err);
            let entries = world.json(&["ledger", "--person", "Ana Reis"]);
            entries.iter().find(|entry| entry["kind"] == kind && entry["status"] == "posted").unwrap()["worth"].clone()
        };
        assert_eq!(worth(&format!("[ledger]\nworth = {{ {kind} = 42.5 }}\n")), 42.5, "{kind}");
        assert_ne!(worth(""), 42.5, "{kind}");
    }
}

#[test]
fn relationships_keys_decide_warmth_and_silence() {
    differs("", "[relationships]\nshort_half_life = \"10 days\"\n", |world| show(world, "Ana Reis", "trend"));
    differs("", "[relationships]\nlong_half_life = \"100 days\"\n", |world| {
        show(world, "Ana Reis", "warmth")
    });
    // Two weeks between contacts, and fifteen days of silence: unusual only to the impatient.
    let quiet = |config: &str| {
        let world = story().config(config).import();
        let mut command = crate::world::program();
        command.arg("--config").arg(world.path("config.toml")).arg("--state").arg(world.path("state"));
        let out = crate::world::run(command.args(["people", "--json", "--as-of", "2026-07-20"])).out;
        let people: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        people.iter().find(|person| person["name"] == "Ana Reis").unwrap()["silence"].clone()
    };
    assert_ne!(quiet(""), quiet("[relationships]\nlate = 0.0001\noverdue = 0.00001\n"));
    assert_ne!(
        quiet("[relationships]\nlate = 0.99\noverdue = 0.98\n"),
        quiet("[relationships]\nlate = 0.99\noverdue = 0.00001\n")
    );
}

#[test]
fn meetings_above_a_size_count_for_nobody() {
    let guest = |number| format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:guest{number}@studio.example\r\n");
    let guests = (1..=5).map(guest).collect::<Vec<_>>().concat();
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:party@cal.example\r\nDTSTART:20260302T110000Z\r\n\
         DTEND:20260302T120000Z\r\nSUMMARY:Party\r\nORGANIZER:mailto:{ME}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}\r\n\
         {guests}END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    differs("", "[meetings]\nmax_people = 3\n", |world| {
        fs::write(world.path("party.ics"), &calendar).unwrap();
        assert_eq!(world.run(&["import", world.path("party.ics").to_str().unwrap()]).code, Some(0));
        world.json(&["people"]).len().into()
    });
}

#[test]
fn nudges_keys_decide_what_is_said() {
    differs("", "[nudges]\nbar = 1.0\n", |world| nudges(world).into());
    differs("", "[nudges]\nkinds = [\"promise\"]\n", |world| nudges(world).into());
    differs("[nudges]\nbar = 0.0\n", "[nudges]\nbar = 0.0\nmax_people = 1\n", |world| {
        nudges(world).len().into()
    });
    let born = |world: &World| {
        let book = world.path("book.vcf");
        let card = "BEGIN:VCARD\nFN:Ana Reis\nEMAIL:ana@studio.example\nBDAY:--0601\nEND:VCARD\n";
        fs::write(&book, card).unwrap();
        assert_eq!(world.run(&["import", book.to_str().unwrap()]).code, Some(0));
        world.json(&["nudge"]).into()
    };
    differs("", "[nudges]\nbirthdays = true\n", born);
    // Weekly letters of a year: how many people they name together.
    let weeks =
        |world: &World| world.json(&["nudge", "--from", "2026-05-27", "--until", "2027-06-01"]).len().into();
    differs("[nudges]\nbar = 0.0\n", "[nudges]\nbar = 0.0\ncooldown = \"2 years\"\n", weeks);
    differs("[nudges]\nbar = 0.0\n", "[nudges]\nbar = 0.0\nmax_per_week = 1\n", |world| {
        nudges(world).len().into()
    });
}

#[test]
fn meetings_keys_decide_what_counts_and_how_surely() {
    let both = format!("{ME_ACCEPTED}\n{ANA_ACCEPTED}");
    let with = |from: &str, to: &str| calendar(&both.replace(from, to));
    let until = |end: &str, lines: &str| {
        calendar(&format!("{lines}{both}")).replace("DTEND:20260302T110000Z", &format!("DTEND:{end}"))
    };
    let maybe = with("ACCEPTED:mailto:ana", "TENTATIVE:mailto:ana");
    for (key, text) in [
        ("max_people_free = 1", with("ATTENDEE;PART", "TRANSP:TRANSPARENT\nATTENDEE;PART")),
        ("whole_day_hours = 1", until("20260302T120000Z", "TRANSP:TRANSPARENT\n")),
        ("whole_days = \"never\"", until("20260303T090000Z", "")),
        ("unanswered = \"count\"", with(";PARTSTAT=ACCEPTED:mailto:sam", ":mailto:sam")),
        ("unlisted = \"never\"", calendar(ANA_ACCEPTED)),
        ("private = \"skip\"", with("ATTENDEE;PART", "CLASS:PRIVATE\nATTENDEE;PART")),
        ("titles = \"ignore\"", calendar(&both).replace("Review", "Canceled: Review")),
        ("tentative_weight = 0.1", maybe.clone()),
        ("accepted_confidence = 0.5", calendar(&both)),
        ("tentative_confidence = 0.1", maybe),
        ("unanswered_confidence = 0.1", with(";PARTSTAT=ACCEPTED:mailto:ana", ":mailto:ana")),
        ("unlisted_confidence = 0.1", calendar(ANA_ACCEPTED)),
    ] {
        let told = [String::new(), format!("[meetings]\n{key}\n")].map(|config| {
            let world = World::at("2026-06-01").config(&config).import();
            import_calendar(&world, &text);
            meetings(&world)
        });
        assert_ne!(told[0], told[1], "{key}");
    }
}
