//! Why there is no token, with the one step that helps. No text holds a token, a code or what a server wrote
//! but the name of its error.

use std::io;
use std::path::PathBuf;

use oauth2::basic::{BasicErrorResponseType, BasicRequestTokenError};
use oauth2::{DeviceCodeErrorResponse, DeviceCodeErrorResponseType, RequestTokenError};

use super::http::HttpError;

/// Longest name of an error that is shown, in characters.
const MAX_NAME_CHARS: usize = 60;
/// What Microsoft calls its errors by.
const MICROSOFT: &str = "AADSTS";
/// Errors of Microsoft after which an administrator must agree.
const CONSENT: [&str; 5] = ["65001", "65004", "90094", "90095", "900941"];

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// Nobody has logged in, or not under this client.
    #[error("nobody has logged in to this account yet: run `goodwill login {account}`")]
    NotLoggedIn {
        /// The account.
        account: String,
    },
    /// The login has run out, or was taken back.
    #[error("the login to this account has expired or was revoked: run `goodwill login {account}`")]
    Ended {
        /// The account.
        account: String,
    },
    /// The owner said no.
    #[error("the login was declined in the browser: run `goodwill login {account}` again to accept it")]
    Declined {
        /// The account.
        account: String,
    },
    /// Nobody entered the code in time.
    #[error("the code has expired: run `goodwill login {account}` again and enter the new one in time")]
    CodeExpired {
        /// The account.
        account: String,
    },
    /// An administrator must agree.
    #[error("the organisation has not allowed this program to read mail ({said}): ask its administrator to")]
    Consent {
        /// The name of the error.
        said: String,
    },
    /// The client is not known.
    #[error(
        "the provider does not know the program ({said}): check `client_id`, `client_secret` and `tenant`"
    )]
    Client {
        /// The name of the error.
        said: String,
    },
    /// What was asked for is not there.
    #[error("the provider does not grant what `scopes` asks for ({said}): correct `scopes`")]
    Scopes {
        /// The name of the error.
        said: String,
    },
    /// Another error of the server.
    #[error("the provider refuses a token ({said})")]
    Refused {
        /// The name of the error.
        said: String,
    },
    /// No answer.
    #[error("cannot get a token: {0}")]
    Http(#[from] HttpError),
    /// An answer that is none.
    #[error("what answers for tokens does not speak OAuth: check `token_url` and `device_url`")]
    Nonsense,
    /// Tokens cannot be kept.
    #[error("keep the tokens of an account in {}: check the directory's owner, permissions and space", .path.display())]
    Vault {
        /// Where.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl OAuthError {
    /// Whether the same attempt may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Http(error) if error.is_transient())
    }

    /// What an answer to a wish for a token comes to.
    pub(super) fn of_token(account: &str, error: BasicRequestTokenError<HttpError>) -> Self {
        match error {
            RequestTokenError::ServerResponse(response) => {
                Self::of_basic(account, response.error(), response.error_description())
            }
            RequestTokenError::Request(error) => Self::Http(error),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Self::Nonsense,
        }
    }

    /// What an answer to a question after the device comes to.
    pub(super) fn of_device(
        account: &str,
        error: RequestTokenError<HttpError, DeviceCodeErrorResponse>,
    ) -> Self {
        let account = account.to_owned();
        match error {
            RequestTokenError::ServerResponse(response) => match response.error() {
                DeviceCodeErrorResponseType::AccessDenied => Self::Declined { account },
                DeviceCodeErrorResponseType::ExpiredToken => Self::CodeExpired { account },
                DeviceCodeErrorResponseType::Basic(kind) => match kind {
                    // The code, then, not a login of long ago.
                    BasicErrorResponseType::InvalidGrant => Self::CodeExpired { account },
                    // Microsoft's words for the two above.
                    BasicErrorResponseType::Extension(name) if name == "authorization_declined" => {
                        Self::Declined { account }
                    }
                    BasicErrorResponseType::Extension(name) if name == "code_expired" => {
                        Self::CodeExpired { account }
                    }
                    kind => Self::of_basic(&account, kind, response.error_description()),
                },
                other => Self::Refused { said: name(other.as_ref(), None) },
            },
            RequestTokenError::Request(error) => Self::Http(error),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Self::Nonsense,
        }
    }

    fn of_basic(account: &str, kind: &BasicErrorResponseType, description: Option<&String>) -> Self {
        let said = name(kind.as_ref(), description.map(String::as_str));
        let asks_consent = CONSENT.iter().any(|number| said.ends_with(&format!("{MICROSOFT}{number}")));
        match kind {
            _ if asks_consent => Self::Consent { said },
            BasicErrorResponseType::InvalidGrant => Self::Ended { account: account.to_owned() },
            BasicErrorResponseType::InvalidClient | BasicErrorResponseType::UnauthorizedClient => {
                Self::Client { said }
            }
            BasicErrorResponseType::InvalidScope => Self::Scopes { said },
            BasicErrorResponseType::Extension(name)
                if matches!(name.as_str(), "consent_required" | "interaction_required") =>
            {
                Self::Ended { account: account.to_owned() }
            }
            _ => Self::Refused { said },
        }
    }
}

/// The name of an error and, where the description has one, Microsoft's number for it.
fn name(error: &str, description: Option<&str>) -> String {
    let sound = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name: String = error.chars().filter(sound).take(MAX_NAME_CHARS).collect();
    let number = description.and_then(|text| text.split_once(MICROSOFT)).map(|(_, rest)| {
        rest.chars().take_while(char::is_ascii_digit).take(MAX_NAME_CHARS).collect::<String>()
    });
    match number {
        Some(number) => format!("{name}, {MICROSOFT}{number}"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(error: &str, description: &str) -> String {
        let text = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
        let response = serde_json::from_str(&text).unwrap();
        OAuthError::of_token("main", RequestTokenError::ServerResponse(response)).to_string()
    }

    #[test]
    fn what_a_provider_says_tells_the_next_step() {
        for (error, description, step) in [
            ("invalid_grant", "canary token", "run `goodwill login main`"),
            ("invalid_grant", "AADSTS700082: The refresh token has expired", "run `goodwill login main`"),
            ("invalid_grant", "AADSTS50173: canary", "run `goodwill login main`"),
            ("interaction_required", "AADSTS50076: canary", "run `goodwill login main`"),
            ("invalid_grant", "AADSTS65001: canary", "invalid_grant, AADSTS65001): ask its administrator"),
            ("invalid_client", "AADSTS7000218: canary", "check `client_id`"),
            ("unauthorized_client", "AADSTS700016: canary", "AADSTS700016): check `client_id`"),
            ("invalid_scope", "", "correct `scopes`"),
            ("temporarily\u{2028}_unavailable canary", "", "(temporarily_unavailablecanary)"),
        ] {
            let told = told(error, description);
            assert!(told.contains(step), "{error} {description}: {told}");
            assert!(description.is_empty() || !told.contains("canary"), "{told}");
        }
    }

    #[test]
    fn the_end_of_a_login_by_code_is_told_apart() {
        for (error, step) in [
            ("access_denied", "declined"),
            ("authorization_declined", "declined"),
            ("expired_token", "enter the new one"),
            ("code_expired", "enter the new one"),
            ("invalid_grant", "enter the new one"),
            ("invalid_client", "check `client_id`"),
        ] {
            let response = serde_json::from_str(&format!(r#"{{"error":"{error}"}}"#)).unwrap();
            let told = OAuthError::of_device("main", RequestTokenError::ServerResponse(response)).to_string();
            assert!(told.contains(step), "{error}: {told}");
        }
    }
}
