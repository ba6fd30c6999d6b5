//! Mail over IMAP, against a real Dovecot, and against a server that plays tricks.

#![expect(clippy::unwrap_used, reason = "what cannot go on fails the test")]

mod accounts;
mod append;
mod auth;
mod blame;
mod folders;
mod hostile;
mod numbers;
mod odd;
mod parts;
mod quiet;
mod throttle;

use std::future::pending;
use std::path::Path;
use std::time::Duration;

use goodwill::config::{self, Colour};
use goodwill::sources::imap::{
    self, Account, Extent, FetchedMessage, FetchedWindow, FolderCursor, ImapError, LoginCause, Role, Sink,
    SinkError, SyncReport, TlsCause, Uid, Visit, Wants, Watched,
};
use goodwill::tls::CertificateFault;
use jiff::Timestamp;
use secrecy::SecretString;

use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::servers::recorder::Recorder;

/// The instant at which the tests take place.
fn now() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn days_ago(days: i64) -> Timestamp {
    now() - jiff::SignedDuration::from_hours(24 * days)
}

/// An account at a port of this machine, with more lines of config.
fn account(port: u16, more: &str) -> Account {
    let text = format!(
        "{}[[mail]]\naddress = \"{USER}\"\nimap = \"localhost:{port}\"\npassword = {{ file = \"/unused\" }}\n{more}\n",
        config::MINIMAL
    );
    let config =
        config::parse(&text, "config.toml").unwrap_or_else(|error| panic!("{}", error.report(Colour::Never)));
    Account::new(&config.mail[0])
}

/// The account of a server, over TLS.
fn account_of(server: &Dovecot) -> Account {
    account(server.tls_port, &trusting(&server.ca()))
}

fn trusting(ca: &Path) -> String {
    format!("ca = \"{}\"", ca.display())
}

fn plain(port: u16) -> Account {
    account(port, "security = \"plain\"")
}

fn password() -> SecretString {
    SecretString::from(PASSWORD)
}

/// Keeps all windows, in the order they come.
#[derive(Debug, Default)]
struct Kept {
    windows: Vec<FetchedWindow>,
    /// Headers with this in them want no text.
    bulk: Option<&'static str>,
    /// Messages with this in their header are known from before.
    known: Option<&'static str>,
}

impl Sink for Kept {
    fn wants(&mut self, header: &[u8], _: Role, visit: Visit) -> Wants {
        let header = String::from_utf8_lossy(header);
        if visit == Visit::Again && self.known.is_some_and(|known| header.contains(known)) {
            return Wants::Nothing;
        }
        if self.bulk.is_some_and(|bulk| header.contains(bulk)) { Wants::Header } else { Wants::Text }
    }

    fn window(&mut self, window: FetchedWindow) -> Result<(), SinkError> {
        self.windows.push(window);
        Ok(())
    }
}

impl Kept {
    fn messages(&self) -> impl Iterator<Item = (Role, &FetchedMessage)> {
        self.windows.iter().flat_map(|window| window.messages.iter().map(|message| (message.role, message)))
    }

    /// The subjects of what was fetched, in order.
    fn subjects(&self) -> Vec<String> {
        let subject = |message: &FetchedMessage| {
            let text = String::from_utf8_lossy(&message.bytes).into_owned();
            text.lines()
                .find_map(|line| line.strip_prefix("Subject: ").map(str::to_owned))
                .unwrap_or_default()
        };
        self.messages().map(|(_, message)| subject(message)).collect()
    }

    /// The last cursor of each folder.
    fn cursors(&self) -> Vec<FolderCursor> {
        let mut cursors: Vec<FolderCursor> = Vec::new();
        for window in &self.windows {
            cursors.retain(|cursor| cursor.folder != window.cursor.folder);
            cursors.push(window.cursor.clone());
        }
        cursors
    }
}

