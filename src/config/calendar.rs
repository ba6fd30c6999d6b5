//! `[[calendar]]`: the calendars that are read: feeds, files, and those of CalDAV servers.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::value::{Line, Name};
use super::{FeedUrl, Period, SecretSource, Section, secret};

/// How often a calendar is looked at.
const EVERY: Period = Period::of_minutes(15);
/// Providers lock out who asks more often.
const LEAST: Period = Period::of_minutes(5);

/// One calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// What the calendar is called in messages to the owner; no two share it.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// How often it is looked at: 5 minutes or more.
    pub every: Period,
    /// Whose meetings it holds.
    pub whose: Whose,
}

/// Whose meetings a calendar holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The owner's: also those in whose list he does not stand, for it may name an alias of his.
    Owner,
    /// Somebody else's, or a family's or team's: of these his are only those that name him.
    Others,
}

/// Where a calendar is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It comes whole each time.
    Feed(FeedPlace),
    /// It is one or several on a server that tells what changed (RFC 4791).
    CalDav(CalDavPlace),
}

/// Where the calendars of a server are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalDavPlace {
    /// The server, the user's place on it, or one calendar.
    pub url: FeedUrl,
    /// By what the server knows the owner.
    pub access: Option<Access>,
    /// Certificates (PEM) that are trusted for this server in place of the system's.
    pub ca: Option<PathBuf>,
    /// Only these calendars, by name or path; all where it is empty.
    pub include: Vec<String>,
    /// Not these.
    pub exclude: Vec<String>,
}

/// By what a CalDAV server knows the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// A user and a password.
    Login(Login),
    /// A bearer token (RFC 6750), read anew for every pass.
    Token(SecretSource),
}

/// Where a calendar is that comes whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedPlace {
    /// At an address of the web.
    Web {
        /// The address.
        url: FeedUrl,
        /// With what to log in.
        login: Option<Login>,
        /// Certificates (PEM) that are trusted for this feed in place of the system's.
        ca: Option<PathBuf>,
        /// In which network its host is.
        network: Network,
    },
    /// A file, or a directory of files.
    Path(PathBuf),
}

/// In which network a host is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Out in the world; a name of the world that leads to a private address is not followed.
    World,
    /// The owner's own.
    Own,
}

/// With what to log in (RFC 7617).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The user's name, without a colon.
    pub user: String,
    /// Where the password is kept.
    pub password: SecretSource,
}

/// Reads all calendars, in the order of the file.
pub(super) fn read(root: &mut Section<'_>) -> Vec<Calendar> {
    let mut taken = BTreeSet::new();
    let calendars = root.tables("calendar", |section| {
        let calendar = read_one(section)?;
        if !taken.insert(calendar.name.clone()) {
            let title = format!("two calendars are called `{}`", calendar.name.escape_debug());
            section.refuse(&["name"], title, "give each a name of its own".to_owned());
        }
        Some(calendar)
    });
    calendars.into_iter().flatten().collect()
}

