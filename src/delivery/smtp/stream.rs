//! The way to a mail server: TCP, TLS from the first byte or after STARTTLS (RFC 3207), never both ways.
//!
//! STARTTLS is spoken here byte by byte, so that nothing that arrives before TLS can be taken for an
//! answer given under it. It knows nothing of letters or logins.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

/// Longest reply read before TLS, in bytes.
const MAX_REPLY_BYTES: usize = 16 * 1024;
/// What stands for the greeting after STARTTLS, where servers send none.
const GREETING: &[u8] = b"220 ready\r\n";

/// A stream that may begin with bytes of our own.
#[derive(Debug)]
pub(super) struct Stream<S> {
    preamble: &'static [u8],
    inner: S,
    peer: SocketAddr,
}

/// TLS from the first byte (RFC 8314, 3.3).
pub(super) async fn tls(
    tcp: TcpStream,
    host: &str,
    config: Arc<ClientConfig>,
) -> io::Result<Box<dyn AsyncTokioStream>> {
    begin_tls(tcp, host, config, b"").await
}

/// TLS after STARTTLS; an error where the server does not offer it.
pub(super) async fn starttls(
    mut tcp: TcpStream,
    host: &str,
    config: Arc<ClientConfig>,
) -> io::Result<Box<dyn AsyncTokioStream>> {
    expect(&mut tcp, b"220").await?;
    tcp.write_all(b"EHLO [127.0.0.1]\r\n").await?;
    let offers = expect(&mut tcp, b"250").await?;
    let offered = offers.split(|&byte| byte == b'\n').any(|line| {
        line.get(4..).is_some_and(|keyword| keyword.trim_ascii().eq_ignore_ascii_case(b"STARTTLS"))
    });
    if !offered {
        return Err(io::Error::other("the server offers no STARTTLS"));
    }
    tcp.write_all(b"STARTTLS\r\n").await?;
    expect(&mut tcp, b"220").await?;
    begin_tls(tcp, host, config, GREETING).await
}

/// No TLS: on this machine only.
pub(super) fn plain(tcp: TcpStream) -> io::Result<Box<dyn AsyncTokioStream>> {
    let peer = tcp.peer_addr()?;
    if !peer.ip().is_loopback() {
        return Err(io::Error::other("without TLS only a server on this machine is spoken to"));
    }
    Ok(Box::new(Stream { preamble: b"", inner: tcp, peer }))
}

async fn begin_tls(
    tcp: TcpStream,
    host: &str,
    config: Arc<ClientConfig>,
    preamble: &'static [u8],
) -> io::Result<Box<dyn AsyncTokioStream>> {
    let peer = tcp.peer_addr()?;
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let inner = TlsConnector::from(config).connect(name, tcp).await?;
    Ok(Box::new(Stream { preamble, inner, peer }))
}

/// Reads one whole reply, which must have this code, and not a byte more.
async fn expect(tcp: &mut TcpStream, code: &[u8]) -> io::Result<Vec<u8>> {
    let mut reply = Vec::new();
    let mut line = 0;
    while reply.len() < MAX_REPLY_BYTES {
        reply.push(tcp.read_u8().await?);
        if reply.last() != Some(&b'\n') {
            continue;
        }
        let text = reply.get(line..).unwrap_or_default();
        if !text.starts_with(code) {
            return Err(io::Error::other(format!(
                "the server said {:?} before TLS",
                String::from_utf8_lossy(text.trim_ascii())
            )));
        }
        if text.get(3) != Some(&b'-') {
            return Ok(reply);
        }
        line = reply.len();
    }
    Err(io::Error::other("the server talks too much before TLS"))
}

impl<S: AsyncRead + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.preamble.is_empty() {
            return Pin::new(&mut self.inner).poll_read(context, buffer);
        }
        let (now, later) = self.preamble.split_at(self.preamble.len().min(buffer.remaining()));
        buffer.put_slice(now);
        self.preamble = later;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin + std::fmt::Debug> AsyncTokioStream for Stream<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}
