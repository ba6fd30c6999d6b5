//! The body of a feed: unpacked as it comes, never more than the limit in memory, told from web pages,
//! and hashed so that a server's idle rewriting does not count as a change.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::{FeedFault, hex};

/// First bytes of gzip (RFC 1952, 2.3.1). No calendar begins so, whatever the headers say of it.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A body that is coming in.
pub(super) struct Body {
    form: Form,
    limit: usize,
}

enum Form {
    /// Too short to tell.
    Begun(Vec<u8>),
    Plain(Bounded),
    Packed(Box<MultiGzDecoder<Bounded>>),
}

impl Body {
    pub(super) fn new(limit: usize) -> Self {
        Self { form: Form::Begun(Vec::new()), limit }
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), FeedFault> {
        let limit = self.limit;
        if let Form::Begun(start) = &mut self.form {
            start.extend_from_slice(chunk);
            if start.len() < GZIP.len() {
                return Ok(());
            }
            let start = std::mem::take(start);
            let out = Bounded { bytes: Vec::new(), limit };
            self.form = if start.starts_with(&GZIP) {
                Form::Packed(Box::new(MultiGzDecoder::new(out)))
            } else {
                Form::Plain(out)
            };
            return self.push(&start);
        }
        let written = match &mut self.form {
            Form::Begun(_) => Ok(()),
            Form::Plain(out) => out.write_all(chunk),
            Form::Packed(out) => out.write_all(chunk),
        };
        written.map_err(|error| fault(&error, limit))
    }

    /// The whole body.
    pub(super) fn finish(self) -> Result<Vec<u8>, FeedFault> {
        match self.form {
            Form::Begun(start) => Ok(start),
            Form::Plain(out) => Ok(out.bytes),
            Form::Packed(out) => out.finish().map(|out| out.bytes).map_err(|error| fault(&error, self.limit)),
        }
    }
}

fn fault(error: &io::Error, limit: usize) -> FeedFault {
    if error.kind() == io::ErrorKind::FileTooLarge {
        FeedFault::TooLarge { limit }
    } else {
        FeedFault::Interrupted
    }
}

/// Bytes up to a limit.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.limit.saturating_sub(self.bytes.len()) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

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
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn taken(bytes: &[u8], chunk: usize, limit: usize) -> Result<Vec<u8>, FeedFault> {
        let mut body = Body::new(limit);
        bytes.chunks(chunk).try_for_each(|chunk| body.push(chunk))?;
        body.finish()
    }

    #[test]
    fn bodies_are_unpacked_up_to_the_limit() {
        let plain = b"BEGIN:VCALENDAR\r\n".repeat(100);
        for bytes in [plain.clone(), packed(&plain)] {
            for chunk in [1, 2, 7, 10_000] {
                assert_eq!(taken(&bytes, chunk, plain.len()).unwrap(), plain);
                let short = taken(&bytes, chunk, plain.len() - 1);
                assert!(matches!(short, Err(FeedFault::TooLarge { .. })), "{chunk}");
            }
        }
        assert_eq!(taken(b"", 1, 9).unwrap(), b"");
        assert_eq!(taken(b"a", 1, 9).unwrap(), b"a");
    }

    #[test]
    fn a_packed_body_that_breaks_off_is_no_body() {
        let bytes = packed(&b"BEGIN:VCALENDAR\r\n".repeat(100));
        for length in 2..bytes.len() {
            let short = taken(&bytes[..length], 5, 10_000);
            assert!(matches!(short, Err(FeedFault::Interrupted)), "{length} of {}", bytes.len());
        }
    }

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
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), gzip in any::<bool>()) {
            let bytes = if gzip { [&GZIP[..], &[8, 0], &bytes].concat() } else { bytes };
            if let Ok(body) = taken(&bytes, 3, 200) {
                let _ = (expect_calendar(&body).is_ok(), is_closed(&body), hash(&body));
                prop_assert!(body.len() <= 200);
            }
        }
    }
}
