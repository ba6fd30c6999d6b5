//! Mail over IMAP (RFC 3501), read only: folders are opened by EXAMINE and messages fetched by
//! `BODY.PEEK`, so that nothing changes on the server, not even what counts as read. One thing alone is
//! ever written: a letter to the owner, by [`append()`], where the config asks for that.
//!
//! [`sync()`] reads what is new in an account's folders, window by window, and hands each window with its
//! new cursor to a [`Sink`]. [`watch`] waits for something new. [`check()`] says what there is, [`find()`]
//! whether a message is. None of them knows what a message means, or where anything is kept.
//!
//! Everything a server sends passes a [`Guard`] before the parser sees it, and every command is driven to
//! its tagged completion with a deadline: a connection lost in between is an error, never an empty answer.

mod account;
mod append;
mod authenticate;
mod blame;
mod cause;
mod check;
mod choose;
mod command;
mod connect;
mod error;
mod fetch;
mod find;
mod folders;
mod guard;
mod idle;
mod login;
mod logs;
mod parts;
mod pass;
#[cfg(test)]
mod peer;
mod plan;
mod purpose;
mod scan;
mod session;
mod starttls;
mod structure;
mod sync;
mod utf7;
mod window;

pub use account::{Account, FolderCursor, FolderName, Haste, Role, Uid, UidValidity};
pub use append::{AppendFailure, append, folder_of};
pub use cause::app_password;
pub use check::{CheckReport, check};
pub use choose::{Chosen, Left, Why};
pub use error::{ImapError, LoginCause, SinkError, TlsCause};
pub use find::find;
pub use guard::{Guard, Limits, Violation};
pub use idle::{Watched, watch};
pub use logs::is_loggable;
pub use purpose::Purpose;
pub use sync::{Extent, FetchedMessage, FetchedWindow, FolderReport, Sink, SyncReport, Visit, Wants, sync};
