//! The invented mailbox, calendar and address book that `goodwill demo` runs on.
//!
//! Pure: the same day gives the same bytes. What people tell each other stands as text in
//! `demo/stories`; routine work and bulk mail are made of parts. It must not know how any of it is read.

mod agenda;
mod bulk;
mod cast;
mod days;
mod dice;
mod encode;
mod message;
mod parts;
mod routine;
mod story;
#[cfg(test)]
mod tests;
mod thread;

use jiff::civil::Date;

/// What the owner of the demo has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// His mail, as an mbox.
    pub mbox: Vec<u8>,
    /// His calendar, as iCalendar.
    pub calendar: Vec<u8>,
    /// His address book, as vCards.
    pub cards: Vec<u8>,
    /// His config.
    pub config: String,
}

/// The stories, in any order.
const STORIES: [&str; 6] = [
    include_str!("demo/stories/founding.txt"),
    include_str!("demo/stories/friends.txt"),
    include_str!("demo/stories/open.txt"),
    include_str!("demo/stories/taker.txt"),
    include_str!("demo/stories/work.txt"),
    include_str!("demo/stories/family.txt"),
];

/// Fourteen months up to the day before `today`.
#[must_use]
pub fn build(today: Date) -> Demo {
    let mut messages = thread::messages(&STORIES, today);
    messages.extend(routine::messages(today));
    messages.extend(bulk::messages(today));
    messages.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut mbox = Vec::new();
    for message in &messages {
        message.append_to(&mut mbox);
    }
    Demo {
        mbox,
        calendar: agenda::calendar(today).into_bytes(),
        cards: include_str!("demo/stories/contacts.vcf").replace('\n', "\r\n").into_bytes(),
        config: include_str!("demo/stories/config.toml").to_owned(),
    }
}
