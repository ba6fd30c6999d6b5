//! What is asked of a server: five bodies, and where they go.

use std::fmt::Write;

use quick_xml::escape::escape;

use crate::config::FeedUrl;

/// A request. It changes nothing on the server.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) verb: Verb,
    pub(super) url: FeedUrl,
    pub(super) body: String,
}

/// What is done, and how deep (RFC 4918, 10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// `PROPFIND` of the resource alone.
    Propfind,
    /// `PROPFIND` of the resource and its members.
    PropfindMembers,
    /// `REPORT`.
    Report,
    /// `GET`.
    Get,
}

const NAMESPACES: &str = "xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\" \
                          xmlns:s=\"http://calendarserver.org/ns/\"";

fn xml(root: &str, inside: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root} {NAMESPACES}>{inside}</{root}>")
}

fn propfind(verb: Verb, url: &FeedUrl, properties: &str) -> Request {
    let body = xml("d:propfind", &format!("<d:prop>{properties}</d:prop>"));
    Request { verb, url: url.clone(), body }
}

/// Asks what is at an address, and whose calendars are where (RFC 5397, RFC 4791, 6.2.1).
pub(super) fn who(url: &FeedUrl) -> Request {
    propfind(Verb::Propfind, url, "<d:resourcetype/><d:current-user-principal/><c:calendar-home-set/>")
}

/// Asks what calendars there are and how new they are.
pub(super) fn calendars(verb: Verb, url: &FeedUrl) -> Request {
    propfind(
        verb,
        url,
        "<d:resourcetype/><d:displayname/><c:supported-calendar-component-set/><s:getctag/><d:sync-token/>\
         <d:supported-report-set/>",
    )
}

/// Asks for all members of a calendar and their versions.
pub(super) fn members(url: &FeedUrl) -> Request {
    propfind(Verb::PropfindMembers, url, "<d:resourcetype/><d:getetag/>")
}

/// Asks what changed since `token`, or without one for all there is (RFC 6578, 3.2).
pub(super) fn changes(url: &FeedUrl, token: Option<&str>) -> Request {
    let token = escape(token.unwrap_or_default());
    let inside = format!(
        "<d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop>"
    );
    Request { verb: Verb::Report, url: url.clone(), body: xml("d:sync-collection", &inside) }
}

/// Asks for the content of some members (RFC 4791, 7.9).
pub(super) fn contents<'a>(url: &FeedUrl, paths: impl Iterator<Item = &'a str>) -> Request {
    let mut inside = "<d:prop><d:getetag/><c:calendar-data/></d:prop>".to_owned();
    for path in paths {
        write!(inside, "<d:href>{}</d:href>", escape(path)).expect("a string takes all that is written");
    }
    Request { verb: Verb::Report, url: url.clone(), body: xml("c:calendar-multiget", &inside) }
}

/// Asks for one member.
pub(super) fn content(url: &FeedUrl) -> Request {
    Request { verb: Verb::Get, url: url.clone(), body: String::new() }
}
