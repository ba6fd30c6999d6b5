//! Waits until something happens in a folder, INBOX mostly (RFC 2177), or until it is time to look by oneself.

use std::future::Future;
use std::time::Duration;

use imap_proto::{MailboxDatum, Response};
use secrecy::SecretString;
use tokio::time::{Instant, sleep_until};

use super::account::{Account, FolderCursor};
use super::command::Command;
use super::error::ImapError;
use super::fetch::examine;
use super::login::open;
use super::plan::{Start, start};
use super::session::{Completion, Deadline, Session};

/// How long one IDLE lasts: servers may log out who says nothing for 29 minutes.
const RENEW_AFTER: Duration = Duration::from_mins(25);
/// How long a server may take to begin IDLE, and to end it: one that is not there any more is found out then.
const BEGIN_TIME: Duration = Duration::from_secs(30);
const END_TIME: Duration = Duration::from_secs(15);

/// Why waiting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// There is something new in the folder.
    Changed,
    /// The interval is over: other folders may have something new.
    Timeout,
    /// The interval is over, and the server does not tell by itself.
    Unsupported,
    /// The daemon is to end.
    Shutdown,
}

/// Waits for something new in the folder to watch: for what is behind its cursor among `cursors`, at most for
/// `interval`, at once ended by `shutdown`.
pub async fn watch(
    account: &Account,
    password: &SecretString,
    cursors: &[FolderCursor],
    interval: Duration,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<Watched, ImapError> {
    let until = Instant::now() + interval;
    // The connection is left as it is: the server notices.
    tokio::select! {
        biased;
        () = shutdown => Ok(Watched::Shutdown),
        watched = wait(account, password, cursors, until) => watched,
    }
}

async fn wait(
    account: &Account,
    password: &SecretString,
    cursors: &[FolderCursor],
    until: Instant,
) -> Result<Watched, ImapError> {
    wait_over(open(account, password).await?, account, cursors, until).await
}

/// Waits over a connection.
async fn wait_over(
    mut session: Session,
    account: &Account,
    cursors: &[FolderCursor],
    until: Instant,
) -> Result<Watched, ImapError> {
    let opened = examine(&mut session, &account.watched).await?;
    // What came since the last pass is told by nobody.
    let cursor = cursors.iter().find(|cursor| cursor.folder == account.watched);
    if cursor.is_some() && start(cursor, &opened) != Start::Nothing && opened.uid_next.is_some() {
        session.logout().await;
        return Ok(Watched::Changed);
    }
    if session.can("IDLE") {
        while Instant::now() < until {
            match idle(&mut session, opened.exists, until.min(Instant::now() + RENEW_AFTER)).await? {
                Idled::Changed => {
                    session.logout().await;
                    return Ok(Watched::Changed);
                }
                Idled::Quiet => {}
                Idled::Refused => return unsupported(session, until).await,
            }
        }
        session.logout().await;
        return Ok(Watched::Timeout);
    }
    unsupported(session, until).await
}

async fn unsupported(session: Session, until: Instant) -> Result<Watched, ImapError> {
    session.logout().await;
    sleep_until(until).await;
    Ok(Watched::Unsupported)
}

enum Idled {
    Changed,
    Quiet,
    Refused,
}

/// One IDLE, of a folder that had `exists` messages.
async fn idle(session: &mut Session, exists: u32, until: Instant) -> Result<Idled, ImapError> {
    let begin = Deadline::new(BEGIN_TIME, "IDLE");
    let tag = session.send(&Command::Idle.text(), &begin).await?;
    let (mut idling, mut refused, mut changed) = (false, false, false);
    while !idling && !refused {
        session
            .read(&begin, "IDLE", &mut |response, _| match response {
                Response::Continue(_) => idling = true,
                Response::Done { tag: done, .. } if done.0 == tag => refused = true,
                other => changed |= is_new(other, exists),
            })
            .await?;
    }
    if refused {
        return Ok(Idled::Refused);
    }
    while !changed {
        let mut ended = false;
        let mut on = |response: &Response<'_>, _: &mut Session| match response {
            Response::Done { .. } => ended = true,
            other => changed |= is_new(other, exists),
        };
        let far = Deadline::far();
        tokio::select! {
            read = session.read(&far, "IDLE", &mut on) => read?,
            () = sleep_until(until) => break,
        }
        // A server may end IDLE by itself; then there is nothing to end.
        if ended {
            return Ok(if changed { Idled::Changed } else { Idled::Quiet });
        }
    }
    let end = Deadline::new(END_TIME, "DONE");
    session.send_raw(b"DONE\r\n", &end).await?;
    let completion =
        session.complete_tag(&tag, &end, &mut |response| changed |= is_new(response, exists)).await?;
    Ok(match (changed, completion) {
        (true, _) => Idled::Changed,
        (false, Completion::Ok) => Idled::Quiet,
        (false, Completion::No(_)) => Idled::Refused,
    })
}

/// Whether a response tells of a message that was not there: their number rose. Where it fell and rose
/// again, the next pass finds out.
fn is_new(response: &Response<'_>, exists: u32) -> bool {
    matches!(response, Response::MailboxData(MailboxDatum::Exists(now)) if *now != exists)
}

#[cfg(test)]
mod tests;
