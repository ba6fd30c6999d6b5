//! How many connections to mail servers there are at once, to one host and in all, and how often an account is
//! connected to, whatever for. Servers refuse more from one place, and a slow one must not take the places of the
//! others.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

use super::backoff::Bucket;

/// Connections to one host: some servers take no more from one address.
const TO_ONE_HOST: usize = 4;
/// Connections in all.
const IN_ALL: usize = 16;

/// Lets so many in at once, and each account so often. Clones are the same gate.
#[derive(Debug, Clone)]
pub struct Gate {
    turns: Arc<Mutex<BTreeMap<String, Bucket>>>,
    hosts: Arc<Mutex<BTreeMap<String, Arc<Semaphore>>>>,
    all: Arc<Semaphore>,
}

impl Default for Gate {
    fn default() -> Self {
        let all = Arc::new(Semaphore::new(IN_ALL));
        Self { turns: Arc::default(), hosts: Arc::default(), all }
    }
}

/// A place; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Entry {
    _host: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Gate {
    /// Waits for the turn of an account and then for a place at its host. Who came first gets it first.
    pub(super) async fn enter(&self, account: &str, host: &str) -> Entry {
        sleep(self.turn(account)).await;
        // The host's first: who waits for a slow one takes no place that others could have.
        let host = self.host(host).acquire_owned().await.ok();
        let all = Arc::clone(&self.all).acquire_owned().await.ok();
        Entry { _host: host, _all: all }
    }

    /// A place to stay for long without reading; nothing where none would be left for those who read.
    pub(super) fn stay(&self, host: &str) -> Option<Entry> {
        let of_host = self.host(host);
        let host = Arc::clone(&of_host).try_acquire_owned().ok()?;
        let all = Arc::clone(&self.all).try_acquire_owned().ok()?;
        let is_left = of_host.available_permits() > 0 && self.all.available_permits() > 0;
        is_left.then_some(Entry { _host: Some(host), _all: Some(all) })
    }

    /// Takes a turn of an account: how long to wait for it.
    fn turn(&self, account: &str) -> Duration {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        turns.entry(account.to_owned()).or_insert_with(|| Bucket::full(now)).take(now)
    }

    fn host(&self, host: &str) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(TO_ONE_HOST))))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    async fn may_enter(gate: &Gate, host: &str) -> Option<Entry> {
        timeout(Duration::from_millis(1), gate.enter(&format!("sam@{host}"), host)).await.ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_keeps_all_its_readers_waiting_keeps_no_other_host_from_being_read() {
        let gate = Gate::default();
        let mut inside = Vec::new();
        for _ in 0..TO_ONE_HOST {
            inside.push(may_enter(&gate, "slow.example").await.unwrap());
        }
        assert!(may_enter(&gate, "slow.example").await.is_none());
        assert!(may_enter(&gate, "quick.example").await.is_some());
        inside.pop();
        assert!(may_enter(&gate, "slow.example").await.is_some(), "a place is free again");
    }

    #[tokio::test(start_paused = true)]
    async fn there_are_never_more_than_the_limit_in_all() {
        let gate = Gate::default();
        let mut inside = Vec::new();
        for n in 0..IN_ALL {
            inside.push(may_enter(&gate, &format!("mx{n}.example")).await.unwrap());
        }
        assert!(may_enter(&gate, "one.example").await.is_none());
        assert!(gate.stay("one.example").is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn an_account_s_turns_come_one_at_a_time_once_it_had_many_and_others_have_theirs() {
        let gate = Gate::default();
        let begin = Instant::now();
        for _ in 0..12 {
            gate.clone().enter("sam", "mx.example").await;
        }
        assert_eq!((begin.elapsed() + Duration::from_millis(500)).as_secs(), 40);
        let begin = Instant::now();
        gate.enter("ana", "mx.example").await;
        assert!(begin.elapsed() < Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_stay_leave_a_place_for_those_who_read() {
        let gate = Gate::default();
        let staying: Vec<_> = (0..20).map_while(|_| gate.stay("mx.example")).collect();
        assert_eq!(staying.len(), TO_ONE_HOST - 1);
        assert!(may_enter(&gate, "mx.example").await.is_some());
        let hosts: Vec<_> = (0..40).filter_map(|n| gate.stay(&format!("mx{n}.example"))).collect();
        assert_eq!(hosts.len() + staying.len(), IN_ALL - 1);
    }
}
