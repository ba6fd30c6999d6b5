//! Any text as the body of a message, plain or HTML: what is new in it stands in it.
#![no_main]

use goodwill::observations::calendar::Window;
use goodwill::observations::mail::{self, Reception, Trust};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, &str)| {
    let (is_html, text) = input;
    let window = Window { from: Timestamp::UNIX_EPOCH, until: Timestamp::UNIX_EPOCH };
    let reception = Reception { received: None, trust: Trust::Owner, floating: TimeZone::UTC, window };
    let kind = if is_html { "html" } else { "plain" };
    let raw = format!(
        "From: ana@studio.example\nTo: ben@home.example\nContent-Type: text/{kind}; charset=utf-8\n\n{text}"
    );
    let reading = mail::read(raw.as_bytes(), &reception);
    if is_html {
        return;
    }
    let mut lines = raw.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    let dropped = ['\0', '\u{7f}', '\u{b}', '\u{c}', '\u{202e}'];
    for new in reading.authored.lines().filter(|line| !line.trim().is_empty()) {
        let found = lines.any(|line| line.replace(dropped, "").trim_end().contains(new.trim()));
        assert!(found, "{new:?} was not written");
    }
});
