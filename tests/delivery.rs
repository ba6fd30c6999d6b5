//! Delivery over the real outbox and a real mail server: what the owner gets, when the server, the line
//! or this program fails.

mod kills;
mod outbox;
pub(crate) mod sink;
mod smtp;

use std::path::Path;

use goodwill::delivery::{
    BoxFuture, Dispatch, Mailbox, MailboxError, Mailer, NudgeKey, Outgoing, Recipient, Step,
    protocol::Patience,
};
use goodwill::observations::MessageId;
use goodwill::people::{Address, OwnerAddresses};
use goodwill::store::Store;
use jiff::{SignedDuration, Timestamp};

/// Seconds after a fixed instant.
fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-03-02T09:00:00Z".parse().expect("an instant");
    start + SignedDuration::from_secs(seconds)
}

fn owner() -> Recipient {
    let address = Address::parse("alex@studio.example").expect("an address");
    Recipient::new(&address, &OwnerAddresses::new([&address])).expect("the owner")
}

/// The letter with this number, made at 0.
fn letter(number: usize) -> Outgoing {
    let id = format!("<nudges.{number}@goodwill.example>");
    let bytes = format!(
        "From: Goodwill <alex@studio.example>\r\nTo: Alex <alex@studio.example>\r\nMessage-ID: {id}\r\n\
         Subject: Letter {number}\r\n\r\nOne line.\r\n.a dot\r\n..\r\n\r\n"
    );
    Outgoing {
        nudge_key: NudgeKey::new(&format!("key {number}")),
        message_id: MessageId::parse(&id).expect("an id"),
        kind: "nudges".into(),
        bytes: bytes.into_bytes(),
        created_at: at(0),
        expires_at: at(48 * 3600),
    }
}

fn dispatch(mailer: Box<dyn Mailer>, mailbox: Option<Box<dyn Mailbox>>) -> Dispatch {
    Dispatch { recipient: owner(), mailer, mailbox, patience: Patience::default() }
}

fn store(directory: &Path) -> Store {
    Store::open_or_create(directory).expect("a store")
}

/// Steps until there is nothing to do at `now`.
async fn run(dispatch: &Dispatch, store: &mut Store, now: Timestamp) -> Option<Timestamp> {
    for _ in 0..100 {
        if let Step::Idle(until) = dispatch.step(store, now).await.expect("the store works") {
            return until;
        }
    }
    panic!("it never comes to rest");
}

/// A mailbox that cannot be read.
struct Shut;

impl Mailbox for Shut {
    fn has<'a>(&'a self, _: &'a MessageId) -> BoxFuture<'a, Result<bool, MailboxError>> {
        Box::pin(async { Err(MailboxError("it is shut".into())) })
    }
}
