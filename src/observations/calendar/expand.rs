//! Expands a recurrence rule on the wall clock, within bounds. The `rrule` crate does the calendar
//! arithmetic; everything that could make it run on, fail or panic is settled before it is called.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::DateTime;
use rrule::RRuleSet;

use super::moment::{wall_at, wall_seconds};
use super::rule::{Frequency, Rule, RuleError};

/// Most occurrences that one rule may be walked through, those before the wanted ones included.
const MAX_WALK: u32 = 100_000;
/// Most occurrences that one rule may give.
const MAX_OCCURRENCES: usize = 5_000;
/// Most steps that a rule finer than a day may take through times it then passes over.
const MAX_FINE_STEPS: i64 = 50_000;
/// What a call costs beside the occurrences it walks through, and one that finds none.
const CALL_COST: u32 = 50;
const FRUITLESS_COST: u32 = 10_000;
/// Steps that all rules of a file may take together: so many, more for each event, and never more than that.
const FILE_STEPS: u32 = 400_000;
const EVENT_STEPS: u32 = 500;
const MAX_STEPS: u32 = 20_000_000;
/// Seconds in 400 years, after which the Gregorian calendar repeats itself with its weekdays.
const CYCLE_SECONDS: i64 = 146_097 * 86_400;

/// What all rules of one file may cost together, in occurrences walked through.
#[derive(Debug)]
pub(super) struct Budget {
    steps: u32,
    /// Whether a rule was left before its end.
    cut: bool,
}

impl Budget {
    /// Steps for a file of so many events. Few events need few steps, whatever their rules ask for.
    pub(super) fn of(events: usize) -> Self {
        let events = u32::try_from(events).unwrap_or(u32::MAX);
        Self {
            steps: FILE_STEPS.saturating_add(events.saturating_mul(EVENT_STEPS)).min(MAX_STEPS),
            cut: false,
        }
    }

    /// Whether a rule was left before its end since this was last asked.
    pub(super) fn take_cut(&mut self) -> bool {
        std::mem::take(&mut self.cut)
    }
}

/// Where a rule starts, and which of its occurrences are wanted: from `from` on, up to and including `to`.
/// All on the wall clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: DateTime,
    pub(super) from: DateTime,
    pub(super) to: DateTime,
}

/// The occurrences of `rule` in `span`, none of them after `last` (the rule's own `UNTIL`). `DTSTART` is
/// one only if it matches the rule: the RFC leaves that open, other programs agree on it.
pub(super) fn expand(
    rule: &Rule,
    span: Span,
    last: Option<DateTime>,
    budget: &mut Budget,
) -> Result<Vec<DateTime>, RuleError> {
    let to = last.map_or(span.to, |last| last.min(span.to));
    if to < span.start || to < span.from {
        return Ok(Vec::new());
    }
    let mut occurrences = Vec::new();
    for rule in rule.clone().anchored(span.start).apart() {
        let start = seek(&rule, span.start, span.from);
        let steps = rule.frequency.seconds().map_or(0, |seconds| {
            (wall_seconds(to) - wall_seconds(start)) / (seconds * i64::from(rule.interval)).max(1)
        });
        if rule.frequency > Frequency::Daily && rule.picks() && steps > MAX_FINE_STEPS {
            return Err(RuleError::TooOften);
        }
        occurrences.extend(walk(&rule, start, Span { to, ..span }, budget)?);
    }
    occurrences.sort_unstable();
    occurrences.dedup();
    Ok(occurrences)
}

/// A start shortly before `from` from which the rule goes on as it does from `start`. The walk from a start
/// long past would cost, and a rule that counts has to take it.
fn seek(rule: &Rule, start: DateTime, from: DateTime) -> DateTime {
    if rule.count.is_some() || from <= start {
        return start;
    }
    let interval = i64::from(rule.interval);
    if let Some(seconds) = rule.frequency.seconds() {
        let step = seconds * interval;
        let steps = (wall_seconds(from) - wall_seconds(start)) / step - 1;
        return if steps > 0 { wall_at(wall_seconds(start) + steps * step).unwrap_or(start) } else { start };
    }
    let months_of = |wall: DateTime| i64::from(wall.year()) * 12 + i64::from(wall.month()) - 1;
    let step = if rule.frequency == Frequency::Monthly { interval } else { interval * 12 };
    let steps = (months_of(from) - months_of(start)) / step - 1;
    if steps <= 0 {
        return start;
    }
    // The days are written out in the rule, so the first of the month will do, and of the year.
    let months = months_of(start) + steps * step;
    let month = if rule.frequency == Frequency::Monthly { months.rem_euclid(12) + 1 } else { 1 };
    let date = jiff::civil::Date::new(
        i16::try_from(months.div_euclid(12)).unwrap_or(start.year()),
        i8::try_from(month).unwrap_or(1),
        1,
    );
    date.map_or(start, |date| date.to_datetime(start.time()))
}

fn walk(rule: &Rule, start: DateTime, span: Span, budget: &mut Budget) -> Result<Vec<DateTime>, RuleError> {
    // A rule that never matches is followed to the crate's last year, 10000. In the last 400-year cycle
    // before it that is soon reached.
    let shift = CYCLE_SECONDS * ((9_999 - i64::from(span.to.year())) / 400);
    let spelled = |wall: DateTime| {
        let wall = wall_seconds(wall).checked_add(shift).and_then(far_wall)?;
        Some(wall.strftime("%Y%m%dT%H%M%SZ").to_string())
    };
    let (Some(first), Some(until)) = (spelled(start), spelled(span.to)) else {
        return Err(RuleError::Expansion);
    };
    if budget.steps == 0 {
        return Err(RuleError::TooOften);
    }
    let text = format!("DTSTART:{first}\nRRULE:{};UNTIL={until}", rule.spelled());
    let most = rule.count.map_or(MAX_WALK, |count| count.min(MAX_WALK));
    let from = wall_seconds(span.from);
    // Everything known to make the crate panic is refused above; this is for what is not known. One event
    // must not end the reading of a calendar, and nothing is shared with the crate that could be left broken.
    let walked = catch_unwind(AssertUnwindSafe(|| {
        let set: RRuleSet = text.parse().ok()?;
        let (mut cost, mut found) = (CALL_COST, Vec::new());
        let mut cut = false;
        for occurrence in set.limit().into_iter().take(usize::try_from(most).unwrap_or(0)) {
            cost += 1;
            let seconds = occurrence.timestamp() - shift;
            if seconds >= from {
                found.extend(wall_at(seconds));
            }
            if found.len() >= MAX_OCCURRENCES || cost >= MAX_WALK {
                cut = true;
                break;
            }
        }
        Some((if cost == CALL_COST { FRUITLESS_COST } else { cost }, found, cut))
    }));
    let Ok(Some((cost, found, cut))) = walked else { return Err(RuleError::Expansion) };
    budget.steps = budget.steps.saturating_sub(cost);
    budget.cut |= cut;
    Ok(found)
}

/// As `wall_at`, up to the last year there is.
fn far_wall(seconds: i64) -> Option<DateTime> {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
}
