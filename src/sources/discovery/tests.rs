//! Which servers are found for an address, in worlds that are known to the last record.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// A world of which everything is known.
#[derive(Default)]
struct World {
    files: BTreeMap<String, String>,
    services: BTreeMap<String, Vec<Service>>,
    exchangers: BTreeMap<String, Vec<String>>,
    listening: Vec<(String, u16)>,
}

impl Ask for World {
    async fn fetch(&self, url: &str) -> Option<Vec<u8>> {
        self.files.get(url).map(|file| file.clone().into_bytes())
    }

    async fn services(&self, name: &str) -> Vec<Service> {
        self.services.get(name).cloned().unwrap_or_default()
    }

    async fn exchangers(&self, domain: &str) -> Vec<String> {
        self.exchangers.get(domain).cloned().unwrap_or_default()
    }

    async fn answers(&self, host: &str, port: u16) -> bool {
        self.listening.contains(&(host.to_owned(), port))
    }
}

impl World {
    fn file(mut self, url: &str, file: String) -> Self {
        self.files.insert(url.to_owned(), file);
        self
    }

    fn service(mut self, name: &str, priority: u16, host: &str, port: u16) -> Self {
        let service = Service { priority, host: host.to_owned(), port };
        self.services.entry(name.to_owned()).or_default().push(service);
        self
    }

    fn exchanger(mut self, domain: &str, host: &str) -> Self {
        self.exchangers.entry(domain.to_owned()).or_default().push(host.to_owned());
        self
    }

    fn listening(mut self, host: &str, port: u16) -> Self {
        self.listening.push((host.to_owned(), port));
        self
    }

    fn find(&self, address: &str) -> Option<Found> {
        let address = Address::parse(address).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(discover(&address, self))
    }
}

fn file(incoming: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"studio.example\">\
         <incomingServer type=\"pop3\"><hostname>pop.studio.example</hostname><port>995</port>\
         <socketType>SSL</socketType></incomingServer>{incoming}\
         <outgoingServer type=\"smtp\"><hostname>out.%EMAILDOMAIN%</hostname><port>587</port>\
         <socketType>STARTTLS</socketType></outgoingServer></emailProvider></clientConfig>"
    )
}

fn incoming(host: &str, port: &str, socket: &str, user: &str) -> String {
    format!(
        "<incomingServer type=\"imap\"><hostname>{host}</hostname><port>{port}</port>\
         <socketType>{socket}</socketType><username>{user}</username></incomingServer>"
    )
}

const OWN: &str = "https://studio.example/.well-known/autoconfig/mail/config-v1.1.xml";
const DIRECTORY: &str = "https://autoconfig.thunderbird.net/v1.1/studio.example";

#[test]
fn large_providers_are_known_without_a_question() {
    for (address, imap, smtp) in [
        ("a@gmail.com", "imap.gmail.com", "smtp.gmail.com"),
        ("a@googlemail.com", "imap.gmail.com", "smtp.gmail.com"),
        ("a@hotmail.fr", "outlook.office365.com", "smtp.office365.com"),
        ("a@outlook.com", "outlook.office365.com", "smtp.office365.com"),
        ("a@yahoo.co.uk", "imap.mail.yahoo.com", "smtp.mail.yahoo.com"),
        ("a@me.com", "imap.mail.me.com", "smtp.mail.me.com"),
        ("a@fastmail.fm", "imap.fastmail.com", "smtp.fastmail.com"),
    ] {
        let found = World::default().find(address).unwrap();
        assert_eq!((found.imap.server.host.as_str(), found.origin), (imap, Origin::Known), "{address}");
        assert_eq!(found.smtp.unwrap().server.host, smtp, "{address}");
    }
}

#[test]
fn the_domains_own_file_goes_before_all_others() {
    let own = file(&incoming("IMAP.%EMAILDOMAIN%", "993", "SSL", "%EMAILLOCALPART%"));
    let found = World::default()
        .file(OWN, own)
        .file(DIRECTORY, file(&incoming("other.example", "993", "SSL", "")))
        .service("_imaps._tcp.studio.example", 1, "mx.studio.example", 993)
        .exchanger("studio.example", "aspmx.l.google.com")
        .find("alex@studio.example")
        .unwrap();
    assert_eq!(found.imap, Endpoint::tls("imap.studio.example", 993));
    assert_eq!(found.smtp, Some(Endpoint::start_tls("out.studio.example", 587)));
    assert_eq!((found.user.as_deref(), found.origin), (Some("alex"), Origin::Domain));
}

