//! The body of an answer: unpacked as it comes, never more than the limit in memory.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;

use super::HttpFault;

/// First bytes of gzip (RFC 1952, 2.3.1). Neither calendars nor XML begin so, whatever the headers say of it.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A body that is coming in.
pub(in crate::sources) struct Body {
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
    pub(in crate::sources) fn new(limit: usize) -> Self {
        Self { form: Form::Begun(Vec::new()), limit }
    }

    /// Takes the next bytes.
    pub(in crate::sources) fn push(&mut self, chunk: &[u8]) -> Result<(), HttpFault> {
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
    pub(in crate::sources) fn finish(self) -> Result<Vec<u8>, HttpFault> {
        match self.form {
            Form::Begun(start) => Ok(start),
            Form::Plain(out) => Ok(out.bytes),
            Form::Packed(out) => out.finish().map(|out| out.bytes).map_err(|error| fault(&error, self.limit)),
        }
    }
}

fn fault(error: &io::Error, limit: usize) -> HttpFault {
    if error.kind() == io::ErrorKind::FileTooLarge {
        HttpFault::TooLarge { limit }
    } else {
        HttpFault::Interrupted
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

    fn taken(bytes: &[u8], chunk: usize, limit: usize) -> Result<Vec<u8>, HttpFault> {
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
                assert!(matches!(short, Err(HttpFault::TooLarge { .. })), "{chunk}");
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
            assert!(matches!(short, Err(HttpFault::Interrupted)), "{length} of {}", bytes.len());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), gzip in any::<bool>()) {
            let bytes = if gzip { [&GZIP[..], &[8, 0], &bytes].concat() } else { bytes };
            if let Ok(body) = taken(&bytes, 3, 200) {
                prop_assert!(body.len() <= 200);
            }
        }
    }
}
