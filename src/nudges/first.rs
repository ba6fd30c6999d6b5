//! The first letter: what was read, a few things that were open, and who people are to the owner.
//!
//! What is not answered stays as it is: everybody is read as an equal, or as a colleague within the owner's
//! own organisations.

use askama::Template;

use super::compose::{ANSWERING, Item, SENDER, rendered, wrap};
use super::mailto::Answers;
use super::plain::plain;
use super::words::{Today, capital, number};
use super::{Letter, Nudge};

/// Most things that were open.
pub const MAX_OPEN: usize = 3;
/// Most people to settle.
pub const MAX_PEOPLE: usize = 20;
/// Longest name, in characters.
const MAX_NAME: usize = 60;
/// What the letter is called: no name, so that it may stand on a locked screen.
const SUBJECT: &str = "Your mail is read: a first look";
/// What is asked of people.
const ASK: &str = "Who are they to you? A word each settles it, and tells what is counted between you and what is \
    not. Nobody needs an answer: who has none is read with caution, as an equal.";
/// What somebody may be.
const ROLES: [&str; 4] = ["family", "friend", "work", "ignore"];

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstLook {
    /// Messages.
    pub messages: usize,
    /// Entries of calendars.
    pub meetings: usize,
    /// People found.
    pub people: usize,
    /// When the oldest message was written.
    pub since: jiff::Timestamp,
}

/// Somebody of whom it is not known who he or she is to the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// The name.
    pub name: String,
    /// Days on which the two were in touch.
    pub occasions: u32,
    /// When they last were.
    pub last_contact: jiff::Timestamp,
}

/// A line with a number, and the answers to it.
struct Row {
    heading: String,
    links: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "nudges/templates/first.html")]
struct HtmlFirst<'a> {
    subject: &'a str,
    intro: &'a str,
    items: &'a [Item<'a>],
    ask: Option<&'a str>,
    rows: &'a [Row],
    footer: &'a [&'a str],
}

#[derive(Template)]
#[template(path = "nudges/templates/first.txt", escape = "none")]
struct TextFirst<'a> {
    intro: String,
    items: &'a [Item<'a>],
    ask: Option<String>,
    rows: Vec<String>,
    footer: String,
}

/// Composes the first letter. Of what is open at most [`MAX_OPEN`] are told, of people at most
/// [`MAX_PEOPLE`]; the numbers of people go on from those.
#[must_use]
pub fn first_letter(
    look: &FirstLook,
    open: &[Nudge],
    people: &[Unsettled],
    today: Today<'_>,
    answers: Option<&Answers>,
) -> Letter {
    let intro = look.sentence(today);
    let items: Vec<Item<'_>> = (1..)
        .zip(open.iter().take(MAX_OPEN))
        .map(|(number, nudge)| Item::new(number, nudge, answers))
        .collect();
    let numbers = items.len() + 1..;
    let rows: Vec<Row> = numbers
        .zip(people.iter().take(MAX_PEOPLE))
        .map(|(number, person)| person.row(number, today, answers))
        .collect();
    let ask = (!rows.is_empty()).then_some(ASK);
    let answerable = answers.is_some() && !(items.is_empty() && rows.is_empty());
    let footer: Vec<&str> = answerable.then_some(ANSWERING).into_iter().chain([SENDER]).collect();
    let html =
        HtmlFirst { subject: SUBJECT, intro: &intro, items: &items, ask, rows: &rows, footer: &footer };
    let html = rendered(&html);
    let text = TextFirst {
        intro: wrap::wrap(&intro, "", ""),
        items: &items,
        ask: ask.map(|ask| wrap::wrap(ask, "", "")),
        rows: rows.iter().map(Row::wrapped).collect(),
        footer: footer.iter().map(|line| wrap::wrap(line, "", "")).collect(),
    };
    Letter { subject: SUBJECT.to_owned(), text: rendered(&text), html }
}

