//! How an account proves who one is: a password, or a token of OAuth.

use super::value::Line;
use super::{OAuth, SecretSource, Section, secret};

/// What proves to a server who one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A password, kept here.
    Password(SecretSource),
    /// A program with its arguments prints an access token that is good now. No shell reads them.
    TokenCommand(SecretSource),
    /// goodwill gets tokens itself, once the owner logged in by `goodwill login`.
    OAuth(Box<OAuth>),
}

impl Proof {
    /// Whether it is an access token.
    #[must_use]
    pub fn is_token(&self) -> bool {
        !matches!(self, Self::Password(_))
    }

    /// The same for the account of this name.
    pub(super) fn of(self, account: &str) -> Self {
        match self {
            Self::OAuth(oauth) => Self::OAuth(Box::new(OAuth { account: account.to_owned(), ..*oauth })),
            other => other,
        }
    }
}

/// The keys that may say it.
const KEYS: [&str; 3] = ["password", "token_command", "oauth"];

/// Reads the one of `password`, `token_command` and `oauth` that is there; `None` where there is none.
pub(super) fn optional(section: &mut Section<'_>) -> Option<Proof> {
    let password = secret::optional(section, "password").map(Proof::Password);
    let command = section.read::<Vec<Line>>("token_command").and_then(|words| {
        if words.is_empty() {
            let title = "a command needs at least the program".to_owned();
            section.refuse(&["token_command"], title, "it is empty".to_owned());
            return None;
        }
        let words = words.into_iter().map(|Line(word)| word).collect();
        Some(Proof::TokenCommand(SecretSource::Command(words)))
    });
    let oauth = section.section("oauth", OAuth::read).map(Box::new).map(Proof::OAuth);
    let given: Vec<_> = KEYS.iter().copied().filter(|key| section.has(key)).collect();
    if let [_, second, ..] = given.as_slice() {
        let title = "one proves who one is in one way".to_owned();
        section.refuse(&[second], title, format!("keep one of `{}`", given.join("`, `")));
    }
    password.or(command).or(oauth)
}

/// The same; a mistake where there is none.
pub(super) fn required(section: &mut Section<'_>) -> Option<Proof> {
    let proof = optional(section);
    if !KEYS.iter().any(|key| section.has(key)) {
        section.lacks("password", "{ file = \"…\" }, { command = [\"…\"] } or { credential = \"…\" }");
    }
    proof
}
