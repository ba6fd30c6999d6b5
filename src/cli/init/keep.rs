//! Writes what was found out: the config, and a password beside it; and says so. It asks nothing.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use secrecy::ExposeSecret;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::text::json_line;
use crate::observations::mail::CheckingServer;

use super::draft::{Checks, Draft, Proof};
use super::{Secret, absolute};

/// The file of a password that was entered, beside the config.
pub(super) const SECRET: &str = "mail.secret";

/// Writes config and password, for the owner alone: the password first, so that no config lacks it.
pub(super) fn keep(path: &Path, draft: &Draft, secret: &Secret) -> Result<(), CliError> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| CliError::File { path, source }
    };
    fs::create_dir_all(directory).map_err(failed(directory))?;
    let proof = match secret {
        Secret::Kept(proof) => proof.clone(),
        Secret::Entered(password) => {
            let beside = directory.join(SECRET);
            write_new(&beside, password.expose_secret())?;
            Proof::File(absolute(&beside)?)
        }
    };
    let mut file = tempfile::NamedTempFile::new_in(directory).map_err(failed(directory))?;
    let text = Draft { proof, ..draft.clone() }.text();
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(failed(path))?;
    file.persist_noclobber(path).map_err(|error| failed(path)(error.error))?;
    Ok(())
}

/// Writes a file that was not there, which only the owner may read.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), CliError> {
    let written = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    written().map_err(|source| CliError::File { path: path.to_owned(), source })
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
