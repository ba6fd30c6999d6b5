//! What servers do with UIDVALIDITY and UIDNEXT.

use goodwill::sources::imap::{FolderCursor, ImapError, Uid};

use super::{Kept, days_ago, message, now, password, plain, sync};
use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::servers::imap_client::Client;
use crate::servers::recorder::Recorder;
use crate::servers::scripted::{Answer, Scripted};

async fn pass(server: &Scripted, cursors: &[FolderCursor]) -> (Kept, Vec<FolderCursor>) {
    let (kept, _) = sync(&plain(server.start().await), cursors).await.unwrap();
    let cursors = if kept.windows.is_empty() { cursors.to_vec() } else { kept.cursors() };
    (kept, cursors)
}

#[tokio::test]
async fn a_uidnext_that_goes_back_loses_no_message() {
    let (_, cursors) = pass(&Scripted::sound(9), &[]).await;
    // The server was restored from a backup: 6 to 8 are other messages now.
    let restored = Scripted::sound(8);
    let (kept, cursors) = pass(&restored, &cursors).await;
    assert_eq!(kept.subjects().len(), 8);
    assert_eq!(cursors[0].uid.get(), 8);
    let (kept, _) = pass(&restored, &cursors).await;
    assert_eq!(kept.subjects(), [""; 0], "it is read anew once");
}

#[tokio::test]
async fn what_is_known_is_not_fetched_again_after_another_numbering() {
    let (_, cursors) = pass(&Scripted::sound(9), &[]).await;
    let renumbered = Scripted { uid_validity: Some(8), ..Scripted::sound(9) };
    let port = renumbered.start().await;
    let mut kept = Kept { known: Some("Subject: 00"), ..Kept::default() };
    goodwill::sources::imap::sync(&plain(port), &password(), &cursors, &mut kept, now()).await.unwrap();
    assert_eq!(kept.messages().count(), 0);
    assert_eq!(renumbered.heard("UID FETCH").iter().filter(|command| command.contains("TEXT")).count(), 0);
    let last = kept.cursors().remove(0);
    assert_eq!((last.uid_validity.get(), last.uid.get(), last.renumbered), (8, 9, 1));
}

#[tokio::test]
async fn a_server_that_numbers_anew_each_time_is_told_and_read_once_it_keeps() {
    let mut cursors = Vec::new();
    let mut fetched = Vec::new();
    for visit in 0..7 {
        let server = Scripted { uid_validity: Some(100 + visit), ..Scripted::sound(4) };
        let mut kept = Kept::default();
        let outcome = goodwill::sources::imap::sync(
            &plain(server.start().await),
            &password(),
            &cursors,
            &mut kept,
            now(),
        )
        .await;
        fetched.push(kept.messages().count());
        cursors = kept.cursors();
        assert_eq!(outcome.is_err(), visit > 3, "{visit}");
        if let Err(error) = outcome {
            assert!(matches!(error, ImapError::Renumbers { times } if u32::from(times) == visit), "{error}");
        }
    }
    assert_eq!(fetched, [4, 4, 4, 4, 0, 0, 0]);
    let server = Scripted { uid_validity: Some(106), ..Scripted::sound(4) };
    let (kept, cursors) = pass(&server, &cursors).await;
    assert_eq!((kept.messages().count(), cursors[0].renumbered), (4, 0));
}

#[tokio::test]
async fn a_folder_without_uidvalidity_is_told_and_the_others_are_read() {
    let list = "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Sent\r\nTAG OK done\r\n";
    let odd = "* 2 EXISTS\r\n* OK [UIDNEXT 3] ok\r\nTAG OK done\r\n";
    for (answer, told) in [
        (odd, "UIDVALIDITY"),
        ("* 2 EXISTS\r\n* OK [UIDVALIDITY 0] ok\r\nTAG OK done\r\n", "UIDVALIDITY"),
        ("TAG NO [NOPERM] not yours\r\n", "not yours"),
        ("* 2 ???\r\n", "makes no sense"),
        ("* 1 FETCH ((((((((((((((((((((((((((((((((((((\r\n", "brackets"),
    ] {
        let server = Scripted::sound(3)
            .with("LIST", Answer::Say(list.into()))
            .with("EXAMINE \"INBOX\"", Answer::Say(answer.into()));
        let (kept, report) = sync(&plain(server.start().await), &[]).await.unwrap();
        assert_eq!((kept.messages().count(), report.folders.len()), (3, 1), "{answer}");
        let (folder, error) = &report.failed[0];
        assert_eq!(folder.as_str(), "INBOX");
        assert!(error.to_string().contains(told), "{answer}: {error}");
    }
}

