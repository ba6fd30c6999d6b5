//! Under which id the server of a mailbox notes its checks of senders (RFC 8601, 2.5), learnt from headers of messages
//! that arrived there. It knows no account and decides no trust.
//!
//! An id that is found here may come to be trusted, so nothing that a sender writes may suffice for one. Each server
//! writes above what it got, so the topmost field of a message is of the last server that writes any, and it counts
//! only above all `Received` or at the one that the same host wrote (`authenticity`). A server that writes into all
//! it takes in from elsewhere leaves no message in which a forged field is the topmost; one that does not write at all
//! lets through what senders bring along, which are the ids of many servers, or of none. So an id has to be in most
//! messages, and in nearly all that have any.

use std::collections::BTreeMap;

use super::authenticity::checks;
use super::parts::take_apart;

/// Fewest messages from which an id is learnt.
const LEAST_MESSAGES: usize = 10;

/// A server that notes its checks of senders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckingServer {
    /// Its id, in lower case.
    pub id: String,
    /// Messages in which it noted something.
    pub checked: usize,
    /// Messages looked at that came over the network.
    pub arrived: usize,
}

/// The server that notes its checks in messages with these headers; nothing where none surely does.
#[must_use]
pub fn checking_server(headers: &[Vec<u8>]) -> Option<CheckingServer> {
    let (mut arrived, mut with_any) = (0, 0);
    let mut checked: BTreeMap<String, usize> = BTreeMap::new();
    for raw in headers {
        let structure = take_apart(raw);
        let header = &structure.header;
        // What never came over the network, such as what a mail program put there, was not checked.
        if header.first("Received").is_none() {
            continue;
        }
        arrived += 1;
        with_any += usize::from(header.first("Authentication-Results").is_some());
        let own = checks(header).filter(|checks| {
            is_host(&checks.server) && checks.taken_by.as_deref().is_some_and(|by| is_kin(&checks.server, by))
        });
        if let Some(own) = own {
            *checked.entry(own.server).or_default() += 1;
        }
    }
    let (id, checked) = checked.into_iter().max_by_key(|(_, count)| *count)?;
    let is_sure = arrived >= LEAST_MESSAGES && checked * 2 > arrived && checked * 10 >= with_any * 9;
    is_sure.then_some(CheckingServer { id, checked, arrived })
}

/// Whether an id is a host's name, as nearly all are, with a domain of its own.
fn is_host(id: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    id.len() <= 253 && id.contains('.') && id.split('.').all(is_label)
}

/// Whether two hosts are of one domain, as far as their last two labels tell.
fn is_kin(one: &str, other: &str) -> bool {
    let domain = |host: &str| host.rsplitn(3, '.').take(2).map(str::to_owned).collect::<Vec<_>>();
    domain(one) == domain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAKEN: &str = "Received: from a.example by mx.home.example (Postfix) with ESMTPS id 1; now\n";
    const CHECKED: &str = "Authentication-Results: mx.home.example; dmarc=pass header.from=rey.example\n";
    const REST: &str = "From: ana@rey.example\n\n";

    fn found(headers: &[(usize, String)]) -> Option<CheckingServer> {
        let all = headers
            .iter()
            .flat_map(|(times, header)| std::iter::repeat_n(format!("{header}{REST}").into_bytes(), *times));
        checking_server(&all.collect::<Vec<_>>())
    }

    #[test]
    fn the_server_that_writes_into_nearly_all_is_found_wherever_it_writes() {
        let handed_on = "Received: from mx.home.example by imap.home.example with LMTP id 2; now\n";
        let (above, below) = (format!("{CHECKED}{TAKEN}"), format!("{handed_on}{TAKEN}{CHECKED}"));
        for usual in [above, below] {
            let server = found(&[(18, usual.clone()), (1, TAKEN.to_owned()), (9, String::new())]).unwrap();
            assert_eq!((server.id.as_str(), server.checked, server.arrived), ("mx.home.example", 18, 19));
            assert_eq!(found(&[(9, usual)]), None, "too few");
        }
    }

    #[test]
    fn what_senders_bring_along_is_no_server_of_the_mailbox() {
        let forged = |id: &str| format!("{TAKEN}Authentication-Results: {id}; dmarc=pass\n");
        let further = "Received: from a.example by b.example with ESMTP; now\n";
        for headers in [
            vec![(20, forged("other.example"))],
            vec![(20, format!("Authentication-Results: other.example; dmarc=pass\n{TAKEN}"))],
            vec![(20, format!("{TAKEN}{further}{CHECKED}"))],
            // Most are not checked, or many are by somebody else.
            vec![(10, format!("{TAKEN}{CHECKED}")), (12, TAKEN.to_owned())],
            vec![(20, format!("{TAKEN}{CHECKED}")), (5, format!("{TAKEN}{further}{CHECKED}"))],
            // None of it came over the network.
            vec![(20, CHECKED.to_owned())],
            vec![(
                20,
                format!("{TAKEN}Authentication-Results: spf=pass smtp.mailfrom=a.example; dkim=pass\n"),
            )],
            vec![(20, "Received: by com\nAuthentication-Results: com; dmarc=pass\n".to_owned())],
        ] {
            assert_eq!(found(&headers), None, "{headers:?}");
        }
    }

    #[test]
    fn where_some_are_forged_the_server_s_own_word_is_the_topmost() {
        let forged = "Authentication-Results: evil.example; dmarc=pass\n";
        let server = found(&[(20, format!("{TAKEN}{CHECKED}{forged}"))]).unwrap();
        assert_eq!(server.id, "mx.home.example");
    }
}