async fn sync(account: &Account, cursors: &[FolderCursor]) -> Result<(Kept, SyncReport), ImapError> {
    let mut kept = Kept { bulk: Some("List-Id:"), ..Kept::default() };
    let report = imap::sync(account, &password(), cursors, &mut kept, now()).await?;
    Ok((kept, report))
}

fn message(subject: &str) -> String {
    format!(
        "From: ana@x.example\nTo: {USER}\nSubject: {subject}\nMessage-ID: <{subject}@x.example>\n\nHello {subject}\n"
    )
}

#[tokio::test]
async fn a_message_is_found_by_its_id_wherever_it_lies() {
    let server = Dovecot::start();
    let text = "Message-ID: <one.two@mail.example>\nFrom: ana@rey.example\nSubject: Hi\n\nHi\n";
    server.deliver("Sent", "1", days_ago(1), text);
    for (id, is_there) in [("<one.two@mail.example>", true), ("<one.three@mail.example>", false)] {
        assert_eq!(imap::find(&account_of(&server), &password(), id).await.unwrap(), is_there, "{id}");
    }
}

#[tokio::test]
async fn a_first_pass_gets_all_of_inbox_and_sent_since_the_horizon() {
    let server = Dovecot::start();
    for n in 0..12 {
        server.deliver("INBOX", &format!("m{n:02}"), days_ago(30 - n), &message(&format!("in-{n:02}")));
    }
    server.deliver("INBOX", "old", days_ago(4 * 365), &message("too-old"));
    server.deliver("INBOX", "zlist", days_ago(1), &format!("List-Id: <l.x.example>\n{}", message("list")));
    let long =
        format!("{}{}", message("long"), "word word word word word word word word word\n".repeat(20_000));
    server.deliver("Sent", "s1", days_ago(2), &long);
    let (kept, report) = sync(&account_of(&server), &[]).await.unwrap();

    let mut subjects = kept.subjects();
    subjects.sort();
    let mut expected: Vec<_> = (0..12).map(|n| format!("in-{n:02}")).collect();
    expected.extend(["list".to_owned(), "long".to_owned()]);
    assert_eq!(subjects, expected);
    for (role, message) in kept.messages() {
        let text = String::from_utf8_lossy(&message.bytes);
        let (is_list, is_long) = (text.contains("List-Id"), text.contains("Subject: long"));
        let extent = match (is_list, is_long) {
            (true, _) => Extent::Header,
            (_, true) => Extent::Beginning,
            _ => Extent::Whole,
        };
        assert_eq!(message.extent, extent, "{text:.200}");
        assert_eq!(text.contains("\r\n\r\nHello "), !is_list);
        assert_eq!(role, if is_long { Role::Sent } else { Role::Inbox });
        assert!(message.internal_date.is_some_and(|date| date >= days_ago(31) && date <= now()));
    }
    assert_eq!((report.fetched(), report.missing.len()), (14, 0));
    assert_eq!(report.folders.iter().map(|folder| folder.exists).collect::<Vec<_>>(), [14, 1]);
}

#[tokio::test]
async fn a_second_pass_gets_what_is_new_and_nothing_else() {
    let server = Dovecot::start();
    let account = account_of(&server);
    server.deliver("INBOX", "a", days_ago(9), &message("first"));
    let (kept, _) = sync(&account, &[]).await.unwrap();
    let cursors = kept.cursors();
    let (kept, report) = sync(&account, &cursors).await.unwrap();
    assert_eq!((kept.windows.len(), report.fetched()), (0, 0));
    server.deliver("INBOX", "b", days_ago(8), &message("second"));
    server.deliver("Sent", "c", days_ago(8), &message("third"));
    let (kept, _) = sync(&account, &cursors).await.unwrap();
    assert_eq!(kept.subjects(), ["second", "third"]);
}

