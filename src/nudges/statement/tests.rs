//! The sums of a statement, and its letter and page.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::inference::{Basis, FavorId, Kind};
use crate::ledger::{self, Direction, Entry, Evidence, Points, Status};
use crate::nudges::lint::{offences, tallying};
use crate::nudges::{Letter, LetterContext};
use crate::observations::cues::Confidence;
use crate::people::{Address, Circle, Directory, Person, PersonId, Regime, Society, Stance};
use crate::relationships::{Occasion, OccasionSource};

use super::*;

const PEOPLE: [(&str, &str); 4] = [
    ("ana@studio.example", "Ana Reis"),
    ("ben@firm.example", "Ben Wolf"),
    ("cleo@home.example", "Cleo Hart"),
    ("mum@family.example", "Maria Okafor"),
];
const END: &str = "2026-04-01T00:00:00Z";
const POWERS: [Kind; 4] = [Kind::Advice, Kind::Help, Kind::Introduction, Kind::Gift];

/// Four people, the last of whom is family.
fn directory() -> Directory {
    let seen: BTreeMap<Address, BTreeMap<String, u32>> = PEOPLE
        .iter()
        .map(|(address, name)| (Address::parse(address).unwrap(), BTreeMap::from([((*name).to_owned(), 9)])))
        .collect();
    let family = Circle {
        name: "family".to_owned(),
        addresses: BTreeSet::from([Address::parse("mum@family.example").unwrap()]),
        names: BTreeSet::new(),
        domains: BTreeSet::new(),
        regime: Some(Regime::Communal),
        tally: true,
        expect_days: None,
        ideal_days: None,
        stance: Stance::default(),
        importance: 1000,
    };
    Directory::build(&seen, &Society { circles: vec![family], ..Society::default() })
}

fn id(directory: &Directory, person: usize) -> PersonId {
    directory.find(&Address::parse(PEOPLE[person % PEOPLE.len()].0).unwrap()).unwrap()
}

fn days_before_end(days: i64) -> Timestamp {
    END.parse::<Timestamp>().unwrap() - SignedDuration::from_hours(24 * days - 1)
}

fn entry(directory: &Directory, number: u64, person: usize, days: i64, direction: Direction) -> Entry {
    let at = days_before_end(days);
    let quote = "I would take the second offer, it leaves you more time".to_owned();
    Entry {
        id: FavorId(number),
        person: id(directory, person),
        kind: POWERS[usize::try_from(number).unwrap() % POWERS.len()],
        direction,
        basis: Basis::Favor,
        at,
        worth: Points::from_thousandths(3000),
        confidence: Confidence::from_thousandths(800),
        status: Status::Pending,
        evidence: vec![Evidence { shows: "done", source: "<a@x.example>".into(), at, quote: quote.into() }],
    }
}

fn occasion(directory: &Directory, person: usize, days: i64, source: OccasionSource) -> Occasion {
    let at = days_before_end(days);
    let day = at.to_zoned_datetime(TimeZone::UTC).date();
    Occasion { person: id(directory, person), at, day, weight: 1000, source, thread: None }
}

fn told(directory: &Directory, entries: &[Entry], occasions: &[Occasion], month: &str) -> Statement {
    let policy = ledger::Policy::default();
    let as_of = END.parse().unwrap();
    let records = Records { directory, entries, occasions, chains: &[], policy: &policy, as_of };
    Statement::of(records, Month::parse(month).unwrap(), None)
}

/// A March with a bit of everything.
fn march(directory: &Directory) -> Statement {
    use Direction::{Given, Received};
    let entries = [
        entry(directory, 1, 0, 400, Received),
        entry(directory, 2, 0, 20, Given),
        entry(directory, 3, 0, 10, Given),
        entry(directory, 4, 1, 200, Given),
        entry(directory, 5, 1, 5, Received),
        entry(directory, 6, 3, 5, Received),
    ];
    let mut occasions: Vec<Occasion> =
        [30, 28, 20, 10, 2, 45, 80].map(|days| occasion(directory, 0, days, OccasionSource::MailBoth)).into();
    occasions.push(occasion(directory, 1, 5, OccasionSource::Meeting));
    occasions.push(occasion(directory, 1, 300, OccasionSource::MailIn));
    occasions.push(occasion(directory, 2, 3, OccasionSource::MailOut));
    occasions.push(occasion(directory, 3, 4, OccasionSource::MailIn));
    told(directory, &entries, &occasions, "2026-03")
}

