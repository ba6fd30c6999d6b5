//! Requests over HTTP: to one origin, within limits.

use std::future::Future;

use reqwest::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderValue, LOCATION};
use reqwest::{Method, Response};
use secrecy::ExposeSecret;

use super::error::CalDavFault;
use super::request::{Request, Verb};
use super::{Access, Account, Limits};
use crate::config::FeedUrl;
use crate::sources::http::{self, Body, HttpFault, TlsFault};
use crate::tls::client_config;

/// Most redirects followed in a row.
const MAX_REDIRECTS: usize = 3;

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) etag: Option<String>,
    pub(super) body: Vec<u8>,
    /// Where it came from in the end.
    pub(super) url: FeedUrl,
}

/// Something that answers requests.
pub(super) trait Server: Send {
    /// Asks. An error means that nothing more can be had now: the way there is broken, the server refuses the
    /// owner, or wants to be left alone.
    fn ask(&mut self, request: Request) -> impl Future<Output = Result<Answer, CalDavFault>> + Send;
}

/// A server on the web.
pub(super) struct WebServer<'a> {
    client: reqwest::Client,
    access: Option<&'a Access>,
    origin: url::Origin,
    limits: Limits,
}

impl<'a> WebServer<'a> {
    pub(super) async fn connect(account: &'a Account, limits: Limits) -> Result<Self, CalDavFault> {
        let tls = client_config(account.ca.as_deref()).map_err(|error| HttpFault::Tls(error.into()))?;
        let addresses = http::resolve(&account.url, limits.connect).await?;
        let client = http::builder(&account.url, &addresses, tls, limits.connect).build();
        let client = client.map_err(|_| HttpFault::Tls(TlsFault::Handshake))?;
        Ok(Self { client, access: account.access.as_ref(), origin: account.url.expose().origin(), limits })
    }

    async fn follow(&self, request: Request) -> Result<Answer, CalDavFault> {
        let mut url = request.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            if url.expose().origin() != self.origin {
                let origin = url.expose().origin().ascii_serialization();
                return Err(CalDavFault::OtherOrigin { origin });
            }
            let response = self.send(&request, &url).await?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return self.receive(response, url).await;
            }
            let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let target = target.ok_or(CalDavFault::BadRedirect { why: "it is not said which" })?;
            url = url.join(target).map_err(|why| CalDavFault::BadRedirect { why })?;
        }
        Err(CalDavFault::BadRedirect { why: "it sends us on more than 3 times" })
    }

    async fn send(&self, request: &Request, url: &FeedUrl) -> Result<Response, CalDavFault> {
        let (method, depth) = match request.verb {
            Verb::Propfind => (&b"PROPFIND"[..], Some("0")),
            Verb::PropfindMembers => (&b"PROPFIND"[..], Some("1")),
            // Of the calendar itself, as RFC 6578, 3.2 wants it; multiget ignores it.
            Verb::Report => (&b"REPORT"[..], Some("0")),
            Verb::Get => (&b"GET"[..], None),
        };
        let method = Method::from_bytes(method).expect("the names are tokens");
        let mut builder = self.client.request(method, url.expose().clone());
        builder = builder.header(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        if let Some(depth) = depth {
            builder = builder
                .header("Depth", HeaderValue::from_static(depth))
                .header(CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"))
                .body(request.body.clone());
        }
        builder = match self.access {
            Some(Access::Password(user, password)) => {
                builder.basic_auth(user, Some(password.expose_secret()))
            }
            Some(Access::Token(token)) => {
                let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
                    .map_err(|_| CalDavFault::Unauthorized)?;
                value.set_sensitive(true);
                builder.header(AUTHORIZATION, value)
            }
            None => builder,
        };
        Ok(builder.send().await.map_err(|error| http::fault(&error))?)
    }

    async fn receive(&self, mut response: Response, url: FeedUrl) -> Result<Answer, CalDavFault> {
        let status = response.status().as_u16();
        match status {
            401 => return Err(CalDavFault::Unauthorized),
            429 | 502..=504 => {
                let fault = HttpFault::busy(status, response.headers());
                return Err(fault.map_or(CalDavFault::Status { status }, CalDavFault::Http));
            }
            _ => {}
        }
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
        let mut body = Body::new(self.limits.bytes);
        while let Some(chunk) = response.chunk().await.map_err(|error| http::fault(&error))? {
            body.push(&chunk)?;
        }
        Ok(Answer { status, etag, body: body.finish()?, url })
    }
}

impl Server for WebServer<'_> {
    async fn ask(&mut self, request: Request) -> Result<Answer, CalDavFault> {
        let seconds = self.limits.request.as_secs();
        let answer = tokio::time::timeout(self.limits.request, self.follow(request)).await;
        answer.unwrap_or(Err(CalDavFault::TimedOut { seconds }))
    }
}
