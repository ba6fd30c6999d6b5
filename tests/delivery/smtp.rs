//! One letter, one server that does what it should or not.

use goodwill::config::Security;
use goodwill::delivery::{DeliveryError, Fault, Mailer, OutboxState, Outgoing};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::sink::{Protection, Sink, mailer};
use super::{Shut, at, dispatch, letter, owner, run, store};

async fn deliver(mailer: &dyn Mailer, letter: &Outgoing) -> Result<(), DeliveryError> {
    mailer.deliver(owner().admit(letter)?).await
}

#[tokio::test]
async fn the_bytes_arrive_as_they_were_frozen() {
    for protection in [Protection::Plain, Protection::Tls, Protection::StartTls] {
        let sink = Sink::start(protection);
        let mut sent = letter(1);
        sent.bytes.extend("Später … 🤝\r\n".bytes());
        deliver(&*sink.mailer(), &sent).await.unwrap();
        let text = String::from_utf8(sent.bytes).unwrap();
        assert_eq!(sink.kept(), [format!("alex@studio.example alex@studio.example\n{text}")]);
    }
}

#[tokio::test]
async fn what_goes_wrong_is_told_apart() {
    let sink = Sink::start(Protection::Plain);
    for (behaviour, fault, kept) in [
        ("rcpt 450 4.2.1 busy", Fault::Temporary, 0),
        ("rcpt 550 5.1.1 no such user", Fault::Permanent, 0),
        ("rcpt 530 5.7.0 log in first", Fault::Login, 0),
        ("rcpt-close", Fault::Temporary, 0),
        ("data 451 4.3.0 later", Fault::Temporary, 0),
        ("data 554 5.7.1 spam", Fault::Permanent, 0),
        ("data 550 5.5.0 not now", Fault::Doubtful, 0),
        ("lose", Fault::Unknown, 0),
        ("drop", Fault::Unknown, 1),
    ] {
        sink.behave(behaviour);
        let error = deliver(&*sink.mailer(), &letter(1)).await.unwrap_err();
        assert_eq!(error.fault, fault, "{behaviour}: {error}");
        assert_eq!(sink.kept().len(), kept, "{behaviour}");
    }
    let mut smtp = sink.smtp();
    drop(sink);
    assert_eq!(deliver(&*mailer(smtp.clone()), &letter(1)).await.unwrap_err().fault, Fault::Temporary);
    smtp.server.host = "no-such-host.invalid".into();
    assert_eq!(deliver(&*mailer(smtp), &letter(1)).await.unwrap_err().fault, Fault::Temporary);
}

#[tokio::test]
async fn a_wrong_password_is_a_refused_login_and_is_not_repeated_in_the_error() {
    let sink = Sink::start(Protection::StartTls);
    let mut smtp = sink.smtp();
    smtp.login = Some(Sink::login("canary"));
    let error = deliver(&*mailer(smtp), &letter(1)).await.unwrap_err();
    assert_eq!(error.fault, Fault::Login, "{error}");
    assert!(!format!("{error:?}").contains("canary"));
    assert_eq!(sink.logins(), "AUTH PLAIN wrong\n");
    sink.mailer().try_login().await.unwrap();
}

#[tokio::test]
async fn a_server_with_another_certificate_gets_nothing() {
    for protection in [Protection::Tls, Protection::StartTls] {
        let sink = Sink::start(protection);
        let (mut other_ca, mut other_name, mut system) = (sink.smtp(), sink.smtp(), sink.smtp());
        other_ca.ca = Some(sink.directory.join("other-ca.pem"));
        other_name.server.host = "localhost".into();
        system.ca = None;
        for smtp in [other_ca, other_name, system] {
            let error = deliver(&*mailer(smtp), &letter(1)).await.unwrap_err();
            assert_eq!(error.fault, Fault::Temporary);
        }
        assert!(sink.kept().is_empty() && sink.logins().is_empty());
    }
}

/// A server that says these lines, one for each that it hears, and returns all that it heard.
async fn scripted(lines: &'static [&'static str]) -> (u16, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("the line holds");
    let port = listener.local_addr().expect("the line holds").port();
    let heard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("the line holds");
        let (mut heard, mut buffer) = (String::new(), [0; 1024]);
        for line in lines {
            stream.write_all(line.as_bytes()).await.expect("the line holds");
            let length = stream.read(&mut buffer).await.unwrap_or(0);
            heard += &String::from_utf8_lossy(&buffer[..length]);
        }
        heard
    });
    (port, heard)
}

