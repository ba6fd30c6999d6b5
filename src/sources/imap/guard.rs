//! The stream between the network and the IMAP parser: it hands on whole lines and literals that keep to
//! the limits, and fails before the parser sees others. It knows no command.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::scan::Scanner;

/// Bytes asked of the network at once.
const READ_BYTES: usize = 16 * 1024;

/// What a server did that it may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// More bytes outside literals than a response may have.
    #[error("the server sent a response with more than {0} bytes outside its data")]
    Line(usize),
    /// More bytes in literals than a response may have.
    #[error("the server announced {announced} bytes in one response, more than {limit}")]
    Literal {
        /// What it announced.
        announced: u64,
        /// What it may.
        limit: u64,
    },
    /// More brackets than any sound response has.
    #[error("the server sent a response with more than {0} brackets")]
    Depth(usize),
    /// More bytes than the answer to one command may have.
    #[error("the server sent more than {0} bytes in answer to one command")]
    Total(u64),
    /// More responses than the answer to one command may have.
    #[error("the server sent more than {0} responses to one command")]
    Responses(u32),
    /// A response of a form that could be read in two ways, or that the parser cannot bear.
    #[error("the server sent a response of an odd form")]
    Odd,
    /// A response of a kind that nobody asked for.
    #[error("the server sent a kind of response that nobody asked for")]
    Unasked,
}

/// What a server may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one response outside its literals.
    pub line: usize,
    /// Bytes of one response in its literals.
    pub literal: u64,
    /// Brackets of one numbered response, so that no more of them can be open at once.
    pub depth: usize,
    /// Bytes in answer to one command.
    pub total: u64,
    /// Responses to one command.
    pub responses: u32,
}

impl Limits {
    /// What a sound server stays far below, while the parser's stack ends at some 375 brackets.
    pub const USUAL: Self = Self {
        line: 64 * 1024,
        literal: 8 * 1024 * 1024,
        depth: 32,
        total: 64 * 1024 * 1024,
        responses: 100_000,
    };
}

/// A stream whose incoming bytes keep to the limits.
#[derive(Debug)]
pub struct Guard<S> {
    inner: S,
    scanner: Scanner,
    /// Bytes read and not yet handed on.
    held: Vec<u8>,
    /// Those of them that are handed on already.
    taken: usize,
    /// Those of them that may be handed on.
    safe: usize,
    broken: Option<Violation>,
    received: u64,
    heard_at: Option<Instant>,
}

impl<S> Guard<S> {
    /// Guards a stream.
    pub fn new(inner: S, limits: Limits) -> Self {
        let scanner = Scanner::new(limits);
        let (held, taken, safe) = (Vec::new(), 0, 0);
        Self { inner, scanner, held, taken, safe, broken: None, received: 0, heard_at: None }
    }

    /// Begins to count the answer to the next command.
    pub fn restart(&mut self) {
        self.scanner.restart();
        (self.received, self.heard_at) = (0, None);
    }

    /// Bytes that came since the count began, and when the last of them did.
    pub fn received(&self) -> (u64, Option<Instant>) {
        (self.received, self.heard_at)
    }

    /// What the server did that it may not, if it did.
    pub fn broken(&self) -> Option<Violation> {
        self.broken
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guard<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if let Some(ready) = this.held.get(this.taken..this.safe).filter(|ready| !ready.is_empty()) {
                let count = ready.len().min(out.remaining());
                out.put_slice(ready.get(..count).unwrap_or_default());
                this.taken += count;
                return Poll::Ready(Ok(()));
            }
            if let Some(violation) = this.broken {
                return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, violation)));
            }
            this.held.drain(..this.taken);
            (this.taken, this.safe) = (0, 0);
            let mut chunk = [0; READ_BYTES];
            let mut read = ReadBuf::new(&mut chunk);
            ready!(Pin::new(&mut this.inner).poll_read(context, &mut read))?;
            let fresh = read.filled();
            if fresh.is_empty() {
                return Poll::Ready(end(&this.held));
            }
            this.received += fresh.len() as u64;
            this.heard_at = Some(Instant::now());
            let (safe, verdict) = this.scanner.scan(fresh, &mut this.held);
            this.safe = safe.unwrap_or(0);
            this.broken = verdict.err();
        }
    }
}

/// The end of the stream, which is one only between lines.
fn end(held: &[u8]) -> io::Result<()> {
    if held.is_empty() { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guard<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().inner).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn bytes_pass_unchanged_and_the_end_is_one() {
        let text = "* OK hi\r\n* 1 FETCH (BODY[] {5}\r\nab\r\ncd)\r\n".repeat(2000);
        let mut out = Vec::new();
        Guard::new(text.as_bytes(), Limits::USUAL).read_to_end(&mut out).await.unwrap();
        assert_eq!(out, text.as_bytes());
    }

    #[tokio::test]
    async fn a_line_cut_off_is_no_end() {
        let error = Guard::new(&b"* OK hi\r\n* 1 EX"[..], Limits::USUAL).read_to_end(&mut Vec::new()).await;
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn after_a_violation_nothing_more_is_read() {
        let text = format!("* 1 FETCH {}\r\n* OK fine\r\n", "(".repeat(40));
        let mut guard = Guard::new(text.as_bytes(), Limits::USUAL);
        for _ in 0..2 {
            assert_eq!(guard.read(&mut [0; 100]).await.unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
        assert_eq!(guard.broken(), Some(Violation::Depth(32)));
    }

    #[tokio::test]
    async fn what_is_written_passes() {
        let mut guard = Guard::new(tokio::io::join(&b""[..], Vec::new()), Limits::USUAL);
        guard.write_all(b"A1 NOOP\r\n").await.unwrap();
        assert_eq!(guard.inner.writer(), b"A1 NOOP\r\n");
    }
}
