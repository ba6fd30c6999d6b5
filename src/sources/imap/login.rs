//! Connects and logs in, and asks anew what the server can do.

use std::time::Duration;

use secrecy::SecretString;

use super::account::{Account, Kind};
use super::authenticate::{Mechanism, Verdict, prove};
use super::command::Command;
use super::connect::{Greeting, Stream, connect};
use super::error::{ImapError, LoginCause, is_throttle};
use super::session::{Completion, Deadline, Session, Standing};

/// How long a login may take: servers make wrong passwords wait.
const LOGIN_TIME: Duration = Duration::from_mins(1);

/// Connects and logs in. `secret` is a password or a token, as the account says.
pub(super) async fn open(account: &Account, secret: &SecretString) -> Result<Session, ImapError> {
    let (stream, greeting) = connect(account).await?;
    open_over(stream, greeting, account, secret).await
}

/// Logs in over a connection.
pub(super) async fn open_over(
    stream: Box<dyn Stream>,
    greeting: Greeting,
    account: &Account,
    secret: &SecretString,
) -> Result<Session, ImapError> {
    let mut session = Session::begin(stream, greeting, secret.clone()).await?;
    if session.standing == Standing::NotAuthenticated {
        log_in(&mut session, account, secret).await?;
        // Most servers can do more for those who are logged in (RFC 3501, 6.2).
        session.run(Command::Capability, &mut |_| {}).await?;
    }
    if session.can("ID") {
        session.run(Command::Id, &mut |_| {}).await?;
    }
    Ok(session)
}

async fn log_in(session: &mut Session, account: &Account, secret: &SecretString) -> Result<(), ImapError> {
    let refused = |said: String, cause| ImapError::Login { server: account.server_name(), cause, said };
    let mechanism = Mechanism::choose(session, &account.server.host, account.kind).map_err(|cause| {
        let offered: Vec<_> = session.capabilities.iter().filter_map(|c| c.strip_prefix("AUTH=")).collect();
        refused(
            format!("it offers {}", if offered.is_empty() { "no way".into() } else { offered.join(", ") }),
            cause,
        )
    })?;
    let deadline = Deadline::new(LOGIN_TIME, "LOGIN");
    let Verdict { completion, objection } = prove(session, mechanism, account, secret, &deadline).await?;
    match completion {
        Completion::Ok => Ok(()),
        Completion::No(said) if is_throttle(&said) => Err(ImapError::Throttled { said }),
        Completion::No(said) => {
            let told = LoginCause::of(&account.server.host, &said, account.kind);
            // What is held against the token is surer than what the last words sound like.
            let cause = match (account.kind, objection) {
                (Kind::Token, Some(objection)) if told != LoginCause::NotConnected => objection,
                _ => told,
            };
            Err(refused(said, cause))
        }
    }
}
