//! Sources on disk: the same thing, however it comes and however often, is the same ledger.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::world::{ME, World, run};

/// A short story between the owner and two people.
fn story() -> World {
    World::at("2026-06-01")
        .to(
            "Ana Reis <ana@studio.example>",
            "2026-03-02 09:00",
            "Slides",
            "Hi Ana,\n\nCould you send me the slides of your talk?\n\nSam",
        )
        .from(
            "Ana Reis <ana@studio.example>",
            "2026-03-03 10:00",
            "Re: Slides",
            "Hi Sam,\n\nHere are the slides you asked for.\n\nAna",
        )
        .to(
            "Ana Reis <ana@studio.example>",
            "2026-03-03 18:00",
            "Re: Slides",
            "Ana, thank you so much for sending the slides so quickly, they saved my talk.\n\nSam",
        )
        .from(
            "Ben Wolf <ben@harbour.example>",
            "2026-04-01 08:00",
            "Lunch",
            "Sam, are you free on Friday?\n\nBen",
        )
}

#[test]
fn mail_comes_in_and_people_are_found() {
    let world = story().import();
    let ana = world.person("Ana Reis");
    assert_eq!(ana["occasions"], 2);
    assert_eq!(ana["last_out"], "2026-03-03T18:00:00Z");
    assert_eq!(world.json(&["people"]).len(), 2);
}

#[test]
fn a_second_import_changes_nothing() {
    let world = story().import();
    let before = world.ledger();
    let world = world.import();
    assert_eq!(world.ledger(), before);
    let again = world.run(&["import", world.path("mail.mbox").to_str().unwrap()]);
    assert!(again.out.contains("0 new"), "{}", again.out);
}

#[test]
fn mbox_gzip_maildir_and_single_messages_give_one_ledger() {
    let expected = story().import().ledger();
    for mixture in [&["gz"][..], &["maildir"], &["eml"], &["eml", "mbox", "maildir", "gz"], &["gz", "eml"]] {
        let world = story();
        let mbox = fs::read_to_string(world.write_mail()).unwrap();
        let messages: Vec<&str> = mbox
            .split("From story@mail.example Thu Jan  1 00:00:00 2026\n")
            .filter(|m| !m.is_empty())
            .collect();
        for form in mixture {
            let path = match *form {
                "gz" => {
                    let path = world.path("mail.mbox.gz");
                    let mut gzip = GzEncoder::new(fs::File::create(&path).unwrap(), Compression::fast());
                    gzip.write_all(mbox.as_bytes()).unwrap();
                    gzip.finish().unwrap();
                    path
                }
                "maildir" => {
                    let path = world.path("Maildir");
                    for part in ["cur", "new", "tmp"] {
                        fs::create_dir_all(path.join(part)).unwrap();
                    }
                    for (index, message) in messages.iter().enumerate().rev() {
                        let part = if index % 2 == 0 { "cur" } else { "new" };
                        fs::write(path.join(part).join(format!("{index}.host:2,S")), message).unwrap();
                    }
                    path
                }
                "eml" => {
                    let path = world.path("letters");
                    fs::create_dir_all(path.join("deeper")).unwrap();
                    for (index, message) in messages.iter().enumerate() {
                        fs::write(path.join("deeper").join(format!("{index}.eml")), message).unwrap();
                    }
                    path
                }
                _ => world.path("mail.mbox"),
            };
            let run = world.run(&["import", path.to_str().unwrap()]);
            assert_eq!(run.code, Some(0), "{form}: {}", run.err);
        }
        assert_eq!(world.ledger(), expected, "{mixture:?}");
    }
}

#[test]
fn two_copies_of_one_message_give_one_ledger_in_either_order() {
    let copy = |first: &str, second: &str| {
        let world = World::at("2026-06-01");
        for (name, subject) in [("a.eml", first), ("b.eml", second)] {
            let text = format!(
                "Message-ID: <one@mail.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\nFrom: Ana <ana@studio.example>\n\
                 To: {ME}\nSubject: {subject}\n\nCould you call me tomorrow?\n"
            );
            fs::write(world.path(name), text).unwrap();
            assert_eq!(world.run(&["import", world.path(name).to_str().unwrap()]).code, Some(0));
        }
        world.json(&["show", "Ana"])
    };
    assert_eq!(copy("Call", "[list] Call"), copy("[list] Call", "Call"));
}

