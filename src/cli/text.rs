//! How text for people looks: tables, dates, numbers, words for the figures.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::books::Received;
use crate::config::Config;
use crate::nudges::HeldReason;
use crate::people::{Regime, RegimeSource};
use crate::relationships::{LoopKind, Silence};

/// A blank at which no table breaks a line.
const BLANK: &str = "\u{a0}";

/// Prints one JSON object on a line of its own.
pub(super) fn json_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// A table without rules, as wide as the terminal.
pub(super) fn table(headers: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headers.iter().copied());
    table
}

/// Aligns columns to the right, by index.
pub(super) fn align_right(table: &mut Table, columns: &[usize]) {
    for &index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Prints a table without the blanks that its last column leaves at the end of lines.
pub(super) fn print_table(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    for line in table.to_string().lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A day with its time, such as `2 Mar 2026 18:00`.
pub(super) fn day_and_hour(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%-d %b %Y %H:%M").to_string()
}

/// A day, such as `2 Mar 2026`.
pub(super) fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%-d %b %Y").to_string()
}

/// The name by which serde writes a plain variant, with spaces for underscores.
pub(super) fn word(value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
    name.unwrap_or_default().replace(['_', '-'], " ")
}

/// Days in the unit a person would use.
pub(super) fn days(days: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what people live"
    )]
    let whole = days.round().clamp(0.0, 100_000.0) as u32;
    match whole {
        0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        2..=59 => format!("{whole} days"),
        60..=729 => format!("{} months", whole / 30),
        _ => format!("{} years", whole / 365),
    }
}

/// A share or a chance, such as `41 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// How much a contact counts, of 1 for one between two.
pub(super) fn counting(weight: f64) -> String {
    if weight >= 0.995 { "counts in full".to_owned() } else { format!("counts {}", percent(weight)) }
}

/// A number with a separator between thousands.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things, with the plural where it is due.
pub(super) fn plural(number: u64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {many}", count(number)) }
}

/// How mail comes into an empty ledger.
pub(super) fn first_step(config: &Config) -> &'static str {
    if config.polls() {
        "`goodwill sync` reads what the config names"
    } else {
        "`goodwill import PATH…` reads your mail"
    }
}

/// That of most messages nobody says who wrote them, and what to do; nothing where it is not so.
pub(super) fn vouching(received: &Received) -> Option<String> {
    let Received { messages, unvouched } = *received;
    (unvouched * 2 > messages).then(|| {
        format!(
            "{} of {} from others are not vouched for, so nothing in them is posted: in [[mail]] set \
             `trusted_authserv_id`, or `trust = \"inbox\"`, then `goodwill reread` (what was imported with --untrusted \
             has to be imported without)",
            count(unvouched),
            plural(messages, "message", "messages")
        )
    })
}

/// A bar of at most `cells` cells, to an eighth of one; empty for nothing.
pub(super) fn bar(size: u64, longest: u64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let whole = u128::try_from(cells).unwrap_or(0) * 8;
    let eighths = (u128::from(size.min(longest)) * whole).div_ceil(u128::from(longest.max(1)));
    let eighths = usize::try_from(eighths).unwrap_or(0);
    "█".repeat(eighths / 8) + EIGHTHS.get(eighths % 8).copied().unwrap_or("")
}

/// Bars of figures that may lie below zero: those to the left of a line, the others to its right, all together at
/// most `cells` cells and the line. Where none lies below zero there is no line.
pub(super) fn signed_bars(figures: &[i64], cells: usize) -> Vec<String> {
    let longest = figures.iter().map(|figure| figure.unsigned_abs()).max().unwrap_or(0);
    if figures.iter().all(|&figure| figure >= 0) {
        return figures.iter().map(|figure| bar(figure.unsigned_abs(), longest, cells)).collect();
    }
    let half = cells / 2;
    let signed = |&figure: &i64| {
        if figure >= 0 {
            return format!("{}│{}", BLANK.repeat(half), bar(figure.unsigned_abs(), longest, half));
        }
        // No signs are filled from the right but the whole and the half.
        let whole = bar(figure.unsigned_abs(), longest, half).chars().count();
        format!("{}{}│", BLANK.repeat(half - whole), "█".repeat(whole))
    };
    figures.iter().map(signed).collect()
}

