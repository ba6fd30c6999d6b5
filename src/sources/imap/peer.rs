//! For tests: a server at the other end of a pipe, where time passes only when everybody waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex, split};
use tokio::time::{Instant, sleep};

use super::account::Account;
use super::connect::Greeting;
use super::login::open_over;
use super::session::Session;
use crate::config;

/// What the server does next.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// It says this; `TAG` stands for the command's tag.
    Say(String),
    /// It lets so much time pass.
    Wait(Duration),
}

/// A step in which this is said.
pub(super) fn say(text: impl Into<String>) -> Step {
    Step::Say(text.into())
}

/// What came to the server, without tags, and when.
pub(super) type Heard = Arc<Mutex<Vec<(Instant, String)>>>;

/// An account of such a server.
pub(super) fn account() -> Account {
    let text = format!(
        "{}[[mail]]\naddress = \"alex@studio.example\"\nimap = \"mx.example\"\npassword = {{ file = \"/unused\" }}\n",
        config::MINIMAL
    );
    Account::new(&config::parse(&text, "config.toml").unwrap().mail[0])
}

/// A session with a server that answers a command with these steps, and sound where there are none.
pub(super) async fn session_with(
    answer: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static,
) -> (Session, Heard) {
    let (near, far) = duplex(1024 * 1024);
    let heard = Heard::default();
    tokio::spawn(serve(far, answer, Arc::clone(&heard)));
    let secret = SecretString::from("secret");
    let session = open_over(Box::new(near), Greeting::Expected, &account(), &secret).await.unwrap();
    (session, heard)
}

async fn serve(
    stream: DuplexStream,
    answer: impl Fn(&str) -> Vec<Step> + Send + Sync,
    heard: Heard,
) -> Option<()> {
    let (read, mut write) = split(stream);
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n").await.ok()?;
    let mut last = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        // DONE has no tag; it completes the command before it.
        let (tag, command) = line.split_once(' ').unwrap_or((&last, &line));
        heard.lock().unwrap().push((Instant::now(), command.to_owned()));
        let mut steps = answer(command);
        if steps.is_empty() {
            steps.push(say(sound(command)));
        }
        for step in steps {
            match step {
                Step::Say(text) => write.write_all(text.replace("TAG", tag).as_bytes()).await.ok()?,
                Step::Wait(time) => sleep(time).await,
            }
        }
        last = tag.to_owned();
    }
    Some(())
}

fn sound(command: &str) -> &'static str {
    match command.split(' ').next().unwrap_or_default() {
        "CAPABILITY" => "* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK done\r\n",
        "EXAMINE" => "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] ok\r\nTAG OK done\r\n",
        "IDLE" => "+ idling\r\n",
        _ => "TAG OK done\r\n",
    }
}
