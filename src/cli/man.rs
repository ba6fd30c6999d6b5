//! `goodwill man`: the manual page, made of the help of all commands.

use std::io::Write;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::error::CliError;

/// Files and variables, beside what the help says.
const FILES: [(&str, &str); 4] = [
    (
        "$GOODWILL_CONFIG, ~/.config/goodwill/config.toml, /etc/goodwill/config.toml",
        "The config: the first of these that is there, whole; --config goes before all. Every key stands, with its \
         default, in config/goodwill.toml of the sources.",
    ),
    (
        "$STATE_DIRECTORY/goodwill.db, ~/.local/state/goodwill/goodwill.db",
        "The ledger, for its owner alone. Copy it by `goodwill backup`, not by hand while something runs.",
    ),
    ("$RUST_LOG", "What is logged, in place of -v: see the documentation of tracing's EnvFilter."),
    ("$NO_COLOR", "Set to anything: no colours."),
];

/// Writes the page, in roff.
pub(super) fn write(mut command: clap::Command, out: &mut dyn Write) -> Result<(), CliError> {
    command.build();
    let man = Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        roff.control("SS", [format!("goodwill {}", inner.get_name()).as_str()]);
        roff.text([roman(inner.get_about().map(ToString::to_string).unwrap_or_default())]);
        own_arguments(inner, &mut roff);
    }
    roff.control("SH", ["FILES AND ENVIRONMENT"]);
    for (name, about) in FILES {
        roff.control("TP", []);
        roff.text([roman(name)]);
        roff.text([roman(about)]);
    }
    roff.control("SH", ["EXIT STATUS"]);
    roff.text([roman(
        "0 where all went well, 1 where something failed, 2 for a mistake in the call or the config.",
    )]);
    roff.to_writer(out)?;
    Ok(())
}

/// The options of one command, but for those of all.
fn own_arguments(command: &clap::Command, roff: &mut Roff) {
    let is_own = |argument: &&clap::Arg| {
        !argument.is_global_set()
            && !argument.is_hide_set()
            && !matches!(argument.get_id().as_str(), "help" | "version")
    };
    for argument in command.get_arguments().filter(is_own) {
        roff.control("TP", []);
        roff.text([roman(argument.to_string())]);
        roff.text([roman(argument.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
}
