//! Why a connection cannot be protected, and why a login is refused, with the one step that helps. It reads what
//! servers and TLS say, and does nothing.

use std::io;

use tokio_rustls::rustls;

use super::account::Kind;
use super::error::shown;
use crate::config::{Provider, provider_of};
use crate::tls::{CertificateFault, TlsError};

/// Why a connection cannot be protected.
#[derive(Debug, thiserror::Error)]
pub enum TlsCause {
    /// The server's certificate is not sound.
    #[error(transparent)]
    Certificate(#[from] CertificateFault),
    /// What answers there does not speak TLS.
    #[error("what answers there does not speak TLS: IMAP over TLS is usually at port 993")]
    NoTls,
    /// It does not go over to TLS.
    #[error(
        "it refuses STARTTLS ({0}), and nothing is sent without TLS: try `security = \"tls\"`, usually at \
         port 993"
    )]
    NoStartTls(String),
    /// It holds us logged in before TLS begins, when TLS can no longer begin.
    #[error(
        "it greets as if we were logged in before TLS could begin, as somebody on the line might: use \
         `security = \"tls\"`, usually at port 993"
    )]
    Preauth,
    /// It goes on in clear after it agreed to TLS.
    #[error(
        "it agrees to TLS and goes on without, as somebody on the line might: nothing was sent; use \
         `security = \"tls\"`, usually at port 993"
    )]
    Injected,
    /// The handshake failed.
    #[error("the TLS handshake failed: {0}")]
    Handshake(String),
    /// Nobody can be trusted.
    #[error(transparent)]
    Trust(#[from] TlsError),
    /// There is no name that a certificate could have.
    #[error("the host is no name that a certificate can have")]
    HostName,
}

impl TlsCause {
    /// What an error of a TLS stream is about; `None` where it is the network's.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        let error = error.get_ref()?.downcast_ref::<rustls::Error>()?;
        if let Some(fault) = CertificateFault::of(error) {
            return Some(Self::Certificate(fault));
        }
        Some(match error {
            rustls::Error::InvalidMessage(_) => Self::NoTls,
            other => Self::Handshake(shown(&other.to_string(), &[])),
        })
    }
}

/// Why a server refuses a login, as far as its text tells, with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoginCause {
    /// User and password do not fit.
    #[error("user and password do not fit; check both by logging in elsewhere")]
    WrongPassword,
    /// The provider wants a password made for programs.
    #[error("{}", app_password(*.0))]
    AppPassword(Option<Provider>),
    /// The server takes no passwords.
    #[error("{}", no_passwords(*.0))]
    NoPasswords(Option<Provider>),
    /// The password has run out.
    #[error("the password has expired; set a new one with the provider and keep that")]
    Expired,
    /// IMAP is switched off.
    #[error("reading by IMAP is switched off for this account; switch it on in the provider's settings")]
    ImapOff,
    /// The provider finds the login odd.
    #[error("the provider wants to see you first; log in once with a browser and say that it was you")]
    Browser,
    /// The provider lets in only programs that were allowed.
    #[error("the provider takes this for an unsafe program; allow mail programs in its settings")]
    Unsafe,
    /// The account is locked.
    #[error("the account is locked; ask whoever runs the server")]
    Locked,
    /// The server knows who we are and has no mailbox for that.
    #[error("the login is right and there is no such mailbox; write the mailbox's main address as `user`")]
    NotConnected,
    /// The token is not, or no longer, good.
    #[error("it does not accept the token; check `user`, then run `goodwill login` with the account's name")]
    TokenRefused,
    /// The token is for something else.
    #[error("the token does not cover mail; add what is missing to `scopes` and run `goodwill login` again")]
    TokenScope,
    /// The server takes no tokens.
    #[error("it takes no tokens; keep a `password` in place of `oauth` or `token_command`")]
    NoTokens,
    /// The text does not tell.
    #[error("for a reason of its own")]
    Unknown,
}

/// That a provider takes app passwords, and where they are made.
#[must_use]
pub fn app_password(provider: Option<Provider>) -> String {
    let page = match provider {
        Some(Provider::Google) => {
            return "Google takes an app password only; make one at https://myaccount.google.com/apppasswords (it \
                    needs 2-step verification; where an organisation forbids them, use `token_command`)"
                .to_owned();
        }
        Some(Provider::Yahoo) => " at https://login.yahoo.com/account/security",
        Some(Provider::Apple) => " at https://account.apple.com",
        Some(Provider::Fastmail) => " under Privacy & Security",
        Some(Provider::Microsoft) | None => " in its security settings",
    };
    format!("this provider wants an app password; make one{page} and keep that")
}

