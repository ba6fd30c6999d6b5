//! `[relationships]`: how warmth fades, and when a silence is unusual.

use super::value::Fraction;
use super::{Days, Section};

const SHORT_HALF_LIFE: Days = Days::new(30);
const LONG_HALF_LIFE: Days = Days::new(365);
const LATE: Fraction = Fraction::new(0.20);
const OVERDUE: Fraction = Fraction::new(0.05);

/// Warmth and silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relationships {
    /// Half-life of the short sum of contact, in days; shorter than the long one's.
    pub short_half_life: Days,
    /// Half-life of the long sum of contact, in days.
    pub long_half_life: Days,
    /// A silence is late once the chance of a gap this long falls below this.
    pub late: Fraction,
    /// A silence is overdue once the chance of a gap this long falls below this; below `late`.
    pub overdue: Fraction,
}

impl Relationships {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let read = Self {
            short_half_life: section.or("short_half_life", SHORT_HALF_LIFE),
            long_half_life: section.or("long_half_life", LONG_HALF_LIFE),
            late: section.or("late", LATE),
            overdue: section.or("overdue", OVERDUE),
        };
        if read.short_half_life >= read.long_half_life {
            let title = "`relationships.short_half_life` must be shorter than `long_half_life`".to_owned();
            let (short, long) = (read.short_half_life.get(), read.long_half_life.get());
            let label = format!("short is {short} days, long {long} days");
            section.refuse(&["short_half_life", "long_half_life"], title, label);
        }
        if read.overdue >= read.late {
            let title = "`relationships.overdue` must be below `late`".to_owned();
            let label = format!("overdue is {}, late {}", read.overdue.get(), read.late.get());
            section.refuse(&["overdue", "late"], title, label);
        }
        read
    }
}
