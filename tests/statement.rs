//! A month in numbers: on the terminal, as a page, and as a letter once a month.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use goodwill::config::{self, Config};
use goodwill::delivery::Outbox;
use goodwill::service::agenda;
use goodwill::service::letters::Written;
use goodwill::store::Store;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::world::World;

const ANA: &str = "Ana Reis <ana@studio.example>";
const BEN: &str = "Ben Wolf <ben@firm.example>";
const MUM: &str = "Maria Okafor <maria@family.example>";
const CIRCLE: &str = "[circles.family]\npeople = [\"maria@family.example\"]\nregime = \"communal\"\n";

/// Without a first letter.
const UNANNOUNCED: &str = "first_letter = false\n";

/// A February and a March.
fn story() -> World {
    World::at("2026-05-15")
        .config(CIRCLE)
        .to(
            ANA,
            "2026-02-03 09:00",
            "A printer",
            "Hi Ana,\n\ncould you tell me which printer you use for the posters?\n\nSam",
        )
        .from(
            ANA,
            "2026-02-04 09:00",
            "Re: A printer",
            "Hi Sam,\n\nHere is the name of the printer you asked for.\n\nAna",
        )
        .to(ANA, "2026-02-05 09:00", "Re: A printer", "Hi Ana,\n\nthank you so much for your help!\n\nSam")
        .from(
            BEN,
            "2026-03-02 09:00",
            "Slides",
            "Hi Sam,\n\ncould you send me the slides of your talk?\n\nBen",
        )
        .to(BEN, "2026-03-03 09:00", "Re: Slides", "Hi Ben,\n\nHere are the slides you asked for.\n\nSam")
        .from(BEN, "2026-03-04 09:00", "Re: Slides", "Hi Sam,\n\nthank you so much for the slides!\n\nBen")
        .from(MUM, "2026-03-08 09:00", "Sunday", "Hi Sam,\n\nHere is the recipe you asked for.\n\nMaria")
        .to(MUM, "2026-03-08 19:00", "Re: Sunday", "Hi Maria,\n\nthank you so much!\n\nSam")
        .import()
}

fn sum(rows: &[Value], key: &str) -> f64 {
    rows.iter().map(|row| row[key].as_f64().unwrap()).sum()
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.0005
}

#[test]
fn its_figures_are_the_sums_of_its_rows_and_those_of_people() {
    let world = story();
    let march = world.json(&["statement", "--month", "2026-03"])[0].clone();
    let accounts = march["people"].as_array().unwrap();
    assert!(accounts.iter().any(|account| account["name"] == "Ben Wolf"), "{march:#}");
    for account in accounts {
        let rows = account["rows"].as_array().unwrap();
        for key in ["opening", "closing"] {
            assert!(close(account[key].as_f64().unwrap(), sum(rows, key)), "{account:#}");
        }
        let figure = |key: &str| account[key].as_f64().unwrap();
        let sums = figure("opening") + figure("given") - figure("received") + figure("faded");
        assert!(close(figure("closing"), sums), "{account:#}");
    }
    for key in ["opening", "given", "received", "faded", "closing"] {
        assert!(close(march["total"][key].as_f64().unwrap(), sum(accounts, key)), "{march:#}");
    }
    // The closing is the balance as `people` had it then.
    let people = world.json(&["people", "--as-of", "2026-04-01"]);
    for account in accounts {
        let person = people.iter().find(|person| person["person"] == account["person"]).unwrap();
        assert_eq!(person["balance"]["mid"], account["closing"]);
    }
    let february = &world.json(&["statement", "--month", "2026-02"])[0];
    assert_eq!(february["total"]["closing"], march["total"]["opening"]);
}

#[test]
fn nothing_is_counted_with_family() {
    let march = &story().json(&["statement", "--month", "2026-03"])[0];
    assert!(march["people"].as_array().unwrap().iter().all(|account| account["name"] != "Maria Okafor"));
    assert!(march["met"].as_array().unwrap().iter().any(|met| met["name"] == "Maria Okafor"), "{march:#}");
}

#[test]
fn it_is_of_the_last_month_that_is_over_or_of_the_one_named() {
    let world = story();
    assert_eq!(world.json(&["statement"])[0]["month"], "2026-04");
    assert!(world.run(&["statement"]).out.contains("in touch with 0 people on 0 days"));
    let march = world.run(&["statement", "--month", "2026-03", "Ben"]);
    assert!(march.out.starts_with("March 2026, Ben Wolf\n"), "{}", march.out);
    assert!(march.out.contains("█") && !march.out.contains("Ana Reis"), "{}", march.out);
    for (arguments, says) in [
        (["--month", "2026-13"], "is no month"),
        (["--month", "2026-06"], "has not begun"),
        (["--month", "soon"], "is no month"),
    ] {
        let run = world.run(&[&["statement"][..], &arguments].concat());
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains(says), "{}", run.err);
    }
    assert_eq!(world.run(&["statement", "Nobody Here"]).code, Some(1));
}

#[test]
fn what_came_later_is_not_in_it() {
    let world = story();
    let half = world.json(&["statement", "--month", "2026-03", "--as-of", "2026-03-03T00:00:00Z"])[0].clone();
    assert_eq!(half["until"], "2026-03-03T00:00:00Z");
    assert_eq!(half["met"].as_array().unwrap().len(), 1, "{half:#}");
}

