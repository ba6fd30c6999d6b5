//! `[ignore]`: who is no person, or none the owner wants to hear about.

use std::collections::BTreeSet;

use super::Section;
use super::value::{Domain, FromValue, Value};
use crate::people::{Address, AddressPattern};

/// Who is left out of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignore {
    /// Addresses, and patterns of them.
    pub addresses: BTreeSet<AddressPattern>,
    /// Domains, subdomains included; lower-case.
    pub domains: BTreeSet<String>,
}

impl Ignore {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let domains = section.or::<Vec<Domain>>("domains", Vec::new());
        Self {
            addresses: section.or("addresses", BTreeSet::new()),
            domains: domains.into_iter().map(|Domain(domain)| domain).collect(),
        }
    }

    /// All of it as patterns of addresses.
    #[must_use]
    pub fn patterns(&self) -> Vec<AddressPattern> {
        let within = self.domains.iter().cloned().map(AddressPattern::Within);
        self.addresses.iter().cloned().chain(within).collect()
    }
}

impl FromValue for AddressPattern {
    const WHAT: &str = "an address such as \"ana@studio.example\", or \"*@studio.example\" for all there";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        let pattern = match text.trim().strip_prefix("*@") {
            Some(domain) => Domain::parse(domain).map(|Domain(domain)| Self::AllAt(domain)),
            None => Address::parse(text).filter(|_| !text.contains('*')).map(Self::Exact),
        };
        pattern.or_else(|| {
            let why = if text.contains('*') {
                "`*` can only stand for all before the @"
            } else {
                "no mail address"
            };
            value.refuse(Self::WHAT, why)
        })
    }
}
