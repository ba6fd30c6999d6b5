//! The owner's verdicts on entries, and what he enters by hand.

use std::collections::{BTreeMap, BTreeSet};

use crate::inference::{Basis, FavorId, favor_id};
use crate::observations::cues::Confidence;
use crate::people::{Directory, PersonId};

use super::entry::SPLIT;
use super::{
    Direction, Entry, Evidence, Part, Points, Policy, Ruling, RulingRecord, Status, Subject, Verdict,
};

/// Where the first entry of each name stands, and which worths are the owner's word.
#[derive(Default)]
pub(super) struct Index {
    known: usize,
    positions: BTreeMap<FavorId, usize>,
    /// By position. They stand until he gives another: the kind may change, or what was rejected be confirmed.
    worths: BTreeMap<usize, Points>,
    /// Positions of those that live on in their parts.
    split: BTreeSet<usize>,
}

impl Index {
    /// Takes in the entries that came since; none ever goes or moves.
    pub(super) fn add(&mut self, entries: &[Entry]) {
        for (position, entry) in entries.iter().enumerate().skip(self.known) {
            self.positions.entry(entry.id).or_insert(position);
        }
        self.known = entries.len();
    }

    /// Takes in what he entered by hand, the last of the entries.
    pub(super) fn entered(&mut self, entries: &[Entry], worth: Option<i64>) {
        if let (Some(position), Some(worth)) = (entries.len().checked_sub(1), worth) {
            self.worths.insert(position, Points::from_thousandths(worth));
        }
    }
}

/// Applies a verdict to the entry it means, or, where the model no longer sees a favor that was confirmed,
/// restores it. Where the model now sees several in its place, the others are void. What the owner himself took back
/// is not restored, and what he split lives on in its parts: of the whole nothing more can be said.
pub(super) fn rule(
    entries: &mut Vec<Entry>,
    index: &mut Index,
    record: &RulingRecord,
    subject: &Subject,
    verdict: &Verdict,
    directory: &Directory,
    policy: &Policy,
) {
    let person = directory.find(&subject.address);
    let meant = meant(entries, index, subject, person);
    if meant.first().is_some_and(|position| index.split.contains(position)) {
        return;
    }
    let is_rejected = *verdict == Verdict::Reject;
    for &position in meant.iter().skip(usize::from(!is_rejected)) {
        void(&mut entries[position]);
    }
    if is_rejected {
        return;
    }
    let position = match (meant.first(), person) {
        (Some(&position), _) => position,
        (None, Some(person)) if !subject.messages.is_empty() => {
            entries.push(restored(subject, person));
            entries.len() - 1
        }
        (None, _) => return,
    };
    if let Verdict::Split(parts) = verdict {
        for (number, part) in (0..).zip(parts) {
            entries.push(part_of(&entries[position], subject, number, part, record, policy));
            index.entered(entries, part.worth);
        }
        void(&mut entries[position]);
        index.split.insert(position);
        return;
    }
    let entry = &mut entries[position];
    confirm(entry, verdict, index.worths.get(&position).copied(), record, directory, policy);
    if matches!(verdict, Verdict::Worth(_) | Verdict::Forgive | Verdict::Repaid(_)) {
        index.worths.insert(position, entry.worth);
    }
}

/// The entries that a ruling means: that of its name; else, as another model may see several in its place, those
/// that rest on the same messages, by the same words first and then of the same kind, or any one.
fn meant(entries: &[Entry], index: &Index, subject: &Subject, person: Option<PersonId>) -> Vec<usize> {
    if let Some(&position) = index.positions.get(&subject.favor_id()) {
        return vec![position];
    }
    let fits = |entry: &Entry| {
        Some(entry.person) == person
            && entry.direction == subject.direction
            && entry.evidence.iter().any(|evidence| subject.messages.contains(&evidence.source))
    };
    let has_words = |entry: &Entry| {
        !subject.quote.is_empty() && entry.evidence.iter().any(|evidence| *evidence.quote == *subject.quote)
    };
    let mut fitting: Vec<usize> = (0..entries.len()).filter(|&index| fits(&entries[index])).collect();
    let closeness = |&index: &usize| match &entries[index] {
        entry if has_words(entry) => 0,
        entry if entry.kind == subject.kind => 1,
        _ => 2,
    };
    fitting.sort_by_key(closeness);
    let close = fitting.iter().take_while(|index| closeness(index) < 2).count();
    fitting.truncate(close.max(1));
    fitting
}

