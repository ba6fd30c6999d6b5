//! `[[mail]]`: the mail accounts that are read.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::PathBuf;

use super::value::{FromValue, Line, Name, Value};
use super::{Days, Pattern, Proof, Section, proof};
use crate::people::Address;

/// Port of IMAP over TLS (RFC 8314, 3.2).
const IMAPS: u16 = 993;
/// Port of IMAP that begins in clear (RFC 9051, 2.1).
const IMAP: u16 = 143;
/// How far back the first reading goes.
const SINCE: Days = Days::new(3 * 365);

/// One mail account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// What the account is called; no two accounts share it.
    pub name: String,
    /// The owner's address there.
    pub address: Address,
    /// Where its IMAP server is.
    pub server: Server,
    /// How the way there is protected.
    pub security: Security,
    /// Name to log in with.
    pub user: String,
    /// What proves who logs in.
    pub proof: Proof,
    /// Certificates (PEM) that are trusted for this server in place of the system's.
    pub ca: Option<PathBuf>,
    /// Folders to read, in this order.
    pub folders: Vec<Folder>,
    /// Folders to read beside these.
    pub include: Vec<Pattern>,
    /// Folders not to read, whatever names them.
    pub exclude: Vec<Pattern>,
    /// How far back the first reading goes.
    pub since: Days,
    /// Name under which the account's own server reports its checks of a message (RFC 8601, 2.5).
    pub trusted_authserv_id: Option<String>,
    /// Whose word counts on who wrote a message.
    pub trust: Trust,
}

impl Mail {
    /// Whether anybody vouches for the senders of what is received here.
    #[must_use]
    pub fn has_voucher(&self) -> bool {
        self.trusted_authserv_id.is_some() || self.trust == Trust::Inbox
    }
}

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// A name, or an IP address without brackets.
    pub host: String,
    /// 1 to 65535.
    pub port: u16,
}

/// How the way to a server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting in clear (STARTTLS); required, or nothing is sent.
    StartTls,
    /// Not at all: only on this machine.
    Plain,
}

/// Whose word counts on who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The server's, under the id configured; without one nobody's.
    Server,
    /// The owner's: what lies in the inbox or the archive is taken to be from whom it says.
    Inbox,
}

/// A folder to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folder {
    /// INBOX.
    Inbox,
    /// The folder of sent mail, whatever it is called there.
    Sent,
    /// The folder that what is done with is put into, and what lies below it, whatever it is called there.
    Archive,
    /// The folder of this name, written as the owner sees it.
    Named(String),
}

/// Reads all accounts, in the order of the file.
pub(super) fn read(root: &mut Section<'_>) -> (Vec<Mail>, Whole) {
    let mut taken = BTreeSet::new();
    let accounts = root.tables("mail", |section| {
        let account = read_one(section)?;
        if !taken.insert(account.name.clone()) {
            let title = format!("two accounts are called `{}`", account.name.escape_debug());
            section.refuse(&["name", "address"], title, "give it a `name` of its own".to_owned());
        }
        Some(account)
    });
    let whole = if accounts.iter().all(Option::is_some) { Whole::Yes } else { Whole::No };
    (accounts.into_iter().flatten().collect(), whole)
}

/// Whether all accounts of the file could be read: else one that is not among them may be there all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Yes,
    No,
}

/// Reads one account; `None` where it lacks something, which the sink then knows.
fn read_one(section: &mut Section<'_>) -> Option<Mail> {
    let name = section.read::<Name>("name").map(|Name(name)| name);
    let address = section.required::<Address>("address");
    let place = section.required::<Host>("imap");
    let words = [("tls", Security::Tls), ("starttls", Security::StartTls), ("plain", Security::Plain)];
    let security = section.choice("security", &words, Security::Tls);
    let server = place.map(|place| place.server(if security == Security::StartTls { IMAP } else { IMAPS }));
    let user = section.read::<Line>("user").map(|Line(user)| user);
    let proof = proof::required(section);
    let ca = section.read::<Line>("ca").map(|Line(path)| PathBuf::from(path));
    let folders = section.read("folders");
    let [include, exclude] = ["include", "exclude"].map(|key| section.read(key).unwrap_or_default());
    let since = section.or("since", SINCE);
    let trusted_authserv_id = section.read::<Line>("trusted_authserv_id").map(|Line(id)| id);
    let words = [("server", Trust::Server), ("inbox", Trust::Inbox)];
    let trust = section.choice("trust", &words, Trust::Server);

    if security == Security::Plain && server.as_ref().is_some_and(|server| !server.is_loopback()) {
        let title = "without TLS the password would cross the network in clear".to_owned();
        section.refuse(&["security"], title, "\"plain\" is for localhost; leave this out".to_owned());
    }
    let address = address?;
    let name = name.unwrap_or_else(|| address.as_str().to_owned());
    Some(Mail {
        proof: proof?.of(&name),
        name,
        server: server?,
        security,
        user: user.unwrap_or_else(|| address.as_str().to_owned()),
        ca,
        folders: folders.unwrap_or_else(|| vec![Folder::Inbox, Folder::Sent, Folder::Archive]),
        include,
        exclude,
        since,
        trusted_authserv_id,
        trust,
        address,
    })
}

