//! Asks the real world, each question within a few seconds.

use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::config::FeedUrl;
use crate::tls::client_config;

use super::{Ask, Service};
use crate::sources::http::{self, Body};

/// Patience with one question.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest configuration file, in bytes.
const MAX_FILE_BYTES: usize = 64 * 1024;

/// The network as this machine sees it.
pub struct Network {
    /// What the machine itself asks for names; nothing where it does not say whom.
    resolver: Option<TokioResolver>,
}

impl Network {
    /// Learns whom this machine asks for names.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self { resolver: TokioResolver::builder_tokio().ok().and_then(|builder| builder.build().ok()) }
    }
}

impl Ask for Network {
    async fn fetch(&self, url: &str) -> Option<Vec<u8>> {
        timeout(PATIENCE, fetch(url)).await.ok().flatten()
    }

    async fn services(&self, name: &str) -> Vec<Service> {
        let found =
            timeout(PATIENCE, async { self.resolver.as_ref()?.srv_lookup(absolute(name)).await.ok() }).await;
        let Ok(Some(found)) = found else { return Vec::new() };
        let service = |data: &RData| match data {
            RData::SRV(record) => Some(Service {
                priority: record.priority,
                host: name_of(&record.target.to_ascii()),
                port: record.port,
            }),
            _ => None,
        };
        found.answers().iter().filter_map(|record| service(&record.data)).collect()
    }

    async fn exchangers(&self, domain: &str) -> Vec<String> {
        let found =
            timeout(PATIENCE, async { self.resolver.as_ref()?.mx_lookup(absolute(domain)).await.ok() }).await;
        let Ok(Some(found)) = found else { return Vec::new() };
        let mut hosts: Vec<(u16, String)> = found
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::MX(record) => Some((record.preference, name_of(&record.exchange.to_ascii()))),
                _ => None,
            })
            .collect();
        hosts.sort();
        hosts.into_iter().map(|(_, host)| host).collect()
    }

    async fn answers(&self, host: &str, port: u16) -> bool {
        matches!(timeout(PATIENCE, TcpStream::connect((host, port))).await, Ok(Ok(_)))
    }
}

/// The name with a dot at its end, so that no search list is tried.
fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn name_of(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// A redirect is not followed: it may leave the domain that is asked.
async fn fetch(url: &str) -> Option<Vec<u8>> {
    let url = FeedUrl::parse(url).ok()?;
    let addresses = http::resolve(&url, PATIENCE).await.ok()?;
    let tls = client_config(None).ok()?;
    let client = http::builder(&url, &addresses, tls, PATIENCE).build().ok()?;
    let mut answer = client.get(url.expose().clone()).send().await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    let mut body = Body::new(MAX_FILE_BYTES);
    while let Some(chunk) = answer.chunk().await.ok()? {
        body.push(&chunk).ok()?;
    }
    body.finish().ok()
}
