//! `goodwill init`: asks who the owner is, finds the servers, tries them, and writes the config.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};

use crate::config::{self, Provider, Security, provider_of};
use crate::sources::discovery::{Found, Network, discover};
use crate::sources::imap::app_password;

use super::context::Context;
use super::error::CliError;
use super::private;
use super::sync::{Looked, look, print, runtime};

mod answers;
mod ask;
mod draft;
mod keep;

use answers::{absolute, address, calendar, host, name, several, smtp_server, zone};
use ask::Asker;
use draft::{CalDavServer, CalendarPlace, Checks, Draft, Letters, Place, Proof};
use keep::{SECRET, beside, keep, told};

/// Times that the password may be entered.
const MAX_TRIES: usize = 3;

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Your mail address
    address: String,
    /// Your name, as you sign
    #[arg(long)]
    name: Option<String>,
    /// Another address of yours, an old one too; may be given more than once
    #[arg(long, value_name = "ADDRESS")]
    also: Vec<String>,
    /// Your time zone, such as Europe/Lisbon [default: this machine's]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// The server that the mail is read from [default: looked up]
    #[arg(long, value_name = "HOST[:PORT]")]
    imap: Option<String>,
    /// How the way to that server is protected; plain only on this machine
    #[arg(long, value_enum, default_value = "tls", requires = "imap")]
    security: Protection,
    /// Name to log in with [default: the address]
    #[arg(long)]
    user: Option<String>,
    /// A file with the password, which only you may read [default: asked for]
    #[arg(long, value_name = "FILE", conflicts_with = "password_command")]
    password_file: Option<PathBuf>,
    /// A program with its arguments that prints the password, such as "pass show mail"
    #[arg(long, value_name = "COMMAND")]
    password_command: Option<String>,
    /// Certificates (PEM) to trust for this server in place of the system's
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The address of a calendar feed, or the absolute path of calendar files
    #[arg(long, value_name = "URL|PATH", conflicts_with = "caldav")]
    calendar: Option<String>,
    /// The address of a CalDAV server: all calendars there that hold events are read
    #[arg(long, value_name = "URL")]
    caldav: Option<String>,
    /// Name to log in there with [default: that of the mail]
    #[arg(long, value_name = "USER", requires = "caldav")]
    caldav_user: Option<String>,
    /// A file with the password there, which only you may read [default: that of the mail]
    #[arg(long, value_name = "FILE", requires = "caldav")]
    caldav_password_file: Option<PathBuf>,
    /// The server that letters are sent by; TLS from the start, but at port 587, where it comes by STARTTLS
    /// [default: looked up]
    #[arg(long, value_name = "HOST[:PORT]")]
    smtp: Option<String>,
    /// How letters reach you [default: smtp where its server is known, else append]
    #[arg(long, value_enum)]
    letters: Option<Way>,
    /// Microsoft only: the id of the app that you or your organisation registered
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Protection {
    Tls,
    Starttls,
    Plain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// By the server for sending
    Smtp,
    /// Straight into the inbox that is read
    Append,
    /// None is sent
    None,
}

/// What proves who one is, before it has its place.
enum Secret {
    /// Entered here, to be kept beside the config.
    Entered(SecretString),
    /// Kept elsewhere already.
    Kept(Proof),
}

