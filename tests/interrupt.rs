//! Ctrl-C in a reading: what was read stays, and it is said.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::servers::dovecot::Dovecot;
use crate::servers::signal;
use crate::sync_kills::{fill, recorded_and_read, setting};
use crate::world::{World, run};

/// Starts a command, and interrupts it once the journal holds something.
fn interrupted(world: &World, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = world.command();
    let mut child: Child =
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while recorded_and_read(world).0 == 0 {
        if child.try_wait().unwrap().is_some() {
            let ended = child.wait_with_output().unwrap();
            panic!("it ended before it had read anything: {}", String::from_utf8_lossy(&ended.stderr));
        }
        sleep(Duration::from_millis(5));
    }
    signal(child.id(), "-INT");
    let ended = child.wait_with_output().unwrap();
    (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
}

#[test]
fn a_sync_that_is_interrupted_says_what_stays_and_goes_on() {
    let server = Dovecot::start();
    fill(&server, 2_000);
    let world = setting(server.plain_port);
    let (code, said) = interrupted(&world, &["sync"]);
    assert_eq!(code, Some(130), "{said}");
    assert_eq!(said, "stopped; what was read is kept, and the next `goodwill sync` goes on from there\n");
    let status = world.run(&["status"]).out;
    assert!(
        status.contains("items read, not yet read to its end (`goodwill sync` goes on), last new"),
        "{status}"
    );
    let kept = recorded_and_read(&world).0;
    assert_eq!(world.json(&["status"])[0]["polled"][0]["items"], kept);

    let rest = run(world.command().arg("sync"));
    assert!(rest.out.contains(&format!("read {0}, {0} new", 2_000 - kept)), "{}", rest.out);
    assert_eq!(world.json(&["status"])[0]["polled"][0]["items"], 2_000);
}

#[test]
fn an_import_that_is_interrupted_says_what_stays() {
    let mut world = World::new();
    for n in 0..20_000 {
        let (subject, body) = (format!("Number {n}"), format!("Could you send me number {n} by Friday?"));
        world = world.from("Ana <ana@studio.example>", "2026-03-02 09:00", &subject, &body);
    }
    let path = world.write_mail();
    let (code, said) = interrupted(&world, &["import", path.to_str().unwrap()]);
    assert_eq!(code, Some(130), "{said}");
    assert_eq!(said, "stopped; what was read is kept, and the same command reads the rest\n");
    let kept = recorded_and_read(&world).0;
    assert!(kept > 0 && kept < 20_000, "{kept}");
}