#[test]
fn cards_join_two_addresses_to_one_person_whenever_they_come() {
    let story = || {
        World::at("2026-06-01")
            .from("Ana <ana@studio.example>", "2026-03-02 09:00", "One", "Hello Sam, how was the trip?")
            .from("A. Reis <ana.reis@work.example>", "2026-03-09 09:00", "Two", "Hello again, are you back?")
    };
    let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Reis\r\nEMAIL:ana@studio.example\r\n\
                item1.EMAIL;TYPE=work:Ana.Reis@work.example\r\nEND:VCARD\r\n";
    assert_eq!(story().import().json(&["people"]).len(), 2);
    let with_card = |before: bool| {
        let mut world = story();
        fs::write(world.path("people.vcf"), card).unwrap();
        let import = |world: &World| {
            assert_eq!(world.run(&["import", world.path("people.vcf").to_str().unwrap()]).code, Some(0));
        };
        if before {
            import(&world);
        }
        world = world.import();
        if !before {
            import(&world);
        }
        world.ledger()
    };
    assert_eq!(with_card(true).1.len(), 1);
    assert_eq!(with_card(true).1[0]["name"], "Ana Reis");
    assert_eq!(with_card(true), with_card(false));
}

#[test]
fn what_is_not_vouched_for_is_contact_and_posts_nothing() {
    let world = story();
    let path = world.write_mail();
    let run = world.run(&["import", "--untrusted", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(world.json(&["people"]).len(), 2);
    assert!(world.entries().is_empty());
    // The same mail vouched for later posts, and is not taken back by an untrusted copy after that.
    let world = world.import();
    let entries = world.entries();
    assert!(!entries.is_empty());
    world.run(&["import", "--untrusted", path.to_str().unwrap()]);
    assert_eq!(world.entries(), entries);
}

#[test]
fn nothing_at_or_after_the_instant_is_seen() {
    let world = story().import();
    let run_as_of = |as_of: &str| {
        let mut command = crate::world::program();
        command.arg("--config").arg(world.path("config.toml")).arg("--state").arg(world.path("state"));
        run(command.args(["people", "--json", "--as-of", as_of]))
    };
    assert_eq!(run_as_of("2026-03-01").out.lines().count(), 0);
    assert_eq!(run_as_of("2026-03-05").out.lines().count(), 1);
    assert_eq!(run_as_of("2026-04-01T08:00:00Z").out.lines().count(), 1, "the instant itself is hidden");
    assert_eq!(run_as_of("2026-04-01T08:00:01Z").out.lines().count(), 2);
    // A bare date is midnight in the owner's zone: Berlin is two hours ahead of UTC then.
    assert_eq!(run_as_of("2026-04-02").out.lines().count(), 2);
}

#[test]
fn links_in_circles_and_pipes_keep_nobody_waiting() {
    let world = World::at("2026-06-01");
    let directory = world.path("mail");
    fs::create_dir(&directory).unwrap();
    for link in ["a", "b", "c"] {
        std::os::unix::fs::symlink(".", directory.join(link)).unwrap();
    }
    fs::write(
        directory.join("one.eml"),
        "From: Ana <ana@studio.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\nHi\n",
    )
    .unwrap();
    for pipe in ["Sent", "two.mbox"] {
        let made = std::process::Command::new("mkfifo").arg(directory.join(pipe)).status();
        assert!(made.unwrap().success());
    }
    let done = world.run(&["import", directory.to_str().unwrap()]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(done.err.contains("two.mbox: it is no file") && !done.err.contains("Sent"), "{}", done.err);
    assert_eq!(world.json(&["status"])[0]["journal"]["messages"], 1);
}