#[tokio::test]
async fn a_pass_without_changes_costs_one_command_a_folder() {
    let server = Dovecot::start();
    for n in 0..5 {
        server.deliver("INBOX", &format!("m{n}"), days_ago(5), &message(&format!("in-{n}")));
    }
    server.deliver("Sent", "s", days_ago(5), &message("out"));
    let (kept, _) = sync(&plain(server.plain_port), &[]).await.unwrap();
    // Flags and what vanished are no changes to us, and the server offers CONDSTORE and QRESYNC in vain.
    let mut owner = Client::open(server.plain_port, USER, PASSWORD);
    assert!(owner.command("CAPABILITY").contains("QRESYNC"));
    for command in ["SELECT INBOX", "STORE 1:3 +FLAGS (\\Seen)", "STORE 2 +FLAGS (\\Deleted)", "EXPUNGE"] {
        owner.command(command);
    }
    let recorder = Recorder::start(server.plain_port).await;
    let (again, _) = sync(&plain(recorder.port), &kept.cursors()).await.unwrap();
    assert_eq!(again.windows.len(), 0);
    let sent = recorder.commands();
    let count = |begin: &str| sent.iter().filter(|command| command.starts_with(begin)).count();
    assert_eq!((count("EXAMINE"), count("UID"), count("STATUS"), count("ENABLE")), (2, 0, 0, 0), "{sent:?}");
}

#[tokio::test]
async fn without_uidnext_an_unchanged_folder_costs_two_commands() {
    let mut server = Scripted { uid_next: None, ..Scripted::sound(5) };
    let (kept, cursors) = pass(&server, &[]).await;
    assert_eq!((kept.messages().count(), cursors[0].uid.get()), (5, 5));
    let quiet = Scripted { uid_next: None, ..Scripted::sound(5) };
    let (kept, cursors) = pass(&quiet, &cursors).await;
    assert_eq!(kept.windows.len(), 0);
    assert_eq!((quiet.heard("EXAMINE").len(), quiet.heard("UID").len()), (1, 1));
    // The last message is gone, and then another one comes.
    server.uids.pop();
    let (kept, cursors) = pass(&server, &cursors).await;
    assert_eq!(kept.windows.len(), 0);
    server.uids.push(6);
    let (kept, cursors) = pass(&server, &cursors).await;
    assert_eq!((kept.subjects(), cursors[0].uid.get()), (vec!["006".to_owned()], 6));
}

#[tokio::test]
async fn a_first_reading_goes_down_from_the_newest_and_goes_on_where_it_was() {
    let server = Scripted::sound(1200);
    let (kept, _) = pass(&server, &[]).await;
    let spans: Vec<_> = kept
        .windows
        .iter()
        .map(|window| (window.cursor.uid.get(), window.cursor.floor.map(Uid::get), window.left))
        .collect();
    assert_eq!(spans, [(1200, Some(701), 700), (1200, Some(201), 200), (1200, Some(1), 0), (1200, None, 0)]);
    // Stopped behind any window, and with mail that came meanwhile.
    for stop in 0..3 {
        let cursor = kept.windows[stop].cursor.clone();
        let before: usize = kept.windows[..=stop].iter().map(|window| window.messages.len()).sum();
        let (rest, cursors) = pass(&Scripted::sound(1203), &[cursor]).await;
        assert_eq!(before + rest.messages().count(), 1203);
        assert_eq!(rest.subjects()[..3], ["1201", "1202", "1203"]);
        assert_eq!((cursors[0].uid.get(), cursors[0].floor), (1203, None));
    }
}
