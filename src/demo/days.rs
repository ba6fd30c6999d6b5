//! When things of a story happen, told from the day on which the demo runs.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

/// The owner's zone, in which the hours of all stories are told.
pub(super) const ZONE: &str = "Europe/Lisbon";

/// Names of weekdays from Monday, and of months, in English.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The day that `told` means: `4d` (four days before today), `w7 tue` (Tuesday, seven weeks before this
/// week), `thursday-6` (six days before the Thursday nearest to today). `None` where it means none.
pub(super) fn day(told: &str, today: Date) -> Option<Date> {
    let told = told.trim();
    if let Some(days) = told.strip_suffix('d').and_then(|days| days.parse::<i64>().ok()) {
        return add(today, -days);
    }
    if let Some(days) = told.strip_prefix("thursday") {
        let days = if days.is_empty() { 0 } else { days.parse().ok()? };
        return add(nearest_thursday(today)?, days);
    }
    let (weeks, weekday) = told.strip_prefix('w')?.split_once(' ')?;
    let weeks: i64 = weeks.parse().ok()?;
    let name = weekday.trim();
    let weekday = WEEKDAYS.iter().position(|day| day.to_lowercase().starts_with(name))?;
    let monday = add(today, -i64::from(today.weekday().to_monday_zero_offset()))?;
    add(monday, i64::try_from(weekday).ok()? - 7 * weeks)
}

/// The Thursday at most three days away.
fn nearest_thursday(today: Date) -> Option<Date> {
    let thursday = i64::from(Weekday::Thursday.to_monday_zero_offset());
    let ahead = (thursday - i64::from(today.weekday().to_monday_zero_offset())).rem_euclid(7);
    add(today, if ahead > 3 { ahead - 7 } else { ahead })
}

/// A day so many days later.
pub(super) fn add(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The instant of a wall-clock time in the owner's zone; what a clock change skips is an hour later.
pub(super) fn instant(day: Date, time: Time) -> Timestamp {
    day.at(time.hour(), time.minute(), time.second(), 0)
        .to_zoned_datetime(zone(ZONE))
        .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

/// A zone of the bundled database; UTC where there is none of that name.
pub(super) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// `Thursday`
pub(super) fn weekday_name(day: Date) -> &'static str {
    let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    WEEKDAYS.get(at).copied().unwrap_or("Monday")
}

/// `March`
pub(super) fn month_name(day: Date) -> &'static str {
    let at = usize::try_from(day.month() - 1).unwrap_or(0);
    MONTHS.get(at).copied().unwrap_or("January")
}

/// `4 March`
pub(super) fn day_and_month(day: Date) -> String {
    format!("{} {}", day.day(), month_name(day))
}

/// First day that the demo tells of: fourteen months back.
pub(super) fn first_day(today: Date) -> Date {
    today.checked_sub(14.months()).unwrap_or(today)
}

/// Replaces `{weekday 3}`, `{date -12}` and `{month 1}` by what they mean, in days from `on`; `{thursday}`
/// and other names of weekdays stand for the next such day after `on`, as `Thursday`.
pub(super) fn fill_in(text: &str, on: Date) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match meaning(inside, on) {
            Some(meaning) => out.push_str(&meaning),
            None => out.extend(["{", inside, "}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn meaning(placeholder: &str, on: Date) -> Option<String> {
    if let Some(name) = WEEKDAYS.iter().find(|name| name.to_lowercase() == placeholder) {
        return Some((*name).to_owned());
    }
    let (what, days) = placeholder.split_once(' ')?;
    let day = add(on, days.parse().ok()?)?;
    match what {
        "weekday" => Some(weekday_name(day).to_owned()),
        "date" => Some(day_and_month(day)),
        "month" => Some(month_name(day).to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_told_from_today() {
        let today = date(2026, 11, 25); // a Wednesday
        for (told, expected) in [
            ("4d", Some(date(2026, 11, 21))),
            ("w1 mon", Some(date(2026, 11, 16))),
            ("w2 sun", Some(date(2026, 11, 15))),
            ("thursday", Some(date(2026, 11, 26))),
            ("thursday-6", Some(date(2026, 11, 20))),
            ("soon", None),
            ("w1 nix", None),
        ] {
            assert_eq!(day(told, today), expected, "{told}");
        }
    }

    #[test]
    fn the_nearest_thursday_is_at_most_three_days_away() {
        for offset in 0..14 {
            let today = add(date(2026, 2, 20), offset).unwrap();
            let thursday = nearest_thursday(today).unwrap();
            assert_eq!(thursday.weekday(), Weekday::Thursday);
            assert!((thursday - today).get_days().abs() <= 3, "{today}");
        }
    }

    #[test]
    fn placeholders_become_words() {
        let on = date(2026, 2, 27);
        assert_eq!(fill_in("on {weekday 3}, {date 2}", on), "on Monday, 1 March");
        assert_eq!(fill_in("by {thursday} {x} { in {month 2}", on), "by Thursday {x} { in {month 2}");
        assert_eq!(fill_in("in {month 2}", on), "in March");
    }
}
