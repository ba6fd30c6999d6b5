//! Where the mail of an address is read and sent: what its provider is known for, or says of itself.
//!
//! Asked are, in the order in which they are believed: a few large providers by heart; the configuration file
//! that the domain publishes (autoconfig, as Thunderbird reads it); its service records (RFC 6186, RFC 8314);
//! the provider that its mail goes to (MX); Mozilla's directory of providers, which learns the domain and
//! nothing else; and the names that servers mostly have. Nobody learns a password here. DNS is not protected, so
//! its word is taken only for hosts below the address's own domain and those of providers known by heart.

use std::future::Future;

use crate::config::{Provider, Security, Server, is_public_provider, provider_of};
use crate::people::{Address, is_within};

mod autoconfig;
mod network;

#[cfg(test)]
mod tests;

pub use network::Network;

/// Port of IMAP over TLS (RFC 8314, 3.2).
const IMAPS: u16 = 993;
/// Port of submission over TLS (RFC 8314, 3.3).
const SUBMISSIONS: u16 = 465;
/// Port of submission that begins in clear (RFC 6409, 3.1).
const SUBMISSION: u16 = 587;
/// Names that mail servers mostly have within their domain.
const USUAL_NAMES: [&str; 2] = ["imap", "mail"];

/// The servers of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where mail is read.
    pub imap: Endpoint,
    /// Where mail is sent, where that is known.
    pub smtp: Option<Endpoint>,
    /// The name to log in with, where it is not the address.
    pub user: Option<String>,
    /// Who says so.
    pub origin: Origin,
}

/// A server, and how the way to it is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Host and port.
    pub server: Server,
    /// TLS from the first byte, or STARTTLS; never in clear.
    pub security: Security,
}

impl Endpoint {
    fn tls(host: &str, port: u16) -> Self {
        Self { server: Server { host: host.to_owned(), port }, security: Security::Tls }
    }

    fn start_tls(host: &str, port: u16) -> Self {
        Self { server: Server { host: host.to_owned(), port }, security: Security::StartTls }
    }
}

/// Who says where the servers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The provider is known by heart.
    Known,
    /// The domain's own configuration file.
    Domain,
    /// The domain's service records.
    ServiceRecords,
    /// The domain's mail goes to a provider that is known by heart.
    Exchanger,
    /// Mozilla's directory.
    Directory,
    /// A server of a usual name answers.
    Guess,
}

impl Origin {
    /// In words, to go behind "found".
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Known => "known for this provider",
            Self::Domain => "the domain's own configuration file says so",
            Self::ServiceRecords => "the domain's service records say so",
            Self::Exchanger => "the domain's mail goes to this provider",
            Self::Directory => "Mozilla's directory of providers says so",
            Self::Guess => "a server of this usual name answers",
        }
    }
}

/// A service record (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The less, the sooner to be taken.
    pub priority: u16,
    /// Without a dot at its end; empty where the service is said not to be there.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// How the world is asked. Whatever fails or takes too long is an empty answer.
pub trait Ask: Sync {
    /// What lies at an https address, where it is no longer than a configuration file.
    fn fetch(&self, url: &str) -> impl Future<Output = Option<Vec<u8>>> + Send;
    /// The service records of a name.
    fn services(&self, name: &str) -> impl Future<Output = Vec<Service>> + Send;
    /// The hosts that take a domain's mail.
    fn exchangers(&self, domain: &str) -> impl Future<Output = Vec<String>> + Send;
    /// Whether something listens there.
    fn answers(&self, host: &str, port: u16) -> impl Future<Output = bool> + Send;
}

/// Finds the servers of an address.
pub async fn discover(address: &Address, ask: &impl Ask) -> Option<Found> {
    let domain = address.domain();
    if let Some(provider) = provider_of_domain(domain) {
        return Some(known(provider, Origin::Known));
    }
    let own = async {
        let say = |url: String| async move { autoconfig::read(&ask.fetch(&url).await?, address) };
        let (address, host) = (address.as_str(), "/mail/config-v1.1.xml");
        let (first, second) = tokio::join!(
            say(format!("https://autoconfig.{domain}{host}?emailaddress={address}")),
            say(format!("https://{domain}/.well-known/autoconfig{host}")),
        );
        first.or(second)
    };
    let directory = async {
        let file = ask.fetch(&format!("https://autoconfig.thunderbird.net/v1.1/{domain}")).await?;
        autoconfig::read(&file, address)
    };
    let exchanger = async {
        let hosts = ask.exchangers(domain).await;
        hosts
            .iter()
            .find_map(|host| provider_of_exchanger(host))
            .map(|provider| known(provider, Origin::Exchanger))
    };
    let (own, services, exchanger) = tokio::join!(own, by_services(domain, ask), exchanger);
    if let Some(found) = own.or(services).or(exchanger) {
        return Some(found);
    }
    if let Some(found) = directory.await {
        return Some(Found { origin: Origin::Directory, ..found });
    }
    guess(domain, ask).await
}

