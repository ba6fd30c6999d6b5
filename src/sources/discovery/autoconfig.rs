//! Reads a configuration file of Thunderbird's form
//! (<https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/config-file-format.html>). Pure.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::config::{Security, Server};
use crate::people::Address;

use super::{Endpoint, Found, Origin};
use crate::sources::xml;

/// Longest text of one element, in bytes.
const MAX_TEXT_BYTES: usize = 1024;

/// A server as far as it was read.
#[derive(Default)]
struct Draft {
    host: String,
    port: String,
    socket: String,
    user: String,
}

/// The first servers for IMAP and SMTP that are protected, TLS from the first byte before STARTTLS.
pub(super) fn read(bytes: &[u8], address: &Address) -> Option<Found> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text);
    let (mut incoming, mut outgoing) = (Vec::new(), Vec::new());
    let mut server: Option<Draft> = None;
    let mut element = String::new();
    // Each event takes at least one byte.
    for _ in 0..=text.len() {
        match reader.read_event().ok()? {
            Event::Start(start) => match start.local_name().into_inner() {
                "incomingServer" if has_type(&start, "imap") => server = Some(Draft::default()),
                "outgoingServer" if has_type(&start, "smtp") => server = Some(Draft::default()),
                name => name.clone_into(&mut element),
            },
            Event::End(end) => {
                element.clear();
                match end.local_name().into_inner() {
                    "incomingServer" => incoming.extend(server.take()),
                    "outgoingServer" => outgoing.extend(server.take()),
                    _ => {}
                }
            }
            Event::Text(text) => note(server.as_mut(), &element, &text),
            Event::GeneralRef(reference) => note(server.as_mut(), &element, &xml::character(&reference)),
            // A document type may define entities, and a configuration file has none.
            Event::DocType(_) => return None,
            Event::Eof => break,
            _ => {}
        }
    }
    let (imap, draft) = best(&incoming, address)?;
    let user = filled(&draft.user, address);
    Some(Found {
        imap,
        smtp: best(&outgoing, address).map(|(endpoint, _)| endpoint),
        user: (!user.is_empty() && user != address.as_str()).then_some(user),
        origin: Origin::Domain,
    })
}

fn has_type(start: &BytesStart<'_>, wanted: &str) -> bool {
    start.try_get_attribute("type").ok().flatten().is_some_and(|kind| kind.value == wanted)
}

fn note(server: Option<&mut Draft>, element: &str, text: &str) {
    let Some(server) = server else { return };
    let place = match element {
        "hostname" => &mut server.host,
        "port" => &mut server.port,
        "socketType" => &mut server.socket,
        "username" => &mut server.user,
        _ => return,
    };
    if place.len() + text.len() <= MAX_TEXT_BYTES {
        place.push_str(text);
    }
}

fn best<'d>(drafts: &'d [Draft], address: &Address) -> Option<(Endpoint, &'d Draft)> {
    let of = |security: Security, socket: &str| {
        let is_meant = |draft: &&Draft| draft.socket.trim().eq_ignore_ascii_case(socket);
        drafts.iter().filter(is_meant).find_map(|draft| {
            let host = filled(&draft.host, address).to_lowercase();
            let port = draft.port.trim().parse().ok().filter(|&port: &u16| port != 0)?;
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
            let is_host = !host.is_empty() && host.bytes().all(is_name);
            is_host.then_some((Endpoint { server: Server { host, port }, security }, draft))
        })
    };
    of(Security::Tls, "SSL").or_else(|| of(Security::StartTls, "STARTTLS"))
}

/// Puts the address into the places that a file for all has for it.
fn filled(template: &str, address: &Address) -> String {
    let text = template.trim();
    let local = address.as_str().rsplit_once('@').map_or("", |(local, _)| local);
    text.replace("%EMAILADDRESS%", address.as_str())
        .replace("%EMAILLOCALPART%", local)
        .replace("%EMAILDOMAIN%", address.domain())
}
