//! A server in memory that has the whims of real ones.

use std::collections::BTreeMap;

use crate::sources::caldav::CalDavFault;
use crate::sources::caldav::client::{Answer, Server};
use crate::sources::caldav::request::{Request, Verb};
use crate::sources::http::HttpFault;

/// How a server is made.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a whim of its own")]
pub(super) struct Whims {
    pub(super) knows_sync: bool,
    pub(super) tells_ctag: bool,
    pub(super) tells_token: bool,
    pub(super) tells_etags: bool,
    /// Changes told at once.
    pub(super) page: usize,
    /// What it answers to a token that it does not know.
    pub(super) refusal: u16,
    /// Whether it leaves every second member out of an answer that should hold it.
    pub(super) forgetful: bool,
    pub(super) knows_multiget: bool,
}

pub(super) const SOUND: Whims = Whims {
    knows_sync: true,
    tells_ctag: true,
    tells_token: true,
    tells_etags: true,
    page: 100,
    refusal: 403,
    forgetful: false,
    knows_multiget: true,
};

pub(super) struct Fake {
    pub(super) whims: Whims,
    /// Members by name: when they last changed, and what they hold, if they are there.
    pub(super) members: BTreeMap<String, (u32, Option<String>)>,
    pub(super) revision: u32,
    /// Tokens before this one are unknown.
    pub(super) oldest: u32,
    /// Requests so far, and after how many it breaks down once.
    pub(super) asked: u32,
    pub(super) breaks_after: Option<u32>,
}

pub(super) const CALENDAR: &str = "/alex/w%C3%B6rk/";

impl Fake {
    pub(super) fn new(whims: Whims) -> Self {
        Self { whims, members: BTreeMap::new(), revision: 1, oldest: 0, asked: 0, breaks_after: None }
    }

    pub(super) fn set(&mut self, name: &str, content: Option<String>) {
        self.revision += 1;
        self.members.insert(name.to_owned(), (self.revision, content));
    }

    pub(super) fn holds(&self) -> Vec<String> {
        let mut all: Vec<String> = self.members.values().filter_map(|(_, content)| content.clone()).collect();
        all.sort();
        all
    }

    fn etag(&self, revision: u32) -> String {
        if self.whims.tells_etags { format!("<d:getetag>\"{revision}\"</d:getetag>") } else { String::new() }
    }

    pub(super) fn itself(&self) -> String {
        let tell = |told: bool, what: String| if told { what } else { String::new() };
        let revision = self.revision;
        let sync = "<d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report>\
                    </d:supported-report></d:supported-report-set>";
        member(
            CALENDAR,
            &format!(
                "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Work</d:displayname>{}{}{}",
                tell(self.whims.tells_ctag, format!("<s:getctag>{revision}</s:getctag>")),
                tell(self.whims.tells_token, format!("<d:sync-token>t{revision}</d:sync-token>")),
                tell(self.whims.knows_sync, sync.to_owned()),
            ),
        )
    }

    fn listing(&self) -> String {
        let there = self.members.iter().filter(|(_, (_, content))| content.is_some());
        let members = there.map(|(name, (revision, _))| member(&path(name), &self.etag(*revision)));
        multistatus(&format!("{}{}", self.itself(), members.collect::<String>()))
    }

    fn changes(&self, token: &str) -> (u16, String) {
        let since = token.strip_prefix('t').map_or(Some(0), |number| number.parse().ok());
        let Some(since) = since.filter(|&since| token.is_empty() || since >= self.oldest) else {
            return (self.whims.refusal, "<html><p>valid-sync-token</p></html>".to_owned());
        };
        let mut changed: Vec<_> =
            self.members.iter().filter(|(_, (revision, _))| *revision > since).collect();
        changed.sort_by_key(|(_, (revision, _))| *revision);
        let page = &changed[..changed.len().min(self.whims.page)];
        let mut text: String = page
            .iter()
            .map(|(name, (revision, content))| match content {
                Some(_) => member(&path(name), &self.etag(*revision)),
                None => status(&path(name), 404),
            })
            .collect();
        let last = page.last().map_or(self.revision, |(_, (revision, _))| *revision);
        let last = if page.len() < changed.len() {
            text += &status(CALENDAR, 507);
            last
        } else {
            self.revision
        };
        (207, multistatus(&format!("{text}<d:sync-token>t{last}</d:sync-token>")))
    }

    fn contents(&self, body: &str) -> String {
        let hrefs = body.split("<d:href>").skip(1).filter_map(|rest| rest.split_once("</d:href>"));
        let told = hrefs.enumerate().filter(|(nth, _)| !self.whims.forgetful || nth % 2 == 0);
        let members = told.map(|(_, (href, _))| match self.content(href) {
            // Another writing of the same path.
            Some((revision, content)) => member(
                &href.replace("%C3%B6", "ö"),
                &format!("{}<c:calendar-data>{content}</c:calendar-data>", self.etag(revision)),
            ),
            None => status(href, 404),
        });
        multistatus(&members.collect::<String>())
    }

    fn content(&self, href: &str) -> Option<(u32, &str)> {
        let name = href.strip_prefix(CALENDAR)?;
        self.members.get(name).and_then(|(revision, content)| Some((*revision, content.as_deref()?)))
    }
}

pub(super) fn path(name: &str) -> String {
    format!("{CALENDAR}{name}")
}

pub(super) fn member(href: &str, properties: &str) -> String {
    format!(
        "<d:response><d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop>\
         <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )
}

pub(super) fn status(href: &str, status: u16) -> String {
    format!("<d:response><d:href>{href}</d:href><d:status>HTTP/1.1 {status} So</d:status></d:response>")
}

pub(super) fn multistatus(inside: &str) -> String {
    format!(
        "<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\" \
         xmlns:s=\"http://calendarserver.org/ns/\">{inside}</d:multistatus>"
    )
}

impl Server for Fake {
    async fn ask(&mut self, request: Request) -> Result<Answer, CalDavFault> {
        self.asked += 1;
        if let Some(left) = &mut self.breaks_after {
            if *left == 0 {
                self.breaks_after = None;
                return Err(HttpFault::Interrupted.into());
            }
            *left -= 1;
        }
        let between =
            |from: &str, to: &str| Some(request.body.split_once(from)?.1.split_once(to)?.0.to_owned());
        let (status, body) = match request.verb {
            Verb::Propfind => (207, multistatus(&self.itself())),
            Verb::PropfindMembers => (207, self.listing()),
            Verb::Report if request.body.contains("sync-collection") => {
                let token = between("<d:sync-token>", "</d:sync-token>").unwrap();
                if self.whims.knows_sync { self.changes(&token) } else { (501, String::new()) }
            }
            Verb::Report if self.whims.knows_multiget => (207, self.contents(&request.body)),
            Verb::Report => (405, String::new()),
            Verb::Get => match self.content(request.url.expose().path()) {
                Some((_, content)) => (200, content.to_owned()),
                None => (404, String::new()),
            },
        };
        Ok(Answer { status, etag: None, body: body.into_bytes(), url: request.url })
    }
}
