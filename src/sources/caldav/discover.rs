//! Finds the calendars of an account (RFC 6764, RFC 5397, RFC 4791, 6.2.1): from the address that the owner gave,
//! else from the well-known one.

use super::Home;
use super::client::{Answer, Server};
use super::error::CalDavFault;
use super::place::{decoded, member, own};
use super::request::{self, Verb};
use super::xml::{self, Multistatus, Properties};
use crate::config::FeedUrl;
use crate::sources::http::HttpFault;

/// Most homes and calendars of an account.
const MAX_HOMES: usize = 8;
const MAX_CALENDARS: usize = 500;
/// Longest name of a calendar kept, in characters.
const MAX_NAME_CHARS: usize = 100;
/// Longest token kept, in bytes.
const MAX_TOKEN_BYTES: usize = 2048;

/// A calendar on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) url: FeedUrl,
    /// As the server shows it, else the end of its path.
    pub(super) name: String,
    pub(super) holds_events: bool,
    pub(super) knows_sync: bool,
    pub(super) ctag: Option<String>,
    pub(super) sync_token: Option<String>,
}

/// Reads an answer that must be a list.
pub(super) fn listed(answer: &Answer) -> Result<Multistatus, CalDavFault> {
    match answer.status {
        207 => Ok(xml::read(&answer.body)?),
        // A page where a list should be: servers send their login so.
        200 => {
            Err(xml::read(&answer.body).err().map_or(CalDavFault::Status { status: 200 }, CalDavFault::from))
        }
        status => Err(CalDavFault::of_status(status)),
    }
}

/// Finds where the calendars are.
pub(super) async fn discover(server: &mut impl Server, url: &FeedUrl) -> Result<Home, CalDavFault> {
    let well_known = url.join("/.well-known/caldav").map_err(|why| CalDavFault::BadRedirect { why })?;
    // Whoever gives the server alone is sent on by the server, if it knows where (RFC 6764, 6).
    let places = if url.expose().path() == "/" { [&well_known, url] } else { [url, &well_known] };
    let (mut own_fault, mut elsewhere, mut fallback) = (None, None, None);
    for place in places {
        match look(server, place).await {
            Ok((Some(home), _)) => return Ok(home),
            Ok((None, collection)) => fallback = fallback.or(collection),
            Err(fault) if !is_of_the_place(&fault) => return Err(fault),
            Err(fault @ CalDavFault::OtherOrigin { .. }) => elsewhere = elsewhere.or(Some(fault)),
            Err(fault) if place == url => own_fault = Some(fault),
            // Only some servers have the well-known address.
            Err(_) => {}
        }
    }
    match fallback {
        // A collection that says nothing of homes may hold calendars itself.
        Some(collection) => Ok(Home::Sets(vec![collection])),
        None => Err(elsewhere.or(own_fault).unwrap_or(CalDavFault::NoHome)),
    }
}

/// Whether another place of the same server may answer better.
fn is_of_the_place(fault: &CalDavFault) -> bool {
    match fault {
        CalDavFault::Http(HttpFault::Unavailable { status, .. }) => !(502..=504).contains(status),
        CalDavFault::Http(_)
        | CalDavFault::Unauthorized
        | CalDavFault::TimedOut { .. }
        | CalDavFault::Keeper(_) => false,
        _ => true,
    }
}

/// What a place tells: the home, and whether it is a collection.
async fn look(
    server: &mut impl Server,
    place: &FeedUrl,
) -> Result<(Option<Home>, Option<FeedUrl>), CalDavFault> {
    let answer = server.ask(request::who(place)).await?;
    let properties = first(listed(&answer)?);
    if properties.is_calendar {
        return Ok((Some(Home::Calendar(answer.url)), None));
    }
    let collection = properties.is_collection.then(|| answer.url.clone());
    if let Some(home) = homes(&answer.url, &properties)? {
        return Ok((Some(home), collection));
    }
    let Some(principal) = &properties.principal else { return Ok((None, collection)) };
    let principal = own(&answer.url, principal)?;
    let answer = server.ask(request::who(&principal)).await?;
    Ok((homes(&answer.url, &first(listed(&answer)?))?, collection))
}

fn first(list: Multistatus) -> Properties {
    list.members.into_iter().next().map(|member| member.properties).unwrap_or_default()
}

fn homes(base: &FeedUrl, properties: &Properties) -> Result<Option<Home>, CalDavFault> {
    let homes = properties.home_sets.iter().take(MAX_HOMES).map(|href| own(base, href));
    let homes = homes.collect::<Result<Vec<_>, _>>()?;
    Ok((!homes.is_empty()).then_some(Home::Sets(homes)))
}

/// The calendars at home, in the server's order.
pub(super) async fn calendars(server: &mut impl Server, home: &Home) -> Result<Vec<Found>, CalDavFault> {
    let (verb, places) = match home {
        Home::Sets(places) => (Verb::PropfindMembers, places.as_slice()),
        Home::Calendar(place) => (Verb::Propfind, std::slice::from_ref(place)),
    };
    let mut found: Vec<Found> = Vec::new();
    for place in places {
        let answer = server.ask(request::calendars(verb, place)).await?;
        for one in listed(&answer)?.members {
            let Some(url) = member(&answer.url, &one.href) else { continue };
            let is_new = !found.iter().any(|known| known.url == url);
            if one.properties.is_calendar && is_new && found.len() < MAX_CALENDARS {
                found.push(calendar(url, one.properties));
            }
        }
    }
    Ok(found)
}

fn calendar(url: FeedUrl, properties: Properties) -> Found {
    let path = decoded(&url);
    let shown = properties.display_name.as_deref().unwrap_or(path.rsplit('/').next().unwrap_or_default());
    let name = shown.chars().filter(|c| !c.is_control()).take(MAX_NAME_CHARS).collect();
    Found {
        name,
        // Who says nothing takes everything (RFC 4791, 5.2.3).
        holds_events: properties.components.is_empty()
            || properties.components.iter().any(|component| component == "VEVENT"),
        knows_sync: properties.knows_sync,
        ctag: properties.ctag.and_then(token),
        sync_token: properties.sync_token.and_then(token),
        url,
    }
}

/// A token as it may be kept and sent back.
pub(super) fn token(text: String) -> Option<String> {
    let sound = !text.is_empty() && text.len() <= MAX_TOKEN_BYTES && !text.chars().any(char::is_control);
    sound.then_some(text)
}
