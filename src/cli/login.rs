//! `goodwill login`: lets goodwill into an account that takes no password, by a code on another device.

use std::io::Write;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use crate::clock::SystemClock;
use crate::config::{Config, OAuth, Proof};
use crate::oauth::Device;
use crate::service::keys::Keys;

use super::context::Context;
use super::error::CliError;
use super::sync::runtime;
use super::text::json_line;

/// Arguments of `login`.
#[derive(Debug, Args)]
pub(super) struct Login {
    /// The account: the `name` of its section, or its address where it has no name
    account: String,
}

impl Login {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let config = context.config()?;
        let oauth = find(&config, &self.account)?;
        let keys = Keys::new(context.state_dir()?, Arc::new(SystemClock));
        let mut shown = Ok(());
        let logged_in = runtime()?.block_on(keys.log_in(oauth, |device| shown = show(context, out, device)));
        shown?;
        logged_in?;
        if context.json {
            json_line(out, &json!({ "account": oauth.account, "logged_in": true }))?;
        } else {
            writeln!(out, "logged in; `goodwill check` tries the account")?;
        }
        Ok(())
    }
}

fn find<'a>(config: &'a Config, name: &str) -> Result<&'a OAuth, CliError> {
    let by_code = || {
        let accounts = config.mail.iter().filter(|mail| matches!(mail.proof, Proof::OAuth(_)));
        accounts.map(|mail| mail.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    match config.mail.iter().find(|mail| mail.name == name).map(|mail| &mail.proof) {
        Some(Proof::OAuth(oauth)) => Ok(oauth),
        Some(_) => Err(CliError::Usage(format!(
            "the account {name:?} has a password or token of its own and needs no login; `oauth` in its [[mail]] would"
        ))),
        None => Err(CliError::Usage(format!(
            "no account is called {name:?}; accounts with `oauth`: {}",
            Some(by_code()).filter(|names| !names.is_empty()).unwrap_or_else(|| "none".to_owned())
        ))),
    }
}

/// The owner waits for this, so it is not held back until the end.
fn show(context: &Context, out: &mut dyn Write, device: &Device) -> Result<(), CliError> {
    let minutes = device.lasts.as_secs().div_ceil(60);
    if context.json {
        let code = json!({ "url": device.url, "code": device.code, "expires_in": device.lasts.as_secs() });
        json_line(out, &code)?;
    } else {
        writeln!(out, "Open {} in a browser, on any device, and enter the code", device.url)?;
        writeln!(out, "\n    {}\n", device.code)?;
        writeln!(out, "Waiting for you to do so, for {minutes} minutes at most …")?;
    }
    out.flush()?;
    Ok(())
}
