//! From a choice to a letter: subject, text and HTML, the same words in the same order.
//!
//! Nothing in the HTML is loaded from anywhere, nothing in it acts: no image, script, style sheet or link but
//! those that open an answer to the owner himself in his mail program.

mod subject;
pub(super) mod wrap;

use askama::Template;

use super::mailto::Answers;
use super::plain::plain;
use super::words::{call_name, number};
use super::{Brief, Choice, Nudge, NudgeKind, Today};

pub use subject::SubjectStyle;

/// Longest line of a source's health, in characters, and most such lines.
const MAX_HEALTH: usize = 200;
const MAX_HEALTH_LINES: usize = 12;

/// How to answer, at the end of a letter that can be answered.
pub(super) const ANSWERING: &str = "Answer with such words, one to a line; also: pause all 2w, undo, help.";
/// The last line of every letter.
pub(super) const SENDER: &str = "Sent by goodwill, on your own machine, to you alone.";

/// What a letter says beside the nudges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterContext {
    /// Whether names may stand in the subject.
    pub subject: SubjectStyle,
    /// How the sources are, a sentence a line; at most twelve are shown.
    pub health: Vec<String>,
    /// Where answers go; none where they are not read.
    pub answers: Option<Answers>,
    /// Whether letters come monthly, since nothing came of the last ones; see `Memory::slows`.
    pub slow: bool,
}

/// A letter, ready to be made a message or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// At most 50 characters.
    pub subject: String,
    /// Plain text, lines of at most 72 characters ended by LF.
    pub text: String,
    /// A whole HTML document.
    pub html: String,
}

/// One item: what is said of one person.
pub(super) struct Item<'a> {
    /// By which replies name it; `None` where nothing is to be answered.
    pub(super) number: Option<usize>,
    pub(super) heading: String,
    pub(super) why: &'a [String],
    /// Empty where nothing is suggested.
    pub(super) suggestion: &'a str,
    pub(super) question: Option<String>,
    /// Whether it speaks of something that may have been no favor.
    pub(super) of_thanks: bool,
    pub(super) answers: Option<&'a Answers>,
}

/// A sentence, its quoted words apart.
struct Sentence<'a> {
    lead: &'a str,
    quote: Option<&'a str>,
}

/// Some sentences, the last of which may end in quoted words.
pub(super) struct Paragraph<'a> {
    pub(super) lead: String,
    pub(super) quote: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "nudges/templates/letter.html")]
struct HtmlLetter<'a> {
    subject: &'a str,
    preheader: &'a str,
    intro: Option<&'a str>,
    items: &'a [Item<'a>],
    footer: &'a [String],
}

#[derive(Template)]
#[template(path = "nudges/templates/letter.txt", escape = "none")]
struct TextLetter<'a> {
    intro: Option<String>,
    items: &'a [Item<'a>],
    footer: String,
}

/// Composes the letter.
#[must_use]
pub fn compose(choice: &Choice, letter: &LetterContext) -> Letter {
    let items: Vec<Item<'_>> = (1..)
        .zip(&choice.nudges)
        .map(|(number, nudge)| Item::new(number, nudge, letter.answers.as_ref()))
        .collect();
    let heads = Heads {
        subject: subject::subject(&choice.nudges, letter.subject),
        preheader: subject::preheader(&choice.nudges, letter.subject),
        intro: match (items.is_empty(), letter.subject) {
            (true, _) => Some(subject::QUIET),
            (false, SubjectStyle::Counts) => Some(subject::SCREEN),
            (false, SubjectStyle::Names) => None,
        },
    };
    put_together(heads, &items, &footer(choice, letter))
}

