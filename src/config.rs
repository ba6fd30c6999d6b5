//! The config: one TOML file, one file here for each of its sections with fields, defaults and checks.
//!
//! Every mistake is found in one go and points at its line. What gets past [`parse`] is sound: later
//! code cannot see a bad duration, address or zone. It reads that one file and nothing else; variables
//! of the environment are handed in by the caller.

mod calendar;
mod circles;
mod delivery;
mod error;
mod feed_url;
mod ignore;
mod ledger;
mod lists;
mod locate;
mod mail;
mod me;
mod meetings;
mod nudges;
mod oauth;
mod pattern;
mod period;
mod privacy;
mod proof;
mod providers;
mod reader;
mod relationships;
mod secret;
mod value;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::inference::meetings::MeetingPolicy;
use crate::people::Circle;

pub use calendar::{Access, CalDavPlace, Calendar, FeedPlace, Login, Network, Place, Whose};
pub use delivery::{Delivery, Smtp, SmtpLogin, Via};
pub use error::{Colour, ConfigError, Invalid};
pub use feed_url::FeedUrl;
pub use ignore::Ignore;
pub use ledger::{Ledger, WorthTable};
pub use lists::Lists;
pub use locate::{locate, place_for_new, state_dir};
pub use mail::{Folder, Mail, Security, Server, Trust};
pub use me::Me;
pub use nudges::Nudges;
pub use oauth::OAuth;
pub use pattern::Pattern;
pub use period::{Days, Period};
pub use privacy::{Privacy, Quotes, SubjectLine};
pub use proof::Proof;
pub use providers::{Provider, as_host_takes_it, is_public_provider, provider_of};
pub use relationships::Relationships;
pub use secret::{SecretError, SecretSource};
pub use value::Fraction;

use reader::{Section, Sink};

/// Largest file we read, in bytes. The example with all its comments has a hundredth of it.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The smallest config that works.
pub const MINIMAL: &str = r#"[me]
name = "Alex Moreau"
addresses = ["alex@studio.example"]
timezone = "Europe/Lisbon"
"#;

/// Everything the owner may set; all but [`Me`] has defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Who the owner is.
    pub me: Me,
    /// Mail accounts, in the order of the file.
    pub mail: Vec<Mail>,
    /// Calendars, in the order of the file.
    pub calendars: Vec<Calendar>,
    /// Groups of people, by name in alphabetical order.
    pub circles: Vec<Circle>,
    /// Who is no person.
    pub ignore: Ignore,
    /// Mailing lists.
    pub lists: Lists,
    /// What is kept and shown.
    pub privacy: Privacy,
    /// Worth and its fading.
    pub ledger: Ledger,
    /// Warmth and silence.
    pub relationships: Relationships,
    /// Meetings.
    pub meetings: MeetingPolicy,
    /// Reminders.
    pub nudges: Nudges,
    /// How letters reach the owner; `None` where none is sent.
    pub delivery: Option<Delivery>,
}

impl Config {
    /// Whether there is anything to poll.
    #[must_use]
    pub fn polls(&self) -> bool {
        !(self.mail.is_empty() && self.calendars.is_empty())
    }
}

impl Config {
    /// Reads all sections; `None` where `[me]` lacks something, which `root`'s sink then knows.
    fn read(root: &mut Section<'_>) -> Option<Self> {
        let me = root.section("me", Me::read);
        let (mail, whole) = mail::read(root);
        let calendars = calendar::read(root);
        let circles = root.section("circles", circles::read);
        let ignore = root.section("ignore", Ignore::read);
        let lists = root.section("lists", Lists::read);
        let privacy = root.section("privacy", Privacy::read);
        let ledger = root.section("ledger", Ledger::read);
        let relationships = root.section("relationships", Relationships::read);
        let meetings = root.section("meetings", meetings::read);
        let nudges = root.section("nudges", Nudges::read);
        let accounts = (mail.as_slice(), whole);
        let delivery = root.section("delivery", |section| Delivery::read(section, me.as_ref(), accounts));
        Some(Self {
            me: me?,
            mail,
            calendars,
            circles,
            ignore,
            lists,
            privacy,
            ledger,
            relationships,
            meetings,
            nudges,
            delivery,
        })
    }
}

/// Reads the config at `path`.
pub fn load(path: &Path) -> Result<Config, ConfigError> {
    let unreadable = |source| ConfigError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ConfigError::TooLarge { path: path.to_owned() });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let sound = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        ConfigError::NotText { path: path.to_owned(), line: sound.split(|&byte| byte == b'\n').count() }
    })?;
    parse(&text, &path.display().to_string())
}

/// Reads a config from its text. `file_name` is what mistakes name as the place.
pub fn parse(text: &str, file_name: &str) -> Result<Config, ConfigError> {
    let (config, sink) = examine(text);
    let mistakes = sink.into_mistakes();
    match config {
        Some(config) if mistakes.is_empty() => Ok(config),
        _ => Err(ConfigError::Invalid(Box::new(Invalid::new(mistakes, text, file_name)))),
    }
}

/// Reads what can be read of `text`; the sink holds what is wrong with it.
fn examine(text: &str) -> (Option<Config>, Sink) {
    let sink = Sink::default();
    let (table, errors) = toml::de::DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let mut root = Section::root(table.get_ref(), &sink);
        let config = Config::read(&mut root);
        root.finish();
        (config, sink)
    } else {
        // What the parser guessed after a slip would only give mistakes that are none.
        sink.note_syntax(&errors, text);
        (None, sink)
    }
}
