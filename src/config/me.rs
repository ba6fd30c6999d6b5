//! `[me]`: who the owner is. The only section a config needs.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::value::{Domain, Fraction, FromValue, Name, Value};
use super::{MINIMAL, Section, is_public_provider};
use crate::people::{Address, OwnerAddresses};

/// Share of favors that passes through mail where the owner does not say.
const COVERAGE: f64 = 0.7;
/// Below a twentieth nothing could be concluded from mail.
const MIN_COVERAGE: f64 = 0.05;

/// Who the owner is.
#[derive(Debug, Clone, PartialEq)]
pub struct Me {
    /// The owner's name: one line.
    pub name: String,
    /// The address named first: where the owner wants to be written to.
    pub address: Address,
    /// All addresses, old ones too.
    pub addresses: OwnerAddresses,
    /// The zone in which the owner's days begin and end.
    pub timezone: TimeZone,
    /// Domains of organisations the owner belongs to, whose people are colleagues; lower-case. Where not
    /// given, the domains of the addresses that are no public mail provider's.
    pub domains: BTreeSet<String>,
    /// Share of favors that the owner thinks pass through mail, 0.05 to 1.0.
    pub coverage: Fraction,
}

impl Me {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        section.require(MINIMAL);
        let name = section.required::<Name>("name");
        let addresses = section.required::<OwnAddresses>("addresses");
        let timezone = section.required("timezone");
        let domains = section.read::<Vec<Domain>>("domains");
        let coverage = Fraction::new(section.number("coverage", MIN_COVERAGE..=1.0, COVERAGE));

        let OwnAddresses(addresses) = addresses?;
        let domains = match domains {
            Some(domains) => domains.into_iter().map(|Domain(domain)| domain).collect(),
            None => own_domains(&addresses),
        };
        let Name(name) = name?;
        Some(Self {
            name,
            address: addresses.first()?.clone(),
            addresses: OwnerAddresses::new(&addresses),
            timezone: timezone?,
            domains,
            coverage,
        })
    }
}

/// At least one address.
struct OwnAddresses(Vec<Address>);

impl FromValue for OwnAddresses {
    const WHAT: &str = "a list of your addresses such as [\"alex@studio.example\"]";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let items = value.items()?;
        if items.is_empty() {
            return value.refuse(Self::WHAT, "no address here");
        }
        // Without a single sound one there is no owner; each of the others is noted already.
        let addresses: Vec<_> = items.iter().filter_map(Address::from_value).collect();
        (!addresses.is_empty()).then_some(Self(addresses))
    }
}

fn own_domains(addresses: &[Address]) -> BTreeSet<String> {
    addresses
        .iter()
        .map(Address::domain)
        .filter(|domain| !is_public_provider(domain))
        .map(str::to_owned)
        .collect()
}
