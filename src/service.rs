//! What joins the pure core to the world: sources into the journal, the journal into the books, letters out.

pub mod accounts;
pub mod agenda;
mod backoff;
mod bell;
pub mod caldav;
pub mod desk;
pub mod feeds;
mod first;
pub mod gate;
pub mod intake;
pub mod journal;
pub mod keys;
pub mod letters;
pub mod lock;
mod mailbox;
mod openings;
pub mod pass;
pub mod progress;
mod replies;
mod retold;
pub mod run;
mod silence;
pub mod subjects;
