//! Everyday work mail between the owner and colleagues, put together of parts so that no two are alike.

use jiff::civil::{Date, Time};

use super::cast::{Actor, Cast};
use super::days;
use super::dice::Dice;
use super::message::Message;
use super::parts::Format;

/// Weeks before this one in which there is work.
const WEEKS: i64 = 59;
/// Weeks in which every question is answered.
const OPEN_WEEKS: i64 = 12;
/// Colleagues, by their keys in the cast.
const COLLEAGUES: [&str; 5] = ["sofia", "ben", "yuki", "gareth", "ana"];

const PROJECTS: [&str; 14] = [
    "Quay 7",
    "the Setúbal terminal",
    "the crane survey",
    "the tide tables",
    "berth planning",
    "the customs form",
    "Leixões phase two",
    "the tug contract",
    "the pilot app",
    "dredging",
    "the safety handbook",
    "the container index",
    "the yard map",
    "the ferry timetable",
];
const PAPERS: [&str; 10] = [
    "weekly report",
    "figures",
    "minutes",
    "draft",
    "schedule",
    "agenda",
    "status update",
    "spreadsheet",
    "site list",
    "comparison table",
];
const REPORTS: [&str; 8] = [
    "Please find attached the {paper} for {project}.",
    "The {paper} for {project} is attached, {number} rows this time.",
    "Attached is the {paper} for {project}, version {number}.",
    "Here is the {paper} on {project}; lines {number} and below are new.",
    "For the file: the {paper} on {project}, as of {day}.",
    "The {paper} for {project} has been updated with the numbers of {day}.",
    "Below is the {paper} for {project}. The total for {month} is {number}.",
    "{number} items are open in the {paper} for {project}, {second} are closed.",
];
const QUESTIONS: [&str; 8] = [
    "Can you send me the {paper} for {project} by {day}?",
    "Who has the current {paper} for {project}? Mine ends at line {number}.",
    "Could we move the call on {project} to {day} at {hour}?",
    "Do you have the {month} numbers for {project}? I come to {number}, the system says {second}.",
    "Is the {paper} for {project} final, or does Kessler still have to see it?",
    "Which room do we have for {project} on {day}? Calendar says 4B, the door says {number}.",
    "Please confirm {number} as the budget line for {project}.",
    "Does {hour} on {day} suit you for the review of {project}?",
];
const REMARKS: [&str; 12] = [
    "The difference to {month} comes from the two late deliveries.",
    "Column F is still in feet, ignore it.",
    "Kessler wants it in the shared folder.",
    "Page {number} has changed, the rest is as before.",
    "The old version goes to the archive on {day}.",
    "Lisbon and Porto count holidays differently, hence the gap.",
    "I left out berth {number}, it is closed until further notice.",
    "The meeting on {day} stays at {hour}.",
    "Customs answered, finally: {number} forms, not {second}.",
    "Numbers for {month} follow when the port office has closed its books.",
    "There are {second} of them, {number} with a photograph.",
    "The client calls on {day}.",
];
const ANSWERS: [&str; 10] = [
    "Thanks, received. {number} it is.",
    "OK for {day}, {hour}.",
    "Noted. My copy says {second}, yours wins.",
    "Thanks. I have forwarded it to the port office, reference {number}/{second}.",
    "{day} does not work for me, {hour} the day after does.",
    "Confirmed: {number}.",
    "Attached, {number} pages. The others are void.",
    "Thanks, that matches mine but for line {second}.",
    "It is in the shared folder under {number}-{second}.",
    "Got it. The {month} column is mine, the rest comes from Ana's table.",
];
const ENDS: [&str; 6] = ["Regards,", "Best,", "Thanks,", "Kind regards,", "Best regards,", ""];

/// Work mail of fourteen months up to the day before `today`.
pub(super) fn messages(today: Date) -> Vec<Message> {
    let cast = Cast::read();
    let Some(owner) = cast.get("alexw") else { return Vec::new() };
    let mut dice = Dice::of("everyday work");
    let mut out = Vec::new();
    for week in (1..=WEEKS).rev() {
        for turn in 0..2 + i64::from(week % 3 == 0) {
            let weekday = dice.pick(&["mon", "tue", "wed", "thu", "fri"]);
            let Some(colleague) = cast.get(dice.pick(&COLLEAGUES)) else { continue };
            let Some(day) = days::day(&format!("w{week} {weekday}"), today) else { continue };
            let name = format!("work-{week}-{turn}");
            let first = opening(&name, day, owner, colleague, &mut dice);
            // What is open in the end is told by the stories.
            if dice.between(0, 10) < 6 || week <= OPEN_WEEKS {
                out.push(answer(&format!("{name}-re"), day, &first, &mut dice));
            }
            out.push(first);
        }
    }
    out
}

