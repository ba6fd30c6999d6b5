//! Public mail providers: people who share such a domain are not colleagues.

/// Providers with one domain each.
const DOMAINS: [&str; 40] = [
    "126.com",
    "139.com",
    "163.com",
    "aol.com",
    "att.net",
    "bluewin.ch",
    "bk.ru",
    "btinternet.com",
    "comcast.net",
    "fastmail.com",
    "fastmail.fm",
    "foxmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "googlemail.com",
    "hey.com",
    "icloud.com",
    "inbox.ru",
    "laposte.net",
    "libero.it",
    "list.ru",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "tutanota.com",
    "verizon.net",
    "web.de",
    "wp.pl",
];

/// Providers with a domain in many countries, such as `yahoo.co.uk`.
const EVERYWHERE: [&str; 8] = ["gmx", "hotmail", "live", "outlook", "rocketmail", "yahoo", "yandex", "zoho"];

/// Most labels after the name of a provider that is everywhere: `yahoo.co.uk`.
const MAX_ENDING_LABELS: usize = 2;

/// Whether anybody can have an address at this domain, given in lower case.
#[must_use]
pub fn is_public_provider(domain: &str) -> bool {
    let everywhere = domain.split_once('.').is_some_and(|(name, ending)| {
        let labels: Vec<_> = ending.split('.').collect();
        EVERYWHERE.contains(&name) && labels.len() <= MAX_ENDING_LABELS && labels.iter().all(|l| l.len() <= 3)
    });
    everywhere || DOMAINS.contains(&domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_known_in_every_country() {
        for domain in [
            "gmail.com",
            "outlook.com",
            "yahoo.co.uk",
            "yahoo.fr",
            "gmx.net",
            "gmx.at",
            "web.de",
            "hotmail.com",
            "qq.com",
        ] {
            assert!(is_public_provider(domain), "{domain}");
        }
    }

    #[test]
    fn organisations_are_no_providers() {
        for domain in
            ["studio.example", "live.studio.example", "yahoo.example", "mygmail.com", "gmx", "outlook.a.b.c"]
        {
            assert!(!is_public_provider(domain), "{domain}");
        }
    }
}