impl Init {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let path = context.config_to_write()?;
        if path.try_exists().unwrap_or(true) {
            return Err(CliError::Usage(format!(
                "there is a config already at {}: edit it, and `goodwill check` tries it",
                path.display()
            )));
        }
        let secret = beside(&path);
        if secret.try_exists().unwrap_or(true) {
            return Err(CliError::Usage(format!(
                "there is a password already at {}, of a config that is gone: take it away first",
                secret.display()
            )));
        }
        let asker = Asker::new(context.json);
        let found = self.servers(context, asker, out)?;
        let draft = self.draft(&found, asker)?;
        let (draft, secret) = self.tried(context, asker, draft, out)?;
        keep(&path, &draft, &secret)?;
        told(context, &path, (&draft, &secret), out)
    }

    /// Where the mail is.
    fn servers(&self, context: &Context, asker: Asker, out: &mut dyn Write) -> Result<Servers, CliError> {
        let own = self.smtp.as_deref().map(smtp_server).transpose()?;
        let found = self.mail_server(context, asker, out)?;
        Ok(Servers { smtp: own.or(found.smtp), ..found })
    }

    fn mail_server(&self, context: &Context, asker: Asker, out: &mut dyn Write) -> Result<Servers, CliError> {
        let address = address(&self.address)?;
        if let Some(at) = &self.imap {
            let security = match self.security {
                Protection::Tls => Security::Tls,
                Protection::Starttls => Security::StartTls,
                Protection::Plain => Security::Plain,
            };
            return Ok(Servers { imap: Place { at: at.clone(), security }, smtp: None, user: None });
        }
        if let Some(found) =
            runtime()?.block_on(async { discover(&address, &Network::of_this_machine()).await })
        {
            let origin = found.origin;
            let servers = Servers::from(found);
            if !context.json {
                let smtp =
                    servers.smtp.as_ref().map(|smtp| format!(", letters by {}", smtp.at)).unwrap_or_default();
                writeln!(out, "{}: mail at {}{smtp} ({})", address.domain(), servers.imap.at, origin.text())?;
            }
            return Ok(servers);
        }
        if !asker.is_there() {
            return Err(CliError::NotFound(format!(
                "no mail server of {} was found: give --imap HOST",
                address.domain()
            )));
        }
        writeln!(out, "no mail server of {} was found by itself", address.domain())?;
        let at = asker.sound(|| asker.line("Its IMAP server (host, or host:port)", "", "--imap"), host)?;
        Ok(Servers { imap: Place { at, security: Security::Tls }, smtp: None, user: None })
    }

    /// The config but for what proves who the owner is.
    fn draft(&self, servers: &Servers, asker: Asker) -> Result<Draft, CliError> {
        let name = match &self.name {
            Some(name) => name.clone(),
            None => asker.sound(|| asker.line("Your name, as you sign", "", "--name"), name)?,
        };
        let mut addresses = vec![address(&self.address)?.as_str().to_owned()];
        addresses.extend(if self.also.is_empty() {
            let ask = || {
                let help = "old ones too, with commas between; may stay empty";
                Ok(asker.optional_line("Other addresses of yours", help)?.unwrap_or_default())
            };
            asker.sound(ask, |text| {
                several(text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()))
            })?
        } else {
            several(self.also.iter().map(String::as_str))?
        });
        let timezone = if let Some(timezone) = &self.timezone {
            zone(timezone)?
        } else {
            let here = TimeZone::system().iana_name().unwrap_or_default().to_owned();
            asker.sound(|| asker.line("Your time zone", &here, "--timezone"), zone)?
        };
        let calendar = self.calendar_place(asker)?;
        let ca = self.ca.as_deref().map(absolute).transpose()?;
        Ok(Draft {
            name,
            addresses,
            timezone,
            imap: servers.imap.clone(),
            user: self.user.clone().or_else(|| servers.user.clone()),
            proof: Proof::File(String::new()),
            ca,
            calendar,
            letters: self.letters(servers, asker)?,
            checks: Checks::Unknown,
        })
    }

    /// Where the calendar is, if there is any.
    fn calendar_place(&self, asker: Asker) -> Result<Option<CalendarPlace>, CliError> {
        if let Some(url) = &self.caldav {
            let user = self.caldav_user.clone();
            let password = self.caldav_password_file.as_deref().map(absolute).transpose()?;
            return Ok(Some(CalendarPlace::Server(CalDavServer { url: url.clone(), user, password })));
        }
        if let Some(place) = &self.calendar {
            return Ok(Some(CalendarPlace::Feed(place.clone())));
        }
        let ask = || {
            let help = "the address of its feed (.ics), or `caldav` and that of a server; may stay empty";
            Ok(asker.optional_line("Your calendar", help)?.unwrap_or_default())
        };
        asker.sound(ask, calendar)
    }

    fn letters(&self, servers: &Servers, asker: Asker) -> Result<Letters, CliError> {
        match (self.letters, &servers.smtp) {
            (Some(Way::None), _) => Ok(Letters::None),
            (Some(Way::Append), _) => Ok(Letters::Append),
            (Some(Way::Smtp) | None, Some(smtp)) => Ok(Letters::Smtp(smtp.clone())),
            (Some(Way::Smtp), None) => Err(CliError::Usage(
                "no server for sending is known: give --smtp HOST, or take `--letters append`".to_owned(),
            )),
            (None, None) => {
                let question = "May goodwill put its letters to you straight into your inbox?";
                Ok(if asker.is_wanted(question, true)? { Letters::Append } else { Letters::None })
            }
        }
    }

    /// Tries the config until it works, or the owner has enough of it.
    fn tried(
        &self,
        context: &Context,
        asker: Asker,
        mut draft: Draft,
        out: &mut dyn Write,
    ) -> Result<(Draft, Secret), CliError> {
        for _ in 0..MAX_TRIES {
            let secret = self.secret(&draft, asker, out)?;
            if matches!(secret, Secret::Kept(Proof::Microsoft(_))) && draft.shares_password() {
                return Err(CliError::Usage(
                    "tokens are no password for a calendar server: give --caldav-password-file".to_owned(),
                ));
            }
            let Some((outcomes, servers)) = tried_once(context, &draft, &secret)? else {
                return Ok((draft, secret));
            };
            draft.checks = servers.into_iter().next().flatten().map_or(Checks::Nobody, Checks::Server);
            let failure =
                outcomes.iter().find_map(|(source, outcome)| Some((source, outcome.as_ref().err()?)));
            let Some((source, why)) = failure else {
                print(context, out, &outcomes)?;
                return Ok((draft, secret));
            };
            // The first is the cause, and the others may only follow from it.
            let told = format!("{source}: {why}");
            if !asker.is_there() {
                return Err(CliError::Unsent(format!("{told}; nothing was written")));
            }
            writeln!(out, "{told}")?;
            if asker.is_wanted("Write the config all the same?", false)? {
                return Ok((draft, secret));
            }
            // The same again would fail the same way.
            if matches!(secret, Secret::Kept(_)) {
                break;
            }
        }
        Err(CliError::Unsent("nothing was written".to_owned()))
    }

    fn secret(&self, draft: &Draft, asker: Asker, out: &mut dyn Write) -> Result<Secret, CliError> {
        if let Some(file) = &self.password_file {
            return Ok(Secret::Kept(Proof::File(absolute(file)?)));
        }
        if let Some(command) = &self.password_command {
            let words = command.split_whitespace().map(str::to_owned).collect();
            return Ok(Secret::Kept(Proof::Command(words)));
        }
        let host = draft.imap.at.split(':').next().unwrap_or_default();
        let provider = provider_of(host);
        if provider == Some(Provider::Microsoft) {
            let id = match &self.client_id {
                Some(id) => id.clone(),
                None => asker.line(
                    "Microsoft takes no passwords. The client id of your app",
                    "",
                    "--client-id",
                )?,
            };
            return Ok(Secret::Kept(Proof::Microsoft(id)));
        }
        if asker.is_there() && provider.is_some() {
            writeln!(out, "{}", app_password(provider))?;
            out.flush()?;
        }
        let option = "--password-file or --password-command";
        Ok(Secret::Entered(asker.secret(&format!("Password of {}", self.address), option)?))
    }
}

/// The servers of an address, as the config names them.
struct Servers {
    imap: Place,
    smtp: Option<Place>,
    user: Option<String>,
}

impl From<Found> for Servers {
    fn from(found: Found) -> Self {
        Self { imap: found.imap.into(), smtp: found.smtp.map(Place::from), user: found.user }
    }
}

/// Tries the config without writing it; nothing where only a login can tell. A mistake in it is an error.
fn tried_once(context: &Context, draft: &Draft, secret: &Secret) -> Result<Option<Looked>, CliError> {
    let scratch = tempfile::tempdir().map_err(CliError::System)?;
    let proof = match secret {
        Secret::Kept(proof) => proof.clone(),
        Secret::Entered(password) => {
            let path = scratch.path().join(SECRET);
            private::write_new(&path, password.expose_secret().as_bytes())?;
            Proof::File(path.display().to_string())
        }
    };
    let is_later = matches!(proof, Proof::Microsoft(_));
    let text = Draft { proof, ..draft.clone() }.text();
    let config = config::parse(&text, "what `init` would write")?;
    if is_later { Ok(None) } else { look(context, config).map(Some) }
}
