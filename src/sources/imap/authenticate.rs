//! Ways to prove who one is (AUTHENTICATE, RFC 9051, 6.2.2, and LOGIN, 6.2.3): which of them a server and a
//! secret go by, and what is sent for each. What a server says of a token it refuses is read here, too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::account::{Account, Kind};
use super::command::quote;
use super::error::{ImapError, LoginCause};
use super::session::{Completion, Deadline, Session, Step};
use crate::config::{Server, provider_of};

/// Most questions that a server may ask before it decides.
const MAX_STEPS: usize = 4;
/// The answer to an error under OAUTHBEARER (RFC 7628, 3.2.3), a lone separator.
const ACKNOWLEDGED: &str = "AQ==";

/// A way to prove who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mechanism {
    /// Name and password in one (RFC 4616), in whatever alphabet.
    Plain,
    /// The command of old, for servers that offer no mechanism.
    Login,
    /// A token (RFC 7628).
    OAuthBearer,
    /// A token, as it was before there was a standard.
    XOAuth2,
}

impl Mechanism {
    /// The best that the server offers for this kind of secret; else why there is none.
    pub(super) fn choose(session: &Session, host: &str, kind: Kind) -> Result<Self, LoginCause> {
        match kind {
            Kind::Password if session.can("AUTH=PLAIN") => Ok(Self::Plain),
            Kind::Password if session.can("LOGINDISABLED") => Err(LoginCause::NoPasswords(provider_of(host))),
            Kind::Password => Ok(Self::Login),
            Kind::Token if session.can("AUTH=OAUTHBEARER") => Ok(Self::OAuthBearer),
            Kind::Token if session.can("AUTH=XOAUTH2") => Ok(Self::XOAuth2),
            Kind::Token => Err(LoginCause::NoTokens),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::OAuthBearer => "OAUTHBEARER",
            Self::XOAuth2 => "XOAUTH2",
        }
    }

    /// What the client says first, in base64.
    fn first_words(self, server: &Server, user: &str, secret: &SecretString) -> SecretString {
        let secret = secret.expose_secret();
        let words = match self {
            Self::Plain | Self::Login => format!("\0{user}\0{secret}"),
            Self::OAuthBearer => {
                let Server { host, port } = server;
                // A comma or equals sign would end the name (RFC 5801, 4).
                let user = user.replace('=', "=3D").replace(',', "=2C");
                format!("n,a={user},\u{1}host={host}\u{1}port={port}\u{1}auth=Bearer {secret}\u{1}\u{1}")
            }
            Self::XOAuth2 => format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}"),
        };
        SecretString::from(STANDARD.encode(words))
    }
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    /// How the server completed it.
    pub(super) completion: Completion,
    /// What it said of the token before it refused that.
    pub(super) objection: Option<LoginCause>,
}

/// Proves by `mechanism`, up to the server's verdict.
pub(super) async fn prove(
    session: &mut Session,
    mechanism: Mechanism,
    account: &Account,
    secret: &SecretString,
    deadline: &Deadline,
) -> Result<Verdict, ImapError> {
    let words = [account.user.as_str(), secret.expose_secret()];
    if words.iter().any(|word| word.contains(['\r', '\n', '\0', '\u{1}'])) {
        return Err(ImapError::Unsendable);
    }
    if mechanism == Mechanism::Login {
        let completion = login(session, words, deadline).await?;
        return Ok(Verdict { completion, objection: None });
    }
    let first = mechanism.first_words(&account.server, &account.user, secret);
    session.hide(first.clone());
    let mut waiting = Some(first);
    let mut line = format!("AUTHENTICATE {}", mechanism.name());
    if session.can("SASL-IR")
        && let Some(first) = waiting.take()
    {
        line = format!("{line} {}", first.expose_secret());
    }
    let line = SecretString::from(line);
    let tag = session.send(line.expose_secret(), deadline).await?;
    let mut objection = None;
    for _ in 0..MAX_STEPS {
        let answer = match session.step(&tag, deadline).await? {
            Step::Done(completion) => return Ok(Verdict { completion, objection }),
            Step::Go(question) => waiting.take().unwrap_or_else(|| {
                // Whatever is asked after our words is an error, which must be acknowledged.
                objection = LoginCause::of_challenge(&question);
                SecretString::from(if mechanism == Mechanism::OAuthBearer { ACKNOWLEDGED } else { "" })
            }),
        };
        let answer = SecretString::from(format!("{}\r\n", answer.expose_secret()));
        session.send_raw(answer.expose_secret().as_bytes(), deadline).await?;
    }
    Err(ImapError::Protocol { what: "it asks on and on during the login".to_owned() })
}

