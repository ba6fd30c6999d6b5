//! Rulings are recorded, listed and taken back; each time it is said whom they are about.

use std::collections::BTreeSet;
use std::io::Write;

use serde::Serialize;
use serde_json::{Value, json};

use crate::cli::context::{Context, Loaded};
use crate::cli::error::CliError;
use crate::cli::text::{day, json_line};
use crate::ledger::{Ruling, RulingRecord};
use crate::people::{Directory, Person, PersonId};
use crate::service::journal;

use super::SHORTEST_ID;
use super::words::{Wording, about};

/// What is answered in JSON, whatever was said.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Answer<'a> {
    /// The ruling that was recorded.
    pub(in crate::cli) ruling: Option<String>,
    /// What was said, or is said no more.
    pub(in crate::cli) said: Option<&'a Ruling>,
    /// The same in words.
    pub(in crate::cli) words: &'a str,
    /// Whom it is about.
    pub(in crate::cli) people: Vec<Value>,
    /// What was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) undone: Option<Value>,
}

/// Records a ruling, folds anew, and says what was noted of whom, and how to take it back.
pub(in crate::cli) fn record(
    context: &Context,
    mut loaded: Loaded,
    ruling: Ruling,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    // Who is meant is said as it was when it was said: who is nobody now was somebody then.
    let words = Wording::of(&loaded).ruling(&ruling);
    let people = people(&ruling, &loaded.books.directory);
    let record = RulingRecord { at: context.now, ruling };
    loaded.store.record_ruling(&record)?;
    journal::refold(&mut loaded.store, &loaded.config, context.now)?;
    let id = record.id().to_string();
    if context.json {
        let people = or_by_now(people, context, &record.ruling)?;
        let said = Some(&record.ruling);
        json_line(out, &Answer { ruling: Some(id), said, words: &words, people, undone: None })?;
    } else {
        writeln!(out, "{words}\nnoted as {id}; `goodwill rule undo {id}` takes it back")?;
    }
    Ok(())
}

/// Says that a ruling would change nothing; it is not recorded.
pub(super) fn nothing_new(
    context: &Context,
    loaded: &Loaded,
    (ruling, words): (&Ruling, &str),
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if context.json {
        let people = people(ruling, &loaded.books.directory);
        json_line(out, &Answer { ruling: None, said: Some(ruling), words, people, undone: None })?;
    } else {
        writeln!(out, "{words}")?;
    }
    Ok(())
}

/// Who a ruling is about, each once.
fn people(ruling: &Ruling, directory: &Directory) -> Vec<Value> {
    let mut ids: Vec<PersonId> = about(ruling).into_iter().filter_map(|key| directory.find(key)).collect();
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    ids.into_iter().filter_map(|id| directory.person(id)).map(as_json).collect()
}

/// Whom a ruling is about; those whom only the ruling made people, or only its end, as they are by now.
fn or_by_now(found: Vec<Value>, context: &Context, ruling: &Ruling) -> Result<Vec<Value>, CliError> {
    if found.is_empty() && !about(ruling).is_empty() {
        return Ok(people(ruling, &context.load()?.books.directory));
    }
    Ok(found)
}

/// A person, as answers name him.
pub(in crate::cli) fn as_json(person: &Person) -> Value {
    json!({ "person": person.id, "name": person.name, "addresses": person.addresses })
}

pub(super) fn list(context: &Context, loaded: &Loaded, out: &mut dyn Write) -> Result<(), CliError> {
    let rulings = loaded.store.rulings()?;
    if rulings.is_empty() && !context.json {
        writeln!(out, "no rulings yet")?;
    }
    for stored in rulings {
        let id = stored.record.id().to_string();
        let words = Wording::of(loaded).ruling(&stored.record.ruling);
        if context.json {
            let (at, undone) = (stored.record.at.to_string(), stored.undone_at.map(|at| at.to_string()));
            let said = &stored.record.ruling;
            json_line(
                out,
                &json!({ "ruling": id, "at": at, "said": said, "words": words, "undone_at": undone }),
            )?;
            continue;
        }
        let undone = if stored.undone_at.is_some() { " (undone)" } else { "" };
        writeln!(out, "{id}  {}  {words}{undone}", day(stored.record.at, &loaded.config.me.timezone))?;
    }
    Ok(())
}

pub(super) fn undo(
    context: &Context,
    mut loaded: Loaded,
    text: &str,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let wanted = text.trim().to_lowercase();
    let standing = loaded.store.standing_rulings()?;
    let found: Vec<_> =
        standing.iter().filter(|record| record.id().to_string().starts_with(&wanted)).collect();
    let record = match found.as_slice() {
        [record] if wanted.len() >= SHORTEST_ID => *record,
        [] => {
            return Err(CliError::NotFound(format!(
                "there is no ruling {text:?} that stands; `goodwill rule list` lists them"
            )));
        }
        _ => return Err(CliError::Usage(format!("{text:?} is too short to name one ruling"))),
    };
    loaded.store.undo_ruling(record.id(), context.now)?;
    journal::refold(&mut loaded.store, &loaded.config, context.now)?;
    let words = Wording::of(&loaded).ruling(&record.ruling);
    if context.json {
        let people = or_by_now(people(&record.ruling, &loaded.books.directory), context, &record.ruling)?;
        let (said, undone) = (Some(&record.ruling), Some(json!(record.id().to_string())));
        json_line(out, &Answer { ruling: None, said, words: &words, people, undone })?;
    } else {
        writeln!(out, "undone: {words}")?;
    }
    Ok(())
}
