//! Ways in: STARTTLS, mechanisms, greetings of all kinds.

use goodwill::sources::imap::{self, ImapError, LoginCause, TlsCause};
use goodwill::tls::CertificateFault;
use secrecy::SecretString;

use super::{Account, account, now, password, plain, sync, trusting};
use crate::servers::dovecot::{Dovecot, PASSWORD};
use crate::servers::recorder::Recorder;
use crate::servers::scripted::{Answer, Scripted};

fn starttls(port: u16, more: &str) -> Account {
    account(port, &format!("security = \"starttls\"\n{more}"))
}

#[tokio::test]
async fn starttls_protects_before_anything_is_said() {
    let server = Dovecot::start();
    let recorder = Recorder::start(server.plain_port).await;
    imap::check(&starttls(recorder.port, &trusting(&server.ca())), &password(), now()).await.unwrap();
    let sent = recorder.sent();
    let (clear, rest) = sent.split_at("g0 STARTTLS\r\n".len());
    assert_eq!(clear, b"g0 STARTTLS\r\n");
    // The first byte and version of a TLS handshake.
    assert_eq!(rest.get(..2), Some(&[0x16, 0x03][..]));
    assert!(!sent.windows(12).any(|window| window == b"AUTHENTICATE"));
}

#[tokio::test]
async fn starttls_trusts_no_other_certificates_than_tls_does() {
    let (server, old) = (Dovecot::start(), Dovecot::start_with_expired_certificate());
    for (port, ca, expected) in [
        (server.plain_port, trusting(&server.other_ca()), CertificateFault::Untrusted.to_string()),
        (server.plain_port, String::new(), CertificateFault::Untrusted.to_string()),
        (old.plain_port, trusting(&old.ca()), CertificateFault::Expired.to_string()),
    ] {
        let error = imap::check(&starttls(port, &ca), &password(), now()).await.unwrap_err();
        assert!(matches!(&error, ImapError::Tls { cause, .. } if cause.to_string() == expected), "{error}");
    }
}

#[tokio::test]
async fn what_comes_in_clear_after_the_yes_is_never_taken_for_an_answer() {
    let ca = Dovecot::start();
    let injected = "TAG OK go\r\n* CAPABILITY IMAP4rev1\r\ng1 OK injected\r\ng2 OK injected\r\n";
    let port = Scripted::sound(1)
        .with("STARTTLS", Answer::Say(injected.to_owned()))
        .with("AUTH", Answer::Flood("password got through "))
        .start()
        .await;
    let error = imap::check(&starttls(port, &trusting(&ca.ca())), &password(), now()).await.unwrap_err();
    assert!(matches!(error, ImapError::Tls { cause: TlsCause::Injected, .. }), "{error}");
}

#[tokio::test]
async fn without_starttls_nothing_is_sent_where_it_was_asked_for() {
    for (greeting, answer, expected) in [
        ("* OK hi\r\n", "TAG BAD no such thing\r\n", "no such thing"),
        ("* OK hi\r\n", "TAG NO not now\r\n", "not now"),
        ("* PREAUTH welcome\r\n", "TAG OK go\r\n", "before TLS could begin"),
    ] {
        let mut server = Scripted::sound(1).with("STARTTLS", Answer::Say(answer.to_owned()));
        server.greeting = Answer::Say(greeting.to_owned());
        let recorder = Recorder::start(server.start().await).await;
        let error = imap::check(&starttls(recorder.port, ""), &password(), now()).await.unwrap_err();
        assert!(error.to_string().contains(expected) && !error.is_transient(), "{error}");
        assert!(recorder.commands().iter().all(|command| command == "STARTTLS"));
    }
}

#[tokio::test]
async fn whom_a_server_knows_by_its_greeting_need_not_log_in() {
    let mut server = Scripted::sound(2).with("LOGIN", Answer::Say("TAG BAD already\r\n".to_owned()));
    server.greeting = Answer::Say("* PREAUTH welcome back\r\n".to_owned());
    let (kept, _) = sync(&plain(server.start().await), &[]).await.unwrap();
    assert_eq!(kept.subjects(), ["001", "002"]);
}

#[tokio::test]
async fn plain_is_preferred_to_login_and_goes_in_one_line_where_it_may() {
    let secret = "AGFsZXhAc3R1ZGlvLmV4YW1wbGUAZm91ciB3b3JkIHBhc3MgcGhyYXNl";
    for (offer, expected) in [
        ("AUTH=PLAIN SASL-IR", vec![format!("AUTHENTICATE PLAIN {secret}")]),
        ("AUTH=PLAIN SASL-IR LOGINDISABLED", vec![format!("AUTHENTICATE PLAIN {secret}")]),
        ("AUTH=PLAIN", vec!["AUTHENTICATE PLAIN".to_owned(), secret.to_owned()]),
        ("AUTH=CRAM-MD5", vec![format!("LOGIN \"alex@studio.example\" \"{PASSWORD}\"")]),
    ] {
        let mut server = Scripted::sound(1);
        server.greeting = Answer::Say(format!("* OK [CAPABILITY IMAP4rev1 {offer}] hi\r\n"));
        if expected.len() > 1 {
            server = server.with("AUTHENTICATE", Answer::Say("+ \r\n".to_owned()));
            // A line without a tag is taken for one.
            server = server.with("", Answer::SayAndClose("g1 OK in\r\n".to_owned()));
        }
        let recorder = Recorder::start(server.start().await).await;
        let _ = imap::check(&plain(recorder.port), &password(), now()).await;
        assert_eq!(recorder.commands()[..expected.len()], expected, "{offer}");
    }
}

#[tokio::test]
async fn plain_and_login_open_a_real_server_in_every_alphabet() {
    let server = Dovecot::start();
    for text in ["pässwört", "\"\\", "пароль пароль", " two  spaces "] {
        server.change_password(text);
        let secret = SecretString::from(text);
        imap::check(&super::account_of(&server), &secret, now()).await.unwrap();
        let error = imap::check(&super::account_of(&server), &password(), now()).await.unwrap_err();
        assert!(matches!(error, ImapError::Login { cause: LoginCause::WrongPassword, .. }), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_asks_without_end_is_given_up() {
    let mut server = Scripted::sound(1).with("", Answer::Say("+ more\r\n".to_owned()));
    server.greeting = Answer::Say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n".to_owned());
    let error = imap::check(&plain(server.start().await), &password(), now()).await.unwrap_err();
    assert!(error.to_string().contains("asks on and on"), "{error}");
}
