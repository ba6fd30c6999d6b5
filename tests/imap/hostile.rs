//! Servers that send what would overflow the parser's stack, fill the memory, wait for ever, or pretend
//! to be done.

use std::fmt::Write as _;

use goodwill::sources::imap::{self, ImapError, Violation, Watched};

use super::{now, password, plain, sync};
use crate::servers::scripted::{Answer, Scripted, header};

fn say(text: impl Into<String>) -> Answer {
    Answer::Say(text.into())
}

/// What comes of a pass over the server's INBOX.
async fn error_of(server: Scripted) -> ImapError {
    let port = server.start().await;
    sync(&plain(port), &[]).await.expect_err("a pass must not succeed here")
}

#[tokio::test]
async fn a_sound_script_is_read() {
    let port = Scripted::sound(3).start().await;
    let (kept, report) = sync(&plain(port), &[]).await.unwrap();
    assert_eq!(kept.subjects(), ["001", "002", "003"]);
    assert_eq!(kept.windows[0].messages[0].bytes, b"Subject: 001\r\n\r\nHi\r\n");
    assert_eq!(report.missing, ["@sent"]);
}

#[tokio::test]
async fn what_a_parser_would_die_of_is_an_error() {
    let nested = |depth: usize| format!("* 1 FETCH (BODYSTRUCTURE {}", "(".repeat(depth));
    let endless = |text: &'static str| Answer::Flood(text);
    for (answer, violation) in [
        (say(nested(100)), Violation::Depth(32)),
        (say(nested(100_000)), Violation::Depth(32)),
        (endless("* OK a line without an end "), Violation::Line(65_536)),
        (endless("* 1 EXISTS\r\n"), Violation::Responses(100_000)),
        (
            say("* 1 FETCH (UID 1 BODY[HEADER] {400000000}\r\n"),
            Violation::Literal { announced: 400_000_000, limit: 8 * 1024 * 1024 },
        ),
        (say("* 1 FETCH (UID 1 INTERNALDATE NIL)\r\n"), Violation::Odd),
        (say("* OK [ALERT]é\r\n"), Violation::Odd),
        (say("* METADATA \"\" (/\u{ff} \"x\")\r\n"), Violation::Unasked),
    ] {
        for command in ["LIST", "EXAMINE", "UID SEARCH"] {
            let error = error_of(Scripted::sound(3).with(command, answer.clone())).await;
            assert!(matches!(error, ImapError::Guard(found) if found == violation), "{command}: {error}");
            assert!(!error.is_transient());
        }
    }
    let greeting = Scripted { greeting: say(nested(100_000)), ..Scripted::sound(1) };
    assert!(matches!(error_of(greeting).await, ImapError::Guard(Violation::Depth(32))));
}

#[tokio::test]
async fn a_server_that_makes_no_sense_at_all_is_given_up() {
    let error = error_of(Scripted::sound(500).with("UID FETCH", say("* 1 FETCH (((((\r\n"))).await;
    assert!(matches!(error, ImapError::Guard(Violation::Odd)), "{error}");
    let error = error_of(Scripted::sound(500).with("UID FETCH", say("* 1 FETCH (UID)\r\n"))).await;
    assert!(matches!(error, ImapError::Protocol { .. }), "{error}");
    assert!(!error.to_string().contains("UID)"), "what was read is not shown: {error}");
}

#[tokio::test]
async fn an_answer_that_ends_early_is_never_taken_for_all() {
    let part = format!("{}{}", header(1), header(2));
    let cut = part[..part.len() - 9].to_owned();
    for command in ["CAPABILITY", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH"] {
        for text in [String::new(), part.clone(), cut.clone(), "* BYE so long\r\n".to_owned()] {
            let error = error_of(Scripted::sound(3).with(command, Answer::SayAndClose(text.clone()))).await;
            assert!(matches!(error, ImapError::Closed { .. }), "{command} {text}: {error}");
            assert!(error.is_transient());
            assert_eq!(error.to_string().contains("so long"), text.contains("BYE"));
        }
        let no = say(format!("{part}TAG NO [SERVERBUG] sorry\r\n"));
        let error = error_of(Scripted::sound(3).with(command, no)).await;
        assert!(
            matches!(&error, ImapError::Refused { said, .. } if said.contains("sorry")),
            "{command}: {error}"
        );
        assert!(error.is_transient());
        let busy = say("TAG NO [UNAVAILABLE] later\r\n");
        let error = error_of(Scripted::sound(3).with(command, busy)).await;
        assert!(matches!(error, ImapError::Throttled { .. }), "{command}: {error}");
    }
}

