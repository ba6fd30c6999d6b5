//! Public mail providers: people who share such a domain are not colleagues; and what is known of how the large
//! ones let programs in.

use secrecy::{ExposeSecret, SecretString};

use crate::people::is_within;

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

/// A provider with ways of its own to let programs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// App passwords, or tokens.
    Google,
    /// Tokens only.
    Microsoft,
    /// App passwords; AOL's are the same.
    Yahoo,
    /// App passwords.
    Apple,
    /// App passwords, or tokens.
    Fastmail,
}

/// Domains under which the servers of a provider stand.
const HOSTS: [(&str, Provider); 12] = [
    ("gmail.com", Provider::Google),
    ("googlemail.com", Provider::Google),
    ("office365.com", Provider::Microsoft),
    ("outlook.com", Provider::Microsoft),
    ("hotmail.com", Provider::Microsoft),
    ("live.com", Provider::Microsoft),
    ("yahoo.com", Provider::Yahoo),
    ("aol.com", Provider::Yahoo),
    ("mail.me.com", Provider::Apple),
    ("icloud.com", Provider::Apple),
    ("fastmail.com", Provider::Fastmail),
    ("messagingengine.com", Provider::Fastmail),
];

/// Letters of an app password, without the spaces that it is shown with.
const APP_PASSWORD_CHARS: usize = 16;

/// Whose server this is, its name given in lower case.
#[must_use]
pub fn provider_of(host: &str) -> Option<Provider> {
    HOSTS.iter().find(|(domain, _)| is_within(host, domain)).map(|&(_, provider)| provider)
}

/// The password as this host takes it: app passwords are shown in groups with spaces that do not belong to
/// them. Any other password stays as it is.
#[must_use]
pub fn as_host_takes_it(host: &str, password: SecretString) -> SecretString {
    let shown = password.expose_secret();
    let parts = || shown.split([' ', '\u{a0}']);
    let is_grouped = parts().count() > 1
        && parts().all(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && parts().map(str::len).sum::<usize>() == APP_PASSWORD_CHARS;
    match provider_of(host) {
        Some(Provider::Google | Provider::Yahoo | Provider::Fastmail) if is_grouped => {
            SecretString::from(parts().collect::<String>())
        }
        _ => password,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_leave_app_passwords_and_nothing_else() {
        for (host, shown, sent) in [
            ("imap.gmail.com", "abcd efgh ijkl mnop", "abcdefghijklmnop"),
            ("smtp.gmail.com", "abcd\u{a0}efgh\u{a0}ijkl\u{a0}mnop", "abcdefghijklmnop"),
            ("imap.mail.yahoo.com", "abcd efgh ijkl mnop", "abcdefghijklmnop"),
            ("imap.fastmail.com", "7x3k 2m4p 9q8r 5t6w", "7x3k2m4p9q8r5t6w"),
            ("imap.gmail.com", "abcdefghijklmnop", "abcdefghijklmnop"),
            ("imap.gmail.com", "correct horse battery", "correct horse battery"),
            ("imap.gmail.com", "four word pass phrase", "four word pass phrase"),
            ("imap.gmail.com", "abcd efgh ijkl mn!p", "abcd efgh ijkl mn!p"),
            ("mx.studio.example", "abcd efgh ijkl mnop", "abcd efgh ijkl mnop"),
            ("mygmail.com", "abcd efgh ijkl mnop", "abcd efgh ijkl mnop"),
        ] {
            let taken = as_host_takes_it(host, SecretString::from(shown));
            assert_eq!(taken.expose_secret(), sent, "{host}: {shown}");
        }
    }

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