fn no_passwords(provider: Option<Provider>) -> &'static str {
    match provider {
        Some(Provider::Microsoft) => {
            "Microsoft takes no passwords any more; set `oauth = { provider = \"microsoft\", client_id = \"…\" }` in \
             place of `password` and run `goodwill login` with the account's name"
        }
        _ => "it takes no passwords; use `oauth` or `token_command` in place of `password`",
    }
}

/// What servers say, in lower case, and what it comes to. The first that fits counts.
const SAID: [(LoginCause, &[&str]); 10] = [
    (
        LoginCause::AppPassword(None),
        &[
            "application-specific",
            "app password",
            "app-specific",
            "application password",
            "authorization code",
        ],
    ),
    (LoginCause::NotConnected, &["authenticated but not connected"]),
    (LoginCause::Expired, &["[expired]", "password has expired", "password expired"]),
    (LoginCause::Browser, &["web browser", "[webalert", "web login required", "unusual activity"]),
    (LoginCause::Unsafe, &["unsafe login"]),
    (
        LoginCause::ImapOff,
        &[
            "enabled for imap",
            "imap is disabled",
            "imap access is disabled",
            "enable imap",
            "imap access denied",
        ],
    ),
    (
        LoginCause::Locked,
        &["locked", "suspended", "[contactadmin]", "account is disabled", "account disabled"],
    ),
    (
        LoginCause::NoPasswords(None),
        &["basic auth", "basicauth", "oauth", "modern auth", "logindisabled", "[privacyrequired]"],
    ),
    (LoginCause::TokenScope, &["insufficient_scope", "insufficient scope"]),
    (
        LoginCause::WrongPassword,
        &[
            "credential",
            "password",
            "authenticat",
            "login fail",
            "logon fail",
            "invalid",
            "incorrect",
            "denied",
            "login error",
        ],
    ),
];

impl LoginCause {
    /// Reads the cause from what the server said to a secret of this kind.
    pub(super) fn of(host: &str, said: &str, kind: Kind) -> Self {
        let said = said.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let found = SAID.iter().find(|(_, words)| says(words)).map_or(Self::Unknown, |&(cause, _)| cause);
        let provider = provider_of(host);
        match (found, kind) {
            (Self::AppPassword(_) | Self::NoPasswords(_) | Self::WrongPassword, Kind::Token) => {
                Self::TokenRefused
            }
            (Self::AppPassword(_), Kind::Password) => Self::AppPassword(provider),
            (Self::NoPasswords(_), Kind::Password) => Self::NoPasswords(provider),
            (Self::WrongPassword | Self::Unknown, Kind::Password) => match provider {
                Some(Provider::Microsoft) => Self::NoPasswords(provider),
                Some(_) if found == Self::WrongPassword => Self::AppPassword(provider),
                _ => found,
            },
            _ => found,
        }
    }
}

