//! Reads the answers of servers: a `multistatus` (RFC 4918, 13) and the properties that matter here.
//!
//! Elements are counted, not nested into a tree, so depth costs nothing; a document type is refused, so no entity
//! is ever expanded but the five of XML and characters by number. Pure.

use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use crate::sources::xml::character;

/// Deepest nesting followed; the answers asked for need eight.
const MAX_DEPTH: usize = 64;
/// Most members of an answer.
const MAX_MEMBERS: usize = 250_000;
/// Longest text kept of a property that is no calendar, in bytes.
const MAX_TEXT_BYTES: usize = 4096;
/// Most components and home sets kept of a member.
const MAX_NAMED: usize = 16;

/// Why an answer cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum XmlFault {
    /// It is a page for people to read.
    #[error("a web page")]
    WebPage,
    /// It is not well formed, or no multistatus.
    #[error("no list of WebDAV")]
    NotMultistatus,
    /// It breaks off.
    #[error("a list that breaks off")]
    Unclosed,
    /// It declares a document type, which may define entities.
    #[error("XML with a document type, which CalDAV does not have")]
    DocumentType,
    /// It is nested deeper than any answer needs.
    #[error("XML nested more than 64 deep")]
    TooDeep,
    /// It has more members than we take.
    #[error("a list of more than 250,000 entries")]
    TooMany,
}

/// What a server answers about one or more resources.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Multistatus {
    pub(super) members: Vec<Member>,
    /// `sync-token` of the answer itself (RFC 6578, 6.4).
    pub(super) sync_token: Option<String>,
}

/// One `response`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// As the server wrote it.
    pub(super) href: String,
    /// The status of the member as a whole, where it has one.
    pub(super) status: Option<u16>,
    /// The properties that it has.
    pub(super) properties: Properties,
}

/// The properties that matter here.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Properties {
    pub(super) etag: Option<String>,
    pub(super) calendar_data: Option<String>,
    pub(super) display_name: Option<String>,
    /// `getctag`: another one after every change of the collection.
    pub(super) ctag: Option<String>,
    pub(super) sync_token: Option<String>,
    pub(super) is_collection: bool,
    pub(super) is_calendar: bool,
    /// Whether `sync-collection` is among the reports it knows.
    pub(super) knows_sync: bool,
    /// Names of the components it takes, in upper case; empty where it does not say.
    pub(super) components: Vec<String>,
    pub(super) home_sets: Vec<String>,
    pub(super) principal: Option<String>,
}

/// Elements by their meaning here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Multistatus,
    Response,
    Href,
    Status,
    Propstat,
    Prop,
    Etag,
    DisplayName,
    Ctag,
    SyncToken,
    ResourceType,
    Collection,
    Calendar,
    Reports,
    SyncCollection,
    Components,
    Comp,
    CalendarData,
    HomeSet,
    Principal,
    Other,
}

impl Tag {
    fn of(namespace: &ResolveResult<'_>, local: &str) -> Self {
        let ResolveResult::Bound(Namespace(namespace)) = *namespace else { return Self::Other };
        match (namespace, local) {
            ("DAV:", "multistatus") => Self::Multistatus,
            ("DAV:", "response") => Self::Response,
            ("DAV:", "href") => Self::Href,
            ("DAV:", "status") => Self::Status,
            ("DAV:", "propstat") => Self::Propstat,
            ("DAV:", "prop") => Self::Prop,
            ("DAV:", "getetag") => Self::Etag,
            ("DAV:", "displayname") => Self::DisplayName,
            ("http://calendarserver.org/ns/", "getctag") => Self::Ctag,
            ("DAV:", "sync-token") => Self::SyncToken,
            ("DAV:", "resourcetype") => Self::ResourceType,
            ("DAV:", "collection") => Self::Collection,
            ("DAV:", "supported-report-set") => Self::Reports,
            ("DAV:", "sync-collection") => Self::SyncCollection,
            ("DAV:", "current-user-principal") => Self::Principal,
            ("urn:ietf:params:xml:ns:caldav", "calendar") => Self::Calendar,
            ("urn:ietf:params:xml:ns:caldav", "supported-calendar-component-set") => Self::Components,
            ("urn:ietf:params:xml:ns:caldav", "comp") => Self::Comp,
            ("urn:ietf:params:xml:ns:caldav", "calendar-data") => Self::CalendarData,
            ("urn:ietf:params:xml:ns:caldav", "calendar-home-set") => Self::HomeSet,
            _ => Self::Other,
        }
    }

    /// Whether its text matters.
    fn is_text(self) -> bool {
        use Tag as T;
        matches!(
            self,
            T::Href | T::Status | T::Etag | T::DisplayName | T::Ctag | T::SyncToken | T::CalendarData
        )
    }
}

