//! How items relate: threads, duplicates, bulk that only behaviour shows.
//!
//! Pure. It relates facts to each other and to the owner; it judges no acts and counts nothing.

mod correspondence;
mod exchange;
mod few;
mod letter;
mod lines;
mod names;
mod nobody;
mod one_sided;
mod own;
mod parties;
mod repeats;
mod roll;
mod subjects;
#[cfg(test)]
mod tests;
mod threads;
mod told;

pub use correspondence::{Correspondence, ListPosts, Policy, correspondence};
pub use exchange::{Answers, Exchange, Parties, Party, Standing, ThreadId};
pub use few::Few;
pub use letter::Letters;
pub use one_sided::OneSided;
pub use own::OwnAddress;
pub use subjects::{strip_marks, topic};
pub use threads::threads;
pub use told::{Heard, Said, Told};