/// Whether a server's text asks for a pause.
pub(super) fn is_throttle(said: &str) -> bool {
    let said = said.to_lowercase();
    let words =
        ["throttl", "[limit]", "[overquota]", "[unavailable]", "[inuse]", "too many", "try again later"];
    words.iter().any(|word| said.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Host, what it says to a password, the cause, and something of the step that helps.
    const TO_PASSWORDS: [(&str, &str, LoginCause, &str); 23] = [
        (
            "mx.a.example",
            "[AUTHENTICATIONFAILED] Authentication failed.",
            LoginCause::WrongPassword,
            "check both",
        ),
        ("mx.a.example", "Login failed.", LoginCause::WrongPassword, "check both"),
        ("mx.a.example", "LOGIN Login error", LoginCause::WrongPassword, "check both"),
        ("mygmail.com", "Invalid credentials", LoginCause::WrongPassword, "check both"),
        (
            "imap.gmail.com",
            "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
            LoginCause::AppPassword(Some(Provider::Google)),
            "myaccount.google.com",
        ),
        (
            "imap.gmail.com",
            "[ALERT] Application-specific password required",
            LoginCause::AppPassword(Some(Provider::Google)),
            "2-step",
        ),
        (
            "imap.gmail.com",
            "[ALERT] Please log in via your web browser",
            LoginCause::Browser,
            "with a browser",
        ),
        (
            "imap.gmail.com",
            "[WEBALERT https://accounts.example/x] Web login required.",
            LoginCause::Browser,
            "with a browser",
        ),
        (
            "imap.gmail.com",
            "[ALERT] Your account is not enabled for IMAP use",
            LoginCause::ImapOff,
            "switch it on",
        ),
        (
            "mx.a.example",
            "[ALERT] Application-specific password required",
            LoginCause::AppPassword(None),
            "security settings",
        ),
        (
            "imap.mail.yahoo.com",
            "[AUTHENTICATIONFAILED] LOGIN Invalid credentials",
            LoginCause::AppPassword(Some(Provider::Yahoo)),
            "login.yahoo.com",
        ),
        (
            "imap.mail.me.com",
            "[AUTHENTICATIONFAILED] Authentication failed",
            LoginCause::AppPassword(Some(Provider::Apple)),
            "account.apple.com",
        ),
        (
            "imap.fastmail.com",
            "[AUTHENTICATIONFAILED] Invalid username or password",
            LoginCause::AppPassword(Some(Provider::Fastmail)),
            "Privacy",
        ),
        (
            "imap.qq.com",
            "Login fail. Account is abnormal, please use authorization code",
            LoginCause::AppPassword(None),
            "app password",
        ),
        (
            "imap.163.com",
            "EXAMINE Unsafe Login. Please contact kefu",
            LoginCause::Unsafe,
            "allow mail programs",
        ),
        (
            "outlook.office365.com",
            "LOGIN failed.",
            LoginCause::NoPasswords(Some(Provider::Microsoft)),
            "goodwill login",
        ),
        (
            "outlook.office365.com",
            "Basic authentication is disabled",
            LoginCause::NoPasswords(Some(Provider::Microsoft)),
            "client_id",
        ),
        ("mx.a.example", "Basic authentication is disabled", LoginCause::NoPasswords(None), "token_command"),
        (
            "mx.a.example",
            "[PRIVACYREQUIRED] Plaintext authentication disallowed",
            LoginCause::NoPasswords(None),
            "oauth",
        ),
        (
            "mx.a.example",
            "[EXPIRED] That password isn't valid any more",
            LoginCause::Expired,
            "set a new one",
        ),
        ("mx.a.example", "Your account is locked", LoginCause::Locked, "whoever runs"),
        ("mx.a.example", "[CONTACTADMIN] no", LoginCause::Locked, "whoever runs"),
        ("mx.a.example", "no", LoginCause::Unknown, "of its own"),
    ];

    #[test]
    fn what_a_server_says_to_a_password_tells_the_next_step() {
        for (host, said, cause, step) in TO_PASSWORDS {
            let found = LoginCause::of(host, said, Kind::Password);
            assert_eq!(found, cause, "{host}: {said}");
            assert!(found.to_string().contains(step), "{host}: {said}: {found}");
        }
    }

    #[test]
    fn what_a_server_says_to_a_token_tells_the_next_step() {
        for (said, cause, step) in [
            ("AUTHENTICATE failed.", LoginCause::TokenRefused, "goodwill login"),
            (
                "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
                LoginCause::TokenRefused,
                "goodwill login",
            ),
            ("User is authenticated but not connected.", LoginCause::NotConnected, "main address"),
            ("insufficient_scope", LoginCause::TokenScope, "scopes"),
            ("[ALERT] Your account is not enabled for IMAP use", LoginCause::ImapOff, "switch it on"),
            ("no", LoginCause::Unknown, "of its own"),
        ] {
            let found = LoginCause::of("outlook.office365.com", said, Kind::Token);
            assert_eq!(found, cause, "{said}");
            assert!(found.to_string().contains(step), "{said}: {found}");
        }
    }

    #[test]
    fn a_wish_for_a_pause_is_no_refusal() {
        for said in [
            "[LIMIT] Too many simultaneous connections",
            "[UNAVAILABLE] x",
            "[INUSE] x",
            "Request is throttled.",
        ] {
            assert!(is_throttle(said), "{said}");
        }
        assert!(!is_throttle("Invalid credentials"));
    }
}