fn letter(statement: &Statement) -> Letter {
    statement_letter(statement, &LetterContext::default(), &TimeZone::UTC)
}

#[test]
fn nothing_is_counted_with_family_and_contact_is() {
    let directory = directory();
    let statement = march(&directory);
    let counted: Vec<&str> = statement.people.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(counted, ["Ana Reis", "Ben Wolf"]);
    assert!(statement.met.iter().any(|met| met.name == "Maria Okafor"));
    let letter = letter(&statement);
    let lines = letter.text.lines().filter(|line| line.contains("Maria"));
    assert_eq!(lines.flat_map(tallying).count(), 0);
}

#[test]
fn a_month_tells_who_was_met_and_after_how_long() {
    let directory = directory();
    let statement = march(&directory);
    let met: Vec<_> = statement
        .met
        .iter()
        .map(|met| (met.name.as_str(), met.days, met.letters, met.meetings, met.after_days))
        .collect();
    assert_eq!(
        met,
        [
            ("Ana Reis", 5, 5, 0, Some(15)),
            ("Ben Wolf", 1, 0, 1, Some(295)),
            ("Cleo Hart", 1, 1, 0, None),
            ("Maria Okafor", 1, 1, 0, None),
        ]
    );
    assert_eq!((statement.days.len(), statement.days_in_touch()), (31, 8));
    let months: Vec<u32> = statement.months.iter().map(|month| month.contacts).collect();
    assert_eq!(months, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 8], "since March 2025");
    assert_eq!(statement.days[0].date, date(2026, 3, 1));
}

#[test]
fn of_whom_tact_forbids_to_speak_the_letter_says_nothing() {
    let directory = directory();
    let hushed = march(&directory).without(&[id(&directory, 0)].into());
    assert!(!letter(&hushed).text.contains("Ana") && letter(&hushed).text.contains("Ben"));
    assert_eq!(hushed.total, march(&directory).total);
}

#[test]
fn the_letter_reads_so() {
    let letter = letter(&march(&directory()));
    insta::assert_snapshot!(format!("Subject: {}\n\n{}", letter.subject, letter.text));
}

/// The words a reader sees, bars aside.
fn words(text: &str) -> Vec<String> {
    let shown = text.replace('■', "").replace("&nbsp;", " ");
    shown.split_whitespace().filter(|word| *word != "--").map(|word| word.replace("”.", "”")).collect()
}

fn visible(html: &str) -> String {
    let (_, body) = html.split_once("</h1>").unwrap();
    body.split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_letter_keeps_the_rules_of_letters() {
    let letter = letter(&march(&directory()));
    assert_eq!(words(&visible(&letter.html)), words(&letter.text));
    assert_eq!(offences(&letter.text), Vec::<String>::new());
    assert!(
        letter.text.lines().all(|line| crate::nudges::compose::wrap::columns(line) <= 72),
        "{}",
        letter.text
    );
    assert!(letter.html.len() < 20_000 && letter.subject.chars().count() <= 50);
    for forbidden in ["<img", "<script", "<style", "<link", "href", "src=", "url(", "http", "<svg"] {
        assert!(!letter.html.contains(forbidden), "{forbidden}");
    }
    let (head, _) = letter.html.split_once("</h1>").unwrap();
    for (_, name) in PEOPLE {
        assert!(!head.contains(name.split(' ').next().unwrap()) && !letter.subject.contains(name), "{name}");
    }
    // No worth: nothing in it has a decimal point between digits.
    let bytes: Vec<char> = letter.text.chars().collect();
    assert!(!bytes.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == '.' && w[2].is_ascii_digit()));
}

