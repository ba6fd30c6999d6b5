//! What no letter may hold, whatever its kind; and letters on birthdays and chances to give.

mod birthdays;

use std::fs;

use goodwill::config::{self, Config};
use goodwill::delivery::Outbox;
use goodwill::observations::mail::Trust;
use goodwill::service::intake::Reading;
use goodwill::service::letters::Written;
use goodwill::service::{agenda, journal};
use goodwill::store::Store;
use jiff::Timestamp;

use crate::world::{ME, World, read_calendar};

const ANA: &str = "Ana Reis <ana@studio.example>";
const BEN: &str = "Ben Wolf <ben@firm.example>";
const CY: &str = "Cy Moss <cy@lab.example>";
/// Words of the sensitive matter in the story, which no letter says.
const UNSAID: [&str; 6] = ["funeral", "surgery", "lawyer", "grief", "chapel", "father"];

/// Ordinary dealings with Ana and Ben, and a question of Ana's.
fn dealings() -> World {
    let mut world = World::new();
    for (day, month) in [("03", "01"), ("21", "01"), ("09", "02"), ("27", "02"), ("12", "03")] {
        world = world
            .to(ANA, &format!("2026-{month}-{day} 09:00"), "News", "Hi Ana,\n\nhow are you?\n\nSam")
            .from(ANA, &format!("2026-{month}-{day} 15:00"), "Re: News", "Hi Sam,\n\nall is well.\n\nAna")
            .to(BEN, &format!("2026-{month}-{day} 10:00"), "News", "Hi Ben,\n\nhow are you?\n\nSam")
            .from(BEN, &format!("2026-{month}-{day} 16:00"), "Re: News", "Hi Sam,\n\nall is well.\n\nBen");
    }
    world.from(
        ANA,
        "2026-03-26 09:00",
        "A question",
        "Hi Sam,\n\nWhich of the printers would you take for the posters?\n\nAna",
    )
}

/// Beside the dealings, with both, matters that nobody should read of; and a question of Cy's.
fn story() -> World {
    dealings()
        .from(
            ANA,
            "2026-03-20 09:00",
            "The funeral",
            "Hi Sam,\n\nMy father died on Sunday. Could you come to the funeral at the chapel?\n\nAna",
        )
        .from(
            BEN,
            "2026-03-21 09:00",
            "My surgery",
            "Hi Sam,\n\nCould you drive me home after my surgery? My lawyer cannot.\n\nBen",
        )
        .to(
            BEN,
            "2026-03-22 09:00",
            "Re: My surgery",
            "Hi Ben,\n\nI will drive you home after the surgery on Friday.\n\nSam",
        )
        .from(
            BEN,
            "2026-03-25 09:00",
            "Re: My surgery",
            "Hi Sam,\n\nThank you so much for your help after the surgery!\n\nBen",
        )
        .from(CY, "2026-03-24 09:00", "The boat", "Hi Sam,\n\nWhich paint did you take for the boat?\n\nCy")
}

