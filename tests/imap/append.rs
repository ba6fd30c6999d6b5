//! The one command that writes: what it does, and what follows from a server that refuses or falls silent.

use goodwill::sources::imap::{self, AppendFailure};

use super::{password, plain};
use crate::servers::dovecot::Dovecot;
use crate::servers::recorder::Recorder;
use crate::servers::scripted::{Answer, Scripted};

const LETTER: &[u8] =
    b"From: alex@studio.example\r\nMessage-ID: <l.1@goodwill.example>\r\nSubject: L\r\n\r\nOne \xc3\xa9 line.\r\n";

#[tokio::test]
async fn a_letter_is_put_into_its_folder_unread_and_found_there_and_nothing_else_is_written() {
    let server = Dovecot::start();
    let relay = Recorder::start(server.plain_port).await;
    let account = plain(relay.port);
    let id = "<l.1@goodwill.example>";
    assert!(!imap::find(&account, &password(), id).await.unwrap());
    imap::append(&account, &password(), "sent", LETTER).await.unwrap();
    assert!(imap::find(&account, &password(), id).await.unwrap());
    let kept = server.messages("Sent");
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0].replace("\r\n", "\n").as_bytes(),
        String::from_utf8_lossy(LETTER).replace("\r\n", "\n").as_bytes()
    );
    assert!(server.files("Sent").iter().all(|name| !name.ends_with('S')), "it counts as unread");
    let verbs =
        ["APPEND", "AUTHENTICATE PLAIN", "CAPABILITY", "EXAMINE", "ID", "LIST", "LOGOUT", "UID SEARCH"];
    let commands = relay.commands();
    let appends = commands.iter().filter(|command| command.starts_with("APPEND")).count();
    assert_eq!(appends, 1, "{commands:?}");
    let known = |command: &str| verbs.iter().any(|verb| command.starts_with(verb));
    // The letter's own lines follow the command.
    let start = commands.iter().position(|command| command.starts_with("APPEND")).unwrap();
    let end = start + 1 + LETTER.split(|&byte| byte == b'\n').filter(|line| line.len() > 1).count();
    let others = commands.iter().take(start).chain(commands.iter().skip(end));
    assert!(others.clone().all(|command| known(command)), "{commands:?}");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let server = Dovecot::start();
    let error = imap::append(&plain(server.plain_port), &password(), "Letters", LETTER).await.unwrap_err();
    assert!(matches!(error, AppendFailure::NoFolder(_)));
    assert!(error.to_string().contains("no folder Letters; correct `folder`"), "{error}");
}

#[tokio::test]
async fn a_refusal_before_the_letter_is_no_unknown_fate() {
    let refusal = Answer::Say("TAG NO [OVERQUOTA] full\r\n".to_owned());
    let port = Scripted::sound(1).with("APPEND", refusal).start().await;
    let error = imap::append(&plain(port), &password(), "INBOX", LETTER).await.unwrap_err();
    assert!(matches!(error, AppendFailure::Refused(_)), "{error:?}");
}
