//! `goodwill circle`: who belongs to which circle.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::ledger::Ruling;
use crate::people::Person;

use super::context::{Context, Loaded};
use super::error::CliError;
use super::rule::record;
use super::text::{json_line, plural};
use super::whom::{key_of, named, one_person};

/// Most names told of that nobody bears.
const MAX_NAMED: usize = 5;

/// Arguments of `circle`.
#[derive(Debug, Args)]
pub(super) struct Circle {
    /// The person; without one, the circles are listed
    person: Option<String>,
    /// The circle, as the config names it
    #[arg(value_name = "CIRCLE", requires = "person", conflicts_with = "none")]
    name: Option<String>,
    /// Take the person out of any circle
    #[arg(long, requires = "person")]
    none: bool,
}

impl Circle {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let loaded = context.load()?;
        let Some(text) = &self.person else { return list(&loaded, context, out) };
        if self.name.is_none() && !self.none {
            return tell(one_person(&loaded.books, text)?, context, out);
        }
        if let Some(name) = &self.name {
            known(&loaded, name)?;
        }
        let address = key_of(&loaded.books, text)?;
        record(context, loaded, Ruling::Circle { address, circle: self.name.clone() }, out)
    }
}

/// Refuses a circle that the config does not have.
pub(super) fn known(loaded: &Loaded, name: &str) -> Result<(), CliError> {
    if loaded.config.circles.iter().any(|circle| circle.name == name) {
        return Ok(());
    }
    let known: Vec<&str> = loaded.config.circles.iter().map(|circle| circle.name.as_str()).collect();
    let known =
        if known.is_empty() { "has none yet".to_owned() } else { format!("has {}", known.join(", ")) };
    Err(CliError::Usage(format!(
        "there is no circle {name:?}: the config {known}; add a section [circles.{name}] to it"
    )))
}

/// Where a person is.
fn tell(person: &Person, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
    if context.json {
        json_line(out, &json!({ "person": person.id, "name": person.name, "circle": person.circle }))?;
    } else {
        writeln!(out, "{} is in {}", named(person), person.circle.as_deref().unwrap_or("no circle"))?;
    }
    Ok(())
}

fn list(loaded: &Loaded, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
    if loaded.config.circles.is_empty() && !context.json {
        writeln!(out, "the config has no circles; a section [circles.friends] makes one")?;
    }
    for circle in &loaded.config.circles {
        let members: Vec<&str> = loaded
            .books
            .directory
            .people()
            .values()
            .filter(|person| person.circle.as_deref() == Some(&circle.name))
            .map(|person| person.name.as_str())
            .collect();
        if context.json {
            json_line(out, &json!({ "circle": circle.name, "tally": circle.tally, "members": members }))?;
        } else {
            let members = if members.is_empty() { "nobody yet".to_owned() } else { members.join(", ") };
            writeln!(out, "{}: {members}", circle.name)?;
        }
    }
    Ok(())
}

/// The names and addresses in the circles of the config that nobody bears, each with its circle.
pub(super) fn nobody(loaded: &Loaded) -> Vec<(&str, &str)> {
    let circles = loaded.config.circles.iter();
    circles
        .flat_map(|circle| {
            let members = circle.nobody(&loaded.books.directory).into_iter();
            members.map(|member| (circle.name.as_str(), member))
        })
        .collect()
}

/// The same in a sentence, where there are any and anybody is known at all.
pub(super) fn nobody_sentence(loaded: &Loaded) -> Option<String> {
    let nobody = nobody(loaded);
    if nobody.is_empty() || loaded.books.directory.people().is_empty() {
        return None;
    }
    let named: Vec<String> =
        nobody.iter().take(MAX_NAMED).map(|(circle, member)| format!("{member} ({circle})")).collect();
    let more = nobody.len().saturating_sub(MAX_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let count = plural(nobody.len() as u64, "name or address", "names or addresses");
    Some(format!(
        "{count} in the circles of the config that nobody bears: {}{more}; `goodwill people` shows how people are named",
        named.join(", ")
    ))
}
