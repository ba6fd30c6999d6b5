//! Opens the way to a server: TCP, and TLS from the first byte or, where the owner chose that, after STARTTLS;
//! none at all only where the server is this machine. No switch accepts a certificate that is not sound.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use super::account::Account;
use super::error::{ImapError, TlsCause};
use super::starttls;
use crate::config::Security;
use crate::tls::client_config;

/// How long the connection, and then the handshake, may take.
const CONNECT_TIME: Duration = Duration::from_secs(20);

/// What the bytes of a session pass through.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Stream for S {}

/// Whether the server has greeted already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greeting {
    /// It will.
    Expected,
    /// It did, in clear, and does not again (RFC 9051, 6.2.1).
    Had,
}

/// Connects to the account's server.
pub(super) async fn connect(account: &Account) -> Result<(Box<dyn Stream>, Greeting), ImapError> {
    let server = &account.server;
    let unreachable = |source| ImapError::Connect { server: account.server_name(), source };
    let mut tcp = timeout(CONNECT_TIME, TcpStream::connect((server.host.as_str(), server.port)))
        .await
        .map_err(|_| ImapError::Timeout { what: "the connection", seconds: CONNECT_TIME.as_secs() })?
        .map_err(unreachable)?;
    tcp.set_nodelay(true).map_err(unreachable)?;
    match account.security {
        Security::Tls => Ok((protect(account, tcp).await?, Greeting::Expected)),
        Security::StartTls => {
            starttls::ask(&mut tcp, &account.server_name()).await?;
            let stream = protect(account, tcp).await.map_err(|error| match error {
                ImapError::Tls { server, cause: TlsCause::NoTls } => {
                    ImapError::Tls { server, cause: TlsCause::Injected }
                }
                other => other,
            })?;
            Ok((stream, Greeting::Had))
        }
        // A name such as localhost may lead elsewhere than this machine.
        Security::Plain if tcp.peer_addr().map_err(unreachable)?.ip().is_loopback() => {
            Ok((Box::new(tcp), Greeting::Expected))
        }
        Security::Plain => {
            let what = "the server is not on this machine, and without TLS only this machine is safe";
            Err(unreachable(io::Error::new(io::ErrorKind::PermissionDenied, what)))
        }
    }
}

async fn protect(account: &Account, tcp: TcpStream) -> Result<Box<dyn Stream>, ImapError> {
    let failed = |cause| ImapError::Tls { server: account.server_name(), cause };
    let config = client_config(account.ca.as_deref()).map_err(|error| failed(error.into()))?;
    let name = ServerName::try_from(account.server.host.clone()).map_err(|_| failed(TlsCause::HostName))?;
    let handshake = TlsConnector::from(Arc::new(config)).connect(name, tcp);
    let tls = timeout(CONNECT_TIME, handshake)
        .await
        .map_err(|_| ImapError::Timeout { what: "the TLS handshake", seconds: CONNECT_TIME.as_secs() })?
        .map_err(|error| match TlsCause::of(&error) {
            Some(cause) => failed(cause),
            None => ImapError::Connect { server: account.server_name(), source: error },
        })?;
    Ok(Box::new(tls))
}
