//! What the owner's own mail program does to a mailbox: a client of a few lines, over a plain connection.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

/// A mail program that is logged in.
pub(crate) struct Client {
    reader: BufReader<TcpStream>,
    commands: u32,
}

impl Client {
    /// Logs in, as soon as the server listens.
    pub(crate) fn open(port: u16, user: &str, password: &str) -> Self {
        for _ in 0..200 {
            if let Some(mut client) = Self::connect(port) {
                client.command(&format!("LOGIN \"{user}\" \"{password}\""));
                return client;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("no server at port {port}");
    }

    /// A connection whose greeting came: some servers accept and close while they start.
    fn connect(port: u16) -> Option<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        let mut client = Self { reader: BufReader::new(stream), commands: 0 };
        client.line().starts_with("* OK").then_some(client)
    }

    /// Sends a command that must succeed; what the server said.
    pub(crate) fn command(&mut self, text: &str) -> String {
        let tag = self.send(text);
        self.done(&tag, text)
    }

    /// Puts a message into a folder.
    pub(crate) fn append(&mut self, folder: &str, at: Timestamp, message: &str) {
        let message = message.replace('\n', "\r\n");
        let date = at.strftime("%d-%b-%Y %H:%M:%S +0000");
        let text = format!("APPEND \"{folder}\" () \"{date}\" {{{}}}", message.len());
        let tag = self.send(&text);
        let go = self.line();
        assert!(go.starts_with('+'), "{text}: {go}");
        self.reader.get_ref().write_all(format!("{message}\r\n").as_bytes()).unwrap();
        self.done(&tag, &text);
    }

    fn send(&mut self, text: &str) -> String {
        self.commands += 1;
        let tag = format!("c{}", self.commands);
        self.reader.get_ref().write_all(format!("{tag} {text}\r\n").as_bytes()).unwrap();
        tag
    }

    fn done(&mut self, tag: &str, text: &str) -> String {
        let mut said = String::new();
        loop {
            let line = self.line();
            if let Some(status) = line.strip_prefix(&format!("{tag} ")) {
                assert!(status.starts_with("OK"), "{text}: {line}");
                return said;
            }
            assert!(!line.is_empty(), "{text}: the server hung up after {said}");
            said += &line;
        }
    }

    fn line(&mut self) -> String {
        let mut line = Vec::new();
        let _ = self.reader.read_until(b'\n', &mut line);
        String::from_utf8_lossy(&line).into_owned()
    }
}
