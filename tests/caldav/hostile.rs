//! Servers that do what they should not: it ends, in time and space, with a clear word in `status`, and no secret
//! goes anywhere else.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use goodwill::config::FeedUrl;
use goodwill::sources::caldav::{
    Access, Account, CalDavError, CalDavFault, Cursor, Home, Keeper, KeeperError, Key, Limits, Selection,
    Step, sync_within,
};
use secrecy::SecretString;

use crate::feeds::endless;
use crate::feeds::server::{Answer, Server, bytes, response};
use crate::world::World;

/// What must never be shown.
const CANARY: &str = "canary-7f3a";

fn list(inside: &str) -> Vec<u8> {
    let body = format!(
        "<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\" \
         xmlns:s=\"http://calendarserver.org/ns/\">{inside}</d:multistatus>"
    );
    answer("207 Multi-Status", body.as_bytes())
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    response(&format!("{head}\r\nConnection: close\r\nContent-Type: text/xml"), body)
}

/// What a calendar says of itself, and more.
fn calendar(more: &str) -> Vec<u8> {
    list(&format!(
        "<d:response><d:href>/{CANARY}/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/>\
         </d:resourcetype><d:displayname>Work</d:displayname><d:supported-report-set><d:supported-report><d:report>\
         <d:sync-collection/></d:report></d:supported-report></d:supported-report-set>{more}</d:prop>\
         <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    ))
}

/// A listing with one member.
fn listing() -> Vec<u8> {
    list(&format!(
        "<d:response><d:href>/{CANARY}/a.ics</d:href><d:propstat><d:prop><d:getetag>\"1\"</d:getetag></d:prop>\
         <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response><d:sync-token>t1</d:sync-token>"
    ))
}

fn contents() -> Vec<u8> {
    list(&format!(
        "<d:response><d:href>/{CANARY}/a.ics</d:href><d:propstat><d:prop><d:getetag>\"1\"</d:getetag>\
         <c:calendar-data>BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260302T090000Z\nEND:VEVENT\nEND:VCALENDAR\n\
         </c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    ))
}

/// The program on a server that answers so.
fn world(server: &Server) -> World {
    let url = server.url(&format!("/{CANARY}/"));
    World::new().config(&format!(
        "[[calendar]]\nname = \"home\"\nkind = \"caldav\"\nurl = \"{url}\"\nuser = \"alex\"\n\
         password = {{ command = [\"echo\", \"{CANARY}\"] }}\n"
    ))
}

/// What `status` says after a pass that failed.
fn failing(answers: Vec<Answer>) -> String {
    let server = Server::answering(answers);
    let world = world(&server);
    let run = world.run(&["sync"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    let status = world.run(&["status"]).out;
    assert!(status.contains("calendar home: failing since"), "{status}");
    for text in [&status, &run.out, &run.err] {
        assert!(!text.contains(CANARY) && !text.contains("panicked"), "{text}");
    }
    status
}

fn said(answers: &[&[u8]]) -> Vec<Answer> {
    answers.iter().map(|answer| bytes(answer)).collect()
}

#[test]
fn refusals_and_pages_are_said_with_a_next_step() {
    for (head, body, advice) in [
        ("401 Unauthorized", "", "another user or secret (401); check `user` and `password`"),
        ("429 Too Many\r\nRetry-After: 90", "", "wants fewer requests (429)"),
        ("503 Later\r\nRetry-After: 90", "", "out of order (503)"),
    ] {
        let status = failing(said(&[&answer(head, body.as_bytes())]));
        assert!(status.contains(advice), "{status}");
    }
    // These may be answered better by the well-known address, which is asked, too.
    for (head, body, advice) in [
        ("403 Forbidden", "", "does not let this user in there (403)"),
        ("404 Not Found", "", "no CalDAV at its address (404)"),
        ("200 OK", "<!DOCTYPE html><title>Log in</title>", "a web page came instead of CalDAV"),
    ] {
        let one = answer(head, body.as_bytes());
        let status = failing(said(&[&one, &one]));
        assert!(status.contains(advice), "{status}");
    }
}

#[test]
fn no_answer_leads_the_secret_to_another_origin() {
    for stage in 0..4 {
        let other = Server::saying(&[&calendar("")]);
        let away = answer(&format!("301 Moved\r\nLocation: {}", other.url("/x/")), b"");
        let mut answers = vec![calendar(""), calendar(""), listing(), contents()];
        answers[stage] = away.clone();
        answers.truncate(stage + 1);
        // The well-known address leads there, too.
        answers.push(away);
        let answers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
        let status = failing(said(&answers));
        let origin = other.url("");
        assert!(
            status.contains(&format!("its calendars are at {origin}; if you trust that host")),
            "{status}"
        );
        assert_eq!(other.requests(), [""; 0], "{stage}");
    }
}

#[test]
fn answers_that_swell_or_nest_end() {
    let deep =
        answer("207 M", list_of(&format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000))).as_bytes());
    let bomb: Vec<String> = (1..20).map(|n| format!("<!ENTITY a{n} \"&a{0};&a{0};\">", n - 1)).collect();
    let bomb = bomb.concat();
    let bomb = format!("<!DOCTYPE m [<!ENTITY a0 \"aaaa\">{bomb}]>{}", list_of("&a19;"));
    let bomb = answer("207 M", bomb.as_bytes());
    let cut = b"HTTP/1.1 207 M\r\nContent-Length: 900\r\nConnection: close\r\n\r\n<d:multistatus".to_vec();
    for (bad, advice) in [
        (&deep, "XML nested more than 64 deep"),
        (&bomb, "XML with a document type"),
        (&cut, "it broke off before its end"),
    ] {
        let status = failing(said(&[&calendar(""), bad]));
        assert!(status.contains(advice), "{status}");
    }
    let head = b"HTTP/1.1 207 Multi-Status\r\nConnection: close\r\n\r\n<d:multistatus xmlns:d='DAV:'>";
    let status = failing(vec![bytes(&calendar("")), endless(head, vec![b' '; 65_536])]);
    assert!(status.contains("it is larger than 67108864 bytes"), "{status}");
}

fn list_of(inside: &str) -> String {
    format!("<d:multistatus xmlns:d=\"DAV:\">{inside}</d:multistatus>")
}

#[test]
fn bad_tokens_and_full_servers_cost_a_comparison() {
    let long = format!(
        "<d:sync-token>{}</d:sync-token><s:getctag>{}</s:getctag>",
        "t".repeat(3000),
        "c".repeat(9000)
    );
    let full = answer("507 Insufficient Storage", b"");
    let no_token = String::from_utf8(listing()).unwrap().replace("<d:sync-token>t1</d:sync-token>", "");
    let no_token = answer("207 M", no_token.split_once("\r\n\r\n").unwrap().1.as_bytes());
    for answers in [
        vec![calendar(&long), calendar(&long), listing(), contents()],
        vec![
            calendar("<d:sync-token/>"),
            calendar("<d:sync-token>a&#1;b</d:sync-token>"),
            listing(),
            contents(),
        ],
        vec![calendar(""), calendar(""), full, listing(), contents()],
        vec![calendar(""), calendar(""), no_token, listing(), contents()],
    ] {
        let answers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
        let server = Server::saying(&answers);
        let world = world(&server);
        let run = world.run(&["sync"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        assert!(run.out.contains("calendar home: 1 new or changed"), "{}", run.out);
        assert_eq!(server.requests().len(), answers.len());
    }
}

#[test]
fn a_pause_that_is_wanted_is_known_and_silence_ends() {
    let server = Server::saying(&[&answer("503 Later\r\nRetry-After: 120", b"")]);
    let error = sync_once(&server, Limits::default());
    assert_eq!(error.retry_after(), Some(Duration::from_mins(2)));
    for head in [&b""[..], b"HTTP/1.1 207 M\r\nX-Slow", b"HTTP/1.1 207 M\r\nContent-Length: 100\r\n\r\n<"] {
        let hold: Answer = Box::new(move |stream: &mut TcpStream| {
            let _ = stream.write_all(head);
            // Until the other side has had enough.
            let _ = std::io::copy(stream, &mut std::io::sink());
        });
        let server = Server::answering(vec![hold]);
        let limits = Limits { request: Duration::from_millis(300), ..Limits::default() };
        let error = sync_once(&server, limits);
        assert!(matches!(error.fault, CalDavFault::TimedOut { .. }), "{error}");
    }
}

fn sync_once(server: &Server, limits: Limits) -> CalDavError {
    let account = Account {
        name: "home".to_owned(),
        url: FeedUrl::parse(&server.url("/")).unwrap(),
        access: Some(Access::Token(SecretString::from(CANARY))),
        ca: None,
        selection: Selection::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(sync_within(&account, &mut Nothing, limits)).unwrap_err()
}

/// Keeps nothing.
struct Nothing;

impl Keeper for Nothing {
    fn home(&mut self) -> Result<Option<Home>, KeeperError> {
        Ok(None)
    }

    fn found(&mut self, _: &Home) -> Result<(), KeeperError> {
        Ok(())
    }

    fn cursor(&mut self, _: &Key) -> Result<Option<Cursor>, KeeperError> {
        Ok(None)
    }

    fn known(&mut self, _: &Key) -> Result<BTreeMap<Key, Option<String>>, KeeperError> {
        Ok(BTreeMap::new())
    }

    fn keep(&mut self, _: Step) -> Result<(), KeeperError> {
        Ok(())
    }
}
