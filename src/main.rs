//! The `goodwill` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "the one place where the command line learns the time")]
    let now = jiff::Timestamp::now();
    goodwill::cli::main(now)
}
