//! Meetings: which occurrences of calendars brought the owner together with whom.
//!
//! The same meeting comes from several feeds and mails, in any order and more than once; `merge` makes one
//! of them, `attendance` decides whether it counts and with whom. Pure: `as_of` is an argument.

mod attendance;
mod changes;
mod confirm;
mod merge;
mod named;
mod own_days;
mod unite;

#[cfg(test)]
mod tests;

pub use confirm::confirm;
pub use named::{Names, WholeNames, title_words};
pub use own_days::OwnDays;
pub use unite::unite;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::observations::calendar::{CalendarObject, EventStatus};
use crate::observations::cues::Confidence;
use crate::people::Address;

/// One occurrence that concerns the owner or that his calendars hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// UID of the event.
    pub uid: String,
    /// Which occurrence of a series; with the UID it names the meeting, wherever it is moved to.
    pub recurrence_id: Option<Timestamp>,
    /// Start.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
    /// What it is about; may be empty.
    pub summary: String,
    /// Status after all updates.
    pub status: EventStatus,
    /// Everybody invited but the owner, by address.
    pub people: Vec<MeetingPerson>,
    /// Whether it is contact with those of `people` who attend.
    pub counts: bool,
    /// Why it counts, or why not.
    pub reason: MeetingReason,
    /// True until it has ended. What is upcoming does not count: a plan is not contact.
    pub upcoming: bool,
    /// Who moved it or called it off, in the order in which they did.
    pub changes: Vec<MeetingChange>,
}

impl Meeting {
    /// Whether it is still to come, and nobody says that it will not be.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.upcoming && matches!(self.reason, MeetingReason::Upcoming | MeetingReason::OwnerUnanswered)
    }
}

/// A change of when, or whether, a meeting takes place. A signal, never a debt by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingChange {
    /// What was done.
    pub kind: ChangeKind,
    /// Who did it, where that is known.
    pub by: Option<Address>,
}

/// What was done about the time of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It takes place at another time.
    Moved,
    /// It was called off.
    Cancelled,
    /// Another time was asked for (`COUNTER`).
    Proposed,
}

/// Somebody invited beside the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingPerson {
    /// The address as invited.
    pub address: Address,
    /// The name as invited.
    pub name: Option<String>,
    /// Whether he takes part.
    pub attendance: Attendance,
}

/// Whether and how surely somebody takes part in a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attendance {
    /// He does.
    Attends {
        /// What the contact weighs, in thousandths: 1000 for two people alone, less among more.
        weight: u16,
        /// How sure it is that both were there.
        confidence: Confidence,
    },
    /// He does not.
    Absent(Absence),
}

/// Why somebody on the list does not take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// He declined.
    Declined,
    /// He sent somebody else.
    Delegated,
    /// He was taken off the list.
    Removed,
    /// He is told of it only (`NON-PARTICIPANT`).
    Observer,
    /// A room, a thing, a group, a program.
    NoPerson,
    /// The owner never answered, and no mail went both ways between them that day.
    Unconfirmed,
}

impl Absence {
    /// The absence in words, for `explain`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Delegated => "sent somebody else",
            Self::Removed => "was taken off the list",
            Self::Observer => "is told of it only",
            Self::NoPerson => "is a room, a thing, a group or a program",
            Self::Unconfirmed => "no mail between you that day",
        }
    }
}

/// Why a meeting counts as contact, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeetingReason {
    /// It took place, as far as the calendars say.
    Met,
    /// The owner never answered, but he and somebody invited wrote to each other on that day.
    Confirmed,
    /// It would count, but has not ended.
    Upcoming,
    /// It was cancelled.
    Cancelled,
    /// The owner declined.
    OwnerDeclined,
    /// The owner sent somebody else.
    OwnerDelegated,
    /// The owner was taken off the list, or is told of it only.
    OwnerRemoved,
    /// The owner never answered. Mail both ways on that day would confirm it.
    OwnerUnanswered,
    /// The owner is not among those invited.
    OwnerUnlisted,
    /// Nobody else is invited.
    NobodyElse,
    /// All others declined or are no people.
    NobodyCame,
    /// So many people that being there is no contact.
    TooManyPeople,
    /// A whole day marked free: a birthday, a journey, an absence.
    WholeDay,
    /// Marked free, and not a small meeting that the owner accepted.
    Free,
    /// Private, and the owner wants none of these.
    Private,
}