#[test]
fn of_several_servers_the_best_protected_is_taken_and_none_in_clear() {
    let both =
        [incoming("b.example", "143", "STARTTLS", ""), incoming("c.example", "993", "SSL", "")].concat();
    let imap =
        |text: String| World::default().file(OWN, text).find("a@studio.example").map(|found| found.imap);
    assert_eq!(imap(file(&both)), Some(Endpoint::tls("c.example", 993)));
    assert_eq!(
        imap(file(&incoming("b.example", "143", "STARTTLS", ""))),
        Some(Endpoint::start_tls("b.example", 143))
    );
    for broken in [
        file(&incoming("b.example", "143", "plain", "")),
        file(&incoming("b.example", "0", "SSL", "")),
        file(&incoming("b.example", "70000", "SSL", "")),
        file(&incoming("b.example/x", "993", "SSL", "")),
        file(&incoming("", "993", "SSL", "")),
        format!("<!DOCTYPE x [<!ENTITY h \"b.example\">]>{}", file(&incoming("&h;", "993", "SSL", ""))),
        "<html><body>not here".to_owned(),
        String::new(),
    ] {
        assert_eq!(imap(broken.clone()), None, "{broken}");
    }
}

#[test]
fn service_records_may_not_lead_away() {
    let imaps = "_imaps._tcp.studio.example";
    let found = World::default()
        .service(imaps, 20, "slow.studio.example", 993)
        .service(imaps, 10, "fast.studio.example", 1993)
        .service(imaps, 0, "thief.example", 993)
        .service("_submission._tcp.studio.example", 0, "out.studio.example", 587)
        .find("a@studio.example")
        .unwrap();
    assert_eq!(found.imap, Endpoint::tls("fast.studio.example", 1993));
    assert_eq!(found.smtp, Some(Endpoint::start_tls("out.studio.example", 587)));
    assert_eq!(found.origin, Origin::ServiceRecords);
    for thief in ["thief.example", "notstudio.example", "studio.example.thief.example", ""] {
        assert_eq!(World::default().service(imaps, 0, thief, 993).find("a@studio.example"), None, "{thief}");
    }
    let hosted = World::default().service(imaps, 0, "imap.gmail.com", 993).find("a@studio.example").unwrap();
    assert_eq!(hosted.imap.server.host, "imap.gmail.com");
}

#[test]
fn a_domain_whose_mail_goes_to_a_provider_is_read_there() {
    for (exchanger, imap) in [
        ("aspmx.l.google.com", "imap.gmail.com"),
        ("studio-example.mail.protection.outlook.com", "outlook.office365.com"),
        ("in1-smtp.messagingengine.com", "imap.fastmail.com"),
        ("mx01.mail.icloud.com", "imap.mail.me.com"),
    ] {
        let found = World::default().exchanger("studio.example", exchanger).find("a@studio.example").unwrap();
        assert_eq!((found.imap.server.host.as_str(), found.origin), (imap, Origin::Exchanger));
    }
    assert_eq!(
        World::default().exchanger("studio.example", "mx.studio.example").find("a@studio.example"),
        None
    );
}

#[test]
fn the_directory_is_asked_last_and_then_the_usual_names_are_tried() {
    let found = World::default()
        .file(DIRECTORY, file(&incoming("imap.host.example", "993", "SSL", "%EMAILADDRESS%")))
        .listening("imap.studio.example", 993)
        .find("a@studio.example")
        .unwrap();
    assert_eq!((found.imap.server.host.as_str(), found.origin), ("imap.host.example", Origin::Directory));
    assert_eq!(found.user, None);
    let found = World::default()
        .listening("mail.studio.example", 993)
        .listening("mail.studio.example", 465)
        .find("a@studio.example")
        .unwrap();
    assert_eq!((found.imap.server.host.as_str(), found.origin), ("mail.studio.example", Origin::Guess));
    assert_eq!(found.smtp, Some(Endpoint::tls("mail.studio.example", 465)));
    assert_eq!(World::default().find("a@studio.example"), None);
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(text in "[<>/&;a-z\"= %!]{0,200}|(<incomingServer type=\"imap\">|<hostname>|</hostname>|x|&amp;|&#0;|&x;|</incomingServer>){0,12}") {
        World::default().file(OWN, text).find("a@studio.example");
    }
}