#[tokio::test]
async fn starttls_taken_away_or_tampered_with_ends_before_any_credential() {
    let sink = Sink::start(Protection::StartTls);
    for lines in [
        &["220 hi\r\n", "250-me\r\n250 AUTH PLAIN LOGIN\r\n", "250 go on\r\n"][..],
        &["220 hi\r\n", "250 me\r\n", "235 welcome\r\n"],
        &["220 hi\r\n", "250-me\r\n250 STARTTLS\r\n", "454 not now\r\n", "235 welcome\r\n"],
        &["220 hi\r\n", "250-me\r\n250 STARTTLS\r\n", "220 go\r\n250 AUTH PLAIN\r\n", "235 welcome\r\n"],
        &["220 hi\r\n", "250-me\r\n250-STARTTLSX\r\n250 X STARTTLS\r\n", "220 go\r\n"],
        &["235 welcome\r\n", "250 STARTTLS\r\n"],
        &["554 no\r\n", "250 STARTTLS\r\n"],
    ] {
        let (port, heard) = scripted(lines).await;
        let mut smtp = sink.smtp();
        smtp.server.port = port;
        let error = deliver(&*mailer(smtp), &letter(1)).await.unwrap_err();
        assert_eq!(error.fault, Fault::Temporary, "{lines:?}");
        let heard = heard.await.unwrap();
        assert!(!heard.contains("AUTH") && !heard.contains("MAIL"), "{heard}");
    }
}

#[tokio::test]
async fn a_server_elsewhere_is_not_spoken_to_in_clear() {
    let sink = Sink::start(Protection::Plain);
    let mut smtp = sink.smtp();
    smtp.security = Security::StartTls;
    let error = deliver(&*mailer(smtp), &letter(1)).await.unwrap_err();
    assert_eq!((error.fault, sink.kept().len()), (Fault::Temporary, 0));
}

#[tokio::test]
async fn a_letter_whose_reply_is_lost_is_looked_for_and_not_sent_twice() {
    let sink = Sink::start(Protection::Plain);
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    store.enqueue(&letter(1), &[], &[]).unwrap();
    let dispatch = dispatch(sink.mailer(), Some(sink.mailbox()));
    sink.behave("drop");
    let look = run(&dispatch, &mut store, at(0)).await.unwrap();
    assert_eq!(store.outbox(9).unwrap()[0].state, OutboxState::Sending);
    sink.behave("");
    assert_eq!(run(&dispatch, &mut store, look).await, None);
    assert_eq!((store.outbox(9).unwrap()[0].state, sink.kept().len()), (OutboxState::Sent, 1));
}

#[tokio::test]
async fn a_letter_that_was_lost_after_the_dot_is_sent_again_with_the_same_id() {
    let sink = Sink::start(Protection::Plain);
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    store.enqueue(&letter(1), &[], &[]).unwrap();
    let dispatch = dispatch(sink.mailer(), Some(sink.mailbox()));
    sink.behave("lose");
    let mut next = run(&dispatch, &mut store, at(0)).await;
    sink.behave("");
    let mut looks = 0;
    while let Some(now) = next {
        (looks, next) = (looks + 1, run(&dispatch, &mut store, now).await);
    }
    assert_eq!((looks, sink.kept().len()), (3, 1));
    assert_eq!(store.outbox(9).unwrap()[0].attempts, 2);
}

#[tokio::test]
async fn with_a_shut_mailbox_a_letter_is_sent_again_once_and_then_given_up() {
    let sink = Sink::start(Protection::Plain);
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(directory.path());
    store.enqueue(&letter(1), &[], &[]).unwrap();
    let dispatch = dispatch(sink.mailer(), Some(Box::new(Shut)));
    sink.behave("drop");
    let mut next = run(&dispatch, &mut store, at(0)).await;
    while let Some(now) = next {
        next = run(&dispatch, &mut store, now).await;
    }
    let row = &store.outbox(9).unwrap()[0];
    assert_eq!((row.state, row.attempts, sink.kept().len()), (OutboxState::Failed, 2, 2));
}
