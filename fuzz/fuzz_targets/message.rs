//! Any bytes read as a message: what is told of them stays within its bounds.
#![no_main]

use goodwill::observations::calendar::Window;
use goodwill::observations::mail::{self, Reception, Trust};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let window = Window { from: Timestamp::UNIX_EPOCH, until: Timestamp::UNIX_EPOCH };
    let trust = Trust::Server("mx.home.example");
    let reception = Reception { received: None, trust, floating: TimeZone::UTC, window };
    let reading = mail::read(bytes, &reception);
    let facts = &reading.facts;
    assert!(reading.authored.len() <= 64 * 1024);
    assert!(facts.line_hashes.len() <= 200 && facts.quoted_hashes.len() <= 12);
    assert!(facts.skipped.len() <= 20 && facts.attachments.len() <= 50 && facts.references.len() <= 100);
    assert!(facts.subject.chars().count() <= 500);
    assert!(facts.cues.iter().all(|cue| cue.quote.chars().count() <= 200));
});
