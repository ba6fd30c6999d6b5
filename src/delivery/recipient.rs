//! The one place that decides to whom anything may be sent: the owner, and nobody else.

use mail_parser::{HeaderName, HeaderValue, MessageParser};

use super::{DeliveryError, Fault, Outgoing};
use crate::observations::MessageId;
use crate::people::{Address, OwnerAddresses};

/// Fields of a header that name who gets a message (RFC 5322, 3.6.3 and 3.6.6).
const FIELDS: [HeaderName<'static>; 6] = [
    HeaderName::To,
    HeaderName::Cc,
    HeaderName::Bcc,
    HeaderName::ResentTo,
    HeaderName::ResentCc,
    HeaderName::ResentBcc,
];

/// The owner's address that letters go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    address: Address,
    owner: OwnerAddresses,
}

/// An address that is not the owner's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is none of your addresses; letters go to nobody else")]
pub struct NotTheOwner(Address);

/// A letter that was found to go to the owner and nobody else. Only [`Recipient::admit`] makes one, and
/// only such letters can be delivered.
#[derive(Debug, Clone, Copy)]
pub struct Admitted<'a> {
    message: &'a Outgoing,
    to: &'a Address,
}

impl Recipient {
    /// The owner at this address, which must be one of the owner's.
    pub fn new(address: &Address, owner: &OwnerAddresses) -> Result<Self, NotTheOwner> {
        if owner.contains(address) {
            Ok(Self { address: address.clone(), owner: owner.clone() })
        } else {
            Err(NotTheOwner(address.clone()))
        }
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Lets a letter pass whose header names the owner and nobody else: some programs that send mail
    /// read there to whom.
    pub fn admit<'a>(&'a self, message: &'a Outgoing) -> Result<Admitted<'a>, DeliveryError> {
        let refuse = |why: &str| Err(DeliveryError::new(Fault::Permanent, why));
        let Some(parsed) = MessageParser::new().parse_headers(&message.bytes) else {
            return refuse("the letter has no header");
        };
        let mut named = 0_usize;
        for header in parsed.headers() {
            if !FIELDS.contains(&header.name) {
                continue;
            }
            let HeaderValue::Address(addresses) = &header.value else {
                return refuse("the letter names nobody to go to");
            };
            for address in addresses.iter() {
                let address = address.address.as_deref().and_then(Address::parse);
                if !address.is_some_and(|address| self.owner.contains(&address)) {
                    return refuse("the letter names somebody else than you to go to");
                }
                named += 1;
            }
        }
        if named == 0 {
            return refuse("the letter names nobody to go to");
        }
        Ok(Admitted { message, to: &self.address })
    }
}

impl<'a> Admitted<'a> {
    /// The whole message, as it was frozen.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        &self.message.bytes
    }

    /// Its Message-ID.
    #[must_use]
    pub fn message_id(self) -> &'a MessageId {
        &self.message.message_id
    }

    /// The owner's address: sender and addressee of the envelope.
    #[must_use]
    pub fn to(self) -> &'a Address {
        self.to
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::scenario::{address, outgoing_with};
    use super::*;

    fn owner() -> Recipient {
        let addresses = [address("alex@studio.example"), address("alex@old.example")];
        Recipient::new(&addresses[0], &OwnerAddresses::new(&addresses)).unwrap()
    }

    #[test]
    fn only_an_address_of_the_owner_makes_a_recipient() {
        let own = OwnerAddresses::new(&[address("alex@studio.example")]);
        assert!(Recipient::new(&address("alex+nudges@studio.example"), &own).is_ok());
        for other in ["ana@studio.example", "alex@studio.example.example", "alexa@studio.example"] {
            assert!(Recipient::new(&address(other), &own).is_err(), "{other}");
        }
    }

    #[test]
    fn a_letter_passes_only_if_all_it_names_is_the_owner() {
        for (header, passes) in [
            ("To: Alex Moreau <alex@studio.example>\r\n", true),
            ("To: alex@studio.example\r\nCc: <ALEX@old.example>\r\n", true),
            ("To: =?utf-8?q?Al=C3=A9x?= <alex@studio.example>\r\n", true),
            ("To: alex@studio.example, ana@rey.example\r\n", false),
            ("To: alex@studio.example\r\nBcc: ana@rey.example\r\n", false),
            ("To: alex@studio.example\r\nTo: ana@rey.example\r\n", false),
            ("To: alex@studio.example\r\nResent-To: ana@rey.example\r\n", false),
            ("To: friends: alex@studio.example, ana@rey.example;\r\n", false),
            ("To: undisclosed-recipients:;\r\n", false),
            ("To: alex\r\n", false),
            ("To:\r\n", false),
            ("From: alex@studio.example\r\n", false),
        ] {
            let message = outgoing_with(&format!("{header}Subject: x\r\n\r\nHello\r\n"));
            assert_eq!(owner().admit(&message).is_ok(), passes, "{header}");
        }
        assert!(owner().admit(&outgoing_with("")).is_err());
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic_or_lets_another_pass(name in "\\PC{0,40}|[\r\n,;<>@:a]{0,20}") {
            let header = format!("To: {name} <alex@studio.example>\r\n");
            let _ = owner().admit(&outgoing_with(&format!("{header}\r\nx\r\n")));
            let other = outgoing_with(&format!("{header}Bcc: ana@rey.example\r\n\r\nx\r\n"));
            // A name may end the header by itself; what stands below is body then, and goes to nobody.
            if !name.contains(['\r', '\n']) {
                prop_assert!(owner().admit(&other).is_err());
            }
        }
    }
}
