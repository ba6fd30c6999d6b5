//! One person invited under several addresses takes part once, and an answer from any of them is that person's. Who
//! is one person is known only after all mail was read.

use super::{Absence, Attendance, Meeting, MeetingPerson, MeetingPolicy, MeetingReason};
use crate::people::{Address, PersonId};

/// What a contact of two alone weighs, in thousandths.
const WHOLE: u16 = 1000;

/// Lets everybody stand in each meeting once; `who` tells whose an address is.
pub fn unite(meetings: &mut [Meeting], policy: &MeetingPolicy, who: &dyn Fn(&Address) -> Option<PersonId>) {
    for meeting in meetings.iter_mut().filter(|meeting| meeting.people.len() > 1) {
        let before = attending(meeting);
        let mut united: Vec<(Option<PersonId>, MeetingPerson)> = Vec::with_capacity(meeting.people.len());
        for one in meeting.people.drain(..) {
            let person = who(&one.address);
            let known = united.iter_mut().find(|(other, _)| person.is_some() && *other == person);
            match known {
                Some((_, other)) if tells_more(one.attendance, other.attendance) => *other = one,
                Some(_) => {}
                None => united.push((person, one)),
            }
        }
        meeting.people = united.into_iter().map(|(_, one)| one).collect();
        let after = attending(meeting);
        if after == before {
            continue;
        }
        for one in &mut meeting.people {
            if let Attendance::Attends { weight, .. } = &mut one.attendance {
                *weight = whole(*weight, before, policy) / after;
            }
        }
        let may_count = matches!(
            meeting.reason,
            MeetingReason::Met | MeetingReason::Upcoming | MeetingReason::OwnerUnanswered
        );
        if after == 0 && may_count {
            (meeting.counts, meeting.reason) = (false, MeetingReason::NobodyCame);
        }
    }
}

/// How many take part, at most 65,535.
fn attending(meeting: &Meeting) -> u16 {
    let attends = |one: &&MeetingPerson| matches!(one.attendance, Attendance::Attends { .. });
    u16::try_from(meeting.people.iter().filter(attends).count()).unwrap_or(u16::MAX)
}

/// Whether what one of two addresses says of their owner is more than what the other says: a refusal more than an
/// invitation, a surer answer more than a less sure one, anything more than that it is a thing or an onlooker.
fn tells_more(one: Attendance, other: Attendance) -> bool {
    let rank = |attendance: Attendance| match attendance {
        Attendance::Absent(Absence::Declined | Absence::Delegated | Absence::Removed) => (2, 0),
        Attendance::Attends { confidence, .. } => (1, confidence.thousandths()),
        Attendance::Absent(Absence::Observer | Absence::NoPerson | Absence::Unconfirmed) => (0, 0),
    };
    rank(one) > rank(other)
}

/// What a weight was before it was shared among so many.
fn whole(weight: u16, among: u16, policy: &MeetingPolicy) -> u16 {
    let shared = |whole: u16| whole / among.max(1) == weight;
    if shared(policy.tentative_weight) && !shared(WHOLE) { policy.tentative_weight } else { WHOLE }
}