fn opening(name: &str, day: Date, owner: &Actor, colleague: &Actor, dice: &mut Dice) -> Message {
    let (from, to) = if dice.between(0, 3) == 0 { (owner, colleague) } else { (colleague, owner) };
    let words = Words::new(day, dice);
    let is_report = dice.between(0, 2) == 0;
    let line = dice.pick(if is_report { &REPORTS } else { &QUESTIONS });
    let mut text = format!("{},\n\n{}", greeting(to, dice), words.fill(line));
    for _ in 0..dice.between(0, 3) {
        text.extend([" ", &words.fill(dice.pick(&REMARKS))]);
    }
    text.push_str(&closing(from, dice));
    let subject = subject(&words, dice);
    let mut message = Message::new(name, at(day, 8, 12, dice), from, vec![to.clone()], subject, text);
    if is_report {
        let file = words.project.trim_start_matches("the ").replace(' ', "-").to_lowercase();
        let ending = dice.pick(&["pdf", "csv", "xlsx"]);
        message.body.files.push(format!(
            "{}-{}.{ending}",
            file.replace('ú', "u").replace('õ', "o"),
            words.number
        ));
    } else if dice.between(0, 6) == 0 {
        message.body.format = Format::Both;
    }
    message
}

fn answer(name: &str, day: Date, parent: &Message, dice: &mut Dice) -> Message {
    let to = &parent.from;
    let from = parent.to.first().unwrap_or(to);
    let words = Words::new(day, dice);
    let mut text = words.fill(dice.pick(&ANSWERS));
    text.push_str(&closing(from, dice));
    let subject = format!("Re: {}", parent.subject);
    let mut message = Message::new(name, at(day, 13, 17, dice), from, vec![to.clone()], subject, text);
    message.body.tail = match dice.between(0, 3) {
        0 => super::thread::quote(parent),
        1 => super::thread::original_message(parent),
        _ => String::new(),
    };
    message.answering(parent)
}

fn subject(words: &Words<'_>, dice: &mut Dice) -> String {
    let project = words.project.trim_start_matches("the ");
    let start = project.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let project = format!("{start}{}", project.chars().skip(1).collect::<String>());
    match dice.between(0, 4) {
        0 => format!("{project}: {}", words.paper),
        1 => format!("{project} {}", words.month),
        2 => format!("{project}, {}", words.paper),
        _ => format!("{} for {}", words.day, words.project),
    }
}

fn greeting(to: &Actor, dice: &mut Dice) -> String {
    let first = to.name.split(' ').next().unwrap_or_default();
    match dice.between(0, 3) {
        0 => format!("Hi {first}"),
        1 => format!("Hello {first}"),
        _ => first.to_owned(),
    }
}

fn closing(from: &Actor, dice: &mut Dice) -> String {
    let first = from.name.split(' ').next().unwrap_or_default();
    let end = dice.pick(&ENDS);
    if dice.between(0, 4) == 0 {
        return format!("\n\n{first}\n\n-- \n{}\nHarbor Works, Lisbon\n", from.name);
    }
    format!("\n\n{end}\n{first}\n").replace("\n\n\n", "\n\n")
}

fn at(day: Date, from: i64, to: i64, dice: &mut Dice) -> jiff::Timestamp {
    let mut part = |from, to| i8::try_from(dice.between(from, to)).unwrap_or(0);
    let (hour, minute, second) = (part(from, to), part(0, 60), part(0, 60));
    days::instant(day, Time::new(hour, minute, second, 0).unwrap_or(Time::midnight()))
}

/// What stands in the gaps of a sentence.
struct Words<'a> {
    project: &'a str,
    paper: &'a str,
    day: &'static str,
    month: &'static str,
    hour: String,
    number: i64,
    second: i64,
}

impl Words<'_> {
    fn new(day: Date, dice: &mut Dice) -> Self {
        let soon = days::add(day, dice.between(1, 5)).unwrap_or(day);
        let soon = if soon.weekday().to_monday_zero_offset() > 4 { day } else { soon };
        Self {
            project: dice.pick(&PROJECTS),
            paper: dice.pick(&PAPERS),
            day: days::weekday_name(soon),
            month: days::month_name(days::add(day, -31).unwrap_or(day)),
            hour: format!("{}:{}", dice.between(9, 17), dice.pick(&["00", "15", "30", "45"])),
            number: dice.between(12, 990),
            second: dice.between(3, 12),
        }
    }

    fn fill(&self, sentence: &str) -> String {
        sentence
            .replace("{project}", self.project)
            .replace("{paper}", self.paper)
            .replace("{day}", self.day)
            .replace("{month}", self.month)
            .replace("{hour}", &self.hour)
            .replace("{number}", &self.number.to_string())
            .replace("{second}", &self.second.to_string())
    }
}
