//! Reads one calendar: what changed since the last time where the server can tell, else what differs from what is
//! kept.

use std::collections::{BTreeMap, BTreeSet};

use super::client::{Answer, Server};
use super::discover::{Found, listed, token};
use super::error::CalDavFault;
use super::place::{Key, member};
use super::request;
use super::xml::{self, Multistatus};
use super::{Cursor, Keeper, Resource, Step};
use crate::config::FeedUrl;
use crate::sources::http::HttpFault;

/// Members whose content is asked for in one request.
const BATCH: usize = 50;
/// Most pages of an answer, and most members of a calendar.
const MAX_PAGES: usize = 2_000;
const MAX_MEMBERS: usize = 250_000;

/// What of a calendar is to be read, and what went.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Members that are new or other ones, with their versions.
    pub(super) present: BTreeMap<Key, (FeedUrl, Option<String>)>,
    pub(super) gone: BTreeSet<Key>,
    pub(super) sync_token: Option<String>,
}

/// Reads what is new in a calendar and gives it to the keeper, the cursor with the last of it.
pub(super) async fn read(
    server: &mut impl Server,
    keeper: &mut impl Keeper,
    found: &Found,
) -> Result<(), CalDavFault> {
    let calendar = Key::of(&found.url);
    let cursor = keeper.cursor(&calendar)?;
    if cursor.as_ref().is_some_and(|cursor| is_unchanged(cursor, found)) {
        return Ok(());
    }
    let since = match cursor.and_then(|cursor| cursor.sync_token) {
        Some(token) => changes(server, &found.url, Some(&token)).await?,
        None => None,
    };
    let changes = if let Some(changes) = since {
        changes
    } else {
        // Whatever the server has against the token: all is compared, once.
        let known = keeper.known(&calendar)?;
        difference(all(server, found, !known.is_empty()).await?, &known)
    };
    let cursor = Cursor { sync_token: changes.sync_token.clone(), ctag: found.ctag.clone() };
    fetch(server, keeper, found, changes, cursor).await
}

/// Whether the calendar is as it was when it was last read.
fn is_unchanged(cursor: &Cursor, found: &Found) -> bool {
    let same = |known: &Option<String>, now: &Option<String>| known.is_some() && known == now;
    same(&cursor.ctag, &found.ctag) || same(&cursor.sync_token, &found.sync_token)
}

/// What changed since a token, or without one all there is; `None` where the server cannot or will not tell.
async fn changes(
    server: &mut impl Server,
    url: &FeedUrl,
    since: Option<&str>,
) -> Result<Option<Changes>, CalDavFault> {
    let mut changes = Changes::default();
    let mut known = since.map(str::to_owned);
    for _ in 0..MAX_PAGES {
        let answer = server.ask(request::changes(url, known.as_deref())).await?;
        let Some(page) = page(&answer) else { return Ok(None) };
        let (more, next) = take_page(&mut changes, &answer.url, page);
        let Some(next) = next else { return Ok(None) };
        if !more {
            changes.sync_token = Some(next);
            return Ok(Some(changes));
        }
        // A server that stands still would be asked for ever.
        if known.as_ref() == Some(&next) || changes.present.len() + changes.gone.len() > MAX_MEMBERS {
            return Ok(None);
        }
        known = Some(next);
    }
    Ok(None)
}

/// A page of changes. Servers refuse a token they do not know with 403, 409, 412 or 500, and others in other ways,
/// so anything but a list is one refusal.
fn page(answer: &Answer) -> Option<Multistatus> {
    if answer.status == 207 { xml::read(&answer.body).ok() } else { None }
}

/// Adds a page to what is known; tells whether more follow, and from where.
pub(super) fn take_page(changes: &mut Changes, base: &FeedUrl, page: Multistatus) -> (bool, Option<String>) {
    let own = Key::of(base);
    let mut more = false;
    for one in page.members {
        let Some(url) = member(base, &one.href) else { continue };
        let key = Key::of(&url);
        match one.status {
            // Cut short (RFC 6578, 3.6).
            Some(507) => more = true,
            _ if key == own => {}
            Some(404 | 410) => {
                changes.present.remove(&key);
                changes.gone.insert(key);
            }
            _ if one.properties.is_collection || one.href.ends_with('/') => {}
            _ => {
                changes.gone.remove(&key);
                changes.present.insert(key, (url, one.properties.etag));
            }
        }
    }
    (more, page.sync_token.and_then(token))
}

