//! Logs in with user and password (RFC 3501, 6.2.3), and asks anew what the server can do.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::account::Account;
use super::command::{Command, quote};
use super::connect::{Stream, connect};
use super::error::{ImapError, LoginCause, is_throttle};
use super::session::{Completion, Deadline, Session};

/// How long a login may take: servers make wrong passwords wait.
const LOGIN_TIME: Duration = Duration::from_mins(1);

/// Connects and logs in.
pub(super) async fn open(account: &Account, password: &SecretString) -> Result<Session, ImapError> {
    let stream = connect(account).await?;
    open_over(stream, account, password).await
}

/// Logs in over a connection.
pub(super) async fn open_over(
    stream: Box<dyn Stream>,
    account: &Account,
    password: &SecretString,
) -> Result<Session, ImapError> {
    let mut session = Session::greet(stream, password.clone()).await?;
    let refused = |said: String, cause| ImapError::Login { server: account.server_name(), cause, said };
    if session.can("LOGINDISABLED") {
        let said = "it announces that it takes no passwords (LOGINDISABLED)".to_owned();
        return Err(refused(said, LoginCause::NoPasswords));
    }
    if let Completion::No(said) = login(&mut session, &account.user, password).await? {
        if is_throttle(&said) {
            return Err(ImapError::Throttled { said });
        }
        let cause = LoginCause::of(&account.server.host, &said);
        return Err(refused(said, cause));
    }
    // Most servers can do more for those who are logged in (RFC 3501, 6.2).
    session.run(Command::Capability, &mut |_| {}).await?;
    if session.can("ID") {
        session.run(Command::Id, &mut |_| {}).await?;
    }
    Ok(session)
}

async fn login(session: &mut Session, user: &str, password: &SecretString) -> Result<Completion, ImapError> {
    let deadline = Deadline::new(LOGIN_TIME, "LOGIN");
    let words = [user, password.expose_secret()];
    if words.iter().any(|word| word.contains(['\r', '\n', '\0'])) {
        return Err(ImapError::Unsendable);
    }
    // Quoted strings hold ASCII only; a literal holds all, but the server must ask for it.
    let mut line = String::from("LOGIN");
    let mut tag = None;
    for word in words {
        if word.is_ascii() {
            line = format!("{line} {}", quote(word));
            continue;
        }
        let text = SecretString::from(format!("{line} {{{}}}", word.len()));
        if tag.is_none() {
            tag = Some(session.send(text.expose_secret(), &deadline).await?);
        } else {
            let text = SecretString::from(format!("{}\r\n", text.expose_secret()));
            session.send_raw(text.expose_secret().as_bytes(), &deadline).await?;
        }
        // What a server says halfway through a login may repeat it.
        if session.wait_for_go(tag.as_deref().unwrap_or_default(), &deadline).await?.is_some() {
            return Ok(Completion::No("it takes no such user or password".to_owned()));
        }
        line = word.to_owned();
    }
    let line = SecretString::from(line);
    let tag = match tag {
        None => session.send(line.expose_secret(), &deadline).await?,
        Some(tag) => {
            let rest = SecretString::from(format!("{}\r\n", line.expose_secret()));
            session.send_raw(rest.expose_secret().as_bytes(), &deadline).await.map(|()| tag)?
        }
    };
    session.complete_tag(&tag, &deadline, &mut |_| {}).await
}
