//! Meetings that the owner never answered: mail between him and somebody invited on that day shows that they
//! dealt with each other. Knows nothing of calendars.

use jiff::Timestamp;

use super::{Absence, Attendance, Meeting, MeetingPolicy, MeetingReason, Unanswered};
use crate::people::Address;

/// Lets unanswered meetings that have ended count with those of whom `wrote` says that mail went both ways
/// between them and the owner on the day of the instant.
pub fn confirm(
    meetings: &mut [Meeting],
    policy: &MeetingPolicy,
    wrote: &dyn Fn(&Address, Timestamp) -> bool,
) {
    if policy.unanswered != Unanswered::MailedThatDay {
        return;
    }
    let open = |meeting: &&mut Meeting| meeting.reason == MeetingReason::OwnerUnanswered && !meeting.upcoming;
    for meeting in meetings.iter_mut().filter(open) {
        let start = meeting.start;
        let attends = |attendance: Attendance| matches!(attendance, Attendance::Attends { .. });
        if !meeting.people.iter().any(|one| attends(one.attendance) && wrote(&one.address, start)) {
            continue;
        }
        for one in meeting.people.iter_mut().filter(|one| attends(one.attendance)) {
            if !wrote(&one.address, start) {
                one.attendance = Attendance::Absent(Absence::Unconfirmed);
            }
        }
        (meeting.counts, meeting.reason) = (true, MeetingReason::Confirmed);
    }
}