/// Reads an answer.
pub(super) fn read(bytes: &[u8]) -> Result<Multistatus, XmlFault> {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    if is_page(&text) {
        return Err(XmlFault::WebPage);
    }
    let mut reader = NsReader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut state = State::default();
    // Each event takes at least one byte.
    for _ in 0..=text.len() {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| XmlFault::NotMultistatus)?;
        match event {
            Event::Start(start) => {
                let tag = Tag::of(&namespace, start.local_name().into_inner());
                let name = (tag == Tag::Comp).then(|| start.try_get_attribute("name").ok().flatten());
                let name = name.flatten().map(|name| name.value.to_ascii_uppercase());
                state.open(tag, name)?;
            }
            Event::End(_) => state.close()?,
            Event::Text(text) => state.text(&text),
            Event::CData(text) => state.text(&text),
            Event::GeneralRef(reference) => state.text(&character(&reference)),
            Event::DocType(_) => return Err(XmlFault::DocumentType),
            Event::Eof if !state.stack.is_empty() => return Err(XmlFault::Unclosed),
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if state.is_multistatus { Ok(state.read) } else { Err(XmlFault::NotMultistatus) }
}

fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).map(|c| c.to_ascii_lowercase()).collect();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

#[derive(Default)]
struct State {
    read: Multistatus,
    is_multistatus: bool,
    stack: Vec<Tag>,
    text: String,
    member: Member,
    /// Of the `propstat` that is open.
    properties: Properties,
    status: Option<u16>,
}

impl State {
    fn open(&mut self, tag: Tag, name: Option<String>) -> Result<(), XmlFault> {
        match self.stack.len() {
            0 if tag == Tag::Multistatus => self.is_multistatus = true,
            0 => return Err(XmlFault::NotMultistatus),
            MAX_DEPTH.. => return Err(XmlFault::TooDeep),
            _ => {}
        }
        match (self.parent(), tag) {
            (_, Tag::Response) => self.member = Member::default(),
            (_, Tag::Propstat) => (self.properties, self.status) = (Properties::default(), None),
            (Some(Tag::ResourceType), Tag::Collection) => self.properties.is_collection = true,
            (Some(Tag::ResourceType), Tag::Calendar) => self.properties.is_calendar = true,
            (_, Tag::SyncCollection) if self.stack.contains(&Tag::Reports) => {
                self.properties.knows_sync = true;
            }
            (Some(Tag::Components), Tag::Comp) if self.properties.components.len() < MAX_NAMED => {
                self.properties.components.extend(name);
            }
            _ => {}
        }
        if tag.is_text() {
            self.text.clear();
        }
        self.stack.push(tag);
        Ok(())
    }

    fn parent(&self) -> Option<Tag> {
        self.stack.last().copied()
    }

    fn text(&mut self, more: &str) {
        let Some(tag) = self.parent().filter(|tag| tag.is_text()) else { return };
        // The body as a whole is bounded, and with it what a calendar may take.
        if tag == Tag::CalendarData || self.text.len() + more.len() <= MAX_TEXT_BYTES {
            self.text.push_str(more);
        }
    }

    fn close(&mut self) -> Result<(), XmlFault> {
        let Some(tag) = self.stack.pop() else { return Err(XmlFault::NotMultistatus) };
        let text = if tag.is_text() { std::mem::take(&mut self.text) } else { String::new() };
        let line = || Some(text.trim().to_owned()).filter(|line| !line.is_empty());
        let of = &mut self.properties;
        match (self.stack.last(), tag) {
            (Some(Tag::Multistatus), Tag::Response) => {
                if self.read.members.len() >= MAX_MEMBERS {
                    return Err(XmlFault::TooMany);
                }
                self.read.members.push(std::mem::take(&mut self.member));
            }
            (Some(Tag::Multistatus), Tag::SyncToken) => self.read.sync_token = line(),
            (Some(Tag::Response), Tag::Href) => text.trim().clone_into(&mut self.member.href),
            (Some(Tag::Response), Tag::Status) => self.member.status = status(&text),
            (Some(Tag::Propstat), Tag::Status) => self.status = status(&text),
            (_, Tag::Propstat) if self.status.is_none_or(|status| (200..300).contains(&status)) => {
                self.member.properties = std::mem::take(of);
            }
            (Some(Tag::Prop), Tag::Etag) => of.etag = line(),
            (Some(Tag::Prop), Tag::DisplayName) => of.display_name = line(),
            (Some(Tag::Prop), Tag::Ctag) => of.ctag = line(),
            (Some(Tag::Prop), Tag::SyncToken) => of.sync_token = line(),
            (Some(Tag::Prop), Tag::CalendarData) => of.calendar_data = Some(text),
            (Some(Tag::HomeSet), Tag::Href) if of.home_sets.len() < MAX_NAMED => of.home_sets.extend(line()),
            (Some(Tag::Principal), Tag::Href) => of.principal = line(),
            _ => {}
        }
        Ok(())
    }
}

