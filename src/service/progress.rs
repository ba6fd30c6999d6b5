//! How far a long reading of an account has come, in words for the terminal and the service manager.

use std::fmt;
use std::time::Duration;

/// How far a folder of an account is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What the source is called.
    pub source: String,
    /// The folder, as the owner sees it.
    pub folder: String,
    /// Messages read in this pass.
    pub done: u64,
    /// Messages of the folder that are still to be read.
    pub left: u64,
    /// How long the pass has taken so far.
    pub elapsed: Duration,
}

impl Progress {
    /// Messages read in a second.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        self.done as f64 / self.elapsed.as_secs_f64().max(0.001)
    }

    /// How long the folder will take yet, if it goes on like this; nothing where nothing was read.
    #[must_use]
    pub fn time_left(&self) -> Option<Duration> {
        let seconds = self.left as f64 / self.per_second();
        Duration::try_from_secs_f64(seconds).ok()
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, folder, done, left, .. } = self;
        write!(f, "{source}: {done} read, {left} left in {folder}, {:.0} a second", self.per_second())?;
        match self.time_left().map(|time| time.as_secs()) {
            Some(seconds @ 0..90) => write!(f, ", about {seconds} s left"),
            Some(seconds) => write!(f, ", about {} min left", seconds.div_ceil(60)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_how_many_how_fast_and_how_long() {
        let at = |done, left, seconds| {
            let elapsed = Duration::from_secs(seconds);
            Progress { source: "mail a".into(), folder: "INBOX".into(), done, left, elapsed }.to_string()
        };
        assert_eq!(at(500, 1000, 1), "mail a: 500 read, 1000 left in INBOX, 500 a second, about 2 s left");
        assert_eq!(at(100, 1000, 10), "mail a: 100 read, 1000 left in INBOX, 10 a second, about 2 min left");
        assert_eq!(at(0, 1000, 10), "mail a: 0 read, 1000 left in INBOX, 0 a second");
    }
}
