//! The config as `init` writes it.

use std::fmt::Write;
use std::path::Path;

use toml::Value;

use crate::config::{Security, Server};
use crate::observations::mail::CheckingServer;
use crate::sources::discovery::Endpoint;

/// A server as the config names it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// A host, with a port where it is not the usual one.
    pub(super) at: String,
    pub(super) security: Security,
}

impl From<Endpoint> for Place {
    fn from(Endpoint { server: Server { host, port }, security }: Endpoint) -> Self {
        Self { at: format!("{host}:{port}"), security }
    }
}

/// What the owner said, and what was found.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) name: String,
    /// The first is the account's.
    pub(super) addresses: Vec<String>,
    pub(super) timezone: String,
    pub(super) imap: Place,
    /// The name to log in with, where it is not the address.
    pub(super) user: Option<String>,
    pub(super) proof: Proof,
    pub(super) ca: Option<String>,
    pub(super) calendar: Option<CalendarPlace>,
    pub(super) letters: Letters,
    pub(super) checks: Checks,
}

/// Where the owner's calendar is.
#[derive(Debug, Clone)]
pub(super) enum CalendarPlace {
    /// A feed's address, or the absolute path of files.
    Feed(String),
    /// A CalDAV server.
    Server(CalDavServer),
}

/// A CalDAV server, which takes the user and the password of the mail where it has none of its own.
#[derive(Debug, Clone)]
pub(super) struct CalDavServer {
    pub(super) url: String,
    pub(super) user: Option<String>,
    /// A file with its password.
    pub(super) password: Option<String>,
}

/// Who checks the senders of what arrives.
#[derive(Debug, Clone)]
pub(super) enum Checks {
    /// Nobody looked yet.
    Unknown,
    /// No server was seen to.
    Nobody,
    /// This server.
    Server(CheckingServer),
}

/// What proves to the server who one is.
#[derive(Debug, Clone)]
pub(super) enum Proof {
    /// A file holds the password.
    File(String),
    /// A program prints it.
    Command(Vec<String>),
    /// A login at Microsoft, as the app of this id.
    Microsoft(String),
}

/// How letters reach the owner.
#[derive(Debug, Clone)]
pub(super) enum Letters {
    /// By the account's server for sending.
    Smtp(Place),
    /// Straight into the inbox of the account.
    Append,
    /// None is sent.
    None,
}

impl Draft {
    /// The config's text.
    pub(super) fn text(&self) -> String {
        let mut text = String::from(
            "# Written by `goodwill init`. Every key there is, with its default: config/goodwill.toml of the sources,\n\
             # or `man goodwill` for where else this file may lie.\n\n[me]\n",
        );
        let account = self.addresses.first().map_or("", String::as_str);
        let addresses = format!("[{}]", array(&self.addresses));
        line(&mut text, "name", &quoted(&self.name));
        line(&mut text, "addresses", &addresses);
        line(&mut text, "timezone", &quoted(&self.timezone));
        text.push_str("\n[[mail]]\n");
        line(&mut text, "address", &quoted(account));
        place(&mut text, "imap", &self.imap);
        if let Some(user) = &self.user {
            line(&mut text, "user", &quoted(user));
        }
        if let Some(ca) = &self.ca {
            line(&mut text, "ca", &quoted(ca));
        }
        text.push_str(&self.trust());
        if let Proof::Microsoft(client_id) = &self.proof {
            text.push_str("\n[mail.oauth]\nprovider = \"microsoft\"\n");
            line(&mut text, "client_id", &quoted(client_id));
        }
        password(&mut text, &self.proof);
        if let Some(calendar) = &self.calendar {
            text.push_str("\n[[calendar]]\nname = \"calendar\"\n");
            self.calendar(&mut text, calendar, account);
        }
        self.letters(&mut text, account);
        text
    }

    /// Whether a calendar server is to take the password of the mail.
    pub(super) fn shares_password(&self) -> bool {
        matches!(&self.calendar, Some(CalendarPlace::Server(server)) if server.password.is_none())
    }

