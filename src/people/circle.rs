//! What the owner says about groups of people, and how two people deal with each other.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Address, Directory};

/// How two people deal with each other, after the forms of A. P. Fiske, "The four elementary forms of
/// sociality" (1992).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// As equals: turns are taken, a favor is a favor.
    Equality,
    /// Colleagues of one organisation: duty first.
    Colleague,
    /// The other stands above the owner (a boss, a client who directs).
    AuthorityAbove,
    /// The other stands below the owner.
    AuthorityBelow,
    /// What is done is paid for.
    Market,
    /// Family and close friends: needs are met, nothing is counted.
    Communal,
}

/// Who said how two people deal with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegimeSource {
    /// The owner, for this person, circle or domain.
    Owner,
    /// Same domain as the owner's: colleagues.
    OwnDomain,
    /// The owner's family name, outside the owner's organisations: family until the owner says otherwise.
    FamilyName,
    /// Nothing is known: equals.
    Default,
}

/// What the owner wants to give a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Give more than comes back, knowingly: it is never called too much.
    Invest,
    /// As it comes.
    #[default]
    Steady,
    /// Give less: no silence is brought up and no deposit proposed.
    Ease,
}

/// A group of people, as the owner's config or ruling describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Its name.
    pub name: String,
    /// Members by address, as identity keys.
    pub addresses: BTreeSet<Address>,
    /// Members by name, compared without case.
    pub names: BTreeSet<String>,
    /// Members by domain, subdomains included.
    pub domains: BTreeSet<String>,
    /// How the owner and its members deal with each other, where he says so.
    pub regime: Option<Regime>,
    /// False where nothing is counted: no entries, no balance.
    pub tally: bool,
    /// Days between contacts that the owner would like; silence beyond is late.
    pub ideal_days: Option<u32>,
    /// Days between contacts that the owner wants at most; silence beyond is unusual at once.
    pub expect_days: Option<u32>,
    /// How much its members matter in the choice of nudges, in thousandths; 1000 is usual.
    pub importance: u16,
    /// What the owner wants to give its members.
    pub stance: Stance,
}

impl Circle {
    /// The members named that nobody bears, addresses first, each as the circle compares it.
    #[must_use]
    pub fn nobody<'a>(&'a self, directory: &Directory) -> Vec<&'a str> {
        let addresses = self.addresses.iter().filter(|address| directory.find(address).is_none());
        let is_borne =
            |name: &&String| directory.people().values().any(|person| person.name.to_lowercase() == **name);
        let names = self.names.iter().filter(|name| !is_borne(name));
        addresses.map(Address::as_str).chain(names.map(String::as_str)).collect()
    }
}

/// The owner's own addresses, as identity keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnerAddresses(BTreeSet<Address>);

impl OwnerAddresses {
    /// The set of these addresses.
    pub fn new<'a>(addresses: impl IntoIterator<Item = &'a Address>) -> Self {
        Self(addresses.into_iter().map(Address::identity_key).collect())
    }

    /// Whether the address is one of the owner's, tags aside.
    #[must_use]
    pub fn contains(&self, address: &Address) -> bool {
        self.0.contains(&address.identity_key())
    }

    /// Whether the address is one of the owner's but for dots and hyphens before the `@`: he mistyped his own, and
    /// nobody else has it.
    #[must_use]
    pub fn holds_nearly(&self, address: &Address) -> bool {
        let bare = |address: &Address| address.local().replace(['.', '-', '_'], "");
        let key = address.identity_key();
        self.0.iter().any(|own| own.domain() == key.domain() && bare(own) == bare(&key))
    }

    /// The identity keys, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Address> {
        self.0.iter()
    }
}
