//! One connection: sends a command, reads to its tagged completion, all with a deadline. It knows what a
//! completion means, not what commands are for.
//!
//! Of async-imap it uses the reading of responses only. Its own commands end their answers as success
//! where the server says NO or hangs up, and write passwords to the log.

use std::collections::BTreeSet;
use std::time::Duration;

use async_imap::Client;
use imap_proto::{Capability, Response, ResponseCode, Status};
use secrecy::{ExposeSecret, SecretString};
use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, timeout_at};

use super::choose::Labels;
use super::command::Command;
use super::connect::{Greeting, Stream};
use super::error::{ImapError, TlsCause, is_throttle, shown};
use super::guard::{Guard, Limits};

/// How long the greeting may take.
const GREETING_TIME: Duration = Duration::from_secs(20);
/// How long a command may take, and longer by a second for each so many bytes that come, but never so long without
/// any.
const COMMAND_TIME: Duration = Duration::from_mins(2);
const MIN_BYTES_PER_SECOND: u64 = 16 * 1024;
/// How long the farewell may take: it changes nothing.
const LOGOUT_TIME: Duration = Duration::from_secs(5);

/// One connection to a server.
#[derive(Debug)]
pub(super) struct Session {
    client: Client<Guard<Box<dyn Stream>>>,
    commands: u32,
    /// In upper case; empty where the server has not said yet.
    pub(super) capabilities: BTreeSet<String>,
    /// Whether the server knows who we are.
    pub(super) standing: Standing,
    /// What a server's text must not show.
    secrets: Vec<SecretString>,
    /// What the server said when it took leave.
    farewell: String,
}

/// Whether a server knows who we are (RFC 9051, 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Not yet.
    NotAuthenticated,
    /// It greeted us as somebody known already, such as over a tunnel of the owner's.
    Authenticated,
}

/// What a server does with a command that takes several steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// It asks for more; its words, untamed.
    Go(String),
    /// It completes it.
    Done(Completion),
}

/// How a command was completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Completion {
    /// As asked.
    Ok,
    /// Not at all; the server's text, tamed, with its code.
    No(String),
}

impl Session {
    /// Begins on a fresh connection, with the greeting where it is still to come (RFC 9051, 7.1). `secret` is
    /// what no text of the server may show.
    pub(super) async fn begin(
        stream: Box<dyn Stream>,
        greeting: Greeting,
        secret: SecretString,
    ) -> Result<Self, ImapError> {
        let client = Client::new(Guard::new(stream, Limits::USUAL));
        let (capabilities, farewell) = (BTreeSet::new(), String::new());
        let standing = Standing::NotAuthenticated;
        let mut session =
            Self { client, commands: 0, capabilities, standing, secrets: vec![secret], farewell };
        if greeting == Greeting::Expected {
            session.standing = session.greet().await?;
        }
        if session.capabilities.is_empty() {
            session.run(Command::Capability, &mut |_| {}).await?;
        }
        Ok(session)
    }

    async fn greet(&mut self) -> Result<Standing, ImapError> {
        let deadline = Deadline::new(GREETING_TIME, "with a greeting");
        let mut greeting = Err(ImapError::Protocol { what: "its greeting is none".to_owned() });
        self.read(&deadline, "the greeting", &mut |response, session| {
            if let Response::Data { status, outcome } = response {
                let said = session.shown(outcome.code.as_ref(), outcome.information.as_deref());
                greeting = match status {
                    Status::Ok => Ok(Standing::NotAuthenticated),
                    Status::PreAuth => Ok(Standing::Authenticated),
                    _ if is_throttle(&said) => Err(ImapError::Throttled { said }),
                    Status::Bye => Err(ImapError::Closed { during: "the greeting", said }),
                    _ => Err(ImapError::Protocol { what: "its greeting is none".to_owned() }),
                };
            }
        })
        .await?;
        greeting
    }

    /// Whether the server can do this; `name` in upper case.
    pub(super) fn can(&self, name: &str) -> bool {
        self.capabilities.contains(name)
    }

    /// By what the server can tell apart the messages of one folder.
    pub(super) fn labels(&self) -> Labels {
        if self.can("X-GM-EXT-1") { Labels::Gmail } else { Labels::None }
    }

