//! Every key of accounts, calendars and delivery changes something that one can observe.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use jiff::{SignedDuration, Timestamp};

use crate::feeds::server::{Server, response};
use crate::meetings;
use crate::servers::caldav::{CalDav, Make};
use crate::servers::dovecot::{Dovecot, PASSWORD, USER};
use crate::world::{Run, World, run};

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:lunch@cal.example\r\n\
    DTSTAMP:20260301T000000Z\r\nDTSTART:20260302T110000Z\r\nDTEND:20260302T120000Z\r\nSUMMARY:Lunch\r\n\
    END:VEVENT\r\nEND:VCALENDAR\r\n";

fn days_ago(days: i64) -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the program under test asks the same clock")]
    let now = Timestamp::now();
    now.saturating_sub(SignedDuration::from_hours(days * 24)).unwrap()
}

fn letter(id: &str, from: &str, to: &str, at: Timestamp, body: &str) -> String {
    let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
    format!(
        "Authentication-Results: mail.studio.example; dmarc=pass header.from=harbour.example\n\
         Message-ID: <{id}@mail.example>\nDate: {date}\nFrom: {from}\nTo: {to}\nSubject: {id}\n\n{body}\n"
    )
}

/// A server with a message of last week and one of last year from Ana, and one of last week to her.
fn server() -> Dovecot {
    let dovecot = Dovecot::start();
    let ana = "Ana Reis <ana@harbour.example>";
    let help = "Hi Alex,\n\nHere is the plan of the garden you asked for.\n\nAna";
    dovecot.deliver("INBOX", "new", days_ago(7), &letter("new", ana, USER, days_ago(7), help));
    dovecot.deliver("INBOX", "old", days_ago(400), &letter("old", ana, USER, days_ago(400), "How are you?"));
    dovecot.deliver(
        "Sent",
        "sent",
        days_ago(6),
        &letter("sent", USER, ana, days_ago(6), "It is lovely here."),
    );
    dovecot
}

/// A world whose account has these keys, beside what every account needs.
fn world(keys: &[(&str, String)], added: &str) -> World {
    let world = World::new();
    let secret = world.path("password");
    fs::write(&secret, format!("{PASSWORD}\n")).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let defaults = [
        ("name", "\"main\"".to_owned()),
        ("address", format!("\"{USER}\"")),
        ("password", format!("{{ file = \"{}\" }}", secret.display())),
        ("trust", "\"inbox\"".to_owned()),
    ];
    let given = |key: &str| keys.iter().any(|(name, _)| *name == key);
    let lines = defaults.iter().filter(|(key, _)| !given(key)).chain(keys);
    let lines: Vec<String> = lines.map(|(key, value)| format!("{key} = {value}\n")).collect();
    world.raw_config(&format!(
        "[me]\nname = \"Alex\"\naddresses = [\"{USER}\", \"alex@old.example\"]\ntimezone = \"UTC\"\n[[mail]]\n{}{added}",
        lines.concat()
    ))
}

fn tls(dovecot: &Dovecot) -> Vec<(&'static str, String)> {
    vec![
        ("imap", format!("\"localhost:{}\"", dovecot.tls_port)),
        ("ca", format!("\"{}\"", dovecot.ca().display())),
    ]
}

fn sync(keys: &[(&str, String)]) -> Run {
    world(keys, "").run(&["sync"])
}

fn with(dovecot: &Dovecot, keys: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut all = tls(dovecot);
    all.retain(|(key, _)| !keys.iter().any(|(name, _)| name == key));
    all.extend(keys.iter().map(|&(key, value)| (key, value.to_owned())));
    all
}

#[test]
fn keys_of_an_account_decide_where_and_how_it_is_read() {
    let dovecot = server();
    let sound = sync(&tls(&dovecot));
    assert_eq!(sound.code, Some(0), "{}{}", sound.out, sound.err);
    assert!(sound.out.contains("mail main"), "{}", sound.out);
    assert!(sync(&with(&dovecot, &[("name", "\"home\"")])).out.contains("mail home"));
    // The user to log in as is the address where nothing else is said.
    let other = ("address", "\"alex@old.example\"");
    assert_eq!(sync(&with(&dovecot, &[other])).code, Some(1));
    assert_eq!(sync(&with(&dovecot, &[other, ("user", &format!("\"{USER}\""))])).code, Some(0));
    let plain = format!("\"127.0.0.1:{}\"", dovecot.plain_port);
    assert_eq!(sync(&with(&dovecot, &[("imap", &plain)])).code, Some(1), "no TLS at that port");
    assert_eq!(sync(&with(&dovecot, &[("imap", &plain), ("security", "\"plain\"")])).code, Some(0));
    assert_eq!(sync(&with(&dovecot, &[("ca", &format!("{:?}", dovecot.other_ca()))])).code, Some(1));
}

