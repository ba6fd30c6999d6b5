//! What is kept of a calendar event.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::people::{Address, Mailbox};

/// The span of time in which occurrences are listed: from `from` on, before `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First instant inside.
    pub from: Timestamp,
    /// First instant after it.
    pub until: Timestamp,
}

/// All that one file or mail part says of one UID: an event, or a series with its overrides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarObject {
    /// `UID`, or a hash of start, end, title and organizer where it is missing or empty (`made_uid`).
    pub uid: String,
    /// True where `uid` was made here.
    #[serde(default)]
    pub made_uid: bool,
    /// `METHOD` of the calendar (RFC 5546); `None` for a plain feed.
    pub method: Option<Method>,
    /// Highest `SEQUENCE` in the object.
    pub sequence: u32,
    /// Latest `DTSTAMP` in the object.
    pub stamp: Option<Timestamp>,
    /// True where the event itself (the master) is here, false where only single occurrences
    /// (`RECURRENCE-ID`) of a series are.
    pub whole: bool,
    /// Occurrences that start at this instant or later were not looked for; `None` where there are none.
    #[serde(default)]
    pub listed_until: Option<Timestamp>,
    /// The different contents that occurrences have; `Occurrence::details` is an index into it. The first
    /// is that of the event itself where it is here (`whole`); it is here even if nothing occurs.
    pub details: Vec<EventDetails>,
    /// Occurrences, by start, at most 5,000.
    pub occurrences: Vec<Occurrence>,
    /// True where the calendar is somebody else's: what does not name the owner is not his.
    #[serde(default, skip_serializing_if = "is_false")]
    pub of_another: bool,
    /// Whether its calendar still holds it. It is no part of the object, and kept beside it.
    #[serde(skip)]
    pub standing: Standing,
}

impl CalendarObject {
    /// Whether it stands in a calendar, and is no message between those who meet (RFC 5546).
    #[must_use]
    pub fn is_published(&self) -> bool {
        matches!(self.method, None | Some(Method::Publish))
    }
}

/// Whether a calendar still holds an object. The greater is the better witness of two equally new versions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nobody knows: a mail and a file say once what they say, and what a feed lacks may only have been left out.
    #[default]
    Told,
    /// It was taken off a calendar of which every change is known, or lacks in a feed again and again; up to this
    /// instant it stood there.
    Gone(Timestamp),
    /// It stands in such a calendar.
    Held,
}

/// One occurrence of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The start that the series planned for it; `None` for an event without recurrence. Where several
    /// meetings share a UID without being a series, the start of each.
    pub recurrence_id: Option<Timestamp>,
    /// True where an object without its series speaks of this occurrence and all later ones
    /// (`RANGE=THISANDFUTURE`).
    #[serde(default)]
    pub and_later: bool,
    /// Start.
    pub start: Timestamp,
    /// End, never before the start.
    pub end: Timestamp,
    /// Whether it is a matter of days, not hours.
    pub all_day: bool,
    /// Index into `CalendarObject::details`.
    pub details: usize,
}

/// What an occurrence is about and who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDetails {
    /// `SEQUENCE` of the event that says so, which may differ between a series and its overrides.
    #[serde(default)]
    pub sequence: u32,
    /// Its `DTSTAMP`.
    #[serde(default)]
    pub stamp: Option<Timestamp>,
    /// Its `CREATED`: since when the event is planned.
    #[serde(default)]
    pub created: Option<Timestamp>,
    /// `SUMMARY`, white space folded, at most 200 characters; empty for `CLASS:PRIVATE` and `CONFIDENTIAL`.
    pub summary: String,
    /// `LOCATION`, at most 200 characters; empty like the summary.
    pub location: String,
    /// `STATUS`.
    pub status: EventStatus,
    /// `ORGANIZER`.
    pub organizer: Option<Mailbox>,
    /// `SENT-BY` of the organizer: who acts for him.
    #[serde(default)]
    pub sent_by: Option<Address>,
    /// `ATTENDEE`s as listed; at most 200.
    pub attendees: Vec<Attendee>,
    /// True for `TRANSP:TRANSPARENT` and for Outlook's busy status FREE or OOF.
    pub transparent: bool,
    /// True for Outlook's busy status OOF: out of office.
    #[serde(default, skip_serializing_if = "is_false")]
    pub out_of_office: bool,
    /// True for `CLASS:PRIVATE` and `CONFIDENTIAL`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub private: bool,
    /// What the title says of the meeting, in the words of Outlook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_mark: Option<TitleMark>,
}

/// Left out where it is false, so that what was recorded before there was such a mark stays the same.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// What Outlook writes before the title of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleMark {
    /// Its organizer called it off.
    Cancelled,
    /// The owner of the calendar declined.
    Declined,
}

/// One person or thing invited (RFC 5545, 3.8.4.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Address of the attendee.
    pub address: Address,
    /// `CN`, where given.
    pub name: Option<String>,
    /// The answer.
    pub partstat: Partstat,
    /// The part played.
    pub role: Role,
    /// False for rooms, resources, groups (`CUTYPE` other than INDIVIDUAL or unknown).
    pub individual: bool,
    /// `DELEGATED-TO`, the one who comes instead.
    pub delegated_to: Option<Address>,
}

/// `STATUS` of an event; where it is missing, confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of RFC 5545, 3.8.1.11")]
pub enum EventStatus {
    Confirmed,
    Tentative,
    Cancelled,
}

/// `PARTSTAT` (RFC 5545, 3.2.12); missing and unknown values are `NeedsAction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names of the RFC")]
pub enum Partstat {
    NeedsAction,
    Accepted,
    Declined,
    Tentative,
    Delegated,
}

/// `ROLE` (RFC 5545, 3.2.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names of the RFC")]
pub enum Role {
    Chair,
    ReqParticipant,
    OptParticipant,
    NonParticipant,
}

/// `METHOD` of a calendar that travels by mail (RFC 5546).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the RFC")]
pub enum Method {
    Publish,
    Request,
    Reply,
    Add,
    Cancel,
    Refresh,
    Counter,
    DeclineCounter,
}
