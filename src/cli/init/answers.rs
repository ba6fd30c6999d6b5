//! What the answers and options of `init` say; what makes no sense is refused in words. It asks nothing.

use std::path::Path;

use jiff::tz::TimeZone;

use crate::cli::error::CliError;
use crate::config::{self, Security};
use crate::people::Address;

use super::draft::{CalDavServer, CalendarPlace, Place, calendar_line, line_of};

pub(super) fn name(text: &str) -> Result<String, CliError> {
    if text.is_empty() { Err(CliError::Usage("a name is needed".to_owned())) } else { Ok(text.to_owned()) }
}

pub(super) fn zone(text: &str) -> Result<String, CliError> {
    let wrong = |_| CliError::Usage(format!("{text:?} is no time zone such as Europe/Lisbon"));
    TimeZone::get(text).map(|_| text.to_owned()).map_err(wrong)
}

pub(super) fn host(text: &str) -> Result<String, CliError> {
    let key = line_of("imap", text);
    let section = format!("[[mail]]\naddress = \"a@b.example\"\npassword = {{ file = \"/p\" }}\n{key}");
    is_sound(&section)
        .then(|| text.to_owned())
        .ok_or_else(|| CliError::Usage(format!("{text:?} is no server such as mail.studio.example:993")))
}

/// Where a calendar is, by an answer.
pub(super) fn calendar(text: &str) -> Result<Option<CalendarPlace>, CliError> {
    if text.is_empty() {
        return Ok(None);
    }
    let sound = |lines: &str| is_sound(&format!("[[calendar]]\nname = \"calendar\"\n{lines}"));
    let server = text.split_once(' ').filter(|(word, _)| word.eq_ignore_ascii_case("caldav"));
    if let Some(url) = server.map(|(_, url)| url.trim()) {
        let server = CalDavServer { url: url.to_owned(), user: None, password: None };
        return sound(&format!("kind = \"caldav\"\n{}", line_of("url", url)))
            .then_some(Some(CalendarPlace::Server(server)))
            .ok_or_else(|| CliError::Usage(format!("{url:?} is no address of a server (https://…)")));
    }
    let place = CalendarPlace::Feed(text.to_owned());
    sound(&calendar_line(text)).then_some(Some(place)).ok_or_else(|| {
        CliError::Usage(format!("{text:?} is no address of a feed (https://…) and no absolute path of files"))
    })
}

/// The server that letters are sent by: RFC 8314 has TLS from the start, and STARTTLS at the port of submission.
pub(super) fn smtp_server(text: &str) -> Result<Place, CliError> {
    let at = host(text)?;
    let security = if at.ends_with(":587") { Security::StartTls } else { Security::Tls };
    Ok(Place { at, security })
}

/// Whether a section of a config says something that makes sense.
fn is_sound(section: &str) -> bool {
    config::parse(&format!("{}{section}", config::MINIMAL), "an answer").is_ok()
}

pub(super) fn several<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Vec<String>, CliError> {
    texts.map(|text| Ok(address(text)?.as_str().to_owned())).collect()
}

pub(super) fn address(text: &str) -> Result<Address, CliError> {
    Address::parse(text).ok_or_else(|| CliError::Usage(format!("{text:?} is no mail address")))
}

pub(super) fn absolute(path: &Path) -> Result<String, CliError> {
    let path = std::path::absolute(path).map_err(CliError::System)?;
    let text = path.to_str().map(str::to_owned);
    text.ok_or_else(|| CliError::Usage(format!("{} is not UTF-8, which a config is", path.display())))
}
