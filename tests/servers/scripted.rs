//! An IMAP server that says what the test wants it to, for what no real server would do.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does when a command begins so.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// Says this; `TAG` stands for the command's tag.
    Say(String),
    /// Says this, and hangs up.
    SayAndClose(String),
    /// Says this, and then nothing more; time runs on by itself.
    SayAndWait(String),
    /// Says this again and again.
    Flood(&'static str),
}

/// A server with an INBOX of `messages` messages that answers as a sound one does, but to the commands for
/// which it has another answer.
#[derive(Debug, Clone)]
pub(crate) struct Scripted {
    pub(crate) messages: u32,
    /// What is said first.
    pub(crate) greeting: Answer,
    /// Beginnings of commands without their tag, with the answer.
    pub(crate) answers: Vec<(&'static str, Answer)>,
}

impl Scripted {
    /// A sound server.
    pub(crate) fn sound(messages: u32) -> Self {
        let greeting = Answer::Say("* OK [CAPABILITY IMAP4rev1] ready\r\n".to_owned());
        Self { messages, greeting, answers: Vec::new() }
    }

    /// With another answer to one kind of command.
    pub(crate) fn with(mut self, command: &'static str, answer: Answer) -> Self {
        self.answers.push((command, answer));
        self
    }

    /// Serves for as long as the runtime lives; returns the port.
    pub(crate) async fn start(self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(self.clone().serve(client));
            }
        });
        port
    }

    /// Ends without a word when the client is gone.
    async fn serve(self, client: TcpStream) -> Option<()> {
        let (read, mut write) = client.into_split();
        let mut lines = BufReader::new(read).lines();
        say(&mut write, &self.greeting, "*").await?;
        while let Ok(Some(line)) = lines.next_line().await {
            let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
            let special = self.answers.iter().find(|(begin, _)| command.starts_with(begin));
            let answer =
                special.map_or_else(|| Answer::Say(self.sound_answer(command)), |(_, answer)| answer.clone());
            say(&mut write, &answer, tag).await?;
        }
        Some(())
    }

    fn sound_answer(&self, command: &str) -> String {
        let listed: Vec<_> = (1..=self.messages).map(|uid| format!(" {uid}")).collect();
        let data = if command.starts_with("CAPABILITY") {
            "* CAPABILITY IMAP4rev1\r\n".to_owned()
        } else if command.starts_with("LIST") {
            "* LIST () \"/\" INBOX\r\n".to_owned()
        } else if command.starts_with("EXAMINE") {
            let next = self.messages + 1;
            format!("* {} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT {next}] ok\r\n", self.messages)
        } else if command.starts_with("UID SEARCH") {
            format!("* SEARCH{}\r\n", listed.concat())
        } else if command.starts_with("UID FETCH") && command.contains("HEADER") {
            asked(command).into_iter().map(header).collect()
        } else if command.starts_with("UID FETCH") {
            asked(command).into_iter().map(text).collect()
        } else {
            String::new()
        };
        format!("{data}TAG OK done\r\n")
    }
}

/// A message's header, of 16 bytes.
pub(crate) fn header(uid: u32) -> String {
    format!(
        "* {uid} FETCH (UID {uid} INTERNALDATE \"17-Jul-2026 02:44:25 +0000\" RFC822.SIZE 20 \
         BODY[HEADER]<0> {{16}}\r\nSubject: {uid:03}\r\n\r\n)\r\n"
    )
}

fn text(uid: u32) -> String {
    format!("* {uid} FETCH (UID {uid} BODY[TEXT]<0> {{4}}\r\nHi\r\n)\r\n")
}

/// The UIDs of a FETCH.
fn asked(command: &str) -> Vec<u32> {
    let set = command.split(' ').nth(2).unwrap_or_default();
    let range = |range: &str| {
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        first.parse::<u32>().unwrap()..=last.parse::<u32>().unwrap()
    };
    set.split(',').flat_map(range).collect()
}

async fn say(write: &mut (impl AsyncWriteExt + Unpin), answer: &Answer, tag: &str) -> Option<()> {
    match answer {
        Answer::Say(text) => write.write_all(text.replace("TAG", tag).as_bytes()).await.ok(),
        Answer::SayAndClose(text) => {
            write.write_all(text.replace("TAG", tag).as_bytes()).await.ok()?;
            write.shutdown().await.ok()?;
            None
        }
        Answer::SayAndWait(text) => {
            write.write_all(text.replace("TAG", tag).as_bytes()).await.ok()?;
            // With nothing left to do the clock jumps to the next deadline, which is the client's.
            tokio::time::pause();
            std::future::pending().await
        }
        Answer::Flood(text) => loop {
            write.write_all(text.as_bytes()).await.ok()?;
        },
    }
}