#[test]
fn the_page_loads_and_runs_nothing_and_tells_its_charts_in_words() {
    let statement = march(&directory());
    let page = page(&statement, "Sam <b>Okafor</b>", None, &TimeZone::UTC);
    for forbidden in ["<script", "<link", "<img", "href", "src=", "url(", "http:", "https:", " on", "<b>"] {
        let found =
            page.match_indices(forbidden).any(|(at, _)| forbidden != " on" || page[at..].starts_with(" on="));
        assert!(!found, "{forbidden}");
    }
    let drawings = page.matches("<svg").count();
    assert_eq!((drawings, page.matches("<desc ").count(), page.matches("role=\"img\"").count()), (5, 5, 5));
    for needed in
        ["lang=\"en\"", "prefers-color-scheme:dark", "Content-Security-Policy", "viewport", "e0000000002"]
    {
        assert!(page.contains(needed), "{needed}");
    }
    let figures: Vec<String> =
        [statement.total.opening, statement.total.closing].map(|p| p.to_string()).into();
    assert!(figures.iter().all(|figure| page.contains(&format!("<dd>{figure}</dd>"))));
}

#[test]
fn a_month_without_anything_has_a_page_too() {
    let directory = directory();
    let statement = told(&directory, &[], &[], "2026-03");
    assert!(statement.is_empty());
    assert!(page(&statement, "Sam", Some("Ana"), &TimeZone::UTC).contains("Ana: March 2026"));
    let letter = letter(&statement);
    assert_eq!(words(&visible(&letter.html)), words(&letter.text));
}

