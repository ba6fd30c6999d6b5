//! The tests of goodwill as a whole, in one binary; `tidy` holds the rules of the code itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod agenda;
mod as_of;
mod ask;
mod bad_input;
mod caldav;
mod config_keys;
mod conversations;
mod daemon;
mod daemon_kills;
mod delivery;
mod demo;
mod export;
mod feeds;
mod first_steps;
mod forget;
mod gender;
mod identity;
mod imap;
mod imap_servers;
mod import;
mod init;
mod interrupt;
mod kill;
mod laws;
mod letters;
mod meetings;
mod oauth;
mod outcomes;
mod owner_says;
mod polled_keys;
mod replies;
mod ruled_apart;
mod rulings;
mod score;
mod scripts;
mod servers;
mod standing;
mod statement;
mod sync_kills;
mod tidy;
mod world;
mod year;
