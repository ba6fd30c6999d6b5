//! Letters by a mail server (RFC 5321, RFC 6409), one connection each.
//!
//! The steps are taken one by one, because what a fault means depends on the step: before the final dot
//! the letter did not leave, after it nobody knows until there is a reply.

mod stream;
mod token;

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use secrecy::{ExposeSecret, SecretString};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::rustls::ClientConfig;

use super::{Admitted, BoxFuture, DeliveryError, Fault, Mailer};
use crate::causes::sentence;
use crate::config::{Security, Smtp, SmtpLogin};
use crate::tls::{TlsError, client_config};

/// Longest wait for any one reply.
const STEP: Duration = Duration::from_mins(1);
/// Longest wait for the reply to our farewell, which changes nothing.
const FAREWELL: Duration = Duration::from_secs(5);
/// Ways to log in, the better first (RFC 4616).
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// What gives the secret of a login: the password, or a token that is good now.
pub trait Secrets: Send + Sync {
    /// The secret for the server `host`. `refused` is a token that it did not take.
    fn secret<'a>(
        &'a self,
        login: &'a SmtpLogin,
        host: &'a str,
        refused: Option<&'a SecretString>,
    ) -> BoxFuture<'a, Result<SecretString, Box<dyn std::error::Error + Send + Sync>>>;
}

/// Delivers by a mail server.
pub struct SmtpMailer {
    smtp: Smtp,
    tls: Arc<ClientConfig>,
    secrets: Arc<dyn Secrets>,
}

impl SmtpMailer {
    /// A mailer by this server.
    pub fn new(smtp: Smtp, secrets: Arc<dyn Secrets>) -> Result<Self, TlsError> {
        let tls = Arc::new(client_config(smtp.ca.as_deref())?);
        Ok(Self { smtp, tls, secrets })
    }

    /// Connects and logs in, without sending anything: whether it would work.
    pub async fn try_login(&self) -> Result<(), DeliveryError> {
        let mut connection = self.open().await?;
        let _ = timeout(FAREWELL, connection.quit()).await;
        Ok(())
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, DeliveryError> {
        let server = &self.smtp.server;
        let connecting = async {
            let tcp = TcpStream::connect((server.host.as_str(), server.port)).await?;
            match self.smtp.security {
                Security::Tls => stream::tls(tcp, &server.host, self.tls.clone()).await,
                Security::StartTls => stream::starttls(tcp, &server.host, self.tls.clone()).await,
                Security::Plain => stream::plain(tcp),
            }
        };
        let failed = |error: io::Error| temporary(&format!("cannot connect to {}: {error}", server.host));
        let stream = timeout(STEP, connecting).await.map_err(|_| slow("connecting"))?.map_err(failed)?;
        let hello = ClientId::default();
        let greeting = AsyncSmtpConnection::connect_with_transport(stream, &hello);
        // A server that is full or in trouble greets with 554; that passes.
        let greeted = timeout(STEP, greeting).await.map_err(|_| slow("the greeting"))?;
        let mut connection = greeted.map_err(|error| temporary(&said(&error)))?;
        if let Some(login) = &self.smtp.login {
            self.log_in(&mut connection, login).await?;
        }
        Ok(connection)
    }

    async fn log_in(
        &self,
        connection: &mut AsyncSmtpConnection,
        login: &SmtpLogin,
    ) -> Result<(), DeliveryError> {
        let secret = self.secret(login, None).await?;
        if !login.proof.is_token() {
            return log_in_by_password(connection, &login.user, &secret).await;
        }
        match token::log_in(connection, &login.user, &secret).await {
            // A token may be void before its time.
            Err(error) if error.fault == Fault::Login => {
                let another = self.secret(login, Some(&secret)).await?;
                token::log_in(connection, &login.user, &another).await
            }
            outcome => outcome,
        }
    }

    async fn secret(
        &self,
        login: &SmtpLogin,
        refused: Option<&SecretString>,
    ) -> Result<SecretString, DeliveryError> {
        let secret = self.secrets.secret(login, &self.smtp.server.host, refused).await;
        secret.map_err(|error| temporary(&sentence(error.as_ref())))
    }

    async fn send(&self, letter: Admitted<'_>) -> Result<(), DeliveryError> {
        let refused = |error: &dyn std::error::Error| {
            DeliveryError::new(Fault::Permanent, format!("your address cannot be written to: {error}"))
        };
        let to: lettre::Address = letter.to().as_str().parse().map_err(|error| refused(&error))?;
        let mut connection = self.open().await?;
        let parameters = parameters(&connection, letter)?;
        // Refusals come back to the owner as well, so the owner is the sender.
        let mail = connection.command(Mail::new(Some(to.clone()), parameters));
        before_the_dot(timeout(STEP, mail).await)?;
        before_the_dot(timeout(STEP, connection.command(Rcpt::new(to, Vec::new()))).await)?;
        before_the_dot(timeout(STEP, connection.command(Data)).await)?;
        // The end of the last line belongs to the dot.
        let bytes = letter.bytes();
        let bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        after_the_dot(timeout(STEP, connection.message(bytes)).await)?;
        let _ = timeout(FAREWELL, connection.quit()).await;
        Ok(())
    }
}

/// Logs in by password.
async fn log_in_by_password(
    connection: &mut AsyncSmtpConnection,
    user: &str,
    password: &SecretString,
) -> Result<(), DeliveryError> {
    let credentials = Credentials::new(user.to_owned(), password.expose_secret().to_owned());
    let reply = timeout(STEP, connection.auth(&MECHANISMS, &credentials)).await;
    match reply.map_err(|_| slow("the login"))? {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(refused_login(&error)),
        Err(error) if error.is_client() => {
            Err(DeliveryError::new(Fault::Login, "the server offers no login by password"))
        }
        Err(_) => Err(temporary("the login did not come to an end")),
    }
}

/// A login refused for good. Nothing of what the server says is kept but its codes: it may repeat what it was
/// told.
fn refused_login(error: &Error) -> DeliveryError {
    let code = error.status().map_or_else(String::new, |code| code.to_string());
    let said = said(error);
    let step = step(&code, &said);
    DeliveryError::new(Fault::Login, format!("the server refuses the login ({code}): {step}"))
}

/// The step that helps after a refused login (RFC 4954, 6; 5.7.139 and 5.7.3 are Microsoft's).
fn step(code: &str, said: &str) -> &'static str {
    let is = |status: &str| said.split_whitespace().any(|word| word == status);
    if is("5.7.139") {
        "sending by SMTP is switched off for this account; switch it on, or use `via = \"append\"`"
    } else if is("5.7.9") || code == "534" {
        "it wants an app password, or a token by `account`"
    } else if is("5.7.3") {
        "it takes no passwords; use `account` with a [[mail]] that has `oauth`"
    } else {
        "check user and password, or run `goodwill login` for an account with `oauth`"
    }
}

