//! Bad input: one clear sentence each, with what to do, a non-zero exit, and nothing half-written.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::world::{World, files_under, program, run};

/// The one line of an error.
fn sentence(err: &str) -> &str {
    assert_eq!(err.trim_end().lines().count(), 1, "one sentence: {err}");
    err.trim_end()
}

#[test]
fn a_path_that_is_no_mail_is_named() {
    let world = World::new();
    fs::write(world.path("photo.jpg"), b"\xff\xd8\xff\xe0 not mail").unwrap();
    let result = world.run(&["import", world.path("photo.jpg").to_str().unwrap()]);
    assert_eq!(result.code, Some(1));
    assert!(
        sentence(&result.err).contains("photo.jpg is no mbox, Maildir, .eml, .ics or .vcf"),
        "{}",
        result.err
    );
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let world = World::new();
    let result = world.run(&["import", "/nowhere/mail.mbox"]);
    assert_eq!(result.code, Some(1));
    assert!(sentence(&result.err).contains("/nowhere/mail.mbox: No such file"), "{}", result.err);
}

#[test]
fn a_message_that_cannot_be_read_is_counted_and_the_rest_goes_on() {
    let world = World::at("2026-06-01")
        .from("Ana <ana@studio.example>", "2026-03-02 09:00", "One", "Hello Sam, are you well?")
        .message(
            "nobody at all",
            "?",
            "2026-03-03 09:00",
            "\u{fffd}",
            "Content-Type: multipart/mixed\n",
            "\u{0}\u{1}",
        )
        .from("Ana <ana@studio.example>", "2026-03-04 09:00", "Two", "Hello Sam, are you back?")
        .import();
    assert_eq!(world.person("Ana")["occasions"], 2);
    let status = &world.json(&["status"])[0];
    assert!(status["journal"]["skipped"].as_u64().unwrap() >= 1, "{status:#}");
    assert!(status["skipped"][0]["item"].as_str().unwrap().contains("2@mail.example"), "{status:#}");
}

#[test]
fn a_broken_event_costs_only_itself() {
    let world = World::at("2026-06-01");
    let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\
        BEGIN:VEVENT\r\nUID:broken@cal.example\r\nDTSTART:yesterday-ish\r\nSUMMARY:Broken\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:lunch@cal.example\r\nDTSTART:20260302T110000Z\r\nDTEND:20260302T120000Z\r\nSUMMARY:Lunch\r\n\
        ORGANIZER:mailto:sam@home.example\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Ana Reis:mailto:ana@studio.example\r\n\
        ATTENDEE;PARTSTAT=ACCEPTED:mailto:sam@home.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    fs::write(world.path("home.ics"), calendar).unwrap();
    assert_eq!(world.run(&["import", world.path("home.ics").to_str().unwrap()]).code, Some(0));
    assert_eq!(world.person("Ana Reis")["occasions"], 1);
    assert_eq!(world.json(&["status"])[0]["journal"]["skipped"], 1);
}

#[test]
fn a_damaged_database_is_kept_and_named() {
    let world = World::new().from("Ana <ana@studio.example>", "2026-03-02 09:00", "One", "Hello?").import();
    let database = world.path("state/goodwill.db");
    fs::write(&database, b"this is no database, however long it may be").unwrap();
    for extra in ["goodwill.db-wal", "goodwill.db-shm"] {
        let _ = fs::remove_file(world.path("state").join(extra));
    }
    let result = world.run(&["people"]);
    assert_eq!(result.code, Some(1));
    assert!(sentence(&result.err).contains("is damaged or no goodwill ledger"), "{}", result.err);
    assert_eq!(fs::read(&database).unwrap(), b"this is no database, however long it may be");
}

#[test]
fn a_database_of_a_later_version_is_left_alone() {
    let world = World::new().from("Ana <ana@studio.example>", "2026-03-02 09:00", "One", "Hello?").import();
    let connection = rusqlite::Connection::open(world.path("state/goodwill.db")).unwrap();
    connection.execute_batch("PRAGMA user_version = 9999").unwrap();
    drop(connection);
    let result = world.run(&["people"]);
    assert_eq!(result.code, Some(1));
    assert!(sentence(&result.err).contains("later version of goodwill (format 9999"), "{}", result.err);
}

