//! Occasions: messages of one person, local day and thread fall together; a meeting is one by itself.
//!
//! It must not know what was said, only who wrote to whom, when, and in what company.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Occasion, OccasionSource, ThreadMark};
use crate::conversations::{Exchange, Party, Standing};
use crate::people::PersonId;

/// Part of its weight, in thousandths, that a message keeps for somebody it is not meant for.
const ASIDE_THOUSANDTHS: u32 = 300;

/// One meeting that the owner and a person both attended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeetingContact {
    /// Whom the owner met.
    pub person: PersonId,
    /// When it ended: only from then on has it taken place.
    pub at: Timestamp,
    /// The day in the owner's time zone.
    pub day: Date,
    /// How much it counts, in thousandths; see [`company_weight`].
    pub weight: u32,
}

/// Weight of an occasion with this many people beside the owner, in thousandths: 1000 alone, falling
/// with the square root of the company.
#[must_use]
pub fn company_weight(people: usize) -> u32 {
    let people = u32::try_from(people.max(1)).unwrap_or(u32::MAX);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let weight = (1000.0 / f64::from(people).sqrt()).round() as u32;
    weight
}

/// All occasions, ordered by person and instant. Where several messages fall together, the first gives
/// the instant and the weightiest the weight. Writing to the owner is contact with the author alone.
#[must_use]
pub fn occasions<'a>(
    exchanges: impl IntoIterator<Item = &'a Exchange, IntoIter: Clone>,
    meetings: &[MeetingContact],
) -> Vec<Occasion> {
    let exchanges = exchanges.into_iter();
    // A list that grows takes room twice.
    let most: usize = exchanges.clone().map(|exchange| exchange.people.len()).sum();
    let mut all = Vec::with_capacity(most + meetings.len());
    all.extend(exchanges.flat_map(contacts));
    // Sorting a list takes a third of the time of a map for a million letters, and needs no second list.
    all.sort_unstable_by_key(|letter| (letter.person, letter.day, letter.thread, letter.at));
    all.dedup_by(|letter, occasion| {
        let together =
            (letter.person, letter.day, letter.thread) == (occasion.person, occasion.day, occasion.thread);
        if together {
            *occasion = join(*occasion, *letter);
        }
        together
    });
    let mut met: BTreeMap<(PersonId, Timestamp, Date), u32> = BTreeMap::new();
    for meeting in meetings {
        let weight = met.entry((meeting.person, meeting.at, meeting.day)).or_default();
        *weight = meeting.weight.max(*weight);
    }
    all.extend(met.into_iter().map(|((person, at, day), weight)| Occasion {
        person,
        at,
        day,
        weight,
        source: OccasionSource::Meeting,
        thread: None,
    }));
    all.sort_unstable_by_key(|occasion| {
        let Occasion { person, at, day, source, weight, thread } = *occasion;
        (person, at, day, source, weight, thread)
    });
    all
}

/// What one message makes of the people it is contact with: the author, or else the addressees.
fn contacts(exchange: &Exchange) -> impl Iterator<Item = Occasion> {
    let (author, source) = match exchange.by {
        Party::Owner => (None, OccasionSource::MailOut),
        Party::Person(author) => (Some(author), OccasionSource::MailIn),
    };
    let company = company_weight(exchange.people.len());
    let thread = Some(ThreadMark::of(exchange.thread.0.as_str()));
    exchange.people.iter().filter(move |(person, _)| author.is_none_or(|author| author == *person)).map(
        move |&(person, standing)| {
            let aside = standing == Standing::Aside;
            let weight = if aside { company * ASIDE_THOUSANDTHS / 1000 } else { company };
            Occasion { person, at: exchange.at, day: exchange.day, weight, source, thread }
        },
    )
}

fn join(mut occasion: Occasion, other: Occasion) -> Occasion {
    occasion.at = occasion.at.min(other.at);
    occasion.weight = occasion.weight.max(other.weight);
    if occasion.source != other.source {
        occasion.source = OccasionSource::MailBoth;
    }
    occasion
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::relationships::example::{Mail, day, meeting, person};

    #[test]
    fn one_thread_of_a_day_is_one_occasion() {
        let mails = [
            Mail::from("ana").at("2026-03-02T09:00Z").thread("t").exchange(),
            Mail::to("ana").at("2026-03-02T10:00Z").thread("t").exchange(),
            Mail::to("ana").at("2026-03-02T11:00Z").thread("u").exchange(),
            Mail::to("ana").at("2026-03-03T11:00Z").thread("t").exchange(),
        ];
        let found = occasions(&mails, &[]);
        let sources: Vec<_> = found.iter().map(|o| (o.day, o.source, o.weight)).collect();
        assert_eq!(
            sources,
            [
                (day("2026-03-02"), OccasionSource::MailBoth, 1000),
                (day("2026-03-02"), OccasionSource::MailOut, 1000),
                (day("2026-03-03"), OccasionSource::MailOut, 1000),
            ]
        );
    }

    #[test]
    fn company_and_cc_weigh_less() {
        let mail = Mail::to("ana").and("ben").and("cleo").and_aside("dan").exchange();
        let weights: BTreeMap<_, _> =
            occasions(&[mail], &[]).into_iter().map(|o| (o.person, o.weight)).collect();
        assert_eq!(weights[&person("ana")], 500);
        assert_eq!(weights[&person("dan")], 150);
    }

    #[test]
    fn other_addressees_of_a_letter_to_the_owner_are_no_contact() {
        let mail = Mail::from("ana").and("ben").exchange();
        let found = occasions(&[mail], &[]);
        assert_eq!(found.iter().map(|o| (o.person, o.weight)).collect::<Vec<_>>(), [(person("ana"), 707)]);
    }

    proptest! {
        #[test]
        fn order_changes_nothing(order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()) {
            let hours = ["08", "09", "10"];
            let straight: Vec<Exchange> = (0..12)
                .map(|i| {
                    let at = format!("2026-03-0{}T{}:00Z", 1 + i % 2, hours[i % 3]);
                    let mail = if i % 4 < 2 { Mail::from("ana") } else { Mail::to("ana").and_aside("ben") };
                    mail.id(&i.to_string()).thread(["t", "u"][i / 6]).at(&at).exchange()
                })
                .collect();
            let mixed: Vec<Exchange> = order.iter().map(|&i| straight[i].clone()).collect();
            prop_assert_eq!(occasions(&straight, &[]), occasions(&mixed, &[]));
        }
    }

    #[test]
    fn a_meeting_is_one_occasion_however_often_it_is_listed() {
        let met = meeting("ana", "2026-03-02T10:00Z");
        assert_eq!(occasions(&[], &[met, met]).len(), 1);
    }

    #[test]
    fn weight_falls_with_the_square_root_of_the_company() {
        for (people, weight) in [(0, 1000), (1, 1000), (4, 500), (9, 333), (100, 100)] {
            assert_eq!(company_weight(people), weight, "{people}");
        }
    }
}