impl Mailer for SmtpMailer {
    fn deliver<'a>(&'a self, letter: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>> {
        Box::pin(self.send(letter))
    }
}

/// What the server must know of the letter (RFC 6152, RFC 6531).
fn parameters(
    connection: &AsyncSmtpConnection,
    letter: Admitted<'_>,
) -> Result<Vec<MailParameter>, DeliveryError> {
    let server = connection.server_info();
    let mut parameters = Vec::new();
    if !letter.to().as_str().is_ascii() {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            let why = "the server takes no addresses with letters beyond ASCII";
            return Err(DeliveryError::new(Fault::Permanent, why));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !letter.bytes().is_ascii() {
        if !server.supports_feature(Extension::EightBitMime) {
            let why = "the server takes no letters beyond ASCII";
            return Err(DeliveryError::new(Fault::Permanent, why));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

type Reply<T> = Result<Result<T, Error>, tokio::time::error::Elapsed>;

/// A fault while the letter has certainly not left.
fn before_the_dot<T>(reply: Reply<T>) -> Result<(), DeliveryError> {
    match reply {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(refusal(&error).unwrap_or_else(|| temporary(&said(&error)))),
        Err(_) => Err(slow("a reply")),
    }
}

/// A fault when the letter may have left: unless the server refuses it, nobody knows.
fn after_the_dot<T>(reply: Reply<T>) -> Result<(), DeliveryError> {
    let unknown = |why: &str| DeliveryError::new(Fault::Unknown, why);
    match reply {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(refusal(&error).unwrap_or_else(|| unknown(&said(&error)))),
        Err(_) => Err(unknown("no reply to the letter within 60 seconds")),
    }
}

/// What a reply of 4xx or 5xx means (RFC 5321, 4.2.1; RFC 4954, 6); `None` for other faults.
fn refusal(error: &Error) -> Option<DeliveryError> {
    let code = error.status()?;
    let text = format!("the server refuses the letter ({code}): {}", said(error));
    let fault = if error.is_transient() {
        Fault::Temporary
    } else if matches!(code.to_string().as_str(), "530" | "534" | "535" | "538") {
        Fault::Login
    } else if said(error).starts_with("5.5.0") {
        Fault::Doubtful
    } else {
        Fault::Permanent
    };
    Some(DeliveryError::new(fault, text))
}

/// What the server or the system said.
fn said(error: &Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

fn temporary(why: &str) -> DeliveryError {
    DeliveryError::new(Fault::Temporary, why)
}

fn slow(what: &str) -> DeliveryError {
    temporary(&format!("{what} took longer than 60 seconds"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_login_is_told_with_the_step_that_helps() {
        for (code, said, told) in [
            ("535", "5.7.8 Error: authentication failed", "check user and password"),
            ("535", "5.7.8 Username and Password not accepted.", "check user and password"),
            ("534", "5.7.9 Application-specific password required.", "app password"),
            ("534", "5.7.14 Please log in via your web browser", "app password"),
            (
                "535",
                "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled",
                "switched off",
            ),
            ("535", "5.7.3 Authentication unsuccessful", "takes no passwords"),
            ("535", "", "check user and password"),
        ] {
            assert!(step(code, said).contains(told), "{code} {said}: {}", step(code, said));
        }
    }
}
