//! Calendar feeds, fetched from servers that do what servers do.

mod program;
pub(crate) mod server;

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use goodwill::config::{FeedUrl, Network};
use goodwill::sources::http::{HttpFault, TlsFault};
use goodwill::sources::ics::{Feed, FeedError, FeedFault, Fetched, Limits, Validators, fetch, fetch_within};
use goodwill::tls::TlsError;
use secrecy::SecretString;

use self::server::{Answer, Server, bytes, response};
use crate::servers::free_port;

const CALENDAR: &[u8] = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
/// What must never be shown; it stands in the addresses and the password.
const CANARY: &str = "canary-7f3a";
/// Long enough for what should come, short for what never does.
const SHORT: Limits =
    Limits { total: Duration::from_millis(400), connect: Duration::from_millis(300), bytes: 100_000 };

fn feed(url: &str) -> Feed {
    let url = FeedUrl::parse(url).unwrap();
    Feed { name: "studio".to_owned(), url, user: None, password: None, ca: None, network: Network::World }
}

fn at(server: &Server) -> Feed {
    feed(&server.url(&format!("/{CANARY}.ics")))
}

fn with_login(feed: Feed) -> Feed {
    Feed { user: Some("alex".to_owned()), password: Some(SecretString::from(CANARY)), ..feed }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn get(feed: &Feed, known: &Validators) -> Result<Fetched, FeedError> {
    wait(fetch(feed, known))
}

fn changed(fetched: Result<Fetched, FeedError>) -> (Vec<u8>, Validators) {
    match fetched.unwrap() {
        Fetched::Changed { bytes, validators } => (bytes, validators),
        Fetched::Unchanged { .. } => panic!("it changed"),
    }
}

fn unchanged(fetched: Result<Fetched, FeedError>) -> Validators {
    match fetched.unwrap() {
        Fetched::Unchanged { validators } => validators,
        Fetched::Changed { .. } => panic!("it did not change"),
    }
}

/// The fault of a fetch; nothing of it shows a secret.
fn fault(fetched: Result<Fetched, FeedError>) -> FeedError {
    let error = fetched.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(CANARY) && !shown.contains("127.0.0.1"), "{shown}");
    assert_eq!(error.calendar, "studio");
    error
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Writes `head`, then `chunk` until the other side hangs up.
pub(crate) fn endless(head: &'static [u8], chunk: Vec<u8>) -> Answer {
    Box::new(move |stream: &mut TcpStream| {
        let _ = stream.write_all(head);
        while stream.write_all(&chunk).is_ok() {}
    })
}

#[test]
fn an_unchanged_feed_is_not_sent_again() {
    let first = response("200 OK\r\nETag: W/\"1\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT", CALENDAR);
    let server = Server::saying(&[&first, b"HTTP/1.1 304 Not Modified\r\n\r\n"]);
    let (bytes, validators) = changed(get(&at(&server), &Validators::default()));
    assert_eq!(bytes, CALENDAR);
    assert_eq!(unchanged(get(&at(&server), &validators)), validators);
    let requests = server.requests();
    assert!(!requests[0].to_lowercase().contains("if-"), "{}", requests[0]);
    let second = requests[1].to_lowercase();
    assert!(second.contains("if-none-match: w/\"1\"\r\n"), "{second}");
    assert!(second.contains("if-modified-since: thu, 01 jan 2026 00:00:00 gmt\r\n"), "{second}");
}

#[test]
fn new_stamps_alone_are_no_change_but_new_validators() {
    let stamped = String::from_utf8(CALENDAR.to_vec()).unwrap().replace("20260101T", "20260202T");
    let edited = stamped.replace("UID:1", "UID:2");
    let server = Server::saying(&[
        &response("200 OK\r\nETag: \"1\"", CALENDAR),
        &response("200 OK\r\nETag: \"2\"", stamped.as_bytes()),
        &response("200 OK\r\nETag: \"3\"", edited.as_bytes()),
    ]);
    let (_, validators) = changed(get(&at(&server), &Validators::default()));
    let validators = unchanged(get(&at(&server), &validators));
    assert_eq!(validators.etag.as_deref(), Some("\"2\""));
    changed(get(&at(&server), &validators));
}

#[test]
fn validators_of_another_address_are_not_used() {
    let server = Server::saying(&[&response("200 OK\r\nETag: \"1\"", CALENDAR)[..]; 2]);
    let (_, validators) = changed(get(&at(&server), &Validators::default()));
    changed(get(&feed(&server.url("/other.ics")), &validators));
    assert!(!server.requests()[1].to_lowercase().contains("if-none-match"));
}

#[test]
fn packed_feeds_are_unpacked() {
    for head in ["200 OK\r\nContent-Encoding: gzip", "200 OK\r\nContent-Type: application/gzip"] {
        let server = Server::saying(&[&response(head, &packed(CALENDAR))]);
        assert_eq!(changed(get(&at(&server), &Validators::default())).0, CALENDAR);
        assert!(server.requests()[0].to_lowercase().contains("accept-encoding: gzip\r\n"));
    }
}

#[test]
fn credentials_stay_with_the_origin_they_are_for() {
    let other = Server::saying(&[&response("200 OK", CALENDAR)]);
    let to_other = response(&format!("302 Found\r\nLocation: {}", other.url("/b.ics")), b"");
    let server = Server::saying(&[&response("301 Moved\r\nLocation: /a.ics", b""), &to_other]);
    changed(get(&with_login(at(&server)), &Validators::default()));
    let authorized =
        |request: &String| request.to_lowercase().contains("authorization: basic ywxledpjyw5hcnktn2yzyq==");
    assert_eq!(server.requests().iter().map(authorized).collect::<Vec<_>>(), [true, true]);
    let request = &other.requests()[0];
    assert!(request.starts_with("GET /b.ics HTTP/1.1\r\n"));
    let request = request.to_lowercase();
    assert!(!request.contains("authorization") && !request.contains("referer"), "{request}");
}

#[test]
fn redirects_lead_no_further_than_they_may() {
    let redirect = |location: &str| response(&format!("302 Found\r\nLocation: {location}"), b"");
    for (location, private) in [
        ("https://10.0.0.1/canary-7f3a", true),
        ("https://169.254.169.254/latest", true),
        ("https://[::ffff:192.168.0.1]/", true),
        ("https://0xa.1/", true),
        ("http://calendar.example/", false),
        ("file:///etc/passwd", false),
        ("https://alex:secret@localhost/", false),
        ("gopher://localhost/", false),
        ("http://", false),
    ] {
        let server = Server::saying(&[&redirect(location)]);
        let error = fault(get(&at(&server), &Validators::default()));
        assert_eq!(matches!(error.fault, FeedFault::PrivateRedirect), private, "{location}: {error}");
        assert!(private || matches!(error.fault, FeedFault::BadRedirect { .. }), "{location}: {error}");
        assert!(!error.is_transient());
    }
    let around = redirect("/again");
    let server = Server::saying(&[&around[..]; 5]);
    let error = fault(get(&at(&server), &Validators::default()));
    assert!(matches!(error.fault, FeedFault::TooManyRedirects { limit: 3 }));
    assert_eq!(server.requests().len(), 4);
    let server = Server::saying(&[&around, &around, &around, &response("200 OK", CALENDAR)]);
    changed(get(&at(&server), &Validators::default()));
}

#[test]
fn what_is_no_calendar_is_none() {
    for (body, page) in [
        (&b"<!DOCTYPE html><title>Log in</title>BEGIN:VCALENDAR"[..], true),
        (b"\n\n  <?xml version=\"1.0\"?>", true),
        (b"", false),
        (b"{\"error\":\"canary-7f3a\"}", false),
    ] {
        let server = Server::saying(&[&response("200 OK\r\nContent-Type: text/calendar", body)]);
        let error = fault(get(&at(&server), &Validators::default()));
        assert!(matches!(error.fault, FeedFault::NotACalendar | FeedFault::WebPage), "{error}");
        assert_eq!(matches!(error.fault, FeedFault::WebPage), page, "{error}");
    }
}

#[test]
fn refusals_say_what_to_do() {
    let refused = |head: &str| {
        let server = Server::saying(&[&response(head, b"<html>canary-7f3a</html>")]);
        fault(get(&with_login(at(&server)), &Validators::default()))
    };
    for (head, transient, pause, advice) in [
        ("401 Unauthorized", false, None, "check `user` and `password`"),
        ("403 Forbidden", false, None, "still shared"),
        ("404 Not Found", false, None, "copy the address again"),
        ("410 Gone", false, None, "copy the address again"),
        ("429 Too Many Requests\r\nRetry-After: 90", true, Some(90), "asked again later"),
        ("429 Too Many Requests", true, None, "asked again later"),
        ("503 Service Unavailable\r\nRetry-After: 7", true, Some(7), "asked again later"),
        (
            "503 Service Unavailable\r\nDate: Wed, 21 Oct 2026 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2026 07:29:00 GMT",
            true,
            Some(60),
            "asked again later",
        ),
        ("500 Oops", true, None, "asked again later"),
        ("418 Teapot", false, None, "check the address"),
        // Not asked for.
        ("304 Not Modified", false, None, "check the address"),
    ] {
        let error = refused(head);
        assert_eq!(error.is_transient(), transient, "{head}");
        assert_eq!(error.retry_after(), pause.map(Duration::from_secs), "{head}");
        assert!(error.to_string().contains(advice), "{error}");
    }
}

#[test]
fn time_and_space_have_limits() {
    let bomb = packed(&[&b"BEGIN:VCALENDAR\r\n"[..], &vec![b'a'; 20_000_000]].concat());
    let large = |answer: Answer| {
        let server = Server::answering(vec![answer]);
        let limits = Limits { total: Duration::from_mins(1), ..SHORT };
        let error = fault(wait(fetch_within(&at(&server), &Validators::default(), limits)));
        assert!(matches!(error.fault, FeedFault::TooLarge { limit: 100_000 }), "{error}");
    };
    large(bytes(&response("200 OK\r\nContent-Encoding: gzip", &bomb)));
    large(endless(b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n", vec![b'a'; 4096]));
    large(endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"4\r\naaaa\r\n".repeat(500)));

    let hold = |head: &'static [u8]| -> Answer {
        Box::new(move |stream: &mut TcpStream| {
            let _ = stream.write_all(head);
            // Until the other side has had enough.
            let _ = std::io::copy(stream, &mut std::io::sink());
        })
    };
    for head in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nX-Slow",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nBEGIN:VCALENDAR\r\n",
    ] {
        let server = Server::answering(vec![hold(head)]);
        let error = fault(wait(fetch_within(&at(&server), &Validators::default(), SHORT)));
        assert!(matches!(error.fault, FeedFault::TimedOut { .. }) && error.is_transient(), "{error}");
    }
}

