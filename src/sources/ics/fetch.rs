//! Fetches a feed: asks whether it changed, follows redirects as far as they may lead, and takes the body.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use reqwest::Response;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LOCATION, TRANSFER_ENCODING,
};
use rustls::ClientConfig;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use super::body;
use super::reach::{Reach, permitted, start};
use super::{Feed, FeedError, FeedFault, Fetched, Limits, Validators, compare, hex};
use crate::config::FeedUrl;
use crate::sources::http::{self, Body, HttpFault, TlsFault};
use crate::tls::client_config;

/// Most redirects followed.
const MAX_REDIRECTS: usize = 3;
/// Longest validator kept, in bytes.
const MAX_VALIDATOR_BYTES: usize = 1024;

/// Fetches a feed unless it is the one that is `known`.
pub async fn fetch(feed: &Feed, known: &Validators) -> Result<Fetched, FeedError> {
    fetch_within(feed, known, Limits::default()).await
}

/// As [`fetch`], within other limits.
pub async fn fetch_within(feed: &Feed, known: &Validators, limits: Limits) -> Result<Fetched, FeedError> {
    let fetched = tokio::time::timeout(limits.total, follow(feed, known, limits)).await;
    fetched
        .unwrap_or(Err(FeedFault::TimedOut { seconds: limits.total.as_secs() }))
        .map_err(|fault| FeedError { calendar: feed.name.clone(), fault })
}

async fn follow(feed: &Feed, known: &Validators, limits: Limits) -> Result<Fetched, FeedFault> {
    let tls = client_config(feed.ca.as_deref()).map_err(|error| HttpFault::Tls(error.into()))?;
    let place = place_hash(feed);
    let known = if known.place_hash.as_ref() == Some(&place) { known.clone() } else { Validators::default() };
    let (mut url, mut credentials) = (feed.url.clone(), Credentials::Sent);
    let mut configured = start(url.expose().host().as_ref(), feed.network);
    for hop in 0..=MAX_REDIRECTS {
        let found = http::resolve(&url, limits.connect).await?;
        let addresses = permitted(found, configured.as_ref());
        if addresses.is_empty() {
            return Err(if hop == 0 { FeedFault::PrivateName } else { FeedFault::PrivateRedirect });
        }
        configured
            .get_or_insert_with(|| addresses.iter().map(|a| Reach::of(a.ip())).collect::<BTreeSet<_>>());
        let response = get(feed, &url, &addresses, credentials, &known, tls.clone(), limits).await?;
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return receive(response, known, place, limits).await;
        }
        let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let target = target.ok_or(FeedFault::BadRedirect { why: "it is not said which" })?;
        let next = url.join(target).map_err(|why| FeedFault::BadRedirect { why })?;
        if next.expose().origin() != url.expose().origin() {
            // For good: who sends us away and back again could have read them on the way.
            credentials = Credentials::Withheld;
        }
        url = next;
    }
    Err(FeedFault::TooManyRedirects { limit: MAX_REDIRECTS })
}

/// Whether a request carries the feed's user and password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Credentials {
    Sent,
    Withheld,
}

/// Asks for `url` at one of `addresses`.
async fn get(
    feed: &Feed,
    url: &FeedUrl,
    addresses: &[SocketAddr],
    credentials: Credentials,
    known: &Validators,
    tls: ClientConfig,
    limits: Limits,
) -> Result<Response, FeedFault> {
    let client = http::builder(url, addresses, tls, limits.connect).pool_max_idle_per_host(0).build();
    let client = client.map_err(|_| HttpFault::Tls(TlsFault::Handshake))?;
    let mut request = client.get(url.expose().clone()).headers(headers(known));
    if let (Some(user), Credentials::Sent) = (&feed.user, credentials) {
        request = request.basic_auth(user, feed.password.as_ref().map(ExposeSecret::expose_secret));
    }
    request.send().await.map_err(|error| http::fault(&error).into())
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

/// What the validators belong to.
fn place_hash(feed: &Feed) -> String {
    let user = feed.user.as_deref().unwrap_or_default();
    hex(Sha256::new().chain_update(feed.url.expose().as_str()).chain_update("\0").chain_update(user))
}

async fn receive(
    mut response: Response,
    known: Validators,
    place: String,
    limits: Limits,
) -> Result<Fetched, FeedFault> {
    let status = response.status().as_u16();
    let asked = known.etag.is_some() || known.last_modified.is_some();
    match status {
        200 => {}
        304 if asked => return Ok(Fetched::Unchanged { validators: known }),
        _ => return Err(refusal(status, response.headers())),
    }
    let headers = response.headers();
    let mut validators = Validators {
        etag: validator(headers, &ETAG),
        last_modified: validator(headers, &LAST_MODIFIED),
        body_hash: None,
        place_hash: Some(place),
    };
    let framed = headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING);
    let mut body = Body::new(limits.bytes);
    while let Some(chunk) = response.chunk().await.map_err(|error| http::fault(&error))? {
        body.push(&chunk)?;
    }
    let bytes = body.finish()?;
    body::expect_calendar(&bytes)?;
    // Where the end of the connection is the end of the body, only the calendar can tell whether all came.
    if !framed && !body::is_closed(&bytes) {
        return Err(HttpFault::Interrupted.into());
    }
    validators.body_hash = Some(body::hash(&bytes));
    Ok(compare(bytes, validators, &known))
}

fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (!value.is_empty() && value.len() <= MAX_VALIDATOR_BYTES).then(|| value.to_owned())
}

fn refusal(status: u16, headers: &HeaderMap) -> FeedFault {
    match status {
        401 => FeedFault::Unauthorized,
        403 => FeedFault::Forbidden,
        404 | 410 => FeedFault::Gone { status },
        _ => HttpFault::busy(status, headers).map_or(FeedFault::Status { status }, FeedFault::from),
    }
}
