//! `goodwill run`: the daemon.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::clock::SystemClock;
use crate::service::run::{Deps, run};

use super::context::Context;
use super::error::CliError;

/// How long work that cannot be broken off is waited for at the end.
const END_TIME: Duration = Duration::from_secs(5);

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(super) struct RunDaemon {}

impl RunDaemon {
    #[expect(clippy::unused_self, reason = "it has no arguments yet, as every command may")]
    pub(super) fn run(&self, context: &Context, _out: &mut dyn Write) -> Result<(), CliError> {
        let config = context.config()?;
        let state = context.state_dir()?;
        let own = context.clone();
        let reload = Box::new(move || own.config().map_err(|error| error.report()));
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(CliError::System)?;
        let ended = runtime.block_on(async {
            let (reloads, shutdown) = signals()?;
            let deps = Deps { state, clock: Arc::new(SystemClock), config, reload, reloads };
            run(deps, shutdown).await.map_err(CliError::from)
        });
        // A fold or a program asked for a password may be under way; each is whole or not at all.
        runtime.shutdown_timeout(END_TIME);
        ended
    }
}

/// SIGHUP wishes the config read again, SIGTERM and SIGINT end.
fn signals() -> Result<(mpsc::Receiver<()>, CancellationToken), CliError> {
    let mut hup = signal(SignalKind::hangup()).map_err(CliError::System)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(CliError::System)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(CliError::System)?;
    let (reload, reloads) = mpsc::channel(1);
    let shutdown = CancellationToken::new();
    let token = shutdown.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                // One wish waits at most.
                Some(()) = hup.recv() => drop(reload.try_send(())),
                _ = terminate.recv() => break,
                _ = interrupt.recv() => break,
            }
        }
        token.cancel();
    });
    Ok((reloads, shutdown))
}
