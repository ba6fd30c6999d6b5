//! What happens in a simulated year: who writes when, which meetings stand in the calendar, when the machine
//! sleeps and what cannot be reached.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub(super) const ME: &str = "sam@home.example";
/// Friends, and the days after which each writes as a rule.
const FRIENDS: [(&str, i64); 12] = [
    ("Ana Reis", 9),
    ("Ben Wolf", 14),
    ("Cleo Hart", 21),
    ("Dan Moor", 28),
    ("Eva Lind", 35),
    ("Finn Gray", 40),
    ("Gita Rao", 45),
    ("Hugo Font", 50),
    ("Iris Bell", 60),
    ("Jon Peake", 70),
    ("Kim Sato", 25),
    ("Lea Brandt", 30),
];
const SUSPENDS: i64 = 50;
const OUTAGES: i64 = 100;
/// Days of history before the start.
const PAST_DAYS: i64 = 400;
/// Lines a message may hold beside the greeting, by who writes.
const THEIRS: [&str; 5] = [
    "The garden is coming along well.",
    "Could you tell me which printer you chose for the book?",
    "I can lend you my ladder if you like.",
    "Here is the address of the tax office that you asked for.",
    "We moved the shed last week.",
];
const OURS: [&str; 4] = [
    "Good to hear from you.",
    "I will send you the plans of the shed.",
    "I'll send you the photographs by Friday.",
    "Could you send me the address of the tax office?",
];

/// Numbers drawn from a seed (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((z ^ (z >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }

    fn of<'a>(&mut self, lines: &[&'a str]) -> &'a str {
        lines[usize::try_from(self.below(i64::try_from(lines.len()).unwrap())).unwrap()]
    }
}

type Span = (Timestamp, Timestamp);

pub(super) struct Story {
    /// What comes when, the latest first.
    items: Vec<(Timestamp, String)>,
    pub(super) suspends: Vec<Span>,
    pub(super) source_outages: Vec<Span>,
    pub(super) line_outages: Vec<Span>,
    away: Vec<Span>,
}

impl Story {
    pub(super) fn new(dice: &mut Dice, start: Timestamp, days: i64) -> Self {
        let mut items = Vec::new();
        for (name, gap) in FRIENDS {
            friendship(dice, start, days, name, gap, &mut items);
        }
        let mut away = Vec::new();
        for (first, length) in [(40, 5), (210, 16)] {
            let from = midnight(start + hours(24 * first));
            let until = midnight(from + hours(24 * length + 2));
            away.push((from, until));
            items.push((start, holiday(from, until)));
        }
        for week in 0..days / 14 {
            let name = FRIENDS[usize::try_from(week).unwrap() % FRIENDS.len()].0;
            let at = start + hours(24 * 14 * week + 24 * dice.below(10) + 3 + dice.below(6));
            items.push((at - hours(24 * 5).min(at.duration_since(start)), meeting(week, name, at)));
        }
        items.sort_by(|a, b| b.cmp(a));
        let mut spans = |count: i64, longest: i64| -> Vec<Span> {
            let mut spans: Vec<Span> = (0..count * days / 365)
                .map(|_| {
                    let from = start + SignedDuration::from_mins(dice.below(days * 24 * 60));
                    (from, from + hours(1 + dice.below(longest)))
                })
                .collect();
            spans.sort();
            spans
        };
        let (suspends, source_outages, line_outages) =
            (spans(SUSPENDS, 30), spans(OUTAGES, 12), spans(OUTAGES, 12));
        Self { items, suspends, source_outages, line_outages, away }
    }

    /// Everything that has come by `now` and was not asked for before.
    pub(super) fn come_by(&mut self, now: Timestamp) -> Vec<String> {
        let mut come = Vec::new();
        while self.items.last().is_some_and(|(at, _)| *at <= now) {
            come.extend(self.items.pop().map(|(_, item)| item));
        }
        come
    }

    /// Whether the calendar says that the owner is away.
    pub(super) fn is_away(&self, at: Timestamp) -> bool {
        self.away.iter().any(|(from, until)| (*from..*until).contains(&at))
    }
}

/// Letters between the owner and a friend: at the friend's gap, more or less, and now and then with a long pause.
fn friendship(
    dice: &mut Dice,
    start: Timestamp,
    days: i64,
    name: &str,
    gap: i64,
    items: &mut Vec<(Timestamp, String)>,
) {
    let friend = format!("{name} <{}>", address(name));
    let me = format!("Sam Okafor <{ME}>");
    let mut day = -PAST_DAYS + dice.below(gap);
    while day < days {
        let at = start + hours(24 * day + dice.below(12));
        let id = format!("{day}.{}", address(name));
        items.push((at, mail(&friend, &me, &id, None, at, dice.of(&THEIRS))));
        if dice.below(3) > 0 {
            let answer = at + hours(1 + dice.below(60));
            items.push((answer, mail(&me, &friend, &format!("re.{id}"), Some(&id), answer, dice.of(&OURS))));
        }
        day += gap / 2 + dice.below(gap) + 1;
        if dice.below(8) == 0 {
            day += gap * 3;
        }
    }
}

fn address(name: &str) -> String {
    format!("{}@friends.example", name.to_lowercase().replace(' ', "."))
}

fn mail(from: &str, to: &str, id: &str, parent: Option<&str>, at: Timestamp, line: &str) -> String {
    let mut text = format!(
        "Message-ID: <{id}>\r\nDate: {}\r\nFrom: {from}\r\nTo: {to}\r\n",
        at.strftime("%a, %d %b %Y %H:%M:%S +0000")
    );
    if let Some(parent) = parent {
        write!(text, "In-Reply-To: <{parent}>\r\n").unwrap();
    }
    write!(text, "Subject: {}The shed\r\n\r\nHi,\r\n\r\n{line}\r\n", parent.map_or("", |_| "Re: ")).unwrap();
    text
}

fn calendar(event: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//home//EN\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn meeting(number: i64, name: &str, at: Timestamp) -> String {
    let time = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    calendar(&format!(
        "UID:m{number}@home.example\r\nDTSTAMP:20250101T090000Z\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:Coffee\r\n\
         ORGANIZER:mailto:{ME}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}\r\n\
         ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{}\r\n",
        time(at),
        time(at + hours(1)),
        address(name)
    ))
}

fn holiday(from: Timestamp, until: Timestamp) -> String {
    let day = |at: Timestamp| at.to_zoned_datetime(zone()).strftime("%Y%m%d").to_string();
    calendar(&format!(
        "UID:away{}@home.example\r\nDTSTAMP:20250101T090000Z\r\nDTSTART;VALUE=DATE:{}\r\n\
         DTEND;VALUE=DATE:{}\r\nSUMMARY:Holiday\r\n",
        day(from),
        day(from),
        day(until)
    ))
}

/// The midnight before, where the owner lives.
fn midnight(at: Timestamp) -> Timestamp {
    at.to_zoned_datetime(zone()).start_of_day().unwrap().timestamp()
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}
