//! `[meetings]`: which meetings bring people together, how much and how surely.

use super::Section;
use crate::inference::meetings::{
    MeetingPolicy, PrivateMeetings, TitleMarks, Unanswered, Unlisted, WholeDays,
};
use crate::observations::cues::Confidence;

/// Reads the section.
pub(super) fn read(section: &mut Section<'_>) -> MeetingPolicy {
    let usual = MeetingPolicy::default();
    let people = |number: u32| number as usize;
    MeetingPolicy {
        max_people: people(section.whole("max_people", 2..=1000, 12)),
        max_people_free: people(section.whole("max_people_free", 0..=1000, 4)),
        whole_day_hours: i64::from(section.whole("whole_day_hours", 1..=24, 16)),
        whole_days: section.choice(
            "whole_days",
            &[("busy", WholeDays::Busy), ("never", WholeDays::Never)],
            usual.whole_days,
        ),
        unanswered: section.choice(
            "unanswered",
            &[
                ("mailed", Unanswered::MailedThatDay),
                ("count", Unanswered::Counts),
                ("never", Unanswered::Never),
            ],
            usual.unanswered,
        ),
        unlisted: section.choice(
            "unlisted",
            &[("calendars", Unlisted::InCalendars), ("never", Unlisted::Ignored)],
            usual.unlisted,
        ),
        private: section.choice(
            "private",
            &[("count", PrivateMeetings::Count), ("skip", PrivateMeetings::Skip)],
            usual.private,
        ),
        titles: section.choice(
            "titles",
            &[("believe", TitleMarks::Believed), ("ignore", TitleMarks::Ignored)],
            usual.titles,
        ),
        tentative_weight: thousandths(section, "tentative_weight", usual.tentative_weight),
        accepted: confidence(section, "accepted_confidence", usual.accepted),
        tentative: confidence(section, "tentative_confidence", usual.tentative),
        unanswered_confidence: confidence(section, "unanswered_confidence", usual.unanswered_confidence),
        unlisted_owner: confidence(section, "unlisted_confidence", usual.unlisted_owner),
    }
}

fn confidence(section: &mut Section<'_>, key: &'static str, usual: Confidence) -> Confidence {
    Confidence::from_thousandths(thousandths(section, key, usual.thousandths()))
}

fn thousandths(section: &mut Section<'_>, key: &'static str, usual: u16) -> u16 {
    let number = section.number(key, 0.0..=1.0, f64::from(usual) / 1000.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let thousandths = (number * 1000.0).round() as u16;
    thousandths
}
