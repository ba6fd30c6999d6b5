//! SIGKILL at any moment: the next start goes on, without loss or doubling.

use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::world::World;

/// Runs that are killed before one may end.
const KILLS: u64 = 12;

fn many_messages() -> World {
    let mut world = World::at("2026-06-01");
    for number in 0..1500 {
        let (month, day, hour) = (1 + number / 400, 1 + number % 28, number % 24);
        let date = format!("2026-{month:02}-{day:02} {hour:02}:00");
        let who = format!("Person{} <p{}@studio.example>", number % 40, number % 40);
        let body = format!(
            "Hi Sam,\n\nCould you send me number {number} by Friday?\n\nThanks for fixing number {number}."
        );
        world = world.from(&who, &date, &format!("Number {number}"), &body);
    }
    world
}

#[test]
fn an_import_killed_at_random_moments_ends_as_if_it_had_not_been() {
    let expected = many_messages().import().ledger();
    let world = many_messages();
    let path = world.write_mail();
    let mut killed = 0;
    for attempt in 0..KILLS {
        let mut command = world.command();
        let mut child =
            command.arg("import").arg(&path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Spread over a run, whatever its length: what is hit by which delay does not matter.
        sleep(Duration::from_millis(7 + attempt * attempt * 5));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            killed += 1;
        }
        child.wait().unwrap();
    }
    assert!(killed > 0, "no run was long enough to be killed");
    let world = world.import();
    assert_eq!(world.json(&["status"])[0]["journal"]["messages"], 1500);
    assert_eq!(world.ledger(), expected);
}