/// Reads one calendar; `None` where it lacks something, which the sink then knows.
fn read_one(section: &mut Section<'_>) -> Option<Calendar> {
    let name = section.required::<Name>("name").map(|Name(name)| name);
    let url = section.read::<FeedUrl>("url");
    let path = section.read::<Line>("path").map(|Line(path)| PathBuf::from(path));
    let user = section.read::<Line>("user").map(|Line(user)| user);
    let password = secret::optional(section, "password");
    let kind = section.choice("kind", &[("feed", Kind::Feed), ("caldav", Kind::CalDav)], Kind::Feed);
    let token = secret::optional(section, "token");
    let [include, exclude] = ["include", "exclude"].map(|key| {
        let names = section.read::<Vec<Name>>(key).unwrap_or_default();
        names.into_iter().map(|Name(name)| name).collect()
    });
    let every = section.or("every", EVERY);
    let whose = if section.or("mine", true) { Whose::Owner } else { Whose::Others };
    let network = if section.or("private_network", false) { Network::Own } else { Network::World };
    let ca = section.read::<Line>("ca").map(|Line(path)| PathBuf::from(path));

    if every < LEAST {
        let title = "a calendar is looked at every 5 minutes at most".to_owned();
        section.refuse(&["every"], title, "write \"5 minutes\" or longer".to_owned());
    }
    match (section.has("url"), section.has("path")) {
        (false, false) if section.is_given() => {
            section.refuse_name("it is not said where the calendar is", "it needs `url` or `path`");
        }
        (true, true) => {
            section.refuse_name("a calendar is in one place", "write `url` or `path`, not both");
        }
        (false, true) => refuse_for_path(section),
        _ => {}
    }
    if kind == Kind::Feed {
        refuse_for_feed(section);
    } else if section.has("private_network") {
        let title = "`private_network` belongs to a feed".to_owned();
        section.refuse(
            &["private_network"],
            title,
            "leave it out: a server may be in any network".to_owned(),
        );
    } else if section.has("token") && (section.has("user") || section.has("password")) {
        let title = "a server is given a password or a token".to_owned();
        section.refuse(&["token"], title, "write `token`, or `user` and `password`".to_owned());
    }
    let login = read_login(section, user, password);
    let place = match (url, path, kind) {
        (Some(url), _, Kind::CalDav) => {
            let access = login.map(Access::Login).or(token.map(Access::Token));
            Place::CalDav(CalDavPlace { url, access, ca, include, exclude })
        }
        (Some(url), _, Kind::Feed) => Place::Feed(FeedPlace::Web { url, login, ca, network }),
        (None, path, _) => Place::Feed(FeedPlace::Path(path?)),
    };
    Some(Calendar { name: name?, place, every, whose })
}

/// What is at the address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Feed,
    CalDav,
}

/// A feed is one calendar.
fn refuse_for_feed(section: &Section<'_>) {
    for key in ["token", "include", "exclude"] {
        if section.has(key) {
            let title = format!("`{key}` belongs to a calendar with `kind = \"caldav\"`");
            section.refuse(&[key], title, "add that, or leave this out".to_owned());
        }
    }
}

/// A file needs no login.
fn refuse_for_path(section: &Section<'_>) {
    for key in ["kind", "user", "password", "ca", "private_network"] {
        if section.has(key) {
            let title = format!("`{key}` belongs to a calendar with `url`");
            section.refuse(&[key], title, "leave it out".to_owned());
        }
    }
}

