//! Whether the headers vouch for the sender (RFC 8601, `Authentication-Results`). Only what the trusted
//! server itself wrote counts: the topmost such field, with exactly its id, where that server writes.
//!
//! Every server writes above what it got, so the topmost field is of the last one that writes any: what a sender
//! forged stands below. Most write it above all `Received`, or right below the `Received` with which they took the
//! message in (Postfix with any filter, Google); those of the way to the mailbox come to lie above that. Where a
//! server checks some messages only, a forged field of its name could come to be the topmost; such it has to take
//! out (RFC 8601, 5).

use super::Trust;
use super::header_block::HeaderBlock;
use crate::observations::Authenticity;
use crate::people::Address;

/// Most results of one field looked at.
const MAX_RESULTS: usize = 50;

/// Judges the sender of a message.
pub(super) fn judge(header: &HeaderBlock<'_>, from: Option<&Address>, trust: Trust<'_>) -> Authenticity {
    let verified = match trust {
        Trust::Owner => true,
        Trust::Nobody => false,
        Trust::Server(id) => from.is_some_and(|from| {
            let own = checks(header).filter(|checks| checks.server.eq_ignore_ascii_case(id));
            own.is_some_and(|checks| vouches(&checks.results, from.domain()))
        }),
    };
    if verified { Authenticity::Verified } else { Authenticity::Unverified }
}

/// What a server wrote of its checks into a message that it took in.
pub(super) struct Checks {
    /// Its id (RFC 8601, 2.5), in lower case.
    pub(super) server: String,
    /// The results, comments and quotes taken out.
    results: String,
    /// The host that took the message in, by the `Received` nearest above, or else below; in lower case.
    pub(super) taken_by: Option<String>,
}

/// The topmost `Authentication-Results`, where it stands above all `Received` or nearest below one of the same host.
pub(super) fn checks(header: &HeaderBlock<'_>) -> Option<Checks> {
    let mut above = None;
    let mut fields = header.fields();
    let topmost = fields.by_ref().find_map(|(name, value)| {
        if name.eq_ignore_ascii_case(b"Received") {
            above = Some(taken_by(&value));
        }
        name.eq_ignore_ascii_case(b"Authentication-Results").then_some(value)
    })?;
    let plain = without_comments(&topmost);
    let (server, results) = plain.split_once(';')?;
    // The id may be followed by a version number.
    let server = server.split_whitespace().next()?.to_ascii_lowercase();
    let is_above_all = above.is_none();
    let mut below = || fields.find(|(name, _)| name.eq_ignore_ascii_case(b"Received"));
    let taken_by = above.unwrap_or_else(|| below().and_then(|(_, value)| taken_by(&value)));
    let is_in_place = is_above_all || taken_by.as_deref().is_some_and(|host| is_aligned(&server, host));
    is_in_place.then(|| Checks { server, results: results.to_owned(), taken_by })
}

/// The host that wrote a `Received` (RFC 5321, 4.4); nothing where that could be the sender's words.
fn taken_by(received: &str) -> Option<String> {
    let plain = without_comments(received);
    let mut words = plain.split(';').next()?.split_whitespace();
    words.find(|word| word.eq_ignore_ascii_case("by"))?;
    let host = words.next()?.to_ascii_lowercase();
    // The name that a sender gives himself stands before; one with a `by` of its own makes two.
    words.all(|word| !word.eq_ignore_ascii_case("by")).then_some(host)
}

fn without_comments(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in value.chars() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth = depth.saturating_add(1),
            ')' if !quoted => depth = depth.saturating_sub(1),
            // What is quoted may not pose as a result.
            ';' | '=' if quoted => {}
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// `dmarc=pass` for the domain of `From`, or `dkim=pass` by that domain or a parent of it.
fn vouches(results: &str, from_domain: &str) -> bool {
    results.split(';').take(MAX_RESULTS).any(|result| {
        let mut words = result.split_whitespace();
        let method = words.next().unwrap_or_default().to_ascii_lowercase();
        let property = |name: &str| {
            result.split_whitespace().find_map(|word| {
                let (key, value) = word.split_once('=')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim_end_matches('.').to_ascii_lowercase())
            })
        };
        match method.as_str() {
            "dmarc=pass" => property("header.from").is_none_or(|domain| domain == from_domain),
            "dkim=pass" => property("header.d").is_some_and(|domain| is_aligned(&domain, from_domain)),
            _ => false,
        }
    })
}