#[test]
fn a_body_that_breaks_off_is_no_calendar_with_less_in_it() {
    let half = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";
    for head in ["Content-Length: 500\r\n", "Transfer-Encoding: chunked\r\n", "", "Connection: close\r\n"] {
        let chunk = if head.starts_with('T') { "20\r\n" } else { "" };
        let start = format!("HTTP/1.1 200 OK\r\n{head}\r\n{chunk}");
        let server = Server::saying(&[&[start.as_bytes(), half].concat()]);
        let error = fault(get(&at(&server), &Validators::default()));
        assert!(
            matches!(error.fault, FeedFault::Http(HttpFault::Interrupted)) && error.is_transient(),
            "{head}: {error}"
        );
    }
}

#[test]
fn servers_that_are_not_there_or_speak_something_else_are_told_apart() {
    let closed = format!("http://127.0.0.1:{}/{CANARY}", free_port());
    let error = fault(get(&feed(&closed), &Validators::default()));
    assert!(
        matches!(error.fault, FeedFault::Http(HttpFault::Unreachable)) && error.is_transient(),
        "{error}"
    );

    let server = Server::saying(&[b"220 mail ready\r\n"]);
    let error = fault(get(&at(&server), &Validators::default()));
    assert!(matches!(error.fault, FeedFault::Http(HttpFault::Protocol)), "{error}");

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let secure = feed(&format!("https://{}/{CANARY}", listener.local_addr().unwrap()));
    let greeter = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // What is left unread would be answered by a reset.
        assert!(stream.read(&mut [0; 16_384]).unwrap() > 0);
        stream.write_all(b"220 mail ready\r\n").unwrap();
    });
    let error = fault(get(&secure, &Validators::default()));
    assert!(matches!(error.fault, FeedFault::Http(HttpFault::Tls(TlsFault::Handshake))), "{error}");
    greeter.join().unwrap();

    let directory = tempfile::tempdir().unwrap();
    let ca = directory.path().join("ca.pem");
    std::fs::write(&ca, "none").unwrap();
    let error = fault(get(&Feed { ca: Some(ca), ..secure }, &Validators::default()));
    assert!(
        matches!(error.fault, FeedFault::Http(HttpFault::Tls(TlsFault::Trust(TlsError::CaFile(_))))),
        "{error}"
    );
}