fn event(uid: &str, day: &str, summary: &str, who: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\n\
         DTSTART:{day}T090000Z\r\nDTEND:{day}T100000Z\r\nSUMMARY:{summary}\r\nORGANIZER:mailto:{ME}\r\n\
         ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{who}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// The agenda of a world.
struct Desk {
    config: Config,
    store: Store,
    world: World,
}

impl Desk {
    fn of(world: World, nudges: &str, first_letter: bool) -> Self {
        let text = format!(
            "[nudges]\nbar = 0.0\n{nudges}[delivery]\nvia = \"file\"\nfirst_letter = {first_letter}\n"
        );
        let world = world.config(&text).import();
        let config = config::load(&world.path("config.toml"));
        let config = config.unwrap_or_else(|error| panic!("{}", error.report(config::Colour::Never)));
        let store = Store::open(&world.path("state")).unwrap();
        Self { config, store, world }
    }

    fn shows(&mut self, calendar: &str, now: &str) {
        let mut reading = Reading::new(&self.config, Trust::Owner, at(now));
        read_calendar(&mut reading, calendar);
        self.store.record(&reading.batch).unwrap();
        journal::refold(&mut self.store, &self.config, at(now)).unwrap();
    }

    fn write(&mut self, now: &str) -> Written {
        agenda::write_due(&mut self.store, &self.config, at(now)).unwrap()
    }

    /// The letters that wait, as a mail program shows them.
    fn waiting(&mut self) -> Vec<(String, String)> {
        let due = self.store.due(Timestamp::MAX).unwrap();
        due.into_iter().map(|queued| (queued.message.kind, shown(&queued.message.bytes))).collect()
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Subject, text and HTML of a message.
fn shown(bytes: &[u8]) -> String {
    let message = mail_parser::MessageParser::default().parse(bytes).unwrap();
    let (text, html) = (message.body_text(0).unwrap_or_default(), message.body_html(0).unwrap_or_default());
    format!("{}\n{text}\n{html}", message.subject().unwrap_or_default()).replace('\r', "")
}

fn says_nothing_of_it(kind: &str, text: &str) {
    for word in UNSAID {
        assert!(!text.to_lowercase().contains(word), "{kind} says {word}: {text}");
    }
}

#[test]
fn no_letter_of_any_kind_says_a_word_of_a_sensitive_matter() {
    let mut desk = Desk::of(story(), "", false);
    agenda::plan(&mut desk.store, &desk.config, at("2026-03-28T09:00:00Z")).unwrap();
    desk.shows(
        &event("wake", "20260402", "Funeral of her father", "ana@studio.example"),
        "2026-03-28T09:00:00Z",
    );
    desk.shows(&event("talk", "20260410", "Coffee", "ben@firm.example"), "2026-03-28T09:00:00Z");
    desk.shows(&event("tea", "20260411", "Tea", "cy@lab.example"), "2026-03-28T09:00:00Z");
    // The digest on Sunday, the statement on the first, the brief on the eve.
    for now in [
        "2026-03-29T16:00:00Z",
        "2026-04-01T07:00:00Z",
        "2026-04-01T16:00:00Z",
        "2026-04-02T15:30:00Z",
        "2026-04-09T15:30:00Z",
        "2026-04-10T15:30:00Z",
    ] {
        desk.write(now);
    }
    let letters = desk.waiting();
    let kinds: Vec<&str> = letters.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["nudges", "statement", "brief"], "one brief: of the other meetings nothing is said");
    for (kind, text) in &letters {
        says_nothing_of_it(kind, text);
    }
    assert!(letters[0].1.contains("Which paint") && !letters[0].1.contains("Ana"), "{}", letters[0].1);
    assert!(letters[2].1.contains("Cy Moss"), "{}", letters[2].1);

    let mut first = Desk::of(story(), "", true);
    assert_eq!(first.write("2026-03-29T09:00:00Z"), Written::Queued);
    let letters = first.waiting();
    assert_eq!(letters[0].0, "first");
    says_nothing_of_it("first", &letters[0].1);
    assert!(!letters[0].1.contains("Ana") && !letters[0].1.contains("Ben"), "{}", letters[0].1);

    // What is held back says why, and no more.
    let held = first.world.json(&["nudge", "--as-of", "2026-03-29"]);
    let of_ana: Vec<_> = held.iter().filter(|line| line["nudge"]["name"] == "Ana Reis").collect();
    assert!(!of_ana.is_empty() && of_ana.iter().all(|line| line["held"] == "sensitive"), "{held:#?}");
    says_nothing_of_it("what is held", &format!("{of_ana:?}"));
    let told = first.world.run(&["nudge", "--as-of", "2026-03-29"]).out;
    assert!(told.contains("Ana Reis (reply owed): something sensitive passed between you lately"), "{told}");
    assert!(!first.world.json(&["show", "Ana"])[0].to_string().contains("sensitive"));

    let page = first.world.path("march.html");
    let arguments =
        ["statement", "--month", "2026-03", "--html", page.to_str().unwrap(), "--as-of", "2026-04-02"];
    let run = first.world.run(&arguments);
    assert_eq!(run.code, Some(0), "{}", run.err);
    says_nothing_of_it("the statement", &run.out);
    says_nothing_of_it("its page", &fs::read_to_string(page).unwrap());
}

#[test]
fn a_first_letter_that_never_arrived_is_written_anew_a_day_later() {
    let mut desk = Desk::of(dealings(), "", true);
    assert_eq!(desk.write("2026-03-29T09:00:00Z"), Written::Queued);
    let given_up = |desk: &mut Desk| {
        let id = desk.store.due(Timestamp::MAX).unwrap()[0].id;
        desk.store.mark_failed(id, "550 no").unwrap();
    };
    given_up(&mut desk);
    // The digest of Sunday evening does not come before it either.
    assert_eq!(desk.write("2026-03-29T18:00:00Z"), Written::Nothing);
    assert_eq!(desk.write("2026-03-30T09:00:00Z"), Written::Queued);
    assert_eq!(desk.write("2026-03-30T09:01:00Z"), Written::Nothing, "one at a time");
    // One that grew stale is no refusal, however often that happens.
    for day in ["01", "03", "05", "07"] {
        desk.store.expire(at(&format!("2026-04-{day}T09:00:00Z"))).unwrap();
        assert_eq!(desk.write(&format!("2026-04-{day}T09:00:00Z")), Written::Queued, "{day}");
    }
    assert_eq!(desk.waiting().len(), 1);
    given_up(&mut desk);
    assert_eq!(desk.write("2026-04-08T09:00:00Z"), Written::Queued);
    given_up(&mut desk);
    // Refused for the third time, it keeps the others back no longer.
    for now in ["2026-04-12T16:00:00Z", "2026-04-13T09:00:00Z"] {
        desk.write(now);
    }
    let kinds: Vec<String> = desk.waiting().into_iter().map(|(kind, _)| kind).collect();
    assert!(!kinds.is_empty() && !kinds.contains(&"first".to_owned()), "{kinds:?}");
}

#[test]
fn a_fresh_question_that_meets_what_the_owner_is_good_at_is_a_chance_to_give() {
    // Talk of other things, against which the matter stands out.
    let mut world = dealings();
    for number in 0..40 {
        let (day, hour) = (1 + number % 28, 8 + number % 10);
        let subject = format!("Matter {number} of the allotment");
        world = world.to(
            BEN,
            &format!("2026-02-{day:02} {hour:02}:30"),
            &subject,
            "Hi Ben,\n\nsee you there.\n\nSam",
        );
    }
    let world = world
        .from(
            BEN,
            "2026-01-10 09:00",
            "Printers for posters",
            "Hi Sam,\n\nWhich printers for posters do you know?\n\nBen",
        )
        .message(
            ME,
            BEN,
            "2026-01-11 09:00",
            "Re: Printers for posters",
            "In-Reply-To: <62@mail.example>\nReferences: <62@mail.example>\n",
            "Hi Ben,\n\nHere is the list of printers for posters you asked for.\n\nSam",
        );
    let desk = Desk::of(world, "", false);
    let said = desk.world.json(&["nudge", "--as-of", "2026-03-29"]);
    let give: Vec<_> = said.iter().filter(|nudge| nudge["kind"] == "give").collect();
    assert_eq!(give.len(), 1, "{said:#?}");
    assert_eq!(give[0]["name"], "Ana Reis");
    let why = give[0]["why"].to_string();
    assert!(why.contains("Which of the printers") && why.contains("under “Printers for posters”"), "{why}");
    let without = desk.world.config("[nudges]\nbar = 0.0\nkinds = [\"reply-owed\"]\n");
    let said = without.json(&["nudge", "--as-of", "2026-03-29"]);
    assert!(said.iter().any(|nudge| nudge["kind"] == "reply-owed"), "{said:#?}");
}

/// Every kind of letter that the owner of the demo gets within five weeks, as HTML, the first of each kind.
fn letters_of_the_demo() -> Vec<(String, String)> {
    let day = jiff::civil::date(2026, 11, 24);
    let demo = goodwill::demo::build(day);
    let mut found: Vec<(String, String)> = Vec::new();
    for first_letter in [true, false] {
        let delivery = format!("[delivery]\nvia = \"file\"\nfirst_letter = {first_letter}\n");
        let world =
            World::new().raw_config(&format!("{}\n[nudges]\nbirthdays = true\n{delivery}", demo.config));
        for (name, content) in [("a.mbox", &demo.mbox), ("a.ics", &demo.calendar), ("a.vcf", &demo.cards)] {
            fs::write(world.path(name), content).unwrap();
            let run = world.run(&["import", world.path(name).to_str().unwrap()]);
            assert_eq!(run.code, Some(0), "{}", run.err);
        }
        let config = config::load(&world.path("config.toml")).ok().unwrap();
        let mut store = Store::open(&world.path("state")).unwrap();
        let mut now = day.to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        journal::refold(&mut store, &config, now).unwrap();
        agenda::plan(&mut store, &config, now).unwrap();
        for _ in 0..if first_letter { 10 } else { 24 * 15 } {
            now += jiff::SignedDuration::from_hours(1);
            agenda::write_due(&mut store, &config, now).unwrap();
        }
        for queued in store.due(Timestamp::MAX).unwrap() {
            if found.iter().all(|(kind, _)| *kind != queued.message.kind) {
                let message = mail_parser::MessageParser::default().parse(&queued.message.bytes).unwrap();
                let html = message.body_html(0).unwrap().replace('\r', "");
                found.push((queued.message.kind, html));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_kind_of_letter_is_small_and_loads_nothing() {
    let letters = letters_of_the_demo();
    let kinds: Vec<&str> = letters.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["brief", "first", "nudges", "statement"]);
    for (kind, html) in &letters {
        assert!(html.len() < 20_000, "{kind}: {} bytes", html.len());
        for forbidden in ["<img", "<script", "<style", "<link", "src=", "url(", "http", "<svg"] {
            assert!(!html.contains(forbidden), "{kind} has {forbidden}");
        }
        // Where somebody wants to look at them.
        if let Ok(directory) = std::env::var("GOODWILL_LOOKS") {
            fs::write(std::path::Path::new(&directory).join(format!("{kind}.html")), html).unwrap();
        }
    }
}