/// Composes the brief before the meetings of a day; of several each is told with its hour.
#[must_use]
pub fn compose_brief(brief: &Brief, letter: &LetterContext, today: Today<'_>) -> Letter {
    let several = brief.meetings.len() > 1;
    let mut items: Vec<Item<'_>> = Vec::new();
    for meeting in &brief.meetings {
        let hour = subject::hour(meeting, today).filter(|_| several);
        items.extend(meeting.people.iter().map(|person| Item {
            number: None,
            heading:
                hour.as_ref().map_or_else(|| person.name.clone(), |hour| format!("{hour}: {}", person.name)),
            why: &person.lines,
            suggestion: "",
            question: None,
            of_thanks: false,
            answers: None,
        }));
    }
    let heads = Heads {
        subject: subject::of_brief(brief, letter.subject, today),
        preheader: match letter.subject {
            SubjectStyle::Names => plain(subject::BRIEF, MAX_HEALTH),
            SubjectStyle::Counts => plain(subject::SCREEN, subject::MAX_PREHEADER),
        },
        intro: Some(match letter.subject {
            SubjectStyle::Names => subject::BRIEF,
            SubjectStyle::Counts => subject::SCREEN,
        }),
    };
    put_together(heads, &items, &signed(letter, false, Vec::new()))
}

/// What stands above the items.
struct Heads {
    subject: String,
    preheader: String,
    intro: Option<&'static str>,
}

fn put_together(heads: Heads, items: &[Item<'_>], footer: &[String]) -> Letter {
    let Heads { subject, preheader, intro } = heads;
    let html = HtmlLetter { subject: &subject, preheader: &preheader, intro, items, footer };
    let html = rendered(&html);
    let wrapped = footer.iter().map(|line| wrap::wrap(line, "", "")).collect();
    let intro = intro.map(|line| wrap::wrap(line, "", ""));
    let text = TextLetter { intro, items, footer: wrapped };
    let text = rendered(&text);
    Letter { subject, text, html }
}

/// Asks, where nothing came of the last ones, whether the person should be spoken of at all.
fn question(nudge: &Nudge, number: usize) -> Option<String> {
    let name = call_name(&nudge.name);
    nudge.asks_to_stop.then(|| {
        format!("Nothing came of the last three about {name}, which is fine. “never {number}” stops them.")
    })
}

pub(super) fn rendered(template: &impl Template) -> String {
    template.render().expect("writing to a string does not fail")
}

impl<'a> Item<'a> {
    pub(super) fn new(number: usize, nudge: &'a Nudge, answers: Option<&'a Answers>) -> Self {
        Self {
            number: Some(number),
            heading: format!("{}: {}", nudge.name, matter(nudge.kind)),
            why: &nudge.why,
            suggestion: &nudge.suggestion,
            question: question(nudge, number),
            of_thanks: nudge.kind == NudgeKind::Thanks,
            answers,
        }
    }
}

impl Item<'_> {
    /// The heading, with its number where there is one.
    pub(super) fn title(&self) -> String {
        self.number.map_or_else(|| self.heading.clone(), |number| format!("{number}. {}", self.heading))
    }

    /// The item for the text part.
    pub(super) fn wrapped(&self) -> String {
        let mark = self.number.map_or_else(String::new, |number| format!("{number}. "));
        let indent = " ".repeat(mark.len().max(2));
        let mut lines = wrap::wrap(&self.heading, &mark, &indent);
        for Paragraph { lead, quote } in self.paragraphs() {
            let line = quote.map_or_else(|| lead.clone(), |quote| format!("{lead} {quote}"));
            lines.push_str(&wrap::wrap(&line, &indent, &indent));
        }
        let last = [self.suggestion, self.question.as_deref().unwrap_or_default()];
        for line in last.into_iter().filter(|line| !line.is_empty()) {
            lines.push_str(&wrap::wrap(line, &indent, &indent));
        }
        let words: Vec<String> = self.links().into_iter().map(|(words, _)| words).collect();
        if !words.is_empty() {
            lines.push_str(&wrap::wrap(&format!("Answer: {}", words.join(" · ")), &indent, &indent));
        }
        lines
    }

    /// What can be answered, with a link that opens such an answer.
    pub(super) fn links(&self) -> Vec<(String, String)> {
        let (Some(answers), Some(number)) = (self.answers, self.number) else { return Vec::new() };
        let none = self.of_thanks.then_some("not a favor");
        let words = ["done", "snooze 2w"].into_iter().chain(none).chain(["less", "why"]);
        let numbered = words.map(|word| format!("{number} {word}"));
        numbered.map(|words| (words.clone(), answers.link(&words))).collect()
    }

    /// The facts, sentence after sentence; quoted words end a paragraph.
    pub(super) fn paragraphs(&self) -> Vec<Paragraph<'_>> {
        let mut paragraphs: Vec<Paragraph<'_>> = Vec::new();
        for sentence in self.why {
            let Sentence { lead, quote } = Sentence::split(sentence);
            match paragraphs.last_mut().filter(|paragraph| paragraph.quote.is_none()) {
                Some(open) => {
                    open.lead.push(' ');
                    open.lead.push_str(lead);
                    open.quote = quote;
                }
                None => paragraphs.push(Paragraph { lead: lead.to_owned(), quote }),
            }
        }
        paragraphs
    }
}