/// The number in `HTTP/1.1 404 Not Found`.
fn status(line: &str) -> Option<u16> {
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?>\n<d:multistatus xmlns:d=\"DAV:\" xmlns=\"urn:ietf:params:xml:ns:caldav\" \
             xmlns:s=\"http://calendarserver.org/ns/\">{inside}</d:multistatus>"
        )
    }

    #[test]
    fn members_properties_and_the_token_are_read() {
        let text = answer(
            "<d:response><d:href> /alex/a%20b.ics </d:href><d:propstat><d:prop><d:getetag>\"1&amp;&#50;\"</d:getetag>\
             <calendar-data><![CDATA[BEGIN:VCALENDAR\n]]>END&gt;&unknown;</calendar-data></d:prop>\
             <d:status>HTTP/1.1 200 OK</d:status></d:propstat><d:propstat><d:prop><d:displayname>none</d:displayname>\
             </d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>\
             <d:response><d:href>/gone</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>\
             <d:sync-token>http://t/1</d:sync-token>",
        );
        let read = read(text.as_bytes()).unwrap();
        assert_eq!(read.sync_token.as_deref(), Some("http://t/1"));
        let [first, gone] = read.members.as_slice() else { panic!("{read:?}") };
        assert_eq!((first.href.as_str(), first.status), ("/alex/a%20b.ics", None));
        let properties = &first.properties;
        assert_eq!(properties.etag.as_deref(), Some("\"1&2\""));
        assert_eq!(properties.calendar_data.as_deref(), Some("BEGIN:VCALENDAR\nEND>"));
        assert_eq!(properties.display_name, None);
        assert_eq!((gone.href.as_str(), gone.status), ("/gone", Some(404)));
    }

    #[test]
    fn what_a_collection_says_of_itself_is_read() {
        let text = answer(
            "<d:response><d:href>/w/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><calendar/>\
             </d:resourcetype><s:getctag>c</s:getctag><d:sync-token>t</d:sync-token><d:displayname>Work</d:displayname>\
             <supported-calendar-component-set><comp name=\"vevent\"/><comp name='VTODO'/></supported-calendar-component-set>\
             <d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>\
             </d:supported-report-set><calendar-home-set><d:href>/home/</d:href></calendar-home-set>\
             <d:current-user-principal><d:href>/me/</d:href></d:current-user-principal></d:prop></d:propstat></d:response>",
        );
        let read = read(text.as_bytes()).unwrap();
        let expected = Properties {
            display_name: Some("Work".into()),
            ctag: Some("c".into()),
            sync_token: Some("t".into()),
            is_collection: true,
            is_calendar: true,
            knows_sync: true,
            components: vec!["VEVENT".into(), "VTODO".into()],
            home_sets: vec!["/home/".into()],
            principal: Some("/me/".into()),
            ..Properties::default()
        };
        assert_eq!(read.members[0].properties, expected);
        assert_eq!(read.sync_token, None);
    }

    #[test]
    fn what_is_no_answer_is_told_apart() {
        let deep = answer(&format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000)));
        let bomb = format!("<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{}", answer("&b;"));
        let cut = answer("<d:response>");
        for (text, fault) in [
            (deep.as_str(), XmlFault::TooDeep),
            (&bomb, XmlFault::DocumentType),
            ("\n<!DOCTYPE html><title>Log in</title>", XmlFault::WebPage),
            ("<HTML></HTML>", XmlFault::WebPage),
            ("<multistatus/>", XmlFault::NotMultistatus),
            ("<d:prop xmlns:d='DAV:'/>", XmlFault::NotMultistatus),
            ("", XmlFault::NotMultistatus),
            ("BEGIN:VCALENDAR", XmlFault::NotMultistatus),
            (&cut[..cut.len() - "</d:multistatus>".len()], XmlFault::Unclosed),
        ] {
            assert_eq!(read(text.as_bytes()), Err(fault), "{}", &text[..text.len().min(200)]);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "<d:response>", "</d:response>", "<d:href>", "</d:href>", "&amp;", "&#0;", "&x;", "&", "<![CDATA[",
                "]]>", "<comp name='a'/>", "<comp name=>", "é", "\0", "<", ">", "<d:propstat>", "</d:propstat>",
                "<d:status>HTTP/1.1 2é", "</d:status>", "<!--", "-->", "<?x", "<!DOCTYPE x>", "</d:multistatus>",
            ]), 0..30),
            bytes in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            let _ = read(answer(&pieces.concat()).as_bytes());
            let _ = read(&bytes);
        }
    }
}
