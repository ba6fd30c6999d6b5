//! `[delivery]`: how letters reach the owner. Without the section none is sent.

use std::path::PathBuf;

use super::mail::{Mail, Security, Server, SmtpHost, Whole};
use super::value::{FromValue, Line, Name};
use super::{Me, Proof, Section, secret};
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

/// Name and proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpLogin {
    /// The name.
    pub user: String,
    /// What proves that it is the owner.
    pub proof: Proof,
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
    pub(super) fn read(section: &mut Section<'_>, me: Option<&Me>, mail: (&[Mail], Whole)) -> Option<Self> {
        let ways =
            [("smtp", Way::Smtp), ("sendmail", Way::Sendmail), ("append", Way::Append), ("file", Way::File)];
        let way = section.choice("via", &ways, Way::File);
        let to = section.read::<Address>("to");
        let smtp = read_smtp(section, way == Way::Smtp, to.as_ref().or(me.map(|me| &me.address)), mail);
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

fn read_smtp(
    section: &mut Section<'_>,
    wanted: bool,
    address: Option<&Address>,
    (mail, whole): (&[Mail], Whole),
) -> Option<Smtp> {
    let words = [("tls", Security::Tls), ("starttls", Security::StartTls), ("plain", Security::Plain)];
    let security = section.choice("security", &words, Security::Tls);
    let server = section.read::<SmtpHost>("smtp").map(|SmtpHost(host)| host);
    let is_needed = wanted && security != Security::Plain;
    let login = read_login(section, is_needed, address, (mail, whole));
    let ca = section.read::<Line>("ca").map(|Line(path)| PathBuf::from(path));
    if server.is_none() && wanted && !section.has("smtp") {
        section.lacks("smtp", SmtpHost::WHAT);
    }
    let default_port = match security {
        Security::Tls => SUBMISSIONS,
        Security::StartTls => SUBMISSION,
        Security::Plain => SMTP,
    };
    let server = server?.server(default_port);
    if security == Security::Plain && !server.is_loopback() {
        let title = "without TLS the password and the letter would cross the network in clear".to_owned();
        section.refuse(&["security"], title, "\"plain\" is for localhost; leave this out".to_owned());
        return None;
    }
    if login.is_none() && security != Security::Plain {
        return None;
    }
    Some(Smtp { server, security, login, ca })
}

/// Reads who logs in: an account that is read, or `user` and `password`.
fn read_login(
    section: &mut Section<'_>,
    is_needed: bool,
    address: Option<&Address>,
    (mail, whole): (&[Mail], Whole),
) -> Option<SmtpLogin> {
    let user = section.read::<Line>("user").map(|Line(user)| user);
    let account = section.read::<Name>("account").map(|Name(name)| name);
    let Some(account) = account else {
        let needs_password = is_needed && !section.has("account");
        let read = if needs_password { secret::required } else { secret::optional };
        let password = read(section, "password");
        let user = user.or_else(|| address.map(|address| address.as_str().to_owned()));
        return password
            .zip(user)
            .map(|(password, user)| SmtpLogin { user, proof: Proof::Password(password) });
    };
    // It is read all the same, so that it is a key of the section.
    if secret::optional(section, "password").is_some() {
        let title = "the account has its own password or tokens".to_owned();
        section.refuse(&["password"], title, "keep `account` or `password`".to_owned());
    }
    let Some(mail) = mail.iter().find(|mail| mail.name == account) else {
        if whole == Whole::No {
            return None;
        }
        let title = format!("there is no account `{}` in [[mail]]", account.escape_debug());
        section.refuse(
            &["account"],
            title,
            "an account's `name`, or its address where it has none".to_owned(),
        );
        return None;
    };
    Some(SmtpLogin { user: user.unwrap_or_else(|| mail.user.clone()), proof: mail.proof.clone() })
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