#[tokio::test]
async fn the_cursor_passes_what_lies_before_the_horizon() {
    let server = Dovecot::start();
    server.deliver("INBOX", "a", days_ago(2000), &message("old"));
    let (kept, _) = sync(&account_of(&server), &[]).await.unwrap();
    assert_eq!(kept.subjects(), [""; 0]);
    let uids: Vec<_> = kept.cursors().iter().map(|cursor| cursor.uid).collect();
    assert_eq!(uids[0], Uid::new(1));
}

#[tokio::test]
async fn another_uidvalidity_starts_the_folder_over() {
    let server = Dovecot::start();
    let account = account_of(&server);
    server.deliver("INBOX", "a", days_ago(9), &message("first"));
    server.deliver("Sent", "b", days_ago(9), &message("sent"));
    let (kept, _) = sync(&account, &[]).await.unwrap();
    server.renumber("INBOX");
    let (again, report) = sync(&account, &kept.cursors()).await.unwrap();
    assert_eq!(again.subjects(), ["first"]);
    assert!(report.folders[0].renumbered && !report.folders[1].renumbered);
    assert_ne!(again.cursors()[0].uid_validity, kept.cursors()[0].uid_validity);
}

#[tokio::test]
async fn idle_tells_of_a_new_message() {
    let server = Dovecot::start();
    let account = account_of(&server);
    server.deliver("INBOX", "a", days_ago(9), &message("first"));
    let (kept, _) = sync(&account, &[]).await.unwrap();
    let interval = Duration::from_mins(1);
    let (password, cursors) = (password(), kept.cursors());
    let deliver = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.deliver("INBOX", "b", days_ago(1), &message("second"));
        pending::<()>().await;
    };
    let watched = tokio::select! {
        watched = imap::watch(&account, &password, &cursors, interval, pending()) => watched,
        () = deliver => unreachable!("it never ends"),
    };
    assert_eq!(watched.unwrap(), Watched::Changed);
    // What came before IDLE began is noticed as well.
    let watched = imap::watch(&account, &password, &cursors, interval, pending()).await;
    assert_eq!(watched.unwrap(), Watched::Changed);
}

#[tokio::test]
async fn waiting_ends_with_its_interval_or_with_the_daemon() {
    let server = Dovecot::start();
    let account = account_of(&server);
    let (second, minute) = (Duration::from_secs(1), Duration::from_mins(1));
    let watched = imap::watch(&account, &password(), &[], second, pending()).await;
    assert_eq!(watched.unwrap(), Watched::Timeout);
    let shutdown = tokio::time::sleep(Duration::from_millis(100));
    let watched = imap::watch(&account, &password(), &[], minute, shutdown).await;
    assert_eq!(watched.unwrap(), Watched::Shutdown);
}

#[tokio::test]
async fn a_check_says_what_is_there() {
    let server = Dovecot::start();
    server.deliver("INBOX", "a", days_ago(100), &message("old"));
    server.deliver("INBOX", "b", days_ago(2), &message("new"));
    let account = account(
        server.tls_port,
        &format!("{}\nfolders = [\"INBOX\", \"@sent\", \"Gone\"]", trusting(&server.ca())),
    );
    let report = imap::check(&account, &password(), now()).await.unwrap();
    assert_eq!((report.inbox, report.inbox_last_week), (2, 1));
    assert_eq!(report.sent.map(|name| name.display()).as_deref(), Some("Sent"));
    assert_eq!((report.missing, report.tells_by_itself), (vec!["Gone".to_owned()], true));
}

#[tokio::test]
async fn a_wrong_password_is_named_and_not_shown() {
    let server = Dovecot::start();
    let wrong = SecretString::from("canary-4711");
    let error = imap::check(&account_of(&server), &wrong, now()).await.unwrap_err();
    assert!(matches!(error, ImapError::Login { cause: LoginCause::WrongPassword, .. }), "{error}");
    assert!(error.to_string().contains("user and password do not fit"), "{error}");
    assert!(!format!("{error} {error:?}").contains("canary"));
    assert!(!error.is_transient());
}

