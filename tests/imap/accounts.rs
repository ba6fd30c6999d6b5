//! Several accounts at once: none waits for another, and each one's silence is judged by its own past.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use goodwill::clock::Clock;
use goodwill::config::{self, Config};
use goodwill::service::desk::Desk;
use goodwill::service::{letters, pass};
use goodwill::store::Store;
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::servers::free_port;
use crate::servers::scripted::{Answer, Scripted, header};

/// The config of accounts at these ports, called a, b, c.
fn config_of(state: &Path, ports: &[u16]) -> Config {
    let password = state.join("password");
    fs::write(&password, "secret").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let account = |(name, port): (char, &u16)| {
        format!(
            "[[mail]]\nname = \"{name}\"\naddress = \"{name}@studio.example\"\nimap = \"localhost:{port}\"\n\
             security = \"plain\"\npassword = {{ file = \"{}\" }}\nfolders = [\"INBOX\"]\n",
            password.display()
        )
    };
    let accounts: String = ('a'..).zip(ports).map(account).collect();
    config::parse(&format!("{}{accounts}", config::MINIMAL), "config.toml").unwrap()
}

/// A clock that stands.
struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

fn desk(state: &Path, config: Config, now: &str) -> Desk {
    let store = Store::open_or_create(state).unwrap();
    let clock = At(now.parse().unwrap());
    Desk::new(store, Arc::new(clock), config, state.to_owned())
}

#[tokio::test]
async fn an_account_whose_server_is_silent_or_gone_keeps_no_other_from_being_read() {
    let state = tempfile::tempdir().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ports = [silent.local_addr().unwrap().port(), free_port(), Scripted::sound(3).start().await];
    let desk = desk(state.path(), config_of(state.path(), &ports), "2026-08-01T09:00:00Z");
    let read = async {
        while desk.store().health("mail c").unwrap().is_none_or(|health| health.last_success.is_none()) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let mut told = |_: &str, _: &pass::Outcome| {};
    tokio::select! {
        () = pass::pass(&desk, &mut told) => panic!("the silent one is waited for"),
        () = read => {}
        () = tokio::time::sleep(Duration::from_mins(1)) => panic!("nothing was read"),
    }
    let health = |name: &str| desk.store().health(name).unwrap();
    let sound = health("mail c").unwrap();
    assert!(sound.failing.is_none() && sound.last_success.is_some());
    assert!(health("mail a").is_none(), "it is still waited for");
    assert!(health("mail b").unwrap().failing.unwrap().1.contains("cannot reach"));
}

#[tokio::test]
async fn an_account_that_never_was_silent_for_so_long_is_told_of() {
    // A message a day, up to the 20th of July.
    let rows: String =
        (1..=20).map(|day| header(day).replace("17-Jul-2026", &format!("{day}-Jul-2026"))).collect();
    let daily = Scripted::sound(20)
        .with("UID FETCH 1:20 (UID INTERNALDATE", Answer::Say(format!("{rows}TAG OK done\r\n")));
    let rare = Scripted::sound(3);
    let state = tempfile::tempdir().unwrap();
    let config = config_of(state.path(), &[daily.start().await, rare.start().await]);
    let desk = desk(state.path(), config, "2026-07-20T09:00:00Z");
    pass::pass(&desk, &mut |source, outcome| assert!(outcome.is_ok(), "{source} {outcome:?}")).await;
    let told = |now: &str| {
        let now: Timestamp = now.parse().unwrap();
        letters::health(&desk.store(), &desk.config, now).unwrap().join(" ")
    };
    assert_eq!(told("2026-07-22T20:00:00Z"), "");
    assert_eq!(
        told("2026-07-23T09:00:00Z"),
        "mail a has brought nothing new since 2026-07-20, unusually long."
    );
    let later = told("2026-08-01T09:00:00Z");
    assert!(later.contains("mail b has brought nothing new since 2026-07-17"), "{later}");
}
