//! How many connections to mail servers there are at once: to one host, and in all. Servers refuse more from one
//! place, and a slow one must not take the places of the others.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections to one host: some servers take no more from one address.
const TO_ONE_HOST: usize = 4;
/// Connections in all.
const IN_ALL: usize = 16;

/// Lets so many in at once.
#[derive(Debug)]
pub(super) struct Gate {
    hosts: Mutex<BTreeMap<String, Arc<Semaphore>>>,
    all: Arc<Semaphore>,
}

/// A place; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Entry {
    _host: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self { hosts: Mutex::default(), all: Arc::new(Semaphore::new(IN_ALL)) }
    }

    /// Waits for a place to read from a host. Who came first gets it first.
    pub(super) async fn enter(&self, host: &str) -> Entry {
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

    fn host(&self, host: &str) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(TO_ONE_HOST))))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    async fn may_enter(gate: &Gate, host: &str) -> Option<Entry> {
        timeout(Duration::from_millis(1), gate.enter(host)).await.ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_keeps_all_its_readers_waiting_keeps_no_other_host_from_being_read() {
        let gate = Gate::new();
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
        let gate = Gate::new();
        let mut inside = Vec::new();
        for n in 0..IN_ALL {
            inside.push(may_enter(&gate, &format!("mx{n}.example")).await.unwrap());
        }
        assert!(may_enter(&gate, "one.example").await.is_none());
        assert!(gate.stay("one.example").is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_stay_leave_a_place_for_those_who_read() {
        let gate = Gate::new();
        let staying: Vec<_> = (0..20).map_while(|_| gate.stay("mx.example")).collect();
        assert_eq!(staying.len(), TO_ONE_HOST - 1);
        assert!(may_enter(&gate, "mx.example").await.is_some());
        let hosts: Vec<_> = (0..40).filter_map(|n| gate.stay(&format!("mx{n}.example"))).collect();
        assert_eq!(hosts.len() + staying.len(), IN_ALL - 1);
    }
}