#[tokio::test]
async fn passwords_of_all_alphabets_reach_the_server() {
    let server = Dovecot::start();
    // Sent as a literal, refused as a wrong one, and not as bad syntax.
    for text in ["pässwört", "\"\\", "пароль пароль"] {
        let error = imap::check(&account_of(&server), &SecretString::from(text), now()).await.unwrap_err();
        assert!(
            matches!(error, ImapError::Login { cause: LoginCause::WrongPassword, .. }),
            "{text}: {error}"
        );
    }
}

#[tokio::test]
async fn an_expired_certificate_is_named_and_gets_no_password() {
    let server = Dovecot::start_with_expired_certificate();
    let error = imap::check(&account_of(&server), &password(), now()).await.unwrap_err();
    assert!(
        matches!(error, ImapError::Tls { cause: TlsCause::Certificate(CertificateFault::Expired), .. }),
        "{error}"
    );
    assert!(error.to_string().contains("its certificate has expired"), "{error}");
}

#[tokio::test]
async fn a_server_nobody_vouches_for_gets_no_password() {
    let server = Dovecot::start();
    for more in [trusting(&server.other_ca()), String::new()] {
        let error = imap::check(&account(server.tls_port, &more), &password(), now()).await.unwrap_err();
        assert!(
            matches!(error, ImapError::Tls { cause: TlsCause::Certificate(CertificateFault::Untrusted), .. }),
            "{error}"
        );
    }
    let numbered = format!("{}\n", trusting(&server.ca()));
    let text = format!(
        "{}[[mail]]\naddress = \"{USER}\"\nimap = \"127.0.0.1:{}\"\npassword = {{ file = \"/x\" }}\n{numbered}",
        config::MINIMAL,
        server.tls_port
    );
    let elsewhere = Account::new(&config::parse(&text, "").unwrap().mail[0]);
    let error = imap::check(&elsewhere, &password(), now()).await.unwrap_err();
    assert!(
        matches!(error, ImapError::Tls { cause: TlsCause::Certificate(CertificateFault::WrongHost), .. }),
        "{error}"
    );
    let error = imap::check(&account(server.plain_port, &trusting(&server.ca())), &password(), now()).await;
    assert!(matches!(error, Err(ImapError::Tls { cause: TlsCause::NoTls, .. })), "{error:?}");
}

#[tokio::test]
async fn nothing_that_could_change_a_mailbox_is_ever_sent() {
    let server = Dovecot::start();
    for n in 0..5 {
        server.deliver("INBOX", &format!("m{n}"), days_ago(5), &message(&format!("in-{n}")));
    }
    let recorder = Recorder::start(server.plain_port).await;
    let account = plain(recorder.port);
    let (kept, _) = sync(&account, &[]).await.unwrap();
    let before = server.files("INBOX");
    imap::check(&account, &password(), now()).await.unwrap();
    imap::watch(&account, &password(), &kept.cursors(), Duration::from_secs(3), pending()).await.unwrap();
    sync(&account, &[]).await.unwrap();
    // The flags are part of the names: `:2,S` is read. Dovecot itself moves what is new.
    assert_eq!(server.files("INBOX"), before);
    assert!(before.iter().all(|name| !name.contains(",S")), "{before:?}");

    let commands = recorder.commands();
    let allowed = [
        "AUTHENTICATE PLAIN ",
        "CAPABILITY",
        "ID (",
        "LIST ",
        "EXAMINE ",
        "UID SEARCH ",
        "UID FETCH ",
        "IDLE",
        "LOGOUT",
    ];
    for command in &commands {
        let fits = command == "DONE" || allowed.iter().any(|allowed| command.starts_with(allowed));
        let peeks = !command.contains("BODY") || command.contains("BODY.PEEK[");
        assert!(fits && peeks, "{command}");
    }
    for kind in allowed.iter().chain(&["DONE"]) {
        assert!(commands.iter().any(|command| command.starts_with(kind)), "{kind} was not part of this");
    }
}