/// LOGIN. Quoted strings hold ASCII only; a literal holds all, but the server must ask for it.
async fn login(
    session: &mut Session,
    words: [&str; 2],
    deadline: &Deadline,
) -> Result<Completion, ImapError> {
    let mut line = String::from("LOGIN");
    let mut tag = None;
    for word in words {
        if word.is_ascii() {
            line = format!("{line} {}", quote(word));
            continue;
        }
        let text = SecretString::from(format!("{line} {{{}}}", word.len()));
        if tag.is_none() {
            tag = Some(session.send(text.expose_secret(), deadline).await?);
        } else {
            let text = SecretString::from(format!("{}\r\n", text.expose_secret()));
            session.send_raw(text.expose_secret().as_bytes(), deadline).await?;
        }
        // What a server says halfway through a login may repeat it.
        if session.wait_for_go(tag.as_deref().unwrap_or_default(), deadline).await?.is_some() {
            return Ok(Completion::No("it takes no such user or password".to_owned()));
        }
        line = word.to_owned();
    }
    let line = SecretString::from(line);
    let tag = match tag {
        None => session.send(line.expose_secret(), deadline).await?,
        Some(tag) => {
            let rest = SecretString::from(format!("{}\r\n", line.expose_secret()));
            session.send_raw(rest.expose_secret().as_bytes(), deadline).await.map(|()| tag)?
        }
    };
    session.complete_tag(&tag, deadline, &mut |_| {}).await
}

/// What a server holds against a token (RFC 7628, 3.2.2).
#[derive(Deserialize)]
struct Challenge {
    status: String,
}

impl LoginCause {
    /// The cause in the question that follows a token; `None` where it holds none.
    fn of_challenge(question: &str) -> Option<Self> {
        let bytes = STANDARD.decode(question.trim()).ok()?;
        let challenge: Challenge = serde_json::from_slice(&bytes).ok()?;
        Some(match challenge.status.as_str() {
            "insufficient_scope" | "403" => Self::TokenScope,
            _ => Self::TokenRefused,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(mechanism: Mechanism, user: &str) -> String {
        let server = Server { host: "mx.example".into(), port: 993 };
        let encoded = mechanism.first_words(&server, user, &SecretString::from("se cret"));
        String::from_utf8(STANDARD.decode(encoded.expose_secret()).unwrap()).unwrap()
    }

    #[test]
    fn first_words_are_as_the_rfcs_have_them() {
        assert_eq!(words(Mechanism::Plain, "ana"), "\0ana\0se cret");
        assert_eq!(
            words(Mechanism::OAuthBearer, "a=b,c@x.example"),
            "n,a=a=3Db=2Cc@x.example,\u{1}host=mx.example\u{1}port=993\u{1}auth=Bearer se cret\u{1}\u{1}"
        );
        assert_eq!(words(Mechanism::XOAuth2, "ana"), "user=ana\u{1}auth=Bearer se cret\u{1}\u{1}");
    }

    #[test]
    fn what_is_held_against_a_token_tells_the_cause() {
        for (said, cause) in [
            (r#"{"status":"401","schemes":"bearer","scope":"mail"}"#, Some(LoginCause::TokenRefused)),
            (
                r#"{"status":"400","schemes":"Bearer","scope":"https://mail.x.example/"}"#,
                Some(LoginCause::TokenRefused),
            ),
            (r#"{"status":"invalid_token","scope":"mail"}"#, Some(LoginCause::TokenRefused)),
            (r#"{"status":"insufficient_scope"}"#, Some(LoginCause::TokenScope)),
            (r#"{"error":"x"}"#, None),
            ("", None),
        ] {
            assert_eq!(LoginCause::of_challenge(&STANDARD.encode(said)), cause, "{said}");
        }
        assert_eq!(LoginCause::of_challenge("no base64!"), None);
    }
}
