//! A server that finds it too much is asked for less, after the pause that it wants.

use goodwill::sources::imap::{self, Haste, ImapError};

use super::{Kept, now, password, plain};
use crate::servers::scripted::{Answer, Scripted, asked};

/// The numbers of messages asked for by each fetch of headers.
fn strides(server: &Scripted) -> Vec<usize> {
    let fetches = server.heard("UID FETCH").into_iter().filter(|command| command.contains("HEADER"));
    fetches.map(|command| asked(&command).len()).collect()
}

fn uids(kept: &Kept) -> Vec<u32> {
    let mut uids: Vec<_> = kept.messages().map(|(_, message)| message.uid.get()).collect();
    uids.sort_unstable();
    uids
}

const WAIT: &str = "TAG BAD Request is throttled. Suggested Backoff Time: 3 milliseconds\r\n";

#[tokio::test]
async fn windows_shrink_when_the_server_throttles_and_all_is_read_in_one_pass() {
    // The newest come first. Of 1200 the second five hundred are too many, and their newest hundred as well.
    let server = Scripted::sound(1200)
        .with("UID FETCH 201:700 ", Answer::Say(WAIT.to_owned()))
        .with("UID FETCH 601:700 ", Answer::Say(WAIT.to_owned()));
    let mut kept = Kept::default();
    let report = imap::sync(&plain(server.start().await), &password(), &[], &mut kept, now()).await.unwrap();
    assert_eq!(uids(&kept), (1..=1200).collect::<Vec<_>>());
    assert_eq!(report.fetched(), 1200);
    assert_eq!(strides(&server)[..5], [500, 500, 100, 50, 50]);
    assert!(strides(&server)[3..].iter().all(|stride| *stride <= 50));
    assert_eq!(server.heard("LOGIN").len(), 1, "the connection is kept");
}

#[tokio::test]
async fn a_text_that_is_too_much_costs_no_message_and_doubles_none() {
    // Headers come, and texts only of few at once.
    let server =
        Scripted::sound(300).with("UID FETCH 1:300 (UID BODY.PEEK[TEXT]", Answer::Say(WAIT.to_owned()));
    let mut kept = Kept::default();
    imap::sync(&plain(server.start().await), &password(), &[], &mut kept, now()).await.unwrap();
    assert_eq!(uids(&kept), (1..=300).collect::<Vec<_>>());
    assert_eq!(strides(&server), [300, 100, 100, 100]);
}

#[tokio::test]
async fn a_server_that_goes_on_throttling_ends_the_pass_and_keeps_what_was_read() {
    let server = Scripted::sound(700)
        .with("UID FETCH 2", Answer::Say(WAIT.to_owned()))
        .with("UID FETCH 1", Answer::Say(WAIT.to_owned()));
    let mut kept = Kept::default();
    let outcome = imap::sync(&plain(server.start().await), &password(), &[], &mut kept, now()).await;
    assert!(matches!(outcome, Err(ImapError::Throttled { .. })), "{outcome:?}");
    assert!(strides(&server).len() < 30, "there is an end");
    let cursors = kept.cursors();
    let sound = Scripted::sound(700);
    imap::sync(&plain(sound.start().await), &password(), &cursors, &mut kept, now()).await.unwrap();
    assert_eq!(uids(&kept), (1..=700).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_was_too_much_for_a_server_that_names_no_pause_comes_back_with_less() {
    let server =
        Scripted::sound(300).with("UID FETCH 1:300 ", Answer::Say("TAG NO [LIMIT] later\r\n".to_owned()));
    let account = plain(server.start().await);
    let mut kept = Kept::default();
    let outcome = imap::sync(&account, &password(), &[], &mut kept, now()).await;
    assert!(matches!(outcome, Err(ImapError::Throttled { .. })), "{outcome:?}");
    imap::sync(&account.read_with(Haste::Gentle), &password(), &[], &mut kept, now()).await.unwrap();
    assert_eq!(uids(&kept), (1..=300).collect::<Vec<_>>());
    assert_eq!(strides(&server), [300, 100, 100, 100]);
}