    fn calendar(&self, text: &mut String, calendar: &CalendarPlace, account: &str) {
        let CalDavServer { url, user, password: own } = match calendar {
            CalendarPlace::Feed(place) => return text.push_str(&calendar_line(place)),
            CalendarPlace::Server(server) => server,
        };
        text.push_str("kind = \"caldav\"\n");
        line(text, "url", &quoted(url));
        let user = user.as_deref().or(self.user.as_deref()).unwrap_or(account);
        line(text, "user", &quoted(user));
        match own {
            Some(path) => password(text, &Proof::File(path.clone())),
            None => password(text, &self.proof),
        }
        if let Some(ca) = &self.ca {
            line(text, "ca", &quoted(ca));
        }
    }

    /// The lines that say whose word on senders counts.
    fn trust(&self) -> String {
        if let Checks::Server(CheckingServer { id, checked, arrived }) = &self.checks {
            let mut text = format!(
                "# Your server notes under this name whether a message is from whom it says ({checked} of the newest \
                 {arrived}).\n# What it does not vouch for only suggests, and posts nothing.\n"
            );
            line(&mut text, "trusted_authserv_id", &quoted(id));
            return text;
        }
        let seen = if matches!(self.checks, Checks::Nobody) {
            "No server was seen to note whether messages are from whom they say"
        } else {
            "Nobody looked yet whether your server notes if messages are from whom they say"
        };
        format!(
            "# {seen} (Authentication-Results), so\n\
             # what is written to you only suggests, and posts nothing. Once you see such a note of your own server atop of\n\
             # your mail, write its name here:\n\
             # trusted_authserv_id = \"mx.studio.example\"\n\
             # Or, if its filter lets nobody into INBOX who writes under a wrong name, take mail there to be from whom it\n\
             # says. Forged mail that gets in counts then, too. After either: goodwill reread\n\
             # trust = \"inbox\"\n"
        )
    }

    fn letters(&self, text: &mut String, account: &str) {
        match &self.letters {
            Letters::None => {
                text.push_str("\n# No letters: a section [delivery] would say how they reach you.\n");
            }
            Letters::Append => text.push_str("\n[delivery]\nvia = \"append\"\n"),
            Letters::Smtp(server) => {
                text.push_str("\n[delivery]\nvia = \"smtp\"\n");
                place(text, "smtp", server);
                line(text, "account", &quoted(account));
                if let Some(ca) = &self.ca {
                    line(text, "ca", &quoted(ca));
                }
            }
        }
    }
}

/// The line that says where a password is; tokens are no password.
fn password(text: &mut String, proof: &Proof) {
    match proof {
        Proof::File(path) => line(text, "password", &format!("{{ file = {} }}", quoted(path))),
        Proof::Command(words) => line(text, "password", &format!("{{ command = [{}] }}", array(words))),
        Proof::Microsoft(_) => {}
    }
}

fn array(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ")
}

fn place(text: &mut String, key: &str, Place { at, security }: &Place) {
    line(text, key, &quoted(at));
    match security {
        Security::Tls => {}
        Security::StartTls => line(text, "security", "\"starttls\""),
        Security::Plain => line(text, "security", "\"plain\""),
    }
}

/// The line that says where a calendar is.
pub(super) fn calendar_line(calendar: &str) -> String {
    line_of(if Path::new(calendar).is_absolute() { "path" } else { "url" }, calendar)
}

