//! What leaves the ledger: exports that other programs accept, and a copy that can be restored.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Once;

use crate::servers::run_setup;
use crate::world::World;

/// A story whose names and words are as awkward as mail allows.
fn story() -> World {
    World::at("2026-03-20")
        .from(
            "\"Reis; Ana | (x) [2026-01-01]\" <ana@studio.example>",
            "2026-03-03 10:00",
            "The form",
            "Hi Sam,\n\nHere is the \"form\", with 100 % of it: what you asked for.\n\nAna",
        )
        .to(
            "Ben <ben@yard.example>",
            "2026-03-05 10:00",
            "Lunch",
            "Hi Ben,\n\nHere is the address of the printer you asked for.\n\nSam",
        )
        .import()
}

fn file(world: &World, format: &str) -> String {
    let path = world.path(format);
    let run = world.run(&["export", "--format", format, "--to", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    path.to_str().unwrap().to_owned()
}

/// What another program answers; it must accept what it is given.
fn answer(program: &str, arguments: &[&str]) -> String {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let there = |program: &str| {
            Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok()
        };
        let all = || there("hledger") && there("bean-check");
        if !all() {
            run_setup();
        }
        assert!(all(), "hledger or bean-check is missing: run tests/setup.sh once as root");
    });
    let output = Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn hledger_accepts_the_journal_and_comes_to_the_same_sums() {
    let world = story();
    let path = file(&world, "hledger");
    answer("hledger", &["-f", &path, "check", "--strict"]);
    let sums = answer("hledger", &["-f", &path, "balance", "Assets", "--flat", "--no-total", "-O", "csv"]);
    let entries = world.json(&["ledger"]);
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let sign = if entry["direction"] == "given" { "" } else { "-" };
        let worth = format!("{sign}{:.3}", entry["worth"].as_f64().unwrap());
        let name = entry["name"].as_str().unwrap().split(|c: char| !c.is_alphanumeric());
        let name = name.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        let account = format!("Assets:Goodwill:{name}-{}", &entry["person"].as_str().unwrap()[1..5]);
        assert!(sums.contains(&format!("\"{account}\",\"{worth} GW\"")), "{account} {worth} in {sums}");
    }
}

#[test]
fn beancount_accepts_the_ledger() {
    assert_eq!(answer("bean-check", &[&file(&story(), "beancount")]), "");
}

#[test]
fn csv_and_json_hold_the_same_entries() {
    let world = story();
    let csv = world.run(&["export", "--format", "csv", "--all"]).out;
    let json = world.json(&["export", "--all"]);
    assert_eq!(json, world.json(&["ledger", "--all"]));
    let rows: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(rows.len(), json.len() + 1);
    for (row, entry) in rows[1..].iter().zip(&json) {
        assert!(row.starts_with(entry["entry"].as_str().unwrap()), "{row}");
    }
    let accounts = world.run(&["export", "--format", "hledger", "--all"]);
    assert_eq!(accounts.code, Some(2));
}

#[test]
fn an_empty_ledger_exports_to_every_format() {
    let world = World::new().import();
    answer("hledger", &["-f", &file(&world, "hledger"), "check", "--strict"]);
    answer("bean-check", &[&file(&world, "beancount")]);
}

#[test]
fn a_copy_restored_is_the_same_ledger() {
    let world = story();
    let copy = world.path("copy.db");
    let run = world.run(&["backup", copy.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let before = world.ledger();
    fs::remove_dir_all(world.path("state")).unwrap();
    fs::create_dir(world.path("state")).unwrap();
    fs::copy(&copy, world.path("state").join("goodwill.db")).unwrap();
    assert_eq!(world.ledger(), before);
    assert_eq!(world.run(&["replay"]).code, Some(0));
    for beside in ["copy.db-wal", "copy.db-shm", "copy.db-journal"] {
        assert!(!world.path(beside).exists(), "{beside}");
    }
}

#[test]
fn a_copy_never_overwrites() {
    let world = story();
    let taken = world.path("taken");
    fs::write(&taken, "mine").unwrap();
    let run = world.run(&["backup", taken.to_str().unwrap()]);
    assert_eq!(run.code, Some(1));
    let advice = "taken is there already and is not overwritten; name another file";
    assert!(run.err.contains(advice), "{}", run.err);
    let run = world.run(&["export", "--to", taken.to_str().unwrap()]);
    assert!(run.code == Some(1) && run.err.contains(advice), "{}", run.err);
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
    assert_eq!(world.run(&["export", "--to", "/dev/stdout"]).out, world.run(&["export"]).out);
    assert!(!Path::new("/nowhere/at/all").exists());
    assert_eq!(world.run(&["backup", "/nowhere/at/all"]).code, Some(1));
}