#[test]
fn a_server_of_another_make_is_understood() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.ics"), CALENDAR).unwrap();
    let script = "import http.server,functools,sys\n\
        handler=functools.partial(http.server.SimpleHTTPRequestHandler,directory=sys.argv[1])\n\
        server=http.server.HTTPServer(('127.0.0.1',0),handler)\n\
        print(server.server_port,flush=True)\nserver.serve_forever()";
    let command = Command::new("python3")
        .args(["-c", script])
        .arg(directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    // A machine without Python has nothing to compare with.
    let Ok(mut python) = command else { return };
    let mut port = String::new();
    BufReader::new(python.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let url = |path: &str| feed(&format!("http://127.0.0.1:{}{path}", port.trim()));
    let fetched = get(&url("/a.ics"), &Validators::default());
    let known = fetched.as_ref().map(|fetched| match fetched {
        Fetched::Changed { validators, .. } | Fetched::Unchanged { validators } => validators.clone(),
    });
    let known = known.unwrap_or_default();
    let again = get(&url("/a.ics"), &known);
    let (missing, listing) = (get(&url("/b.ics"), &known), get(&url("/"), &known));
    python.kill().unwrap();
    python.wait().unwrap();
    assert_eq!(changed(fetched).0, CALENDAR);
    assert!(known.last_modified.is_some() && known.etag.is_none());
    assert_eq!(unchanged(again), known);
    assert!(matches!(fault(missing).fault, FeedFault::Gone { status: 404 }));
    assert!(matches!(fault(listing).fault, FeedFault::NotACalendar | FeedFault::WebPage));
}
