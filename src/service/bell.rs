//! Rings once a minute. What is due then is not its matter.

use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Every minute, in UTC.
const EVERY_MINUTE: &str = "0 * * * * *";

/// Rings until it is stopped.
pub(super) struct Bell {
    scheduler: JobScheduler,
    rings: mpsc::Receiver<()>,
}

impl Bell {
    /// Begins to ring.
    pub(super) async fn start() -> Result<Self, JobSchedulerError> {
        // One ring waits at most: who could not hear three has one thing to do.
        let (ring, rings) = mpsc::channel(1);
        let scheduler = JobScheduler::new().await?;
        let job = Job::new(EVERY_MINUTE, move |_, _| {
            let _ = ring.try_send(());
        })?;
        scheduler.add(job).await?;
        scheduler.start().await?;
        Ok(Self { scheduler, rings })
    }

    /// Waits for the next ring; for ever once the bell is broken.
    pub(super) async fn rung(&mut self) {
        if self.rings.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// Stops ringing.
    pub(super) async fn stop(mut self) {
        // It ends with the process in any case.
        let _ = self.scheduler.shutdown().await;
    }
}