impl Server {
    /// Reads `host`, `host:port`, `1.2.3.4:143`, `::1` or `[::1]:143` into host and port, where one is given; or
    /// says what is wrong.
    fn parts(text: &str) -> Result<(String, Option<u16>), &'static str> {
        let text = text.trim();
        if text.contains("://") {
            return Err("leave out what stands before the host's name");
        }
        let (host, port) = if let Some(rest) = text.strip_prefix('[') {
            let (host, port) = rest.split_once(']').ok_or("the bracket is not closed")?;
            let port = if port.is_empty() { None } else { Some(port.strip_prefix(':').ok_or("no port")?) };
            host.parse::<IpAddr>().map_err(|_| "no IP address in the brackets")?;
            (host, port)
        } else if text.parse::<IpAddr>().is_ok() {
            (text, None)
        } else {
            text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)))
        };
        let port = port.map(str::parse).transpose().map_err(|_| "the port is no number up to 65535")?;
        let sound = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if port == Some(0) {
            Err("there is no port 0")
        } else if host.parse::<IpAddr>().is_err() && (host.is_empty() || !host.chars().all(sound)) {
            Err("no name of a host")
        } else {
            Ok((host.to_lowercase(), port))
        }
    }

    /// Whether the server is this machine by its name.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

/// A host, with a port where one is given.
pub(super) struct Host {
    host: String,
    port: Option<u16>,
}

impl Host {
    fn read(value: &Value<'_>, what: &str) -> Option<Self> {
        Server::parts(value.text(what)?)
            .map_or_else(|why| value.refuse(what, why), |(host, port)| Some(Self { host, port }))
    }

    /// The server there, at this port where none is given.
    pub(super) fn server(self, port: u16) -> Server {
        Server { host: self.host, port: self.port.unwrap_or(port) }
    }
}

impl FromValue for Host {
    const WHAT: &str = "a server such as \"mail.studio.example\" or \"mail.studio.example:993\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        Self::read(value, Self::WHAT)
    }
}

/// A host that takes letters, with a port where one is given.
pub(super) struct SmtpHost(pub(super) Host);

impl FromValue for SmtpHost {
    const WHAT: &str = "a server such as \"smtp.studio.example\" or \"smtp.studio.example:465\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        Host::read(value, Self::WHAT).map(Self)
    }
}

impl FromValue for Folder {
    const WHAT: &str = "a folder such as \"INBOX\", \"Work/Letters\", \"@sent\" or \"@archive\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        if text.eq_ignore_ascii_case("INBOX") || text.eq_ignore_ascii_case("@inbox") {
            Some(Self::Inbox)
        } else if text.eq_ignore_ascii_case("@sent") {
            Some(Self::Sent)
        } else if text.eq_ignore_ascii_case("@archive") {
            Some(Self::Archive)
        } else if text.starts_with('@') {
            value.refuse(Self::WHAT, "only `@sent` and `@archive` have a meaning of their own")
        } else {
            Line::from_value(value).map(|Line(name)| Self::Named(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_told_from_other_text() {
        for (text, host, port) in [
            ("imap.studio.example", "imap.studio.example", None),
            ("IMAP.studio.example:1993", "imap.studio.example", Some(1993)),
            ("127.0.0.1:143", "127.0.0.1", Some(143)),
            ("::1", "::1", None),
            ("[::1]:143", "::1", Some(143)),
        ] {
            assert_eq!(Server::parts(text), Ok((host.to_owned(), port)), "{text}");
        }
        for text in [
            "",
            ":993",
            "a.example:",
            "a.example:0",
            "a.example:70000",
            "imaps://a.example",
            "[::1",
            "a b",
            "[x]",
        ] {
            assert!(Server::parts(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for (text, loopback) in [
            ("localhost", true),
            ("127.0.0.9:143", true),
            ("[::1]:143", true),
            ("localhost.studio.example", false),
            ("192.168.1.2", false),
            ("127.example", false),
        ] {
            let (host, _) = Server::parts(text).unwrap();
            assert_eq!(Server { host, port: 1 }.is_loopback(), loopback, "{text}");
        }
    }
}