#[test]
fn a_write_that_fails_is_said_and_nothing_is_half_written() {
    let mut world = World::at("2026-06-01");
    for day in 1..=28 {
        for hour in 0..20 {
            let date = format!("2026-02-{day:02} {hour:02}:00");
            let body = format!("Could you look at {day}.{hour} before Friday? {}", "It matters. ".repeat(40));
            world = world.from("Ana <ana@studio.example>", &date, &format!("Number {day}.{hour}"), &body);
        }
    }
    let path = world.write_mail();
    // A limit on the size of files stands in for a failing disk.
    let mut limited = std::process::Command::new("bash");
    limited.env_clear().env("PATH", "/usr/bin:/bin");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$@\"", "bash", env!("CARGO_BIN_EXE_goodwill")]);
    limited.arg("--config").arg(world.path("config.toml")).arg("--state").arg(world.path("state"));
    let result = run(limited.arg("import").arg(&path));
    assert_eq!(result.code, Some(1), "{}", result.out);
    assert!(sentence(&result.err).contains("cannot be read or written"), "{}", result.err);
    // With room again, the same command goes on, and nothing is lost or doubled.
    let world = world.import();
    assert_eq!(world.json(&["status"])[0]["journal"]["messages"], 560);
}

#[test]
fn a_ledger_that_cannot_be_written_is_read_where_nobody_can_write_it() {
    let world = World::new().from("Ana <ana@studio.example>", "2026-03-02 09:00", "One", "Hello?").import();
    // The state directory, mounted again to be read only: for this command alone.
    let mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" || exit 77; exec \"$@\"";
    let frozen = |arguments: &[&str]| {
        let program = world.command();
        let mut command = std::process::Command::new("unshare");
        command.env("NO_COLOR", "1").args(["--map-root-user", "--mount", "sh", "-c", mount]);
        command.arg(world.path("state")).arg(program.get_program()).args(program.get_args());
        run(command.args(arguments))
    };
    let people = frozen(&["people"]);
    if people.code == Some(77) || people.err.starts_with("unshare:") {
        eprintln!("not tested: nothing may be mounted here");
        return;
    }
    assert!(people.code == Some(0) && people.out.contains("Ana"), "{}", people.err);
    let ruled = frozen(&["rule", "ignore", "Ana"]);
    assert_eq!(ruled.code, Some(1));
    assert!(sentence(&ruled.err).contains("goodwill.db cannot be written"), "{}", ruled.err);
    // What a log beside it holds would be missed.
    fs::write(world.path("state/goodwill.db-wal"), "").unwrap();
    let people = frozen(&["people"]);
    assert!(people.code == Some(1) && sentence(&people.err).contains("--state DIR"), "{}", people.err);
}

