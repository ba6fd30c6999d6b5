//! Whether the headers vouch for the sender (RFC 8601, `Authentication-Results`). Only what the trusted
//! server itself wrote counts: the topmost field, above the first `Received`, with exactly its id.

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
            results_of(header, id).is_some_and(|results| vouches(&results, from.domain()))
        }),
    };
    if verified { Authenticity::Verified } else { Authenticity::Unverified }
}

/// The topmost `Authentication-Results` above the first `Received`, comments and quotes taken out, if it
/// is from `id`.
fn results_of(header: &HeaderBlock<'_>, id: &str) -> Option<String> {
    let topmost = header
        .fields()
        .take_while(|(name, _)| !name.eq_ignore_ascii_case(b"Received"))
        .find(|(name, _)| name.eq_ignore_ascii_case(b"Authentication-Results"))?;
    let plain = without_comments(&topmost.1);
    let (server, results) = plain.split_once(';')?;
    // The id may be followed by a version number.
    let server = server.split_whitespace().next()?;
    server.eq_ignore_ascii_case(id).then(|| results.to_owned())
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

fn is_aligned(signer: &str, from_domain: &str) -> bool {
    signer == from_domain
        || signer.contains('.')
            && from_domain.strip_suffix(signer).is_some_and(|subdomain| subdomain.ends_with('.'))
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
