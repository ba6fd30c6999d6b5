//! Logs in to a mail server by a token (XOAUTH2). The library gives up on servers that explain why they refuse
//! one, so the steps are taken here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;

use super::{STEP, refused_login, slow, temporary};
use crate::delivery::{DeliveryError, Fault};

/// The server holds something against the token and wants that acknowledged.
const EXPLAINS: u16 = 334;

/// Logs in as `user`.
pub(super) async fn log_in(
    connection: &mut AsyncSmtpConnection,
    user: &str,
    token: &SecretString,
) -> Result<(), DeliveryError> {
    if !connection.server_info().supports_auth_mechanism(Mechanism::Xoauth2) {
        let why = "the server takes no tokens (XOAUTH2): keep a `password` in place of `account`";
        return Err(DeliveryError::new(Fault::Login, why));
    }
    let token = token.expose_secret();
    if [user, token].iter().any(|word| word.contains(['\r', '\n', '\0', '\u{1}'])) {
        return Err(DeliveryError::new(Fault::Login, "the user or the token holds what cannot be sent"));
    }
    let words = Zeroizing::new(format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"));
    let line = Zeroizing::new(format!("AUTH XOAUTH2 {}\r\n", STANDARD.encode(words.as_bytes())));
    let mut reply = timeout(STEP, connection.command(line.as_str())).await.map_err(|_| slow("the login"))?;
    if reply.as_ref().is_ok_and(|reply| reply.code().to_string() == EXPLAINS.to_string()) {
        reply = timeout(STEP, connection.command("\r\n")).await.map_err(|_| slow("the login"))?;
    }
    match reply {
        Ok(reply) if reply.code().to_string() == "235" => Ok(()),
        Err(error) if error.is_permanent() => Err(refused_login(&error)),
        Ok(_) | Err(_) => Err(temporary("the login did not come to an end")),
    }
}