/// A silence in a word or two.
pub(super) fn silence(silence: Silence) -> &'static str {
    match silence {
        Silence::Unknown => "too little known",
        Silence::Usual => "",
        Silence::Late => "late",
        Silence::Overdue => "overdue",
        Silence::DriftedAway => "drifted away",
    }
}

/// Why a nudge was held back.
pub(super) fn held(reason: HeldReason) -> &'static str {
    match reason {
        HeldReason::SamePerson => "something more pressing is said of them",
        HeldReason::Budget => "no place left this week",
        HeldReason::BelowBar => "matters too little",
        HeldReason::MeetingAhead => "you meet soon",
        HeldReason::KindOff => "you want no such reminders",
        HeldReason::Sensitive => "something sensitive passed between you lately",
        HeldReason::Cooldown => "said not long ago",
        HeldReason::Settled => "you said it is done",
        HeldReason::Snoozed => "you said to wait",
        HeldReason::Unwanted => "you want nothing of the kind about them",
        HeldReason::SameMatter => "said of somebody else it was meant for as well",
        HeldReason::OneSided => "they only ever take",
        HeldReason::Namesake => {
            "somebody of the same name was in touch since; `goodwill people` asks if they are one"
        }
        HeldReason::NoRhythm => "too few gaps between your conversations to tell what is usual",
        HeldReason::Aged => "open for too long to write for its sake",
    }
}

/// What a regime was taken from.
pub(super) fn regime_source(source: RegimeSource) -> &'static str {
    match source {
        RegimeSource::Owner => "as you said",
        RegimeSource::OwnDomain => "an address of your own organisation",
        RegimeSource::FamilyName => "your family name",
        RegimeSource::Default => "nothing else is known",
    }
}

/// How two people deal with each other, after "you deal".
pub(super) fn regime_words(regime: Regime) -> &'static str {
    match regime {
        Regime::Equality => "as equals",
        Regime::Colleague => "as colleagues, duty first",
        Regime::AuthorityAbove => "as with somebody above you",
        Regime::AuthorityBelow => "as with somebody below you",
        Regime::Market => "for pay",
        Regime::Communal => "as family and close friends do: nothing is counted",
    }
}

/// An open loop in a few words.
pub(super) fn loop_words(kind: LoopKind) -> &'static str {
    match kind {
        LoopKind::ReplyOwed => "your answer is awaited",
        LoopKind::AwaitingReply => "you await an answer",
        LoopKind::PromiseByMe => "you promised",
        LoopKind::PromiseToMe => "they promised",
        LoopKind::ThanksOwed => "thanks not yet said",
        LoopKind::OfferOpen => "their offer stands",
        LoopKind::IntroductionOpen => "introduction to follow up",
        LoopKind::MeetingUnset => "a meeting not yet set",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn it_is_told_where_most_is_not_vouched_for() {
        let told = |messages, unvouched| vouching(&Received { messages, unvouched });
        assert!(told(140, 130).unwrap().starts_with("130 of 140 messages from others are not vouched for"));
        assert_eq!([told(0, 0), told(140, 70)], [None, None]);
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        for (size, longest, drawn) in [(0, 8, ""), (8, 8, "████"), (4, 8, "██"), (1, 32, "▏"), (5, 0, "")]
        {
            assert_eq!(bar(size, longest, 4), drawn);
        }
    }

    #[test]
    fn bars_of_what_lies_below_zero_go_to_the_left() {
        let drawn = signed_bars(&[8, -4, 0], 8).into_iter().map(|bar| bar.replace(BLANK, "."));
        assert_eq!(drawn.collect::<Vec<_>>(), ["....│████", "..██│", "....│"]);
        assert_eq!(signed_bars(&[8, 4], 4), ["████", "██"]);
    }

    #[test]
    fn days_come_in_the_unit_people_use() {
        for (number, text) in
            [(0.2, "today"), (1.0, "1 day"), (17.5, "18 days"), (90.0, "3 months"), (800.0, "2 years")]
        {
            assert_eq!(days(number), text);
        }
    }
}
