//! One message of the demo and its bytes in an mbox.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::cast::{Actor, Mailer};
use super::days;
use super::encode::{header, mailbox};
use super::parts::{Body, part};

/// A message.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// Message-ID without brackets.
    pub(super) id: String,
    /// When it was sent.
    pub(super) at: Timestamp,
    /// The author.
    pub(super) from: Actor,
    /// Addressees.
    pub(super) to: Vec<Actor>,
    /// Copies.
    pub(super) cc: Vec<Actor>,
    /// Subject.
    pub(super) subject: String,
    /// Message-IDs of the conversation before it, oldest first; the last is what it answers.
    pub(super) references: Vec<String>,
    /// Header fields of its own, without line ends.
    pub(super) fields: Vec<String>,
    /// What it says.
    pub(super) body: Body,
}

impl Message {
    /// A message without references, fields of its own and attachments.
    pub(super) fn new(
        unique: &str,
        at: Timestamp,
        from: &Actor,
        to: Vec<Actor>,
        subject: String,
        text: String,
    ) -> Self {
        Self {
            id: from.message_id(unique),
            at,
            from: from.clone(),
            to,
            cc: Vec::new(),
            subject,
            references: Vec::new(),
            fields: Vec::new(),
            body: Body::plain(text),
        }
    }

    /// Makes it an answer to another message.
    pub(super) fn answering(mut self, parent: &Self) -> Self {
        self.references.clone_from(&parent.references);
        self.references.push(parent.id.clone());
        self
    }

    /// Puts it at the end of an mbox, with `From ` at the start of lines quoted.
    pub(super) fn append_to(&self, mbox: &mut Vec<u8>) {
        let utc = self.at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
        let separator = format!("From {} {}\n", self.from.address, utc.strftime("%a %b %e %H:%M:%S %Y"));
        mbox.extend_from_slice(separator.as_bytes());
        let (fields, content) = part(&self.body, &self.id);
        for line in self.headers().lines().chain(fields.lines()) {
            mbox.extend_from_slice(line.as_bytes());
            mbox.push(b'\n');
        }
        mbox.push(b'\n');
        for line in content.lines() {
            if line.trim_start_matches('>').starts_with("From ") {
                mbox.push(b'>');
            }
            mbox.extend_from_slice(line.as_bytes());
            mbox.push(b'\n');
        }
        mbox.push(b'\n');
    }

    fn headers(&self) -> String {
        let mut out = String::new();
        let mut field = |name: &str, value: &str| {
            let _ = writeln!(out, "{name}: {value}");
        };
        let sent = self.at.to_zoned_datetime(days::zone(self.from.zone));
        if !self.from.is_owner() {
            let utc = self.at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
            let host = format!("mx.{} (mx.{} [192.0.2.17])", self.from.domain(), self.from.domain());
            let stamp = utc.strftime("%a, %d %b %Y %H:%M:%S +0000");
            field("Received", &format!("from {host}\n by mail.moreau.example with ESMTPS; {stamp}"));
        }
        field("Date", &sent.strftime("%a, %d %b %Y %H:%M:%S %z").to_string());
        field("From", &mailbox(self.from.name, self.from.address));
        field("To", &list(&self.to));
        if !self.cc.is_empty() {
            field("Cc", &list(&self.cc));
        }
        field("Subject", &header(&self.subject));
        field("Message-ID", &format!("<{}>", self.id));
        if let Some(parent) = self.references.last() {
            field("In-Reply-To", &format!("<{parent}>"));
            let all: Vec<String> = self.references.iter().map(|id| format!("<{id}>")).collect();
            field("References", &all.join("\n "));
        }
        for own in &self.fields {
            out.push_str(own);
            out.push('\n');
        }
        let mailer = match self.from.mailer {
            Mailer::Web => "",
            Mailer::Desk => "User-Agent: Heron Mail 9.1",
            Mailer::Office => "X-Mailer: Office Post 16.0",
            Mailer::Phone => "X-Mailer: Pocket Mail (20.4)",
        };
        if !mailer.is_empty() && self.fields.is_empty() {
            out.push_str(mailer);
            out.push('\n');
        }
        out.push_str("MIME-Version: 1.0\n");
        out
    }
}

fn list(actors: &[Actor]) -> String {
    let all: Vec<String> = actors.iter().map(|actor| mailbox(actor.name, actor.address)).collect();
    all.join(",\n ")
}
