//! What a new owner is told before anything works by itself.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::servers::signal;
use crate::world::{World, program, run};

const ACCOUNT: &str =
    "[[mail]]\naddress = \"sam@home.example\"\nimap = \"mail.home.example\"\npassword = { file = \"/p\" }\n";

#[test]
fn without_a_config_it_is_said_what_writes_one() {
    let world = World::new();
    let result = run(program().env("HOME", world.path("empty")).arg("sync"));
    assert_eq!(result.code, Some(2));
    assert!(result.err.contains("`goodwill init ADDRESS`"), "{}", result.err);
}

#[test]
fn the_first_step_is_the_one_that_the_config_is_for() {
    for (config, step) in [("", "`goodwill import PATH…`"), (ACCOUNT, "`goodwill sync`")] {
        let world = World::new().config(config);
        let missing = world.run(&["people"]);
        assert_eq!(missing.code, Some(1));
        assert!(
            missing.err.contains("there is no ledger in") && missing.err.contains(step),
            "{}",
            missing.err
        );
        // An empty one is no other.
        fs::write(world.path("mail.mbox"), "").unwrap();
        assert_eq!(world.run(&["import", world.path("mail.mbox").to_str().unwrap()]).code, Some(0));
        for command in ["people", "ledger"] {
            let empty = world.run(&[command]);
            assert!(empty.out.contains(step), "{command}: {}", empty.out);
        }
    }
}

#[test]
fn before_the_first_message_nobody_is_known_and_no_import_is_advised() {
    let ana = "Ana Reis <ana@studio.example>";
    let world = World::new().from(ana, "2026-03-03 10:00", "Roses", "Hi Sam,\n\nthe roses are out.").import();
    for command in ["people", "ledger"] {
        let early = world.run(&[command, "--as-of", "1990-01-01"]).out;
        assert!(
            early.contains("nobody is known so early (1 Jan 1990); the oldest message is of 3 Mar 2026"),
            "{command}: {early}"
        );
        assert!(!early.contains("import"), "{command}: {early}");
    }
    let status = world.run(&["status", "--as-of", "1990-01-01"]).out;
    assert!(status.contains("\n0 people, 0 favors as of 1 Jan 1990; what was read, "), "{status}");
    assert!(world.run(&["status"]).out.contains("\n1 person, 0 favors\n"));
}

#[test]
fn a_daemon_that_has_nothing_to_do_says_so() {
    let world = World::new();
    let log = world.path("log");
    let mut daemon = world.command().arg("run").stderr(File::create(&log).unwrap()).spawn().unwrap();
    let said = |text: &str| fs::read_to_string(&log).unwrap().contains(text);
    let is_said = || said("nothing to poll") && said("no letter will come");
    for _ in 0..6_000 {
        if is_said() {
            break;
        }
        sleep(Duration::from_millis(10));
    }
    signal(daemon.id(), "-TERM");
    assert!(daemon.wait().unwrap().success());
    assert!(is_said(), "{}", fs::read_to_string(&log).unwrap());
}

#[test]
fn who_closes_the_pipe_of_completions_has_seen_enough() {
    let mut child = program()
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    // One line is read, and then the pipe is closed.
    BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success());
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
    assert!(!line.is_empty());
}
