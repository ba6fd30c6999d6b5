//! What shows before a letter is opened: the subject and the line after it.

use serde::{Deserialize, Serialize};

use crate::nudges::plain::plain;
use crate::nudges::words::{call_name, capital, number};
use crate::nudges::{Brief, BriefMeeting, Nudge, NudgeKind, Today};

use super::matter;

/// Longest subject, in characters, that phones show whole.
const MAX_SUBJECT: usize = 50;
/// Longest line after the subject, in characters.
pub(super) const MAX_PREHEADER: usize = 90;

/// What a letter says that has nothing to say.
pub(super) const QUIET: &str = "Nothing calls for you at the moment.";
/// The first line of a brief.
pub(super) const BRIEF: &str = "Before you meet, as far as your mail and calendars show.";
/// The first line of a letter without names outside, long enough to fill what a mail program shows of it.
pub(super) const SCREEN: &str =
    "You asked for no names before a letter is opened, so this line comes first; the names follow below.";

/// What a lock screen may show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectStyle {
    /// Names: "Priya: a promise of yours. Also Tomás, Ingrid".
    #[default]
    Names,
    /// Only counts: "One promise and two people to think of".
    Counts,
}

/// The subject, at most 50 characters.
pub(super) fn subject(nudges: &[Nudge], style: SubjectStyle) -> String {
    let Some((first, others)) = nudges.split_first() else { return "All quiet".into() };
    if style == SubjectStyle::Counts {
        return counts(nudges);
    }
    let lead = format!("{}: {}", call_name(&first.name), matter(first.kind));
    let names: Vec<&str> = others.iter().map(|nudge| call_name(&nudge.name)).collect();
    let choices = match names.len() {
        0 => vec![format!("{}: {}", first.name, matter(first.kind)), lead],
        count => {
            vec![format!("{lead}. Also {}", names.join(", ")), format!("{lead}, and {} more", number(count))]
        }
    };
    choices
        .into_iter()
        .find(|subject| subject.chars().count() <= MAX_SUBJECT)
        .unwrap_or_else(|| counts(nudges))
}

/// The subject of a brief, at most 50 characters: "Thursday, 10:00: Ana Ruiz", "Tomorrow: Ana Ruiz, Ben Okafor".
pub(super) fn of_brief(brief: &Brief, style: SubjectStyle, today: Today<'_>) -> String {
    let day = capital(&today.day(brief.day));
    let (when, what) = match brief.meetings.as_slice() {
        [one] => (
            hour(one, today).map_or_else(|| day.clone(), |hour| format!("{day}, {hour}")),
            "a meeting".into(),
        ),
        several => (day, format!("{} meetings", number(several.len()))),
    };
    let people: Vec<&str> = brief.people().map(|(person, _)| person.name.as_str()).collect();
    let called: Vec<&str> = people.iter().map(|name| call_name(name)).collect();
    let neutral = format!("{when}: before {what}");
    let choices = [format!("{when}: {}", people.join(", ")), format!("{when}: {}", called.join(", "))];
    let fitting = choices.into_iter().find(|subject| subject.chars().count() <= MAX_SUBJECT);
    fitting.filter(|_| style == SubjectStyle::Names).unwrap_or(neutral)
}

/// The hour of a meeting, where it tells anything.
pub(super) fn hour(meeting: &BriefMeeting, today: Today<'_>) -> Option<String> {
    (!meeting.whole_days).then(|| today.time(meeting.start))
}

fn counts(nudges: &[Nudge]) -> String {
    let promises = nudges.iter().filter(|nudge| nudge.kind == NudgeKind::Promise).count();
    let people = nudges.len() - promises;
    let all_promises = several(promises, "promise", "promises");
    let all_people = several(people, "person", "people");
    let subject = match (promises, people) {
        (0, _) => format!("{all_people} to think of"),
        (_, 0) => format!("{all_promises} to keep in mind"),
        _ => format!("{all_promises} and {all_people} to think of"),
    };
    capital(&subject)
}

fn several(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// The line that mail programs show after the subject, at most 90 characters.
pub(super) fn preheader(nudges: &[Nudge], style: SubjectStyle) -> String {
    match (nudges.first(), style) {
        (None, _) => QUIET.into(),
        (Some(_), SubjectStyle::Counts) => plain(SCREEN, MAX_PREHEADER),
        (Some(first), SubjectStyle::Names) => {
            plain(first.why.first().map_or("", String::as_str), MAX_PREHEADER)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::nudges::scenario::nudge;

    use super::*;

    #[test]
    fn a_subject_says_what_is_inside() {
        let [priya, tomas, ingrid] = [
            nudge("Priya Nair", NudgeKind::Promise),
            nudge("Tomás Rey", NudgeKind::Neglected),
            nudge("Ingrid Solheim", NudgeKind::Thanks),
        ];
        let three = [priya.clone(), tomas.clone(), ingrid.clone()];
        for (nudges, style, expected) in [
            (&[][..], SubjectStyle::Names, "All quiet"),
            (&[priya.clone()][..], SubjectStyle::Names, "Priya Nair: a promise of yours"),
            (&three[..], SubjectStyle::Names, "Priya: a promise of yours. Also Tomás, Ingrid"),
            (
                &[tomas.clone(), priya.clone(), ingrid.clone()],
                SubjectStyle::Names,
                "Tomás: quiet for longer than usual, and two more",
            ),
            (&[priya.clone()][..], SubjectStyle::Counts, "One promise to keep in mind"),
            (&three[..], SubjectStyle::Counts, "One promise and two people to think of"),
            (&[tomas, ingrid][..], SubjectStyle::Counts, "Two people to think of"),
            (
                &[nudge(&"Wolfeschlegel".repeat(4), NudgeKind::Thanks)][..],
                SubjectStyle::Names,
                "One person to think of",
            ),
        ] {
            assert_eq!(subject(nudges, style), expected);
            assert!(expected.chars().count() <= MAX_SUBJECT);
        }
    }

    #[test]
    fn counts_give_no_name_away() {
        let nudges = [nudge("Priya Nair", NudgeKind::Promise)];
        for line in [subject(&nudges, SubjectStyle::Counts), preheader(&nudges, SubjectStyle::Counts)] {
            assert!(!line.contains("Priya"));
        }
    }
}
