//! CalDAV against real servers: whatever happens to a calendar, the ledger is the one of what it now holds.

mod hostile;

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::servers::caldav::{CalDav, Make};
use crate::world::{ME, World};

/// Longest wait for the daemon, in steps of 100 ms.
const MAX_WAITS: usize = 600;
/// Objects of the last step where `GOODWILL_CALDAV_OBJECTS` says nothing else.
const MANY: usize = 150;

/// An instant so many days from now, at nine, as calendars write it. What is deleted must lie ahead: what took
/// place stays.
fn day(days: i64) -> String {
    let at = in_days(days);
    at.strftime("%Y%m%dT090000Z").to_string()
}

fn in_days(days: i64) -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the program under test asks the same clock")]
    let now = Timestamp::now();
    now.saturating_add(SignedDuration::from_hours(days * 24)).unwrap()
}

fn event(uid: &str, who: &str, start: &str, lines: &str) -> String {
    let stamp = if lines.contains("DTSTAMP") { "" } else { "DTSTAMP:20260101T000000Z\r\n" };
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\n{stamp}DTSTART:{start}\r\nDURATION:PT1H\r\nSUMMARY:{uid}\r\n\
         ORGANIZER:mailto:{ME}\r\nATTENDEE;PARTSTAT=ACCEPTED;CN={who}:mailto:{who}@rey.example\r\n{lines}END:VEVENT\r\n"
    )
}

fn calendar(events: &[String]) -> String {
    let events = events.concat();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//goodwill//tests//EN\r\n{events}END:VCALENDAR\r\n")
}

/// One server, and what goodwill makes of it.
struct Side {
    server: CalDav,
    world: World,
}

impl Side {
    fn start(make: Make, as_of: &str) -> Self {
        let server = CalDav::start(make);
        let world = World::at(as_of).config(&server.config());
        Self { server, world }
    }

    /// Reads what is new and gives what `sync` said.
    fn sync(&self) -> String {
        let run = self.world.run(&["sync"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        run.out
    }

    fn journal(&self) -> Connection {
        Connection::open(self.world.path("state/goodwill.db")).unwrap()
    }

    /// Makes goodwill hold a token that the server never gave.
    fn lose_token(&self) {
        let sql =
            "UPDATE caldav_calendars SET sync_token = 'https://sync.example/0123456789abcdef', ctag = 'lost'";
        assert_eq!(self.journal().execute(sql, []).unwrap(), 1);
    }

    /// All rows about calendars.
    fn rows(&self) -> Vec<String> {
        let journal = self.journal();
        let mut rows = Vec::new();
        for table in ["calendar_objects", "caldav_homes", "caldav_calendars", "caldav_members"] {
            let mut statement = journal.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = statement.column_count();
            let mut found = statement.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                let cells = (0..columns).map(|at| match row.get_ref(at).unwrap() {
                    ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
                    other => format!("{other:?}"),
                });
                rows.push(cells.collect::<Vec<_>>().join("|"));
            }
        }
        rows
    }
}

fn ledger(world: &World) -> Vec<serde_json::Value> {
    [world.json(&["people"]), world.json(&["ledger", "--all"])].concat()
}

/// The script's calendar, on both servers and as files.
struct Script {
    /// When all of it is over.
    as_of: String,
    sides: [Side; 2],
    files: BTreeMap<String, String>,
}

impl Script {
    fn put(&mut self, name: &str, text: &str) {
        self.sides.iter().for_each(|side| side.server.put(name, text));
        self.files.insert(name.to_owned(), text.to_owned());
    }

    fn put_all(&mut self, files: impl Iterator<Item = (String, String)>) {
        let files: Vec<_> = files.collect();
        thread::scope(|scope| {
            for side in &self.sides {
                scope.spawn(|| files.iter().for_each(|(name, text)| side.server.put(name, text)));
            }
        });
        self.files.extend(files);
    }

    fn delete(&mut self, name: &str) {
        self.sides.iter().for_each(|side| side.server.delete(name));
        self.files.remove(name);
    }

    /// The ledger of both sides is that of somebody who sees the calendar now for the first time.
    fn agrees(&self, step: &str, people: usize) {
        let fresh = World::at(&self.as_of);
        let directory = fresh.path("calendar");
        fs::create_dir(&directory).unwrap();
        for (name, text) in &self.files {
            fs::write(directory.join(name), text).unwrap();
        }
        let fresh = fresh.config("");
        let read = fresh.run(&["import", directory.to_str().unwrap()]);
        assert_eq!(read.code, Some(0), "{}", read.err);
        let expected = ledger(&fresh);
        assert_eq!(expected.len(), people, "{step}: {expected:#?}");
        for side in &self.sides {
            side.sync();
            let found = ledger(&side.world);
            let first = found.iter().zip(&expected).find(|(found, expected)| found != expected);
            assert!(found == expected, "{step}: {} of {people} lines, {first:#?}", found.len());
        }
    }

