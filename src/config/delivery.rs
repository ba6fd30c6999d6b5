//! `[delivery]`: how letters reach the owner. Without the section none is sent.

use std::path::PathBuf;

use super::mail::{Security, Server};
use super::value::{FromValue, Line, Value};
use super::{Me, SecretSource, Section, secret};
use crate::people::Address;

/// Port of submission over TLS (RFC 8314, 3.3).
const SUBMISSIONS: u16 = 465;
/// Port of submission with STARTTLS (RFC 6409, 3.1).
const SUBMISSION: u16 = 587;
/// Port of a mail server on this machine.
const SMTP: u16 = 25;
/// What sends mail on most machines.
const SENDMAIL: [&str; 2] = ["/usr/sbin/sendmail", "-i"];

/// How letters reach the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// To which of the owner's addresses; letters come from there too.
    pub to: Address,
    /// Which way.
    pub via: Via,
    /// Whether answers to letters are read, among the messages that the owner sent.
    pub replies: bool,
    /// Whether a first letter says what was read, before all others.
    pub first_letter: bool,
}

/// A way for letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A mail server.
    Smtp(Smtp),
    /// A program that takes the letter on its standard input; it and its arguments, to which the owner's
    /// address is added.
    Sendmail(Vec<String>),
    /// Straight into this folder of the account that is read.
    Append(String),
    /// Into files of this directory; where not given, of `outbox` beside the ledger.
    File(Option<PathBuf>),
}

/// A mail server and how to get in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// Where it is.
    pub server: Server,
    /// How the way there is protected.
    pub security: Security,
    /// Name to log in with, where one logs in.
    pub login: Option<SmtpLogin>,
    /// Certificates (PEM) that are trusted for this server in place of the system's.
    pub ca: Option<PathBuf>,
}

/// Name and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpLogin {
    /// The name.
    pub user: String,
    /// Where the password is kept.
    pub password: SecretSource,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Smtp,
    Sendmail,
    Append,
    File,
}

impl Delivery {
    /// Reads the section; `None` where the file has none, or it lacks something, which the sink then
    /// knows. Keys of ways not taken are checked all the same, so that changing `via` is enough.
    pub(super) fn read(section: &mut Section<'_>, me: Option<&Me>) -> Option<Self> {
        let ways =
            [("smtp", Way::Smtp), ("sendmail", Way::Sendmail), ("append", Way::Append), ("file", Way::File)];
        let way = section.choice("via", &ways, Way::File);
        let to = section.read::<Address>("to");
        let smtp = read_smtp(section, way == Way::Smtp, to.as_ref().or(me.map(|me| &me.address)));
        let command = read_command(section);
        let folder = section.read::<Line>("folder").map_or_else(|| "INBOX".to_owned(), |Line(name)| name);
        let replies = section.read::<bool>("replies").unwrap_or(true);
        let first_letter = section.read::<bool>("first_letter").unwrap_or(true);
        let directory = section.read::<Line>("directory").map(|Line(path)| PathBuf::from(path));

        let me = me?;
        let to = to.unwrap_or_else(|| me.address.clone());
        if !me.addresses.contains(&to) {
            let title = "letters go to you and to nobody else".to_owned();
            section.refuse(&["to"], title, "none of the addresses in [me]".to_owned());
            return None;
        }
        if !section.is_given() {
            return None;
        }
        let via = match way {
            Way::Smtp => Via::Smtp(smtp?),
            Way::Sendmail => Via::Sendmail(command),
            Way::Append => Via::Append(folder),
            Way::File => Via::File(directory),
        };
        Some(Self { to, via, replies, first_letter })
    }
}

fn read_smtp(section: &mut Section<'_>, wanted: bool, address: Option<&Address>) -> Option<Smtp> {
    let words = [("tls", Security::Tls), ("starttls", Security::StartTls), ("plain", Security::Plain)];
    let security = section.choice("security", &words, Security::Tls);
    let server = section.read::<Host>("smtp");
    let user = section.read::<Line>("user").map(|Line(user)| user);
    let password = if wanted && security != Security::Plain {
        secret::required(section, "password")
    } else {
        secret::optional(section, "password")
    };
    let ca = section.read::<Line>("ca").map(|Line(path)| PathBuf::from(path));
    if server.is_none() && wanted && !section.has("smtp") {
        section.lacks("smtp", Host::WHAT);
    }
    let default_port = match security {
        Security::Tls => SUBMISSIONS,
        Security::StartTls => SUBMISSION,
        Security::Plain => SMTP,
    };
    let Host { host, port } = server?;
    let server = Server { host, port: port.unwrap_or(default_port) };
    if security == Security::Plain && !server.is_loopback() {
        let title = "without TLS the password and the letter would cross the network in clear".to_owned();
        section.refuse(&["security"], title, "\"plain\" is for localhost; leave this out".to_owned());
        return None;
    }
    if password.is_none() && security != Security::Plain {
        return None;
    }
    let user = user.or_else(|| address.map(|address| address.as_str().to_owned()));
    let login = password.zip(user).map(|(password, user)| SmtpLogin { user, password });
    Some(Smtp { server, security, login, ca })
}

fn read_command(section: &mut Section<'_>) -> Vec<String> {
    let Some(words) = section.read::<Vec<Line>>("command") else {
        return SENDMAIL.map(str::to_owned).to_vec();
    };
    let words: Vec<_> = words.into_iter().map(|Line(word)| word).collect();
    if words.is_empty() {
        let title = "a command needs at least the program".to_owned();
        section.refuse(&["command"], title, "it is empty".to_owned());
    } else if words.iter().skip(1).any(|word| word == "-t") {
        let title = "the letter goes to your address, which is added as the last argument".to_owned();
        section.refuse(&["command"], title, "leave out `-t`".to_owned());
    }
    words
}

/// A host, with a port where one is given.
struct Host {
    host: String,
    port: Option<u16>,
}

impl FromValue for Host {
    const WHAT: &str = "a server such as \"smtp.studio.example\" or \"smtp.studio.example:465\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Server::parts(text)
            .map_or_else(|why| value.refuse(Self::WHAT, why), |(host, port)| Some(Self { host, port }))
    }
}
