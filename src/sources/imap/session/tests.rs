//! How long an answer may take, by how fast it comes.

use super::super::account::Uid;
use super::super::choose::Labels;
use super::super::command::UidSet;
use super::super::peer::{Step, say, session_with};
use super::*;

/// Fetches two headers of a server that sends this after their lengths, with pauses of so long between pieces.
async fn fetch(pieces: Vec<String>, pause: Duration) -> (Result<(), ImapError>, Duration) {
    let steps = move |command: &str| {
        let mut steps = Vec::new();
        if command.starts_with("UID FETCH") {
            steps.extend(pieces.iter().flat_map(|piece| [Step::Wait(pause), say(piece.clone())]));
        }
        steps
    };
    let (mut session, _) = session_with(steps).await;
    let (set, _) = UidSet::of_first(&[Uid::new(1), Uid::new(2)]);
    let began = Instant::now();
    let outcome = session.run(Command::FetchHeaders(&set, Labels::None), &mut |_| {}).await;
    (outcome, began.elapsed())
}

fn row(bytes: usize) -> String {
    format!("* 1 FETCH (UID 1 BODY[HEADER]<0> {{{bytes}}}\r\n{})\r\n", "x".repeat(bytes))
}

#[tokio::test(start_paused = true)]
async fn a_server_that_drips_is_given_two_minutes() {
    let drops = row(1000).chars().map(String::from).collect();
    let (outcome, took) = fetch(drops, Duration::from_secs(1)).await;
    assert!(matches!(outcome, Err(ImapError::Timeout { seconds: 120, .. })), "{outcome:?}");
    assert_eq!(took.as_secs(), 120);
}

#[tokio::test(start_paused = true)]
async fn who_sends_much_may_take_longer_as_long_as_the_rate_is_kept() {
    // 64 KiB each three seconds, ten minutes long.
    let mut pieces = vec![row(64 * 1024); 200];
    pieces.push("TAG OK done\r\n".to_owned());
    let (outcome, took) = fetch(pieces, Duration::from_secs(3)).await;
    outcome.unwrap();
    assert_eq!(took.as_secs(), 603);
    // The same each ten seconds is less than the rate.
    let (outcome, took) = fetch(vec![row(64 * 1024); 200], Duration::from_secs(10)).await;
    assert!(matches!(outcome, Err(ImapError::Timeout { .. })), "{outcome:?}");
    assert!((120..300).contains(&took.as_secs()), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn who_sent_much_may_not_be_silent_for_longer() {
    let (outcome, took) = fetch(vec![row(7 * 1024 * 1024), String::new()], Duration::from_secs(30)).await;
    assert!(matches!(outcome, Err(ImapError::Timeout { .. })), "{outcome:?}");
    assert_eq!(took.as_secs(), 150);
}
