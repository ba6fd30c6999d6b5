//! Fetches a feed: asks whether it changed, follows redirects as far as they may lead, and takes the body.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::Response;
use reqwest::header::{
    CONTENT_LENGTH, DATE, ETAG, HeaderMap, HeaderName, LAST_MODIFIED, LOCATION, RETRY_AFTER,
    TRANSFER_ENCODING,
};
use sha2::{Digest, Sha256};
use url::Host;

use super::body::{self, Body};
use super::client::{self, Credentials};
use super::reach::{Reach, permitted, start};
use super::{Feed, FeedError, FeedFault, Fetched, Limits, Validators, compare, hex};
use crate::config::FeedUrl;

/// Most redirects followed.
const MAX_REDIRECTS: usize = 3;
/// Most addresses of one host that are tried.
const MAX_ADDRESSES: usize = 16;
/// Longest validator kept, in bytes.
const MAX_VALIDATOR_BYTES: usize = 1024;
/// Longest pause that a server is granted.
const MAX_PAUSE: Duration = Duration::from_hours(24);

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
    let tls = client::tls(feed.ca.as_deref()).map_err(FeedFault::Tls)?;
    let place = place_hash(feed);
    let known = if known.place_hash.as_ref() == Some(&place) { known.clone() } else { Validators::default() };
    let (mut url, mut credentials) = (feed.url.clone(), Credentials::Sent);
    let mut configured = start(url.expose().host().as_ref(), feed.network);
    for hop in 0..=MAX_REDIRECTS {
        let addresses = resolve(&url, configured.as_ref(), limits.connect).await?;
        if addresses.is_empty() {
            return Err(if hop == 0 { FeedFault::PrivateName } else { FeedFault::PrivateRedirect });
        }
        configured
            .get_or_insert_with(|| addresses.iter().map(|a| Reach::of(a.ip())).collect::<BTreeSet<_>>());
        let response = client::get(feed, &url, &addresses, credentials, &known, tls.clone(), limits).await?;
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

/// The addresses of a host that may be connected to, looked up once and then held to.
async fn resolve(
    url: &FeedUrl,
    configured: Option<&BTreeSet<Reach>>,
    limit: Duration,
) -> Result<Vec<SocketAddr>, FeedFault> {
    let port = url.expose().port_or_known_default().unwrap_or(443);
    let found: Vec<SocketAddr> = match url.expose().host() {
        Some(Host::Ipv4(address)) => vec![SocketAddr::new(IpAddr::V4(address), port)],
        Some(Host::Ipv6(address)) => vec![SocketAddr::new(IpAddr::V6(address), port)],
        Some(Host::Domain(name)) => {
            let lookup = tokio::time::timeout(limit, tokio::net::lookup_host((name, port))).await;
            let found = lookup.map_err(|_| FeedFault::UnknownHost)?.map_err(|_| FeedFault::UnknownHost)?;
            found
                .take(MAX_ADDRESSES)
                .filter(|address| !url.is_plain() || address.ip().is_loopback())
                .collect()
        }
        None => Vec::new(),
    };
    if found.is_empty() {
        return Err(FeedFault::UnknownHost);
    }
    Ok(permitted(found, configured))
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
    while let Some(chunk) = response.chunk().await.map_err(|error| client::fault(&error))? {
        body.push(&chunk)?;
    }
    let bytes = body.finish()?;
    body::expect_calendar(&bytes)?;
    // Where the end of the connection is the end of the body, only the calendar can tell whether all came.
    if !framed && !body::is_closed(&bytes) {
        return Err(FeedFault::Interrupted);
    }
    validators.body_hash = Some(body::hash(&bytes));
    Ok(compare(bytes, validators, &known))
}

fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (!value.is_empty() && value.len() <= MAX_VALIDATOR_BYTES).then(|| value.to_owned())
}

fn refusal(status: u16, headers: &HeaderMap) -> FeedFault {
    let retry_after = || {
        let field = |name| headers.get(name).and_then(|value| value.to_str().ok());
        pause(field(RETRY_AFTER)?, field(DATE))
    };
    match status {
        401 => FeedFault::Unauthorized,
        403 => FeedFault::Forbidden,
        404 | 410 => FeedFault::Gone { status },
        429 => FeedFault::Throttled { retry_after: retry_after() },
        500..=599 => FeedFault::Unavailable { status, retry_after: retry_after() },
        _ => FeedFault::Status { status },
    }
}

/// The pause that `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date, which counts from the
/// server's own.
fn pause(text: &str, date: Option<&str>) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(MAX_PAUSE, Duration::from_secs).min(MAX_PAUSE));
    }
    let instant = |text: &str| -> Option<Timestamp> { DateTimeParser::new().parse_timestamp(text).ok() };
    let seconds = instant(text)?.as_second().saturating_sub(instant(date?.trim())?.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).min(MAX_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_seconds_or_dates() {
        let date = Some("Wed, 21 Oct 2026 07:28:00 GMT");
        for (text, date, seconds) in [
            ("120", None, Some(120)),
            (" 0 ", None, Some(0)),
            ("99999999999999999999", None, Some(86_400)),
            ("Wed, 21 Oct 2026 07:30:00 GMT", date, Some(120)),
            ("Wed, 21 Oct 2026 07:00:00 GMT", date, Some(0)),
            ("Wed, 21 Oct 2026 07:30:00 GMT", None, None),
            ("soon", date, None),
            ("-1", date, None),
            ("", date, None),
        ] {
            assert_eq!(pause(text, date), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
