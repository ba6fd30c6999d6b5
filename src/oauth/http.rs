//! One request to a provider: no redirect, a bounded answer, a deadline. Errors name the host and nothing more,
//! because addresses and bodies hold secrets.

use std::pin::Pin;
use std::time::Duration;

use oauth2::http::Response;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect;
use rustls::ClientConfig;

/// How long a request may take.
const REQUEST_TIME: Duration = Duration::from_secs(30);
/// Longest answer, in bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// Asks providers.
#[derive(Debug, Clone)]
pub struct Client(reqwest::Client);

/// No answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The provider was not reached, or hung up.
    #[error("cannot reach {host}; check the address and that this machine is online")]
    Unreachable {
        /// Whom we asked.
        host: String,
    },
    /// It is busy or broken.
    #[error("{host} is out of order for now (HTTP status {status})")]
    OutOfOrder {
        /// Whom we asked.
        host: String,
        /// 429 or 500 to 599.
        status: u16,
    },
    /// The answer is too long.
    #[error("the answer of {host} is too long for one about tokens")]
    TooLong {
        /// Whom we asked.
        host: String,
    },
    /// The client cannot be made.
    #[error("HTTP cannot be started")]
    Start,
}

impl HttpError {
    /// Whether the same attempt may succeed later.
    pub(super) fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::OutOfOrder { .. })
    }
}

impl Client {
    /// A client that trusts whom `tls` trusts.
    pub fn new(tls: ClientConfig) -> Result<Self, HttpError> {
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .pool_max_idle_per_host(0)
            .timeout(REQUEST_TIME)
            .user_agent(concat!("goodwill/", env!("CARGO_PKG_VERSION")));
        builder.build().map(Self).map_err(|_| HttpError::Start)
    }

    /// Sends a request and gets the whole answer.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let host = request.uri().host().unwrap_or("the provider").to_owned();
        let unreachable = |_| HttpError::Unreachable { host: host.clone() };
        let request = reqwest::Request::try_from(request).map_err(unreachable)?;
        let mut response = self.0.execute(request).await.map_err(unreachable)?;
        let status = response.status();
        if status.is_server_error() || status.as_u16() == 429 {
            return Err(HttpError::OutOfOrder { host, status: status.as_u16() });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&chunk);
            if body.len() > MAX_ANSWER_BYTES {
                return Err(HttpError::TooLong { host });
            }
        }
        let mut answer = Response::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = response.headers().clone();
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Client {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
