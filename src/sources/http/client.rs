//! Clients of HTTP: the connection goes to addresses that were checked, and the library's errors, which carry
//! addresses of the web, end here.

use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use reqwest::{ClientBuilder, redirect};
use rustls::ClientConfig;
use url::Host;

use super::{HttpFault, TlsFault};
use crate::config::FeedUrl;

/// Most addresses of one host that are tried.
const MAX_ADDRESSES: usize = 16;

/// The addresses of a host, looked up once and then held to.
pub(in crate::sources) async fn resolve(
    url: &FeedUrl,
    limit: Duration,
) -> Result<Vec<SocketAddr>, HttpFault> {
    let port = url.expose().port_or_known_default().unwrap_or(443);
    let found: Vec<SocketAddr> = match url.expose().host() {
        Some(Host::Ipv4(address)) => vec![SocketAddr::new(IpAddr::V4(address), port)],
        Some(Host::Ipv6(address)) => vec![SocketAddr::new(IpAddr::V6(address), port)],
        Some(Host::Domain(name)) => {
            let lookup = tokio::time::timeout(limit, tokio::net::lookup_host((name, port))).await;
            let found = lookup.map_err(|_| HttpFault::UnknownHost)?.map_err(|_| HttpFault::UnknownHost)?;
            found
                .take(MAX_ADDRESSES)
                .filter(|address| !url.is_plain() || address.ip().is_loopback())
                .collect()
        }
        None => Vec::new(),
    };
    if found.is_empty() { Err(HttpFault::UnknownHost) } else { Ok(found) }
}

/// A client that connects to `url`'s host at `addresses` only, goes nowhere by itself and keeps nothing.
pub(in crate::sources) fn builder(
    url: &FeedUrl,
    addresses: &[SocketAddr],
    tls: ClientConfig,
    connect: Duration,
) -> ClientBuilder {
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .connect_timeout(connect)
        .user_agent(concat!("goodwill/", env!("CARGO_PKG_VERSION")));
    match url.expose().domain() {
        Some(host) => builder.resolve_to_addrs(host, addresses),
        None => builder,
    }
}

/// What an error of the library comes to.
pub(in crate::sources) fn fault(error: &reqwest::Error) -> HttpFault {
    if let Some(fault) = tls_fault(error) {
        HttpFault::Tls(fault)
    } else if error.is_connect() || error.is_timeout() {
        HttpFault::Unreachable
    } else if error.is_body() || error.is_decode() {
        HttpFault::Interrupted
    } else {
        HttpFault::Protocol
    }
}

/// Looks for an error of TLS among the causes. An `io::Error` hides what it wraps from `source`, and
/// they come one inside another.
fn tls_fault(error: &reqwest::Error) -> Option<TlsFault> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(tls) = error.downcast_ref() {
            return Some(TlsFault::of(tls));
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}
