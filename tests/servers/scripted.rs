//! An IMAP server that says what the test wants it to, for what no real server would do.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
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

/// What the server does where a FETCH comes to a message.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// Says this in place of its row, and is done.
    Says(String),
    /// Says this about it where more than its text is asked for, and is done.
    SaysInFull(String),
    /// Completes the command so.
    Refuses(&'static str),
    /// Hangs up.
    Closes,
    /// Says this and is silent from then on.
    Waits(&'static str),
}

/// A server with an INBOX that answers as a sound one does, but to the commands for which it has another
/// answer, and about the messages that have a fault.
#[derive(Debug, Clone)]
pub(crate) struct Scripted {
    pub(crate) uids: Vec<u32>,
    /// What EXAMINE says.
    pub(crate) uid_validity: Option<u32>,
    pub(crate) uid_next: Option<u32>,
    /// What is said first.
    pub(crate) greeting: Answer,
    /// Beginnings of commands without their tag, with the answer.
    pub(crate) answers: Vec<(&'static str, Answer)>,
    pub(crate) faults: Vec<(u32, Fault)>,
    /// Commands that came, without their tags.
    pub(crate) heard: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// A sound server with messages from 1 on.
    pub(crate) fn sound(messages: u32) -> Self {
        Self {
            uids: (1..=messages).collect(),
            uid_validity: Some(7),
            uid_next: Some(messages + 1),
            greeting: Answer::Say("* OK [CAPABILITY IMAP4rev1] ready\r\n".to_owned()),
            answers: Vec::new(),
            faults: Vec::new(),
            heard: Arc::default(),
        }
    }

    /// With another answer to one kind of command.
    pub(crate) fn with(mut self, command: &'static str, answer: Answer) -> Self {
        self.answers.push((command, answer));
        self
    }

    /// With a fault at one message.
    pub(crate) fn fault(mut self, uid: u32, fault: Fault) -> Self {
        self.faults.push((uid, fault));
        self
    }

    /// The commands that came so far and begin so.
    pub(crate) fn heard(&self, begin: &str) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard.iter().filter(|command| command.starts_with(begin)).cloned().collect()
    }

    /// Serves for as long as the runtime lives; returns the port.
    pub(crate) async fn start(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(server.clone().serve(client));
            }
        });
        port
    }

    /// Ends without a word when the client is gone.
    async fn serve(self, client: TcpStream) -> Option<()> {
        let (read, mut write) = client.into_split();
        let mut lines = BufReader::new(read);
        say(&mut write, &mut lines, &self.greeting, "*").await?;
        let mut line = String::new();
        while let Ok(1..) = lines.read_line(&mut line).await {
            let text = std::mem::take(&mut line);
            let (tag, command) = text.trim_end().split_once(' ').unwrap_or((text.trim_end(), ""));
            self.heard.lock().unwrap().push(command.to_owned());
            let special = self.answers.iter().find(|(begin, _)| command.starts_with(begin));
            let answer = special.map_or_else(|| self.sound_answer(command), |(_, answer)| answer.clone());
            say(&mut write, &mut lines, &answer, tag).await?;
        }
        Some(())
    }

    fn sound_answer(&self, command: &str) -> Answer {
        let data = if command.starts_with("CAPABILITY") {
            "* CAPABILITY IMAP4rev1\r\n".to_owned()
        } else if command.starts_with("LIST") {
            "* LIST () \"/\" INBOX\r\n".to_owned()
        } else if command.starts_with("EXAMINE") {
            let code = |name: &str, number: Option<u32>| {
                number.map_or_else(String::new, |number| format!("* OK [{name} {number}] ok\r\n"))
            };
            let (validity, next) = (code("UIDVALIDITY", self.uid_validity), code("UIDNEXT", self.uid_next));
            format!("* {} EXISTS\r\n{validity}{next}", self.uids.len())
        } else if command.starts_with("UID SEARCH") {
            let listed: Vec<_> = self.uids.iter().map(|uid| format!(" {uid}")).collect();
            format!("* SEARCH{}\r\n", listed.concat())
        } else if command.starts_with("UID FETCH *") {
            self.uids.last().map_or_else(String::new, |uid| format!("* 1 FETCH (UID {uid})\r\n"))
        } else if command.starts_with("UID FETCH") {
            return self.fetched(command);
        } else {
            String::new()
        };
        Answer::Say(format!("{data}TAG OK done\r\n"))
    }

    fn fetched(&self, command: &str) -> Answer {
        let asked = asked(command);
        let (headers, is_bare) =
            (command.contains("HEADER"), command.contains("TEXT") && command.contains("HEADER"));
        let mut out = String::new();
        for uid in self.uids.iter().copied().filter(|uid| asked.contains(uid)) {
            match self.faults.iter().find(|(faulty, _)| *faulty == uid).map(|(_, fault)| fault) {
                Some(Fault::Says(text)) => return Answer::Say(format!("{out}{text}TAG OK done\r\n")),
                Some(Fault::SaysInFull(text)) if !is_bare => {
                    return Answer::Say(format!("{out}{text}TAG OK done\r\n"));
                }
                Some(Fault::Refuses(text)) => return Answer::Say(format!("{out}TAG {text}\r\n")),
                Some(Fault::Closes) => return Answer::SayAndClose(out),
                Some(Fault::Waits(text)) => return Answer::SayAndWait(format!("{out}{text}")),
                Some(Fault::SaysInFull(_)) | None if is_bare => {
                    out += header(uid).trim_end_matches(")\r\n");
                    out += " BODY[TEXT]<0> {4}\r\nHi\r\n)\r\n";
                }
                Some(Fault::SaysInFull(_)) | None if headers => out += &header(uid),
                Some(Fault::SaysInFull(_)) | None => out += &text(uid),
            }
        }
        Answer::Say(format!("{out}TAG OK done\r\n"))
    }
}

/// A message's header, of 16 bytes.
pub(crate) fn header(uid: u32) -> String {
    format!(
        "* {uid} FETCH (UID {uid} INTERNALDATE \"17-Jul-2026 02:44:25 +0000\" RFC822.SIZE 20 \
         BODY[HEADER]<0> {{{}}}\r\nSubject: {uid:03}\r\n\r\n)\r\n",
        13 + format!("{uid:03}").len()
    )
}

fn text(uid: u32) -> String {
    format!("* {uid} FETCH (UID {uid} BODY[TEXT]<0> {{4}}\r\nHi\r\n)\r\n")
}

/// The UIDs of a FETCH.
pub(crate) fn asked(command: &str) -> BTreeSet<u32> {
    let set = command.split(' ').nth(2).unwrap_or_default();
    let range = |range: &str| {
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        first.parse::<u32>().unwrap()..=last.parse::<u32>().unwrap()
    };
    set.split(',').flat_map(range).collect()
}

async fn say(
    write: &mut (impl AsyncWriteExt + Unpin),
    lines: &mut (impl AsyncReadExt + Unpin),
    answer: &Answer,
    tag: &str,
) -> Option<()> {
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
            // Until it gives up and hangs up, or takes leave.
            while let Ok(1..) = lines.read(&mut [0; 256]).await {}
            tokio::time::resume();
            None
        }
        Answer::Flood(text) => loop {
            write.write_all(text.as_bytes()).await.ok()?;
        },
    }
}
