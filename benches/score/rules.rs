//! The rules of other programs for whom one has neglected, restated from their sources, for comparison.

/// A rule.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// Dex and Bonds: so many days after the last contact, one number for all.
    Fixed(i32),
    /// Monica: every so many days from the first contact on; contact is not consulted.
    Periodic(i32),
    /// `PingCRM`: 30, 60 or 180 days after the last contact by a priority, which here suits the person: high where
    /// the mean gap is under two weeks, low where it is over two months.
    Priority,
}

/// What a rule says of one life.
pub(crate) struct Told {
    /// Share of days in the window on which the living person is flagged.
    pub(crate) share: f64,
    /// Alarms a year in the window.
    pub(crate) alarms_a_year: f64,
    /// Days after the last contact until it is flagged.
    pub(crate) delay: f64,
}

impl Rule {
    /// Judges a life between two days; after the last contact the person is dead.
    pub(crate) fn judge(self, days: &[i32], mean_gap: f64, from: i32, until: i32) -> Told {
        let after = match self {
            Self::Periodic(every) => return periodic(every, days, from, until),
            Self::Fixed(after) => after,
            Self::Priority if mean_gap < 14.0 => 30,
            Self::Priority if mean_gap > 60.0 => 180,
            Self::Priority => 60,
        };
        let (mut flagged, mut alarms) = (0, 0);
        for gap in days.windows(2) {
            let (begin, end) = (gap[0] + after + 1, gap[1]);
            let seen = (end.min(until) - begin.max(from)).max(0);
            flagged += seen;
            alarms += i32::from(seen > 0);
        }
        let window = f64::from(until - from);
        Told {
            share: f64::from(flagged) / window,
            alarms_a_year: f64::from(alarms) * 365.0 / window,
            delay: f64::from(after + 1),
        }
    }
}

/// Fires whatever happens; somebody counts as flagged for the week after.
fn periodic(every: i32, days: &[i32], from: i32, until: i32) -> Told {
    let (first, last) = (days.first().copied().unwrap_or(0), days.last().copied().unwrap_or(0));
    let fires = (until - first) / every - (from - first) / every;
    let window = f64::from(until - from);
    Told {
        share: (f64::from(fires) * 7.0 / window).min(1.0),
        alarms_a_year: f64::from(fires) * 365.0 / window,
        delay: f64::from(every - (last - first) % every),
    }
}