prop_compose! {
    fn any_entry()(
        number in 0_u64..1000, person in 0_usize..4, days in 1_i64..3000, given: bool, worth in 0_i64..9000,
        confidence in 0_u16..=1000, status in 0_usize..5, favor in 0_u8..4,
    ) -> Entry {
        let direction = if given { Direction::Given } else { Direction::Received };
        let all = [Status::Pending, Status::Acknowledged, Status::Posted, Status::Voided];
        let half_life = if given { 365 } else { 1460 };
        // An entry expires by its age alone, and what the owner ruled on never does.
        let status = all.get(status).copied().unwrap_or(Status::Pending);
        let old = days - 1 > half_life && matches!(status, Status::Pending | Status::Acknowledged);
        Entry {
            worth: if favor == 0 { Points::ZERO } else { Points::from_thousandths(worth) },
            basis: if favor == 0 { Basis::Duty } else { Basis::Favor },
            confidence: Confidence::from_thousandths(confidence),
            status: if old { Status::Expired } else { status },
            ..entry(&directory(), number, person, days, direction)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_figure_is_the_sum_of_the_rows_listed(entries in proptest::collection::vec(any_entry(), 0..40)) {
        let directory = directory();
        let statement = told(&directory, &entries, &[], "2026-03");
        let mut total = Sums::default();
        for account in &statement.people {
            let sum = |of: fn(&Row) -> Points| account.rows.iter().map(of).sum::<Points>();
            let moved = |direction| {
                let rows = account.rows.iter().filter(move |row| row.direction == direction);
                rows.map(|row| row.moved).sum::<Points>()
            };
            let sums = account.sums;
            prop_assert_eq!(sums.opening, sum(|row| row.opening));
            prop_assert_eq!(sums.closing, sum(|row| row.closing));
            prop_assert_eq!(sums.given, moved(Direction::Given));
            prop_assert_eq!(sums.received, moved(Direction::Received));
            prop_assert_eq!(sums.closing, sums.opening + sums.given - sums.received + sums.faded);
            prop_assert!(account.low <= sums.closing && sums.closing <= account.high);
            total += sums;
        }
        prop_assert_eq!(statement.total, total);
        // The ledger says the same.
        let accounts = ledger::accounts(&entries, &ledger::Policy::default(), END.parse().unwrap());
        for account in &statement.people {
            prop_assert_eq!(account.sums.closing, accounts[&account.person].balance.mid);
        }
        // A month ends with what the next begins with.
        let february = told(&directory, &entries, &[], "2026-02");
        prop_assert_eq!(february.total.closing, statement.total.opening);
        prop_assert_eq!(statement.months.last().unwrap().closing, statement.total.closing);
    }

    #[test]
    fn no_name_or_quote_breaks_letter_or_page(name in "(?s).{0,80}", quote in "(?s).{0,300}") {
        let directory = directory();
        let mut statement = march(&directory);
        for account in &mut statement.people {
            account.name.clone_from(&name);
            account.rows.iter_mut().for_each(|row| row.quote.clone_from(&quote));
        }
        statement.met.iter_mut().for_each(|met| met.name.clone_from(&name));
        let letter = letter(&statement);
        prop_assert!(letter.text.lines().all(|line| crate::nudges::compose::wrap::columns(line) <= 72));
        prop_assert!(letter.text.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(letter.html.len() < 20_000);
        let page = page(&statement, &name, Some(&name), &TimeZone::UTC);
        prop_assert_eq!(page.matches("<script").count() + page.matches("<svg").count(), 5);
    }
}

#[test]
fn the_person_of_a_statement_may_be_one() {
    let directory = directory();
    let policy = ledger::Policy::default();
    let entries =
        [entry(&directory, 1, 0, 5, Direction::Given), entry(&directory, 2, 1, 5, Direction::Given)];
    let occasions = [occasion(&directory, 0, 5, OccasionSource::MailIn)];
    let as_of = END.parse().unwrap();
    let records = Records {
        directory: &directory,
        entries: &entries,
        occasions: &occasions,
        chains: &[],
        policy: &policy,
        as_of,
    };
    let ben: &Person = directory.person(id(&directory, 1)).unwrap();
    let statement = Statement::of(records, Month::parse("2026-03").unwrap(), Some(ben.id));
    assert_eq!(statement.people.len(), 1);
    assert_eq!((statement.people[0].person, statement.met.len()), (ben.id, 0));
}

/// Ana's introduction, which led to Ben, who helped and whom the owner advised; and one of family.
fn chains_of(directory: &Directory) -> Vec<Chain> {
    let step = |depth, person: usize, days, came| Step {
        depth,
        at: days_before_end(days),
        person: id(directory, person),
        name: PEOPLE[person].1.to_owned(),
        came,
    };
    let favor = |number, direction, kind| Came::Favor { entry: FavorId(number), direction, kind };
    let start = step(0, 0, 200, favor(1, Direction::Received, Kind::Introduction));
    let steps = vec![
        step(1, 1, 190, Came::Contact { conversations: 2, meetings: 1 }),
        step(2, 1, 20, favor(2, Direction::Received, Kind::Help)),
        step(2, 3, 15, favor(3, Direction::Given, Kind::Gift)),
        step(1, 0, 10, favor(4, Direction::Given, Kind::Advice)),
    ];
    let family = step(0, 3, 100, favor(5, Direction::Given, Kind::Help));
    let returned = vec![step(1, 3, 10, favor(6, Direction::Received, Kind::Help))];
    vec![Chain { start, steps }, Chain { start: family, steps: returned }]
}

fn with_chains(directory: &Directory, month: &str, only: Option<usize>) -> Statement {
    let policy = ledger::Policy::default();
    let entries = [entry(directory, 1, 0, 200, Direction::Received)];
    let records = Records {
        directory,
        entries: &entries,
        occasions: &[],
        chains: &chains_of(directory),
        policy: &policy,
        as_of: END.parse().unwrap(),
    };
    Statement::of(records, Month::parse(month).unwrap(), only.map(|person| id(directory, person)))
}

#[test]
fn what_came_of_favors_in_the_month_is_told_and_drawn() {
    let directory = directory();
    let statement = with_chains(&directory, "2026-03", None);
    let names = |chain: &Chain| chain.steps.iter().map(|step| step.name.clone()).collect::<Vec<_>>();
    let told: Vec<Vec<String>> = statement.chains.iter().map(names).collect();
    assert_eq!(told, [["Ben Wolf", "Ben Wolf", "Ana Reis"]], "nothing is told of family");
    let letter = letter(&statement);
    assert!(letter.text.contains("What came of it"), "{}", letter.text);
    assert!(
        letter.text.contains("Introduction received from Ana Reis: help received from Ben Wolf."),
        "{}",
        letter.text
    );
    assert_eq!(words(&visible(&letter.html)), words(&letter.text));
    assert_eq!(offences(&letter.text), Vec::<String>::new());
    let page = page(&statement, "Sam", None, &TimeZone::UTC);
    assert_eq!(page.matches("class=\"branch\"").count(), 3);
    assert!(page.contains("led to: two conversations and one meeting with Ben Wolf, 23 Sep 2025"));
}

#[test]
fn a_chain_is_told_where_it_went_on_and_of_whom_it_began_with() {
    let directory = directory();
    let count = |month, only| with_chains(&directory, month, only).chains.len();
    assert_eq!(count("2026-03", Some(0)), 1);
    assert_eq!(count("2026-03", Some(1)), 0);
    assert_eq!(count("2026-01", None), 0);
}
