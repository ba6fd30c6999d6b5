//! Letters by a program that takes them on its standard input, such as sendmail or msmtp.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::{Admitted, BoxFuture, DeliveryError, Fault, Mailer};

/// Longest that the program may take.
const LIMIT: Duration = Duration::from_mins(1);
/// Most bytes read of what the program complains.
const MAX_COMPLAINT_BYTES: u64 = 4096;
/// Longest that the rest of its complaint is waited for once it has ended.
const MAX_COMPLAINT_TIME: Duration = Duration::from_secs(1);

/// Exit codes of `sysexits.h` that say that another attempt would fail alike: wrong usage, bad letter, no
/// such user, no such host.
const REFUSALS: [i32; 4] = [64, 65, 67, 68];
/// Those that say that nothing can be sent before somebody mends it: no permission, bad config.
const MISCONFIGURED: [i32; 2] = [77, 78];

/// Delivers by a program.
#[derive(Debug, Clone)]
pub struct SendmailMailer {
    program: String,
    arguments: Vec<String>,
}

impl SendmailMailer {
    /// A mailer by a program and its arguments, to which the owner's address is added. `None` where there
    /// is no program.
    #[must_use]
    pub fn new(command: &[String]) -> Option<Self> {
        let (program, arguments) = command.split_first()?;
        Some(Self { program: program.clone(), arguments: arguments.to_vec() })
    }

    async fn run(&self, letter: Admitted<'_>) -> Result<(), DeliveryError> {
        let to = letter.to().as_str();
        if to.starts_with('-') {
            let why = "an address that begins with a dash would be taken for an option";
            return Err(DeliveryError::new(Fault::Permanent, why));
        }
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(to).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| {
            DeliveryError::new(Fault::Temporary, format!("cannot run {}: {error}", self.program))
        })?;
        let unknown = |why: String| DeliveryError::new(Fault::Unknown, why);
        match timeout(LIMIT, talk(&mut child, letter.bytes())).await {
            Ok(Ok((status, complaint))) => self.judge(status, &complaint),
            Ok(Err(error)) => Err(unknown(format!("{}: {error}", self.program))),
            Err(_) => Err(unknown(format!("{} took longer than 60 seconds", self.program))),
        }
    }

    fn judge(&self, status: ExitStatus, complaint: &str) -> Result<(), DeliveryError> {
        let fault = match status.code() {
            Some(0) => return Ok(()),
            Some(code) if REFUSALS.contains(&code) => Fault::Permanent,
            Some(code) if MISCONFIGURED.contains(&code) => Fault::Login,
            // 75 says so, and what is not known is taken to pass.
            Some(_) => Fault::Temporary,
            None => Fault::Unknown,
        };
        Err(DeliveryError::new(fault, format!("{} ended with {status}: {complaint}", self.program)))
    }
}

impl Mailer for SendmailMailer {
    fn deliver<'a>(&'a self, letter: Admitted<'a>) -> BoxFuture<'a, Result<(), DeliveryError>> {
        Box::pin(self.run(letter))
    }
}

/// Hands over the letter while listening for complaints; how it ended.
async fn talk(child: &mut Child, bytes: &[u8]) -> io::Result<(ExitStatus, String)> {
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let write = async {
        if let Some(mut stdin) = stdin {
            // A program that ends before it has read all says why by its exit code.
            let _ = stdin.write_all(&unix_lines(bytes)).await;
            let _ = stdin.shutdown().await;
        }
    };
    // A task of its own: a child that it leaves behind may hold the pipe for ever.
    let mut reading = tokio::spawn(async move {
        let mut complaint = Vec::new();
        if let Some(stderr) = stderr {
            let mut stderr = stderr.take(MAX_COMPLAINT_BYTES);
            let _ = stderr.read_to_end(&mut complaint).await;
        }
        complaint
    });
    let ((), status) = tokio::join!(write, child.wait());
    let complaint = timeout(MAX_COMPLAINT_TIME, &mut reading).await;
    reading.abort();
    let complaint = complaint.ok().and_then(Result::ok).unwrap_or_default();
    Ok((status?, String::from_utf8_lossy(&complaint).into_owned()))
}

/// The letter as files on this machine are: lines ended by LF.
fn unix_lines(bytes: &[u8]) -> Vec<u8> {
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    let kept = bytes.iter().zip(next).filter(|&(&byte, next)| !(byte == b'\r' && next == Some(&b'\n')));
    kept.map(|(&byte, _)| byte).collect()
}

#[cfg(test)]
mod tests {
    use super::super::scenario::{outgoing, owner};
    use super::*;

    async fn send(script: &str, directory: &std::path::Path) -> Result<(), DeliveryError> {
        let file = directory.join("letter").display().to_string();
        let command = ["sh", "-c", script, &file].map(str::to_owned);
        let (owner, outgoing) = (owner(), outgoing());
        SendmailMailer::new(&command).unwrap().deliver(owner.admit(&outgoing)?).await
    }

    #[tokio::test]
    async fn the_program_gets_the_letter_with_lines_of_this_machine_and_the_address() {
        let directory = tempfile::tempdir().unwrap();
        send("cat >\"$0\"; printf '%s' \"$*\" >\"$0.to\"", directory.path()).await.unwrap();
        let read = |name: &str| std::fs::read_to_string(directory.path().join(name)).unwrap();
        let sent = String::from_utf8(outgoing().bytes).unwrap().replace("\r\n", "\n");
        assert_eq!((read("letter"), read("letter.to")), (sent, "alex@studio.example".to_owned()));
    }

    #[tokio::test]
    async fn exit_codes_say_what_follows() {
        let directory = tempfile::tempdir().unwrap();
        for (script, fault) in [
            ("cat >&2; exit 75", Fault::Temporary),
            ("exit 1", Fault::Temporary),
            ("echo 'no such user' >&2; exit 67", Fault::Permanent),
            ("exit 78", Fault::Login),
            ("kill -9 $$", Fault::Unknown),
        ] {
            let error = send(script, directory.path()).await.unwrap_err();
            assert_eq!(error.fault, fault, "{script}: {error}");
        }
        let missing = SendmailMailer::new(&["/no/such/program".to_owned()]).unwrap();
        let (owner, outgoing) = (owner(), outgoing());
        let error = missing.deliver(owner.admit(&outgoing).unwrap()).await.unwrap_err();
        assert_eq!(error.fault, Fault::Temporary);
    }

    #[test]
    fn only_whole_line_ends_change() {
        assert_eq!(unix_lines(b"a\r\nb\rc\n\r\r\n\r"), b"a\nb\rc\n\r\n\r");
        assert_eq!(unix_lines(b""), b"");
    }
}
