//! HTTP as every source that speaks it needs it: which addresses may be connected to, how much of
//! an answer is taken, and what an error of the library comes to. It knows nothing of calendars.

mod body;
mod client;
mod error;

pub(in crate::sources) use body::Body;
pub(in crate::sources) use client::{builder, fault, resolve};
pub use error::{HttpFault, TlsFault};