/// What the service records say (RFC 6186, 3; RFC 8314, 5.1).
async fn by_services(domain: &str, ask: &impl Ask) -> Option<Found> {
    let look = |kind: &'static str| async move {
        let mut found = ask.services(&format!("{kind}._tcp.{domain}")).await;
        found.retain(|service| is_believed(&service.host, domain));
        found.into_iter().min_by_key(|service| service.priority)
    };
    let (imaps, imap, submissions, submission) =
        tokio::join!(look("_imaps"), look("_imap"), look("_submissions"), look("_submission"));
    let tls = |service: Service| Endpoint::tls(&service.host, service.port);
    let start_tls = |service: Service| Endpoint::start_tls(&service.host, service.port);
    Some(Found {
        imap: imaps.map(tls).or_else(|| imap.map(start_tls))?,
        smtp: submissions.map(tls).or_else(|| submission.map(start_tls)),
        user: None,
        origin: Origin::ServiceRecords,
    })
}

/// Whether DNS, which anybody on the way can forge, may send a password to this host: TLS proves only that the
/// host has that name.
fn is_believed(host: &str, domain: &str) -> bool {
    is_within(host, domain) || provider_of(host).is_some()
}

/// A server of the domain that has one of the usual names.
async fn guess(domain: &str, ask: &impl Ask) -> Option<Found> {
    for name in USUAL_NAMES {
        let host = format!("{name}.{domain}");
        if ask.answers(&host, IMAPS).await {
            let mut smtp = None;
            for host in [format!("smtp.{domain}"), host.clone()] {
                if smtp.is_none() && ask.answers(&host, SUBMISSIONS).await {
                    smtp = Some(Endpoint::tls(&host, SUBMISSIONS));
                }
            }
            return Some(Found {
                imap: Endpoint::tls(&host, IMAPS),
                smtp,
                user: None,
                origin: Origin::Guess,
            });
        }
    }
    None
}

/// The provider whose addresses have this domain.
fn provider_of_domain(domain: &str) -> Option<Provider> {
    if !is_public_provider(domain) {
        return None;
    }
    let (name, _) = domain.split_once('.')?;
    match (name, domain) {
        ("outlook" | "hotmail" | "live" | "msn", _) => Some(Provider::Microsoft),
        ("yahoo" | "rocketmail", _) => Some(Provider::Yahoo),
        (_, "mac.com" | "me.com") => Some(Provider::Apple),
        (_, "fastmail.fm") => Some(Provider::Fastmail),
        _ => provider_of(domain),
    }
}

/// The provider that a host which takes mail belongs to.
fn provider_of_exchanger(host: &str) -> Option<Provider> {
    if host.ends_with(".google.com") {
        return Some(Provider::Google);
    }
    // Yahoo's exchangers take the mail of no other domain.
    provider_of(host).filter(|provider| *provider != Provider::Yahoo)
}

/// The servers of a provider.
fn known(provider: Provider, origin: Origin) -> Found {
    let tls = |host| Endpoint::tls(host, SUBMISSIONS);
    let (imap, smtp) = match provider {
        Provider::Google => ("imap.gmail.com", tls("smtp.gmail.com")),
        Provider::Microsoft => {
            ("outlook.office365.com", Endpoint::start_tls("smtp.office365.com", SUBMISSION))
        }
        Provider::Yahoo => ("imap.mail.yahoo.com", tls("smtp.mail.yahoo.com")),
        Provider::Apple => ("imap.mail.me.com", Endpoint::start_tls("smtp.mail.me.com", SUBMISSION)),
        Provider::Fastmail => ("imap.fastmail.com", tls("smtp.fastmail.com")),
    };
    Found { imap: Endpoint::tls(imap, IMAPS), smtp: Some(smtp), user: None, origin }
}