    /// Nothing changed, and so does nothing in the journal.
    fn rests(&self) {
        for side in &self.sides {
            let before = side.rows();
            assert!(side.sync().contains("calendar home: nothing new"));
            assert_eq!(side.rows(), before);
        }
    }
}

#[test]
fn one_script_ends_in_one_ledger_on_radicale_and_xandikos() {
    let as_of = in_days(300).strftime("%Y-%m-%dT00:00:00Z").to_string();
    let sides = [Make::Radicale, Make::Xandikos].map(|make| Side::start(make, &as_of));
    let mut script = Script { as_of, sides, files: BTreeMap::new() };
    let series =
        |more: &str| event("weekly", "ben", &day(12), &format!("RRULE:FREQ=WEEKLY;COUNT=4\r\n{more}"));
    let instance = |planned: i64, start: i64, more: &str| {
        event("weekly", "ben", &day(start), &format!("RECURRENCE-ID:{}\r\n{more}", day(planned)))
    };
    let cleo = calendar(&[event("lunch", "cleo", &day(20), "")]);

    script.put("ana.ics", &calendar(&[event("tea", "ana", &day(10), "")]));
    script.put("weekly.ics", &calendar(&[series("")]));
    script.put("l%C3%BAnch%20a@b.ics", &cleo);
    script.files = script.files.into_iter().map(|(name, text)| (name.replace("%C3%BA", "u"), text)).collect();
    script.agrees("added", 3);
    script.rests();

    script.put("ana.ics", &calendar(&[event("tea", "ana", &day(30), "SEQUENCE:1\r\n")]));
    script.agrees("changed", 3);
    // Programs that move a meeting and count nothing.
    script.put("ana.ics", &calendar(&[event("tea", "ana", &day(25), "SEQUENCE:1\r\n")]));
    script.agrees("changed without a new version", 3);

    for side in &script.sides {
        side.server.delete("l%C3%BAnch%20a@b.ics");
    }
    script.files.remove("lunch%20a@b.ics");
    script.agrees("deleted", 2);

    script.put("weekly.ics", &calendar(&[series(""), instance(19, 50, "SEQUENCE:1\r\n")]));
    script.agrees("an instance moved", 2);
    script.put(
        "weekly.ics",
        &calendar(&[
            series(""),
            instance(19, 50, "SEQUENCE:1\r\n"),
            instance(26, 26, "SEQUENCE:2\r\nSTATUS:CANCELLED\r\n"),
        ]),
    );
    script.agrees("an instance cancelled", 2);

    script.sides.iter().for_each(Side::lose_token);
    script.put("weekly.ics", &calendar(&[series("SEQUENCE:3\r\n")]));
    script.put("dora.ics", &calendar(&[event("walk", "dora", &day(40), "")]));
    script.delete("ana.ics");
    script.agrees("changed while the token was lost", 2);
    script.rests();

    script.put("again.ics", &cleo);
    script.agrees("added again at another place", 3);
    script.delete("again.ics");
    script.agrees("deleted again", 2);
    script.put("again.ics", &cleo);
    script.agrees("added again at the same place", 3);

    let many = std::env::var("GOODWILL_CALDAV_OBJECTS").map_or(MANY, |number| number.parse().unwrap());
    script.put_all((0..many).map(|nth| {
        let (who, at) = (format!("guest{}", nth % 37), day(60 + i64::try_from(nth % 200).unwrap()));
        (format!("many{nth}.ics"), calendar(&[event(&format!("many{nth}"), &who, &at, "")]))
    }));
    script.agrees("many more", 40);
    script.rests();
}

#[test]
fn with_a_calendar_that_is_deleted_go_its_meetings_and_one_that_was_named_is_missed() {
    let side = Side::start(Make::Radicale, &in_days(300).strftime("%Y-%m-%dT00:00:00Z").to_string());
    side.server.put("ana.ics", &calendar(&[event("tea", "ana", &day(10), "")]));
    side.server.add_calendar("club");
    side.server.put("../club/ben.ics", &calendar(&[event("walk", "ben", &day(20), "")]));
    side.sync();
    let met = || side.world.json(&["people"]).len();
    assert_eq!(met(), 2);
    side.server.delete("../club/");
    assert!(side.sync().contains("1 new or changed"), "the walk is off");
    assert_eq!(met(), 1);
    let world = side.world.config(&format!("{}include = [\"work\", \"club\"]\n", side.server.config()));
    let told = world.run(&["sync"]);
    assert!(told.out.contains("the server has no calendar club; correct `include`"), "{}", told.out);
    let status = world.run(&["status"]).out;
    assert!(
        status.contains("calendar home: failing since ") && status.contains("no calendar club"),
        "{status}"
    );
}

#[test]
fn who_is_forgotten_stays_so_when_his_calendar_is_read_again() {
    let side = Side::start(Make::Xandikos, &in_days(300).strftime("%Y-%m-%dT00:00:00Z").to_string());
    let invite = |uid: &str| calendar(&[event(uid, "ana", &day(10), "ATTENDEE:mailto:ben@rey.example\r\n")]);
    side.server.put("ana.ics", &invite("tea"));
    side.sync();
    assert!(side.rows().iter().any(|row| row.contains("ana@rey.example")));
    let run = side.world.run(&["forget", "ana@rey.example", "--yes"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    side.lose_token();
    side.server.put("ana.ics", &invite("tea again"));
    side.server.put("more.ics", &invite("more tea"));
    side.sync();
    let rows = side.rows();
    assert_eq!(rows.iter().filter(|row| row.contains("ben@rey.example")).count(), 2, "{rows:#?}");
    assert!(!rows.iter().any(|row| row.contains("ana@rey.example")), "{rows:#?}");
    side.server.delete("more.ics");
    side.sync();
    assert_eq!(side.world.json(&["people"])[0]["occasions"], 1);
}

#[test]
fn the_daemon_reads_a_server() {
    let side = Side::start(Make::Radicale, &in_days(300).strftime("%Y-%m-%dT00:00:00Z").to_string());
    side.server.put("ana.ics", &calendar(&[event("tea", "ana", &day(10), "")]));
    let mut command = side.world.command();
    let mut daemon = command.arg("run").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let reads = || {
        let people = side.world.run(&["people", "--json"]);
        people.code == Some(0) && people.out.contains("ana@rey.example")
    };
    let has_read = (0..MAX_WAITS).any(|_| {
        thread::sleep(Duration::from_millis(100));
        reads()
    });
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    assert!(has_read);
    assert!(side.world.run(&["status"]).out.contains("calendar home: 1 item read, last read"));
}
