//! Clients of HTTP: the connection goes to addresses that were checked, TLS trusts whom the owner
//! trusts, and the library's errors, which carry addresses of the web, end here.

use std::error::Error;
use std::fs::File;
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{ClientBuilder, redirect};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use url::Host;

use super::{HttpFault, TlsFault};
use crate::config::FeedUrl;

/// Most addresses of one host that are tried.
const MAX_ADDRESSES: usize = 16;
/// Largest CA file read, in bytes.
const MAX_CA_BYTES: u64 = 1 << 20;

/// Whom TLS trusts: the owner's CA if there is one, else those the system trusts.
pub(in crate::sources) fn tls(ca: Option<&Path>) -> Result<ClientConfig, TlsFault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("ring has the suites of TLS 1.2 and 1.3");
    let builder = if let Some(path) = ca {
        let roots = read_ca(path).ok_or_else(|| TlsFault::CaFile(path.to_owned()))?;
        builder.with_root_certificates(roots)
    } else {
        let verifier = Verifier::new(provider).map_err(|_| TlsFault::NoRoots)?;
        builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
    };
    Ok(builder.with_no_client_auth())
}

fn read_ca(path: &Path) -> Option<RootCertStore> {
    let mut pem = Vec::new();
    File::open(path).ok()?.take(MAX_CA_BYTES).read_to_end(&mut pem).ok()?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        roots.add(certificate.ok()?).ok()?;
    }
    (!roots.is_empty()).then_some(roots)
}

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
