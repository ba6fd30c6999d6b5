//! Scores `give`: are the needs that it puts first those that the owner came to meet?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use goodwill::books::{Need, chances, needs};
use goodwill::config;
use goodwill::observations::mail;
use goodwill::service::intake::{self, Assertion};
use goodwill::service::journal;
use goodwill::sources::{self, Item, ItemKind, SourceError};
use goodwill::store::{Store, TopicIndex};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::Outcome;
use crate::message::reception;
use crate::owner::{Owned, midnight};

/// Needs proposed a week.
const PROPOSED: usize = 5;

pub(crate) const HELP: &str = "\
give MBOX OWNER[,ADDRESS…] FROM WEEKS
  Of the questions that are open on each of WEEKS weekly dates from FROM on (2012-01-01), with everything later
  hidden: how many of the five that `goodwill give` puts first did the owner answer afterwards, beside the five that
  are newest. An answer is a message From the owner that names the question in References or In-Reply-To.
  Weeks with five open questions or fewer are left out: any order proposes the same.";

/// Scores one mailbox.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let [path, owner, from, weeks] = arguments else { return Err("give MBOX OWNER FROM WEEKS".into()) };
    let mailbox = Owned::pairs(&[path.clone(), owner.clone()])?.remove(0);
    let (from, weeks): (Date, i32) = (from.parse()?, weeks.parse()?);
    let answers = answers(Path::new(path), &mailbox.owner)?;
    let directory = tempfile::tempdir()?;
    let config = config::parse(&mailbox.config(), "config.toml")?;
    let mut store = Store::open_or_create(directory.path())?;
    let end = midnight(from.checked_add((weeks + 1).weeks())?)?;
    intake::import(&mut store, &config, Path::new(path), Assertion::Trusted, end, &|_| {})?;
    let (mut judged, mut ours, mut newest, mut open) = (0_u32, 0, 0, 0);
    for week in 0..weeks {
        let at = midnight(from.checked_add(week.weeks())?)?;
        let books = journal::fold(&store, &config, at)?;
        let by_recency = needs(&books);
        if by_recency.len() <= PROPOSED {
            continue;
        }
        let traces = books.traces();
        let index = TopicIndex::of(traces.iter().map(|trace| trace.text.as_str()))?;
        let by_fit = chances(&books, &traces, |words| index.search(words))?;
        let answered = |needs: &[Need<'_>]| {
            let later = |need: &&Need<'_>| {
                answers
                    .get(&need.open.message.to_string())
                    .is_some_and(|dates| dates.iter().any(|&date| date >= at))
            };
            needs.iter().filter(later).count()
        };
        judged += 1;
        ours += answered(by_fit.get(..PROPOSED).unwrap_or(&by_fit));
        newest += answered(by_recency.get(..PROPOSED).unwrap_or(&by_recency));
        open += by_recency.len();
    }
    println!(
        "{}: {judged} weeks with more than {PROPOSED} open questions, {open} open in all",
        mailbox.name()
    );
    println!(
        "later answered: {ours} of those put first by give, {newest} of the newest, of {} each",
        judged as usize * PROPOSED
    );
    Ok(())
}

/// When the owner answered each message.
fn answers(path: &Path, owner: &[String]) -> Outcome<BTreeMap<String, BTreeSet<Timestamp>>> {
    let reception = reception();
    let mut answers: BTreeMap<String, BTreeSet<Timestamp>> = BTreeMap::new();
    sources::walk::<SourceError>(path, &mut |item: Item| {
        if item.kind == ItemKind::Message {
            let facts = mail::read(&item.bytes, &reception).facts;
            let from = facts.from.as_ref().map(|from| from.address.as_str());
            if from.is_some_and(|from| owner.iter().any(|own| own == from)) {
                for id in &facts.references {
                    answers.entry(id.to_string()).or_default().insert(facts.date);
                }
            }
        }
        Ok(())
    })?;
    Ok(answers)
}