#[tokio::test]
async fn silence_has_an_end_everywhere() {
    let wait = || Answer::SayAndWait(String::new());
    for (command, what) in
        [("LOGIN", "LOGIN"), ("LIST", "LIST"), ("EXAMINE", "EXAMINE"), ("UID FETCH", "FETCH")]
    {
        let error = error_of(Scripted::sound(3).with(command, wait())).await;
        assert!(matches!(error, ImapError::Timeout { what: waited, .. } if waited == what), "{error}");
        assert!(error.is_transient());
    }
    let greeting = Scripted { greeting: wait(), ..Scripted::sound(1) };
    assert!(matches!(error_of(greeting).await, ImapError::Timeout { seconds: 20, .. }));
}

#[tokio::test]
async fn a_greeting_that_is_none_gets_no_password() {
    for (greeting, is_it) in [
        ("* BYE overloaded\r\n", "overloaded"),
        ("* 3 EXISTS\r\n", "greeting"),
        ("HTTP/1.1 400 Bad Request\r\n", "no sense"),
        ("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n", "takes no passwords"),
    ] {
        let server = Scripted { greeting: say(greeting), ..Scripted::sound(1) };
        let error = error_of(server.with("LOGIN", Answer::Flood("password got through "))).await;
        assert!(error.to_string().contains(is_it), "{greeting}: {error}");
    }
}

#[tokio::test]
async fn rows_that_nobody_asked_for_are_passed_over() {
    let mut rows = String::new();
    for uid in [1, 2, 3, 77] {
        rows += &header(uid);
        write!(rows, "* {uid} FETCH (FLAGS (\\Seen))\r\n").unwrap();
    }
    let port = Scripted::sound(3)
        .with("UID FETCH 1:3 (UID INTERNALDATE", say(format!("{rows}TAG OK done\r\n")))
        .start()
        .await;
    let (kept, _) = sync(&plain(port), &[]).await.unwrap();
    assert_eq!(kept.subjects(), ["001", "002", "003"]);
}

#[tokio::test]
async fn a_sink_that_fails_ends_the_pass_with_its_own_error() {
    struct Full;
    impl imap::Sink for Full {
        fn wants(&mut self, _: &[u8], _: imap::Role, _: imap::Visit) -> imap::Wants {
            imap::Wants::Text
        }
        fn window(&mut self, _: imap::FetchedWindow) -> Result<(), imap::SinkError> {
            Err(imap::SinkError("the disk is full".into()))
        }
    }
    let port = Scripted::sound(3).start().await;
    let error = imap::sync(&plain(port), &password(), &[], &mut Full, now()).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        (error.to_string().as_str(), source.to_string().as_str()),
        ("keep what was fetched", "the disk is full")
    );
}

#[tokio::test]
async fn watching_a_server_without_idle_or_with_a_broken_one_ends() {
    let can = || say("* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK done\r\n");
    // The interval is waited for where nothing is told; IDLE has to be sent within it.
    for (seconds, server, expected) in [
        (0, Scripted::sound(1), Watched::Unsupported),
        (
            3,
            Scripted::sound(1).with("CAPABILITY", can()).with("IDLE", say("TAG NO not now\r\n")),
            Watched::Unsupported,
        ),
        (
            60,
            Scripted::sound(1)
                .with("CAPABILITY", can())
                .with("IDLE", say("+ go\r\n* 2 EXISTS\r\nTAG OK done\r\n")),
            Watched::Changed,
        ),
    ] {
        let port = server.start().await;
        let interval = std::time::Duration::from_secs(seconds);
        let watched =
            imap::watch(&plain(port), &password(), &[], interval, std::future::pending()).await.unwrap();
        assert_eq!(watched, expected);
    }
    let server =
        Scripted::sound(1).with("CAPABILITY", can()).with("IDLE", Answer::SayAndClose("+ go\r\n".into()));
    let port = server.start().await;
    let long = std::time::Duration::from_mins(1);
    let error = imap::watch(&plain(port), &password(), &[], long, std::future::pending()).await.unwrap_err();
    assert!(matches!(error, ImapError::Closed { .. }), "{error}");
}