#[test]
fn an_unreadable_file_is_named() {
    let world = World::new();
    let path = world.path("secret.mbox");
    fs::write(&path, "From x@mail.example Thu Jan  1 00:00:00 2026\n\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let arguments = ["import", path.to_str().unwrap()];
    let result = if fs::read(&path).is_ok() {
        // Root reads everything, so the program runs as nobody.
        let directory = path.parent().unwrap();
        for owned in [directory, &world.path("config.toml"), &path] {
            std::os::unix::fs::chown(owned, Some(65534), Some(65534)).unwrap();
        }
        let command = world.command();
        // Where it was built nobody may look.
        let program = world.path("goodwill");
        fs::copy(command.get_program(), &program).unwrap();
        let mut nobody = std::process::Command::new("setpriv");
        nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        run(nobody.args(command.get_args()).args(arguments))
    } else {
        world.run(&arguments)
    };
    assert_eq!(result.code, Some(1));
    assert!(sentence(&result.err).contains("secret.mbox: Permission denied"), "{}", result.err);
}

#[test]
fn what_cannot_be_read_is_named_and_all_the_rest_is_read() {
    let world = World::at("2026-06-01");
    let gzip = |text: &str| {
        let mut out = GzEncoder::new(Vec::new(), Compression::none());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    };
    let message = |n: usize| {
        format!(
            "From x@mail.example Mon Mar  2 09:00:00 2026\nMessage-ID: <{n}@mail.example>\nFrom: ana@rey.example\n\
             To: sam@home.example\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\nHello {n}\n\n"
        )
    };
    let directory = world.path("mail");
    fs::create_dir(&directory).unwrap();
    let mut cut = gzip(&(1..1_000).map(message).collect::<String>());
    cut.truncate(cut.len() / 2);
    fs::write(directory.join("a.mbox.gz"), &cut).unwrap();
    fs::write(directory.join("b.mbox.gz"), b"\x1f\x8b\x08\x00 no gzip after all").unwrap();
    fs::write(directory.join("c.mbox"), message(2_000)).unwrap();
    let (mail, last) = (directory.display().to_string(), world.path("last.mbox").display().to_string());
    fs::write(&last, message(3_000)).unwrap();

    let result = world.run(&["import", "/nowhere/mail.mbox", &mail, &last]);
    assert_eq!(result.code, Some(1));
    let said = sentence(&result.err);
    for named in ["/nowhere/mail.mbox: No such file", "a.mbox.gz", "b.mbox.gz"] {
        assert!(said.contains(named), "{named}: {said}");
    }
    assert!(result.out.contains("last.mbox: read 1 message, 1 new"), "{}", result.out);
    let status = &world.json(&["status"])[0];
    let messages = status["journal"]["messages"].as_u64().unwrap();
    assert!((300..999).contains(&messages), "what came before the break is kept: {messages}");
    assert_eq!(status["journal"]["skipped"], 2);
    let again = run(world.command().args(["import", "--json", &mail]));
    assert_eq!(again.code, Some(1));
    let line: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(line["not_read"].as_array().unwrap().len(), 2, "{line}");
}

#[test]
fn without_a_config_the_places_and_the_smallest_one_are_shown() {
    let world = World::new();
    let result = run(program().env("HOME", world.path("empty")).arg("people"));
    assert_eq!(result.code, Some(2));
    assert!(result.err.contains("no config found; looked at"), "{}", result.err);
    assert!(result.err.contains("[me]"), "{}", result.err);
}

#[test]
fn a_typo_in_the_config_points_at_its_line() {
    let world = World::new().raw_config(
        "[me]\nname = \"Sam\"\nadresses = [\"sam@home.example\"]\ntimezone = \"Europe/Berlin\"\n",
    );
    let result = world.run(&["people"]);
    assert_eq!(result.code, Some(2));
    assert!(result.err.contains("config.toml:3:1"), "{}", result.err);
    assert!(result.err.contains("addresses"), "{}", result.err);
}

#[test]
fn without_a_ledger_the_first_step_is_said() {
    let result = World::new().run(&["people"]);
    assert_eq!(result.code, Some(1));
    assert!(sentence(&result.err).contains("goodwill import PATH"), "{}", result.err);
}

#[test]
fn a_wrong_date_is_a_usage_error() {
    let world = World::new().from("Ana <ana@studio.example>", "2026-03-02 09:00", "One", "Hello?").import();
    let result = world.run(&["people", "--as-of", "last tuesday"]);
    assert_eq!(result.code, Some(2));
    assert!(sentence(&result.err).contains("is no date"), "{}", result.err);
}

#[test]
fn only_the_owner_can_read_the_ledger() {
    let world = World::new().from("Ana <ana@studio.example>", "2026-03-02 09:00", "One", "Hello?").import();
    for (path, _) in files_under(&world.path("state")) {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
    }
    assert_eq!(fs::metadata(world.path("state")).unwrap().permissions().mode() & 0o077, 0);
}

#[test]
fn no_body_is_kept() {
    let world = World::new()
        .from(
            "Ana <ana@studio.example>",
            "2026-03-02 09:00",
            "One",
            "Hello Sam,\n\nthe marmalade of the quince tree is on the shelf above the piano. Could you call me?\n",
        )
        .import();
    for (path, content) in files_under(&world.path("state")) {
        let found = content.windows(9).any(|window| window == b"marmalade");
        assert!(!found, "{} holds a word of the body", path.display());
    }
}