fn void(entry: &mut Entry) {
    entry.status = Status::Voided;
    entry.worth = Points::ZERO;
}

/// Posts an entry as the owner says it is, or voids it where it is with somebody of whom nothing is known. `own` is
/// the worth that he gave it before.
fn confirm(
    entry: &mut Entry,
    verdict: &Verdict,
    own: Option<Points>,
    record: &RulingRecord,
    directory: &Directory,
    policy: &Policy,
) {
    let had_worth = entry.basis == Basis::Favor && entry.worth > Points::ZERO;
    if let Verdict::Kind(kind) = verdict {
        entry.kind = *kind;
    }
    if let Some(address) = verdict.person() {
        let Some(person) = directory.find(address) else { return void(entry) };
        entry.person = person;
    }
    let inferred = had_worth && !matches!(verdict, Verdict::Kind(_));
    let worth = own.unwrap_or_else(|| if inferred { entry.worth } else { policy.worth_of(entry.kind) });
    entry.basis = Basis::Favor;
    entry.status = Status::Posted;
    entry.confidence = Confidence::from_thousandths(1000);
    entry.worth = match verdict {
        Verdict::Worth(thousandths) => Points::from_thousandths(*thousandths),
        Verdict::Repaid(thousandths) => (worth - Points::from_thousandths(*thousandths)).max(Points::ZERO),
        Verdict::Forgive => Points::ZERO,
        _ => worth,
    };
    entry.evidence.push(word_of(record, verdict));
}

fn word_of(record: &RulingRecord, verdict: &Verdict) -> Evidence {
    let shows = match verdict {
        Verdict::Forgive => "forgiven",
        Verdict::Repaid(_) => "repaid",
        _ => "said",
    };
    Evidence { shows, source: record.id().to_string(), at: record.at, quote: "".into() }
}

/// One of the favors that the owner saw in an entry. Its name hangs on the one that the entry had when he said
/// so, so that what he says of it later finds it whatever a model calls the whole.
fn part_of(
    whole: &Entry,
    subject: &Subject,
    number: u32,
    part: &Part,
    record: &RulingRecord,
    policy: &Policy,
) -> Entry {
    let giver = if whole.direction == Direction::Given { "given" } else { "received" };
    let mut entry = Entry {
        id: favor_id(giver, None, part.kind, &format!("{}/{number}", subject.favor_id())),
        kind: part.kind,
        basis: Basis::Favor,
        worth: part.worth.map_or_else(|| policy.worth_of(part.kind), Points::from_thousandths),
        confidence: Confidence::from_thousandths(1000),
        status: Status::Posted,
        ..whole.clone()
    };
    let word = word_of(record, &Verdict::Confirm);
    entry.evidence.push(Evidence { shows: SPLIT, quote: whole.id.to_string().into(), ..word });
    entry
}

/// An entry that stands by the owner's word, though the model sees none. What each of several messages said is not
/// known any more.
fn restored(subject: &Subject, person: PersonId) -> Entry {
    let quote = if subject.messages.len() == 1 { subject.quote.as_str() } else { "" };
    let evidence = subject.messages.iter().map(|message| Evidence {
        shows: "seen",
        source: message.clone(),
        at: subject.at,
        quote: quote.into(),
    });
    Entry {
        id: subject.favor_id(),
        person,
        kind: subject.kind,
        direction: subject.direction,
        basis: Basis::Favor,
        at: subject.at,
        worth: Points::ZERO,
        confidence: Confidence::from_thousandths(1000),
        status: Status::Posted,
        evidence: evidence.collect(),
    }
}

/// The entry that the owner entered by hand, where its person is known.
pub(super) fn added(record: &RulingRecord, directory: &Directory, policy: &Policy) -> Option<Entry> {
    let Ruling::Add { address, direction, kind, at, words, worth, .. } = &record.ruling else { return None };
    let id = record.id().to_string();
    let giver = if *direction == Direction::Given { "given" } else { "received" };
    Some(Entry {
        id: favor_id(giver, Some(address), *kind, &id),
        person: directory.find(address)?,
        kind: *kind,
        direction: *direction,
        basis: Basis::Favor,
        at: *at,
        worth: worth.map_or_else(|| policy.worth_of(*kind), Points::from_thousandths),
        confidence: Confidence::from_thousandths(1000),
        status: Status::Posted,
        evidence: vec![Evidence { shows: "said", source: id, at: *at, quote: words.as_str().into() }],
    })
}
