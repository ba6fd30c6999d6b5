//! Feeds through the whole program: what a server says now and then, and what the ledger makes of it.

use std::fs;
use std::sync::Arc;
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use jiff::{SignedDuration, Timestamp};

use super::CANARY;
use super::server::{Server, response};
use crate::meetings::{ANA_ACCEPTED, ME_ACCEPTED, meetings};
use crate::world::World;

/// A feed of meetings with Ana, on the second of each of these months of 2026.
fn feed(months: &[u32]) -> Vec<u8> {
    let event = |month: &u32| {
        format!(
            "BEGIN:VEVENT\r\nUID:{month}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:2026{month:02}02T100000Z\r\n\
             DURATION:PT1H\r\nSUMMARY:Review\r\n{ME_ACCEPTED}\r\n{ANA_ACCEPTED}\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = months.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n").into_bytes()
}

fn world_of(server: &Server) -> World {
    let url = server.url(&format!("/{CANARY}.ics"));
    World::at("2026-06-01").config(&format!("[[calendar]]\nname = \"home\"\nurl = \"{url}\"\n"))
}

#[test]
fn a_feed_that_shrinks_fails_or_turns_into_a_page_takes_nothing_from_the_past() {
    let ok = |body: &[u8]| response("200 OK", body);
    let broken = [b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".as_slice(), &feed(&[1])].concat();
    let answers = [
        (ok(&feed(&[1, 2, 3])), 0),
        (ok(&feed(&[3])), 0),
        (ok(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), 0),
        (ok(b"<!DOCTYPE html><html><body>Please log in</body></html>"), 1),
        (ok(b""), 1),
        (response("500 Oops", b""), 1),
        (response("404 Gone", b""), 1),
        (broken, 1),
        (ok(&feed(&[1, 2, 3, 4])), 0),
    ];
    let responses: Vec<&[u8]> = answers.iter().map(|(answer, _)| answer.as_slice()).collect();
    let server = Server::saying(&responses);
    let world = world_of(&server);
    let mut before: Option<Vec<serde_json::Value>> = None;
    for (nth, (_, code)) in answers.iter().enumerate() {
        let run = world.run(&["sync"]);
        assert_eq!(run.code, Some(*code), "{nth}: {}{}", run.out, run.err);
        let now = meetings(&world);
        if nth + 1 < answers.len() {
            assert_eq!(now.len(), 3, "{nth}");
            assert_eq!(before.get_or_insert_with(|| now.clone()), &now, "{nth}");
        } else {
            assert_eq!(now.len(), 4);
        }
    }
}

/// A feed of meetings with Ana, so many days from now.
fn feed_ahead(days: impl IntoIterator<Item = i64>) -> Vec<u8> {
    #[expect(clippy::disallowed_methods, reason = "the program under test asks the same clock")]
    let now = Timestamp::now();
    let event = |days: i64| {
        let day = now.saturating_add(SignedDuration::from_hours(days * 24)).unwrap();
        let start = day.strftime("%Y%m%dT%H0000Z");
        format!(
            "BEGIN:VEVENT\r\nUID:{days}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{start}\r\nDURATION:PT1H\r\n\
             SUMMARY:Review\r\n{ME_ACCEPTED}\r\n{ANA_ACCEPTED}\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = days.into_iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n").into_bytes()
}

/// Reads what the server says now, and tells why each meeting counts or not.
fn whys(world: &World, code: i32) -> Vec<String> {
    let run = world.run(&["sync"]);
    assert_eq!(run.code, Some(code), "{}{}", run.out, run.err);
    meetings(world).iter().map(|one| one["why"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_coming_meeting_is_called_off_once_two_whole_readings_lack_it() {
    const MET: &str = "you met";
    const AHEAD: &str = "it has not ended yet";
    const GONE: &str = "it was cancelled";
    let ok = |body: &[u8]| response("200 OK", body);
    let (all, less) = (feed_ahead([-9, 9, 30]), feed_ahead([-9, 30]));
    // It breaks off, with the length that the server says.
    let half = &less[..less.len() - 40];
    let none = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    let answers = [
        (ok(&all), 0, [MET, AHEAD, AHEAD]),
        (ok(&less), 0, [MET, AHEAD, AHEAD]),
        (response("500 Oops", b""), 1, [MET, AHEAD, AHEAD]),
        (ok(b"<html></html>"), 1, [MET, AHEAD, AHEAD]),
        (ok(half), 0, [MET, AHEAD, AHEAD]),
        (ok(half), 0, [MET, AHEAD, AHEAD]),
        (ok(none), 0, [MET, AHEAD, AHEAD]),
        (ok(none), 0, [MET, AHEAD, AHEAD]),
        (ok(&less), 0, [MET, GONE, AHEAD]),
        (ok(&feed_ahead([30])), 0, [MET, GONE, AHEAD]),
        (ok(&feed_ahead([30])), 0, [MET, GONE, AHEAD]),
        (ok(&feed_ahead([30])), 0, [MET, GONE, AHEAD]),
        (ok(&all), 0, [MET, AHEAD, AHEAD]),
        (ok(&less), 0, [MET, AHEAD, AHEAD]),
        (ok(&less), 0, [MET, GONE, AHEAD]),
    ];
    let responses: Vec<&[u8]> = answers.iter().map(|(answer, ..)| answer.as_slice()).collect();
    let server = Server::saying(&responses);
    let url = server.url(&format!("/{CANARY}.ics"));
    let world = World::new().config(&format!("[[calendar]]\nname = \"home\"\nurl = \"{url}\"\n"));
    for (nth, (_, code, expected)) in answers.iter().enumerate() {
        assert_eq!(whys(&world, *code), expected, "{nth}");
    }
}

#[test]
fn a_feed_that_loses_most_of_what_is_to_come_deletes_nothing_and_says_so() {
    let ok = |body: &[u8]| response("200 OK", body);
    let (all, few) = (ok(&feed_ahead(1..40)), ok(&feed_ahead(1..5)));
    let fewer = ok(&feed_ahead(1..4));
    let server = Server::saying(&[&all, &few, &few, &fewer, &fewer, &all]);
    let url = server.url(&format!("/{CANARY}.ics"));
    let world = World::new().config(&format!("[[calendar]]\nname = \"home\"\nurl = \"{url}\"\n"));
    for nth in 0..6 {
        let whys = whys(&world, 0);
        assert_eq!((whys.len(), whys.iter().all(|why| why == "it has not ended yet")), (39, true), "{nth}");
    }
    let status = world.run(&["status"]).out;
    assert!(status.contains("none of them is taken to be deleted"), "{status}");
}

#[test]
fn no_secret_is_shown_at_any_verbosity() {
    let guests = response("200 OK", &feed(&[1]));
    let away = response(&format!("302 Found\r\nLocation: https://10.0.0.1/{CANARY}"), b"");
    let refused = response("401 No", b"");
    let server = Server::saying(&[&guests, &guests, &refused, &refused, &away, &away]);
    let url = server.url(&format!("/{CANARY}.ics"));
    let world = World::new();
    fs::write(world.path("password"), CANARY).unwrap();
    fs::set_permissions(world.path("password"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let world = {
        let password = world.path("password");
        world.config(&format!(
            "[[calendar]]\nname = \"home\"\nurl = \"{url}\"\nuser = \"alex\"\npassword = {{ file = {password:?} }}\n"
        ))
    };
    let mut codes = Vec::new();
    for command in ["sync", "check", "sync", "check", "sync", "check", "status"] {
        for more in [&["-vv"][..], &["-vv", "--json"]] {
            if more.len() > 1 && command != "status" {
                continue;
            }
            let run = world.run(&[&[command], more].concat());
            codes.push(run.code);
            for shown in [&run.out, &run.err] {
                assert!(!shown.contains(CANARY), "{command}: {shown}");
                // As it stands in a header: alex and the password.
                assert!(!shown.contains("YWxleDpjYW5hcnk"), "{command}: {shown}");
            }
        }
    }
    assert_eq!(codes[..6], [Some(0), Some(0), Some(1), Some(1), Some(1), Some(1)]);
    for (path, content) in crate::world::files_under(&world.path("state")) {
        let found = content.windows(CANARY.len()).any(|at| at == CANARY.as_bytes());
        assert!(!found, "{}", path.display());
    }
}

#[test]
fn check_says_that_no_guests_are_told_and_what_to_do() {
    let text = String::from_utf8(feed(&[1])).unwrap();
    let bare: String = text.split_inclusive('\n').filter(|line| !line.starts_with("ATTENDEE")).collect();
    let (without, with) = (response("200 OK", bare.as_bytes()), response("200 OK", text.as_bytes()));
    let server = Server::saying(&[&without, &with]);
    let world = world_of(&server);
    let out = world.run(&["check"]).out;
    for said in ["none says who was invited", "the mailbox that the invitations come to"] {
        assert!(out.contains(said), "{out}");
    }
    let out = world.run(&["check"]).out;
    assert!(out.contains("would read 1 entry") && !out.contains("invited"), "{out}");
}

#[test]
fn a_feed_under_an_authority_of_one_s_own_is_read_where_it_is_named() {
    let world = World::new();
    let port = secure_server(&world);
    let keys = format!("name = \"home\"\nurl = \"https://127.0.0.1:{port}/a.ics\"\n");
    let ca = world.path("ca.pem");
    let named = World::at("2026-06-01").config(&format!("[[calendar]]\n{keys}ca = {ca:?}\n"));
    let run = named.run(&["sync"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(meetings(&named).len(), 2);
    let strange = World::new().config(&format!("[[calendar]]\n{keys}"));
    let run = strange.run(&["sync"]);
    assert_eq!(run.code, Some(1), "{}", run.out);
}

/// Serves a feed over TLS; the authority is in `ca.pem`.
fn secure_server(world: &World) -> u16 {
    let authority = || {
        let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params
    };
    let (ca_key, key) = (rcgen::KeyPair::generate().unwrap(), rcgen::KeyPair::generate().unwrap());
    fs::write(world.path("ca.pem"), authority().self_signed(&ca_key).unwrap().pem()).unwrap();
    let issuer = rcgen::Issuer::new(authority(), ca_key);
    let server = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = server.signed_by(&key, &issuer).unwrap().pem();
    let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            // Who does not trust us hangs up.
            let _ = serve(&mut stream);
        }
    });
    port
}

fn serve(stream: &mut (impl std::io::Read + std::io::Write)) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        request.extend_from_slice(&byte);
    }
    stream.write_all(&response("200 OK", &feed(&[1, 2])))?;
    stream.flush()
}