fn read_login(section: &Section<'_>, user: Option<String>, password: Option<SecretSource>) -> Option<Login> {
    for (one, other) in [("user", "password"), ("password", "user")] {
        if section.has(one) && !section.has(other) {
            section.refuse(&[one], format!("`{one}` needs `{other}`"), format!("add `{other}`"));
        }
    }
    let (user, password) = (user?, password?);
    if user.contains(':') {
        let title = "the user's name has a colon, which ends it (RFC 7617)".to_owned();
        section.refuse(&["user"], title, "write the password's place into `password`".to_owned());
    }
    Some(Login { user, password })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::{Colour, MINIMAL, parse};

    const EXAMPLE: &str = include_str!("../../config/goodwill.toml");

    fn with(text: &str) -> Result<Vec<Calendar>, String> {
        parse(&format!("{MINIMAL}{text}"), "config.toml")
            .map(|config| config.calendars)
            .map_err(|error| error.report(Colour::Never))
    }

    #[test]
    fn a_calendar_needs_a_name_and_a_place() {
        let [calendar] = &with("[[calendar]]\nname = \"work\"\npath = \"/srv/work.ics\"\n").unwrap()[..]
        else {
            panic!("one calendar")
        };
        assert_eq!(calendar.place, Place::Feed(FeedPlace::Path("/srv/work.ics".into())));
        assert_eq!((calendar.every.seconds(), calendar.whose), (900, Whose::Owner));
        assert_eq!(with("").unwrap(), []);
    }

    #[test]
    fn every_key_of_a_calendar_can_be_changed() {
        let calendars = parse(EXAMPLE, "").unwrap().calendars;
        let [feed, path, server] = calendars.as_slice() else { panic!("three calendars") };
        let Place::Feed(FeedPlace::Web { url, login, ca, network }) = &feed.place else { panic!("a feed") };
        assert_eq!(url.expose().host_str(), Some("cloud.studio.example"));
        assert_eq!(*network, Network::Own);
        let password = SecretSource::Credential("calendar".into());
        assert_eq!(login, &Some(Login { user: "alex".into(), password }));
        assert_eq!(ca.as_deref(), Some(Path::new("/etc/ssl/studio.pem")));
        assert_eq!((feed.name.as_str(), feed.every.seconds()), ("studio", 3600));
        assert_eq!(path.place, Place::Feed(FeedPlace::Path("/home/alex/calendars".into())));
        assert_eq!(path.whose, Whose::Others);
        let Place::CalDav(server) = &server.place else { panic!("a server") };
        assert_eq!(server.url.expose().host_str(), Some("dav.studio.example"));
        assert_eq!(
            server.access,
            Some(Access::Token(SecretSource::Command(vec!["oauth-token".into(), "dav".into()])))
        );
        assert_eq!(server.include, ["Work", "/calendars/alex/home"]);
        assert_eq!(server.exclude, ["Holidays"]);
    }

    #[test]
    fn five_minutes_are_the_least() {
        let text = |every| format!("[[calendar]]\nname = \"a\"\npath = \"/a\"\nevery = \"{every}\"\n");
        assert!(with(&text("5 minutes")).is_ok());
        assert!(with(&text("299 seconds")).unwrap_err().contains("every 5 minutes at most"));
    }

    #[test]
    fn contradictions_are_found() {
        let url = "url = \"https://a.example/canary\"\n";
        let server = "name = \"a\"\nkind = \"caldav\"\n";
        for (text, mistake) in [
            (format!("{server}path = \"/a\"\n"), "belongs to a calendar with `url`"),
            (format!("{server}{url}private_network = true\n"), "`private_network` belongs to a feed"),
            (server.to_owned(), "it is not said where the calendar is"),
            (format!("name = \"a\"\n{url}include = [\"b\"]\n"), "`include` belongs to a calendar with `kind"),
            (format!("name = \"a\"\n{url}exclude = [\"b\"]\n"), "`exclude` belongs to"),
            (format!("name = \"a\"\n{url}token = {{ file = \"/a\" }}\n"), "`token` belongs to"),
            (format!("name = \"a\"\n{url}kind = \"webdav\"\n"), "kind"),
            (
                format!(
                    "{server}{url}token = {{ file = \"/a\" }}\nuser = \"b\"\npassword = {{ file = \"/a\" }}\n"
                ),
                "a password or a token",
            ),
            ("path = \"/a\"\n".to_owned(), "lacks `name`"),
            ("name = \"a\"\n".to_owned(), "it is not said where the calendar is"),
            (format!("name = \"a\"\npath = \"/a\"\n{url}"), "a calendar is in one place"),
            (format!("name = \"a\"\n{url}user = \"alex\"\n"), "`user` needs `password`"),
            (format!("name = \"a\"\n{url}password = {{ file = \"/a\" }}\n"), "`password` needs `user`"),
            (format!("name = \"a\"\n{url}user = \"a:b\"\npassword = {{ file = \"/a\" }}\n"), "has a colon"),
            ("name = \"a\"\npath = \"/a\"\nca = \"/b\"\n".to_owned(), "belongs to a calendar with `url`"),
            ("name = \"a\"\nurl = \"http://a.example/canary\"\n".to_owned(), "write https://"),
            (format!("name = \"a\"\n{url}password = \"canary\"\nuser = \"a\"\n"), "must be a section"),
            (format!("name = \"a\"\n{url}[[calendar]]\nname = \"a\"\n{url}"), "two calendars are called `a`"),
            (format!("name = \"a\n{url}"), "this is not TOML"),
        ] {
            let report = with(&format!("[[calendar]]\n{text}")).unwrap_err();
            assert!(report.contains(mistake), "{text}: {report}");
            assert!(!report.contains("canary"), "what may be a secret is shown: {report}");
        }
    }
}
