//! Mail that no person wrote to the owner in particular: newsletters, a list, notices, bounces.

use jiff::civil::{Date, Time};

use super::cast::{Actor, Cast, Mailer};
use super::days;
use super::dice::Dice;
use super::message::Message;
use super::parts::Format;

/// Days between two items of one sender, and how many days before today the latest came.
struct Series {
    /// Prefix of the names of its messages.
    name: &'static str,
    /// The sender.
    from: (&'static str, &'static str),
    /// Whom it goes to: a key of the cast, or an address.
    to: &'static str,
    /// Days from one to the next.
    every: i64,
    /// How many.
    count: i64,
    /// Header fields that mark it.
    fields: &'static [&'static str],
    /// Subjects, with gaps.
    subjects: &'static [&'static str],
    /// Texts, with gaps.
    texts: &'static [&'static str],
    /// Whether it comes as HTML.
    html: bool,
}

const SERIES: [Series; 8] = [
    Series {
        name: "letter",
        from: ("The Slow Desk", "hello@slowdesk.example"),
        to: "alex",
        every: 14,
        count: 29,
        fields: &[
            "List-Id: The Slow Desk <letter.slowdesk.example>",
            "List-Unsubscribe: <https://slowdesk.example/leave>",
            "Precedence: bulk",
        ],
        subjects: &["The Slow Desk, no. {n}", "No. {n}: on tools that last", "No. {n}: letters from readers"],
        texts: &[
            "Dear reader,\n\nthis week we visit a shop that sells nothing but string. We recommend the long read on page {n}.\n\nYou get this letter because you asked for it. Unsubscribe at https://slowdesk.example/leave",
            "Dear reader,\n\nthank you for your letters, all {n} of them. Could you tell us which chair you sit on?\n\nUnsubscribe at https://slowdesk.example/leave",
        ],
        html: true,
    },
    Series {
        name: "list",
        from: ("Oskar Brandt", "oskar@archives.example"),
        to: "ia-talk@lists.archives.example",
        every: 17,
        count: 22,
        fields: &[
            "List-Id: Information architecture <ia-talk.lists.archives.example>",
            "Precedence: list",
            "List-Post: <mailto:ia-talk@lists.archives.example>",
        ],
        subjects: &[
            "[ia-talk] Facets or trees, case {n}",
            "[ia-talk] Reading for round {n}",
            "[ia-talk] Question on synonyms ({n})",
        ],
        texts: &[
            "Hello all,\n\ndoes anybody have experience with more than {n} facets? Thanks for any pointers.\n\nOskar",
            "Here are the links of round {n}. I think you should start with the second one.\n\nOskar",
        ],
        html: false,
    },
    Series {
        name: "build",
        from: ("Build", "build@ci.harborworks.example"),
        to: "alexw",
        every: 16,
        count: 25,
        fields: &["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"],
        subjects: &["[pilot-app] Build {n} failed", "[pilot-app] Build {n} fixed"],
        texts: &[
            "Build {n} of pilot-app, branch main.\n\nThe step \"test\" has been fixed.\nThis message was sent automatically.",
        ],
        html: false,
    },
    Series {
        name: "shop",
        from: ("Paper & Ink", "no-reply@paperandink.example"),
        to: "alexold",
        every: 24,
        count: 17,
        fields: &["Feedback-ID: {n}:shop", "List-Unsubscribe: <https://paperandink.example/out>"],
        subjects: &["Your order {n} is on its way", "{n} new notebooks, for a short time"],
        texts: &["Hello Alex,\n\nthank you for your order {n}. It has been sent.\n\nYour Paper & Ink team"],
        html: true,
    },
    Series {
        name: "calendar",
        from: ("Harbor Calendar", "calendar-notification@harborworks.example"),
        to: "alexw",
        every: 34,
        count: 12,
        fields: &["Auto-Submitted: auto-generated"],
        subjects: &["Reminder: department meeting, item {n}", "Accepted: review {n}"],
        texts: &["This is an automatic reminder of item {n}. Room 4B."],
        html: false,
    },
    Series {
        name: "staff",
        from: ("Harbor Works Communications", "communications@harborworks.example"),
        to: "all-staff@harborworks.example",
        every: 45,
        count: 9,
        fields: &[],
        subjects: &["To all staff: house rules, part {n}", "Canteen: new hours from week {n}"],
        texts: &[
            "Dear colleagues,\n\nplease note that the rules have changed in {n} places. Thank you all for your hard work this year.\n\nCommunications",
        ],
        html: false,
    },
    Series {
        name: "away",
        from: ("Gareth Pugh", "gareth.pugh@harborworks.example"),
        to: "alexw",
        every: 130,
        count: 3,
        fields: &["Auto-Submitted: auto-replied", "X-Autoreply: yes"],
        subjects: &["Automatic reply: Quay 7 ({n})"],
        texts: &[
            "I am out of the office for {n} days and will answer when I am back. Thank you for your patience.",
        ],
        html: false,
    },
    Series {
        name: "bounce",
        from: ("Mail Delivery Subsystem", "mailer-daemon@moreau.example"),
        to: "alex",
        every: 160,
        count: 2,
        fields: &["Return-Path: <>", "Auto-Submitted: auto-replied"],
        subjects: &["Undelivered mail returned to sender ({n})"],
        texts: &[
            "Your message could not be delivered to old-address-{n}@nowhere.example.\n\n550 5.1.1 No such user",
        ],
        html: false,
    },
];

/// Bulk mail of fourteen months up to the day before `today`.
pub(super) fn messages(today: Date) -> Vec<Message> {
    let cast = Cast::read();
    SERIES.iter().flat_map(|series| series.messages(&cast, today)).collect()
}

impl Series {
    fn messages(&self, cast: &Cast, today: Date) -> Vec<Message> {
        let mut dice = Dice::of(self.name);
        let from = Actor { name: self.from.0, address: self.from.1, zone: "UTC", mailer: Mailer::Office };
        let list = Actor { name: "", address: self.to, zone: "UTC", mailer: Mailer::Desk };
        let to = cast.get(self.to).unwrap_or(&list);
        let first = dice.between(1, self.every.min(9));
        let dates = (0..self.count).filter_map(|at| Some((at, days::add(today, -first - at * self.every)?)));
        let dates = dates.filter(|&(_, day)| day > days::first_day(today));
        dates.map(|(at, day)| self.message(at, day, &from, to, &mut dice)).collect()
    }

    fn message(&self, at: i64, day: Date, from: &Actor, to: &Actor, dice: &mut Dice) -> Message {
        let number = (self.count - at + 40 * (self.count % 7)).to_string();
        let fill = |text: &str| text.replace("{n}", &number);
        let mut part = |from, to| i8::try_from(dice.between(from, to)).unwrap_or(0);
        let (hour, minute, second) = (part(5, 20), part(0, 60), part(0, 60));
        let time = Time::new(hour, minute, second, 0).unwrap_or(Time::midnight());
        let subject = fill(dice.pick(self.subjects));
        let text = fill(dice.pick(self.texts));
        let name = format!("{}-{at}", self.name);
        let mut message =
            Message::new(&name, days::instant(day, time), from, vec![to.clone()], subject, text);
        message.fields = self.fields.iter().map(|field| fill(field)).collect();
        if self.html {
            message.body.format = Format::Html;
        }
        message
    }
}