impl FirstLook {
    fn sentence(&self, today: Today<'_>) -> String {
        let count = |count, one: &str, many: &str| {
            format!("{} {}", number(count), if count == 1 { one } else { many })
        };
        let read = count(self.messages, "message", "messages");
        let meetings = count(self.meetings, "calendar entry", "calendar entries");
        let people = capital(&count(self.people, "person was", "people were"));
        let since = today.day_of(self.since);
        format!("Read so far: {read}, the oldest of {since}, and {meetings}. {people} found in them.")
    }
}

impl Unsettled {
    fn row(&self, number: usize, today: Today<'_>, answers: Option<&Answers>) -> Row {
        let (name, last) = (plain(&self.name, MAX_NAME), today.on(self.last_contact));
        let times = if self.occasions == 1 { "day" } else { "days" };
        let heading = format!("{number}. {name}: in touch on {} {times}, last {last}", self.occasions);
        let links = answers.map(|answers| {
            let words = ROLES.map(|role| format!("{number} {role}"));
            words.map(|words| (words.clone(), answers.link(&words))).into()
        });
        Row { heading, links: links.unwrap_or_default() }
    }
}

impl Row {
    fn wrapped(&self) -> String {
        let mut lines = wrap::wrap(&self.heading, "", "    ");
        let words: Vec<&str> = self.links.iter().map(|(words, _)| words.as_str()).collect();
        if !words.is_empty() {
            lines.push_str(&wrap::wrap(&words.join(" · "), "    ", "    "));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use crate::nudges::commands::{self, LetterCode, Unread};
    use crate::nudges::lint::offences;
    use crate::nudges::scenario::{AS_OF, days_ago, every_kind};
    use crate::observations::MessageId;
    use crate::people::Address;

    use super::*;

    fn composed(names: usize) -> Letter {
        let code = LetterCode::of(&MessageId::parse("<first.1@home.example>").unwrap(), "s");
        let answers = Answers { owner: Address::parse("alex@home.example").unwrap(), code };
        let look = FirstLook { messages: 18_204, meetings: 1, people: 212, since: days_ago(1000) };
        let people: Vec<Unsettled> = (0..names)
            .map(|at| Unsettled {
                name: format!("Ana Ruiz-Solheim {at}"),
                occasions: 40,
                last_contact: days_ago(9),
            })
            .collect();
        let open = every_kind().policy(|policy| policy.max_people = 9).choose().nudges;
        first_letter(
            &look,
            &open,
            &people,
            Today::new(AS_OF.parse().unwrap(), &TimeZone::UTC),
            Some(&answers),
        )
    }

    #[test]
    fn the_first_letter_reads_so() {
        let letter = composed(2);
        insta::assert_snapshot!(format!("Subject: {}\n\n{}", letter.subject, letter.text));
    }

    #[test]
    fn it_is_small_links_to_the_owner_alone_and_keeps_the_wording_rules() {
        let letter = composed(40);
        assert!(letter.html.len() < 20_000, "{} bytes", letter.html.len());
        assert_eq!(letter.text.matches(" family · ").count(), MAX_PEOPLE);
        assert_eq!(letter.html.matches("<h3").count(), MAX_OPEN);
        for link in letter.html.split("href=\"").skip(1) {
            assert!(link.starts_with("mailto:alex@home.example?subject=goodwill%20"), "{link}");
        }
        assert_eq!(offences(&letter.text), Vec::<String>::new());
        assert!(letter.text.lines().all(|line| wrap::columns(line) <= 72));
        let offered = letter.text.lines().filter(|line| line.contains(" · "));
        for words in offered.flat_map(|line| line.trim().trim_start_matches("Answer: ").split(" · ")) {
            assert_eq!(commands::read(words).unread, Unread::Nothing, "{words}");
        }
    }

    #[test]
    fn nobody_to_settle_is_not_asked_about() {
        let letter = composed(0);
        assert!(!letter.text.contains("Who are they") && !letter.html.contains("Who are they"));
    }

    #[test]
    fn how_to_answer_stands_in_both_parts() {
        let letter = composed(2);
        assert!(letter.text.contains(ANSWERING) && letter.html.contains(ANSWERING));
    }
}
