//! How far an address reaches, and where a redirect may lead: a server out in the world must not send us
//! to machines that only we can reach. Pure.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::Host;

use crate::config::Network;

/// How far an address reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// The whole internet.
    World,
    /// A private network (RFC 1918, RFC 4193, RFC 6598).
    Private,
    /// One link (RFC 3927, RFC 4291, 2.5.6), where cloud providers keep their secrets.
    Link,
    /// This machine.
    Machine,
    /// Nothing that a calendar could be at: multicast, documentation, reserved.
    Nothing,
}

impl Reach {
    pub(super) fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => of_v4(address),
            IpAddr::V6(address) => of_v6(address),
        }
    }
}

fn of_v4(address: Ipv4Addr) -> Reach {
    match address.octets() {
        [0 | 127, ..] => Reach::Machine,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Reach::Private,
        [169, 254, ..] => Reach::Link,
        [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [224..=255, ..] => Reach::Nothing,
        _ => Reach::World,
    }
}

fn of_v6(address: Ipv6Addr) -> Reach {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        of_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Reach::Machine,
        // IPv4 in other clothes: compatible, mapped, translated (RFC 4291, 2.5.5, RFC 6052, RFC 2765), 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        [0x64, 0xff9b, 1, ..] | [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Reach::Private,
        [0xfe80..=0xfebf, ..] => Reach::Link,
        // Teredo and other protocol assignments, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] => Reach::Nothing,
        [0x2000..=0x3ffe, ..] => Reach::World,
        _ => Reach::Nothing,
    }
}

/// Names that only networks of one's own give (RFC 6761, RFC 6762, RFC 8375, and what routers hand out).
const OWN_NAMES: [&str; 6] = ["localhost", "local", "lan", "home", "internal", "home.arpa"];

/// How far the configured host itself may reach; nothing where it is the owner's business, because he wrote an
/// address, a name of his own network, or that it is in one. A public name must not lead inside: whoever holds
/// it could send us anywhere.
pub(super) fn start(host: Option<&Host<&str>>, network: Network) -> Option<BTreeSet<Reach>> {
    let is_own = |name: &str| {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let within =
            |own: &str| name.strip_suffix(own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        !name.contains('.') || OWN_NAMES.into_iter().any(within)
    };
    match host {
        Some(Host::Domain(name)) if network == Network::World && !is_own(name) => Some(BTreeSet::new()),
        _ => None,
    }
}

/// The addresses of a host that may be connected to. `configured` holds how far those of the configured
/// host reach; without it this is the configured host, whose place is the owner's business.
pub(super) fn permitted(
    addresses: impl IntoIterator<Item = SocketAddr>,
    configured: Option<&BTreeSet<Reach>>,
) -> Vec<SocketAddr> {
    let may = |address: &SocketAddr| {
        let reach = Reach::of(address.ip());
        configured.is_none_or(|known| reach == Reach::World || known.contains(&reach))
    };
    addresses.into_iter().filter(may).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_reach_as_far_as_their_registries_say() {
        for (reach, addresses) in [
            (
                Reach::World,
                "1.1.1.1 93.184.215.14 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 2606:4700::1111 ::1.1.1.1",
            ),
            (Reach::World, "64:ff9b::1.1.1.1 2002:101:101::1 ::ffff:1.1.1.1 2001:4860:4860::8888"),
            (
                Reach::Private,
                "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 fd00::1 fc00::1 fec0::1",
            ),
            (Reach::Private, "::ffff:10.0.0.1 64:ff9b::192.168.0.1 64:ff9b:1::1 2002:a00:1::1"),
            (Reach::Link, "169.254.169.254 fe80::1 ::ffff:169.254.169.254"),
            (Reach::Machine, "127.0.0.1 127.9.9.9 0.0.0.0 0.1.2.3 ::1 :: ::ffff:127.0.0.1 ::127.0.0.1"),
            (Reach::Machine, "::ffff:0:127.0.0.1 64:ff9b::7f00:1"),
            (
                Reach::Nothing,
                "224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1 203.0.113.9 192.0.0.8",
            ),
            (Reach::Nothing, "ff02::1 2001:db8::1 2001::1 3fff::1 4000::1 100::1"),
        ] {
            for address in addresses.split(' ') {
                assert_eq!(Reach::of(address.parse().unwrap()), reach, "{address}");
            }
        }
    }

    #[test]
    fn a_public_name_leads_into_the_world_and_nowhere_else() {
        let inside = |text: &str, network: Network| {
            let url = url::Url::parse(&format!("https://{text}/a.ics")).unwrap();
            let start = start(url.host().as_ref(), network);
            !permitted(["10.0.0.1:443".parse().unwrap()], start.as_ref()).is_empty()
        };
        for name in ["cloud.studio.example", "localhost.studio.example", "notlocal.example", "mylan.example"]
        {
            assert!(!inside(name, Network::World), "{name}");
            assert!(inside(name, Network::Own), "{name}");
        }
        for own in ["10.0.0.1", "[fd00::1]", "localhost", "nas", "nas.lan", "cloud.home.arpa", "nas.local"] {
            assert!(inside(own, Network::World), "{own}");
        }
        let outside = permitted(["1.1.1.1:443".parse().unwrap()], Some(&BTreeSet::new()));
        assert_eq!(outside.len(), 1);
    }

    #[test]
    fn a_redirect_leads_into_the_world_or_to_where_the_owner_pointed() {
        let addresses = ["1.1.1.1:443", "10.0.0.1:443", "127.0.0.1:443", "169.254.169.254:80"];
        let allowed = |configured: Option<&[Reach]>| {
            let configured = configured.map(|reaches| reaches.iter().copied().collect());
            permitted(addresses.map(|a| a.parse().unwrap()), configured.as_ref()).len()
        };
        assert_eq!(allowed(None), 4);
        assert_eq!(allowed(Some(&[Reach::World])), 1);
        assert_eq!(allowed(Some(&[Reach::Machine])), 2);
        assert_eq!(allowed(Some(&[Reach::World, Reach::Private])), 2);
    }
}