#[test]
fn a_password_comes_from_a_file_a_command_or_a_credential() {
    let dovecot = server();
    let command = format!("{{ command = [\"echo\", {PASSWORD:?}] }}");
    assert_eq!(sync(&with(&dovecot, &[("password", &command)])).code, Some(0));
    let world = world(&with(&dovecot, &[("password", "{ credential = \"password\" }")]), "");
    assert_eq!(world.run(&["sync"]).code, Some(1));
    let directory = world.path("");
    assert_eq!(run(world.command().env("CREDENTIALS_DIRECTORY", directory).arg("sync")).code, Some(0));
}

#[test]
fn folders_since_and_trust_decide_what_counts() {
    let dovecot = server();
    let read = |keys: &[(&'static str, &str)]| {
        let world = world(&with(&dovecot, keys), "");
        assert_eq!(world.run(&["sync"]).code, Some(0));
        (world.json(&["status"])[0]["journal"]["messages"].as_u64().unwrap(), world.entries().len())
    };
    assert_eq!(read(&[]), (3, 1));
    assert_eq!(read(&[("folders", "[\"INBOX\"]")]), (2, 1));
    assert_eq!(read(&[("since", "\"30 days\"")]), (2, 1));
    assert_eq!(read(&[("trust", "\"server\"")]), (3, 0), "nobody vouches for Ana");
    let server = ("trust", "\"server\"");
    assert_eq!(read(&[server, ("trusted_authserv_id", "\"mail.studio.example\"")]), (3, 1));
    assert_eq!(read(&[server, ("trusted_authserv_id", "\"mail.stranger.example\"")]), (3, 0));
}

/// A world with one calendar and no account.
fn calendar(keys: &str) -> World {
    World::new().config(&format!("[[calendar]]\n{keys}"))
}

#[test]
fn keys_of_a_calendar_decide_where_it_is_and_who_asks() {
    let feed = || Server::saying(&[&response("200 OK\r\nContent-Type: text/calendar", CALENDAR.as_bytes())]);
    let server = feed();
    let run = calendar(&format!("name = \"home\"\nurl = \"{}\"\n", server.url("/a.ics"))).run(&["sync"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.out.contains("calendar home"), "{}", run.out);
    assert!(!server.requests()[0].to_lowercase().contains("authorization:"));

    let server = feed();
    let login = "user = \"alex\"\npassword = { command = [\"echo\", \"open sesame\"] }\n";
    let run =
        calendar(&format!("name = \"home\"\nurl = \"{}\"\n{login}", server.url("/a.ics"))).run(&["sync"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(server.requests()[0].to_lowercase().contains("authorization: basic"));

    let world = World::new();
    fs::write(world.path("home.ics"), CALENDAR).unwrap();
    let path = format!("[[calendar]]\nname = \"home\"\npath = {:?}\n", world.path("home.ics"));
    let world = world.config(&path);
    assert_eq!(world.run(&["sync"]).code, Some(0));
    assert_eq!(world.json(&["status"])[0]["journal"]["calendar_objects"], 1);

    let theirs = |mine: bool| {
        let world = World::at("2026-06-01");
        fs::write(world.path("team.ics"), meetings::calendar(meetings::ANA_ACCEPTED)).unwrap();
        let keys = format!("name = \"team\"\npath = {:?}\nmine = {mine}\n", world.path("team.ics"));
        let world = world.config(&format!("[[calendar]]\n{keys}"));
        assert_eq!(world.run(&["sync"]).code, Some(0));
        meetings::meetings(&world)[0]["why"].clone()
    };
    assert_eq!((theirs(true), theirs(false)), ("you met".into(), "you are not among those invited".into()));

    let nobody = "name = \"home\"\nurl = \"https://127.0.0.1:1/a.ics\"\nca = \"/nowhere/ca.pem\"\n";
    assert!(calendar(nobody).run(&["sync"]).out.contains("/nowhere/ca.pem"));
}

#[test]
fn keys_of_a_server_decide_which_of_its_calendars_are_read() {
    let server = CalDav::start(Make::Radicale);
    server.put("lunch.ics", CALENDAR);
    server.add_calendar("other");
    let world = |keys: &str| World::new().config(&format!("{}{keys}", server.config()));
    let read = |keys: &str| {
        let world = world(keys);
        let run = world.run(&["sync"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        world.json(&["status"])[0]["journal"]["calendar_objects"].as_u64().unwrap()
    };
    let check = |keys: &str| world(keys).run(&["check"]);
    assert_eq!(read(""), 1);
    let all = check("").out;
    assert!(all.contains("would read ") && all.contains("(1 entry)") && all.contains("(0 entries)"), "{all}");
    assert_eq!(read("exclude = [\"work\"]\n"), 0);
    assert!(check("exclude = [\"other\"]\n").out.contains("other: `exclude` names it"));
    assert_eq!(read("include = [\"/alex/other/\"]\n"), 0);
    let none = check("include = [\"/alex/other/\"]\n");
    assert_eq!(none.code, Some(1));
    assert!(none.out.contains("connected, but nothing to read"), "{}", none.out);
    let wrong = check("include = [\"Wrok\"]\n");
    assert_eq!(wrong.code, Some(1));
    assert!(
        wrong.out.contains("no calendar Wrok, but ") && wrong.out.contains("correct `include`"),
        "{}",
        wrong.out
    );

    // One calendar by its own address.
    let own = server.config().replace("/\"\nuser", &format!("{}\"\nuser", server.path("")));
    assert!(World::new().config(&own).run(&["check"]).out.contains("would read alex/work (1 entry)"));
    let wrong = World::new().config(&server.config().replace("open sesame", "closed"));
    assert!(wrong.run(&["check"]).out.contains("(401); check `user` and `password`"));
}

#[test]
fn a_server_is_given_a_token_in_place_of_a_password() {
    let server = Server::saying(&[&response("401 Unauthorized\r\nConnection: close", b"")]);
    let keys = "kind = \"caldav\"\ntoken = { command = [\"echo\", \"canary\"] }\n";
    let run = calendar(&format!("name = \"home\"\nurl = \"{}\"\n{keys}", server.url("/"))).run(&["check"]);
    assert_eq!(run.code, Some(1));
    assert!(!run.out.contains("canary"), "{}", run.out);
    assert!(server.requests()[0].contains("authorization: Bearer canary\r\n"), "{}", server.requests()[0]);
}

#[test]
fn keys_of_delivery_decide_which_way_a_letter_goes() {
    let dovecot = server();
    let sent = |delivery: &dyn Fn(&World) -> String| {
        let world = world(&tls(&dovecot), "");
        let config = fs::read_to_string(world.path("config.toml")).unwrap();
        let world = {
            let added = delivery(&world);
            world.raw_config(&format!("{config}[delivery]\n{added}[nudges]\nbar = 0.0\nquiet = \"off\"\n"))
        };
        assert_eq!(world.run(&["sync"]).code, Some(0));
        let run = world.run(&["nudge", "--send"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        world
    };
    let letters = |world: &World, directory: &str| -> Vec<String> {
        crate::world::files_under(&world.path(directory))
            .into_iter()
            .map(|(_, content)| String::from_utf8(content).unwrap())
            .collect()
    };
    let world = sent(&|_| "via = \"file\"\n".to_owned());
    let [text] = letters(&world, "state/outbox").try_into().unwrap();
    assert!(text.contains(&format!("To: Alex <{USER}>")), "{text}");
    let world = sent(&|world| {
        format!("via = \"file\"\nto = \"alex@old.example\"\ndirectory = {:?}\n", world.path("letters"))
    });
    let [text] = letters(&world, "letters").try_into().unwrap();
    assert!(text.contains("To: Alex <alex@old.example>"), "{text}");
    let world = sent(&|world| {
        let script = format!("mkdir -p {0:?} && cat > {0:?}/letter", world.path("sent"));
        format!("via = \"sendmail\"\ncommand = [\"sh\", \"-c\", {script:?}]\n")
    });
    assert_eq!(letters(&world, "sent").len(), 1);
}
