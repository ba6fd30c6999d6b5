//! `--as-of` leaks nothing: the whole mailbox answers for a date as the mailbox that ends there does.

use std::fmt::Write as _;
use std::fs;

use crate::world::{ME, World};

const CUT: &str = "2026-04-01";
/// Invented people of many rhythms, with the gap between their letters in days.
const PEOPLE: [(&str, usize); 8] = [
    ("Ana Reis <ana@studio.example>", 3),
    ("Ben Ito <ben@yard.example>", 7),
    ("Cy Moss <cy@lab.example>", 11),
    ("Lena Voss <lena@site.example>", 16),
    ("Maria Holm <maria@mill.example>", 23),
    ("Bob Quist <bob@bank.example>", 31),
    ("Ida Falk <ida@museum.example>", 45),
    ("Gil Tan <gil@hosting.example>", 60),
];
const WORDS: [&str; 5] = [
    "Hi,\n\nCould you send me the plan of the garden?\n",
    "Hi,\n\nHere is the plan that you asked for.\n",
    "Hi,\n\nThank you so much for the plan, it helped a lot.\n",
    "Hi,\n\nI will send you the list of plants by Friday.\n",
    "Hi,\n\nthe roses are out, and the dog is fine.\n",
];

/// Letters from autumn to summer: date, from, to, what it answers, body. After the cut everything that could shine
/// back: answers, thanks, second addresses, copies that make a sender look like bulk, and people to come.
fn letters() -> Vec<(String, String, String, Option<usize>, &'static str)> {
    let start: jiff::civil::Date = "2025-09-01".parse().unwrap();
    let mut letters = Vec::new();
    for (who, gap) in PEOPLE {
        for number in 0..300 / gap {
            let day =
                start.saturating_add(jiff::Span::new().days(i64::try_from(number * gap + gap / 2).unwrap()));
            let (from, to) = if number % 3 == 1 { (ME, who) } else { (who, ME) };
            let from = if number % 3 != 1 && day.to_string().as_str() >= CUT && number % 2 == 0 {
                who.replace('@', ".new@")
            } else {
                from.to_owned()
            };
            letters.push((
                format!("{day} 09:{:02}", gap % 60),
                from,
                to.to_owned(),
                number,
                WORDS[number % 5],
            ));
        }
    }
    letters.sort_by(|a, b| a.0.cmp(&b.0));
    let mut told = Vec::new();
    for (at, (date, from, to, number, body)) in letters.into_iter().enumerate() {
        // Half of the letters answer one of some days before, which may lie on the other side of the cut.
        told.push((date, from, to, (number % 2 == 1 && at > 4).then(|| at - 3), body));
    }
    told
}

/// A world with the letters before a date, or with all.
fn world(before: Option<&str>) -> World {
    let mut world = World::at(CUT);
    for (at, (date, from, to, parent, body)) in letters().iter().enumerate() {
        if before.is_none_or(|cut| date.as_str() < cut) {
            let mut fields = String::new();
            if let Some(parent) = parent {
                writeln!(fields, "In-Reply-To: <{}@mail.example>", parent + 1).unwrap();
            }
            world = world.message(from, to, date, &format!("Garden {}", at % 17), &fields, body);
        }
    }
    world.import()
}

/// Everything that is said of people, entries and meetings as of the cut.
fn told(world: &World) -> Vec<String> {
    let mut told = Vec::new();
    for arguments in
        [&["people"][..], &["ledger", "--all"], &["nudge"], &["give"], &["explain", "--meetings"]]
    {
        told.extend(world.json(arguments).iter().map(ToString::to_string));
    }
    for (who, _) in PEOPLE {
        let name = who.split(" <").next().unwrap();
        told.extend(world.json(&["show", name]).iter().map(ToString::to_string));
        told.extend(world.json(&["explain", name]).iter().map(ToString::to_string));
    }
    told
}

#[test]
fn the_whole_mailbox_answers_for_a_date_as_one_that_ends_there() {
    let (whole, cut) = (world(None), world(Some(CUT)));
    let (whole_told, cut_told) = (told(&whole), told(&cut));
    assert!(cut_told.len() > 50, "{}", cut_told.len());
    let mailbox = |world: &World| fs::read_to_string(world.path("mail.mbox")).unwrap().len();
    assert!(mailbox(&whole) > mailbox(&cut), "nothing was cut off");
    for (whole, cut) in whole_told.iter().zip(&cut_told) {
        assert_eq!(whole, cut);
    }
    assert_eq!(whole_told.len(), cut_told.len());
}