/// Whether a domain is another or lies below it, which is none of the top.
fn is_aligned(upper: &str, domain: &str) -> bool {
    upper == domain
        || upper.contains('.') && domain.strip_suffix(upper).is_some_and(|subdomain| subdomain.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::super::parts::take_apart;
    use super::*;

    fn judged(headers: &str, from: &str) -> bool {
        let raw = format!("{headers}\n\n");
        let structure = take_apart(raw.as_bytes());
        let from = Address::parse(from).unwrap();
        judge(&structure.header, Some(&from), Trust::Server("mx.home.example")) == Authenticity::Verified
    }

    #[test]
    fn only_the_trusted_servers_topmost_word_counts() {
        let ar = "Authentication-Results: mx.home.example";
        let taken = "Received: from evil.example (by x [192.0.2.1])\n\tby mx.home.example (Postfix) with ESMTPS id 1;\n";
        let handed_on = "Received: from mx.home.example by imap.home.example with LMTP id 2;\n";
        for (headers, verified) in [
            (format!("{ar}; dmarc=pass header.from=studio.example\nReceived: x"), true),
            (format!("{ar} 1; spf=fail; dkim=pass (2048 bit) header.d=studio.example"), true),
            (format!("{ar}; dkim=pass\n header.d=studio.example header.s=x"), true),
            (format!("{ar}; dkim=pass header.d=other.example"), false),
            (format!("{ar}; dkim=pass header.d=example"), false),
            (format!("{ar}; dkim=fail header.d=studio.example"), false),
            (format!("{ar}; dmarc=pass header.from=other.example"), false),
            (format!("{ar}; spf=pass smtp.mailfrom=studio.example"), false),
            (format!("{ar}; dkim=none (dkim=pass; dmarc=pass)"), false),
            (format!("{ar}; x=\"; dmarc=pass\""), false),
            (format!("Received: x\n{ar}; dmarc=pass"), false),
            (format!("{taken}{ar}; dmarc=pass"), true),
            (format!("{handed_on}X: y\n{taken}X: y\n{ar}; dmarc=pass"), true),
            (format!("Received: from a by in.mx.home.example with ESMTP;\n{ar}; dmarc=pass"), true),
            (format!("Received: from a by home.example with ESMTP;\n{ar}; dmarc=pass"), false),
            (format!("{taken}Received: from a by evil.example with SMTP;\n{ar}; dmarc=pass"), false),
            (
                format!("Received: from by mx.home.example by other.example with SMTP;\n{ar}; dmarc=pass"),
                false,
            ),
            (format!("{taken}{ar}; dmarc=fail\n{ar}; dmarc=pass"), false),
            (format!("{taken}{ar}; dmarc=fail\n{taken}{ar}; dmarc=pass"), false),
            (format!("Authentication-Results: evil.example; dmarc=pass\n{ar}; dmarc=pass"), false),
            ("Authentication-Results: mx.home.example.evil.example; dmarc=pass".to_owned(), false),
            ("Authentication-Results: mx.home.example".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(judged(&headers, "ana@studio.example"), verified, "{headers}");
        }
        assert!(judged(&format!("{ar}; dkim=pass header.d=studio.example"), "ana@mail.studio.example"));
        assert!(!judged(&format!("{ar}; dkim=pass header.d=studio.example"), "ana@badstudio.example"));
    }

    #[test]
    fn owners_are_believed_and_nobody_vouches_for_nothing() {
        let structure = take_apart(b"\n");
        assert_eq!(judge(&structure.header, None, Trust::Owner), Authenticity::Verified);
        assert_eq!(judge(&structure.header, None, Trust::Nobody), Authenticity::Unverified);
    }
}