/// A key with a text.
pub(super) fn line_of(key: &str, text: &str) -> String {
    format!("{key} = {}\n", quoted(text))
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{key} = {value}");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::{self, Config, Trust, Via};

    fn place(at: &str, security: Security) -> Place {
        Place { at: at.to_owned(), security }
    }

    fn draft() -> Draft {
        Draft {
            name: "Alex \"Lex\" Moreau".to_owned(),
            addresses: vec!["alex@studio.example".to_owned(), "alex@old.example".to_owned()],
            timezone: "Europe/Lisbon".to_owned(),
            imap: place("imap.studio.example:993", Security::Tls),
            user: Some("alex".to_owned()),
            proof: Proof::File("/home/alex/it's \\ here.secret".to_owned()),
            ca: None,
            calendar: Some(CalendarPlace::Feed("https://cloud.studio.example/alex.ics".to_owned())),
            letters: Letters::Smtp(place("smtp.studio.example:587", Security::StartTls)),
            checks: Checks::Unknown,
        }
    }

    fn parsed(draft: &Draft) -> Config {
        config::parse(&draft.text(), "config.toml")
            .unwrap_or_else(|error| panic!("{error:?}\n{}", draft.text()))
    }

    #[test]
    fn what_is_written_is_a_config_that_says_the_same() {
        let config = parsed(&draft());
        assert_eq!(config.me.name, "Alex \"Lex\" Moreau");
        assert_eq!(config.me.addresses.iter().count(), 2);
        let [mail] = config.mail.as_slice() else { panic!("{:?}", config.mail) };
        assert_eq!((mail.server.port, mail.user.as_str()), (993, "alex"));
        let Some(Via::Smtp(smtp)) = config.delivery.map(|delivery| delivery.via) else { panic!("no SMTP") };
        assert_eq!((smtp.server.port, smtp.security), (587, Security::StartTls));
        assert_eq!(config.calendars.len(), 1);
    }

    #[test]
    fn every_way_is_a_sound_config() {
        let proofs = [
            Proof::File("/p".to_owned()),
            Proof::Command(vec!["pass".to_owned(), "show mail".to_owned()]),
            Proof::Microsoft("00000000-0000-0000-0000-000000000000".to_owned()),
        ];
        for proof in proofs {
            for letters in [Letters::Append, Letters::None] {
                for calendar in [None, Some(CalendarPlace::Feed("/home/alex/calendars".to_owned()))] {
                    let imap = place("[::1]:143", Security::Plain);
                    let ca = Some("/etc/ssl/ca.pem".to_owned());
                    parsed(&Draft {
                        imap,
                        proof: proof.clone(),
                        letters: letters.clone(),
                        calendar,
                        ca,
                        ..draft()
                    });
                }
            }
        }
    }

    #[test]
    fn a_calendar_server_has_the_login_of_the_mail_or_its_own() {
        let url = "https://dav.studio.example/".to_owned();
        let written = |user: Option<&str>, password: Option<&str>| {
            let (user, password) = (user.map(str::to_owned), password.map(str::to_owned));
            let server = CalDavServer { url: url.clone(), user, password };
            let draft = Draft { calendar: Some(CalendarPlace::Server(server)), ..draft() };
            assert_eq!(parsed(&draft).calendars.len(), 1);
            draft.text().split("[[calendar]]").nth(1).unwrap().split("[delivery]").next().unwrap().to_owned()
        };
        let shared = written(None, None);
        assert!(shared.contains("user = \"alex\"") && shared.contains("here.secret"), "{shared}");
        let own = written(Some("lex"), Some("/p/dav"));
        assert!(own.contains("user = \"lex\"") && own.contains("file = \"/p/dav\""), "{own}");
    }

    #[test]
    fn only_a_server_that_was_seen_to_check_is_trusted() {
        let server = CheckingServer { id: "mx.studio.example".to_owned(), checked: 48, arrived: 50 };
        let trusted = |checks| {
            let [mail] = parsed(&Draft { checks, ..draft() }).mail.try_into().unwrap();
            (mail.trusted_authserv_id, mail.trust)
        };
        assert_eq!(trusted(Checks::Server(server)), (Some("mx.studio.example".to_owned()), Trust::Server));
        for checks in [Checks::Nobody, Checks::Unknown] {
            assert_eq!(trusted(checks), (None, Trust::Server));
        }
    }

    proptest! {
        #[test]
        fn no_name_breaks_out_of_its_place(name in "\\PC{1,40}") {
            prop_assume!(!name.trim().is_empty());
            let draft = Draft { name: name.clone(), ..draft() };
            if let Ok(config) = config::parse(&draft.text(), "config.toml") {
                prop_assert_eq!(config.me.name.trim(), name.trim());
                prop_assert_eq!(config.mail.len(), 1);
            }
        }
    }
}