impl MeetingReason {
    /// The reason in words, for `explain`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Met => "you met",
            Self::Confirmed => "you never answered, but wrote to each other that day",
            Self::Upcoming => "it has not ended yet",
            Self::Cancelled => "it was cancelled",
            Self::OwnerDeclined => "you declined",
            Self::OwnerDelegated => "you sent somebody else",
            Self::OwnerRemoved => "you were taken off the list",
            Self::OwnerUnanswered => "you never answered the invitation",
            Self::OwnerUnlisted => "you are not among those invited",
            Self::NobodyElse => "nobody else is invited",
            Self::NobodyCame => "nobody else takes part",
            Self::TooManyPeople => "too many people for a personal contact",
            Self::WholeDay => "a matter of whole days",
            Self::Free => "the time is marked free",
            Self::Private => "it is private, and you count none of these",
        }
    }
}

/// What a calendar says of meetings in whose list the owner does not stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlisted {
    /// They are not his.
    Ignored,
    /// They are his where they stand in a calendar; mails must name him.
    InCalendars,
}

/// What counts of meetings that the owner was invited to and never answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// Those with whom mail went both ways on that day.
    MailedThatDay,
    /// All, less surely.
    Counts,
    /// None.
    Never,
}

/// What counts of meetings that take days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholeDays {
    /// Those that are not marked free.
    Busy,
    /// None.
    Never,
}

/// Whether private meetings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateMeetings {
    /// As others do.
    Count,
    /// Not at all.
    Skip,
}

/// Whether the marks that Outlook writes before titles are believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleMarks {
    /// They are.
    Believed,
    /// They are words like others.
    Ignored,
}

/// The numbers by which meetings are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingPolicy {
    /// Most people, the owner included, among whom being there is contact.
    pub max_people: usize,
    /// Most people in a meeting that is marked free and still counts.
    pub max_people_free: usize,
    /// Hours from which a meeting is a matter of days.
    pub whole_day_hours: i64,
    /// Weight of a tentative answer of either side, in thousandths of a firm one.
    pub tentative_weight: u16,
    /// Confidence where both accepted.
    pub accepted: Confidence,
    /// Factor where either answer or the meeting itself is tentative.
    pub tentative: Confidence,
    /// Factor where either side never answered: copies of organizers are often stale.
    pub unanswered_confidence: Confidence,
    /// Factor where the owner does not stand in the list.
    pub unlisted_owner: Confidence,
    /// Whether such meetings are his.
    pub unlisted: Unlisted,
    /// What counts where the owner never answered.
    pub unanswered: Unanswered,
    /// What counts of whole days.
    pub whole_days: WholeDays,
    /// Whether private meetings count.
    pub private: PrivateMeetings,
    /// Whether titles say that a meeting was called off or declined.
    pub titles: TitleMarks,
}

impl Default for MeetingPolicy {
    fn default() -> Self {
        Self {
            max_people: 12,
            max_people_free: 4,
            whole_day_hours: 16,
            tentative_weight: 500,
            accepted: Confidence::from_thousandths(950),
            tentative: Confidence::from_thousandths(600),
            unanswered_confidence: Confidence::from_thousandths(700),
            unlisted_owner: Confidence::from_thousandths(500),
            unlisted: Unlisted::InCalendars,
            unanswered: Unanswered::MailedThatDay,
            whole_days: WholeDays::Busy,
            private: PrivateMeetings::Count,
            titles: TitleMarks::Believed,
        }
    }
}

/// What the calendars say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Meetings, those planned included, by start.
    pub meetings: Vec<Meeting>,
    /// Days that the owner keeps for himself, by start.
    pub own_days: Vec<OwnDays>,
}

/// The agenda that `objects` tell of. `objects` are all there are, from feeds, files and mails
/// whose sender was entitled to them (`calendar::sender_may`), in any order, repeated or not; `owner` are
/// the identity keys of the owner's addresses.
#[must_use]
pub fn agenda(
    objects: &[CalendarObject],
    owner: &BTreeSet<Address>,
    policy: &MeetingPolicy,
    as_of: Timestamp,
) -> Agenda {
    let organizers = attendance::organizers(objects);
    let judge = attendance::Judge { owner, policy, organizers: &organizers, as_of };
    let mut agenda = Agenda::default();
    for one in merge::occurrences(objects).iter().filter(|one| judge.is_known(one)) {
        agenda.meetings.push(judge.meeting(one));
        agenda.own_days.extend(own_days::own_days(&judge, one));
    }
    let meetings = &mut agenda.meetings;
    meetings.sort_by(|a, b| (a.start, &a.uid, a.recurrence_id).cmp(&(b.start, &b.uid, b.recurrence_id)));
    agenda.own_days.sort_by(|a, b| (a.start, a.end, &a.summary).cmp(&(b.start, b.end, &b.summary)));
    agenda
}
