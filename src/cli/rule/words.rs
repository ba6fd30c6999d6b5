//! Rulings in words.

use crate::cli::text::word;
use crate::ledger::{Points, Ruling, Verdict, Wish};

/// A ruling in one line.
pub(in crate::cli) fn in_words(ruling: &Ruling) -> String {
    match ruling {
        Ruling::Entry { subject, verdict } => {
            let what = format!("{} {} {}", word(&subject.kind), word(&subject.direction), subject.address);
            format!("{}: {} ({what})", subject.favor_id(), verdict_in_words(verdict))
        }
        Ruling::Add { address, direction, kind, words, .. } => {
            format!("{} {} {address}: {words}", word(kind), word(direction))
        }
        Ruling::Circle { address, circle } => {
            format!("{address} belongs to {}", circle.as_deref().unwrap_or("no circle"))
        }
        Ruling::Regime { address, regime } => format!("with {address} you deal in {}", word(regime)),
        Ruling::Stance { address, stance } => format!("your stance toward {address} is {}", word(stance)),
        Ruling::Gaps { address, ideal_days, longest_days } => {
            let days =
                |days: &Option<u32>| days.map_or("as learnt".to_owned(), |days| format!("{days} days"));
            format!("with {address} in touch: ideally {}, at most {}", days(ideal_days), days(longest_days))
        }
        Ruling::Ignore { address } => format!("{address} is nobody"),
        Ruling::Merge { address, other } => format!("{address} and {other} are one person"),
        Ruling::Distinct { address, other } => format!("{address} and {other} are not one person"),
        Ruling::Split { addresses } => {
            let list: Vec<&str> = addresses.iter().map(crate::people::Address::as_str).collect();
            format!("{} by itself is one person", list.join(" with "))
        }
        Ruling::Wish { address, about, wish, .. } => {
            format!("{about} of {address}: {}", wish_in_words(*wish))
        }
        Ruling::Note { address, words } => format!("{address}: {words}"),
        Ruling::Unlearn { kind: Some(kind) } => {
            format!("what your rulings taught about {} is unlearnt", word(kind))
        }
        Ruling::Unlearn { kind: None } => "what your rulings taught is unlearnt".to_owned(),
        Ruling::Pause { until } => format!("no letters before {until}"),
    }
}

fn verdict_in_words(verdict: &Verdict) -> String {
    let points = |thousandths: &i64| Points::from_thousandths(*thousandths);
    match verdict {
        Verdict::Confirm => "confirmed".to_owned(),
        Verdict::Reject => "rejected".to_owned(),
        Verdict::Kind(kind) => format!("is {}", word(kind)),
        Verdict::Worth(worth) => format!("is worth {}", points(worth)),
        Verdict::Person(address) => format!("is with {address}"),
        Verdict::Split(parts) => {
            let kinds: Vec<String> = parts.iter().map(|part| word(&part.kind)).collect();
            format!("split into {}", kinds.join(", "))
        }
        Verdict::Forgive => "forgiven".to_owned(),
        Verdict::Repaid(worth) => format!("{} of it made good", points(worth)),
    }
}

fn wish_in_words(wish: Wish) -> String {
    match wish {
        Wish::Done => "done".to_owned(),
        Wish::NotBefore(instant) => format!("not before {instant}"),
        Wish::Never => "never".to_owned(),
        Wish::More => "more often".to_owned(),
        Wish::Less => "less often".to_owned(),
    }
}
