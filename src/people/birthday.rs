//! The day of the year on which somebody was born. The year is not kept: nothing here needs anybody's age.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A year that has every day.
const LEAP_YEAR: i16 = 2024;

/// A day of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Birthday {
    month: i8,
    day: i8,
}

impl Birthday {
    /// The birthday that falls on a day.
    #[must_use]
    pub fn on(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }

    /// Reads a `BDAY` of vCard 2.1 to 4.0 (RFC 2426, 3.1.5; RFC 6350, 4.3.1), with or without a year, with or without
    /// a time: `1985-04-12`, `19850412T000000Z`, `--0412`, `--04-12`. `None` where it names no day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.trim().split(['T', 't', ' ']).next()?;
        let (digits, yearless) = match date.strip_prefix("--") {
            Some(rest) => (rest, true),
            None => (date, false),
        };
        let digits: String = digits.split('-').collect();
        let length = if yearless { 4 } else { 8 };
        let is_date = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
        let month_and_day = digits.get(length - 4..).filter(|_| is_date)?;
        let (month, day) = (month_and_day.get(..2)?.parse().ok()?, month_and_day.get(2..)?.parse().ok()?);
        Date::new(LEAP_YEAR, month, day).ok().map(Self::on)
    }

    /// Its day in a year; the day before where the year has no 29 February.
    #[must_use]
    pub fn in_year(self, year: i16) -> Option<Date> {
        let date = Date::new(year, self.month, self.day);
        date.or_else(|_| Date::new(year, self.month, self.day - 1)).ok()
    }

    /// The first such day from a day on.
    #[must_use]
    pub fn next_from(self, date: Date) -> Option<Date> {
        let this = self.in_year(date.year()).filter(|day| *day >= date);
        this.or_else(|| self.in_year(date.year().checked_add(1)?))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_to_write_it_names_the_day() {
        for text in [
            "19850412",
            "1985-04-12",
            "1985-04-12T00:00:00Z",
            "19850412T231000Z",
            " 1985-04-12 ",
            "--0412",
            "--04-12",
            "--0412T1022",
            "1604-04-12", // Apple's year for none
        ] {
            assert_eq!(Birthday::parse(text), Some(Birthday::on(date(2000, 4, 12))), "{text}");
        }
    }

    #[test]
    fn what_names_no_day_is_none() {
        for text in [
            "",
            "1985",
            "1985-04",
            "--04",
            "---12",
            "circa 1800",
            "19851301",
            "19850230",
            "T102200",
            "１９８５０４１２",
        ] {
            assert_eq!(Birthday::parse(text), None, "{text}");
        }
    }

    #[test]
    fn who_was_born_on_a_leap_day_has_a_birthday_every_year() {
        let leap = Birthday::parse("--0229").unwrap();
        assert_eq!(leap.next_from(date(2027, 2, 1)), Some(date(2027, 2, 28)));
        assert_eq!(leap.next_from(date(2028, 2, 28)), Some(date(2028, 2, 29)));
        assert_eq!(leap.next_from(date(2027, 3, 1)), Some(date(2028, 2, 29)));
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "(?s).{0,40}") {
            let _ = Birthday::parse(&text);
        }
    }
}