#[test]
fn the_page_is_for_the_owner_alone_and_replaces_one_that_is_there() {
    let world = story();
    let path = world.path("march.html");
    for _ in 0..2 {
        let run = world.run(&["statement", "--month", "2026-03", "--html", path.to_str().unwrap()]);
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.contains("Ben Wolf") && page.contains("</html>"));
    let nowhere = world.run(&["statement", "--html", "/nowhere/at/all.html"]);
    assert_eq!(nowhere.code, Some(1));
}

#[test]
fn what_was_done_and_thanked_for_fades_and_does_not_expire() {
    let run = story().run(&["statement", "--month", "2027-03", "--as-of", "2027-05-01"]);
    assert!(run.out.contains("faded -0.1") && !run.out.contains("expired"), "{}", run.out);
}

#[test]
fn bars_show_on_which_side_the_balance_lies() {
    let out = story().run(&["statement", "--month", "2026-03"]).out;
    let bar_of = |name: &str| {
        let line = out.lines().find(|line| line.trim_start().starts_with(name) && line.contains('│'));
        let (left, right) = line.unwrap_or_else(|| panic!("{name} in {out}")).split_once('│').unwrap();
        (left.contains('█'), right.contains('█'))
    };
    assert_eq!((bar_of("Ana Reis"), bar_of("Ben Wolf")), ((true, false), (false, true)));
}

/// What the agenda does of itself.
struct Desk {
    config: Config,
    store: Store,
    _world: World,
}

impl Desk {
    /// `nudges` are keys of `[nudges]`, `delivery` of `[delivery]`.
    fn new(nudges: &str, delivery: &str) -> Self {
        let text =
            format!("{CIRCLE}[nudges]\ndigest = \"off\"\n{nudges}[delivery]\nvia = \"file\"\n{delivery}");
        let world = story().config(&text);
        let config = config::load(&world.path("config.toml"));
        let config = config.unwrap_or_else(|error| panic!("{}", error.report(config::Colour::Never)));
        let mut store = Store::open(&world.path("state")).unwrap();
        agenda::plan(&mut store, &config, at("2026-03-20T09:00:00Z")).unwrap();
        Self { config, store, _world: world }
    }

    fn at(&mut self, now: &str) -> Written {
        agenda::write_due(&mut self.store, &self.config, at(now)).unwrap()
    }

    fn waiting(&mut self) -> Vec<String> {
        let due = self.store.due(Timestamp::MAX).unwrap();
        due.into_iter().map(|queued| String::from_utf8_lossy(&queued.message.bytes).into_owned()).collect()
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_letter_comes_once_on_its_day() {
    let mut desk = Desk::new("", UNANNOUNCED);
    assert_eq!(desk.at("2026-04-01T06:59:00Z"), Written::Nothing, "8:59 in Berlin");
    assert_eq!(desk.at("2026-04-01T07:00:00Z"), Written::Queued);
    // Asked again, and even if the schedule were lost.
    assert_eq!(desk.at("2026-04-01T07:01:00Z"), Written::Nothing);
    desk.store.schedule(agenda::STATEMENT, at("2026-04-01T07:00:00Z")).unwrap();
    assert_eq!(desk.at("2026-04-02T07:00:00Z"), Written::Before);
    let letters = desk.waiting();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("Subject: March 2026: two people, 1 given, 0 received"), "{}", letters[0]);
    assert!(letters[0].contains("X-Goodwill-Kind: statement"));
    // Nothing overtakes it.
    agenda::recheck(&mut desk.store, &desk.config, at("2026-04-01T12:00:00Z")).unwrap();
    assert_eq!(desk.waiting().len(), 1);
}

#[test]
fn a_month_without_contact_has_no_letter_and_after_a_pause_there_is_one() {
    let mut desk = Desk::new("", UNANNOUNCED);
    assert_eq!(desk.at("2026-06-10T09:00:00Z"), Written::Nothing, "nothing in May");
    let mut late = Desk::new("", UNANNOUNCED);
    assert_eq!(late.at("2026-04-20T09:00:00Z"), Written::Queued, "the machine slept");
    assert_eq!(late.at("2026-05-01T09:00:00Z"), Written::Nothing);
    assert_eq!(late.waiting().len(), 1);
}

#[test]
fn quiet_hours_hold_it_back_and_off_is_off() {
    let mut desk = Desk::new("quiet = \"08:00-12:00\"\n", UNANNOUNCED);
    assert_eq!(desk.at("2026-04-01T09:59:00Z"), Written::Nothing);
    assert_eq!(desk.at("2026-04-01T10:00:00Z"), Written::Queued);
    let mut off = Desk::new("statement = \"off\"\n", UNANNOUNCED);
    assert_eq!(off.at("2026-04-01T10:00:00Z"), Written::Nothing);
    let mut other = Desk::new("statement = \"15th 10:00\"\n", UNANNOUNCED);
    assert_eq!(other.at("2026-04-14T10:00:00Z"), Written::Nothing);
    assert_eq!(other.at("2026-04-15T08:00:00Z"), Written::Queued);
}

#[test]
fn the_first_letter_comes_before_it() {
    let mut desk = Desk::new("", "");
    let first = desk.at("2026-04-01T08:00:00Z");
    assert_eq!(first, Written::Queued);
    assert!(desk.waiting()[0].contains("X-Goodwill-Kind: first"));
    let soon = at("2026-04-01T08:00:00Z") + SignedDuration::from_mins(1);
    assert_eq!(desk.at(&soon.to_string()), Written::Nothing, "the month's end was before the first letter");
    assert_eq!(desk.waiting().len(), 1);
}
