//! Tokens of OAuth (RFC 6749) for accounts that take no password: the owner logs in once on another device
//! (RFC 8628), and from then on tokens are renewed as they run out.
//!
//! [`begin`] and [`Pending::finish`] log in, [`access_token`] gives a token that is good now. A [`Vault`] keeps
//! them: files of the state directory, not the ledger, so that no copy or export of the ledger holds a token,
//! and no copy that is put back brings a token that was replaced since, which providers take for a theft.
//! It knows neither mail nor any account but by its name.

mod error;
mod grant;
mod http;
mod vault;

pub use error::OAuthError;
pub use grant::{Device, Pending, access_token, begin};
pub use http::Client;
pub use vault::{Tokens, Vault};
