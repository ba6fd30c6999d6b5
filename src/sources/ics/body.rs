//! What a feed holds: told from web pages, and hashed so that a server's idle rewriting does not count as a
//! change.

use sha2::{Digest, Sha256};

use super::{FeedFault, hex};

/// Whether the bytes are a calendar (RFC 5545, 3.4): a line of them opens one, and they are no web page.
pub(super) fn expect_calendar(bytes: &[u8]) -> Result<(), FeedFault> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"<") {
        return Err(FeedFault::WebPage);
    }
    let opens = |line: &[u8]| line.trim_ascii().eq_ignore_ascii_case(b"BEGIN:VCALENDAR");
    if start.split(|&byte| matches!(byte, b'\n' | b'\r')).any(opens) {
        Ok(())
    } else {
        Err(FeedFault::NotACalendar)
    }
}

/// Whether the last line closes a calendar.
pub(super) fn is_closed(bytes: &[u8]) -> bool {
    let end = b"END:VCALENDAR";
    let bytes = bytes.trim_ascii_end();
    bytes.get(bytes.len().saturating_sub(end.len())..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Whether every calendar that is opened is closed, so that nothing broke off.
#[must_use]
pub fn is_whole(bytes: &[u8]) -> bool {
    let (mut opened, mut closed) = (0_usize, 0_usize);
    for line in bytes.split(|&byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii) {
        opened += usize::from(line.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"));
        closed += usize::from(line.eq_ignore_ascii_case(b"END:VCALENDAR"));
    }
    opened > 0 && opened == closed
}

/// SHA-256 of the calendar without its DTSTAMP lines, which some servers set to the time of the request,
/// and without regard to how lines end.
pub(super) fn hash(bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    let mut left_out = false;
    for line in bytes.split(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // A line that begins with white space continues the one before (RFC 5545, 3.1).
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            left_out = is_stamp(line);
        }
        if !left_out {
            hash.update(line);
            hash.update(b"\n");
        }
    }
    hex(hash)
}

fn is_stamp(line: &[u8]) -> bool {
    let name = b"DTSTAMP";
    line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && matches!(line.get(name.len()), Some(b':' | b';'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn calendars_are_told_from_web_pages() {
        for bytes in ["BEGIN:VCALENDAR\r\n", "\u{feff}\n begin:vcalendar \n", "X-STRAY:1\rBEGIN:VCALENDAR\r"]
        {
            assert!(expect_calendar(bytes.as_bytes()).is_ok(), "{bytes:?}");
        }
        let page = "\n<!DOCTYPE html>\nBEGIN:VCALENDAR\n";
        assert!(matches!(expect_calendar(page.as_bytes()), Err(FeedFault::WebPage)));
        for bytes in ["", "{}", "BEGIN:VCARD\r\n", "say BEGIN:VCALENDAR\r\n"] {
            assert!(matches!(expect_calendar(bytes.as_bytes()), Err(FeedFault::NotACalendar)), "{bytes:?}");
        }
    }

    #[test]
    fn a_calendar_that_breaks_off_is_not_whole() {
        let whole = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert!(is_whole(whole.as_bytes()) && is_whole([whole, whole].concat().as_bytes()));
        for end in 0..whole.len() - 3 {
            assert!(!is_whole(&whole.as_bytes()[..end]), "{end}");
            assert!(!is_whole([&whole[..end], "\r\n", whole].concat().as_bytes()) || end < 15, "{end}");
        }
    }

    #[test]
    fn stamps_and_line_ends_do_not_count_as_changes() {
        let base = hash(b"A:1\r\nDTSTAMP:20260101T000000Z\r\nB:2\r\n x\r\n");
        for same in [
            "A:1\nDTSTAMP:20270101T000000Z\nB:2\n x\n",
            "A:1\r\ndtstamp;X=1:2027\r\n 0101\r\n\tT00\r\nB:2\r\n x\r\n",
            "A:1\nB:2\n x\n",
        ] {
            assert_eq!(hash(same.as_bytes()), base, "{same:?}");
        }
        for other in ["A:1\nB:2\n y\n", "A:1\nB:2\n x\nDTSTAMPS:1\n", "A:1\nB:2\n x\n z\n", "B:2\n x\nA:1\n"]
        {
            assert_ne!(hash(other.as_bytes()), base, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = (expect_calendar(&bytes).is_ok(), is_closed(&bytes), hash(&bytes));
        }
    }
}
