//! Asks the owner on the terminal; where there is none, options have to say it all.

use std::io::{self, IsTerminal, Write};

use inquire::{Confirm, InquireError, Password, PasswordDisplayMode, Text};
use secrecy::SecretString;

use crate::cli::error::CliError;

/// Times that a question is asked whose answers make no sense.
const MAX_ANSWERS: usize = 5;

/// Whether somebody can be asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    is_there: bool,
}

impl Asker {
    /// Somebody can be asked where both ends are a terminal, and text is what is wanted.
    pub(super) fn new(json: bool) -> Self {
        Self { is_there: !json && io::stdin().is_terminal() && io::stdout().is_terminal() }
    }

    pub(super) fn is_there(self) -> bool {
        self.is_there
    }

    /// What `read` makes of an answer. At a terminal it is said what is wrong with one, and asked again.
    pub(super) fn sound<T>(
        self,
        ask: impl Fn() -> Result<String, CliError>,
        read: impl Fn(&str) -> Result<T, CliError>,
    ) -> Result<T, CliError> {
        let answer = || read(&ask()?);
        for _ in 1..MAX_ANSWERS {
            match answer() {
                Err(CliError::Usage(why)) if self.is_there => {
                    let _ = writeln!(io::stderr(), "{why}");
                }
                answer => return answer,
            }
        }
        answer()
    }

    /// A line. Without a terminal the default, or a wish for `option`.
    pub(super) fn line(self, question: &str, default: &str, option: &str) -> Result<String, CliError> {
        if !self.is_there {
            return if default.is_empty() { Err(unasked(option)) } else { Ok(default.to_owned()) };
        }
        let text = Text::new(question);
        let text = if default.is_empty() { text } else { text.with_default(default) };
        Ok(text.prompt().map_err(stopped)?.trim().to_owned())
    }

    /// A line that may stay empty. Without a terminal it does.
    pub(super) fn optional_line(self, question: &str, help: &str) -> Result<Option<String>, CliError> {
        if !self.is_there {
            return Ok(None);
        }
        let text = Text::new(question).with_help_message(help).prompt().map_err(stopped)?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// Yes or no. Without a terminal the default.
    pub(super) fn is_wanted(self, question: &str, default: bool) -> Result<bool, CliError> {
        if !self.is_there {
            return Ok(default);
        }
        Confirm::new(question).with_default(default).prompt().map_err(stopped)
    }

    /// A secret, which is not shown.
    pub(super) fn secret(self, question: &str, option: &str) -> Result<SecretString, CliError> {
        if !self.is_there {
            return Err(unasked(option));
        }
        let password = Password::new(question).without_confirmation();
        let secret = password.with_display_mode(PasswordDisplayMode::Masked).prompt().map_err(stopped)?;
        Ok(SecretString::from(secret))
    }
}

fn unasked(option: &str) -> CliError {
    CliError::Usage(format!("there is no terminal to ask at: give {option}"))
}

fn stopped(error: InquireError) -> CliError {
    match error {
        InquireError::IO(error) => CliError::System(error),
        _ => CliError::Unsent("stopped; nothing was written".to_owned()),
    }
}
