//! Rulings are recorded, listed and taken back; each time it is said whom they are about.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::context::{Context, Loaded};
use crate::cli::error::CliError;
use crate::cli::text::{day, json_line};
use crate::ledger::{Ruling, RulingRecord};
use crate::people::Directory;
use crate::service::journal;

use super::SHORTEST_ID;
use super::words::{Wording, about};

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
        json_line(out, &json!({ "ruling": id, "said": record.ruling, "words": words, "people": people }))?;
    } else {
        writeln!(out, "{words}\nnoted as {id}; `goodwill rule undo {id}` takes it back")?;
    }
    Ok(())
}

/// Says that a ruling would change nothing; it is not recorded.
pub(super) fn nothing_new(context: &Context, words: &str, out: &mut dyn Write) -> Result<(), CliError> {
    if context.json {
        json_line(out, &json!({ "ruling": null, "words": words }))?;
    } else {
        writeln!(out, "{words}")?;
    }
    Ok(())
}

/// Who a ruling is about.
fn people(ruling: &Ruling, directory: &Directory) -> Vec<Value> {
    let found = about(ruling).into_iter().filter_map(|address| directory.person(directory.find(address)?));
    found
        .map(|person| json!({ "person": person.id, "name": person.name, "addresses": person.addresses }))
        .collect()
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
        json_line(out, &json!({ "undone": record.id().to_string(), "words": words }))?;
    } else {
        writeln!(out, "undone: {words}")?;
    }
    Ok(())
}
