//! Any bytes read as a calendar, over a window of two years.
#![no_main]

use goodwill::observations::calendar::{self, Window};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let at = |second| Timestamp::from_second(second).unwrap_or_default();
    let window = Window { from: at(1_700_000_000), until: at(1_763_000_000) };
    let _ = calendar::read(bytes, &TimeZone::UTC, window);
});
