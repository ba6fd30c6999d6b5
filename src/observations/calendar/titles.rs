//! Marks that Outlook writes before the title of a meeting that was called off or declined, in the languages
//! it speaks: in published calendars they are often all that tells.

use super::event::TitleMark;

/// Before a meeting that its organizer called off.
const CANCELLED: [&str; 24] = [
    "canceled",
    "cancelled",
    "abgesagt",
    "annulé",
    "annulée",
    "annulation",
    "cancelado",
    "cancelada",
    "cancelación",
    "annullato",
    "annullata",
    "geannuleerd",
    "avlyst",
    "aflyst",
    "inställd",
    "inställt",
    "peruutettu",
    "anulowano",
    "odwołane",
    "zrušeno",
    "отменено",
    "已取消",
    "取消済み",
    "キャンセル済み",
];
/// Before a meeting that the owner of the calendar declined.
const DECLINED: [&str; 14] = [
    "declined",
    "abgelehnt",
    "refusé",
    "refusée",
    "rechazado",
    "rechazada",
    "recusado",
    "recusada",
    "rifiutato",
    "geweigerd",
    "avslått",
    "afvist",
    "avböjt",
    "odrzucono",
];

/// The mark before a title; a title that only speaks of such things has none.
pub(super) fn title_mark(title: &str) -> Option<TitleMark> {
    let (before, _) = title.split_once([':', '：'])?;
    let before = before.trim().to_lowercase();
    if CANCELLED.contains(&before.as_str()) {
        Some(TitleMark::Cancelled)
    } else if DECLINED.contains(&before.as_str()) {
        Some(TitleMark::Declined)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_before_the_title() {
        for (title, mark) in [
            ("Canceled: Review", Some(TitleMark::Cancelled)),
            ("ABGESAGT: Review", Some(TitleMark::Cancelled)),
            ("Annulé\u{a0}: revue", Some(TitleMark::Cancelled)),
            ("已取消：回顾", Some(TitleMark::Cancelled)),
            ("Declined: Review", Some(TitleMark::Declined)),
            ("Abgelehnt: Review", Some(TitleMark::Declined)),
            ("Review of canceled: parts", None),
            ("Declined", None),
            ("", None),
        ] {
            assert_eq!(title_mark(title), mark, "{title}");
        }
    }
}