/// All members of a calendar.
async fn all(server: &mut impl Server, found: &Found, some_known: bool) -> Result<Changes, CalDavFault> {
    if found.knows_sync
        && let Some(all) = changes(server, &found.url, None).await?
        // That all of it went is believed only where the plain listing says so, too.
        && !(all.present.is_empty() && some_known)
    {
        return Ok(all);
    }
    let answer = server.ask(request::members(&found.url)).await?;
    let mut all = Changes::default();
    let (more, _) = take_page(&mut all, &answer.url, listed(&answer)?);
    // A listing that is cut short says nothing of what it leaves out.
    if more || all.present.len() > MAX_MEMBERS {
        Err(CalDavFault::Unreadable(xml::XmlFault::TooMany))
    } else {
        Ok(all)
    }
}

/// What of all there is differs from what is kept.
pub(super) fn difference(all: Changes, known: &BTreeMap<Key, Option<String>>) -> Changes {
    let gone = known.keys().filter(|key| !all.present.contains_key(key)).cloned().collect();
    let is_known = |key: &Key, etag: &Option<String>| etag.is_some() && known.get(key) == Some(etag);
    let present = all.present.into_iter().filter(|(key, (_, etag))| !is_known(key, etag)).collect();
    Changes { present, gone, sync_token: all.sync_token }
}

/// Fetches what is to be read, in batches, each kept at once.
async fn fetch(
    server: &mut impl Server,
    keeper: &mut impl Keeper,
    found: &Found,
    changes: Changes,
    cursor: Cursor,
) -> Result<(), CalDavFault> {
    let mut gone: BTreeSet<Key> = changes.gone;
    let wanted: Vec<_> = changes.present.into_iter().collect();
    let mut batches = wanted.chunks(BATCH).peekable();
    let step = |present, gone: BTreeSet<Key>, cursor| Step {
        calendar: Key::of(&found.url),
        name: found.name.clone(),
        present,
        gone: gone.into_iter().collect(),
        cursor,
    };
    while let Some(batch) = batches.next() {
        let present = contents(server, found, batch, &mut gone).await?;
        if batches.peek().is_none() {
            keeper.keep(step(present, std::mem::take(&mut gone), Some(cursor)))?;
            return Ok(());
        }
        keeper.keep(step(present, BTreeSet::new(), None))?;
    }
    keeper.keep(step(Vec::new(), gone, Some(cursor)))?;
    Ok(())
}

/// The contents of a batch; what has gone meanwhile joins `gone`.
async fn contents(
    server: &mut impl Server,
    found: &Found,
    batch: &[(Key, (FeedUrl, Option<String>))],
    gone: &mut BTreeSet<Key>,
) -> Result<Vec<Resource>, CalDavFault> {
    let paths = batch.iter().map(|(_, (url, _))| url.expose().path());
    let answer = match server.ask(request::contents(&found.url, paths)).await {
        Ok(answer) => page(&answer).map(|page| (answer.url, page)),
        // One by one they may not be too large.
        Err(CalDavFault::Http(HttpFault::TooLarge { .. })) => None,
        Err(fault) => return Err(fault),
    };
    let mut told = BTreeMap::new();
    if let Some((base, page)) = answer {
        let members =
            page.members.into_iter().filter_map(|one| Some((Key::of(&member(&base, &one.href)?), one)));
        told.extend(members);
    }
    let mut present = Vec::new();
    for (key, (url, etag)) in batch {
        let one = told.remove(key);
        let is_gone = one.as_ref().is_some_and(|one| matches!(one.status, Some(404 | 410)));
        let content = one.and_then(|one| {
            let etag = one.properties.etag;
            one.properties.calendar_data.map(|data| (etag, Ok(data.into_bytes())))
        });
        let content = match content {
            Some(content) => Some(content),
            None if is_gone => None,
            // Servers leave out what they should give, so it is asked for by itself.
            None => alone(server, url).await?,
        };
        match content {
            Some((newer, content)) => {
                present.push(Resource { key: key.clone(), etag: newer.or_else(|| etag.clone()), content });
            }
            None => {
                gone.insert(key.clone());
            }
        }
    }
    Ok(present)
}

type Content = (Option<String>, Result<Vec<u8>, String>);

/// One member by itself; `None` where it is gone.
async fn alone(server: &mut impl Server, url: &FeedUrl) -> Result<Option<Content>, CalDavFault> {
    match server.ask(request::content(url)).await {
        Ok(Answer { status: 200, etag, body, .. }) => Ok(Some((etag, Ok(body)))),
        Ok(Answer { status: 404 | 410, .. }) => Ok(None),
        Ok(answer) => Ok(Some((None, Err(format!("the server does not give it ({})", answer.status))))),
        Err(CalDavFault::Http(fault @ HttpFault::TooLarge { .. })) => {
            Ok(Some((None, Err(fault.to_string()))))
        }
        Err(fault) => Err(fault),
    }
}

/// How many members a calendar has.
pub(super) async fn count(server: &mut impl Server, found: &Found) -> Result<usize, CalDavFault> {
    Ok(all(server, found, false).await?.present.len())
}