    /// Runs a command, hands each response to `on`, and fails where the server does not complete it with OK.
    pub(super) async fn run(
        &mut self,
        command: Command<'_>,
        on: &mut (dyn FnMut(&Response<'_>) + Send),
    ) -> Result<(), ImapError> {
        let name = command.name();
        let deadline = Deadline::paced(COMMAND_TIME, name);
        let tag = self.send(&command.text(), &deadline).await?;
        match self.complete_tag(&tag, &deadline, on).await? {
            Completion::Ok => Ok(()),
            Completion::No(said) if is_throttle(&said) => Err(ImapError::Throttled { said }),
            Completion::No(said) => Err(ImapError::Refused { command: name, said }),
        }
    }

    /// Sends `text` under a new tag and reads to its completion.
    pub(super) async fn complete(
        &mut self,
        text: &str,
        name: &'static str,
        time: Duration,
        on: &mut (dyn FnMut(&Response<'_>) + Send),
    ) -> Result<Completion, ImapError> {
        let deadline = Deadline::new(time, name);
        let tag = self.send(text, &deadline).await?;
        self.complete_tag(&tag, &deadline, on).await
    }

    /// Reads to the completion of the command under `tag`.
    pub(super) async fn complete_tag(
        &mut self,
        tag: &str,
        deadline: &Deadline,
        on: &mut (dyn FnMut(&Response<'_>) + Send),
    ) -> Result<Completion, ImapError> {
        let mut completion = None;
        while completion.is_none() {
            self.read(deadline, deadline.what, &mut |response, session| match response {
                Response::Done { tag: done, status, outcome } if done.0 == tag => {
                    session.learn(outcome.code.as_ref());
                    completion = Some(match status {
                        Status::Ok => Completion::Ok,
                        _ => Completion::No(
                            session.shown(outcome.code.as_ref(), outcome.information.as_deref()),
                        ),
                    });
                }
                other => on(other),
            })
            .await?;
        }
        Ok(completion.unwrap_or(Completion::Ok))
    }

    /// Sends `text` under a new tag, which it returns.
    pub(super) async fn send(&mut self, text: &str, deadline: &Deadline) -> Result<String, ImapError> {
        self.commands = self.commands.wrapping_add(1);
        let tag = format!("g{}", self.commands);
        let line = SecretString::from(format!("{tag} {text}\r\n"));
        self.send_raw(line.expose_secret().as_bytes(), deadline).await.map(|()| tag)
    }

    /// Sends bytes as they are: a whole command, or the rest of one.
    pub(super) async fn send_raw(&mut self, bytes: &[u8], deadline: &Deadline) -> Result<(), ImapError> {
        let guard = self.client.get_mut();
        guard.restart();
        let write = async {
            guard.write_all(bytes).await?;
            guard.flush().await
        };
        let at = deadline.at((0, None));
        let result = timeout_at(at, write).await.map_err(|_| deadline.missed())?;
        result.map_err(|error| self.explain(&error, deadline.what))
    }

    /// Reads the next response and hands it to `on`.
    pub(super) async fn read(
        &mut self,
        deadline: &Deadline,
        during: &'static str,
        on: &mut (dyn FnMut(&Response<'_>, &mut Self) + Send),
    ) -> Result<(), ImapError> {
        let read = loop {
            let at = deadline.at(self.client.get_ref().received());
            match timeout_at(at, self.client.read_response()).await {
                Ok(read) => break read,
                // Something came meanwhile.
                Err(_) if deadline.at(self.client.get_ref().received()) > Instant::now() => {}
                Err(_) => return Err(deadline.missed()),
            }
        };
        let response = match read {
            Ok(Some(response)) => response,
            Ok(None) => return Err(ImapError::Closed { during, said: self.farewell.clone() }),
            Err(error) => return Err(self.explain(&error, during)),
        };
        match response.parsed() {
            Response::Capabilities(capabilities) => self.learn_capabilities(capabilities),
            Response::Data { status, outcome } => {
                self.learn(outcome.code.as_ref());
                if *status == Status::Bye {
                    self.farewell = self.shown(outcome.code.as_ref(), outcome.information.as_deref());
                }
            }
            _ => {}
        }
        on(response.parsed(), self);
        Ok(())
    }

    /// Waits until the server asks for the literal that the command under `tag` announced (RFC 3501, 7.5);
    /// how it completes the command where it does not want it.
    pub(super) async fn wait_for_go(
        &mut self,
        tag: &str,
        deadline: &Deadline,
    ) -> Result<Option<Completion>, ImapError> {
        Ok(match self.step(tag, deadline).await? {
            Step::Go(_) => None,
            Step::Done(completion) => Some(completion),
        })
    }

    /// Waits until the server asks for more of the command under `tag`, or completes it.
    pub(super) async fn step(&mut self, tag: &str, deadline: &Deadline) -> Result<Step, ImapError> {
        loop {
            let mut step = None;
            self.read(deadline, deadline.what, &mut |response, session| match response {
                Response::Continue(outcome) => {
                    step = Some(Step::Go(outcome.information.as_deref().unwrap_or_default().to_owned()));
                }
                Response::Done { tag: done, status, outcome } if done.0 == tag => {
                    session.learn(outcome.code.as_ref());
                    step = Some(Step::Done(match status {
                        Status::Ok => Completion::Ok,
                        _ => Completion::No(
                            session.shown(outcome.code.as_ref(), outcome.information.as_deref()),
                        ),
                    }));
                }
                _ => {}
            })
            .await?;
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    /// Keeps something more out of what is shown of the server's texts.
    pub(super) fn hide(&mut self, secret: SecretString) {
        self.secrets.push(secret);
    }

    /// Takes leave; that the server answers is not needed.
    pub(super) async fn logout(mut self) {
        let command = Command::Logout;
        let _ = self.complete(&command.text(), command.name(), LOGOUT_TIME, &mut |_| {}).await;
    }

    fn learn(&mut self, code: Option<&ResponseCode<'_>>) {
        if let Some(ResponseCode::Capabilities(capabilities)) = code {
            self.learn_capabilities(capabilities);
        }
    }

    fn learn_capabilities(&mut self, capabilities: &[Capability<'_>]) {
        let name = |capability: &Capability<'_>| match capability {
            Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
            Capability::Auth(way) => format!("AUTH={}", way.to_uppercase()),
            Capability::Atom(name) => name.to_uppercase(),
        };
        self.capabilities = capabilities.iter().map(name).collect();
    }

    /// A server's text with its code, tamed and without the secret.
    fn shown(&self, code: Option<&ResponseCode<'_>>, text: Option<&str>) -> String {
        let code = match code {
            Some(ResponseCode::Alert) => "[ALERT] ",
            _ => "",
        };
        let secrets: Vec<_> = self.secrets.iter().map(ExposeSecret::expose_secret).collect();
        shown(&format!("{code}{}", text.unwrap_or("nothing more")), &secrets)
    }

    /// What a failure of the stream means. The parser's own errors quote all that was read, so they are
    /// not passed on.
    fn explain(&self, error: &std::io::Error, during: &'static str) -> ImapError {
        if let Some(violation) = self.client.get_ref().broken() {
            return ImapError::Guard(violation);
        }
        if let Some(cause) = TlsCause::of(error) {
            return ImapError::Closed { during, said: cause.to_string() };
        }
        match error.kind() {
            std::io::ErrorKind::Other => {
                ImapError::Protocol { what: format!("its answer to {during} makes no sense") }
            }
            _ => ImapError::Closed { during, said: self.farewell.clone() },
        }
    }
}

/// By when something must have happened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    began: Instant,
    time: Duration,
    pace: Pace,
    what: &'static str,
}

/// Whether more may take longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// No.
    Any,
    /// Yes, at the least rate.
    Least,
}

impl Deadline {
    /// `time` from now; `what` is waited for.
    pub(super) fn new(time: Duration, what: &'static str) -> Self {
        Self { began: Instant::now(), time, pace: Pace::Any, what }
    }

    /// `time` from now, and longer the more comes; at the latest `time` after something came last.
    fn paced(time: Duration, what: &'static str) -> Self {
        Self { pace: Pace::Least, ..Self::new(time, what) }
    }

    /// When it is over, where so many bytes came, the last of them then.
    fn at(&self, (bytes, last): (u64, Option<Instant>)) -> Instant {
        let at = self.began + self.time;
        match (self.pace, last) {
            (Pace::Least, Some(last)) => {
                let earned = Duration::from_secs(bytes / MIN_BYTES_PER_SECOND);
                (at + earned).min(last + self.time)
            }
            _ => at,
        }
    }

    /// For what may take as long as it likes, which somebody else bounds.
    pub(super) fn far() -> Self {
        Self::new(Duration::from_hours(24), "IDLE")
    }

    fn missed(&self) -> ImapError {
        ImapError::Timeout { what: self.what, seconds: self.began.elapsed().as_secs() }
    }
}

#[cfg(test)]
mod tests;
