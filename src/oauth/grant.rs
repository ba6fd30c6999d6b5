//! How tokens are had: by a login on another device (RFC 8628), and for an earlier token (RFC 6749, 6). One
//! renewal at a time for each account, in all processes, because a token that was renewed is often void.

use std::pin::Pin;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    AuthType, ClientId, ClientSecret, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, RefreshToken,
    Scope, StandardDeviceAuthorizationResponse, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};

use super::error::OAuthError;
use super::http::Client;
use super::vault::{Tokens, Vault};
use crate::config::OAuth;

/// A token is renewed so long before it runs out: a pass over a mailbox takes its time.
const MARGIN: SignedDuration = SignedDuration::from_mins(2);
/// How long a token is taken to last whose provider does not say.
const USUAL_LIFE: Duration = Duration::from_mins(30);
/// Longest life of a token that is believed.
const MAX_LIFE: Duration = Duration::from_hours(24 * 365);
/// Shortest pause between two questions after a login, whatever the provider says.
const MIN_INTERVAL: Duration = Duration::from_secs(1);
/// Longest wait for a login, whatever the provider says.
const MAX_WAIT: Duration = Duration::from_hours(1);

type Provider = BasicClient<EndpointNotSet, EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// What the owner needs to log in with a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Where to go.
    pub url: String,
    /// What to enter there.
    pub code: String,
    /// For how long the code is good.
    pub lasts: Duration,
}

/// A login that waits for the owner.
pub struct Pending<'a> {
    oauth: &'a OAuth,
    client: &'a Client,
    provider: Provider,
    response: StandardDeviceAuthorizationResponse,
}

/// Begins a login on another device.
pub async fn begin<'a>(
    oauth: &'a OAuth,
    secret: Option<&SecretString>,
    client: &'a Client,
) -> Result<(Device, Pending<'a>), OAuthError> {
    let provider = provider(oauth, secret);
    let scopes = oauth.scopes.iter().map(|scope| Scope::new(scope.clone()));
    let response: StandardDeviceAuthorizationResponse = provider
        .exchange_device_code()
        .add_scopes(scopes)
        .request_async(client)
        .await
        .map_err(|error| OAuthError::of_token(&oauth.account, error))?;
    let device = Device {
        url: visible(response.verification_uri().as_str()),
        code: visible(response.user_code().secret()),
        lasts: response.expires_in().min(MAX_WAIT),
    };
    Ok((device, Pending { oauth, client, provider, response }))
}

impl Pending<'_> {
    /// Asks until the owner has logged in, declined, or let the code run out. `pause` waits; `now` tells the
    /// time at the end.
    pub async fn finish<F: Future<Output = ()>>(
        self,
        pause: impl Fn(Duration) -> F,
        now: impl Fn() -> Timestamp,
    ) -> Result<Tokens, OAuthError> {
        let lasts = self.response.expires_in().min(MAX_WAIT);
        let response: BasicTokenResponse = self
            .provider
            .exchange_device_access_token(&self.response)
            .request_async(self.client, |interval| pause(interval.max(MIN_INTERVAL)), Some(lasts))
            .await
            .map_err(|error| OAuthError::of_device(&self.oauth.account, error))?;
        Ok(tokens(&response, None, now()))
    }
}

/// An access token that is good at `now`, renewed where it has to be. `refused` is one that a server did not
/// take, so that another is needed.
pub async fn access_token(
    oauth: &OAuth,
    secret: Option<&SecretString>,
    client: &Client,
    vault: &Vault,
    refused: Option<&SecretString>,
    now: Timestamp,
) -> Result<SecretString, OAuthError> {
    let missing = || OAuthError::NotLoggedIn { account: oauth.account.clone() };
    let kept = vault.read(oauth)?.ok_or_else(missing)?;
    if is_good(&kept, refused, now) {
        return Ok(kept.access);
    }
    let (own_vault, own_oauth) = (vault.clone(), oauth.clone());
    let turn = tokio::task::spawn_blocking(move || own_vault.turn(&own_oauth)).await;
    let turn = turn.map_err(|_| OAuthError::Nonsense)??;
    // Somebody else may have renewed it while we waited for our turn.
    let kept = vault.read(oauth)?.ok_or_else(missing)?;
    if is_good(&kept, refused, now) {
        return Ok(kept.access);
    }
    let Some(refresh) = kept.refresh else {
        return Err(OAuthError::Ended { account: oauth.account.clone() });
    };
    let (oauth, secret, client, vault) = (oauth.clone(), secret.cloned(), client.clone(), vault.clone());
    // A task of its own: whoever stops waiting for it must not stop it between the answer and the file.
    let renewals = vault.renewals.clone();
    let renewing = renewals.spawn(async move {
        let _turn = turn;
        let response = renew(oauth.clone(), secret, client, refresh.clone()).await?;
        let renewed = tokens(&response, Some(&refresh), now);
        // Before it is used: the one before may be void from now on.
        vault.write(&oauth, &renewed)?;
        Ok(renewed.access)
    });
    renewing.await.map_err(|_| OAuthError::Nonsense)?
}

/// Asks for a token in place of one that runs out. The library's future may be sent between threads only when
/// it borrows nothing.
fn renew(
    oauth: OAuth,
    secret: Option<SecretString>,
    client: Client,
    refresh: SecretString,
) -> Pin<Box<dyn Future<Output = Result<BasicTokenResponse, OAuthError>> + Send>> {
    Box::pin(async move {
        let provider = provider(&oauth, secret.as_ref());
        let refresh = RefreshToken::new(refresh.expose_secret().to_owned());
        let request = provider.exchange_refresh_token(&refresh);
        request.request_async(&client).await.map_err(|error| OAuthError::of_token(&oauth.account, error))
    })
}

fn is_good(tokens: &Tokens, refused: Option<&SecretString>, now: Timestamp) -> bool {
    let is_refused = refused.is_some_and(|refused| refused.expose_secret() == tokens.access.expose_secret());
    !is_refused && now.saturating_add(MARGIN).is_ok_and(|soon| soon < tokens.expires_at)
}

fn provider(oauth: &OAuth, secret: Option<&SecretString>) -> Provider {
    let client = BasicClient::new(ClientId::new(oauth.client_id.clone()))
        .set_token_uri(TokenUrl::from_url(oauth.token_url.clone()))
        .set_device_authorization_url(DeviceAuthorizationUrl::from_url(oauth.device_url.clone()))
        .set_auth_type(AuthType::RequestBody);
    match secret {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned())),
        None => client,
    }
}

/// The tokens of an answer; the token that it was had for stays where there is no new one.
fn tokens(response: &BasicTokenResponse, before: Option<&SecretString>, now: Timestamp) -> Tokens {
    let life = response.expires_in().unwrap_or(USUAL_LIFE).min(MAX_LIFE);
    let refresh = response.refresh_token().map(|token| SecretString::from(token.secret().clone()));
    Tokens {
        access: response.access_token().secret().clone().into(),
        refresh: refresh.or_else(|| before.cloned()),
        expires_at: now.saturating_add(life).unwrap_or(now),
    }
}

/// What a provider wants shown, without what steers a terminal.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(500).collect()
}
