//! One request over HTTP: the connection goes to addresses that were checked, TLS trusts whom the owner
//! trusts, and the library's errors, which carry addresses of the web, end here.

use std::error::Error;
use std::fs::File;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::{Client, Response, redirect};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use secrecy::ExposeSecret;

use super::{Feed, FeedFault, Limits, TlsFault, Validators};
use crate::config::FeedUrl;

/// Largest CA file read, in bytes.
const MAX_CA_BYTES: u64 = 1 << 20;

/// Whom TLS trusts: the owner's CA if there is one, else those the system trusts.
pub(super) fn tls(ca: Option<&Path>) -> Result<ClientConfig, TlsFault> {
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

/// Whether a request carries the feed's user and password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credentials {
    Sent,
    Withheld,
}

/// Asks for `url` at one of `addresses`.
pub(super) async fn get(
    feed: &Feed,
    url: &FeedUrl,
    addresses: &[SocketAddr],
    credentials: Credentials,
    known: &Validators,
    tls: ClientConfig,
    limits: Limits,
) -> Result<Response, FeedFault> {
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .pool_max_idle_per_host(0)
        .connect_timeout(limits.connect)
        .user_agent(concat!("goodwill/", env!("CARGO_PKG_VERSION")));
    if let Some(host) = url.expose().domain() {
        builder = builder.resolve_to_addrs(host, addresses);
    }
    let client = builder.build().map_err(|_| FeedFault::Tls(TlsFault::Handshake))?;
    let mut request = client.get(url.expose().clone()).headers(headers(known));
    if let (Some(user), Credentials::Sent) = (&feed.user, credentials) {
        request = request.basic_auth(user, feed.password.as_ref().map(ExposeSecret::expose_secret));
    }
    request.send().await.map_err(|error| fault(&error))
}

fn headers(known: &Validators) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("text/calendar, */*;q=0.1"));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
        if let Some(value) = value.as_ref().and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

/// What an error of the library comes to.
pub(super) fn fault(error: &reqwest::Error) -> FeedFault {
    if let Some(fault) = tls_fault(error) {
        FeedFault::Tls(fault)
    } else if error.is_connect() || error.is_timeout() {
        FeedFault::Unreachable
    } else if error.is_body() || error.is_decode() {
        FeedFault::Interrupted
    } else {
        FeedFault::Protocol
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
