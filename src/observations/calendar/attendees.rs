//! Who takes part (RFC 5545, 3.8.4.1 and 3.8.4.3), and who may say so by mail (RFC 6047, 3).

use super::event::{Attendee, CalendarObject, Method, Partstat, Role};
use super::property::Property;
use crate::people::{Address, Mailbox};

/// Longest name kept, in characters.
const MAX_NAME_CHARS: usize = 100;

/// The mailbox of an `ORGANIZER` or `ATTENDEE`; `None` where it names no mail address.
pub(super) fn mailbox(property: &Property) -> Option<Mailbox> {
    let address = Address::parse(&property.value)
        .filter(|address| !address.as_str().contains(':'))
        .or_else(|| property.parameter("EMAIL").and_then(Address::parse))?;
    let name = property.parameter("CN").map(|name| shown(name, MAX_NAME_CHARS));
    let name = name.filter(|name| !name.is_empty() && Address::parse(name).as_ref() != Some(&address));
    Some(Mailbox { name, address })
}

/// The attendee that an `ATTENDEE` names.
pub(super) fn attendee(property: &Property) -> Option<Attendee> {
    let Mailbox { name, address } = mailbox(property)?;
    let parameter = |name: &str| property.parameter(name).unwrap_or_default().trim().to_ascii_uppercase();
    Some(Attendee {
        partstat: match parameter("PARTSTAT").as_str() {
            "ACCEPTED" | "COMPLETED" | "IN-PROCESS" => Partstat::Accepted,
            "DECLINED" => Partstat::Declined,
            "TENTATIVE" => Partstat::Tentative,
            "DELEGATED" => Partstat::Delegated,
            _ => Partstat::NeedsAction,
        },
        role: match parameter("ROLE").as_str() {
            "CHAIR" => Role::Chair,
            "OPT-PARTICIPANT" => Role::OptParticipant,
            "NON-PARTICIPANT" => Role::NonParticipant,
            _ => Role::ReqParticipant,
        },
        individual: !matches!(parameter("CUTYPE").as_str(), "ROOM" | "RESOURCE" | "GROUP"),
        delegated_to: property.parameter("DELEGATED-TO").and_then(Address::parse),
        name,
        address,
    })
}

/// Text as it may be shown: white space folded, without control and direction characters, cut.
pub(super) fn shown(text: &str, most: usize) -> String {
    let mut last = b' ';
    let plain = text.len() <= most
        && text.bytes().all(|byte| {
            let is_plain = matches!(byte, b'!'..=b'~') || byte == b' ' && last != b' ';
            last = byte;
            is_plain
        });
    // Most is plain already: one copy, and no look at what characters are.
    if plain && last != b' ' {
        return text.to_owned();
    }
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|&c| !hidden(c)).take(most).collect()
}

/// Whether `sender` may send `object` by mail: the organizer, or who sends for him, a request or a
/// cancellation; an attendee the answer in which he alone stands. What others send changes nothing. A
/// published calendar claims nothing about anybody's attendance, so anybody may send it.
#[must_use]
pub fn sender_may(object: &CalendarObject, sender: &Address) -> bool {
    let sender = sender.identity_key();
    let is_sender = |address: &Address| address.identity_key() == sender;
    if object.details.is_empty() {
        return false;
    }
    object.details.iter().all(|details| match object.method {
        None | Some(Method::Publish) => true,
        Some(Method::Request | Method::Add | Method::Cancel | Method::DeclineCounter) => {
            details.organizer.as_ref().is_some_and(|organizer| is_sender(&organizer.address))
                || details.sent_by.as_ref().is_some_and(is_sender)
        }
        Some(Method::Reply | Method::Counter | Method::Refresh) => {
            !details.attendees.is_empty()
                && details.attendees.iter().all(|attendee| is_sender(&attendee.address))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Attendee> {
        attendee(&Property::parse(line).unwrap())
    }

    #[test]
    fn an_attendee_is_read_with_role_and_answer() {
        let ana =
            read("ATTENDEE;CN=Ana Lopes;ROLE=CHAIR;PARTSTAT=tentative:MAILTO:Ana@Studio.example").unwrap();
        assert_eq!((ana.address.as_str(), ana.name.as_deref()), ("ana@studio.example", Some("Ana Lopes")));
        assert_eq!((ana.role, ana.partstat, ana.individual), (Role::Chair, Partstat::Tentative, true));
    }

    #[test]
    fn a_missing_answer_is_none_given() {
        assert_eq!(read("ATTENDEE:mailto:ana@studio.example").unwrap().partstat, Partstat::NeedsAction);
    }

    #[test]
    fn rooms_resources_and_groups_are_no_individuals() {
        for (kind, individual) in
            [("ROOM", false), ("RESOURCE", false), ("GROUP", false), ("INDIVIDUAL", true), ("UNKNOWN", true)]
        {
            let line = format!("ATTENDEE;CUTYPE={kind}:mailto:x@studio.example");
            assert_eq!(read(&line).unwrap().individual, individual, "{kind}");
        }
    }

    #[test]
    fn an_address_may_stand_in_a_parameter() {
        let line = "ATTENDEE;EMAIL=ana@studio.example;CN=ana@studio.example:urn:uuid:1";
        let ana = read(line).unwrap();
        assert_eq!((ana.address.as_str(), ana.name), ("ana@studio.example", None));
        assert_eq!(read("ATTENDEE:/principals/ana/"), None);
    }

    #[test]
    fn names_hold_no_hidden_characters() {
        let ana = read("ATTENDEE;CN=\"Ana\u{202e}  Lopes\":mailto:ana@studio.example").unwrap();
        assert_eq!(ana.name.as_deref(), Some("Ana Lopes"));
    }
}