impl<'a> Sentence<'a> {
    /// Splits "You wrote today: “of course”." before the quoted words, where they end the sentence.
    fn split(sentence: &'a str) -> Self {
        let ends = sentence.ends_with('”') || sentence.ends_with("”.");
        match sentence.find(": “") {
            Some(at) if ends => {
                let (lead, quote) = sentence.split_at(at + 1);
                Self { lead, quote: Some(quote.trim_start()) }
            }
            _ => Self { lead: sentence, quote: None },
        }
    }
}

/// What a nudge is about, after the name in its heading.
pub(super) fn matter(kind: NudgeKind) -> &'static str {
    match kind {
        NudgeKind::Promise => "a promise of yours",
        NudgeKind::Thanks => "worth a thank-you",
        NudgeKind::Birthday => "a birthday",
        NudgeKind::Give => "a chance to give",
        NudgeKind::ReplyOwed => "a question for you",
        NudgeKind::Neglected => "quiet for longer than usual",
        NudgeKind::OfferOpen => "an offer to you",
        NudgeKind::Introduction => "an introduction to follow up",
        NudgeKind::MeetingUnset => "a day to be found",
        NudgeKind::AwaitingReply => "an answer that has not come",
        NudgeKind::FirstDeposit => "somebody new",
        NudgeKind::Underappreciated => "steady help",
        NudgeKind::OverInvesting => "room to ease off",
    }
}

fn footer(choice: &Choice, letter: &LetterContext) -> Vec<String> {
    let mut lines = Vec::new();
    let who = match (choice.on_track, choice.nudges.is_empty()) {
        (0, _) => None,
        (1, true) => Some("one is".to_owned()),
        (1, false) => Some("one other is".to_owned()),
        (count, true) => Some(format!("{} are", number(count))),
        (count, false) => Some(format!("{} others are", number(count))),
    };
    // Whom the owner hardly knows is in touch neither as usual nor otherwise, so nobody is counted as such.
    lines.extend(who.map(|who| format!("Of the people you know longer, {who} in touch as usual.")));
    if letter.slow {
        lines.push(
            "Nothing came of the last four letters, so they come monthly until something does.".to_owned(),
        );
    }
    signed(letter, !choice.nudges.is_empty(), lines)
}

/// The footer's end: how the sources are, and who writes.
pub(super) fn signed(letter: &LetterContext, answerable: bool, mut lines: Vec<String>) -> Vec<String> {
    let health = letter.health.iter().take(MAX_HEALTH_LINES).map(|line| plain(line, MAX_HEALTH));
    lines.extend(health.filter(|line| !line.is_empty()));
    if letter.answers.is_some() && answerable {
        lines.push(ANSWERING.to_owned());
    }
    lines.push(SENDER.to_owned());
    lines
}

#[cfg(test)]
mod tests;
