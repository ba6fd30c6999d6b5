//! Invented letters for the tests of delivery.

use jiff::{SignedDuration, Timestamp};

use super::{NudgeKey, OutboxId, OutboxState, Outgoing, Queued, Recipient, Tries};
use crate::observations::MessageId;
use crate::people::{Address, OwnerAddresses};

/// Seconds after a fixed instant.
pub(super) fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-03-02T09:00:00Z".parse().expect("an instant");
    start + SignedDuration::from_secs(seconds)
}

/// An address.
pub(super) fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

/// The owner.
pub(super) fn owner() -> Recipient {
    let address = address("alex@studio.example");
    Recipient::new(&address, &OwnerAddresses::new([&address])).expect("the owner's address")
}

/// A letter of these bytes.
pub(super) fn outgoing_with(text: &str) -> Outgoing {
    Outgoing {
        nudge_key: NudgeKey::new("key"),
        message_id: MessageId::parse("<nudges.1@goodwill.example>").expect("an id"),
        kind: "nudges".into(),
        bytes: text.into(),
        created_at: at(0),
        expires_at: at(48 * 3600),
    }
}

/// A letter.
pub(super) fn outgoing() -> Outgoing {
    outgoing_with(
        "From: Goodwill <alex@studio.example>\r\nTo: =?utf-8?q?Al=C3=A9x?= <alex@studio.example>\r\n\
         Message-ID: <nudges.1@goodwill.example>\r\nSubject: One promise\r\n\r\nHello.\r\n.dot\r\n",
    )
}

/// A letter that waits for its first attempt.
pub(super) fn queued() -> Queued {
    Queued {
        id: OutboxId::new(1),
        message: outgoing(),
        state: OutboxState::Queued,
        tries: Tries::default(),
        next_at: at(0),
    }
}
