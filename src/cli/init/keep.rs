//! Writes what was found out: the config, and a password beside it; and says so. It asks nothing.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::private;
use crate::cli::text::json_line;
use crate::observations::mail::CheckingServer;

use super::Secret;
use super::answers::absolute;
use super::draft::{Checks, Draft, Proof};

/// The file of a password that was entered, beside the config.
pub(super) const SECRET: &str = "mail.secret";

/// Where a password that is entered will lie.
pub(super) fn beside(config: &Path) -> PathBuf {
    config.with_file_name(SECRET)
}

/// Writes config and password, for the owner alone: the password first, so that no config lacks it; where the config
/// cannot be written, none stays.
pub(super) fn keep(path: &Path, draft: &Draft, secret: &Secret) -> Result<(), CliError> {
    let directory = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory).map_err(|source| CliError::File { path: directory.to_owned(), source })?;
    let write_config = |proof: Proof| {
        let text = Draft { proof, ..draft.clone() }.text();
        private::write_new(path, text.as_bytes())
    };
    let password = match secret {
        Secret::Kept(proof) => return write_config(proof.clone()),
        Secret::Entered(password) => password,
    };
    let beside = beside(path);
    private::write_new(&beside, password.expose_secret().as_bytes())?;
    let written = absolute(&beside).and_then(|place| write_config(Proof::File(place)));
    if written.is_err() {
        // What is wrong with the config is what is said.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// What was written, and what to do next.
pub(super) fn told(
    context: &Context,
    path: &Path,
    (draft, secret): (&Draft, &Secret),
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if context.json {
        let id = if let Checks::Server(server) = &draft.checks { Some(&server.id) } else { None };
        json_line(out, &json!({ "config": path, "trusted_authserv_id": id }))?;
        return Ok(());
    }
    writeln!(out, "wrote {}", path.display())?;
    match &draft.checks {
        Checks::Server(CheckingServer { id, checked, arrived }) => writeln!(
            out,
            "senders: {id} notes in {checked} of the newest {arrived} messages whether they are from whom they say; that \
             counts now (`trusted_authserv_id`)"
        )?,
        Checks::Nobody | Checks::Unknown => writeln!(
            out,
            "senders: no server was seen to check them, so what is written to you posts nothing yet; what you can do \
             stands above `trust` in the config"
        )?,
    }
    match secret {
        Secret::Entered(_) => writeln!(
            out,
            "The password lies beside it in {SECRET}, for you alone to read. The service of the machine can have it as \
             a credential instead: systemd/goodwill.service says how."
        )?,
        Secret::Kept(Proof::Microsoft(_)) => {
            writeln!(
                out,
                "next: `goodwill login` with your address lets goodwill in, then `goodwill check` tries it"
            )?;
        }
        Secret::Kept(_) => {}
    }
    writeln!(
        out,
        "next: `goodwill sync` reads it all, and can be stopped and gone on with; `goodwill run` is the daemon"
    )?;
    Ok(())
}
